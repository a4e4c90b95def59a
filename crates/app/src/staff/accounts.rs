//! Accounts, as the organisation's own provider of logins keeps them here (SCIM): who there is,
//! what they are called, and whether they may come in.
//!
//! It gives nobody a duty. Whom it keeps out has no session from that moment, and keeps the duties
//! for when they come back; whom it removes has left. A subject never goes to somebody else, and
//! nobody gets another login by it. Not here: the protocol (`web`).

use tilsyn_domain::Instant;
use tilsyn_registry::{Account as Kept, AccountChange, Login, Staff};

use super::people::{caused_by_registry, check_user, own_account};
use super::{Newcomer, SignedOut};
use crate::desk::{Desk, registry_problem};
use crate::own_log::Looked;
use crate::permit::{Permit, ProvisionStaff};
use crate::problem::Problem;

/// Characters of a name.
const NAME_MAX: usize = 200;

/// An account, as it stands.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub number: u64,
    pub asked: AccountAsked,
    pub added: Instant,
}

/// What the provider says of an account.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AccountAsked {
    /// What it is called now; may change with a name.
    pub called: String,
    /// What it is for good: the subject of its logins.
    pub subject: String,
    pub name: String,
    /// By which the directory knows the owner; empty for somebody from outside.
    pub employee_no: String,
    pub is_active: bool,
}

/// Names nobody: what is printed may end in a log.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({})", self.number)
    }
}

/// Names nobody either.
impl std::fmt::Debug for AccountAsked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccountAsked(hidden)")
    }
}

