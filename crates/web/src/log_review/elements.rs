//! Screens, elements, tabs and reports in use (H9.3), each with the way to its lookups.

use tilsyn_app::log_review::view::ElementsView;
use tilsyn_app::permit::{ReadElements, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::question::ElementField;

use crate::asked::Asked;
use crate::charts::bar;
use crate::frame::Place;
use crate::list::page::ListPage;
use crate::list::table::TableCell;
use crate::list::{self, Chance, Column, FilterSet, Select, TextField};
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;
use crate::sheet::{About, Cell, Sheet};

const COLUMNS: [Column; 4] = [
    Column::text("name", "elements-col-name"),
    Column::number("lookups", "elements-col-lookups"),
    Column::number("users", "elements-col-users"),
    Column::number("people", "elements-col-people"),
];

const FIELDS: [(ElementField, &str, &str); 4] = [
    (ElementField::Screen, "screen", "elements-screen"),
    (ElementField::Element, "element", "elements-element"),
    (ElementField::Tab, "tab", "elements-tab"),
    (ElementField::Report, "report", "elements-report"),
];

/// The words of the fields, in addresses.
pub(crate) fn field_names() -> Vec<&'static str> {
    FIELDS.iter().map(|(_, word, _)| *word).collect()
}

/// The field an address names; screens without one.
pub(crate) fn field_of(asked: &Asked) -> ElementField {
    let named = FIELDS
        .into_iter()
        .find(|(_, word, _)| asked.get("field") == Some(*word));
    named.map_or(ElementField::Screen, |(field, _, _)| field)
}

/// A field's word in addresses, and the key of its name.
pub(crate) fn field_words(field: ElementField) -> (&'static str, &'static str) {
    let named = FIELDS.into_iter().find(|(known, _, _)| *known == field);
    named.map_or(("screen", "elements-screen"), |(_, word, key)| (word, key))
}

/// `GET /{language}/elements`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadElements>(asked.principal(), asked.form)?;
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let view = desk.elements(&permit, field_of(asked), choice.period(), &asked.shown())?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&view, choice, asked))),
        Form::Json => Ok(json(&view, asked)),
        form => sheet(&view, choice, asked).reply(form),
    }
}

pub(crate) fn render(view: &ElementsView, choice: Choice, asked: &Asked) -> String {
    let words = asked.words();
    let heading = words.with("elements-title", "period", choice.name(words));
    let chances = FIELDS.map(|(field, word, key)| Chance {
        value: word.to_owned(),
        label: words.say(key),
        chosen: field == view.field,
    });
    let label = words.say("elements-field");
    let set = FilterSet {
        selects: vec![Select {
            name: "field",
            label,
            chances: chances.into(),
        }],
        texts: vec![TextField::of(asked, "text", "elements-col-name")],
        ..FilterSet::default()
    };
    let matching = view.matching as u64;
    let page = ListPage {
        title: heading.clone(),
        heading,
        lead: words.say("elements-lead"),
        filters: list::filters(asked, &set),
        exports: list::exports(asked, matching),
        paging: list::paging(asked, matching),
        made_from: list::made_from(asked, &view.made_from),
        ..ListPage::default()
    };
    let figures = words.figures();
    let largest = view.rows.iter().map(|line| line.lookups).max().unwrap_or(0);
    let rows = view.rows.iter().map(|line| {
        let (field, _) = field_words(view.field);
        let mut parts = vec![("field", field.to_owned()), ("name", line.name.clone())];
        parts.extend(choice.parts());
        // Lookups are what the row counts; other events name the same place.
        parts.push(("only", "lookups".to_owned()));
        vec![
            TableCell::heading(line.name.clone(), asked.to_with("/element", &parts)),
            TableCell::number(figures.whole(line.lookups))
                .class("number strong")
                .svg(bar(line.lookups, largest)),
            TableCell::number(figures.whole(line.users)),
            TableCell::number(figures.whole(line.people)),
        ]
    });
    let rows: Vec<_> = rows.collect();
    page.render(asked, Place::Log, &COLUMNS, "lookups", &rows)
}

fn sheet(view: &ElementsView, choice: Choice, asked: &Asked) -> Sheet {
    let words = asked.words();
    let period = choice.name(words);
    let about = About {
        stem: "elements",
        title: words.with("elements-title", "period", period.clone()),
        period: format!("{period} ({} – {})", view.period.from(), view.period.to()),
        matching: view.matching as u64,
        made_from: Some(&view.made_from),
    };
    let columns = COLUMNS.map(|column| column.heading);
    let rows = view.rows.iter().map(|line| {
        vec![
            Cell::Text(line.name.clone()),
            Cell::Whole(line.lookups),
            Cell::Whole(line.users),
            Cell::Whole(line.people),
        ]
    });
    Sheet::new(asked, about, &columns, rows.collect())
}

fn json(view: &ElementsView, asked: &Asked) -> Reply {
    let data = serde_json::json!({
        "from": view.period.from(), "to": view.period.to(), "field": view.field,
        "rows": view.rows, "matching": view.matching, "skipped": asked.skip(),
        "ledger_entries": view.made_from.leaves,
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
    fn the_page_is_whole_in_four_languages_and_leads_to_the_lookups() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/elements?field=tab", language.tag()));
            let choice = asked.choice(Otherwise::LastQuarter).expect("a period");
            let view = made_up::elements(field_of(&asked), choice.period());
            let html = render(&view, choice, &asked);
            check_page(&html, language.tag());
            let link = "/element?field=tab&#38;name=L%C3%B8nn%20og%20trekk\
                &#38;period=2026-Q3&#38;only=lookups";
            assert!(html.contains(link));
        }
    }
}
