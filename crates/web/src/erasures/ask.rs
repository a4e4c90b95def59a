//! Asking that something be erased: a person by national id, an event or parts of it from the
//! event's own page, a period that is due. By POST, so that no id stands in an address.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::erasure::{EventParts, REASON_MAX, What, month_name};
use tilsyn_app::log_review::PartKind;
use tilsyn_app::permit::{AskErasure, ReadErasures, ask};
use tilsyn_app::{Desk, Form, Permit, Problem};
use tilsyn_domain::NationalId;

use super::address;
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::masked::masked_of;
use crate::reply::{Reply, html};
use crate::sent::{Sent, field};

/// Legal bases that are offered; any other code can be written.
pub(super) const BASES: [&str; 6] = [
    "GDPR-17-1-a",
    "GDPR-17-1-b",
    "GDPR-17-1-c",
    "GDPR-17-1-d",
    "GDPR-17-1-e",
    "GDPR-5-1-e",
];

/// What the form asks for.
enum Target {
    Person,
    /// An event, with what of it can go by itself.
    Event(EventParts),
    Period {
        class: u16,
        month: i32,
    },
}

/// `GET` of the three addresses.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<AskErasure>(asked.principal(), Form::Page)?;
    if asked.form != Form::Page {
        return Ok(Reply::Missing);
    }
    match target(desk, &permit, asked)? {
        Some(target) => Ok(Reply::Page(render(&target, asked))),
        None => Ok(Reply::Missing),
    }
}

/// `POST` to them: asks, and leads to the request.
pub(crate) fn send(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<AskErasure>(asked.principal(), Form::Page)?;
    let Some(target) = target(desk, &permit, asked)? else {
        return Ok(Reply::Missing);
    };
    let what = what_of(&target, sent)?;
    let (basis, reason) = (field(sent, "basis"), field(sent, "reason"));
    let number = desk.ask_erasure(&permit, what, basis, reason)?;
    Ok(Reply::Elsewhere(address(asked, number)))
}

fn target(
    desk: &Desk,
    permit: &Permit<AskErasure>,
    asked: &Asked,
) -> Result<Option<Target>, Problem> {
    let parts: Vec<&str> = asked.path.split('/').skip(1).collect();
    match parts.as_slice() {
        ["erasures", "person"] => Ok(Some(Target::Person)),
        ["erasures", "period", period] => {
            // Only what is due can be asked for here.
            let may_read = ask::<ReadErasures>(asked.principal(), Form::Page)?;
            let due = desk.due_periods(&may_read)?;
            let found = due
                .into_iter()
                .find(|one| format!("{}-{}", one.class, one.month) == **period);
            Ok(found.map(|one| Target::Period {
                class: one.class,
                month: one.month,
            }))
        }
        ["event", leaf, "erasure"] => match leaf.parse() {
            Ok(leaf) => Ok(Some(Target::Event(desk.event_parts(permit, leaf)?))),
            Err(_) => Ok(None),
        },
        _ => Ok(None),
    }
}

fn what_of(target: &Target, sent: &Sent) -> Result<What, Problem> {
    match target {
        Target::Person => {
            let id = NationalId::new(field(sent, "national_id"));
            Ok(What::Person {
                national_id: id.ok_or_else(|| Problem::yours("problem-erasure-id"))?,
                own_acts: field(sent, "own_acts") == "yes",
            })
        }
        Target::Period { class, month } => Ok(What::Period {
            class: *class,
            month: *month,
        }),
        Target::Event(event) => {
            let (source, id) = (event.source.clone(), event.id.clone());
            if field(sent, "what") == "all" {
                return Ok(What::Event { source, id });
            }
            let parts = sent.iter().filter(|(name, _)| name == "part");
            let parts: Vec<u16> = parts.filter_map(|(_, part)| part.parse().ok()).collect();
            match parts.is_empty() {
                true => Err(Problem::yours("problem-erasure-no-part")),
                false => Ok(What::Parts { source, id, parts }),
            }
        }
    }
}

