//! Pictures and documents fetched by many, or often by one (H8.3).

use tilsyn_app::log_review::view::{PictureRow, PicturesView};
use tilsyn_app::permit::{ReadPictures, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::event::Kind;
use tilsyn_domain::question::{CalledBy, PictureLine};

use crate::asked::Asked;
use crate::frame::Place;
use crate::handles::{Handles, account_handle};
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Column, FilterSet, TextField};
use crate::log_review::picture;
use crate::masked::masked_of;
use crate::people::{View, person_page};
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;
use crate::sheet::{About, Cell, Sheet};
use crate::words::Words;

/// People named in a row; a picture of a whole class has more.
const PEOPLE_NAMED_MAX: usize = 5;

const COLUMNS: [Column; 6] = [
    Column::text("object", "pictures-col-object"),
    Column::text("", "pictures-col-people"),
    Column::number("users", "pictures-col-users"),
    Column::number("lookups", "pictures-col-lookups"),
    Column::number("max_by_one_user", "pictures-col-max"),
    Column::text("", "pictures-col-max-user"),
];

/// `GET /{language}/pictures`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadPictures>(asked.principal(), asked.form)?;
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let view = desk.pictures(&permit, choice.period(), &asked.shown())?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&view, choice, asked, desk))),
        Form::Json => Ok(json(&view, asked)),
        form => sheet(&view, choice, asked).reply(form),
    }
}

pub(crate) fn render(
    view: &PicturesView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let heading = words.with("pictures-title", "period", choice.name(words));
    let set = FilterSet {
        texts: vec![TextField::of(asked, "text", "pictures-text")],
        ..FilterSet::default()
    };
    let matching = view.matching as u64;
    let page = ListPage {
        title: heading.clone(),
        heading,
        lead: words.say("pictures-lead"),
        filters: list::filters(asked, &set),
        exports: list::exports(asked, matching),
        paging: list::paging(asked, matching),
        made_from: list::made_from(asked, &view.made_from),
        ..ListPage::default()
    };
    let rows: Vec<_> = view
        .rows
        .iter()
        .map(|row| cells(row, choice, asked, handles))
        .collect();
    page.render(asked, Place::Statement, &COLUMNS, "users", &rows)
}

fn cells(row: &PictureRow, choice: Choice, asked: &Asked, handles: &dyn Handles) -> Vec<TableCell> {
    let words = asked.words();
    let figures = words.figures();
    let line = &row.line;
    let link = |handle: String| person_page(asked, View::User, &handle, Some(choice));
    let max_user = row
        .max_card
        .name
        .clone()
        .unwrap_or_else(|| line.max_user.clone());
    let object = line
        .object
        .clone()
        .unwrap_or_else(|| words.say("pictures-of-person"));
    let single = match &line.subjects[..] {
        [one] => handles.handle(&Identity::Person(one.clone())),
        _ => None,
    };
    let person = |handle: String| person_page(asked, View::Person, &handle, Some(choice));
    vec![
        TableCell::heading(object, lookups_of(line, choice, asked, handles))
            .below(line.source.clone()),
        TableCell::link(people(row, words), single.map(person).unwrap_or_default()),
        TableCell::number(figures.whole(line.users)).class("number strong"),
        TableCell::number(figures.whole(line.lookups)),
        TableCell::number(figures.whole(line.max_by_one_user)),
        TableCell::link(
            max_user,
            account_handle(handles, &line.max_user)
                .map(link)
                .unwrap_or_default(),
        )
        .below(row.max_card.employee_no.clone().unwrap_or_default()),
    ]
}

/// Where the lookups of a row stand one by one: those of a document, or the pictures and documents
/// of the one person whom an object without a name of its own shows.
fn lookups_of(line: &PictureLine, choice: Choice, asked: &Asked, handles: &dyn Handles) -> String {
    let document = (line.object.as_deref()).filter(|_| line.called_by == CalledBy::Document);
    let of_document = document.and_then(|name| picture::address(&line.source, name, choice, asked));
    let of_person = || {
        let [one] = &line.subjects[..] else {
            return None;
        };
        let handle = handles.handle(&Identity::Person(one.clone()))?;
        let mut parts = choice.parts();
        parts.push(("only", "lookups".to_owned()));
        parts.push(("source", line.source.clone()));
        parts.push(("kind", picture::FETCHES.map(Kind::word).join(",")));
        Some(asked.to_with(&format!("/person/{handle}"), &parts) + "#list")
    };
    of_document.or_else(of_person).unwrap_or_default()
}

