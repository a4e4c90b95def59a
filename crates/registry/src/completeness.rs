//! Whether everything is in: when events arrived, which running numbers are missing, and where
//! in the ledger stands what was said about it.
//!
//! Arrivals are counted with the leaf up to which they were counted, so that after a crash the
//! rest is counted from there, and nothing twice. Not here: which numbers came (`sequences`).

use tilsyn_domain::Instant;
use tilsyn_domain::rhythm::Arrival;

use crate::error::Error;
use crate::page::Page;
use crate::registry::Registry;
use crate::store::{Reader, Transaction, Value};

/// Running numbers that have not come, or came late.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Both included.
    pub first: u64,
    pub last: u64,
    /// When it was first seen that they are missing.
    pub noticed: Instant,
    /// When they came after all.
    pub filled: Option<Instant>,
    /// When the events with the numbers next to it happened, as far as that is known.
    pub after: Option<Instant>,
    pub before: Option<Instant>,
}

/// What an entry of the ledger says about a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// The source says what it has sent.
    Statement = 1,
    /// A person explains a gap.
    Explanation = 2,
}

/// What is noted together, and never in part.
#[derive(Clone, Debug, Default)]
pub struct ArrivalNotes {
    /// Added to what is counted already: number of the source, and what came from it.
    pub arrivals: Vec<(u32, Arrival)>,
    /// Leaf, number of the source, and what stands there.
    pub notes: Vec<(u64, u32, NoteKind)>,
}

impl Registry {
    /// Adds what arrived, and says that everything before `up_to_leaf` is counted now.
    ///
    /// # Errors
    /// If the database fails or knows no such source; then nothing is added.
    pub fn note_arrivals(&self, noted: &ArrivalNotes, up_to_leaf: u64) -> Result<(), Error> {
        self.store.write(|open| {
            for (source, arrival) in &noted.arrivals {
                add_arrival(open, *source, arrival)?;
            }
            for (leaf, source, kind) in &noted.notes {
                open.execute(
                    "INSERT INTO source_notes (leaf, source_no, kind) VALUES ($1, $2, $3)
                     ON CONFLICT (leaf) DO NOTHING",
                    &[
                        Value::unsigned(*leaf),
                        (*source).into(),
                        (*kind as u32).into(),
                    ],
                )?;
            }
            open.execute(
                "UPDATE arrivals_noted SET up_to_leaf = $1 WHERE up_to_leaf < $1",
                &[Value::unsigned(up_to_leaf)],
            )?;
            Ok(())
        })
    }

    /// The leaf before which all arrivals are counted.
    ///
    /// # Errors
    /// If the database fails.
    pub fn arrivals_noted_to(&self) -> Result<u64, Error> {
        let sql = "SELECT up_to_leaf FROM arrivals_noted";
        let noted = self.store.read(|open| open.number(sql, &[]))?;
        Ok(noted.cast_unsigned())
    }

    /// What arrived from a source from an hour on (since 1970, UTC), hour by hour.
    ///
    /// # Errors
    /// If the database fails.
    pub fn arrivals(&self, source_no: u32, from_hour: i64) -> Result<Vec<Arrival>, Error> {
        self.store.read(|open| {
            open.rows(
                "SELECT arrived_hour, events, first_at, last_at FROM arrivals
                 WHERE source_no = $1 AND arrived_hour >= $2 ORDER BY arrived_hour",
                &[source_no.into(), from_hour.into()],
                |row| {
                    Ok(Arrival {
                        hour: row.integer()?,
                        events: row.unsigned()?,
                        first: row.instant()?,
                        last: row.instant()?,
                    })
                },
            )
        })
    }

