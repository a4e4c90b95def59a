//! A week of a finding as the registry keeps it: JSON, with people by their numbers in the
//! ledger's vault, so that it names nobody, and an erased person is in it no more.

use serde::{Deserialize, Serialize};
use tilsyn_detect::{Closeness, Fact, Finding as Seen, Kind, PastWeek, Signal};
use tilsyn_domain::directory::DirectoryFile;
use tilsyn_domain::{Day, Identity, Period};
use tilsyn_ledger::Code;

use crate::desk::{Desk, identity_bytes, identity_of_bytes, unreadable};
use crate::problem::Problem;

/// A week, as it is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct WeekPart {
    kind: String,
    /// Evidence in nats.
    score: f64,
    pub(super) e: f64,
    to: Day,
    subjects: Vec<u32>,
    facts: Vec<FactPart>,
    counter: Vec<FactPart>,
}

/// A fact: its word, what it is more closely, how many, how many were to be expected.
#[derive(Serialize, Deserialize)]
struct FactPart {
    fact: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expected: Option<f64>,
}

/// A week before, as it is kept: first day, people, how many were to be expected.
pub(super) type PastPart = (Day, u32, f64);

impl Desk {
    /// What is kept of a week; people that the vault does not know are left out.
    pub(super) fn week_part(&self, seen: &Seen, e: f64) -> WeekPart {
        let vault = self.ledger().vault();
        let code = |who: &Identity| vault.find(&identity_bytes(who)).map(Code::get);
        WeekPart {
            kind: kind_word(seen.kind).to_owned(),
            score: seen.score,
            e,
            to: seen.days.to(),
            subjects: seen.subjects.iter().filter_map(code).collect(),
            facts: seen.facts.iter().map(fact_part).collect(),
            counter: seen.counter.iter().map(fact_part).collect(),
        }
    }

    /// The same read back; people who were erased meanwhile are left out. `None`: it is not ours.
    pub(super) fn seen_of(
        &self,
        user: &Identity,
        from: Day,
        part: &WeekPart,
    ) -> Result<Option<Seen>, Problem> {
        let mut subjects = Vec::with_capacity(part.subjects.len());
        for code in part.subjects.iter().filter_map(|code| Code::new(*code)) {
            let bytes = self.ledger().vault().identity(code).map_err(unreadable)?;
            subjects.extend(bytes.and_then(|bytes| identity_of_bytes(&bytes)));
        }
        let facts = |parts: &[FactPart]| parts.iter().filter_map(fact_of).collect();
        let seen = |kind, days| Seen {
            user: user.clone(),
            score: part.score,
            kind,
            subjects,
            days,
            facts: facts(&part.facts),
            counter: facts(&part.counter),
            is_reported: true,
        };
        let kind = kind_of(&part.kind);
        Ok(kind
            .zip(Period::new(from, part.to))
            .map(|(kind, days)| seen(kind, days)))
    }
}

pub(super) fn text<T: Serialize>(part: &T) -> Result<String, Problem> {
    serde_json::to_string(part).map_err(|cause| Problem::ours("problem-registry", cause))
}

pub(super) fn part<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Problem> {
    serde_json::from_str(text).map_err(|cause| Problem::ours("problem-registry", cause))
}

pub(super) fn past_parts(past: &[PastWeek]) -> Vec<PastPart> {
    past.iter()
        .map(|week| (week.from, week.people, week.expected))
        .collect()
}

pub(super) fn past_of(parts: Vec<PastPart>) -> Vec<PastWeek> {
    let week = |(from, people, expected)| PastWeek {
        from,
        people,
        expected,
    };
    parts.into_iter().map(week).collect()
}

/// The word of the contract for what a finding is mostly about (formats.md, section 3).
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

