//! Files on their way: written on a thread of their own, sent as the reader takes them.
//!
//! Between the two lies room for a few pieces, so a file of any length takes the same memory,
//! and a slow reader slows the writing down. One that is not finished breaks off: the browser
//! then says so, and nobody takes half a list for a whole one.
//! Not here: what is in the file (`sheet`), whose look was filed before (`app`).

use std::io::{self, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_core::Stream;
use tilsyn_app::{Desk, Problem};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

use crate::asked::Asked;
use crate::pool::NoAnswer;
use crate::settings::{DOWNLOAD_STALL_SECONDS_MAX, DOWNLOADS_MAX};

/// Bytes gathered before they are sent.
const PIECE_BYTES: usize = 64 * 1024;
/// Pieces written ahead of the reader.
const PIECES_AHEAD: usize = 4;

/// Writes a file; what it needs was asked for, and the look filed, when it was made.
pub(crate) type WriteFile =
    Box<dyn FnOnce(&Desk, &Asked, &mut dyn Write) -> Result<(), Problem> + Send>;

/// Room for the downloads under way.
#[derive(Clone, Debug)]
pub(crate) struct Downloads {
    room: Arc<Semaphore>,
}

/// A place among them.
#[derive(Debug)]
pub(crate) struct Place(OwnedSemaphorePermit);

impl Downloads {
    pub(crate) fn new() -> Downloads {
        Downloads {
            room: Arc::new(Semaphore::new(DOWNLOADS_MAX)),
        }
    }

    /// A place, if one is free.
    pub(crate) fn place(&self) -> Result<Place, NoAnswer> {
        let place = Arc::clone(&self.room).try_acquire_owned();
        place.map(Place).map_err(|_| NoAnswer::Busy)
    }
}

/// Starts writing, and gives what arrives.
pub(crate) fn start(write: WriteFile, desk: Arc<Desk>, asked: Asked, place: Place) -> Body {
    let (sender, receiver) = mpsc::channel(PIECES_AHEAD);
    let runtime = Handle::current();
    drop(tokio::task::spawn_blocking(move || {
        let mut pieces = Pieces {
            sender,
            runtime,
            gathered: Vec::with_capacity(PIECE_BYTES),
        };
        let written = write(&desk, &asked, &mut pieces);
        match written.map(|()| pieces.end()) {
            Ok(Ok(())) => {}
            // The reader went away, or stopped taking: nothing of ours is wrong.
            _ if pieces.sender.is_closed() => tracing::debug!("a download was given up"),
            Ok(Err(cause)) => tracing::debug!(%cause, "a download was given up"),
            Err(problem) => {
                let cause = std::error::Error::source(&problem).map(ToString::to_string);
                let problem = problem.message;
                tracing::error!(problem, cause, "a file could not be written to its end");
            }
        }
        drop(place.0);
    }));
    Body::from_stream(Arriving {
        receiver,
        state: State::Coming,
    })
}

/// What is written, in pieces; `None` says that the file is whole.
struct Pieces {
    sender: mpsc::Sender<Option<Bytes>>,
    runtime: Handle,
    gathered: Vec<u8>,
}

impl Pieces {
    fn send(&mut self, piece: Option<Bytes>) -> io::Result<()> {
        let limit = Duration::from_secs(DOWNLOAD_STALL_SECONDS_MAX);
        self.runtime
            .block_on(self.sender.send_timeout(piece, limit))
            .map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }

    fn end(&mut self) -> io::Result<()> {
        self.flush()?;
        self.send(None)
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE_BYTES - self.gathered.len();
        let taken = bytes.len().min(room);
        self.gathered.extend_from_slice(&bytes[..taken]);
        if self.gathered.len() == PIECE_BYTES {
            self.flush()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.gathered, Vec::with_capacity(PIECE_BYTES));
        self.send(Some(piece.into()))
    }
}

/// The body of a reply whose file is still being written.
struct Arriving {
    receiver: mpsc::Receiver<Option<Bytes>>,
    state: State,
}

enum State {
    Coming,
    Ended,
}

impl Stream for Arriving {
    type Item = io::Result<Bytes>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Bytes>>> {
        if matches!(self.state, State::Ended) {
            return Poll::Ready(None);
        }
        let arrived = self.receiver.poll_recv(context);
        arrived.map(|arrived| match arrived {
            Some(Some(piece)) => Some(Ok(piece)),
            whole => {
                self.state = State::Ended;
                // The writer went away without saying that the file is whole.
                let broken = || Err(io::Error::from(io::ErrorKind::UnexpectedEof));
                whole.is_none().then(broken)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(ahead: usize) -> (Pieces, Arriving) {
        let (sender, receiver) = mpsc::channel(ahead);
        let pieces = Pieces {
            sender,
            runtime: Handle::current(),
            gathered: Vec::new(),
        };
        let state = State::Coming;
        (pieces, Arriving { receiver, state })
    }

    async fn arrived(arriving: Arriving) -> Result<Vec<u8>, axum::Error> {
        let bytes = axum::body::to_bytes(Body::from_stream(arriving), usize::MAX).await?;
        Ok(bytes.to_vec())
    }

    #[tokio::test]
    async fn what_is_written_arrives_and_what_is_not_finished_breaks_off() {
        let long: Vec<u8> = (0..=255).cycle().take(3 * PIECE_BYTES + 17).collect();
        let (mut out, arriving) = pieces(1);
        let sent = long.clone();
        let writing = tokio::task::spawn_blocking(move || {
            out.write_all(&sent).and_then(|()| out.end()).is_ok()
        });
        assert_eq!(arrived(arriving).await.expect("whole"), long);
        assert!(writing.await.expect("joined"));

        let (mut out, arriving) = pieces(8);
        let writing = tokio::task::spawn_blocking(move || {
            out.write_all(&long).and_then(|()| out.flush()).is_ok()
        });
        assert!(arrived(arriving).await.is_err(), "no end was said");
        assert!(writing.await.expect("joined"));
    }

    #[tokio::test]
    async fn a_reader_who_leaves_ends_the_writing() {
        let (mut out, arriving) = pieces(1);
        drop(arriving);
        let writing = tokio::task::spawn_blocking(move || {
            let piece = vec![0; PIECE_BYTES];
            (0..1_000_000).find(|_| out.write_all(&piece).is_err())
        });
        assert_eq!(writing.await.expect("joined"), Some(0));
    }

    #[test]
    fn the_one_too_many_has_no_place() {
        let downloads = Downloads::new();
        let taken: Vec<_> = (0..DOWNLOADS_MAX).map(|_| downloads.place()).collect();
        assert!(taken.iter().all(Result::is_ok));
        assert_eq!(downloads.place().err(), Some(NoAnswer::Busy));
        drop(taken);
        assert!(downloads.place().is_ok());
    }
}
