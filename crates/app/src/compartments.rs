//! An event cut into the compartments of the ledger, and put together again.
//!
//! Each compartment is committed to and can be erased by itself (docs/ledger-format.md): who
//! acted and from which machine · each person it concerns · the act · the detail, where free
//! text and content stand. The bytes are compact JSON, written once and never rewritten.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tilsyn_domain::event::{
    AccessChange, Actor, Change, Event, Object, Place, Query, Subject, Transfer, Why,
};
use tilsyn_domain::{Json, Kind, Outcome, Stamp};

/// The layout of the compartments below; written into every ledger entry.
pub(crate) const SCHEMA: u16 = 1;

/// An event as bytes, ready for the ledger.
#[derive(Debug)]
pub(crate) struct Compartments {
    pub actor: Vec<u8>,
    pub subjects: Vec<Vec<u8>>,
    pub act: Vec<u8>,
    /// Absent where there is no detail.
    pub detail: Option<Vec<u8>>,
}

/// Why stored bytes are no event.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CompartmentError {
    #[error("the stored {which} compartment cannot be read")]
    Unreadable {
        which: &'static str,
        #[source]
        cause: serde_json::Error,
    },
}

#[derive(Serialize)]
struct ActorPart<'a> {
    who: &'a Actor,
    from: Machine<&'a str>,
}

#[derive(Deserialize)]
struct ActorStored {
    who: Actor,
    from: Machine<String>,
}

#[derive(Serialize, Deserialize)]
struct Machine<T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    client_host: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_ip: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    os_user: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_user: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<T>,
}

#[derive(Serialize)]
struct ActPart<'a> {
    id: &'a str,
    source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    time: Stamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Stamp>,
    kind: Kind,
    outcome: Outcome,
    place: Screen<'a>,
    object: &'a Object,
    why: Purpose<'a>,
}

/// The part of a place that says what was on the screen, with the fields of `Place`.
#[derive(Serialize)]
struct Screen<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    application: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    module: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    screen: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tab: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    server: Option<&'a str>,
}

/// Why without the free text, with the fields of `Why`.
#[derive(Serialize)]
struct Purpose<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_basis: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    break_glass: bool,
}

#[derive(Deserialize)]
struct ActStored {
    id: String,
    source: String,
    seq: Option<u64>,
    time: Stamp,
    end: Option<Stamp>,
    kind: Kind,
    outcome: Outcome,
    place: Place,
    object: Object,
    why: Why,
}

#[derive(Serialize)]
struct DetailPart<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'a Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transfer: Option<&'a Transfer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<&'a Query>,
    #[serde(skip_serializing_if = "Option::is_none")]
    access: Option<&'a AccessChange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extra: &'a BTreeMap<String, Json>,
}

#[derive(Deserialize, Default)]
struct DetailStored {
    change: Option<Change>,
    transfer: Option<Transfer>,
    query: Option<Query>,
    access: Option<AccessChange>,
    reason: Option<String>,
    #[serde(default)]
    extra: BTreeMap<String, Json>,
}

fn bytes(part: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(part).expect("plain structs with text keys are always JSON")
}

/// Cuts an event.
#[must_use]
pub(crate) fn split(event: &Event) -> Compartments {
    Compartments {
        actor: actor_bytes(event),
        subjects: event.subjects.iter().map(bytes).collect(),
        act: act_bytes(event),
        detail: detail_bytes(event),
    }
}

fn actor_bytes(event: &Event) -> Vec<u8> {
    let place = &event.place;
    let from = Machine {
        client_host: place.client_host.as_deref(),
        client_ip: place.client_ip.as_deref(),
        os_user: place.os_user.as_deref(),
        base_user: place.base_user.as_deref(),
        session: place.session.as_deref(),
    };
    bytes(&ActorPart {
        who: &event.actor,
        from,
    })
}

fn act_bytes(event: &Event) -> Vec<u8> {
    let (place, why) = (&event.place, &event.why);
    let screen = Screen {
        application: place.application.as_deref(),
        module: place.module.as_deref(),
        screen: place.screen.as_deref(),
        tab: place.tab.as_deref(),
        report: place.report.as_deref(),
        server: place.server.as_deref(),
    };
    let purpose = Purpose {
        purpose: why.purpose.as_deref(),
        case: why.case.as_deref(),
        legal_basis: why.legal_basis.as_deref(),
        break_glass: why.break_glass,
    };
    bytes(&ActPart {
        id: &event.id,
        source: &event.source,
        seq: event.seq,
        time: event.time,
        end: event.end,
        kind: event.kind,
        outcome: event.outcome,
        place: screen,
        object: &event.object,
        why: purpose,
    })
}

fn detail_bytes(event: &Event) -> Option<Vec<u8>> {
    let detail = DetailPart {
        change: event.change.as_ref(),
        transfer: event.transfer.as_ref(),
        query: event.query.as_ref(),
        access: event.access.as_ref(),
        reason: event.why.reason.as_deref(),
        extra: &event.extra,
    };
    let bytes = bytes(&detail);
    (bytes != b"{}").then_some(bytes)
}

/// What is left of an event's compartments: `None` is one that was erased.
#[derive(Debug, Default)]
pub(crate) struct Kept<'a> {
    pub actor: Option<&'a [u8]>,
    pub subjects: Vec<Option<&'a [u8]>>,
    pub act: Option<&'a [u8]>,
    /// The outer `None`: there never was any.
    pub detail: Option<Option<&'a [u8]>>,
}

