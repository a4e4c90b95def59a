//! What somebody looked up themselves: everybody may see that of their own (K10).
//!
//! Whose it is comes from the login alone; nothing in a question can make it somebody else's.
//! People whom the register protects are not named here: whoever looked them up has seen who they
//! are, and need not carry it away.

use tilsyn_domain::Period;
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::question::{About, EventFilter, HistoryQuestion};

use super::outgoing::OutgoingEvents;
use super::view::{HistoryView, UserPictures};
use crate::desk::{Desk, registry_problem};
use crate::own_log::Looked;
use crate::permit::{Permit, Principal, ReadMine};
use crate::problem::Problem;

/// The page's word in the own log.
const VIEW: &str = "mine";

impl Desk {
    /// What whoever asks has looked up, newest first, under all their accounts; `None`: the
    /// directory does not know them. Weeks are those of `drawn`.
    ///
    /// # Errors
    /// When archive or ledger cannot be read, or the look cannot be filed.
    pub fn my_lookups(
        &self,
        permit: &Permit<ReadMine>,
        drawn: Period,
        question: &HistoryQuestion,
    ) -> Result<Option<(HistoryView, UserPictures)>, Problem> {
        let Some(own) = self.identity_of_staff(permit.principal())? else {
            self.file_look(permit, &Looked::plain(VIEW, 0))?;
            return Ok(None);
        };
        let question = of(&own, question);
        let (view, looked) = self.history_page(permit.form(), &question)?;
        let pictures = self.user_pictures(&own, drawn, &question)?;
        self.file_look(permit, &mine(looked))?;
        Ok(Some((view, pictures)))
    }

    /// The same list, to be written out whole.
    ///
    /// # Errors
    /// As for the page.
    pub fn my_outgoing(
        &self,
        permit: &Permit<ReadMine>,
        question: &HistoryQuestion,
    ) -> Result<Option<(HistoryView, OutgoingEvents)>, Problem> {
        let Some(own) = self.identity_of_staff(permit.principal())? else {
            return Ok(None);
        };
        let question = of(&own, question);
        let before_leaf = self.answers().next_leaf();
        let (view, looked) = self.outgoing_head(&question)?;
        self.file_look(permit, &mine(looked))?;
        let events = self.outgoing_events(&question, &view, before_leaf)?;
        Ok(Some((view, events)))
    }

    /// The person whom the directory knows somebody as who is signed in.
    pub(crate) fn identity_of_staff(
        &self,
        principal: &Principal,
    ) -> Result<Option<Identity>, Problem> {
        let staff = self.registry().staff_of_user(principal.user());
        let id = staff
            .map_err(registry_problem)?
            .and_then(|one| one.national_id);
        Ok(id.map(Identity::Person))
    }
}

fn of(own: &Identity, question: &HistoryQuestion) -> HistoryQuestion {
    HistoryQuestion {
        about: About::Actor(own.clone()),
        filter: EventFilter {
            accounts: None,
            ..question.filter.clone()
        },
        ..question.clone()
    }
}

fn mine(looked: Looked) -> Looked {
    Looked {
        view: VIEW,
        ..looked
    }
}
