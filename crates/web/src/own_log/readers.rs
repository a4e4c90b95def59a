//! The own log by reader and month: what each looked at, gone through by another reviewer.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::own_log::{LooksReviewed, REMARK_MAX, ReaderLooks, ReaderRow};
use tilsyn_app::permit::{ReviewLooks, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{Day, Period};

use super::{COLUMNS as LOOK_COLUMNS, row as look_row};
use crate::asked::Asked;
use crate::frame::Place;
use crate::handles::Handles;
use crate::list::Column;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};
use crate::words::Words;

const COLUMNS: [Column; 7] = [
    Column::text("", "readers-col-reader"),
    Column::number("", "readers-col-people"),
    Column::number("", "readers-col-looks"),
    Column::number("", "readers-col-searches"),
    Column::number("", "readers-col-files"),
    Column::number("", "readers-col-refused"),
    Column::text("", "readers-col-reviewed"),
];

/// `GET /{language}/own-log/readers` (the month that is over), and of a month; and the data of
/// both.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReviewLooks>(asked.principal(), asked.form)?;
    let today = asked.zone().day_of(desk.now());
    let months = Months {
        first: Period::month_of(desk.looks_begin(&permit)?),
        today,
    };
    let month = month_asked(asked, &months);
    let month = month.filter(|_| matches!(asked.form, Form::Page | Form::Json));
    let Some(month) = month else {
        return Ok(Reply::Missing);
    };
    let rows = desk.readers(&permit, month)?;
    Ok(match asked.form {
        Form::Json => Reply::Json(json(&rows, month, desk).to_string().into_bytes()),
        _ => Reply::Page(render(&rows, month, &months, asked, desk)),
    })
}

/// The months that there are.
pub(crate) struct Months {
    /// That in which the own log begins.
    first: Period,
    today: Day,
}

impl Months {
    fn has(&self, month: Period) -> bool {
        self.first.from() <= month.from() && month.from() <= self.today
    }
}

