//! The access statement (*loggregnskap*, H8.1): who looked up people outside the own unit.
//!
//! First the answer, then the list, then what it was made from. A name leads to the single
//! lookups of the same period: one click from a number to its evidence.

use askama::Template;
use tilsyn_app::cases::OpenCases;
use tilsyn_app::log_review::view::{StatementRow, StatementView};
use tilsyn_app::permit::{ReadCases, ReadStatement, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::codebook::Identity;

use crate::asked::Asked;
use crate::cases;
use crate::charts::{bar, sparkline};
use crate::frame::{Frame, Place};
use crate::handles::{Handles, account_handle};
use crate::list::page::Tile;
use crate::list::{self, Column, FilterSet, TextField};
use crate::masked::{mask_data, masked_of};
use crate::people::{View, detail, person_page};
use crate::period::{Choice, Otherwise, span_name};
use crate::reply::{Reply, html};
use crate::sheet::{About, Cell, Sheet};
use crate::words::Words;

const COLUMNS: [Column; 10] = [
    Column::text("name", "statement-col-user"),
    Column::number("outside_lookups", "statement-col-outside"),
    Column::number("outside_people", "statement-col-people"),
    Column::number("unexplained_people", "statement-col-unexplained"),
    Column::text("", "statement-col-weeks"),
    Column::number("", "statement-col-before"),
    Column::text("", "statement-col-remark"),
    Column::number("no_unit_lookups", "statement-col-no-unit"),
    Column::number("changes", "statement-col-changes"),
    Column::number("searches", "statement-col-searches"),
];

/// `GET /{language}/statement`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadStatement>(asked.principal(), asked.form)?;
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let view = desk.statement(&permit, choice.period(), &asked.shown())?;
    match asked.form {
        Form::Page | Form::Command => {
            let cases = ask::<ReadCases>(asked.principal(), Form::Page);
            let cases = cases.map(|may| desk.open_cases(&may)).ok().transpose()?;
            Ok(Reply::Page(render(
                &view,
                cases.as_ref(),
                choice,
                asked,
                desk,
            )))
        }
        Form::Json => Ok(json(&view, asked, desk)),
        form => sheet(&view, choice, asked).reply(form),
    }
}

#[derive(Template)]
#[template(path = "log_review/statement.html")]
struct StatementPage {
    frame: Frame,
    heading: String,
    /// That the period is not over; empty where it is.
    unfinished: String,
    tiles: Vec<Tile>,
    filters: String,
    headings: String,
    exports: String,
    paging: String,
    rows: Vec<Row>,
    made_from: String,
    columns: Vec<String>,
}

struct Row {
    name: String,
    href: String,
    detail: String,
    /// The lookups outside the own unit, one by one.
    evidence: String,
    outside: String,
    bar: String,
    share: String,
    people: String,
    unexplained: String,
    /// What was to be expected of others like this one; empty where that is not known.
    expected: String,
    spark: String,
    change: String,
    remarks: Vec<String>,
    /// Where the user's case is, or is opened, and what it is called; none for the reader's own.
    case: Option<(String, String)>,
    no_unit: String,
    changes: String,
    searches: String,
}

pub(crate) fn render(
    view: &StatementView,
    cases: Option<&OpenCases>,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let heading = words.with("statement-title", "period", choice.name(words));
    let set = FilterSet {
        selects: vec![list::unit_select(asked, &view.units)],
        texts: vec![TextField::of(asked, "text", "statement-text")],
        ..FilterSet::default()
    };
    let matching = view.matching as u64;
    html(&StatementPage {
        frame: Frame::of(asked, Place::Statement, heading.clone()),
        heading,
        unfinished: unfinished(view, choice, words),
        tiles: tiles(view, words),
        filters: list::filters(asked, &set),
        headings: list::headings(asked, &COLUMNS, "unexplained_people"),
        exports: list::exports(asked, matching),
        paging: list::paging(asked, matching),
        rows: view
            .rows
            .iter()
            .map(|row| Row {
                case: cases.and_then(|cases| case_of(row, cases, choice, asked, handles)),
                ..shown(row, view, choice, asked, handles)
            })
            .collect(),
        made_from: list::made_from(asked, &view.made_from),
        columns: COLUMNS
            .iter()
            .map(|column| words.say(column.heading))
            .collect(),
    })
}

/// How the lookups outside the own unit changed, and against which days; `None` where that is
/// not known.
pub(crate) fn since(view: &StatementView, words: Words) -> Option<String> {
    let (previous, before) = view.previous.zip(view.totals.outside_before)?;
    let now = view.totals.outside_lookups;
    let change = words.figures().change(now, before)?;
    let period = span_name(words, previous);
    Some(words.fill("statement-since", &[("change", change), ("period", period)]))
}

