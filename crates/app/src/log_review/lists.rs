//! The lists of the log review: statement, subjects, pictures, elements (H8.1–H8.3, H9.3).
//!
//! The archive counts; here a list is narrowed, sorted, cut to a page and given names. Each
//! method files its look before it answers.

use std::cmp::Reverse;
use std::sync::Arc;

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::counted::{PictureColumn, SubjectColumn};
use tilsyn_domain::question::{
    ElementField, ElementLine, Flow, PictureLine, StatementLine, SubjectLine,
};
use tilsyn_domain::{Day, NationalId, Period};

use super::pages::By::{Number, Text};
use super::pages::{CountedColumns, Page, column_of, directed, page};
use super::sought::Sought;
use super::view::{
    ElementsView, HeatRow, HeatSums, Named, PictureRow, PicturesView, Shown, StatementPictures,
    StatementRow, StatementTotals, StatementView, SubjectRow, SubjectsView, unusual_weeks,
};
use super::withheld::Withheld;
use crate::desk::{Desk, answered};
use crate::own_log::{Looked, field_word};
use crate::permit::{Permit, ReadElements, ReadPictures, ReadStatement, ReadSubjects};
use crate::problem::Problem;

/// Columns of the heat map.
pub const HEAT_UNITS_MAX: usize = 12;
/// Rows of the heat map.
const HEAT_ROWS_MAX: usize = 15;
/// Bands of a flow picture.
pub const FLOWS_MAX: usize = 24;

impl Desk {
    /// The access statement: users with lookups outside their own unit (H8.1).
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn statement(
        &self,
        permit: &Permit<ReadStatement>,
        period: Period,
        shown: &Shown,
    ) -> Result<StatementView, Problem> {
        let view = self.statement_view(period, shown)?;
        let people = view
            .rows
            .iter()
            .filter_map(|row| row.line.national_id.as_ref());
        let looked = Looked::list("statement", period, people, view.rows.len());
        self.file_look(permit, &looked.shown(shown, view.matching))?;
        Ok(view)
    }

    /// The statement, whose look is still to be filed.
    pub(crate) fn statement_view(
        &self,
        period: Period,
        shown: &Shown,
    ) -> Result<StatementView, Problem> {
        let covered = self.within_log(period)?;
        let all = self.statement_of(period)?;
        let outside_max = all
            .iter()
            .map(|line| line.outside_lookups)
            .max()
            .unwrap_or(0);
        let units = self.unit_names(all.iter().filter_map(|line| line.unit.as_deref()));
        let is_shown = |line: &_| self.is_shown(line, shown);
        let lines = arranged(all.iter(), is_shown, STATEMENT, shown);
        let unfinished = self.latest_day().filter(|latest| *latest < period.to());
        let previous = compared_with(period, unfinished);
        let before = self.lines_before(previous)?;
        let outside_before = before.as_ref().map(|before| {
            let shown = before.iter().filter(|line| is_shown(line));
            shown.map(|line| line.outside_lookups).sum()
        });
        let totals = totals(&lines, outside_before);
        let before = before.map(|before| {
            let outside = before.iter();
            outside
                .map(|line| (key(line), line.outside_lookups))
                .collect::<Before>()
        });
        let matching = lines.len();
        let page = cut(lines, shown);
        let rows = self.statement_rows(page, covered, before.as_ref())?;
        Ok(StatementView {
            period,
            previous,
            unfinished,
            rows,
            matching,
            totals,
            outside_max,
            units,
            first_week: covered.from().monday(),
            whole_weeks: covered.whole_weeks(),
            made_from: self.made_from()?,
        })
    }

    /// The lines as the archive counts them, for other programs (formats.md, section 3).
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn statement_lines(
        &self,
        permit: &Permit<ReadStatement>,
        period: Period,
        limit: Option<usize>,
    ) -> Result<Vec<StatementLine>, Problem> {
        let mut lines = answered(self.answers().statement(period, limit))?;
        self.explain_lines(&mut lines, period)?;
        let people = lines.iter().filter_map(|line| line.national_id.as_ref());
        let looked = Looked::list("statement", period, people, lines.len());
        self.file_look(permit, &looked)?;
        Ok(lines)
    }

