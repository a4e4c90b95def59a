//! What a file of the explanation language says, after every name in it was found.
//!
//! Plain data without positions: a file that loads has no mistakes left to point at.

use tilsyn_domain::directory::DirectoryFile;

/// A whole file. Relations and variables are referred to by their place in their lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    pub relations: Vec<Relation>,
    pub templates: Vec<Template>,
    pub never: Vec<Never>,
}

/// What a variable or an end of a relation may be.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Domain {
    /// Somebody: one who acts, or is looked up, or an account without owner. `user` and `person`
    /// in the text.
    Someone,
    /// A unit of the organisation. `unit` in the text.
    Unit,
    /// Anything else that has a name of its own, such as `case` or `team`.
    Other(String),
}

/// A temporal relation: pairs that hold from day to day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    pub name: String,
    pub ends: [Domain; 2],
    /// The union of these rows of the directory.
    pub rows: Vec<Rows>,
}

/// Rows of one directory file that make up a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    pub file: DirectoryFile,
    /// The columns of the two ends, by their names in the contract.
    pub columns: [&'static str; 2],
    /// Only rows where each of these columns has one of the values.
    pub filters: Vec<Filter>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    pub column: &'static str,
    pub values: Vec<String>,
}

/// Why a lookup may have been expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub id: String,
    pub class: Class,
    pub scope: Scope,
    pub reason: Reason,
    /// Days before a relation begins, and after it has ended, that it explains as well; both
    /// positive.
    pub slack: Slack,
    pub say: Sentences,
}

/// How much an explanation is worth; both count only while their false coverage is low.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Strong,
    Weak,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slack {
    pub before_days: u16,
    pub after_days: u16,
}

/// Which lookups a template is about; what is empty narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Positions of the user, in lower case.
    pub roles: Vec<String>,
    pub apps: Vec<App>,
    /// Names of elements, screens, tabs or reports.
    pub screens: Vec<String>,
    /// At most so many events of the user on the person that day; `events = 1` in the text.
    pub events_max: Option<u16>,
}

/// Where somebody looked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum App {
    /// Lookups, documents and pictures. `work` in the text.
    Work,
    /// The population register. `register` in the text.
    Register,
    /// The page where one sees one's own record. `ownrecord` in the text.
    OwnRecord,
    /// An application by its name, in quotes in the text.
    Named(String),
}

/// The ground of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A path from the user to the person, one to three hops.
    Path(Path),
    /// The user looks up himself. `person = self` in the text.
    Oneself,
    /// Another person, tied to this one, was looked up by the same user with an explanation.
    Beside(Beside),
}

/// Hops in the order from user to person; the variables between them have one hop on each side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub hops: Vec<Hop>,
    /// Names of the variables between the hops, one fewer than there are hops, from the user on.
    pub between: Vec<String>,
}

/// One relation of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Place in `Rules::relations`.
    pub relation: usize,
    pub direction: Direction,
}

/// Whether a hop is walked from the relation's first end to its second, or back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Onwards,
    Back,
}

/// An explanation by somebody else, `q`, whom the user looked up for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// What the variable is called in the file.
    pub other: String,
    pub tie: Tie,
    pub within: Within,
}

/// What ties the person to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tie {
    /// A relation between two people, either way round. `path person kin q` in the text.
    Relation(usize),
    /// `same surname person q` in the text.
    Surname,
    /// `same household person q` in the text.
    Household,
}

/// When the explained lookup of the other one was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// So many days before or after. `user explained q within 3d` in the text.
    Days(u16),
    /// So many minutes after: the first person was a mistake. `once within 5min before user
    /// explained q` in the text.
    MinutesBefore(u16),
}

/// What no template clears: impartiality (habilitet) asks for a look at it, whatever explains it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Never {
    pub id: String,
    /// Where it does not apply: `app != ownrecord` in the text.
    pub except: Vec<App>,
    pub whom: Vec<Close>,
    pub say: Sentences,
}

/// How close a person is to the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Close {
    /// `person = self`.
    Oneself,
    /// `person in household of self`.
    Household,
    /// `person in R of self`, a relation between two people, either way round.
    Relation(usize),
}

/// A sentence in the four languages, with `{variables}` in braces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentences {
    pub nb: String,
    pub da: String,
    pub sv: String,
    pub en: String,
}
