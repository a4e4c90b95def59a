//! The findings: what waits first; when the log was evaluated last, how far, and by which rule.
//!
//! Nobody is ranked here: whom a finding is about, the list says only to whoever has opened it.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::evaluation::{Closeness, Kind, Signal};
use tilsyn_app::findings::{About, FindingRow, FindingsShown, FindingsView, State};
use tilsyn_app::permit::{Action as _, EvaluateLog, ReadFindings, ask, may};
use tilsyn_app::{Desk, Form, Problem};

use super::{
    FACTS_FIRST, about_whom, address, kind_name, kind_word, reason, sentences, state_name,
};
use crate::asked::Asked;
use crate::findings::counter_evidence;
use crate::frame::Place;
use crate::handles::Handles;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Column, FilterSet, Select};
use crate::period::{Choice, Otherwise};
use crate::reply::{Reply, html};
use crate::sent::Sent;
use crate::sheet::{About as OfSheet, Cell, Sheet};
use crate::words::Words;

const COLUMNS: [Column; 4] = [
    Column::text("", "found-col-finding"),
    Column::text("", "found-col-what"),
    Column::text("", "found-col-when"),
    Column::text("", "found-col-state"),
];

const FILE_COLUMNS: [&str; 11] = [
    "found-col-finding",
    "statement-col-user",
    "statement-file-employee",
    "found-col-unit",
    "found-col-state",
    "found-col-kind",
    "filter-from",
    "filter-to",
    "found-col-weeks",
    "found-for",
    "found-against",
];

/// `GET /{language}/findings`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadFindings>(asked.principal(), asked.form)?;
    let choice = asked.choice(Otherwise::All)?;
    let text = |name: &str| asked.get(name).map(str::to_owned);
    let is_page = matches!(asked.form, Form::Page | Form::Json);
    let shown = FindingsShown {
        state: text("state"),
        unit: text("unit"),
        kind: text("what"),
        period: (choice != Choice::All).then(|| choice.period()),
        skip: asked.skip(),
        limit: is_page.then(|| asked.limit()),
    };
    let view = desk.kept_findings(&permit, &shown)?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&view, asked))),
        Form::Json => {
            let skipped = asked.skip().min(view.matching);
            let rows: Vec<_> = view.rows.iter().map(|row| json(row, asked, desk)).collect();
            let data = serde_json::json!({
                "matching": view.matching, "skipped": skipped, "open": view.open,
                "evaluated": evaluated(&view), "findings": rows,
            });
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        form => sheet(&view, choice, asked).reply(form),
    }
}

/// `POST /{language}/findings/evaluate`: has the log evaluated, and leads back to the list.
pub(crate) fn evaluate(desk: &Arc<Desk>, asked: &Asked, _: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<EvaluateLog>(asked.principal(), Form::Page)?;
    desk.begin_evaluation(permit)?;
    let to = match may(asked.principal(), ReadFindings::NAME) {
        true => asked.to("/findings"),
        false => asked.to(""),
    };
    Ok(Reply::Elsewhere(to))
}

pub(crate) fn render(view: &FindingsView, asked: &Asked) -> String {
    let words = asked.words();
    let cells: Vec<_> = view.rows.iter().map(|row| cells(row, asked)).collect();
    let matching = view.matching as u64;
    let lead = match view.open {
        0 => words.say("front-no-findings"),
        some => words.count("found-waiting", some),
    };
    let set = FilterSet {
        otherwise: Otherwise::All,
        selects: vec![
            states(asked),
            list::unit_select(asked, &view.units),
            kinds(asked),
        ],
        ..FilterSet::default()
    };
    let page = ListPage {
        title: words.say("nav-findings"),
        heading: words.say("nav-findings"),
        lead: format!("{lead} {}", words.say("found-fair")),
        above: run(view, asked),
        filters: list::filters(asked, &set),
        empty: match view.last {
            None => words.say("found-none-yet"),
            Some(_) => String::new(),
        },
        exports: list::exports(asked, matching),
        paging: list::paging(asked, matching),
        ..ListPage::default()
    };
    page.render(asked, Place::Findings, &COLUMNS, "", &cells)
}

