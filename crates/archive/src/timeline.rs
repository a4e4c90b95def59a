//! Which units each person of the directory had on which day, as numbered sets.
//!
//! Of an employee the units of all employments valid that day; of a person who is no employee
//! that day those of `person_units` (formats.md, section 4).

use tilsyn_domain::directory::Validity;
use tilsyn_domain::{Day, Directory};

use crate::error::Result;
use crate::people::{People, PersonNo};
use crate::row::row_number;
use crate::words::{Field, Words};

/// From this day on the person has this set of units.
#[derive(Clone, Copy)]
struct Span {
    from: Day,
    set: u32,
}

/// A piecewise constant function from days to sets of units, for every person.
pub(crate) struct Timelines {
    starts: Vec<u32>,
    spans: Vec<Span>,
}

/// A row of the directory that gives a person a unit.
#[derive(Clone, Copy)]
struct Belonging {
    valid: Validity,
    unit: u32,
    rank: Rank,
}

/// An employment stands before a unit of a registered person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    Employment,
    PersonUnit,
}

impl Timelines {
    pub(crate) fn of(directory: &Directory, people: &People, words: &mut Words) -> Result<Self> {
        let mut rows: Vec<(PersonNo, Belonging)> = Vec::new();
        for row in &directory.employments {
            let unit = words.add(Field::Unit, &row.unit)?;
            let rank = Rank::Employment;
            let valid = row.valid;
            rows.push((
                known(people, &row.national_id),
                Belonging { valid, unit, rank },
            ));
        }
        for row in &directory.person_units {
            let unit = words.add(Field::Unit, &row.unit)?;
            let rank = Rank::PersonUnit;
            let valid = row.valid;
            rows.push((
                known(people, &row.national_id),
                Belonging { valid, unit, rank },
            ));
        }
        rows.sort_by_key(|(person, _)| *person);
        let mut lines = Timelines {
            starts: Vec::with_capacity(people.len() + 1),
            spans: Vec::with_capacity(rows.len() * 2),
        };
        let mut single: Vec<u32> = Vec::new();
        for of_one in rows.chunk_by(|(one, _), (other, _)| one == other) {
            let start = row_number(lines.spans.len());
            lines.starts.resize(of_one[0].0 as usize + 1, start);
            lines.add(of_one, words, &mut single);
        }
        let end = row_number(lines.spans.len());
        lines.starts.resize(people.len() + 1, end);
        Ok(lines)
    }

    fn add(&mut self, rows: &[(PersonNo, Belonging)], words: &mut Words, single: &mut Vec<u32>) {
        let mut changes: Vec<Day> = Vec::with_capacity(rows.len() * 2);
        for (_, row) in rows {
            changes.push(row.valid.first());
            if row.valid.last() != Day::MAX {
                changes.push(row.valid.last().plus(1));
            }
        }
        changes.sort_unstable();
        changes.dedup();
        let mut before = 0;
        for from in changes {
            let on = |rank| {
                rows.iter()
                    .filter(move |(_, r)| r.rank == rank && r.valid.on(from))
            };
            let mut units: Vec<u32> = on(Rank::Employment).map(|(_, row)| row.unit).collect();
            if units.is_empty() {
                units.extend(on(Rank::PersonUnit).map(|(_, row)| row.unit));
            }
            let set = match units[..] {
                [] => 0,
                [unit] => set_of_one(unit, words, single),
                _ => words.add_set(units),
            };
            if set != before {
                self.spans.push(Span { from, set });
                before = set;
            }
        }
    }

    /// The set of units a person has on a day; 0 = none.
    pub(crate) fn on(&self, person: PersonNo, day: Day) -> u32 {
        let start = self.starts[person as usize] as usize;
        let end = self.starts[person as usize + 1] as usize;
        let spans = &self.spans[start..end];
        let found = spans.iter().rev().find(|span| span.from <= day);
        found.map_or(0, |span| span.set)
    }
}

fn known(people: &People, id: &tilsyn_domain::NationalId) -> PersonNo {
    people.find(id).expect("the ids of all rows were numbered")
}

/// Most people have one unit: its set is kept at hand.
fn set_of_one(unit: u32, words: &mut Words, single: &mut Vec<u32>) -> u32 {
    if single.len() <= unit as usize {
        single.resize(unit as usize + 1, 0);
    }
    if single[unit as usize] == 0 {
        single[unit as usize] = words.add_set(vec![unit]);
    }
    single[unit as usize]
}
