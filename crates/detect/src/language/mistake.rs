//! Mistakes in a file of explanations: where, what, and the values to say it with.
//!
//! The kinds and their codes are stable, so that sentences in any language can be made of them.
//! The English ones here are for tests and for whoever reads raw output.
//! Not here: finding them (`lexer`, `parser`, `check`).

use thiserror::Error;

use super::{MISTAKES_MAX, NAME_CHARS_MAX, Rules};

/// One mistake. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {kind}")]
pub struct Mistake {
    pub line: u32,
    pub column: u32,
    pub kind: MistakeKind,
}

/// What is wrong. Names and values are cut to forty characters.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MistakeKind {
    // Characters.
    #[error("the file has more than {most} bytes")]
    FileTooLong { most: usize },
    #[error("{character:?} does not belong here")]
    StrayCharacter { character: char },
    #[error("a text in quotes must end on its line")]
    UnclosedText,
    #[error("only \\\" and \\\\ may stand behind a backslash")]
    UnknownEscape,

    // Words and clauses.
    #[error("{found} stands where {expected} should")]
    Unexpected { found: String, expected: Expected },
    #[error("the file ends where {expected} should stand")]
    EndTooSoon { expected: Expected },
    #[error("`{name}` is no name: a to z, 0 to 9 and _, with a letter first")]
    BadName { name: String },
    #[error("`{name}` has a meaning of its own and cannot be a name here")]
    ReservedName { name: String },
    #[error("a name has at most {most} characters")]
    NameTooLong { most: usize },
    #[error("{of} must be from {least} to {most}")]
    OutOfBounds { of: Quantity, least: u16, most: u16 },
    #[error("a list needs a value")]
    EmptyList,
    #[error("a list has at most {most} values")]
    ListTooLong { most: usize },
    #[error("`{value}` stands twice in the list")]
    ValueTwice { value: String },
    #[error("a text must not be empty")]
    EmptyText,
    #[error("a text has at most {most} characters here")]
    TextTooLong { most: usize },
    #[error("`{name}` is none of `work`, `register`, `ownrecord`; other applications in quotes")]
    UnknownApp { name: String },
    #[error("`{clause}` stands twice")]
    ClauseTwice { clause: &'static str },
    #[error("`{clause}` is missing")]
    ClauseMissing { clause: &'static str },
    #[error("the file has more than {most} {of}")]
    TooMany { of: Counted, most: usize },

    // Relations and the directory.
    #[error("there is already a relation `{name}`")]
    RelationTwice { name: String },
    #[error("`{name}` is no file of the directory")]
    UnknownFile { name: String },
    #[error("`{file}` has no column `{column}`")]
    UnknownColumn { file: &'static str, column: String },
    #[error("`{column}` of `{file}` cannot be used: it holds days, free text or lists")]
    UnusableColumn { file: &'static str, column: String },
    #[error("`{column}` of `{file}` holds {holds} and cannot be {domain}")]
    ColumnDoesNotFit {
        file: &'static str,
        column: String,
        holds: &'static str,
        domain: String,
    },
    #[error("both ends are the column `{column}`")]
    SameColumn { column: String },
    #[error("`{column}` names a person; `where` never does")]
    PersonInWhere { column: String },
    #[error("`{column}` stands twice in `where`")]
    ColumnTwice { column: String },
    #[error("`{column}` never holds `{value}`, only {}", listed(known))]
    UnknownValue {
        column: String,
        value: String,
        known: Vec<&'static str>,
    },

    // Reasons.
    #[error("there is already a rule `{name}`")]
    RuleTwice { name: String },
    #[error("no reason: `path`, `same`, or `person`")]
    ReasonMissing,
    #[error("a second reason; a rule has one")]
    SecondReason,
    #[error("there is no relation `{name}`")]
    UnknownRelation { name: String },
    #[error("`{name}` ties {first} to {second}, not two people")]
    NotOfPeople {
        name: String,
        first: String,
        second: String,
    },
    #[error("a path has at most {most} relations")]
    TooManyHops { most: usize },
    #[error("`{variable}` is {first} and {second} at once")]
    TwoDomains {
        variable: String,
        first: String,
        second: String,
    },
    #[error("no relation of the path reaches `{variable}`")]
    EndNotReached { variable: String },
    #[error("`{variable}` hangs loose: the path does not go on from it")]
    LooseVariable { variable: String },
    #[error("the path branches at `{variable}`")]
    Branching { variable: String },
    #[error("`{variable}` cannot be tied to itself")]
    TiedToItself { variable: String },
    #[error("nothing here ties `{name}` to the person")]
    UnknownVariable { name: String },
    #[error("exactly one relation ties the other person")]
    TieOfSeveralHops,
    #[error("nothing ties the person to `{name}`: `path` or `same`")]
    TieMissing { name: String },
    #[error("`user explained {name}` is missing")]
    ExplainedMissing { name: String },
    #[error("slack needs a relation that begins and ends")]
    SlackWithoutRelation,

    // Sentences.
    #[error("no sentence in `{language}`")]
    SentenceMissing { language: &'static str },
    #[error("a second sentence in `{language}`")]
    SentenceTwice { language: &'static str },
    #[error("a brace has no other")]
    LoneBrace,
    #[error("{{{name}}} is nothing here; there are {}", listed(known))]
    UnknownPlaceholder { name: String, known: Vec<String> },
}

/// What should stand where something else does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// One of these words and signs of the language.
    Words(Vec<&'static str>),
    Name,
    Value,
    Text,
    Number,
    Days,
    Minutes,
}

/// A quantity with bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    SlackDays,
    WithinDays,
    WithinMinutes,
    Events,
}

/// What a file may have only so many of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Relations,
    /// Files of the directory in one relation.
    Rows,
    Templates,
    /// Templates and never rules together.
    Rules,
}

impl MistakeKind {
    /// Every code, in the order of the kinds.
    pub const CODES: [&'static str; 48] = [
        "file_too_long",
        "stray_character",
        "unclosed_text",
        "unknown_escape",
        "unexpected",
        "end_too_soon",
        "bad_name",
        "reserved_name",
        "name_too_long",
        "out_of_bounds",
        "empty_list",
        "list_too_long",
        "value_twice",
        "empty_text",
        "text_too_long",
        "unknown_app",
        "clause_twice",
        "clause_missing",
        "too_many",
        "relation_twice",
        "unknown_file",
        "unknown_column",
        "unusable_column",
        "column_does_not_fit",
        "same_column",
        "person_in_where",
        "column_twice",
        "unknown_value",
        "rule_twice",
        "reason_missing",
        "second_reason",
        "unknown_relation",
        "not_of_people",
        "too_many_hops",
        "two_domains",
        "end_not_reached",
        "loose_variable",
        "branching",
        "tied_to_itself",
        "unknown_variable",
        "tie_of_several_hops",
        "tie_missing",
        "explained_missing",
        "slack_without_relation",
        "sentence_missing",
        "sentence_twice",
        "lone_brace",
        "unknown_placeholder",
    ];

    /// A word for the kind that stays, for messages and for output that programs read.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            MistakeKind::FileTooLong { .. } => "file_too_long",
            MistakeKind::StrayCharacter { .. } => "stray_character",
            MistakeKind::UnclosedText => "unclosed_text",
            MistakeKind::UnknownEscape => "unknown_escape",
            MistakeKind::Unexpected { .. } => "unexpected",
            MistakeKind::EndTooSoon { .. } => "end_too_soon",
            MistakeKind::BadName { .. } => "bad_name",
            MistakeKind::ReservedName { .. } => "reserved_name",
            MistakeKind::NameTooLong { .. } => "name_too_long",
            MistakeKind::OutOfBounds { .. } => "out_of_bounds",
            MistakeKind::EmptyList => "empty_list",
            MistakeKind::ListTooLong { .. } => "list_too_long",
            MistakeKind::ValueTwice { .. } => "value_twice",
            MistakeKind::EmptyText => "empty_text",
            MistakeKind::TextTooLong { .. } => "text_too_long",
            MistakeKind::UnknownApp { .. } => "unknown_app",
            MistakeKind::ClauseTwice { .. } => "clause_twice",
            MistakeKind::ClauseMissing { .. } => "clause_missing",
            MistakeKind::TooMany { .. } => "too_many",
            MistakeKind::RelationTwice { .. } => "relation_twice",
            MistakeKind::UnknownFile { .. } => "unknown_file",
            MistakeKind::UnknownColumn { .. } => "unknown_column",
            MistakeKind::UnusableColumn { .. } => "unusable_column",
            MistakeKind::ColumnDoesNotFit { .. } => "column_does_not_fit",
            MistakeKind::SameColumn { .. } => "same_column",
            MistakeKind::PersonInWhere { .. } => "person_in_where",
            MistakeKind::ColumnTwice { .. } => "column_twice",
            MistakeKind::UnknownValue { .. } => "unknown_value",
            MistakeKind::RuleTwice { .. } => "rule_twice",
            MistakeKind::ReasonMissing => "reason_missing",
            MistakeKind::SecondReason => "second_reason",
            MistakeKind::UnknownRelation { .. } => "unknown_relation",
            MistakeKind::NotOfPeople { .. } => "not_of_people",
            MistakeKind::TooManyHops { .. } => "too_many_hops",
            MistakeKind::TwoDomains { .. } => "two_domains",
            MistakeKind::EndNotReached { .. } => "end_not_reached",
            MistakeKind::LooseVariable { .. } => "loose_variable",
            MistakeKind::Branching { .. } => "branching",
            MistakeKind::TiedToItself { .. } => "tied_to_itself",
            MistakeKind::UnknownVariable { .. } => "unknown_variable",
            MistakeKind::TieOfSeveralHops => "tie_of_several_hops",
            MistakeKind::TieMissing { .. } => "tie_missing",
            MistakeKind::ExplainedMissing { .. } => "explained_missing",
            MistakeKind::SlackWithoutRelation => "slack_without_relation",
            MistakeKind::SentenceMissing { .. } => "sentence_missing",
            MistakeKind::SentenceTwice { .. } => "sentence_twice",
            MistakeKind::LoneBrace => "lone_brace",
            MistakeKind::UnknownPlaceholder { .. } => "unknown_placeholder",
        }
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Expected::Words(words) => {
                let one_of = if words.len() > 1 { "one of " } else { "" };
                return write!(out, "{one_of}{}", listed(words));
            }
            Expected::Name => "a name",
            Expected::Value => "a value",
            Expected::Text => "a text in quotes",
            Expected::Number => "a number",
            Expected::Days => "a number of days such as `30d`",
            Expected::Minutes => "a number of minutes such as `5min`",
        })
    }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Quantity::SlackDays => "days of slack",
            Quantity::WithinDays => "days between lookups",
            Quantity::WithinMinutes => "minutes between lookups",
            Quantity::Events => "events",
        })
    }
}

