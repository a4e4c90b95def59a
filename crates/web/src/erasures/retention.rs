//! How long what came is kept: every class with its rule, one by itself, and setting a rule.
//!
//! What a rule would mean is shown before it is set. Not here: erasing what is due (`ask`).

use std::sync::Arc;

use askama::Template;
use tilsyn_app::erasure::{MONTHS_MAX, RetentionView, as_json, check_rule, month_name};
use tilsyn_app::permit::{Action as _, ReadErasures, SetRetention, ask, may};
use tilsyn_app::{Desk, Form, Problem};

use super::ask::BASES;
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::list::table::{TableCell, plain_table};
use crate::own_log::reader_name;
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};
use crate::words::Words;

/// `GET /{language}/erasures/retention`, and its data.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadErasures>(asked.principal(), asked.form)?;
    match asked.form {
        Form::Csv | Form::Xlsx | Form::Pdf => Ok(Reply::Missing),
        Form::Json => {
            let data = as_json::retention(&desk.retention(&permit)?);
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        Form::Page | Form::Command => Ok(Reply::Page(render(&desk.retention(&permit)?, asked))),
    }
}

/// `GET /{language}/erasures/retention/{number}`: with what a rule would mean, where one is named.
pub(crate) fn one(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadErasures>(asked.principal(), Form::Page)?;
    let (Ok(class), Form::Page) = (asked.last().parse(), asked.form) else {
        return Ok(Reply::Missing);
    };
    let named = asked.get("months").zip(asked.get("basis"));
    let rule = named
        .map(|(months, basis)| rule(months, basis))
        .transpose()?;
    let view = desk.retention_class(&permit, class)?;
    Ok(Reply::Page(render_one(&view, rule, asked)))
}

/// `POST /{language}/erasures/retention`: sets the rule of a class, or takes it away.
pub(crate) fn send(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<SetRetention>(asked.principal(), Form::Page)?;
    let Ok(class) = field(sent, "class").parse() else {
        return Err(Problem::gone("problem-no-such-class"));
    };
    let rule = match field(sent, "clear") {
        "yes" => None,
        _ => Some(rule(field(sent, "months"), field(sent, "basis"))?),
    };
    desk.rule_retention(&permit, class, rule)?;
    Ok(Reply::Elsewhere(address(asked, class)))
}

/// Months and basis as they were written.
fn rule<'a>(months: &str, basis: &'a str) -> Result<(u32, &'a str), Problem> {
    // What is no number is none of those that are allowed.
    let months = months.parse().unwrap_or(0);
    check_rule(months, basis)?;
    Ok((months, basis))
}

#[derive(Template)]
#[template(path = "erasures/retention.html")]
struct RetentionPage {
    frame: Frame,
    answer: String,
    table: String,
    back: String,
}

pub(crate) fn render(views: &[RetentionView], asked: &Asked) -> String {
    let words = asked.words();
    let over: usize = views.iter().map(|view| view.over().len()).sum();
    let headings = [
        "retention-col-class",
        "retention-col-what",
        "retention-col-legal-basis",
        "retention-col-kept",
        "retention-col-oldest",
        "retention-col-newest",
        "retention-col-over",
    ]
    .map(|key| words.say(key));
    let rows: Vec<Vec<TableCell>> = views.iter().map(|view| cells(view, asked)).collect();
    html(&RetentionPage {
        frame: Frame::of(asked, Place::Sources, words.say("retention-title")),
        answer: words.count("retention-over", over),
        table: plain_table(&words.say("retention-title"), &headings, &rows),
        back: asked.to("/erasures"),
    })
}

fn cells(view: &RetentionView, asked: &Asked) -> Vec<TableCell> {
    let words = asked.words();
    let rule = view.rule.as_ref();
    let basis = rule.map(|rule| rule.basis.clone()).unwrap_or_default();
    let month = |month: Option<&i32>| {
        TableCell::text(month.map_or_else(|| "–".to_owned(), |month| month_name(*month)))
    };
    vec![
        TableCell::heading(view.class.to_string(), address(asked, view.class)),
        TableCell::text(what(view, words)),
        TableCell::text(legal_basis(view)),
        TableCell::text(kept(view, words)).below(basis),
        month(view.months.first()),
        month(view.months.last()),
        TableCell::number(words.figures().whole(view.over().len() as u64)),
    ]
}

/// What a class holds: what came from a source, mostly.
fn what(view: &RetentionView, words: Words) -> String {
    match &view.source {
        Some(source) => source.clone(),
        None if view.is_own_log => words.say("retention-own-log"),
        None => words.say("retention-before"),
    }
}

fn legal_basis(view: &RetentionView) -> String {
    match view.legal_basis.as_str() {
        "" => "–".to_owned(),
        _ if view.is_own_log => "–".to_owned(),
        basis => basis.to_owned(),
    }
}

/// How long a class is kept.
fn kept(view: &RetentionView, words: Words) -> String {
    match &view.rule {
        Some(rule) => words.count("retention-months", rule.months),
        None => words.say("retention-no-rule"),
    }
}

/// The address of a class.
fn address(asked: &Asked, class: u16) -> String {
    asked.to(&format!("/erasures/retention/{class}"))
}

