//! Who asks, what they may do, and the key that opens exactly one action.
//!
//! A `Permit` can only be made here, by the policy, for a principal that came in through a
//! login. Every action that shows or changes anything takes one; so there is no way to data that
//! does not pass this file. Not here: the login itself (`web`, `tilsyn`).
//!
//! ```compile_fail,E0451
//! // A permit cannot be made by hand: its fields are private and it has no constructor.
//! use tilsyn_app::permit::{Form, Permit, Principal, ReadStatement};
//! let principal = Principal::local_operator();
//! let forged = Permit { action: ReadStatement, principal, form: Form::Page };
//! ```

use crate::problem::Problem;

/// What a person is here (glossary G3; given out by the roles page once it is there).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Sees log data (H10.1).
    LogReviewer,
    /// Brings in logs and directories; sees no event.
    SourceOperator,
    /// Checks the installation; sees no event.
    Administrator,
    /// Sees to it that nothing is kept longer than the law allows (GDPR, article 37).
    DataProtectionOfficer,
}

/// Where no roles are set up yet, one person has them all.
const ALL_ROLES: [Role; 4] = [
    Role::LogReviewer,
    Role::SourceOperator,
    Role::Administrator,
    Role::DataProtectionOfficer,
];

/// How the principal came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CameBy {
    /// A command on the machine itself, as an operating-system user who may read the folder.
    LocalCommand,
    /// The login for development, on loopback only and marked on every page.
    DevelopmentLogin,
}

/// A signed-in person. Never shown as such; its name is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    name: String,
    roles: Vec<Role>,
    came_by: CameBy,
}

impl Principal {
    /// The one who runs commands in a folder where no roles are set up yet (formats.md,
    /// section 3).
    #[must_use]
    pub fn local_operator() -> Principal {
        Principal {
            name: "local operator".to_owned(),
            roles: ALL_ROLES.to_vec(),
            came_by: CameBy::LocalCommand,
        }
    }

    /// Who is signed in on loopback until the real login exists.
    #[must_use]
    pub fn development(name: &str) -> Principal {
        Principal {
            name: name.to_owned(),
            roles: ALL_ROLES.to_vec(),
            came_by: CameBy::DevelopmentLogin,
        }
    }

    /// The same principal with these roles only.
    #[must_use]
    pub fn with_roles(mut self, roles: &[Role]) -> Principal {
        self.roles = roles.to_vec();
        self
    }

    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    #[must_use]
    pub fn came_by(&self) -> CameBy {
        self.came_by
    }
}

/// In which form an answer leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    Page,
    Xlsx,
    Csv,
    Json,
    Command,
}

impl Form {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Form::Page => "page",
            Form::Xlsx => "xlsx",
            Form::Csv => "csv",
            Form::Json => "json",
            Form::Command => "command",
        }
    }
}

/// Something a principal can ask to do.
pub trait Action {
    /// Its name in the own log and in the permission matrix.
    const NAME: &'static str;
    /// The roles that may; any one of them is enough.
    const ROLES: &'static [Role];
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $roles:expr;)*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;
        impl Action for $name {
            const NAME: &'static str = $word;
            const ROLES: &'static [Role] = $roles;
        })*
        /// Every action with the roles that may, for the permission matrix.
        pub const ACTIONS: &[(&str, &[Role])] = &[$(($word, $roles)),*];
    };
}

