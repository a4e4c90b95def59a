//! What a syntax tree means: names found, types fitting, nothing missing, nothing twice.
//!
//! Whatever is made of a file with mistakes is thrown away, so a part that has one may be left
//! out here; places in lists are right whenever there is none.
//! Not here: what can be told without knowing names (`parser`).

mod path;
mod reason;
mod relations;
mod sentences;
mod templates;

use std::collections::HashSet;

use super::mistake::{Counted, MistakeKind, Mistakes, Place};
use super::rules::Rules;
use super::tree::{Name, RuleText, RuleType, Tree};
use super::{RULES_MAX, TEMPLATES_MAX};

/// The rules of a file, whole if no mistake was added.
pub(super) fn check(tree: &Tree<'_>, mistakes: &mut Mistakes) -> Rules {
    let (known, relations) = relations::check(&tree.relations, mistakes);
    let mut rules = Rules {
        relations,
        ..Rules::default()
    };
    for rule in &tree.rules {
        match rule.rule_type {
            RuleType::Explain => {
                let template = templates::template(rule, &known, mistakes);
                rules.templates.extend(template);
            }
            RuleType::Never => rules.never.extend(templates::never(rule, &known, mistakes)),
        }
    }
    check_ids(&tree.rules, mistakes);
    check_counts(&tree.rules, mistakes);
    rules
}

/// Templates and never rules share their names: both stand in answers.
fn check_ids(rules: &[RuleText<'_>], mistakes: &mut Mistakes) {
    let mut seen = HashSet::new();
    for id in rules.iter().filter_map(|rule| rule.id) {
        if !seen.insert(id.text) {
            let name = id.text.to_owned();
            mistakes.add(id.place, MistakeKind::RuleTwice { name });
        }
    }
}

fn check_counts(rules: &[RuleText<'_>], mistakes: &mut Mistakes) {
    let templates = rules.iter().filter(|r| r.rule_type == RuleType::Explain);
    let past_templates = templates.map(|rule| rule.place).nth(TEMPLATES_MAX);
    let past_rules = rules.get(RULES_MAX).map(|rule| rule.place);
    for (past, of, most) in [
        (past_templates, Counted::Templates, TEMPLATES_MAX),
        (past_rules, Counted::Rules, RULES_MAX),
    ] {
        if let Some(place) = past {
            mistakes.add(place, MistakeKind::TooMany { of, most });
        }
    }
}

/// A name that is there but has a meaning of its own.
fn reserved(name: Name<'_>) -> (Place, MistakeKind) {
    let Name { text, place } = name;
    let name = text.to_owned();
    (place, MistakeKind::ReservedName { name })
}
