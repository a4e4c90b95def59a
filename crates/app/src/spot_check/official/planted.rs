//! Tests agreed with the head of review: a known account looks at known people on known days, and
//! afterwards it is counted in the open how much of it was found.
//!
//! What is agreed is in the ledger before the days begin, and nobody but whoever agreed to it sees
//! it until they are over: those who are tested review as always. Not here: the lookups, which
//! somebody does in the systems themselves.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tilsyn_detect::findings::person_of;
use tilsyn_detect::sample::{Stratum as Counted, estimate};
use tilsyn_domain::codebook::{Codebook, Identity};
use tilsyn_domain::question::{About, HistoryQuestion, Only};
use tilsyn_domain::{Day, Instant, NationalId, Period};
use tilsyn_registry::PlantedTest;

use super::acts::SampleAct;
use super::items::Judgement;
use crate::desk::{Desk, VaultBook, answered, registry_problem};
use crate::log_review::view::Named;
use crate::own_log::{Looked, holds_number};
use crate::permit::{self, Permit, PlanTest, ReadHistory, ReadSamples};
use crate::problem::Problem;

/// People that one test is about at most.
pub const TEST_PEOPLE_MAX: usize = 50;
/// Characters of a name or an account.
const CHARS_MAX: usize = 200;
/// No test lasts, or begins, further ahead, in days.
const DAYS_MAX: i32 = 366;
/// The share of an endless number of lookups like these, for its bounds.
const ENDLESS: u64 = 1_000_000_000;

/// What is agreed.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewTest {
    /// The account that will look, as `source:user`.
    pub account: String,
    /// Whom it will look at.
    pub people: Vec<NationalId>,
    /// Who will do it.
    pub tester: String,
    #[serde(skip)]
    pub from: Option<Day>,
    #[serde(skip)]
    pub to: Option<Day>,
}

/// A test, as it is listed.
#[derive(Clone, Debug)]
pub struct TestRow {
    pub number: u64,
    pub days: Period,
    pub agreed: Instant,
    /// What pages call whoever agreed to it.
    pub by: String,
    pub is_over: bool,
    /// Where the agreement stands in the ledger.
    pub leaf: u64,
    /// Account and tester; `None`: sealed until it is over, or erased.
    pub told: Option<(String, String)>,
}

/// What came of a test.
#[derive(Clone, Debug)]
pub struct TestMeasured {
    pub row: TestRow,
    /// Whom it is about, for who sees log data.
    pub people: Option<Vec<Named>>,
    /// Figures, once it is over.
    pub measured: Option<Measured>,
}

/// How much of a test was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// People agreed on, and those of them who were looked at.
    pub people: u64,
    pub looked_at: u64,
    /// Lookups at them.
    pub lookups: u64,
    /// Of those looked at, so many stand in a reported finding about that user.
    pub found: u64,
    /// The share that findings find of lookups like these, with 95 %.
    pub least: f64,
    pub most: f64,
    /// Of the lookups, so many were drawn in kept samples, and of those a reviewer asked about so
    /// many, and held so many for needed.
    pub drawn: u64,
    pub asked: u64,
    pub overlooked: u64,
}

/// A test as the registry keeps it.
pub(super) fn note_test(
    (number, leaf): (u64, u64),
    (from, to): (Day, Day),
    (at, by): (Instant, &str),
) -> PlantedTest {
    PlantedTest {
        number,
        leaf,
        from,
        to,
        at,
        by: by.to_owned(),
    }
}

impl NewTest {
    /// Its days, where everything is said.
    fn check(&self, today: Day) -> Result<Period, Problem> {
        let is_short = |text: &str| !text.is_empty() && text.chars().count() <= CHARS_MAX;
        let is_account = |text: &str| {
            let parts = text.split_once(':');
            parts.is_some_and(|(source, user)| !source.is_empty() && !user.is_empty())
        };
        let is_said = is_short(&self.account)
            && is_account(&self.account)
            && is_short(&self.tester)
            && !holds_number(&self.tester)
            && (1..=TEST_PEOPLE_MAX).contains(&self.people.len());
        let days = self.from.zip(self.to);
        let days = days.and_then(|(from, to)| Period::new(from, to));
        match (is_said, days) {
            (false, _) | (_, None) => {
                Err(Problem::yours("problem-test-missing").with("max", TEST_PEOPLE_MAX))
            }
            (true, Some(days)) if days.from() <= today || days.to() > today.plus(DAYS_MAX) => {
                Err(Problem::yours("problem-test-days"))
            }
            (true, Some(days)) => Ok(days),
        }
    }
}