    fn is_shown(&self, line: &StatementLine, shown: &Shown) -> bool {
        let in_unit = shown.unit.is_none() || shown.unit == line.unit;
        let accounts = line.accounts.iter().map(String::as_str);
        let texts = [line.name.as_deref(), line.employee_no.as_deref()];
        in_unit && holds(shown, texts.into_iter().flatten().chain(accounts))
    }

    /// The statement of the period before; `None` where not all of it is in the log.
    fn lines_before(
        &self,
        previous: Option<Period>,
    ) -> Result<Option<Arc<Vec<StatementLine>>>, Problem> {
        let Some(previous) = previous else {
            return Ok(None);
        };
        let sources = answered(self.answers().sources())?;
        let starts = sources
            .iter()
            .map(|source| self.zone().day_of(source.first))
            .min();
        if starts.is_none_or(|first| first > previous.from()) {
            return Ok(None);
        }
        self.statement_of(previous).map(Some)
    }

    fn statement_rows(
        &self,
        lines: Vec<StatementLine>,
        period: Period,
        before: Option<&Before>,
    ) -> Result<Vec<StatementRow>, Problem> {
        let actors: Vec<Identity> = lines.iter().map(actor).collect();
        let weeks = answered(self.answers().weeks(&actors, period))?;
        let whole = period.whole_weeks();
        let index = self.directory_index();
        let rows = lines.into_iter().zip(weeks).map(|(line, weeks)| {
            let outside: Vec<u64> = weeks.iter().map(|week| week.outside).collect();
            let id = line.national_id.as_ref();
            StatementRow {
                is_protected: id.is_some_and(|id| index.is_protected(id)),
                unit_name: line.unit.as_deref().map(|unit| self.unit_name(unit)),
                before: before.map(|known| known.get(&key(&line)).copied().unwrap_or(0)),
                unusual: unusual_weeks(&outside, &whole),
                weeks,
                line,
            }
        });
        Ok(rows.collect())
    }

    /// The statement as pictures: users by unit looked into, and unit to unit.
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn statement_pictures(
        &self,
        permit: &Permit<ReadStatement>,
        period: Period,
        shown: &Shown,
    ) -> Result<StatementPictures, Problem> {
        let all = self.statement_of(period)?;
        let is_shown = |line: &_| self.is_shown(line, shown);
        let mut lines = arranged(all.iter(), is_shown, STATEMENT, shown);
        lines.truncate(HEAT_ROWS_MAX);
        let people = lines.iter().filter_map(|line| line.national_id.as_ref());
        let looked = Looked::list("statement-pictures", period, people, lines.len());
        self.file_look(permit, &looked.by("unit", shown.unit.as_deref()))?;
        let mut flows = answered(self.answers().flows(period, None))?;
        let heat = self.heat(&lines, &flows, period)?;
        flows.retain(|flow| flow.from.is_some() && flow.to.is_some() && flow.from != flow.to);
        if let Some(unit) = &shown.unit {
            flows.retain(|flow| flow.from.as_ref() == Some(unit));
        }
        flows.truncate(FLOWS_MAX);
        Ok(StatementPictures {
            flows: self.named_flows(flows),
            ..heat
        })
    }

    /// The lines by unit looked into, and what is left of `all` flows beside them.
    fn heat(
        &self,
        lines: &[StatementLine],
        all: &[Flow],
        period: Period,
    ) -> Result<StatementPictures, Problem> {
        let mut by_actor = Vec::with_capacity(lines.len());
        let mut weight: std::collections::BTreeMap<String, u64> = Default::default();
        for line in lines {
            let flows = answered(self.answers().flows(period, Some(&actor(line))))?;
            for flow in &flows {
                // Own unit to itself would crowd out the units looked into.
                if let Some(to) = flow.to.as_ref().filter(|_| flow.from != flow.to) {
                    *weight.entry(to.clone()).or_default() += flow.lookups;
                }
            }
            by_actor.push(flows);
        }
        let mut units: Vec<(String, u64)> = weight.into_iter().collect();
        units.sort_by_key(|(unit, lookups)| (Reverse(*lookups), unit.clone()));
        units.truncate(HEAT_UNITS_MAX);
        let units: Vec<String> = units.into_iter().map(|(unit, _)| unit).collect();
        let rows = lines.iter().zip(by_actor).map(|(line, flows)| HeatRow {
            named: self.named_as(actor(line), line),
            national_id: line.national_id.clone(),
            sums: HeatSums::of(&flows, &units),
            own: units
                .iter()
                .position(|unit| Some(unit) == line.unit.as_ref()),
        });
        let rows: Vec<HeatRow> = rows.collect();
        let mut others = HeatSums::of(all, &units);
        rows.iter().for_each(|row| others.take_away(&row.sums));
        Ok(StatementPictures {
            units: units.iter().map(|unit| self.unit_name(unit)).collect(),
            rows,
            others,
            flows: Vec::new(),
        })
    }

