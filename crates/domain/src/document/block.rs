//! The pieces a document is made of, from heading to signature.
//!
//! Not here: tables (`table`).

use super::Table;

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Heading(Level, String),
    Paragraph(Text),
    /// Items with a dot before each.
    List(Vec<Text>),
    /// What something is, and its value, in two columns.
    Facts(Vec<(String, String)>),
    Table(Table),
    /// A remark in a box.
    Note(Text),
    /// Places to sign by hand, side by side.
    Signatures(Vec<Signature>),
    /// What follows begins on another page.
    PageBreak,
}

/// How deep a heading lies below the title of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    One,
    Two,
    Three,
}

/// Running text. A line feed in it begins another line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(pub Vec<Span>);

/// A piece of running text that is set in one manner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    Plain(String),
    /// What matters most, in bold.
    Strong(String),
}

/// A line to sign on, and who is to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub name: String,
    /// What that person is there; may be empty.
    pub role: String,
}

impl Block {
    #[must_use]
    pub fn heading(level: Level, text: impl Into<String>) -> Block {
        Block::Heading(level, text.into())
    }

    #[must_use]
    pub fn paragraph(text: impl Into<Text>) -> Block {
        Block::Paragraph(text.into())
    }

    #[must_use]
    pub fn list<T: Into<Text>>(items: impl IntoIterator<Item = T>) -> Block {
        Block::List(items.into_iter().map(Into::into).collect())
    }

    #[must_use]
    pub fn facts<T: Into<String>, V: Into<String>>(
        facts: impl IntoIterator<Item = (T, V)>,
    ) -> Block {
        let facts = facts.into_iter();
        Block::Facts(
            facts
                .map(|(term, value)| (term.into(), value.into()))
                .collect(),
        )
    }

    #[must_use]
    pub fn note(text: impl Into<Text>) -> Block {
        Block::Note(text.into())
    }

    #[must_use]
    pub fn signatures(places: impl IntoIterator<Item = Signature>) -> Block {
        Block::Signatures(places.into_iter().collect())
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Block {
        Block::Table(table)
    }
}

impl Text {
    /// The same with more after it.
    #[must_use]
    pub fn plain(mut self, text: impl Into<String>) -> Text {
        self.0.push(Span::Plain(text.into()));
        self
    }

    /// The same with more after it, in bold.
    #[must_use]
    pub fn strong(mut self, text: impl Into<String>) -> Text {
        self.0.push(Span::Strong(text.into()));
        self
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(text: T) -> Text {
        Text::default().plain(text)
    }
}

impl Signature {
    #[must_use]
    pub fn new(name: impl Into<String>, role: impl Into<String>) -> Signature {
        Signature {
            name: name.into(),
            role: role.into(),
        }
    }
}
