//! Rows of the directory, column by column, as relations of a file of rules ask for them.

use tilsyn_domain::directory::{
    Absence, Account, AccountType, Address, Assignment, Attention, Authorisation, Clearance,
    DirectoryFile, Employment, Entitlement, Grant, Person, PersonUnit, Protection, Relation, Shift,
    Unit, Validity, Workstation,
};
use tilsyn_domain::{Day, Directory, NationalId};

/// What stands in a column.
#[derive(Clone, Copy)]
pub(super) enum Value<'a> {
    Person(&'a NationalId),
    /// The user name of an account.
    Account(&'a str),
    Text(&'a str),
}

impl<'a> Value<'a> {
    /// As text, for filters.
    pub(super) fn text(self) -> Option<&'a str> {
        match self {
            Value::Person(_) => None,
            Value::Account(text) | Value::Text(text) => Some(text),
        }
    }
}

/// One row of any file.
pub(super) trait Row {
    /// `None`: empty, or no column that rules may use.
    fn value(&self, column: &str) -> Option<Value<'_>>;
    fn valid(&self) -> Validity;
    /// The day from which it was known; `None`: as soon as it held.
    fn known_on(&self) -> Option<Day> {
        None
    }
}

/// Hands every row of a file to `each`.
pub(super) fn each_row(directory: &Directory, file: DirectoryFile, mut each: impl FnMut(&dyn Row)) {
    macro_rules! rows {
        ($($variant:ident $field:ident)+) => {
            match file {
                $(DirectoryFile::$variant => directory.$field.iter().for_each(|row| each(row)),)+
            }
        };
    }
    rows! {
        Units units
        People people
        Employments employments
        PersonUnits person_units
        Accounts accounts
        Entitlements entitlements
        Grants grants
        Clearances clearances
        Authorisations authorisations
        Relations relations
        Shifts shifts
        Assignments assignments
        Absences absences
        Addresses addresses
        Attention attention
        Workstations workstations
    }
}

fn text(value: &str) -> Option<Value<'_>> {
    Some(Value::Text(value))
}

fn some_text(value: &Option<String>) -> Option<Value<'_>> {
    value.as_deref().map(Value::Text)
}

fn some_person(value: &Option<NationalId>) -> Option<Value<'_>> {
    value.as_ref().map(Value::Person)
}

/// An account, where the contract names one by its user name alone.
fn some_account(value: &Option<String>) -> Option<Value<'_>> {
    value.as_deref().map(Value::Account)
}

/// What the columns of a kind of row hold, and how long a row does.
macro_rules! rows {
    ($($row:ident($this:ident), valid $valid:expr, known $known:expr;
        $($column:literal $value:expr)+;)+) => {
        $(impl Row for $row {
            fn value(&self, column: &str) -> Option<Value<'_>> {
                let $this = self;
                match column {
                    $($column => $value,)+
                    _ => None,
                }
            }

            fn valid(&self) -> Validity {
                let valid: fn(&$row) -> Validity = $valid;
                valid(self)
            }

            fn known_on(&self) -> Option<Day> {
                let known: fn(&$row) -> Option<Day> = $known;
                known(self)
            }
        })+
    };
}

