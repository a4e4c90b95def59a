//! Nos in the own log: whoever was refused is seen as whoever looked is (ASVS 16.3.2).
//!
//! Who may not know of something is told that there is no such thing, by the own log too; others
//! read there why. So a question for what is not there is filed like one for what is kept back.
//! Not here: what nobody who is known asked for. Of that the diagnostics tell, so that no
//! stranger can fill the log.

use tilsyn_domain::codebook::Identity;
use tilsyn_registry::Login;

use super::{Looked, act};
use crate::desk::Desk;
use crate::permit::{Form, Principal};
use crate::problem::Problem;
use crate::staff::local_login;

impl Desk {
    /// What to answer to somebody who was refused: the no, once it is filed; where it cannot be
    /// filed, that. Problems that are no refusal come back as they are.
    #[must_use]
    pub fn filed(&self, principal: &Principal, form: Form, problem: Problem) -> Problem {
        self.filed_as(principal, &Looked::plain("", 0), form, problem)
    }

    /// The same of a command that this user of the operating system ran.
    #[must_use]
    pub fn filed_of_command(&self, os_user: &str, problem: Problem) -> Problem {
        match self.principal_of_command(os_user) {
            Ok(principal) => self.filed(&principal, Form::Command, problem),
            Err(_) => self.filed_of_stranger(&local_login(os_user), Form::Command, problem),
        }
    }

    /// The same of somebody whose login is nobody's here, or was not enough.
    pub(crate) fn filed_of_stranger(&self, login: &Login, form: Form, no: Problem) -> Problem {
        let mut looked = Looked::plain("", 0);
        looked.about = Some(Identity::Account {
            source: login.issuer.clone(),
            user: login.subject.clone(),
        });
        self.filed_as(&Principal::program(), &looked, form, no)
    }

    fn filed_as(
        &self,
        principal: &Principal,
        looked: &Looked,
        form: Form,
        problem: Problem,
    ) -> Problem {
        let Some(action) = problem.denied else {
            return problem;
        };
        let mut act = act((action, form), looked, self.now());
        act.denied = Some(problem.filed.unwrap_or(problem.message).to_owned());
        act.told = problem.filed.map(|_| problem.message.to_owned());
        match self.file(principal, &act, looked) {
            Ok(()) => problem,
            Err(not_filed) => not_filed,
        }
    }
}
