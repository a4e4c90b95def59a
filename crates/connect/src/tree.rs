//! A document taken apart, so that what a parser does not take is left and can be kept.
//!
//! One rule: a leaf keeps its text as written, so no digit of a number is lost. Parsers `take`
//! what they understand; the rest goes into `extra`.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use tilsyn_domain::{Json, Refusal};

/// How deep a document may be nested.
pub(crate) const DEPTH_MAX: usize = 128;

/// A value: a leaf holds its JSON text.
#[derive(Clone, PartialEq)]
pub(crate) enum Node {
    Leaf(String),
    Object(Vec<(String, Node)>),
    Array(Vec<Node>),
}

impl Node {
    /// Takes JSON text apart.
    pub(crate) fn parse(text: &str, format: &str) -> Result<Node, Refusal> {
        let raw: &RawValue =
            serde_json::from_str(text).map_err(|e| unreadable(&e, text, format))?;
        build(raw, 1)
    }

    pub(crate) fn string(text: &str) -> Node {
        Node::Leaf(Json::string(text).text().to_owned())
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let Node::Object(fields) = self else {
            return None;
        };
        fields
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, node)| node)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let Node::Object(fields) = self else {
            return None;
        };
        fields
            .iter_mut()
            .find(|(name, _)| name == key)
            .map(|(_, node)| node)
    }

    /// The node at the end of a path of keys.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The text at the end of a path of keys; nothing if it is blank.
    pub(crate) fn text_at(&self, path: &[&str]) -> Option<String> {
        self.at(path)?.text().filter(|text| !text.trim().is_empty())
    }

    /// Removes a field.
    pub(crate) fn take(&mut self, key: &str) -> Option<Node> {
        let Node::Object(fields) = self else {
            return None;
        };
        let place = fields.iter().position(|(name, _)| name == key)?;
        Some(fields.remove(place).1)
    }

    /// Removes what is at the end of a path, and the objects that become empty by it.
    pub(crate) fn take_at(&mut self, path: &[&str]) -> Option<Node> {
        let (key, rest) = path.split_first()?;
        if rest.is_empty() {
            return self.take(key);
        }
        let child = self.get_mut(key)?;
        let taken = child.take_at(rest);
        if taken.is_some() && child.is_empty() {
            self.take(key);
        }
        taken
    }

    /// Removes the text at the end of a path; anything but text, or blank text, stays.
    pub(crate) fn take_text(&mut self, path: &[&str]) -> Option<String> {
        self.text_at(path)?;
        self.take_at(path)?.text()
    }

    /// What a string leaf says.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Node::Leaf(raw) if raw.starts_with('"') => serde_json::from_str(raw).ok(),
            _ => None,
        }
    }

    /// A leaf as plain text: a string without quotes, a number or truth value as written.
    pub(crate) fn plain(&self) -> Option<String> {
        match self {
            Node::Leaf(raw) if raw == "null" => None,
            Node::Leaf(raw) if raw.starts_with('"') => self.text(),
            Node::Leaf(raw) => Some(raw.clone()),
            _ => None,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Node::Leaf(raw) if raw == "null")
    }

    /// The elements of an array; anything else is an array of itself.
    pub(crate) fn elements(&self) -> &[Node] {
        match self {
            Node::Array(elements) => elements,
            other => std::slice::from_ref(other),
        }
    }

    /// An object or array with nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Node::Leaf(_) => false,
            Node::Object(fields) => fields.is_empty(),
            Node::Array(elements) => elements.is_empty(),
        }
    }

    /// An object or array that holds nothing but such objects and arrays.
    pub(crate) fn is_hollow(&self) -> bool {
        match self {
            Node::Leaf(_) => false,
            Node::Object(fields) => fields.iter().all(|(_, node)| node.is_hollow()),
            Node::Array(elements) => elements.iter().all(Node::is_hollow),
        }
    }

    /// Refuses a key that stands twice in this object or in one further down.
    pub(crate) fn check_keys(&self, path: &str) -> Result<(), Refusal> {
        match self {
            Node::Leaf(_) => Ok(()),
            Node::Array(elements) => elements.iter().try_for_each(|node| node.check_keys(path)),
            Node::Object(fields) => {
                self.check_own_keys(path)?;
                fields
                    .iter()
                    .try_for_each(|(name, node)| node.check_keys(&join(path, name)))
            }
        }
    }

    /// Refuses a key that stands twice in this very object.
    pub(crate) fn check_own_keys(&self, path: &str) -> Result<(), Refusal> {
        let Node::Object(fields) = self else {
            return Ok(());
        };
        let mut seen = std::collections::HashSet::new();
        match fields.iter().find(|(name, _)| !seen.insert(name)) {
            Some((name, _)) => Err(Refusal::TwiceField {
                field: join(path, name),
            }),
            None => Ok(()),
        }
    }

    /// The JSON text.
    pub(crate) fn write(&self, out: &mut String) {
        match self {
            Node::Leaf(raw) => out.push_str(raw),
            Node::Object(fields) => {
                out.push('{');
                for (place, (name, node)) in fields.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    out.push_str(Json::string(name).text());
                    out.push(':');
                    node.write(out);
                }
                out.push('}');
            }
            Node::Array(elements) => {
                out.push('[');
                for (place, node) in elements.iter().enumerate() {
                    if place > 0 {
                        out.push(',');
                    }
                    node.write(out);
                }
                out.push(']');
            }
        }
    }

    pub(crate) fn to_text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    pub(crate) fn to_json(&self) -> Json {
        Json::from_text(self.to_text()).expect("a tree is written as JSON")
    }

    /// The same with all keys in order, so that equal content gives equal text.
    pub(crate) fn sorted(&self) -> Node {
        match self {
            Node::Leaf(raw) => Node::Leaf(raw.clone()),
            Node::Array(elements) => Node::Array(elements.iter().map(Node::sorted).collect()),
            Node::Object(fields) => {
                let mut fields: Vec<(String, Node)> = fields
                    .iter()
                    .map(|(name, node)| (name.clone(), node.sorted()))
                    .collect();
                fields.sort_by(|one, two| one.0.cmp(&two.0));
                Node::Object(fields)
            }
        }
    }
}

