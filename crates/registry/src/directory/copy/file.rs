//! The file of the copy.
//!
//! Big-endian: `TILSYNDC`, u16 version, the sealed pieces one after another, the sealed index, and
//! u32 its length. A piece holds rows of one table, their cells one after another; the index says
//! of each table what its columns are called, and how many rows and bytes each of its pieces has.
//! Pieces are numbered through all tables; the index has the last number there is.
//! Whatever was altered, cut off or moved does not open, and columns of another version are not
//! read as ours. Not here: what it is sealed with (`seal::copy`), and when it is to be used.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use tilsyn_domain::Directory;
use tilsyn_durable::{DurableFile, free_bytes, remove_file, rename, unfinished_name};

use crate::cells::{push_cell, take_cell};
use crate::directory::keep::Kept;
use crate::error::Error;
use crate::seal::copy::CopySeal;
use crate::store::{Reader, Value};

const MAGIC: &[u8; 8] = b"TILSYNDC";
const VERSION: u16 = 1;
const HEAD_BYTES: u64 = 10;
const INDEX_NUMBER: u64 = u64::MAX;
const INDEX_LENGTH_BYTES: u64 = 4;
/// Rows of a piece: about a mebibyte.
const ROWS_A_PIECE: usize = 8_192;
/// What is left free on the disk for what has to be written: events, not copies.
const ROOM_LEFT: u64 = 1 << 30;
/// About as much is needed for a row.
const ROW_BYTES: u64 = 200;

/// Why a copy cannot be used, or was not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unusable {
    #[error(transparent)]
    File(#[from] tilsyn_durable::Error),
    #[error("it does not open: it was altered, cut short, or is another copy")]
    Closed,
    #[error("another version of the program wrote it")]
    OtherVersion,
    #[error("the disk has less than {} MiB left", ROOM_LEFT >> 20)]
    NoRoom,
    #[error(transparent)]
    Registry(#[from] Error),
}

/// What stands where.
#[derive(Default, Serialize, Deserialize)]
struct Index {
    tables: Vec<Table>,
}

#[derive(Serialize, Deserialize)]
struct Table {
    name: String,
    columns: Vec<String>,
    pieces: Vec<Piece>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct Piece {
    number: u64,
    at: u64,
    bytes: u32,
    rows: u32,
}

/// Writes the directory into the file, which then replaces the one that was there.
pub(super) fn write(path: &Path, seal: &CopySeal, directory: &Directory) -> Result<(), Unusable> {
    let next = unfinished_name(path);
    if tilsyn_durable::is_there(&next) {
        remove_file(&next)?;
    }
    let rows = rows(directory);
    let folder = path.parent().unwrap_or(Path::new("."));
    if free_bytes(folder)? < rows.saturating_mul(ROW_BYTES).saturating_add(ROOM_LEFT) {
        return Err(Unusable::NoRoom);
    }
    let written = Writing::begin(&next, seal).and_then(|writing| writing.all(directory));
    match written {
        Ok(()) => Ok(rename(&next, path)?),
        Err(why) => {
            // It is of no use, and the disk may be full.
            let _removed_or_left = remove_file(&next);
            Err(why)
        }
    }
}

fn rows(directory: &Directory) -> u64 {
    macro_rules! sum {
        ($($table:ident),* $(,)?) => {
            [$(directory.$table.len() as u64),*].iter().sum()
        };
    }
    crate::directory::each_table!(sum)
}

struct Writing<'a> {
    file: DurableFile,
    seal: &'a CopySeal,
    at: u64,
    pieces: u64,
    index: Index,
}

impl<'a> Writing<'a> {
    fn begin(path: &Path, seal: &'a CopySeal) -> Result<Writing<'a>, Unusable> {
        let file = DurableFile::create_new(path)?;
        file.write_at(0, &[MAGIC.as_slice(), &VERSION.to_be_bytes()].concat())?;
        Ok(Writing {
            file,
            seal,
            at: HEAD_BYTES,
            pieces: 0,
            index: Index::default(),
        })
    }

    fn all(mut self, directory: &Directory) -> Result<(), Unusable> {
        macro_rules! each {
            ($($table:ident),* $(,)?) => {
                let Directory { $($table),* } = directory;
                $(self.table($table)?;)*
            };
        }
        crate::directory::each_table!(each);
        let index = serde_json::to_vec(&self.index);
        let mut index = index.expect("names and numbers can be written as JSON");
        let length = self.put(INDEX_NUMBER, &mut index)?;
        self.file.write_at(self.at, &length.to_be_bytes())?;
        Ok(self.file.sync()?)
    }

    fn table<T: Kept>(&mut self, rows: &[T]) -> Result<(), Unusable> {
        let mut table = Table {
            name: T::FILE.name().to_owned(),
            columns: T::COLUMNS.iter().map(ToString::to_string).collect(),
            pieces: Vec::new(),
        };
        let mut bytes = Vec::new();
        for rows in rows.chunks(ROWS_A_PIECE) {
            bytes.clear();
            write_rows(rows, &mut bytes)?;
            let (number, at) = (self.pieces, self.at);
            table.pieces.push(Piece {
                number,
                at,
                bytes: self.put(number, &mut bytes)?,
                rows: u32::try_from(rows.len()).unwrap_or(u32::MAX),
            });
            self.pieces += 1;
        }
        self.index.tables.push(table);
        Ok(())
    }

    /// Seals a piece and writes it behind what is there; gives its length.
    fn put(&mut self, number: u64, piece: &mut Vec<u8>) -> Result<u32, Unusable> {
        self.seal.seal(number, piece);
        let length = u32::try_from(piece.len()).map_err(|_| Error::TooLong {
            what: "a part of the copy of the directory",
            bytes_max: u32::MAX as usize,
        })?;
        self.file.write_at(self.at, piece)?;
        self.at += u64::from(length);
        Ok(length)
    }
}

fn write_rows<T: Kept>(rows: &[T], bytes: &mut Vec<u8>) -> Result<(), Error> {
    let mut cells = Vec::with_capacity(T::COLUMNS.len());
    for row in rows {
        row.cells(&mut cells);
        cells.iter().try_for_each(|cell| push_cell(bytes, cell))?;
        cells.clear();
    }
    Ok(())
}

/// What is in the file, read on every core.
pub(crate) fn read(path: &Path, seal: &CopySeal) -> Result<Directory, Unusable> {
    let opened = Opened::open(path, seal)?;
    let mut directory = Directory::default();
    let failed = Mutex::new(None);
    let fail = |why| *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(why);
    macro_rules! read {
        ($($table:ident),* $(,)?) => {{
            let Directory { $($table),* } = &mut directory;
            rayon::in_place_scope_fifo(|scope| {
                $(scope.spawn_fifo(|_| match opened.table() {
                    Ok(rows) => *$table = rows,
                    Err(why) => fail(why),
                });)*
            });
        }};
    }
    crate::directory::each_table!(read);
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(why) => Err(why),
        None => Ok(directory),
    }
}

/// A copy whose index has been read.
pub(super) struct Opened<'a> {
    file: DurableFile,
    seal: &'a CopySeal,
    index: Index,
}

