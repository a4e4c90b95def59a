//! FHIR `AuditEvent` in JSON: DSTU2, STU3, R4 and R5, told apart by their shape.
//!
//! The older shapes are brought into that of R4 first (`shape`), then one reading serves all
//! (`reading`). What is taken leaves the tree; what is left is kept in `extra`, field by field,
//! as the source wrote it.

mod reading;
mod shape;

use serde::Deserialize;
use serde_json::value::RawValue;
use tilsyn_domain::{Event, Refusal};

use crate::SourceRecord;
use crate::tree::{Node, missing, too_deep, utf8};

/// The records of a piece of input: a resource, or the resources of a Bundle or an array.
pub(crate) fn records(bytes: &[u8]) -> Vec<SourceRecord<'_>> {
    let within = if too_deep(bytes) { None } else { within(bytes) };
    match within.filter(|resources| !resources.is_empty()) {
        Some(resources) => resources
            .into_iter()
            .map(|resource| SourceRecord {
                bytes: resource,
                result: parse(resource),
            })
            .collect(),
        None => vec![SourceRecord {
            bytes,
            result: parse(bytes),
        }],
    }
}

#[derive(Deserialize)]
struct Bundle<'a> {
    #[serde(rename = "resourceType")]
    resource_type: String,
    #[serde(borrow)]
    entry: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    resource: &'a RawValue,
}

/// The resources within a Bundle or an array; `None` if the piece is neither. An entry without
/// resource is given whole, to be refused rather than lost.
fn within(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    if bytes.first() == Some(&b'[') {
        let elements: Vec<&RawValue> = serde_json::from_slice(bytes).ok()?;
        return Some(
            elements
                .into_iter()
                .map(|element| element.get().as_bytes())
                .collect(),
        );
    }
    memchr::memmem::find(bytes, b"\"entry\"")?;
    let bundle: Bundle<'_> = serde_json::from_slice(bytes).ok()?;
    let entries = bundle.entry.into_iter().map(resource_of);
    (bundle.resource_type == "Bundle").then(|| entries.collect())
}

fn resource_of(entry: &RawValue) -> &[u8] {
    let inner = serde_json::from_str::<Entry<'_>>(entry.get()).ok();
    inner
        .map_or(entry.get(), |inner| inner.resource.get())
        .as_bytes()
}

/// The one event of a resource.
fn parse(bytes: &[u8]) -> Result<Vec<Event>, Refusal> {
    if too_deep(bytes) {
        return Err(Refusal::TooDeep);
    }
    let mut tree = Node::parse(utf8(bytes)?, "JSON")?;
    if !matches!(tree, Node::Object(_)) {
        return Err(Refusal::NotReadable {
            format: "JSON object".to_owned(),
            column: 1,
        });
    }
    let kind = tree
        .text_at(&["resourceType"])
        .ok_or_else(|| missing("resourceType"))?;
    if kind != "AuditEvent" {
        return Err(Refusal::NotAnEvent {
            what: kind.chars().take(80).collect(),
        });
    }
    tree.check_keys("")?;
    let content = tree.sorted().to_text();
    let version = shape::bring_to_r4(&mut tree);
    let event = reading::event(tree, version, content.as_bytes())?;
    event.check()?;
    Ok(vec![event])
}

#[cfg(test)]
mod tests;
