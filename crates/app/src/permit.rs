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
mod rulings;

pub use action::*;
pub use policy::{About, Asker, Case, Duty, Footing, Question, Ruling, TEXTS, Who, rule};
pub use role::{Reach, Role};
pub use rulings::{Ruled, rulings};

use crate::problem::Problem;

/// How the principal came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CameBy {
    /// A command on the machine itself, as an operating-system user who may read the folder.
    LocalCommand,
    /// The login for development, on loopback only and marked on every page.
    DevelopmentLogin,
    /// The organisation's own provider of logins, over OpenID Connect.
    Provider,
    /// By two codes on paper, while the provider cannot be reached.
    Emergency,
    /// Not at all: the server does this by itself.
    Itself,
}

/// A signed-in person. Never shown as such; its name is.
#[derive(Clone, PartialEq, Eq)]
pub struct Principal {
    user: String,
    name: String,
    asker: Asker,
    came_by: CameBy,
}

/// Whom the founder is called in the own log.
const LOCAL_OPERATOR: &str = "local operator";
/// What the server itself is called there.
const PROGRAM: &str = "tilsyn";
/// What the provider of logins is called there.
const PROVISIONER: &str = "provider";

impl Principal {
    /// The one who runs commands in a folder where nobody has a duty yet (formats.md, section 3).
    #[must_use]
    pub fn local_operator() -> Principal {
        Principal::without_duties(LOCAL_OPERATOR, Footing::Founder, CameBy::LocalCommand)
    }

    pub(crate) fn is_local_operator(&self) -> bool {
        self.asker.footing == Footing::Founder && self.came_by == CameBy::LocalCommand
    }

    /// Who is signed in on loopback where nobody has a duty yet.
    #[must_use]
    pub fn development(name: &str) -> Principal {
        Principal::without_duties(name, Footing::Founder, CameBy::DevelopmentLogin)
    }

    /// The server itself: it carries out what people decided, and checks the log.
    #[must_use]
    pub fn program() -> Principal {
        Principal::without_duties(PROGRAM, Footing::Program, CameBy::Itself)
    }

    /// The organisation's provider of logins, which says who there is (SCIM).
    #[must_use]
    pub fn provisioner() -> Principal {
        Principal::without_duties(PROVISIONER, Footing::Provisioner, CameBy::Provider)
    }

    /// Whoever asks before it is known who that is: may do nothing.
    #[must_use]
    pub fn nobody() -> Principal {
        Principal::without_duties("", Footing::Nobody, CameBy::Itself)
    }

    fn without_duties(name: &str, footing: Footing, came_by: CameBy) -> Principal {
        Principal {
            user: name.to_owned(),
            name: name.to_owned(),
            asker: Asker {
                who: Who(name.to_owned()),
                footing,
                roles: Vec::new(),
                units: Vec::new(),
                stands_in_for: Vec::new(),
            },
            came_by,
        }
    }

    /// A member of staff with the roles of today. A human being is one member of staff, so the
    /// user name is a key to all their accounts.
    pub(crate) fn staff(
        (user, name): (&str, &str),
        (roles, units, stands_in_for): (Vec<Role>, Vec<String>, Vec<Who>),
        came_by: CameBy,
    ) -> Principal {
        Principal {
            user: user.to_owned(),
            name: name.to_owned(),
            asker: Asker {
                who: Who(user.to_owned()),
                footing: Footing::Duties,
                roles,
                units,
                stands_in_for,
            },
            came_by,
        }
    }

    /// As the rules see them.
    #[must_use]
    pub fn asker(&self) -> &Asker {
        &self.asker
    }

    /// What the own log and the registry call them: never given to anybody else.
    #[must_use]
    pub fn user(&self) -> &str {
        &self.user
    }

    /// What pages call them.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    #[must_use]
    pub fn came_by(&self) -> CameBy {
        self.came_by
    }
}

/// Names nobody: what is printed may end in a log.
impl std::fmt::Debug for Principal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Principal({:?})", self.came_by)
    }
}

/// In which form an answer leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    Page,
    Xlsx,
    Csv,
    Json,
    /// A letter or a report on paper.
    Pdf,
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
            Form::Pdf => "pdf",
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
    /// Refused, when this is not theirs to do; it says which rule stands in the way.
    pub fn over(&self, about: &About) -> Result<(), Problem> {
        allowed(A::NAME, &self.principal, about)
    }

    /// What the rules say of it, and which of them.
    #[must_use]
    pub fn ruling(&self, about: &About) -> Ruling {
        ruling(A::NAME, &self.principal, about)
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

/// Whether somebody may do something at all, by its name: for what leads there. The permit decides.
#[must_use]
pub fn may(principal: &Principal, action: &'static str) -> bool {
    ruling(action, principal, &About::Organisation).allowed
}

fn allowed(action: &'static str, principal: &Principal, about: &About) -> Result<(), Problem> {
    let ruling = ruling(action, principal, about);
    if ruling.allowed {
        return Ok(());
    }
    let sentence = ruling.by.iter().find_map(|rule| sentence_of(rule));
    let sentence = sentence.unwrap_or("problem-not-allowed");
    Err(Problem::denied(sentence, action))
}

/// What is said to whom a rule refuses, where that is more than that they may not.
fn sentence_of(rule: &str) -> Option<&'static str> {
    Some(match rule {
        "four-duties-given-apart" => "problem-duty-apart",
        "no-duty-for-oneself" => "problem-duty-own",
        "another-approves-duty" => "problem-duty-proposed-by-you",
        "one-body-gives-reviewers" => "problem-duty-not-given-by-you",
        "named-bodies-hold-reviewers" => "problem-duty-not-held-there",
        "no-case-about-oneself" | "no-step-about-oneself" => "problem-case-own",
        "no-pair-judges-each-other" | "no-pair-sees-each-other" => "problem-case-pair",
        "no-review-of-own-looks" => "problem-looks-own",
        "no-pair-reviews-each-other" => "problem-looks-pair",
        "another-confirms-reveal" => "problem-reveal-own",
        "another-decides-erasure" => "problem-erasure-own",
        "no-erasure-about-oneself" => "problem-erasure-about-you",
        "no-decision-on-whom-one-stands-in-for" => "problem-deputy-decides",
        "no-second-half-for-oneself" => "problem-emergency-second-own",
        "another-reviews-emergency" => "problem-emergency-review-own",
        _ => return None,
    })
}

fn ruling(action: &'static str, principal: &Principal, about: &About) -> Ruling {
    rule(&Question {
        asker: &principal.asker,
        action,
        about,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(role: Role) -> Principal {
        Principal::staff(
            ("kari", "Kari"),
            (vec![role], Vec::new(), Vec::new()),
            CameBy::LocalCommand,
        )
    }

    #[test]
    fn only_log_reviewers_see_log_data() {
        let operator = with(Role::SourceOperator);
        assert!(ask::<ReadHistory>(&operator, Form::Page).is_err());
        assert!(ask::<ImportEvents>(&operator, Form::Page).is_ok());
        let administrator = with(Role::Administrator);
        for refused in [
            ask::<ReadStatement>(&administrator, Form::Page).is_err(),
            ask::<ReadQuarantine>(&administrator, Form::Page).is_err(),
            ask::<SearchPeople>(&administrator, Form::Page).is_err(),
        ] {
            assert!(refused);
        }
        assert!(ask::<ReadHistory>(&with(Role::LogReviewer), Form::Page).is_ok());
        assert!(ask::<ReadHistory>(&Principal::program(), Form::Page).is_err());
    }
}