impl std::fmt::Display for Counted {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Counted::Relations => "relations",
            Counted::Rows => "files in one relation",
            Counted::Templates => "templates",
            Counted::Rules => "templates and never rules",
        })
    }
}

/// Words of the language in a row, as they are written.
fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let words: Vec<String> = words.iter().map(|w| format!("`{}`", w.as_ref())).collect();
    words.join(", ")
}

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Place {
    pub(super) const START: Place = Place { line: 1, column: 1 };
}

/// The mistakes found so far. However many there are, only the first of the file are kept.
#[derive(Default)]
pub(super) struct Mistakes(Vec<Mistake>);

impl Mistakes {
    pub(super) fn add(&mut self, place: Place, kind: MistakeKind) {
        let Place { line, column } = place;
        self.0.push(Mistake { line, column, kind });
        // Sorting only now and then keeps the whole linear in the length of the file.
        if self.0.len() >= 4 * MISTAKES_MAX {
            self.settle();
        }
    }

    /// The rules, if there was no mistake.
    pub(super) fn or(mut self, rules: Rules) -> Result<Rules, Vec<Mistake>> {
        if self.0.is_empty() {
            return Ok(rules);
        }
        self.settle();
        Err(self.0)
    }

    fn settle(&mut self) {
        self.0.sort_by_key(|found| (found.line, found.column));
        self.0.truncate(MISTAKES_MAX);
    }
}

/// A text as it is quoted in a mistake.
pub(super) fn quoted(text: &str) -> String {
    let mut short: String = text.chars().take(NAME_CHARS_MAX).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
