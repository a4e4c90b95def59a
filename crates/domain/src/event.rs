//! One access event: one act by one actor, towards zero or more people (formats.md, section 1).
//!
//! The field names are the contract with other tools: added to, never renamed. What a source
//! sends beyond them is in `extra`. Not here: reading foreign formats (`connect`).

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

use crate::json::Json;
use crate::national_id::NationalId;
use crate::refusal::Refusal;
use crate::time::Stamp;

/// Longest `id`, in characters.
pub const ID_CHARS_MAX: usize = 200;
/// Longest `source`, in characters.
pub const SOURCE_CHARS_MAX: usize = 64;
/// Longest input line or message, in bytes.
pub const RECORD_BYTES_MAX: usize = 1 << 20;

/// One act by one actor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// The source's own id, unique within the source.
    pub id: String,
    pub source: String,
    /// The source's own running number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    pub time: Stamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<Stamp>,
    pub kind: Kind,
    #[serde(
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "is_default"
    )]
    pub outcome: Outcome,
    pub actor: Actor,
    #[serde(
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "is_default"
    )]
    pub place: Place,
    #[serde(
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub subjects: Vec<Subject>,
    #[serde(
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "is_default"
    )]
    pub object: Object,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<Query>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<AccessChange>,
    #[serde(
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "is_default"
    )]
    pub why: Why,
    #[serde(
        default,
        deserialize_with = "each_key_once",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub extra: BTreeMap<String, Json>,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Kind {
    Logon = 1,
    Logoff,
    LogonFailed,
    Lookup,
    List,
    Search,
    Change,
    DocumentView,
    ImageView,
    RegisterTransfer,
    RegisterLookup,
    OwnRecord,
    AccessChange,
    ReportRun,
    Export,
    Print,
    Disclosure,
    Heartbeat,
}

impl Kind {
    pub const ALL: [Kind; 18] = [
        Kind::Logon,
        Kind::Logoff,
        Kind::LogonFailed,
        Kind::Lookup,
        Kind::List,
        Kind::Search,
        Kind::Change,
        Kind::DocumentView,
        Kind::ImageView,
        Kind::RegisterTransfer,
        Kind::RegisterLookup,
        Kind::OwnRecord,
        Kind::AccessChange,
        Kind::ReportRun,
        Kind::Export,
        Kind::Print,
        Kind::Disclosure,
        Kind::Heartbeat,
    ];

    /// The word in the contract.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Kind::Logon => "logon",
            Kind::Logoff => "logoff",
            Kind::LogonFailed => "logon_failed",
            Kind::Lookup => "lookup",
            Kind::List => "list",
            Kind::Search => "search",
            Kind::Change => "change",
            Kind::DocumentView => "document_view",
            Kind::ImageView => "image_view",
            Kind::RegisterTransfer => "register_transfer",
            Kind::RegisterLookup => "register_lookup",
            Kind::OwnRecord => "own_record",
            Kind::AccessChange => "access_change",
            Kind::ReportRun => "report_run",
            Kind::Export => "export",
            Kind::Print => "print",
            Kind::Disclosure => "disclosure",
            Kind::Heartbeat => "heartbeat",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The kind of a number in a column.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| *kind as u8 == number)
    }

    /// Whether a permitted event of this kind towards a person shown is a lookup (formats.md,
    /// section 4).
    #[must_use]
    pub fn looks_up(self) -> bool {
        matches!(self, Kind::Lookup | Kind::DocumentView | Kind::ImageView)
    }
}

/// Whether the source let it happen.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Outcome {
    #[default]
    Permit,
    Deny,
    Error,
}

/// Who acted, as the source states it; the directory decides what holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// User name in the source.
    pub user: String,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "empty_is_none"
    )]
    pub national_id: Option<NationalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee_no: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// A system user or an interface, not a person.
    #[serde(
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "is_default"
    )]
    pub system: bool,
    /// The one on whose behalf it was done.
    #[serde(rename = "for", default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<Box<Actor>>,
}

