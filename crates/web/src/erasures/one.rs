//! One request: what would go, why, and the decision of somebody else.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::erasure::{ErasureState, ErasureView, LookedThrough};
use tilsyn_app::permit::{Action as _, DecideErasure, HoldEvents, ReadErasures, ask, may};
use tilsyn_app::{Desk, Form, Permit, Problem};
use tilsyn_domain::Instant;

use super::{address, scope_name, state_name, what_is_meant};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::reply::{Reply, html};
use crate::sent::Sent;
use crate::words::Words;

/// `GET /{language}/erasures/{number}`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadErasures>(asked.principal(), Form::Page)?;
    let (Ok(number), Form::Page) = (asked.last().parse(), asked.form) else {
        return Ok(Reply::Missing);
    };
    let view = desk.erasure(&permit, number)?;
    let may_decide = ask::<DecideErasure>(asked.principal(), Form::Page).is_ok();
    Ok(Reply::Page(render(&view, may_decide, asked)))
}

/// `POST /{language}/erasures/{number}/approve`.
pub(crate) fn approve(desk: &Arc<Desk>, asked: &Asked, _: &Sent) -> Result<Reply, Problem> {
    decide(asked, |permit, number| {
        desk.approve_erasure(permit, number).map(drop)
    })
}

/// `POST /{language}/erasures/{number}/decline`.
pub(crate) fn decline(desk: &Arc<Desk>, asked: &Asked, _: &Sent) -> Result<Reply, Problem> {
    decide(asked, |permit, number| desk.decline_erasure(permit, number))
}

/// The number is the last but one part of the address.
fn decide(
    asked: &Asked,
    decision: impl FnOnce(&Permit<DecideErasure>, u64) -> Result<(), Problem>,
) -> Result<Reply, Problem> {
    let permit = ask::<DecideErasure>(asked.principal(), Form::Page)?;
    let number = asked.path.rsplit('/').nth(1);
    let Some(number) = number.and_then(|number| number.parse().ok()) else {
        return Ok(Reply::Missing);
    };
    decision(&permit, number)?;
    Ok(Reply::Elsewhere(address(asked, number)))
}

#[derive(Template)]
#[template(path = "erasures/one.html")]
struct OnePage {
    frame: Frame,
    heading: String,
    answer: String,
    /// Why nothing can be decided just now; empty where it can.
    notice: String,
    /// Where what is held is let go; empty where nothing is, and for those who may not.
    holds: String,
    /// Where to see how far it has come; empty where nothing is under way.
    again: String,
    facts: Vec<(String, String)>,
    approve: String,
    decline: String,
    back: String,
}

pub(crate) fn render(view: &ErasureView, may_decide: bool, asked: &Asked) -> String {
    let words = asked.words();
    let row = &view.row;
    let (answer, is_under_way) = answer(view, words);
    let here = address(asked, row.number);
    let is_open = row.state == ErasureState::Asked;
    let is_ready = matches!(view.looked_through, LookedThrough::Ready { .. });
    let notice = notice(view, words);
    let can = |path: &str, holds: bool| match is_open && may_decide && !view.is_own && holds {
        true => format!("{here}/{path}"),
        false => String::new(),
    };
    html(&OnePage {
        frame: Frame::of(asked, Place::Sources, words.say("erasures-one")),
        heading: words.with("erasures-number", "number", row.number),
        answer,
        approve: can("approve", is_ready && notice.is_empty()),
        decline: can("decline", true),
        holds: match is_held(view) && may(asked.principal(), HoldEvents::NAME) {
            true => asked.to("/erasures/holds"),
            false => String::new(),
        },
        notice,
        again: match is_under_way {
            true => here.clone(),
            false => String::new(),
        },
        facts: facts(view, asked),
        back: asked.to("/erasures"),
    })
}

/// What would go or has gone, and whether that changes by itself soon.
fn answer(view: &ErasureView, words: Words) -> (String, bool) {
    let whole = |count: u64| words.figures().whole(count);
    match (view.row.state, view.looked_through) {
        (ErasureState::Declined, _) => (words.say("erasures-answer-declined"), false),
        (ErasureState::Recorded, _) => (words.say("erasures-answer-recorded"), true),
        (ErasureState::Done, _) => (words.say("erasures-answer-done"), false),
        (ErasureState::Asked, LookedThrough::Ready { entries, .. }) => {
            (words.count("erasures-answer-ready", entries), false)
        }
        (ErasureState::Asked, LookedThrough::Going { done, all }) => {
            let arguments = [("done", whole(done)), ("all", whole(all))];
            (words.fill("erasures-answer-going", &arguments), true)
        }
        (ErasureState::Asked, LookedThrough::Waiting | LookedThrough::Over) => {
            (words.say("erasures-answer-waiting"), true)
        }
    }
}