    fn named_as(&self, identity: Identity, line: &StatementLine) -> Named {
        Named {
            identity,
            card: tilsyn_domain::question::PersonCard {
                name: line.name.clone(),
                employee_no: line.employee_no.clone(),
                unit: line.unit.clone(),
                is_protected: (line.national_id.as_ref())
                    .is_some_and(|id| self.directory_index().is_protected(id)),
            },
            unit_name: line.unit.as_deref().map(|unit| self.unit_name(unit)),
        }
    }

    /// People looked up, most first (H8.2).
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn subjects(
        &self,
        permit: &Permit<ReadSubjects>,
        period: Period,
        shown: &Shown,
    ) -> Result<SubjectsView, Problem> {
        let all = self.subjects_of(period)?;
        let fits = |line: &SubjectLine| {
            let texts = [line.name.as_deref(), line.employee_no.as_deref()];
            holds(shown, texts.into_iter().flatten())
        };
        let first = SubjectColumn::Lookups;
        let index = self.directory_index();
        let list = Withheld {
            list: all.list.as_ref(),
            index: &index,
        };
        let Page {
            mut lines,
            matching,
        } = page(&list, shown, fits, SUBJECTS, first);
        lines.iter_mut().for_each(|line| all.usual.tell(line));
        let looked = Looked::list("subjects", period, ids(&lines), lines.len());
        self.file_look(permit, &looked.shown(shown, matching))?;
        let rows = lines.into_iter().map(|line| SubjectRow {
            unit_name: line.unit.as_deref().map(|unit| self.unit_name(unit)),
            is_protected: index.is_protected(&line.national_id),
            line,
        });
        Ok(SubjectsView {
            period,
            rows: rows.collect(),
            matching,
            median_lookups: all.median_lookups,
            median_users: all.median_users,
            lookups_max: all.lookups_max,
            units: self.unit_names(all.units.iter().map(String::as_str)),
            made_from: self.made_from()?,
        })
    }

    /// The lines as the archive counts them, for other programs.
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn subject_lines(
        &self,
        permit: &Permit<ReadSubjects>,
        period: Period,
        limit: Option<usize>,
    ) -> Result<Vec<SubjectLine>, Problem> {
        let all = self.subjects_of(period)?;
        let mut lines = answered(self.answers().subjects(period, limit))?;
        lines.iter_mut().for_each(|line| all.usual.tell(line));
        let looked = Looked::list("subjects", period, ids(&lines), lines.len());
        self.file_look(permit, &looked)?;
        Ok(lines)
    }

    /// Pictures and documents fetched by many, or often by one (H8.3).
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn pictures(
        &self,
        permit: &Permit<ReadPictures>,
        period: Period,
        shown: &Shown,
    ) -> Result<PicturesView, Problem> {
        let all = self.pictures_of(period)?;
        let fits = |line: &PictureLine| {
            let object = line.object.as_deref().unwrap_or_default();
            let texts = [object, line.source.as_str(), line.max_user.as_str()];
            holds(shown, texts.into_iter())
        };
        let first = PictureColumn::MaxByOneUser;
        let Page { lines, matching } = page(all.as_ref(), shown, fits, PICTURES, first);
        let people = lines.iter().flat_map(|line| &line.subjects);
        let looked = Looked::list("pictures", period, people, lines.len());
        self.file_look(permit, &looked.shown(shown, matching))?;
        let rows = lines
            .into_iter()
            .map(|line| self.picture_row(line, period))
            .collect();
        Ok(PicturesView {
            period,
            rows,
            matching,
            made_from: self.made_from()?,
        })
    }

    fn picture_row(&self, line: PictureLine, period: Period) -> PictureRow {
        let day = period.to();
        let card = |id: &NationalId| self.card(&Identity::Person(id.clone()), day);
        let most = line
            .max_user
            .split_once(':')
            .map(|(source, user)| Identity::Account {
                source: source.to_owned(),
                user: user.to_owned(),
            });
        PictureRow {
            subject_cards: line.subjects.iter().map(card).collect(),
            max_card: most.map(|who| self.card(&who, day)).unwrap_or_default(),
            line,
        }
    }

