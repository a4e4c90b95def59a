//! The syntax tree: what stands in a file of explanations, with places, before names are found.
//!
//! Whatever could not be read is marked as broken, so that its absence is not told as a second
//! mistake.
//! Not here: the grammar (`parser`), what the names stand for (`check`).

use super::mistake::Place;
use super::rules::{App, Class, Slack, Within};

#[derive(Default)]
pub(super) struct Tree<'a> {
    pub(super) relations: Vec<RelationText<'a>>,
    pub(super) rules: Vec<RuleText<'a>>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Name<'a> {
    pub(super) text: &'a str,
    pub(super) place: Place,
}

/// A value of a list, or a text in quotes.
pub(super) struct Value {
    pub(super) text: String,
    pub(super) place: Place,
}

pub(super) struct RelationText<'a> {
    pub(super) name: Name<'a>,
    /// `None` if it is broken.
    pub(super) body: Option<RelationBody<'a>>,
}

pub(super) struct RelationBody<'a> {
    pub(super) ends: [Name<'a>; 2],
    pub(super) rows: Vec<RowsText<'a>>,
}

pub(super) struct RowsText<'a> {
    pub(super) file: Name<'a>,
    pub(super) columns: [Name<'a>; 2],
    pub(super) filters: Vec<FilterText<'a>>,
}

pub(super) struct FilterText<'a> {
    pub(super) column: Name<'a>,
    pub(super) values: Vec<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RuleType {
    Explain,
    Never,
}

pub(super) struct RuleText<'a> {
    /// Of the word that it begins with.
    pub(super) place: Place,
    pub(super) rule_type: RuleType,
    /// `None` if it is broken.
    pub(super) id: Option<Name<'a>>,
    pub(super) clauses: Vec<Clause<'a>>,
}

pub(super) struct Clause<'a> {
    pub(super) place: Place,
    /// The word that it begins with.
    pub(super) word: &'static str,
    pub(super) says: Says<'a>,
}

pub(super) enum Says<'a> {
    Roles(Vec<Value>),
    Apps(Vec<App>),
    NotApps(Vec<App>),
    Screens(Vec<Value>),
    Path(Vec<Link<'a>>),
    Same(Same<'a>),
    Once(Explained<'a>),
    Oneself,
    Close(Vec<Name<'a>>),
    Events(u16),
    Slack(Slack),
    Class(Class),
    Say(Vec<Sentence>),
    /// A mistake was already told of this.
    Broken,
}

/// A piece of a path.
pub(super) enum Link<'a> {
    Hop(HopText<'a>),
    Explained(Explained<'a>),
}

/// `left relation right`.
#[derive(Clone, Copy)]
pub(super) struct HopText<'a> {
    pub(super) left: Name<'a>,
    pub(super) relation: Name<'a>,
    pub(super) right: Name<'a>,
}

/// `user explained other within …`.
pub(super) struct Explained<'a> {
    pub(super) other: Name<'a>,
    pub(super) within: Within,
}

/// `same … left right`, and perhaps what is explained.
pub(super) struct Same<'a> {
    pub(super) what: SameWhat,
    pub(super) pair: [Name<'a>; 2],
    pub(super) explained: Option<Explained<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SameWhat {
    Surname,
    Household,
}

pub(super) struct Sentence {
    pub(super) place: Place,
    /// `nb`, `da`, `sv` or `en`.
    pub(super) language: &'static str,
    pub(super) text: Value,
}
