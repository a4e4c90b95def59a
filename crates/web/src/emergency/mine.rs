//! One's own login for emergencies: how far it has come, and making its first half.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::permit::{Action as _, MakeFirstHalf, Permit, ReadMine, ask, may};
use tilsyn_app::staff::{EmergencyCode, MyEmergencyLogin};
use tilsyn_app::{Desk, Form, Problem};

use super::Paper;
use crate::asked::Asked;
use crate::frame::Place;
use crate::login::random;
use crate::reply::{Reply, html};
use crate::sent::Sent;
use crate::words::Words;

/// `POST /{language}/mine/emergency`: makes the first half, and shows it.
pub(crate) fn first(desk: &Arc<Desk>, asked: &Asked, _: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<MakeFirstHalf>(asked.principal(), Form::Page)?;
    let code = EmergencyCode::of(&random());
    desk.make_first_half(&permit, &code)?;
    let half = Paper {
        lead: "emergency-paper-first",
        holder: asked.principal().name(),
        user: asked.principal().user(),
        back: asked.to("/mine"),
    };
    Ok(Reply::Page(half.page(&code, asked, Place::Mine)))
}

#[derive(Template)]
#[template(path = "emergency/mine.html")]
struct Section {
    words: Words,
    token: String,
    action: String,
    said: String,
    /// Of what the button does.
    button: String,
}

/// The part of the own page; nothing for whoever has none to make, and in the login for
/// development, where there is nothing to come in by.
pub(crate) fn section(
    desk: &Desk,
    permit: &Permit<ReadMine>,
    asked: &Asked,
) -> Result<String, Problem> {
    if asked.session.is_none() || !may(asked.principal(), MakeFirstHalf::NAME) {
        return Ok(String::new());
    }
    let own = desk.my_emergency_login(permit)?;
    Ok(render(own, asked))
}

fn render(own: Option<MyEmergencyLogin>, asked: &Asked) -> String {
    let words = asked.words();
    let at = |key: &str, when| words.with(key, "at", words.figures().moment(asked.zone(), when));
    let (said, button) = match own {
        None => (words.say("my-emergency-none"), "my-emergency-make"),
        Some(MyEmergencyLogin {
            second_made: Some(second),
            ..
        }) => (at("my-emergency-ready", second), "my-emergency-again"),
        Some(own) => (
            at("my-emergency-half", own.first_made),
            "my-emergency-again",
        ),
    };
    html(&Section {
        words,
        token: asked.token.clone(),
        action: asked.to("/mine/emergency"),
        said,
        button: words.say(button),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing;

    #[test]
    fn it_says_how_far_it_has_come() {
        let now = made_up::integrity_now();
        let own = |second_made| MyEmergencyLogin {
            first_made: now,
            second_made,
        };
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/mine", language.tag()));
            let all = [None, Some(own(None)), Some(own(Some(now)))];
            let all = all.map(|own| render(own, &asked));
            for one in &all {
                assert!(crate::words::keys_in(one).is_empty(), "{one}");
                assert_eq!(one.matches("<form").count(), 1);
            }
            assert!(all[0] != all[1] && all[1] != all[2]);
        }
    }
}
