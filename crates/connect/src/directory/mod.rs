//! The directory: a folder of CSV files (formats.md, section 2) to rows of `domain::Directory`.
//!
//! One rule: a row that cannot be read costs that row, a file without its columns costs that
//! file; the rest is read. Comma or semicolon, columns in any order, line ends within quotes.
//! Not here: what makes two rows the same (`domain`), what changed since the last import
//! (`registry`).

mod columns;
mod keys;
mod rows;
mod units;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tilsyn_domain::Refusal;
use tilsyn_domain::directory::{About, Directory, DirectoryFile, Spared};
use tilsyn_domain::event::RECORD_BYTES_MAX;

use crate::input::{Input, Oversized, Position, ReadError};
use crate::tree::utf8;
use columns::{Header, Row, split};
use keys::Placed;
use rows::Rows;

/// A row that was refused.
#[derive(Debug)]
pub struct RefusedRow<'a> {
    pub file: DirectoryFile,
    pub line: u64,
    /// As it stands in the file; `None` if it is longer than a row may be, and went by as
    /// `Oversized` before.
    pub bytes: Option<&'a [u8]>,
    pub refusal: Refusal,
}

/// Takes what is refused; when it fails, reading stops. Lines that are longer than a row may be
/// come piece by piece, whole, and after that once more as a row without bytes.
pub trait Refused: Oversized {
    /// What comes from now on stands in this file.
    fn file(&mut self, file: DirectoryFile);

    /// A row that was refused.
    ///
    /// # Errors
    /// When the place to keep it is full or broken; reading stops.
    fn row(&mut self, row: RefusedRow<'_>) -> io::Result<()>;
}

/// What became of one file.
#[derive(Debug, PartialEq, Eq)]
pub struct FileReading {
    pub file: DirectoryFile,
    /// Rows in the file, its header apart: taken, duplicates and refused.
    pub rows: u64,
    /// Rows that stood there before, word for word: taken once.
    pub duplicates: u64,
    pub refused: u64,
    /// What must not end for being absent, since a refused row may be about it.
    pub spared: Spared,
    /// The file as a whole was refused, for example for missing columns; no row was taken.
    pub whole: Option<Refusal>,
    /// Columns that the contract does not name; they are not read.
    pub unknown_columns: Vec<String>,
}

/// What became of a folder.
#[derive(Debug, Default)]
pub struct Reading {
    /// The rows that could be read.
    pub directory: Directory,
    /// The files that were there, in the order of `DirectoryFile::ALL`.
    pub files: Vec<FileReading>,
}

/// The files of a folder, open, so that one that may not be read is told before any is.
#[derive(Debug, Default)]
pub struct Folder {
    /// In the order of `DirectoryFile::ALL`.
    files: Vec<(DirectoryFile, PathBuf, File)>,
    /// Files with other names; they are not read.
    pub other_files: Vec<PathBuf>,
}

/// Opens the files of a folder.
///
/// # Errors
/// When the folder or one of the files cannot be read.
pub fn open(folder: &Path) -> Result<Folder, ReadError> {
    let wrong = |source| ReadError::File {
        path: folder.to_owned(),
        source,
    };
    let mut found = Folder::default();
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let known = DirectoryFile::ALL
            .iter()
            .any(|file| name == format!("{}.csv", file.name()));
        if !known && !name.starts_with('.') {
            found.other_files.push(path);
        }
    }
    found.other_files.sort();
    for file in DirectoryFile::ALL {
        let path = folder.join(format!("{}.csv", file.name()));
        match File::open(&path) {
            Ok(stream) => found.files.push((file, path, stream)),
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(ReadError::File { path, source }),
        }
    }
    Ok(found)
}

