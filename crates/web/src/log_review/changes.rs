//! Change log (H2, H9.4): what stood before, what stands after, and whether it was made on a
//! screen by a person or came through an interface.

use tilsyn_app::log_review::view::{HistoryEvent, HistoryView};
use tilsyn_app::permit::{ReadHistory, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::event::{Kind, Origin};
use tilsyn_domain::question::{About, account_text};

use crate::asked::Asked;
use crate::frame::Place;
use crate::handles::Handles;
use crate::list::Column;
use crate::list::page::ListPage;
use crate::list::table::{Pair, TableCell};
use crate::log_review::difference::difference;
use crate::log_review::history;
use crate::people::{View, Who, name_of, unit_names};
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;
use crate::sheet::{About as AboutSheet, Cell, Rows, Sheet};
use crate::words::Words;

const KINDS: [Kind; 2] = [Kind::Change, Kind::AccessChange];
/// Fields shown in a row; the event itself shows them all.
const FIELDS_SHOWN: usize = 6;

const COLUMNS: [Column; 6] = [
    Column::text("time", "history-col-time"),
    Column::text("user", "history-col-user"),
    Column::text("", "changes-col-of"),
    Column::text("element", "history-file-element"),
    Column::text("", "changes-col-what"),
    Column::text("", "changes-col-origin"),
];

/// `GET /{language}/changes`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), asked.form)?;
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let question = history::question(asked, About::Everything, &KINDS, choice);
    let question = history::narrowed(desk, asked, question);
    match asked.form {
        Form::Page | Form::Command => {
            let view = desk.history(&permit, &question)?;
            Ok(Reply::Page(render(&view, choice, asked, desk)))
        }
        Form::Json => history::data(desk, &permit, &question, None, asked),
        form => {
            let (view, mut events) = desk.outgoing(&permit, &question)?;
            let words = asked.words();
            let rows = Rows::asked(move |desk| {
                let piece = events.next_piece(desk)?;
                Ok(piece.map(|events| events.iter().flat_map(|e| cells(e, words)).collect()))
            });
            sheet(&view, rows, asked).reply(form)
        }
    }
}

pub(crate) fn render(
    view: &HistoryView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let offered = history::Offered {
        kinds: &KINDS,
        otherwise: Otherwise::LastQuarter,
        at_once: &["user"],
        left_out: &[],
    };
    let page = ListPage {
        detail: history::period_line(choice, words),
        lead: words.say("changes-lead"),
        filters: history::filters(view, &offered, asked),
        ..ListPage::of(
            asked,
            words.say("changes-title"),
            view.total,
            &view.made_from,
        )
    };
    let rows: Vec<_> = view
        .events
        .iter()
        .map(|event| row(event, choice, asked, handles))
        .collect();
    page.render(asked, Place::Log, &COLUMNS, history::SORTED_BY, &rows)
}

