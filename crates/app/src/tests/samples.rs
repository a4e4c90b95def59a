//! Official samples: drawn once and again, gone through by those who may, counted in the open; and
//! tests that are agreed beforehand.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};

use sha2::{Digest, Sha256};

use super::cases::{begun, begun_at, by, take};
use super::*;
use crate::cases::StepKind;
use crate::permit::{DrawSample, PlanTest, ReadSamples, ReviewSample};
use crate::problem::{Problem, Whose};
use crate::spot_check::official::{
    Going, ItemView, Judgement, Keeping, NewTest, Plan, SAID_MAX, SampleResults, Stratified,
    Stratum,
};
use crate::spot_check::{Rate, SeedAsked};

fn march() -> Period {
    Period::month_of(Day::parse("2026-03-01").expect("a date"))
}

fn draw(
    desk: &Desk,
    user: &str,
    seed: Option<&str>,
    keeping: Keeping,
) -> Result<Stratified, Problem> {
    let seed = seed.map_or(SeedAsked::Official, |seed| SeedAsked::Given(seed.into()));
    let permit = by::<DrawSample>(desk, user)?;
    desk.draw_stratified(&permit, (march(), &Plan::default()), &seed, keeping)
}

fn kept(desk: &Desk) -> Stratified {
    draw(desk, "anna", None, Keeping::Keep).expect("drawn")
}

fn next(desk: &Desk, user: &str, after: u64) -> Result<ItemView, Going> {
    let permit = by::<ReviewSample>(desk, user).expect("may");
    desk.next_item(&permit, 1, after).expect("read")
}

fn judge(desk: &Desk, user: &str, place: u64, judgement: Judgement, text: &str) -> &'static str {
    let permit = by::<ReviewSample>(desk, user).expect("may");
    let judged = desk.judge_item(&permit, (1, place), judgement, text);
    judged.err().map_or("judged", |no| no.message)
}

fn results(desk: &Desk) -> SampleResults {
    let permit = by::<ReadSamples>(desk, "anna").expect("may");
    desk.sample_results(&permit, 1).expect("read")
}

