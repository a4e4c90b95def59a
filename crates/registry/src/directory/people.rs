//! People in the directory: who they are, where they work and belong, when they are there.

use tilsyn_domain::directory::{
    Absence, Address, Assignment, Attention, DirectoryFile, Employment, Person, PersonUnit,
    Protection, Shift, Validity, Workstation,
};
use tilsyn_domain::{Day, Instant, Stamp};

use super::keep::{Absent, Kept, absent, push_validity, read_validity};
use crate::error::Error;
use crate::store::{Reader, Value};

/// It has no validity: one who is absent stays, so that past events find the name; the mark of
/// the day they left the file is the only change.
impl Kept for Person {
    const FILE: DirectoryFile = DirectoryFile::People;
    const COLUMNS: &'static [&'static str] = &[
        "national_id",
        "name",
        "birth_date",
        "address_key",
        "protection",
        "public_figure",
        "died_on",
        "former_ids",
    ];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::id(&self.national_id));
        cells.push(Value::text(&self.name));
        cells.push(Value::day(self.birth_date));
        cells.push(Value::maybe_text(self.address_key.as_deref()));
        cells.push(Value::text(protection_name(self.protection)));
        cells.push(Value::Integer(i64::from(self.public_figure)));
        cells.push(Value::day(self.died_on));
        cells.push(Value::list(&self.former_ids));
    }

    fn read(row: &mut Reader) -> Result<Person, Error> {
        Ok(Person {
            national_id: row.id()?,
            name: row.text()?,
            birth_date: row.maybe_day()?,
            address_key: row.maybe_text()?,
            protection: match &*row.str()? {
                "none" => Protection::None,
                "address" => Protection::Address,
                "strict" => Protection::Strict,
                _ => return Err(row.unreadable()),
            },
            public_figure: row.integer()? != 0,
            died_on: row.maybe_day()?,
            former_ids: row.list()?,
        })
    }

    fn absent(&self, _today: Day) -> Absent<Person> {
        Absent::Ends(self.clone())
    }
}

/// As formats.md writes it.
fn protection_name(protection: Protection) -> &'static str {
    match protection {
        Protection::None => "none",
        Protection::Address => "address",
        Protection::Strict => "strict",
    }
}

/// Days are those of the offset it is written with.
impl Kept for Shift {
    const FILE: DirectoryFile = DirectoryFile::Shifts;
    const COLUMNS: &'static [&'static str] = &[
        "national_id",
        "unit",
        "from_at",
        "from_offset",
        "to_at",
        "to_offset",
    ];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::id(&self.national_id));
        cells.push(Value::maybe_text(self.unit.as_deref()));
        for stamp in [self.from, self.to] {
            cells.push(stamp.at.into());
            cells.push(Value::Integer(i64::from(stamp.offset_seconds)));
        }
    }

    fn read(row: &mut Reader) -> Result<Shift, Error> {
        Ok(Shift {
            national_id: row.id()?,
            unit: row.maybe_text()?,
            from: read_stamp(row)?,
            to: read_stamp(row)?,
        })
    }

    /// A shift that runs past midnight ends with today.
    fn absent(&self, today: Day) -> Absent<Shift> {
        let valid = Validity {
            from: Some(day_of(self.from)),
            to: Some(day_of(self.to)),
        };
        absent(valid, today, |_| {
            let midnight = (i64::from(today.0) + 1) * MICROS_A_DAY;
            let at = Instant(midnight - i64::from(self.to.offset_seconds) * 1_000_000);
            Shift {
                to: Stamp { at, ..self.to },
                ..self.clone()
            }
        })
    }
}

const MICROS_A_DAY: i64 = 86_400_000_000;

fn day_of(stamp: Stamp) -> Day {
    let local = stamp.at.0 + i64::from(stamp.offset_seconds) * 1_000_000;
    // Midnight itself still belongs to the day that ends with it.
    let day = (local - 1).div_euclid(MICROS_A_DAY);
    Day(i32::try_from(day).unwrap_or(i32::MAX))
}

fn read_stamp(row: &mut Reader) -> Result<Stamp, Error> {
    Ok(Stamp {
        at: row.instant()?,
        offset_seconds: row.small()?,
    })
}

/// It holds on its day, so past ones stay.
impl Kept for Attention {
    const FILE: DirectoryFile = DirectoryFile::Attention;
    const COLUMNS: &'static [&'static str] = &["national_id", "on_day", "what"];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::id(&self.national_id));
        cells.push(self.date.into());
        cells.push(Value::text(&self.what));
    }

    fn read(row: &mut Reader) -> Result<Attention, Error> {
        Ok(Attention {
            national_id: row.id()?,
            date: row.day()?,
            what: row.text()?,
        })
    }

    fn absent(&self, today: Day) -> Absent<Attention> {
        if self.date > today {
            Absent::Withdrawn
        } else {
            Absent::Stays
        }
    }
}

