//! Sessions (H1, H9.5): each logon with the logoff that ended it, however much lies between.
//!
//! A logon ends by its own `end`, else by a later logoff of the same account and machine; that
//! logoff ends the last logon that is still open there. Read from the logon on to the end of the
//! log, so that a night shift at the end of a quarter is not called open.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use tilsyn_domain::event::{Outcome, Place};
use tilsyn_domain::question::{About, EventSort, HistoryQuestion};
use tilsyn_domain::{Day, Event, Kind, Period, Stamp};

use super::view::{HistoryEvent, SessionEnd, SessionsView};
use crate::desk::{Desk, answered};
use crate::permit::{Permit, ReadHistory};
use crate::problem::Problem;

/// Ends of the sessions of one account, by the leaf of the logon.
pub(crate) type Ended = HashMap<u64, Stamp>;

impl Desk {
    /// Events, and how each logon among them ended.
    ///
    /// # Errors
    /// When archive or ledger cannot be read, or the look cannot be filed.
    pub fn sessions(
        &self,
        permit: &Permit<ReadHistory>,
        question: &HistoryQuestion,
    ) -> Result<SessionsView, Problem> {
        let history = self.history(permit, question)?;
        let mut sought: HashMap<(&str, &str), (HashSet<u64>, Day)> = HashMap::new();
        for shown in history.events.iter().filter(|shown| is_open(&shown.event)) {
            let (leaves, from) = sought
                .entry(account(&shown.event))
                .or_insert_with(|| (HashSet::new(), shown.day));
            leaves.insert(shown.leaf);
            *from = shown.day.min(*from);
        }
        let mut ended = Ended::new();
        for (account, (mut leaves, from)) in sought {
            // No further than the last logoff that is asked for.
            let found = self.ended_sessions(account, from, |logon| {
                leaves.remove(&logon);
                leaves.is_empty()
            })?;
            ended.extend(found);
        }
        let logons = history.events.iter().filter(|shown| is_logon(&shown.event));
        let ends = logons.map(|shown| {
            let end = shown.event.end.or_else(|| ended.get(&shown.leaf).copied());
            (shown.leaf, end.map_or(SessionEnd::Open, SessionEnd::At))
        });
        let ends = ends.collect();
        Ok(SessionsView { history, ends })
    }

    /// Every session of an account that was opened from a day on and has ended; `enough` is told
    /// each logon whose end was found, and says when no more are needed.
    pub(crate) fn ended_sessions(
        &self,
        (source, user): (&str, &str),
        from: Day,
        mut enough: impl FnMut(u64) -> bool,
    ) -> Result<Ended, Problem> {
        let account = About::Account {
            source: source.to_owned(),
            user: user.to_owned(),
        };
        let onwards = Period::new(from, Day::MAX).unwrap_or(Period::always());
        let question = HistoryQuestion {
            kinds: vec![Kind::Logon, Kind::Logoff],
            sort: EventSort::OLDEST_FIRST,
            ..HistoryQuestion::every(account, onwards)
        };
        let mut ended = Ended::new();
        let mut open: Vec<(u64, Place)> = Vec::new();
        for leaf in answered(self.answers().leaves(&question))? {
            let Some(event) = self.stored_event(leaf)? else {
                continue;
            };
            if is_open(&event) {
                open.push((leaf, event.place));
                continue;
            }
            let ends =
                |(_, place): &(u64, Place)| is_logoff(&event) && is_there(place, &event.place);
            let Some(last) = open.iter().rposition(ends) else {
                continue;
            };
            let (logon, _) = open.remove(last);
            ended.insert(logon, event.time);
            if enough(logon) {
                break;
            }
        }
        Ok(ended)
    }
}

/// How sessions ended that were opened from a day on; each account is read once.
pub struct SessionEnds {
    from: Day,
    ended: HashMap<(String, String), Ended>,
}

impl SessionEnds {
    pub(super) fn since(from: Day) -> SessionEnds {
        SessionEnds {
            from,
            ended: HashMap::new(),
        }
    }

    /// How an event's session ended; `None` where the event is no logon that was let in.
    ///
    /// # Errors
    /// When archive or ledger cannot be read.
    pub fn of(&mut self, desk: &Desk, shown: &HistoryEvent) -> Result<Option<SessionEnd>, Problem> {
        if !is_logon(&shown.event) {
            return Ok(None);
        }
        if let Some(end) = shown.event.end {
            return Ok(Some(SessionEnd::At(end)));
        }
        let (source, user) = account(&shown.event);
        let ended = match self.ended.entry((source.to_owned(), user.to_owned())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(free) => {
                let found = desk.ended_sessions((source, user), self.from, |_| false)?;
                free.insert(found)
            }
        };
        let end = ended.get(&shown.leaf);
        Ok(Some(
            end.map_or(SessionEnd::Open, |end| SessionEnd::At(*end)),
        ))
    }
}

/// The account of an event.
pub(crate) fn account(event: &Event) -> (&str, &str) {
    (&event.source, &event.actor.user)
}

/// A logon whose end must be sought.
fn is_open(event: &Event) -> bool {
    is_logon(event) && event.end.is_none()
}

/// A logon that the source let in.
pub(crate) fn is_logon(event: &Event) -> bool {
    event.kind == Kind::Logon && event.outcome == Outcome::Permit
}

fn is_logoff(event: &Event) -> bool {
    event.kind == Kind::Logoff && event.outcome == Outcome::Permit
}

/// Whether a logoff can be that of a logon: the same session where both name one, else the same
/// PC where both name one; where one of them names neither, nothing speaks against it.
fn is_there(logon: &Place, logoff: &Place) -> bool {
    match (&logon.session, &logoff.session) {
        (Some(one), Some(other)) => one == other,
        _ => match (&logon.client_host, &logoff.client_host) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            _ => true,
        },
    }
}
