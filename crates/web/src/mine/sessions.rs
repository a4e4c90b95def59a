//! Where one is signed in, and signing out there (ASVS 7.5.2).

use std::sync::Arc;

use askama::Template;
use tilsyn_app::permit::{SignIn, ask};
use tilsyn_app::staff::MySession;
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};
use crate::words::Words;

/// `POST /{language}/mine/sessions`: signs out elsewhere.
pub(crate) fn end(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<SignIn>(asked.principal(), Form::Page)?;
    let Some(this) = &asked.session else {
        return Ok(Reply::Missing);
    };
    let name = Some(field(sent, "session")).filter(|name| !name.is_empty());
    desk.end_my_sessions(&permit, this, name)?;
    Ok(Reply::Elsewhere(asked.to("/mine")))
}

#[derive(Template)]
#[template(path = "mine/sessions.html")]
struct Sessions {
    words: Words,
    token: String,
    action: String,
    rows: Vec<Row>,
    has_others: bool,
}

struct Row {
    text: String,
    /// Empty for the session that asks.
    name: String,
}

/// The part of the own page; nothing in the login for development.
pub(super) fn section(desk: &Desk, asked: &Asked) -> String {
    let this = asked.session.as_ref();
    let own = this.map(|this| desk.my_sessions(this));
    render(&own.unwrap_or_default(), asked)
}

fn render(own: &[MySession], asked: &Asked) -> String {
    if own.is_empty() {
        return String::new();
    }
    let words = asked.words();
    let moment = |at| words.figures().moment(asked.zone(), at);
    let row = |one: &MySession| {
        let arguments = [("begun", moment(one.begun)), ("seen", moment(one.seen))];
        let text = words.fill("my-session", &arguments);
        match one.is_this {
            true => Row {
                text: format!("{text} · {}", words.say("my-session-this")),
                name: String::new(),
            },
            false => Row {
                text,
                name: one.name.clone(),
            },
        }
    };
    html(&Sessions {
        words,
        token: asked.token.clone(),
        action: asked.to("/mine/sessions"),
        has_others: own.len() > 1,
        rows: own.iter().map(row).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing;

    #[test]
    fn every_other_session_can_be_ended_and_this_one_cannot_here() {
        let session = |name: &str, is_this| MySession {
            name: name.to_owned(),
            begun: made_up::integrity_now(),
            seen: made_up::integrity_now(),
            is_this,
        };
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/mine", language.tag()));
            let own = [session("a", true), session("b", false), session("c", false)];
            let html = render(&own, &asked);
            assert!(crate::words::keys_in(&html).is_empty());
            assert!(!html.contains("value=\"a\"") && html.contains("value=\"b\""));
            assert_eq!(html.matches("<form").count(), 3);
            assert_eq!(render(&own[..1], &asked).matches("<form").count(), 0);
            assert_eq!(render(&[], &asked), "");
        }
    }
}
