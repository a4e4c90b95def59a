//! One reading of an `AuditEvent` in the shape of R4 or R5.
//!
//! field-maps.md says which field becomes which. Taken is only what the event holds in full;
//! a code that merely told the kind stays in `extra` with its display.

use tilsyn_domain::event::Subject;
use tilsyn_domain::{Event, Json, Kind, NationalId, Outcome, Refusal, Stamp};

use super::shape::{Version, elements_mut};
use crate::act::{self, Called, Nature, Network, Participant, Requestor};
use crate::tree::{Node, bad_time, missing};
use crate::{base64, content};

/// Reads the event; what is left of the tree goes into `extra`. `content` is the resource in a
/// form that is the same for the same content.
pub(super) fn event(mut tree: Node, version: Version, content: &[u8]) -> Result<Event, Refusal> {
    tree.take("resourceType");
    let called = called(&tree);
    let (kind, outcome) = outcome(&mut tree, &called)?;
    let kind = seen_kind(kind, &tree);
    let participants = participants(&tree);
    let cast = act::cast(&participants, &called, kind).ok_or_else(|| missing("agent"))?;
    let stated_source = source_name(&tree).ok_or_else(|| missing("source.observer"))?;
    let id = id(&mut tree, version, content);
    let (time, end) = times(&mut tree)?;
    let source = content::source(&stated_source);
    let mut event = Event::new(&source, &id, time, kind, &cast.actor.user);
    event.end = end;
    event.outcome = outcome;
    event.actor = cast.actor;
    event.place = cast.place;
    event.why.purpose = purpose(&tree, cast.actor_index);
    event.why.break_glass = called.is("110127") || event.why.purpose.as_deref() == Some("BTG");
    forget_actor(&mut tree, cast.actor_index, &event);
    take_entities(&mut tree, &mut event, &called);
    take_patient(&mut tree, &mut event, &called);
    event.object.image = event.kind == Kind::ImageView;
    keep_rest(tree, version, &mut event);
    Ok(event)
}

fn called(tree: &Node) -> Called {
    let list = |key: &str| tree.get(key).map_or(&[][..], Node::elements);
    let codes = |key: &str| list(key).iter().flat_map(codes_of).collect::<Vec<_>>();
    let entities = list("entity");
    // R5 states the general in `category` and the particular in `code`.
    let (mut types, mut subtypes) = (codes("type"), codes("subtype"));
    types.extend(codes("category"));
    subtypes.extend(codes("code"));
    Called {
        types,
        subtypes,
        action: tree.text_at(&["action"]),
        has_query: entities.iter().any(|entity| entity.get("query").is_some()),
        has_patient: tree.get("patient").is_some() || entities.iter().any(concerns_patient),
    }
}

/// The codes of a Coding, a CodeableConcept, or a bare code.
fn codes_of(node: &Node) -> Vec<String> {
    if let Some(code) = node.text() {
        return vec![code];
    }
    let codings = node.get("coding").map_or(&[][..], Node::elements);
    let own = node.text_at(&["code"]);
    own.into_iter()
        .chain(
            codings
                .iter()
                .filter_map(|coding| coding.text_at(&["code"])),
        )
        .collect()
}

/// What a Coding or CodeableConcept says to a person: its text, else display, else code.
fn words_of(node: &Node) -> Option<String> {
    let codings = node
        .get("coding")
        .map_or(std::slice::from_ref(node), Node::elements);
    let of = |key: &str| codings.iter().find_map(|coding| coding.text_at(&[key]));
    node.text_at(&["text"])
        .or_else(|| of("display"))
        .or_else(|| of("code"))
}

/// R4 and before: an indicator (0, 4, 8, 12). R5: an object with a severity; success if absent.
fn outcome(tree: &mut Node, called: &Called) -> Result<(Kind, Outcome), Refusal> {
    let kind = called.kind()?;
    let coded = match tree.get("outcome") {
        None => return Ok((kind, Outcome::Permit)),
        Some(outcome @ Node::Object(_)) => outcome
            .get("code")
            .map(codes_of)
            .unwrap_or_default()
            .into_iter()
            .next(),
        Some(outcome) => outcome.plain(),
    };
    let coded = coded.ok_or_else(|| missing("outcome.code"))?;
    let indicator = match coded.as_str() {
        "success" | "information" | "informational" | "warning" => "0",
        "error" => "8",
        "fatal" => "12",
        other => other,
    };
    let denied = ["forbidden", "security", "login", "suppressed", "expired"];
    if indicator == "8"
        && outcome_details(tree)
            .iter()
            .any(|c| denied.contains(&c.as_str()))
    {
        let kind = if kind == Kind::Logon {
            Kind::LogonFailed
        } else {
            kind
        };
        return Ok((kind, Outcome::Deny));
    }
    let found = act::outcome(called, kind, indicator)?;
    if coded == "0" {
        tree.take("outcome");
    }
    Ok(found)
}

