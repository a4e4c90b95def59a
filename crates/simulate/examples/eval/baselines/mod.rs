//! Other methods on the same user-weeks, from the same files.
//!
//! Each in a file of its own, with its source; none uses anything of the program's log evaluation,
//! and none sees anything later than the week that it ranks. None is taught by labels.

pub(crate) mod counts;
pub(crate) mod factors;
pub(crate) mod features;
pub(crate) mod flags;
pub(crate) mod forest;
pub(crate) mod random;
pub(crate) mod unexplained;

use crate::acts::AccessLog;
use crate::judged::{Judged, Scores};
use crate::register::Register;

/// A method, and how it ranks a world.
pub(crate) struct Baseline {
    pub(crate) name: &'static str,
    pub(crate) rank: fn(&Given<'_>) -> Scores,
}

/// What a method is given.
pub(crate) struct Given<'a> {
    pub(crate) judged: &'a Judged,
    pub(crate) log: &'a AccessLog,
    pub(crate) register: &'a Register,
}

/// In the order of the table.
pub(crate) const ALL: [Baseline; 8] = [
    Baseline {
        name: "random",
        rank: |given| {
            given
                .judged
                .scored(|week, user| random::chance_of(week.number, user))
        },
    },
    Baseline {
        name: "statement: look-ups outside",
        rank: counts::lookups_outside,
    },
    Baseline {
        name: "statement: people outside",
        rank: counts::people_outside,
    },
    Baseline {
        name: "rule flags",
        rank: flags::flags,
    },
    Baseline {
        name: "collaborative filtering",
        rank: factors::strangeness,
    },
    Baseline {
        name: "isolation forest",
        rank: forest::isolation,
    },
    Baseline {
        name: "unexplained people",
        rank: unexplained::in_main_register,
    },
    Baseline {
        name: "unexplained people, all registers",
        rank: unexplained::in_all_registers,
    },
];

/// For each judged week and user, the numbers of the acts, in the order of the log.
pub(crate) fn acts_of(given: &Given<'_>) -> Vec<Vec<Vec<usize>>> {
    let weeks = given.judged.weeks.iter();
    let mut all: Vec<Vec<Vec<usize>>> = weeks
        .map(|week| vec![Vec::new(); week.users.len()])
        .collect();
    let first = given.judged.weeks.first().map_or(0, |week| week.number);
    for (number, act) in given.log.acts.iter().enumerate() {
        let Some(nth) = act.week.checked_sub(first) else {
            continue;
        };
        if let Some(place) = given.judged.weeks[nth].place(act.actor) {
            all[nth][place].push(number);
        }
    }
    all
}