    /// The lines as the archive counts them, for other programs.
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn picture_lines(
        &self,
        permit: &Permit<ReadPictures>,
        period: Period,
        limit: Option<usize>,
    ) -> Result<Vec<PictureLine>, Problem> {
        let lines = answered(self.answers().pictures(period, limit))?;
        let people = lines.iter().flat_map(|line| &line.subjects);
        let looked = Looked::list("pictures", period, people, lines.len());
        self.file_look(permit, &looked)?;
        Ok(lines)
    }

    /// Which screens, elements, tabs or reports were used, by how many (H9.3).
    ///
    /// # Errors
    /// When the archive cannot be read or the look cannot be filed.
    pub fn elements(
        &self,
        permit: &Permit<ReadElements>,
        field: ElementField,
        period: Period,
        shown: &Shown,
    ) -> Result<ElementsView, Problem> {
        let all = answered(self.answers().elements(field, period))?;
        let is_shown = |line: &ElementLine| holds(shown, std::iter::once(line.name.as_str()));
        let lines = arranged(all.iter(), is_shown, ELEMENTS, shown);
        let matching = lines.len();
        let rows = cut(lines, shown);
        let looked = Looked::list("elements", period, std::iter::empty(), rows.len());
        let looked = looked.by("field", Some(field_word(field)));
        self.file_look(permit, &looked.shown(shown, matching))?;
        Ok(ElementsView {
            period,
            field,
            rows,
            matching,
            made_from: self.made_from()?,
        })
    }
}

/// The period before; of one that is not over, as many of the first days of the period before
/// as it has until the last day of the log. Nothing where it has not begun.
fn compared_with(period: Period, unfinished: Option<Day>) -> Option<Period> {
    let whole = period.before()?;
    let Some(latest) = unfinished else {
        return Some(whole);
    };
    let days = latest.0 - period.from().0;
    Period::new(whole.from(), whole.from().plus(days).min(whole.to()))
}

/// Outside lookups by statement line.
type Before = std::collections::HashMap<Identity, u64>;

fn key(line: &StatementLine) -> Identity {
    actor(line)
}

/// Who a statement line is about.
pub(crate) fn actor(line: &StatementLine) -> Identity {
    if let Some(id) = &line.national_id {
        return Identity::Person(id.clone());
    }
    let (source, user) = line.user.split_once(':').unwrap_or(("", &line.user));
    Identity::Account {
        source: source.to_owned(),
        user: user.to_owned(),
    }
}

fn ids(lines: &[SubjectLine]) -> impl Iterator<Item = &NationalId> {
    lines.iter().map(|line| &line.national_id)
}

fn totals(lines: &[StatementLine], outside_before: Option<u64>) -> StatementTotals {
    let sum = |column: fn(&StatementLine) -> u64| lines.iter().map(column).sum();
    StatementTotals {
        users: lines.len() as u64,
        lookups: sum(|line| line.lookups),
        outside_lookups: sum(|line| line.outside_lookups),
        outside_before,
        no_unit_lookups: sum(|line| line.no_unit_lookups),
    }
}

/// Whether any of the texts holds what was asked for, whatever the case.
fn holds<'a>(shown: &Shown, mut texts: impl Iterator<Item = &'a str>) -> bool {
    let Some(wanted) = shown.text.as_deref().map(Sought::new) else {
        return true;
    };
    texts.any(|text| wanted.is_in(text))
}

/// The columns of a list whose lines are at hand.
pub(super) type Columns<T> = CountedColumns<T, fn(&T) -> u64>;

const STATEMENT: Columns<StatementLine> = &[
    ("unexplained_people", Number(unexplained_first)),
    ("outside_lookups", Number(|line| line.outside_lookups)),
    ("name", Text(|line| line.name.as_deref())),
    ("unit", Text(|line| line.unit.as_deref())),
    ("lookups", Number(|line| line.lookups)),
    ("outside_people", Number(|line| line.outside_people)),
    ("no_unit_lookups", Number(|line| line.no_unit_lookups)),
    ("changes", Number(|line| line.changes)),
    ("searches", Number(|line| line.searches)),
    ("lists", Number(|line| line.lists)),
    ("own_record", Number(|line| line.own_record)),
    ("register_lookups", Number(|line| line.register_lookups)),
    ("transfers", Number(|line| line.transfers)),
    ("exports", Number(|line| line.exports)),
];

