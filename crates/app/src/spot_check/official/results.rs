//! Samples as they are listed, and what one shows: of each stratum and department, of all, and of
//! the detector itself.
//!
//! Figures only, and nobody named: heads of review and auditors read them too. What is not
//! settled counts as either in every interval, so that nothing is claimed too early.

use std::collections::{BTreeMap, HashMap};

use tilsyn_detect::sample::{Drawing, Estimate, Recall, Stratum as Counted, estimate, recall};
use tilsyn_domain::{Day, Instant, Period};

use super::items::{Judgement, Open};
use super::{Kept, Plan, Stratum, Terms, quarter_of};
use crate::cases::{Outcome, StepKind};
use crate::desk::{Desk, registry_problem};
use crate::own_log::Looked;
use crate::permit::{Permit, ReadSamples};
use crate::problem::Problem;

/// Periods that a list offers to draw from, of each length.
const OFFERED: usize = 4;

/// A sentence of the rules, in the four languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// nb, da, sv, en.
    pub sentences: [String; 4],
}

/// A sample, as it is listed.
#[derive(Clone, Debug)]
pub struct SampleRow {
    pub number: u64,
    pub period: Period,
    pub at: Instant,
    /// What pages call whoever drew it.
    pub by: String,
    pub population: u64,
    pub items: u64,
    pub judged: u64,
    /// Of those judged: found unwarranted, and still being asked.
    pub unwarranted: u64,
    pub asked: u64,
}

/// All samples, and the periods that have none yet.
#[derive(Clone, Debug)]
pub struct SamplesView {
    /// The latest period first.
    pub rows: Vec<SampleRow>,
    /// Months and quarters that are over and have none, the latest first.
    pub offers: Vec<Period>,
}

/// How the items of a stratum or department stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub drawn: u64,
    pub judged: u64,
    /// By the reviewer, or by the end of the case.
    pub needed: u64,
    pub unwarranted: u64,
    /// The user is being asked.
    pub asked: u64,
    /// It could not be judged.
    pub unclear: u64,
}

/// What one stratum shows.
#[derive(Clone, Debug)]
pub struct StratumResult {
    pub stratum: Stratum,
    pub population: u64,
    pub users: u64,
    pub standing: Standing,
    /// With so many unwarranted lookups or more, the whole sample shows one with `detects`.
    pub unwarranted: u64,
    pub detects: f64,
    /// Between so many and so many are unwarranted, so far; `None`: nothing is judged yet.
    pub bounds: Option<[u64; 2]>,
}

/// How the items of a department stand.
#[derive(Clone, Debug)]
pub struct DepartmentResult {
    pub unit: String,
    pub standing: Standing,
}

/// Everything that a sample shows.
#[derive(Clone, Debug)]
pub struct SampleResults {
    pub row: SampleRow,
    pub terms: Terms,
    pub plan: Plan,
    /// Where the draw stands in the ledger.
    pub leaf: u64,
    pub strata: Vec<StratumResult>,
    /// By name.
    pub departments: Vec<DepartmentResult>,
    /// Of all lookups; `None`: some stratum is not begun.
    pub estimate: Option<Estimate>,
    pub recall: Option<Recall>,
}

impl SampleResults {
    /// Whether all items are settled: judged, and no user is being asked.
    #[must_use]
    pub fn is_final(&self) -> bool {
        self.row.judged == self.row.items && self.row.asked == 0
    }
}

/// How the cases ended in which users were asked, by number.
type Ends = HashMap<u64, Outcome>;

impl Desk {
    /// All samples.
    ///
    /// # Errors
    /// When the registry cannot be read or the look cannot be filed.
    pub fn samples(&self, permit: &Permit<ReadSamples>) -> Result<SamplesView, Problem> {
        let kept = self.kept_samples()?;
        let ends = self.ends()?;
        let mut rows = Vec::with_capacity(kept.len());
        for one in &kept {
            rows.push(self.sample_row(&self.open_sample(one.number)?, &ends)?);
        }
        let looked = Looked::plain("samples", rows.len());
        self.file_look(permit, &looked)?;
        let offers = offers(self.today(), self.latest_day(), &kept);
        Ok(SamplesView { rows, offers })
    }

