//! Lawful erasure: what was asked for and what became of it, asking, and deciding; what is held
//! meanwhile, and how long what came is kept at all.
//!
//! A list never says whom a request is about; its own page does, to who decides. Whoever asked
//! sees that somebody else has to decide, and why. Not here: what goes (`app`).

pub(crate) mod ask;
pub(crate) mod hold;
pub(crate) mod holds;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod retention;

use tilsyn_app::erasure::{ErasureState, What, month_name};

use crate::asked::Asked;
use crate::masked::masked_of;
use crate::words::Words;

/// How far a request has come.
fn state_name(state: ErasureState, words: Words) -> String {
    words.say(match state {
        ErasureState::Asked => "erasures-asked",
        ErasureState::Declined => "erasures-declined",
        ErasureState::Recorded => "erasures-recorded",
        ErasureState::Done => "erasures-done",
    })
}

/// `What::word` in words.
fn scope_name(scope: &str, words: Words) -> String {
    words.say(match scope {
        "person" => "erasures-of-person",
        "event" => "erasures-of-event",
        "part" => "erasures-of-part",
        "period" => "erasures-of-period",
        other => return other.to_owned(),
    })
}

/// What a request is about, for who decides; a national id is masked.
fn what_is_meant(what: &What, is_protected: bool, words: Words) -> String {
    match what {
        What::Person {
            national_id,
            own_acts,
        } => {
            let also = match own_acts {
                true => words.say("erasures-own-acts-too"),
                false => words.say("erasures-own-acts-stay"),
            };
            format!("{}. {also}", masked_of(national_id, is_protected))
        }
        What::Event { source, id } => format!("{source}: {id}"),
        What::Parts { source, id, parts } => {
            let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
            let parts = words.with("erasures-parts", "parts", parts.join(", "));
            format!("{source}: {id}, {parts}")
        }
        What::Period { class, month } => {
            let class = class.to_string();
            words.fill(
                "erasures-period",
                &[("month", month_name(*month)), ("class", class)],
            )
        }
    }
}

/// The address of a request.
fn address(asked: &Asked, number: u64) -> String {
    asked.to(&format!("/erasures/{number}"))
}
