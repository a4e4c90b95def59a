//! Who looked somebody up, as it is told to that person (GDPR, article 15).
//!
//! Told is when, from which part of the body, in which system and what was shown. By name only
//! where that is asked for: the Court of Justice weighs the employee's rights against the person's
//! (C-579/21, Pankki S), and laws on health records name them. Withheld is what is looked into
//! just now (article 23); that something is withheld is told.
//! Not here: sentences and paper (`web`, `print`).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::event::Kind;
use tilsyn_domain::question::{About, EventSort, HistoryQuestion, Only};
use tilsyn_domain::{Day, NationalId, Period};

use super::view::{HistoryEvent, MadeFrom, Named};
use crate::desk::Desk;
use crate::permit::{Action, Permit, ReadHistory};
use crate::problem::Problem;

/// Rows of one letter; whoever is looked up more often asks for a shorter time.
pub const EXTRACT_ROWS_MAX: usize = 2_000;
/// Looked up more often than this, nobody is told by a letter.
const EVENTS_MAX: u64 = 100_000;

/// Whether employees are told by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    Units,
    Names,
}

/// Who looked somebody up.
#[derive(Clone, Debug)]
pub struct Extract {
    pub about: Named,
    pub period: Period,
    /// In the order of days, [`EXTRACT_ROWS_MAX`] at most.
    pub rows: Vec<ExtractRow>,
    /// How many rows there are in all.
    pub rows_in_all: usize,
    /// Look-ups that the rows tell of, those left out for their number too.
    pub lookups: u64,
    /// Look-ups that are looked into just now, and not told of yet.
    pub withheld: u64,
    pub made_from: MadeFrom,
}

/// Look-ups of a day by the same one in the same system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractRow {
    pub day: Day,
    pub who: Who,
    /// The system's name as a source.
    pub system: String,
    pub kinds: BTreeSet<Kind>,
    /// Screens and parts of the record, as the system calls them.
    pub shown: BTreeSet<String>,
    pub lookups: u64,
}

/// Who looked, as far as it is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    /// None where it is not asked for, not known, or protected by the register.
    pub name: Option<String>,
    /// Units of that day by name; none of those whom the register protects.
    pub units: Vec<String>,
}

impl Desk {
    /// Who looked a person up in a period.
    ///
    /// # Errors
    /// When archive or ledger cannot be read, or the look cannot be filed. Refused, where whoever
    /// asks is among those who looked: nobody tells of his own. Yours, where there are too many.
    pub fn extract(
        &self,
        permit: &Permit<ReadHistory>,
        (person, period): (&NationalId, Period),
        naming: Naming,
    ) -> Result<Extract, Problem> {
        let question = HistoryQuestion {
            only: Only::Lookups,
            sort: EventSort::OLDEST_FIRST,
            limit: EVENTS_MAX,
            ..HistoryQuestion::every(About::Subject(person.clone()), period)
        };
        let (view, mut events) = self.outgoing(permit, &question)?;
        if view.total > EVENTS_MAX {
            return Err(Problem::yours("problem-letter-long").with("max", EVENTS_MAX));
        }
        let own = self.identity_of_staff(permit.principal())?;
        let looked_into = self.leaves_looked_into()?;
        let mut told = Told::default();
        while let Some(piece) = events.next_piece(self)? {
            if own.is_some()
                && piece
                    .iter()
                    .any(|event| Some(&event.actor.identity) == own.as_ref())
            {
                return Err(Problem::denied("problem-letter-own", ReadHistory::NAME));
            }
            piece
                .iter()
                .for_each(|event| told.add(event, naming, &looked_into));
        }
        let who = Identity::Person(person.clone());
        let mut rows = told.rows();
        let rows_in_all = rows.len();
        rows.truncate(EXTRACT_ROWS_MAX);
        Ok(Extract {
            about: self.named_to(permit.principal(), who, self.today()),
            period: view.period,
            rows,
            rows_in_all,
            lookups: told.lookups,
            withheld: told.withheld,
            made_from: view.made_from,
        })
    }
}

/// What is told so far.
#[derive(Default)]
struct Told {
    rows: BTreeMap<(Day, String, Who), Seen>,
    lookups: u64,
    withheld: u64,
}

#[derive(Default)]
struct Seen {
    kinds: BTreeSet<Kind>,
    shown: BTreeSet<String>,
    lookups: u64,
}

impl Told {
    fn add(&mut self, event: &HistoryEvent, naming: Naming, looked_into: &HashSet<u64>) {
        if looked_into.contains(&event.leaf) {
            self.withheld += 1;
            return;
        }
        self.lookups += 1;
        let stored = &event.event;
        let key = (event.day, stored.source.clone(), who(event, naming));
        let seen = self.rows.entry(key).or_default();
        seen.lookups += 1;
        seen.kinds.insert(stored.kind);
        let (place, object) = (&stored.place, &stored.object);
        let shown = [&place.screen, &place.tab, &place.report, &object.element];
        // The first that the system says: a screen holds the parts on it.
        seen.shown
            .extend(shown.into_iter().flatten().next().cloned());
    }

    fn rows(&mut self) -> Vec<ExtractRow> {
        let rows = std::mem::take(&mut self.rows).into_iter();
        rows.map(|((day, system, who), seen)| ExtractRow {
            day,
            who,
            system,
            kinds: seen.kinds,
            shown: seen.shown,
            lookups: seen.lookups,
        })
        .collect()
    }
}

fn who(event: &HistoryEvent, naming: Naming) -> Who {
    if event.actor.is_withheld() {
        return Who::default();
    }
    Who {
        name: match naming {
            Naming::Names => event.actor.card.name.clone(),
            Naming::Units => None,
        },
        units: event
            .actor_units
            .iter()
            .map(|unit| unit.name.clone())
            .collect(),
    }
}
