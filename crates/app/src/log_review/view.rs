//! What the log review shows: plain data in the words of the field, ready to be laid out.
//!
//! Nothing here is formatted; languages, numbers and dates belong to `web`.

use std::collections::HashMap;
use std::ops::Range;

use crate::evaluation::Explanation;
use tilsyn_domain::codebook::Identity;
pub use tilsyn_domain::question::Order;
use tilsyn_domain::question::{
    ElementField, ElementLine, Flow, PersonCard, PictureLine, StatementLine, SubjectLine, Viewer,
    WeekCount,
};
use tilsyn_domain::{Day, Event, Instant, NationalId, Period, Stamp};

use super::authorised::AuthorisationRow;
use crate::permit::Form;
use crate::reveals::Revealed;

/// What a list is cut to and how it is laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Only lines whose own unit is this one.
    pub unit: Option<String>,
    /// Only lines whose name, employee number or account holds this, whatever the case.
    pub text: Option<String>,
    /// A column by its name in the JSON form; the list's own order without one.
    pub sort: Option<String>,
    pub order: Order,
    pub skip: usize,
    /// `None`: all (exports).
    pub limit: Option<usize>,
    pub past_end: PastEnd,
}

impl Shown {
    /// How many of so many rows are left out before those shown.
    #[must_use]
    pub fn start(&self, matching: usize) -> usize {
        let limit = self.limit.unwrap_or(usize::MAX);
        let start = (self.past_end).start(self.skip as u64, limit as u64, matching as u64);
        usize::try_from(start).unwrap_or(usize::MAX)
    }
}

/// What stands on a page of a list that is not so long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PastEnd {
    /// No rows: programs read on until none come.
    #[default]
    Nothing,
    /// The rows of the last page: people follow an old link into a list that has become shorter.
    LastPage,
}

impl PastEnd {
    /// What the readers of a form need.
    #[must_use]
    pub fn of(form: Form) -> PastEnd {
        match form {
            Form::Page => PastEnd::LastPage,
            Form::Xlsx | Form::Csv | Form::Json | Form::Pdf | Form::Command => PastEnd::Nothing,
        }
    }

    /// How many of `all` rows are left out before those shown, where `skip` are to be and
    /// `limit` are shown.
    #[must_use]
    pub fn start(self, skip: u64, limit: u64, all: u64) -> u64 {
        match self {
            PastEnd::LastPage if skip >= all && limit > 0 => all.saturating_sub(1) / limit * limit,
            _ => skip,
        }
    }
}

/// A unit as it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitName {
    pub unit: String,
    pub name: String,
}

/// How far a source is known to be complete.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completeness {
    pub source: String,
    pub last: Instant,
    /// Runs of missing running numbers.
    pub gaps: u64,
}

/// The line that stands under every list: from which events it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MadeFrom {
    pub sources: Vec<Completeness>,
    pub conflicts: u64,
    pub quarantined: u64,
    /// Size of the ledger when it was made.
    pub leaves: u64,
}

/// The access statement of a period.
#[derive(Clone, Debug)]
pub struct StatementView {
    pub period: Period,
    /// What it is compared with: the period before, or as many of its first days as the log
    /// holds of a period that is not over.
    pub previous: Option<Period>,
    /// The last day of the log, where the period goes on after it.
    pub unfinished: Option<Day>,
    pub rows: Vec<StatementRow>,
    /// How many lines match; `rows` is the page of them.
    pub matching: usize,
    /// Over all matching lines.
    pub totals: StatementTotals,
    /// The largest `outside_lookups` of all lines, for the bars.
    pub outside_max: u64,
    /// Units that occur in the statement, by name.
    pub units: Vec<UnitName>,
    /// The Monday of the first week in `weeks`.
    pub first_week: Day,
    /// Which of the weeks the period and the log hold whole.
    pub whole_weeks: Range<usize>,
    pub made_from: MadeFrom,
}

#[derive(Clone, Debug)]
pub struct StatementRow {
    pub line: StatementLine,
    /// Whether the register protects who this is.
    pub is_protected: bool,
    pub unit_name: Option<String>,
    /// Outside lookups of the period it is compared with, where that one has any data.
    pub before: Option<u64>,
    pub weeks: Vec<WeekCount>,
    /// Indexes of weeks far above the actor's own median (see `unusual_weeks`).
    pub unusual: Vec<usize>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StatementTotals {
    pub users: u64,
    pub lookups: u64,
    pub outside_lookups: u64,
    /// Of the lines that match in the period it is compared with.
    pub outside_before: Option<u64>,
    pub no_unit_lookups: u64,
}

/// People looked up (H8.2).
#[derive(Clone, Debug)]
pub struct SubjectsView {
    pub period: Period,
    pub rows: Vec<SubjectRow>,
    pub matching: usize,
    /// The median of lookups and of users over all people looked up: the measure of
    /// "disproportionate".
    pub median_lookups: u64,
    pub median_users: u64,
    pub lookups_max: u64,
    pub units: Vec<UnitName>,
    pub made_from: MadeFrom,
}

#[derive(Clone, Debug)]
pub struct SubjectRow {
    pub line: SubjectLine,
    pub unit_name: Option<String>,
    /// Whether the register protects who this is.
    pub is_protected: bool,
}

/// Pictures and documents (H8.3).
#[derive(Clone, Debug)]
pub struct PicturesView {
    pub period: Period,
    pub rows: Vec<PictureRow>,
    pub matching: usize,
    pub made_from: MadeFrom,
}

#[derive(Clone, Debug)]
pub struct PictureRow {
    pub line: PictureLine,
    /// The people it shows, in the order of `line.subjects`.
    pub subject_cards: Vec<PersonCard>,
    /// Who fetched it most.
    pub max_card: PersonCard,
}

/// Screens, elements, tabs or reports in use (H9.3).
#[derive(Clone, Debug)]
pub struct ElementsView {
    pub period: Period,
    pub field: ElementField,
    pub rows: Vec<ElementLine>,
    pub matching: usize,
    pub made_from: MadeFrom,
}

/// Somebody as named in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub identity: Identity,
    pub card: PersonCard,
    pub unit_name: Option<String>,
}

