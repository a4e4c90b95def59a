//! What decisions on findings leave behind: what is settled for a while, and what is wrong or
//! missing in what the systems say.

use tilsyn_app::findings::{RecordsError, Settled};
use tilsyn_app::permit::{ReadFindings, ask};
use tilsyn_app::{Desk, Form, Problem};

use super::{about_whom, address, kind_word};
use crate::asked::Asked;
use crate::frame::Place;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Column};
use crate::reply::Reply;
use crate::sheet::{About, Cell, Sheet};
use crate::words::Words;

const SETTLED: [Column; 4] = [
    Column::text("", "found-col-finding"),
    Column::text("", "found-col-what"),
    Column::text("", "found-col-until"),
    Column::text("", "found-col-decided"),
];

const RECORDS: [Column; 4] = [
    Column::text("", "found-col-finding"),
    Column::text("", "found-col-systems"),
    Column::text("", "found-col-said"),
    Column::text("", "found-col-decided"),
];

const RECORDS_FILE: [&str; 7] = [
    "found-col-finding",
    "found-col-unit",
    "found-col-systems",
    "found-col-missing",
    "found-col-said",
    "found-col-decided",
    "found-col-decided-by",
];

/// `GET /{language}/findings/settled`.
pub(crate) fn settled(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadFindings>(asked.principal(), asked.form)?;
    if asked.form != Form::Page {
        return Ok(Reply::Missing);
    }
    let rows = desk.settled(&permit)?;
    Ok(Reply::Page(render_settled(&rows, asked)))
}

/// `GET /{language}/findings/records`, and its files.
pub(crate) fn records(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadFindings>(asked.principal(), asked.form)?;
    let rows = desk.records_errors(&permit)?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render_records(&rows, asked))),
        Form::Json => {
            let rows: Vec<_> = rows.iter().map(json).collect();
            let data = serde_json::json!({ "records": rows });
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        form => sheet(&rows, asked).reply(form),
    }
}

pub(crate) fn render_settled(rows: &[Settled], asked: &Asked) -> String {
    let words = asked.words();
    let figures = words.figures();
    let cells = rows.iter().map(|row| {
        let number = words.with("found-number", "number", row.finding);
        let kind = words.say(&format!("found-kind-{}", kind_word(row.kind)));
        let decided = figures.moment(asked.zone(), row.at);
        vec![
            TableCell::heading(number, address(asked, row.finding))
                .below(about_whom(&row.about, words)),
            TableCell::text(kind).below(words.count("found-people-all", row.people)),
            TableCell::text(figures.day(row.until)),
            TableCell::text(decided).below(row.by.clone()),
        ]
    });
    let cells: Vec<_> = cells.collect();
    let page = ListPage {
        title: words.say("tab-findings-settled"),
        heading: words.say("tab-findings-settled"),
        lead: words.say("found-settled-lead"),
        empty: words.say("found-settled-none"),
        ..ListPage::default()
    };
    page.render(asked, Place::Findings, &SETTLED, "", &cells)
}

pub(crate) fn render_records(rows: &[RecordsError], asked: &Asked) -> String {
    let words = asked.words();
    let figures = words.figures();
    let matching = rows.len() as u64;
    let skip = asked.skip().min(rows.len());
    let cells = rows.iter().skip(skip).take(asked.limit()).map(|row| {
        let number = words.with("found-number", "number", row.finding);
        let missing = match row.missing.is_empty() {
            true => String::new(),
            false => words.with("found-missing", "files", row.missing.join(", ")),
        };
        vec![
            TableCell::heading(number, address(asked, row.finding))
                .below(row.unit_name.clone().unwrap_or_default()),
            TableCell::text(row.systems.join(", ")).below(missing),
            TableCell::text(said(row, words)),
            TableCell::text(figures.moment(asked.zone(), row.at)).below(row.by.clone()),
        ]
    });
    let cells: Vec<_> = cells.collect();
    let page = ListPage {
        title: words.say("tab-findings-records"),
        heading: words.say("tab-findings-records"),
        lead: words.say("found-records-lead"),
        empty: words.say("found-records-none"),
        exports: list::exports(asked, matching),
        paging: list::paging(asked, matching),
        ..ListPage::default()
    };
    page.render(asked, Place::Findings, &RECORDS, "", &cells)
}

fn said(row: &RecordsError, words: Words) -> String {
    let text = row.text.clone();
    text.unwrap_or_else(|| words.say("case-step-erased"))
}

fn sheet(rows: &[RecordsError], asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = About {
        stem: "records",
        title: words.say("tab-findings-records"),
        period: words.say("period-all"),
        matching: rows.len() as u64,
        made_from: None,
    };
    let cells = |row: &RecordsError| {
        vec![
            Cell::Whole(row.finding),
            Cell::text(row.unit_name.as_deref()),
            Cell::Text(row.systems.join(", ")),
            Cell::Text(row.missing.join(", ")),
            Cell::Text(said(row, words)),
            Cell::Moment(row.at),
            Cell::Text(row.by.clone()),
        ]
    };
    let rows = rows.iter().map(cells).collect();
    Sheet::new(asked, about, &RECORDS_FILE, rows)
}

fn json(row: &RecordsError) -> serde_json::Value {
    serde_json::json!({
        "finding": row.finding, "unit": row.unit_name, "systems": row.systems,
        "missing": row.missing, "text": row.text, "at": row.at.utc().text(), "by": row.by,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    #[test]
    fn what_is_left_is_whole_in_four_languages() {
        for language in Language::ALL {
            let path = format!("/{}/findings/settled", language.tag());
            let asked = testing::asked(&path);
            for rows in [made_up::settled(), Vec::new()] {
                check_page(&render_settled(&rows, &asked), &path);
            }
            let path = format!("/{}/findings/records", language.tag());
            let asked = testing::asked(&path);
            for rows in [made_up::records_errors(), Vec::new()] {
                check_page(&render_records(&rows, &asked), &path);
            }
        }
    }
}