impl Kept for Employment {
    const FILE: DirectoryFile = DirectoryFile::Employments;
    const COLUMNS: &'static [&'static str] = &[
        "employment",
        "national_id",
        "employee_no",
        "unit",
        "position",
        "manager_national_id",
        "valid_from",
        "valid_to",
        "paid_through",
    ];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::text(&self.employment));
        cells.push(Value::id(&self.national_id));
        cells.push(Value::maybe_text(self.employee_no.as_deref()));
        cells.push(Value::text(&self.unit));
        cells.push(Value::maybe_text(self.position.as_deref()));
        cells.push(Value::maybe_id(self.manager_national_id.as_ref()));
        push_validity(self.valid, cells);
        cells.push(Value::day(self.paid_through));
    }

    fn read(row: &mut Reader) -> Result<Employment, Error> {
        Ok(Employment {
            employment: row.text()?,
            national_id: row.id()?,
            employee_no: row.maybe_text()?,
            unit: row.text()?,
            position: row.maybe_text()?,
            manager_national_id: row.maybe_id()?,
            valid: read_validity(row)?,
            paid_through: row.maybe_day()?,
        })
    }

    fn absent(&self, today: Day) -> Absent<Employment> {
        absent(self.valid, today, |valid| Employment {
            valid,
            ..self.clone()
        })
    }
}

impl Kept for PersonUnit {
    const FILE: DirectoryFile = DirectoryFile::PersonUnits;
    const COLUMNS: &'static [&'static str] = &["national_id", "unit", "valid_from", "valid_to"];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::id(&self.national_id));
        cells.push(Value::text(&self.unit));
        push_validity(self.valid, cells);
    }

    fn read(row: &mut Reader) -> Result<PersonUnit, Error> {
        Ok(PersonUnit {
            national_id: row.id()?,
            unit: row.text()?,
            valid: read_validity(row)?,
        })
    }

    fn absent(&self, today: Day) -> Absent<PersonUnit> {
        absent(self.valid, today, |valid| PersonUnit {
            valid,
            ..self.clone()
        })
    }
}

impl Kept for Assignment {
    const FILE: DirectoryFile = DirectoryFile::Assignments;
    const COLUMNS: &'static [&'static str] = &[
        "national_id",
        "unit",
        "kind",
        "reference",
        "valid_from",
        "valid_to",
    ];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::id(&self.national_id));
        cells.push(Value::text(&self.unit));
        cells.push(Value::text(&self.kind));
        cells.push(Value::maybe_text(self.reference.as_deref()));
        push_validity(self.valid, cells);
    }

    fn read(row: &mut Reader) -> Result<Assignment, Error> {
        Ok(Assignment {
            national_id: row.id()?,
            unit: row.text()?,
            kind: row.text()?,
            reference: row.maybe_text()?,
            valid: read_validity(row)?,
        })
    }

    fn absent(&self, today: Day) -> Absent<Assignment> {
        absent(self.valid, today, |valid| Assignment {
            valid,
            ..self.clone()
        })
    }
}

impl Kept for Absence {
    const FILE: DirectoryFile = DirectoryFile::Absences;
    const COLUMNS: &'static [&'static str] = &["national_id", "kind", "valid_from", "valid_to"];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::id(&self.national_id));
        cells.push(Value::text(&self.kind));
        push_validity(self.valid, cells);
    }

    fn read(row: &mut Reader) -> Result<Absence, Error> {
        Ok(Absence {
            national_id: row.id()?,
            kind: row.text()?,
            valid: read_validity(row)?,
        })
    }

    fn absent(&self, today: Day) -> Absent<Absence> {
        absent(self.valid, today, |valid| Absence {
            valid,
            ..self.clone()
        })
    }
}

impl Kept for Address {
    const FILE: DirectoryFile = DirectoryFile::Addresses;
    const COLUMNS: &'static [&'static str] = &[
        "national_id",
        "address_key",
        "street_key",
        "valid_from",
        "valid_to",
    ];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::id(&self.national_id));
        cells.push(Value::text(&self.address_key));
        cells.push(Value::maybe_text(self.street_key.as_deref()));
        push_validity(self.valid, cells);
    }

    fn read(row: &mut Reader) -> Result<Address, Error> {
        Ok(Address {
            national_id: row.id()?,
            address_key: row.text()?,
            street_key: row.maybe_text()?,
            valid: read_validity(row)?,
        })
    }

    fn absent(&self, today: Day) -> Absent<Address> {
        absent(self.valid, today, |valid| Address {
            valid,
            ..self.clone()
        })
    }
}

/// It has no validity: one that is absent is known no more.
impl Kept for Workstation {
    const FILE: DirectoryFile = DirectoryFile::Workstations;
    const COLUMNS: &'static [&'static str] = &["client_host", "national_id", "unit"];

    fn cells<'a>(&'a self, cells: &mut Vec<Value<'a>>) {
        cells.push(Value::text(&self.client_host));
        cells.push(Value::maybe_id(self.national_id.as_ref()));
        cells.push(Value::maybe_text(self.unit.as_deref()));
    }

    fn read(row: &mut Reader) -> Result<Workstation, Error> {
        Ok(Workstation {
            client_host: row.text()?,
            national_id: row.maybe_id()?,
            unit: row.maybe_text()?,
        })
    }

    fn absent(&self, _today: Day) -> Absent<Workstation> {
        Absent::Withdrawn
    }
}
