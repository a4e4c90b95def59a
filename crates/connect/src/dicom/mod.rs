//! DICOM PS3.15 A.5 audit messages, as IHE ATNA senders write them, in both spellings:
//! `csd-code`/`originalText` and the older `code`/`displayName`.
//!
//! Attributes that are taken over leave the tree; what is left is kept in `extra` under the
//! names of the elements. Times without offset occur (PS3.15 allows them): they are read in the
//! zone of the settings, and `extra.time_zone_assumed` says so.

mod xml;

use tilsyn_domain::event::{Object, Subject};
use tilsyn_domain::time::TimeError;
use tilsyn_domain::{Event, Json, Kind, Refusal, Stamp, Zone};

use crate::act::{self, Called, Nature, Network, Participant, Requestor};
use crate::tree::{Node, bad_time, missing};
use crate::{Settings, base64, content, syslog};

/// The one event of a message.
pub(crate) fn parse(bytes: &[u8], settings: &Settings) -> Result<Event, Refusal> {
    let (header, message) = syslog::split(bytes);
    let mut tree = xml::parse(message, header.len())?;
    let id = content::id(tree.sorted().to_text().as_bytes());
    let mut event = Message::read(&mut tree, settings)?.event(&id, &mut tree)?;
    if !header.is_empty() {
        let header = String::from_utf8_lossy(header).trim().to_owned();
        event
            .extra
            .insert("syslog".to_owned(), Json::string(&header));
    }
    if let Node::Object(fields) = tree {
        for (name, rest) in fields.into_iter().filter(|(_, rest)| !rest.is_hollow()) {
            event.extra.insert(name, rest.to_json());
        }
    }
    event
        .extra
        .insert("format".to_owned(), Json::string("dicom"));
    event.check()?;
    Ok(event)
}

struct Message {
    called: Called,
    kind: Kind,
    outcome: tilsyn_domain::Outcome,
    time: Stamp,
    zone_assumed: Option<String>,
    source: String,
    cast: act::Cast,
}

impl Message {
    fn read(tree: &mut Node, settings: &Settings) -> Result<Message, Refusal> {
        let called = called(tree)?;
        let identified = first(tree, "EventIdentification")?;
        let time = take(identified, "EventDateTime")
            .ok_or_else(|| missing("EventIdentification.EventDateTime"))?;
        let (time, zone_assumed) = stamp(&time, &settings.zone)?;
        let indicator = identified
            .text_at(&["EventOutcomeIndicator"])
            .ok_or_else(|| missing("EventIdentification.EventOutcomeIndicator"))?;
        let (kind, outcome) = act::outcome(&called, called.kind()?, indicator.trim())?;
        if indicator == "0" {
            identified.take("EventOutcomeIndicator");
        }
        let source = first(tree, "AuditSourceIdentification")?;
        let source = take(source, "AuditSourceID")
            .ok_or_else(|| missing("AuditSourceIdentification.AuditSourceID"))?;
        let participants: Vec<Participant> = all(tree, "ActiveParticipant")
            .iter()
            .map(participant)
            .collect();
        let cast =
            act::cast(&participants, &called, kind).ok_or_else(|| missing("ActiveParticipant"))?;
        Ok(Message {
            called,
            kind,
            outcome,
            time,
            zone_assumed,
            source,
            cast,
        })
    }

    fn event(self, id: &str, tree: &mut Node) -> Result<Event, Refusal> {
        let source = content::source(&self.source);
        let mut event = Event::new(&source, id, self.time, self.kind, &self.cast.actor.user);
        event.outcome = self.outcome;
        event.actor = self.cast.actor;
        event.place = self.cast.place;
        if let Some(zone) = self.zone_assumed {
            event
                .extra
                .insert("time_zone_assumed".to_owned(), Json::string(&zone));
        }
        if source != self.source {
            event
                .extra
                .insert("source".to_owned(), Json::string(&self.source));
        }
        if let Ok(identified) = first(tree, "EventIdentification") {
            event.why.purpose = codes(all(identified, "PurposeOfUse")).into_iter().next();
            event.why.break_glass = self.called.is("110127");
        }
        forget_actor(tree, self.cast.actor_index, &event);
        for object in all_mut(tree, "ParticipantObjectIdentification") {
            take_object(object, &mut event, &self.called);
        }
        event.object.image = event.kind == Kind::ImageView;
        Ok(event)
    }
}

