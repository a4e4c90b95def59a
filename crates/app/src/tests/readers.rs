//! The own log reviewed by another: figures of a month, what was said of it, and who may not.

use std::sync::atomic::{AtomicI64, Ordering};

use super::cases::{BJORN_USER, begun_at, by};
use super::*;
use crate::own_log::ReaderRow;
use crate::permit::{ReviewLooks, SearchPeople};
use crate::problem::Problem;
use tilsyn_domain::time::DAY;

const ANNA: &str = "01817010055";

struct Place {
    _folder: tempfile::TempDir,
    clock: Arc<AtomicI64>,
    desk: Desk,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(AtomicI64::new(NOW.0));
        let registry = Location::Sqlite(folder.path().join("registry.sqlite"));
        let time = clock.clone();
        let now = move || Instant(time.load(Ordering::Relaxed));
        let desk = open_by(folder.path(), &registry, now, |_, _| {});
        let desk = begun_at(desk, folder.path(), "https://login.nordvik.example");
        Place {
            _folder: folder,
            clock,
            desk,
        }
    }

    fn month(&self) -> Period {
        Period::month_of(self.desk.today())
    }

    fn pass_a_month(&self) {
        self.clock.fetch_add(31 * DAY, Ordering::Relaxed);
    }

    fn opens(&self, who: &str) {
        let anna = NationalId::new(ANNA).expect("an id");
        let question = HistoryQuestion::every(About::Subject(anna), Period::always());
        let permit = by::<ReadHistory>(&self.desk, who).expect("may");
        let _view = self.desk.history(&permit, &question).expect("reads");
    }

    fn rows(&self, who: &str, month: Period) -> Vec<ReaderRow> {
        let permit = by::<ReviewLooks>(&self.desk, who).expect("may");
        self.desk.readers(&permit, month).expect("reads")
    }

    fn row(&self, who: &str, month: Period, reader: &str) -> ReaderRow {
        let mut rows = self.rows(who, month).into_iter();
        let found = rows.find(|row| row.reader == own(reader));
        found.expect("looked at something")
    }

    fn review(&self, who: &str, month: Period, reader: &str) -> Result<(), Problem> {
        let permit = by::<ReviewLooks>(&self.desk, who)?;
        self.desk
            .review_looks(&permit, (month, &own(reader)), "Samples of ten.")
    }
}

fn own(user: &str) -> Identity {
    Identity::Account {
        source: "tilsyn".to_owned(),
        user: user.to_owned(),
    }
}

fn why(result: Result<(), Problem>) -> &'static str {
    result.err().map_or("reviewed", |no| no.message)
}

#[test]
fn a_month_of_a_reader_is_counted_and_reviewed_by_another() {
    let place = Place::new();
    let month = place.month();
    place.opens("cecilie");
    place.opens("cecilie");
    let permit = by::<SearchPeople>(&place.desk, "cecilie").expect("may");
    let _hits = place.desk.search(&permit, "anna").expect("asks");
    let row = place.row(BJORN_USER, month, "cecilie");
    assert_eq!((row.people, row.searches, row.files), (1, 1, 0));
    assert!(row.looks >= 3 && row.may_review && row.reviewed.is_none());
    assert_eq!(
        why(place.review(BJORN_USER, month, "cecilie")),
        "problem-looks-month"
    );
    place.pass_a_month();
    let permit = by::<ReviewLooks>(&place.desk, BJORN_USER).expect("may");
    let nothing = place
        .desk
        .review_looks(&permit, (month, &own("cecilie")), "  ");
    assert_eq!(why(nothing), "problem-looks-remark");
    let nobody = place.review(BJORN_USER, month, "harald");
    assert_eq!(why(nobody), "problem-no-such-reader");
    assert_eq!(why(place.review(BJORN_USER, month, "cecilie")), "reviewed");
    let said = place.row(BJORN_USER, month, "cecilie").reviewed;
    assert_eq!(said.expect("somebody").remark, "Samples of ten.");
    // The month after knows nothing of it.
    let after = place.rows(BJORN_USER, place.month());
    assert!(after.iter().all(|row| row.reviewed.is_none()));
    let looks = place
        .desk
        .reader_looks(&permit, (month, &own("cecilie")))
        .expect("reads");
    assert!(
        looks
            .looks
            .iter()
            .all(|look| look.principal == "Cecilie Dal")
    );
    assert_eq!(looks.looks.len() as u64, looks.row.looks);
}

#[test]
fn nobody_reviews_himself_nor_whoever_reviewed_him() {
    let place = Place::new();
    let month = place.month();
    place.opens("cecilie");
    place.opens(BJORN_USER);
    place.pass_a_month();
    assert_eq!(
        why(place.review("cecilie", month, "cecilie")),
        "problem-looks-own"
    );
    assert_eq!(why(place.review(BJORN_USER, month, "cecilie")), "reviewed");
    assert_eq!(
        why(place.review("cecilie", month, BJORN_USER)),
        "problem-looks-pair"
    );
    assert!(!place.row("cecilie", month, BJORN_USER).may_review);
    // No head and no administrator sees what was looked at.
    for other in ["anna", "ida", "hilde", "per"] {
        assert!(by::<ReviewLooks>(&place.desk, other).is_err(), "{other}");
    }
}

#[test]
fn a_month_is_counted_past_every_piece_and_the_own_log_has_a_beginning() {
    let place = Place::new();
    let month = place.month();
    let permit = by::<ReviewLooks>(&place.desk, BJORN_USER).expect("may");
    let first = place.desk.looks_begin(&permit).expect("read");
    assert_eq!(first, month.from());
    // One look more than two pieces have.
    let searching = by::<SearchPeople>(&place.desk, "cecilie").expect("may");
    for _ in 0..1_025 {
        let _hits = place.desk.search(&searching, "xx").expect("asks");
    }
    assert_eq!(place.row(BJORN_USER, month, "cecilie").searches, 1_025);
    place.pass_a_month();
    assert_eq!(place.desk.looks_begin(&permit).expect("read"), first);
    assert_eq!(place.row(BJORN_USER, month, "cecilie").searches, 1_025);
}