/// Judged, needed, unwarranted, asked, unclear of all.
fn counts(desk: &Desk) -> [u64; 5] {
    let strata = results(desk).strata;
    let all = strata.iter().map(|one| one.standing);
    all.fold([0; 5], |sum, one| {
        let more = [
            one.judged,
            one.needed,
            one.unwarranted,
            one.asked,
            one.unclear,
        ];
        std::array::from_fn(|at| sum[at] + more[at])
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn items_text(sample: &Stratified) -> Vec<String> {
    let items = sample.items.iter().flatten();
    let person = |id: &Option<NationalId>| id.as_ref().expect("not erased").reveal().to_owned();
    items
        .map(|one| {
            [
                one.stratum.word(),
                &one.source,
                &one.id,
                &person(&one.national_id),
            ]
            .join("\u{1f}")
        })
        .collect()
}

#[test]
fn a_period_has_one_sample_that_anybody_draws_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let first = kept(&desk);
    assert_eq!((first.number, &first.items), (Some(1), &None));
    let terms = &first.terms;
    assert_eq!((terms.population, terms.size()), (3, 3));
    let parts: u64 = terms.parts.iter().map(|part| part.population).sum();
    assert_eq!(parts, 3, "every lookup is of one stratum");
    let again = draw(&desk, "cecilie", None, Keeping::Keep);
    assert_eq!(
        again.expect_err("there is one").message,
        "problem-sample-kept"
    );
    // Whoever sees log data draws it again by its seed, and gets the same list.
    let shown = draw(&desk, "cecilie", Some(&terms.seed), Keeping::Show).expect("drawn");
    assert_eq!((&shown.terms.list, shown.number), (&terms.list, None));
    assert_eq!(shown.terms.parts, terms.parts);
    let texts = items_text(&shown);
    let lines: String = texts.iter().map(|text| text.clone() + "\n").collect();
    assert_eq!(hex(&Sha256::digest(lines)), terms.list);
    let mut sorted = texts.clone();
    sorted.sort_by_key(|text| {
        let item = text.split_once('\u{1f}').expect("a stratum").1;
        Sha256::digest([terms.seed.as_bytes(), &[0], item.as_bytes()].concat())
    });
    assert_eq!(texts, sorted, "in the order of their hashes");
    let other = draw(&desk, "cecilie", Some("2"), Keeping::Show).expect("drawn");
    assert_ne!(other.terms.seed, terms.seed);
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    let check = |period: Period, plan: Plan, seed: &SeedAsked, message: &str| {
        let permit = by::<DrawSample>(&desk, "anna").expect("may");
        let no = desk.draw_stratified(&permit, (period, &plan), seed, Keeping::Keep);
        assert_eq!(no.expect_err("refused").message, message);
    };
    let plan = Plan::default();
    let given = SeedAsked::Given("1".to_owned());
    check(march(), plan, &given, "problem-sample-period");
    let day = |text| Day::parse(text).expect("a date");
    let days = Period::new(day("2026-03-01"), day("2026-03-30")).expect("a period");
    let official = &SeedAsked::Official;
    check(days, plan, official, "problem-sample-period");
    let running = Period::month_of(day("2026-09-01"));
    check(running, plan, official, "problem-sample-early");
    let may = Period::month_of(day("2026-05-01"));
    check(may, plan, official, "problem-sample-empty");
    for bad in [
        Plan {
            sensitivity_percent: 0,
            ..plan
        },
        Plan {
            sensitivity_percent: 101,
            ..plan
        },
        Plan {
            per_department: 51,
            ..plan
        },
    ] {
        check(march(), bad, official, "problem-sample-plan");
    }
    assert!(draw(&desk, "ida", None, Keeping::Keep).is_err());
    assert!(by::<ReviewSample>(&desk, "anna").is_err(), "log data");
    assert!(by::<ReadSamples>(&desk, "ida").is_err());
}

#[test]
fn items_come_one_by_one_and_the_last_is_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    kept(&desk);
    let first = next(&desk, "cecilie", 0).expect("one waits");
    assert_eq!(
        (first.place, first.going.all, first.going.judged),
        (1, 3, 0)
    );
    assert!(first.about.is_some() && first.last.is_none());
    let skipped = next(&desk, "cecilie", 1).expect("one waits");
    assert_eq!(skipped.place, 2);
    assert_eq!(next(&desk, "cecilie", 3).expect("round again").place, 1);
    let nothing = "problem-sample-nothing-to-undo";
    let undo = |user: &str| {
        let permit = by::<ReviewSample>(&desk, user).expect("may");
        desk.undo_item(&permit, 1).map_err(|no| no.message)
    };
    assert_eq!(undo("cecilie"), Err(nothing));
    assert_eq!(judge(&desk, "cecilie", 1, Judgement::Needed, ""), "judged");
    assert_eq!(
        judge(&desk, "cecilie", 1, Judgement::Needed, ""),
        "problem-sample-judged"
    );
    let second = next(&desk, "cecilie", 1).expect("one waits");
    assert_eq!(
        (second.place, second.last),
        (2, Some((1, Judgement::Needed)))
    );
    assert_eq!(undo("bjorn"), Err(nothing), "each takes back their own");
    assert_eq!(undo("cecilie"), Ok(1));
    assert_eq!(undo("cecilie"), Err(nothing));
    assert_eq!(next(&desk, "cecilie", 0).expect("again").place, 1);
    assert_eq!(
        judge(&desk, "cecilie", 1, Judgement::Unclear, "no screen"),
        "judged"
    );
    assert_eq!(counts(&desk), [1, 0, 0, 0, 1]);
    for text in ["", " ", &"x".repeat(SAID_MAX + 1)] {
        assert_eq!(
            judge(&desk, "cecilie", 2, Judgement::Unclear, text),
            "problem-sample-text"
        );
    }
    assert_eq!(
        judge(&desk, "cecilie", 9, Judgement::Needed, ""),
        "problem-no-such-item"
    );
    let full = "x".repeat(SAID_MAX);
    assert_eq!(
        judge(&desk, "cecilie", 2, Judgement::Needed, &full),
        "judged"
    );
}

#[test]
fn nobody_judges_their_own_and_another_does() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    kept(&desk);
    let mut places = BTreeSet::new();
    while let Ok(item) = next(&desk, "bjorn", 0) {
        assert_ne!(item.event.event.id, "b1");
        places.insert(item.place);
        assert_eq!(
            judge(&desk, "bjorn", item.place, Judgement::Needed, ""),
            "judged"
        );
    }
    assert_eq!(places.len(), 2);
    let going = next(&desk, "bjorn", 0).expect_err("nothing for him");
    assert_eq!((going.judged, going.for_others), (2, 1));
    let own = (1..=3).find(|place| !places.contains(place)).expect("one");
    assert_eq!(
        judge(&desk, "bjorn", own, Judgement::Needed, ""),
        "problem-looks-own"
    );
    assert_eq!(next(&desk, "cecilie", 0).expect("for another").place, own);
    assert_eq!(
        judge(&desk, "cecilie", own, Judgement::Needed, ""),
        "judged"
    );
    let all = results(&desk);
    assert!(all.is_final());
    let estimate = all.estimate.expect("all are judged");
    assert_eq!((estimate.least, estimate.most), (0, 0), "all were seen");
}

