//! Whether what a finding names is so: checked against the generated files, not by the program.
//!
//! An event named must be in the log, be an act of that user within the week, and concern one of
//! the people named; and whoever is named must have one. What a sentence says is counted again
//! where acts alone decide it; the rest rests on what is unexplained, which only the program
//! decides.

use std::collections::{BTreeMap, BTreeSet};

use tilsyn_domain::{Day, Kind};

use crate::acts::{AccessLog, Act};
use crate::judged::Week;
use crate::names::{Code, NOTHING, Names};
use crate::program::Row;

/// More events than this a finding does not name.
const EVENTS_MAX: usize = 500;

/// What was checked and what was wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Checked {
    pub(crate) findings: usize,
    pub(crate) events: usize,
    pub(crate) people: usize,
    pub(crate) counts: usize,
    pub(crate) wrong: usize,
}

impl Checked {
    pub(crate) fn all(&self) -> usize {
        self.events + self.people + self.counts
    }

    pub(crate) fn add(&mut self, other: &Checked) {
        self.findings += other.findings;
        self.events += other.events;
        self.people += other.people;
        self.counts += other.counts;
        self.wrong += other.wrong;
    }
}

/// The acts of a week by user.
pub(crate) type ActsOfWeek = BTreeMap<Code, Vec<Act>>;

/// Gathers the acts of a week.
pub(crate) fn acts_of_week(log: &AccessLog, week: &Week) -> ActsOfWeek {
    let mut acts = ActsOfWeek::new();
    for act in log.acts.iter().filter(|act| act.week == week.number) {
        acts.entry(act.actor).or_default().push(*act);
    }
    acts
}

/// Checks one finding of a week.
pub(crate) fn check(row: &Row, who: Code, week: &Week, log: &AccessLog, names: &Names) -> Checked {
    let mut checked = Checked {
        findings: 1,
        ..Checked::default()
    };
    let day = |text: &str| Day::parse(text).filter(|day| week.from <= *day && *day <= week.to);
    let (Some(from), Some(to)) = (day(&row.from), day(&row.to)) else {
        checked.wrong += 1;
        return checked;
    };
    let people: BTreeSet<Code> = row
        .subjects
        .iter()
        .filter_map(|id| names.known(id))
        .collect();
    checked.wrong += row.subjects.len() - people.len();
    let mut told = BTreeSet::new();
    for name in &row.events {
        checked.events += 1;
        let entry = log.entry(name).filter(|entry| {
            let about = entry.people.iter().any(|person| people.contains(person));
            entry.actor == who && from <= entry.day && entry.day <= to && about
        });
        match entry {
            Some(entry) => told.extend(entry.people.iter().copied()),
            None => checked.wrong += 1,
        }
    }
    checked.people += people.len();
    if row.events.len() < EVENTS_MAX {
        checked.wrong += people
            .iter()
            .filter(|person| !told.contains(person))
            .count();
    }
    checked
}

/// Counts the sentence of a finding again, as far as acts alone decide it.
pub(crate) fn check_sentence(row: &Row, acts: &[Act], left: Option<Day>, names: &Names) -> Checked {
    let mut checked = Checked::default();
    let people: BTreeSet<Code> = row
        .subjects
        .iter()
        .filter_map(|id| names.known(id))
        .collect();
    let different = |fits: &dyn Fn(&Act) -> bool| {
        let seen = acts
            .iter()
            .filter(|act| act.subject != NOTHING && fits(act));
        seen.map(|act| act.subject).collect::<BTreeSet<_>>().len()
    };
    let days = |fits: &dyn Fn(&Act) -> bool| {
        let days = acts.iter().filter(|act| fits(act)).map(|act| act.day);
        days.collect::<BTreeSet<_>>().len()
    };
    let of_another = |act: &Act| {
        act.kind == Kind::OwnRecord && act.subject != NOTHING && act.subject != act.actor
    };
    let counted = [
        (
            "Fetched pictures of ",
            different(&|act| act.kind == Kind::ImageView),
        ),
        ("showed somebody else (", days(&of_another)),
        (
            "after the employment had ended (",
            days(&|act| left.is_some_and(|left| act.day > left)),
        ),
    ];
    for (words, count) in counted {
        if let Some(told) = number_after(&row.reason, words) {
            checked.counts += 1;
            checked.wrong += usize::from(told != count);
        }
    }
    let own = |act: &Act| act.subject == act.actor && act.kind != Kind::OwnRecord;
    // A finding of pictures also names people whose pictures had an explanation: what is said of
    // the others cannot be told apart.
    let pictures = row.kind == "pictures";
    let written = |act: &Act| act.kind == Kind::Change && people.contains(&act.subject);
    let said = [
        ("Looked up their own record.", different(&own) == 1),
        ("Nothing was written about", different(&written) == 0),
    ];
    for (words, is_so) in said {
        let open = !(pictures && words.starts_with("Nothing"));
        if open && row.reason.contains(words) {
            checked.counts += 1;
            checked.wrong += usize::from(!is_so);
        }
    }
    checked
}

/// The number that follows some words.
fn number_after(text: &str, words: &str) -> Option<usize> {
    let (_, rest) = text.split_once(words)?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    rest[..end].parse().ok()
}