/// That the period is not over, and what it is compared with; nothing of the whole log, which
/// has no end.
pub(crate) fn unfinished(view: &StatementView, choice: Choice, words: Words) -> String {
    let Some(latest) = view.unfinished.filter(|_| choice != Choice::All) else {
        return String::new();
    };
    let day = words.figures().day(latest);
    let said = words.with("statement-unfinished", "day", day);
    let previous = view
        .previous
        .filter(|_| view.totals.outside_before.is_some());
    let compared = previous.map(|previous| {
        let period = span_name(words, previous);
        words.with("statement-compared", "period", period)
    });
    let compared = compared.unwrap_or_else(|| words.say("statement-not-compared"));
    format!("{said} {compared}")
}

fn tiles(view: &StatementView, words: Words) -> Vec<Tile> {
    let figures = words.figures();
    let totals = view.totals;
    let share = figures
        .share(totals.outside_lookups, totals.lookups)
        .map(|share| words.with("statement-of-lookups", "share", share));
    let tile = |key: &str, figure: u64, note: Option<String>| Tile {
        label: words.say(key),
        figure: figures.whole(figure),
        note: note.unwrap_or_default(),
    };
    let note = words.say("statement-no-unit-note");
    vec![
        tile("statement-users", totals.users, None),
        tile(
            "statement-outside",
            totals.outside_lookups,
            since(view, words),
        ),
        tile("statement-lookups", totals.lookups, share),
        tile("statement-no-unit", totals.no_unit_lookups, Some(note)),
    ]
}

