//! Units and access in the directory: accounts, entitlements, grants, what makes a lookup expected.

use tilsyn_domain::Day;
use tilsyn_domain::directory::{
    Account, AccountType, Authorisation, Clearance, DirectoryFile, Entitlement, Grant, Relation,
    Unit, Validity,
};

use super::keep::{Absent, Kept, absent, push_validity, read_validity};
use crate::error::Error;
use crate::store::{Reader, Value};

/// Without an owner it is still an account.
impl Kept for Account {
    const FILE: DirectoryFile = DirectoryFile::Accounts;
    const COLUMNS: &'static [&'static str] = &[
        "system",
        "user_name",
        "national_id",
        "account_type",
        "valid_from",
        "valid_to",
        "last_logon",
    ];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::text(&self.system));
        cells.push(Value::text(&self.user));
        cells.push(Value::maybe_id(self.national_id.as_ref()));
        cells.push(Value::text(type_name(self.account_type)));
        push_validity(self.valid, cells);
        cells.push(Value::maybe_text(self.last_logon.as_deref()));
    }

    fn read(row: &mut Reader) -> Result<Account, Error> {
        Ok(Account {
            system: row.text()?,
            user: row.text()?,
            national_id: row.maybe_id()?,
            account_type: match &*row.str()? {
                "person" => AccountType::Person,
                "system" => AccountType::System,
                "test" => AccountType::Test,
                "shared" => AccountType::Shared,
                _ => return Err(row.unreadable()),
            },
            valid: read_validity(row)?,
            last_logon: row.maybe_text()?,
        })
    }

    fn absent(&self, today: Day) -> Absent<Account> {
        absent(self.valid, today, |valid| Account {
            valid,
            ..self.clone()
        })
    }
}

/// As formats.md writes it.
fn type_name(account_type: AccountType) -> &'static str {
    match account_type {
        AccountType::Person => "person",
        AccountType::System => "system",
        AccountType::Test => "test",
        AccountType::Shared => "shared",
    }
}

/// It has no validity: one that is absent stays, so that past grants find its name.
impl Kept for Entitlement {
    const FILE: DirectoryFile = DirectoryFile::Entitlements;
    const COLUMNS: &'static [&'static str] =
        &["system", "entitlement", "name", "elements", "sensitive"];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::text(&self.system));
        cells.push(Value::text(&self.entitlement));
        cells.push(Value::text(&self.name));
        cells.push(Value::list(&self.elements));
        cells.push(Value::Integer(i64::from(self.sensitive)));
    }

    fn read(row: &mut Reader) -> Result<Entitlement, Error> {
        Ok(Entitlement {
            system: row.text()?,
            entitlement: row.text()?,
            name: row.text()?,
            elements: row.list()?,
            sensitive: row.integer()? != 0,
        })
    }

    fn absent(&self, _today: Day) -> Absent<Entitlement> {
        Absent::Ends(self.clone())
    }
}

/// One that is absent expires today: that it was withdrawn is a graver thing, which only the
/// source can say.
impl Kept for Clearance {
    const FILE: DirectoryFile = DirectoryFile::Clearances;
    const COLUMNS: &'static [&'static str] = &[
        "national_id",
        "level",
        "valid_from",
        "expires",
        "withdrawn_on",
    ];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::id(&self.national_id));
        cells.push(Value::text(&self.level));
        cells.push(Value::day(self.from));
        cells.push(Value::day(self.expires));
        cells.push(Value::day(self.withdrawn_on));
    }

    fn read(row: &mut Reader) -> Result<Clearance, Error> {
        Ok(Clearance {
            national_id: row.id()?,
            level: row.text()?,
            from: row.maybe_day()?,
            expires: row.maybe_day()?,
            withdrawn_on: row.maybe_day()?,
        })
    }

    fn absent(&self, today: Day) -> Absent<Clearance> {
        let withdrawn = self.withdrawn_on.is_some_and(|day| day <= today);
        let valid = Validity {
            from: self.from,
            to: if withdrawn {
                self.withdrawn_on
            } else {
                self.expires
            },
        };
        absent(valid, today, |valid| Clearance {
            expires: valid.to,
            ..self.clone()
        })
    }
}

