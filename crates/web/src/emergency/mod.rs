//! Logins for emergencies: who has one, the two halves, and going through each use.
//!
//! A half is shown once, on the page that answers the form, to be put on paper and sealed. Not
//! here: coming in by the two (`login`).

pub(crate) mod mine;

use std::sync::Arc;

use askama::Template;
use tilsyn_app::permit::{MakeSecondHalf, ReadEmergency, ReviewEmergency, ask};
use tilsyn_app::staff::{EmergencyCode, EmergencyRow, REASON_MAX};
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::login::random;
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};
use crate::words::Words;

/// `GET /{language}/emergency`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadEmergency>(asked.principal(), asked.form)?;
    if asked.form != Form::Page {
        return Ok(Reply::Missing);
    }
    let rows = desk.emergency(&permit)?;
    Ok(Reply::Page(render(&rows, asked)))
}

/// `POST /{language}/emergency/{number}/second`: makes the second half, and shows it.
pub(crate) fn second(desk: &Arc<Desk>, asked: &Asked, _: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<MakeSecondHalf>(asked.principal(), Form::Page)?;
    let Some(number) = number_of(asked) else {
        return Ok(Reply::Missing);
    };
    let code = EmergencyCode::of(&random());
    let holder = desk.make_second_half(&permit, number, &code)?;
    let half = Paper {
        lead: "emergency-paper-second",
        holder: &holder.name,
        user: &holder.user,
        back: asked.to("/emergency"),
    };
    Ok(Reply::Page(half.page(&code, asked, Place::Settings)))
}

/// `POST /{language}/emergency/{number}/review`: says what came of going through a use.
pub(crate) fn review(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ReviewEmergency>(asked.principal(), Form::Page)?;
    let Some(number) = number_of(asked) else {
        return Ok(Reply::Missing);
    };
    desk.review_emergency(&permit, number, field(sent, "reason"))?;
    Ok(Reply::Elsewhere(asked.to("/emergency")))
}

/// The last part but one of the address.
fn number_of(asked: &Asked) -> Option<u64> {
    asked.path.rsplit('/').nth(1)?.parse().ok()
}

/// What is put on paper with a code.
struct Paper<'a> {
    /// Key of what to do with it.
    lead: &'static str,
    holder: &'a str,
    user: &'a str,
    back: String,
}

#[derive(Template)]
#[template(path = "emergency/paper.html")]
struct PaperPage {
    frame: Frame,
    lead: String,
    facts: Vec<(String, String)>,
    code: String,
    back: String,
}

impl Paper<'_> {
    fn page(self, code: &EmergencyCode, asked: &Asked, place: Place) -> String {
        let words = asked.words();
        let title = words.say(match self.lead {
            "emergency-paper-second" => "emergency-second-title",
            _ => "emergency-first-title",
        });
        let facts = [
            ("emergency-of", self.holder.to_owned()),
            ("emergency-user", self.user.to_owned()),
            ("emergency-where", asked.to("/login/emergency")),
        ];
        html(&PaperPage {
            frame: Frame::of(asked, place, title),
            lead: words.say(self.lead),
            facts: facts.map(|(key, value)| (words.say(key), value)).to_vec(),
            code: code.text(),
            back: self.back,
        })
    }
}

#[derive(Template)]
#[template(path = "emergency/list.html")]
struct ListPage {
    frame: Frame,
    answer: String,
    rows: Vec<Row>,
    reason_max: usize,
}

struct Row {
    heading: String,
    /// How far it has come, a sentence each.
    said: Vec<String>,
    reason: String,
    remark: String,
    /// Where to send a form; empty where there is none to send.
    second: String,
    second_button: String,
    review: String,
    /// Where it stands what was done meanwhile; empty where nothing was, or the reader may not see.
    done: String,
}

pub(crate) fn render(rows: &[EmergencyRow], asked: &Asked) -> String {
    let words = asked.words();
    let waiting = rows.iter().filter(|row| waits(row)).count();
    html(&ListPage {
        frame: Frame::of(asked, Place::Settings, words.say("emergency-title")),
        answer: words.count("emergency-waiting", waiting),
        rows: rows.iter().map(|row| laid_out(row, asked)).collect(),
        reason_max: REASON_MAX,
    })
}