#[derive(Template)]
#[template(path = "erasures/ask.html")]
struct AskPage {
    frame: Frame,
    lead: String,
    action: String,
    is_person: bool,
    is_event: bool,
    parts: Vec<Choice>,
    bases: [&'static str; 6],
    reason_max: usize,
    back: String,
}

/// A part of an event that can go by itself.
struct Choice {
    number: u16,
    label: String,
}

fn render(target: &Target, asked: &Asked) -> String {
    let words = asked.words();
    let (lead, parts) = match target {
        Target::Person => (words.say("erasures-lead-person"), Vec::new()),
        Target::Period { class, month } => {
            let arguments = [("month", month_name(*month)), ("class", class.to_string())];
            (words.fill("erasures-lead-period", &arguments), Vec::new())
        }
        Target::Event(event) => {
            let arguments = [("source", event.source.clone()), ("id", event.id.clone())];
            let lead = words.fill("erasures-lead-event", &arguments);
            let choices = event.parts.iter().map(|part| Choice {
                number: part.number,
                label: match (part.kind, &part.person) {
                    (PartKind::Subject, Some(id)) => words.with(
                        "erasures-part-subject",
                        "id",
                        masked_of(id, part.is_protected),
                    ),
                    (PartKind::Subject, None) => words.say("part-subject"),
                    _ => words.say("part-detail"),
                },
            });
            (lead, choices.collect())
        }
    };
    html(&AskPage {
        frame: Frame::of(asked, Place::Sources, words.say("erasures-ask")),
        lead,
        action: asked.again("", &[]),
        is_person: matches!(target, Target::Person),
        is_event: matches!(target, Target::Event(_)),
        parts,
        bases: BASES,
        reason_max: REASON_MAX,
        back: asked.to("/erasures"),
    })
}

#[cfg(test)]
mod tests {
    use tilsyn_app::erasure::EventPart;

    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    fn event() -> Target {
        let part = |number, kind, person| EventPart {
            number,
            kind,
            person,
            is_protected: number == 2,
        };
        Target::Event(EventParts {
            source: "personreg".to_owned(),
            id: "e-1".to_owned(),
            parts: vec![
                part(1, PartKind::Subject, Some(made_up::id(1))),
                part(2, PartKind::Subject, Some(made_up::id(2))),
                part(3, PartKind::Detail, None),
            ],
        })
    }

    #[test]
    fn the_forms_are_whole_in_four_languages_and_hide_ids() {
        let period = || Target::Period {
            class: 3,
            month: 24_297,
        };
        for language in Language::ALL {
            for (target, path) in [
                (Target::Person, "erasures/person"),
                (event(), "event/7/erasure"),
                (period(), "erasures/period/3-24297"),
            ] {
                let path = format!("/{}/{path}", language.tag());
                let html = render(&target, &testing::asked(&path));
                check_page(&html, &path);
                assert!(html.contains(&format!("action=\"{path}\"")));
                assert!(!html.contains(made_up::id(1).reveal()));
                let born = |number: usize| made_up::id(number).reveal()[..6].to_owned();
                assert!(!html.contains(&born(2)), "somebody protected");
                assert_eq!(html.contains(&born(1)), matches!(target, Target::Event(_)));
            }
        }
    }

    #[test]
    fn a_form_asks_for_what_was_chosen_and_nothing_else() {
        let sent = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            pairs.iter().map(owned).collect()
        };
        let parts = sent(&[("what", "parts"), ("part", "3")]);
        assert_eq!(
            what_of(&event(), &parts).ok(),
            Some(What::Parts {
                source: "personreg".to_owned(),
                id: "e-1".to_owned(),
                parts: vec![3],
            })
        );
        let none = what_of(&event(), &sent(&[("what", "parts")]));
        assert_eq!(
            none.err().map(|no| no.message),
            Some("problem-erasure-no-part")
        );
        let nobody = what_of(&Target::Person, &sent(&[("national_id", " ")]));
        assert_eq!(
            nobody.err().map(|no| no.message),
            Some("problem-erasure-id")
        );
    }
}
