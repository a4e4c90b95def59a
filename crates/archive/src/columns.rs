//! Column files: numbers in little-endian columns, each as narrow as its values allow.
//!
//! A file is its magic, then per column the values and one CRC-32C a block of 4 KiB, then a
//! footer that lists the columns. Every block read is checked, so damage is named and never
//! counted. Not here: what the columns mean (`segment`). The layout is in docs/archive-format.md.

use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tilsyn_durable::DurableFile;

use crate::error::{ArchiveError, Result};

const MAGIC: &[u8; 8] = b"TILSYNC1";
const BLOCK_BYTES: usize = 4096;
/// Footer length, CRC-32C of the footer, magic.
const TRAILER_BYTES: usize = 16;
/// Values are encoded in pieces of this many.
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
    /// CRC-32C of the list of block checksums that follows the values.
    checksums_crc: u32,
}

#[derive(Serialize, Deserialize)]
struct Footer {
    version: u32,
    columns: Vec<ColumnNote>,
}

/// Where a file of the archive goes: to the disk, or to memory for rows not yet in a segment.
enum Sink {
    File(FileSink),
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
    pub(crate) fn create(path: &Path) -> Result<ColumnsWriter> {
        let sink = Sink::File(FileSink::create(path)?);
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
            Sink::File(file) => {
                file.waiting.extend_from_slice(bytes);
                if file.waiting.len() >= 1 << 20 {
                    file.drain()?;
                }
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
        let padding = (8 - self.at % 8) % 8;
        self.put(&[0; 8][..usize::try_from(padding).expect("below eight")])?;
        let offset = self.at;
        let width = usize::from(encoding.width);
        let mut checksums: Vec<u32> = Vec::new();
        let mut bytes = Vec::with_capacity(PIECE_VALUES * width);
        if width > 0 {
            for piece in values.chunks(PIECE_VALUES) {
                bytes.clear();
                for value in piece {
                    bytes.extend_from_slice(&written(*value).to_le_bytes()[..width]);
                }
                checksums.extend(bytes.chunks(BLOCK_BYTES).map(crc32c::crc32c));
                self.put(&bytes)?;
            }
        }
        let checksums: Vec<u8> = checksums.iter().flat_map(|crc| crc.to_le_bytes()).collect();
        self.put(&checksums)?;
        self.notes.push(ColumnNote {
            name: name.to_owned(),
            rows: values.len() as u64,
            width: encoding.width,
            base: encoding.base,
            step: encoding.step,
            offset,
            checksums_crc: crc32c::crc32c(&checksums),
        });
        Ok(())
    }

    /// Writes the footer, puts the file on the disk and opens it.
    pub(crate) fn finish(mut self) -> Result<ColumnFile> {
        let footer = Footer {
            version: 1,
            columns: std::mem::take(&mut self.notes),
        };
        let text = serde_json::to_vec(&footer).expect("a footer is plain JSON");
        let length = u32::try_from(text.len()).expect("a footer is short");
        let crc = crc32c::crc32c(&text);
        self.put(&text)?;
        self.put(&length.to_le_bytes())?;
        self.put(&crc.to_le_bytes())?;
        self.put(MAGIC)?;
        let source = match self.sink {
            Sink::File(file) => Source::File(file.finish()?),
            Sink::Memory(bytes) => Source::Memory(bytes),
        };
        ColumnFile::read_footer(source, self.path)
    }
}

enum Source {
    File(DurableFile),
    Memory(Vec<u8>),
}

impl Source {
    fn length(&self) -> Result<u64> {
        match self {
            Source::File(file) => Ok(file.length()?),
            Source::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }

    fn read_at(&self, offset: u64, into: &mut [u8]) -> Result<()> {
        match self {
            Source::File(file) => file.read_at(offset, into)?,
            Source::Memory(bytes) => {
                let start = usize::try_from(offset).expect("memory is addressable");
                into.copy_from_slice(&bytes[start..start + into.len()]);
            }
        }
        Ok(())
    }
}

struct Column {
    note: ColumnNote,
    /// One a block.
    checksums: Vec<u32>,
}

/// Room for one column's values while they are looked at; reused from read to read.
#[derive(Default)]
pub(crate) struct Scratch {
    bytes: Vec<u64>,
    narrow: Vec<u32>,
    wide: Vec<i64>,
}

/// A column file, open for reading at any place.
pub(crate) struct ColumnFile {
    source: Source,
    path: PathBuf,
    columns: Vec<Column>,
    bytes: u64,
}

impl ColumnFile {
    /// Opens a file and checks its footer; blocks are checked when they are read.
    pub(crate) fn open(path: &Path) -> Result<ColumnFile> {
        let source = Source::File(DurableFile::open_to_read(path)?);
        ColumnFile::read_footer(source, path.to_path_buf())
    }

    fn read_footer(source: Source, path: PathBuf) -> Result<ColumnFile> {
        let bytes = source.length()?;
        let broken = |what: &str| ArchiveError::damaged(&path, what);
        if bytes < TRAILER_BYTES as u64 + MAGIC.len() as u64 {
            return Err(broken("it is cut short"));
        }
        let mut trailer = [0; TRAILER_BYTES];
        source.read_at(bytes - TRAILER_BYTES as u64, &mut trailer)?;
        let number = |at: usize| {
            u32::from_le_bytes(trailer[at..at + 4].try_into().expect("four bytes are four"))
        };
        if &trailer[8..] != MAGIC {
            return Err(broken(
                "it does not end as it should; perhaps it is cut short",
            ));
        }
        let (length, crc) = (number(0), number(4));
        if u64::from(length) > bytes - TRAILER_BYTES as u64 {
            return Err(broken("its footer is longer than the file"));
        }
        let mut text = vec![0; length as usize];
        source.read_at(bytes - TRAILER_BYTES as u64 - u64::from(length), &mut text)?;
        if crc32c::crc32c(&text) != crc {
            return Err(broken("the checksum of its footer is wrong"));
        }
        let footer: Footer =
            serde_json::from_slice(&text).map_err(|_| broken("its footer cannot be read"))?;
        if footer.version != 1 {
            return Err(broken("its version is unknown"));
        }
        let mut file = ColumnFile {
            source,
            path,
            columns: Vec::with_capacity(footer.columns.len()),
            bytes,
        };
        for note in footer.columns {
            let checksums = file.read_checksums(&note)?;
            file.columns.push(Column { note, checksums });
        }
        Ok(file)
    }

