//! What the directory says on a day, by plain search through its rows.

use std::collections::BTreeSet;

use crate::codebook::Identity;
use crate::day::Day;
use crate::directory::{Account, AccountType, Directory, Protection};
use crate::event::Event;
use crate::national_id::NationalId;
use crate::question::PersonCard;

/// The id a person has today; a former id leads to it.
pub(super) fn present_id(directory: &Directory, id: &NationalId) -> NationalId {
    let holder = directory
        .people
        .iter()
        .find(|person| person.former_ids.contains(id));
    holder.map_or_else(|| id.clone(), |person| person.national_id.clone())
}

/// The row valid that day, else the last one that ended before.
fn account_row<'a>(
    directory: &'a Directory,
    source: &str,
    user: &str,
    day: Day,
) -> Option<&'a Account> {
    let rows = || {
        directory
            .accounts
            .iter()
            .filter(|row| row.system == source && row.user == user)
    };
    let valid = rows()
        .filter(|row| row.valid.on(day))
        .max_by_key(|row| row.valid.first());
    let ended = || {
        rows()
            .filter(|row| row.valid.last() < day)
            .max_by_key(|row| row.valid.last())
    };
    valid.or_else(ended)
}

/// Who acted, and whether it was a system and no person.
pub(super) fn who_acted(directory: &Directory, event: &Event, day: Day) -> (Identity, bool) {
    let row = account_row(directory, &event.source, &event.actor.user, day);
    let system =
        event.actor.system || row.is_some_and(|row| row.account_type == AccountType::System);
    let owner = row.and_then(|row| row.national_id.as_ref());
    let who = match owner.or(event.actor.national_id.as_ref()) {
        Some(id) => Identity::Person(present_id(directory, id)),
        None => Identity::Account {
            source: event.source.clone(),
            user: event.actor.user.clone(),
        },
    };
    (who, system)
}

/// Units of all employments valid that day; of one without any, those of `person_units`.
pub(super) fn units_on(directory: &Directory, id: &NationalId, day: Day) -> BTreeSet<String> {
    let employed: BTreeSet<String> = directory
        .employments
        .iter()
        .filter(|row| present_id(directory, &row.national_id) == *id && row.valid.on(day))
        .map(|row| row.unit.clone())
        .collect();
    if !employed.is_empty() {
        return employed;
    }
    directory
        .person_units
        .iter()
        .filter(|row| present_id(directory, &row.national_id) == *id && row.valid.on(day))
        .map(|row| row.unit.clone())
        .collect()
}

/// Name, and number and unit of the employment valid that day whose unit is first bytewise
/// (ties: the employment's own key); without one, the first unit of `person_units`.
pub(super) fn card(directory: &Directory, who: &Identity, day: Day) -> PersonCard {
    let id = match who {
        Identity::Person(id) => id.clone(),
        Identity::Account { source, user } => {
            let row = account_row(directory, source, user, day);
            let Some(owner) = row.and_then(|row| row.national_id.as_ref()) else {
                return PersonCard::default();
            };
            present_id(directory, owner)
        }
    };
    let mut people = directory.people.iter();
    let person = people.find(|person| person.national_id == id);
    let employment = directory
        .employments
        .iter()
        .filter(|row| present_id(directory, &row.national_id) == id && row.valid.on(day))
        .min_by_key(|row| (row.unit.clone(), row.employment.clone(), row.valid.first()));
    PersonCard {
        name: person.map(|person| person.name.clone()),
        is_protected: person.is_some_and(|person| person.protection != Protection::None),
        employee_no: employment.and_then(|row| row.employee_no.clone()),
        unit: units_on(directory, &id, day).into_iter().next(),
    }
}
