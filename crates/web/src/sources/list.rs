//! The list of sources.

use tilsyn_app::permit::{ReadSources, ask};
use tilsyn_app::sources::{SourceRow, SourcesView, as_json};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Instant;

use crate::asked::Asked;
use crate::frame::Place;
use crate::list::page::{ListPage, Tile};
use crate::list::table::TableCell;
use crate::list::{self, Column};
use crate::reply::Reply;
use crate::sheet::{About, Cell, Sheet};
use crate::sources::{Standing, numbers, standing};
use crate::words::Words;

/// Gaps written out in a row; the file has all that are listed.
const GAPS_SHOWN: usize = 5;

const COLUMNS: [Column; 8] = [
    Column::text("", "sources-col-source"),
    Column::text("", "sources-col-heard"),
    Column::text("", "sources-col-standing"),
    Column::text("", "sources-col-complete"),
    Column::text("", "sources-col-first"),
    Column::number("", "sources-col-events"),
    Column::text("", "sources-col-gaps"),
    Column::text("", "sources-col-statements"),
];

/// `GET /{language}/sources`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadSources>(asked.principal(), asked.form)?;
    let view = desk.sources(&permit)?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&view, desk.now(), asked))),
        Form::Json => Ok(json(&view)),
        form => sheet(&view, desk.now(), asked).reply(form),
    }
}

pub(crate) fn render(view: &SourcesView, now: Instant, asked: &Asked) -> String {
    let words = asked.words();
    let page = ListPage {
        title: words.say("sources-title"),
        heading: words.say("sources-title"),
        lead: answer(view, words),
        list_note: words.say("sources-lead"),
        tiles: tiles(view, asked),
        exports: list::exports(asked, view.sources.len() as u64),
        ..ListPage::default()
    };
    let rows: Vec<_> = view
        .sources
        .iter()
        .map(|source| row(source, now, asked))
        .collect();
    page.render(asked, Place::Sources, &COLUMNS, "", &rows)
}

/// Is everything in? Said first.
fn answer(view: &SourcesView, words: Words) -> String {
    let open = view
        .sources
        .iter()
        .filter(|source| source.needs_attention());
    let open: Vec<&str> = open.map(|source| source.source.as_str()).collect();
    match open.len() {
        0 => words.say("sources-answer-whole"),
        some => words.count_with("sources-answer-open", some, ("sources", open.join(", "))),
    }
}

fn tiles(view: &SourcesView, asked: &Asked) -> Vec<Tile> {
    let words = asked.words();
    let figures = words.figures();
    let signed = view.checkpoint.map(|(size, at)| {
        let parts = [
            ("size", figures.whole(size)),
            ("at", figures.moment(asked.zone(), at)),
        ];
        words.fill("sources-signed", &parts)
    });
    let tile = |key: &str, figure: u64, note: String| Tile {
        label: words.say(key),
        figure: figures.whole(figure),
        note,
    };
    vec![
        tile("sources-leaves", view.leaves, signed.unwrap_or_default()),
        tile(
            "sources-conflicts",
            view.conflicts,
            words.say("sources-conflicts-note"),
        ),
        tile(
            "sources-quarantined",
            view.quarantined,
            words.say("sources-quarantined-note"),
        ),
    ]
}

