//! Messages for people: every key in all four languages, with the same placeholders, and used;
//! and every key that code asks for is there.
//!
//! Files are `…/lang/{nb,da,sv,en}/*.ftl`. A key missing in one language would silently fall back
//! to another, so this is the only place where that is seen.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;

const LANGUAGES: [&str; 4] = ["nb", "da", "sv", "en"];

/// The placeholders (`$name`) of each message.
type Messages = BTreeMap<String, BTreeSet<String>>;

/// The four languages say the same, and all of it is said somewhere.
pub(super) fn agree(sources: &[Source]) -> Vec<String> {
    let mut spoken: BTreeMap<(String, String), BTreeMap<String, Messages>> = BTreeMap::new();
    for source in sources
        .iter()
        .filter(|source| source.path.ends_with(".ftl"))
    {
        if let Some((place, language, file)) = address(&source.path) {
            let languages = spoken.entry((place, file)).or_default();
            languages.insert(language, messages(&source.text));
        }
    }
    let literals = literals(sources);
    let known: BTreeSet<&str> = spoken
        .values()
        .flat_map(BTreeMap::values)
        .flat_map(|messages| messages.keys().map(String::as_str))
        .collect();
    let mut sins = Vec::new();
    for source in sources.iter().filter(|source| is_code(source)) {
        let unknown = asked(&source.text).filter(|key| !known.contains(key));
        let sin = |key| format!("{}: `{key}` has no sentence", source.path);
        sins.extend(unknown.map(sin));
    }
    sins.extend(said_twice(&spoken));
    for ((place, file), languages) in &spoken {
        sins.extend(differences(place, file, languages));
        let keys: BTreeSet<&String> = languages.values().flat_map(|m| m.keys()).collect();
        for key in keys.into_iter().filter(|key| !is_used(key, &literals)) {
            sins.push(format!("{place}/lang/*/{file}: `{key}` is used nowhere"));
        }
    }
    sins
}

/// One bundle holds all files of a place, and does not start with the same key in two of them.
fn said_twice(spoken: &BTreeMap<(String, String), BTreeMap<String, Messages>>) -> Vec<String> {
    let mut first: BTreeMap<(&str, &str), &str> = BTreeMap::new();
    let mut sins = Vec::new();
    for ((place, file), languages) in spoken {
        let keys: BTreeSet<&String> = languages.values().flat_map(|m| m.keys()).collect();
        for key in keys {
            if let Some(other) = first.insert((place, key), file) {
                sins.push(format!(
                    "{place}/lang/*/{file}: `{key}` stands in {other} too"
                ));
            }
        }
    }
    sins
}

fn differences(place: &str, file: &str, languages: &BTreeMap<String, Messages>) -> Vec<String> {
    let mut all: Messages = Messages::new();
    for (key, names) in languages.values().flatten() {
        all.entry(key.clone()).or_default().extend(names.clone());
    }
    let mut sins = Vec::new();
    for language in LANGUAGES {
        let Some(messages) = languages.get(language) else {
            sins.push(format!("{place}/lang/{language}/{file}: is missing"));
            continue;
        };
        for (key, names) in &all {
            let at = format!("{place}/lang/{language}/{file}: `{key}`");
            match messages.get(key) {
                None => sins.push(format!("{at} is missing")),
                Some(have) if have != names => {
                    sins.push(format!(
                        "{at} lacks a placeholder that another language has"
                    ));
                }
                Some(_) => {}
            }
        }
    }
    sins
}

/// The folder that holds `lang/`, the language, and the file below it.
fn address(path: &str) -> Option<(String, String, String)> {
    let (place, rest) = path.split_once("/lang/")?;
    let (language, file) = rest.split_once('/')?;
    Some((place.to_owned(), language.to_owned(), file.to_owned()))
}

/// Keys and placeholders of a Fluent file. Attributes belong to their message; terms (`-name`)
/// are for the file itself.
fn messages(text: &str) -> Messages {
    let mut messages = Messages::new();
    let mut current: Option<String> = None;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            current = line.split_once('=').map(|(key, _)| key.trim().to_owned());
        } else if line.starts_with('-') {
            current = None;
        }
        if let Some(key) = &current {
            let names = messages.entry(key.clone()).or_default();
            names.extend(placeholders(line));
        }
    }
    messages
}

fn placeholders(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split('$').skip(1).map(|rest| {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
        rest[..end.unwrap_or(rest.len())].to_owned()
    })
}

fn is_code(source: &Source) -> bool {
    source.path.starts_with("crates/") && source.path.ends_with(".rs")
}