    fn read_checksums(&self, note: &ColumnNote) -> Result<Vec<u32>> {
        let payload = note.rows * u64::from(note.width);
        let blocks = payload.div_ceil(BLOCK_BYTES as u64);
        if note.offset + payload + blocks * 4 > self.bytes {
            return Err(self.damaged(&note.name, "lies beyond the end of the file"));
        }
        let mut bytes = vec![0; usize::try_from(blocks * 4).expect("checksums fit in memory")];
        self.source.read_at(note.offset + payload, &mut bytes)?;
        if crc32c::crc32c(&bytes) != note.checksums_crc {
            return Err(self.damaged(&note.name, "has damaged checksums"));
        }
        Ok(bytes
            .chunks_exact(4)
            .map(|four| u32::from_le_bytes(four.try_into().expect("four bytes are four")))
            .collect())
    }

    fn damaged(&self, column: &str, what: &str) -> ArchiveError {
        ArchiveError::damaged(&self.path, format!("its column {column} {what}"))
    }

    /// Checks that the columns are those expected, in that order.
    pub(crate) fn expect_columns(self, names: &[&str]) -> Result<ColumnFile> {
        let fits = self.columns.len() == names.len()
            && (self.columns.iter().zip(names)).all(|(column, name)| column.note.name == *name);
        if fits {
            Ok(self)
        } else {
            Err(ArchiveError::damaged(&self.path, "it has other columns"))
        }
    }

    pub(crate) fn rows(&self, column: usize) -> usize {
        usize::try_from(self.columns[column].note.rows).expect("rows fit in memory")
    }

    /// How many bytes the file has.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads the blocks that hold these rows, checks them, and says where the rows' bytes are.
    fn fetch(
        &self,
        column: &Column,
        rows: &Range<usize>,
        into: &mut Vec<u64>,
    ) -> Result<Range<usize>> {
        let width = usize::from(column.note.width);
        let (start, end) = (rows.start * width, rows.end * width);
        let payload = usize::try_from(column.note.rows).expect("rows fit in memory") * width;
        assert!(end <= payload, "rows asked for lie within the column");
        let first = start / BLOCK_BYTES;
        let block_start = first * BLOCK_BYTES;
        let block_end = payload.min(end.div_ceil(BLOCK_BYTES) * BLOCK_BYTES);
        let length = block_end.saturating_sub(block_start);
        if into.len() * 8 < length {
            into.resize(length.div_ceil(8), 0);
        }
        let bytes = &mut bytemuck::cast_slice_mut(into.as_mut_slice())[..length];
        (self.source).read_at(column.note.offset + block_start as u64, bytes)?;
        if let Source::File(_) = self.source {
            for (block, crc) in bytes.chunks(BLOCK_BYTES).zip(&column.checksums[first..]) {
                if crc32c::crc32c(block) != *crc {
                    return Err(self.damaged(&column.note.name, "has a wrong checksum"));
                }
            }
        }
        Ok(start - block_start..end - block_start)
    }

    /// Reads every column through and compares its checksums.
    pub(crate) fn check(&self) -> Result<()> {
        let mut into = Vec::new();
        for column in &self.columns {
            let rows = usize::try_from(column.note.rows).expect("rows fit in memory");
            self.fetch(column, &(0..rows), &mut into)?;
        }
        Ok(())
    }

    /// The values of some rows of a column whose values fit 32 bits.
    pub(crate) fn u32s<'s>(
        &self,
        column: usize,
        rows: Range<usize>,
        scratch: &'s mut Scratch,
    ) -> Result<&'s [u32]> {
        let column = &self.columns[column];
        let base = u32::try_from(column.note.base)
            .map_err(|_| self.damaged(&column.note.name, "does not fit 32 bits"))?;
        scratch.narrow.clear();
        if rows.is_empty() || column.note.width == 0 {
            scratch.narrow.resize(rows.len(), base);
            return Ok(&scratch.narrow);
        }
        let range = self.fetch(column, &rows, &mut scratch.bytes)?;
        let bytes = &bytemuck::cast_slice::<u64, u8>(&scratch.bytes)[range];
        match column.note.width {
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
            _ => return Err(self.damaged(&column.note.name, "does not fit 32 bits")),
        }
        Ok(&scratch.narrow)
    }

    /// The values of some rows of a column of moments or leaves.
    pub(crate) fn i64s<'s>(
        &self,
        column: usize,
        rows: Range<usize>,
        scratch: &'s mut Scratch,
    ) -> Result<&'s [i64]> {
        let column = &self.columns[column];
        let (base, step) = (column.note.base, column.note.step);
        scratch.wide.clear();
        if rows.is_empty() || column.note.width == 0 {
            scratch.wide.resize(rows.len(), base);
            return Ok(&scratch.wide);
        }
        let range = self.fetch(column, &rows, &mut scratch.bytes)?;
        let bytes = &bytemuck::cast_slice::<u64, u8>(&scratch.bytes)[range];
        let wide = &mut scratch.wide;
        match column.note.width {
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
