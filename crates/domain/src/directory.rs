//! The directory: who works where, who owns which account, who belongs to which unit, when.
//!
//! One struct a file of formats.md section 2, fields named as its columns. A row holds from
//! `from` to `to`, both days included; `None` means always, or still.
//! Not here: reading the files (`connect`), keeping their history (`registry`).

mod about;
mod key;

pub use about::{About, Spared};
pub use key::Keyed;

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::national_id::NationalId;
use crate::time::Stamp;

/// A span of days; an open end is `None`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Validity {
    pub from: Option<Day>,
    pub to: Option<Day>,
}

impl Validity {
    #[must_use]
    pub fn on(self, day: Day) -> bool {
        self.first() <= day && day <= self.last()
    }

    #[must_use]
    pub fn first(self) -> Day {
        self.from.unwrap_or(Day::MIN)
    }

    #[must_use]
    pub fn last(self) -> Day {
        self.to.unwrap_or(Day::MAX)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    pub unit: String,
    pub parent: Option<String>,
    pub name: String,
    pub head_national_id: Option<NationalId>,
    /// Closed when `to` is past.
    pub valid: Validity,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    #[default]
    None,
    Address,
    Strict,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub national_id: NationalId,
    pub name: String,
    pub birth_date: Option<Day>,
    /// The same key is the same household.
    pub address_key: Option<String>,
    pub protection: Protection,
    pub public_figure: bool,
    pub died_on: Option<Day>,
    /// Ids this person had before, for example a D-number (column `former_ids`, `;` between).
    /// Events that name them concern this person.
    pub former_ids: Vec<NationalId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Employment {
    pub employment: String,
    pub national_id: NationalId,
    pub employee_no: Option<String>,
    pub unit: String,
    pub position: Option<String>,
    pub manager_national_id: Option<NationalId>,
    pub valid: Validity,
    pub paid_through: Option<Day>,
}

/// The unit a registered person belongs to who is no employee.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonUnit {
    pub national_id: NationalId,
    pub unit: String,
    pub valid: Validity,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountType {
    #[default]
    Person,
    System,
    Test,
    Shared,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub system: String,
    pub user: String,
    /// `None`: the owner is not known.
    pub national_id: Option<NationalId>,
    pub account_type: AccountType,
    pub valid: Validity,
    /// A day, or a moment, as the source has it.
    pub last_logon: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entitlement {
    pub system: String,
    pub entitlement: String,
    pub name: String,
    pub elements: Vec<String>,
    pub sensitive: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grant {
    pub grant: String,
    pub system: String,
    pub user: String,
    pub entitlement: String,
    /// `unit:<unit>`, `own_unit` or `all`.
    pub scope: String,
    /// `read` or `update`.
    pub rights: String,
    pub valid: Validity,
    pub ordered_by: Option<String>,
    pub approved_by: Option<String>,
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clearance {
    pub national_id: NationalId,
    pub level: String,
    pub from: Option<Day>,
    pub expires: Option<Day>,
    pub withdrawn_on: Option<Day>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Authorisation {
    pub national_id: NationalId,
    pub system: String,
    pub by_national_id: Option<NationalId>,
    pub valid: Validity,
    pub rules_version: Option<String>,
    pub rules_signed_on: Option<Day>,
}

/// A fact that makes a lookup expected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    pub subject_national_id: NationalId,
    /// `case`, `appointment`, `care`, `ward`, `school`, `course`, `project`, `job`, `kin`,
    /// `contact`.
    pub kind: String,
    pub reference: Option<String>,
    pub unit: Option<String>,
    pub user: Option<String>,
    pub other_national_id: Option<NationalId>,
    pub valid: Validity,
    /// A day, or a moment, as the source has it.
    pub registered_at: Option<String>,
}

/// Planned working hours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shift {
    pub national_id: NationalId,
    pub unit: Option<String>,
    pub from: Stamp,
    pub to: Stamp,
}

/// An employee works for a unit or team without being employed there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    pub national_id: NationalId,
    pub unit: String,
    /// `loan`, `duty`, `team`, `course`, `job`.
    pub kind: String,
    pub reference: Option<String>,
    pub valid: Validity,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Absence {
    pub national_id: NationalId,
    pub kind: String,
    pub valid: Validity,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Address {
    pub national_id: NationalId,
    pub address_key: String,
    pub street_key: Option<String>,
    pub valid: Validity,
}

/// A person in the news or otherwise in the public eye.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attention {
    pub national_id: NationalId,
    pub date: Day,
    pub what: String,
}

/// Who normally sits where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workstation {
    pub client_host: String,
    pub national_id: Option<NationalId>,
    pub unit: Option<String>,
}

/// The directory as known on one day: every row, past ones included.
///
/// Rows stand in the order of their files; questions that must choose between rows say how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Directory {
    pub units: Vec<Unit>,
    pub people: Vec<Person>,
    pub employments: Vec<Employment>,
    pub person_units: Vec<PersonUnit>,
    pub accounts: Vec<Account>,
    pub entitlements: Vec<Entitlement>,
    pub grants: Vec<Grant>,
    pub clearances: Vec<Clearance>,
    pub authorisations: Vec<Authorisation>,
    pub relations: Vec<Relation>,
    pub shifts: Vec<Shift>,
    pub assignments: Vec<Assignment>,
    pub absences: Vec<Absence>,
    pub addresses: Vec<Address>,
    pub attention: Vec<Attention>,
    pub workstations: Vec<Workstation>,
}

/// The files of a directory folder, in the order in which they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DirectoryFile {
    Units,
    People,
    Employments,
    PersonUnits,
    Accounts,
    Entitlements,
    Grants,
    Clearances,
    Authorisations,
    Relations,
    Shifts,
    Assignments,
    Absences,
    Addresses,
    Attention,
    Workstations,
}

impl DirectoryFile {
    pub const ALL: [DirectoryFile; 16] = [
        DirectoryFile::Units,
        DirectoryFile::People,
        DirectoryFile::Employments,
        DirectoryFile::PersonUnits,
        DirectoryFile::Accounts,
        DirectoryFile::Entitlements,
        DirectoryFile::Grants,
        DirectoryFile::Clearances,
        DirectoryFile::Authorisations,
        DirectoryFile::Relations,
        DirectoryFile::Shifts,
        DirectoryFile::Assignments,
        DirectoryFile::Absences,
        DirectoryFile::Addresses,
        DirectoryFile::Attention,
        DirectoryFile::Workstations,
    ];

    /// The name in the contract, without `.csv`; also the table it is kept in.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            DirectoryFile::Units => "units",
            DirectoryFile::People => "people",
            DirectoryFile::Employments => "employments",
            DirectoryFile::PersonUnits => "person_units",
            DirectoryFile::Accounts => "accounts",
            DirectoryFile::Entitlements => "entitlements",
            DirectoryFile::Grants => "grants",
            DirectoryFile::Clearances => "clearances",
            DirectoryFile::Authorisations => "authorisations",
            DirectoryFile::Relations => "relations",
            DirectoryFile::Shifts => "shifts",
            DirectoryFile::Assignments => "assignments",
            DirectoryFile::Absences => "absences",
            DirectoryFile::Addresses => "addresses",
            DirectoryFile::Attention => "attention",
            DirectoryFile::Workstations => "workstations",
        }
    }
}
