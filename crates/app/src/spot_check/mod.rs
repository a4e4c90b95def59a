//! Spot checks: random samples of the lookups of a period, which anybody with the same data can
//! draw again (K4).
//!
//! The population and the draw are those of formats.md, section 4: the n smallest of
//! SHA-256(seed ‖ 0x00 ‖ item). A draw is filed with its seed, its size and the hash of its list
//! before anything leaves. Sizes and promises are computed in `detect`; hashing is here, since
//! that crate brings no dependency. Samples that are kept and gone through: `official`.

mod draw;
pub mod official;
mod seed;

use serde::{Deserialize, Serialize};
pub use tilsyn_detect::sample::Rate;
use tilsyn_detect::sample::{Drawing, Sensitivity, size_to_detect, unwarranted_detected};
use tilsyn_domain::{NationalId, Period};

use crate::desk::{Desk, answered};
use crate::own_log::Looked;
use crate::permit::{self, DrawSample, Permit, ReadHistory};
use crate::problem::Problem;
pub(crate) use seed::Seeds;
use seed::{check_given, hex, of_text};

/// Lookups of one sample at most.
pub const SAMPLE_MAX: u64 = 2_000_000;
/// How often a draw is begun again because the log changed meanwhile.
const TRIES: u32 = 4;

/// How many lookups are to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HowMany {
    /// So many; all, where there are fewer.
    Size(u64),
    /// As few as show at least one unwarranted lookup with a probability of 95 %, where this
    /// share of all is.
    ToDetect(Rate),
}

/// Where the seed is to come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeedAsked {
    /// From the ledger: the one seed that a period has.
    Official,
    /// From whoever asks; marked as such.
    Given(String),
}

/// Where a seed came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeedOrigin {
    Ledger,
    Given,
}

impl SeedOrigin {
    fn word(self) -> &'static str {
        match self {
            SeedOrigin::Ledger => "ledger",
            SeedOrigin::Given => "given",
        }
    }
}

/// One lookup that was drawn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct SampleItem {
    pub source: String,
    pub id: String,
    /// The id the person has today, as the statement counts people; `None`: erased.
    pub national_id: Option<NationalId>,
}

/// A sample, and what it promises.
#[derive(Clone, Debug)]
pub struct Sample {
    pub period: Period,
    pub population: u64,
    pub size: u64,
    pub seed: String,
    pub origin: SeedOrigin,
    /// The probability that it shows at least one of `unwarranted`, where a rate was asked for.
    pub detects: Option<f64>,
    /// With so many unwarranted lookups or more, it shows at least one with 95 %.
    pub unwarranted: u64,
    /// In the order of their hashes; `None`: whoever drew it may not see log data (H10.1).
    pub items: Option<Vec<SampleItem>>,
}

impl Desk {
    /// Draws a sample; `progress` is told how many lookups of how many have been gone through.
    ///
    /// # Errors
    /// Yours, where there is nothing to draw from, or size or seed cannot be; a conflict, where
    /// the period of an official sample is not over; when archive or ledger cannot be read, or
    /// the look cannot be filed.
    pub fn draw_sample(
        &self,
        permit: &Permit<DrawSample>,
        period: Period,
        how_many: HowMany,
        seed: &SeedAsked,
        progress: &dyn Fn(u64, u64),
    ) -> Result<Sample, Problem> {
        match seed {
            SeedAsked::Official => self.check_is_over(period)?,
            SeedAsked::Given(text) => check_given(text)?,
        }
        let population = answered(self.answers().lookup_count(period))?;
        if population == 0 {
            // That there is none is an answer as well.
            self.file_look(
                permit,
                &Looked::list("sample", period, std::iter::empty(), 0),
            )?;
            return Err(Problem::yours("problem-sample-empty"));
        }
        size_of(how_many, population)?;
        let (seed, origin) = match seed {
            SeedAsked::Official => (self.official_seed(permit, period)?, SeedOrigin::Ledger),
            SeedAsked::Given(text) => (text.clone(), SeedOrigin::Given),
        };
        let (population, items) = self.drawn(period, population, how_many, &seed, progress)?;
        let sample = promising(how_many, population, items.len() as u64);
        let may_see = permit::ask::<ReadHistory>(permit.principal(), permit.form()).is_ok();
        let sample = Sample {
            period,
            seed,
            origin,
            ..sample
        };
        self.file_draw(permit, &sample, &items, may_see.then_some(&items))?;
        Ok(Sample {
            items: may_see.then_some(items),
            ..sample
        })
    }