fn called(tree: &Node) -> Result<Called, Refusal> {
    let identified = all(tree, "EventIdentification").first();
    let identified = identified.ok_or_else(|| missing("EventIdentification"))?;
    let objects = all(tree, "ParticipantObjectIdentification");
    Ok(Called {
        types: codes(all(identified, "EventID")),
        subtypes: codes(all(identified, "EventTypeCode")),
        action: identified.text_at(&["EventActionCode"]),
        has_query: objects
            .iter()
            .any(|object| object.get("ParticipantObjectQuery").is_some()),
        has_patient: objects.iter().any(is_patient),
    })
}

/// A time as the message states it, and the name of the zone if that had to be assumed.
fn stamp(text: &str, zone: &Zone) -> Result<(Stamp, Option<String>), Refusal> {
    let wrong = |why| bad_time("EventIdentification.EventDateTime", why);
    match Stamp::parse(text.trim()) {
        Ok(stamp) => Ok((stamp, None)),
        Err(TimeError::NoOffset) => {
            let local = Stamp::parse(&format!("{}Z", text.trim()))
                .map_err(wrong)?
                .at
                .0;
            let at = zone.instant_of(local);
            let offset = (zone.local_micros(at) - at.0) / 1_000_000;
            let offset_seconds = i32::try_from(offset).unwrap_or(0);
            Ok((Stamp { at, offset_seconds }, Some(zone.name().to_owned())))
        }
        Err(why) => Err(wrong(why)),
    }
}

fn participant(node: &Node) -> Participant {
    let text = |key: &str| node.text_at(&[key]);
    let codes = codes(all(node, "RoleIDCode"));
    let user = text("UserID").or_else(|| text("AlternativeUserID"));
    let name = text("UserName");
    let code = text("NetworkAccessPointTypeCode").unwrap_or_default();
    let network = text("NetworkAccessPointID").and_then(|at| Network::new(&at, &code));
    let role = all(node, "RoleIDCode")
        .iter()
        .find(|role| codes_of(role).is_some_and(|code| act::is_function(&code)))
        .and_then(words_of);
    let nature = match &user {
        _ if name.is_some() => Nature::Person,
        Some(user) if is_machine_name(user) => Nature::Machine,
        None => Nature::Machine,
        _ => Nature::Unknown,
    };
    Participant {
        national_id: user.as_deref().and_then(|user| act::national(None, user)),
        user,
        name,
        role,
        codes,
        requestor: match text("UserIsRequestor").as_deref() {
            Some("true" | "1") => Requestor::Yes,
            _ => Requestor::No,
        },
        nature,
        network,
    }
}

/// Names that only machines have: addresses, paths, HL7's `application|facility`, and Windows'
/// machine accounts, which end in `$`.
fn is_machine_name(user: &str) -> bool {
    user.contains("://") || user.starts_with('/') || user.contains('|') || user.ends_with('$')
}

/// Removes what the event now holds of its actor.
fn forget_actor(tree: &mut Node, index: usize, event: &Event) {
    let participants = all_mut(tree, "ActiveParticipant");
    let Some(actor) = participants.get_mut(index) else {
        return;
    };
    let held = [
        ("UserID", Some(&event.actor.user)),
        ("UserName", event.actor.name.as_ref()),
        ("NetworkAccessPointID", event.place.client_ip.as_ref()),
        ("NetworkAccessPointID", event.place.client_host.as_ref()),
    ];
    for (key, value) in held {
        if value.is_some() && actor.text_at(&[key]).as_ref() == value {
            actor.take(key);
        }
    }
    if actor.get("NetworkAccessPointID").is_none() {
        actor.take("NetworkAccessPointTypeCode");
    }
}