impl Desk {
    /// Agrees to a test; gives its number.
    ///
    /// # Errors
    /// Yours, where something is missing, or the days have begun.
    pub fn plan_test(&self, permit: &Permit<PlanTest>, test: &NewTest) -> Result<u64, Problem> {
        let days = test.check(self.today())?;
        let stopped = |_| Problem::ours("problem-ledger", "a test before this one broke off");
        let _one = self.samples.lock().map_err(stopped)?;
        let number = self.registry().next_planted_test();
        let number = number.map_err(registry_problem)?;
        // Neither whom nor with what: others read this.
        let looked = Looked::list("sample-test-agreed", days, std::iter::empty(), 1)
            .by("test", Some(&number.to_string()));
        let planted = SampleAct::Planted {
            test: number,
            from: days.from(),
            to: days.to(),
        };
        let id = format!("sample test {number}");
        self.file_sample_act(permit, (&looked, planted), id, test)?;
        Ok(number)
    }

    /// All tests, newest first; the look of the list of samples covers it.
    ///
    /// # Errors
    /// When a store cannot be read.
    pub fn planted_tests(&self, permit: &Permit<ReadSamples>) -> Result<Vec<TestRow>, Problem> {
        let kept = self.registry().planted_tests().map_err(registry_problem)?;
        let row = |one| Ok(self.test_row(permit, one)?.0);
        kept.iter().map(row).collect()
    }

    /// One test, with what came of it once it is over.
    ///
    /// # Errors
    /// Gone, where there is none of this number; when a store cannot be read or the look cannot be
    /// filed.
    pub fn planted_test(
        &self,
        permit: &Permit<ReadSamples>,
        number: u64,
    ) -> Result<TestMeasured, Problem> {
        let mut kept = self.registry().planted_tests().map_err(registry_problem)?;
        kept.retain(|one| one.number == number);
        let kept = kept.pop();
        let kept = kept.ok_or_else(|| Problem::gone("problem-no-such-test"))?;
        let (row, test) = self.test_row(permit, &kept)?;
        let test = test.filter(|_| row.told.is_some());
        let sees = permit::ask::<ReadHistory>(permit.principal(), permit.form()).is_ok();
        let people = test.as_ref().filter(|_| sees || !row.is_over);
        let people: Option<&Vec<NationalId>> = people.map(|test| &test.people);
        let shown = people.into_iter().flatten();
        let looked =
            Looked::list("sample-test", row.days, shown, 1).by("test", Some(&number.to_string()));
        let named = |id: &NationalId| self.named(Identity::Person(id.clone()), row.days.from());
        let measured = match &test {
            Some(test) if row.is_over => Some(self.measure(test, row.days)?),
            _ => None,
        };
        let people = people.map(|people| people.iter().map(named).collect());
        self.file_look(permit, &looked)?;
        Ok(TestMeasured {
            row,
            people,
            measured,
        })
    }

    fn test_row(
        &self,
        permit: &Permit<ReadSamples>,
        kept: &PlantedTest,
    ) -> Result<(TestRow, Option<NewTest>), Problem> {
        let is_over = kept.to < self.today();
        let is_open = is_over || kept.by == permit.principal().user();
        let test: Option<NewTest> = match is_open {
            true => self.detail_of(kept.leaf)?,
            false => None,
        };
        let told = test.as_ref();
        let told = told.map(|test| (test.account.clone(), test.tester.clone()));
        let row = TestRow {
            number: kept.number,
            days: Period::new(kept.from, kept.to).unwrap_or(Period::always()),
            agreed: kept.at,
            by: self.names()?.called(&kept.by),
            is_over,
            leaf: kept.leaf,
            told,
        };
        Ok((row, test))
    }

    /// What came of a test that is over.
    /// What came of the tests whose days begin in a period, without what was agreed; the caller
    /// files the look.
    pub(crate) fn tests_measured(
        &self,
        period: Period,
    ) -> Result<Vec<(u64, Period, Option<Measured>)>, Problem> {
        let kept = self.registry().planted_tests().map_err(registry_problem)?;
        let mut all = Vec::new();
        for one in kept.iter().filter(|one| period.contains(one.from)) {
            let days = Period::new(one.from, one.to).unwrap_or(period);
            let test: Option<NewTest> = match days.to() < self.today() {
                true => self.detail_of(one.leaf)?,
                false => None,
            };
            let measured = test.map(|test| self.measure(&test, days)).transpose()?;
            all.push((one.number, days, measured));
        }
        Ok(all)
    }

