//! The way from a command to the server that holds the data folder.
//!
//! A server listens on a socket in its folder; a command that finds one sends itself there and
//! prints what comes back, so that every command works whether a server runs or not. Only who
//! may enter the folder may use the socket (mode 0700 of the folder).

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tilsyn_web::Language;

use crate::caller;
use crate::cli::Command;
use crate::output::{Exit, Output};
use crate::words::words;

/// Longest request line.
const REQUEST_BYTES_MAX: u64 = 1 << 20;

/// A command on its way.
#[derive(Serialize, Deserialize)]
pub(crate) struct Request {
    pub command: Command,
    pub json: bool,
    /// The tag of the caller's language; the server's own does not matter.
    pub language: String,
}

const OUT: u8 = b'o';
const ERR: u8 = b'e';
const FILE: u8 = b'f';
const EXIT: u8 = b'x';
const BUSY: u8 = b'b';

/// Commands that a server runs at once; the others are told when to come again.
const COMMANDS_AT_ONCE_MAX: usize = 32;
/// When to come again.
const BUSY_SECONDS: u8 = 5;
/// How long a command may take to say what it is.
const REQUEST_SECONDS_MAX: u64 = 10;

/// How a command that was sent to a server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sent {
    /// No server listens.
    NoServer,
    /// The server has too many commands already.
    Busy { again_after_seconds: u16 },
    /// It ran: its exit code, and when it may succeed if it could not be done now.
    Ended {
        exit: u8,
        again_after_seconds: Option<u16>,
    },
}

fn socket(data: &Path) -> PathBuf {
    data.join("control.sock")
}

/// Sends a command to the server of this folder.
///
/// # Errors
/// When the server breaks off; a broken pipe is always that of `out`, `err` or `file`.
pub(crate) fn forward(
    data: &Path,
    request: &Request,
    out: &mut dyn Write,
    err: &mut dyn Write,
    file: &mut dyn Write,
) -> io::Result<Sent> {
    let Ok(mut stream) = UnixStream::connect(socket(data)) else {
        return Ok(Sent::NoServer);
    };
    let mut line = serde_json::to_vec(request)?;
    line.push(b'\n');
    stream.write_all(&line).map_err(broken_off)?;
    // A command that waits asks the next server when this one dies, and what it says is one
    // document then too: nothing goes out before all of it has come.
    let mut held = Vec::new();
    let is_held = request.command.wait_seconds() > 0;
    loop {
        let mut head = [0; 5];
        stream.read_exact(&mut head)?;
        let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]);
        let mut bytes = vec![0; length as usize];
        stream.read_exact(&mut bytes)?;
        match head[0] {
            OUT if is_held => held.extend_from_slice(&bytes),
            OUT => out.write_all(&bytes)?,
            ERR => err.write_all(&bytes)?,
            FILE => file.write_all(&bytes)?,
            BUSY => {
                let again_after_seconds = bytes.first().map_or(1, |seconds| u16::from(*seconds));
                return Ok(Sent::Busy {
                    again_after_seconds,
                });
            }
            _ => {
                out.write_all(&held)?;
                let exit = bytes.first().copied().unwrap_or(Exit::CouldNot.number());
                let again = bytes
                    .get(1..3)
                    .map(|two| u16::from_be_bytes([two[0], two[1]]));
                return Ok(Sent::Ended {
                    exit,
                    again_after_seconds: again,
                });
            }
        }
    }
}

/// A server that died before it had read what it was asked. Not a broken pipe: to whoever reads
/// our output that means that enough was read, and to a script that all is done.
fn broken_off(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::BrokenPipe => io::Error::new(io::ErrorKind::ConnectionReset, error),
        _ => error,
    }
}

/// Writes that arrive on the other side as standard output or error, or as the file asked for.
struct Channel {
    stream: Arc<Mutex<UnixStream>>,
    mark: u8,
}

