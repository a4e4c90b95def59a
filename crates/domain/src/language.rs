//! The four languages in which something is said to people.
//!
//! Not here: the sentences, and what a reader prefers (`web`).

/// A language of pages, letters and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    Norwegian,
    Danish,
    Swedish,
    English,
}

impl Language {
    pub const ALL: [Language; 4] = [
        Language::Norwegian,
        Language::Danish,
        Language::Swedish,
        Language::English,
    ];

    /// Its tag after RFC 5646: the first part of every address, and the `lang` of every page.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::Norwegian => "nb",
            Language::Danish => "da",
            Language::Swedish => "sv",
            Language::English => "en",
        }
    }

    /// Its name in itself.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Language::Norwegian => "Norsk bokmål",
            Language::Danish => "Dansk",
            Language::Swedish => "Svenska",
            Language::English => "English",
        }
    }

    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Language> {
        Language::ALL
            .into_iter()
            .find(|language| language.tag() == tag)
    }
}
