//! The glossary's forbidden words in what we name: types, functions, modules, fields.
//!
//! Only definitions are read; the words of the standard library and of guests are theirs.

use super::Source;

/// Words that never stand in a name of ours, and what to say instead.
const NEVER: [(&str, &str); 12] = [
    ("helper", "the verb or noun meant"),
    ("helpers", "the verb or noun meant"),
    ("util", "the verb or noun meant"),
    ("utils", "the verb or noun meant"),
    ("misc", "the verb or noun meant"),
    ("blacklist", "blocked"),
    ("whitelist", "allowed"),
    ("violation", "finding"),
    ("offender", "actor"),
    ("suspicious", "finding"),
    ("dpa", "agreement or authority, spelled out"),
    ("controllers", "page, or Controller for the legal person"),
];
/// Names that say too little when they stand alone, for types and modules.
const NEVER_ALONE: [&str; 13] = [
    "common",
    "data",
    "handler",
    "info",
    "log",
    "manager",
    "notification",
    "processor",
    "record",
    "review",
    "reviewer",
    "user",
    "auditlog",
];
/// Endings that make a noun of a verb that was not found.
const NEVER_LAST: [&str; 2] = ["manager", "controller"];
/// Names fixed by our own format's contract (docs: formats) or by law.
const FIXED: [&str; 2] = ["Controller", "manager"];

/// Names keep to the glossary.
pub(super) fn definitions_use_the_glossary(source: &Source) -> Vec<String> {
    if !source.path.ends_with(".rs") || source.path.starts_with("xtask/src/tidy/words") {
        return Vec::new();
    }
    let mut sins = Vec::new();
    for (at, line) in source.text.lines().enumerate() {
        if let Some((keyword, name)) = definition(line)
            && let Some(reason) = wrong(keyword, name)
        {
            sins.push(format!("{}:{}: `{name}`: {reason}", source.path, at + 1));
        }
    }
    sins
}

/// The keyword and name of what a line defines.
fn definition(line: &str) -> Option<(&str, &str)> {
    const KEYWORDS: [&str; 8] = [
        "fn", "struct", "enum", "trait", "mod", "type", "const", "static",
    ];
    let code = line.split("//").next()?.trim_start();
    let mut words = code.split_whitespace();
    let mut word = words.next()?;
    while word.starts_with("pub") || ["async", "unsafe", "in", "const"].contains(&word) {
        let next = words.clone().next()?;
        if word == "const" && next != "fn" {
            break;
        }
        word = words.next()?;
    }
    // In an `impl` the trait has named it.
    if word == "type" && line.starts_with(' ') && code.contains('=') {
        return None;
    }
    if KEYWORDS.contains(&word) {
        return Some((word, identifier(words.next()?)));
    }
    let field = code.strip_prefix("pub ").is_some() && word.ends_with(':');
    field.then(|| ("field", identifier(word)))
}

fn identifier(word: &str) -> &str {
    let end = word
        .find(|c: char| !(c.is_alphanumeric() || c == '_'))
        .unwrap_or(word.len());
    &word[..end]
}

fn wrong(keyword: &str, name: &str) -> Option<String> {
    if FIXED.contains(&name) {
        return None;
    }
    let parts = parts(name);
    let said = |word: &str| format!("`{word}` is not used (GLOSSARY.md, G6)");
    if let Some((word, instead)) = NEVER.iter().find(|(w, _)| parts.iter().any(|p| p == w)) {
        return Some(format!("{}: {instead}", said(word)));
    }
    let whole = parts.concat();
    let noun = ["struct", "enum", "trait", "mod", "type"].contains(&keyword);
    if noun && NEVER_ALONE.contains(&whole.as_str()) {
        return Some(format!("{} alone", said(&whole)));
    }
    let last = parts.last()?;
    if noun && parts.len() > 1 && NEVER_LAST.contains(&last.as_str()) {
        return Some(said(last));
    }
    let verb = parts.first()?;
    // `handle_of` is a noun: the handle of something.
    let does = parts.get(1).is_some_and(|next| next != "of");
    if keyword == "fn" && does && (verb == "handle" || verb == "process") {
        return Some(format!("{}_…: the verb meant", said(verb)));
    }
    None
}

/// The words of a name in either spelling, in lower case.
fn parts(name: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut before = '_';
    for c in name.chars() {
        let starts = before == '_' || (c.is_uppercase() && before.is_lowercase());
        if c != '_' {
            if starts {
                parts.push(String::new());
            }
            if let Some(last) = parts.last_mut() {
                last.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    fn check(line: &str, caught: usize) {
        let found = definitions_use_the_glossary(&source("crates/a/src/lib.rs", line));
        assert_eq!(found.len(), caught, "{line}: {found:?}");
    }

    #[test]
    fn words_that_say_nothing_are_caught() {
        check("mod util;", 1);
        check("pub(crate) struct CaseHelper {", 1);
        check("pub struct CaseManager;", 1);
        check("    pub fn handle_request() {", 1);
        check("pub async fn process_batch(", 1);
        check("pub enum Log {", 1);
        check("pub type Data = Vec<u8>;", 1);
        check("const WHITELIST: [&str; 1] = [", 1);
        check("    pub whitelist: Vec<String>,", 1);
    }

    #[test]
    fn words_of_the_field_pass() {
        check("pub struct Controller {", 0);
        check("pub struct AccessReview;", 0);
        check("pub struct OwnLog;", 0);
        check("mod log_review;", 0);
        check("fn data_folder() {}", 0);
        check("fn handle_of(file: &File) -> Handle {", 0);
        check("let util = 3;", 0);
        check("    pub manager: NationalId,", 0);
        check("    type Data = Bytes;", 0);
    }
}