impl Named {
    /// Whether the register protects them from whoever reads this.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.card.is_protected && self.card.name.is_none()
    }
}

/// A page of single events.
#[derive(Clone, Debug)]
pub struct HistoryView {
    pub period: Period,
    /// Whom it is about, as of the last day of the period; `None` for all and for elements.
    pub about: Option<Named>,
    /// Accounts, for a user view.
    pub accounts: Vec<String>,
    pub events: Vec<HistoryEvent>,
    pub total: u64,
    /// Units that somebody is employed in, by name: what the filter offers.
    pub units: Vec<UnitName>,
    pub made_from: MadeFrom,
}

/// Sessions (H1, H9.5): the events, and how those that are logons ended.
#[derive(Clone, Debug)]
pub struct SessionsView {
    pub history: HistoryView,
    /// By leaf; only of logons that the source let in.
    pub ends: HashMap<u64, SessionEnd>,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionEnd {
    /// No logoff in the whole log.
    Open,
    At(Stamp),
}

#[derive(Clone, Debug)]
pub struct HistoryEvent {
    pub leaf: u64,
    pub event: Event,
    pub day: Day,
    /// Local time of day in minutes, 0 to 1439.
    pub minute: u16,
    pub actor: Named,
    pub actor_units: Vec<UnitName>,
    pub subjects: Vec<HistorySubject>,
    pub outside: bool,
    /// Of an event that changed somebody's access.
    pub access: AccessNames,
    /// Those it names in any place whom the register protects.
    pub protected: Vec<NationalId>,
    /// Why its looks were expected; `None` where it holds none, or nothing is known that could
    /// explain them.
    pub explanations: Option<Vec<Explanation>>,
}

impl HistoryEvent {
    /// Whether the register protects one of its people.
    #[must_use]
    pub fn protects(&self, id: &NationalId) -> bool {
        self.protected.contains(id)
    }
}

/// What the directory calls those and that which a change of access names by codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessNames {
    /// Whose access it is.
    pub user: Option<String>,
    pub entitlement: Option<String>,
    /// The unit that the access is bounded to.
    pub unit: Option<String>,
}

#[derive(Clone, Debug)]
pub struct HistorySubject {
    pub named: Named,
    pub units: Vec<UnitName>,
}

/// The pictures beside a person's history.
#[derive(Clone, Debug)]
pub struct PersonPictures {
    pub viewers: Vec<Viewer>,
    /// What the units on the viewers' cards are called, by code.
    pub unit_names: HashMap<String, String>,
    /// How much of who it is stands there for whoever asks.
    pub identity: Revealed,
}

/// What stands beside a user's history: weeks, where the lookups went, hours of the day, and what
/// they are authorised for today.
#[derive(Clone, Debug)]
pub struct UserPictures {
    /// The days of `weeks`: those of the period that the log covers.
    pub covered: Period,
    pub weeks: Vec<WeekCount>,
    pub unusual: Vec<usize>,
    /// Events of the list in each local hour of the day, over its whole period.
    pub hours: [u64; 24],
    /// Unit names in place of codes.
    pub flows: Vec<Flow>,
    pub authorisations: Vec<AuthorisationRow>,
}

/// The pictures of a whole statement: the largest lines by unit looked into, and the flows.
#[derive(Clone, Debug)]
pub struct StatementPictures {
    /// Columns of the heat map, unit names.
    pub units: Vec<String>,
    pub rows: Vec<HeatRow>,
    /// Lookups by everybody who has no row.
    pub others: HeatSums,
    /// Unit names in place of codes, largest first, own unit to itself left out.
    pub flows: Vec<Flow>,
}

/// Lookups by unit looked into; together all lookups of somebody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeatSums {
    /// Into each unit that has a column.
    pub lookups: Vec<u64>,
    /// Into all other units, and of people without one.
    pub elsewhere: u64,
}

impl HeatSums {
    pub(crate) fn of(flows: &[Flow], units: &[String]) -> HeatSums {
        let mut sums = HeatSums {
            lookups: vec![0; units.len()],
            elsewhere: 0,
        };
        for flow in flows {
            let column = units.iter().position(|unit| flow.to.as_ref() == Some(unit));
            match column {
                Some(column) => sums.lookups[column] += flow.lookups,
                None => sums.elsewhere += flow.lookups,
            }
        }
        sums
    }

