//! Column files: numbers in little-endian columns, each as narrow as its values allow.
//!
//! A file is its magic, then per column the values in sealed blocks of 4 KiB, then a sealed
//! footer that lists the columns. Every block read is opened, so damage is named and never
//! counted. In memory nothing is sealed. Not here: what the columns mean (`segment`), keys and
//! nonces (`seal`). The layout is in docs/archive-format.md.

use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tilsyn_durable::DurableFile;

use crate::error::{ArchiveError, Result};
use crate::seal::{NotOpened, Seal, TAG_BYTES};

const MAGIC: &[u8; 8] = b"TILSYNC2";
/// Bytes of a block before it is sealed; each is sealed by itself, with its tag behind.
const BLOCK_BYTES: usize = 4096;
const SEALED_BLOCK_BYTES: usize = BLOCK_BYTES + TAG_BYTES;
/// Blocks read from the disk at a time: what is opened is still near the processor.
const BLOCKS_AT_ONCE: usize = 16;
/// The footer is sealed like the only block of this column.
const FOOTER_COLUMN: u32 = u32::MAX;
/// Footer length, magic.
const TRAILER_BYTES: usize = 12;
/// Values are encoded in pieces of this many: whole blocks, whatever the width.
const PIECE_VALUES: usize = 1 << 16;

/// Where a column lies and how its values are written: `base + step * written`.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct ColumnNote {
    name: String,
    rows: u64,
    /// Bytes a value: 0 (all are `base`), 1, 2, 4 or 8.
    width: u8,
    base: i64,
    step: i64,
    offset: u64,
}

/// Where a file of the archive goes: to the disk, or to memory for rows not yet in a segment.
enum Sink {
    File(FileSink, Seal),
    Memory(Vec<u8>),
}

/// A new file, written from its start to its end.
pub(crate) struct FileSink {
    file: DurableFile,
    at: u64,
    waiting: Vec<u8>,
}

impl FileSink {
    pub(crate) fn create(path: &Path) -> Result<FileSink> {
        Ok(FileSink {
            file: DurableFile::create_new(path)?,
            at: 0,
            waiting: Vec::with_capacity(1 << 20),
        })
    }

    fn drain(&mut self) -> tilsyn_durable::Result<()> {
        self.file.write_at(self.at, &self.waiting)?;
        self.at += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(())
    }

    /// Puts everything on the disk.
    pub(crate) fn finish(mut self) -> Result<DurableFile> {
        self.drain()?;
        self.file.sync()?;
        Ok(self.file)
    }
}

impl Write for FileSink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= 1 << 20 {
            self.drain().map_err(std::io::Error::other)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.drain().map_err(std::io::Error::other)
    }
}

/// Writes a column file, one column after the other.
pub(crate) struct ColumnsWriter {
    sink: Sink,
    path: PathBuf,
    at: u64,
    notes: Vec<ColumnNote>,
}

/// How the values of one column are written.
struct Encoding {
    width: u8,
    base: i64,
    step: i64,
}

fn width_of(largest: u64) -> u8 {
    match largest {
        0 => 0,
        1..=0xFF => 1,
        0x100..=0xFFFF => 2,
        0x1_0000..=0xFFFF_FFFF => 4,
        _ => 8,
    }
}

impl ColumnsWriter {
    /// A new file; the seal must be of this file alone.
    pub(crate) fn create(path: &Path, seal: Seal) -> Result<ColumnsWriter> {
        let sink = Sink::File(FileSink::create(path)?, seal);
        ColumnsWriter::start(sink, path.to_path_buf())
    }

    pub(crate) fn in_memory() -> Result<ColumnsWriter> {
        ColumnsWriter::start(Sink::Memory(Vec::new()), PathBuf::from("memory"))
    }

    fn start(sink: Sink, path: PathBuf) -> Result<ColumnsWriter> {
        let mut writer = ColumnsWriter {
            sink,
            path,
            at: 0,
            notes: Vec::new(),
        };
        writer.put(MAGIC)?;
        Ok(writer)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.at += bytes.len() as u64;
        match &mut self.sink {
            Sink::Memory(all) => all.extend_from_slice(bytes),
            Sink::File(file, _) => {
                file.waiting.extend_from_slice(bytes);
                if file.waiting.len() >= 1 << 20 {
                    file.drain()?;
                }
            }
        }
        Ok(())
    }

