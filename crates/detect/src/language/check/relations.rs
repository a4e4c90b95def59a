//! Relations: their files, columns and filters against the schema of the directory.
//!
//! A relation with a mistake is still known by its name, so that its uses are no mistakes too.
//! Not here: what relations are used for (`path`, `reason`).

use std::collections::{HashMap, HashSet};

use tilsyn_domain::directory::DirectoryFile;

use super::super::mistake::{Counted, MistakeKind, Mistakes, quoted};
use super::super::rules::{Domain, Filter, Relation, Rows};
use super::super::schema::{self, Column, Holds};
use super::super::tree::{FilterText, Name, RelationBody, RelationText, RowsText};
use super::super::{RELATIONS_MAX, ROWS_MAX};
use super::reserved;

/// Words that stand where the name of a relation may.
const RESERVED: [&str; 2] = ["explained", "household"];

/// The relations of a file by name.
#[derive(Default)]
pub(super) struct Known<'a>(HashMap<&'a str, Found>);

/// A relation's place in the list, and its ends.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) at: usize,
    /// `None` if it is broken.
    ends: Option<[Domain; 2]>,
}

impl Known<'_> {
    /// The relation of a name; `None` if there is none, or none to go on with.
    pub(super) fn find(
        &self,
        name: Name<'_>,
        mistakes: &mut Mistakes,
    ) -> Option<(usize, &[Domain; 2])> {
        let Some(found) = self.0.get(name.text) else {
            let kind = MistakeKind::UnknownRelation {
                name: name.text.to_owned(),
            };
            mistakes.add(name.place, kind);
            return None;
        };
        Some((found.at, found.ends.as_ref()?))
    }

    /// The relation of a name, which must tie two people.
    pub(super) fn find_of_people(&self, name: Name<'_>, mistakes: &mut Mistakes) -> Option<usize> {
        let (at, [first, second]) = self.find(name, mistakes)?;
        if *first == Domain::Someone && *second == Domain::Someone {
            return Some(at);
        }
        let kind = MistakeKind::NotOfPeople {
            name: name.text.to_owned(),
            first: first.name().to_owned(),
            second: second.name().to_owned(),
        };
        mistakes.add(name.place, kind);
        None
    }
}

impl Domain {
    fn of(name: &str) -> Domain {
        match name {
            "user" | "person" => Domain::Someone,
            "unit" => Domain::Unit,
            _ => Domain::Other(name.to_owned()),
        }
    }

    /// What it is called in mistakes.
    pub(super) fn name(&self) -> &str {
        match self {
            Domain::Someone => "someone",
            Domain::Unit => "unit",
            Domain::Other(name) => name,
        }
    }
}

pub(super) fn check<'a>(
    texts: &[RelationText<'a>],
    mistakes: &mut Mistakes,
) -> (Known<'a>, Vec<Relation>) {
    let mut known = Known::default();
    let mut relations = Vec::new();
    if let Some(past) = texts.get(RELATIONS_MAX) {
        let (of, most) = (Counted::Relations, RELATIONS_MAX);
        mistakes.add(past.name.place, MistakeKind::TooMany { of, most });
    }
    for (at, text) in texts.iter().enumerate() {
        check_name(text.name, &known, mistakes);
        let ends = text.body.as_ref().map(|body| body.ends);
        let ends = ends.map(|ends| ends.map(|end| Domain::of(end.text)));
        if let (Some(ends), Some(body)) = (&ends, &text.body) {
            relations.push(relation(text.name, ends, body, mistakes));
        }
        let found = Found { at, ends };
        known.0.entry(text.name.text).or_insert(found);
    }
    (known, relations)
}

fn check_name(name: Name<'_>, known: &Known<'_>, mistakes: &mut Mistakes) {
    if RESERVED.contains(&name.text) {
        let (place, kind) = reserved(name);
        mistakes.add(place, kind);
    } else if known.0.contains_key(name.text) {
        let kind = MistakeKind::RelationTwice {
            name: name.text.to_owned(),
        };
        mistakes.add(name.place, kind);
    }
}

