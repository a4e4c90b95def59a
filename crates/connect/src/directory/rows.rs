//! Rows: values to the structs of `domain::directory`, one function a file.
//!
//! One rule: a row goes in whole or not at all.

use tilsyn_domain::directory::{
    Absence, Account, AccountType, Address, Assignment, Attention, Authorisation, Clearance,
    Directory, DirectoryFile, Employment, Entitlement, Grant, Person, PersonUnit, Protection,
    Relation, Shift, Unit, Workstation,
};
use tilsyn_domain::{NationalId, Refusal};

use super::columns::Row;
use super::keys::{Keys, Placed};
use super::units::closes_circle;
use crate::tree::bad;

const RELATIONS: [&str; 10] = [
    "case",
    "appointment",
    "care",
    "ward",
    "school",
    "course",
    "project",
    "job",
    "kin",
    "contact",
];
const ASSIGNMENTS: [&str; 5] = ["loan", "duty", "team", "course", "job"];
const PROTECTIONS: [(&str, Protection); 3] = [
    ("none", Protection::None),
    ("address", Protection::Address),
    ("strict", Protection::Strict),
];
const ACCOUNT_TYPES: [(&str, AccountType); 4] = [
    ("person", AccountType::Person),
    ("system", AccountType::System),
    ("test", AccountType::Test),
    ("shared", AccountType::Shared),
];

/// What must be remembered from row to row of one file.
#[derive(Default)]
pub(super) struct Rows {
    keys: Keys,
    units: super::units::Known,
}

impl Rows {
    /// Puts a row into the directory, or says why it cannot go in.
    pub(super) fn take(
        &mut self,
        file: DirectoryFile,
        row: &Row<'_>,
        into: &mut Directory,
    ) -> Result<Placed, Refusal> {
        row.check_width()?;
        row.check_zero()?;
        let keys = &mut self.keys;
        match file {
            DirectoryFile::Units => self.place_unit(unit(row)?, &mut into.units),
            DirectoryFile::People => keys.place(person(row)?, &mut into.people),
            DirectoryFile::Employments => keys.place(employment(row)?, &mut into.employments),
            DirectoryFile::PersonUnits => keys.place(person_unit(row)?, &mut into.person_units),
            DirectoryFile::Accounts => keys.place(account(row)?, &mut into.accounts),
            DirectoryFile::Entitlements => keys.place(entitlement(row)?, &mut into.entitlements),
            DirectoryFile::Grants => keys.place(grant(row)?, &mut into.grants),
            DirectoryFile::Clearances => keys.place(clearance(row)?, &mut into.clearances),
            DirectoryFile::Authorisations => {
                keys.place(authorisation(row)?, &mut into.authorisations)
            }
            DirectoryFile::Relations => keys.place(relation(row)?, &mut into.relations),
            DirectoryFile::Shifts => keys.place(shift(row)?, &mut into.shifts),
            DirectoryFile::Assignments => keys.place(assignment(row)?, &mut into.assignments),
            DirectoryFile::Absences => keys.place(absence(row)?, &mut into.absences),
            DirectoryFile::Addresses => keys.place(address(row)?, &mut into.addresses),
            DirectoryFile::Attention => keys.place(attention(row)?, &mut into.attention),
            DirectoryFile::Workstations => keys.place(workstation(row)?, &mut into.workstations),
        }
    }

    /// A unit must not stand above itself either.
    fn place_unit(&mut self, unit: Unit, units: &mut Vec<Unit>) -> Result<Placed, Refusal> {
        if let Some(placed) = self.keys.known(&unit, units)? {
            return Ok(placed);
        }
        if closes_circle(&self.units, &unit) {
            return Err(Refusal::Cycle {
                field: "parent".to_owned(),
            });
        }
        self.units.add(&unit);
        self.keys.place(unit, units)
    }
}

fn unit(row: &Row<'_>) -> Result<Unit, Refusal> {
    Ok(Unit {
        unit: row.needs("unit")?,
        parent: row.text("parent"),
        name: row.needs("name")?,
        head_national_id: row.id("head_national_id"),
        valid: row.validity()?,
    })
}

fn person(row: &Row<'_>) -> Result<Person, Refusal> {
    let former = row.may("former_ids").unwrap_or_default();
    Ok(Person {
        national_id: row.needs_id("national_id")?,
        name: row.text("name").unwrap_or_default(),
        birth_date: row.day("birth_date")?,
        address_key: row.text("address_key"),
        protection: row.word("protection", &PROTECTIONS)?,
        public_figure: row.flag("public_figure")?,
        died_on: row.day("died_on")?,
        former_ids: former.split(';').filter_map(NationalId::new).collect(),
    })
}

fn employment(row: &Row<'_>) -> Result<Employment, Refusal> {
    Ok(Employment {
        employment: row.needs("employment")?,
        national_id: row.needs_id("national_id")?,
        employee_no: row.text("employee_no"),
        unit: row.needs("unit")?,
        position: row.text("position"),
        manager_national_id: row.id("manager_national_id"),
        valid: row.validity()?,
        paid_through: row.day("paid_through")?,
    })
}

fn account(row: &Row<'_>) -> Result<Account, Refusal> {
    Ok(Account {
        system: row.needs("system")?,
        user: row.needs("user")?,
        national_id: row.id("national_id"),
        account_type: row.word("type", &ACCOUNT_TYPES)?,
        valid: row.validity()?,
        last_logon: row.day_or_time("last_logon")?,
    })
}