#[derive(Template)]
#[template(path = "findings/run.html")]
struct Run {
    said: String,
    rule: String,
    token: String,
    /// Empty where the reader may not, or one runs.
    action: String,
    button: String,
}

/// When the log was evaluated last, how far, and what is said of what is reported.
fn run(view: &FindingsView, asked: &Asked) -> String {
    let words = asked.words();
    let figures = words.figures();
    let last = view.last.as_ref();
    let ran = last.map(|last| {
        let arguments = [
            ("when", figures.moment(asked.zone(), last.run.at)),
            ("from", figures.day(last.run.from)),
            ("to", figures.day(last.run.to)),
            ("weeks", figures.whole(last.run.user_weeks)),
            ("reported", figures.whole(last.run.reported)),
        ];
        words.fill("found-evaluated", &arguments)
    });
    let said = match (view.is_running, ran) {
        (true, ran) => format!("{} {}", words.say("found-runs"), ran.unwrap_or_default()),
        (false, Some(ran)) => match last.and_then(|last| last.due.filter(|to| *to > last.run.to)) {
            Some(due) => format!("{ran} {}", words.with("found-due", "to", figures.day(due))),
            None => ran,
        },
        (false, None) => words.say("found-never"),
    };
    let may_run = !view.is_running && may(asked.principal(), EvaluateLog::NAME);
    html(&Run {
        said: said.trim().to_owned(),
        rule: last.map(|_| words.say("found-rule")).unwrap_or_default(),
        token: asked.token.clone(),
        action: match may_run {
            true => asked.to("/findings/evaluate"),
            false => String::new(),
        },
        button: words.say("found-evaluate"),
    })
}

fn states(asked: &Asked) -> Select {
    let words = asked.words();
    let named = State::WORDS.map(|word| {
        let name = words.say(&format!("found-state-{word}"));
        (word.to_owned(), name)
    });
    let label = words.say("found-col-state");
    let all = words.say("filter-all");
    list::select(asked, "state", label, all, named.into())
}

/// Words of all kinds there are, each once.
pub(crate) fn kind_words() -> Vec<&'static str> {
    let plain = [
        Kind::Unexplained,
        Kind::Again,
        Kind::PublicEye,
        Kind::Pictures,
        Kind::Register,
        Kind::Sensitive,
        Kind::People,
    ];
    let close = Closeness::ALL.into_iter().skip(1).map(Kind::Close);
    let broken = Signal::ALL.into_iter().map(Kind::Broken);
    let all = plain.into_iter().chain(close).chain(broken);
    all.map(kind_word).collect()
}

fn kinds(asked: &Asked) -> Select {
    let words = asked.words();
    let named = kind_words().into_iter().map(|word| {
        let name = words.say(&format!("found-kind-{word}"));
        (word.to_owned(), name)
    });
    let label = words.say("found-col-kind");
    let all = words.say("filter-all");
    list::select(asked, "what", label, all, named.collect())
}

fn cells(row: &FindingRow, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let number = words.with("found-number", "number", row.number);
    let first = row.strongest();
    let first = first.map(|week| {
        let mut facts = sentences(&week.seen.facts, words);
        facts.truncate(FACTS_FIRST);
        facts.join(" ")
    });
    let fallen = match row.has_fallen {
        true => words.say("found-fallen"),
        false => String::new(),
    };
    vec![
        TableCell::heading(number, address(asked, row.number)).below(about_whom(&row.about, words)),
        TableCell::text(kind_name(row, words)).below(first.unwrap_or_default()),
        TableCell::text(when(row, words)).below(match row.weeks.len() {
            0 | 1 => String::new(),
            some => words.count("found-weeks", some),
        }),
        TableCell::text(state_name(row.state, words)).below(fallen),
    ]
}

/// The weeks of a finding, from the first day to the last.
pub(super) fn when(row: &FindingRow, words: Words) -> String {
    let first = row.weeks.first().map(|week| week.seen.days.from());
    let days = first.zip(row.last_day());
    let figures = words.figures();
    days.map(|(from, to)| format!("{} – {}", figures.day(from), figures.day(to)))
        .unwrap_or_default()
}

