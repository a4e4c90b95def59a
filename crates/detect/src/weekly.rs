//! The same evaluation week by week, for findings that are kept: who is reported of each week,
//! with facts; the weeks of users who are watched; and what each user's weeks were like before.
//!
//! A week is judged by what was seen before it, and by what the directory says of it today: what
//! was registered late explains a lookup as well. Not here: what becomes of a finding (`app`).

use std::collections::{HashMap, HashSet};

use tilsyn_domain::touch::{TouchQuestion, TouchWeek};
use tilsyn_domain::{Codebook, Day, Directory, Identity, Period};

use crate::engine::{Counted, Engine};
use crate::findings::{Best, Finding, WEEKS_BEFORE, finding, reported};
use crate::language::Rules;
use crate::people::Who;

/// A week of a user who is reported, or watched.
#[derive(Clone, Debug)]
pub struct JudgedWeek {
    pub finding: Finding,
    /// How many times as likely the week is under misuse as in ordinary work, as far as that was
    /// calibrated: what findings are reported by.
    pub e: f64,
}

/// What one week of a user was like.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PastWeek {
    /// Its first day.
    pub from: Day,
    /// People looked up without an explanation, and how many were to be expected.
    pub people: u32,
    pub expected: f64,
}

/// A log's evaluation, week by week.
pub struct Weekly {
    engine: Engine,
    period: Period,
    watched: HashSet<Identity>,
    past: HashMap<Who, Vec<PastWeek>>,
    judged: Vec<JudgedWeek>,
    user_weeks: u64,
}

/// What a log's evaluation came to.
#[derive(Clone, Debug, Default)]
pub struct Weeks {
    /// In the order of their weeks, then the strongest first.
    pub judged: Vec<JudgedWeek>,
    /// How many weeks of users were judged in the period.
    pub user_weeks: u64,
    /// Of each user judged: the weeks with lookups, the earliest first.
    pub past: HashMap<Identity, Vec<PastWeek>>,
}

impl Weekly {
    /// `known_on`: nothing that was known later is used; `watched`: users of whom every week is
    /// wanted, reported or not.
    #[must_use]
    pub fn new(
        (directory, rules): (&Directory, &Rules),
        period: Period,
        known_on: Day,
        watched: HashSet<Identity>,
    ) -> Weekly {
        Weekly {
            engine: Engine::new(directory, rules, known_on),
            period,
            watched,
            past: HashMap::new(),
            judged: Vec::new(),
            user_weeks: 0,
        }
    }

    /// What to ask the archive: the period, and the weeks before it that are learned from.
    #[must_use]
    pub fn question(&self) -> TouchQuestion {
        let first = self.period.from().plus(-7 * WEEKS_BEFORE);
        let all = Period::new(first, self.period.to());
        self.engine.question(all.unwrap_or(self.period))
    }

    /// Takes the weeks in their order.
    pub fn take(&mut self, week: &TouchWeek, book: &dyn Codebook) {
        let judged = self.engine.take(week, book);
        for user in &judged.users {
            self.past.entry(user.user).or_default().push(PastWeek {
                from: week.days.from(),
                people: u32::try_from(user.unexplained()).unwrap_or(u32::MAX),
                expected: user.counts[Counted::Unexplained as usize].1.expected,
            });
        }
        if week.days.to() < self.period.from() {
            return;
        }
        self.user_weeks += judged.users.len() as u64;
        let reported = reported(&judged);
        let first = self.judged.len();
        for (user, is_reported) in judged.users.into_iter().zip(reported) {
            let who = self.engine.ground().people.identity(user.user);
            if !is_reported && !self.watched.contains(who) {
                continue;
            }
            let e = user.e;
            let best = Best {
                evidence: user.score.exp(),
                week: user,
                days: week.days,
                is_reported,
            };
            let finding = finding(&self.engine, &best);
            self.judged.push(JudgedWeek { finding, e });
        }
        self.judged[first..].sort_by(|one, other| {
            let by_e = other.e.total_cmp(&one.e);
            by_e.then_with(|| one.finding.user.cmp(&other.finding.user))
        });
    }

    /// What it came to.
    #[must_use]
    pub fn weeks(self) -> Weeks {
        let users: HashSet<&Identity> = self.judged.iter().map(|one| &one.finding.user).collect();
        let people = &self.engine.ground().people;
        let past = self.past.into_iter().filter_map(|(who, past)| {
            let identity = people.identity(who);
            users.contains(identity).then(|| (identity.clone(), past))
        });
        let past = past.collect();
        Weeks {
            past,
            judged: self.judged,
            user_weeks: self.user_weeks,
        }
    }
}
