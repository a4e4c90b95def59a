//! Findings in words: what was seen, what speaks for it and what against; and their pages.
//!
//! Every figure of a sentence is one of a fact, and nothing else is said: anyone can count it
//! again in the events.

pub(crate) mod left;
pub(crate) mod list;
pub(crate) mod one;
mod picture;

use tilsyn_app::evaluation::{Closeness, Fact, Finding, Signal};
use tilsyn_app::findings::{About, ActKind, FindingRow, State};
use tilsyn_domain::directory::DirectoryFile;

pub use tilsyn_app::findings::kind_word;

use crate::asked::Asked;
use crate::people::name_of;
use crate::words::Words;

/// Facts that stand first, beside what speaks against it.
pub(crate) const FACTS_FIRST: usize = 3;

/// The sentences for a finding, one behind the other, the strongest first.
#[must_use]
pub fn reason(finding: &Finding, words: Words) -> String {
    join(&finding.facts, words)
}

/// What speaks against it; says so where nothing does.
#[must_use]
pub fn counter_evidence(finding: &Finding, words: Words) -> String {
    match finding.counter.is_empty() {
        true => words.say("finding-nothing-against"),
        false => join(&finding.counter, words),
    }
}

/// The same, a sentence for each fact.
pub(crate) fn sentences(facts: &[Fact], words: Words) -> Vec<String> {
    facts.iter().map(|fact| sentence(fact, words)).collect()
}

/// What a finding says, for the first step of a case.
pub(crate) fn as_case(row: &FindingRow, words: Words) -> String {
    let weeks = row.weeks.iter().map(|week| {
        let seen = &week.seen;
        let figures = words.figures();
        let days = [seen.days.from(), seen.days.to()].map(|day| figures.day(day));
        let arguments = [
            ("number", row.number.to_string()),
            ("days", days.join(" – ")),
            ("for", reason(seen, words)),
            ("against", against(seen, words)),
        ];
        words.fill("found-case-text", &arguments)
    });
    weeks.collect::<Vec<_>>().join("\n\n")
}

fn against(seen: &Finding, words: Words) -> String {
    let said = counter_evidence(seen, words);
    match seen.counter.is_empty() {
        true => said,
        false => words.with("found-case-against", "against", said),
    }
}

/// The address of a finding.
pub(crate) fn address(asked: &Asked, number: u64) -> String {
    asked.to(&format!("/findings/{number}"))
}

/// Whom a finding is about, as far as the reader is shown it.
pub(crate) fn about_whom(about: &About, words: Words) -> String {
    match about {
        About::Shown(named) => name_of(named, words),
        About::Hidden(Some(unit)) => words.with("found-user-in", "unit", unit),
        About::Hidden(None) => words.say("found-user"),
        About::Erased => words.say("case-user-erased"),
    }
}

/// What a finding is mostly about.
pub(crate) fn kind_name(row: &FindingRow, words: Words) -> String {
    row.kind()
        .map(|kind| words.say(&format!("found-kind-{}", kind_word(kind))))
        .unwrap_or_default()
}

/// How a finding stands.
pub(crate) fn state_name(state: State, words: Words) -> String {
    match state {
        State::Explained(kind) => act_name(kind, words),
        State::Case(case) => words.with("case-number", "number", case),
        State::Open | State::Followed(_) => words.say(&format!("found-state-{}", state.word())),
    }
}

pub(crate) fn act_name(kind: ActKind, words: Words) -> String {
    words.say(&format!("found-act-{}", kind.word()))
}

/// How many times as likely, in words that promise no more than was measured.
pub(crate) fn likelihood(e: f64, words: Words) -> String {
    let times = rounded(e);
    let figure = || words.figures().whole(times);
    match times {
        0 | 1 => words.say("found-likely-alike"),
        2..=1_000 => words.with("found-likely", "times", figure()),
        _ => words.with("found-likely-more", "times", words.figures().whole(1_000)),
    }
}

/// Two digits that count, at most.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "rounded, and held within what is read"
)]
fn rounded(e: f64) -> u64 {
    let whole = e.clamp(0.0, 1e9).round() as u64;
    let mut step = 1;
    while whole / step >= 100 {
        step *= 10;
    }
    (whole + step / 2) / step * step
}

fn join(facts: &[Fact], words: Words) -> String {
    let sentences: Vec<String> = facts.iter().map(|fact| sentence(fact, words)).collect();
    sentences.join(" ")
}

fn sentence(fact: &Fact, words: Words) -> String {
    let expected = |key: &str, people: u32, expected: f64| {
        let said = words.figures().tenths(tenths(expected));
        words.count_with(key, people, ("expected", said))
    };
    match fact {
        Fact::Unexplained {
            people,
            expected: e,
        } => expected("finding-unexplained", *people, *e),
        Fact::Pictures {
            people,
            expected: e,
        } => expected("finding-pictures", *people, *e),
        Fact::Register {
            people,
            expected: e,
        } => expected("finding-register", *people, *e),
        Fact::Sensitive {
            people,
            expected: e,
        } => expected("finding-sensitive", *people, *e),
        Fact::People {
            people,
            expected: e,
        } => expected("finding-people", *people, *e),
        Fact::Close { closeness, people } => words.count(close_key(*closeness), *people),
        Fact::PublicEye { people } => words.count("finding-public-eye", *people),
        Fact::Again { days } => words.count("finding-again", *days),
        Fact::Broken { signal, days } => words.count(broken_key(*signal), *days),
        Fact::NothingWritten { people } => words.count("finding-nothing-written", *people),
        Fact::Explained { people } => words.count("finding-explained", *people),
        Fact::Written { people } => words.count("finding-written", *people),
        Fact::UsualPlaces { people } => words.count("finding-usual-places", *people),
        Fact::UnrecordedWork => words.say("finding-unrecorded-work"),
        Fact::Missing(DirectoryFile::Assignments) => words.say("finding-missing-assignments"),
        Fact::Missing(_) => words.say("finding-missing-relations"),
    }
}

/// Tenths, as they are read; what is expected of a week is a small number.
#[expect(
    clippy::cast_possible_truncation,
    reason = "rounded, and held within what is read"
)]
#[must_use]
pub fn tenths(number: f64) -> i64 {
    (number * 10.0).round().clamp(0.0, 1e12) as i64
}

fn close_key(closeness: Closeness) -> &'static str {
    match closeness {
        Closeness::None | Closeness::Oneself => "finding-close-oneself",
        Closeness::Kin => "finding-close-kin",
        Closeness::FormerAddress => "finding-close-former-address",
        Closeness::Street => "finding-close-street",
        Closeness::Surname => "finding-close-surname",
        Closeness::Colleague => "finding-close-colleague",
    }
}

fn broken_key(signal: Signal) -> &'static str {
    match signal {
        Signal::OwnRecordOfAnother => "finding-own-record-of-another",
        Signal::OwnChange => "finding-own-change",
        Signal::AfterLeaving => "finding-after-leaving",
        Signal::InAbsence => "finding-in-absence",
        Signal::Dormant => "finding-dormant",
        Signal::ForeignDesk => "finding-foreign-desk",
        Signal::DeskNearby => "finding-desk-nearby",
        Signal::TwoDesks => "finding-two-desks",
    }
}