#[test]
fn who_is_asked_is_asked_in_a_case_and_its_end_counts() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = begun(folder.path());
    kept(&desk);
    let mut asked = 0;
    while let Ok(item) = next(&desk, "cecilie", 0) {
        let is_davids = item.event.event.actor.user == "david";
        asked += u64::from(is_davids);
        let judgement = if is_davids {
            Judgement::Asked
        } else {
            Judgement::Needed
        };
        assert_eq!(
            item.case,
            (is_davids && asked == 2).then_some(1),
            "the second joins the first"
        );
        assert_eq!(
            judge(&desk, "cecilie", item.place, judgement, "why?"),
            "judged"
        );
    }
    assert_eq!(counts(&desk), [3, 1, 0, 2, 0]);
    assert!(!results(&desk).is_final());
    let open = results(&desk).estimate.expect("all are judged");
    assert_eq!((open.least, open.most), (0, 2), "they may be either");
    let permit = by::<ReviewSample>(&desk, "cecilie").expect("may");
    // Only what is not asked is taken back, and nothing past a question.
    while desk.undo_item(&permit, 1).is_ok() {}
    let undone = desk.undo_item(&permit, 1).map_err(|no| no.message);
    assert_eq!(undone, Err("problem-sample-undo-case"));
    for kind in [
        StepKind::Assessed,
        StepKind::Question,
        StepKind::Talk,
        StepKind::Closed,
    ] {
        assert_eq!(take(&desk, "cecilie", 1, kind), "taken", "{kind:?}");
    }
    assert_eq!(counts(&desk)[2], 2, "unwarranted, as the case ended");
    // Whoever is asked finds nothing of it in the own log.
    let log = desk.own_log(&by::<ReadOwnLog>(&desk, "bjorn").expect("may"), 0, 50);
    let log = log.expect("read").looks;
    assert!(log.iter().any(|look| look.view == "sample-verdict"));
}

#[test]
fn what_a_crash_kept_from_the_registry_is_found_in_the_ledger() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(begun(folder.path()));
    // A registry that knows nothing of what follows.
    let behind = folder.path().join("behind.sqlite");
    fs::copy(folder.path().join("registry.sqlite"), &behind).expect("copied");
    let later = Instant(NOW.0 + 1_000_000);
    let registry = Location::Sqlite(folder.path().join("registry.sqlite"));
    let desk = open_when(folder.path(), &registry, later, |_, _| {});
    let drawn = kept(&desk);
    let first = next(&desk, "cecilie", 0).expect("one waits");
    assert_eq!(
        judge(&desk, "cecilie", first.place, Judgement::Unclear, "gone"),
        "judged"
    );
    let read = |desk: &Desk| {
        let items = desk.registry().sample_items(1).expect("read");
        let verdicts = desk.registry().sample_verdicts(1).expect("read");
        let samples = desk.registry().samples().expect("read");
        (samples, items, verdicts)
    };
    let before = read(&desk);
    assert_eq!((before.1.len(), before.2.len()), (3, 1));
    drop(desk);
    let desk = open_at(folder.path(), &Location::Sqlite(behind), |_, _| {});
    assert_eq!(read(&desk), before);
    let leaf = before.0[0].leaf;
    let entry = desk.ledger().read(leaf).expect("read").expect("there");
    let parts = entry.compartments.expect("not erased");
    let act = parts.iter().find_map(|part| {
        let bytes = part.bytes.as_deref()?;
        (part.kind == tilsyn_ledger::CompartmentKind::Act).then_some(bytes)
    });
    let act = String::from_utf8_lossy(act.expect("an act"));
    for word in [
        &drawn.terms.list,
        &drawn.terms.seed,
        "\"sensitivity_percent\":100",
    ] {
        assert!(act.contains(word), "{word}: {act}");
    }
}