/// Puts an event together. An erased part is left out and named in `extra.erased`; an event
/// whose act is erased is gone (`None`).
///
/// # Errors
/// When bytes that are there are not what `split` wrote.
pub(crate) fn join(kept: &Kept<'_>) -> Result<Option<Event>, CompartmentError> {
    let Some(act) = kept.act else { return Ok(None) };
    let act: ActStored = read("act", act)?;
    let mut erased = Vec::new();
    let (actor, machine) = join_actor(kept.actor, &mut erased)?;
    let detail = join_detail(kept.detail, &mut erased)?;
    let mut subjects = Vec::with_capacity(kept.subjects.len());
    for subject in &kept.subjects {
        match subject {
            Some(bytes) => subjects.push(read::<Subject>("subject", bytes)?),
            None => erased.push("subject"),
        }
    }
    let mut event = Event {
        id: act.id,
        source: act.source,
        seq: act.seq,
        time: act.time,
        end: act.end,
        kind: act.kind,
        outcome: act.outcome,
        actor,
        place: with_machine(act.place, machine),
        subjects,
        object: act.object,
        change: detail.change,
        transfer: detail.transfer,
        query: detail.query,
        access: detail.access,
        why: Why {
            reason: detail.reason,
            ..act.why
        },
        extra: detail.extra,
    };
    if !erased.is_empty() {
        event
            .extra
            .insert("erased".to_owned(), Json::string(&erased.join(", ")));
    }
    Ok(Some(event))
}

fn read<'a, T: Deserialize<'a>>(
    which: &'static str,
    bytes: &'a [u8],
) -> Result<T, CompartmentError> {
    serde_json::from_slice(bytes).map_err(|cause| CompartmentError::Unreadable { which, cause })
}

fn join_actor(
    bytes: Option<&[u8]>,
    erased: &mut Vec<&'static str>,
) -> Result<(Actor, Option<Machine<String>>), CompartmentError> {
    let Some(bytes) = bytes else {
        erased.push("actor");
        return Ok((
            Actor {
                user: "?".to_owned(),
                ..Actor::default()
            },
            None,
        ));
    };
    let stored: ActorStored = read("actor", bytes)?;
    Ok((stored.who, Some(stored.from)))
}

fn join_detail(
    detail: Option<Option<&[u8]>>,
    erased: &mut Vec<&'static str>,
) -> Result<DetailStored, CompartmentError> {
    match detail {
        None => Ok(DetailStored::default()),
        Some(Some(bytes)) => read("detail", bytes),
        Some(None) => {
            erased.push("detail");
            Ok(DetailStored::default())
        }
    }
}

fn with_machine(place: Place, machine: Option<Machine<String>>) -> Place {
    let Some(machine) = machine else { return place };
    Place {
        client_host: machine.client_host,
        client_ip: machine.client_ip,
        os_user: machine.os_user,
        base_user: machine.base_user,
        session: machine.session,
        ..place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = r#"{"id":"1","source":"s","seq":7,"time":"2026-01-02T08:00:00+01:00",
        "end":"2026-01-02T08:10:00+01:00","kind":"change","outcome":"error",
        "actor":{"user":"u","national_id":"01928500012","system":true,"for":{"user":"v"}},
        "place":{"screen":"a","client_host":"pc1","session":"x"},
        "subjects":[{"national_id":"1","via":"listed"},{"national_id":"2","name":"n"}],
        "object":{"element":"e","image":true},"change":{"before":{"a":1.50},"origin":"screen"},
        "transfer":{"first_at":"2026-01-02T08:00:00Z","kin":[{"national_id":"3"}]},
        "query":{"criteria":[{"field":"f","value":["4"]}],"rows":3},
        "access":{"user":"w","op":"grant"},"why":{"case":"c","reason":"r","break_glass":true},
        "extra":{"k":[1,{"z":null}]}}"#;

    fn kept(compartments: &Compartments) -> Kept<'_> {
        Kept {
            actor: Some(&compartments.actor),
            subjects: compartments
                .subjects
                .iter()
                .map(|bytes| Some(bytes.as_slice()))
                .collect(),
            act: Some(&compartments.act),
            detail: compartments.detail.as_deref().map(Some),
        }
    }

    #[test]
    fn what_is_cut_is_put_together_again() {
        for text in [
            FULL.to_owned(),
            serde_json::to_string(&bare()).expect("writes"),
        ] {
            let event: Event = serde_json::from_str(&text).expect("an event");
            let parts = split(&event);
            assert_eq!(join(&kept(&parts)).expect("joins"), Some(event));
        }
    }

    fn bare() -> Event {
        let time = Stamp::parse("2026-01-02T08:00:00Z").expect("a time");
        Event::new("s", "1", time, Kind::Logon, "u")
    }

    #[test]
    fn an_erased_subject_leaves_the_rest() {
        let event: Event = serde_json::from_str(FULL).expect("an event");
        let parts = split(&event);
        let mut kept = kept(&parts);
        kept.subjects[0] = None;
        let left = join(&kept).expect("joins").expect("an event");
        assert_eq!(left.subjects.len(), 1);
        assert_eq!(left.extra["erased"].plain(), "subject");
        kept.act = None;
        assert!(join(&kept).expect("joins").is_none());
    }
}