fn outcome_details(tree: &Node) -> Vec<String> {
    let details = tree
        .at(&["outcome", "detail"])
        .map_or(&[][..], Node::elements);
    details.iter().flat_map(codes_of).collect()
}

/// Reading a document or a picture is known by what was read.
fn seen_kind(kind: Kind, tree: &Node) -> Kind {
    let read = |types: &[&str]| {
        let entities = tree.get("entity").map_or(&[][..], Node::elements);
        let mut kinds = entities.iter().filter_map(resource_type);
        kinds.any(|kind| types.contains(&kind.as_str()))
    };
    match kind {
        Kind::Lookup if read(&["ImagingStudy", "Media", "ImagingSelection"]) => Kind::ImageView,
        Kind::Lookup
            if read(&[
                "DocumentReference",
                "Binary",
                "DocumentManifest",
                "Composition",
            ]) =>
        {
            Kind::DocumentView
        }
        other => other,
    }
}

fn participants(tree: &Node) -> Vec<Participant> {
    let agents = tree.get("agent").map_or(&[][..], Node::elements);
    agents.iter().map(participant).collect()
}

fn participant(agent: &Node) -> Participant {
    let text = |path: &[&str]| agent.text_at(path);
    let concepts = |key: &str| agent.get(key).map_or(&[][..], Node::elements);
    let codes: Vec<String> = concepts("type")
        .iter()
        .chain(concepts("role"))
        .flat_map(codes_of)
        .collect();
    let identifier = text(&["who", "identifier", "value"]);
    let reference = text(&["who", "reference"]);
    let user = identifier.clone().or_else(|| reference.clone());
    let display = text(&["who", "display"]);
    let system = text(&["who", "identifier", "system"]);
    let functional = |concept: &&Node| codes_of(concept).iter().all(|code| act::is_function(code));
    let functions = || concepts("role").iter().chain(concepts("type"));
    let role = functions().find(functional).and_then(words_of);
    Participant {
        national_id: identifier.and_then(|value| act::national(system.as_deref(), &value)),
        user: user
            .or_else(|| display.clone())
            .or_else(|| text(&["altId"])),
        name: text(&["name"]).or(display),
        role,
        requestor: match agent.get("requestor").and_then(Node::plain).as_deref() {
            Some("true") => Requestor::Yes,
            _ => Requestor::No,
        },
        nature: nature(reference.as_deref(), &codes),
        network: network(agent),
        codes,
    }
}

/// What the kind of resource referred to, or the codes, show of a participant.
fn nature(reference: Option<&str>, codes: &[String]) -> Nature {
    const PEOPLE: [&str; 9] = [
        "humanuser",
        "IRCP",
        "AUT",
        "INF",
        "CST",
        "UserOauthAgent",
        "UserSamlAgent",
        "HCP",
        "PAT",
    ];
    let any = |known: &[&str]| codes.iter().any(|code| known.contains(&code.as_str()));
    match reference.and_then(type_in) {
        Some("Practitioner" | "PractitionerRole" | "Patient" | "RelatedPerson" | "Person") => {
            Nature::Person
        }
        Some("Device" | "Endpoint" | "HealthcareService") => Nature::Machine,
        Some("Organization" | "CareTeam" | "Group") => Nature::Organisation,
        _ if any(&PEOPLE) => Nature::Person,
        _ if any(&["PROV", "homeCommunityId"]) => Nature::Organisation,
        _ if any(&["authserver", "dataprocessor", "datacollector"]) => Nature::Machine,
        _ => Nature::Unknown,
    }
}

/// R4 states address and type; R5 a URI, a text or a reference.
fn network(agent: &Node) -> Option<Network> {
    if let Some(address) = agent.text_at(&["network", "address"]) {
        return Network::new(&address, &agent.text_at(&["network", "type"])?);
    }
    if let Some(uri) = agent.text_at(&["networkUri"]) {
        return Some(Network::Uri(uri));
    }
    let text = agent.text_at(&["networkString"])?;
    let is_ip = text.parse::<std::net::IpAddr>().is_ok();
    Some(if is_ip {
        Network::Ip(text)
    } else {
        Network::Host(text)
    })
}

/// The system that wrote the event down: the observer, else the site.
fn source_name(tree: &Node) -> Option<String> {
    let source = tree.get("source")?;
    let observer = source.get("observer").and_then(reference_name);
    let site = || source.text_at(&["site"]);
    observer
        .or_else(site)
        .or_else(|| source.get("site").and_then(reference_name))
}

/// What names the target of a Reference.
fn reference_name(reference: &Node) -> Option<String> {
    [&["identifier", "value"][..], &["display"], &["reference"]]
        .iter()
        .find_map(|path| reference.text_at(path))
}

