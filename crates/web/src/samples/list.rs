//! All samples, how far each is gone through, and drawing the one of a period.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::permit::{Action as _, DrawSample, PlanTest, ReadSamples, ReviewSample, ask, may};
use tilsyn_app::spot_check::official::TestRow;
use tilsyn_app::spot_check::official::{Keeping, PER_DEPARTMENT_MAX, Plan, SampleRow, SamplesView};
use tilsyn_app::spot_check::{Rate, SeedAsked};
use tilsyn_app::{Desk, Form, Problem};

use super::{address, period_name, period_of, period_value, planted};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::list::table::{TableCell, plain_table};
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};
use crate::words::Words;

/// `GET /{language}/samples`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    match asked.form {
        Form::Page => show(desk, asked, None),
        _ => Ok(Reply::Missing),
    }
}

/// `POST /{language}/samples/draw`.
pub(crate) fn draw(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    match drawn(desk, asked, sent) {
        Ok(number) => Ok(Reply::Elsewhere(address(asked, number))),
        Err(problem) => Reply::again(problem, asked, |said| show(desk, asked, Some((sent, said)))),
    }
}

fn drawn(desk: &Desk, asked: &Asked, sent: &Sent) -> Result<u64, Problem> {
    let permit = ask::<DrawSample>(asked.principal(), Form::Page)?;
    let period = period_of(field(sent, "days"));
    let period = period.ok_or_else(|| Problem::yours("problem-sample-period"))?;
    let plan = plan_of(sent)?;
    let official = &SeedAsked::Official;
    let drawn = desk.draw_stratified(&permit, (period, &plan), official, Keeping::Keep)?;
    Ok(drawn.number.unwrap_or_default())
}

/// Percents as they are written, with a point or a comma.
fn plan_of(sent: &Sent) -> Result<Plan, Problem> {
    let bad = || Problem::yours("problem-sample-plan").with("max", PER_DEPARTMENT_MAX);
    let rate = |name: &str| Rate::parse_percent(field(sent, name)).ok_or_else(bad);
    let number = |name: &str| field(sent, name).parse::<u64>().map_err(|_| bad());
    Ok(Plan {
        rate: rate("rate")?,
        others: rate("others")?,
        sensitivity_percent: u8::try_from(number("sensitivity")?).map_err(|_| bad())?,
        per_department: number("per_department")?,
    })
}

#[derive(Template)]
#[template(path = "samples/list.html")]
struct ListPage {
    frame: Frame,
    fault: String,
    answer: String,
    table: String,
    /// Where one is drawn; empty for those who may not, or where every period has one.
    draw: String,
    offers: Vec<(String, String)>,
    fields: Vec<PlanField>,
    tests: String,
    /// Where a test is agreed on; empty for those who may not.
    plan_test: String,
}

/// A field of the plan: its name, label, value, and what it means.
struct PlanField {
    name: &'static str,
    label: String,
    value: String,
    about: String,
    is_number: bool,
}

fn show(desk: &Desk, asked: &Asked, before: Option<(&Sent, String)>) -> Result<Reply, Problem> {
    let permit = ask::<ReadSamples>(asked.principal(), Form::Page)?;
    let view = desk.samples(&permit)?;
    let tests = desk.planted_tests(&permit)?;
    Ok(Reply::Page(render(&view, &tests, before, asked)))
}

pub(crate) fn render(
    view: &SamplesView,
    tests: &[TestRow],
    before: Option<(&Sent, String)>,
    asked: &Asked,
) -> String {
    let words = asked.words();
    let may_draw = may(asked.principal(), DrawSample::NAME) && !view.offers.is_empty();
    let waiting: u64 = view.rows.iter().map(|row| row.items - row.judged).sum();
    let (sent, fault) = before.unzip();
    let offers = view.offers.iter();
    html(&ListPage {
        frame: Frame::of(asked, Place::Samples, words.say("samples-title")),
        fault: fault.unwrap_or_default(),
        answer: match (view.rows.is_empty(), waiting) {
            (true, _) => words.say("samples-none"),
            (false, 0) => words.say("samples-nothing-waits"),
            (false, waiting) => words.count("samples-waiting", waiting),
        },
        table: table(&view.rows, asked),
        draw: match may_draw {
            true => asked.to("/samples/draw"),
            false => String::new(),
        },
        offers: offers
            .map(|period| (period_value(*period), period_name(*period, words)))
            .collect(),
        fields: fields(sent, words),
        tests: planted::table(tests, asked),
        plan_test: match may(asked.principal(), PlanTest::NAME) {
            true => asked.to("/samples/tests"),
            false => String::new(),
        },
    })
}

fn fields(sent: Option<&Sent>, words: Words) -> Vec<PlanField> {
    let field_of = |name: &'static str, key: &str, usual: &str, is_number| PlanField {
        name,
        label: words.say(&format!("samples-plan-{key}")),
        value: match sent {
            Some(sent) => field(sent, name).to_owned(),
            None => usual.to_owned(),
        },
        about: words.say(&format!("samples-plan-{key}-about")),
        is_number,
    };
    vec![
        field_of("rate", "rate", "1", false),
        field_of("others", "others", "5", false),
        field_of("sensitivity", "sensitivity", "100", true),
        field_of("per_department", "department", "2", true),
    ]
}

fn table(rows: &[SampleRow], asked: &Asked) -> String {
    let words = asked.words();
    if rows.is_empty() {
        return String::new();
    }
    let may_review = may(asked.principal(), ReviewSample::NAME);
    let headings = [
        "samples-col-period",
        "samples-col-reviewed",
        "samples-col-unwarranted",
        "samples-col-asked",
        "samples-col-population",
        "samples-col-drawn-by",
    ]
    .map(|key| words.say(key));
    let figures = words.figures();
    let row = |row: &SampleRow| {
        let here = address(asked, row.number);
        let whole = |number: u64| TableCell::number(figures.whole(number));
        let name = period_name(row.period, words);
        let waits = may_review && row.judged < row.items;
        let of = [
            ("judged", figures.whole(row.judged)),
            ("items", figures.whole(row.items)),
        ];
        let said = words.fill("samples-reviewed-of", &of);
        vec![
            TableCell::heading(name, here.clone()),
            match waits {
                true => TableCell::link(said, format!("{here}/review")),
                false => TableCell::text(said),
            },
            whole(row.unwarranted),
            whole(row.asked),
            whole(row.population),
            TableCell::text(row.by.clone()).below(figures.moment(asked.zone(), row.at)),
        ]
    };
    let cells: Vec<Vec<TableCell>> = rows.iter().map(row).collect();
    plain_table(&words.say("samples-title"), &headings, &cells)
}
