//! Reading files: folders walked, compression undone, records cut out, all in bounded memory.
//!
//! One rule: nothing that a file contains makes memory grow beyond a batch and a record. What is
//! longer than a record may be goes piece by piece to the caller's `Oversized`.
//! Not here: what the records mean (the parsers).

mod decode;
mod frame;
mod frame_json;
mod frame_xml;
mod walk;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tilsyn_domain::Refusal;
use tilsyn_domain::event::RECORD_BYTES_MAX;

pub use decode::Progress;
pub use walk::{InputFile, inputs};

use crate::format::{Format, sniff};
use decode::Decoder;
use frame::{Cut, Framer};

/// A batch holds at most so many bytes, save for one record that is longer.
pub const BATCH_BYTES_MAX: usize = 8 << 20;
/// A batch holds at most so many records.
pub const BATCH_RECORDS_MAX: usize = 16_384;
/// How much of a file is looked at to tell its format.
const SNIFF_BYTES: usize = 64 << 10;
/// How much is read at a time.
const READ_BYTES: usize = 256 << 10;
/// How much of an oversized record must stay in view to see where it ends.
const TAIL_BYTES: usize = 128;

/// Why reading stopped.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("{path} cannot be read")]
    File { path: PathBuf, source: io::Error },
    #[error("{path} is neither a file nor a folder")]
    NotAFile { path: PathBuf },
    /// The caller's `Oversized` took no more.
    #[error("an oversized record of {path} cannot be kept")]
    Oversized { path: PathBuf, source: io::Error },
}

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The number of the file, as the caller gave it.
    pub file: u32,
    /// The line it starts on, from 1.
    pub line: u64,
    /// The byte it starts at, in the decompressed file.
    pub offset: u64,
}

/// Takes records that are longer than a record may be, piece by piece.
pub trait Oversized {
    /// A record longer than `RECORD_BYTES_MAX` starts.
    ///
    /// # Errors
    /// When the place to keep it is full or broken; reading stops.
    fn begin(&mut self, at: Position) -> io::Result<()>;
    /// The next bytes of it.
    ///
    /// # Errors
    /// As `begin`.
    fn chunk(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// It ends here; `Refusal::TooLong`, or `BrokenCompression` if the file broke off within it.
    ///
    /// # Errors
    /// As `begin`.
    fn end(&mut self, refusal: Refusal) -> io::Result<()>;
}

/// Records of one file, in the order of the file.
#[derive(Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    places: Vec<Place>,
    file: u32,
    format: Option<Format>,
}

#[derive(Debug)]
struct Place {
    start: usize,
    end: usize,
    line: u64,
    offset: u64,
    fault: Option<Refusal>,
}

/// One piece of input, as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub struct RawRecord<'a> {
    pub at: Position,
    /// Without line end and surrounding blanks.
    pub bytes: &'a [u8],
    /// What is known to be wrong with it before it is parsed.
    pub fault: Option<&'a Refusal>,
}

impl Batch {
    /// How many pieces of input; a FHIR bundle is one here and several records later.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The format to parse them as; `None` if it could not be told.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// The piece of that index, for parsing in parallel.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<RawRecord<'_>> {
        let place = self.places.get(index)?;
        let at = Position {
            file: self.file,
            line: place.line,
            offset: place.offset,
        };
        let bytes = &self.bytes[place.start..place.end];
        Some(RawRecord {
            at,
            bytes,
            fault: place.fault.as_ref(),
        })
    }

    pub fn iter(&self) -> impl Iterator<Item = RawRecord<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    fn push(&mut self, bytes: &[u8], line: u64, offset: u64, fault: Option<Refusal>) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.places.push(Place {
            start,
            end: self.bytes.len(),
            line,
            offset,
            fault,
        });
    }

    fn is_full(&self) -> bool {
        self.places.len() >= BATCH_RECORDS_MAX || self.bytes.len() >= BATCH_BYTES_MAX
    }
}

/// An open file.
pub struct Input {
    path: PathBuf,
    file: u32,
    decoder: Decoder,
    format: Option<Format>,
    framer: Framer,
    /// Read and not yet cut into records: the part from `start` to `end`.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    line: u64,
    offset: u64,
    state: State,
}

/// How far the file has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Reading,
    /// The compressed stream broke off or is damaged; what came before counts.
    Broken,
    AtEnd,
    Done,
}

impl Input {
    /// Opens a file; `file` is put on every record. Without `chosen`, the content tells the
    /// format.
    ///
    /// # Errors
    /// When the file cannot be opened or its start not read.
    pub fn open(path: &Path, file: u32, chosen: Option<Format>) -> Result<Input, ReadError> {
        let opened = File::open(path).map_err(|source| ReadError::File {
            path: path.to_owned(),
            source,
        })?;
        Input::from_reader(Box::new(opened), path, file, chosen)
    }

    /// The same from any stream; `path` is only for messages.
    ///
    /// # Errors
    /// When the start of the stream cannot be read.
    pub fn from_reader(
        stream: Box<dyn Read + Send>,
        path: &Path,
        file: u32,
        chosen: Option<Format>,
    ) -> Result<Input, ReadError> {
        let wrong = |source| ReadError::File {
            path: path.to_owned(),
            source,
        };
        let mut input = Input {
            path: path.to_owned(),
            file,
            decoder: Decoder::new(stream).map_err(wrong)?,
            format: None,
            framer: Framer::new(crate::format::Framing::Lines),
            buffer: Vec::new(),
            start: 0,
            end: 0,
            line: 1,
            offset: 0,
            state: State::Reading,
        };
        while input.state == State::Reading && input.end < SNIFF_BYTES {
            input.read_more()?;
        }
        if input.window().starts_with(b"\xef\xbb\xbf") {
            input.advance(3);
        }
        let sniffed = sniff(input.window(), chosen);
        input.format = sniffed.format;
        input.framer = Framer::new(sniffed.framing);
        Ok(input)
    }