/// Where in the source, and from which machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Place {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub screen: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tab: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<String>,
    /// May be a Citrix server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// PC name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_host: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os_user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
}

impl Place {
    /// The machine it was done from: PC name, 0x1F, network address; `None` without either.
    #[must_use]
    pub fn client(&self) -> Option<String> {
        let (host, address) = (self.client_host.as_deref(), self.client_ip.as_deref());
        let known = host.is_some() || address.is_some();
        known.then(|| {
            format!(
                "{}\u{1f}{}",
                host.unwrap_or_default(),
                address.unwrap_or_default()
            )
        })
    }
}

/// A person the event concerns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subject {
    pub national_id: NationalId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(
        default,
        deserialize_with = "null_is_default",
        skip_serializing_if = "is_default"
    )]
    pub via: Via,
}

/// How a person came into an event.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Via {
    #[default]
    Shown,
    Listed,
    Criterion,
    Kin,
    Disclosed,
}

/// What was seen or touched.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Object {
    /// Information element: field group, screen part, report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub folder_type: Option<String>,
    /// Exactly which document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_type: Option<String>,
    /// A picture of a person.
    #[serde(
        deserialize_with = "null_is_default",
        skip_serializing_if = "is_default"
    )]
    pub image: bool,
}

/// Complete content before and after a change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Change {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// Whether a change was made on a screen or came through an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Screen,
    Interface,
}

/// A transfer from the population register.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Transfer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_at: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Stamp>,
    /// Next of kin that came along.
    #[serde(
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub kin: Vec<Kin>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kin {
    pub national_id: NationalId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
}

/// A BI query or a free one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Query {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub criteria: Vec<Criterion>,
    #[serde(
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub dimensions: Vec<String>,
    #[serde(
        deserialize_with = "null_is_default",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub measures: Vec<String>,
    /// How many rows came back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Criterion {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub op: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Json>,
}

/// A grant, change or end of somebody's access (H7.1).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AccessChange {
    /// The account whose access changes.
    pub user: String,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "empty_is_none"
    )]
    pub national_id: Option<NationalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entitlement: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// `grant`, `change`, `revoke` or `expire`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub op: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ordered_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
}

/// What the source recorded about the need.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Why {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_basis: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(
        deserialize_with = "null_is_default",
        skip_serializing_if = "is_default"
    )]
    pub break_glass: bool,
}

impl Event {
    /// An event with what every event needs, and nothing else.
    #[must_use]
    pub fn new(source: &str, id: &str, time: Stamp, kind: Kind, user: &str) -> Event {
        Event {
            id: id.to_owned(),
            source: source.to_owned(),
            seq: None,
            time,
            end: None,
            kind,
            outcome: Outcome::Permit,
            actor: Actor {
                user: user.to_owned(),
                ..Actor::default()
            },
            place: Place::default(),
            subjects: Vec::new(),
            object: Object::default(),
            change: None,
            transfer: None,
            query: None,
            access: None,
            why: Why::default(),
            extra: BTreeMap::new(),
        }
    }

    /// Checks the limits of the contract that the types do not hold.
    ///
    /// # Errors
    /// The first field that breaks one.
    pub fn check(&self) -> Result<(), Refusal> {
        let within = |field: &str, text: &str, max: usize| {
            let chars = text.chars().count();
            if chars >= 1 && chars <= max {
                return Ok(());
            }
            let (field, expected) = (field.to_owned(), format!("1 to {max} characters"));
            Err(Refusal::BadField { field, expected })
        };
        within("id", &self.id, ID_CHARS_MAX)?;
        within("source", &self.source, SOURCE_CHARS_MAX)?;
        if self.source.contains('\0') {
            // Sources are told apart by name in the registry, which keeps no zero byte.
            let field = "source".to_owned();
            return Err(Refusal::ZeroByte { field });
        }
        within("actor.user", &self.actor.user, RECORD_BYTES_MAX)?;
        self.check_statement()
    }

