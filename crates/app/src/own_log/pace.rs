//! How many people somebody opens within an hour: first a word of warning, then a stop.
//!
//! Who looks up one after the other is not looking for an answer. Counted are different people
//! whose own page was opened, and those whom one event shows: who acted, and whom it is about.
//! Lists are not, so of an event that is a long list itself only the first few are. What was
//! opened before a start counts too: it stands in the own log.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tilsyn_domain::Instant;
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::time::HOUR;
use tilsyn_registry::settings::{PEOPLE_PER_HOUR_MAX, PEOPLE_PER_HOUR_WARNED, Setting};

use super::walk::ERASED;
use super::{Looked, OWN_SOURCE, act};
use crate::desk::{Desk, identity_bytes, person_bytes, registry_problem};
use crate::permit::{Action, Permit, Principal, ProveEvent, ReadHistory};
use crate::problem::Problem;

/// What opens one person, or an event of theirs.
const OPENS: [&str; 2] = [ReadHistory::NAME, ProveEvent::NAME];

/// Looks at one event.
const EVENTS: [&str; 2] = ["event", "proof"];
/// So many of the people of one event are counted.
const OF_AN_EVENT: usize = 5;

/// What was opened within the last hour: by whom, whom, when first.
#[derive(Default)]
pub(crate) struct Pace(Mutex<HashMap<String, HashMap<Vec<u8>, Instant>>>);

/// How somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Different people within the last hour.
    pub people: u64,
    /// From how many on there is a word of warning, and how many there can be at most.
    pub warned: u64,
    pub max: u64,
}

impl Opened {
    /// Whether it is time for a word of warning.
    #[must_use]
    pub fn are_many(&self) -> bool {
        self.people >= self.warned
    }
}

/// What came of opening somebody.
enum Opening {
    /// One of those already.
    Again,
    /// One more; so many now.
    Anew(u64),
    /// One too many, for so many seconds still.
    TooMany(u16),
}

impl Pace {
    fn locked(&self) -> MutexGuard<'_, HashMap<String, HashMap<Vec<u8>, Instant>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, user: &str, now: Instant) -> u64 {
        let all = self.locked();
        let people = all.get(user).into_iter().flat_map(HashMap::values);
        people.filter(|at| is_recent(**at, now)).count() as u64
    }

    fn open(&self, user: &str, who: Vec<u8>, now: Instant, max: u64) -> Opening {
        let mut all = self.locked();
        let people = all.entry(user.to_owned()).or_default();
        people.retain(|_, at| is_recent(*at, now));
        if let Some(at) = people.get_mut(&who) {
            // The last time counts: whoever is opened again and again stays one of them.
            *at = now;
            return Opening::Again;
        }
        if people.len() as u64 >= max {
            let first = people.values().min().map_or(now.0, |at| at.0);
            let seconds = (first + HOUR - now.0) / 1_000_000 + 1;
            return Opening::TooMany(u16::try_from(seconds).unwrap_or(u16::MAX));
        }
        people.insert(who, now);
        Opening::Anew(people.len() as u64)
    }

    /// What the own log says of the time before this start.
    fn recall(&self, user: &str, who: Vec<u8>, at: Instant) {
        let mut all = self.locked();
        let people = all.entry(user.to_owned()).or_default();
        let last = people.entry(who).or_insert(at);
        last.0 = last.0.max(at.0);
    }
}

fn is_recent(at: Instant, now: Instant) -> bool {
    now.0 - at.0 < HOUR
}

/// Whom a look opens; nobody: a list, or people of ours.
fn opened(
    (action, view): (&str, &str),
    about: Option<&Identity>,
    named: impl Iterator<Item = Vec<u8>>,
) -> Vec<Vec<u8>> {
    if !OPENS.contains(&action) {
        return Vec::new();
    }
    let of_ours = |who: &&Identity| match who {
        Identity::Account { source, .. } => source == OWN_SOURCE,
        Identity::Person(_) => false,
    };
    let shown = named.take(match EVENTS.contains(&view) {
        true => OF_AN_EVENT,
        false => 0,
    });
    let about = about.filter(|who| !of_ours(who)).map(identity_bytes);
    about.into_iter().chain(shown).collect()
}

impl Desk {
    /// How many people somebody opened within the last hour; `None`: nobody.
    ///
    /// # Errors
    /// When the settings cannot be read.
    pub fn people_opened(&self, principal: &Principal) -> Result<Option<Opened>, Problem> {
        let people = self.pace.count(principal.user(), self.now());
        if people == 0 {
            return Ok(None);
        }
        Ok(Some(Opened {
            people,
            warned: self.limit(&PEOPLE_PER_HOUR_WARNED)?,
            max: self.limit(&PEOPLE_PER_HOUR_MAX)?,
        }))
    }

    /// Counts whom a look opens, before it is filed.
    ///
    /// # Errors
    /// Refused, where it would be one too many.
    pub(super) fn keep_pace<A: Action>(
        &self,
        permit: &Permit<A>,
        looked: &Looked,
    ) -> Result<(), Problem> {
        // Whoever sets the program up by commands, before anybody has a duty, tries it out.
        if permit.principal().is_local_operator() {
            return Ok(());
        }
        let by = (A::NAME, looked.view);
        let named = looked.people.iter().map(person_bytes);
        for who in opened(by, looked.about.as_ref(), named) {
            self.keep_pace_with(permit, who)?;
        }
        Ok(())
    }

    fn keep_pace_with<A: Action>(&self, permit: &Permit<A>, who: Vec<u8>) -> Result<(), Problem> {
        let (user, now) = (permit.principal().user(), self.now());
        let max = self.limit(&PEOPLE_PER_HOUR_MAX)?;
        match self.pace.open(user, who, now, max) {
            Opening::Again => Ok(()),
            Opening::TooMany(seconds) => {
                let no = Problem::denied("problem-too-many-people", A::NAME);
                Err(no.with("max", max).again_after(seconds))
            }
            Opening::Anew(people) if people == self.limit(&PEOPLE_PER_HOUR_WARNED)? => {
                let many = Looked::plain("people-many", 0).rows(people, 0, people);
                let act = act((A::NAME, permit.form()), &many, now);
                self.file(permit.principal(), &act, &many)
            }
            Opening::Anew(_) => Ok(()),
        }
    }

    fn limit(&self, setting: &Setting<u64>) -> Result<u64, Problem> {
        self.registry().setting(setting).map_err(registry_problem)
    }

    /// What was opened within the hour before a start.
    pub(crate) fn load_pace(&self) -> Result<(), Problem> {
        let now = self.now();
        self.walk_looks(
            |at| is_recent(at, now),
            |_, look| {
                if look.act.denied.is_some() || look.user == ERASED {
                    return;
                }
                let by = (look.act.action.as_str(), look.act.view.as_str());
                for who in opened(by, look.about.as_ref(), look.named.into_iter()) {
                    self.pace.recall(&look.user, who, look.at);
                }
            },
        )
    }
}