    /// A stream read line by line, whatever it holds: for the directory's files.
    ///
    /// # Errors
    /// When the start of the stream cannot be read.
    pub(crate) fn lines(stream: Box<dyn Read + Send>, path: &Path) -> Result<Input, ReadError> {
        Input::from_reader(stream, path, 0, Some(Format::Native))
    }

    /// The format chosen or told by the content.
    #[must_use]
    pub fn format(&self) -> Option<Format> {
        self.format
    }

    /// Counts the bytes read of the file itself, compressed or not; for a progress bar.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.decoder.progress()
    }

    /// The next records; `None` at the end.
    ///
    /// # Errors
    /// When the file cannot be read on, or `oversized` takes no more.
    pub fn next_batch(
        &mut self,
        oversized: &mut dyn Oversized,
    ) -> Result<Option<Batch>, ReadError> {
        let mut batch = Batch {
            file: self.file,
            format: self.format,
            ..Batch::default()
        };
        while !batch.is_full() && self.state != State::Done {
            self.step(&mut batch, oversized)?;
        }
        Ok((!batch.is_empty()).then_some(batch))
    }

    /// Cuts one piece, or reads more, or ends.
    fn step(&mut self, batch: &mut Batch, oversized: &mut dyn Oversized) -> Result<(), ReadError> {
        let window = &self.buffer[self.start..self.end];
        if let Some((at, cut)) = self.framer.find(window, self.state != State::Reading) {
            let trimmed = window[..at].trim_ascii();
            if trimmed.len() > RECORD_BYTES_MAX {
                return self.pass_on(oversized, Some(at));
            }
            if cut == Cut::Record && !trimmed.is_empty() {
                self.push(batch, at, None);
            }
            self.advance(at);
            self.framer.cut(at);
            return Ok(());
        }
        if window.len() > RECORD_BYTES_MAX {
            return self.pass_on(oversized, None);
        }
        if self.state == State::Reading {
            return self.read_more();
        }
        self.finish(batch);
        Ok(())
    }

    /// Puts the next `at` bytes into the batch.
    fn push(&self, batch: &mut Batch, at: usize, fault: Option<Refusal>) {
        let piece = &self.buffer[self.start..self.start + at];
        let lead = piece.len() - piece.trim_ascii_start().len();
        let line = self.line + lines(&piece[..lead]);
        batch.push(piece.trim_ascii(), line, self.offset + lead as u64, fault);
    }

    /// What is left at the end of the file: a last record, or what a break left of one.
    fn finish(&mut self, batch: &mut Batch) {
        let fault = (self.state == State::Broken).then_some(Refusal::BrokenCompression);
        let rest = self.window().trim_ascii();
        if fault.is_some() || !(rest.is_empty() || self.framer.rest_is_frame(rest)) {
            self.push(batch, self.end - self.start, fault);
        }
        self.advance(self.end - self.start);
        self.state = State::Done;
    }

    /// Passes a record that is too long on, until it ends: at `end`, if that is known.
    fn pass_on(
        &mut self,
        oversized: &mut dyn Oversized,
        mut end: Option<usize>,
    ) -> Result<(), ReadError> {
        let path = self.path.clone();
        let kept = |result: io::Result<()>| {
            result.map_err(|source| ReadError::Oversized {
                path: path.clone(),
                source,
            })
        };
        let at = Position {
            file: self.file,
            line: self.line,
            offset: self.offset,
        };
        kept(oversized.begin(at))?;
        let mut refusal = Refusal::TooLong {
            bytes_max: RECORD_BYTES_MAX as u64,
        };
        loop {
            let (window, ended) = (
                &self.buffer[self.start..self.end],
                self.state != State::Reading,
            );
            if let Some(at) = end {
                kept(oversized.chunk(window[..at].trim_ascii_end()))?;
                self.advance(at);
                self.framer.cut(at);
                break;
            }
            let safe = if ended {
                window.len()
            } else {
                window.len().saturating_sub(TAIL_BYTES)
            };
            kept(oversized.chunk(&window[..safe]))?;
            self.advance(safe);
            self.framer.pass(safe);
            if ended {
                if self.state == State::Broken {
                    refusal = Refusal::BrokenCompression;
                }
                self.state = State::Done;
                break;
            }
            self.read_more()?;
            let ended = self.state != State::Reading;
            end = self
                .framer
                .find(&self.buffer[self.start..self.end], ended)
                .map(|(at, _)| at);
        }
        kept(oversized.end(refusal))
    }

    fn window(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Steps over bytes, counting lines.
    fn advance(&mut self, bytes: usize) {
        self.line += lines(&self.buffer[self.start..self.start + bytes]);
        self.offset += bytes as u64;
        self.start += bytes;
    }

    fn read_more(&mut self) -> Result<(), ReadError> {
        if self.start > 0 {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
        }
        if self.buffer.len() < self.end + READ_BYTES {
            self.buffer.resize(self.end + READ_BYTES, 0);
        }
        let read = self.decoder.read(&mut self.buffer[self.end..]);
        self.end += *read.as_ref().unwrap_or(&0);
        match read {
            Ok(0) => self.state = State::AtEnd,
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) if self.decoder.is_damaged() => self.state = State::Broken,
            Err(source) => {
                return Err(ReadError::File {
                    path: self.path.clone(),
                    source,
                });
            }
        }
        Ok(())
    }
}

fn lines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

#[cfg(test)]
mod tests;