/// A resource's id is unique on one endpoint, and an endpoint speaks one release: so the id
/// carries both. Without id, one is made of the content.
fn id(tree: &mut Node, version: Version, content: &[u8]) -> String {
    const ID_CHARS_MAX: usize = 64;
    match tree.text_at(&["id"]) {
        Some(id) if id.chars().count() <= ID_CHARS_MAX => {
            tree.take("id");
            format!("{}:{id}", version.word())
        }
        _ => content::id(content),
    }
}

/// When it happened: the period or moment stated, else when it was recorded.
fn times(tree: &mut Node) -> Result<(Stamp, Option<Stamp>), Refusal> {
    let recorded = tree
        .text_at(&["recorded"])
        .ok_or_else(|| missing("recorded"))?;
    let recorded = Stamp::parse(&recorded).map_err(|why| bad_time("recorded", why))?;
    let mut happened = None;
    let mut end = None;
    for period in ["period", "occurredPeriod"] {
        // A time that is only a day or month is kept as it is in `extra`.
        let read = |tree: &mut Node, edge: &str| {
            let stamp = Stamp::parse(&tree.text_at(&[period, edge])?).ok()?;
            tree.take_at(&[period, edge]);
            Some(stamp)
        };
        happened = happened.or(read(tree, "start"));
        end = end.or(read(tree, "end"));
    }
    if let Some(stamp) = tree
        .text_at(&["occurredDateTime"])
        .and_then(|at| Stamp::parse(&at).ok())
    {
        happened = happened.or(Some(stamp));
    }
    if happened.is_none() {
        tree.take("recorded");
    }
    Ok((happened.unwrap_or(recorded), end))
}

/// The codes of why: of the whole event, else of the actor.
fn purpose(tree: &Node, actor: usize) -> Option<String> {
    let codes = |node: Option<&Node>| {
        let concepts = node.map_or(&[][..], Node::elements);
        let codes: Vec<String> = concepts.iter().flat_map(codes_of).collect();
        (!codes.is_empty()).then(|| codes.join(" "))
    };
    let agent = tree
        .get("agent")
        .and_then(|agents| agents.elements().get(actor));
    let of_agent = |key: &str| codes(agent.and_then(|agent| agent.get(key)));
    codes(tree.get("purposeOfEvent"))
        .or_else(|| codes(tree.get("authorization")))
        .or_else(|| of_agent("purposeOfUse"))
        .or_else(|| of_agent("authorization"))
}

/// Removes what the event now holds of its actor.
fn forget_actor(tree: &mut Node, index: usize, event: &Event) {
    let Some(agent) = elements_mut(tree, "agent").get_mut(index) else {
        return;
    };
    let actor = &event.actor;
    let held: [(&[&str], Option<&String>); 8] = [
        (&["who", "identifier", "value"], Some(&actor.user)),
        (&["who", "reference"], Some(&actor.user)),
        (&["who", "display"], Some(&actor.user)),
        (&["altId"], Some(&actor.user)),
        (&["who", "display"], actor.name.as_ref()),
        (&["name"], actor.name.as_ref()),
        (&["network", "address"], event.place.client_ip.as_ref()),
        (&["network", "address"], event.place.client_host.as_ref()),
    ];
    for (path, value) in held {
        if value.is_some() && agent.text_at(path).as_ref() == value {
            agent.take_at(path);
        }
    }
    if agent
        .get("network")
        .is_some_and(|network| network.get("address").is_none())
    {
        agent.take("network");
    }
}

/// A patient entity: of type person (1) in role patient (1); R5 has only the role.
fn is_patient(entity: &Node) -> bool {
    let person = entity.get("type").is_none()
        || has_code(entity, "type", "1")
        || has_code(entity, "type", "Patient");
    person && has_code(entity, "role", "1")
}

fn concerns_patient(entity: &Node) -> bool {
    is_patient(entity) || resource_type(entity).as_deref() == Some("Patient")
}

/// The type of resource that an entity refers to.
fn resource_type(entity: &Node) -> Option<String> {
    let reference = entity.text_at(&["what", "reference"])?;
    type_in(&reference).map(str::to_owned)
}

/// `Patient` in `Patient/1`, `http://server/fhir/Patient/1` and `Patient/1/_history/2`.
fn type_in(reference: &str) -> Option<&str> {
    let current = reference.split("/_history/").next()?;
    let (rest, _) = current.rsplit_once('/')?;
    let kind = rest.rsplit('/').next()?;
    kind.starts_with(|c: char| c.is_ascii_uppercase())
        .then_some(kind)
}

