//! Viewers: who looked a given person up.

use std::collections::BTreeSet;

use hashbrown::HashMap;
use tilsyn_domain::question::Viewer;
use tilsyn_domain::{Code, Identity, NationalId, Period};

use super::View;
use super::scan::{Buffers, Columns, Order, Scan};
use crate::error::Result;
use crate::row::{DaySpan, day_of_number, marks};
use crate::segment::by_key;

#[derive(Default)]
struct Tally {
    lookups: u64,
    outside: u64,
    /// The actor's sets of units; few, since a set is as of many days.
    sets: Vec<u32>,
    last: u32,
}

pub(crate) fn viewers(
    view: &View<'_>,
    subject: &NationalId,
    period: Period,
) -> Result<Vec<Viewer>> {
    let span = DaySpan::of(period);
    let Some(code) = view.code_for(&Identity::Person(subject.clone())) else {
        return Ok(Vec::new());
    };
    let scan = Scan {
        segments: view.touched(span),
        order: Order::Subject,
        span,
        columns: Columns::of(&[by_key::MARKS, by_key::ACTOR, by_key::ACTOR_UNITS]),
    };
    let mut tallies: HashMap<Code, Tally> = HashMap::new();
    scan.one(code, &mut Buffers::default(), &mut |_, slice| {
        let actors = slice.column(by_key::ACTOR);
        let sets = slice.column(by_key::ACTOR_UNITS);
        for (row, found) in slice.marks().iter().enumerate() {
            if marks::counts(*found) && slice.holds(span, row) {
                let tally = tallies.entry(actors[row]).or_default();
                tally.lookups += 1;
                tally.outside += u64::from(found & marks::RELATION == marks::OUTSIDE);
                tally.last = tally.last.max(slice.day()[row]);
                if !tally.sets.contains(&sets[row]) {
                    tally.sets.push(sets[row]);
                }
            }
        }
    })?;
    let words = view.core.words();
    let viewer = |(actor, tally): (Code, Tally)| {
        let actor = view.identity_or_erased(actor);
        let units = tally.sets.iter().flat_map(|set| words.set_texts(*set));
        let units: BTreeSet<&str> = units.collect();
        Viewer {
            units: units.into_iter().map(str::to_owned).collect(),
            card: view.card(&actor, tally.last),
            actor,
            lookups: tally.lookups,
            outside: tally.outside,
            last: day_of_number(tally.last),
        }
    };
    let mut viewers: Vec<Viewer> = tallies.into_iter().map(viewer).collect();
    viewers.sort_by(|one, other| {
        other
            .lookups
            .cmp(&one.lookups)
            .then_with(|| one.actor.cmp(&other.actor))
    });
    Ok(viewers)
}
