//! How systems are used: by hour, week, system, screen, report and unit (K3, K7).
//!
//! For managing systems, not for measuring work: figures of fewer than [`SMALLEST_GROUP`] people
//! tell about single employees, and are joined or held back. Not here: the counting (`archive`).

use serde_json::{Value, json};
use tilsyn_domain::Day;
use tilsyn_domain::question::{HistoryQuestion, Only};
use tilsyn_domain::usage::{Usage, UsedPlace};

use super::history::told;
use super::lists::{Columns, arranged, cut, names};
use super::pages::By::{Number, Text};
use super::view::{MadeFrom, Shown, UnitName};
use crate::desk::{Desk, answered};
use crate::own_log::Looked;
use crate::permit::{Permit, ReadElements};
use crate::problem::Problem;

/// Figures of a unit, or of times, tell about at least so many people. Below five, whoever knows
/// the colleagues can tell which of them a figure is about; statistics offices draw the line there.
pub const SMALLEST_GROUP: u64 = 5;

/// What the events are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsageBy {
    Hour,
    Week,
    Source,
    Screen,
    Element,
    Report,
    Unit,
}

impl UsageBy {
    pub const ALL: [UsageBy; 7] = [
        UsageBy::Hour,
        UsageBy::Week,
        UsageBy::Source,
        UsageBy::Screen,
        UsageBy::Element,
        UsageBy::Report,
        UsageBy::Unit,
    ];

    /// Its word in addresses, data and commands.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            UsageBy::Hour => "hour",
            UsageBy::Week => "week",
            UsageBy::Source => "source",
            UsageBy::Screen => "screen",
            UsageBy::Element => "element",
            UsageBy::Report => "report",
            UsageBy::Unit => "unit",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<UsageBy> {
        UsageBy::ALL.into_iter().find(|by| by.word() == word)
    }
}

/// What a row counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Weekday (Monday is 0) and hour.
    Hour(u8, u8),
    /// Its Monday.
    Week(Day),
    /// A system, screen, element, report or unit.
    Place(String),
    /// So many units whose few people are told together.
    FewUnits(u64),
    NoUnit,
}

/// How much something was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageRow {
    pub slot: Slot,
    /// What a place is called; of a unit its name, where the directory has one.
    pub name: Option<String>,
    pub events: u64,
    /// Nothing where there are fewer than [`SMALLEST_GROUP`], or it is not counted.
    pub users: Option<u64>,
}

/// The use of systems in a period.
#[derive(Clone, Debug)]
pub struct UsageView {
    pub by: UsageBy,
    /// In all, whatever the rows show.
    pub events: u64,
    /// The figures would tell about fewer than [`SMALLEST_GROUP`] people, and are held back.
    pub is_withheld: bool,
    /// By weekday (Monday first) and hour; all 0 where held back.
    pub hours: [[u64; 24]; 7],
    /// By the Monday of the week, none left out between the first and the last.
    pub weeks: Vec<(Day, u64)>,
    pub rows: Vec<UsageRow>,
    pub matching: usize,
    /// For the filter.
    pub units: Vec<UnitName>,
    pub made_from: MadeFrom,
}

impl UsageView {
    /// The figures for other programs; Monday is day 1.
    #[must_use]
    pub fn as_json(&self) -> Value {
        json!({
            "field": self.by.word(), "events": self.events, "withheld": self.is_withheld,
            "rows": self.rows.iter().map(row_as_json).collect::<Vec<_>>(),
            "matching": self.matching, "ledger_entries": self.made_from.leaves,
        })
    }
}

fn row_as_json(row: &UsageRow) -> Value {
    let mut told = json!({
        "weekday": null, "hour": null, "week": null, "place": null, "joined_units": null,
        "name": row.name, "events": row.events, "users": row.users,
    });
    match &row.slot {
        Slot::Hour(weekday, hour) => {
            told["weekday"] = (weekday + 1).into();
            told["hour"] = (*hour).into();
        }
        Slot::Week(monday) => told["week"] = monday.to_string().into(),
        Slot::Place(place) => told["place"] = place.as_str().into(),
        Slot::FewUnits(units) => told["joined_units"] = (*units).into(),
        Slot::NoUnit => {}
    }
    told
}

