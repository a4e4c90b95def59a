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
    /// Its tag after RFC 5646.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Language::Norwegian => "nb",
            Language::Danish => "da",
            Language::Swedish => "sv",
            Language::English => "en",
        }
    }
}
