//! The text files themselves: the same keys and placeholders in all four languages, and every
//! key that the code asks for.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Keys of a language with their placeholders.
pub(crate) fn keys(tag: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in fs::read_dir(folder().join("lang").join(tag)).expect("the folder of texts") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("a text file");
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                key = name.to_owned();
                assert!(!found.contains_key(&key), "{key} stands twice in {tag}");
            }
            let placeholders = found.entry(key.clone()).or_default();
            for part in line.split('$').skip(1) {
                let end = part
                    .find(|c: char| !c.is_ascii_alphanumeric())
                    .unwrap_or(part.len());
                placeholders.insert(part[..end].to_owned());
            }
        }
    }
    found
}

fn sources(below: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(below).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn all_languages_have_the_same_keys_and_placeholders() {
    let norwegian = keys("nb");
    for tag in ["da", "sv", "en"] {
        let other = keys(tag);
        for (key, placeholders) in &norwegian {
            assert_eq!(other.get(key), Some(placeholders), "{key} in {tag}");
        }
        for key in other.keys() {
            assert!(norwegian.contains_key(key), "{key} is in {tag} only");
        }
    }
}

#[test]
fn every_key_in_code_and_templates_has_a_sentence_and_every_sentence_is_used() {
    let known = keys("nb");
    let mut files = Vec::new();
    sources(&folder().join("src"), &mut files);
    // The desk chooses some sentences.
    sources(&folder().join("../app/src"), &mut files);
    let mut used = BTreeSet::new();
    for file in files.iter().filter(|file| !file.ends_with("texts_test.rs")) {
        let text = fs::read_to_string(file).expect("a source file");
        for (literal, asked) in literals(&text) {
            assert!(
                !asked || known.contains_key(&literal),
                "{literal} in {}",
                file.display()
            );
            used.insert(literal);
        }
    }
    let families = [
        "hint-",
        "problem-",
        "refusal-",
        "kind-",
        "outcome-",
        "via-",
        "action-",
        "form-",
        "part-",
        "look-",
        "operation-",
        "scope-",
        "right-",
        "relation-",
        "column-",
        "may-",
        "role-",
        "rule-",
        "found-kind-",
        "found-state-",
        "found-act-",
        "found-how-",
        "case-about-",
        "case-outcome-",
        "case-step-",
        "case-waits-",
        "samples-judgement-",
        "samples-plan-",
        "samples-stratum-",
        "verdict-",
        "notice-",
        "letter-question-",
        "letter-withdrawn-",
        "letter-closed-",
    ];
    for key in known.keys() {
        let in_family = families.iter().any(|family| key.starts_with(family));
        assert!(in_family || used.contains(key), "{key} is not used");
    }
}

#[test]
fn every_problem_of_the_desk_has_a_sentence() {
    let known = keys("nb");
    let mut files = Vec::new();
    sources(&folder().join("../app/src"), &mut files);
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file");
        for (literal, _) in literals(&text) {
            let said = literal.starts_with("problem-") || literal.starts_with("hint-");
            assert!(
                !said || known.contains_key(&literal),
                "{literal} in {}",
                file.display()
            );
        }
    }
}

/// String literals of a file, and whether they are asked of `Words` by name.
fn literals(text: &str) -> Vec<(String, bool)> {
    let parts: Vec<&str> = text.split('"').collect();
    let quoted = parts.windows(2).filter(|pair| {
        let body = pair[1];
        body.contains('-')
            && body
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit())
    });
    quoted
        .map(|pair| {
            let asked = [".say(", ".with(", ".fill(", ".count("];
            (
                pair[1].to_owned(),
                asked.iter().any(|call| pair[0].ends_with(call)),
            )
        })
        .collect()
}
