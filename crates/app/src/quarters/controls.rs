//! What was done in a quarter: findings and cases, samples and tests, in figures.

use tilsyn_domain::time::DAY;
use tilsyn_domain::{Instant, Period};

use super::report::{Cases, Findings, Sample, Test};
use crate::cases::StepKind;
use crate::desk::{Desk, registry_problem};
use crate::findings::deciding;
use crate::problem::Problem;
use crate::spot_check::official::{SampleResults, Stratum};

impl Desk {
    pub(super) fn count_findings(&self, period: Period) -> Result<Findings, Problem> {
        let all = self.registry().findings().map_err(registry_problem)?;
        let within = |at: Instant| period.contains(self.zone().day_of(at));
        let mut counted = Findings::default();
        let mut waited: Vec<i64> = Vec::new();
        for finding in &all {
            counted.opened += u64::from(within(finding.opened));
            match deciding(&finding.acts) {
                Some(act) if within(act.at) => {
                    *counted.decided.entry(act.kind.clone()).or_default() += 1;
                    waited.push((act.at.0 - finding.opened.0).max(0));
                }
                Some(_) => {}
                None => {
                    counted.waiting += u64::from(self.zone().day_of(finding.opened) <= period.to());
                }
            }
        }
        waited.sort_unstable();
        let median = waited.get(waited.len() / 2);
        counted.median_days_tenths = median.map(|median| (median * 10 / DAY).unsigned_abs());
        Ok(counted)
    }

    pub(super) fn count_cases(&self, period: Period) -> Result<Cases, Problem> {
        let all = self.registry().cases().map_err(registry_problem)?;
        let within = |at: Instant| period.contains(self.zone().day_of(at));
        let mut counted = Cases::default();
        for case in &all {
            let of = |kind: StepKind| case.steps.iter().find(move |step| step.kind == kind.word());
            counted.opened += u64::from(of(StepKind::Opened).is_some_and(|step| within(step.at)));
            let begun = of(StepKind::Opened);
            let begun = begun.is_some_and(|step| self.zone().day_of(step.at) <= period.to());
            match of(StepKind::Closed) {
                Some(end) if within(end.at) => {
                    let outcome = end.outcome.clone().unwrap_or_default();
                    *counted.closed.entry(outcome).or_default() += 1;
                }
                Some(_) => {}
                None => counted.open += u64::from(begun),
            }
        }
        Ok(counted)
    }

    /// Samples of lookups of the quarter: of it, or of its months.
    pub(super) fn count_samples(&self, period: Period) -> Result<Vec<Sample>, Problem> {
        let kept = self.registry().samples().map_err(registry_problem)?;
        let of_quarter = kept.iter().filter(|one| period.contains(one.from));
        let mut samples = Vec::new();
        for one in of_quarter.filter(|one| period.contains(one.to)) {
            samples.push(sample(&self.results_of_sample(one.number)?));
        }
        samples.sort_by_key(|one| one.number);
        Ok(samples)
    }

    pub(super) fn count_tests(&self, period: Period) -> Result<Vec<Test>, Problem> {
        let tests = self.tests_measured(period)?.into_iter();
        let tests = tests.map(|(number, days, measured)| Test {
            number,
            from: days.from(),
            to: days.to(),
            lookups: measured.map(|one| one.lookups),
            found: measured.map(|one| one.found),
            recall: measured.map(|one| [thousandths(one.least), thousandths(one.most)]),
        });
        let mut tests: Vec<Test> = tests.collect();
        tests.sort_by_key(|one| one.number);
        Ok(tests)
    }
}

fn sample(results: &SampleResults) -> Sample {
    let row = &results.row;
    let unexplained = results
        .strata
        .iter()
        .find(|one| one.stratum == Stratum::Unexplained && one.population > 0);
    Sample {
        number: row.number,
        from: row.period.from(),
        to: row.period.to(),
        population: row.population,
        items: row.items,
        judged: row.judged,
        unwarranted: row.unwarranted,
        asked: row.asked,
        promise: unexplained.map(|one| (one.unwarranted, one.population, thousandths(one.detects))),
        bounds: results
            .estimate
            .as_ref()
            .map(|found| [found.least, found.most]),
    }
}

/// Rounded down, so that nothing is promised that does not hold.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share, held within its bounds"
)]
fn thousandths(share: f64) -> u64 {
    (share.clamp(0.0, 1.0) * 1000.0).floor() as u64
}
