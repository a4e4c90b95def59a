//! The front page: what waits. The last statement, sources that are late or have gaps, what
//! lies in quarantine, and the reader's own looks.

use askama::Template;
use tilsyn_app::log_review::view::{Shown, StatementView};
use tilsyn_app::own_log::OwnLogView;
use tilsyn_app::permit::{ReadOwnLog, ReadSources, ReadStatement, ask};
use tilsyn_app::sources::SourcesView;
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Instant;

use crate::asked::Asked;
use crate::charts::bar;
use crate::frame::{Frame, Place};
use crate::handles::Handles;
use crate::own_log::action_name;
use crate::people::{View, detail, person_page};
use crate::period::{Choice, Otherwise};
use crate::reply::{Reply, html};
use crate::sources::{Standing, standing};
use crate::words::Words;

/// Users of the last statement that are named.
const USERS: usize = 5;
/// Own looks that are shown.
const LOOKS: u64 = 5;

/// What the front page is made of; a part is missing where the reader may not see it.
pub(crate) struct Parts {
    pub(crate) statement: Option<StatementView>,
    pub(crate) sources: Option<SourcesView>,
    pub(crate) own_log: Option<OwnLogView>,
    pub(crate) now: Instant,
}

/// `GET /{language}`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    if asked.form != Form::Page {
        return Ok(Reply::Missing);
    }
    let who = asked.principal();
    let choice = asked.choice(Otherwise::LastQuarter);
    let shown = Shown {
        limit: Some(USERS),
        ..Shown::default()
    };
    // Parts the reader may not see are left out; a fault of ours is not.
    let statement = match ask::<ReadStatement>(who, Form::Page) {
        Ok(permit) => Some(desk.statement(&permit, choice.period(), &shown)?),
        Err(_) => None,
    };
    let sources = match ask::<ReadSources>(who, Form::Page) {
        Ok(permit) => Some(desk.sources(&permit)?),
        Err(_) => None,
    };
    let own_log = match ask::<ReadOwnLog>(who, Form::Page) {
        Ok(permit) => Some(desk.own_log(&permit, 0, LOOKS)?),
        Err(_) => None,
    };
    let parts = Parts {
        statement,
        sources,
        own_log,
        now: desk.now(),
    };
    Ok(Reply::Page(render(&parts, choice, asked, desk)))
}

#[derive(Template)]
#[template(path = "front/front.html")]
struct FrontPage {
    frame: Frame,
    is_empty: bool,
    waits: Vec<Waiting>,
    statement: Option<StatementPart>,
    looks: Vec<OwnLook>,
    own_log: String,
}

/// Something that waits, or a word that nothing does.
struct Waiting {
    /// Whether somebody should do something.
    class: &'static str,
    text: String,
    href: String,
    link: String,
}

struct StatementPart {
    heading: String,
    href: String,
    pictures: String,
    outside: String,
    users: String,
    change: String,
    rows: Vec<ActorLine>,
}

struct ActorLine {
    name: String,
    href: String,
    detail: String,
    outside: String,
    bar: String,
}

struct OwnLook {
    at: String,
    text: String,
}

pub(crate) fn render(
    parts: &Parts,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let looks = parts
        .own_log
        .as_ref()
        .map(|view| view.looks.as_slice())
        .unwrap_or_default();
    let looks = looks.iter().map(|look| OwnLook {
        at: words.figures().moment(asked.zone(), look.at),
        text: action_name(&look.action, words),
    });
    let statement = parts
        .statement
        .as_ref()
        .filter(|view| !view.rows.is_empty());
    html(&FrontPage {
        frame: Frame::of(asked, Place::Front, words.say("nav-front")),
        is_empty: parts
            .sources
            .as_ref()
            .is_some_and(|view| view.sources.is_empty()),
        waits: parts
            .sources
            .as_ref()
            .map(|view| waits(view, parts.now, asked))
            .unwrap_or_default(),
        statement: statement.map(|view| last_statement(view, choice, asked, handles)),
        looks: looks.collect(),
        own_log: asked.to("/own-log"),
    })
}

