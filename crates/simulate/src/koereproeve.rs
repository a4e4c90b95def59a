//! The worked case of the booking of driving tests: a release lets nine instructors see the
//! national ids and licence types of 340 learners of 39 municipalities.
//!
//! Before and after it, each sees own learners only, and no national id.

use tilsyn_domain::day::Day;
use tilsyn_domain::event::{Kind, Outcome};

use crate::calendar::{HOUR, LOG_FIRST, LOG_LAST, MINUTE, date, days, is_workday};
use crate::people::{INSTRUCTORS, LEARNERS};
use crate::plants::{Stage, What, exactly};
use crate::sources::System;
use crate::units::NONE;

/// The day of the release that opened too much.
pub(crate) const RELEASE: Day = date(2026, 4, 1);
/// The day on which it was found, and closed at 21:06.
pub(crate) const FOUND: Day = date(2026, 4, 2);
/// The day on which it was opened again, at 09:00.
pub(crate) const REOPENED: Day = date(2026, 4, 3);

/// Screens of the source: bookings, and what should not have been shown.
const BOOKING: u32 = 0;
const EXPOSED: u32 = 1;

/// Whose learner it is.
pub(crate) fn instructor_of(learner: u32) -> u32 {
    learner % INSTRUCTORS
}

pub(crate) fn plan(stage: &mut Stage<'_>) {
    let first = stage.world.people.len() as u32 - LEARNERS;
    let staff = &stage.world.staff;
    let workers = staff.workers.len() as u32;
    let accounts: Vec<u32> = (workers - INSTRUCTORS..workers)
        .filter_map(|worker| staff.account(worker, System::Driving))
        .collect();
    ordinary(stage, &accounts, first);
    let lookups = exposed(stage, &accounts, first);
    refused(stage, &accounts);
    let learners: Vec<u32> = (first..first + LEARNERS).collect();
    stage.about(
        "driving_instructors",
        (None, &learners),
        (RELEASE, FOUND),
        vec![
            exactly(What::Users, u64::from(INSTRUCTORS)),
            exactly(What::People, u64::from(LEARNERS)),
            exactly(What::SubjectUnits, 39),
            exactly(What::Lookups, lookups),
        ],
    );
    stage.in_source(System::Driving);
}

/// Own learners' bookings, on most working days; on 3 April from 09:00 on.
fn ordinary(stage: &mut Stage<'_>, accounts: &[u32], first: u32) {
    for day in days(LOG_FIRST, LOG_LAST) {
        let during = day == RELEASE || day == FOUND;
        if during || !(is_workday(day) || day == REOPENED) {
            continue;
        }
        for (place, account) in (0..).zip(accounts) {
            if day != REOPENED && !stage.chance.permille(60) {
                continue;
            }
            let mut at = 9 * HOUR + MINUTE + stage.chance.below(6 * HOUR);
            stage.plan((day, at), Kind::Logon, *account, NONE);
            for _ in 0..1 + stage.chance.below(3) {
                at += 4 * MINUTE + stage.chance.below(20 * MINUTE);
                let turn = stage.chance.below(LEARNERS / INSTRUCTORS);
                let learner = turn * INSTRUCTORS + place;
                stage
                    .plan((day, at), Kind::Lookup, *account, first + learner)
                    .detail = BOOKING;
            }
        }
    }
}

/// Every learner once by somebody, some again by others; the last one just before closing.
fn exposed(stage: &mut Stage<'_>, accounts: &[u32], first: u32) -> u64 {
    let mut lookups = 0;
    for learner in 0..LEARNERS {
        for round in 0..3 {
            if round > 0 && !stage.chance.permille(330) {
                continue;
            }
            let shift = if round == 0 {
                1
            } else {
                stage.chance.below(INSTRUCTORS)
            };
            let account = accounts[((learner + shift * 4) % INSTRUCTORS) as usize];
            let day = if stage.chance.permille(450) {
                RELEASE
            } else {
                FOUND
            };
            let at = 7 * HOUR + 40 * MINUTE + stage.chance.below(13 * HOUR);
            stage
                .plan((day, at), Kind::Lookup, account, first + learner)
                .detail = EXPOSED;
            lookups += 1;
        }
    }
    let last = 21 * HOUR + 4 * MINUTE + 51_000;
    stage
        .plan((FOUND, last), Kind::Lookup, accounts[3], first + 17)
        .detail = EXPOSED;
    lookups + 1
}

/// What was tried while it was closed.
fn refused(stage: &mut Stage<'_>, accounts: &[u32]) {
    for (n, account) in (0..).zip(&accounts[..3]) {
        let at = 21 * HOUR + 9 * MINUTE + n * 7 * MINUTE;
        let act = stage.plan((FOUND, at), Kind::Logon, *account, NONE);
        (act.kind, act.outcome) = (Kind::LogonFailed, Outcome::Error);
    }
}
