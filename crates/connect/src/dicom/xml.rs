//! One `AuditMessage` element as a tree: attributes as fields, children as lists.
//!
//! One rule: nothing is expanded but the five entities of XML and characters by number; a
//! document type or any other entity is refused, so no bomb and no file from elsewhere.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use tilsyn_domain::{Json, Refusal};

use crate::tree::{DEPTH_MAX, Node, join, utf8};

/// Distinct attributes and children of one element; the standard has some thirty.
const FIELDS_MAX: usize = 256;

/// Takes the message apart; `ahead` bytes stood before it on its line.
pub(crate) fn parse(message: &[u8], ahead: usize) -> Result<Node, Refusal> {
    let text = utf8(message).map_err(|refusal| match refusal {
        Refusal::NotUtf8 { at } => Refusal::NotUtf8 {
            at: at + ahead as u64,
        },
        other => other,
    })?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<Element> = Vec::new();
    loop {
        let at = reader.buffer_position();
        let wrong = || Refusal::NotReadable {
            format: "XML".to_owned(),
            column: at + ahead as u64 + 1,
        };
        match reader.read_event().map_err(|_| wrong())? {
            Event::Start(tag) => {
                if open.len() >= DEPTH_MAX {
                    return Err(Refusal::TooDeep);
                }
                open.push(Element::new(&tag, &path(&open)).ok_or_else(wrong)??);
                check_root(&open)?;
            }
            Event::Empty(tag) => {
                open.push(Element::new(&tag, &path(&open)).ok_or_else(wrong)??);
                check_root(&open)?;
                if let Some(root) = close(&mut open).ok_or_else(wrong)? {
                    return end(&mut reader, root, ahead);
                }
            }
            Event::End(_) => {
                if let Some(root) = close(&mut open).ok_or_else(wrong)? {
                    return end(&mut reader, root, ahead);
                }
            }
            Event::Text(piece) => add_text(&mut open, &piece).ok_or_else(wrong)?,
            Event::CData(piece) => add_text(&mut open, &piece).ok_or_else(wrong)?,
            Event::GeneralRef(entity) => {
                let known = resolved(&entity).ok_or_else(wrong)?;
                add_text(&mut open, &known).ok_or_else(wrong)?;
            }
            Event::DocType(_) | Event::Eof => return Err(wrong()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

struct Element {
    name: String,
    fields: Vec<(String, Node)>,
    text: String,
}

impl Element {
    /// `None` if the attributes are no XML, or too many.
    fn new(tag: &BytesStart<'_>, path: &str) -> Option<Result<Element, Refusal>> {
        let name = tag.local_name().as_ref().to_owned();
        let mut fields: Vec<(String, Node)> = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute.ok()?;
            let key = attribute.key.as_ref().to_owned();
            if fields.iter().any(|(taken, _)| *taken == key) {
                let field = join(&join(path, &name), &key);
                return Some(Err(Refusal::TwiceField { field }));
            }
            let value = quick_xml::escape::unescape(&attribute.value).ok()?;
            fields.push((key, Node::string(&value)));
            if fields.len() > FIELDS_MAX {
                return None;
            }
        }
        Some(Ok(Element {
            name,
            fields,
            text: String::new(),
        }))
    }
}

/// The document must be an audit message; anything else is named.
fn check_root(open: &[Element]) -> Result<(), Refusal> {
    match open {
        [root] if root.name != "AuditMessage" => {
            let what = root.name.chars().take(80).collect();
            Err(Refusal::NotAnEvent { what })
        }
        _ => Ok(()),
    }
}

fn path(open: &[Element]) -> String {
    open.iter()
        .skip(1)
        .fold(String::new(), |path, element| join(&path, &element.name))
}

/// `None` if text stands outside every element.
fn add_text(open: &mut [Element], text: &str) -> Option<()> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() => {}
        None => return None,
    }
    Some(())
}

/// Closes the innermost element; gives the root when that is it. `None` if none is open, or
/// its parent has too many.
fn close(open: &mut Vec<Element>) -> Option<Option<Node>> {
    let mut element = open.pop()?;
    let text = element.text.trim();
    if !text.is_empty() {
        element.fields.push((
            "text".to_owned(),
            Node::Leaf(Json::string(text).text().to_owned()),
        ));
    }
    let name = element.name;
    let node = Node::Object(element.fields);
    let Some(parent) = open.last_mut() else {
        return Some(Some(node));
    };
    // A child never takes the place of an attribute of the same name.
    let listed = |(field, node): &(String, Node)| *field == name && matches!(node, Node::Array(_));
    let list = parent.fields.iter().position(listed);
    if let Some(Node::Array(elements)) = list.and_then(|at| Some(&mut parent.fields.get_mut(at)?.1))
    {
        elements.push(node);
        return Some(None);
    }
    if parent.fields.len() >= FIELDS_MAX {
        return None;
    }
    let taken = parent.fields.iter().any(|(field, _)| *field == name);
    let field = if taken {
        format!("{name}#element")
    } else {
        name
    };
    parent.fields.push((field, Node::Array(vec![node])));
    Some(None)
}

/// Nothing but blanks and comments may follow the message.
fn end(reader: &mut Reader<&[u8]>, root: Node, ahead: usize) -> Result<Node, Refusal> {
    loop {
        let column = reader.buffer_position() + ahead as u64 + 1;
        let wrong = || Refusal::NotReadable {
            format: "XML".to_owned(),
            column,
        };
        match reader.read_event().map_err(|_| wrong())? {
            Event::Eof => return Ok(root),
            Event::Comment(_) | Event::PI(_) => {}
            Event::Text(text) if text.trim().is_empty() => {}
            _ => return Err(wrong()),
        }
    }
}

fn resolved(entity: &str) -> Option<String> {
    quick_xml::escape::unescape(&format!("&{entity};"))
        .ok()
        .map(|text| text.into_owned())
}
