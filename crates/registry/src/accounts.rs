//! Accounts as the organisation's own provider of logins keeps them: whose they are here, what it
//! calls them, and whether their owners may come in.
//!
//! An account is a login of one issuer. What it is called changes with a name; its subject and the
//! user name of its owner never do. Not here: who may sign in at all (`staff`).

use std::collections::HashMap;

use tilsyn_domain::{Instant, MailAddress};

use crate::error::Error;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::staff::{Login, NAME, STAFF, SUBJECT, Staff, read};
use crate::store::{Reader, Value};

/// One account of an issuer.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    pub owner: Staff,
    /// What it is to the issuer for good (`sub`).
    pub subject: String,
    /// What the issuer calls it now; none where it never said.
    pub called: Option<String>,
}

/// What is to hold of an account from now on.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountChange {
    /// What the issuer calls it.
    pub called: String,
    /// What pages call its owner.
    pub name: String,
    /// Since when its owner may not come in; none where they may.
    pub suspended: Option<Instant>,
    /// Where its owner is written to; none: nowhere.
    pub mail: Option<MailAddress>,
}

/// Names nobody: what is printed may end in a log.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Account(hidden)")
    }
}

/// Names nobody either.
impl std::fmt::Debug for AccountChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccountChange(hidden)")
    }
}

const CALLED: &Column = declared("logins", "called");
const MAIL: &Column = declared("staff", "mail");

impl Registry {
    /// The accounts of an issuer whose owners have not left, in the order in which those were
    /// added.
    ///
    /// # Errors
    /// If the database fails; so for all here.
    pub fn accounts_of(&self, issuer: &str) -> Result<Vec<Account>, Error> {
        let issuer = [Value::text(issuer)];
        let login = |row: &mut Reader<'_>| Ok((row.unsigned()?, (row.text()?, row.maybe_text()?)));
        self.store.read(|open| {
            let rest = "WHERE left_at IS NULL ORDER BY staff_no";
            let staff: Vec<Staff> = open.select("staff", &STAFF, rest, &[], read)?;
            let columns = ["staff_no", "subject", "called"];
            let rest = "WHERE issuer = $1 AND ended IS NULL";
            let logins = open.select("logins", &columns, rest, &issuer, login)?;
            let mut of: HashMap<u64, (String, Option<String>)> = logins.into_iter().collect();
            let accounts = staff.into_iter().filter_map(|owner| {
                let (subject, called) = of.remove(&owner.number)?;
                Some(Account {
                    owner,
                    subject,
                    called,
                })
            });
            Ok(accounts.collect())
        })
    }

    /// Changes what is known of an account and its owner.
    ///
    /// # Errors
    /// If the database fails.
    pub fn change_account(
        &self,
        staff: u64,
        login: &Login,
        change: &AccountChange,
    ) -> Result<(), Error> {
        self.store.write(|open| {
            let called = [
                Value::text(&login.issuer),
                Value::personal(SUBJECT, &login.subject),
                Value::personal(CALLED, &change.called),
            ];
            open.execute(
                "UPDATE logins SET called = $3 WHERE issuer = $1 AND subject = $2",
                &called,
            )?;
            let owner = [
                Value::unsigned(staff),
                Value::personal(NAME, &change.name),
                Value::maybe_instant(change.suspended),
                Value::maybe_personal(MAIL, change.mail.as_ref().map(MailAddress::reveal)),
            ];
            let sql = "UPDATE staff SET name = $2, suspended_at = $3, mail = $4
                 WHERE staff_no = $1";
            open.execute(sql, &owner).map(drop)
        })
    }
}
