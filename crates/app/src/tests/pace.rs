//! How many people somebody opens within an hour: warned, stopped, let go on, known after a start.

use std::sync::atomic::{AtomicI64, Ordering};

use super::*;
use crate::permit::ChangeSettings;
use crate::problem::Problem;
use tilsyn_domain::time::MINUTE;

/// A desk with ten people in its log, a warning from three on, and a stop after five.
struct Place {
    folder: tempfile::TempDir,
    clock: Arc<AtomicI64>,
}

impl Place {
    fn new() -> Place {
        let place = Place {
            folder: tempfile::tempdir().expect("a folder"),
            clock: Arc::new(AtomicI64::new(NOW.0)),
        };
        let desk = place.desk();
        let lines: Vec<String> = (0..10)
            .map(|n| line(&format!("e{n}"), "kari", &format!("x{n}")))
            .collect();
        bring(&desk, place.folder.path(), "a.ndjson", &lines.concat());
        for (key, value) in [
            ("people_per_hour_warned", "3"),
            ("people_per_hour_max", "5"),
        ] {
            desk.set(&permit::<ChangeSettings>(), key, value)
                .expect("set");
        }
        place
    }

    fn desk(&self) -> Desk {
        let registry = Location::Sqlite(self.folder.path().join("registry.sqlite"));
        // No two starts are at the same moment.
        self.clock.fetch_add(1, Ordering::Relaxed);
        let clock = self.clock.clone();
        let now = move || Instant(clock.load(Ordering::Relaxed));
        open_by(self.folder.path(), &registry, now, |_, _| {})
    }

    /// Where the events stand in the ledger.
    fn leaves(&self, desk: &Desk) -> Vec<u64> {
        let every = HistoryQuestion::every(About::Everything, Period::always());
        desk.answers().leaves(&every).expect("read")
    }

    fn pass(&self, minutes: i64) {
        self.clock.fetch_add(minutes * MINUTE, Ordering::Relaxed);
    }
}

/// Opens the page of the person of that number, as somebody.
fn opened(desk: &Desk, who: &str, number: u32) -> Result<(), Problem> {
    let id = NationalId::new(&format!("x{number}")).expect("an id");
    let about = About::Subject(id);
    let question = HistoryQuestion::every(about, Period::always());
    let permit = ask::<ReadHistory>(&Principal::development(who), Form::Page)?;
    desk.history(&permit, &question).map(drop)
}

fn said(result: Result<(), Problem>) -> &'static str {
    result.err().map_or("opened", |no| no.message)
}

#[test]
fn many_people_within_an_hour_are_warned_of_and_then_stopped() {
    let place = Place::new();
    let desk = place.desk();
    for number in 0..5 {
        assert_eq!(said(opened(&desk, "siv", number)), "opened", "{number}");
        place.pass(1);
    }
    let siv = Principal::development("siv");
    let standing = desk.people_opened(&siv).expect("asked");
    let standing = standing.expect("some");
    assert_eq!((standing.people, standing.are_many()), (5, true));
    assert_eq!(said(opened(&desk, "siv", 5)), "problem-too-many-people");
    // One who was opened already, and another reader.
    assert_eq!(said(opened(&desk, "siv", 4)), "opened");
    assert_eq!(said(opened(&desk, "jonas", 5)), "opened");
    let no = opened(&desk, "siv", 5).expect_err("one too many");
    assert_eq!(no.again_after_seconds, Some(55 * 60 + 1));
    let views = |desk: &Desk| {
        let looks = desk.own_log(&permit::<ReadOwnLog>(), 0, 1000);
        let looks = looks.expect("reads").looks;
        looks
            .iter()
            .filter(|look| look.view == "people-many")
            .count()
    };
    assert_eq!(views(&desk), 1, "others see it, once");
    // The first was an hour ago.
    place.pass(55);
    assert_eq!(said(opened(&desk, "siv", 5)), "opened");
    assert_eq!(said(opened(&desk, "siv", 6)), "problem-too-many-people");
}

#[test]
fn whom_an_event_shows_counts_as_opened_after_a_start_too() {
    let place = Place::new();
    let desk = place.desk();
    let permit = ask::<ReadHistory>(&Principal::development("siv"), Form::Page).expect("may");
    // Kari, who did all of it, and one more person each.
    let leaves = place.leaves(&desk);
    for leaf in &leaves[..4] {
        desk.event(&permit, *leaf).expect("opened");
        place.pass(1);
    }
    let fifth = |desk: &Desk| desk.event(&permit, leaves[4]).err().map(|no| no.message);
    assert_eq!(fifth(&desk), Some("problem-too-many-people"));
    drop(desk);
    assert_eq!(fifth(&place.desk()), Some("problem-too-many-people"));
}

#[test]
fn a_start_forgets_nobody() {
    let place = Place::new();
    let desk = place.desk();
    for number in 0..5 {
        assert_eq!(said(opened(&desk, "siv", number)), "opened");
        place.pass(1);
    }
    drop(desk);
    let desk = place.desk();
    assert_eq!(said(opened(&desk, "siv", 5)), "problem-too-many-people");
    assert_eq!(said(opened(&desk, "siv", 0)), "opened");
    assert_eq!(said(opened(&desk, "jonas", 5)), "opened");
}