impl Folder {
    /// Whether none of the contract's files is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Reads the files. One that is not there changes nothing.
    ///
    /// # Errors
    /// When a file cannot be read, or `refused` takes no more.
    pub fn read(self, refused: &mut dyn Refused) -> Result<Reading, ReadError> {
        let mut reading = Reading::default();
        for (file, path, stream) in self.files {
            let stream = Box::new(stream);
            let read = read_file(file, stream, &path, &mut reading.directory, refused)?;
            reading.files.push(read);
        }
        Ok(reading)
    }
}

/// Reads one file from any stream into the directory; `path` is only for messages.
///
/// # Errors
/// When the stream cannot be read, or `refused` takes no more.
pub fn read_file(
    file: DirectoryFile,
    stream: Box<dyn Read + Send>,
    path: &Path,
    directory: &mut Directory,
    refused: &mut dyn Refused,
) -> Result<FileReading, ReadError> {
    let input = Input::lines(stream, path)?;
    let unkept = |source| ReadError::Oversized {
        path: path.to_owned(),
        source,
    };
    refused.file(file);
    let mut lines = Lines {
        input,
        waiting: VecDeque::new(),
        long_lines: 0,
    };
    let mut reading = FileReading {
        file,
        rows: 0,
        duplicates: 0,
        refused: 0,
        spared: Spared::default(),
        whole: None,
        unknown_columns: Vec::new(),
    };
    let header = match lines.next(refused)? {
        Some(line) => line.fault.map_or_else(
            || Header::read(file, line.bytes.as_deref().unwrap_or_default()),
            Err,
        ),
        None => Err(columns::no_columns(file)),
    };
    let header = match header {
        Ok(header) => header,
        Err(refusal) => {
            reading.whole = Some(refusal);
            // What was too long went by, and was kept, before the header was looked at.
            reading.rows = lines.long_lines;
            reading.refused = lines.long_lines;
            return Ok(reading);
        }
    };
    reading.unknown_columns.clone_from(&header.unknown);
    let mut rows = Rows::default();
    while let Some((line, taken)) = next_row(&mut lines, &header, refused)? {
        reading.rows += 1;
        let result = match (line.fault.clone(), taken) {
            (Some(fault), _) => Err(fault),
            (None, values) => values.and_then(|values| {
                rows.take(
                    file,
                    &Row {
                        header: &header,
                        values: &values,
                    },
                    directory,
                )
            }),
        };
        match result {
            Ok(Placed::Added) => {}
            Ok(Placed::Duplicate) => reading.duplicates += 1,
            Err(refusal) => {
                reading.refused += 1;
                reading.spared.refused(about(file, &header, &line));
                let row = RefusedRow {
                    file,
                    line: line.number,
                    bytes: line.bytes.as_deref(),
                    refusal,
                };
                refused.row(row).map_err(unkept)?;
            }
        }
    }
    Ok(reading)
}

/// Whom or what a refused row is about, where it can be read all the same. Only a row of as many
/// values as the header is believed: in any other a value may stand in the wrong column.
fn about(file: DirectoryFile, header: &Header, line: &Line) -> Option<About> {
    // Of a line that was cut short, the rest may change what the start says.
    if line.fault.is_some() {
        return None;
    }
    // Bytes that are no text become U+FFFD, and separators and quotes stay what they are.
    let text = String::from_utf8_lossy(line.bytes());
    let values = split(&text, header.separator).ok()?;
    let row = Row {
        header,
        values: &values,
    };
    row.check_width().ok()?;
    let legible = |value: &&str| !value.contains(['\u{fffd}', '\0']);
    About::read(file, |column| row.may(column).filter(legible))
}

/// A line of a file, or several that quotes hold together.
struct Line {
    number: u64,
    /// `None`: it was too long, and went by.
    bytes: Option<Vec<u8>>,
    fault: Option<Refusal>,
}

impl Line {
    fn bytes(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or_default()
    }
}

/// The lines of a file; those that wait come first.
struct Lines {
    input: Input,
    waiting: VecDeque<Line>,
    /// How many were too long so far.
    long_lines: u64,
}