/// Calls of `Words` and of `Problem` that take a key first.
const ASKING: [&str; 12] = [
    ".say(",
    ".with(",
    ".fill(",
    ".count(",
    ".count_with(",
    ".hint(",
    "Problem::yours(",
    "Problem::refused(",
    "Problem::conflict(",
    "Problem::gone(",
    "Problem::ours(",
    "Problem::caused(",
];

/// Keys that code asks for by name.
fn asked(text: &str) -> impl Iterator<Item = &str> {
    let mut parts = text.split('"');
    let mut before = parts.next().unwrap_or_default();
    parts.filter(move |part| {
        let call = std::mem::replace(&mut before, part).trim_end();
        let asks = ASKING.iter().any(|asking| call.ends_with(asking));
        let key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        asks && part.contains('-') && part.chars().all(key)
    })
}

/// Every text in quotes in code and templates.
fn literals(sources: &[Source]) -> BTreeSet<&str> {
    let mut literals = BTreeSet::new();
    for source in sources {
        if source.path.starts_with("crates/")
            && (source.path.ends_with(".rs") || source.path.ends_with(".html"))
        {
            // Either kind of quote may surround a key; splitting at both finds it between them.
            literals.extend(source.text.split(['"', '\'']).filter(|l| l.len() < 100));
        }
    }
    literals
}

/// Whether a key is written out somewhere, or begins like one put together there
/// (`format!("kind-{kind}")`).
fn is_used(key: &str, literals: &BTreeSet<&str>) -> bool {
    if literals.contains(key) {
        return true;
    }
    key.match_indices('-').any(|(at, _)| {
        let begin = &key[..=at];
        literals.contains(begin)
            || literals
                .range(begin..)
                .take_while(|literal| literal.starts_with(begin))
                .any(|literal| literal[begin.len()..].starts_with('{'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    /// Norwegian as given, the other languages as given; code uses `used`.
    fn check(nb: &str, others: &str, used: &str, caught: usize) {
        let mut sources = vec![source("crates/web/src/lib.rs", used)];
        sources.push(source("crates/web/lang/nb/a.ftl", nb));
        for language in ["da", "sv", "en"] {
            let path = format!("crates/web/lang/{language}/a.ftl");
            sources.push(source(&path, others));
        }
        let found = agree(&sources);
        assert_eq!(found.len(), caught, "{found:?}");
    }

    #[test]
    fn the_same_everywhere_and_used_is_fine() {
        check("a = x { $n }\n", "a = y { $n }\n", "\"a\"", 0);
        check(
            "kind-list = x\n",
            "kind-list = y\n",
            "format!(\"kind-{kind}\")",
            0,
        );
    }

    #[test]
    fn a_missing_key_is_caught_in_each_language_that_lacks_it() {
        check("a = x\nb = x\n", "a = y\n", "\"a\" \"b\"", 3);
    }

    #[test]
    fn another_placeholder_is_caught() {
        check("a = x { $n }\n", "a =\n    y { $m }\n", "\"a\"", 4);
    }

    #[test]
    fn a_message_that_nobody_uses_is_caught() {
        check("a = x\n", "a = y\n", "\"b\"", 1);
    }

    #[test]
    fn a_key_that_is_asked_for_but_not_there_is_caught() {
        let (nb, other) = ("a-b = x\n", "a-b = y\n");
        check(
            nb,
            other,
            "words.say(\"a-b\"); problem.with(\"path\", p)",
            0,
        );
        check(nb, other, "words.fill(\n    \"a-c\", &[]); \"a-b\"", 1);
        check(
            nb,
            other,
            "Problem::gone(\"a-d\").hint(\"a-e\"); \"a-b\"",
            2,
        );
    }

    #[test]
    fn a_key_in_two_files_is_caught() {
        let all = |file: &str| {
            LANGUAGES.map(|language| {
                let path = format!("crates/web/lang/{language}/{file}.ftl");
                source(&path, "a = x\n")
            })
        };
        let code = source("crates/web/src/lib.rs", "\"a\"");
        let once: Vec<Source> = all("b").into_iter().chain([code]).collect();
        assert!(agree(&once).is_empty());
        let twice: Vec<Source> = once.into_iter().chain(all("c")).collect();
        let said = agree(&twice);
        assert!(
            said.len() == 1 && said[0].contains("stands in b.ftl too"),
            "{said:?}"
        );
    }

    #[test]
    fn a_missing_language_is_caught() {
        let sources = [
            source("crates/web/lang/nb/a.ftl", "a = x\n"),
            source("crates/web/src/lib.rs", "\"a\""),
        ];
        assert_eq!(agree(&sources).len(), 3);
    }
}
