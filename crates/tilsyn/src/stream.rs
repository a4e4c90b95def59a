//! A made register as a stream of lines, so that fifty million events need no file.

use std::io::{self, Read, Write};

use std::os::unix::net::UnixStream;

use std::sync::Arc;

use tilsyn_simulate::World;

/// The events of a world as NDJSON, made in a thread of its own while they are read.
pub(crate) fn lines_of(world: Arc<World>) -> impl Read + Send + 'static {
    Lines::start(world)
}

enum Lines {
    Flowing(UnixStream),
    Failed(Option<io::Error>),
}

impl Lines {
    fn start(world: Arc<World>) -> Lines {
        match Lines::flow(world) {
            Ok(stream) => Lines::Flowing(stream),
            Err(error) => Lines::Failed(Some(error)),
        }
    }

    fn flow(world: Arc<World>) -> io::Result<UnixStream> {
        let (reading, writing) = UnixStream::pair()?;
        std::thread::Builder::new()
            .name("register".to_owned())
            .spawn(move || {
                let mut writing = io::BufWriter::with_capacity(1 << 20, writing);
                // A reader that went away ends the making; it knows why itself.
                if let Err(error) = world
                    .write_events(&mut writing, u64::MAX)
                    .and_then(|_| writing.flush())
                {
                    tracing::debug!(%error, "the register's reader went away");
                }
            })?;
        Ok(reading)
    }
}

impl Read for Lines {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Lines::Flowing(stream) => stream.read(bytes),
            Lines::Failed(error) => Err(error.take().unwrap_or_else(|| io::Error::other("ended"))),
        }
    }
}
