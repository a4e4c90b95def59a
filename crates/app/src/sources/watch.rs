//! Is a source silent? Its week as it usually is, and its deliveries, against what came.
//!
//! When things happened tells its week, when they arrived tells how long to wait for them: a
//! source is only called silent for a time whose events should have come by now. The method is
//! in `domain` (`rhythm`); here it gets what it needs, and is asked again when something came.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use tilsyn_domain::question::{SourceHours, SourceTotals};
use tilsyn_domain::rhythm::{DayJudged, Deliveries, HOUR, Late, Rhythm, Silence};
use tilsyn_domain::{Day, Instant};
use tilsyn_registry::Source;

use crate::desk::{Desk, answered, registry_problem};
use crate::problem::Problem;

/// Hours before now that are looked at: half a year, of which the first weeks are learned from.
const HOURS_READ: i64 = 26 * 7 * 24;
/// Hours before now whose arrivals are looked at.
const ARRIVAL_HOURS_READ: i64 = 9 * 7 * 24;
/// A day with far fewer events is told for so many days.
const FEW_DAYS: i32 = 3;

/// What is known of a source's rhythm.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Watch {
    pub rhythm: Rhythm,
    pub deliveries: Deliveries,
    /// Up to then events should have come; what happened later is not judged.
    pub until: Option<Instant>,
}

/// How a source stands by its own rhythm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Heard {
    /// A delivery that always comes has not.
    Late(Late),
    Silent(Silence),
    /// The last whole day brought far fewer than usual.
    Few(DayJudged),
    AsUsual,
    /// As usual as far as it has come; when more is due cannot be told yet.
    SoFar,
    /// Known for too short a time, in whole weeks.
    TooEarly(usize),
}

/// What stands in the sentence about how a source is heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Placed {
    Nothing,
    /// Under `at`.
    Moment(Instant),
    /// Under `day`.
    Day(Day),
    /// Under `n`.
    Count(u64),
}

impl Heard {
    /// The sentence that says it in a few words, and what stands in it.
    #[must_use]
    pub fn message(&self) -> (&'static str, Placed) {
        match self {
            Heard::Late(late) => ("sources-heard-late", Placed::Moment(late.due)),
            Heard::Silent(silence) => ("sources-heard-silent", Placed::Moment(silence.from)),
            Heard::Few(few) => ("sources-heard-few", Placed::Day(few.day)),
            Heard::AsUsual => ("sources-heard-usual", Placed::Nothing),
            Heard::SoFar => ("sources-heard-so-far", Placed::Nothing),
            Heard::TooEarly(weeks) => ("sources-heard-early", Placed::Count(*weeks as u64)),
        }
    }

    #[must_use]
    pub fn needs_attention(&self) -> bool {
        matches!(self, Heard::Late(_) | Heard::Silent(_) | Heard::Few(_))
    }
}

impl Watch {
    #[must_use]
    pub fn heard(&self) -> Heard {
        if let Some(late) = self.deliveries.late {
            return Heard::Late(late);
        }
        if let Some(silence) = self.rhythm.silence() {
            return Heard::Silent(*silence);
        }
        let last = self.rhythm.days.last().map(|last| last.day);
        let recent = self.rhythm.days.iter().rev();
        let mut recent =
            recent.take_while(|day| last.is_some_and(|last| last.0 - day.day.0 < FEW_DAYS));
        if let Some(few) = recent.find(|day| day.few.is_some()) {
            return Heard::Few(*few);
        }
        if self.rhythm.is_too_early() {
            return Heard::TooEarly(self.rhythm.weeks);
        }
        match self.deliveries.delay {
            Some(_) => Heard::AsUsual,
            None => Heard::SoFar,
        }
    }
}

/// What was found last, and of what.
#[derive(Default)]
pub(crate) struct Watched(Mutex<Option<Found>>);

struct Found {
    next_leaf: u64,
    /// What they were found in: counted once, as long as nothing comes in.
    hours: Arc<Vec<SourceHours>>,
    /// Minutes since 1970, in which nothing needs to be asked again.
    minute: i64,
    watches: Arc<Watches>,
}

pub(crate) type Watches = BTreeMap<String, Watch>;