    fn measure(&self, test: &NewTest, days: Period) -> Result<Measured, Problem> {
        let people: BTreeSet<NationalId> =
            test.people.iter().flat_map(|id| self.ids_of(id)).collect();
        let (source, user) = test.account.split_once(':').unwrap_or_default();
        let account = About::Account {
            source: source.to_owned(),
            user: user.to_owned(),
        };
        let question = HistoryQuestion {
            only: Only::Lookups,
            ..HistoryQuestion::every(account, days)
        };
        let lines = answered(self.answers().history(&question))?.lines;
        let (mut looked_at, mut leaves) = (BTreeSet::new(), BTreeSet::new());
        let mut users = BTreeSet::new();
        for line in &lines {
            let shown = line.subject_units.iter().map(|(id, _)| id);
            for id in shown.filter(|id| people.contains(id)) {
                looked_at.insert(id.clone());
                leaves.insert(line.leaf);
                users.insert(line.actor.clone());
            }
        }
        let mut found = BTreeSet::new();
        if !looked_at.is_empty() {
            let findings = self.evaluated(days)?.ranked();
            let theirs = findings.iter().filter(|one| one.is_reported);
            for finding in theirs.filter(|one| users.contains(&one.user)) {
                let subjects = finding.subjects.iter().filter_map(person_of);
                found.extend(subjects.filter(|id| looked_at.contains(id)).cloned());
            }
        }
        let [least, most] = bounds(looked_at.len() as u64, found.len() as u64);
        let (drawn, asked, overlooked) = self.in_samples(&leaves, &people)?;
        Ok(Measured {
            people: test.people.len() as u64,
            looked_at: looked_at.len() as u64,
            lookups: leaves.len() as u64,
            found: found.len() as u64,
            least,
            most,
            drawn,
            asked,
            overlooked,
        })
    }

    /// How many lookups were drawn in samples, and what reviewers made of them.
    fn in_samples(
        &self,
        leaves: &BTreeSet<u64>,
        people: &BTreeSet<NationalId>,
    ) -> Result<(u64, u64, u64), Problem> {
        let book = VaultBook(self.ledger_shared());
        let (mut drawn, mut asked, mut overlooked) = (0, 0, 0);
        for kept in self.kept_samples()? {
            let open = self.open_sample(kept.number)?;
            let standing = open.standing();
            for item in open.items.iter().filter(|item| leaves.contains(&item.leaf)) {
                let about = book.identity(item.about);
                if !about.is_some_and(|who| person_of(&who).is_some_and(|id| people.contains(id))) {
                    continue;
                }
                drawn += 1;
                let verdict = standing.get(&item.place);
                match verdict.and_then(|verdict| Judgement::of(&verdict.verdict)) {
                    Some(Judgement::Asked) => asked += 1,
                    Some(Judgement::Needed) => overlooked += 1,
                    Some(Judgement::Unclear) | None => {}
                }
            }
        }
        Ok((drawn, asked, overlooked))
    }
}

/// Of so many, so many were found: the share of all like these, by Clopper and Pearson's bounds.
fn bounds(all: u64, found: u64) -> [f64; 2] {
    let Some(counted) = Counted::new(ENDLESS, all, found) else {
        return [0.0, 1.0];
    };
    let found = estimate(&[counted]);
    #[expect(
        clippy::cast_precision_loss,
        reason = "shares are shown to a tenth of a percent"
    )]
    let share = |count: u64| count as f64 / ENDLESS as f64;
    [share(found.least), share(found.most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_between_the_bounds_of_clopper_and_pearson() {
        let check = |all: u64, found: u64, least: f64, most: f64| {
            let [low, high] = bounds(all, found);
            assert!((low - least).abs() < 1e-4, "{found} of {all}: {low}");
            assert!((high - most).abs() < 1e-4, "{found} of {all}: {high}");
        };
        check(10, 0, 0.0, 0.3085);
        check(10, 10, 0.6915, 1.0);
        check(10, 7, 0.3475, 0.9333);
        check(0, 0, 0.0, 1.0);
    }

    #[test]
    fn a_test_is_agreed_before_its_days() {
        let today = Day::parse("2026-03-10").expect("a day");
        let test = |account: &str, people: usize, from: i32, to: i32| NewTest {
            account: account.to_owned(),
            people: vec![NationalId::new("01817010055").expect("an id"); people],
            tester: "Ada".to_owned(),
            from: Some(today.plus(from)),
            to: Some(today.plus(to)),
        };
        let said = |test: NewTest| test.check(today).map_err(|no| no.message);
        assert!(said(test("hr:test", 1, 1, 7)).is_ok());
        assert!(said(test("hr:test", TEST_PEOPLE_MAX, 1, 1)).is_ok());
        let missing = Err("problem-test-missing");
        assert_eq!(said(test("hr", 1, 1, 7)), missing);
        assert_eq!(said(test("hr:test", 0, 1, 7)), missing);
        assert_eq!(said(test("hr:test", TEST_PEOPLE_MAX + 1, 1, 7)), missing);
        assert_eq!(said(test("hr:test", 1, 7, 1)), missing);
        let begun = Err("problem-test-days");
        assert_eq!(said(test("hr:test", 1, 0, 7)), begun, "it has begun");
        assert_eq!(said(test("hr:test", 1, 1, 367)), begun);
    }
}