    /// Adds blocks of a column, sealed unless they stay in memory.
    fn put_blocks(&mut self, column: u32, first: usize, bytes: &mut [u8]) -> Result<()> {
        for (block, bytes) in (first as u64..).zip(bytes.chunks_mut(BLOCK_BYTES)) {
            let tag = match &self.sink {
                Sink::Memory(_) => None,
                Sink::File(_, seal) => Some(seal.seal(column, block, bytes)),
            };
            self.put(bytes)?;
            if let Some(tag) = tag {
                self.put(&tag)?;
            }
        }
        Ok(())
    }

    /// Adds a column of codes, counts or marks.
    pub(crate) fn u32s(&mut self, name: &str, values: &[u32]) -> Result<()> {
        let least = values.iter().copied().min().unwrap_or(0);
        let most = values.iter().copied().max().unwrap_or(0);
        let plain = width_of(u64::from(most));
        let shifted = width_of(u64::from(most - least));
        let base = if shifted < plain { least } else { 0 };
        let encoding = Encoding {
            width: plain.min(shifted),
            base: i64::from(base),
            step: 1,
        };
        self.column(name, values, &encoding, |value| u64::from(value - base))
    }

    /// Adds a column of moments or leaves; whole milliseconds and seconds take fewer bytes.
    pub(crate) fn i64s(&mut self, name: &str, values: &[i64]) -> Result<()> {
        let base = values.iter().copied().min().unwrap_or(0);
        let most = values.iter().copied().max().unwrap_or(0);
        let step = [1_000_000, 1_000]
            .into_iter()
            .find(|step| values.iter().all(|value| (value - base) % step == 0))
            .unwrap_or(1);
        let encoding = Encoding {
            width: width_of(((most - base) / step).unsigned_abs()),
            base,
            step,
        };
        self.column(name, values, &encoding, |value| {
            ((value - base) / step).unsigned_abs()
        })
    }

    fn column<T: Copy>(
        &mut self,
        name: &str,
        values: &[T],
        encoding: &Encoding,
        written: impl Fn(T) -> u64,
    ) -> Result<()> {
        let offset = self.at;
        let number = column_number(self.notes.len());
        let width = usize::from(encoding.width);
        let mut bytes = Vec::with_capacity(PIECE_VALUES * width);
        if width > 0 {
            for (piece, values) in values.chunks(PIECE_VALUES).enumerate() {
                bytes.clear();
                for value in values {
                    bytes.extend_from_slice(&written(*value).to_le_bytes()[..width]);
                }
                self.put_blocks(
                    number,
                    piece * PIECE_VALUES * width / BLOCK_BYTES,
                    &mut bytes,
                )?;
            }
        }
        self.notes.push(ColumnNote {
            name: name.to_owned(),
            rows: values.len() as u64,
            width: encoding.width,
            base: encoding.base,
            step: encoding.step,
            offset,
        });
        Ok(())
    }

    /// Writes the footer, puts the file on the disk and opens it.
    pub(crate) fn finish(mut self) -> Result<ColumnFile> {
        let columns = std::mem::take(&mut self.notes);
        let footer = match &self.sink {
            Sink::File(_, seal) => sealed_footer(&columns, seal),
            Sink::Memory(_) => Vec::new(),
        };
        self.put(&footer)?;
        let source = match self.sink {
            Sink::File(file, seal) => Source::File(file.finish()?, seal),
            Sink::Memory(bytes) => Source::Memory(bytes),
        };
        Ok(ColumnFile {
            source,
            path: self.path,
            columns,
            bytes: self.at,
        })
    }
}

fn column_number(column: usize) -> u32 {
    u32::try_from(column).expect("columns are few")
}

