//! The made-up register's own weeks: they are ordinary, and what is planted in them is found.
//!
//! The figures that this prints are those of docs/completeness.md.

use std::collections::BTreeMap;

use tilsyn_domain::rhythm::{HOUR, Rhythm};
use tilsyn_domain::{Instant, Stamp, Zone};
use tilsyn_simulate::{Size, World};

/// The source that the register has fall silent, and when.
const SILENT: (&str, &str) = ("okonomi", "2026-10-12T00:00:00+02:00");
/// Registers that are looked at.
const SEEDS: u64 = 6;
/// What would be judged now, at the end of the log.
const END: &str = "2026-11-01T00:00:00+01:00";

type Hours = Vec<(i64, u64)>;

fn at(text: &str) -> Instant {
    Stamp::parse(text).expect("a time").at
}

fn oslo() -> Zone {
    Zone::named("Europe/Oslo").expect("Oslo")
}

fn register(size: Size, seed: u64) -> BTreeMap<String, Hours> {
    let world = World::new(size, seed);
    let mut sources: BTreeMap<String, BTreeMap<i64, u64>> = BTreeMap::new();
    for event in world.events() {
        let hours = sources.entry(event.source).or_default();
        *hours.entry(event.time.at.0.div_euclid(HOUR)).or_default() += 1;
    }
    let hours = |(source, hours): (String, BTreeMap<i64, u64>)| (source, Vec::from_iter(hours));
    sources.into_iter().map(hours).collect()
}

/// What is said of a source at its end: alarms, and the weeks that were judged.
fn alarms(source: &str, hours: &Hours) -> (Vec<String>, usize) {
    let found = Rhythm::of(&oslo(), hours, at(END));
    let silences = found.silences.iter().map(|silence| {
        let (from, expected) = (silence.from.utc().text(), silence.expected);
        format!("{source}: silent from {from}, {expected:.0} expected")
    });
    let few = found.days.iter().filter(|day| day.few.is_some());
    let few = few.map(|day| {
        let (expected, came) = (day.expected, day.came);
        format!("{source}: {} brought {came} for {expected:.0}", day.day)
    });
    (silences.chain(few).collect(), found.days.len() / 7)
}

#[test]
fn ordinary_weeks_raise_no_alarm_and_the_planted_silence_is_found() {
    let (mut all, mut weeks) = (Vec::new(), 0);
    for seed in 1..=SEEDS {
        for (source, mut hours) in register(Size::Small, seed) {
            if source == SILENT.0 {
                hours.retain(|(hour, _)| hour * HOUR < at(SILENT.1).0);
                let silent = Rhythm::of(&oslo(), &hours, at("2026-10-15T12:00:00+02:00"));
                assert!(silent.silence().is_some(), "seed {seed}");
                continue;
            }
            let (found, of_source) = alarms(&source, &hours);
            all.extend(found);
            weeks += of_source;
        }
    }
    eprintln!("{} alarms in {weeks} source-weeks: {all:#?}", all.len());
    assert_eq!(all, Vec::<String>::new());
}

/// Cuts every source off at many moments, and sees how long it takes to be noticed.
#[test]
fn a_source_that_is_cut_off_is_noticed_soon() {
    let (mut delays, mut missed) = (Vec::new(), 0);
    for (source, hours) in register(Size::Small, 1) {
        if source == SILENT.0 {
            continue;
        }
        for cut in cuts() {
            let until = hours.partition_point(|(hour, _)| hour * HOUR < cut.0);
            let hours = &hours[..until];
            let noticed = (1..=7 * 24).find(|later| {
                let now = Instant(cut.0 + later * HOUR);
                Rhythm::of(&oslo(), hours, now).silence().is_some()
            });
            match noticed {
                Some(later) => delays.push((later, source.clone(), cut.utc().text())),
                None => missed += 1,
            }
        }
    }
    delays.sort_unstable();
    let at_part = |part: usize| delays[delays.len().saturating_sub(1) * part / 100].0;
    eprintln!(
        "{} cuts noticed after {} h (half), {} h (nine in ten), {} h (last), {missed} not at all",
        delays.len(),
        at_part(50),
        at_part(90),
        at_part(100)
    );
    assert!(at_part(90) <= 72 && missed * 20 <= delays.len());
}

/// Moments of ordinary weeks, on every weekday and at several hours.
fn cuts() -> impl Iterator<Item = Instant> {
    let first = at("2026-08-31T00:00:00+02:00");
    (0..4).map(move |step| Instant(first.0 + (step * 61 + 9) * HOUR))
}