fn shown(
    row: &StatementRow,
    view: &StatementView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> Row {
    let words = asked.words();
    let figures = words.figures();
    let line = &row.line;
    let share = figures
        .share(line.outside_lookups, line.lookups)
        .unwrap_or_default();
    let all = figures.whole(line.lookups);
    let handle = handle_of(row, handles);
    let href = handle.map(|handle| person_page(asked, View::User, &handle, Some(choice)));
    let href = href.unwrap_or_default();
    Row {
        name: line.name.clone().unwrap_or_else(|| line.user.clone()),
        evidence: match href.is_empty() || line.outside_lookups == 0 {
            true => String::new(),
            false => format!("{href}&only=outside#list"),
        },
        href,
        detail: detail(line.employee_no.as_deref(), row.unit_name.as_deref()),
        outside: figures.whole(line.outside_lookups),
        bar: bar(line.outside_lookups, view.outside_max),
        share: words.fill("statement-share", &[("share", share), ("all", all)]),
        people: figures.whole(line.outside_people),
        unexplained: (line.unexplained_people).map_or("–".to_owned(), |of| figures.whole(of)),
        expected: line.expected.map_or(String::new(), |expected| {
            words.with("statement-expected", "expected", tenth(expected, words))
        }),
        spark: spark(row, view, words),
        change: match row.before {
            None => "–".to_owned(),
            Some(0) if line.outside_lookups > 0 => words.say("statement-before-new"),
            Some(before) => figures
                .change(line.outside_lookups, before)
                .unwrap_or_else(|| "–".to_owned()),
        },
        remarks: remarks(row, view, words),
        case: None,
        no_unit: figures.whole(line.no_unit_lookups),
        changes: figures.whole(line.changes),
        searches: figures.whole(line.searches),
    }
}

/// The open case about a user; or where one is opened, with the lookups outside the own unit.
fn case_of(
    row: &StatementRow,
    cases: &OpenCases,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> Option<(String, String)> {
    let words = asked.words();
    let user = row.line.national_id.clone().map(Identity::Person);
    let open = user.as_ref().and_then(|user| cases.of(user));
    if let Some(number) = open {
        let name = words.with("case-number", "number", number);
        return Some((cases::address(asked, number), name));
    }
    let is_own = user.as_ref().is_some_and(|user| cases.is_reader(user));
    if is_own || row.line.outside_lookups == 0 {
        return None;
    }
    let mut parts = choice.parts();
    parts.extend([
        ("about", handle_of(row, handles)?),
        ("only", "outside".to_owned()),
    ]);
    Some((asked.to_with("/cases/open", &parts), words.say("case-open")))
}

fn handle_of(row: &StatementRow, handles: &dyn Handles) -> Option<String> {
    match &row.line.national_id {
        Some(id) => handles.handle(&Identity::Person(id.clone())),
        None => account_handle(handles, &row.line.user),
    }
}

fn spark(row: &StatementRow, view: &StatementView, words: Words) -> String {
    let counts: Vec<u64> = row.weeks.iter().map(|week| week.outside).collect();
    if counts.is_empty() {
        return String::new();
    }
    let last = week_number(view, counts.len() - 1);
    let list = counts
        .iter()
        .map(u64::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    let first = week_number(view, 0);
    let mut label = words.fill(
        "statement-weeks-label",
        &[("first", first), ("last", last), ("counts", list)],
    );
    let partial = (0..counts.len()).filter(|week| !view.whole_weeks.contains(week));
    let partial: Vec<String> = partial.map(|week| week_number(view, week)).collect();
    if !partial.is_empty() {
        let partial = words.with("statement-weeks-partial", "weeks", partial.join(", "));
        label = format!("{label}. {partial}");
    }
    sparkline(&counts, &view.whole_weeks, &row.unusual, &label)
}

fn week_number(view: &StatementView, week: usize) -> String {
    let days = i32::try_from(week * 7).unwrap_or(0);
    view.first_week.plus(days).iso_week().to_string()
}

/// What is worth a look, in words; nothing of it is a verdict.
fn remarks(row: &StatementRow, view: &StatementView, words: Words) -> Vec<String> {
    let mut remarks = Vec::new();
    if row.unusual.is_empty() {
        remarks.push(words.say("statement-even"));
    } else {
        let weeks = row.unusual.iter().map(|week| week_number(view, *week));
        let weeks = weeks.collect::<Vec<_>>().join(", ");
        remarks.push(words.count_with("statement-unusual", row.unusual.len(), ("weeks", weeks)));
    }
    if row.line.national_id.is_none() {
        remarks.push(words.say("statement-account-only"));
    }
    if row.line.accounts.len() > 1 {
        remarks.push(words.count("statement-accounts", row.line.accounts.len()));
    }
    remarks
}

fn sheet(view: &StatementView, choice: Choice, asked: &Asked) -> Sheet {
    let period = choice.name(asked.words());
    let days = format!("{period} ({} – {})", view.period.from(), view.period.to());
    let about = About {
        stem: "statement",
        title: asked
            .words()
            .with("statement-title", "period", period.clone()),
        period: match unfinished(view, choice, asked.words()) {
            said if said.is_empty() => days,
            said => format!("{days}. {said}"),
        },
        matching: view.matching as u64,
        made_from: Some(&view.made_from),
    };
    let columns = [
        "statement-file-name",
        "statement-file-employee",
        "statement-file-unit",
        "statement-file-unit-code",
        "statement-file-id",
        "statement-file-accounts",
        "statement-col-outside",
        "statement-col-people",
        "statement-col-unexplained",
        "statement-file-unexplained",
        "statement-file-expected",
        "statement-lookups",
        "statement-col-no-unit",
        "statement-file-before",
        "statement-col-changes",
        "statement-col-searches",
        "statement-file-lists",
        "statement-file-own",
        "statement-file-register",
        "statement-file-transfers",
        "statement-file-exports",
        "statement-col-remark",
    ];
    let words = asked.words();
    let rows = view.rows.iter().map(|row| {
        let line = &row.line;
        let id = line.national_id.as_ref();
        let id = id.map(|id| masked_of(id, row.is_protected));
        let mut cells = vec![
            Cell::text(line.name.as_deref()),
            Cell::text(line.employee_no.as_deref()),
            Cell::text(row.unit_name.as_deref()),
            Cell::text(line.unit.as_deref()),
            Cell::text(id.as_deref()),
            Cell::Text(line.accounts.join(", ")),
        ];
        cells.extend([line.outside_lookups, line.outside_people].map(Cell::Whole));
        cells.extend([line.unexplained_people, line.unexplained_lookups].map(Cell::whole));
        let expected = line.expected.map(|expected| tenth(expected, words));
        cells.push(Cell::text(expected.as_deref()));
        cells.extend([line.lookups, line.no_unit_lookups].map(Cell::Whole));
        cells.push(Cell::whole(row.before));
        let others = [line.changes, line.searches, line.lists, line.own_record];
        cells.extend(others.map(Cell::Whole));
        cells.extend([line.register_lookups, line.transfers, line.exports].map(Cell::Whole));
        cells.push(Cell::Text(remarks(row, view, words).join(". ")));
        cells
    });
    Sheet::new(asked, about, &columns, rows.collect())
}

/// With one digit after the comma.
pub(crate) fn tenth(value: f64, words: Words) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "far below 2^53")]
    let tenths = (value * 10.0).round() as i64;
    words.figures().tenths(tenths)
}

