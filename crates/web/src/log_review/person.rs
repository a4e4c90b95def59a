//! Person view (*rulleblad*, H9.1): who looked at this person, at what, documents included.
//!
//! Reached by an opaque handle; this is the one page where the national id can be shown whole, for
//! a reason (`reveals`).

use tilsyn_app::log_review::view::{HistoryView, Named, PersonPictures};
use tilsyn_app::permit::{ReadHistory, ask};
use tilsyn_app::reveals::Revealed;
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::event::Kind;
use tilsyn_domain::question::{About, Viewer};
use tilsyn_domain::{NationalId, national_id};

use crate::asked::Asked;
use crate::charts::{Caption, EgoChart, EgoNode, NODES_MAX};
use crate::handles::Handles;
use crate::list::figure::{Figure, figures};
use crate::list::page::{ListPage, Tile};
use crate::list::table::{TableCell, plain_table};
use crate::log_review::history;
use crate::masked::masked_of;
use crate::people::{View, Who, detail, name_of, person_page};
use crate::period::{Choice, Otherwise};
use crate::printed::extract;
use crate::reply::Reply;
use crate::reveals;
use crate::words::Words;

/// Viewers in the table behind the picture.
const VIEWERS_LISTED_MAX: usize = 500;

/// `GET /{language}/person/{handle}`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), asked.form)?;
    let Some(Identity::Person(id)) = desk.identity_of(asked.last()) else {
        return Ok(Reply::Missing);
    };
    let choice = asked.choice(Otherwise::All)?;
    let question = history::question(asked, About::Subject(id.clone()), &[], choice);
    let question = history::narrowed(desk, asked, question);
    if asked.form != Form::Page {
        let title = asked.words().say("person-title");
        let of = history::FileOf {
            own: desk.id_shown(asked.principal(), &id),
            ..history::FileOf::everyone("person", title)
        };
        return history::file(desk, &permit, &question, of, asked);
    }
    let (view, pictures) = desk.person_page(&permit, &id, &question)?;
    let html = render(&view, &pictures, &id, choice, asked, desk);
    Ok(Reply::Page(html))
}