/// Footer, tag, their length, magic.
fn sealed_footer(columns: &[ColumnNote], seal: &Seal) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(columns).expect("a footer is plain JSON");
    let tag = seal.seal(FOOTER_COLUMN, 0, &mut bytes);
    bytes.extend_from_slice(&tag);
    let length = u32::try_from(bytes.len()).expect("a footer is short");
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(MAGIC);
    bytes
}

enum Source {
    File(DurableFile, Seal),
    Memory(Vec<u8>),
}

/// Blocks of one column as they are before they are sealed, kept until others are read.
#[derive(Default)]
struct Opened {
    bytes: Vec<u64>,
    /// What was read from the disk last.
    sealed: Vec<u8>,
    /// Which file, column and blocks the bytes are of.
    holds: Option<([u8; 16], usize, Range<usize>)>,
}

/// Room for one column's values while they are looked at; reused from read to read. Rows in
/// blocks that it holds already are not read again.
#[derive(Default)]
pub(crate) struct Scratch {
    opened: Opened,
    narrow: Vec<u32>,
    wide: Vec<i64>,
}

/// A column file, open for reading at any place.
pub(crate) struct ColumnFile {
    source: Source,
    path: PathBuf,
    columns: Vec<ColumnNote>,
    bytes: u64,
}

impl ColumnFile {
    /// Opens a file and its footer; blocks are opened when they are read.
    pub(crate) fn open(path: &Path, seal: Seal) -> Result<ColumnFile> {
        let file = DurableFile::open_to_read(path)?;
        let bytes = file.length()?;
        Ok(ColumnFile {
            columns: read_footer(&file, bytes, &seal)?,
            source: Source::File(file, seal),
            path: path.to_path_buf(),
            bytes,
        })
    }

    fn damaged(&self, column: &str, what: &str) -> ArchiveError {
        ArchiveError::damaged(&self.path, format!("its column {column} {what}"))
    }

    /// Checks that the columns are those expected, in that order.
    pub(crate) fn expect_columns(self, names: &[&str]) -> Result<ColumnFile> {
        let fits = self.columns.len() == names.len()
            && (self.columns.iter().zip(names)).all(|(column, name)| column.name == *name);
        if fits {
            Ok(self)
        } else {
            Err(ArchiveError::damaged(&self.path, "it has other columns"))
        }
    }

    pub(crate) fn rows(&self, column: usize) -> usize {
        usize::try_from(self.columns[column].rows).expect("rows fit in memory")
    }

    /// How many bytes the file has.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Sees to it that `room` holds the blocks of these rows, opened, and says where the rows'
    /// bytes are in it.
    fn fetch(&self, number: usize, rows: &Range<usize>, room: &mut Opened) -> Result<Range<usize>> {
        let column = &self.columns[number];
        let width = usize::from(column.width);
        let (start, end) = (rows.start * width, rows.end * width);
        let payload = usize::try_from(column.rows).expect("rows fit in memory") * width;
        assert!(end <= payload, "rows asked for lie within the column");
        let (file, seal) = match &self.source {
            Source::File(file, seal) => (file, seal),
            Source::Memory(bytes) => {
                let from = usize::try_from(column.offset).expect("memory is addressable") + start;
                room.holds = None;
                let length = end - start;
                room.first(length)
                    .copy_from_slice(&bytes[from..from + length]);
                return Ok(0..length);
            }
        };
        let blocks = start / BLOCK_BYTES..end.div_ceil(BLOCK_BYTES);
        if let Some(first) = room.first_held(seal, number, &blocks) {
            return Ok(start - first * BLOCK_BYTES..end - first * BLOCK_BYTES);
        }
        room.holds = None;
        for first in blocks.clone().step_by(BLOCKS_AT_ONCE) {
            let some = first..blocks.end.min(first + BLOCKS_AT_ONCE);
            let bytes = some.start * BLOCK_BYTES..payload.min(some.end * BLOCK_BYTES);
            let length = bytes.len() + some.len() * TAG_BYTES;
            if room.sealed.len() < length {
                room.sealed.resize(length, 0);
            }
            let offset = column.offset + (first * SEALED_BLOCK_BYTES) as u64;
            file.read_at(offset, &mut room.sealed[..length])?;
            let sealed = std::mem::take(&mut room.sealed);
            let before = (first - blocks.start) * BLOCK_BYTES;
            let into = &mut room.first(before + bytes.len())[before..];
            let opened = open_blocks(seal, number, first, &sealed[..length], into);
            room.sealed = sealed;
            opened.map_err(|NotOpened| self.damaged(&column.name, "was altered"))?;
        }
        let first = blocks.start * BLOCK_BYTES;
        room.holds = Some((seal.file, number, blocks));
        Ok(start - first..end - first)
    }

