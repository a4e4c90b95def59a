//! What should not happen at all: use in absence, after leaving, at somebody else's computer.
//!
//! Each is a plain rule. How much one weighs follows from how often it happens here: where
//! half the staff works in its holidays, a look in absence says little.

use std::collections::HashMap;

use tilsyn_domain::directory::AccountType;
use tilsyn_domain::touch::{Channel, Marks, Presence};
use tilsyn_domain::{Codebook, Day, Identity};

use crate::explain::Seen;
use crate::ground::{AccountFacts, Ground};
use crate::people::Who;

/// A rule that was broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// The page of one's own record showed somebody else (H6).
    OwnRecordOfAnother,
    /// Somebody wrote in the own record.
    OwnChange,
    AfterLeaving,
    InAbsence,
    /// An account that was not used for half a year.
    Dormant,
    /// A computer where somebody of another unit sits.
    ForeignDesk,
    /// A computer where somebody else of the unit sits.
    DeskNearby,
    /// Two computers at the same time.
    TwoDesks,
}

impl Signal {
    pub const ALL: [Signal; 8] = [
        Signal::OwnRecordOfAnother,
        Signal::OwnChange,
        Signal::AfterLeaving,
        Signal::InAbsence,
        Signal::Dormant,
        Signal::ForeignDesk,
        Signal::DeskNearby,
        Signal::TwoDesks,
    ];
}

/// A rule broken by a user on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Broken {
    pub(crate) user: Who,
    pub(crate) signal: Signal,
    pub(crate) day: Day,
    /// Whose computer, or whose record; else the user.
    pub(crate) other: Who,
}

/// Days without use that make an account dormant: six months.
const DORMANT_DAYS: i32 = 183;
/// Quarters of an hour that two computers are in use together; one is a change of seat.
const TOGETHER_MIN: u32 = 2;

/// What the rules remember.
#[derive(Default)]
pub(crate) struct Watch {
    last_use: HashMap<(String, String), Day>,
}

impl Watch {
    /// What was broken in a week.
    pub(crate) fn week(
        &mut self,
        first: Day,
        presences: &[Presence],
        seen: &[Seen],
        ground: &mut Ground,
        book: &dyn Codebook,
    ) -> Vec<Broken> {
        let mut broken = Vec::new();
        for of_day in presences
            .chunk_by(|one, other| (one.actor, one.weekday) == (other.actor, other.weekday))
        {
            let day = first.plus(i32::from(of_day[0].weekday));
            let Some(user) = ground.people.by_code(of_day[0].actor, book) else {
                continue;
            };
            let mut add = |signal, other| {
                broken.push(Broken {
                    user,
                    signal,
                    day,
                    other,
                });
            };
            if has_left(user, day, ground) {
                add(Signal::AfterLeaving, user);
            } else if ground.work.absent.on(user, day).next().is_some() {
                add(Signal::InAbsence, user);
            }
            for presence in of_day {
                let owners = ground.desks.owners(presence.workstation);
                if let Some(owner) = owners.first().filter(|_| !owners.contains(&user)) {
                    let units: Vec<u32> = ground.work.units_on(user, day).collect();
                    let near = ground
                        .work
                        .units_on(*owner, day)
                        .any(|unit| units.contains(&unit));
                    let signal = if near {
                        Signal::DeskNearby
                    } else {
                        Signal::ForeignDesk
                    };
                    add(signal, *owner);
                }
            }
            if together(of_day) >= TOGETHER_MIN {
                add(Signal::TwoDesks, user);
            }
        }
        self.accounts(first, presences, ground, book, &mut broken);
        broken.extend(seen.iter().filter_map(of_touch));
        broken.sort_unstable();
        broken.dedup();
        broken
    }

