//! A user's weeks as a picture: people looked up with nothing to explain it, beside the user's own
//! normal and what was to be expected.

use tilsyn_app::findings::FindingView;
use tilsyn_app::log_review::view::own_band;
use tilsyn_domain::Day;

use super::tenths;
use crate::charts::{Caption, WeeksChart};
use crate::list::figure::Figure;
use crate::list::table::{TableCell, plain_table};
use crate::words::Words;

/// A week of the picture.
struct Drawn {
    from: Day,
    people: u64,
    /// `None`: there were no lookups, so nothing was expected.
    expected: Option<f64>,
}

/// Nothing where nothing is known of the weeks before.
pub(super) fn weeks(view: &FindingView, words: Words) -> Option<Figure> {
    let drawn = drawn(view)?;
    let figures = words.figures();
    let count = |count: u64| figures.whole(count);
    let counts: Vec<u64> = drawn.iter().map(|week| week.people).collect();
    let name = |week: &Drawn| words.with("week-name", "week", week.from.iso_week());
    let labels: Vec<String> = drawn.iter().map(name).collect();
    let is_of_finding = |week: &Drawn| {
        let mut weeks = view.row.weeks.iter();
        weeks.any(|one| one.seen.days.from() == week.from)
    };
    let places = drawn.iter().enumerate();
    let places = places.filter(|(_, week)| is_of_finding(week));
    let unusual: Vec<usize> = places.map(|(place, _)| place).collect();
    let whole = 0..counts.len();
    let (low, centre, high) = own_band(&counts, &whole);
    let parts = [
        ("median", count(centre)),
        ("low", count(low)),
        ("high", count(high)),
    ];
    let title = words.say("found-picture");
    let note = words.fill("found-picture-note", &parts);
    let chart = WeeksChart {
        caption: Caption {
            id: "unexplained",
            title: title.clone(),
            description: note.clone(),
        },
        counts: &counts,
        whole,
        unusual: &unusual,
        labels: &labels,
        count: &count,
    };
    let columns = [
        "weeks-col-week",
        "weeks-col-from",
        "found-col-people",
        "found-col-expected",
        "history-col-remark",
    ];
    let columns = columns.map(|key| words.say(key));
    let rows = drawn.iter().map(|week| {
        let expected = week
            .expected
            .map(|expected| figures.tenths(tenths(expected)));
        vec![
            TableCell::heading(name(week), ""),
            TableCell::text(figures.day(week.from)),
            TableCell::number(count(week.people)),
            TableCell::number(expected.unwrap_or_default()),
            TableCell::text(match is_of_finding(week) {
                true => words.say("found-week-of-finding"),
                false => String::new(),
            }),
        ]
    });
    let table = plain_table(&title, &columns, &rows.collect::<Vec<_>>());
    Some(Figure {
        svg: chart.svg(),
        note,
        table,
        title,
        class: "",
    })
}

/// Every week from the first that is known to the last; those without lookups have none.
fn drawn(view: &FindingView) -> Option<Vec<Drawn>> {
    let (first, last) = (view.past.first()?.from, view.past.last()?.from);
    let weeks = (0..=(last.0 - first.0) / 7).map(|nth| {
        let from = first.plus(nth * 7);
        let known = view.past.iter().find(|week| week.from == from);
        Drawn {
            from,
            people: known.map_or(0, |week| week.people.into()),
            expected: known.map(|week| week.expected),
        }
    });
    let weeks: Vec<Drawn> = weeks.collect();
    (weeks.len() > 1).then_some(weeks)
}