    /// Opens every block of every column.
    pub(crate) fn check(&self) -> Result<()> {
        let mut room = Opened::default();
        for (number, column) in self.columns.iter().enumerate() {
            let rows = self.rows(number);
            let step = if column.width == 0 {
                rows.max(1)
            } else {
                PIECE_VALUES
            };
            for start in (0..rows).step_by(step) {
                self.fetch(number, &(start..rows.min(start + step)), &mut room)?;
            }
        }
        Ok(())
    }

    /// The values of some rows of a column whose values fit 32 bits.
    pub(crate) fn u32s<'s>(
        &self,
        number: usize,
        rows: Range<usize>,
        scratch: &'s mut Scratch,
    ) -> Result<&'s [u32]> {
        let column = &self.columns[number];
        let base = u32::try_from(column.base)
            .map_err(|_| self.damaged(&column.name, "does not fit 32 bits"))?;
        scratch.narrow.clear();
        if rows.is_empty() || column.width == 0 {
            scratch.narrow.resize(rows.len(), base);
            return Ok(&scratch.narrow);
        }
        let range = self.fetch(number, &rows, &mut scratch.opened)?;
        let bytes = &bytemuck::cast_slice::<u64, u8>(&scratch.opened.bytes)[range];
        match column.width {
            1 => scratch
                .narrow
                .extend(bytes.iter().map(|byte| base + u32::from(*byte))),
            2 => {
                let values: &[u16] = bytemuck::cast_slice(bytes);
                (scratch.narrow).extend(values.iter().map(|value| base + u32::from(*value)));
            }
            4 if base == 0 => return Ok(bytemuck::cast_slice(bytes)),
            4 => {
                let values: &[u32] = bytemuck::cast_slice(bytes);
                scratch
                    .narrow
                    .extend(values.iter().map(|value| base + value));
            }
            _ => return Err(self.damaged(&column.name, "does not fit 32 bits")),
        }
        Ok(&scratch.narrow)
    }

    /// The values of some rows of a column of moments or leaves.
    pub(crate) fn i64s<'s>(
        &self,
        number: usize,
        rows: Range<usize>,
        scratch: &'s mut Scratch,
    ) -> Result<&'s [i64]> {
        let column = &self.columns[number];
        let (base, step) = (column.base, column.step);
        scratch.wide.clear();
        if rows.is_empty() || column.width == 0 {
            scratch.wide.resize(rows.len(), base);
            return Ok(&scratch.wide);
        }
        let range = self.fetch(number, &rows, &mut scratch.opened)?;
        let bytes = &bytemuck::cast_slice::<u64, u8>(&scratch.opened.bytes)[range];
        let wide = &mut scratch.wide;
        match column.width {
            1 => wide.extend(bytes.iter().map(|byte| base + step * i64::from(*byte))),
            2 => {
                let values: &[u16] = bytemuck::cast_slice(bytes);
                wide.extend(values.iter().map(|value| base + step * i64::from(*value)));
            }
            4 => {
                let values: &[u32] = bytemuck::cast_slice(bytes);
                wide.extend(values.iter().map(|value| base + step * i64::from(*value)));
            }
            _ => {
                let values: &[i64] = bytemuck::cast_slice(bytes);
                wide.extend(values.iter().map(|value| base + step * value));
            }
        }
        Ok(&scratch.wide)
    }

    /// One value of a column whose values fit 32 bits.
    pub(crate) fn u32_at(&self, column: usize, row: usize, scratch: &mut Scratch) -> Result<u32> {
        Ok(self.u32s(column, row..row + 1, scratch)?[0])
    }

    /// One value of a column of moments or leaves.
    pub(crate) fn i64_at(&self, column: usize, row: usize, scratch: &mut Scratch) -> Result<i64> {
        Ok(self.i64s(column, row..row + 1, scratch)?[0])
    }

    /// A whole column whose values fit 32 bits.
    pub(crate) fn all_u32s(&self, column: usize) -> Result<Vec<u32>> {
        let rows = self.rows(column);
        let mut all = Vec::with_capacity(rows);
        let mut scratch = Scratch::default();
        for start in (0..rows).step_by(PIECE_VALUES) {
            let end = rows.min(start + PIECE_VALUES);
            all.extend_from_slice(self.u32s(column, start..end, &mut scratch)?);
        }
        Ok(all)
    }

    /// A whole column of moments or leaves.
    pub(crate) fn all_i64s(&self, column: usize) -> Result<Vec<i64>> {
        let rows = self.rows(column);
        let mut all = Vec::with_capacity(rows);
        let mut scratch = Scratch::default();
        for start in (0..rows).step_by(PIECE_VALUES) {
            let end = rows.min(start + PIECE_VALUES);
            all.extend_from_slice(self.i64s(column, start..end, &mut scratch)?);
        }
        Ok(all)
    }
}

