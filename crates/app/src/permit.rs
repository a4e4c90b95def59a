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

mod action;
mod policy;
mod role;

pub use action::*;
pub use policy::{About, Asker, Duty, Question, Ruling, TEXTS, Who, rule};
pub use role::Role;

use crate::problem::Problem;

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
    asker: Asker,
    came_by: CameBy,
}

impl Principal {
    /// The one who runs commands in a folder where no roles are set up yet (formats.md,
    /// section 3).
    #[must_use]
    pub fn local_operator() -> Principal {
        Principal::founder("local operator", CameBy::LocalCommand)
    }

    /// Who is signed in on loopback until the real login exists.
    #[must_use]
    pub fn development(name: &str) -> Principal {
        Principal::founder(name, CameBy::DevelopmentLogin)
    }

    fn founder(name: &str, came_by: CameBy) -> Principal {
        Principal {
            name: name.to_owned(),
            asker: Asker {
                who: Who(name.to_owned()),
                is_founder: true,
                roles: Vec::new(),
                units: Vec::new(),
            },
            came_by,
        }
    }

    /// The same principal with these roles only.
    #[must_use]
    pub fn with_roles(mut self, roles: &[Role]) -> Principal {
        self.asker.is_founder = false;
        self.asker.roles = roles.to_vec();
        self
    }

    /// As the rules see them.
    #[must_use]
    pub fn asker(&self) -> &Asker {
        &self.asker
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

    /// Asks the rules again now that it is known what the action is about.
    ///
    /// # Errors
    /// Refused, when this is not theirs to do.
    pub fn over(&self, about: &About) -> Result<(), Problem> {
        allowed(A::NAME, &self.principal, about)
    }
}

/// Asks the rules. The only place where a permit is made.
///
/// # Errors
/// Refused, when no rule allows this, or one forbids it.
pub fn ask<A: Action>(principal: &Principal, form: Form) -> Result<Permit<A>, Problem> {
    allowed(A::NAME, principal, &About::Organisation)?;
    Ok(Permit {
        action: std::marker::PhantomData,
        principal: principal.clone(),
        form,
    })
}

fn allowed(action: &'static str, principal: &Principal, about: &About) -> Result<(), Problem> {
    let ruling = rule(&Question {
        asker: &principal.asker,
        action,
        about,
    });
    match ruling.allowed {
        true => Ok(()),
        false => Err(Problem::refused("problem-not-allowed").with("action", action)),
    }
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