fn take_entities(tree: &mut Node, event: &mut Event, called: &Called) {
    let via = called.via(event.kind);
    for entity in elements_mut(tree, "entity") {
        if is_patient(entity) {
            let name = entity
                .text_at(&["name"])
                .or(entity.text_at(&["what", "display"]));
            if let Some(national_id) = take_person(entity, "what") {
                add_subject(
                    event,
                    Subject {
                        national_id,
                        name,
                        via,
                    },
                );
            }
            continue;
        }
        if let Some(text) = entity
            .text_at(&["query"])
            .and_then(|query| base64::text(&query))
        {
            event.query.get_or_insert_default().text.get_or_insert(text);
            entity.take("query");
        } else if has_code(entity, "type", "XrequestId") {
            if let Some(request) = entity.take_text(&["what", "identifier", "value"]) {
                event
                    .extra
                    .insert("request_id".to_owned(), Json::string(&request));
            }
        } else if !has_code(entity, "type", "OperationOutcome") {
            take_thing(entity, event);
            // A person's own resource, read as a thing: that person was looked at.
            if concerns_patient(entity) {
                let reference = entity.text_at(&["what", "reference"]);
                if let Some(national_id) = reference.as_deref().and_then(person_referred_to) {
                    add_subject(
                        event,
                        Subject {
                            national_id,
                            name: None,
                            via,
                        },
                    );
                }
            }
        }
    }
}

fn has_code(node: &Node, key: &str, code: &str) -> bool {
    node.get(key)
        .map(codes_of)
        .unwrap_or_default()
        .iter()
        .any(|stated| stated == code)
}

/// The person that a Reference names: the identifier, else the reference without its version.
/// What the event then holds in full is removed.
fn take_person(node: &mut Node, key: &str) -> Option<NationalId> {
    let value = node.text_at(&[key, "identifier", "value"]);
    if let Some(national_id) = value.as_deref().and_then(act::subject) {
        if value.as_deref() == Some(national_id.reveal()) {
            node.take_at(&[key, "identifier", "value"]);
        }
        return Some(national_id);
    }
    let reference = node.text_at(&[key, "reference"])?;
    let national_id = person_referred_to(&reference)?;
    // Hyphens go out of an id, so that only one without them is held in full.
    if reference == national_id.reveal() {
        node.take_at(&[key, "reference"]);
    }
    Some(national_id)
}

/// A reference without the version of the resource.
fn person_referred_to(reference: &str) -> Option<NationalId> {
    NationalId::new(reference.split("/_history/").next()?)
}

/// The same person named twice is one subject.
fn add_subject(event: &mut Event, subject: Subject) {
    let known = event
        .subjects
        .iter_mut()
        .find(|s| s.national_id == subject.national_id);
    match known {
        Some(known) => known.name = known.name.take().or(subject.name),
        None => event.subjects.push(subject),
    }
}

/// R5 names the person in `patient`.
fn take_patient(tree: &mut Node, event: &mut Event, called: &Called) {
    let name = tree.text_at(&["patient", "display"]);
    if let Some(national_id) = take_person(tree, "patient") {
        add_subject(
            event,
            Subject {
                national_id,
                name,
                via: called.via(event.kind),
            },
        );
    }
}

/// The first thing that is neither person, query nor request.
fn take_thing(entity: &mut Node, event: &mut Event) {
    let object = &mut event.object;
    if object.element.is_some() || object.document.is_some() {
        return;
    }
    let kind = resource_type(entity);
    let named = entity.text_at(&["name"]);
    // Roles 3 (report) and 20 (job) are documents to a reader, whatever resource they are.
    let paper = has_code(entity, "role", "3") || has_code(entity, "role", "20");
    let documents = [
        "DocumentReference",
        "Binary",
        "DocumentManifest",
        "Composition",
    ];
    let images = ["ImagingStudy", "Media", "ImagingSelection"];
    let is = |kinds: &[&str]| kind.as_deref().is_some_and(|kind| kinds.contains(&kind));
    if paper || is(&documents) || is(&images) {
        object.document = entity.get("what").and_then(|what| {
            what.text_at(&["reference"])
                .or(what.text_at(&["identifier", "value"]))
        });
        object.document_type = kind.clone();
    }
    // Types 1 to 4 (person, system object, organisation, other) say nothing of the thing.
    let generic = ["1", "2", "3", "4"]
        .iter()
        .any(|code| has_code(entity, "type", code));
    let stated = entity.get("type").filter(|_| !generic).and_then(words_of);
    object.element = named.or(kind).or(stated);
}

/// What is left goes into `extra` under the names of the resource.
fn keep_rest(tree: Node, version: Version, event: &mut Event) {
    event
        .extra
        .insert("format".to_owned(), Json::string(version.word()));
    let Node::Object(fields) = tree else { return };
    for (name, rest) in fields.into_iter().filter(|(_, rest)| !rest.is_hollow()) {
        let taken = event.extra.contains_key(&name);
        let name = if taken { format!("fhir.{name}") } else { name };
        event.extra.insert(name, rest.to_json());
    }
}