rows! {
    Unit(row), valid |row| row.valid, known |row| row.valid.from;
        "unit" text(&row.unit)
        "parent" some_text(&row.parent)
        "head_national_id" some_person(&row.head_national_id);
    Person(row), valid |_| Validity::default(), known |_| None;
        "national_id" Some(Value::Person(&row.national_id))
        "address_key" some_text(&row.address_key)
        "protection" text(protection(row.protection))
        "public_figure" text(if row.public_figure { "1" } else { "0" });
    Employment(row), valid |row| row.valid, known |row| row.valid.from;
        "employment" text(&row.employment)
        "national_id" Some(Value::Person(&row.national_id))
        "unit" text(&row.unit)
        "position" some_text(&row.position)
        "manager_national_id" some_person(&row.manager_national_id);
    PersonUnit(row), valid |row| row.valid, known |row| row.valid.from;
        "national_id" Some(Value::Person(&row.national_id))
        "unit" text(&row.unit);
    Account(row), valid |row| row.valid, known |row| row.valid.from;
        "system" text(&row.system)
        "user" Some(Value::Account(&row.user))
        "national_id" some_person(&row.national_id)
        "type" text(account_type(row.account_type));
    Entitlement(row), valid |_| Validity::default(), known |_| None;
        "system" text(&row.system)
        "entitlement" text(&row.entitlement)
        "sensitive" text(if row.sensitive { "1" } else { "0" });
    Grant(row), valid |row| row.valid, known |row| row.valid.from;
        "grant" text(&row.grant)
        "system" text(&row.system)
        "user" Some(Value::Account(&row.user))
        "entitlement" text(&row.entitlement)
        "scope" row.scope.strip_prefix("unit:").map(Value::Text)
        "rights" text(&row.rights);
    Clearance(row), valid clearance, known |row| row.from;
        "national_id" Some(Value::Person(&row.national_id))
        "level" text(&row.level);
    Authorisation(row), valid |row| row.valid, known |row| row.valid.from;
        "national_id" Some(Value::Person(&row.national_id))
        "system" text(&row.system)
        "by_national_id" some_person(&row.by_national_id)
        "rules_version" some_text(&row.rules_version);
    Relation(row), valid |row| row.valid, known |row| registered(row).or(row.valid.from);
        "subject_national_id" Some(Value::Person(&row.subject_national_id))
        "kind" text(&row.kind)
        "ref" some_text(&row.reference)
        "unit" some_text(&row.unit)
        "user" some_account(&row.user)
        "other_national_id" some_person(&row.other_national_id);
    Shift(row), valid shift, known |_| None;
        "national_id" Some(Value::Person(&row.national_id))
        "unit" some_text(&row.unit);
    Assignment(row), valid |row| row.valid, known |row| row.valid.from;
        "national_id" Some(Value::Person(&row.national_id))
        "unit" text(&row.unit)
        "kind" text(&row.kind)
        "ref" some_text(&row.reference);
    Absence(row), valid |row| row.valid, known |row| row.valid.from;
        "national_id" Some(Value::Person(&row.national_id))
        "kind" text(&row.kind);
    Address(row), valid |row| row.valid, known |row| row.valid.from;
        "national_id" Some(Value::Person(&row.national_id))
        "address_key" text(&row.address_key)
        "street_key" some_text(&row.street_key);
    Attention(row), valid |row| one_day(row.date), known |row| Some(row.date);
        "national_id" Some(Value::Person(&row.national_id))
        "what" text(&row.what);
    Workstation(row), valid |_| Validity::default(), known |_| None;
        "client_host" text(&row.client_host)
        "national_id" some_person(&row.national_id)
        "unit" some_text(&row.unit);
}

fn protection(protection: Protection) -> &'static str {
    match protection {
        Protection::None => "none",
        Protection::Address => "address",
        Protection::Strict => "strict",
    }
}

fn account_type(account_type: AccountType) -> &'static str {
    match account_type {
        AccountType::Person => "person",
        AccountType::System => "system",
        AccountType::Test => "test",
        AccountType::Shared => "shared",
    }
}

fn one_day(day: Day) -> Validity {
    Validity {
        from: Some(day),
        to: Some(day),
    }
}

fn clearance(row: &Clearance) -> Validity {
    let ends = [row.expires, row.withdrawn_on].into_iter().flatten();
    Validity {
        from: row.from,
        to: ends.min(),
    }
}

/// Which local day a shift lies on is asked of its own offset.
fn shift(row: &Shift) -> Validity {
    let day = |stamp: &tilsyn_domain::Stamp| Day::parse(stamp.text().get(..10)?);
    Validity {
        from: day(&row.from),
        to: day(&row.to),
    }
}

/// The contract gives a day, or a moment that begins with one.
fn registered(row: &Relation) -> Option<Day> {
    Day::parse(row.registered_at.as_deref()?.get(..10)?)
}
