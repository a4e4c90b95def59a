//! Those who may sign in here, and what they sign in with.
//!
//! One row is one human being, whatever the number of their logins, so that what is kept apart by
//! person stays apart. A user name is never given to somebody else, and rows stay when people
//! leave: the own log names them. Not here: what they may do (`duties`, `app`).

use tilsyn_domain::{Instant, MailAddress, NationalId};

use crate::error::{Error, Taken};
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Transaction, Value};

/// The issuer of logins that the operating system of this machine vouches for.
pub const LOCAL_ISSUER: &str = "local";

/// Somebody who is to be able to sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct NewStaff {
    /// What the own log calls them.
    pub user: String,
    /// What pages call them.
    pub name: String,
    /// By which the directory knows them; none for somebody from outside.
    pub national_id: Option<NationalId>,
    pub logins: Vec<Login>,
}

/// What somebody signs in with.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// Who vouches: an address (OpenID Connect, `iss`), or [`LOCAL_ISSUER`].
    pub issuer: String,
    /// What they are called there (`sub`): stays the same when a name changes.
    pub subject: String,
}

/// Somebody who may sign in, or could once.
#[derive(Clone, PartialEq, Eq)]
pub struct Staff {
    pub number: u64,
    pub user: String,
    pub name: String,
    pub national_id: Option<NationalId>,
    pub added: Instant,
    pub added_by: String,
    pub left: Option<Instant>,
    /// Since when the provider of logins keeps them from coming in; their duties stay.
    pub suspended: Option<Instant>,
    /// Where they are written to.
    pub mail: Option<MailAddress>,
}

macro_rules! names_nobody {
    ($($type:ty),*) => {
        $(impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($type), "(hidden)"))
            }
        })*
    };
}
names_nobody!(NewStaff, Login, Staff);

pub(crate) const STAFF: [&str; 9] = [
    "staff_no",
    "user_name",
    "name",
    "national_id",
    "added",
    "added_by",
    "left_at",
    "suspended_at",
    "mail",
];
const USER: &Column = declared("staff", "user_name");
pub(crate) const NAME: &Column = declared("staff", "name");
const ADDED_BY: &Column = declared("staff", "added_by");
pub(crate) const SUBJECT: &Column = declared("logins", "subject");

impl Registry {
    /// Lets somebody sign in; gives their number.
    ///
    /// # Errors
    /// [`Error::Taken`], naming what is: the user name, the person or a login is somebody's
    /// already. If the database fails; so for all here.
    pub fn add_staff(&self, new: &NewStaff, at: Instant, by: &str) -> Result<u64, Error> {
        self.store.write(|open| add(open, new, at, by))
    }

    /// Whether somebody could be added now.
    ///
    /// # Errors
    /// As for adding them.
    pub fn could_add_staff(&self, new: &NewStaff) -> Result<(), Error> {
        let (at, by) = (Instant(0), "");
        self.store.try_out(|open| add(open, new, at, by).map(drop))
    }

    /// All of them, those who left too, in the order in which they were added.
    ///
    /// # Errors
    /// If the database fails.
    pub fn staff(&self) -> Result<Vec<Staff>, Error> {
        let rest = "ORDER BY staff_no";
        self.store
            .read(|open| open.select("staff", &STAFF, rest, &[], read))
    }

