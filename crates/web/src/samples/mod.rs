//! Samples (K4): the list, what one shows, going through it lookup by lookup, and tests that were
//! agreed beforehand.
//!
//! Results are figures and name nobody; items are log data. Not here: who may judge which item,
//! what a figure is (`app`).

pub(crate) mod item;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod planted;

use tilsyn_app::spot_check::official::{Plan, Stratum};
use tilsyn_domain::{Day, Period};

use crate::asked::Asked;
use crate::period::{Choice, span_name};
use crate::words::Words;

/// The address of a sample.
pub(crate) fn address(asked: &Asked, number: u64) -> String {
    asked.to(&format!("/samples/{number}"))
}

/// What a period is called: a quarter by its number, a month by its days.
fn period_name(period: Period, words: Words) -> String {
    let first = period.from().to_string();
    let year = first.get(..4).and_then(|year| year.parse().ok());
    let month: Option<i8> = first.get(5..7).and_then(|month| month.parse().ok());
    let choice = year.zip(month).map(|(year, month)| Choice::Quarter {
        year,
        quarter: (month + 2) / 3,
    });
    match choice.filter(|choice| choice.period() == period) {
        Some(choice) => choice.name(words),
        None => span_name(words, period),
    }
}

/// A period as a form sends it.
fn period_value(period: Period) -> String {
    format!("{}..{}", period.from(), period.to())
}

fn period_of(value: &str) -> Option<Period> {
    let (from, to) = value.split_once("..")?;
    Period::new(Day::parse(from)?, Day::parse(to)?)
}

fn stratum_name(stratum: Stratum, words: Words) -> String {
    words.say(&format!("samples-stratum-{}", stratum.word()))
}

/// A rate in percent.
fn rate_name(plan: &Plan, stratum: Stratum, words: Words) -> String {
    const PARTS: u64 = 1_000_000_000;
    let share = words
        .figures()
        .share(plan.rate_of(stratum).of(PARTS), PARTS);
    share.unwrap_or_default()
}

/// A share of one in percent.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is between 0 and 1"
)]
fn percent(share: f64, words: Words) -> String {
    const PARTS: u64 = 1_000_000;
    let parts = (share.clamp(0.0, 1.0) * 1e6).round() as u64;
    words.figures().share(parts, PARTS).unwrap_or_default()
}

/// The nearest whole number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "counts of lookups are not negative, and small"
)]
fn nearest(count: f64) -> u64 {
    count.round() as u64
}
