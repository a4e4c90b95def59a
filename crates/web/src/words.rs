//! Sentences for people, from the text files of the four languages.
//!
//! Numbers come in already formatted (`figures`), beside the bare number that chooses the
//! plural form. A key that no file holds shows as itself, and fails the tests.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader};

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
pub(crate) struct Words {
    language: Language,
}

impl Words {
    pub(crate) fn of(language: Language) -> Words {
        Words { language }
    }

    pub(crate) fn figures(self) -> &'static Figures {
        Figures::of(self.language)
    }

    /// A sentence without placeholders.
    pub(crate) fn say(&self, key: &str) -> String {
        self.look_up(key, None)
    }

    /// A sentence with one placeholder.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a sentence takes what it is given"
    )]
    pub(crate) fn with(&self, key: &str, name: &'static str, value: impl ToString) -> String {
        self.fill(key, &[(name, value.to_string())])
    }

    /// A sentence with placeholders.
    pub(crate) fn fill(&self, key: &str, arguments: &[(&'static str, String)]) -> String {
        let arguments = arguments
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), FluentValue::from(value.clone())))
            .collect();
        self.look_up(key, Some(&arguments))
    }

    /// A sentence about a number: `$n` chooses the form, `$count` is what is read.
    pub(crate) fn count(&self, key: &str, n: impl TryInto<u64>) -> String {
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
    pub(crate) fn count_with(
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
    pub(crate) fn try_say(&self, key: &str) -> Option<String> {
        TEXTS.try_lookup(&TAGS[self.language as usize], key)
    }

    fn look_up(
        self,
        key: &str,
        arguments: Option<&HashMap<Cow<'static, str>, FluentValue>>,
    ) -> String {
        TEXTS
            .try_lookup_complete(&TAGS[self.language as usize], key, arguments)
            .unwrap_or_else(|| key.to_owned())
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

/// What a problem says to a person, with its hint; for the command line.
///
/// An unknown language tag gives Norwegian, as on the pages.
#[must_use]
pub fn problem_sentence(language: &str, problem: &tilsyn_app::Problem) -> String {
    let words = Words::of(Language::from_tag(language).unwrap_or(Language::Norwegian));
    let said = words.fill(problem.message, &problem.arguments);
    match problem.hint {
        Some(hint) => format!("{said} {}", words.fill(hint, &problem.arguments)),
        None => said,
    }
}
