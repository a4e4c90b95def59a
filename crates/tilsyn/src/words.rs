//! The sentences of the command line, and the language of who reads them.
//!
//! What pages and commands both say (refusals, problems, column headings) stands in the text
//! files of `web`; what only commands say stands in `lang/` here, its keys beginning with `cli-`
//! or, for what the demo register holds, `plant-`. Not here: `--help`, which is English.

use tilsyn_web::{Language, Words};

fluent_templates::static_loader! {
    static TEXTS = {
        locales: "./lang",
        fallback_language: "nb",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// The texts of the pages and ours.
pub(crate) fn words(language: Language) -> Words {
    Words::of(language).with_texts(&TEXTS)
}

/// What says the language where the command line does not.
const LANGUAGE_VARIABLE: &str = "TILSYN_LANG";

/// The language that somebody chose for the whole environment; bokmål without one. The locale is
/// not asked: what a command prints is the same on every machine (formats.md, section 3).
fn language_of(chosen: Option<String>) -> Language {
    chosen
        .and_then(|tag| Language::from_tag(tag.trim()))
        .unwrap_or(Language::Norwegian)
}

/// The language of the environment that this program was started in.
pub(crate) fn language_here() -> Language {
    language_of(std::env::var_os(LANGUAGE_VARIABLE).and_then(|tag| tag.into_string().ok()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn without_a_choice_the_language_is_bokmal() {
        let tag = |chosen: Option<&str>| language_of(chosen.map(str::to_owned)).tag();
        assert_eq!(tag(None), "nb");
        assert_eq!(tag(Some("de")), "nb");
        assert_eq!(
            [Some("da"), Some("sv "), Some("en")].map(tag),
            ["da", "sv", "en"]
        );
    }

    /// The text files of one language of one crate, one behind the other.
    fn texts(folder: &str) -> String {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let files = std::fs::read_dir(folder).expect("the folder of texts");
        let text = files.map(|file| std::fs::read_to_string(file.expect("an entry").path()));
        text.map(|text| text.expect("a text file")).collect()
    }

    fn keys(folder: &str) -> BTreeSet<String> {
        let texts = texts(folder);
        let starts = |line: &&str| line.starts_with(|c: char| c.is_ascii_alphabetic());
        let keys = texts.lines().filter(starts);
        keys.filter_map(|line| Some(line.split_once(" =")?.0.to_owned()))
            .collect()
    }

    /// Every placeholder of our sentences, with something to fill it.
    fn given() -> Vec<(&'static str, String)> {
        let texts: &'static str = texts("lang/nb").leak();
        let names = texts.split('$').skip(1);
        let names = names.filter_map(|rest| rest.split([' ', '}']).next());
        names.map(|name| (name, "7".to_owned())).collect()
    }

    #[test]
    fn the_keys_of_commands_and_pages_are_apart() {
        let ours = keys("lang/nb");
        assert!(ours.len() > 50, "{ours:?}");
        let both: Vec<_> = ours
            .intersection(&keys("../web/lang/nb"))
            .cloned()
            .collect();
        assert!(both.is_empty(), "{both:?}");
    }

    /// That each language has each key, `xtask tidy` sees in the files; this sees that they are
    /// built in and can be said.
    #[test]
    fn every_sentence_can_be_said_in_four_languages() {
        let given = given();
        for language in Language::ALL {
            for key in keys("lang/nb") {
                let said = words(language).fill(&key, &given);
                assert!(!said.is_empty() && said != key, "{key} in {language:?}");
            }
        }
    }
}