fn entitlement(row: &Row<'_>) -> Result<Entitlement, Refusal> {
    let elements = row.may("elements").unwrap_or_default();
    let elements = elements
        .split(';')
        .map(str::trim)
        .filter(|element| !element.is_empty());
    Ok(Entitlement {
        system: row.needs("system")?,
        entitlement: row.needs("entitlement")?,
        name: row.text("name").unwrap_or_default(),
        elements: elements.map(str::to_owned).collect(),
        sensitive: row.flag("sensitive")?,
    })
}

fn grant(row: &Row<'_>) -> Result<Grant, Refusal> {
    Ok(Grant {
        grant: row.needs("grant")?,
        system: row.needs("system")?,
        user: row.needs("user")?,
        entitlement: row.needs("entitlement")?,
        scope: scope(row)?,
        rights: rights(row)?,
        valid: row.validity()?,
        ordered_by: row.text("ordered_by"),
        approved_by: row.text("approved_by"),
        reason: row.text("reason"),
    })
}

fn workstation(row: &Row<'_>) -> Result<Workstation, Refusal> {
    Ok(Workstation {
        client_host: row.needs("client_host")?,
        national_id: row.id("national_id"),
        unit: row.text("unit"),
    })
}

fn scope(row: &Row<'_>) -> Result<String, Refusal> {
    let scope = row.needs("scope")?;
    let unit = scope
        .strip_prefix("unit:")
        .is_some_and(|unit| !unit.is_empty());
    if unit || scope == "own_unit" || scope == "all" {
        return Ok(scope);
    }
    Err(bad("scope", "unit:<unit>, own_unit or all"))
}

fn rights(row: &Row<'_>) -> Result<String, Refusal> {
    let rights = row.needs("rights")?;
    if rights == "read" || rights == "update" {
        return Ok(rights);
    }
    Err(bad("rights", "read or update"))
}

fn one_of(row: &Row<'_>, column: &str, words: &[&str]) -> Result<String, Refusal> {
    let stated = row.needs(column)?;
    if words.contains(&stated.as_str()) {
        return Ok(stated);
    }
    Err(bad(column, &format!("one of {}", words.join(", "))))
}

fn person_unit(row: &Row<'_>) -> Result<PersonUnit, Refusal> {
    Ok(PersonUnit {
        national_id: row.needs_id("national_id")?,
        unit: row.needs("unit")?,
        valid: row.validity()?,
    })
}

fn clearance(row: &Row<'_>) -> Result<Clearance, Refusal> {
    let clearance = Clearance {
        national_id: row.needs_id("national_id")?,
        level: row.needs("level")?,
        from: row.day("from")?,
        expires: row.day("expires")?,
        withdrawn_on: row.day("withdrawn_on")?,
    };
    let ends_first = clearance
        .from
        .zip(clearance.expires)
        .is_some_and(|(from, to)| to < from);
    if ends_first {
        Err(Refusal::EndsBeforeStart)
    } else {
        Ok(clearance)
    }
}

fn authorisation(row: &Row<'_>) -> Result<Authorisation, Refusal> {
    Ok(Authorisation {
        national_id: row.needs_id("national_id")?,
        system: row.needs("system")?,
        by_national_id: row.id("by_national_id"),
        valid: row.validity()?,
        rules_version: row.text("rules_version"),
        rules_signed_on: row.day("rules_signed_on")?,
    })
}

fn relation(row: &Row<'_>) -> Result<Relation, Refusal> {
    Ok(Relation {
        subject_national_id: row.needs_id("subject_national_id")?,
        kind: one_of(row, "kind", &RELATIONS)?,
        reference: row.text("ref"),
        unit: row.text("unit"),
        user: row.text("user"),
        other_national_id: row.id("other_national_id"),
        valid: row.validity()?,
        registered_at: row.day_or_time("registered_at")?,
    })
}

fn shift(row: &Row<'_>) -> Result<Shift, Refusal> {
    let shift = Shift {
        national_id: row.needs_id("national_id")?,
        unit: row.text("unit"),
        from: row.needs_time("from")?,
        to: row.needs_time("to")?,
    };
    if shift.to.at < shift.from.at {
        Err(Refusal::EndsBeforeStart)
    } else {
        Ok(shift)
    }
}

fn assignment(row: &Row<'_>) -> Result<Assignment, Refusal> {
    Ok(Assignment {
        national_id: row.needs_id("national_id")?,
        unit: row.needs("unit")?,
        kind: one_of(row, "kind", &ASSIGNMENTS)?,
        reference: row.text("ref"),
        valid: row.validity()?,
    })
}

fn absence(row: &Row<'_>) -> Result<Absence, Refusal> {
    Ok(Absence {
        national_id: row.needs_id("national_id")?,
        kind: row.needs("kind")?,
        valid: row.validity()?,
    })
}

fn address(row: &Row<'_>) -> Result<Address, Refusal> {
    Ok(Address {
        national_id: row.needs_id("national_id")?,
        address_key: row.needs("address_key")?,
        street_key: row.text("street_key"),
        valid: row.validity()?,
    })
}

fn attention(row: &Row<'_>) -> Result<Attention, Refusal> {
    Ok(Attention {
        national_id: row.needs_id("national_id")?,
        date: row.needs_day("date")?,
        what: row.text("what").unwrap_or_default(),
    })
}
