//! Official samples (K4): one a period, drawn by strata, kept, and gone through item by item.
//!
//! Strata are what the evaluation says stands behind a lookup, so that what nothing explains is
//! sampled densely and nothing is left out; every department has a few more. Nobody chooses: the
//! seed is the period's own, the period a whole month or quarter, and there is one sample of each.
//! The draw and every verdict are entries of the own log before they hold; the registry knows
//! where they stand. Not here: sums and bounds (`detect`), cases that come of it (`cases`).

mod acts;
mod items;
mod pick;
mod planted;
mod results;

use serde::{Deserialize, Serialize};
use tilsyn_detect::sample::{Rate, Sensitivity, size_to_detect_by};
use tilsyn_domain::{Day, Instant, NationalId, Period};

pub(crate) use acts::SampleAct;
pub use items::{Going, ItemView, Judgement, Place, SAID_MAX};
pub use planted::{Measured, NewTest, TEST_PEOPLE_MAX, TestMeasured, TestRow};
pub use results::{
    DepartmentResult, Reason, SampleResults, SampleRow, SamplesView, Standing, StratumResult,
};

use super::seed::check_given;
use super::{SeedAsked, SeedOrigin};
use crate::desk::Desk;
use crate::own_log::Looked;
use crate::permit::{self, DrawSample, Permit, ReadHistory};
use crate::problem::Problem;

/// Items that each department has at least, at most.
pub const PER_DEPARTMENT_MAX: u64 = 50;

/// What stands behind a lookup, or why it was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stratum {
    /// Nothing explains it, and that week of the user is among the findings.
    Reported,
    /// Nothing explains it, and nothing was reported.
    Unexplained,
    Weak,
    Strong,
    /// By an account that nobody is known to own: jobs, shared accounts.
    Unowned,
    /// Drawn beside the strata, so that a department has enough; counts in no estimate.
    Department,
}

impl Stratum {
    /// Those that are parts of the whole.
    pub const PARTS: [Stratum; 5] = [
        Stratum::Unexplained,
        Stratum::Weak,
        Stratum::Strong,
        Stratum::Unowned,
        Stratum::Reported,
    ];

    /// Its name in files and keys.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Stratum::Reported => "reported",
            Stratum::Unexplained => "unexplained",
            Stratum::Weak => "weak",
            Stratum::Strong => "strong",
            Stratum::Unowned => "unowned",
            Stratum::Department => "department",
        }
    }

    /// The stratum of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Stratum> {
        let mut all = Stratum::PARTS.into_iter().chain([Stratum::Department]);
        all.find(|stratum| stratum.word() == word)
    }
}

/// What a sample is to promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Of what nothing explains: from which share of unwarranted lookups on one is to be shown.
    pub rate: Rate,
    /// The same of every other stratum.
    pub others: Rate,
    /// How many of a hundred unwarranted lookups a reviewer recognises on seeing them.
    pub sensitivity_percent: u8,
    /// Items that every department has at least.
    pub per_department: u64,
}

impl Default for Plan {
    /// As the design of the detection has it, section 3.8.
    fn default() -> Plan {
        Plan {
            rate: Rate::parse("0.01").expect("a rate"),
            others: Rate::parse("0.05").expect("a rate"),
            sensitivity_percent: 100,
            per_department: 2,
        }
    }
}

impl Plan {
    /// # Errors
    /// Yours, where that is no plan.
    fn check(&self) -> Result<(), Problem> {
        let is_one = (1..=100).contains(&self.sensitivity_percent)
            && self.per_department <= PER_DEPARTMENT_MAX;
        match is_one {
            true => Ok(()),
            false => Err(Problem::yours("problem-sample-plan").with("max", PER_DEPARTMENT_MAX)),
        }
    }

    /// How probably a reviewer recognises an unwarranted lookup.
    #[must_use]
    pub fn sensitivity(&self) -> Sensitivity {
        let share = f64::from(self.sensitivity_percent) / 100.0;
        Sensitivity::new(share).unwrap_or(Sensitivity::FULL)
    }

    /// The rate of a stratum.
    #[must_use]
    pub fn rate_of(&self, stratum: Stratum) -> Rate {
        match stratum {
            Stratum::Unexplained => self.rate,
            _ => self.others,
        }
    }

