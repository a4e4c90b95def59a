//! One role: what it is for, its way so far, and the decision of somebody else.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::permit::{ApproveDuty, EndDuty, ReadDuties, ask};
use tilsyn_app::staff::{DutyView, LOCAL_ISSUER, REASON_MAX};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Instant;

use super::{address, days, role_scope_and_whose, state_name};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::own_log::reader_name;
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};
use crate::words::Words;

/// `GET /{language}/duties/{number}`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadDuties>(asked.principal(), Form::Page)?;
    let (Ok(number), Form::Page) = (asked.last().parse(), asked.form) else {
        return Ok(Reply::Missing);
    };
    Ok(Reply::Page(render(&desk.duty(&permit, number)?, asked)))
}

/// `POST /{language}/duties/{number}/give`.
pub(crate) fn give(desk: &Arc<Desk>, asked: &Asked, _: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ApproveDuty>(asked.principal(), Form::Page)?;
    of_number(asked, |number| desk.give_duty(&permit, number))
}

/// `POST /{language}/duties/{number}/decline`.
pub(crate) fn decline(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ApproveDuty>(asked.principal(), Form::Page)?;
    let reason = field(sent, "reason");
    of_number(asked, |number| desk.decline_duty(&permit, number, reason))
}

/// `POST /{language}/duties/{number}/end`.
pub(crate) fn end(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<EndDuty>(asked.principal(), Form::Page)?;
    let reason = field(sent, "reason");
    of_number(asked, |number| desk.end_duty(&permit, number, reason))
}

/// The number is the last but one part of the address.
fn of_number(
    asked: &Asked,
    step: impl FnOnce(u64) -> Result<(), Problem>,
) -> Result<Reply, Problem> {
    let number = asked.path.rsplit('/').nth(1);
    let Some(number) = number.and_then(|number| number.parse().ok()) else {
        return Ok(Reply::Missing);
    };
    step(number)?;
    Ok(Reply::Elsewhere(address(asked, number)))
}

#[derive(Template)]
#[template(path = "duties/one.html")]
struct OnePage {
    frame: Frame,
    heading: String,
    answer: String,
    /// Why the reader cannot give it; empty where that may be, or is not to be decided.
    notice: String,
    facts: Vec<(String, String)>,
    /// Where the forms go; empty where there is none.
    give: String,
    decline: String,
    end: String,
    reason_max: usize,
    back: String,
}

pub(crate) fn render(view: &DutyView, asked: &Asked) -> String {
    let words = asked.words();
    let row = &view.row;
    let here = address(asked, row.number);
    let to = |path: &str, holds: bool| match holds {
        true => format!("{here}/{path}"),
        false => String::new(),
    };
    let holder = [
        ("holder", row.holder.clone()),
        ("role", role_scope_and_whose(row, words)),
    ];
    html(&OnePage {
        frame: Frame::of(asked, Place::Settings, words.say("duties-one")),
        heading: words.with("duties-number", "number", row.number),
        answer: words.fill("duties-answer", &holder),
        notice: match view.give {
            Err(why) if view.may_decline => words.say(why),
            _ => String::new(),
        },
        facts: facts(view, asked),
        give: to("give", view.may_decline && view.give.is_ok()),
        decline: to("decline", view.may_decline),
        end: to("end", view.may_end),
        reason_max: REASON_MAX,
        back: asked.to("/duties"),
    })
}

fn facts(view: &DutyView, asked: &Asked) -> Vec<(String, String)> {
    let words = asked.words();
    let row = &view.row;
    let by = |step: &(Instant, String)| {
        let name = reader_name(&step.1, words);
        format!("{name}, {}", words.figures().moment(asked.zone(), step.0))
    };
    let facts = [
        ("duties-col-state", Some(state_name(row.state, words))),
        ("duties-need", Some(row.need.clone())),
        ("duties-col-days", Some(days(row, words))),
        ("duties-col-user", Some(row.user.clone())),
        ("duties-logins", Some(logins(view, words))),
        ("duties-col-proposed", Some(by(&row.proposed))),
        ("duties-col-decided", row.decided.as_ref().map(by)),
        ("duties-ended", row.ended.as_ref().map(by)),
        ("duties-reason", row.end_reason.clone()),
    ];
    let told = facts.into_iter();
    told.filter_map(|(key, value)| Some((words.say(key), value?)))
        .collect()
}

/// What somebody signs in with: who gives a role gives it to these.
fn logins(view: &DutyView, words: Words) -> String {
    let named = view.logins.iter().map(|login| match login.issuer.as_str() {
        LOCAL_ISSUER => words.with("duties-login-local", "subject", &login.subject),
        issuer => format!("{} ({issuer})", login.subject),
    });
    let named: Vec<String> = named.collect();
    match named.is_empty() {
        true => words.say("duties-no-login"),
        false => named.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use tilsyn_app::permit::Role;
    use tilsyn_app::staff::{DutyRow, DutyState, Login};
    use tilsyn_domain::Day;

    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    fn proposed() -> DutyView {
        DutyView {
            row: DutyRow {
                number: 3,
                holder: "Kari Lie".to_owned(),
                user: "kari.lie".to_owned(),
                role: Role::Auditor,
                scope: String::new(),
                need: "Revisjon av 2026".to_owned(),
                from: Day::from_ymd(2026, 9, 1).expect("a day"),
                to: Day::from_ymd(2026, 12, 31),
                deputy_for: Some("Mona Lie".to_owned()),
                state: DutyState::Proposed,
                holds_today: false,
                proposed: (made_up::integrity_now(), "Siv Dahl".to_owned()),
                decided: None,
                ended: None,
                end_reason: None,
            },
            logins: vec![
                Login {
                    issuer: "https://login.example".to_owned(),
                    subject: "4711".to_owned(),
                },
                Login {
                    issuer: LOCAL_ISSUER.to_owned(),
                    subject: "kari".to_owned(),
                },
            ],
            give: Ok(()),
            may_decline: true,
            may_end: false,
        }
    }

    fn rendered(view: &DutyView, language: Language) -> String {
        let path = format!("/{}/duties/3", language.tag());
        let html = render(view, &testing::asked(&path));
        check_page(&html, &path);
        html
    }

    #[test]
    fn who_decides_can_give_or_decline_and_is_told_why_not() {
        for language in Language::ALL {
            let mut view = proposed();
            let html = rendered(&view, language);
            assert!(html.contains("/duties/3/give") && html.contains("/duties/3/decline"));
            assert!(html.contains("Kari Lie") && !html.contains("/duties/3/end"));
            assert!(html.contains("4711 (https://login.example)"));
            view.give = Err("problem-duty-proposed-by-you");
            let html = rendered(&view, language);
            let why = testing::asked(&format!("/{}", language.tag())).words();
            assert!(html.contains(&why.say("problem-duty-proposed-by-you")));
            assert!(!html.contains("/duties/3/give") && html.contains("/duties/3/decline"));
        }
    }

    #[test]
    fn who_may_only_read_is_offered_nothing() {
        for language in Language::ALL {
            let mut view = proposed();
            (view.may_decline, view.give) = (false, Err("problem-not-allowed"));
            assert!(!rendered(&view, language).contains("<form class=\"decide\""));
            view.row.state = DutyState::Given;
            view.row.decided = Some((made_up::integrity_now(), "Jonas Berg".to_owned()));
            view.may_end = true;
            let html = rendered(&view, language);
            assert!(html.contains("Jonas Berg") && html.contains("/duties/3/end"));
        }
    }
}