actions! {
    /// The front page; what it shows of log data needs the permit for that as well.
    ReadOverview = "read-overview",
        &[Role::LogReviewer, Role::SourceOperator, Role::Administrator];
    /// The access statement (H8.1).
    ReadStatement = "read-statement", &[Role::LogReviewer];
    /// People looked up (H8.2).
    ReadSubjects = "read-subjects", &[Role::LogReviewer];
    /// Pictures and documents fetched (H8.3).
    ReadPictures = "read-pictures", &[Role::LogReviewer];
    /// Use of screens, reports and tabs (H9.3).
    ReadElements = "read-elements", &[Role::LogReviewer];
    /// Single events: person, user, screen, change and logon views (H9.1 to H9.5).
    ReadHistory = "read-history", &[Role::LogReviewer];
    /// Evidence of one event for somebody outside, with chosen parts of it opened.
    ProveEvent = "prove-event", &[Role::LogReviewer];
    /// Finding people by name, number or national id.
    SearchPeople = "search-people", &[Role::LogReviewer];
    /// Pieces in quarantine, word for word.
    ReadQuarantine = "read-quarantine", &[Role::LogReviewer, Role::SourceOperator];
    /// Sources, their completeness and the counts of what came in.
    ReadSources = "read-sources",
        &[Role::LogReviewer, Role::SourceOperator, Role::Administrator];
    /// How the log stands: checkpoint, witnesses, the last full check, what was erased and why.
    ReadIntegrity = "read-integrity",
        &[Role::LogReviewer, Role::SourceOperator, Role::Administrator];
    /// The product's own log.
    ReadOwnLog = "read-own-log", &[Role::LogReviewer];
    /// Asking that something be erased.
    AskErasure = "ask-erasure", &[Role::DataProtectionOfficer];
    /// Approving or declining what somebody else asked for.
    DecideErasure = "decide-erasure", &[Role::DataProtectionOfficer];
    /// Erasures asked for and carried out, retention rules, holds.
    ReadErasures = "read-erasures", &[Role::DataProtectionOfficer];
    /// Carrying out what was approved; shows nothing.
    CarryOutErasures = "carry-out-erasures", &[Role::Administrator];
    /// How long something is kept.
    SetRetention = "set-retention", &[Role::DataProtectionOfficer];
    /// Holding events that may not be erased for now.
    HoldEvents = "hold-events", &[Role::LogReviewer, Role::DataProtectionOfficer];
    ImportEvents = "import-events", &[Role::SourceOperator];
    /// Writing down why running numbers of a source are missing.
    ExplainGap = "explain-gap", &[Role::LogReviewer, Role::SourceOperator];
    ImportDirectory = "import-directory", &[Role::SourceOperator];
    /// What the organisation sets: time zone, name, limits.
    ChangeSettings = "change-settings", &[Role::Administrator];
    /// Copying everything to another place, sealed; sees no event.
    MakeBackup = "make-backup", &[Role::Administrator];
    /// Names and ages of keys, and wrapping them anew.
    ManageKeys = "manage-keys", &[Role::Administrator];
    /// Checking the ledger.
    VerifyLedger = "verify-ledger",
        &[Role::LogReviewer, Role::SourceOperator, Role::Administrator];
}

/// Leave for one action, given by the policy to one principal.
#[derive(Debug)]
pub struct Permit<A: Action> {
    action: std::marker::PhantomData<A>,
    principal: Principal,
    form: Form,
}

impl<A: Action> Permit<A> {
    #[must_use]
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    #[must_use]
    pub fn form(&self) -> Form {
        self.form
    }
}

/// Asks the policy. The only place where a permit is made.
///
/// # Errors
/// Refused, when none of the principal's roles may do this.
pub fn ask<A: Action>(principal: &Principal, form: Form) -> Result<Permit<A>, Problem> {
    if A::ROLES.iter().any(|role| principal.roles.contains(role)) {
        return Ok(Permit {
            action: std::marker::PhantomData,
            principal: principal.clone(),
            form,
        });
    }
    Err(Problem::refused("problem-not-allowed").with("action", A::NAME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_log_reviewers_see_log_data() {
        let operator = Principal::local_operator().with_roles(&[Role::SourceOperator]);
        assert!(ask::<ReadHistory>(&operator, Form::Page).is_err());
        assert!(ask::<ImportEvents>(&operator, Form::Page).is_ok());
        let administrator = Principal::local_operator().with_roles(&[Role::Administrator]);
        for refused in [
            ask::<ReadStatement>(&administrator, Form::Page).is_err(),
            ask::<ReadQuarantine>(&administrator, Form::Page).is_err(),
            ask::<SearchPeople>(&administrator, Form::Page).is_err(),
        ] {
            assert!(refused);
        }
    }
}
