//! Quarantine: input that could not be taken in, sealed word for word, with where it stood.
//!
//! One rule: the same line of the same file is kept once, however often the file comes.
//! What stood there is sealed by the caller; the registry never sees it.

use std::fmt;

use sha2::{Digest, Sha256};
use tilsyn_domain::Refusal;

use crate::error::Error;
use crate::imports::ImportId;
use crate::page::Page;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Transaction, Value};

/// A piece of input to keep in quarantine.
#[derive(Clone, Debug, PartialEq)]
pub struct Quarantined {
    pub import: ImportId,
    pub source_file: String,
    /// Counted from 1.
    pub line: u64,
    /// Bytes before it in the file, unpacked.
    pub offset: u64,
    /// How long it was, unsealed.
    pub bytes: u64,
    pub refusal: Refusal,
    pub sealed: Sealed,
    /// By which it is known again: keyed, since an id must not be found by trying all of them.
    pub digest: [u8; 32],
}

/// What stood there, sealed; `Debug` gives its size only.
#[derive(Clone, PartialEq, Eq)]
pub enum Sealed {
    Bytes(Vec<u8>),
    /// Too large for the database: the name of a file, and its size.
    File {
        name: String,
        bytes: u64,
    },
}

/// What a batch added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    pub added: u64,
    /// Was there before.
    pub known: u64,
}

/// One entry of the list, without the bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct QuarantineEntry {
    /// Numbers rise in the order of arrival; they may leave gaps.
    pub number: u64,
    pub import: ImportId,
    pub source_file: String,
    pub line: u64,
    pub offset: u64,
    pub bytes: u64,
    pub refusal: Refusal,
}

/// A piece as it is kept, to be checked.
#[derive(Clone, Debug)]
pub struct KeptPiece {
    pub entry: QuarantineEntry,
    /// `None`: it is not there.
    pub sealed: Option<Sealed>,
    /// What its bytes must come to.
    pub digest: [u8; 32],
    /// Whether file, line and digest are those it came with.
    pub placed: bool,
}

/// Which entries to list; what is `None` does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QuarantineFilter {
    /// A reason's key, as `Refusal::key` gives it.
    pub reason: Option<String>,
    pub source_file: Option<String>,
    pub import: Option<ImportId>,
}

/// How many entries there are for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuarantineReason {
    pub reason: String,
    pub entries: u64,
}

const COLUMNS: &[&str] = &[
    "entry_no",
    "import_no",
    "source_file",
    "line",
    "byte_offset",
    "bytes",
    "reason",
    "refusal",
    "digest",
    "place",
    "sealed_bytes",
];

/// What `read_entry` reads.
const ENTRY: [&str; 7] = [
    "entry_no",
    "import_no",
    "source_file",
    "line",
    "byte_offset",
    "bytes",
    "refusal",
];

/// An empty value in the filter lets everything through.
const FILTER: &str = "WHERE ($1 = '' OR reason = $1) AND (length($2) = 0 OR source_file = $2)
     AND ($3 = 0 OR import_no = $3)";
const SEALED: &str = "SELECT s.sealed, s.sealed_file, q.sealed_bytes FROM quarantine_sealed s
     JOIN quarantine q ON q.entry_no = s.entry_no WHERE s.entry_no = $1";
const SOURCE_FILE: &Column = declared("quarantine", "source_file");

/// How many digests are asked for in one statement.
const PLACES_A_STATEMENT: usize = 500;

impl Registry {
    /// Keeps a batch, all or nothing.
    ///
    /// # Errors
    /// If the database fails.
    pub fn quarantine(&self, batch: &[Quarantined]) -> Result<TakenIn, Error> {
        let mut places: Vec<([u8; 32], usize)> = batch.iter().map(place).zip(0..).collect();
        places.sort_unstable();
        places.dedup_by_key(|(place, _)| *place);
        self.store.write(|open| {
            let known = known_places(open, &places)?;
            places.retain(|(place, _)| known.binary_search(place).is_err());
            // Back to the order of arrival.
            places.sort_unstable_by_key(|(_, nth)| *nth);
            add(open, batch, &places)?;
            let added = places.len() as u64;
            Ok(TakenIn {
                added,
                known: batch.len() as u64 - added,
            })
        })
    }