    /// How many are drawn of so many; all, where even all keep no promise.
    fn size(&self, stratum: Stratum, population: u64) -> u64 {
        let unwarranted = self.rate_of(stratum).of(population);
        let size = size_to_detect_by(population, unwarranted, self.sensitivity());
        size.unwrap_or(population)
    }

    /// No stratum needs more: an endless one needs three through rate and sensitivity, one that is
    /// drawn whole is smaller still, and roundings stay below the rest.
    fn size_max(&self, stratum: Stratum) -> u64 {
        const PARTS: u64 = 1_000_000_000;
        let rate = self.rate_of(stratum).of(PARTS);
        (500 * PARTS).div_ceil(rate * u64::from(self.sensitivity_percent))
    }
}

/// How many lookups a stratum has, by how many users, and how many were drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub stratum: Stratum,
    pub population: u64,
    pub users: u64,
    pub drawn: u64,
}

/// By what a sample was drawn; with the same log, directory, rules and program it is drawn again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub seed: String,
    pub seed_origin: SeedOrigin,
    /// SHA-256 of the list: one line an item, its stratum and itself, joined by 0x1F.
    pub list: String,
    pub population: u64,
    pub rate: String,
    pub others: String,
    pub sensitivity_percent: u8,
    pub per_department: u64,
    /// SHA-256 of the rules that explain lookups.
    pub rules: String,
    /// The version of the program: another may evaluate otherwise.
    pub program: String,
    pub parts: Vec<Part>,
    /// Departments with lookups.
    pub departments: u64,
    /// Items drawn beside the strata for them.
    pub added: u64,
}

impl Terms {
    /// The plan they follow.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let plan = Plan::default();
        Plan {
            rate: Rate::parse(&self.rate).unwrap_or(plan.rate),
            others: Rate::parse(&self.others).unwrap_or(plan.others),
            sensitivity_percent: self.sensitivity_percent,
            per_department: self.per_department,
        }
    }

    /// All items.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.parts.iter().map(|part| part.drawn).sum::<u64>() + self.added
    }
}

/// One lookup that was drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StratifiedItem {
    pub stratum: Stratum,
    pub source: String,
    pub id: String,
    /// The id the person has today; `None`: erased.
    pub national_id: Option<NationalId>,
}

/// A sample by strata.
#[derive(Clone, Debug)]
pub struct Stratified {
    pub period: Period,
    pub terms: Terms,
    /// In the order of their hashes; `None`: whoever drew it may not see log data.
    pub items: Option<Vec<StratifiedItem>>,
    /// The number under which it is kept.
    pub number: Option<u64>,
}

/// What is to become of a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// It is the period's sample from now on.
    Keep,
    /// It is only shown, as when somebody draws a kept one again.
    Show,
}

/// A sample as it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub number: u64,
    pub leaf: u64,
    pub period: Period,
    pub at: Instant,
    pub by: String,
    pub terms: Terms,
}

/// Whether a period is a whole month or quarter: else whoever draws could choose its days.
fn is_whole(period: Period) -> bool {
    period == Period::month_of(period.from()) || period == quarter_of(period.from())
}

/// The quarter of a year that a day is in.
pub(crate) fn quarter_of(day: Day) -> Period {
    let month = |day: Day| Period::month_of(day);
    let is_first = |of: Period| {
        let text = of.from().to_string();
        matches!(text.get(5..7), Some("01" | "04" | "07" | "10"))
    };
    let mut first = month(day);
    while !is_first(first) {
        first = month(first.from().plus(-1));
    }
    let second = month(first.to().plus(1));
    let third = month(second.to().plus(1));
    Period::new(first.from(), third.to()).unwrap_or(first)
}