impl Lines {
    fn next(&mut self, refused: &mut dyn Refused) -> Result<Option<Line>, ReadError> {
        loop {
            if let Some(line) = self.waiting.pop_front() {
                return Ok(Some(line));
            }
            let mut long = Passing {
                to: refused,
                lines: Vec::new(),
            };
            let batch = self.input.next_batch(&mut long)?;
            self.long_lines += long.lines.len() as u64;
            self.waiting.extend(long.lines);
            for raw in batch.iter().flat_map(|batch| batch.iter()) {
                let fault = raw.fault.cloned();
                self.waiting.push_back(Line {
                    number: raw.at.line,
                    bytes: Some(raw.bytes.to_vec()),
                    fault,
                });
            }
            // Lines too long come between the others; their numbers say where.
            self.waiting
                .make_contiguous()
                .sort_by_key(|line| line.number);
            if self.waiting.is_empty() && batch.is_none() {
                return Ok(None);
            }
        }
    }
}

/// Passes lines that are too long on, and notes where they stand.
struct Passing<'a> {
    to: &'a mut dyn Refused,
    lines: Vec<Line>,
}

impl Oversized for Passing<'_> {
    fn begin(&mut self, at: Position) -> io::Result<()> {
        self.lines.push(Line {
            number: at.line,
            bytes: None,
            fault: None,
        });
        self.to.begin(at)
    }

    fn chunk(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.chunk(bytes)
    }

    fn end(&mut self, refusal: Refusal) -> io::Result<()> {
        if let Some(line) = self.lines.last_mut() {
            line.fault = Some(refusal.clone());
        }
        self.to.end(refusal)
    }
}

type Taken = (Line, Result<Vec<String>, Refusal>);

/// The next row: a line, and the lines after it while a quote is open. A quote that never
/// closes costs its own line only; the lines after it are read again.
fn next_row(
    lines: &mut Lines,
    header: &Header,
    refused: &mut dyn Refused,
) -> Result<Option<Taken>, ReadError> {
    let Some(first) = lines.next(refused)? else {
        return Ok(None);
    };
    if first.fault.is_some() {
        return Ok(Some((first, Ok(Vec::new()))));
    }
    let mut whole = first.bytes().to_vec();
    let mut more = Vec::new();
    let mut opened = None;
    loop {
        let open = match utf8(&whole).map(|text| split(text, header.separator)) {
            Err(refusal) => return Ok(Some(give_back(lines, first, more, refusal))),
            Ok(Ok(values)) => {
                let row = Line {
                    bytes: Some(whole),
                    ..first
                };
                return Ok(Some((row, Ok(values))));
            }
            Ok(Err(columns::Unsplit::Wrong { column })) => {
                let refusal = unreadable(opened.unwrap_or(column));
                return Ok(Some(give_back(lines, first, more, refusal)));
            }
            Ok(Err(columns::Unsplit::Open { column })) => *opened.get_or_insert(column),
        };
        let next = if more.len() < ROW_LINES_MAX {
            lines.next(refused)?
        } else {
            None
        };
        let fits = |line: &Line| {
            line.fault.is_none() && whole.len() + line.bytes().len() < RECORD_BYTES_MAX
        };
        match next {
            Some(line) if fits(&line) => {
                whole.push(b'\n');
                whole.extend_from_slice(line.bytes());
                more.push(line);
            }
            other => {
                more.extend(other);
                let refusal = unreadable(open);
                return Ok(Some(give_back(lines, first, more, refusal)));
            }
        }
    }
}

fn unreadable(column: u64) -> Refusal {
    Refusal::NotReadable {
        format: "CSV".to_owned(),
        column,
    }
}

/// A row may go over so many lines.
const ROW_LINES_MAX: usize = 100;

fn give_back(lines: &mut Lines, first: Line, more: Vec<Line>, refusal: Refusal) -> Taken {
    for line in more.into_iter().rev() {
        lines.waiting.push_front(line);
    }
    (first, Err(refusal))
}

#[cfg(test)]
mod tests;
