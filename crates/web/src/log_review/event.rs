//! One event, whole: everything the source sent, and its place in the ledger.

use askama::Template;
use tilsyn_app::log_review::view::HistoryEvent;
use tilsyn_app::permit::{AskErasure, HoldEvents, ProveEvent, ReadHistory, TakeCaseStep, ask};
use tilsyn_app::{Desk, Form, Problem};
use tilsyn_domain::event::{Actor, Event};
use tilsyn_domain::question::account_text;
use tilsyn_domain::{Stamp, Zone};

use crate::asked::Asked;
use crate::explanations;
use crate::frame::{Frame, Place};
use crate::handles::Handles;
use crate::list::table::Pair;
use crate::log_review::difference::difference;
use crate::log_review::{changes, history};
use crate::masked::{masked_of, without_id};
use crate::people::{View, Who, unit_names};
use crate::reply::{Reply, html};
use crate::words::Words;

/// `GET /{language}/event/{leaf}`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadHistory>(asked.principal(), asked.form)?;
    let Ok(leaf) = asked.last().parse() else {
        return Ok(Reply::Missing);
    };
    if matches!(asked.form, Form::Csv | Form::Xlsx) {
        return Ok(Reply::Missing);
    }
    let event = desk.event(&permit, leaf)?;
    match asked.form {
        Form::Page | Form::Command => Ok(Reply::Page(render(&event, asked, desk))),
        Form::Json => {
            let data = history::event_data(&event, None, desk);
            Ok(Reply::Json(data.to_string().into_bytes()))
        }
        _ => Ok(Reply::Missing),
    }
}

#[derive(Template)]
#[template(path = "log_review/event.html")]
struct EventPage {
    frame: Frame,
    heading: String,
    detail: String,
    groups: Vec<Group>,
    people: Vec<OnePerson>,
    /// Why the look was expected, or that nothing says so; empty where that is not asked.
    expected: Vec<String>,
    pairs: Vec<Pair>,
    same: String,
    contents: Vec<Fact>,
    /// Where evidence of it is made; empty for those who may not.
    proof: String,
    /// Where it is put to a case about whoever acted; empty for those who may not.
    case: String,
    /// Where it is held, so that it is not erased; empty for those who may not.
    hold: String,
    /// Where one asks that it, or parts of it, be erased; empty for those who may not.
    erasure: String,
    fair: String,
}

/// A part of the event, such as who acted.
struct Group {
    title: String,
    facts: Vec<Fact>,
}

struct Fact {
    label: String,
    value: String,
    href: String,
}

struct OnePerson {
    who: Who,
    id: String,
    units: String,
    via: String,
}

/// Gathers the facts of a group; what the source did not send is left out.
struct Facts {
    words: Words,
    facts: Vec<Fact>,
}

impl Facts {
    fn new(words: Words) -> Facts {
        Facts {
            words,
            facts: Vec::new(),
        }
    }

    fn add(mut self, key: &str, value: Option<&str>) -> Facts {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            let label = self.words.say(key);
            self.facts.push(Fact {
                label,
                value: value.to_owned(),
                href: String::new(),
            });
        }
        self
    }

    fn link(mut self, key: &str, who: &Who) -> Facts {
        let (label, value) = (self.words.say(key), who.name.clone());
        self.facts.push(Fact {
            label,
            value,
            href: who.href.clone(),
        });
        self
    }

    fn group(self, title: &str) -> Group {
        Group {
            title: self.words.say(title),
            facts: self.facts,
        }
    }
}