    /// Whoever signs in with this; `None`: nobody, or nobody any more.
    ///
    /// # Errors
    /// If the database fails.
    pub fn staff_of_login(&self, login: &Login) -> Result<Option<Staff>, Error> {
        let rest = "WHERE left_at IS NULL AND staff_no = (SELECT staff_no FROM logins
            WHERE issuer = $1 AND subject = $2 AND ended IS NULL)";
        let values = [
            Value::text(&login.issuer),
            Value::personal(SUBJECT, &login.subject),
        ];
        self.one_of_staff(rest, &values)
    }

    /// Whoever has this user name and may sign in.
    ///
    /// # Errors
    /// If the database fails.
    pub fn staff_of_user(&self, user: &str) -> Result<Option<Staff>, Error> {
        let rest = "WHERE left_at IS NULL AND user_name = $1";
        let values = [Value::personal(USER, user)];
        self.one_of_staff(rest, &values)
    }

    /// One of them, who may have left.
    ///
    /// # Errors
    /// If the database fails.
    pub fn staff_of_number(&self, number: u64) -> Result<Option<Staff>, Error> {
        self.one_of_staff("WHERE staff_no = $1", &[Value::unsigned(number)])
    }

    fn one_of_staff(&self, rest: &str, values: &[Value<'_>]) -> Result<Option<Staff>, Error> {
        let found = self
            .store
            .read(|open| open.select("staff", &STAFF, rest, values, read))?;
        Ok(found.into_iter().next())
    }

    /// What somebody signs in with now, by issuer and subject.
    ///
    /// # Errors
    /// If the database fails.
    pub fn logins_of(&self, staff: u64) -> Result<Vec<Login>, Error> {
        let rest = "WHERE staff_no = $1 AND ended IS NULL";
        let staff = [Value::unsigned(staff)];
        let read = |row: &mut Reader<'_>| {
            Ok(Login {
                issuer: row.text()?,
                subject: row.text()?,
            })
        };
        let columns = ["issuer", "subject"];
        let mut logins = self
            .store
            .read(|open| open.select("logins", &columns, rest, &staff, read))?;
        logins.sort_by(|one, two| (&one.issuer, &one.subject).cmp(&(&two.issuer, &two.subject)));
        Ok(logins)
    }

    /// Whether somebody could be given another login now.
    ///
    /// # Errors
    /// As for giving it.
    pub fn could_add_login(&self, staff: u64, login: &Login) -> Result<(), Error> {
        let at = Instant(0);
        self.store.try_out(|open| add_login(open, staff, login, at))
    }

    /// Gives somebody another login.
    ///
    /// # Errors
    /// [`Error::Taken`], where it is or was somebody's. If the database fails.
    pub fn add_login(&self, staff: u64, login: &Login, at: Instant) -> Result<(), Error> {
        self.store.write(|open| add_login(open, staff, login, at))
    }

    /// Notes that somebody left: no login of theirs opens anything from now on, and their duties
    /// end. Says whether they were there.
    ///
    /// # Errors
    /// If the database fails.
    pub fn end_staff(&self, staff: u64, at: Instant, by: &str) -> Result<bool, Error> {
        self.store.write(|open| {
            let values = [Value::unsigned(staff), at.into()];
            let left = "UPDATE staff SET left_at = $2 WHERE staff_no = $1 AND left_at IS NULL";
            let was_there = open.execute(left, &values)? > 0;
            let logins = "UPDATE logins SET ended = $2 WHERE staff_no = $1 AND ended IS NULL";
            open.execute(logins, &values)?;
            crate::emergency::forget_unused_of(open, staff)?;
            crate::duties::end_all_of(open, staff, at, by)?;
            Ok(was_there)
        })
    }
}

/// The same within a transaction that does more.
pub(crate) fn add(
    open: &mut Transaction,
    new: &NewStaff,
    at: Instant,
    by: &str,
) -> Result<u64, Error> {
    let user = "SELECT count(*) FROM staff WHERE user_name = $1";
    if open.number(user, &[Value::personal(USER, &new.user)])? > 0 {
        return Err(Error::Taken(Taken::User));
    }
    let person = "SELECT count(*) FROM staff WHERE national_id = $1";
    if open.number(person, &[Value::maybe_id(new.national_id.as_ref())])? > 0 {
        return Err(Error::Taken(Taken::Person));
    }
    let next = "SELECT coalesce(max(staff_no), 0) + 1 FROM staff";
    let number = open.number(next, &[])?;
    open.execute(
        "INSERT INTO staff (staff_no, user_name, name, national_id, added, added_by)
         VALUES ($1, $2, $3, $4, $5, $6)",
        &[
            number.into(),
            Value::personal(USER, &new.user),
            Value::personal(NAME, &new.name),
            Value::maybe_id(new.national_id.as_ref()),
            at.into(),
            Value::personal(ADDED_BY, by),
        ],
    )?;
    let number = number.cast_unsigned();
    for login in &new.logins {
        add_login(open, number, login, at)?;
    }
    Ok(number)
}

fn add_login(open: &mut Transaction, staff: u64, login: &Login, at: Instant) -> Result<(), Error> {
    let issuer = Value::text(&login.issuer);
    let subject = Value::personal(SUBJECT, &login.subject);
    // One that ended stays taken: whoever vouches might give it to somebody else by mistake.
    let sql = "SELECT count(*) FROM logins WHERE issuer = $1 AND subject = $2";
    if open.number(sql, &[issuer.clone(), subject.clone()])? > 0 {
        return Err(Error::Taken(Taken::Login));
    }
    open.execute(
        "INSERT INTO logins (issuer, subject, staff_no, added) VALUES ($1, $2, $3, $4)",
        &[issuer, subject, Value::unsigned(staff), at.into()],
    )?;
    Ok(())
}

pub(crate) fn read(row: &mut Reader<'_>) -> Result<Staff, Error> {
    Ok(Staff {
        number: row.unsigned()?,
        user: row.text()?,
        name: row.text()?,
        national_id: row.maybe_id()?,
        added: row.instant()?,
        added_by: row.text()?,
        left: row.maybe_integer()?.map(Instant),
        suspended: row.maybe_integer()?.map(Instant),
        mail: row.maybe_mail()?,
    })
}