    /// This event, and one for each next of kin that came along with a transfer: id
    /// `<id>#kin<n>` counted from 1, `via` kin, linked by `extra.transfer_of` (H4).
    #[must_use]
    pub fn with_kin(self) -> Vec<Event> {
        let kin = self
            .transfer
            .as_ref()
            .map(|transfer| transfer.kin.clone())
            .unwrap_or_default();
        let kin = kin.into_iter().zip(1..);
        let mut events: Vec<Event> = kin.map(|(who, n)| self.for_kin(n, who)).collect();
        events.insert(0, self);
        events
    }

    fn for_kin(&self, n: usize, relative: Kin) -> Event {
        let mut event = self.clone();
        event.id = format!("{}#kin{n}", self.id);
        event.seq = None;
        event.subjects = vec![Subject {
            national_id: relative.national_id,
            name: None,
            via: Via::Kin,
        }];
        if let Some(transfer) = event.transfer.as_mut() {
            transfer.kin.clear();
        }
        event
            .extra
            .insert("transfer_of".to_owned(), Json::string(&self.id));
        if let Some(relation) = relative.relation {
            event
                .extra
                .insert("relation".to_owned(), Json::string(&relation));
        }
        event
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Many exporters write `null` for "nothing".
fn null_is_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A key that stands twice would lose one of its values in silence, so it is refused.
fn each_key_once<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Json>, D::Error> {
    struct Once;
    impl<'de> serde::de::Visitor<'de> for Once {
        type Value = BTreeMap<String, Json>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(BTreeMap::new())
        }

        fn visit_none<E>(self) -> Result<Self::Value, E> {
            Ok(BTreeMap::new())
        }

        fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self::Value, D::Error> {
            inner.deserialize_map(self)
        }

        fn visit_map<A: serde::de::MapAccess<'de>>(
            self,
            mut map: A,
        ) -> Result<Self::Value, A::Error> {
            let mut kept = BTreeMap::new();
            while let Some((key, value)) = map.next_entry::<String, Json>()? {
                if kept.insert(key, value).is_some() {
                    return Err(serde::de::Error::custom("a key stands twice in extra"));
                }
            }
            Ok(kept)
        }
    }
    deserializer.deserialize_option(Once)
}

/// An empty national id of an actor is no national id.
fn empty_is_none<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NationalId>, D::Error> {
    let text: Option<std::borrow::Cow<'de, str>> = Option::deserialize(deserializer)?;
    Ok(text.and_then(|text| NationalId::new(&text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transfer_with_two_next_of_kin_gives_three_linked_events() {
        let event: Event = serde_json::from_str(
            r#"{"id":"t1","source":"p3","time":"2026-01-02T08:00:00+01:00",
                "kind":"register_transfer",
                "actor":{"user":"kari"},"subjects":[{"national_id":"01928500012"}],
                "transfer":{"kin":[{"national_id":"1","relation":"mother"},{"national_id":"2"}]}}"#,
        )
        .expect("an event");
        let events = event.with_kin();
        let ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
        assert_eq!(ids, ["t1", "t1#kin1", "t1#kin2"]);
        assert_eq!(events[2].subjects[0].via, Via::Kin);
        assert_eq!(events[1].extra["transfer_of"].text(), "\"t1\"");
    }

    #[test]
    fn what_was_read_is_written_again() {
        let text = concat!(
            r#"{"id":"1","source":"s","time":"2026-01-02T08:00:00.000+01:00","kind":"change","#,
            r#""actor":{"user":"u","for":{"user":"v"}},"#,
            r#""change":{"before":{"b":1.50},"origin":"screen"},"extra":{"x":null}}"#
        );
        let event: Event = serde_json::from_str(text).expect("an event");
        assert_eq!(serde_json::to_string(&event).expect("writes"), text);
    }
}