#[derive(Template)]
#[template(path = "erasures/retention_class.html")]
struct ClassPage {
    frame: Frame,
    heading: String,
    answer: String,
    notice: String,
    facts: Vec<(String, String)>,
    /// What is asked for before it is set; `None` where nothing was.
    named: Option<Named>,
    class: u16,
    /// Where the forms go; empty for those who may only read.
    action: String,
    here: String,
    months: String,
    basis: String,
    months_max: u32,
    bases: [&'static str; 6],
    /// Whether there is a rule to take away.
    has_rule: bool,
    back: String,
}

/// A rule that could be set, with what it would mean.
struct Named {
    rule: String,
    would: String,
    months: u32,
    basis: String,
}

pub(crate) fn render_one(
    view: &RetentionView,
    named: Option<(u32, &str)>,
    asked: &Asked,
) -> String {
    let words = asked.words();
    let may_set = may(asked.principal(), SetRetention::NAME);
    let rule = view.rule.as_ref();
    let (months, basis) = match (named, rule) {
        (Some((months, basis)), _) => (months.to_string(), basis.to_owned()),
        (None, Some(rule)) => (rule.months.to_string(), rule.basis.clone()),
        (None, None) => Default::default(),
    };
    html(&ClassPage {
        frame: Frame::of(asked, Place::Sources, words.say("retention-one")),
        heading: words.with("retention-class", "class", view.class),
        answer: match rule {
            Some(_) => words.count("retention-over", view.over().len()),
            None => words.say("retention-answer-no-rule"),
        },
        notice: match view.is_own_log {
            true => words.say("retention-own-log-about"),
            false => String::new(),
        },
        facts: facts(view, asked),
        named: named.map(|(months, basis)| Named {
            rule: words.fill(
                "retention-rule",
                &[
                    ("months", words.count("retention-months", months)),
                    ("basis", basis.to_owned()),
                ],
            ),
            would: would(view.over_by(months), words),
            months,
            basis: basis.to_owned(),
        }),
        class: view.class,
        action: match may_set {
            true => asked.to("/erasures/retention"),
            false => String::new(),
        },
        here: address(asked, view.class),
        months,
        basis,
        months_max: MONTHS_MAX,
        bases: BASES,
        has_rule: rule.is_some(),
        back: asked.to("/erasures/retention"),
    })
}

/// What comes of a rule by which these months are over.
fn would(over: &[i32], words: Words) -> String {
    let (Some(oldest), Some(newest)) = (over.first(), over.last()) else {
        return words.say("retention-would-nothing");
    };
    let span = [
        ("oldest", month_name(*oldest)),
        ("newest", month_name(*newest)),
    ];
    let count = words.count("retention-would", over.len());
    format!("{count} {}", words.fill("retention-would-span", &span))
}

fn facts(view: &RetentionView, asked: &Asked) -> Vec<(String, String)> {
    let words = asked.words();
    let rule = view.rule.as_ref();
    let month = |month: Option<&i32>| month.map(|month| month_name(*month));
    let ruled = rule.map(|rule| {
        let at = words.figures().moment(asked.zone(), rule.ruled);
        format!("{}, {at}", reader_name(&rule.ruled_by, words))
    });
    let facts = [
        ("retention-col-what", Some(what(view, words))),
        ("retention-col-legal-basis", Some(legal_basis(view))),
        ("retention-col-kept", Some(kept(view, words))),
        ("erasures-basis", rule.map(|rule| rule.basis.clone())),
        ("retention-ruled", ruled),
        ("retention-col-oldest", month(view.months.first())),
        ("retention-col-newest", month(view.months.last())),
    ];
    let told = facts.into_iter();
    told.filter_map(|(key, value)| Some((words.say(key), value?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    #[test]
    fn the_list_is_whole_in_four_languages_and_leads_to_each_class() {
        for language in Language::ALL {
            let path = format!("/{}/erasures/retention", language.tag());
            let asked = testing::asked(&path);
            let html = render(&made_up::retention(), &asked);
            check_page(&html, &path);
            assert!(html.contains(&format!("href=\"{path}/3\"")));
            let own_log = asked.words().say("retention-own-log");
            assert!(html.contains(&own_log) && html.contains("2024-01"));
        }
    }

    #[test]
    fn a_rule_is_set_only_after_it_is_said_what_it_means() {
        let view = made_up::retention().remove(2);
        for language in Language::ALL {
            let path = format!("/{}/erasures/retention/3", language.tag());
            let asked = testing::asked(&path);
            let sets = |html: &str| html.contains("name=\"months\" value=");
            let html = render_one(&view, None, &asked);
            check_page(&html, &path);
            assert!(!sets(&html) && html.contains("name=\"clear\""));
            let html = render_one(&view, Some((24, "GDPR-5-1-e")), &asked);
            check_page(&html, &path);
            let words = asked.words();
            assert!(sets(&html) && html.contains(&words.count("retention-would", 2_u64)));
            let html = render_one(&view, Some((1_200, "GDPR-5-1-e")), &asked);
            assert!(sets(&html) && html.contains(&words.say("retention-would-nothing")));
        }
    }

    #[test]
    fn the_own_log_is_told_to_hold_cases() {
        let view = made_up::retention().remove(1);
        let asked = testing::asked("/nb/erasures/retention/2");
        let html = render_one(&view, None, &asked);
        assert!(html.contains(&asked.words().say("retention-own-log-about")));
        assert!(!html.contains("name=\"clear\""), "there is no rule");
    }

    #[test]
    fn what_is_written_is_a_rule_or_told_to_be_none() {
        let no = |months, basis| rule(months, basis).err().map(|no| no.message);
        assert_eq!(no("12", "arkivlova"), None);
        for months in ["", "0", "-1", "1201", "1e2"] {
            assert_eq!(no(months, "arkivlova"), Some("problem-retention-months"));
        }
        assert_eq!(no("12", "a name"), Some("problem-erasure-basis"));
    }
}