fn row(source: &SourceRow, now: Instant, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let figures = words.figures();
    let moment = |at: Option<Instant>| {
        at.map(|at| figures.moment(asked.zone(), at))
            .unwrap_or_else(|| "–".to_owned())
    };
    let agreed = source
        .agreed_every_hours
        .map(|hours| words.count("sources-every", hours));
    let mut gaps = match source.gaps_total {
        0 => TableCell::text(words.say("made-no-gaps")),
        total => TableCell::text(words.count("made-gaps", total))
            .below(words.count("sources-missing", source.missing)),
    };
    if source.unexplained > 0 && source.unexplained < source.gaps_total {
        gaps = gaps.below(words.count("source-unexplained", source.unexplained));
    }
    for (first, last) in source.gaps.iter().take(GAPS_SHOWN) {
        gaps = gaps.below(numbers(*first, *last, words));
    }
    if source.gaps_total > GAPS_SHOWN as u64 {
        gaps = gaps.below(words.count("and-more", source.gaps_total - GAPS_SHOWN as u64));
    }
    let class = if standing(source, now) == Standing::Late {
        "late"
    } else {
        ""
    };
    let statements = match (source.statements, source.disagreeing) {
        (0, _) => TableCell::text(words.say("sources-no-statements")),
        (all, 0) => TableCell::text(words.count("sources-agreeing", all)),
        (_, some) => TableCell::text(words.count("source-disagreeing", some)).class("late"),
    };
    let page = asked.to_with("/source", &[("source", source.source.clone())]);
    let alarm = match source.heard.needs_attention() {
        true => "late",
        false => "",
    };
    vec![
        TableCell::heading(source.source.clone(), page),
        TableCell::text(asked.words().heard(&source.heard, asked.zone())).class(alarm),
        TableCell::text(standing_name(source, now, words))
            .below(agreed.unwrap_or_default())
            .class(class),
        TableCell::text(moment(source.last)),
        TableCell::text(moment(source.first)),
        TableCell::number(figures.whole(source.events)),
        gaps,
        statements,
    ]
}

fn standing_name(source: &SourceRow, now: Instant, words: Words) -> String {
    words.say(match standing(source, now) {
        Standing::OnTime => "sources-on-time",
        Standing::Late => "sources-late",
        Standing::NotAgreed => "sources-not-agreed",
    })
}

fn sheet(view: &SourcesView, now: Instant, asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = About {
        stem: "sources",
        title: words.say("sources-title"),
        period: words.say("period-all"),
        matching: view.sources.len() as u64,
        made_from: None,
    };
    let columns = [
        "sources-col-source",
        "sources-col-standing",
        "sources-file-every",
        "sources-col-first",
        "sources-col-complete",
        "sources-col-events",
        "sources-col-gaps",
        "sources-file-missing",
        "sources-file-numbers",
        "sources-col-heard",
        "source-file-unexplained",
        "source-file-statements",
        "source-file-disagreeing",
    ];
    let rows = view.sources.iter().map(|source| {
        let gaps: Vec<String> = source
            .gaps
            .iter()
            .map(|(first, last)| format!("{first}–{last}"))
            .collect();
        vec![
            Cell::Text(source.source.clone()),
            Cell::Text(standing_name(source, now, words)),
            Cell::whole(source.agreed_every_hours.map(u64::from)),
            source.first.map_or(Cell::Empty, Cell::Moment),
            source.last.map_or(Cell::Empty, Cell::Moment),
            Cell::Whole(source.events),
            Cell::Whole(source.gaps_total),
            Cell::Whole(source.missing),
            Cell::Text(gaps.join(", ")),
            Cell::Text(asked.words().heard(&source.heard, asked.zone())),
            Cell::Whole(source.unexplained),
            Cell::Whole(source.statements),
            Cell::Whole(source.disagreeing),
        ]
    });
    Sheet::new(asked, about, &columns, rows.collect())
}

fn json(view: &SourcesView) -> Reply {
    let sources: Vec<_> = view.sources.iter().map(as_json::row).collect();
    let data = serde_json::json!({
        "sources": sources, "conflicts": view.conflicts, "quarantined": view.quarantined,
        "quarantine_reasons": view.quarantine_reasons, "ledger_entries": view.leaves,
        "checkpoint_size": view.checkpoint.map(|(size, _)| size),
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
    fn late_sources_and_gaps_are_named_in_four_languages() {
        let view = made_up::sources();
        let now = view.sources[0].last.expect("a last event");
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/sources", language.tag()));
            let html = render(&view, now, &asked);
            check_page(&html, language.tag());
            assert_eq!(html.matches(&asked.words().say("sources-late")).count(), 1);
            assert!(html.contains("4") && html.contains("415"));
        }
    }
}