impl Desk {
    /// How systems are used: the events asked for, counted one way.
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn usage(
        &self,
        permit: &Permit<ReadElements>,
        question: &HistoryQuestion,
        by: UsageBy,
        shown: &Shown,
    ) -> Result<UsageView, Problem> {
        let mut asked = told(question);
        // As in lists narrowed to a unit: no count tells where somebody protected belongs.
        asked.filter.unprotected |= by == UsageBy::Unit;
        let usage = answered(self.answers().usage(&asked))?;
        let (events, is_withheld) = (usage.events, is_of_few(usage.users));
        let usage = match is_withheld {
            true => Usage::default(),
            false => usage,
        };
        let mut rows = rows(&usage, by);
        for row in rows.iter_mut().filter(|_| by == UsageBy::Unit) {
            if let Slot::Place(unit) = &row.slot {
                row.name = Some(self.unit_name(unit));
            }
        }
        let rows = match by {
            UsageBy::Hour | UsageBy::Week => rows,
            _ => arranged(rows.iter(), |_| true, COLUMNS, shown),
        };
        let matching = rows.len();
        let rows = cut(rows, shown);
        let looked = looked(question, by, rows.len());
        self.file_look(permit, &looked.shown(shown, matching))?;
        Ok(UsageView {
            by,
            events,
            is_withheld,
            hours: usage.hours,
            weeks: every_week(&usage.weeks),
            rows,
            matching,
            units: self.units_of_employees(),
            made_from: self.made_from()?,
        })
    }
}

const COLUMNS: Columns<UsageRow> = &[
    ("events", Number(|row| row.events)),
    ("name", Text(|row| row.name.as_deref())),
    ("users", Number(|row| row.users.unwrap_or(0))),
];

/// What places can be sorted by; the first where nothing is said.
#[must_use]
pub fn usage_columns() -> Vec<&'static str> {
    names(COLUMNS)
}

fn is_of_few(users: u64) -> bool {
    users > 0 && users < SMALLEST_GROUP
}

fn looked(question: &HistoryQuestion, by: UsageBy, rows: usize) -> Looked {
    let mut looked = Looked::list("usage", question.period, std::iter::empty(), rows);
    looked = looked.by("field", Some(by.word()));
    for kind in &question.kinds {
        looked = looked.by("kind", Some(kind.word()));
    }
    let only = match question.only {
        Only::All => None,
        Only::Lookups => Some("lookups"),
        Only::Outside => Some("outside"),
    };
    let filter = &question.filter;
    looked
        .by("only", only)
        .by("source", filter.source.as_deref())
        .by("unit", filter.unit.as_deref())
}

fn rows(usage: &Usage, by: UsageBy) -> Vec<UsageRow> {
    let plain = |slot, events| UsageRow {
        slot,
        name: None,
        events,
        users: None,
    };
    match by {
        UsageBy::Hour => {
            let days = (0_u8..).zip(&usage.hours);
            let hours = days.flat_map(|(day, hours)| {
                (0_u8..)
                    .zip(hours)
                    .map(move |(hour, events)| (Slot::Hour(day, hour), *events))
            });
            let met = hours.filter(|(_, events)| *events > 0);
            met.map(|(slot, events)| plain(slot, events)).collect()
        }
        UsageBy::Week => {
            let weeks = every_week(&usage.weeks).into_iter();
            weeks
                .map(|(week, events)| plain(Slot::Week(week), events))
                .collect()
        }
        UsageBy::Source => usage.sources.iter().map(place).collect(),
        UsageBy::Screen => usage.screens.iter().map(place).collect(),
        UsageBy::Element => usage.elements.iter().map(place).collect(),
        UsageBy::Report => usage.reports.iter().map(place).collect(),
        UsageBy::Unit => units(usage),
    }
}