    /// What one sample shows.
    ///
    /// # Errors
    /// Gone, where there is none of this number; when the look cannot be filed.
    pub fn sample_results(
        &self,
        permit: &Permit<ReadSamples>,
        number: u64,
    ) -> Result<SampleResults, Problem> {
        let results = self.results_of_sample(number)?;
        let looked = Looked::list("sample-results", results.row.period, std::iter::empty(), 0);
        let looked = looked.by("sample", Some(&number.to_string()));
        self.file_look(permit, &looked)?;
        Ok(results)
    }

    /// The same for who files the look.
    pub(crate) fn results_of_sample(&self, number: u64) -> Result<SampleResults, Problem> {
        let open = self.open_sample(number)?;
        let ends = self.ends()?;
        let row = self.sample_row(&open, &ends)?;
        let by_stratum = counted(&open, &ends, |item| Some(item.stratum.clone()));
        let by_unit = counted(&open, &ends, |item| item.unit.clone());
        let departments = by_unit
            .into_iter()
            .map(|(unit, standing)| DepartmentResult {
                unit: self.unit_name(&unit),
                standing,
            });
        let mut departments: Vec<DepartmentResult> = departments.collect();
        departments.sort_by(|one, other| one.unit.cmp(&other.unit));
        let terms = open.kept.terms.clone();
        let plan = terms.plan();
        let standing_of = |stratum: Stratum| {
            let found = by_stratum.get(stratum.word());
            found.copied().unwrap_or_default()
        };
        let strata: Vec<StratumResult> = (terms.parts.iter())
            .map(|part| result(part, standing_of(part.stratum), &plan))
            .collect();
        let (reported, others): (Vec<_>, Vec<_>) = strata
            .iter()
            .partition(|one| one.stratum == Stratum::Reported);
        let reported: Option<Vec<Counted>> = reported.into_iter().map(counted_of).collect();
        let others: Option<Vec<Counted>> = others.into_iter().map(counted_of).collect();
        let both = reported.zip(others);
        Ok(SampleResults {
            row,
            plan,
            leaf: open.kept.leaf,
            estimate: (both.as_ref())
                .map(|(reported, others)| estimate(&[&**reported, others].concat())),
            recall: (both.as_ref()).map(|(reported, others)| recall(reported, others)),
            strata,
            departments,
            terms,
        })
    }

    fn sample_row(&self, open: &Open, ends: &Ends) -> Result<SampleRow, Problem> {
        let Kept {
            number,
            period,
            at,
            by,
            terms,
            ..
        } = &open.kept;
        let all = counted(open, ends, |_| Some(String::new()));
        let all = all.get("").copied().unwrap_or_default();
        Ok(SampleRow {
            number: *number,
            period: *period,
            at: *at,
            by: self.names()?.called(by),
            population: terms.population,
            items: all.drawn,
            judged: all.judged,
            unwarranted: all.unwarranted,
            asked: all.asked,
        })
    }

    fn ends(&self) -> Result<Ends, Problem> {
        let cases = self.registry().cases().map_err(registry_problem)?;
        let end = |case: &tilsyn_registry::Case| {
            let closed = |step: &&tilsyn_registry::CaseStep| step.kind == StepKind::Closed.word();
            let step = case.steps.iter().find(closed)?;
            Some((case.number, Outcome::of(step.outcome.as_deref()?)?))
        };
        Ok(cases.iter().filter_map(end).collect())
    }

    /// What a rule says, without what it fills in.
    pub(super) fn reason_of(&self, id: &str) -> Option<Reason> {
        let rules = self.rules();
        let template = rules.templates.iter().find(|template| template.id == id)?;
        let say = &template.say;
        Some(Reason {
            sentences: [&say.nb, &say.da, &say.sv, &say.en].map(|text| without_names(text)),
        })
    }
}

/// A sentence whose places that are filled in are left open.
fn without_names(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push('…');
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    // A place in brackets says nothing when it is open.
    (out + rest).replace(" (…)", "")
}