impl Desk {
    /// The accounts of an issuer whose owners have not left.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn accounts(
        &self,
        permit: &Permit<ProvisionStaff>,
        issuer: &str,
    ) -> Result<Vec<Account>, Problem> {
        let kept = self.registry().accounts_of(issuer);
        let kept = kept.map_err(registry_problem)?;
        self.file_look(permit, &Looked::plain("accounts", kept.len()))?;
        Ok(kept.iter().map(|one| self.told(one)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// Gone, where there is none of that number.
    pub fn account(
        &self,
        permit: &Permit<ProvisionStaff>,
        issuer: &str,
        number: u64,
    ) -> Result<Account, Problem> {
        let kept = self.kept_account(issuer, number)?;
        let mut looked = Looked::plain("accounts", 1);
        looked.about = Some(own_account(&kept.owner.user));
        self.file_look(permit, &looked)?;
        Ok(self.told(&kept))
    }

    /// Lets the owner of a new account come in; they have no duty by that.
    ///
    /// # Errors
    /// Yours, for what cannot be a user name, or an employee number that nobody has today. A
    /// conflict, where the account, its name or its owner is here already.
    pub fn add_account(
        &self,
        permit: &Permit<ProvisionStaff>,
        issuer: &str,
        asked: &AccountAsked,
    ) -> Result<Account, Problem> {
        self.check_called(issuer, asked, None)?;
        let login = Login {
            issuer: issuer.to_owned(),
            subject: asked.subject.clone(),
        };
        let new = self.staff_to_be(&Newcomer {
            user: asked.called.clone(),
            name: asked.name.clone(),
            employee_no: asked.employee_no.clone(),
            logins: vec![login],
        })?;
        let could = self.registry().could_add_staff(&new);
        could.map_err(caused_by_registry)?;
        self.file_staff(permit, "staff-added", &new.user)?;
        let by = permit.principal().user();
        let number = self.registry().add_staff(&new, self.now(), by);
        let number = number.map_err(caused_by_registry)?;
        let asked = AccountAsked {
            name: new.name.clone(),
            ..asked.clone()
        };
        self.write_account(issuer, (number, &asked), None)?;
        self.account_numbered(issuer, number)
    }

    /// Changes what an account is called, whose name its owner has, and whether they may come in.
    ///
    /// # Errors
    /// Gone, where there is none of that number; a conflict, for another subject or employee
    /// number: that would be somebody else.
    pub fn change_account(
        &self,
        permit: &Permit<ProvisionStaff>,
        issuer: &str,
        number: u64,
        asked: &AccountAsked,
    ) -> Result<Account, Problem> {
        let kept = self.kept_account(issuer, number)?;
        let before = self.told(&kept).asked;
        let numbers = self.employee_numbers(&kept.owner);
        let is_own = asked.employee_no.is_empty() || numbers.contains(&asked.employee_no);
        if asked.subject != before.subject || !is_own {
            return Err(Problem::conflict("problem-account-of-another"));
        }
        let same = |one: &AccountAsked| (one.called.clone(), one.name.clone(), one.is_active);
        if same(asked) == same(&before) {
            return self.account_numbered(issuer, number);
        }
        self.check_called(issuer, asked, Some(number))?;
        let step = match (before.is_active, asked.is_active) {
            (true, false) => "staff-kept-out",
            (false, true) => "staff-let-in",
            _ => "staff-changed",
        };
        self.file_staff(permit, step, &kept.owner.user)?;
        self.write_account(issuer, (number, asked), kept.owner.suspended)?;
        if !asked.is_active {
            let subject = SignedOut::Subject(asked.subject.clone());
            let _ended = self.signed_out_at_provider(issuer, &subject);
        }
        self.account_numbered(issuer, number)
    }

    /// Notes that the owner of an account left.
    ///
    /// # Errors
    /// Gone, where there is none of that number; refused, where nobody could give duties then:
    /// the owner is kept out all the same.
    pub fn remove_account(
        &self,
        permit: &Permit<ProvisionStaff>,
        issuer: &str,
        number: u64,
    ) -> Result<(), Problem> {
        let kept = self.kept_account(issuer, number)?;
        let out = AccountAsked {
            is_active: false,
            ..self.told(&kept).asked
        };
        let _kept_out = self.change_account(permit, issuer, number, &out)?;
        self.note_left(permit, &kept.owner)
    }

    fn write_account(
        &self,
        issuer: &str,
        (number, asked): (u64, &AccountAsked),
        suspended: Option<Instant>,
    ) -> Result<(), Problem> {
        let change = AccountChange {
            called: asked.called.clone(),
            name: asked.name.clone(),
            suspended: (!asked.is_active).then(|| suspended.unwrap_or_else(|| self.now())),
        };
        let login = Login {
            issuer: issuer.to_owned(),
            subject: asked.subject.clone(),
        };
        let written = self.registry().change_account(number, &login, &change);
        written.map_err(registry_problem)
    }

    /// What an account is called is its own, and nobody is without a name.
    fn check_called(
        &self,
        issuer: &str,
        asked: &AccountAsked,
        own: Option<u64>,
    ) -> Result<(), Problem> {
        check_user(&asked.called)?;
        if asked.subject.is_empty() || asked.name.chars().count() > NAME_MAX {
            return Err(Problem::yours("problem-account-empty").with("max", NAME_MAX));
        }
        let all = self.registry().accounts_of(issuer);
        let all = all.map_err(registry_problem)?;
        let same = |one: &Kept| {
            let called = one.called.as_ref().unwrap_or(&one.owner.user);
            Some(one.owner.number) != own && called.to_lowercase() == asked.called.to_lowercase()
        };
        match all.iter().any(same) {
            true => Err(Problem::conflict("problem-staff-user-taken")),
            false => Ok(()),
        }
    }

    fn account_numbered(&self, issuer: &str, number: u64) -> Result<Account, Problem> {
        self.kept_account(issuer, number)
            .map(|kept| self.told(&kept))
    }

    fn kept_account(&self, issuer: &str, number: u64) -> Result<Kept, Problem> {
        let all = self.registry().accounts_of(issuer);
        let mut all = all.map_err(registry_problem)?.into_iter();
        all.find(|one| one.owner.number == number)
            .ok_or_else(|| Problem::gone("problem-no-such-staff"))
    }

    /// The employee numbers that somebody ever had, the newest last.
    fn employee_numbers(&self, staff: &Staff) -> Vec<String> {
        let Some(id) = &staff.national_id else {
            return Vec::new();
        };
        let ids = self.ids_of(id);
        let directory = self.directory();
        let own = directory
            .employments
            .iter()
            .filter(|row| ids.contains(&row.national_id));
        let mut own: Vec<_> = own
            .filter_map(|row| Some((row.valid.from, row.employee_no.clone()?)))
            .collect();
        own.sort();
        own.into_iter().map(|(_, number)| number).collect()
    }

    fn told(&self, kept: &Kept) -> Account {
        let owner = &kept.owner;
        let employee_no = self.employee_numbers(owner).pop();
        Account {
            number: owner.number,
            asked: AccountAsked {
                called: kept.called.clone().unwrap_or_else(|| owner.user.clone()),
                subject: kept.subject.clone(),
                name: owner.name.clone(),
                employee_no: employee_no.unwrap_or_default(),
                is_active: owner.suspended.is_none(),
            },
            added: owner.added,
        }
    }
}