impl Desk {
    /// Draws the sample of a period by strata, and keeps it where that is asked.
    ///
    /// # Errors
    /// A conflict, where the period has one already or is not over; yours, where there is nothing
    /// to draw from, or the plan or the period cannot be.
    pub fn draw_stratified(
        &self,
        permit: &Permit<DrawSample>,
        (period, plan): (Period, &Plan),
        seed: &SeedAsked,
        keeping: Keeping,
    ) -> Result<Stratified, Problem> {
        plan.check()?;
        let is_kept = keeping == Keeping::Keep;
        match seed {
            SeedAsked::Official => self.check_is_over(period)?,
            SeedAsked::Given(text) => check_given(text)?,
        }
        if is_kept && (!is_whole(period) || *seed != SeedAsked::Official) {
            return Err(Problem::yours("problem-sample-period"));
        }
        let stopped = |_| Problem::ours("problem-ledger", "a sample before this one broke off");
        let _one = self.samples.lock().map_err(stopped)?;
        if is_kept
            && self
                .kept_samples()?
                .iter()
                .any(|kept| kept.period == period)
        {
            return Err(Problem::conflict("problem-sample-kept"));
        }
        if self.lookup_count_of(period)? == 0 {
            let looked = Looked::list("sample-drawn", period, std::iter::empty(), 0);
            self.file_look(permit, &looked)?;
            return Err(Problem::yours("problem-sample-empty"));
        }
        let (seed, origin) = match seed {
            SeedAsked::Official => (self.official_seed(permit, period)?, SeedOrigin::Ledger),
            SeedAsked::Given(text) => (text.clone(), SeedOrigin::Given),
        };
        let picked = self.pick(period, plan, (&seed, origin))?;
        let number = match is_kept {
            true => Some(self.keep_sample(permit, period, &picked)?),
            false => None,
        };
        let may_see = permit::ask::<ReadHistory>(permit.principal(), permit.form()).is_ok();
        let shown = may_see && !is_kept;
        self.file_pick(permit, period, &picked, shown)?;
        Ok(Stratified {
            period,
            terms: picked.terms,
            items: shown.then_some(picked.items),
            number,
        })
    }

    fn file_pick(
        &self,
        permit: &Permit<DrawSample>,
        period: Period,
        picked: &pick::Picked,
        shown: bool,
    ) -> Result<(), Problem> {
        let people = picked.items.iter().filter(|_| shown);
        let people = people.filter_map(|item| item.national_id.as_ref());
        let terms = &picked.terms;
        let looked = Looked::list("sample-drawn", period, people, 0)
            .rows(terms.size(), 0, terms.population)
            .with_made("seed", &terms.seed)
            .by("seed-origin", Some(terms.seed_origin.word()))
            .with_made("list", &terms.list);
        self.file_look(permit, &looked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        let day = |text| Day::parse(text).expect("a day");
        Period::new(day(from), day(to)).expect("a period")
    }

    #[test]
    fn months_and_quarters_are_whole() {
        for (from, to, whole) in [
            ("2026-02-01", "2026-02-28", true),
            ("2026-07-01", "2026-09-30", true),
            ("2026-10-01", "2026-12-31", true),
            ("2026-08-01", "2026-10-31", false),
            ("2026-07-01", "2026-07-30", false),
            ("2026-01-01", "2026-12-31", false),
        ] {
            assert_eq!(is_whole(period(from, to)), whole, "{from}..{to}");
        }
        let day = Day::parse("2026-11-23").expect("a day");
        assert_eq!(quarter_of(day), period("2026-10-01", "2026-12-31"));
    }

    #[test]
    fn no_stratum_needs_more_than_the_most() {
        for sensitivity_percent in [1, 10, 50, 80, 99, 100] {
            for rate in ["0.001", "0.01", "0.05", "1"] {
                let rate = Rate::parse(rate).expect("a rate");
                let plan = Plan {
                    rate,
                    sensitivity_percent,
                    ..Plan::default()
                };
                let most = plan.size_max(Stratum::Unexplained);
                for population in [1, 50, 99, 100, 450, 3_000, 20_000, 1_000_000] {
                    let size = plan.size(Stratum::Unexplained, population);
                    assert!(size <= most, "{plan:?} {population}: {size} of {most}");
                }
            }
        }
        let plan = Plan::default();
        assert_eq!(plan.size(Stratum::Unexplained, 20_000), 296);
        assert_eq!(plan.size(Stratum::Strong, 20_000), 59);
    }

    #[test]
    fn words_lead_back() {
        for stratum in Stratum::PARTS.into_iter().chain([Stratum::Department]) {
            assert_eq!(Stratum::of(stratum.word()), Some(stratum));
            let json = serde_json::to_string(&stratum).expect("a text");
            assert_eq!(json, format!("\"{}\"", stratum.word()));
        }
    }
}
