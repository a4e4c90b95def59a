//! People looked up (H8.2): how often, by how many, from how many units, beside the median.

use tilsyn_app::log_review::view::{SubjectRow, SubjectsView};
use tilsyn_app::permit::{ReadSubjects, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::codebook::Identity;

use crate::asked::Asked;
use crate::charts::bar;
use crate::figures::times;
use crate::frame::Place;
use crate::handles::Handles;
use crate::list::page::{ListPage, Tile};
use crate::list::table::TableCell;
use crate::list::{self, Column, FilterSet, TextField};
use crate::masked::{mask_data, masked_of};
use crate::people::{View, detail, person_page};
use crate::period::{Choice, Otherwise};
use crate::reply::Reply;
use crate::sheet::{About, Cell, Sheet};

const COLUMNS: [Column; 4] = [
    Column::text("name", "subjects-col-person"),
    Column::number("lookups", "subjects-col-lookups"),
    Column::number("users", "subjects-col-users"),
    Column::number("units", "subjects-col-units"),
];

/// `GET /{language}/subjects`, and its files.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadSubjects>(asked.principal(), asked.form)?;
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let view = desk.subjects(&permit, choice.period(), &asked.shown())?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&view, choice, asked, desk))),
        Form::Json => Ok(json(&view, asked, desk)),
        form => sheet(&view, choice, asked).reply(form),
    }
}

pub(crate) fn render(
    view: &SubjectsView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let figures = words.figures();
    let heading = words.with("subjects-title", "period", choice.name(words));
    let set = FilterSet {
        selects: vec![list::unit_select(asked, &view.units)],
        texts: vec![TextField::of(asked, "text", "subjects-text")],
        ..FilterSet::default()
    };
    let tile = |key: &str, figure: u64| Tile {
        label: words.say(key),
        figure: figures.whole(figure),
        note: String::new(),
    };
    let matching = view.matching as u64;
    let page = ListPage {
        title: heading.clone(),
        heading,
        lead: words.say("subjects-lead"),
        tiles: vec![
            tile("subjects-people", matching),
            tile("subjects-median-lookups", view.median_lookups),
            tile("subjects-median-users", view.median_users),
        ],
        filters: list::filters(asked, &set),
        exports: list::exports(asked, matching),
        paging: list::paging(asked, matching),
        made_from: list::made_from(asked, &view.made_from),
        ..ListPage::default()
    };
    let rows: Vec<_> = view
        .rows
        .iter()
        .map(|row| cells(row, view, choice, asked, handles))
        .collect();
    page.render(asked, Place::Statement, &COLUMNS, "lookups", &rows)
}

fn cells(
    row: &SubjectRow,
    view: &SubjectsView,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> Vec<TableCell> {
    let words = asked.words();
    let figures = words.figures();
    let line = &row.line;
    let handle = handles.handle(&Identity::Person(line.national_id.clone()));
    let href = handle.map(|handle| person_page(asked, View::Person, &handle, Some(choice)));
    let unnamed = || match row.is_protected {
        true => words.say("name-protected"),
        false => format!(
            "{} {}",
            words.say("name-unknown"),
            masked_of(&line.national_id, false)
        ),
    };
    let times = times(line.lookups, view.median_lookups).filter(|times| *times > 1);
    let times = times.map(|times| words.count("subjects-times-median", times));
    vec![
        TableCell::heading(
            line.name.clone().unwrap_or_else(unnamed),
            href.unwrap_or_default(),
        )
        .below(detail(
            line.employee_no.as_deref(),
            row.unit_name.as_deref(),
        )),
        TableCell::number(figures.whole(line.lookups))
            .class("number strong")
            .svg(bar(line.lookups, view.lookups_max))
            .below(times.unwrap_or_default()),
        TableCell::number(figures.whole(line.users)),
        TableCell::number(figures.whole(line.units)),
    ]
}

fn sheet(view: &SubjectsView, choice: Choice, asked: &Asked) -> Sheet {
    let words = asked.words();
    let period = choice.name(words);
    let about = About {
        stem: "subjects",
        title: words.with("subjects-title", "period", period.clone()),
        period: format!("{period} ({} – {})", view.period.from(), view.period.to()),
        matching: view.matching as u64,
        made_from: Some(&view.made_from),
    };
    let columns = [
        "statement-file-name",
        "statement-file-employee",
        "statement-file-unit",
        "statement-file-unit-code",
        "statement-file-id",
        "subjects-col-lookups",
        "subjects-col-users",
        "subjects-col-units",
    ];
    let rows = view.rows.iter().map(|row| {
        let line = &row.line;
        vec![
            Cell::text(line.name.as_deref()),
            Cell::text(line.employee_no.as_deref()),
            Cell::text(row.unit_name.as_deref()),
            Cell::text(line.unit.as_deref()),
            Cell::Text(masked_of(&line.national_id, row.is_protected)),
            Cell::Whole(line.lookups),
            Cell::Whole(line.users),
            Cell::Whole(line.units),
        ]
    });
    Sheet::new(asked, about, &columns, rows.collect())
}

fn json(view: &SubjectsView, asked: &Asked, handles: &dyn Handles) -> Reply {
    let rows = view.rows.iter().map(|row| {
        let mut data = serde_json::to_value(&row.line).unwrap_or_default();
        let protected = Some(&row.line.national_id)
            .filter(|_| row.is_protected)
            .cloned();
        mask_data(&mut data, None, protected.as_slice());
        let identity = Identity::Person(row.line.national_id.clone());
        data["handle"] = handles.handle(&identity).into();
        data["unit_name"] = row.unit_name.clone().into();
        data
    });
    let rows: Vec<_> = rows.collect();
    let data = serde_json::json!({
        "from": view.period.from(), "to": view.period.to(), "rows": rows,
        "matching": view.matching, "skipped": asked.skip(),
        "median_lookups": view.median_lookups, "median_users": view.median_users,
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
            let asked = testing::asked(&format!("/{}/subjects", language.tag()));
            let choice = asked.choice(Otherwise::LastQuarter).expect("a period");
            let view = made_up::subjects(choice.period());
            let html = render(&view, choice, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert!(html.contains("/person/p-00?period=2026-Q3"));
            assert!((0..8).all(|person| !html.contains(made_up::id(person).reveal())));
        }
    }
}
