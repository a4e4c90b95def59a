//! One hold: what is held, what for, and letting it go.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::erasure::{HoldView, REASON_MAX};
use tilsyn_app::permit::{HoldEvents, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::Instant;

use super::holds::{address, case_page, event, event_page, what_for};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::own_log::reader_name;
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};

/// `GET /{language}/erasures/holds/{number}`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<HoldEvents>(asked.principal(), Form::Page)?;
    let (Ok(number), Form::Page) = (asked.last().parse(), asked.form) else {
        return Ok(Reply::Missing);
    };
    Ok(Reply::Page(render(&desk.one_hold(&permit, number)?, asked)))
}

/// `POST /{language}/erasures/holds/{number}/release`.
pub(crate) fn release(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<HoldEvents>(asked.principal(), Form::Page)?;
    let number = asked.path.rsplit('/').nth(1);
    let Some(number) = number.and_then(|number| number.parse().ok()) else {
        return Ok(Reply::Missing);
    };
    desk.release_hold(&permit, number, field(sent, "reason"))?;
    Ok(Reply::Elsewhere(address(asked, number)))
}

#[derive(Template)]
#[template(path = "erasures/hold.html")]
struct HoldPage {
    frame: Frame,
    heading: String,
    answer: String,
    facts: Vec<Fact>,
    /// Where it is let go; empty where it holds no more.
    release: String,
    reason_max: usize,
    back: String,
}

struct Fact {
    label: String,
    value: String,
    href: String,
}

pub(crate) fn render(hold: &HoldView, asked: &Asked) -> String {
    let words = asked.words();
    let by = |(at, who): (Instant, &str)| {
        let at = words.figures().moment(asked.zone(), at);
        format!("{}, {at}", reader_name(who, words))
    };
    let fact = |key: &str, value: String, href: String| Fact {
        label: words.say(key),
        value,
        href,
    };
    let nowhere = String::new;
    let mut facts = vec![
        fact(
            "holds-col-event",
            event(hold, words),
            event_page(hold, asked),
        ),
        fact(
            "holds-col-for",
            what_for(hold, words),
            case_page(hold, asked),
        ),
        fact("holds-col-held", by((hold.held, &hold.held_by)), nowhere()),
    ];
    if let Some((at, who)) = &hold.released {
        facts.push(fact("holds-col-released", by((*at, who)), nowhere()));
    }
    let is_released = hold.released.is_some();
    html(&HoldPage {
        frame: Frame::of(asked, Place::Sources, words.say("holds-one")),
        heading: words.with("holds-number", "number", hold.number),
        answer: words.say(match is_released {
            true => "holds-answer-released",
            false => "holds-lead",
        }),
        facts,
        release: match is_released {
            true => String::new(),
            false => format!("{}/release", address(asked, hold.number)),
        },
        reason_max: REASON_MAX,
        back: asked.to("/erasures/holds"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    #[test]
    fn what_holds_can_be_let_go_and_what_was_let_go_cannot() {
        for language in Language::ALL {
            let holds = made_up::holds().rows;
            let rendered = |hold: &HoldView| {
                let path = format!("/{}/erasures/holds/{}", language.tag(), hold.number);
                let html = render(hold, &testing::asked(&path));
                check_page(&html, &path);
                html
            };
            let html = rendered(&holds[0]);
            assert!(html.contains("/erasures/holds/2/release\"") && html.contains("HR:e01"));
            assert!(html.contains("<textarea") && html.contains("/cases/7\""));
            let html = rendered(&holds[1]);
            assert!(!html.contains("/release\"") && html.contains("Jonas Berg"));
            assert!(!html.contains("/event/"), "it was erased");
        }
    }
}
