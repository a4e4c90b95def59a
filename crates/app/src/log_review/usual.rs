//! How often people of a unit are looked up: what is usual for each of them beside the others.

use std::collections::{BTreeMap, HashMap, HashSet};

use tilsyn_detect::{Count, Peers};
use tilsyn_domain::counted::{CountedSubjects, SubjectColumn};
use tilsyn_domain::question::SubjectLine;
use tilsyn_domain::{Day, Directory, NationalId};

/// The lookups of a period by the unit of those looked up.
pub(crate) struct UsualLookups {
    units: HashMap<String, u32>,
    peers: Peers,
}

impl UsualLookups {
    /// Those of a unit whom nobody looked up are counted as well.
    pub(crate) fn of(list: &CountedSubjects, directory: &Directory, day: Day) -> UsualLookups {
        let units: HashMap<String, u32> = list.units().into_iter().zip(0..).collect();
        let mut counts = Vec::with_capacity(list.len());
        let mut looked_up: HashMap<u32, usize> = HashMap::new();
        for place in 0..list.len() {
            let Some(unit) = list.unit(place).and_then(|unit| units.get(&unit).copied()) else {
                continue;
            };
            *looked_up.entry(unit).or_default() += 1;
            counts.push((unit, of_one(list.number(place, SubjectColumn::Lookups))));
        }
        for (unit, members) in members(directory, day) {
            if let Some(unit) = units.get(unit) {
                let others = members
                    .len()
                    .saturating_sub(looked_up.get(unit).copied().unwrap_or(0));
                counts.extend(std::iter::repeat_n((*unit, of_one(0)), others));
            }
        }
        UsualLookups {
            peers: Peers::of(&counts),
            units,
        }
    }

    /// Says of a line what was to be expected, and the chance of so many lookups.
    pub(crate) fn tell(&self, line: &mut SubjectLine) {
        let unit = line.unit.as_ref().and_then(|unit| self.units.get(unit));
        let usual = unit.and_then(|unit| self.peers.beside(*unit, of_one(line.lookups)));
        (line.expected, line.p) = usual.unzip();
    }
}

fn of_one(lookups: u64) -> Count {
    Count {
        seen: f64::from(u32::try_from(lookups).unwrap_or(u32::MAX)),
        exposure: 1.0,
    }
}

/// Who belongs to each unit on a day, in an order that is the same every time: sums depend on it.
fn members(directory: &Directory, day: Day) -> BTreeMap<&str, HashSet<&NationalId>> {
    let mut members: BTreeMap<&str, HashSet<&NationalId>> = BTreeMap::new();
    let employed = directory.employments.iter();
    let employed = employed.map(|row| (&row.national_id, row.unit.as_str(), row.valid));
    let others = directory.person_units.iter();
    let others = others.map(|row| (&row.national_id, row.unit.as_str(), row.valid));
    for (id, unit, valid) in employed.chain(others) {
        if valid.first() <= day && day <= valid.last() {
            members.entry(unit).or_default().insert(id);
        }
    }
    members
}
