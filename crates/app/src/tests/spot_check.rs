//! Samples: drawn as the contract says, again and again the same, and filed before they leave.

use std::sync::atomic::{AtomicI64, Ordering};

use sha2::{Digest, Sha256};
use tilsyn_ledger::CompartmentKind;

use super::*;
use crate::permit::{CameBy, DrawSample, Role};
use crate::problem::{Problem, Whose};
use crate::spot_check::{HowMany, Rate, Sample, SeedAsked, SeedOrigin};

const FIVE: HowMany = HowMany::Size(5);

/// Forty lookups of March, and what is none.
fn log() -> String {
    let mut lines: String = (0..36)
        .map(|n| line(&format!("e{n}"), "kari", &format!("x{}", n % 7)))
        .collect();
    let subject = |id: &str, via: &str| format!(r#"{{"national_id":"{id}","via":"{via}"}}"#);
    let people = [
        subject("y 1", "shown"),
        subject("y-2", "shown"),
        subject("y2", "shown"),
        subject("y3", "listed"),
        subject("y4", "shown"),
        subject("y5", "shown"),
    ];
    let many = line("e99", "ola", "z").replace(r#"{"national_id":"z"}"#, &people.join(","));
    lines += &many;
    lines += &line("e100", "kari", "x1").replace("\"lookup\"", "\"list\"");
    lines += &line("e101", "kari", "x1").replace("\"kind\"", "\"outcome\":\"deny\",\"kind\"");
    lines + &line("e102", "night", "x1").replace("\"user\"", "\"system\":true,\"user\"")
}

/// Items of that log, counted by hand.
fn items() -> Vec<String> {
    let plain = (0..36).map(|n| format!("s\u{1f}e{n}\u{1f}x{}", n % 7));
    let many = ["y1", "y2", "y4", "y5"].map(|id| format!("s\u{1f}e99\u{1f}{id}"));
    plain.chain(many).collect()
}

fn march() -> Period {
    Period::month_of(Day::parse("2026-03-01").expect("a date"))
}

fn desk(folder: &Path) -> Desk {
    let desk = open(folder);
    bring(&desk, folder, "a.ndjson", &log());
    desk
}

fn draw(desk: &Desk, how_many: HowMany, seed: Option<&str>) -> Result<Sample, Problem> {
    let seed = seed.map_or(SeedAsked::Official, |seed| SeedAsked::Given(seed.into()));
    let permit = permit::<DrawSample>();
    desk.draw_sample(&permit, march(), how_many, &seed, &|_, _| {})
}

fn texts(sample: &Sample) -> Vec<String> {
    let items = sample.items.iter().flatten();
    let person = |id: &Option<NationalId>| id.as_ref().expect("not erased").reveal().to_owned();
    items
        .map(|item| [&*item.source, &item.id, &person(&item.national_id)].join("\u{1f}"))
        .collect()
}

/// The items of the smallest hashes, by the words of the contract.
fn smallest(seed: &str, size: u64) -> Vec<String> {
    let mut all = items();
    all.sort_by_key(|item| Sha256::digest([seed.as_bytes(), &[0], item.as_bytes()].concat()));
    all.truncate(usize::try_from(size).expect("a few"));
    all
}

#[test]
fn the_items_of_the_smallest_hashes_are_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    for (seed, size) in [
        ("1", 1),
        ("1", 5),
        ("2026-Q1 ære", 17),
        ("x", 40),
        ("x", 41),
    ] {
        let sample = draw(&desk, HowMany::Size(size), Some(seed)).expect("draws");
        assert_eq!(texts(&sample), smallest(seed, size.min(40)));
        assert_eq!((sample.population, sample.size), (40, size.min(40)));
        assert_eq!(
            (sample.seed.as_str(), sample.origin),
            (seed, SeedOrigin::Given)
        );
        assert_eq!(sample.detects, None);
    }
    let all = draw(&desk, HowMany::Size(40), Some("1")).expect("draws");
    assert_eq!(all.unwarranted, 1, "of all that are seen, one is enough");
}

#[test]
fn a_rate_gives_the_smallest_size_that_shows_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let check = |rate: &str, unwarranted: u64, size: u64| {
        let rate = Rate::parse(rate).expect("a rate");
        let sample = draw(&desk, HowMany::ToDetect(rate), Some("1")).expect("draws");
        assert_eq!((sample.unwarranted, sample.size), (unwarranted, size));
        let detects = sample.detects.expect("a probability");
        assert!((0.95..=1.0).contains(&detects), "{detects}");
        assert_eq!(texts(&sample), smallest("1", size));
    };
    check("0.001", 1, 38);
    check("0.05", 2, 31);
    check("0.5", 20, 5);
    check("1", 40, 1);
}