fn is_patient(object: &Node) -> bool {
    let code = |key: &str| object.text_at(&[key]);
    code("ParticipantObjectTypeCode").as_deref() == Some("1")
        && code("ParticipantObjectTypeCodeRole").as_deref() == Some("1")
}

/// Takes a person, a query or the thing itself from one participant object.
fn take_object(object: &mut Node, event: &mut Event, called: &Called) {
    if is_patient(object) {
        let stated = object.text_at(&["ParticipantObjectID"]);
        let Some(national_id) = stated.as_deref().and_then(act::subject) else {
            return;
        };
        if stated.as_deref() == Some(national_id.reveal()) {
            object.take("ParticipantObjectID");
        }
        object.take("ParticipantObjectTypeCode");
        object.take("ParticipantObjectTypeCodeRole");
        let name = take_child_text(object, "ParticipantObjectName");
        event.subjects.push(Subject {
            national_id,
            name,
            via: called.via(event.kind),
        });
        return;
    }
    if let Some(text) = take_query(object) {
        event.query.get_or_insert_default().text.get_or_insert(text);
    } else if object
        .text_at(&["ParticipantObjectTypeCodeRole"])
        .as_deref()
        != Some("26")
    {
        take_thing(object, &mut event.object);
    }
}

/// The first object that is neither person nor query: a study, a document, a report.
fn take_thing(object: &mut Node, thing: &mut Object) {
    if thing.document.is_some() || thing.element.is_some() {
        return;
    }
    thing.document_type = all(object, "ParticipantObjectIDTypeCode")
        .first()
        .and_then(words_of);
    thing.document = take(object, "ParticipantObjectID");
    thing.element = take_child_text(object, "ParticipantObjectName");
}

/// The query, if it is text in base64; otherwise it stays where it is.
fn take_query(object: &mut Node) -> Option<String> {
    let encoded = all(object, "ParticipantObjectQuery")
        .first()?
        .text_at(&["text"])?;
    let decoded = base64::text(&encoded)?;
    object.take("ParticipantObjectQuery");
    Some(decoded)
}

fn take(node: &mut Node, attribute: &str) -> Option<String> {
    node.take_text(&[attribute])
}

/// The text of a child element that has nothing but text.
fn take_child_text(node: &mut Node, child: &str) -> Option<String> {
    let [only] = all(node, child) else {
        return None;
    };
    let text = only
        .text_at(&["text"])
        .filter(|_| matches!(only, Node::Object(f) if f.len() == 1));
    text.inspect(|_| {
        node.take(child);
    })
}

fn all<'a>(node: &'a Node, child: &str) -> &'a [Node] {
    node.get(child).map_or(&[], Node::elements)
}

fn all_mut<'a>(node: &'a mut Node, child: &str) -> &'a mut [Node] {
    match node.get_mut(child) {
        Some(Node::Array(elements)) => elements,
        _ => &mut [],
    }
}

fn first<'a>(node: &'a mut Node, child: &str) -> Result<&'a mut Node, Refusal> {
    all_mut(node, child)
        .first_mut()
        .ok_or_else(|| missing(child))
}

/// The codes of coded elements, in either spelling.
fn codes(elements: &[Node]) -> Vec<String> {
    elements.iter().filter_map(codes_of).collect()
}

fn codes_of(node: &Node) -> Option<String> {
    node.text_at(&["csd-code"])
        .or_else(|| node.text_at(&["code"]))
}

/// What a coded element says to a person.
fn words_of(node: &Node) -> Option<String> {
    ["originalText", "displayName"]
        .iter()
        .find_map(|key| node.text_at(&[key]))
        .or_else(|| codes_of(node))
}

#[cfg(test)]
mod tests;
