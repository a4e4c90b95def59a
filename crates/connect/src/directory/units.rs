//! Units above units: no unit may stand above itself, on any one day.
//!
//! Rows are looked at in the order of the file; the row that would close a circle is refused,
//! the others stay.

use std::collections::{HashMap, HashSet};

use tilsyn_domain::Day;
use tilsyn_domain::directory::Unit;

/// The units read so far: for each, whom it stood under, and when.
#[derive(Default)]
pub(super) struct Known(HashMap<String, Vec<Above>>);

struct Above {
    parent: String,
    first: Day,
    last: Day,
}

impl Known {
    pub(super) fn add(&mut self, unit: &Unit) {
        if let Some(parent) = &unit.parent {
            self.0.entry(unit.unit.clone()).or_default().push(Above {
                parent: parent.clone(),
                first: unit.valid.first(),
                last: unit.valid.last(),
            });
        }
    }
}

/// Whether this row would put a unit above itself on some day.
pub(super) fn closes_circle(known: &Known, unit: &Unit) -> bool {
    let Some(parent) = &unit.parent else {
        return false;
    };
    let mut open = vec![(parent.as_str(), unit.valid.first(), unit.valid.last())];
    let mut seen = HashSet::new();
    while let Some((above, first, last)) = open.pop() {
        if above == unit.unit {
            return true;
        }
        for next in known.0.get(above).into_iter().flatten() {
            let (first, last) = (first.max(next.first), last.min(next.last));
            if first <= last && seen.insert((next.parent.as_str(), first, last)) {
                open.push((&next.parent, first, last));
            }
        }
    }
    false
}