    /// Entries, the last that came first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn quarantined(
        &self,
        filter: &QuarantineFilter,
        page: Page,
    ) -> Result<Vec<QuarantineEntry>, Error> {
        let mut values = filter.values().to_vec();
        values.extend([page.rows().into(), page.skip().into()]);
        let rest = format!("{FILTER} ORDER BY entry_no DESC LIMIT $4 OFFSET $5");
        self.store
            .read(|open| open.select("quarantine", &ENTRY, &rest, &values, read_entry))
    }

    /// How many entries the filter lets through.
    ///
    /// # Errors
    /// If the database fails.
    pub fn quarantined_count(&self, filter: &QuarantineFilter) -> Result<u64, Error> {
        let sql = format!("SELECT count(*) FROM quarantine {FILTER}");
        let count = |open: &mut Transaction| open.number(&sql, &filter.values());
        Ok(self.store.read(count)?.cast_unsigned())
    }

    /// One entry with what stood there.
    ///
    /// # Errors
    /// If the database fails.
    pub fn quarantine_entry(
        &self,
        number: u64,
    ) -> Result<Option<(QuarantineEntry, Sealed)>, Error> {
        let number = [Value::unsigned(number)];
        self.store.read(|open| {
            let rest = "WHERE entry_no = $1";
            let found = open.select("quarantine", &ENTRY, rest, &number, read_entry)?;
            let Some(entry) = found.into_iter().next() else {
                return Ok(None);
            };
            let sealed = open.first(SEALED, &number, read_sealed)?;
            Ok(sealed.map(|sealed| (entry, sealed)))
        })
    }

    /// The first piece behind this number.
    ///
    /// # Errors
    /// If the database fails, or a row of it does not hold what it should.
    pub fn piece_behind(&self, number: u64) -> Result<Option<KeptPiece>, Error> {
        self.store.read(|open| {
            let columns = [&ENTRY[..], &["digest", "place"]].concat();
            let rest = "WHERE entry_no > $1 ORDER BY entry_no LIMIT 1";
            let behind = [Value::unsigned(number)];
            let found = open.select("quarantine", &columns, rest, &behind, read_kept)?;
            let Some(mut piece) = found.into_iter().next() else {
                return Ok(None);
            };
            let number = [Value::unsigned(piece.entry.number)];
            piece.sealed = open
                .first(SEALED, &number, |row| Ok(read_sealed(row).ok()))?
                .flatten();
            Ok(Some(piece))
        })
    }

    /// Entries per reason, most first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn quarantine_reasons(&self) -> Result<Vec<QuarantineReason>, Error> {
        self.store.read(|open| {
            open.rows(
                "SELECT reason, count(*) FROM quarantine GROUP BY reason
                 ORDER BY count(*) DESC, reason",
                &[],
                |row| {
                    Ok(QuarantineReason {
                        reason: row.text()?,
                        entries: row.unsigned()?,
                    })
                },
            )
        })
    }

    /// How much quarantine holds, sealed; the setting `quarantine_bytes_max` limits it.
    ///
    /// # Errors
    /// If the database fails.
    pub fn quarantine_bytes(&self) -> Result<u64, Error> {
        let sql = "SELECT CAST(coalesce(sum(sealed_bytes), 0) AS BIGINT) FROM quarantine";
        let bytes = self.store.read(|open| open.number(sql, &[]))?;
        Ok(bytes.cast_unsigned())
    }
}

impl Sealed {
    #[must_use]
    pub fn len(&self) -> u64 {
        match self {
            Sealed::Bytes(bytes) => bytes.len() as u64,
            Sealed::File { bytes, .. } => *bytes,
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.len())
    }
}

impl QuarantineFilter {
    fn values(&self) -> [Value<'_>; 3] {
        [
            Value::text(self.reason.as_deref().unwrap_or_default()),
            match self.source_file.as_deref() {
                None | Some("") => Value::blob(&[]),
                Some(file) => Value::personal(SOURCE_FILE, file),
            },
            Value::unsigned(self.import.map_or(0, |import| import.0)),
        ]
    }
}

/// By which a piece of input is known again: its digest, its line and its file.
fn place(entry: &Quarantined) -> [u8; 32] {
    place_of(&entry.digest, entry.line, &entry.source_file)
}

