//! The list of pieces in quarantine, by reason.

use tilsyn_app::permit::{ReadQuarantine, ask};
use tilsyn_app::sources::{QuarantineRow, QuarantineShown, QuarantineView};
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::frame::Place;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Chance, Column, Select};
use crate::quarantine::{reason, reason_name};
use crate::reply::Reply;
use crate::sheet::{About, Cell, Sheet};

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
    let view = desk.quarantine(&permit, &shown)?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&view, asked))),
        Form::Json => Ok(json(&view, asked)),
        form => sheet(&view, asked).reply(form),
    }
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

fn sheet(view: &QuarantineView, asked: &Asked) -> Sheet {
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
    let rows = view.rows.iter().map(|piece| {
        vec![
            Cell::Text(piece.file.clone()),
            Cell::Whole(piece.line),
            Cell::Text(reason(&piece.refusal, words)),
            Cell::Whole(piece.bytes),
            piece.at.map_or(Cell::Empty, Cell::Moment),
        ]
    });
    Sheet::new(asked, about, &columns, rows.collect())
}

fn json(view: &QuarantineView, asked: &Asked) -> Reply {
    let rows: Vec<_> = view
        .rows
        .iter()
        .map(|piece| {
            serde_json::json!({
                "id": piece.id, "file": piece.file, "line": piece.line, "bytes": piece.bytes,
                "refusal": piece.refusal, "at": piece.at.map(|at| at.utc().text()),
            })
        })
        .collect();
    let data = serde_json::json!({
        "rows": rows, "matching": view.matching, "skipped": asked.skip(),
        "reasons": view.reasons,
    });
    Reply::Json(data.to_string().into_bytes())
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
}
