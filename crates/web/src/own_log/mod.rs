//! The own log: who looked at what through this product.

use tilsyn_app::own_log::{Look, OwnLogView};
use tilsyn_app::permit::{ReadOwnLog, ask};
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::frame::Place;
use crate::handles::Handles;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Column, Side};
use crate::people::{View, Who, name_of};
use crate::period::span_name;
use crate::reply::Reply;
use crate::sheet::{About, Cell, Sheet};
use crate::words::Words;

const COLUMNS: [Column; 6] = [
    Column {
        sort: "",
        heading: "history-col-time",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "own-log-col-who",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "own-log-col-action",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "own-log-col-about",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "own-log-col-period",
        side: Side::Text,
    },
    Column {
        sort: "",
        heading: "own-log-col-rows",
        side: Side::Number,
    },
];

/// `GET /{language}/own-log`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadOwnLog>(asked.principal(), asked.form)?;
    let view = desk.own_log(&permit, asked.skip() as u64, asked.limit() as u64)?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&view, asked, desk))),
        Form::Json => Ok(json(&view, asked, desk)),
        form => sheet(&view, asked).reply(form),
    }
}

pub(crate) fn render(view: &OwnLogView, asked: &Asked, handles: &dyn Handles) -> String {
    let words = asked.words();
    let page = ListPage {
        title: words.say("own-log-title"),
        heading: words.say("own-log-title"),
        lead: words.say("own-log-lead"),
        exports: list::exports(asked, view.total),
        paging: list::paging(asked, view.total),
        ..ListPage::default()
    };
    let rows: Vec<_> = view
        .looks
        .iter()
        .map(|look| row(look, asked, handles))
        .collect();
    page.render(asked, Place::Sources, &COLUMNS, "", &rows)
}

fn row(look: &Look, asked: &Asked, handles: &dyn Handles) -> Vec<TableCell> {
    let words = asked.words();
    let figures = words.figures();
    let about = look
        .about
        .as_ref()
        .map(|about| Who::of(about, View::Person, asked, handles));
    let period = look.period.map(|period| span_name(words, period));
    vec![
        TableCell::heading(figures.exact(asked.zone(), look.at), "").class("nowrap"),
        TableCell::text(look.principal.clone()),
        TableCell::text(action_name(&look.action, words)).below(form_name(&look.form, words)),
        about.map(TableCell::who).unwrap_or_default(),
        TableCell::text(period.unwrap_or_default()),
        TableCell::number(figures.whole(look.rows)),
    ]
}

/// What was done, in words; a name from a newer version shows as it is.
pub(crate) fn action_name(action: &str, words: Words) -> String {
    words
        .try_say(&format!("action-{action}"))
        .unwrap_or_else(|| action.to_owned())
}

fn form_name(form: &str, words: Words) -> String {
    words
        .try_say(&format!("form-{form}"))
        .unwrap_or_else(|| form.to_owned())
}

fn sheet(view: &OwnLogView, asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = About {
        stem: "own-log",
        title: words.say("own-log-title"),
        period: words.say("period-all"),
        matching: view.total,
        made_from: None,
    };
    let columns = [
        "history-col-time",
        "own-log-col-who",
        "own-log-col-action",
        "own-log-file-form",
        "own-log-col-about",
        "own-log-file-from",
        "own-log-file-to",
        "own-log-col-rows",
    ];
    let rows = view.looks.iter().map(|look| {
        let about = look.about.as_ref().map(|about| name_of(about, words));
        vec![
            Cell::Moment(look.at),
            Cell::Text(look.principal.clone()),
            Cell::Text(action_name(&look.action, words)),
            Cell::Text(form_name(&look.form, words)),
            Cell::text(about.as_deref()),
            look.period
                .map_or(Cell::Empty, |period| Cell::Text(period.from().to_string())),
            look.period
                .map_or(Cell::Empty, |period| Cell::Text(period.to().to_string())),
            Cell::Whole(look.rows),
        ]
    });
    Sheet::new(asked, about, &columns, rows.collect())
}

fn json(view: &OwnLogView, asked: &Asked, handles: &dyn Handles) -> Reply {
    let looks: Vec<_> = view
        .looks
        .iter()
        .map(|look| {
            serde_json::json!({
                "at": look.at.utc().text(), "principal": look.principal, "action": look.action,
                "form": look.form, "rows": look.rows,
                "about": look.about.as_ref().and_then(|about| handles.handle(&about.identity)),
                "from": look.period.map(|period| period.from()),
                "to": look.period.map(|period| period.to()),
            })
        })
        .collect();
    let data = serde_json::json!({
        "looks": looks, "matching": view.total, "skipped": asked.skip(),
    });
    Reply::Json(data.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use tilsyn_app::permit::ACTIONS;

    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    #[test]
    fn the_page_is_whole_and_every_action_has_a_name_in_four_languages() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/own-log", language.tag()));
            let html = render(&made_up::own_log(), &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            for (action, _) in ACTIONS {
                assert_ne!(
                    action_name(action, asked.words()),
                    *action,
                    "{}",
                    language.tag()
                );
            }
            for form in ["page", "xlsx", "csv", "json", "command"] {
                assert!(
                    asked.words().try_say(&format!("form-{form}")).is_some(),
                    "{form}"
                );
            }
        }
    }
}