fn place_of(digest: &[u8; 32], line: u64, source_file: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update(digest)
        .chain_update(line.to_be_bytes())
        .chain_update(source_file.as_bytes())
        .finalize()
        .into()
}

/// Those of the places that are there already, sorted.
fn known_places(
    open: &mut Transaction,
    places: &[([u8; 32], usize)],
) -> Result<Vec<[u8; 32]>, Error> {
    let mut known = Vec::new();
    for chunk in places.chunks(PLACES_A_STATEMENT) {
        let numbers: Vec<String> = (1..=chunk.len()).map(|nth| format!("${nth}")).collect();
        let numbers = numbers.join(", ");
        let values: Vec<Value> = chunk.iter().map(|(place, _)| Value::blob(place)).collect();
        let sql = format!("SELECT place FROM quarantine WHERE place IN ({numbers}) ORDER BY place");
        known.extend(open.rows(&sql, &values, read_digest)?);
    }
    known.sort_unstable();
    Ok(known)
}

fn add(
    open: &mut Transaction,
    batch: &[Quarantined],
    places: &[([u8; 32], usize)],
) -> Result<(), Error> {
    let last = open.number("SELECT coalesce(max(entry_no), 0) FROM quarantine", &[])?;
    let numbered = || (last + 1..).zip(places);
    open.add_all("quarantine", COLUMNS, numbered(), |(number, at), cells| {
        let (place, nth) = at;
        let entry = &batch[*nth];
        let refusal = serde_json::to_string(&entry.refusal);
        cells.push(number.into());
        cells.push(Value::unsigned(entry.import.0));
        cells.push(Value::text(&entry.source_file));
        cells.push(Value::unsigned(entry.line));
        cells.push(Value::unsigned(entry.offset));
        cells.push(Value::unsigned(entry.bytes));
        cells.push(Value::text(entry.refusal.key()));
        cells.push(Value::Text(
            refusal.expect("a refusal can be written as JSON").into(),
        ));
        cells.push(Value::blob(&entry.digest));
        cells.push(Value::blob(place));
        cells.push(Value::unsigned(entry.sealed.len()));
    })?;
    let columns = ["entry_no", "sealed", "sealed_file"];
    open.add_all(
        "quarantine_sealed",
        &columns,
        numbered(),
        |(number, at), cells| {
            cells.push(number.into());
            match &batch[at.1].sealed {
                Sealed::Bytes(bytes) => cells.extend([Value::blob(bytes), Value::Null]),
                Sealed::File { name, .. } => cells.extend([Value::Null, Value::text(name)]),
            }
        },
    )?;
    Ok(())
}

fn read_entry(row: &mut Reader) -> Result<QuarantineEntry, Error> {
    Ok(QuarantineEntry {
        number: row.unsigned()?,
        import: ImportId(row.unsigned()?),
        source_file: row.text()?,
        line: row.unsigned()?,
        offset: row.unsigned()?,
        bytes: row.unsigned()?,
        refusal: serde_json::from_str(&row.str()?).map_err(|_| row.unreadable())?,
    })
}

fn read_digest(row: &mut Reader) -> Result<[u8; 32], Error> {
    let bytes = row.maybe_blob()?.unwrap_or_default();
    <[u8; 32]>::try_from(bytes).map_err(|_| row.unreadable())
}

/// What is sealed is read apart.
fn read_kept(row: &mut Reader) -> Result<KeptPiece, Error> {
    let entry = read_entry(row)?;
    let (digest, place) = (read_digest(row)?, read_digest(row)?);
    Ok(KeptPiece {
        placed: place == place_of(&digest, entry.line, &entry.source_file),
        sealed: None,
        digest,
        entry,
    })
}

fn read_sealed(row: &mut Reader) -> Result<Sealed, Error> {
    let bytes = row.maybe_blob()?.map(<[u8]>::to_vec);
    let name = row.maybe_text()?;
    let length = row.unsigned()?;
    match (bytes, name) {
        (Some(bytes), None) => Ok(Sealed::Bytes(bytes)),
        (None, Some(name)) => Ok(Sealed::File {
            name,
            bytes: length,
        }),
        _ => Err(row.unreadable()),
    }
}
