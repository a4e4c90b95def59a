//! Running numbers: which of a source's own numbers came, so that gaps can be listed.
//!
//! One rule: the ranges and the leaf up to which they were computed are written together, so
//! that after a crash the rest is computed from there.

use tilsyn_domain::Instant;

use crate::error::Error;
use crate::registry::Registry;
use crate::store::Value;

/// An unbroken range of running numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SequenceRange {
    /// Both included.
    pub first: u64,
    pub last: u64,
    /// When the events with these two numbers happened, as far as that is known.
    pub first_at: Option<Instant>,
    pub last_at: Option<Instant>,
}

/// What is known about a source's running numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SequenceSeen {
    /// Ascending.
    pub ranges: Vec<SequenceRange>,
    /// Leaves of the ledger before this one are counted in.
    pub up_to_leaf: u64,
}

impl Registry {
    /// The running numbers seen of a source; none yet for a source without.
    ///
    /// # Errors
    /// If the database fails.
    pub fn sequence_ranges(&self, source_no: u32) -> Result<SequenceSeen, Error> {
        let source = [source_no.into()];
        self.store.read(|open| {
            let up_to = "SELECT up_to_leaf FROM sequences WHERE source_no = $1";
            let up_to_leaf = open.first(up_to, &source, |row| row.unsigned())?;
            let mut ranges = open.rows(
                "SELECT range_first, range_last, first_at, last_at FROM sequence_ranges
                 WHERE source_no = $1 ORDER BY range_first",
                &source,
                |row| {
                    Ok(SequenceRange {
                        first: row.unsigned()?,
                        last: row.unsigned()?,
                        first_at: row.maybe_integer()?.map(Instant),
                        last_at: row.maybe_integer()?.map(Instant),
                    })
                },
            )?;
            // Numbers from 2^63 on look negative to the database.
            ranges.sort_unstable();
            Ok(SequenceSeen {
                ranges,
                up_to_leaf: up_to_leaf.unwrap_or_default(),
            })
        })
    }

    /// Says of all sources with running numbers that those before this leaf are kept.
    ///
    /// # Errors
    /// If the database fails.
    pub fn sequences_kept_to(&self, leaf: u64) -> Result<(), Error> {
        self.store.write(|open| {
            let sql = "UPDATE sequences SET up_to_leaf = $1";
            open.execute(sql, &[Value::unsigned(leaf)]).map(|_| ())
        })
    }

    /// The leaf before which the running numbers of all sources are kept; `None` where no source
    /// has any.
    ///
    /// # Errors
    /// If the database fails.
    pub fn sequences_are_kept_to(&self) -> Result<Option<u64>, Error> {
        self.store.read(|open| {
            let sql = "SELECT up_to_leaf FROM sequences ORDER BY up_to_leaf LIMIT 1";
            open.first(sql, &[], |row| row.unsigned())
        })
    }

    /// Replaces what is known about a source's running numbers.
    ///
    /// # Errors
    /// If the database fails or knows no such source.
    pub fn set_sequence_ranges(
        &self,
        source_no: u32,
        ranges: &[SequenceRange],
        up_to_leaf: u64,
    ) -> Result<(), Error> {
        self.store.write(|open| {
            open.execute(
                "INSERT INTO sequences (source_no, up_to_leaf) VALUES ($1, $2)
                 ON CONFLICT (source_no) DO UPDATE SET up_to_leaf = excluded.up_to_leaf",
                &[source_no.into(), Value::unsigned(up_to_leaf)],
            )?;
            open.execute(
                "DELETE FROM sequence_ranges WHERE source_no = $1",
                &[source_no.into()],
            )?;
            let columns = [
                "source_no",
                "range_first",
                "range_last",
                "first_at",
                "last_at",
            ];
            open.add_all("sequence_ranges", &columns, ranges, |range, cells| {
                cells.push(source_no.into());
                cells.push(Value::unsigned(range.first));
                cells.push(Value::unsigned(range.last));
                cells.extend([range.first_at, range.last_at].map(Value::maybe_instant));
            })?;
            Ok(())
        })
    }
}