#[test]
fn a_draw_is_filed_with_seed_and_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let sample = draw(&desk, FIVE, Some("1")).expect("draws");
    let log = desk.own_log(&permit::<ReadOwnLog>(), 0, 9).expect("reads");
    let look = &log.looks[0];
    let words = (look.view.as_str(), look.action.as_str());
    assert_eq!(words, ("sample", "draw-sample"));
    assert_eq!((look.rows, look.matching), (5, Some(40)));
    assert_eq!(look.period, Some(march()));
    let people: std::collections::BTreeSet<_> = sample.items.iter().flatten().collect();
    let people = people.iter().map(|item| item.national_id.clone());
    let people: std::collections::BTreeSet<_> = people.collect();
    assert_eq!(look.named, people.len() as u64);
    let lines: String = texts(&sample)
        .iter()
        .map(|text| text.clone() + "\n")
        .collect();
    let list = hex(&Sha256::digest(lines));
    let filter = [("seed", "1"), ("seed-origin", "given"), ("list", &list)];
    let filter = filter.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(look.filter, filter);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_period_has_one_official_seed_whatever_the_size_and_whoever_asks_when() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let first = draw(&desk, FIVE, None).expect("draws");
    assert_eq!(first.origin, SeedOrigin::Ledger);
    assert_eq!(texts(&first), smallest(&first.seed, 5));
    let again = draw(&desk, FIVE, None).expect("draws");
    assert_eq!((&again.seed, &again.items), (&first.seed, &first.items));
    let by_hand = draw(&desk, FIVE, Some(&first.seed)).expect("a hash may be given");
    assert_eq!(by_hand.items, first.items);
    assert_eq!(by_hand.origin, SeedOrigin::Given);
    drop(desk);
    let registry = Location::Sqlite(folder.path().join("registry.sqlite"));
    let later = Instant(NOW.0 + 1_000_000);
    let desk = open_when(folder.path(), &registry, later, |_, _| {});
    bring(
        &desk,
        folder.path(),
        "b.ndjson",
        &line("e200", "kari", "x1").replace("-03-", "-04-"),
    );
    let larger = draw(&desk, HowMany::Size(11), None).expect("draws");
    assert_eq!(larger.seed, first.seed);
    assert_eq!(texts(&larger)[..5], texts(&first));
    let april = Period::month_of(Day::parse("2026-04-01").expect("a date"));
    let permit = permit::<DrawSample>();
    let other = desk.draw_sample(&permit, april, FIVE, &SeedAsked::Official, &|_, _| {});
    assert_ne!(other.expect("draws").seed, first.seed);
}

