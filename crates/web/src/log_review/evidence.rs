//! Evidence of one event: which parts are opened for the receiver, what they will see, how they
//! check it; and the file.
//!
//! What has left cannot be shut again, so only the act is chosen from the start. The file's name
//! holds the entry's number and nothing of anybody.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::log_review::PartKind;
use tilsyn_app::log_review::view::HistoryEvent;
use tilsyn_app::permit::{ProveEvent, ReadHistory, ask};
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::log_review::history;
use crate::reply::{File, FileKind, Reply, html};
use crate::sent::Sent;
use crate::sheet::no_file;

/// The parts in the order of the form: field, kind, key of what the receiver then sees.
const PARTS: [(&str, PartKind, &str); 4] = [
    ("act", PartKind::Act, "evidence-sees-act"),
    ("actor", PartKind::Actor, "evidence-sees-actor"),
    ("subject", PartKind::Subject, "evidence-sees-subject"),
    ("detail", PartKind::Detail, "evidence-sees-detail"),
];

/// The words of the parts, as the form sends them.
pub(crate) fn part_names() -> Vec<&'static str> {
    PARTS.iter().map(|(word, ..)| *word).collect()
}

/// `GET /{language}/event/{leaf}/proof`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    ask::<ProveEvent>(asked.principal(), Form::Page)?;
    let permit = ask::<ReadHistory>(asked.principal(), Form::Page)?;
    let (Some(leaf), Form::Page) = (leaf_of(asked), asked.form) else {
        return Ok(Reply::Missing);
    };
    let event = desk.event(&permit, leaf)?;
    Ok(Reply::Page(render(&event, &desk.log_key(), asked)))
}

/// `POST /{language}/event/{leaf}/proof`: the file. The look is filed first.
pub(crate) fn make(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ProveEvent>(asked.principal(), Form::Page)?;
    let Some(leaf) = leaf_of(asked) else {
        return Ok(Reply::Missing);
    };
    let mut asked_for = sent.iter().filter(|(name, _)| name == "open");
    if asked_for.any(|(_, part)| !part_names().contains(&part.as_str())) {
        // Evidence that opens less than was asked for would look like what was asked for.
        return Err(Problem::yours("problem-form-broken"));
    }
    let chosen = |part: &str| {
        sent.iter()
            .any(|(name, value)| name == "open" && value == part)
    };
    let open: Vec<PartKind> = PARTS
        .iter()
        .filter(|(part, ..)| chosen(part))
        .map(|(_, kind, _)| *kind)
        .collect();
    let evidence = desk.prove_leaf(&permit, leaf, &open)?;
    Ok(Reply::File(File {
        name: Some(format!("tilsyn-event-{leaf}.tlog-proof")),
        kind: FileKind::Proof,
        write: Box::new(move |_, _, out| out.write_all(&evidence.bytes).map_err(no_file)),
    }))
}

/// The entry's number, the last but one part of the address.
fn leaf_of(asked: &Asked) -> Option<u64> {
    asked.path.rsplit('/').nth(1)?.parse().ok()
}

#[derive(Template)]
#[template(path = "log_review/evidence.html")]
struct EvidencePage {
    frame: Frame,
    detail: String,
    event: String,
    action: String,
    parts: Vec<Part>,
    verifier_key: String,
    file: String,
}

/// A part that can be opened.
struct Part {
    field: &'static str,
    name: String,
    sees: String,
    is_chosen: bool,
}

pub(crate) fn render(event: &HistoryEvent, verifier_key: &str, asked: &Asked) -> String {
    let words = asked.words();
    let act = &event.event;
    let at = words.figures().exact(asked.zone(), act.time.at);
    let has_subjects = !act.subjects.is_empty();
    let parts = PARTS.iter();
    let parts = parts.filter(|(_, kind, _)| has_subjects || *kind != PartKind::Subject);
    let path = format!("/event/{}", event.leaf);
    html(&EvidencePage {
        frame: Frame::of(asked, Place::Log, words.say("evidence-title")),
        detail: format!("{}, {at}", history::kind_name(act.kind, words)),
        event: asked.to(&path),
        action: asked.to(&format!("{path}/proof")),
        parts: parts
            .map(|(field, kind, sees)| Part {
                field,
                name: words.say(&format!("part-{field}")),
                sees: words.say(sees),
                is_chosen: *kind == PartKind::Act,
            })
            .collect(),
        verifier_key: verifier_key.to_owned(),
        file: format!("tilsyn-event-{}.tlog-proof", event.leaf),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    #[test]
    fn the_act_alone_is_chosen_and_nobody_is_named_in_four_languages() {
        for language in Language::ALL {
            for event in made_up::events() {
                let path = format!("/{}/event/{}/proof", language.tag(), event.leaf);
                let asked = testing::asked(&path);
                assert_eq!(leaf_of(&asked), Some(event.leaf));
                let html = render(&event, "test.example/log+db9081b5+AVsZ", &asked);
                check_page(&html, &path);
                assert_eq!(html.matches("\" checked").count(), 1);
                assert!(html.contains("value=\"act\" checked"));
                assert!(html.contains("--key ") && html.contains("test.example/log+db9081b5+AVsZ"));
                let name = event.actor.card.name.as_deref().unwrap_or("?");
                assert!(!html.contains(name), "{name}");
            }
        }
    }
}
