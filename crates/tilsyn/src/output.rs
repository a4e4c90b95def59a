//! Where a command's words go: to the terminal here, or to the command that asked over the
//! socket.

use std::io::{self, Write};

use tilsyn_web::Words;

use crate::table::{self, Cell};

/// How a command ended (formats.md, section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Done,
    /// Done, but something needs attention.
    Attention,
    WrongUse,
    CouldNot,
}

impl Exit {
    pub(crate) fn number(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Attention => 1,
            Exit::WrongUse => 2,
            Exit::CouldNot => 3,
        }
    }
}

/// Whoever asked: standard output and error of theirs, and how they are to be written.
pub(crate) struct Output<'a> {
    /// As which user of the operating system.
    pub caller: String,
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
    /// The file that the command was asked for; whoever asked writes it down when all is done.
    pub file: &'a mut dyn Write,
    /// Documents for programs: they are the same in every language.
    pub json: bool,
    /// The language of whoever asked, who may sit on the other side of the socket.
    pub words: Words,
    /// Whether a person watches: progress bars make sense.
    pub terminal: bool,
    /// After how many seconds the same command may succeed, where it could not be done now.
    pub again_after_seconds: Option<u16>,
}

impl Output<'_> {
    /// One JSON document, followed by a line end.
    pub(crate) fn document(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer(&mut *self.out, value)?;
        self.out.write_all(b"\n")
    }

    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", table::line(text))
    }

    /// A word beside the answer: progress, hints, what went wrong.
    pub(crate) fn aside(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.err, "{}", table::line(text))
    }

    /// A table under headings given by key, or the sentence that says that there is nothing.
    pub(crate) fn table(
        &mut self,
        headings: &[&str],
        rows: &[Vec<Cell>],
        nothing: &str,
    ) -> io::Result<()> {
        if rows.is_empty() {
            return self.line(&self.words.say(nothing));
        }
        let headings: Vec<String> = headings.iter().map(|key| self.words.say(key)).collect();
        for line in table::lines(&headings, rows, self.words) {
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }
}