/// The readers of a month as data; each by the handle.
fn json(rows: &[ReaderRow], month: Period, handles: &dyn Handles) -> serde_json::Value {
    let said = |one: &LooksReviewed| {
        serde_json::json!({
            "at": one.at.utc().text(), "by": one.by, "remark": one.remark,
        })
    };
    let row = |row: &ReaderRow| {
        serde_json::json!({
            "reader": handles.handle(&row.reader), "name": row.name,
            "people": row.people, "looks": row.looks, "searches": row.searches,
            "files": row.files, "refused": row.refused, "warnings": row.warnings,
            "reviewed": row.reviewed.as_ref().map(said), "may_review": row.may_review,
        })
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    serde_json::json!({ "from": month.from(), "to": month.to(), "readers": rows })
}

/// The link to it above the own log.
pub(super) fn way(asked: &Asked) -> String {
    html(&Way {
        words: asked.words(),
        readers: asked.to("/own-log/readers"),
    })
}

#[derive(Template)]
#[template(path = "own_log/way.html")]
struct Way {
    words: Words,
    readers: String,
}

/// `GET /{language}/own-log/readers/{period}/{handle}`.
pub(crate) fn one(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    show(desk, asked, None)
}

/// `POST` to it: what came of going through it.
pub(crate) fn review(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ReviewLooks>(asked.principal(), Form::Page)?;
    let Some((month, reader)) = named(desk, asked) else {
        return Ok(Reply::Missing);
    };
    match desk.review_looks(&permit, (month, &reader), field(sent, "remark")) {
        Ok(()) => Ok(Reply::Elsewhere(address(asked, month))),
        Err(problem) => Reply::again(problem, asked, |said| {
            show(desk, asked, Some((field(sent, "remark"), said)))
        }),
    }
}

fn show(desk: &Desk, asked: &Asked, before: Option<(&str, String)>) -> Result<Reply, Problem> {
    let permit = ask::<ReviewLooks>(asked.principal(), asked.form)?;
    let named = named(desk, asked).filter(|_| asked.form == Form::Page);
    let Some((month, reader)) = named else {
        return Ok(Reply::Missing);
    };
    let view = desk.reader_looks(&permit, (month, &reader))?;
    let today = asked.zone().day_of(desk.now());
    let page = render_one(&view, (month, today), before, asked, desk);
    Ok(Reply::Page(page))
}

/// The month and the reader of an address.
fn named(desk: &Desk, asked: &Asked) -> Option<(Period, Identity)> {
    let mut parts = asked.path.split('/').skip(3);
    let month = month_of(parts.next()?)?;
    Some((month, desk.identity_of(parts.next()?)?))
}

/// `2026-10`.
fn month_of(word: &str) -> Option<Period> {
    Day::parse(&format!("{word}-01")).map(Period::month_of)
}

fn month_asked(asked: &Asked, months: &Months) -> Option<Period> {
    match asked.path.split('/').nth(3) {
        Some(word) => month_of(word).filter(|month| months.has(*month)),
        None => {
            // What is over can be gone through.
            let over = before(Period::month_of(months.today));
            Some(if months.has(over) { over } else { months.first })
        }
    }
}

fn before(month: Period) -> Period {
    Period::month_of(month.from().plus(-1))
}

fn address(asked: &Asked, month: Period) -> String {
    let first = month.from().to_string();
    let word = first.get(..7).unwrap_or(&first);
    asked.to(&format!("/own-log/readers/{word}"))
}

#[derive(Template)]
#[template(path = "own_log/months.html")]
struct Ways {
    words: Words,
    /// Empty where the own log had not begun.
    before: String,
    /// Empty where it has not begun.
    after: String,
    all: String,
}

pub(crate) fn render(
    rows: &[ReaderRow],
    month: Period,
    months: &Months,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let waiting = rows.iter().filter(|row| row.reviewed.is_none()).count();
    let answer = match (rows.len(), waiting) {
        (0, _) => words.say("readers-none"),
        (_, 0) => words.say("readers-all-reviewed"),
        (_, some) => words.count("readers-waiting", some),
    };
    let way = |month: Period| match months.has(month) {
        true => address(asked, month),
        false => String::new(),
    };
    let page = ListPage {
        title: words.say("readers-title"),
        heading: words.with("readers-heading", "month", month_name(month, words)),
        lead: format!("{answer} {}", words.say("readers-lead")),
        empty: words.say("readers-none"),
        below: html(&Ways {
            words,
            before: way(before(month)),
            after: way(Period::month_of(month.to().plus(1))),
            all: asked.to("/own-log"),
        }),
        ..ListPage::default()
    };
    let cells: Vec<_> = rows
        .iter()
        .map(|row| cells(row, month, asked, handles))
        .collect();
    page.render(asked, Place::Sources, &COLUMNS, "", &cells)
}

fn cells(row: &ReaderRow, month: Period, asked: &Asked, handles: &dyn Handles) -> Vec<TableCell> {
    let words = asked.words();
    let number = |count| TableCell::number(words.figures().whole(count));
    let handle = handles.handle(&row.reader);
    let page = handle.map(|handle| format!("{}/{handle}", address(asked, month)));
    let warned = match row.warnings {
        0 => String::new(),
        some => words.count("readers-warned", some),
    };
    let reviewed = match &row.reviewed {
        Some(reviewed) => TableCell::text(said(reviewed, asked)).below(reviewed.remark.clone()),
        None if row.may_review => TableCell::text(words.say("readers-not-yet")),
        None => TableCell::text(words.say("readers-by-others")),
    };
    vec![
        TableCell::heading(row.name.clone(), page.unwrap_or_default()),
        number(row.people).below(warned),
        number(row.looks),
        number(row.searches),
        number(row.files),
        number(row.refused),
        reviewed,
    ]
}

/// When, and by whom.
fn said(reviewed: &LooksReviewed, asked: &Asked) -> String {
    let at = asked.words().figures().moment(asked.zone(), reviewed.at);
    format!("{at}, {}", reviewed.by)
}

fn month_name(month: Period, words: Words) -> String {
    crate::period::span_name(words, month)
}

#[derive(Template)]
#[template(path = "own_log/review.html")]
struct ReviewForm {
    words: Words,
    token: String,
    action: String,
    /// What was said before; empty where nobody has.
    reviewed: String,
    /// Why it cannot be reviewed here and now; empty where it can.
    notice: String,
    /// What was missing; empty where nothing was.
    fault: String,
    remark: String,
    remark_max: usize,
    back: String,
}

pub(crate) fn render_one(
    view: &ReaderLooks,
    (month, today): (Period, Day),
    before: Option<(&str, String)>,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let row = &view.row;
    let (remark, fault) = before.unzip();
    let notice = match (row.may_review, month.to() < today) {
        (false, _) => words.say("readers-by-others-lead"),
        (true, false) => words.say("problem-looks-month"),
        (true, true) => String::new(),
    };
    let heading = words.fill(
        "reader-heading",
        &[
            ("name", row.name.clone()),
            ("month", month_name(month, words)),
        ],
    );
    let shown = match (view.looks.len() as u64, row.looks + row.refused) {
        (shown, all) if shown < all => {
            let shown = ("shown", words.figures().whole(shown));
            words.count_with("reader-looks-cut", all, shown)
        }
        (all, _) => words.count("reader-looks", all),
    };
    let page = ListPage {
        title: words.say("readers-title"),
        heading,
        lead: words.count("reader-people", row.people),
        above: html(&ReviewForm {
            words,
            token: asked.token.clone(),
            action: asked.again("", &[]),
            reviewed: row
                .reviewed
                .as_ref()
                .map(|one| format!("{}: {}", said(one, asked), one.remark))
                .unwrap_or_default(),
            notice,
            fault: fault.unwrap_or_default(),
            remark: remark.unwrap_or_default().to_owned(),
            remark_max: REMARK_MAX,
            back: address(asked, month),
        }),
        list_heading: words.say("reader-list"),
        list_note: shown,
        ..ListPage::default()
    };
    let rows: Vec<_> = view
        .looks
        .iter()
        .map(|look| look_row(look, asked, handles))
        .collect();
    page.render(asked, Place::Sources, &LOOK_COLUMNS, "", &rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn check(word: &str, expected: Option<(&str, &str)>) {
        let found = month_of(word).map(|month| (month.from(), month.to()));
        let expected = expected.map(|(from, to)| (day(from), day(to)));
        assert_eq!(found, expected, "{word}");
    }

    #[test]
    fn a_month_is_whole() {
        check("2026-02", Some(("2026-02-01", "2026-02-28")));
        check("2024-02", Some(("2024-02-01", "2024-02-29")));
        check("2026-12", Some(("2026-12-01", "2026-12-31")));
        for none in ["2026", "2026-13", "2026-0", "x-1", "1-1-1", ""] {
            check(none, None);
        }
    }

    fn row(name: &str, may_review: bool, reviewed: bool) -> ReaderRow {
        ReaderRow {
            reader: Identity::Account {
                source: "tilsyn".to_owned(),
                user: name.to_lowercase(),
            },
            name: name.to_owned(),
            looks: 412,
            people: 61,
            searches: 7,
            files: 2,
            refused: 1,
            warnings: u64::from(reviewed),
            reviewed: reviewed.then(|| LooksReviewed {
                at: made_up::integrity_now(),
                by: "Jonas Berg".to_owned(),
                remark: "Samples of 20, all of cases.".to_owned(),
            }),
            may_review,
        }
    }

    #[test]
    fn the_pages_are_whole_in_four_languages() {
        let month = month_of("2026-08").expect("a month");
        let today = day("2026-09-30");
        for language in Language::ALL {
            let path = format!("/{}/own-log/readers/2026-08", language.tag());
            let asked = testing::asked(&path);
            let rows = [row("Siv Dahl", false, false), row("Mona Lie", true, true)];
            let months = |first| Months {
                first: month_of(first).expect("a month"),
                today,
            };
            let page = render(&rows, month, &months("2026-08"), &asked, &MadeUpHandles);
            assert!(page.contains("/own-log/readers/2026-09"));
            assert!(!page.contains("/own-log/readers/2026-07"), "nothing before");
            let page = render(&rows, month, &months("2026-07"), &asked, &MadeUpHandles);
            check_page(&page, &path);
            assert!(page.contains("Mona Lie") && page.contains("Samples of 20"));
            assert!(page.contains("/own-log/readers/2026-07"));
            let view = ReaderLooks {
                row: row("Mona Lie", true, false),
                looks: made_up::own_log().looks,
            };
            let page = render_one(&view, (month, today), None, &asked, &MadeUpHandles);
            check_page(&page, &path);
            assert!(page.contains("name=\"remark\""));
            // The own month, and one that is not over, have no form.
            let own = ReaderLooks {
                row: row("Siv Dahl", false, false),
                ..view.clone()
            };
            let page = render_one(&own, (month, today), None, &asked, &MadeUpHandles);
            assert!(!page.contains("name=\"remark\""));
            let early = render_one(&view, (month, month.to()), None, &asked, &MadeUpHandles);
            assert!(!early.contains("name=\"remark\""));
        }
    }
}
