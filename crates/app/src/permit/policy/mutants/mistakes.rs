//! The mistakes that can be made in one rule, each made once.
//!
//! A rule is taken in Cedar's own JSON form, so that every place of a kind is found. A dropped
//! clause is a clause replaced by true (`when`) or by false (`unless`), and the one turned into
//! the other is the clause turned round; so those two need no words of their own. `==` is never
//! made `in`: nothing is within what is compared here but itself, so that would be no mistake.

use serde_json::{Value, json};

use super::super::tests::Chance;
use super::super::*;
use crate::cases::StepKind;

/// A mistake in words, and the rule that has it.
pub(super) type Mistake = (String, Value);

/// One place of a rule, by its JSON pointer, and what is written there instead.
struct Edit {
    at: String,
    what: String,
    instead: Value,
}

/// What a question can be about, by the names of the schema.
pub(super) const KINDS: [&str; 9] = [
    "Organisation",
    "Erasure",
    "Reveal",
    "Quarter",
    "Looks",
    "EmergencyLogin",
    "Duty",
    "Case",
    "CaseStep",
];

/// What can be taken for one another, because it stands on the same thing and has one type.
const TWINS: [[&str; 2]; 5] = [
    ["holder", "proposedBy"],
    ["holder", "secondBy"],
    ["heads", "judged"],
    ["isAsked", "isTold"],
    ["reviewersGivenBy", "reviewersHeldBy"],
];

/// Operators that can be taken for one another.
const OPERATORS: [(&str, &str); 9] = [
    ("&&", "||"),
    ("||", "&&"),
    ("<", "<="),
    ("<=", "<"),
    (">", ">="),
    (">=", ">"),
    ("in", "=="),
    ("containsAny", "containsAll"),
    ("containsAll", "containsAny"),
];

/// Operands that are true or false.
const TRUTHS: [(&str, &str); 5] = [
    ("&&", "left"),
    ("&&", "right"),
    ("||", "left"),
    ("||", "right"),
    ("!", "arg"),
];

/// The mistakes in a rule; each name in it is replaced by at most so many others.
pub(super) fn mistakes(rule: &Value, names_max: u64, chance: &mut Chance) -> Vec<Mistake> {
    let mut edits = of_the_whole(rule);
    for part in ["principal", "action", "resource", "conditions"] {
        each(&format!("/{part}"), &rule[part], &mut |at, node| {
            edits.extend(shorter_lists(at, node));
            edits.extend(operators(at, node));
            edits.extend(truths(at, node));
            edits.extend(few(names(at, node), names_max, chance));
        });
    }
    let mut found: Vec<Mistake> = Vec::new();
    for edit in edits {
        let mut spoilt = rule.clone();
        *spoilt
            .pointer_mut(&edit.at)
            .expect("it was read from there") = edit.instead;
        let same = |(what, _): &&Mistake| what.split(", place ").next() == Some(&edit.what);
        let before = found.iter().filter(same).count();
        let what = match before {
            0 => edit.what,
            _ => format!("{}, place {}", edit.what, before + 1),
        };
        found.push((what, spoilt));
    }
    found
}

fn few(mut edits: Vec<Edit>, many: u64, chance: &mut Chance) -> Vec<Edit> {
    while edits.len() as u64 > many {
        edits.swap_remove(chance.next(edits.len()));
    }
    edits
}

/// Every node of a tree, with where it is.
fn each(at: &str, node: &Value, see: &mut dyn FnMut(&str, &Value)) {
    see(at, node);
    match node {
        Value::Object(fields) => {
            for (name, value) in fields {
                each(&format!("{at}/{name}"), value, see);
            }
        }
        Value::Array(values) => {
            for (number, value) in values.iter().enumerate() {
                each(&format!("{at}/{number}"), value, see);
            }
        }
        _ => {}
    }
}

fn edit(at: impl Into<String>, what: impl Into<String>, instead: Value) -> Edit {
    Edit {
        at: at.into(),
        what: what.into(),
        instead,
    }
}

/// Effect, the three parts of the scope, and that the rule is there at all.
fn of_the_whole(rule: &Value) -> Vec<Edit> {
    let turned = if rule["effect"] == "permit" {
        "forbid"
    } else {
        "permit"
    };
    let never = json!({"kind": "when", "body": {"Value": false}});
    let clauses = rule["conditions"].as_array().into_iter().flatten();
    let clauses: Vec<Value> = clauses.cloned().chain([never]).collect();
    let mut edits = vec![
        edit("/effect", turned, json!(turned)),
        edit("/conditions", "taken away", json!(clauses)),
    ];
    for part in ["principal", "action", "resource"] {
        let scope = &rule[part];
        if scope["op"] != "All" {
            edits.push(edit(
                format!("/{part}"),
                format!("any {part}"),
                json!({"op": "All"}),
            ));
        }
        if scope["op"] == "in" && !scope["entity"].is_null() {
            edits.push(edit(
                format!("/{part}/op"),
                format!("{part} == for in"),
                json!("=="),
            ));
        }
    }
    let clauses = rule["conditions"].as_array().into_iter().flatten();
    for (number, clause) in clauses.enumerate() {
        edits.extend(untrue(
            &format!("/conditions/{number}/body"),
            &clause["body"],
        ));
    }
    edits
}

