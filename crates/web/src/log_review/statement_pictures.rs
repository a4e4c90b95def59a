//! The statement in pictures: who looked into which unit, and the way from unit to unit.

use askama::Template;
use tilsyn_app::log_review::view::{HeatRow, HeatSums, Shown, StatementPictures};
use tilsyn_app::log_review::{HEAT_UNITS_MAX, STATEMENT_FLOWS_MAX};
use tilsyn_app::permit::{ReadStatement, ask};
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::charts::{Caption, HeatChart, HeatLine, Part};
use crate::frame::{Frame, Place};
use crate::handles::Handles;
use crate::list::figure::{Figure, figures};
use crate::list::table::{TableCell, plain_table};
use crate::list::{self, FilterSet};
use crate::log_review::actor;
use crate::people::{View, Who, name_of};
use crate::period::{Choice, Otherwise};
use crate::reply::{Reply, html};
use crate::words::Words;

/// Lines of the heat map; more are not read in a picture.
const LINES: usize = 20;

/// `GET /{language}/statement/pictures`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadStatement>(asked.principal(), asked.form)?;
    if matches!(asked.form, Form::Csv | Form::Xlsx) {
        return Ok(Reply::Missing);
    }
    let choice = asked.choice(Otherwise::LastQuarter)?;
    let shown = Shown {
        limit: Some(LINES),
        skip: 0,
        ..asked.shown()
    };
    let view = desk.statement_pictures(&permit, choice.period(), &shown)?;
    match asked.form {
        Form::Json => Ok(json(&view, desk)),
        Form::Page | Form::Command => Ok(Reply::Page(render(&view, choice, asked, desk))),
        _ => Ok(Reply::Missing),
    }
}

#[derive(Template)]
#[template(path = "log_review/statement_pictures.html")]
struct PicturesPage {
    frame: Frame,
    heading: String,
    lead: String,
    filters: String,
    figures: String,
    fair: String,
}

pub(crate) fn render(
    view: &StatementPictures,
    choice: Choice,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let heading = words.say("statement-pictures-title");
    let mut shown = Vec::new();
    if !view.rows.is_empty() {
        shown.push(heat(view, choice, asked, handles));
    }
    let description = words.count("flows-description", STATEMENT_FLOWS_MAX);
    if let Some(flows) = actor::flows(&view.flows, words.say("flows-title"), description, words) {
        shown.push(Figure {
            class: "whole",
            ..flows
        });
    }
    html(&PicturesPage {
        frame: Frame::of(asked, Place::Statement, heading.clone()),
        heading: format!("{heading}, {}", choice.name(words)),
        lead: words.count("statement-pictures-lead", view.rows.len()),
        filters: list::filters(asked, &FilterSet::default()),
        figures: figures(words, &shown),
        fair: format!("{} {}", words.say("made-fair"), words.say("made-logged")),
    })
}

fn heat(view: &StatementPictures, choice: Choice, asked: &Asked, handles: &dyn Handles) -> Figure {
    let words = asked.words();
    let count = |count: u64| words.figures().whole(count);
    let mut lines: Vec<HeatLine> = view.rows.iter().map(|row| line(row, words)).collect();
    let others = words.say("heat-other-users");
    lines.push(HeatLine {
        label: others.clone(),
        cells: cells(&view.others),
        own: None,
        part: Part::Rest,
    });
    let mut units = view.units.clone();
    units.push(words.say("heat-elsewhere"));
    let title = words.say("heat-title");
    let description = words.count("heat-description", HEAT_UNITS_MAX);
    let caption = Caption {
        id: "heat",
        title: title.clone(),
        description: description.clone(),
    };
    let svg = HeatChart {
        caption,
        columns: &units,
        lines: &lines,
        count: &count,
    }
    .svg();
    let mut columns = vec![words.say("statement-col-user")];
    columns.extend(units);
    columns.push(words.say("heat-all"));
    let sums = |sums: &HeatSums, own: Option<usize>| {
        let mut figures = cells(sums);
        figures.push(sums.all());
        let figures = figures.into_iter().enumerate();
        let cell = |(unit, lookups): (usize, u64)| match own == Some(unit) {
            true => TableCell::number(count(lookups)).below(words.say("heat-own")),
            false => TableCell::number(count(lookups)),
        };
        figures.map(cell).collect::<Vec<_>>()
    };
    let rows = view.rows.iter().map(|row| {
        let who = Who::within(&row.named, View::User, choice, asked, handles);
        let mut cells = vec![TableCell::who(who).heading_row()];
        cells.extend(sums(&row.sums, row.own));
        cells
    });
    let mut rest = vec![TableCell::heading(others, "")];
    rest.extend(sums(&view.others, None));
    let rows = rows.chain(std::iter::once(rest));
    let table = plain_table(&title, &columns, &rows.collect::<Vec<_>>());
    Figure {
        title,
        note: description,
        svg,
        table,
        class: "whole",
    }
}

fn line(row: &HeatRow, words: Words) -> HeatLine {
    HeatLine {
        label: name_of(&row.named, words),
        cells: cells(&row.sums),
        own: row.own,
        part: Part::One,
    }
}

/// The lookups into each unit of the map, and those into all others.
fn cells(sums: &HeatSums) -> Vec<u64> {
    let mut cells = sums.lookups.clone();
    cells.push(sums.elsewhere);
    cells
}

fn json(view: &StatementPictures, handles: &dyn Handles) -> Reply {
    let rows: Vec<_> = view
        .rows
        .iter()
        .map(|row| {
            serde_json::json!({
                "handle": handles.handle(&row.named.identity), "name": row.named.card.name,
                "employee_no": row.named.card.employee_no, "unit": row.named.card.unit,
                "lookups": row.sums.lookups, "elsewhere": row.sums.elsewhere, "own": row.own,
            })
        })
        .collect();
    let others = &view.others;
    let data = serde_json::json!({
        "units": view.units, "rows": rows, "flows": view.flows,
        "others": { "lookups": others.lookups, "elsewhere": others.elsewhere },
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
    fn the_page_is_whole_in_four_languages() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/statement/pictures", language.tag()));
            let choice = asked.choice(Otherwise::LastQuarter).expect("a period");
            let view = made_up::statement_pictures(choice.period());
            let html = render(&view, choice, &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert_eq!(html.matches("role=\"img\"").count(), 2);
            assert!(html.contains(&asked.words().say("heat-own")));
            let others = asked.words().say("heat-other-users");
            assert_eq!(
                html.matches(&others).count(),
                2,
                "in the picture and in the table"
            );
            let all = asked.words().figures().whole(view.others.all());
            assert!(html.contains(&all), "the sum of a row");
        }
    }
}