impl Opened {
    /// So many bytes from the start of the room.
    fn first(&mut self, length: usize) -> &mut [u8] {
        if self.bytes.len() * 8 < length {
            self.bytes.resize(length.div_ceil(8), 0);
        }
        &mut bytemuck::cast_slice_mut(self.bytes.as_mut_slice())[..length]
    }

    /// The first block held, if these are among them.
    fn first_held(&self, seal: &Seal, number: usize, blocks: &Range<usize>) -> Option<usize> {
        let (file, column, held) = self.holds.as_ref()?;
        let has = *file == seal.file && *column == number;
        (has && held.start <= blocks.start && blocks.end <= held.end).then_some(held.start)
    }
}

/// Opens blocks that stand one behind the other.
fn open_blocks(
    seal: &Seal,
    column: usize,
    first: usize,
    sealed: &[u8],
    into: &mut [u8],
) -> std::result::Result<(), NotOpened> {
    let blocks = sealed
        .chunks(SEALED_BLOCK_BYTES)
        .zip(into.chunks_mut(BLOCK_BYTES));
    for (block, (sealed, into)) in (first as u64..).zip(blocks) {
        seal.open(column_number(column), block, sealed, into)?;
    }
    Ok(())
}

/// Opens the footer of a file of so many bytes.
fn read_footer(file: &DurableFile, bytes: u64, seal: &Seal) -> Result<Vec<ColumnNote>> {
    let broken = |what: &str| ArchiveError::damaged(file.path(), what);
    if bytes < (TRAILER_BYTES + MAGIC.len() + TAG_BYTES) as u64 {
        return Err(broken("it is cut short"));
    }
    let (mut start, mut trailer) = ([0; MAGIC.len()], [0; TRAILER_BYTES]);
    file.read_at(0, &mut start)?;
    file.read_at(bytes - TRAILER_BYTES as u64, &mut trailer)?;
    let (length, end) = trailer.split_first_chunk().expect("a trailer is longer");
    if &start != MAGIC {
        return Err(broken("it does not begin as it should"));
    }
    if end != MAGIC {
        return Err(broken(
            "it does not end as it should; perhaps it is cut short",
        ));
    }
    let length = u32::from_le_bytes(*length);
    let room = bytes - (TRAILER_BYTES + MAGIC.len()) as u64;
    if u64::from(length) > room || (length as usize) < TAG_BYTES {
        return Err(broken("its footer is not as long as it says"));
    }
    let mut sealed = vec![0; length as usize];
    file.read_at(
        bytes - TRAILER_BYTES as u64 - u64::from(length),
        &mut sealed,
    )?;
    let mut text = vec![0; sealed.len() - TAG_BYTES];
    seal.open(FOOTER_COLUMN, 0, &sealed, &mut text)
        .map_err(|NotOpened| broken("its footer was altered"))?;
    serde_json::from_slice(&text).map_err(|_| broken("its footer cannot be read"))
}