fn row(
    event: &HistoryEvent,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> Vec<TableCell> {
    let words = asked.words();
    let figures = words.figures();
    let time = format!(
        "{} {}",
        figures.day(event.day),
        figures.minute(event.minute)
    );
    let whose = match event.subjects.first() {
        Some(subject) => {
            let who = Who::within(&subject.named, View::Person, choice, asked, handles);
            TableCell::link(who.name, who.href)
        }
        None => TableCell::default(),
    };
    let mut what = TableCell::default();
    what.pairs = pairs(event, words);
    let more = what.pairs.len().saturating_sub(FIELDS_SHOWN);
    what.pairs.truncate(FIELDS_SHOWN);
    if more > 0 {
        what = what.below(words.count("and-more", more));
    }
    vec![
        TableCell::heading(time, asked.to(&format!("/event/{}", event.leaf))).class("nowrap"),
        history::actor(event, choice, asked, handles),
        whose,
        TableCell::text(event.event.object.element.clone().unwrap_or_default()),
        what,
        made(event, words),
    ]
}

/// How it was made: on a screen or through an interface, which, in which application.
fn made(event: &HistoryEvent, words: Words) -> TableCell {
    let place = &event.event.place;
    let (screen, tab) = (place.screen.clone(), place.tab.clone());
    TableCell::text(origin(event, words))
        .below(screen.unwrap_or_default())
        .below(tab.unwrap_or_default())
        .below(place.application.clone().unwrap_or_default())
}

/// What changed: contents, or somebody's access (H7.1).
pub(crate) fn pairs(event: &HistoryEvent, words: Words) -> Vec<Pair> {
    let mut pairs = match &event.event.change {
        Some(change) => difference(change).pairs,
        None => Vec::new(),
    };
    if let Some(access) = &event.event.access {
        let names = &event.access;
        let said = [
            access.system.clone(),
            names.entitlement.clone().or(access.entitlement.clone()),
            names
                .unit
                .clone()
                .or(in_words("scope", &access.scope, words)),
            in_words("right", &access.rights, words),
        ];
        let said: Vec<String> = said.into_iter().flatten().collect();
        let user = match &names.user {
            Some(name) => format!("{name} ({})", access.user),
            None => access.user.clone(),
        };
        let key = match access.op.as_deref() {
            Some("grant") => "operation-grant",
            Some("revoke") => "operation-revoke",
            Some("expire") => "operation-expire",
            _ => "operation-change",
        };
        let field = format!("{} {user}", words.say(key));
        pairs.push(Pair {
            field,
            before: String::new(),
            after: said.join(" · "),
        });
    }
    pairs
}

/// The contract's words of a field in the reader's own; other words as the source sent them.
fn in_words(family: &str, text: &Option<String>, words: Words) -> Option<String> {
    let said = |word: &str| {
        let key = format!("{family}-{}", word.replace('_', "-"));
        words.try_say(&key).unwrap_or_else(|| word.to_owned())
    };
    let all: Vec<String> = text.as_ref()?.split_whitespace().map(said).collect();
    Some(all.join(", "))
}

/// Screen or interface: as the source says, else by whether a system user acted.
pub(crate) fn origin(event: &HistoryEvent, words: Words) -> String {
    let stated = event.event.change.as_ref().and_then(|change| change.origin);
    words.say(match (stated, event.event.actor.system) {
        (Some(Origin::Interface), _) | (None, true) => "changes-interface",
        (Some(Origin::Screen), _) | (None, false) => "changes-screen",
    })
}

fn sheet(view: &HistoryView, rows: Rows, asked: &Asked) -> Sheet {
    let words = asked.words();
    let about = AboutSheet {
        stem: "changes",
        title: words.say("changes-title"),
        period: crate::period::span_name(words, view.period),
        matching: view.total,
        made_from: Some(&view.made_from),
    };
    let columns = [
        "history-col-time",
        "history-file-source",
        "history-file-id",
        "history-file-account",
        "history-col-user",
        "statement-file-employee",
        "history-file-user-units",
        "changes-col-of",
        "history-file-element",
        "changes-file-field",
        "changes-file-before",
        "changes-file-after",
        "changes-col-origin",
        "history-file-screen",
        "history-file-application",
    ];
    Sheet::long(asked, about, &columns, rows)
}

/// A row for each field that changed.
fn cells(event: &HistoryEvent, words: Words) -> Vec<Vec<Cell>> {
    let act = &event.event;
    let person = event.subjects.first();
    let person = person.map(|subject| name_of(&subject.named, words));
    let rows = pairs(event, words).into_iter().map(|pair| {
        vec![
            Cell::Moment(act.time.at),
            Cell::Text(act.source.clone()),
            Cell::Text(act.id.clone()),
            Cell::Text(account_text(&act.source, &act.actor.user)),
            Cell::Text(name_of(&event.actor, words)),
            Cell::text(event.actor.card.employee_no.as_deref()),
            Cell::Text(unit_names(&event.actor_units, words)),
            Cell::text(person.as_deref()),
            Cell::text(act.object.element.as_deref()),
            Cell::Text(pair.field),
            Cell::Text(pair.before),
            Cell::Text(pair.after),
            Cell::Text(origin(event, words)),
            Cell::text(act.place.screen.as_deref()),
            Cell::text(act.place.application.as_deref()),
        ]
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    #[test]
    fn a_change_of_access_is_told_by_names_where_the_directory_has_them() {
        let mut event = made_up::events().swap_remove(0);
        let access = serde_json::json!({
            "user": "kso", "system": "hr", "entitlement": "hr.les", "scope": "own_unit",
            "rights": "read update", "op": "grant"
        });
        event.event.access = serde_json::from_value(access).expect("a change of access");
        let told = |event: &HistoryEvent, language: Language| {
            let pair = pairs(event, Words::of(language)).remove(0);
            format!("{}: {}", pair.field, pair.after)
        };
        let check = |event: &HistoryEvent, expected: [&str; 4]| {
            assert_eq!(
                Language::ALL.map(|language| told(event, language)),
                expected
            );
        };
        check(
            &event,
            [
                "Tildelt til kso: hr · hr.les · egen avdeling · lese, endre",
                "Tildelt til kso: hr · hr.les · egen afdeling · læse, ændre",
                "Tilldelad till kso: hr · hr.les · egen enhet · läsa, ändra",
                "Granted to kso: hr · hr.les · own unit · read, change",
            ],
        );
        event.access = tilsyn_app::log_review::view::AccessNames {
            user: Some("Kari Solheim".to_owned()),
            entitlement: Some("Lese personal".to_owned()),
            unit: Some("Barnevern".to_owned()),
        };
        let english = told(&event, Language::English);
        let expected =
            "Granted to Kari Solheim (kso): hr · Lese personal · Barnevern · read, change";
        assert_eq!(english, expected);
        let rights = Some("read DELETE".to_owned());
        let kept = in_words("right", &rights, Words::of(Language::English));
        assert_eq!(
            kept.as_deref(),
            Some("read, DELETE"),
            "the source's own words stay"
        );
    }

    #[test]
    fn a_change_shows_before_and_after_in_four_languages() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/changes", language.tag()));
            let question = history::question(&asked, About::Everything, &KINDS, Choice::All);
            let view = made_up::history(&question);
            let html = render(&view, Choice::All, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert!(html.contains("<dt>adresse › gate</dt>"));
            assert!(html.contains("<del>Storgata 1</del> <ins>Parkveien 9</ins>"));
            assert!(html.contains(&asked.words().say("changes-interface")));
        }
    }
}