fn waits(view: &SourcesView, now: Instant, asked: &Asked) -> Vec<Waiting> {
    let words = asked.words();
    let late = view
        .sources
        .iter()
        .filter(|source| standing(source, now) == Standing::Late);
    let late: Vec<&str> = late.map(|source| source.source.as_str()).collect();
    let gaps: u64 = view.sources.iter().map(|source| source.gaps_total).sum();
    let names = ("sources", late.join(", "));
    let mut waits = vec![
        match late.len() {
            0 => calm(words, "front-none-late"),
            some => waiting(
                asked,
                words.count_with("front-late", some, names),
                "/sources",
            ),
        },
        match gaps {
            0 => calm(words, "front-no-gaps"),
            some => waiting(asked, words.count("front-gaps", some), "/sources"),
        },
        match view.quarantined {
            0 => calm(words, "front-no-quarantine"),
            some => waiting(asked, words.count("front-quarantine", some), "/quarantine"),
        },
    ];
    if view.conflicts > 0 {
        waits.push(waiting(
            asked,
            words.count("made-conflicts", view.conflicts),
            "/sources",
        ));
    }
    // What somebody should look at stands first.
    waits.sort_by_key(|wait| wait.class.is_empty());
    waits
}

fn waiting(asked: &Asked, text: String, path: &str) -> Waiting {
    let key = if path == "/quarantine" {
        "front-open-quarantine"
    } else {
        "front-open-sources"
    };
    let link = asked.words().say(key);
    Waiting {
        class: "open",
        text,
        href: asked.to(path),
        link,
    }
}

fn calm(words: Words, key: &str) -> Waiting {
    Waiting {
        class: "",
        text: words.say(key),
        href: String::new(),
        link: String::new(),
    }
}

fn last_statement(
    view: &StatementView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> StatementPart {
    let words = asked.words();
    let figures = words.figures();
    let totals = view.totals;
    let change = view
        .previous
        .zip(totals.outside_before)
        .and_then(|(previous, before)| {
            let change = figures.change(totals.outside_lookups, before)?;
            let period = crate::period::span_name(words, previous);
            Some(words.fill("statement-since", &[("change", change), ("period", period)]))
        });
    let rows = view.rows.iter().take(USERS).map(|row| {
        let line = &row.line;
        let identity = line
            .national_id
            .clone()
            .map(tilsyn_domain::Identity::Person);
        let handle = identity.and_then(|identity| handles.handle(&identity));
        let href = handle.map(|handle| person_page(asked, View::User, &handle, Some(choice)));
        ActorLine {
            name: line.name.clone().unwrap_or_else(|| line.user.clone()),
            href: href.unwrap_or_default(),
            detail: detail(line.employee_no.as_deref(), row.unit_name.as_deref()),
            outside: figures.whole(line.outside_lookups),
            bar: bar(line.outside_lookups, view.outside_max),
        }
    });
    StatementPart {
        heading: words.with("statement-title", "period", choice.name(words)),
        href: asked.to_with("/statement", &choice.parts()),
        pictures: asked.to_with("/statement/pictures", &choice.parts()),
        outside: words.count("front-outside", totals.outside_lookups),
        users: words.count("front-users", totals.users),
        change: change.unwrap_or_default(),
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    fn parts() -> Parts {
        let sources = made_up::sources();
        let now = sources.sources[0].last.expect("a last event");
        let period = tilsyn_domain::Period::always();
        Parts {
            statement: Some(made_up::statement(period)),
            sources: Some(sources),
            own_log: Some(made_up::own_log()),
            now,
        }
    }

    #[test]
    fn what_waits_stands_first_in_four_languages() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}", language.tag()));
            let choice = asked.choice(Otherwise::LastQuarter);
            let html = render(&parts(), choice, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert_eq!(html.matches("<li class=\"open\">").count(), 4);
            assert!(html.contains("personreg"));
        }
    }

    #[test]
    fn an_empty_product_says_how_to_begin_and_a_reader_without_rights_sees_no_parts() {
        let asked = testing::asked("/en");
        let mut empty = parts();
        empty.statement = None;
        if let Some(sources) = empty.sources.as_mut() {
            sources.sources.clear();
        }
        let html = render(&empty, Choice::All, &asked, &MadeUpHandles);
        assert!(html.contains("tilsyn import events"));
        let none = Parts {
            statement: None,
            sources: None,
            own_log: None,
            now: empty.now,
        };
        check_page(
            &render(&none, Choice::All, &asked, &MadeUpHandles),
            "no rights",
        );
    }
}