/// How items stand, by what they are told apart by.
fn counted(
    open: &Open,
    ends: &Ends,
    by: impl Fn(&tilsyn_registry::SampleItem) -> Option<String>,
) -> BTreeMap<String, Standing> {
    let verdicts = open.standing();
    let mut all: BTreeMap<String, Standing> = BTreeMap::new();
    for item in &open.items {
        let Some(key) = by(item) else { continue };
        let standing = all.entry(key).or_default();
        standing.drawn += 1;
        let Some(verdict) = verdicts.get(&item.place) else {
            continue;
        };
        standing.judged += 1;
        let end = verdict.case.and_then(|case| ends.get(&case));
        match (Judgement::of(&verdict.verdict), end) {
            (Some(Judgement::Needed), _) => standing.needed += 1,
            (Some(Judgement::Asked), None) => standing.asked += 1,
            (Some(Judgement::Asked), Some(Outcome::Unwarranted)) => standing.unwarranted += 1,
            (Some(Judgement::Asked), Some(Outcome::NeedEstablished | Outcome::RecordsError)) => {
                standing.needed += 1;
            }
            _ => standing.unclear += 1,
        }
    }
    all
}

fn result(part: &super::Part, standing: Standing, plan: &Plan) -> StratumResult {
    let rate = plan.rate_of(part.stratum);
    let unwarranted = rate.of(part.population);
    let drawing = Drawing::new(part.population, unwarranted, part.drawn);
    let detects = drawing.map_or(0.0, |drawing| drawing.detects(plan.sensitivity()));
    let mut result = StratumResult {
        stratum: part.stratum,
        population: part.population,
        users: part.users,
        standing,
        unwarranted,
        detects,
        bounds: None,
    };
    let found = counted_of(&result).map(|counted| estimate(&[counted]));
    result.bounds = found.map(|found| [found.least, found.most]);
    result
}

/// A stratum as far as it is judged; `None`: it is not begun.
fn counted_of(result: &StratumResult) -> Option<Counted> {
    let standing = &result.standing;
    let counted = Counted::new(result.population, standing.judged, standing.unwarranted);
    counted.map(|counted| counted.with_open(standing.asked + standing.unclear))
}

/// Months and quarters that are over, have events, and no sample.
fn offers(today: Day, latest: Option<Day>, kept: &[Kept]) -> Vec<Period> {
    let Some(latest) = latest else {
        return Vec::new();
    };
    let begin = latest.min(today);
    let back = |of: fn(Day) -> Period| {
        let mut period = of(begin);
        let mut offered = Vec::new();
        while offered.len() < OFFERED {
            if period.to() < today {
                offered.push(period);
            }
            period = of(period.from().plus(-1));
        }
        offered
    };
    let mut all = back(quarter_of);
    all.extend(back(Period::month_of));
    all.retain(|period| kept.iter().all(|one| one.period != *period));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_of_the_rules_stands_without_what_it_fills_in() {
        let check = |text: &str, expected: &str| assert_eq!(without_names(text), expected);
        check(
            "Case {case} concerns the person.",
            "Case … concerns the person.",
        );
        check("An appointment ({appointment}).", "An appointment.");
        check("Nothing.", "Nothing.");
        check("{a} and {b}", "… and …");
        check("{", "…");
    }

    #[test]
    fn periods_that_are_over_and_have_none_are_offered() {
        let day = |text| Day::parse(text).expect("a day");
        let offered = offers(day("2026-11-23"), Some(day("2026-11-20")), &[]);
        let words: Vec<String> = offered
            .iter()
            .map(|period| format!("{} {}", period.from(), period.to()))
            .collect();
        assert_eq!(words[0], "2026-07-01 2026-09-30");
        assert_eq!(words[4], "2026-10-01 2026-10-31");
        assert_eq!(words.len(), 8);
        assert!(offers(day("2026-11-23"), None, &[]).is_empty());
        let old = offers(day("2026-11-23"), Some(day("2025-02-10")), &[]);
        assert_eq!(old[0].from(), day("2025-01-01"), "the log ends there");
    }
}