pub(crate) fn render(
    view: &HistoryView,
    pictures: &PersonPictures,
    id: &NationalId,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let (heading, under) = named(view.about.as_ref(), words);
    let viewers = &pictures.viewers;
    let is_protected = view
        .about
        .as_ref()
        .is_some_and(|named| named.card.is_protected);
    let shown = match pictures.identity {
        Revealed::Whole(_) => id.reveal().to_owned(),
        Revealed::Masked | Revealed::Waits(_) => masked_of(id, is_protected),
    };
    let id_line = words.with("person-id", "id", shown);
    let parts = [
        under,
        id_line,
        id_remark(id, words),
        history::period_line(choice, words),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let offered = history::Offered {
        kinds: &Kind::ALL,
        otherwise: Otherwise::All,
        at_once: &["user"],
        left_out: &[],
    };
    let title = words.say("person-title");
    let page = ListPage {
        heading,
        detail: parts.join(" · "),
        lead: words.say("person-lead"),
        tiles: tiles(viewers, words),
        above: reveals::section(pictures.identity, is_protected, asked)
            + &figures(words, &picture(pictures, view, choice, asked, handles)),
        list_heading: words.say("person-events"),
        list_note: words.say("person-list-note"),
        filters: history::filters(view, &offered, asked),
        below: extract::ways(asked, choice),
        ..ListPage::of(asked, title, view.total, &view.made_from)
    };
    history::page_of(page, view, choice, asked, handles)
}

/// The heading and the line below it.
pub(crate) fn named(about: Option<&Named>, words: Words) -> (String, String) {
    match about {
        Some(named) => (
            name_of(named, words),
            detail(
                named.card.employee_no.as_deref(),
                named.unit_name.as_deref(),
            ),
        ),
        None => (words.say("name-unknown"), String::new()),
    }
}

/// An id with wrong check digits is kept and said to be so.
fn id_remark(id: &NationalId, words: Words) -> String {
    match id.form() {
        national_id::IdForm::WrongCheck => words.say("person-id-wrong"),
        national_id::IdForm::Synthetic => words.say("person-id-test"),
        _ => String::new(),
    }
}

fn tiles(viewers: &[Viewer], words: Words) -> Vec<Tile> {
    let figures = words.figures();
    let lookups: u64 = viewers.iter().map(|viewer| viewer.lookups).sum();
    let outside: u64 = viewers.iter().map(|viewer| viewer.outside).sum();
    let units: std::collections::BTreeSet<_> =
        viewers.iter().flat_map(|viewer| &viewer.units).collect();
    let tile = |key: &str, figure: u64| Tile {
        label: words.say(key),
        figure: figures.whole(figure),
        note: String::new(),
    };
    vec![
        tile("person-lookups", lookups),
        tile("person-outside", outside),
        tile("person-viewers", viewers.len() as u64),
        tile("person-units", units.len() as u64),
    ]
}

fn viewer_name(viewer: &Viewer, words: Words) -> String {
    let (identity, card) = (viewer.actor.clone(), viewer.card.clone());
    name_of(
        &Named {
            identity,
            card,
            unit_name: None,
        },
        words,
    )
}

fn picture(
    pictures: &PersonPictures,
    view: &HistoryView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> Vec<Figure> {
    let viewers = &pictures.viewers;
    if viewers.is_empty() {
        return Vec::new();
    }
    let words = asked.words();
    let count = |count: u64| words.figures().whole(count);
    let nodes: Vec<EgoNode> = viewers
        .iter()
        .take(NODES_MAX)
        .map(|viewer| EgoNode {
            label: viewer_name(viewer, words),
            count: viewer.lookups,
            outside: viewer.outside > 0,
        })
        .collect();
    let (centre, _) = named(view.about.as_ref(), words);
    let title = words.say("ego-title");
    let description = words.count("ego-description", nodes.len());
    let caption = Caption {
        id: "ego",
        title: title.clone(),
        description: description.clone(),
    };
    let svg = EgoChart {
        caption,
        centre,
        nodes: &nodes,
        count: &count,
    }
    .svg();
    let columns = [
        "history-col-user",
        "person-lookups",
        "person-outside",
        "person-last",
    ];
    let columns = columns.map(|key| words.say(key));
    let rows = viewers.iter().take(VIEWERS_LISTED_MAX).map(|viewer| {
        let handle = handles.handle(&viewer.actor);
        let href = handle.map(|handle| person_page(asked, View::User, &handle, Some(choice)));
        let unit = viewer.card.unit.as_ref();
        let unit = unit.map(|unit| pictures.unit_names.get(unit).unwrap_or(unit));
        let who = Who {
            name: viewer_name(viewer, words),
            href: href.unwrap_or_default(),
            detail: detail(viewer.card.employee_no.as_deref(), unit.map(String::as_str)),
        };
        vec![
            TableCell::who(who).heading_row(),
            TableCell::number(count(viewer.lookups)),
            TableCell::number(count(viewer.outside)),
            TableCell::text(words.figures().day(viewer.last)),
        ]
    });
    let table = plain_table(&title, &columns, &rows.collect::<Vec<_>>());
    vec![Figure {
        title,
        note: description,
        svg,
        table,
        class: "whole",
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::reply::FileKind;
    use crate::sheet::Rows;
    use crate::testing::{self, MadeUpHandles, check_page};

    #[test]
    fn the_own_id_stands_whole_where_it_was_shown_and_nowhere_else() {
        let id = made_up::id(0);
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/person/p-00", language.tag()));
            let about = About::Subject(id.clone());
            let question = history::question(&asked, about, &[], Choice::All);
            let view = made_up::history(&question);
            let shown = PersonPictures {
                identity: Revealed::Whole(made_up::integrity_now()),
                ..made_up::person_pictures()
            };
            let page = |pictures: &PersonPictures| {
                render(&view, pictures, &id, Choice::All, &asked, &MadeUpHandles)
            };
            let html = page(&made_up::person_pictures());
            check_page(&html, language.tag());
            assert!(!html.contains(id.reveal()) && html.contains("/person/p-00/reveal"));
            let html = page(&shown);
            check_page(&html, language.tag());
            assert_eq!(html.matches(id.reveal()).count(), 1);
            assert!(html.contains("104412 · Barnevern") && !html.contains("N-110<"));
            let title = html.split("</title>").next().expect("a head");
            assert!(!title.contains("Kari") && !title.contains(id.reveal()));
            assert!((1..8).all(|person| !html.contains(made_up::id(person).reveal())));
        }
    }

    #[test]
    fn units_are_those_of_the_days_of_the_lookups() {
        let viewers = made_up::person_pictures().viewers;
        let named: std::collections::BTreeSet<_> = viewers.iter().map(|v| &v.card.unit).collect();
        let words = testing::asked("/nb/log").words();
        let tile = tiles(&viewers, words).remove(3);
        assert_eq!(
            tile.figure, "11",
            "three units of all and one of each of eight"
        );
        assert_ne!(named.len(), 11, "not the units they have now");
    }

    #[test]
    fn files_hold_the_own_id_whole_and_others_masked() {
        let asked = testing::asked("/nb/person/p-03.csv");
        let question = history::question(&asked, About::Everything, &[], Choice::All);
        let view = made_up::history(&question);
        let own = made_up::id(3);
        let rows = view.events.iter();
        let rows = rows.map(|event| history::cells(event, Some(&own), asked.words()));
        let rows: Vec<_> = rows.collect();
        let sheet = history::sheet(&view, "person", String::new(), Rows::Ready(rows), &asked);
        let text = String::from_utf8(sheet.bytes(FileKind::Csv)).expect("UTF-8");
        assert!(text.contains(own.reveal()) && !text.contains(made_up::id(4).reveal()));
        assert!(text.starts_with('\u{feff}') && text.contains("•••••"));
    }
}