/// Why nobody, or not this reader, can approve.
fn notice(view: &ErasureView, words: Words) -> String {
    if view.row.state != ErasureState::Asked {
        return String::new();
    }
    if view.is_own {
        return words.say("erasures-is-own");
    }
    match view.looked_through {
        LookedThrough::Ready { held, .. } if is_held(view) => words.count("erasures-held", held),
        _ => String::new(),
    }
}

/// Whether holds stand in the way; a period goes without the entries that are held.
fn is_held(view: &ErasureView) -> bool {
    let held = match view.looked_through {
        LookedThrough::Ready { held, .. } => held,
        _ => 0,
    };
    held > 0 && view.row.scope != "period" && view.row.state == ErasureState::Asked
}

fn facts(view: &ErasureView, asked: &Asked) -> Vec<(String, String)> {
    let words = asked.words();
    let row = &view.row;
    let moment = |at: Instant| words.figures().moment(asked.zone(), at);
    let who = |at: Instant, by: &str| format!("{by}, {}", moment(at));
    let decided = row.decided.as_ref();
    let facts = [
        ("erasures-col-what", Some(scope_name(&row.scope, words))),
        (
            "erasures-meant",
            (view.what.as_ref()).map(|what| what_is_meant(what, view.is_protected, words)),
        ),
        ("erasures-basis", Some(row.basis.clone())),
        ("erasures-reason", view.reason.clone()),
        ("erasures-col-state", Some(state_name(row.state, words))),
        ("erasures-col-asked", Some(who(row.asked, &row.asked_by))),
        ("erasures-col-decided", decided.map(|(at, by)| who(*at, by))),
        ("erasures-finished", row.finished.map(moment)),
        (
            "erasures-record",
            row.record_leaf.map(|leaf| words.figures().whole(leaf)),
        ),
    ];
    let told = facts.into_iter();
    told.filter_map(|(key, value)| Some((words.say(key), value?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use tilsyn_app::erasure::{ErasureRow, What};

    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    fn asked_for(looked_through: LookedThrough) -> ErasureView {
        ErasureView {
            row: ErasureRow {
                number: 3,
                asked: made_up::integrity_now(),
                asked_by: "Siv Dahl".to_owned(),
                scope: "person".to_owned(),
                basis: "GDPR-17-1-d".to_owned(),
                state: ErasureState::Asked,
                decided: None,
                finished: None,
                record_leaf: None,
            },
            is_protected: false,
            what: Some(What::Person {
                national_id: made_up::id(2),
                own_acts: false,
            }),
            reason: Some("Ført på feil person".to_owned()),
            looked_through,
            is_own: false,
        }
    }

    fn rendered(view: &ErasureView, language: Language) -> String {
        let path = format!("/{}/erasures/3", language.tag());
        let html = render(view, true, &testing::asked(&path));
        check_page(&html, &path);
        assert!(!html.contains(made_up::id(2).reveal()));
        html
    }

    const READY: LookedThrough = LookedThrough::Ready {
        entries: 412,
        held: 0,
    };

    #[test]
    fn who_decides_sees_how_much_would_go_and_who_asked_cannot_decide() {
        for language in Language::ALL {
            let mut view = asked_for(READY);
            let html = rendered(&view, language);
            assert!(html.contains("412") && html.contains("/erasures/3/approve"));
            assert!(html.contains("/erasures/3/decline"));
            view.is_own = true;
            let html = rendered(&view, language);
            assert!(!html.contains("/approve") && !html.contains("/decline"));
            let why = Words::of(language).say("erasures-is-own");
            assert!(html.contains(&why));
        }
    }

    #[test]
    fn of_whom_the_register_protects_no_digit_stands_there() {
        let mut view = asked_for(READY);
        let born = made_up::id(2).reveal()[..6].to_owned();
        assert!(rendered(&view, Language::Norwegian).contains(&born));
        view.is_protected = true;
        assert!(!rendered(&view, Language::Norwegian).contains(&born));
    }

    #[test]
    fn nothing_is_approved_before_it_is_looked_through_or_while_it_is_held() {
        let going = LookedThrough::Going { done: 5, all: 9 };
        let held = LookedThrough::Ready {
            entries: 412,
            held: 2,
        };
        for looked_through in [LookedThrough::Waiting, going, held] {
            let html = rendered(&asked_for(looked_through), Language::Norwegian);
            assert!(!html.contains("/approve") && html.contains("/decline"));
            let says_where = html.contains("<p><a class=\"ds-link\" href=\"/nb/erasures/holds\"");
            assert_eq!(says_where, looked_through == held, "to let them go");
        }
    }

    #[test]
    fn what_is_decided_cannot_be_decided_again() {
        for state in [
            ErasureState::Declined,
            ErasureState::Recorded,
            ErasureState::Done,
        ] {
            for language in Language::ALL {
                let mut view = asked_for(LookedThrough::Over);
                view.row.state = state;
                view.row.decided = Some((made_up::integrity_now(), "Jonas Berg".to_owned()));
                view.what = None;
                let html = rendered(&view, language);
                assert!(html.contains("Jonas Berg") && !html.contains("/decline"));
            }
        }
    }
}
