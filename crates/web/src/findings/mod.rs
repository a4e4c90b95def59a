//! Findings in words: what was seen, what speaks for it and what against.
//!
//! Every figure of a sentence is one of a fact, and nothing else is said: anyone can count it
//! again in the events.

use tilsyn_app::evaluation::{Closeness, Fact, Finding, Kind, Signal};
use tilsyn_domain::directory::DirectoryFile;

use crate::words::Words;

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

fn join(facts: &[Fact], words: Words) -> String {
    let sentences: Vec<String> = facts.iter().map(|fact| sentence(fact, words)).collect();
    sentences.join(" ")
}

/// The word of the contract for what a finding is mostly about.
#[must_use]
pub fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Unexplained => "unexplained",
        Kind::Close(closeness) => closeness_word(closeness),
        Kind::PublicEye => "public_eye",
        Kind::Again => "again",
        Kind::Pictures => "pictures",
        Kind::Register => "register",
        Kind::Sensitive => "sensitive",
        Kind::People => "people",
        Kind::Broken(signal) => signal_word(signal),
    }
}

fn closeness_word(closeness: Closeness) -> &'static str {
    match closeness {
        Closeness::None => "unexplained",
        Closeness::Oneself => "oneself",
        Closeness::Kin => "kin",
        Closeness::FormerAddress => "former_address",
        Closeness::Street => "street",
        Closeness::Surname => "surname",
        Closeness::Colleague => "colleague",
    }
}

fn signal_word(signal: Signal) -> &'static str {
    match signal {
        Signal::OwnRecordOfAnother => "own_record_of_another",
        Signal::OwnChange => "own_change",
        Signal::AfterLeaving => "after_leaving",
        Signal::InAbsence => "in_absence",
        Signal::Dormant => "dormant_account",
        Signal::ForeignDesk => "foreign_desk",
        Signal::DeskNearby => "desk_nearby",
        Signal::TwoDesks => "two_desks",
    }
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