fn relation(
    name: Name<'_>,
    ends: &[Domain; 2],
    body: &RelationBody<'_>,
    mistakes: &mut Mistakes,
) -> Relation {
    if let Some(past) = body.rows.get(ROWS_MAX) {
        let (of, most) = (Counted::Rows, ROWS_MAX);
        mistakes.add(past.file.place, MistakeKind::TooMany { of, most });
    }
    let rows = body.rows.iter();
    Relation {
        name: name.text.to_owned(),
        ends: ends.clone(),
        rows: rows
            .filter_map(|rows| check_rows(rows, ends, mistakes))
            .collect(),
    }
}

fn check_rows(text: &RowsText<'_>, ends: &[Domain; 2], mistakes: &mut Mistakes) -> Option<Rows> {
    let Some(file) = schema::file(text.file.text) else {
        let name = text.file.text.to_owned();
        mistakes.add(text.file.place, MistakeKind::UnknownFile { name });
        return None;
    };
    let [first, second] = text.columns;
    if first.text == second.text {
        let column = second.text.to_owned();
        mistakes.add(second.place, MistakeKind::SameColumn { column });
    }
    let ends = [(first, &ends[0]), (second, &ends[1])];
    let [first, second] = ends.map(|(name, domain)| end(file, name, domain, mistakes));
    let filters = filters(file, &text.filters, mistakes);
    Some(Rows {
        file,
        columns: [first?, second?],
        filters,
    })
}

/// The column of an end, which must hold what the end is.
fn end(
    file: DirectoryFile,
    name: Name<'_>,
    domain: &Domain,
    mistakes: &mut Mistakes,
) -> Option<&'static str> {
    let column = column(file, name, mistakes)?;
    let fits = match domain {
        Domain::Someone => column.holds == Holds::Someone,
        Domain::Unit => column.holds == Holds::Unit,
        Domain::Other(_) => column.holds != Holds::Someone,
    };
    if fits {
        return Some(column.name);
    }
    let kind = MistakeKind::ColumnDoesNotFit {
        file: file.name(),
        column: name.text.to_owned(),
        holds: column.holds.name(),
        domain: domain.name().to_owned(),
    };
    mistakes.add(name.place, kind);
    None
}

fn column(file: DirectoryFile, name: Name<'_>, mistakes: &mut Mistakes) -> Option<Column> {
    let found = schema::column(file, name.text);
    if found.is_none() {
        let (file, column, unusable) = (file.name(), name.text, schema::unusable(file));
        let is_there = unusable.contains(&column);
        let column = column.to_owned();
        let kind = if is_there {
            MistakeKind::UnusableColumn { file, column }
        } else {
            MistakeKind::UnknownColumn { file, column }
        };
        mistakes.add(name.place, kind);
    }
    found
}

fn filters(file: DirectoryFile, texts: &[FilterText<'_>], mistakes: &mut Mistakes) -> Vec<Filter> {
    let mut seen = HashSet::new();
    let mut filters = Vec::new();
    for text in texts {
        if !seen.insert(text.column.text) {
            let column = text.column.text.to_owned();
            mistakes.add(text.column.place, MistakeKind::ColumnTwice { column });
        }
        if let Some(column) = column(file, text.column, mistakes) {
            check_filter(column, text, mistakes);
            let values = text.values.iter().map(|value| value.text.clone());
            filters.push(Filter {
                column: column.name,
                values: values.collect(),
            });
        }
    }
    filters
}

/// No national id stands in a file of rules, and no word that the column never holds: a slip of
/// the pen there would explain nothing, and nobody would see why.
fn check_filter(column: Column, text: &FilterText<'_>, mistakes: &mut Mistakes) {
    let name = || column.name.to_owned();
    match column.holds {
        Holds::Someone => {
            let kind = MistakeKind::PersonInWhere { column: name() };
            mistakes.add(text.column.place, kind);
        }
        Holds::OneOf(known) => {
            for value in &text.values {
                if !known.contains(&value.text.as_str()) {
                    let kind = MistakeKind::UnknownValue {
                        column: name(),
                        value: quoted(&value.text),
                        known: known.to_vec(),
                    };
                    mistakes.add(value.place, kind);
                }
            }
        }
        Holds::Unit | Holds::Text => {}
    }
}