#[test]
fn an_official_seed_follows_from_what_is_filed_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let sample = draw(&desk, FIVE, None).expect("draws");
    let log = desk.own_log(&permit::<ReadOwnLog>(), 0, 9).expect("reads");
    let filed: Vec<_> = (log.looks.iter())
        .filter(|look| look.view == "sample-seed")
        .collect();
    assert_eq!(filed.len(), 1);
    let get = |wanted: &str| {
        let mut filter = filed[0].filter.iter();
        let found = filter.find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone()).expect("stands there")
    };
    let (root, nonce) = (get("root"), get("nonce"));
    let text = format!("tilsyn sample\n2026-03-01\n2026-03-31\n{root}\n{nonce}\n");
    assert_eq!(hex(&Sha256::digest(text)), sample.seed);
    assert_eq!(get("seed"), sample.seed);
    let size: u64 = get("checkpoint").parse().expect("a number");
    assert!(size >= 40, "the tree has the log in it");
    let signed = desk.ledger().root_at(size).expect("reads");
    assert_eq!(hex(&signed), root);
    let ids = desk.ledger().find(0, b"sample seed 2026-03-01 2026-03-31");
    let leaf = ids.expect("reads").expect("filed under its days");
    let entry = desk.ledger().read(leaf).expect("reads").expect("is there");
    let parts = entry.compartments.expect("not erased");
    assert!(
        parts
            .iter()
            .all(|part| part.kind != CompartmentKind::Subject)
    );
}

#[test]
fn a_period_that_is_not_over_has_no_official_sample() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(AtomicI64::new(0));
    let time = clock.clone();
    let registry = Location::Sqlite(folder.path().join("registry.sqlite"));
    let now = move || Instant(time.load(Ordering::Relaxed));
    // The last microsecond of March in Oslo, and the first of April.
    let april = Zone::named("Europe/Oslo")
        .expect("Oslo")
        .start_of(Day::parse("2026-04-01").expect("a date"));
    clock.store(april.0 - 1, Ordering::Relaxed);
    let desk = open_by(folder.path(), &registry, now, |_, _| {});
    bring(&desk, folder.path(), "a.ndjson", &log());
    let early = draw(&desk, FIVE, None).expect_err("it is not over");
    assert_eq!(
        (early.whose, early.message),
        (Whose::Conflict, "problem-sample-early")
    );
    assert_eq!(early.arguments, [("day", "2026-04-01".to_owned())]);
    assert!(
        draw(&desk, FIVE, Some("1")).is_ok(),
        "a given seed is marked"
    );
    clock.store(april.0, Ordering::Relaxed);
    assert!(draw(&desk, FIVE, None).is_ok());
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let check = |how_many: HowMany, seed: &str, message: &str| {
        let refused = draw(&desk, how_many, Some(seed)).expect_err("refused");
        assert_eq!((refused.whose, refused.message), (Whose::Yours, message));
    };
    check(HowMany::Size(0), "1", "problem-sample-size");
    check(FIVE, "", "problem-sample-seed");
    check(FIVE, "01817010055", "problem-sample-seed");
    let may = Period::month_of(Day::parse("2026-05-01").expect("a date"));
    let permit = permit::<DrawSample>();
    let none = desk.draw_sample(&permit, may, FIVE, &SeedAsked::Official, &|_, _| {});
    assert_eq!(none.expect_err("nothing").message, "problem-sample-empty");
    let seed = desk.ledger().find(0, b"sample seed 2026-05-01 2026-05-31");
    assert_eq!(seed.expect("reads"), None, "no seed is filed for nothing");
}

#[test]
fn a_head_of_review_draws_and_sees_no_log_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let by = |role: Role| {
        let roles = (vec![role], Vec::new(), Vec::new());
        let who = Principal::staff(("siv", "Siv"), roles, CameBy::LocalCommand);
        let permit = ask::<DrawSample>(&who, Form::Command)?;
        desk.draw_sample(&permit, march(), FIVE, &SeedAsked::Official, &|_, _| {})
    };
    let head = by(Role::HeadOfReview).expect("draws");
    assert_eq!((head.population, head.size, &head.items), (40, 5, &None));
    let log = desk.own_log(&permit::<ReadOwnLog>(), 0, 9).expect("reads");
    assert_eq!(
        (log.looks[0].view.as_str(), log.looks[0].named),
        ("sample", 0)
    );
    let reviewer = by(Role::LogReviewer).expect("draws");
    assert_eq!(reviewer.seed, head.seed);
    assert_eq!(texts(&reviewer), smallest(&head.seed, 5));
    assert!(by(Role::Administrator).is_err());
}