#[test]
fn departments_have_as_many_as_agreed() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/directory");
    desk.import_directory(&permit::<ImportDirectory>(), &fixtures)
        .expect("goes in");
    let hr = |id: String, user: &str| {
        line(&id, user, "01817010055").replace("\"source\":\"s\"", "\"source\":\"HR\"")
    };
    let many = (0..400).map(|n| hr(format!("c{n}"), "cecilie"));
    let few = (0..6).map(|n| hr(format!("d{n}"), "bjorn"));
    bring(
        &desk,
        folder.path(),
        "a.ndjson",
        &many.chain(few).collect::<String>(),
    );
    let drawn = |per_department: u64| {
        let plan = Plan {
            rate: Rate::parse("0.5").expect("a rate"),
            others: Rate::parse("0.5").expect("a rate"),
            per_department,
            ..Plan::default()
        };
        let seed = SeedAsked::Given("1".to_owned());
        let permit = permit::<DrawSample>();
        desk.draw_stratified(&permit, (march(), &plan), &seed, Keeping::Show)
            .expect("drawn")
    };
    let of_bjorn = |sample: &Stratified| {
        let items = sample.items.iter().flatten();
        items.filter(|item| item.id.starts_with('d')).count()
    };
    let without = drawn(0);
    assert_eq!(without.terms.added, 0);
    assert!(of_bjorn(&without) < 4, "{without:?}");
    let with = drawn(4);
    assert!(of_bjorn(&with) >= 4, "{with:?}");
    let parts = |sample: &Stratified| sample.terms.parts.clone();
    assert_eq!(parts(&with), parts(&without), "the strata stay as they are");
    let added = with.items.iter().flatten();
    let added = added.filter(|item| item.stratum == Stratum::Department);
    assert_eq!(added.count() as u64, with.terms.added);
}

/// Two looks of the test that is agreed below.
fn planted_lines() -> String {
    let line = |id: &str| {
        let line = line(id, "david", "01817010055");
        let line = line.replace("\"source\":\"s\"", "\"source\":\"HR\"");
        line.replace("2026-03-02T10:00:00+01:00", "2026-10-03T10:00:00+02:00")
    };
    ["t1", "t2"].map(line).concat()
}

fn planted_from(from: &str) -> NewTest {
    let people = ["01817010055", "05817410028"];
    NewTest {
        account: "HR:david".to_owned(),
        people: people
            .map(|id| NationalId::new(id).expect("an id"))
            .to_vec(),
        tester: "Ada".to_owned(),
        from: Day::parse(from),
        to: Day::parse("2026-10-05"),
    }
}

#[test]
fn a_test_is_sealed_until_it_is_over_and_then_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Arc::new(AtomicI64::new(0));
    let time = clock.clone();
    let registry = Location::Sqlite(folder.path().join("registry.sqlite"));
    let now = move || Instant(time.load(Ordering::Relaxed));
    let zone = Zone::named("Europe/Oslo").expect("Oslo");
    let day = |text: &str| Day::parse(text).expect("a date");
    let set = |text: &str| clock.store(zone.start_of(day(text)).0 + 1, Ordering::Relaxed);
    set("2026-09-21");
    let desk = open_by(folder.path(), &registry, now, |_, _| {});
    let desk = begun_at(desk, folder.path(), "https://login.nordvik.example");
    let head = by::<PlanTest>(&desk, "anna").expect("may");
    assert!(by::<PlanTest>(&desk, "cecilie").is_err(), "who is tested");
    let late = desk
        .plan_test(&head, &planted_from("2026-09-21"))
        .expect_err("begun");
    assert_eq!(
        (late.whose, late.message),
        (Whose::Yours, "problem-test-days")
    );
    assert_eq!(
        desk.plan_test(&head, &planted_from("2026-10-02"))
            .expect("agreed"),
        1
    );
    let seen = |user: &str| {
        let permit = by::<ReadSamples>(&desk, user).expect("may");
        desk.planted_test(&permit, 1).expect("read")
    };
    assert!(seen("anna").row.told.is_some() && seen("anna").measured.is_none());
    for other in ["cecilie", "gunn"] {
        let told = seen(other);
        assert!(told.row.told.is_none() && told.people.is_none(), "{other}");
    }
    set("2026-10-06");
    assert_eq!(
        seen("gunn").measured.expect("over").looked_at,
        0,
        "nothing came in"
    );
    bring(&desk, folder.path(), "t.ndjson", &planted_lines());
    let told = seen("gunn");
    assert!(told.people.is_none(), "no log data for heads");
    let measured = told.measured.expect("it is over");
    assert_eq!(
        (measured.people, measured.looked_at, measured.lookups),
        (2, 1, 2)
    );
    assert_eq!((measured.found, measured.drawn), (0, 0));
    assert!(measured.least < 1e-9 && measured.most > 0.9);
    assert_eq!(seen("cecilie").people.map(|people| people.len()), Some(2));
    set("2026-11-01");
    let october = Period::month_of(day("2026-10-01"));
    let permit = by::<DrawSample>(&desk, "anna").expect("may");
    let drawn = desk.draw_stratified(
        &permit,
        (october, &Plan::default()),
        &SeedAsked::Official,
        Keeping::Keep,
    );
    assert_eq!(drawn.expect("drawn").terms.population, 2);
    assert_eq!(seen("gunn").measured.expect("over").drawn, 2);
}