    /// Leaves what is not among the others; no less than nothing, should an import have come
    /// between two answers.
    pub(crate) fn take_away(&mut self, others: &HeatSums) {
        for (left, taken) in self.lookups.iter_mut().zip(&others.lookups) {
            *left = left.saturating_sub(*taken);
        }
        self.elsewhere = self.elsewhere.saturating_sub(others.elsewhere);
    }

    #[must_use]
    pub fn all(&self) -> u64 {
        self.lookups.iter().sum::<u64>() + self.elsewhere
    }
}

#[derive(Clone, Debug)]
pub struct HeatRow {
    pub named: Named,
    pub national_id: Option<NationalId>,
    pub sums: HeatSums,
    /// Which of `units` is the actor's own.
    pub own: Option<usize>,
}

/// One hit of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub national_id: NationalId,
    pub card: PersonCard,
    pub unit_name: Option<String>,
    /// Accounts that are this person's, `source:user`.
    pub accounts: Vec<String>,
}

/// An actor's own level of a week: the median, and what is usual below and above it. Of the
/// weeks that are whole, where there are any.
///
/// The reach is three times the median absolute deviation (scaled to a standard deviation by
/// 1.4826), and at least 5. A robust control chart (Leys et al. 2013): one wild week does not
/// hide another.
#[must_use]
pub fn own_band(counts: &[u64], whole: &Range<usize>) -> (u64, u64, u64) {
    let counts = weighed(counts, whole);
    let centre = median(counts.iter().copied());
    let spread = median(counts.iter().map(|count| count.abs_diff(centre)));
    // 1.4826 × 3 ≈ 4.45, in hundredths so that no rounding depends on the machine.
    let reach = (spread * 445).div_ceil(100).max(5);
    (centre.saturating_sub(reach), centre, centre + reach)
}

fn weighed<'a>(counts: &'a [u64], whole: &Range<usize>) -> &'a [u64] {
    match counts.get(whole.clone()) {
        Some(whole) if !whole.is_empty() => whole,
        _ => counts,
    }
}

/// Weeks that stand out above an actor's own level ([`own_band`]); none where fewer than four
/// weeks tell what that is. A week that is not whole can stand out too: it has more in less.
#[must_use]
pub fn unusual_weeks(counts: &[u64], whole: &Range<usize>) -> Vec<usize> {
    if weighed(counts, whole).len() < 4 {
        return Vec::new();
    }
    let (_, _, limit) = own_band(counts, whole);
    (0..counts.len())
        .filter(|week| counts[*week] > limit)
        .collect()
}

/// The lower median; 0 of nothing.
#[must_use]
pub fn median(values: impl Iterator<Item = u64>) -> u64 {
    let mut sorted: Vec<u64> = values.collect();
    sorted.sort_unstable();
    sorted
        .get(sorted.len().saturating_sub(1) / 2)
        .copied()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn past_the_end_people_get_the_last_page_and_programs_nothing() {
        let check = |skip, all, expected| {
            let shown = Shown {
                skip,
                limit: Some(50),
                past_end: PastEnd::of(Form::Page),
                ..Shown::default()
            };
            assert_eq!(shown.start(all), expected, "{skip} of {all}");
            let past_end = PastEnd::of(Form::Json);
            assert_eq!(Shown { past_end, ..shown }.start(all), skip);
        };
        check(0, 120, 0);
        check(100, 120, 100);
        check(150, 120, 100);
        check(499_900, 120, 100);
        check(100, 100, 50);
        check(50, 0, 0);
    }

    #[test]
    fn a_wild_week_stands_out_and_an_even_level_does_not() {
        let unusual = |counts: &[u64]| unusual_weeks(counts, &(0..counts.len()));
        assert_eq!(unusual(&[4, 5, 4, 6, 90, 70, 5, 4]), [4, 5]);
        assert_eq!(unusual(&[40, 42, 39, 41, 44, 40]), [] as [usize; 0]);
        assert_eq!(unusual(&[0, 0, 0, 1, 0, 0]), [] as [usize; 0]);
    }

    #[test]
    fn the_own_level_is_that_of_whole_weeks() {
        assert_eq!(own_band(&[4, 5, 4, 6, 90, 70, 5, 4], &(0..8)), (0, 5, 10));
        assert_eq!(own_band(&[40, 42, 39, 41, 44, 40], &(0..6)), (35, 40, 45));
        assert_eq!(own_band(&[3, 42, 40, 41, 44, 2], &(1..5)), (36, 41, 46));
        assert_eq!(own_band(&[3, 2], &(1..1)), (0, 2, 7));
        let counts = [99, 42, 40, 41, 44, 2];
        assert_eq!(
            unusual_weeks(&counts, &(1..5)),
            [0],
            "much in a part of a week"
        );
        assert_eq!(
            unusual_weeks(&counts, &(1..3)),
            [] as [usize; 0],
            "too few to tell"
        );
    }
}