impl<'a> Opened<'a> {
    pub(super) fn open(path: &Path, seal: &'a CopySeal) -> Result<Opened<'a>, Unusable> {
        let file = DurableFile::open_to_read(path)?;
        let end = file.length()?.checked_sub(INDEX_LENGTH_BYTES);
        let end = end
            .filter(|end| *end >= HEAD_BYTES)
            .ok_or(Unusable::Closed)?;
        let mut head = [0; MAGIC.len() + 2];
        file.read_at(0, &mut head)?;
        if head[..8] != *MAGIC {
            return Err(Unusable::Closed);
        }
        if head[8..] != VERSION.to_be_bytes() {
            return Err(Unusable::OtherVersion);
        }
        let mut length = [0; 4];
        file.read_at(end, &mut length)?;
        let length = u64::from(u32::from_be_bytes(length));
        let at = end.checked_sub(length).filter(|at| *at >= HEAD_BYTES);
        let at = at.ok_or(Unusable::Closed)?;
        let mut index = vec![0; usize::try_from(length).map_err(|_| Unusable::Closed)?];
        file.read_at(at, &mut index)?;
        let index = seal
            .open(INDEX_NUMBER, &mut index)
            .ok_or(Unusable::Closed)?;
        let index = serde_json::from_slice(index).map_err(|_| Unusable::OtherVersion)?;
        Ok(Opened { file, seal, index })
    }

    /// The rows of a table.
    pub(super) fn table<T: Kept>(&self) -> Result<Vec<T>, Unusable> {
        let mut tables = self.index.tables.iter();
        let table = tables.find(|table| table.name == T::FILE.name());
        let table = table.filter(|table| table.columns == T::COLUMNS);
        let table = table.ok_or(Unusable::OtherVersion)?;
        let count = table.pieces.iter().map(|piece| piece.rows as usize).sum();
        let mut rows = Vec::with_capacity(count);
        let mut bytes = Vec::new();
        for piece in &table.pieces {
            bytes.resize(piece.bytes as usize, 0);
            self.file.read_at(piece.at, &mut bytes)?;
            let opened = self.seal.open(piece.number, &mut bytes);
            read_rows(opened.ok_or(Unusable::Closed)?, piece.rows, &mut rows)?;
        }
        Ok(rows)
    }
}

fn read_rows<T: Kept>(mut bytes: &[u8], count: u32, rows: &mut Vec<T>) -> Result<(), Unusable> {
    let mut cells: Vec<Value> = Vec::with_capacity(T::COLUMNS.len());
    for _ in 0..count {
        cells.clear();
        for _ in T::COLUMNS {
            cells.push(take_cell(&mut bytes).ok_or(Unusable::OtherVersion)?);
        }
        rows.push(T::read(&mut Reader::of_cells(&cells))?);
    }
    Ok(())
}