pub(crate) fn render(event: &HistoryEvent, asked: &Asked, handles: &dyn Handles) -> String {
    let words = asked.words();
    let act = &event.event;
    let zone = asked.zone();
    let mut groups = vec![
        what(event, words, zone),
        who(event, asked, handles),
        place(act, words),
    ];
    groups.extend(others(event, words, zone));
    groups.retain(|group| !group.facts.is_empty());
    let changed = act.change.as_ref().map(difference).unwrap_or_default();
    let contents = act.change.as_ref().map(|change| {
        let side =
            |json: &Option<tilsyn_domain::Json>| json.as_ref().map(|json| json.text().to_owned());
        let facts = Facts::new(words)
            .add("changes-file-before", side(&change.before).as_deref())
            .add("changes-file-after", side(&change.after).as_deref());
        facts.facts
    });
    let kind = history::kind_name(act.kind, words);
    html(&EventPage {
        frame: Frame::of(asked, Place::Log, words.say("event-title")),
        heading: kind,
        detail: words.figures().exact(zone, act.time.at),
        groups,
        people: people(event, asked, handles),
        expected: expected(event, words),
        pairs: changes::pairs(event, words),
        same: if changed.same > 0 {
            words.count("changes-same", changed.same)
        } else {
            String::new()
        },
        contents: contents.unwrap_or_default(),
        proof: match ask::<ProveEvent>(asked.principal(), Form::Page) {
            Ok(_) => asked.to(&format!("/event/{}/proof", event.leaf)),
            Err(_) => String::new(),
        },
        case: match ask::<TakeCaseStep>(asked.principal(), Form::Page) {
            Ok(_) => asked.to_with("/cases/open", &[("event", event.leaf.to_string())]),
            Err(_) => String::new(),
        },
        hold: match ask::<HoldEvents>(asked.principal(), Form::Page) {
            Ok(_) => asked.to_with("/erasures/holds", &[("event", event.leaf.to_string())]),
            Err(_) => String::new(),
        },
        erasure: match ask::<AskErasure>(asked.principal(), Form::Page) {
            Ok(_) => asked.to(&format!("/event/{}/erasure", event.leaf)),
            Err(_) => String::new(),
        },
        fair: format!("{} {}", words.say("made-fair"), words.say("made-logged")),
    })
}