/// Whether somebody still has to go through it.
fn waits(row: &EmergencyRow) -> bool {
    row.used.is_some() && row.reviewed.is_none()
}

fn laid_out(row: &EmergencyRow, asked: &Asked) -> Row {
    let words = asked.words();
    let form = |may: bool, what: &str| match may {
        true => asked.to(&format!("/emergency/{}/{what}", row.number)),
        false => String::new(),
    };
    Row {
        heading: words.with("emergency-of-whom", "name", row.holder.clone()),
        said: said(row, asked),
        reason: match row.reason.as_str() {
            "" => String::new(),
            reason => words.with("emergency-reason-was", "reason", reason.to_owned()),
        },
        remark: match row.remark.as_str() {
            "" => String::new(),
            remark => words.with("emergency-remark-was", "remark", remark.to_owned()),
        },
        second: form(row.may_complete, "second"),
        second_button: words.say(match row.second {
            None => "emergency-make-second",
            Some(_) => "emergency-make-second-again",
        }),
        review: form(row.may_review, "review"),
        done: match waits(row) {
            true => words.say("emergency-review-how"),
            false => String::new(),
        },
    }
}

fn said(row: &EmergencyRow, asked: &Asked) -> Vec<String> {
    let words: Words = asked.words();
    let moment = |at| words.figures().moment(asked.zone(), at);
    let at = |key: &str, when| words.with(key, "at", moment(when));
    let by = |key: &str, (when, who): &(_, String)| {
        words.fill(key, &[("at", moment(*when)), ("name", who.clone())])
    };
    let mut said = vec![at("emergency-first-made", row.first_made)];
    said.push(match &row.second {
        Some(second) => by("emergency-second-made", second),
        None => words.say("emergency-second-missing"),
    });
    said.extend(row.used.map(|used| at("emergency-used", used)));
    match &row.reviewed {
        Some(reviewed) => said.push(by("emergency-reviewed", reviewed)),
        None if row.used.is_some() => said.push(words.say("emergency-not-reviewed")),
        None => {}
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    fn row(number: u64, used: bool) -> EmergencyRow {
        let now = made_up::integrity_now();
        EmergencyRow {
            number,
            holder: "Siv Dahl".to_owned(),
            first_made: now,
            second: used.then(|| (now, "Mona Lie".to_owned())),
            used: used.then_some(now),
            reason: if used { "Alt er nede" } else { "" }.to_owned(),
            reviewed: None,
            remark: String::new(),
            may_complete: !used,
            may_review: used,
        }
    }

    #[test]
    fn each_login_has_the_form_that_is_next() {
        for language in Language::ALL {
            let path = format!("/{}/emergency", language.tag());
            let asked = testing::asked(&path);
            let page = render(&[row(2, true), row(1, false)], &asked);
            check_page(&page, &path);
            assert!(page.contains(&format!("action=\"{path}/2/review\"")));
            assert!(page.contains(&format!("action=\"{path}/1/second\"")));
            assert!(!page.contains("/2/second") && !page.contains("/1/review"));
            assert!(page.contains("Alt er nede"));
            let none = render(&[], &asked);
            check_page(&none, &path);
            assert!(!none.contains("/second"));
        }
    }

    #[test]
    fn a_code_stands_on_paper_with_what_to_do_with_it() {
        let code = EmergencyCode::of(&[1; 32]);
        for (language, lead) in Language::ALL.into_iter().flat_map(|one| {
            [
                (one, "emergency-paper-first"),
                (one, "emergency-paper-second"),
            ]
        }) {
            let path = format!("/{}/mine/emergency", language.tag());
            let asked = testing::asked(&path);
            let paper = Paper {
                lead,
                holder: "Siv Dahl",
                user: "siv",
                back: asked.to("/mine"),
            };
            let page = paper.page(&code, &asked, Place::Mine);
            check_page(&page, &path);
            assert!(page.contains(&code.text()) && page.contains("/login/emergency"));
        }
    }
}