fn sheet(view: &FindingsView, choice: Choice, asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = OfSheet {
        stem: "findings",
        title: words.say("nav-findings"),
        period: choice.name(words),
        matching: view.matching as u64,
        made_from: None,
    };
    let cells = |row: &FindingRow| {
        let (employee, unit) = match &row.about {
            About::Shown(named) => (named.card.employee_no.clone(), named.unit_name.clone()),
            About::Hidden(unit) => (None, unit.clone()),
            About::Erased => (None, None),
        };
        let from = row
            .weeks
            .first()
            .map(|week| week.seen.days.from().to_string());
        let to = row.last_day().map(|day| day.to_string());
        let seen = row.strongest().map(|week| &week.seen);
        let text = |text: Option<String>| Cell::text(text.as_deref());
        vec![
            Cell::Whole(row.number),
            Cell::Text(about_whom(&row.about, words)),
            text(employee),
            text(unit),
            Cell::Text(state_name(row.state, words)),
            Cell::Text(kind_name(row, words)),
            text(from),
            text(to),
            Cell::Whole(row.weeks.len() as u64),
            text(seen.map(|seen| reason(seen, words))),
            text(seen.map(|seen| counter_evidence(seen, words))),
        ]
    };
    let rows = view.rows.iter().map(cells).collect();
    Sheet::new(asked, about, &FILE_COLUMNS, rows)
}

fn evaluated(view: &FindingsView) -> serde_json::Value {
    let Some(last) = &view.last else {
        return serde_json::Value::Null;
    };
    let run = &last.run;
    serde_json::json!({
        "at": run.at.utc().text(), "from": run.from, "to": run.to,
        "user_weeks": run.user_weeks, "reported": run.reported,
    })
}

/// A finding as data; its user by the handle, where the reader has opened it.
fn json(row: &FindingRow, asked: &Asked, handles: &dyn Handles) -> serde_json::Value {
    let words = asked.words();
    let seen = row.strongest().map(|week| &week.seen);
    let about = match &row.about {
        About::Shown(named) => handles.handle(&named.identity),
        About::Hidden(_) | About::Erased => None,
    };
    serde_json::json!({
        "number": row.number, "state": row.state.word(),
        "kind": row.kind().map(kind_word), "unit": row.unit, "about": about,
        "opened": row.opened.utc().text(),
        "from": row.weeks.first().map(|week| week.seen.days.from()), "to": row.last_day(),
        "weeks": row.weeks.len(), "fallen": row.has_fallen,
        "reason": seen.map(|seen| reason(seen, words)),
        "counter_evidence": seen.map(|seen| counter_evidence(seen, words)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    #[test]
    fn the_list_is_whole_in_four_languages_and_names_only_who_was_opened() {
        for language in Language::ALL {
            let path = format!("/{}/findings", language.tag());
            let asked = testing::asked(&path);
            let words = asked.words();
            let view = made_up::findings();
            let html = render(&view, &asked);
            check_page(&html, &path);
            assert!((0..8).all(|person| !html.contains(made_up::id(person).reveal())));
            let opened = view.rows.iter().filter(|row| row.is_shown());
            let named: Vec<String> = opened.map(|row| about_whom(&row.about, words)).collect();
            assert_eq!(named.len(), 1);
            assert!(html.contains(&named[0]), "{path}");
            assert!(html.contains(&words.say("found-rule")));
            let fallen = words.say("found-fallen");
            assert_eq!(html.matches(&fallen).count(), 1, "{path}");
            let nothing = FindingsView {
                rows: Vec::new(),
                matching: 0,
                open: 0,
                units: Vec::new(),
                last: None,
                is_running: true,
            };
            let html = render(&nothing, &asked);
            check_page(&html, &path);
            assert!(html.contains(&words.say("found-none-yet")));
            // One runs already.
            assert!(!html.contains("/findings/evaluate"));
        }
    }
}
