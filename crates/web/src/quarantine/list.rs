//! The list of pieces in quarantine, by reason.

use tilsyn_app::permit::{Permit, ReadQuarantine, ask};
use tilsyn_app::sources::{QuarantineRow, QuarantineShown, QuarantineView};
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::frame::Place;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Chance, Column, Select};
use crate::quarantine::{reason, reason_name};
use crate::reply::Reply;
use crate::sheet::{About, Cell, Rows, Sheet};
use crate::words::Words;

const COLUMNS: [Column; 4] = [
    Column::text("", "quarantine-col-place"),
    Column::text("", "quarantine-col-reason"),
    Column::number("", "quarantine-col-bytes"),
    Column::text("", "quarantine-col-at"),
];

/// `GET /{language}/quarantine`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadQuarantine>(asked.principal(), asked.form)?;
    let shown = QuarantineShown {
        reason: asked.get("reason").map(str::to_owned),
        file: asked.get("file").map(str::to_owned),
        skip: asked.skip() as u64,
        limit: asked.limit() as u64,
    };
    if asked.is_whole() {
        return whole(desk, &permit, &shown, asked);
    }
    let view = desk.quarantine(&permit, &shown)?;
    match asked.form {
        Form::Json => {
            let mut data = head(&view, asked);
            data["rows"] = view.rows.iter().map(json).collect::<Vec<_>>().into();
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        _ => Ok(Reply::Page(render(&view, asked))),
    }
}

/// The whole list, as a file or as data.
fn whole(
    desk: &Desk,
    permit: &Permit<ReadQuarantine>,
    shown: &QuarantineShown,
    asked: &Asked,
) -> Result<Reply, Problem> {
    let (view, mut pieces) = desk.outgoing_quarantine(permit, shown)?;
    if asked.form == Form::Json {
        return Ok(Reply::long_json(&head(&view, asked), "rows", move |desk| {
            let rows = pieces.next_piece(desk)?;
            Ok(rows.map(|rows| rows.iter().map(json).collect()))
        }));
    }
    let words = asked.words();
    let rows = Rows::asked(move |desk| {
        let rows = pieces.next_piece(desk)?;
        Ok(rows.map(|rows| rows.iter().map(|row| cells(row, words)).collect()))
    });
    sheet(&view, rows, asked).reply(asked.form)
}

pub(crate) fn render(view: &QuarantineView, asked: &Asked) -> String {
    let words = asked.words();
    let chosen = asked.get("reason");
    let all = Chance {
        value: String::new(),
        label: words.say("filter-all"),
        chosen: chosen.is_none(),
    };
    let chances = view.reasons.iter().map(|(key, count)| Chance {
        value: key.clone(),
        label: format!(
            "{} ({})",
            reason_name(key, words),
            words.figures().whole(*count)
        ),
        chosen: chosen == Some(key.as_str()),
    });
    let select = Select {
        name: "reason",
        label: words.say("quarantine-col-reason"),
        chances: std::iter::once(all).chain(chances).collect(),
    };
    let page = ListPage {
        title: words.say("quarantine-title"),
        heading: words.say("quarantine-title"),
        lead: words.say("quarantine-lead"),
        empty: match (chosen, asked.get("file")) {
            (None, None) => words.say("front-no-quarantine"),
            _ => String::new(),
        },
        filters: list::plain_filters(asked, vec![select]),
        exports: list::exports(asked, view.matching),
        paging: list::paging(asked, view.matching),
        ..ListPage::default()
    };
    let rows: Vec<_> = view.rows.iter().map(|piece| row(piece, asked)).collect();
    page.render(asked, Place::Sources, &COLUMNS, "", &rows)
}

fn row(piece: &QuarantineRow, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let figures = words.figures();
    let line = words.with("quarantine-line", "line", figures.whole(piece.line));
    let at = piece.at.map(|at| figures.moment(asked.zone(), at));
    vec![
        TableCell::heading(line, asked.to(&format!("/quarantine/{}", piece.id)))
            .below(piece.file.clone()),
        TableCell::text(reason(&piece.refusal, words)),
        TableCell::number(figures.whole(piece.bytes)),
        TableCell::text(at.unwrap_or_else(|| "–".to_owned())),
    ]
}

fn sheet(view: &QuarantineView, rows: Rows, asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = About {
        stem: "quarantine",
        title: words.say("quarantine-title"),
        period: words.say("period-all"),
        matching: view.matching,
        made_from: None,
    };
    let columns = [
        "quarantine-file-file",
        "quarantine-file-line",
        "quarantine-col-reason",
        "quarantine-col-bytes",
        "quarantine-col-at",
    ];
    Sheet::long(asked, about, &columns, rows)
}

fn cells(piece: &QuarantineRow, words: Words) -> Vec<Cell> {
    vec![
        Cell::Text(piece.file.clone()),
        Cell::Whole(piece.line),
        Cell::Text(reason(&piece.refusal, words)),
        Cell::Whole(piece.bytes),
        piece.at.map_or(Cell::Empty, Cell::Moment),
    ]
}

fn head(view: &QuarantineView, asked: &Asked) -> serde_json::Value {
    serde_json::json!({
        "matching": view.matching, "skipped": asked.skip(), "reasons": view.reasons,
    })
}

fn json(piece: &QuarantineRow) -> serde_json::Value {
    serde_json::json!({
        "id": piece.id, "file": piece.file, "line": piece.line, "bytes": piece.bytes,
        "refusal": piece.refusal, "at": piece.at.map(|at| at.utc().text()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    #[test]
    fn the_page_is_whole_in_four_languages() {
        for language in Language::ALL {
            let path = format!("/{}/quarantine?reason=refusal-no-offset", language.tag());
            let asked = testing::asked(&path);
            let html = render(&made_up::quarantine(), &asked);
            check_page(&html, language.tag());
            assert!(html.contains("/quarantine/2") && html.contains("actor.user"));
        }
    }

    #[test]
    fn an_empty_quarantine_blames_no_filter_that_is_not_set() {
        let view = QuarantineView {
            matching: 0,
            rows: Vec::new(),
            ..made_up::quarantine()
        };
        let asked = testing::asked("/nb/quarantine");
        let html = render(&view, &asked);
        check_page(&html, "nb");
        assert!(html.contains("Ingenting i karantene") && !html.contains("passer med filtrene"));
        for filter in ["reason=refusal-no-offset", "file=a.ndjson"] {
            let asked = testing::asked(&format!("/nb/quarantine?{filter}"));
            assert!(render(&view, &asked).contains("passer med filtrene"));
        }
    }
}