/// The kind that a word stands for.
#[must_use]
pub fn kind_of(word: &str) -> Option<Kind> {
    let plain = [
        Kind::Unexplained,
        Kind::PublicEye,
        Kind::Again,
        Kind::Pictures,
        Kind::Register,
        Kind::Sensitive,
        Kind::People,
    ];
    let broken = Signal::ALL.into_iter().map(Kind::Broken);
    let close = Closeness::ALL.into_iter().map(Kind::Close);
    let mut all = plain.into_iter().chain(broken).chain(close);
    all.find(|kind| kind_word(*kind) == word)
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

fn fact_part(fact: &Fact) -> FactPart {
    let part = |fact: &str, count, expected| FactPart {
        fact: fact.to_owned(),
        of: None,
        count,
        expected,
    };
    let of = |part: FactPart, of: &str| FactPart {
        of: Some(of.to_owned()),
        ..part
    };
    match *fact {
        Fact::Unexplained { people, expected } => part("unexplained", Some(people), Some(expected)),
        Fact::Pictures { people, expected } => part("pictures", Some(people), Some(expected)),
        Fact::Register { people, expected } => part("register", Some(people), Some(expected)),
        Fact::Sensitive { people, expected } => part("sensitive", Some(people), Some(expected)),
        Fact::People { people, expected } => part("people", Some(people), Some(expected)),
        Fact::Close { closeness, people } => {
            of(part("close", Some(people), None), closeness_word(closeness))
        }
        Fact::PublicEye { people } => part("public_eye", Some(people), None),
        Fact::Again { days } => part("again", Some(days), None),
        Fact::Broken { signal, days } => of(part("broken", Some(days), None), signal_word(signal)),
        Fact::NothingWritten { people } => part("nothing_written", Some(people), None),
        Fact::Explained { people } => part("explained", Some(people), None),
        Fact::Written { people } => part("written", Some(people), None),
        Fact::UsualPlaces { people } => part("usual_places", Some(people), None),
        Fact::UnrecordedWork => part("unrecorded_work", None, None),
        Fact::Missing(file) => of(part("missing", None, None), file.name()),
    }
}

/// `None`: a word that this program does not know; another one wrote it.
fn fact_of(part: &FactPart) -> Option<Fact> {
    let of = part.of.as_deref();
    let count = part.count;
    let closeness = || {
        let mut all = Closeness::ALL.into_iter();
        all.find(|one| Some(closeness_word(*one)) == of)
    };
    let signal = || {
        let mut all = Signal::ALL.into_iter();
        all.find(|one| Some(signal_word(*one)) == of)
    };
    let file = || {
        let mut all = DirectoryFile::ALL.into_iter();
        all.find(|one| Some(one.name()) == of)
    };
    let expected = part.expected;
    Some(match part.fact.as_str() {
        "unexplained" => Fact::Unexplained {
            people: count?,
            expected: expected?,
        },
        "pictures" => Fact::Pictures {
            people: count?,
            expected: expected?,
        },
        "register" => Fact::Register {
            people: count?,
            expected: expected?,
        },
        "sensitive" => Fact::Sensitive {
            people: count?,
            expected: expected?,
        },
        "people" => Fact::People {
            people: count?,
            expected: expected?,
        },
        "close" => Fact::Close {
            closeness: closeness()?,
            people: count?,
        },
        "public_eye" => Fact::PublicEye { people: count? },
        "again" => Fact::Again { days: count? },
        "broken" => Fact::Broken {
            signal: signal()?,
            days: count?,
        },
        "nothing_written" => Fact::NothingWritten { people: count? },
        "explained" => Fact::Explained { people: count? },
        "written" => Fact::Written { people: count? },
        "usual_places" => Fact::UsualPlaces { people: count? },
        "unrecorded_work" => Fact::UnrecordedWork,
        "missing" => Fact::Missing(file()?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_is_read_back_as_it_was() {
        let counted = [
            Fact::Unexplained {
                people: 6,
                expected: 0.4,
            },
            Fact::Pictures {
                people: 7,
                expected: 1.25,
            },
            Fact::Register {
                people: 8,
                expected: 0.0,
            },
            Fact::Sensitive {
                people: 9,
                expected: 2.5,
            },
            Fact::People {
                people: 1,
                expected: 3.0,
            },
            Fact::PublicEye { people: 2 },
            Fact::Again { days: 3 },
            Fact::NothingWritten { people: 4 },
            Fact::Explained { people: 5 },
            Fact::Written { people: 6 },
            Fact::UsualPlaces { people: 7 },
            Fact::UnrecordedWork,
        ];
        let close = Closeness::ALL.map(|closeness| Fact::Close {
            closeness,
            people: 1,
        });
        let broken = Signal::ALL.map(|signal| Fact::Broken { signal, days: 2 });
        let missing = DirectoryFile::ALL.map(Fact::Missing);
        let all = counted.into_iter().chain(close).chain(broken);
        for fact in all.chain(missing) {
            let kept = text(&fact_part(&fact)).expect("written");
            let read: FactPart = part(&kept).expect("read");
            assert_eq!(fact_of(&read), Some(fact), "{kept}");
        }
    }

    #[test]
    fn every_kind_has_a_word_of_its_own() {
        let broken = Signal::ALL.map(Kind::Broken);
        let close = Closeness::ALL.into_iter().skip(1).map(Kind::Close);
        let plain = [Kind::Unexplained, Kind::PublicEye, Kind::People];
        for kind in plain.into_iter().chain(broken).chain(close) {
            assert_eq!(kind_of(kind_word(kind)), Some(kind));
        }
        assert_eq!(kind_of("suspicion"), None);
    }
}