fn json(view: &StatementView, asked: &Asked, handles: &dyn Handles) -> Reply {
    let rows = view.rows.iter().map(|row| {
        let mut data = serde_json::to_value(&row.line).unwrap_or_default();
        let protected = row
            .line
            .national_id
            .as_ref()
            .filter(|_| row.is_protected)
            .cloned();
        mask_data(&mut data, None, protected.as_slice());
        data["handle"] = handle_of(row, handles).into();
        data["unit_name"] = row.unit_name.clone().into();
        data["before"] = row.before.into();
        data["weeks"] = serde_json::to_value(&row.weeks).unwrap_or_default();
        data["unusual"] = row.unusual.clone().into();
        data
    });
    let rows: Vec<_> = rows.collect();
    let data = serde_json::json!({
        "from": view.period.from(), "to": view.period.to(),
        "before_from": view.previous.map(|previous| previous.from()),
        "before_to": view.previous.map(|previous| previous.to()),
        "first_week": view.first_week,
        "whole_weeks": [view.whole_weeks.start, view.whole_weeks.end],
        "rows": rows, "matching": view.matching, "skipped": asked.skip(),
        "ledger_entries": view.made_from.leaves,
    });
    Reply::Json(data.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    fn page_for(address: &str) -> String {
        let asked = testing::asked(address);
        let choice = asked.choice(Otherwise::LastQuarter).expect("a period");
        render(
            &made_up::statement(choice.period()),
            None,
            choice,
            &asked,
            &MadeUpHandles,
        )
    }

    #[test]
    fn a_line_leads_to_a_case_for_those_who_follow_up() {
        let asked = testing::asked("/en/statement");
        let choice = asked.choice(Otherwise::LastQuarter).expect("a period");
        let view = made_up::statement(choice.period());
        let page = |cases| render(&view, cases, choice, &asked, &MadeUpHandles);
        let cases = OpenCases::default();
        assert!(!page(None).contains("/cases/"));
        let html = page(Some(&cases));
        check_page(&html, "with cases");
        let ways = html.matches("href=\"/en/cases/open?period=").count();
        let outside = view.rows.iter().filter(|row| row.line.outside_lookups > 0);
        assert_eq!(ways, outside.count());
    }

    #[test]
    fn the_page_is_whole_in_four_languages() {
        for language in Language::ALL {
            let html = page_for(&format!("/{}/statement", language.tag()));
            check_page(&html, language.tag());
            assert!(html.contains("Kari Solheim"));
        }
    }

    #[test]
    fn a_number_leads_to_the_lookups_behind_it_and_no_id_is_shown() {
        let html = page_for("/nb/statement?period=2026-Q3");
        assert!(html.contains("/nb/user/p-00?period=2026-Q3\""));
        assert!(html.contains("/nb/user/p-00?period=2026-Q3&#38;only=outside#list\""));
        assert!(html.contains("Uvanlig mange i uke 36, 37"));
        assert!(html.contains("Konto uten kjent eier"));
        for person in 0..8 {
            assert!(!html.contains(made_up::id(person).reveal()));
        }
    }

    #[test]
    fn an_unfinished_period_says_so_and_with_which_days_it_is_compared() {
        for (language, said, compared) in [
            ("nb", "Perioden er ikke over", "01.04.2026–20.05.2026"),
            ("da", "Perioden er ikke slut", "01.04.2026–20.05.2026"),
            ("sv", "Perioden är inte slut", "2026-04-01–2026-05-20"),
            ("en", "The period is not over", "1 Apr 2026–20 May 2026"),
        ] {
            let asked = testing::asked(&format!("/{language}/statement"));
            let choice = asked.choice(Otherwise::LastQuarter).expect("a period");
            let day = |text| tilsyn_domain::Day::parse(text).expect("a date");
            let previous = tilsyn_domain::Period::new(day("2026-04-01"), day("2026-05-20"));
            let mut view = made_up::statement(choice.period());
            let whole = render(&view, None, choice, &asked, &MadeUpHandles);
            assert!(!whole.contains(said), "a period that is over");
            (view.previous, view.unfinished) = (previous, Some(day("2026-08-19")));
            let html = render(&view, None, choice, &asked, &MadeUpHandles);
            assert!(html.contains(said), "{language}");
            // Once where it is said, once beside the change.
            assert_eq!(html.matches(compared).count(), 2, "{language}: {html}");
            view.totals.outside_before = None;
            let html = render(&view, None, choice, &asked, &MadeUpHandles);
            assert!(
                html.contains(said) && !html.contains(compared),
                "{language}"
            );
            let all = render(&view, None, Choice::All, &asked, &MadeUpHandles);
            assert!(!all.contains(said), "the whole log has no end");
        }
    }

    #[test]
    fn sorting_turns_and_keeps_the_filters() {
        let html = page_for("/en/statement?unit=N-110&sort=outside_people&page=2");
        let turned = "/en/statement?unit=N-110&#38;sort=outside_people&#38;order=asc#list";
        assert!(html.contains(turned));
        assert!(html.contains("aria-sort=\"descending\""));
    }
}