impl Kept for Unit {
    const FILE: DirectoryFile = DirectoryFile::Units;
    const COLUMNS: &'static [&'static str] = &[
        "unit",
        "parent",
        "name",
        "head_national_id",
        "valid_from",
        "valid_to",
    ];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::text(&self.unit));
        cells.push(Value::maybe_text(self.parent.as_deref()));
        cells.push(Value::text(&self.name));
        cells.push(Value::maybe_id(self.head_national_id.as_ref()));
        push_validity(self.valid, cells);
    }

    fn read(row: &mut Reader) -> Result<Unit, Error> {
        Ok(Unit {
            unit: row.text()?,
            parent: row.maybe_text()?,
            name: row.text()?,
            head_national_id: row.maybe_id()?,
            valid: read_validity(row)?,
        })
    }

    fn absent(&self, today: Day) -> Absent<Unit> {
        absent(self.valid, today, |valid| Unit {
            valid,
            ..self.clone()
        })
    }
}

impl Kept for Grant {
    const FILE: DirectoryFile = DirectoryFile::Grants;
    const COLUMNS: &'static [&'static str] = &[
        "grant_key",
        "system",
        "user_name",
        "entitlement",
        "scope",
        "rights",
        "valid_from",
        "valid_to",
        "ordered_by",
        "approved_by",
        "reason",
    ];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::text(&self.grant));
        cells.push(Value::text(&self.system));
        cells.push(Value::text(&self.user));
        cells.push(Value::text(&self.entitlement));
        cells.push(Value::text(&self.scope));
        cells.push(Value::text(&self.rights));
        push_validity(self.valid, cells);
        cells.push(Value::maybe_text(self.ordered_by.as_deref()));
        cells.push(Value::maybe_text(self.approved_by.as_deref()));
        cells.push(Value::maybe_text(self.reason.as_deref()));
    }

    fn read(row: &mut Reader) -> Result<Grant, Error> {
        Ok(Grant {
            grant: row.text()?,
            system: row.text()?,
            user: row.text()?,
            entitlement: row.text()?,
            scope: row.text()?,
            rights: row.text()?,
            valid: read_validity(row)?,
            ordered_by: row.maybe_text()?,
            approved_by: row.maybe_text()?,
            reason: row.maybe_text()?,
        })
    }

    fn absent(&self, today: Day) -> Absent<Grant> {
        absent(self.valid, today, |valid| Grant {
            valid,
            ..self.clone()
        })
    }
}

impl Kept for Authorisation {
    const FILE: DirectoryFile = DirectoryFile::Authorisations;
    const COLUMNS: &'static [&'static str] = &[
        "national_id",
        "system",
        "by_national_id",
        "valid_from",
        "valid_to",
        "rules_version",
        "rules_signed_on",
    ];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::id(&self.national_id));
        cells.push(Value::text(&self.system));
        cells.push(Value::maybe_id(self.by_national_id.as_ref()));
        push_validity(self.valid, cells);
        cells.push(Value::maybe_text(self.rules_version.as_deref()));
        cells.push(Value::day(self.rules_signed_on));
    }

    fn read(row: &mut Reader) -> Result<Authorisation, Error> {
        Ok(Authorisation {
            national_id: row.id()?,
            system: row.text()?,
            by_national_id: row.maybe_id()?,
            valid: read_validity(row)?,
            rules_version: row.maybe_text()?,
            rules_signed_on: row.maybe_day()?,
        })
    }

    fn absent(&self, today: Day) -> Absent<Authorisation> {
        absent(self.valid, today, |valid| Authorisation {
            valid,
            ..self.clone()
        })
    }
}

impl Kept for Relation {
    const FILE: DirectoryFile = DirectoryFile::Relations;
    const COLUMNS: &'static [&'static str] = &[
        "subject_national_id",
        "kind",
        "reference",
        "unit",
        "user_name",
        "other_national_id",
        "valid_from",
        "valid_to",
        "registered_at",
    ];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::id(&self.subject_national_id));
        cells.push(Value::text(&self.kind));
        cells.push(Value::maybe_text(self.reference.as_deref()));
        cells.push(Value::maybe_text(self.unit.as_deref()));
        cells.push(Value::maybe_text(self.user.as_deref()));
        cells.push(Value::maybe_id(self.other_national_id.as_ref()));
        push_validity(self.valid, cells);
        cells.push(Value::maybe_text(self.registered_at.as_deref()));
    }

    fn read(row: &mut Reader) -> Result<Relation, Error> {
        Ok(Relation {
            subject_national_id: row.id()?,
            kind: row.text()?,
            reference: row.maybe_text()?,
            unit: row.maybe_text()?,
            user: row.maybe_text()?,
            other_national_id: row.maybe_id()?,
            valid: read_validity(row)?,
            registered_at: row.maybe_text()?,
        })
    }

    fn absent(&self, today: Day) -> Absent<Relation> {
        absent(self.valid, today, |valid| Relation {
            valid,
            ..self.clone()
        })
    }
}
