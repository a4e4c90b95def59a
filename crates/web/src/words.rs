//! Sentences for people, from the text files of the four languages.
//!
//! Numbers come in already formatted (`figures`), beside the bare number that chooses the
//! plural form. A key that no file holds shows as itself, and fails the tests. The command line
//! speaks through the same `Words`, with text files of its own beside these.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, StaticLoader};
use tilsyn_app::Problem;
use tilsyn_app::sources::watch::{Heard, Placed};
use tilsyn_domain::{Refusal, Zone};

use crate::figures::Figures;
use crate::language::Language;

fluent_templates::static_loader! {
    static TEXTS = {
        locales: "./lang",
        fallback_language: "nb",
        // Isolating marks would end up in attributes and in file names.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static TAGS: LazyLock<[LanguageIdentifier; 4]> = LazyLock::new(|| {
    Language::ALL.map(|language| {
        language
            .tag()
            .parse()
            .expect("four well-formed language tags")
    })
});

/// The texts and figures of one language.
#[derive(Clone, Copy)]
pub struct Words {
    language: Language,
    further: Option<&'static StaticLoader>,
}

impl Words {
    /// The texts of the pages.
    #[must_use]
    pub fn of(language: Language) -> Words {
        Words {
            language,
            further: None,
        }
    }

    /// The same, with the text files of another crate beside them. Theirs go first; the keys of
    /// both are kept apart by a test of that crate.
    #[must_use]
    pub fn with_texts(self, further: &'static StaticLoader) -> Words {
        Words {
            further: Some(further),
            ..self
        }
    }

    #[must_use]
    pub fn language(self) -> Language {
        self.language
    }

    /// Numbers, days and times in this language.
    #[must_use]
    pub fn figures(self) -> &'static Figures {
        Figures::of(self.language)
    }

    /// A sentence without placeholders.
    #[must_use]
    pub fn say(&self, key: &str) -> String {
        self.look_up(key, None)
    }

    /// A sentence with one placeholder.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a sentence takes what it is given"
    )]
    #[must_use]
    pub fn with(&self, key: &str, name: &'static str, value: impl ToString) -> String {
        self.fill(key, &[(name, value.to_string())])
    }

    /// A sentence with placeholders.
    #[must_use]
    pub fn fill(&self, key: &str, arguments: &[(&'static str, String)]) -> String {
        let arguments = arguments
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(value.clone())))
            .collect();
        self.look_up(key, Some(&arguments))
    }

    /// A sentence about a number: `$n` chooses the form, `$count` is what is read.
    #[must_use]
    pub fn count(&self, key: &str, n: impl TryInto<u64>) -> String {
        let n = n.try_into().unwrap_or(u64::MAX);
        let arguments = HashMap::from([
            (Cow::Borrowed("n"), FluentValue::from(n)),
            (
                Cow::Borrowed("count"),
                FluentValue::from(self.figures().whole(n)),
            ),
        ]);
        self.look_up(key, Some(&arguments))
    }

    /// A sentence about a number, with one more placeholder.
    #[must_use]
    pub fn count_with(
        &self,
        key: &str,
        n: impl TryInto<u64>,
        (name, value): (&'static str, String),
    ) -> String {
        let n = n.try_into().unwrap_or(u64::MAX);
        let arguments = HashMap::from([
            (Cow::Borrowed("n"), FluentValue::from(n)),
            (
                Cow::Borrowed("count"),
                FluentValue::from(self.figures().whole(n)),
            ),
            (Cow::Borrowed(name), FluentValue::from(value)),
        ]);
        self.look_up(key, Some(&arguments))
    }

    /// The sentence of a key that may be missing, for words that come from outside.
    #[must_use]
    pub fn try_say(&self, key: &str) -> Option<String> {
        self.find(key, None)
    }

    /// How a source stands by its own week, in a few words.
    #[must_use]
    pub fn heard(&self, heard: &Heard, zone: &Zone) -> String {
        let (key, placed) = heard.message();
        match placed {
            Placed::Nothing => self.say(key),
            Placed::Moment(at) => self.with(key, "at", self.figures().moment(zone, at)),
            Placed::Day(day) => self.with(key, "day", self.figures().day(day)),
            Placed::Count(n) => self.count(key, n),
        }
    }

    /// What a problem says to a person, with its hint.
    #[must_use]
    pub fn problem(&self, problem: &Problem) -> String {
        let said = self.sentence(problem);
        match problem.hint {
            Some(hint) => format!("{said} {}", self.fill(hint, &problem.arguments)),
            None => said,
        }
    }

    /// The sentence of a problem without its hint. What somebody may not do is named in words.
    pub(crate) fn sentence(&self, problem: &Problem) -> String {
        let in_words = |(name, value): &(&'static str, String)| match *name {
            "action" => {
                let action = self.try_say(&format!("may-{value}"));
                (*name, action.unwrap_or_else(|| value.clone()))
            }
            _ => (*name, value.clone()),
        };
        let arguments: Vec<_> = problem.arguments.iter().map(in_words).collect();
        self.fill(problem.message, &arguments)
    }

    /// Why a piece of input was refused.
    #[must_use]
    pub fn refusal(self, refusal: &Refusal) -> String {
        crate::quarantine::reason(refusal, self)
    }

    fn look_up(
        self,
        key: &str,
        arguments: Option<&HashMap<Cow<'static, str>, FluentValue>>,
    ) -> String {
        self.find(key, arguments).unwrap_or_else(|| key.to_owned())
    }

    fn find(
        self,
        key: &str,
        arguments: Option<&HashMap<Cow<'static, str>, FluentValue>>,
    ) -> Option<String> {
        let tag = &TAGS[self.language as usize];
        let in_texts = |texts: &StaticLoader| texts.try_lookup_complete(tag, key, arguments);
        self.further.and_then(in_texts).or_else(|| in_texts(&TEXTS))
    }
}

/// Keys that stand in a page where their sentences should be.
#[cfg(test)]
pub(crate) fn keys_in(html: &str) -> Vec<String> {
    use std::collections::BTreeSet;
    let known: BTreeSet<String> = crate::texts_test::keys("nb").into_keys().collect();
    let shown = html
        .split(['>', '<', '"', ' ', '\n'])
        .filter(|word| word.contains('-'));
    shown
        // Keys of refusals are values of a filter; that they have sentences is tested there.
        .filter(|word| known.contains(*word) && !word.starts_with("refusal-"))
        .map(str::to_owned)
        .collect()
}