impl Desk {
    /// What is known of the rhythm of each source.
    pub(crate) fn watches(
        &self,
        known: &[Source],
        totals: &[SourceTotals],
    ) -> Result<Arc<Watches>, Problem> {
        let now = self.now();
        let (next_leaf, minute) = (self.answers().next_leaf(), now.0.div_euclid(60_000_000));
        let mut found = self
            .watched
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = &*found
            && (found.next_leaf, found.minute) == (next_leaf, minute)
        {
            return Ok(Arc::clone(&found.watches));
        }
        let counted = found.as_ref().filter(|found| found.next_leaf == next_leaf);
        let hours = match counted {
            Some(found) => Arc::clone(&found.hours),
            None => Arc::new(self.hours_read(totals, now)?),
        };
        let watches = Arc::new(self.watch_anew(known, &hours, now)?);
        *found = Some(Found {
            next_leaf,
            hours,
            minute,
            watches: Arc::clone(&watches),
        });
        Ok(watches)
    }

    /// What came in each hour of the last half year that has events.
    fn hours_read(
        &self,
        totals: &[SourceTotals],
        now: Instant,
    ) -> Result<Vec<SourceHours>, Problem> {
        let end = totals.iter().map(|totals| totals.last.0).max();
        let from = end.map_or(now.0, |end| end.min(now.0)) - HOURS_READ * HOUR;
        let all = Instant(from)..Instant(i64::MAX);
        answered(self.answers().hours_of_sources(all))
    }

    fn watch_anew(
        &self,
        known: &[Source],
        hours: &[SourceHours],
        now: Instant,
    ) -> Result<Watches, Problem> {
        let mut seen = Vec::with_capacity(known.len());
        for source in known {
            let of_source = hours.iter().find(|hours| hours.source == source.name);
            let hours = of_source.map(|hours| hours.hours.as_slice());
            seen.push(self.seen(source, hours.unwrap_or_default(), now)?);
        }
        let watch = |one: &Seen<'_>| (one.name.to_owned(), self.watch(one, &seen, now));
        Ok(seen.iter().map(watch).collect())
    }

    fn seen<'a>(
        &self,
        source: &'a Source,
        hours: &'a [(i64, u64)],
        now: Instant,
    ) -> Result<Seen<'a>, Problem> {
        let since = now.0.div_euclid(HOUR) - ARRIVAL_HOURS_READ;
        let arrivals = self.registry().arrivals(source.number, since);
        let arrivals = arrivals.map_err(registry_problem)?;
        Ok(Seen {
            name: &source.name,
            hours,
            came: hours.last().map(|(hour, _)| (hour + 1) * HOUR),
            last_arrival: arrivals.last().map(|arrival| arrival.hour),
            deliveries: Deliveries::of(self.zone(), &arrivals, now),
        })
    }

    fn watch(&self, one: &Seen<'_>, all: &[Seen<'_>], now: Instant) -> Watch {
        let until = one.until(all, now);
        let rhythm = until.map(|until| Rhythm::of(self.zone(), one.hours, until));
        Watch {
            rhythm: rhythm.unwrap_or_default(),
            deliveries: one.deliveries.clone(),
            until,
        }
    }
}

/// What came from a source.
struct Seen<'a> {
    name: &'a str,
    hours: &'a [(i64, u64)],
    /// The end of the last hour with events, in microseconds.
    came: Option<i64>,
    /// The last whole hour in which something arrived.
    last_arrival: Option<i64>,
    deliveries: Deliveries,
}

impl Seen<'_> {
    /// Up to when its events should have come. What has come is judged in any case; what has
    /// not, as soon as it should have; and where nobody knows when that is, up to where the
    /// sources go that came together with it.
    fn until(&self, all: &[Seen<'_>], now: Instant) -> Option<Instant> {
        let came = self.came?;
        let due = match (self.deliveries.delay, self.last_arrival) {
            (Some(delay), _) => Some(now.0 - delay),
            (None, None) => None,
            (None, Some(hour)) => {
                let together = |other: &&Seen<'_>| {
                    other
                        .last_arrival
                        .is_some_and(|other| (other - hour).abs() <= 1)
                };
                all.iter()
                    .filter(together)
                    .filter_map(|other| other.came)
                    .max()
            }
        };
        Some(Instant(due.map_or(came, |due| due.max(came)).min(now.0)))
    }
}
