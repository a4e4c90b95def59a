//! Imports: what each of them read, and what became of every record.

use tilsyn_app::permit::{ReadSources, ask};
use tilsyn_app::sources::{ImportRow, SourcesView};
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::frame::Place;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Column};
use crate::reply::Reply;
use crate::sheet::{About, Cell, Sheet};

const COLUMNS: [Column; 8] = [
    Column::text("", "imports-col-started"),
    Column::text("", "imports-col-what"),
    Column::number("", "imports-col-read"),
    Column::number("", "imports-col-stored"),
    Column::number("", "imports-col-duplicates"),
    Column::number("", "imports-col-conflicts"),
    Column::number("", "imports-col-quarantined"),
    Column::number("", "imports-col-events"),
];

/// `GET /{language}/sources/imports`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadSources>(asked.principal(), asked.form)?;
    let view = desk.sources(&permit)?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&view, asked))),
        Form::Json => Ok(json(&view)),
        form => sheet(&view, asked).reply(form),
    }
}

pub(crate) fn render(view: &SourcesView, asked: &Asked) -> String {
    let words = asked.words();
    let page = ListPage {
        title: words.say("imports-title"),
        heading: words.say("imports-title"),
        lead: words.say("imports-lead"),
        exports: list::exports(asked, view.imports.len() as u64),
        ..ListPage::default()
    };
    let rows: Vec<_> = view
        .imports
        .iter()
        .map(|import| row(import, asked))
        .collect();
    page.render(asked, Place::Sources, &COLUMNS, "", &rows)
}

fn row(import: &ImportRow, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let figures = words.figures();
    let state = match (import.finished, import.made_good) {
        (Some(_), _) => String::new(),
        (None, false) => words.say("imports-unfinished"),
        (None, true) => words.say("imports-made-good"),
    };
    let started = figures.moment(asked.zone(), import.started);
    let mut cells = vec![
        TableCell::heading(started, "").class("nowrap").below(state),
        TableCell::text(import.what.clone()),
    ];
    match &import.summary {
        Some(sum) => {
            let counts = [
                sum.read,
                sum.stored,
                sum.duplicates,
                sum.conflicts,
                sum.quarantined,
                sum.events,
            ];
            cells.extend(counts.map(|count| TableCell::number(figures.whole(count))));
        }
        None => cells.extend((0..6).map(|_| TableCell::number("–"))),
    }
    cells
}

fn sheet(view: &SourcesView, asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = About {
        stem: "imports",
        title: words.say("imports-title"),
        period: words.say("period-all"),
        matching: view.imports.len() as u64,
        made_from: None,
    };
    let mut columns: Vec<&str> = COLUMNS.iter().map(|column| column.heading).collect();
    columns.extend([
        "imports-file-finished",
        "imports-file-seconds",
        "sources-col-gaps",
    ]);
    let rows = view.imports.iter().map(|import| {
        let sum = import.summary.as_ref();
        let count = |value: Option<u64>| Cell::whole(value);
        vec![
            Cell::Moment(import.started),
            Cell::Text(import.what.clone()),
            count(sum.map(|sum| sum.read)),
            count(sum.map(|sum| sum.stored)),
            count(sum.map(|sum| sum.duplicates)),
            count(sum.map(|sum| sum.conflicts)),
            count(sum.map(|sum| sum.quarantined)),
            count(sum.map(|sum| sum.events)),
            import.finished.map_or(Cell::Empty, Cell::Moment),
            sum.map_or(Cell::Empty, |sum| Cell::Real(sum.seconds)),
            count(sum.map(|sum| sum.gaps)),
        ]
    });
    Sheet::new(asked, about, &columns, rows.collect())
}

fn json(view: &SourcesView) -> Reply {
    let imports: Vec<_> = view
        .imports
        .iter()
        .map(|import| {
            let sum = import.summary.as_ref();
            serde_json::json!({
                "started": import.started.utc().text(),
                "finished": import.finished.map(|at| at.utc().text()),
                "what": import.what, "made_good": import.made_good,
                "read": sum.map(|sum| sum.read), "stored": sum.map(|sum| sum.stored),
                "duplicates": sum.map(|sum| sum.duplicates),
                "conflicts": sum.map(|sum| sum.conflicts),
                "quarantined": sum.map(|sum| sum.quarantined),
                "events": sum.map(|sum| sum.events), "gaps": sum.map(|sum| sum.gaps),
                "seconds": sum.map(|sum| sum.seconds),
            })
        })
        .collect();
    Reply::Json(
        serde_json::json!({ "imports": imports })
            .to_string()
            .into_bytes(),
    )
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
            let asked = testing::asked(&format!("/{}/sources/imports", language.tag()));
            let html = render(&made_up::sources(), &asked);
            check_page(&html, language.tag());
            assert!(html.contains("events-2026-09.ndjson.zst"));
        }
    }

    #[test]
    fn an_import_that_came_whole_later_is_not_called_unfinished() {
        let asked = testing::asked("/en/sources/imports");
        let mut view = made_up::sources();
        view.imports[0].finished = None;
        assert!(render(&view, &asked).contains("Not finished"));
        view.imports[0].made_good = true;
        let html = render(&view, &asked);
        assert!(!html.contains("Not finished") && html.contains("Cut off; has come whole since"));
    }
}