    /// Draws until the size fits the population drawn from: more may have come in meanwhile, and
    /// of an event whose act was erased no item can be made.
    fn drawn(
        &self,
        period: Period,
        mut population: u64,
        how_many: HowMany,
        seed: &str,
        progress: &dyn Fn(u64, u64),
    ) -> Result<(u64, Vec<SampleItem>), Problem> {
        for _ in 0..TRIES {
            let size = size_of(how_many, population)?;
            let told = |done| progress(done, population);
            let kept = usize::try_from(size).unwrap_or(usize::MAX);
            let (seen, drawn) = self.smallest(period, kept, seed, &told)?;
            if seen == 0 {
                return Err(Problem::yours("problem-sample-empty"));
            }
            if size_of(how_many, seen)? == size {
                return Ok((seen, self.items(drawn)?));
            }
            population = seen;
        }
        Err(Problem::conflict("problem-sample-changing"))
    }

    fn file_draw(
        &self,
        permit: &Permit<DrawSample>,
        sample: &Sample,
        items: &[SampleItem],
        shown: Option<&Vec<SampleItem>>,
    ) -> Result<(), Problem> {
        let shown = shown.into_iter().flatten();
        let people = shown.filter_map(|item| item.national_id.as_ref());
        let lines = items.iter().map(|item| item.text() + "\n");
        let list = hex(&of_text(&lines.collect::<String>()));
        let looked = Looked::list("sample", sample.period, people, 0)
            .rows(sample.size, 0, sample.population)
            .with_made("seed", &sample.seed)
            .by("seed-origin", Some(sample.origin.word()))
            .with_made("list", &list);
        self.file_look(permit, &looked)
    }
}

impl SampleItem {
    /// Source, id and national id, joined by 0x1F (formats.md, section 4).
    fn text(&self) -> String {
        let person = self.national_id.as_ref().map_or("", NationalId::reveal);
        [&self.source, "\u{1f}", &self.id, "\u{1f}", person].concat()
    }
}

/// How many are drawn of so many.
fn size_of(how_many: HowMany, population: u64) -> Result<u64, Problem> {
    let size = match how_many {
        HowMany::Size(0) => return Err(Problem::yours("problem-sample-size")),
        HowMany::Size(size) => size.min(population),
        HowMany::ToDetect(rate) => size_to_detect(population, rate.of(population)),
    };
    match size <= SAMPLE_MAX {
        true => Ok(size),
        false => Err(Problem::yours("problem-sample-large").with("max", SAMPLE_MAX)),
    }
}

/// What a sample of that size promises; the rest is still to be filled in.
fn promising(how_many: HowMany, population: u64, size: u64) -> Sample {
    let (unwarranted, detects) = match how_many {
        HowMany::Size(_) => (unwarranted_detected(population, size), None),
        HowMany::ToDetect(rate) => {
            let unwarranted = rate.of(population);
            let drawing = Drawing::new(population, unwarranted, size);
            let detects = drawing.map(|drawing| drawing.detects(Sensitivity::FULL));
            (Some(unwarranted), detects)
        }
    };
    Sample {
        period: Period::always(),
        population,
        size,
        seed: String::new(),
        origin: SeedOrigin::Given,
        detects,
        unwarranted: unwarranted.unwrap_or(population),
        items: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_at_least_one_lookup_and_at_most_so_many() {
        let check = |how_many: HowMany, population: u64, expected: Result<u64, &str>| {
            let found = size_of(how_many, population).map_err(|no| no.message);
            assert_eq!(found, expected, "{how_many:?} of {population}");
        };
        let all = 2 * SAMPLE_MAX;
        check(HowMany::Size(0), all, Err("problem-sample-size"));
        check(HowMany::Size(1), all, Ok(1));
        check(HowMany::Size(SAMPLE_MAX), all, Ok(SAMPLE_MAX));
        check(
            HowMany::Size(SAMPLE_MAX + 1),
            all,
            Err("problem-sample-large"),
        );
        check(HowMany::Size(u64::MAX), 7, Ok(7));
        let rate = |text| HowMany::ToDetect(Rate::parse(text).expect("a rate"));
        check(rate("0.01"), 20_000, Ok(296));
        check(rate("0.000000001"), all, Err("problem-sample-large"));
    }
}
