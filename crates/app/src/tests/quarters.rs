//! Reports of quarters: closed once, written about, approved by another, and the same for good.

use std::sync::atomic::{AtomicI64, Ordering};

use super::cases::{begun_at, by};
use super::*;
use crate::permit::{ApproveReport, ReadReports, WriteReport};
use crate::problem::{Problem, Whose};
use crate::quarters::{Measure, NewSaid, Quarter, QuarterView, State};

/// A desk whose log has three lookups in the third quarter of 2026, and its clock.
fn desk(folder: &Path) -> (Desk, impl Fn(&str)) {
    let clock = Arc::new(AtomicI64::new(0));
    let time = clock.clone();
    let registry = Location::Sqlite(folder.join("registry.sqlite"));
    let zone = Zone::named("Europe/Oslo").expect("Oslo");
    let set = move |text: &str| {
        let day = Day::parse(text).expect("a date");
        clock.store(zone.start_of(day).0 + 1, Ordering::Relaxed);
    };
    set("2026-09-21");
    let now = move || Instant(time.load(Ordering::Relaxed));
    let desk = open_by(folder, &registry, now, |_, _| {});
    let desk = begun_at(desk, folder, "https://login.nordvik.example");
    let lines = [july("1", "david"), july("2", "david"), july("3", "bjorn")];
    bring(&desk, folder, "july.ndjson", &lines.concat());
    (desk, set)
}

fn july(id: &str, user: &str) -> String {
    line(id, user, "01817010055").replace("2026-03-02", "2026-07-02")
}

fn third() -> Quarter {
    Quarter::parse("2026-Q3").expect("a quarter")
}

fn view(desk: &Desk, edition: Option<u64>) -> QuarterView {
    let permit = by::<ReadReports>(desk, "gunn").expect("may");
    desk.quarter(&permit, third(), edition).expect("there")
}

fn close(desk: &Desk, user: &str) -> Result<u64, Problem> {
    desk.close_quarter(&by::<WriteReport>(desk, user)?, third())
}

fn write(desk: &Desk, said: &NewSaid) -> Result<(), Problem> {
    desk.write_report(&by::<WriteReport>(desk, "bjorn")?, third(), said)
}

fn approve(desk: &Desk, user: &str) -> Result<String, Problem> {
    let report = view(desk, None).report;
    let read = (report.edition, report.said.map(|said| said.signed.at));
    desk.approve_report(&by::<ApproveReport>(desk, user)?, third(), read)
}

fn said(assessment: &str) -> NewSaid {
    NewSaid {
        assessment: assessment.to_owned(),
        came: String::new(),
        measures: vec![Measure {
            what: "Two more samples".to_owned(),
            who: "Gunn".to_owned(),
            due: Day::parse("2026-12-01"),
        }],
    }
}

fn no<T: std::fmt::Debug>(result: Result<T, Problem>) -> (Whose, &'static str) {
    let problem = result.expect_err("refused");
    (problem.whose, problem.message)
}

#[test]
fn a_quarter_is_closed_written_about_and_approved_by_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let (desk, set) = desk(folder.path());
    assert_eq!(view(&desk, None).state, State::Running);
    assert_eq!(
        no(close(&desk, "anna")),
        (Whose::Yours, "problem-quarter-runs")
    );
    set("2026-10-10");
    assert_eq!(view(&desk, None).state, State::Ended);
    let early = write(&desk, &said("Fine."));
    assert_eq!(no(early), (Whose::Conflict, "problem-report-not-now"));
    assert_eq!(close(&desk, "anna").expect("closed"), 1);
    let twice = close(&desk, "bjorn");
    assert_eq!(no(twice), (Whose::Conflict, "problem-quarter-closed"));
    assert_eq!(
        no(approve(&desk, "gunn")),
        (Whose::Conflict, "problem-report-unsaid")
    );
    let number = said("It was 01817010055.");
    assert_eq!(
        no(write(&desk, &number)),
        (Whose::Yours, "problem-report-number")
    );
    assert_eq!(
        no(write(&desk, &said(" "))),
        (Whose::Yours, "problem-report-text")
    );
    write(&desk, &said("Fine.")).expect("written");
    assert_eq!(view(&desk, None).state, State::Written);
    // Not by who closed it, nor by a reviewer, nor of another text than was read.
    assert_eq!(no(approve(&desk, "anna")).0, Whose::Refused);
    assert_eq!(no(approve(&desk, "bjorn")).0, Whose::Refused);
    let permit = by::<ApproveReport>(&desk, "gunn").expect("may");
    let other = desk.approve_report(&permit, third(), (1, Some(7)));
    assert_eq!(no(other), (Whose::Conflict, "problem-report-changed"));
    let hash = approve(&desk, "gunn").expect("approved");
    let view = view(&desk, None);
    assert_eq!((view.state, view.sha256), (State::Approved, Some(hash)));
    assert_eq!(view.report.figures.statement.now.lookups, 3);
    let readers = view.report.figures.readers.len();
    assert_eq!(
        readers, 2,
        "Gunn looked in the quarter, and whoever set it up"
    );
    let after = write(&desk, &said("Other."));
    assert_eq!(no(after), (Whose::Conflict, "problem-report-not-now"));
}

