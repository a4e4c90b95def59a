//! Mistakes on the command line, said in the language of whoever made them.
//!
//! `clap` finds them and knows English only. A word that was typed is repeated only if it is an
//! option: anything else may be a national id that came in the wrong place.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use tilsyn_web::{Language, Words};

/// The language asked for on a command line that could not be understood.
pub(crate) fn language_in(words: impl IntoIterator<Item = OsString>) -> Option<Language> {
    let mut words = words.into_iter().filter_map(|word| word.into_string().ok());
    while let Some(word) = words.next() {
        let value = match word.split_once('=') {
            Some(("--language" | "--lang", value)) => Some(value.to_owned()),
            None if word == "--language" || word == "--lang" => words.next(),
            _ => None,
        };
        if let Some(language) = value.and_then(|value| Language::from_tag(&value)) {
            return Some(language);
        }
    }
    None
}

/// The sentences for a mistake, one a line: what is wrong, what is meant perhaps, where help is.
pub(crate) fn sentences(error: &Error, words: Words) -> String {
    let mut lines = vec![what(error, words)];
    lines.extend(values(error, words));
    lines.extend(suggestion(error, words));
    lines.push(words.say("cli-use-help"));
    lines.join("\n")
}

fn what(error: &Error, words: Words) -> String {
    let option = shown(error, ContextKind::InvalidArg);
    let known = option
        .as_ref()
        .filter(|option| option.starts_with(['-', '<', '[']));
    match (error.kind(), known) {
        (ErrorKind::UnknownArgument, Some(option)) => {
            words.with("cli-use-unknown-option", "option", option)
        }
        (ErrorKind::UnknownArgument, None) => words.say("cli-use-unknown-word"),
        (ErrorKind::InvalidSubcommand, _) => words.say("cli-use-unknown-command"),
        (ErrorKind::MissingSubcommand, _) => words.say("cli-use-missing-command"),
        (ErrorKind::MissingRequiredArgument, Some(option)) => {
            words.with("cli-use-missing", "options", option)
        }
        (ErrorKind::ArgumentConflict, Some(option)) => {
            let other = shown(error, ContextKind::PriorArg).unwrap_or_default();
            words.fill(
                "cli-use-conflict",
                &[("option", option.clone()), ("other", other)],
            )
        }
        (_, Some(option)) => words.with("cli-use-bad-value", "option", option),
        (_, None) => words.say("cli-use-other"),
    }
}

fn values(error: &Error, words: Words) -> Option<String> {
    let values = shown(error, ContextKind::ValidValue)?;
    Some(words.with("cli-use-values", "values", values))
}

fn suggestion(error: &Error, words: Words) -> Option<String> {
    let kinds = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg];
    let meant = kinds.into_iter().find_map(|kind| shown(error, kind))?;
    Some(words.with("cli-use-meant", "word", meant))
}

/// What clap knows of a mistake, as text.
fn shown(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) if !texts.is_empty() => Some(texts.join(", ")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Cli;
    use crate::words::words;

    /// What is said to a mistaken command line, in English.
    fn said(line: &str) -> String {
        let line = std::iter::once("tilsyn").chain(line.split(' '));
        let error = Cli::try_parse_from(line).expect_err("a mistake");
        sentences(&error, words(Language::English))
    }

    #[test]
    fn a_mistake_is_named_and_help_is_near() {
        let check = |line: &str, part: &str| {
            let said = said(line);
            assert!(said.contains(part), "{line}: {said}");
            assert!(said.contains("--help"), "{line}: {said}");
        };
        check("statement --from 2026-07-01", "--to");
        check("statement --form 2026-07-01", "--form");
        check("statement --form 2026-07-01", "--from");
        check("statment", "statement");
        check("demo --size huge", "small, medium, large");
        check("--language fi sources", "nb, da, sv, en");
        check("quarantine --limit many", "--limit");
        check("history --subject 1 --user 2", "--user");
        check("import events", "<PATHS>");
    }

    #[test]
    fn what_may_be_a_national_id_is_not_repeated() {
        for line in [
            "statement 02817110005",
            "search 1 02817110005",
            "02817110005",
        ] {
            let said = said(line);
            assert!(!said.contains("02817110005"), "{line}: {said}");
        }
        assert!(!said("quarantine --piece 02817110005x").contains("02817110005"));
    }

    #[test]
    fn every_mistake_can_be_said_in_four_languages() {
        let error = Cli::try_parse_from(["tilsyn", "statement", "--form"]).expect_err("a mistake");
        let said = Language::ALL.map(|language| sentences(&error, words(language)));
        for (nth, text) in said.iter().enumerate() {
            assert!(!text.contains("cli-"), "{text}");
            assert!(!said[..nth].contains(text), "{text}");
        }
    }

    #[test]
    fn the_language_is_found_though_the_rest_is_not_understood() {
        let check = |line: &str, tag: Option<&str>| {
            let found = language_in(line.split(' ').map(OsString::from));
            assert_eq!(found.map(Language::tag), tag, "{line}");
        };
        check("tilsyn --language sv peek", Some("sv"));
        check("tilsyn peek --lang=da", Some("da"));
        check("tilsyn peek --language fi", None);
        check("tilsyn peek --language", None);
    }
}
