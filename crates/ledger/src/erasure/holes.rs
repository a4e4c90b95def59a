//! Holes and their records: what does not open must have been erased by two people.
//!
//! A hole is explained by a record that stands after it, names it, and was asked for and
//! approved by two different people. What a record names and still opens is told too: it came
//! back from an old copy, or the erasure was never carried out.

use super::plan::PeriodFound;
use super::{Erased, ErasureRecord, Parts};
use crate::Digest;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A retention class, and year × 12 + month from 0.
type Period = (u16, i32);
/// How many entries a record says a period lost, and the digest of their indexes.
type Counted = (u64, Digest);

/// Unexplained holes told one by one.
const TOLD_MAX: usize = 1000;

/// Something that does not open and for which there is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hole {
    /// The entry.
    pub index: u64,
    /// Which of its compartments; nothing is the whole row.
    pub part: Option<u16>,
}

impl std::fmt::Display for Hole {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.part {
            Some(part) => write!(f, "entry {}, part {part}", self.index),
            None => write!(f, "entry {}", self.index),
        }
    }
}

/// A record met while going through the ledger.
#[derive(Clone, Debug)]
pub(crate) struct RecordFound {
    pub(crate) index: u64,
    /// What it says; nothing if it cannot be read or one person alone answered for it.
    pub(crate) record: Option<ErasureRecord>,
}

/// Everything that does not open, in the order of the entries.
#[derive(Default)]
pub(crate) struct Holes {
    /// A bit an entry: its whole row is gone.
    rows: Vec<u64>,
    /// Rows gone while the key of their period is there.
    single_rows: Vec<u64>,
    parts: HashSet<Hole>,
    periods: BTreeMap<Period, PeriodFound>,
    first_of_period: BTreeMap<Period, u64>,
    records: Vec<RecordFound>,
}

impl std::hash::Hash for Hole {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.index, self.part).hash(state);
    }
}

/// What the holes came to.
#[derive(Default)]
pub(crate) struct Settled {
    pub(crate) erased: u64,
    pub(crate) unexplained: u64,
    /// The first of them.
    pub(crate) told: Vec<Hole>,
    /// What a record says is gone and still opens, with the record.
    pub(crate) back: Vec<(Hole, u64)>,
    /// Periods that a record says are gone, whose key is there, with the record.
    pub(crate) periods_back: Vec<(Period, u64)>,
}

impl Settled {
    fn tell(&mut self, hole: Hole) {
        self.unexplained += 1;
        if self.told.len() < TOLD_MAX {
            self.told.push(hole);
        }
    }
}

impl Holes {
    /// A row of a period whose key is not there.
    pub(crate) fn row_of_period(&mut self, index: u64, period: Period) {
        self.mark(index);
        self.periods.entry(period).or_default().add(index);
        self.first_of_period.entry(period).or_insert(index);
    }

    /// A row that is gone by itself.
    pub(crate) fn row(&mut self, index: u64) {
        self.mark(index);
        self.single_rows.push(index);
    }

    pub(crate) fn part(&mut self, index: u64, part: u16) {
        let part = Some(part);
        self.parts.insert(Hole { index, part });
    }

    pub(crate) fn record(&mut self, record: RecordFound) {
        self.records.push(record);
    }

    fn mark(&mut self, index: u64) {
        let word = usize::try_from(index / 64).expect("entries fit into memory");
        if self.rows.len() <= word {
            self.rows.resize(word + 1, 0);
        }
        self.rows[word] |= 1 << (index % 64);
    }

    fn is_gone(&self, hole: Hole) -> bool {
        let word = usize::try_from(hole.index / 64).ok();
        let bits = word.and_then(|word| self.rows.get(word)).copied();
        bits.unwrap_or(0) >> (hole.index % 64) & 1 == 1 || self.parts.contains(&hole)
    }

    /// Compares holes and records. `has_key` says whether the key of a period is there.
    pub(crate) fn settle(&self, has_key: &dyn Fn(Period) -> bool) -> Settled {
        let mut settled = Settled::default();
        let mut named: HashMap<u64, Vec<(u64, &Parts)>> = HashMap::new();
        let mut cut: BTreeMap<Period, Vec<Counted>> = BTreeMap::new();
        for found in &self.records {
            match found.record.as_ref().map(|record| &record.what) {
                None => {}
                Some(Erased::Parts { gone, .. }) => {
                    for (index, parts) in gone.range(..found.index) {
                        named.entry(*index).or_default().push((found.index, parts));
                        self.find_back(*index, parts, found.index, &mut settled);
                    }
                }
                Some(Erased::Period {
                    retention_class,
                    month,
                    count,
                    digest,
                    ..
                }) => {
                    let period = (*retention_class, *month);
                    cut.entry(period).or_default().push((*count, *digest));
                    if has_key(period) {
                        settled.periods_back.push((period, found.index));
                    }
                }
            }
        }
        for index in &self.single_rows {
            settled.erased += 1;
            let all = |(_, parts): &(u64, &Parts)| matches!(parts, Parts::All);
            if !named.get(index).is_some_and(|by| by.iter().any(all)) {
                settled.tell(Hole {
                    index: *index,
                    part: None,
                });
            }
        }
        for (period, found) in &self.periods {
            settled.erased += found.count;
            let said = cut.get(period).map_or(&[][..], Vec::as_slice);
            if !said.contains(&(found.count, found.digest())) {
                settled.unexplained += found.count - 1;
                settled.tell(Hole {
                    index: self.first_of_period[period],
                    part: None,
                });
            }
        }
        let mut parts: Vec<&Hole> = self.parts.iter().collect();
        parts.sort_unstable();
        for hole in parts {
            settled.erased += 1;
            let names = |(_, parts): &(u64, &Parts)| match parts {
                Parts::All => true,
                Parts::These(parts) => hole.part.is_some_and(|part| parts.contains(&part)),
            };
            if !named
                .get(&hole.index)
                .is_some_and(|by| by.iter().any(names))
            {
                settled.tell(*hole);
            }
        }
        settled
    }

    fn find_back(&self, index: u64, parts: &Parts, record: u64, settled: &mut Settled) {
        let holes: Vec<Option<u16>> = match parts {
            Parts::All => vec![None],
            Parts::These(parts) => parts.iter().copied().map(Some).collect(),
        };
        for part in holes {
            let hole = Hole { index, part };
            if !self.is_gone(hole) && settled.back.len() < TOLD_MAX {
                settled.back.push((hole, record));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_are_told_one_by_one_and_all_are_counted() {
        let mut holes = Holes::default();
        (0..1001).for_each(|index| holes.row(index));
        let settled = holes.settle(&|_| true);
        assert_eq!((settled.erased, settled.unexplained), (1001, 1001));
        assert_eq!(settled.told.len(), 1000);
    }

    #[test]
    fn of_what_came_back_a_thousand_are_told() {
        let mut holes = Holes::default();
        let record = ErasureRecord {
            basis: "GDPR-17-1-d".to_owned(),
            what: Erased::Parts {
                codes: Vec::new(),
                gone: (0..1001).map(|index| (index, Parts::All)).collect(),
            },
        };
        holes.record(RecordFound {
            index: 2000,
            record: Some(record),
        });
        assert_eq!(holes.settle(&|_| true).back.len(), 1000);
    }
}
