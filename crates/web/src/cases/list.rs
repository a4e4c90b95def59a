//! All cases: what waits first, then what has ended.

use tilsyn_app::cases::CaseRow;
use tilsyn_app::permit::Action as _;
use tilsyn_app::permit::{ReadCases, SearchPeople, ask, may};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Day;

use super::{address, outcome_name, standing};
use crate::asked::Asked;
use crate::frame::Place;
use crate::handles::Handles;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Column};
use crate::people::name_of;
use crate::reply::Reply;
use crate::sheet::{About, Cell, Sheet};
use crate::words::Words;

const COLUMNS: [Column; 5] = [
    Column::text("", "case-col-number"),
    Column::text("", "case-col-user"),
    Column::text("", "case-col-standing"),
    Column::text("", "case-col-opened"),
    Column::text("", "case-col-last"),
];

const FILE_COLUMNS: [&str; 9] = [
    "case-col-number",
    "case-col-user",
    "statement-file-employee",
    "case-col-standing",
    "case-col-due",
    "case-col-outcome",
    "case-col-opened",
    "case-col-opened-by",
    "case-col-last",
];

/// `GET /{language}/cases`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadCases>(asked.principal(), asked.form)?;
    let rows = desk.cases(&permit)?;
    let today = asked.zone().day_of(desk.now());
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&rows, today, asked))),
        Form::Json => {
            let cases: Vec<_> = rows.iter().map(|row| json(row, today, desk)).collect();
            let data = serde_json::json!({ "cases": cases });
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        form => sheet(&rows, asked).reply(form),
    }
}

pub(crate) fn render(rows: &[CaseRow], today: Day, asked: &Asked) -> String {
    let words = asked.words();
    let waiting = rows.iter().filter(|row| row.is_open());
    let waiting = match waiting.count() {
        0 => words.say("front-no-cases"),
        some => words.count("case-waiting", some),
    };
    let late = rows.iter().filter(|row| row.is_late(today)).count();
    let skip = asked.skip().min(rows.len());
    let shown = rows.iter().skip(skip).take(asked.limit());
    let cells: Vec<_> = shown.map(|row| cells(row, today, asked)).collect();
    let matching = rows.len() as u64;
    let late = match late {
        0 => String::new(),
        late => words.count("case-late", late),
    };
    let search = match may(asked.principal(), SearchPeople::NAME) {
        true => words.say("case-how-to-open"),
        false => String::new(),
    };
    let lead = [waiting, late, search];
    let lead: Vec<String> = lead.into_iter().filter(|part| !part.is_empty()).collect();
    let page = ListPage {
        title: words.say("cases-title"),
        heading: words.say("cases-title"),
        lead: lead.join(" "),
        empty: words.say("case-none"),
        exports: list::exports(asked, matching),
        paging: list::paging(asked, matching),
        made_from: String::new(),
        ..ListPage::default()
    };
    page.render(asked, Place::Cases, &COLUMNS, "", &cells)
}

fn cells(row: &CaseRow, today: Day, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let moment = |at| words.figures().moment(asked.zone(), at);
    let late = match row.is_late(today) {
        true => words.say("case-is-late"),
        false => String::new(),
    };
    vec![
        TableCell::heading(row.number.to_string(), address(asked, row.number)),
        TableCell::text(user_name(row, words)).below(user_detail(row)),
        TableCell::text(standing(row, words)).below(late),
        TableCell::text(moment(row.opened)).below(row.opened_by.clone()),
        TableCell::text(moment(row.last)),
    ]
}

/// What the user of a case is called.
pub(crate) fn user_name(row: &CaseRow, words: Words) -> String {
    match &row.about {
        Some(named) => name_of(named, words),
        None => words.say("case-user-erased"),
    }
}

/// Employee number and unit of the user.
pub(crate) fn user_detail(row: &CaseRow) -> String {
    let about = row.about.as_ref();
    let number = about.and_then(|named| named.card.employee_no.as_deref());
    let unit = about.and_then(|named| named.unit_name.as_deref());
    crate::people::detail(number, unit)
}

fn sheet(rows: &[CaseRow], asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = About {
        stem: "cases",
        title: words.say("cases-title"),
        period: words.say("period-all"),
        matching: rows.len() as u64,
        made_from: None,
    };
    let cells = |row: &CaseRow| {
        let number = row.about.as_ref();
        let number = number.and_then(|named| named.card.employee_no.as_deref());
        let due = row.due.map(|day| day.to_string());
        let outcome = row.outcome.map(|outcome| outcome_name(outcome, words));
        vec![
            Cell::Whole(row.number),
            Cell::Text(user_name(row, words)),
            Cell::text(number),
            Cell::Text(standing(row, words)),
            Cell::text(due.as_deref()),
            Cell::text(outcome.as_deref()),
            Cell::Moment(row.opened),
            Cell::Text(row.opened_by.clone()),
            Cell::Moment(row.last),
        ]
    };
    let rows = rows.iter().map(cells).collect();
    Sheet::new(asked, about, &FILE_COLUMNS, rows)
}

/// A case as data; its user by the handle.
pub(crate) fn json(row: &CaseRow, today: Day, handles: &dyn Handles) -> serde_json::Value {
    let about = row.about.as_ref();
    serde_json::json!({
        "number": row.number,
        "about": about.and_then(|named| handles.handle(&named.identity)),
        "waiting": row.waiting.word(), "due": row.due, "late": row.is_late(today),
        "outcome": row.outcome.map(|outcome| outcome.word()),
        "opened": row.opened.utc().text(), "opened_by": row.opened_by,
        "last": row.last.utc().text(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    #[test]
    fn the_list_is_whole_in_four_languages_and_says_what_is_late() {
        let rows = made_up::cases();
        let today = Day::from_ymd(2026, 9, 30).expect("a day");
        for language in Language::ALL {
            let path = format!("/{}/cases", language.tag());
            let asked = testing::asked(&path);
            let html = render(&rows, today, &asked);
            check_page(&html, &path);
            assert!((0..8).all(|person| !html.contains(made_up::id(person).reveal())));
            let late = asked.words().say("case-is-late");
            assert_eq!(html.matches(&late).count(), 1, "{path}");
            check_page(&render(&[], today, &asked), &path);
        }
    }
}