/// Hidden: a value may hold what was looked up.
impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Node(hidden)")
    }
}

/// The refusal for text that is no JSON. Columns are counted in bytes from 1.
pub(crate) fn unreadable(error: &serde_json::Error, text: &str, format: &str) -> Refusal {
    let mut column = error.column() as u64;
    for line in text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
    {
        column += line.len() as u64;
    }
    Refusal::NotReadable {
        format: format.to_owned(),
        column,
    }
}

/// UTF-8, or where it stops being so.
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str, Refusal> {
    std::str::from_utf8(bytes).map_err(|e| Refusal::NotUtf8 {
        at: e.valid_up_to() as u64,
    })
}

/// Whether brackets stand deeper than `DEPTH_MAX`; strings are jumped over.
pub(crate) fn too_deep(bytes: &[u8]) -> bool {
    if bytes
        .iter()
        .filter(|byte| matches!(byte, b'{' | b'['))
        .count()
        <= DEPTH_MAX
    {
        return false;
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match (in_string, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (true, b'"') => in_string = false,
            (true, _) => {}
            (false, b'"') => in_string = true,
            (false, b'{' | b'[') => depth += 1,
            (false, b'}' | b']') => depth = depth.saturating_sub(1),
            (false, _) => {}
        }
        if depth > DEPTH_MAX {
            return true;
        }
    }
    false
}

/// The path of a key within an object: `actor.user`.
pub(crate) fn join(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn build(raw: &RawValue, depth: usize) -> Result<Node, Refusal> {
    let broken = |e: serde_json::Error| unreadable(&e, raw.get(), "JSON");
    match raw.get().as_bytes().first() {
        Some(b'{' | b'[') if depth > DEPTH_MAX => Err(Refusal::TooDeep),
        Some(b'{') => {
            let Fields(fields) = serde_json::from_str(raw.get()).map_err(broken)?;
            let fields = fields.into_iter();
            let nodes: Result<Vec<_>, Refusal> = fields
                .map(|(name, value)| Ok((name.into_owned(), build(value, depth + 1)?)))
                .collect();
            Ok(Node::Object(nodes?))
        }
        Some(b'[') => {
            let Elements(elements) = serde_json::from_str(raw.get()).map_err(broken)?;
            let nodes: Result<Vec<_>, Refusal> = elements
                .into_iter()
                .map(|value| build(value, depth + 1))
                .collect();
            Ok(Node::Array(nodes?))
        }
        _ => Ok(Node::Leaf(raw.get().to_owned())),
    }
}

struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);
struct Elements<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Fields<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}

impl<'de> Deserialize<'de> for Elements<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Elements<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = seq.next_element::<&RawValue>()? {
                    elements.push(element);
                }
                Ok(Elements(elements))
            }
        }
        deserializer.deserialize_seq(Visit)
    }
}

/// A type error at a field, in the words of the contract.
pub(crate) fn bad(field: &str, expected: &str) -> Refusal {
    Refusal::BadField {
        field: field.to_owned(),
        expected: expected.to_owned(),
    }
}

/// A missing field.
pub(crate) fn missing(field: &str) -> Refusal {
    Refusal::MissingField {
        field: field.to_owned(),
    }
}

/// The refusal for a text that should be a time.
pub(crate) fn bad_time(field: &str, why: tilsyn_domain::time::TimeError) -> Refusal {
    use tilsyn_domain::time::TimeError;
    let field = field.to_owned();
    match why {
        TimeError::NotATime => bad(&field, "an RFC 3339 time"),
        TimeError::NoOffset => Refusal::NoOffset { field },
        TimeError::OutOfRange => Refusal::TimeOutOfRange { field },
    }
}