/// People without explanation; of equals, and before explanations are known, the plain count.
fn unexplained_first(line: &StatementLine) -> u64 {
    let outside = line.outside_lookups.min(u64::from(u32::MAX));
    line.unexplained_people.unwrap_or(0) << 32 | outside
}

const SUBJECTS: CountedColumns<SubjectLine, SubjectColumn> = &[
    ("lookups", Number(SubjectColumn::Lookups)),
    ("name", Text(|line| line.name.as_deref())),
    ("unit", Text(|line| line.unit.as_deref())),
    ("users", Number(SubjectColumn::Users)),
    ("units", Number(SubjectColumn::Units)),
];

const PICTURES: CountedColumns<PictureLine, PictureColumn> = &[
    ("users", Number(PictureColumn::Users)),
    ("object", Text(|line| line.object.as_deref())),
    ("source", Text(|line| Some(&line.source))),
    ("lookups", Number(PictureColumn::Lookups)),
    ("max_by_one_user", Number(PictureColumn::MaxByOneUser)),
];

const ELEMENTS: Columns<ElementLine> = &[
    ("lookups", Number(|line| line.lookups)),
    ("name", Text(|line| Some(&line.name))),
    ("users", Number(|line| line.users)),
    ("people", Number(|line| line.people)),
];

/// What the statement can be sorted by; the first where nothing is said.
#[must_use]
pub fn statement_columns() -> Vec<&'static str> {
    names(STATEMENT)
}

/// The same of people looked up.
#[must_use]
pub fn subject_columns() -> Vec<&'static str> {
    names(SUBJECTS)
}

/// The same of pictures and documents.
#[must_use]
pub fn picture_columns() -> Vec<&'static str> {
    names(PICTURES)
}

/// The same of screens, elements, tabs and reports.
#[must_use]
pub fn element_columns() -> Vec<&'static str> {
    names(ELEMENTS)
}

pub(super) fn names<T>(columns: &[(&'static str, T)]) -> Vec<&'static str> {
    columns.iter().map(|(name, _)| *name).collect()
}

/// Narrows and sorts a list by what is shown; equal lines keep the list's own order.
pub(super) fn arranged<'a, T: Clone + 'a>(
    lines: impl Iterator<Item = &'a T>,
    is_shown: impl Fn(&T) -> bool,
    columns: Columns<T>,
    shown: &Shown,
) -> Vec<T> {
    let mut lines: Vec<T> = lines.filter(|line| is_shown(line)).cloned().collect();
    let by = column_of(columns, shown);
    let ascending = |one: &T, two: &T| match by {
        Number(number) => number(one).cmp(&number(two)),
        Text(text) => text(one).cmp(&text(two)),
    };
    lines.sort_by(|one, two| directed(shown.order, ascending(one, two)));
    lines
}

/// The page of a list.
pub(super) fn cut<T>(lines: Vec<T>, shown: &Shown) -> Vec<T> {
    let limit = shown.limit.unwrap_or(usize::MAX);
    let skip = shown.start(lines.len());
    lines.into_iter().skip(skip).take(limit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unfinished_period_is_compared_with_as_many_days() {
        let period = |from: &str, to: &str| {
            let day = |text| Day::parse(text).expect("a date");
            Period::new(day(from), day(to)).expect("a period")
        };
        let quarter = period("2026-10-01", "2026-12-31");
        let check = |latest: Option<&str>, expected: &str| {
            let found = compared_with(quarter, latest.and_then(Day::parse));
            let found = found.map(|found| format!("{}..{}", found.from(), found.to()));
            assert_eq!(found.unwrap_or_default(), expected, "{latest:?}");
        };
        check(None, "2026-07-01..2026-09-30");
        check(Some("2026-10-01"), "2026-07-01..2026-07-01");
        check(Some("2026-11-20"), "2026-07-01..2026-08-20");
        // A second quarter has a day more than a first one.
        let second = period("2026-04-01", "2026-06-30");
        let found = compared_with(second, Day::parse("2026-06-29"));
        assert_eq!(found, Some(period("2026-01-01", "2026-03-31")));
        check(Some("2026-09-30"), "");
    }
}