/// The people a picture shows, the first few by name.
fn people(row: &PictureRow, words: Words) -> String {
    let names = row
        .line
        .subjects
        .iter()
        .zip(&row.subject_cards)
        .take(PEOPLE_NAMED_MAX);
    let names: Vec<String> = names
        .map(|(id, card)| match &card.name {
            Some(name) => name.clone(),
            None if card.is_protected => words.say("name-protected"),
            None => masked_of(id, false),
        })
        .collect();
    let rest = row.line.subjects.len().saturating_sub(PEOPLE_NAMED_MAX);
    let mut text = names.join(", ");
    if rest > 0 {
        text = format!("{text} {}", words.count("and-more", rest));
    }
    text
}

fn sheet(view: &PicturesView, choice: Choice, asked: &Asked) -> Sheet {
    let words = asked.words();
    let period = choice.name(words);
    let about = About {
        stem: "pictures",
        title: words.with("pictures-title", "period", period.clone()),
        period: format!("{period} ({} – {})", view.period.from(), view.period.to()),
        matching: view.matching as u64,
        made_from: Some(&view.made_from),
    };
    let columns = [
        "history-file-source",
        "pictures-col-object",
        "pictures-col-people",
        "pictures-col-users",
        "pictures-col-lookups",
        "pictures-col-max",
        "pictures-col-max-user",
    ];
    let rows = view.rows.iter().map(|row| {
        let line = &row.line;
        vec![
            Cell::Text(line.source.clone()),
            Cell::text(line.object.as_deref()),
            Cell::Text(people(row, words)),
            Cell::Whole(line.users),
            Cell::Whole(line.lookups),
            Cell::Whole(line.max_by_one_user),
            Cell::Text(
                row.max_card
                    .name
                    .clone()
                    .unwrap_or_else(|| line.max_user.clone()),
            ),
        ]
    });
    Sheet::new(asked, about, &columns, rows.collect())
}

fn json(view: &PicturesView, asked: &Asked) -> Reply {
    let rows = view.rows.iter().map(|row| {
        let mut data = serde_json::to_value(&row.line).unwrap_or_default();
        let subjects = row.line.subjects.iter().zip(&row.subject_cards);
        let subjects = subjects.map(|(id, card)| masked_of(id, card.is_protected));
        let subjects: Vec<String> = subjects.collect();
        if let Some(fields) = data.as_object_mut() {
            fields.remove("subjects");
        }
        data["subjects_masked"] = subjects.into();
        data
    });
    let rows: Vec<_> = rows.collect();
    let data = serde_json::json!({
        "from": view.period.from(), "to": view.period.to(), "rows": rows,
        "matching": view.matching, "skipped": asked.skip(),
        "ledger_entries": view.made_from.leaves,
    });
    Reply::Json(data.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    #[test]
    fn the_page_is_whole_in_four_languages_and_shows_no_id() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/pictures", language.tag()));
            let choice = asked.choice(Otherwise::LastQuarter).expect("a period");
            let view = made_up::pictures(choice.period());
            let html = render(&view, choice, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert!(html.contains("Fagbrev 2019-04.pdf"));
            let led = "/picture?system=personreg&#38;document=Fagbrev%202019-04.pdf\
                &#38;period=2026-Q3&#38;only=lookups\"";
            assert!(html.contains(led), "{html}");
            let of_person = "/person/p-01?period=2026-Q3&#38;only=lookups&#38;source=personreg\
                &#38;kind=document_view%2Cimage_view#list\"";
            assert!(html.contains(of_person), "{html}");
            assert!((0..8).all(|person| !html.contains(made_up::id(person).reveal())));
            let Reply::Json(bytes) = json(&view, &asked) else {
                panic!("data")
            };
            let text = String::from_utf8(bytes).expect("UTF-8");
            assert!((0..8).all(|person| !text.contains(made_up::id(person).reveal())));
        }
    }
}
