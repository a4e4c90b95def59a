//! Long lists on their way out: whole, in order, each once, whatever comes in meanwhile.

use tilsyn_domain::Kind;
use tilsyn_domain::question::{EventSort, Order, SortBy};

use super::*;

/// Lookups on these days of March, so many each, some at the same minute.
fn lookups(from: usize, days: &[(u32, usize)]) -> String {
    let of_day = |(day, count): &(u32, usize)| {
        let (day, count) = (*day, *count);
        (0..count).map(move |number| (day, number))
    };
    let all = days.iter().flat_map(of_day).enumerate();
    let lines = all.map(|(nth, (day, number))| {
        let time = format!(
            "2026-03-{day:02}T{:02}:{:02}:00+01:00",
            number % 24,
            number % 7
        );
        let person = format!("x{}", nth % 5);
        line(&format!("e{}", from + nth), "kari", &person)
            .replace("2026-03-02T10:00:00+01:00", &time)
    });
    lines.collect()
}

fn question(limit: u64) -> HistoryQuestion {
    HistoryQuestion {
        kinds: vec![Kind::Lookup],
        limit,
        ..HistoryQuestion::every(About::Everything, Period::always())
    }
}

fn leaves_of(desk: &Desk, question: &HistoryQuestion) -> Vec<u64> {
    let permit = permit::<ReadHistory>();
    let view = desk.history(&permit, question).expect("asks");
    view.events.iter().map(|event| event.leaf).collect()
}

/// The leaves that go out; `meanwhile` happens after the first piece.
fn outgoing(desk: &Desk, question: &HistoryQuestion, meanwhile: impl FnOnce()) -> Vec<u64> {
    let permit = permit::<ReadHistory>();
    let (_, mut events) = desk.outgoing(&permit, question).expect("asks");
    let (mut leaves, mut meanwhile) = (Vec::new(), Some(meanwhile));
    while let Some(piece) = events.next_piece(desk).expect("reads") {
        leaves.extend(piece.iter().map(|event| event.leaf));
        if let Some(meanwhile) = meanwhile.take() {
            meanwhile();
        }
    }
    leaves
}

const DAYS: [(u32, usize); 6] = [(1, 3), (2, 50), (3, 16), (4, 17), (9, 32), (28, 1)];

/// By time both ways, and by what the archive has to sort.
fn orders() -> impl Iterator<Item = EventSort> {
    let by = [SortBy::Time, SortBy::Actor, SortBy::Client];
    let both = [Order::Descending, Order::Ascending];
    let pairs = by
        .into_iter()
        .flat_map(move |by| both.map(|order| (by, order)));
    pairs.map(|(by, order)| EventSort { by, order })
}

#[test]
fn all_go_out_in_the_order_of_the_list_and_no_more_than_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    assert!(
        outgoing(&desk, &question(10), || {}).is_empty(),
        "an empty log"
    );
    bring(&desk, folder.path(), "a.ndjson", &lookups(0, &DAYS));
    for sort in orders() {
        let asked = |limit| HistoryQuestion {
            sort,
            ..question(limit)
        };
        let all = leaves_of(&desk, &asked(u64::MAX));
        assert_eq!(all.len(), 119);
        for limit in [0, 1, 15, 16, 17, 37, 118, 119, 120, u64::MAX] {
            let first = usize::try_from(limit).unwrap_or(usize::MAX).min(all.len());
            let out = outgoing(&desk, &asked(limit), || {});
            assert_eq!(out, all[..first], "{sort:?}, {limit}");
        }
    }
}

#[test]
fn what_comes_in_meanwhile_is_left_out_and_doubles_nothing() {
    for sort in orders() {
        let folder = tempfile::tempdir().expect("a folder");
        let desk = open(folder.path());
        bring(&desk, folder.path(), "a.ndjson", &lookups(0, &DAYS));
        let asked = HistoryQuestion {
            sort,
            ..question(u64::MAX)
        };
        let all = leaves_of(&desk, &asked);
        let more = || {
            let days = [(2, 40), (9, 40), (28, 40), (30, 2)];
            bring(&desk, folder.path(), "b.ndjson", &lookups(1_000, &days));
        };
        assert_eq!(outgoing(&desk, &asked, more), all, "{sort:?}");
        assert_eq!(leaves_of(&desk, &asked).len(), 119 + 122);
    }
}

#[test]
fn one_look_is_filed_for_a_file_before_its_first_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    bring(&desk, folder.path(), "a.ndjson", &lookups(0, &DAYS));
    let (view, _) = desk
        .outgoing(&permit::<ReadHistory>(), &question(100))
        .expect("asks");
    assert_eq!((view.total, view.events.len()), (119, 0));
    let log = desk.own_log(&permit::<ReadOwnLog>(), 0, 10).expect("reads");
    let look = &log.looks[0];
    assert_eq!(log.total, 1);
    assert_eq!(
        (look.view.as_str(), look.rows, look.matching),
        ("log", 100, Some(119))
    );
}

#[test]
fn the_own_log_goes_out_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let reading = permit::<ReadOwnLog>();
    for _ in 0..300 {
        desk.own_log(&reading, 0, 1).expect("reads");
    }
    let (total, mut looks) = desk.outgoing_looks(&reading, 299).expect("asks");
    let mut found = Vec::new();
    while let Some(piece) = looks.next_piece(&desk).expect("reads") {
        found.extend(piece);
    }
    assert_eq!((total, found.len()), (300, 299));
    assert_eq!(found[0].matching, Some(299), "the newest first");
    assert_eq!(
        desk.own_log(&reading, 0, 1).expect("reads").looks[0].rows,
        299
    );
}
