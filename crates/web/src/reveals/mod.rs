//! Showing who somebody is, for a reason (D8): the form on a person's page, and the page where a
//! second person confirms that whom the register protects is shown.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::permit::{Action as _, Permit};
use tilsyn_app::permit::{ConfirmReveal, ReadHistory, RevealPerson, ask, may};
use tilsyn_app::reveals::{MINUTES, REASON_MAX, RevealAsked, Revealed};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::codebook::Identity;

use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::handles::Handles;
use crate::people::{View, person_page};
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};
use crate::words::Words;

/// `POST /{language}/person/{handle}/reveal`: shows it, or asks a second person.
pub(crate) fn send(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<RevealPerson>(asked.principal(), Form::Page)?;
    let handle = asked.path.rsplit('/').nth(1).unwrap_or_default();
    let Some(Identity::Person(id)) = desk.identity_of(handle) else {
        return Ok(Reply::Missing);
    };
    desk.ask_reveal(&permit, &id, field(sent, "reason"))?;
    Ok(Reply::Elsewhere(person_page(
        asked,
        View::Person,
        handle,
        None,
    )))
}

#[derive(Template)]
#[template(path = "reveals/form.html")]
struct AskForm {
    words: Words,
    token: String,
    action: String,
    open: String,
    about: String,
    reason_max: usize,
}

/// What a person's page says of it: until when it stands there, or the form to ask with.
pub(crate) fn section(state: Revealed, is_protected: bool, asked: &Asked) -> String {
    let words = asked.words();
    let until = |key: &str, at| {
        let said = words.with(key, "until", words.figures().moment(asked.zone(), at));
        format!("<p class=\"sub\" role=\"status\">{said}</p>")
    };
    match state {
        Revealed::Whole(at) => until("reveal-until", at),
        Revealed::Waits(at) => until("reveal-waits", at),
        Revealed::Masked if !may(asked.principal(), RevealPerson::NAME) => String::new(),
        Revealed::Masked => {
            let (open, about) = match is_protected {
                true => ("reveal-open-protected", "reveal-about-protected"),
                false => ("reveal-open", "reveal-about"),
            };
            html(&AskForm {
                words,
                token: asked.token.clone(),
                action: asked.to(&format!("/person/{}/reveal", asked.last())),
                open: words.say(open),
                about: words.with(about, "minutes", MINUTES),
                reason_max: REASON_MAX,
            })
        }
    }
}

/// `GET /{language}/reveals`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit: Permit<ConfirmReveal> = ask(asked.principal(), Form::Page)?;
    if asked.form != Form::Page {
        return Ok(Reply::Missing);
    }
    let waiting = desk.reveals(&permit)?;
    Ok(Reply::Page(render(&waiting, asked, desk)))
}

/// `POST /{language}/reveals/{number}`: confirms.
pub(crate) fn confirm(desk: &Arc<Desk>, asked: &Asked, _: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ConfirmReveal>(asked.principal(), Form::Page)?;
    let Ok(number) = asked.last().parse() else {
        return Ok(Reply::Missing);
    };
    desk.confirm_reveal(&permit, number)?;
    Ok(Reply::Elsewhere(asked.to("/reveals")))
}

#[derive(Template)]
#[template(path = "reveals/list.html")]
struct ListPage {
    frame: Frame,
    answer: String,
    lead: String,
    rows: Vec<Row>,
}

struct Row {
    /// Who asked, and until when it waits.
    heading: String,
    reason: String,
    /// The person's page; empty for who does not read the log.
    person: String,
    /// Where to confirm it; empty for whoever asked.
    confirm: String,
    /// Why not; empty where one can.
    notice: String,
}

pub(crate) fn render(waiting: &[RevealAsked], asked: &Asked, handles: &dyn Handles) -> String {
    let words = asked.words();
    let reads_log = may(asked.principal(), ReadHistory::NAME);
    let row = |one: &RevealAsked| {
        let handle = handles.handle(&one.about).filter(|_| reads_log);
        let moment = |at| words.figures().moment(asked.zone(), at);
        let arguments = [
            ("who", one.by.clone()),
            ("asked", moment(one.asked)),
            ("until", moment(one.until)),
        ];
        let (confirm, notice) = match one.may_confirm {
            true => (asked.to(&format!("/reveals/{}", one.number)), String::new()),
            false => (String::new(), words.say("reveals-own")),
        };
        Row {
            heading: words.fill("reveals-line", &arguments),
            reason: one.reason.clone(),
            person: handle
                .map(|handle| person_page(asked, View::Person, &handle, None))
                .unwrap_or_default(),
            confirm,
            notice,
        }
    };
    html(&ListPage {
        frame: Frame::of(asked, Place::Cases, words.say("reveals-title")),
        answer: words.count("reveals-waiting", waiting.len()),
        lead: words.with("reveals-lead", "minutes", MINUTES),
        rows: waiting.iter().map(row).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    fn waiting(may_confirm: bool) -> RevealAsked {
        RevealAsked {
            number: 4,
            by: "Siv Dahl".to_owned(),
            reason: "Sak 3: hvem det gjelder".to_owned(),
            asked: made_up::integrity_now(),
            until: made_up::integrity_now(),
            about: Identity::Person(made_up::id(2)),
            may_confirm,
        }
    }

    #[test]
    fn another_confirms_and_nobody_is_named() {
        for language in Language::ALL {
            let path = format!("/{}/reveals", language.tag());
            let asked = testing::asked(&path);
            let page = render(&[waiting(true), waiting(false)], &asked, &MadeUpHandles);
            check_page(&page, &path);
            let action = format!("action=\"/{}/reveals/4\"", language.tag());
            assert_eq!(page.matches(&action).count(), 1);
            assert!(page.contains("Sak 3: hvem det gjelder"));
            assert!(!page.contains(made_up::id(2).reveal()));
            let none = render(&[], &asked, &MadeUpHandles);
            check_page(&none, &path);
            assert!(!none.contains("/reveals/"));
        }
    }

    #[test]
    fn a_page_asks_or_says_until_when() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/person/p-00", language.tag()));
            let now = made_up::integrity_now();
            let form = |state, is_protected| section(state, is_protected, &asked);
            let open = form(Revealed::Masked, false);
            assert!(open.contains("/person/p-00/reveal") && open.contains("required"));
            assert_ne!(open, form(Revealed::Masked, true));
            let waits = form(Revealed::Waits(now), true);
            let whole = form(Revealed::Whole(now), true);
            assert!(!waits.contains("<form") && !whole.contains("<form") && waits != whole);
            for text in [&open, &waits, &whole] {
                assert!(crate::words::keys_in(text).is_empty(), "{text}");
            }
        }
    }
}
