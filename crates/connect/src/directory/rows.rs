//! Rows: values to the structs of `domain::directory`, one function a file.
//!
//! One rule: a row goes in whole or not at all.

use std::collections::HashSet;

use tilsyn_domain::directory::{
    Absence, Account, AccountType, Address, Assignment, Attention, Authorisation, Clearance,
    Directory, DirectoryFile, Employment, Entitlement, Grant, Person, PersonUnit, Protection,
    Relation, Shift, Unit, Validity, Workstation,
};
use tilsyn_domain::{NationalId, Refusal};

use super::columns::Row;
use super::units::closes_circle;
use super::{key, revealed};
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
    keys: HashSet<String>,
    units: super::units::Known,
}

impl Rows {
    /// Puts a row into the directory, or says why it cannot go in.
    pub(super) fn take(
        &mut self,
        file: DirectoryFile,
        row: &Row<'_>,
        into: &mut Directory,
    ) -> Result<(), Refusal> {
        row.check_width()?;
        match file {
            DirectoryFile::Units => into.units.push(self.unit(row)?),
            DirectoryFile::People => into.people.push(self.person(row)?),
            DirectoryFile::Employments => into.employments.push(self.employment(row)?),
            DirectoryFile::PersonUnits => into.person_units.push(person_unit(row)?),
            DirectoryFile::Accounts => into.accounts.push(self.account(row)?),
            DirectoryFile::Entitlements => into.entitlements.push(self.entitlement(row)?),
            DirectoryFile::Grants => into.grants.push(self.grant(row)?),
            DirectoryFile::Clearances => into.clearances.push(clearance(row)?),
            DirectoryFile::Authorisations => into.authorisations.push(authorisation(row)?),
            DirectoryFile::Relations => into.relations.push(relation(row)?),
            DirectoryFile::Shifts => into.shifts.push(shift(row)?),
            DirectoryFile::Assignments => into.assignments.push(assignment(row)?),
            DirectoryFile::Absences => into.absences.push(absence(row)?),
            DirectoryFile::Addresses => into.addresses.push(address(row)?),
            DirectoryFile::Attention => into.attention.push(attention(row)?),
            DirectoryFile::Workstations => into.workstations.push(self.workstation(row)?),
        }
        Ok(())
    }

    /// Refuses a key that another row of the file has.
    fn once(&mut self, parts: &[&str]) -> Result<(), Refusal> {
        if self.keys.insert(key(parts)) {
            Ok(())
        } else {
            Err(Refusal::SameKeyTwice)
        }
    }

    /// A unit may have several rows, one for each time it changed; they start on different days.
    fn unit(&mut self, row: &Row<'_>) -> Result<Unit, Refusal> {
        let unit = Unit {
            unit: row.needs("unit")?,
            parent: row.text("parent"),
            name: row.needs("name")?,
            head_national_id: row.id("head_national_id"),
            valid: row.validity()?,
        };
        if closes_circle(&self.units, &unit) {
            return Err(Refusal::Cycle {
                field: "parent".to_owned(),
            });
        }
        self.once(&[&unit.unit, &started(unit.valid)])?;
        self.units.add(&unit);
        Ok(unit)
    }

    fn person(&mut self, row: &Row<'_>) -> Result<Person, Refusal> {
        let former = row.may("former_ids").unwrap_or_default();
        let person = Person {
            national_id: row.needs_id("national_id")?,
            name: row.text("name").unwrap_or_default(),
            birth_date: row.day("birth_date")?,
            address_key: row.text("address_key"),
            protection: row.word("protection", &PROTECTIONS)?,
            public_figure: row.flag("public_figure")?,
            died_on: row.day("died_on")?,
            former_ids: former.split(';').filter_map(NationalId::new).collect(),
        };
        self.once(&[revealed(&person.national_id)])?;
        Ok(person)
    }

    /// An employment that moves between units has one row for each time.
    fn employment(&mut self, row: &Row<'_>) -> Result<Employment, Refusal> {
        let employment = Employment {
            employment: row.needs("employment")?,
            national_id: row.needs_id("national_id")?,
            employee_no: row.text("employee_no"),
            unit: row.needs("unit")?,
            position: row.text("position"),
            manager_national_id: row.id("manager_national_id"),
            valid: row.validity()?,
            paid_through: row.day("paid_through")?,
        };
        self.once(&[&employment.employment, &started(employment.valid)])?;
        Ok(employment)
    }

    fn account(&mut self, row: &Row<'_>) -> Result<Account, Refusal> {
        let account = Account {
            system: row.needs("system")?,
            user: row.needs("user")?,
            national_id: row.id("national_id"),
            account_type: row.word("type", &ACCOUNT_TYPES)?,
            valid: row.validity()?,
            last_logon: row.day_or_time("last_logon")?,
        };
        self.once(&[&account.system, &account.user, &started(account.valid)])?;
        Ok(account)
    }

    fn entitlement(&mut self, row: &Row<'_>) -> Result<Entitlement, Refusal> {
        let elements = row.may("elements").unwrap_or_default();
        let elements = elements
            .split(';')
            .map(str::trim)
            .filter(|element| !element.is_empty());
        let entitlement = Entitlement {
            system: row.needs("system")?,
            entitlement: row.needs("entitlement")?,
            name: row.text("name").unwrap_or_default(),
            elements: elements.map(str::to_owned).collect(),
            sensitive: row.flag("sensitive")?,
        };
        self.once(&[&entitlement.system, &entitlement.entitlement])?;
        Ok(entitlement)
    }

    fn grant(&mut self, row: &Row<'_>) -> Result<Grant, Refusal> {
        let grant = Grant {
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
        };
        self.once(&[&grant.grant])?;
        Ok(grant)
    }

    fn workstation(&mut self, row: &Row<'_>) -> Result<Workstation, Refusal> {
        let workstation = Workstation {
            client_host: row.needs("client_host")?,
            national_id: row.id("national_id"),
            unit: row.text("unit"),
        };
        let person = workstation.national_id.as_ref().map_or("", revealed);
        self.once(&[&workstation.client_host, person])?;
        Ok(workstation)
    }
}

/// The first day as part of a key.
fn started(valid: Validity) -> String {
    valid.from.map(|day| day.to_string()).unwrap_or_default()
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