#[test]
fn what_is_approved_stays_and_a_correction_is_another_edition() {
    let folder = tempfile::tempdir().expect("a folder");
    let (desk, set) = desk(folder.path());
    set("2026-10-10");
    close(&desk, "anna").expect("closed");
    write(&desk, &said("Fine.")).expect("written");
    approve(&desk, "gunn").expect("approved");
    let frozen = view(&desk, None).report;
    set("2026-10-20");
    bring(&desk, folder.path(), "late.ndjson", &july("4", "david"));
    assert_eq!(
        view(&desk, None).report,
        frozen,
        "later events change nothing"
    );
    assert_eq!(close(&desk, "bjorn").expect("closed again"), 2);
    let second = view(&desk, None);
    assert_eq!(second.report.figures.statement.now.lookups, 4);
    assert_eq!(second.row.approved.map(|(edition, _)| edition), Some(1));
    assert_eq!(view(&desk, Some(1)).report, frozen, "the first is kept");
    let permit = by::<ReadReports>(&desk, "gunn").expect("may");
    let none = desk.quarter(&permit, third(), Some(3));
    assert_eq!(
        no(none.map(|_| ())),
        (Whose::Gone, "problem-no-such-quarter")
    );
    // The next quarter knows what was proposed in this one.
    let next = third().after();
    let measures = desk.quarter(&permit, next, None).expect("there").report;
    assert_eq!(measures.figures.measures_before, said("").measures);
    let before = measures.figures.statement.before.expect("compared");
    assert_eq!((before.edition, before.totals.lookups), (Some(1), 3));
}

#[test]
fn a_quarter_that_is_not_approved_in_time_is_missed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (desk, set) = desk(folder.path());
    let missed = || {
        let permit = by::<ReadReports>(&desk, "gunn").expect("may");
        let rows = desk.quarters(&permit).expect("read");
        let missed = rows.iter().filter(|row| row.is_missed);
        missed
            .map(|row| row.quarter.to_string())
            .collect::<Vec<_>>()
    };
    let before = ["2026-Q2", "2026-Q1"];
    set("2026-10-30");
    assert_eq!(missed(), before, "its last day");
    set("2026-10-31");
    assert_eq!(missed(), ["2026-Q3", "2026-Q2", "2026-Q1"]);
    close(&desk, "anna").expect("closed");
    write(&desk, &said("Late.")).expect("written");
    assert_eq!(missed().len(), 3);
    approve(&desk, "gunn").expect("approved");
    assert_eq!(missed(), before);
}

#[test]
fn reports_are_for_those_who_review_and_each_step_is_filed() {
    let folder = tempfile::tempdir().expect("a folder");
    let (desk, set) = desk(folder.path());
    set("2026-10-10");
    for user in ["ida", "hilde", "david", "per"] {
        assert!(by::<ReadReports>(&desk, user).is_err(), "{user}");
        assert!(by::<WriteReport>(&desk, user).is_err(), "{user}");
    }
    close(&desk, "anna").expect("closed");
    write(&desk, &said("Fine.")).expect("written");
    let hash = approve(&desk, "gunn").expect("approved");
    let permit = by::<ReadOwnLog>(&desk, "bjorn").expect("may");
    let log = desk.own_log(&permit, 0, 50).expect("read");
    for view in [
        "report-closed",
        "report-written",
        "report-approved",
        "report",
    ] {
        assert!(log.looks.iter().any(|look| look.view == view), "{view}");
    }
    let is_approval = |look: &&crate::own_log::Look| look.view == "report-approved";
    let approval = log.looks.iter().find(is_approval).expect("filed");
    assert!(approval.filter.iter().any(|(_, value)| *value == hash));
}
