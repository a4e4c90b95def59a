//! Finding people by name, employee number, account or national id.
//!
//! By POST only, so that what was sought stands in no address, history or proxy log. The field
//! keeps what was sought, so that it can be mended; what may be a national id it does not keep.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::log_review::FOUND_MAX;
use tilsyn_app::log_review::view::Found;
use tilsyn_app::permit::{SearchPeople, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::codebook::Identity;

use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::handles::Handles;
use crate::masked::{masked_of, may_hold_national_id};
use crate::people::{View, detail, person_page};
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};
use crate::words::Words;

/// The longest text that is sought.
pub(crate) const SOUGHT_CHARS_MAX: usize = 120;

/// `GET /{language}/search`: the empty form.
pub(crate) fn form(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let _may = ask::<SearchPeople>(asked.principal(), Form::Page)?;
    match asked.form {
        Form::Page => Ok(Reply::Page(render("", None, asked, desk))),
        _ => Ok(Reply::Missing),
    }
}

/// `POST /{language}/search`: the hits.
pub(crate) fn hits(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<SearchPeople>(asked.principal(), Form::Page)?;
    let sought = field(sent, "sought");
    if sought.chars().count() > SOUGHT_CHARS_MAX {
        return Err(Problem::yours("problem-too-long"));
    }
    if sought.is_empty() {
        return Ok(Reply::Elsewhere(asked.to("/search")));
    }
    let found = desk.search(&permit, sought)?;
    Ok(Reply::Page(render(sought, Some(&found), asked, &**desk)))
}

#[derive(Template)]
#[template(path = "search/search.html")]
struct SearchPage {
    frame: Frame,
    notice: String,
    /// What the field holds.
    sought: String,
    /// Empty before anything was sought.
    summary: String,
    /// What to try next; empty where the hits are all there are.
    advice: String,
    hits: Vec<Hit>,
}

struct Hit {
    name: String,
    detail: String,
    id: String,
    accounts: String,
    person: String,
    user: String,
}

pub(crate) fn render(
    sought: &str,
    found: Option<&[Found]>,
    asked: &Asked,
    handles: &dyn Handles,
) -> String {
    let words = asked.words();
    let notice = match asked.get("reason") {
        Some("id") => words.say("search-not-in-addresses"),
        _ => String::new(),
    };
    let (summary, advice) = found
        .map(|found| said_of(found.len(), words))
        .unwrap_or_default();
    html(&SearchPage {
        frame: Frame::of(asked, Place::Log, words.say("search-title")),
        notice,
        sought: match may_hold_national_id(sought) {
            true => String::new(),
            false => sought.to_owned(),
        },
        summary,
        advice,
        hits: found
            .unwrap_or_default()
            .iter()
            .map(|found| hit(found, asked, handles))
            .collect(),
    })
}

/// How many were found, and what to try where none or not all of them show.
fn said_of(hits: usize, words: Words) -> (String, String) {
    match hits {
        0 => (
            words.count("search-found", hits),
            words.say("search-none-advice"),
        ),
        FOUND_MAX.. => (
            words.count("search-most", hits),
            words.say("search-most-advice"),
        ),
        _ => (words.count("search-found", hits), String::new()),
    }
}

fn hit(found: &Found, asked: &Asked, handles: &dyn Handles) -> Hit {
    let words = asked.words();
    let handle = handles.handle(&Identity::Person(found.national_id.clone()));
    let page = |view: View| {
        handle
            .as_ref()
            .map(|handle| person_page(asked, view, handle, None))
            .unwrap_or_default()
    };
    let accounts = found.accounts.join(", ");
    Hit {
        name: match (&found.card.name, found.card.is_protected) {
            (Some(name), _) => name.clone(),
            (None, true) => words.say("name-protected"),
            (None, false) => words.say("name-unknown"),
        },
        detail: detail(
            found.card.employee_no.as_deref(),
            found.unit_name.as_deref(),
        ),
        id: masked_of(&found.national_id, found.card.is_protected),
        person: page(View::Person),
        user: if accounts.is_empty() {
            String::new()
        } else {
            page(View::User)
        },
        accounts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    #[test]
    fn hits_show_no_whole_id_and_lead_by_handles() {
        let found = made_up::found();
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/search?reason=id", language.tag()));
            check_page(&render("", None, &asked, &MadeUpHandles), language.tag());
            let html = render("Möller", Some(&found), &asked, &MadeUpHandles);
            check_page(&html, language.tag());
            assert!(html.contains("/person/p-04") && html.contains("/user/p-04"));
            assert!(!html.contains(found[0].national_id.reveal()));
        }
    }

    #[test]
    fn the_field_keeps_what_was_sought_but_no_national_id() {
        let asked = testing::asked("/sv/search");
        let kept = |sought: &str| {
            let html = render(sought, Some(&[]), &asked, &MadeUpHandles);
            html.contains(&format!(
                "name=\"sought\" type=\"search\" value=\"{sought}\""
            ))
        };
        assert!(kept("Möller") && kept("104412") && kept("HR:anna"));
        for id in [
            "01817010055",
            "018170 10055",
            "19900101-9802",
            "010190-907N",
        ] {
            assert!(!kept(id));
            let html = render(id, Some(&[]), &asked, &MadeUpHandles);
            assert!(!html.contains(id), "nowhere on the page");
        }
    }

    #[test]
    fn no_hits_and_too_many_hits_come_with_advice() {
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/search", language.tag()));
            let words = asked.words();
            let (none, most) = (
                words.say("search-none-advice"),
                words.say("search-most-advice"),
            );
            let some = made_up::found();
            let many: Vec<Found> = some.iter().cycle().take(FOUND_MAX).cloned().collect();
            let check = |found: &[Found], advice: Option<&str>| {
                let html = render("x", Some(found), &asked, &MadeUpHandles);
                check_page(&html, language.tag());
                for text in [&none, &most] {
                    assert_eq!(html.contains(text.as_str()), advice == Some(text), "{text}");
                }
            };
            check(&[], Some(&none));
            check(&some, None);
            check(&many[1..], None);
            check(&many, Some(&most));
        }
    }
}
