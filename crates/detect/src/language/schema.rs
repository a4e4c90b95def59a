//! The columns of the directory that relations may use, and what each holds.
//!
//! These are columns of the contract (formats.md, section 2). The days of a row (`from`, `to`)
//! are no columns here: a relation holds while its row does, without being told so.
//! Not here: reading the files (`connect`), which columns must be there.

use tilsyn_domain::directory::DirectoryFile;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A national id, or an account.
    Someone,
    /// A unit's code; in `scope` of grants behind `unit:`, and rows with other scopes have none.
    Unit,
    Text,
    /// A text that is one of these words; the intake refuses all others.
    OneOf(&'static [&'static str]),
}

impl Holds {
    /// A word for it, for mistakes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Holds::Someone => "someone",
            Holds::Unit => "unit",
            Holds::Text | Holds::OneOf(_) => "text",
        }
    }
}

/// A column that a relation may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub holds: Holds,
}

/// The columns of a file that may be ends, or stand in `where`.
#[must_use]
pub fn columns(file: DirectoryFile) -> &'static [Column] {
    match file {
        DirectoryFile::Units => &UNITS,
        DirectoryFile::People => &PEOPLE,
        DirectoryFile::Employments => &EMPLOYMENTS,
        DirectoryFile::PersonUnits => &PERSON_UNITS,
        DirectoryFile::Accounts => &ACCOUNTS,
        DirectoryFile::Entitlements => &ENTITLEMENTS,
        DirectoryFile::Grants => &GRANTS,
        DirectoryFile::Clearances => &CLEARANCES,
        DirectoryFile::Authorisations => &AUTHORISATIONS,
        DirectoryFile::Relations => &RELATIONS,
        DirectoryFile::Shifts => &SHIFTS,
        DirectoryFile::Assignments => &ASSIGNMENTS,
        DirectoryFile::Absences => &ABSENCES,
        DirectoryFile::Addresses => &ADDRESSES,
        DirectoryFile::Attention => &ATTENTION,
        DirectoryFile::Workstations => &WORKSTATIONS,
    }
}

/// The columns of a file that relations leave alone: days hold by themselves, free text and
/// lists tie nobody, and a person is told by national id or account, never by another number.
#[must_use]
pub fn unusable(file: DirectoryFile) -> &'static [&'static str] {
    match file {
        DirectoryFile::Units => &["name", "from", "to"],
        DirectoryFile::People => &["name", "birth_date", "died_on", "former_ids"],
        DirectoryFile::Employments => &["employee_no", "from", "to", "paid_through"],
        DirectoryFile::Accounts => &["from", "to", "last_logon"],
        DirectoryFile::Entitlements => &["name", "elements"],
        DirectoryFile::Grants => &["from", "to", "ordered_by", "approved_by", "reason"],
        DirectoryFile::Clearances => &["from", "expires", "withdrawn_on"],
        DirectoryFile::Authorisations => &["from", "to", "rules_signed_on"],
        DirectoryFile::Relations => &["from", "to", "registered_at"],
        DirectoryFile::Attention => &["date"],
        DirectoryFile::PersonUnits
        | DirectoryFile::Shifts
        | DirectoryFile::Assignments
        | DirectoryFile::Absences
        | DirectoryFile::Addresses => &["from", "to"],
        DirectoryFile::Workstations => &[],
    }
}

/// The file of a name, such as `person_units`.
#[must_use]
pub fn file(name: &str) -> Option<DirectoryFile> {
    DirectoryFile::ALL.into_iter().find(|f| f.name() == name)
}

/// The column of a name, if relations may use it.
#[must_use]
pub fn column(file: DirectoryFile, name: &str) -> Option<Column> {
    columns(file).iter().copied().find(|c| c.name == name)
}

const fn someone(name: &'static str) -> Column {
    let holds = Holds::Someone;
    Column { name, holds }
}

const fn unit(name: &'static str) -> Column {
    let holds = Holds::Unit;
    Column { name, holds }
}

const fn text(name: &'static str) -> Column {
    let holds = Holds::Text;
    Column { name, holds }
}

const fn one_of(name: &'static str, words: &'static [&'static str]) -> Column {
    let holds = Holds::OneOf(words);
    Column { name, holds }
}

const UNITS: [Column; 3] = [unit("unit"), unit("parent"), someone("head_national_id")];
const PEOPLE: [Column; 4] = [
    someone("national_id"),
    text("address_key"),
    one_of("protection", &["none", "address", "strict"]),
    one_of("public_figure", &["0", "1"]),
];
const EMPLOYMENTS: [Column; 5] = [
    text("employment"),
    someone("national_id"),
    unit("unit"),
    text("position"),
    someone("manager_national_id"),
];
const PERSON_UNITS: [Column; 2] = [someone("national_id"), unit("unit")];
const ACCOUNTS: [Column; 4] = [
    text("system"),
    someone("user"),
    someone("national_id"),
    one_of("type", &["person", "system", "test", "shared"]),
];
const ENTITLEMENTS: [Column; 3] = [
    text("system"),
    text("entitlement"),
    one_of("sensitive", &["0", "1"]),
];
const GRANTS: [Column; 6] = [
    text("grant"),
    text("system"),
    someone("user"),
    text("entitlement"),
    unit("scope"),
    one_of("rights", &["read", "update"]),
];
const CLEARANCES: [Column; 2] = [someone("national_id"), text("level")];
const AUTHORISATIONS: [Column; 4] = [
    someone("national_id"),
    text("system"),
    someone("by_national_id"),
    text("rules_version"),
];
const RELATIONS: [Column; 6] = [
    someone("subject_national_id"),
    one_of("kind", &RELATION_KINDS),
    text("ref"),
    unit("unit"),
    someone("user"),
    someone("other_national_id"),
];
const RELATION_KINDS: [&str; 10] = [
    "case",
    "appointment",
    "care",
    "ward",
    "school",
    "course",
    "project",
    "job",
    "kin",
    "contact",
];
const SHIFTS: [Column; 2] = [someone("national_id"), unit("unit")];
const ASSIGNMENTS: [Column; 4] = [
    someone("national_id"),
    unit("unit"),
    one_of("kind", &["loan", "duty", "team", "course", "job"]),
    text("ref"),
];
const ABSENCES: [Column; 2] = [someone("national_id"), text("kind")];
const ADDRESSES: [Column; 3] = [
    someone("national_id"),
    text("address_key"),
    text("street_key"),
];
const ATTENTION: [Column; 2] = [someone("national_id"), text("what")];
const WORKSTATIONS: [Column; 3] = [text("client_host"), someone("national_id"), unit("unit")];
