//! Tests that were agreed beforehand: agreeing to one, and how much of it was found.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::permit::{PlanTest, ReadSamples, ask};
use tilsyn_app::spot_check::official::{Measured, NewTest, TEST_PEOPLE_MAX, TestMeasured, TestRow};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::NationalId;

use super::percent;
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::handles::Handles;
use crate::list::table::{TableCell, plain_table};
use crate::people::{View, Who};
use crate::period::span_name;
use crate::reply::{Reply, html};
use crate::sent::{Sent, day_of, field};
use crate::words::Words;

/// The tests, for the list of samples; nothing where there are none.
pub(super) fn table(rows: &[TestRow], asked: &Asked) -> String {
    let words = asked.words();
    let headings = [
        "tests-col-number",
        "tests-col-days",
        "tests-col-agreed",
        "tests-col-state",
    ]
    .map(|key| words.say(key));
    let row = |row: &TestRow| {
        let moment = words.figures().moment(asked.zone(), row.agreed);
        vec![
            TableCell::heading(
                row.number.to_string(),
                asked.to(&format!("/samples/tests/{}", row.number)),
            ),
            TableCell::text(span_name(words, row.days)),
            TableCell::text(row.by.clone()).below(moment),
            TableCell::text(state(row, words)),
        ]
    };
    let cells: Vec<Vec<TableCell>> = rows.iter().map(row).collect();
    match rows.is_empty() {
        true => String::new(),
        false => plain_table(&words.say("tests-title"), &headings, &cells),
    }
}

fn state(row: &TestRow, words: Words) -> String {
    words.say(match row.is_over {
        true => "tests-over",
        false => "tests-sealed",
    })
}

#[derive(Template)]
#[template(path = "samples/agree.html")]
struct AgreePage {
    frame: Frame,
    lead: String,
    fault: String,
    action: String,
    account: String,
    people: String,
    people_about: String,
    tester: String,
    from: String,
    to: String,
    back: String,
}

/// `GET /{language}/samples/tests`: where one is agreed on.
pub(crate) fn page(_: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let _may = ask::<PlanTest>(asked.principal(), Form::Page)?;
    match asked.form {
        Form::Page => Ok(Reply::Page(render(None, asked))),
        _ => Ok(Reply::Missing),
    }
}

/// `POST` to it.
pub(crate) fn send(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    match agree(desk, asked, sent) {
        Ok(number) => Ok(Reply::Elsewhere(
            asked.to(&format!("/samples/tests/{number}")),
        )),
        Err(problem) => Reply::again(problem, asked, |said| {
            Ok(Reply::Page(render(Some((sent, said)), asked)))
        }),
    }
}

fn agree(desk: &Desk, asked: &Asked, sent: &Sent) -> Result<u64, Problem> {
    let permit = ask::<PlanTest>(asked.principal(), Form::Page)?;
    let lines = field(sent, "people").lines().map(str::trim);
    let people = lines.filter(|line| !line.is_empty()).map(NationalId::new);
    let people: Option<Vec<NationalId>> = people.collect();
    let missing = || Problem::yours("problem-test-missing").with("max", TEST_PEOPLE_MAX);
    let test = NewTest {
        account: field(sent, "account").to_owned(),
        people: people.ok_or_else(missing)?,
        tester: field(sent, "tester").to_owned(),
        from: day_of(sent, "from")?,
        to: day_of(sent, "to")?,
    };
    desk.plan_test(&permit, &test)
}

pub(crate) fn render(before: Option<(&Sent, String)>, asked: &Asked) -> String {
    let words = asked.words();
    let (sent, fault) = before.unzip();
    let value = |name: &str| {
        let sent = sent.map(|sent| field(sent, name).to_owned());
        sent.unwrap_or_default()
    };
    html(&AgreePage {
        frame: Frame::of(asked, Place::Samples, words.say("tests-agree")),
        lead: words.say("tests-agree-lead"),
        fault: fault.unwrap_or_default(),
        action: asked.to("/samples/tests"),
        account: value("account"),
        people: value("people"),
        people_about: words.with("tests-people-about", "max", TEST_PEOPLE_MAX),
        tester: value("tester"),
        from: value("from"),
        to: value("to"),
        back: asked.to("/samples"),
    })
}

#[derive(Template)]
#[template(path = "samples/test.html")]
struct TestPage {
    frame: Frame,
    heading: String,
    lead: String,
    facts: Vec<(String, String)>,
    people: Vec<Who>,
    back: String,
}

/// `GET /{language}/samples/tests/{number}`.
pub(crate) fn one(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let (Ok(number), Form::Page) = (asked.last().parse(), asked.form) else {
        return Ok(Reply::Missing);
    };
    let permit = ask::<ReadSamples>(asked.principal(), Form::Page)?;
    let test = desk.planted_test(&permit, number)?;
    Ok(Reply::Page(render_one(&test, asked, desk)))
}

pub(crate) fn render_one(test: &TestMeasured, asked: &Asked, handles: &dyn Handles) -> String {
    let words = asked.words();
    let row = &test.row;
    let people = test.people.iter().flatten();
    html(&TestPage {
        frame: Frame::of(asked, Place::Samples, words.say("tests-one")),
        heading: words.with("tests-heading", "number", row.number),
        lead: match &test.measured {
            Some(measured) => said(measured, words),
            None => words.say(match (row.is_over, &row.told) {
                (true, _) => "tests-erased",
                (false, None) => "tests-sealed-about",
                (false, Some(_)) => "tests-sealed-for-you",
            }),
        },
        facts: facts(test, asked),
        people: people
            .map(|named| Who::of(named, View::Person, asked, handles))
            .collect(),
        back: asked.to("/samples"),
    })
}

/// How much of it the findings hold.
fn said(measured: &Measured, words: Words) -> String {
    let whole = |number: u64| words.figures().whole(number);
    if measured.looked_at == 0 {
        return words.say("tests-not-done");
    }
    let figures = [
        ("found", whole(measured.found)),
        ("all", whole(measured.looked_at)),
        ("least", percent(measured.least, words)),
        ("most", percent(measured.most, words)),
    ];
    words.fill("tests-found", &figures)
}

fn facts(test: &TestMeasured, asked: &Asked) -> Vec<(String, String)> {
    let words = asked.words();
    let row = &test.row;
    let figures = words.figures();
    let agreed = format!("{}, {}", row.by, figures.moment(asked.zone(), row.agreed));
    let told = row.told.as_ref();
    let whole = |count: fn(&Measured) -> u64| {
        let measured = test.measured.as_ref();
        measured.map(|measured| figures.whole(count(measured)))
    };
    let facts = [
        ("tests-col-state", Some(state(row, words))),
        ("tests-col-days", Some(span_name(words, row.days))),
        ("tests-col-agreed", Some(agreed)),
        ("samples-fact-leaf", Some(figures.whole(row.leaf))),
        ("tests-account", told.map(|(account, _)| account.clone())),
        ("tests-tester", told.map(|(_, tester)| tester.clone())),
        ("tests-fact-people", whole(|one| one.people)),
        ("tests-fact-looked-at", whole(|one| one.looked_at)),
        ("tests-fact-lookups", whole(|one| one.lookups)),
        ("tests-fact-found", whole(|one| one.found)),
        ("tests-fact-drawn", whole(|one| one.drawn)),
        ("tests-fact-asked", whole(|one| one.asked)),
        ("tests-fact-overlooked", whole(|one| one.overlooked)),
    ];
    let facts = facts.into_iter();
    facts
        .filter_map(|(key, value)| Some((words.say(key), value?)))
        .collect()
}