impl Write for Channel {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let bytes = &bytes[..bytes.len().min(1 << 16)];
        send(&self.stream, self.mark, bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn send(stream: &Mutex<UnixStream>, mark: u8, bytes: &[u8]) -> io::Result<()> {
    let length = u32::try_from(bytes.len()).unwrap_or(0).to_be_bytes();
    let mut stream = stream
        .lock()
        .map_err(|_| io::Error::other("a writer panicked"))?;
    stream.write_all(&[mark, length[0], length[1], length[2], length[3]])?;
    stream.write_all(bytes)
}

/// Answers commands until the process ends.
///
/// # Errors
/// When the socket cannot be made.
pub(crate) fn listen(
    data: &Path,
    run: impl Fn(&Command, &mut Output<'_>) -> Exit + Send + Sync + 'static,
) -> io::Result<()> {
    let path = socket(data);
    // The lock of the folder is held: a socket that lies here is a dead server's.
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(&path)?;
    let run = Arc::new(run);
    std::thread::Builder::new()
        .name("control".to_owned())
        .spawn(move || {
            let room = Arc::new(());
            for stream in listener.incoming().flatten() {
                if Arc::strong_count(&room) > COMMANDS_AT_ONCE_MAX {
                    send_away(stream);
                    continue;
                }
                let (run, place) = (run.clone(), room.clone());
                let answer = move || {
                    let _place = place;
                    if let Err(error) = answer(stream, run.as_ref()) {
                        tracing::debug!(%error, "a command went away");
                    }
                };
                if let Err(error) = std::thread::Builder::new().spawn(answer) {
                    tracing::warn!(%error, "no thread for a command");
                }
            }
        })?;
    Ok(())
}

/// Tells a command to come again. It goes into the socket's buffer: nobody is waited for.
fn send_away(stream: UnixStream) {
    let told = send(&Mutex::new(stream), BUSY, &[BUSY_SECONDS]);
    tracing::warn!(told = told.is_ok(), "a command was sent away: too many run");
}

fn answer(
    stream: UnixStream,
    run: &(impl Fn(&Command, &mut Output<'_>) -> Exit + ?Sized),
) -> io::Result<()> {
    let mut line = String::new();
    stream.set_read_timeout(Some(Duration::from_secs(REQUEST_SECONDS_MAX)))?;
    BufReader::new(stream.try_clone()?.take(REQUEST_BYTES_MAX)).read_line(&mut line)?;
    let request: Request = serde_json::from_str(&line)?;
    let caller = caller::other_end(&stream)?;
    let stream = Arc::new(Mutex::new(stream));
    let mut out = io::BufWriter::new(Channel {
        stream: stream.clone(),
        mark: OUT,
    });
    let mut err = Channel {
        stream: stream.clone(),
        mark: ERR,
    };
    let mut file = Channel {
        stream: stream.clone(),
        mark: FILE,
    };
    let end = {
        let mut output = Output {
            caller,
            out: &mut out,
            err: &mut err,
            file: &mut file,
            json: request.json,
            words: words(Language::from_tag(&request.language).unwrap_or(Language::English)),
            terminal: false,
            again_after_seconds: None,
        };
        let exit = run(&request.command, &mut output);
        let mut end = vec![exit.number()];
        if let Some(seconds) = output.again_after_seconds {
            end.extend_from_slice(&seconds.to_be_bytes());
        }
        end
    };
    out.flush()?;
    drop(out);
    send(&stream, EXIT, &end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A command that no socket's buffer takes as a whole, so that its server dies meanwhile.
    fn great_request() -> Request {
        let words = ["tilsyn", "import", "events"].map(str::to_owned);
        let paths = (0..20_000).map(|number| format!("/var/log/of-a-source/{number:060}.ndjson"));
        let cli = <crate::cli::Cli as clap::Parser>::try_parse_from(words.into_iter().chain(paths));
        Request {
            command: cli.expect("it is well formed").command,
            json: true,
            language: "en".to_owned(),
        }
    }

    /// Answers one command with these bytes and dies.
    fn server_that_says(folder: &Path, said: Vec<u8>) -> std::thread::JoinHandle<()> {
        let _gone = std::fs::remove_file(socket(folder));
        let listener = UnixListener::bind(socket(folder)).expect("a socket of its own");
        std::thread::spawn(move || {
            let (stream, _) = listener.accept().expect("the command comes");
            let mut asked = BufReader::new(&stream);
            asked.read_line(&mut String::new()).expect("it asks");
            (&stream).write_all(&said).expect("it listens");
        })
    }

    fn import_that_waits() -> Request {
        let words = ["tilsyn", "import", "events", "--wait", "60", "a.ndjson"];
        let cli = <crate::cli::Cli as clap::Parser>::try_parse_from(words);
        Request {
            command: cli.expect("it is well formed").command,
            json: true,
            language: "en".to_owned(),
        }
    }

    #[test]
    fn a_command_that_waits_says_what_it_says_once() {
        let folder = tempfile::tempdir().expect("temporary files can be made");
        let frame = |mark: u8, bytes: &[u8]| {
            let length = u32::try_from(bytes.len()).expect("short").to_be_bytes();
            [&[mark], &length[..], bytes].concat()
        };
        let document = frame(OUT, b"{}");
        let whole = [document.clone(), frame(EXIT, &[0])].concat();
        let mut said = Vec::new();
        for (answer, comes_to_an_end) in [(document, false), (whole, true)] {
            let server = server_that_says(folder.path(), answer);
            let [err, file] = &mut [io::sink(), io::sink()];
            let ended = forward(folder.path(), &import_that_waits(), &mut said, err, file);
            assert_eq!(ended.is_ok(), comes_to_an_end);
            server.join().expect("it only answers");
        }
        assert_eq!(said, b"{}");
    }

    #[test]
    fn a_server_that_dies_while_it_is_asked_is_no_end_of_reading() {
        let folder = tempfile::tempdir().expect("temporary files can be made");
        let listener = UnixListener::bind(socket(folder.path())).expect("a socket of its own");
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("the command comes");
            // It has begun to ask; nothing of it is answered.
            stream.read_exact(&mut [0; 10]).expect("it asks");
        });
        let nowhere = &mut [io::sink(), io::sink(), io::sink()];
        let [out, err, file] = nowhere;
        let ended = forward(folder.path(), &great_request(), out, err, file);
        let kind = ended.expect_err("nothing was done").kind();
        assert_eq!(kind, io::ErrorKind::ConnectionReset);
        server.join().expect("it only reads");
    }
}
