//! Servers, ours and others: waiting for one, asking it over HTTP, ending it.
//!
//! One is killed when its test ends. Not here: how each is started (`folder`, `witness`,
//! `foreign`).

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::programs::{Ran, ran};

/// How long a server may take until it answers.
const SERVES_SECONDS_MAX: u64 = 120;

/// A running server; it is killed when dropped.
pub struct Server {
    pub(crate) child: Child,
    pub listen: String,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Server {
    /// Waits until it answers; how it ended, if it did instead.
    pub(crate) fn wait(&mut self) -> Option<Ran> {
        if self.answers_within(SERVES_SECONDS_MAX) {
            return None;
        }
        assert!(self.has_ended(), "the server does not answer");
        Some(self.end())
    }

    /// Whether it answers before it has ended and so many seconds are over.
    pub(crate) fn answers_within(&mut self, seconds: u64) -> bool {
        let start = Instant::now();
        while TcpStream::connect(&self.listen).is_err() {
            if self.has_ended() || start.elapsed().as_secs() >= seconds {
                return false;
            }
            sleep(Duration::from_millis(20));
        }
        true
    }

    /// Its number among the system's processes.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended by itself.
    ///
    /// # Panics
    /// When the system does not know its own child.
    pub fn has_ended(&mut self) -> bool {
        let ended = self.child.try_wait().expect("a child can be asked");
        ended.is_some()
    }

    /// Waits for its end, and says how that was.
    fn end(&mut self) -> Ran {
        let status = self.child.wait().expect("a child can be waited for");
        let mut said = Vec::new();
        if let Some(mut err) = self.child.stderr.take() {
            let _bytes = err.read_to_end(&mut said);
        }
        Ran {
            exit: status.code(),
            out: String::new(),
            err: String::from_utf8_lossy(&said).into_owned(),
        }
    }

    /// Waits until it has ended by itself; none if it has not within so many seconds.
    pub fn ended_within(&mut self, seconds: u64) -> Option<Ran> {
        let start = Instant::now();
        while !self.has_ended() {
            if start.elapsed().as_secs() >= seconds {
                return None;
            }
            sleep(Duration::from_millis(20));
        }
        Some(self.end())
    }

    /// Asks it to end, as a service manager does, and waits.
    ///
    /// # Panics
    /// When it does not end.
    #[must_use]
    pub fn terminate(mut self) -> Ran {
        let process = self.child.id().to_string();
        let _asked = ran(Command::new("kill").args(["-TERM", &process]));
        self.ended_within(SERVES_SECONDS_MAX)
            .expect("a server ends when it is told to")
    }

    /// Asks for a path.
    ///
    /// # Panics
    /// When no HTTP comes back.
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.listen))
    }

    /// Asks for a path; nothing where the server is gone, or goes meanwhile.
    #[must_use]
    pub fn ask(&self, path: &str) -> Option<Answer> {
        let mut stream = TcpStream::connect(&self.listen).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .ok()?;
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.listen);
        let sent = stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes());
        sent.ok()?;
        answer(BufReader::new(stream))
    }

    /// Sends a request whose head is given without its last line.
    ///
    /// # Panics
    /// When no HTTP comes back.
    #[must_use]
    pub fn send(&self, head: &str) -> Answer {
        send_to(&self.listen, head, "")
    }

    /// The same, with a body.
    ///
    /// # Panics
    /// When no HTTP comes back.
    #[must_use]
    pub fn send_with(&self, head: &str, body: &str) -> Answer {
        let length = format!("Content-Length: {}\r\n", body.len());
        send_to(&self.listen, &format!("{head}{length}"), body)
    }

    /// Kills the server as a power cut would.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub fn kill(mut self) {
        self.be_killed();
    }

    /// The same, where it is still needed by its name.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub fn be_killed(&mut self) {
        self.child.kill().expect("our own child can be killed");
        let _status = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _status = self.child.wait();
    }
}

/// Whoever hangs does not hang the test.
fn connected(listen: &str) -> TcpStream {
    // As browsers do: no name below `localhost` is asked for anywhere else (RFC 6761).
    let below = listen.split_once(".localhost:");
    let here = below.map(|(_, port)| format!("127.0.0.1:{port}"));
    let stream = TcpStream::connect(here.as_deref().unwrap_or(listen)).expect("the server listens");
    let timeout = Some(Duration::from_secs(60));
    let limited = stream.set_read_timeout(timeout);
    limited.expect("a time limit can be set");
    stream
}

/// Sends a request whose head is given without its last line.
pub(crate) fn send_to(listen: &str, head: &str, body: &str) -> Answer {
    let mut stream = connected(listen);
    let sent = stream.write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes());
    sent.expect("the server reads");
    answer(BufReader::new(stream)).expect("the server answers in HTTP")
}

fn answer(mut stream: impl BufRead) -> Option<Answer> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let mut body = Vec::new();
    stream.read_to_end(&mut body).ok()?;
    let is_chunked = |(name, value): &(String, String)| {
        name == "transfer-encoding" && value.eq_ignore_ascii_case("chunked")
    };
    if headers.iter().any(is_chunked) {
        body = joined(&body)?;
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    Some(Answer {
        status,
        headers,
        body,
    })
}

/// A body that came in chunks, each after its length; none where the last one is missing.
fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = chunks.windows(2).position(|two| two == b"\r\n")?;
        let length = std::str::from_utf8(&chunks[..end]).ok()?;
        let length = usize::from_str_radix(length, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(chunks.get(end + 2..end + 2 + length)?);
        chunks = chunks.get(end + length + 4..)?;
    }
}

/// Sends a body.
pub(crate) fn post(listen: &str, path: &str, body: &str) -> Answer {
    let mut stream = connected(listen);
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {listen}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    );
    // A witness may answer and close before it has read all.
    let _sent = stream.write_all(format!("{head}{body}").as_bytes());
    answer(BufReader::new(stream)).expect("the witness answers in HTTP")
}
