//! What must hold for any text that somebody hands in as a file of explanations: shared by the
//! fuzz target and the ordinary tests.

use tilsyn_detect::language::rules::{Close, Direction, Domain, Path, Reason, Rules, Tie};
use tilsyn_detect::language::{
    HOPS_MAX, MISTAKES_MAX, Mistake, RELATIONS_MAX, RULES_MAX, TEMPLATES_MAX, read,
};

/// Any bytes are read as rules that keep every bound, or refused with mistakes that are there.
pub(crate) fn explanations(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let found = read(&text);
    assert_eq!(found, read(&text), "the same text says the same");
    match found {
        Ok(rules) => check_rules(&rules),
        Err(mistakes) => check_mistakes(&text, &mistakes),
    }
}

fn check_mistakes(text: &str, mistakes: &[Mistake]) {
    assert!((1..=MISTAKES_MAX).contains(&mistakes.len()));
    assert!(mistakes.is_sorted_by_key(|mistake| (mistake.line, mistake.column)));
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.split('\n').collect();
    for mistake in mistakes {
        let line = lines[mistake.line as usize - 1];
        // The end of the file stands one past its last character.
        let columns = line.chars().count() + 1;
        assert!(
            (1..=columns).contains(&(mistake.column as usize)),
            "{mistake}"
        );
    }
}

fn check_rules(rules: &Rules) {
    assert!(rules.relations.len() <= RELATIONS_MAX);
    assert!(rules.templates.len() <= TEMPLATES_MAX);
    assert!(rules.templates.len() + rules.never.len() <= RULES_MAX);
    for relation in &rules.relations {
        assert!(!relation.rows.is_empty());
        assert!(
            relation
                .rows
                .iter()
                .all(|rows| rows.columns[0] != rows.columns[1])
        );
    }
    let known = |relation: usize| assert!(relation < rules.relations.len());
    for template in &rules.templates {
        match &template.reason {
            Reason::Path(path) => check_path(rules, path),
            Reason::Oneself => {}
            Reason::Beside(beside) => match beside.tie {
                Tie::Relation(relation) => known(relation),
                Tie::Surname | Tie::Household => {}
            },
        }
        let say = &template.say;
        assert!(
            [&say.nb, &say.da, &say.sv, &say.en]
                .iter()
                .all(|text| !text.is_empty())
        );
    }
    for never in &rules.never {
        assert!(!never.whom.is_empty());
        for close in &never.whom {
            if let Close::Relation(relation) = close {
                known(*relation);
            }
        }
    }
}

/// Every hop goes on with what the one before it came to.
fn check_path(rules: &Rules, path: &Path) {
    assert!((1..=HOPS_MAX).contains(&path.hops.len()));
    assert_eq!(path.between.len() + 1, path.hops.len());
    let mut here = &Domain::Someone;
    for hop in &path.hops {
        let [first, second] = &rules.relations[hop.relation].ends;
        let (from, to) = match hop.direction {
            Direction::Onwards => (first, second),
            Direction::Back => (second, first),
        };
        assert_eq!(from, here);
        here = to;
    }
    assert_eq!(here, &Domain::Someone);
}
