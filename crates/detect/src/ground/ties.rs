//! Paths from users to people, laid out so that one touch is checked in nanoseconds.
//!
//! A path of hops is cut in the middle: for every user what the first hops lead to, for every
//! person what the last hops come from. A touch is explained where the two lists meet on its day.

use std::collections::HashMap;

use tilsyn_domain::{Day, Directory};

use super::Ground;
use super::names::Names;
use super::rows::{Row, Value, each_row};
use crate::language::rules::{Direction, Domain, Hop, Path, Relation, Rows, Rules, Slack};
use crate::people::Who;
use crate::spans::{Span, Spans};

/// Pairs that one side of a path may have; a path of more says nothing about anybody.
const SIDE_ROWS_MAX: usize = 30_000_000;

/// What a path says, cut in the middle.
pub(crate) struct Tied {
    from_user: Spans,
    /// `None`: the user's side leads to people.
    to_person: Option<Spans>,
}

impl Tied {
    /// Whether the path leads from the user to the person on a day.
    pub(crate) fn meets(&self, user: Who, person: Who, day: Day, slack: Slack) -> bool {
        self.meeting(user, person, day, slack).is_some()
    }

    /// What the first hop leads to where the path leads on to the person on a day.
    pub(crate) fn meeting(&self, user: Who, person: Who, day: Day, slack: Slack) -> Option<u32> {
        let mine = self.from_user.at(user);
        let Some(to_person) = &self.to_person else {
            return leads_to(mine, person, day, slack).then_some(person);
        };
        let theirs = to_person.at(person);
        let (few, many) = if mine.len() <= theirs.len() {
            (mine, theirs)
        } else {
            (theirs, mine)
        };
        let mut holding = few.iter().filter(|span| holds(span, day, slack));
        let meeting = holding.find(|one| leads_to(many, one.other, day, slack));
        meeting.map(|span| span.other)
    }
}

/// Whether one of the spans, which are sorted by what they lead to, leads there on a day.
fn leads_to(spans: &[Span], other: u32, day: Day, slack: Slack) -> bool {
    let start = spans.partition_point(|span| span.other < other);
    let mut same = spans[start..].iter().take_while(|span| span.other == other);
    same.any(|span| holds(span, day, slack))
}

fn holds(span: &Span, day: Day, slack: Slack) -> bool {
    span.from - i32::from(slack.before_days) <= day.0
        && day.0 <= span.to.saturating_add(i32::from(slack.after_days))
}

/// The relations of a file of rules as pairs.
pub(crate) struct Ties {
    /// By relation: first end to second, and back.
    onwards: Vec<Spans>,
    back: Vec<Spans>,
}

/// Lays out all relations of the rules. `names` numbers units and whatever else has a name.
pub(crate) fn ties(
    rules: &Rules,
    directory: &Directory,
    known_on: Day,
    ground: &mut Ground,
    names: &mut HashMap<String, Names>,
) -> Ties {
    let (mut onwards, mut back) = (Vec::new(), Vec::new());
    for relation in &rules.relations {
        let pairs = pairs(relation, directory, known_on, ground, names);
        let turned = pairs.iter().map(|(one, span)| {
            let other = Span {
                other: *one,
                ..*span
            };
            (span.other, other)
        });
        back.push(Spans::of(turned.collect()));
        onwards.push(Spans::of(pairs));
    }
    Ties { onwards, back }
}

fn pairs(
    relation: &Relation,
    directory: &Directory,
    known_on: Day,
    ground: &mut Ground,
    names: &mut HashMap<String, Names>,
) -> Vec<(u32, Span)> {
    let mut pairs = Vec::new();
    for rows in &relation.rows {
        each_row(directory, rows.file, |row| {
            if row.known_on().is_some_and(|day| day > known_on) || !fits(rows, row) {
                return;
            }
            let ends = [0, 1].map(|end| {
                let value = row.value(rows.columns[end])?;
                Some(numbers(value, &relation.ends[end], ground, names))
            });
            if let [Some(ones), Some(others)] = ends {
                for one in &ones {
                    let spans = others.iter().map(|other| Span::new(*other, row.valid()));
                    pairs.extend(spans.map(|span| (*one, span)));
                }
            }
        });
    }
    pairs
}

fn fits(rows: &Rows, row: &dyn Row) -> bool {
    rows.filters.iter().all(|filter| {
        let text = row.value(filter.column).and_then(Value::text);
        text.is_some_and(|text| filter.values.iter().any(|value| value == text))
    })
}

/// Whom or what a value stands for; a user name may be that of several people.
fn numbers(
    value: Value<'_>,
    domain: &Domain,
    ground: &mut Ground,
    names: &mut HashMap<String, Names>,
) -> Vec<u32> {
    match (value, domain) {
        (Value::Person(id), _) => vec![ground.people.meet(id)],
        (Value::Account(user), Domain::Someone) => ground.work.owners(user).to_vec(),
        (Value::Account(text) | Value::Text(text), Domain::Unit) => vec![ground.units.meet(text)],
        (Value::Account(text) | Value::Text(text), Domain::Other(name)) => {
            vec![names.entry(name.clone()).or_default().meet(text)]
        }
        (Value::Text(_), Domain::Someone) => Vec::new(),
    }
}

impl Ties {
    pub(crate) fn hop(&self, hop: Hop, backwards: bool) -> &Spans {
        match (hop.direction, backwards) {
            (Direction::Onwards, false) | (Direction::Back, true) => &self.onwards[hop.relation],
            (Direction::Back, false) | (Direction::Onwards, true) => &self.back[hop.relation],
        }
    }

    /// A relation between two people, either way round.
    pub(crate) fn both_ways(&self, relation: usize) -> Spans {
        let all = self.onwards[relation]
            .iter()
            .chain(self.back[relation].iter());
        Spans::of(all.map(|(key, span)| (key, *span)).collect())
    }

    /// A path, cut in the middle.
    pub(crate) fn path(&self, path: &Path) -> Tied {
        let first = self.hop(path.hops[0], false);
        let rest = &path.hops[1..];
        let to_person = rest.last().map(|last| self.hop(*last, true));
        let composed = match (path.hops.len(), to_person) {
            (0..=2, to_person) => Some(to_person.cloned()),
            (_, to_person) => {
                let last = to_person.expect("three hops have a last one");
                compose(last, self.hop(path.hops[1], true)).map(Some)
            }
        };
        match composed {
            Some(to_person) => Tied {
                from_user: first.clone(),
                to_person,
            },
            // It explains nothing, as its coverage shows: a tie of everybody to everybody.
            None => Tied {
                from_user: Spans::default(),
                to_person: None,
            },
        }
    }
}

/// Two hops as one, for as long as both hold; `None` if there are too many pairs.
fn compose(one: &Spans, two: &Spans) -> Option<Spans> {
    let mut all = Vec::new();
    for (key, first) in one.iter() {
        for second in two.at(first.other) {
            let span = Span {
                other: second.other,
                from: first.from.max(second.from),
                to: first.to.min(second.to),
            };
            if span.from <= span.to {
                all.push((key, span));
            }
        }
        if all.len() > SIDE_ROWS_MAX {
            return None;
        }
    }
    Some(Spans::of(all))
}
