//! Taking erased events out: segments that hold some are written again without them.
//!
//! Events of which only a person is gone stay, without that person; what the others made of them
//! is resolved anew. Done twice it does nothing the second time.

use std::collections::BTreeMap;
use std::sync::Arc;

use tilsyn_domain::Code;
use tilsyn_domain::question::Dropped;

use crate::archive::{Core, held};
use crate::error::Result;
use crate::manifest::Manifest;
use crate::renew::{Resolving, renewed};
use crate::resolver::Numbers;
use crate::row::{act, marks};
use crate::segment::{ByTime, Segment};
use crate::write::TimeOrdered;

impl Core {
    pub(crate) fn drop_events(&self, dropped: &BTreeMap<u64, Dropped>) -> Result<()> {
        if dropped.is_empty() {
            return Ok(());
        }
        self.seal(0)?;
        let mut manifest = held(&self.upkeep);
        let segments = self.state().segments.clone();
        for segment in segments {
            let leaves = segment.summary.first_leaf..=segment.summary.last_leaf;
            if dropped.range(leaves).next().is_some() {
                self.drop_from(&mut manifest, &segment, dropped)?;
            }
        }
        Ok(())
    }

    /// The numbers of erased people lead to nobody from the next question on.
    pub(crate) fn forget_people(&self, codes: &[Code]) {
        held(&self.intake).forget(codes);
    }

    fn drop_from(
        &self,
        manifest: &mut Manifest,
        segment: &Arc<Segment>,
        dropped: &BTreeMap<u64, Dropped>,
    ) -> Result<()> {
        let Some(left) = Left::of(segment, dropped)? else {
            return Ok(());
        };
        if !left.stays.contains(&true) {
            return self.replace(manifest, segment, None);
        }
        let made = self.write_anew(manifest, &left)?;
        // Which row comes first, and what the event is, changes with the rows that are left.
        let resolver = Arc::clone(&self.state().resolver);
        let with = Resolving {
            resolver: &resolver,
            zone: &self.settings.zone,
            book: self.book.as_ref(),
        };
        let resolved = renewed(&made, &with, &mut Numbers::default())?;
        let again = match resolved {
            Some(rows) => Some(self.write_anew(manifest, &rows)?),
            None => None,
        };
        let unused = again.is_some().then(|| Arc::clone(&made));
        self.replace(manifest, segment, Some(again.unwrap_or(made)))?;
        unused.map_or(Ok(()), |made| self.remove(&[made]))
    }
}

/// What is left of a segment.
struct Left<'a> {
    segment: &'a Segment,
    /// Which rows stay.
    stays: Vec<bool>,
    /// Which of them stay without the person they were about.
    nobody: Vec<bool>,
}

impl<'a> Left<'a> {
    /// `None` if nothing goes.
    fn of(segment: &'a Segment, dropped: &BTreeMap<u64, Dropped>) -> Result<Option<Left<'a>>> {
        let leaves = segment.by_time.wide(ByTime::Leaf)?;
        let subjects = segment.by_time.narrow(ByTime::Subject)?;
        let stated = segment.by_time.narrow(ByTime::SubjectStated)?;
        let mut left = Left {
            segment,
            stays: vec![true; leaves.len()],
            nobody: vec![false; leaves.len()],
        };
        let mut start = 0;
        for event in leaves.chunk_by(|one, other| one == other) {
            let rows = start..start + event.len();
            start = rows.end;
            let is_about = |row: usize, gone: &[Code]| {
                let code = if stated[row] == 0 {
                    subjects[row]
                } else {
                    stated[row]
                };
                gone.contains(&code)
            };
            match dropped.get(&event[0].cast_unsigned()) {
                None => {}
                Some(Dropped::Event) => left.stays[rows].fill(false),
                Some(Dropped::Subjects(gone)) => {
                    let mut rows_left = rows.len();
                    for row in rows.filter(|row| is_about(*row, gone)) {
                        // An event keeps a row, if about nobody.
                        let is_last = rows_left == 1;
                        left.nobody[row] = is_last;
                        left.stays[row] = is_last;
                        rows_left -= 1;
                    }
                }
            }
        }
        let changes = left.stays.contains(&false) || left.nobody.contains(&true);
        Ok(changes.then_some(left))
    }

    fn of_those_left<T: Copy>(&self, values: &[T]) -> Vec<T> {
        let all = values.iter().zip(&self.stays);
        all.filter(|(_, stays)| **stays)
            .map(|(value, _)| *value)
            .collect()
    }
}

impl TimeOrdered for Left<'_> {
    fn narrow(&self, column: ByTime) -> Result<Vec<u32>> {
        let mut values = self.segment.by_time.narrow(column)?;
        let about_nobody = |value: u32| match column {
            ByTime::Subject | ByTime::SubjectStated | ByTime::SubjectUnits => 0,
            ByTime::Act => value & !act::VIA,
            ByTime::Marks => value & !marks::FIRST_OF_SUBJECT & !marks::RELATION,
            _ => value,
        };
        for (value, nobody) in values.iter_mut().zip(&self.nobody) {
            if *nobody {
                *value = about_nobody(*value);
            }
        }
        Ok(self.of_those_left(&values))
    }

    fn wide(&self, column: ByTime) -> Result<Vec<i64>> {
        Ok(self.of_those_left(&self.segment.by_time.wide(column)?))
    }
}
