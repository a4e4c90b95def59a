//! Sources that are made up, and what is said of them.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::*;
use crate::time::Stamp;

const FIRST: &str = "2026-06-01";

fn oslo() -> Zone {
    Zone::named("Europe/Oslo").expect("Oslo")
}

fn at(text: &str) -> Instant {
    Stamp::parse(text).expect("a time").at
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a date")
}

/// An office: 200 events an hour from eight to four, a tenth of it around, little at weekends.
/// Days differ by a fifth, hours too.
fn office(seed: u64, weeks: i32) -> Vec<(i64, u64)> {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let zone = oslo();
    let mut hours = Vec::new();
    for of in 0..weeks * 7 {
        let day = day(FIRST).plus(of);
        let busy = 0.8 + 0.4 * chance.random::<f64>();
        let (mut start, end) = (zone.start_of(day), zone.start_of(day.plus(1)));
        while start < end {
            let office = (8..16).contains(&(zone.minute_of(start) / 60));
            let mean = match (day.weekday() < 5, office) {
                (true, true) => 200.0,
                (true, false) => 20.0,
                (false, _) => 4.0,
            };
            let mean: f64 = mean * busy * (0.7 + 0.6 * chance.random::<f64>());
            // Poisson's numbers, by multiplying.
            let (mut count, mut product) = (0, chance.random::<f64>());
            while product.ln() > -mean {
                count += 1;
                product *= chance.random::<f64>().max(1e-12);
                if count % 50 == 0 && mean > 600.0 {
                    break;
                }
            }
            if count > 0 {
                hours.push((start.0 / HOUR, count));
            }
            start = Instant(start.0 + HOUR);
        }
    }
    hours
}

fn without(mut hours: Vec<(i64, u64)>, from: &str, to: &str) -> Vec<(i64, u64)> {
    let (from, to) = (at(from).0 / HOUR, at(to).0 / HOUR);
    hours.retain(|(hour, _)| *hour < from || *hour >= to);
    hours
}

#[test]
fn ordinary_weeks_raise_no_alarm() {
    let mut weeks = 0;
    for seed in 0..12 {
        let hours = office(seed, 26);
        let found = Rhythm::of(&oslo(), &hours, at("2026-11-29T23:00:00Z"));
        assert_eq!(found.silences, [], "seed {seed}");
        assert!(found.days.iter().all(|day| day.few.is_none()), "{seed}");
        weeks += found.days.len() / 7;
    }
    assert!(weeks > 200);
}

#[test]
fn a_silence_is_found_within_its_first_hours_and_stays_found() {
    let quiet = without(
        office(1, 12),
        "2026-08-11T10:00:00+02:00",
        "2026-08-11T15:00:00+02:00",
    );
    let told = |until: &str| Rhythm::of(&oslo(), &quiet, at(until));
    assert!(told("2026-08-11T10:05:00+02:00").silence().is_none());
    let silence = *told("2026-08-11T12:00:00+02:00").silence().expect("silent");
    assert_eq!(silence.from, at("2026-08-11T10:00:00+02:00"));
    assert!(silence.expected > 250.0 && silence.fewest > 150 && silence.weeks == 8);
    let later = told("2026-08-20T12:00:00+02:00");
    assert!(later.silence().is_none());
    assert_eq!(later.silences.len(), 1);
    assert_eq!(later.silences[0].to, Some(at("2026-08-11T15:00:00+02:00")));
    // The day as a whole was not half of what it should have been.
    let few = later.days.iter().filter(|day| day.few.is_some());
    assert!(few.count() <= 1);
}

#[test]
fn nights_and_weekends_are_quiet_without_being_silent() {
    let zone = oslo();
    let mut hours = without(
        office(2, 12),
        "2026-08-14T16:00:00+02:00",
        "2026-08-30T00:00:00+02:00",
    );
    hours.retain(|(hour, _)| {
        let at = Instant(hour * HOUR);
        zone.day_of(at).weekday() < 5 && (8..16).contains(&(zone.minute_of(at) / 60))
    });
    let told = |until: &str| Rhythm::of(&oslo(), &hours, at(until)).silence().copied();
    assert_eq!(told("2026-08-15T02:00:00+02:00"), None);
    assert_eq!(told("2026-08-17T08:00:00+02:00"), None);
    assert!(told("2026-08-17T09:00:00+02:00").is_some());
}

#[test]
fn nothing_is_silent_on_a_public_holiday() {
    let zone = oslo();
    let mut hours = office(3, 34);
    // Christmas in an office.
    hours.retain(|(hour, _)| {
        let day = zone.day_of(Instant(hour * HOUR));
        !(day >= self::day("2026-12-24") && day <= self::day("2026-12-26")) || hour % 6 == 0
    });
    hours
        .iter_mut()
        .filter(|(hour, _)| zone.day_of(Instant(hour * HOUR)) == day("2026-12-25"))
        .for_each(|(_, count)| *count = 2);
    let found = Rhythm::of(&zone, &hours, at("2026-12-31T11:00:00Z"));
    assert_eq!(found.silences, []);
    let friday = found.days.iter().find(|one| one.day == day("2026-12-25"));
    let friday = friday.expect("judged");
    assert!(friday.expected < 200.0 && friday.few.is_none());
}

#[test]
fn a_day_with_a_fifth_of_the_usual_is_far_fewer() {
    let zone = oslo();
    let mut hours = office(4, 12);
    let quiet = day("2026-08-12");
    hours
        .iter_mut()
        .filter(|(hour, _)| zone.day_of(Instant(hour * HOUR)) == quiet)
        .for_each(|(_, count)| *count = count.div_ceil(6));
    let found = Rhythm::of(&zone, &hours, at("2026-08-20T12:00:00Z"));
    let few: Vec<Day> = found
        .days
        .iter()
        .filter(|day| day.few.is_some())
        .map(|day| day.day)
        .collect();
    assert_eq!(few, [quiet]);
    assert_eq!(found.silences, []);
}

#[test]
fn a_new_source_is_not_judged() {
    let hours = office(5, 6);
    let found = Rhythm::of(&oslo(), &hours, at("2026-07-11T12:00:00Z"));
    assert!(found.is_too_early() && found.silences.is_empty() && found.week.is_empty());
    assert_eq!(found.weeks, 5);
    assert_eq!(
        Rhythm::of(&oslo(), &[], at("2026-06-27T12:00:00Z")),
        Rhythm::default()
    );
}

#[test]
fn the_week_that_is_shown_has_every_hour() {
    let found = Rhythm::of(&oslo(), &office(6, 12), at("2026-08-12T10:30:00Z"));
    assert_eq!(found.week.len(), 168);
    let half = found.week.last().expect("an hour");
    assert_eq!(half.start, at("2026-08-12T10:00:00Z"));
    assert!(half.low < half.expected && half.expected < half.high);
}