    /// Accounts that had ended, or had not been used for long.
    fn accounts(
        &mut self,
        first: Day,
        presences: &[Presence],
        ground: &mut Ground,
        book: &dyn Codebook,
        broken: &mut Vec<Broken>,
    ) {
        for presence in presences {
            let day = first.plus(i32::from(presence.weekday));
            let Some(Identity::Account { source, user }) = book.identity(presence.account) else {
                continue;
            };
            let rows = ground.work.account(&source, &user);
            let closed =
                |row: &AccountFacts| row.valid.last() < day && row.kind == AccountType::Person;
            let is_closed = !rows.is_empty() && rows.iter().all(closed);
            let stated = rows
                .iter()
                .filter_map(|row| row.last_logon)
                .filter(|last| *last < day);
            let known = self.last_use.get(&(source.clone(), user.clone())).copied();
            let last = stated.chain(known).max();
            let is_dormant = last.is_some_and(|last| day.0 - last.0 > DORMANT_DAYS);
            let of_account = [
                (is_closed, Signal::AfterLeaving),
                (is_dormant, Signal::Dormant),
            ];
            for (_, signal) in of_account.into_iter().filter(|(holds, _)| *holds) {
                if let Some(user) = ground.people.by_code(presence.actor, book) {
                    broken.push(Broken {
                        user,
                        signal,
                        day,
                        other: user,
                    });
                }
            }
            let last = self.last_use.entry((source, user)).or_insert(day);
            *last = day.max(*last);
        }
    }
}

fn of_touch(seen: &Seen) -> Option<Broken> {
    let is_own = seen.user == seen.person;
    let signal = match seen.touch.channel {
        Channel::OwnRecord if !is_own => Signal::OwnRecordOfAnother,
        Channel::Work if is_own && seen.touch.marks.any(Marks::WRITE) => Signal::OwnChange,
        _ => return None,
    };
    Some(Broken {
        user: seen.user,
        signal,
        day: seen.day,
        other: seen.person,
    })
}

/// Whether all employments had ended by then, pay included.
fn has_left(user: Who, day: Day, ground: &Ground) -> bool {
    let rows = ground.work.employed.at(user);
    !rows.is_empty() && rows.iter().all(|row| row.to < day.0)
}

/// Quarters of an hour in which more than one computer was in use.
fn together(of_day: &[Presence]) -> u32 {
    let mut by_client: HashMap<u32, u128> = HashMap::new();
    for presence in of_day.iter().filter(|presence| presence.client != 0) {
        *by_client.entry(presence.client).or_default() |= presence.quarters;
    }
    let (mut once, mut twice) = (0_u128, 0_u128);
    for quarters in by_client.into_values() {
        twice |= once & quarters;
        once |= quarters;
    }
    twice.count_ones()
}

/// How often each rule is broken, by user and week.
#[derive(Clone, Debug)]
pub(crate) struct SignalRates {
    user_weeks: f64,
    broken: [f64; 8],
}

/// One misuse in so many breaks any one rule.
const MISUSE_BREAKS: f64 = 0.1;
const DECAY: f64 = 0.95;
/// No rule says more than this, in nats.
const MOST: f64 = 8.0;

impl SignalRates {
    pub(crate) fn new() -> SignalRates {
        SignalRates {
            user_weeks: 1_000.0,
            broken: [1.0; 8],
        }
    }

    /// What a rule that was broken weighs, in nats.
    pub(crate) fn weight(&self, signal: Signal) -> f64 {
        let rate = self.broken[signal as usize] / self.user_weeks;
        (MISUSE_BREAKS / rate).ln().clamp(0.0, MOST)
    }

    pub(crate) fn learn(&mut self, users: usize, broken: &[Broken]) {
        self.user_weeks *= DECAY;
        self.broken.iter_mut().for_each(|count| *count *= DECAY);
        self.user_weeks += f64::from(u32::try_from(users).unwrap_or(u32::MAX));
        let mut by_user: Vec<(Who, Signal)> = broken
            .iter()
            .map(|broken| (broken.user, broken.signal))
            .collect();
        by_user.dedup();
        for (_, signal) in by_user {
            self.broken[signal as usize] += 1.0;
        }
    }
}
