//! A line of a history: one event, read from the order of time around one of its rows.

use tilsyn_domain::question::HistoryLine;
use tilsyn_domain::{Code, Identity, Instant, NationalId};

use super::View;
use super::time_scan::TimeBuffers;
use crate::columns::Scratch;
use crate::error::Result;
use crate::row::{day_of_number, marks};
use crate::segment::{ByTime, Segment};

/// A row that stands for an event.
#[derive(Clone, Copy)]
pub(super) struct Found<'v> {
    pub(super) time: i64,
    pub(super) leaf: u64,
    pub(super) place: u32,
    pub(super) segment: &'v Segment,
}

/// Rows looked at first on each side; widened where an event has more.
const AROUND_ROWS: usize = 64;

impl Found<'_> {
    /// All rows of the event.
    fn rows(&self) -> Result<std::ops::Range<usize>> {
        let place = self.place as usize;
        let leaf = self.leaf.cast_signed();
        let mut scratch = Scratch::default();
        let mut around = AROUND_ROWS;
        loop {
            let start = place.saturating_sub(around);
            let end = self.segment.rows().min(place + around);
            let leaves =
                (self.segment.by_time).i64s(ByTime::Leaf as usize, start..end, &mut scratch)?;
            let here = place - start;
            let before = leaves[..here]
                .iter()
                .rev()
                .take_while(|other| **other == leaf)
                .count();
            let after = leaves[here..]
                .iter()
                .take_while(|other| **other == leaf)
                .count();
            let whole_before = before < here || start == 0;
            let whole_after = after < leaves.len() - here || end == self.segment.rows();
            if whole_before && whole_after {
                return Ok(place - before..place + after);
            }
            around *= 4;
        }
    }
}

pub(super) fn line(view: &View<'_>, found: &Found<'_>) -> Result<HistoryLine> {
    let rows = found.rows()?;
    let mut buffers = TimeBuffers::default();
    let columns = [
        ByTime::Day,
        ByTime::Marks,
        ByTime::Actor,
        ByTime::Subject,
        ByTime::ActorUnits,
        ByTime::SubjectUnits,
    ];
    let [days, of_rows, actors, subjects, actor_units, subject_units] =
        buffers.read(found.segment, &rows, columns)?;
    let words = view.core.words();
    let units = |set: u32| {
        words
            .set_texts(set)
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    let person = |code: Code| -> Option<NationalId> {
        match view.identity(code)? {
            Identity::Person(id) => Some(id),
            Identity::Account { .. } => None,
        }
    };
    let named = (0..rows.len()).filter(|row| of_rows[*row] & marks::FIRST_OF_SUBJECT != 0);
    let mut subject_units: Vec<(NationalId, Vec<String>)> = named
        .filter_map(|row| Some((person(subjects[row])?, units(subject_units[row]))))
        .collect();
    subject_units.sort_unstable();
    Ok(HistoryLine {
        leaf: found.leaf,
        time: Instant(found.time),
        day: day_of_number(days[0]),
        actor: view.identity_or_erased(actors[0]),
        actor_units: units(actor_units[0]),
        subject_units,
        outside: of_rows[0] & marks::EVENT_OUTSIDE != 0,
    })
}