/// A sentence for each explanation, in the order of the rules.
fn expected(event: &HistoryEvent, words: Words) -> Vec<String> {
    let Some(explanations) = &event.explanations else {
        return Vec::new();
    };
    if explanations.is_empty() {
        return vec![words.say("event-unexplained")];
    }
    let mut sentences: Vec<String> = Vec::new();
    for explanation in explanations {
        let sentence = explanations::sentence(explanation, words);
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences
}

fn what(event: &HistoryEvent, words: Words, zone: &Zone) -> Group {
    let act = &event.event;
    let object = &act.object;
    let end = act.end.map(|end| words.figures().exact(zone, end.at));
    let outcome = history::outcome_name(act.outcome, words);
    let remarks = history::remark_words(event, words).join(" · ");
    let number = words.figures().whole(event.leaf);
    let seq = act.seq.map(|seq| seq.to_string());
    Facts::new(words)
        .add("event-time-stated", Some(&act.time.text()))
        .add("event-end", end.as_deref())
        .add("history-file-outcome", Some(&outcome))
        .add("history-col-remark", Some(&remarks))
        .add("history-file-element", object.element.as_deref())
        .add("event-folder", object.folder_type.as_deref())
        .add("history-file-document", object.document.as_deref())
        .add("event-document-type", object.document_type.as_deref())
        .add(
            "event-image",
            object.image.then(|| words.say("word-yes")).as_deref(),
        )
        .add("history-file-source", Some(&act.source))
        .add("history-file-id", Some(&act.id))
        .add("event-running-number", seq.as_deref())
        .add("event-leaf", Some(&number))
        .group("event-what")
}

fn who(event: &HistoryEvent, asked: &Asked, handles: &dyn Handles) -> Group {
    let words = asked.words();
    let act = &event.event;
    let account = account_text(&act.source, &act.actor.user);
    let units = unit_names(&event.actor_units, words);
    let person = Who::of(&event.actor, View::User, asked, handles);
    let behalf = act.actor.on_behalf_of.as_deref();
    let behalf = behalf.map(|actor| stated(actor, event));
    let stated = stated(&act.actor, event);
    Facts::new(words)
        .link("history-col-user", &person)
        .add(
            "statement-file-employee",
            event.actor.card.employee_no.as_deref(),
        )
        .add("history-file-user-units", Some(&units))
        .add("history-file-account", Some(&account))
        .add("event-stated", Some(&stated))
        .add("event-role", act.actor.role.as_deref())
        .add("event-on-behalf", behalf.as_deref())
        .group("event-who")
}

/// The actor as the source states it.
fn stated(actor: &Actor, event: &HistoryEvent) -> String {
    let id = actor.national_id.as_ref();
    let id = id.map(|id| masked_of(id, event.protects(id)));
    let parts = [
        actor.name.as_deref(),
        actor.employee_no.as_deref(),
        actor.unit.as_deref(),
        id.as_deref(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("{}: {}", actor.user, parts.join(" · "))
    }
}

fn place(act: &Event, words: Words) -> Group {
    let place = &act.place;
    Facts::new(words)
        .add("history-file-application", place.application.as_deref())
        .add("event-module", place.module.as_deref())
        .add("history-file-screen", place.screen.as_deref())
        .add("elements-tab", place.tab.as_deref())
        .add("elements-report", place.report.as_deref())
        .add("logons-col-server", place.server.as_deref())
        .add("history-file-pc", place.client_host.as_deref())
        .add("event-ip", place.client_ip.as_deref())
        .add("logons-file-os", place.os_user.as_deref())
        .add("logons-file-base", place.base_user.as_deref())
        .add("event-session", place.session.as_deref())
        .group("event-where")
}

/// Transfer, query, access, need, and whatever else the source sent.
fn others(event: &HistoryEvent, words: Words, zone: &Zone) -> Vec<Group> {
    let act = &event.event;
    let shown = |id: &tilsyn_domain::NationalId| masked_of(id, event.protects(id));
    let time = |stamp: Option<Stamp>| stamp.map(|stamp| words.figures().exact(zone, stamp.at));
    let mut groups = Vec::new();
    if let Some(transfer) = &act.transfer {
        let kin: Vec<String> = transfer
            .kin
            .iter()
            .map(|kin| {
                let relation = kin.relation.as_deref().unwrap_or_default();
                let relation = relation_name(relation, words);
                format!("{relation} {}", shown(&kin.national_id))
                    .trim()
                    .to_owned()
            })
            .collect();
        groups.push(
            Facts::new(words)
                .add("event-transfer-first", time(transfer.first_at).as_deref())
                .add(
                    "event-transfer-updated",
                    time(transfer.updated_at).as_deref(),
                )
                .add("event-transfer-kin", Some(&kin.join(", ")))
                .group("kind-register-transfer"),
        );
    }
    if let Some(query) = &act.query {
        let rows = query.rows.map(|rows| words.figures().whole(rows));
        let criteria = query.criteria.iter();
        let criteria: Vec<String> = criteria.map(|one| criterion(one, event)).collect();
        groups.push(
            Facts::new(words)
                .add("event-query-text", query.text.as_deref())
                .add("event-query-criteria", Some(&criteria.join("; ")))
                .add("event-query-dimensions", Some(&query.dimensions.join(", ")))
                .add("event-query-measures", Some(&query.measures.join(", ")))
                .add("event-query-rows", rows.as_deref())
                .group("event-query"),
        );
    }
    let why = &act.why;
    let emergency = why.break_glass.then(|| words.say("history-break-glass"));
    groups.push(
        Facts::new(words)
            .add("event-purpose", why.purpose.as_deref())
            .add("event-case", why.case.as_deref())
            .add("event-legal-basis", why.legal_basis.as_deref())
            .add("event-reason", why.reason.as_deref())
            .add("history-col-remark", emergency.as_deref())
            .group("event-why"),
    );
    let extra = act.extra.iter().map(|(name, value)| Fact {
        label: name.clone(),
        value: value.plain(),
        href: String::new(),
    });
    groups.push(Group {
        title: words.say("event-extra"),
        facts: extra.collect(),
    });
    groups
}

/// What a next of kin is, in words; a relation that the source calls otherwise as it came.
fn relation_name(relation: &str, words: Words) -> String {
    let key = format!("relation-{relation}");
    let named = Some(key).filter(|_| !relation.is_empty());
    let named = named.and_then(|key| words.try_say(&key));
    named.unwrap_or_else(|| relation.to_owned())
}

fn criterion(criterion: &tilsyn_domain::event::Criterion, event: &HistoryEvent) -> String {
    let value = criterion.value.as_ref();
    let value = value.map(|json| sought(json, event));
    let parts = [
        criterion.field.as_deref(),
        criterion.op.as_deref(),
        value.as_deref(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What was sought, several with commas between; a national id among it is masked.
fn sought(json: &tilsyn_domain::Json, event: &HistoryEvent) -> String {
    let one = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => without_id(text, &event.protected),
        other => without_id(&other.to_string(), &event.protected),
    };
    match json.value() {
        Some(serde_json::Value::Array(values)) => {
            let all: Vec<String> = values.iter().map(one).collect();
            all.join(", ")
        }
        Some(value) => one(&value),
        None => String::new(),
    }
}

fn people(event: &HistoryEvent, asked: &Asked, handles: &dyn Handles) -> Vec<OnePerson> {
    let words = asked.words();
    let via = |id: &tilsyn_domain::NationalId| {
        let subject = event
            .event
            .subjects
            .iter()
            .find(|subject| subject.national_id == *id);
        subject
            .map(|subject| history::via_name(subject.via, words))
            .unwrap_or_default()
    };
    event
        .subjects
        .iter()
        .map(|subject| {
            let id = match &subject.named.identity {
                tilsyn_domain::Identity::Person(id) => Some(id),
                tilsyn_domain::Identity::Account { .. } => None,
            };
            OnePerson {
                who: Who::of(&subject.named, View::Person, asked, handles),
                id: id
                    .map(|id| masked_of(id, subject.named.card.is_protected))
                    .unwrap_or_default(),
                units: unit_names(&subject.units, words),
                via: id.map(via).unwrap_or_default(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, MadeUpHandles, check_page};

    #[test]
    fn next_of_kin_are_told_in_the_readers_words() {
        let named = |relation| Language::ALL.map(|tag| relation_name(relation, Words::of(tag)));
        assert_eq!(named("mother"), ["Mor", "Mor", "Mor", "Mother"]);
        assert_eq!(named("MOR"), ["MOR"; 4], "the source's own words stay");
        assert_eq!(named(""), [""; 4]);
    }

    #[test]
    fn an_id_that_was_sought_is_masked() {
        let mut event = made_up::events().swap_remove(0);
        let told = |json: serde_json::Value, event: &HistoryEvent| {
            let sought = serde_json::from_value(json).expect("a criterion");
            criterion(&sought, event)
        };
        let id = serde_json::json!({"field": "fnr", "op": "=", "value": ["01817010055"]});
        assert_eq!(told(id.clone(), &event), "fnr = 018170•••••");
        event.protected = vec![tilsyn_domain::NationalId::new("01817010055").expect("an id")];
        assert_eq!(told(id, &event), "fnr = •••••••••••", "no digit of it");
        let name = serde_json::json!({"field": "navn", "op": "like", "value": "Ås%"});
        assert_eq!(told(name, &event), "navn like Ås%");
    }

    #[test]
    fn every_kind_of_event_is_whole_in_four_languages() {
        for language in Language::ALL {
            for event in made_up::events() {
                let path = format!("/{}/event/{}", language.tag(), event.leaf);
                let html = render(&event, &testing::asked(&path), &MadeUpHandles);
                check_page(&html, &path);
                assert!(html.contains("CTX-02") && html.contains("personreg"));
                assert!((0..8).all(|person| !html.contains(made_up::id(person).reveal())));
            }
        }
    }
}