    /// Where entries about a source stand, newest first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn source_notes(
        &self,
        source_no: u32,
        kind: NoteKind,
        page: Page,
    ) -> Result<Vec<u64>, Error> {
        self.store.read(|open| {
            open.rows(
                "SELECT leaf FROM source_notes WHERE source_no = $1 AND kind = $2
                 ORDER BY leaf DESC LIMIT $3 OFFSET $4",
                &[
                    source_no.into(),
                    (kind as u32).into(),
                    page.rows().into(),
                    page.skip().into(),
                ],
                |row| row.unsigned(),
            )
        })
    }

    /// Gaps that are open, by number.
    ///
    /// # Errors
    /// If the database fails.
    pub fn open_gaps(&self, source_no: u32) -> Result<Vec<Gap>, Error> {
        self.store.read(|open| {
            let sql = "SELECT gap_first, gap_last, noticed, filled, after_at, before_at FROM gaps
                       WHERE source_no = $1 AND filled IS NULL
                       ORDER BY gap_first, gap_last, noticed";
            open.rows(sql, &[source_no.into()], gap)
        })
    }

    /// Gaps that were filled, the last filled first.
    ///
    /// # Errors
    /// If the database fails.
    pub fn filled_gaps(&self, source_no: u32, page: Page) -> Result<Vec<Gap>, Error> {
        self.store.read(|open| {
            let sql = "SELECT gap_first, gap_last, noticed, filled, after_at, before_at FROM gaps
                       WHERE source_no = $1 AND filled IS NOT NULL
                       ORDER BY filled DESC, gap_first, gap_last, noticed LIMIT $2 OFFSET $3";
            let values = [source_no.into(), page.rows().into(), page.skip().into()];
            open.rows(sql, &values, gap)
        })
    }

    /// Replaces the open gaps of a source, and adds those that were filled.
    ///
    /// # Errors
    /// If the database fails or knows no such source.
    pub fn keep_gaps(&self, source_no: u32, open: &[Gap], filled: &[Gap]) -> Result<(), Error> {
        self.store.write(|transaction| {
            let sql = "DELETE FROM gaps WHERE source_no = $1 AND filled IS NULL";
            transaction.execute(sql, &[source_no.into()])?;
            for gap in filled {
                // One that is kept again after a crash stands there already, and is replaced.
                let sql = "DELETE FROM gaps WHERE source_no = $1 AND gap_first = $2
                           AND gap_last = $3 AND noticed = $4";
                let key = [
                    source_no.into(),
                    Value::unsigned(gap.first),
                    Value::unsigned(gap.last),
                    gap.noticed.into(),
                ];
                transaction.execute(sql, &key)?;
            }
            let columns = [
                "source_no",
                "gap_first",
                "gap_last",
                "noticed",
                "filled",
                "after_at",
                "before_at",
            ];
            let all = open.iter().chain(filled);
            transaction.add_all("gaps", &columns, all, |gap, cells| {
                cells.push(source_no.into());
                cells.push(Value::unsigned(gap.first));
                cells.push(Value::unsigned(gap.last));
                cells.push(gap.noticed.into());
                cells.extend([gap.filled, gap.after, gap.before].map(Value::maybe_instant));
            })?;
            Ok(())
        })
    }
}

fn add_arrival(open: &mut Transaction, source: u32, arrival: &Arrival) -> Result<(), Error> {
    let least = "CASE WHEN excluded.first_at < arrivals.first_at
                 THEN excluded.first_at ELSE arrivals.first_at END";
    let most = "CASE WHEN excluded.last_at > arrivals.last_at
                THEN excluded.last_at ELSE arrivals.last_at END";
    open.execute(
        &format!(
            "INSERT INTO arrivals (source_no, arrived_hour, events, first_at, last_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (source_no, arrived_hour) DO UPDATE SET
             events = arrivals.events + excluded.events, first_at = {least}, last_at = {most}"
        ),
        &[
            source.into(),
            arrival.hour.into(),
            Value::unsigned(arrival.events),
            arrival.first.into(),
            arrival.last.into(),
        ],
    )?;
    Ok(())
}

fn gap(row: &mut Reader) -> Result<Gap, Error> {
    Ok(Gap {
        first: row.unsigned()?,
        last: row.unsigned()?,
        noticed: row.instant()?,
        filled: row.maybe_integer()?.map(Instant),
        after: row.maybe_integer()?.map(Instant),
        before: row.maybe_integer()?.map(Instant),
    })
}
