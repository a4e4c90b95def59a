//! The four shapes of `AuditEvent`, and how the older ones become that of R4.
//!
//! One rule: nothing is dropped on the way; what has no place in R4 keeps its own name. R5 stays
//! as it is: it adds `code`, `patient`, `outcome.code` and `network[x]`, which are read beside
//! those of R4.

use crate::tree::Node;

/// A release of FHIR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Dstu2,
    Stu3,
    R4,
    R5,
}

impl Version {
    pub(super) fn word(self) -> &'static str {
        match self {
            Version::Dstu2 => "fhir-dstu2",
            Version::Stu3 => "fhir-stu3",
            Version::R4 => "fhir-r4",
            Version::R5 => "fhir-r5",
        }
    }
}

/// Tells the version and renames what R4 calls otherwise.
pub(super) fn bring_to_r4(tree: &mut Node) -> Version {
    let version = told_by(tree);
    match version {
        Version::Dstu2 => from_dstu2(tree),
        Version::Stu3 => from_stu3(tree),
        Version::R4 | Version::R5 => {}
    }
    version
}

fn told_by(tree: &Node) -> Version {
    let is_object = |key: &str| matches!(tree.get(key), Some(Node::Object(_)));
    let any = |list: &str, keys: &[&str]| {
        let elements = tree.get(list).map_or(&[][..], Node::elements);
        elements
            .iter()
            .any(|element| keys.iter().any(|key| element.get(key).is_some()))
    };
    if is_object("event") || tree.get("participant").is_some() {
        return Version::Dstu2;
    }
    let r5_agent = any(
        "agent",
        &[
            "networkReference",
            "networkUri",
            "networkString",
            "authorization",
        ],
    );
    if is_object("outcome") || is_object("code") || tree.get("category").is_some() || r5_agent {
        return Version::R5;
    }
    let stu3_source = tree.at(&["source", "identifier"]).is_some();
    if any("agent", &["userId", "reference"]) || any("entity", &["identifier", "reference"]) {
        return Version::Stu3;
    }
    if stu3_source {
        Version::Stu3
    } else {
        Version::R4
    }
}

/// DSTU2 puts what happened under `event`, says `participant` and `object`.
fn from_dstu2(tree: &mut Node) {
    if let Some(Node::Object(fields)) = tree.take("event") {
        for (name, node) in fields {
            let name = if name == "dateTime" {
                "recorded".to_owned()
            } else {
                name
            };
            put(tree, &name, node);
        }
    }
    rename(tree, "participant", "agent");
    rename(tree, "object", "entity");
    from_stu3(tree);
}

/// STU3 says `userId` and `reference` where R4 says `who`, `identifier` and `reference` where it
/// says `what`, and `source.identifier` where it says `source.observer`.
fn from_stu3(tree: &mut Node) {
    for agent in elements_mut(tree, "agent") {
        let (reference, identifier) = (agent.take("reference"), agent.take("userId"));
        put_reference(agent, "who", reference, identifier);
    }
    for entity in elements_mut(tree, "entity") {
        let (reference, identifier) = (entity.take("reference"), entity.take("identifier"));
        put_reference(entity, "what", reference, identifier);
    }
    if let Some(source) = tree.get_mut("source") {
        let identifier = source.take("identifier");
        put_reference(source, "observer", None, identifier);
    }
}

/// Puts a Reference in the form of R4: the object of the old one, with an identifier in it.
fn put_reference(node: &mut Node, name: &str, reference: Option<Node>, identifier: Option<Node>) {
    if reference.is_none() && identifier.is_none() {
        return;
    }
    let mut made = match reference {
        Some(object @ Node::Object(_)) => object,
        Some(other) => Node::Object(vec![("reference".to_owned(), other)]),
        None => Node::Object(Vec::new()),
    };
    if let Some(identifier) = identifier {
        put(&mut made, "identifier", identifier);
    }
    put(node, name, made);
}

fn rename(node: &mut Node, from: &str, to: &str) {
    if let Some(taken) = node.take(from) {
        put(node, to, taken);
    }
}

/// Adds a field; where the name is taken, `#2` is put behind it, so that nothing is lost.
fn put(node: &mut Node, name: &str, value: Node) {
    if let Node::Object(fields) = node {
        let mut free = name.to_owned();
        while fields.iter().any(|(taken, _)| *taken == free) {
            free.push_str("#2");
        }
        fields.push((free, value));
    }
}

pub(super) fn elements_mut<'a>(node: &'a mut Node, key: &str) -> &'a mut [Node] {
    match node.get_mut(key) {
        Some(Node::Array(elements)) => elements,
        Some(other) => std::slice::from_mut(other),
        None => &mut [],
    }
}
