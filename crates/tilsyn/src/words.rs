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

/// The language that the environment asks for, as POSIX orders its variables: the first that is
/// set and not empty decides. Both written forms of Norwegian get bokmål; all else gets English.
pub(crate) fn language_of(variable: impl Fn(&str) -> Option<String>) -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter();
    let locale = set
        .filter_map(variable)
        .find(|value| !value.is_empty())
        .unwrap_or_default();
    let language = locale.split(['_', '.', '@', '-']).next();
    match language.unwrap_or_default() {
        "nb" | "nn" | "no" => Language::Norwegian,
        tag => Language::from_tag(tag).unwrap_or(Language::English),
    }
}

/// The language of the environment that this program was started in.
pub(crate) fn language_here() -> Language {
    language_of(|name| std::env::var_os(name)?.into_string().ok())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_first_variable_that_is_set_decides() {
        let check = |all: &str, messages: &str, lang: &str, tag: &str| {
            let found = language_of(|name| {
                let value = match name {
                    "LC_ALL" => all,
                    "LC_MESSAGES" => messages,
                    _ => lang,
                };
                Some(value.to_owned())
            });
            assert_eq!(found.tag(), tag, "{all}, {messages}, {lang}");
        };
        check("", "", "nb_NO.UTF-8", "nb");
        check("", "", "nn_NO", "nb");
        check("", "", "no", "nb");
        check("", "da_DK@euro", "nb_NO.UTF-8", "da");
        check("sv_FI.UTF-8", "da_DK", "nb_NO", "sv");
        check("C.UTF-8", "", "nb_NO.UTF-8", "en");
        check("", "", "de_DE.UTF-8", "en");
        check("", "", "", "en");
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
