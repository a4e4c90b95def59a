//! The duties somebody can have in the control of lookups.

use std::fmt;

/// What a person is here (glossary G3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Sees log data (H10.1).
    LogReviewer,
    /// Answers for the control of lookups, approves its reports.
    HeadOfReview,
    /// Answers about own staff.
    HeadOfDepartment,
    /// Answers for a system and for who has access to it.
    SystemOwner,
    /// Runs a system day to day.
    SystemCustodian,
    /// Orders access for a department (T11).
    AccessRequester,
    /// Confirms or withdraws access in a review of it.
    Certifier,
    /// Sees to it that the law is kept (GDPR, articles 37 to 39).
    DataProtectionOfficer,
    /// Leads the work on a breach.
    IncidentLead,
    /// Sees to it that internal controls are done.
    ControlCoordinator,
    /// Checks the control from outside, for a stated need and a time.
    Auditor,
    /// Looks after the installation; sees no event, no id, no count per person.
    Administrator,
    /// Brings in logs and directories.
    SourceOperator,
    /// Keeps the keys.
    KeyCustodian,
    /// Works here; sees what concerns nobody else.
    Employee,
    /// Keeps what several organisations have in common (D15).
    CommonBodySecretary,
}

impl Role {
    /// In the order in which they are listed.
    pub const ALL: [Role; 16] = [
        Role::LogReviewer,
        Role::HeadOfReview,
        Role::HeadOfDepartment,
        Role::SystemOwner,
        Role::SystemCustodian,
        Role::AccessRequester,
        Role::Certifier,
        Role::DataProtectionOfficer,
        Role::IncidentLead,
        Role::ControlCoordinator,
        Role::Auditor,
        Role::Administrator,
        Role::SourceOperator,
        Role::KeyCustodian,
        Role::Employee,
        Role::CommonBodySecretary,
    ];

    /// Its word in the rules, in the registry and in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Role::LogReviewer => "log-reviewer",
            Role::HeadOfReview => "head-of-review",
            Role::HeadOfDepartment => "head-of-department",
            Role::SystemOwner => "system-owner",
            Role::SystemCustodian => "system-custodian",
            Role::AccessRequester => "access-requester",
            Role::Certifier => "certifier",
            Role::DataProtectionOfficer => "data-protection-officer",
            Role::IncidentLead => "incident-lead",
            Role::ControlCoordinator => "control-coordinator",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
            Role::SourceOperator => "source-operator",
            Role::KeyCustodian => "key-custodian",
            Role::Employee => "employee",
            Role::CommonBodySecretary => "common-body-secretary",
        }
    }

    /// The role of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.word() == word)
    }
}

/// What a duty can be for instead of the whole organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing: the rules ask nowhere for what part it was given.
    Whole,
    /// A unit, with those below it.
    Unit,
    /// A system, by its name.
    System,
}

impl Role {
    /// What a duty of this role can be narrowed to.
    #[must_use]
    pub fn reach(self) -> Reach {
        match self {
            Role::HeadOfDepartment | Role::AccessRequester | Role::Certifier => Reach::Unit,
            Role::SystemOwner | Role::SystemCustodian => Reach::System,
            Role::LogReviewer
            | Role::HeadOfReview
            | Role::DataProtectionOfficer
            | Role::IncidentLead
            | Role::ControlCoordinator
            | Role::Auditor
            | Role::Administrator
            | Role::SourceOperator
            | Role::KeyCustodian
            | Role::Employee
            | Role::CommonBodySecretary => Reach::Whole,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