fn place(used: &UsedPlace) -> UsageRow {
    UsageRow {
        slot: Slot::Place(used.name.clone()),
        name: Some(used.name.clone()),
        events: used.events,
        users: Some(used.users).filter(|users| !is_of_few(*users)),
    }
}

/// The units, those of few people together. One alone would be told by standing alone: then the
/// least used of the others stands with it.
fn units(usage: &Usage) -> Vec<UsageRow> {
    let (mut few, mut many): (Vec<_>, Vec<_>) =
        usage.units.iter().partition(|unit| is_of_few(unit.users));
    if few.len() == 1 {
        few.extend(many.pop());
    }
    let mut rows: Vec<UsageRow> = many.into_iter().map(place).collect();
    let rest = [
        (
            Slot::FewUnits(few.len() as u64),
            few.iter().map(|unit| unit.events).sum(),
        ),
        (Slot::NoUnit, usage.no_unit),
    ];
    let rest = rest.into_iter().filter(|(_, events)| *events > 0);
    rows.extend(rest.map(|(slot, events)| UsageRow {
        slot,
        name: None,
        events,
        users: None,
    }));
    rows
}

/// The weeks from the first to the last, also those in which nothing happened.
fn every_week(weeks: &[(Day, u64)]) -> Vec<(Day, u64)> {
    /// Two centuries: an event dated wrongly must not make a list of a million weeks.
    const WEEKS_MAX: i32 = 10_500;
    let (Some((first, _)), Some((last, _))) = (weeks.first(), weeks.last()) else {
        return Vec::new();
    };
    let between = (last.0 - first.0) / 7;
    if between > WEEKS_MAX {
        return weeks.to_vec();
    }
    let week = |number: i32| {
        let monday = first.plus(number * 7);
        let found = weeks.binary_search_by_key(&monday, |(week, _)| *week);
        (monday, found.map_or(0, |place| weeks[place].1))
    };
    (0..=between).map(week).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(name: &str, events: u64, users: u64) -> UsedPlace {
        UsedPlace {
            name: name.to_owned(),
            events,
            users,
        }
    }

    fn told_of(units: Vec<UsedPlace>) -> Vec<(Slot, u64, Option<u64>)> {
        let usage = Usage {
            units,
            no_unit: 3,
            ..Usage::default()
        };
        let rows = super::units(&usage).into_iter();
        rows.map(|row| (row.slot, row.events, row.users)).collect()
    }

    #[test]
    fn units_of_few_people_are_told_together() {
        let place = |name: &str| Slot::Place(name.to_owned());
        let rows = told_of(vec![
            unit("a", 90, 12),
            unit("b", 50, 4),
            unit("c", 40, 5),
            unit("d", 7, 1),
        ]);
        let expected = [
            (place("a"), 90, Some(12)),
            (place("c"), 40, Some(5)),
            (Slot::FewUnits(2), 57, None),
            (Slot::NoUnit, 3, None),
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn a_single_small_unit_takes_another_along() {
        let rows = told_of(vec![unit("a", 90, 12), unit("b", 50, 9), unit("c", 40, 2)]);
        assert_eq!(rows[1], (Slot::FewUnits(2), 90, None));
        let rows = told_of(vec![unit("a", 90, 12), unit("b", 50, 9)]);
        assert_eq!(rows.len(), 3, "none is small: none is joined");
    }

    #[test]
    fn weeks_without_events_are_told_too() {
        let day = |text| Day::parse(text).expect("a date");
        let weeks = every_week(&[(day("2026-08-31"), 4), (day("2026-09-21"), 1)]);
        let counts: Vec<u64> = weeks.iter().map(|(_, events)| *events).collect();
        assert_eq!(counts, [4, 0, 0, 1]);
        assert_eq!(weeks[1].0, day("2026-09-07"));
        assert!(every_week(&[]).is_empty());
    }
}
