//! Who looked somebody up, as it is told to that person (GDPR, article 15).
//!
//! Told is when, from which part of the body, in which system and what was shown. By name only
//! where that is asked for: the Court of Justice weighs the employee's rights against the person's
//! (C-579/21, Pankki S), and laws on health records name them. Withheld is what is looked into
//! just now (article 23); that something is withheld is told.
//! Not here: sentences and paper (`web`, `print`).

use std::collections::{BTreeMap, BTreeSet, HashSet};

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::event::{Kind, Via};
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    #[default]
    Units,
    Names,
}

/// Who looked somebody up.
#[derive(Clone, Debug)]
pub struct Extract {
    pub about: Named,
    /// The days that the log has of those asked for.
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
        let own = match self.identity_of_staff(permit.principal())? {
            Some(Identity::Person(id)) => self.ids_of(&id),
            _ => Vec::new(),
        };
        let mut told = Told {
            person: self.ids_of(person),
            naming,
            looked_into: self.leaves_looked_into()?,
            ..Told::default()
        };
        while let Some(piece) = events.next_piece(self)? {
            if piece
                .iter()
                .any(|event| is_one_of(&event.actor.identity, &own))
            {
                return Err(Problem::denied("problem-letter-own", ReadHistory::NAME));
            }
            piece.iter().for_each(|event| told.add(event));
        }
        let who = Identity::Person(person.clone());
        let mut rows = told.rows();
        let rows_in_all = rows.len();
        rows.truncate(EXTRACT_ROWS_MAX);
        Ok(Extract {
            about: self.named_to(permit.principal(), who, self.today()),
            period: self.within_log(period)?,
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
    /// All ids of whom it is told.
    person: Vec<NationalId>,
    naming: Naming,
    looked_into: HashSet<u64>,
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
    fn add(&mut self, event: &HistoryEvent) {
        if !self.was_shown(event) {
            return;
        }
        // Whoever looked at himself is told so, whatever is made of it.
        let is_own = is_one_of(&event.actor.identity, &self.person);
        if self.looked_into.contains(&event.leaf) && !is_own {
            self.withheld += 1;
            return;
        }
        self.lookups += 1;
        let stored = &event.event;
        let key = (event.day, stored.source.clone(), who(event, self.naming));
        let seen = self.rows.entry(key).or_default();
        seen.lookups += 1;
        seen.kinds.insert(stored.kind);
        let (place, object) = (&stored.place, &stored.object);
        let shown = [&place.screen, &place.tab, &place.report, &object.element];
        // The first that the system says: a screen holds the parts on it.
        seen.shown
            .extend(shown.into_iter().flatten().next().cloned());
    }

    /// Whether the person was shown in it, and not only stood in a list or was sought.
    fn was_shown(&self, event: &HistoryEvent) -> bool {
        let subjects = event.event.subjects.iter();
        let mut own = subjects.filter(|one| self.person.contains(&one.national_id));
        own.any(|one| one.via == Via::Shown)
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

fn is_one_of(who: &Identity, ids: &[NationalId]) -> bool {
    match who {
        Identity::Person(id) => ids.contains(id),
        Identity::Account { .. } => false,
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