/// A list without one of those in it.
fn shorter_lists(at: &str, node: &Value) -> Vec<Edit> {
    let lists = ["entities", "Set"].into_iter();
    let lists = lists.filter_map(|name| Some((name, node.get(name)?.as_array()?)));
    let shorter = lists.flat_map(|(name, list)| {
        list.iter().enumerate().map(move |(number, one)| {
            let mut rest = list.clone();
            rest.remove(number);
            edit(
                format!("{at}/{name}"),
                format!("without {}", name_of(one)),
                json!(rest),
            )
        })
    });
    shorter.collect()
}

/// One operator for another.
fn operators(at: &str, node: &Value) -> Vec<Edit> {
    let here = OPERATORS.iter().filter_map(|(old, new)| {
        let operands = node.get(old)?;
        let what = format!("{new} for {old} in `{}`", text(node));
        Some(edit(at, what, json!({ *new: operands })))
    });
    here.collect()
}

/// Operands of this node that are true or false.
fn truths(at: &str, node: &Value) -> Vec<Edit> {
    let here = TRUTHS.iter().filter_map(|(operator, side)| {
        let operand = node.get(operator)?.get(side)?;
        Some(untrue(&format!("{at}/{operator}/{side}"), operand))
    });
    here.flatten().collect()
}

/// True, false, and the reverse of what stood there.
fn untrue(at: &str, operand: &Value) -> Vec<Edit> {
    let old = text(operand);
    let reverse = match operand.get("!") {
        Some(negated) => negated["arg"].clone(),
        None => json!({"!": {"arg": operand}}),
    };
    vec![
        edit(at, format!("true for `{old}`"), json!({"Value": true})),
        edit(at, format!("false for `{old}`"), json!({"Value": false})),
        edit(at, format!("not `{old}`"), reverse),
    ]
}

/// Another name of the same kind, where this node is a name.
fn names(at: &str, node: &Value) -> Vec<Edit> {
    let old = name_of(node);
    let of = |field: &str, others: Vec<String>| {
        let others = others.into_iter().filter(|other| *other != old);
        let at = format!("{at}/{field}");
        let edits = others.map(|new| edit(&at, format!("{new} for {old}"), json!(new)));
        edits.collect::<Vec<Edit>>()
    };
    let owned = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
    if node["type"] == "Role" {
        return of("id", owned(&all_roles()));
    }
    if node["type"] == "Action" {
        let actions = RULES.schema.actions();
        let mut actions: Vec<String> = actions.map(|id| id.id().unescaped().to_owned()).collect();
        actions.sort_unstable();
        return of("id", actions);
    }
    if node["entity_type"].is_string() {
        return of("entity_type", owned(&KINDS));
    }
    if node["Value"].is_string() {
        return of("Value", owned(&StepKind::ALL.map(StepKind::word)));
    }
    let twins = TWINS.iter().find(|twins| twins.contains(&old.as_str()));
    match twins {
        Some(twins) if node["attr"].is_string() => of("attr", owned(twins)),
        _ => Vec::new(),
    }
}

/// The words of all roles, of those too that nobody is given.
pub(super) fn all_roles() -> Vec<&'static str> {
    let duties = Role::ALL.into_iter().map(Role::word);
    let others = [
        Footing::Founder,
        Footing::Program,
        Footing::Provisioner,
        Footing::Nobody,
    ];
    duties
        .chain(others.into_iter().filter_map(Footing::word))
        .collect()
}

/// What a node names: a role, an action, a kind, an attribute, a word.
fn name_of(node: &Value) -> String {
    let value = &node["Value"];
    let places = [
        &node["id"],
        &node["entity_type"],
        &node["attr"],
        &value["__entity"]["id"],
        value,
    ];
    let name = places.into_iter().find_map(Value::as_str);
    name.unwrap_or_default().to_owned()
}

/// An expression as it stands in the rules, on one line.
fn text(expression: &Value) -> String {
    let any = json!({"op": "All"});
    let rule = json!({
        "effect": "permit", "principal": any, "action": any, "resource": any,
        "conditions": [{"kind": "when", "body": expression}],
    });
    let rule = cedar_policy::Policy::from_json(None, rule).expect("part of a rule is one");
    let rule = rule.to_string();
    let words: Vec<&str> = rule.split_whitespace().collect();
    let words = words.join(" ");
    let (_, clause) = words.split_once("when {").expect("it has a clause");
    clause.trim_end_matches("};").trim().to_owned()
}
