//! A mail server of a test's own: takes what comes or does not, on this machine only.
//!
//! It says as little of SMTP (RFC 5321) as a client needs, and never offers TLS.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// What it does with a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    Takes,
    /// Says no to every receiver, and says to whom.
    Refuses,
    /// Reads a mail to its end and never answers.
    FallsSilent,
}

/// A mail that was read to its end.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Receivers, as the envelope names them.
    pub to: Vec<String>,
    /// Headers and body, as they came.
    pub text: String,
}

impl Mail {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let head = self.text.split("\r\n\r\n").next()?;
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value)
    }
}

struct Kept {
    manner: Manner,
    mails: Vec<Mail>,
    /// What clients said, line by line, but for mails.
    said: Vec<String>,
}

/// A running mail server; it goes with the process of the test.
pub struct MailServer {
    /// Where it listens.
    pub listen: String,
    kept: Arc<Mutex<Kept>>,
}

impl MailServer {
    /// Starts one at an address that somebody else knows already.
    ///
    /// # Panics
    /// When somebody else listens there.
    #[must_use]
    pub fn start(listen: &str, manner: Manner) -> MailServer {
        let listener = TcpListener::bind(listen).expect("nobody listens there");
        let kept = Arc::new(Mutex::new(Kept {
            manner,
            mails: Vec::new(),
            said: Vec::new(),
        }));
        let own = Arc::clone(&kept);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let kept = Arc::clone(&own);
                std::thread::spawn(move || serve(stream, &kept));
            }
        });
        MailServer {
            listen: listen.to_owned(),
            kept,
        }
    }

    /// Does otherwise from now on.
    pub fn turn(&self, manner: Manner) {
        locked(&self.kept).manner = manner;
    }

    /// What came so far.
    #[must_use]
    pub fn mails(&self) -> Vec<Mail> {
        locked(&self.kept).mails.clone()
    }

    /// What clients said so far, but for mails.
    #[must_use]
    pub fn said(&self) -> Vec<String> {
        locked(&self.kept).said.clone()
    }

    /// Waits until so many have come.
    ///
    /// # Panics
    /// When they do not come within a minute.
    #[must_use]
    pub fn wait_for(&self, count: usize) -> Vec<Mail> {
        let start = Instant::now();
        while self.mails().len() < count {
            assert!(start.elapsed().as_secs() < 60, "{count} mails do not come");
            sleep(Duration::from_millis(50));
        }
        self.mails()
    }
}

fn locked(kept: &Mutex<Kept>) -> std::sync::MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Talks with one client until one of the two goes.
fn serve(stream: TcpStream, kept: &Mutex<Kept>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let mut out = stream;
    let mut say = move |line: &str| out.write_all(format!("{line}\r\n").as_bytes()).ok();
    say("220 a server of a test")?;
    let mut to: Vec<String> = Vec::new();
    loop {
        let line = lines.next()?.ok()?;
        let manner = {
            let mut kept = locked(kept);
            kept.said.push(line.clone());
            kept.manner
        };
        let word = line.split([' ', ':']).next().unwrap_or_default();
        match word.to_uppercase().as_str() {
            "RCPT" if manner == Manner::Refuses => say(&format!("550 5.1.1 nobody: {line}"))?,
            "RCPT" => {
                let name = line.split(['<', '>']).nth(1).unwrap_or_default();
                to.push(name.to_owned());
                say("250 ok")?;
            }
            "DATA" => {
                say("354 go on")?;
                let mut text = String::new();
                loop {
                    let line = lines.next()?.ok()?;
                    if line == "." {
                        break;
                    }
                    let line = line.strip_prefix('.').unwrap_or(&line);
                    text += &format!("{line}\r\n");
                }
                let to = std::mem::take(&mut to);
                locked(kept).mails.push(Mail { to, text });
                if manner == Manner::FallsSilent {
                    // The other end goes first.
                    return lines.next().map(drop);
                }
                say("250 taken")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 ok")?,
        }
    }
}
