//! What else must be true of an event: its element, source, account, machine, the actor's unit.
//!
//! Each is a column of the order of time and the codes asked for in it. Texts are compared with
//! the archive's words once, so that a row costs one look at its code.

use roaring::RoaringBitmap;
use tilsyn_domain::directory::Protection;
use tilsyn_domain::question::{EventFilter, HistoryQuestion};
use tilsyn_domain::{Code, Identity};

use super::View;
use super::places::{PLACES_AT_ONCE, narrow_at};
use crate::columns::Scratch;
use crate::error::Result;
use crate::segment::{ByTime, Segment};
use crate::words::{Field, Words, client_parts};

/// Codes asked for.
#[derive(Clone)]
enum Wanted {
    One(u32),
    Several(RoaringBitmap),
    AllBut(RoaringBitmap),
}

/// A column, and what must stand in it.
#[derive(Clone)]
pub(super) struct Condition {
    pub(super) column: ByTime,
    wanted: Wanted,
}

impl Condition {
    pub(super) fn one(column: ByTime, code: u32) -> Condition {
        let wanted = Wanted::One(code);
        Condition { column, wanted }
    }

    /// `None` where nothing is asked for, so that no row can fit.
    pub(super) fn several(column: ByTime, codes: RoaringBitmap) -> Option<Condition> {
        let wanted = match (codes.len(), codes.min()) {
            (_, None) => return None,
            (1, Some(code)) => Wanted::One(code),
            _ => Wanted::Several(codes),
        };
        Some(Condition { column, wanted })
    }

    fn all_but(column: ByTime, codes: RoaringBitmap) -> Condition {
        let wanted = Wanted::AllBut(codes);
        Condition { column, wanted }
    }

    pub(super) fn holds(&self, code: u32) -> bool {
        match &self.wanted {
            Wanted::One(wanted) => *wanted == code,
            Wanted::Several(wanted) => wanted.contains(code),
            Wanted::AllBut(unwanted) => !unwanted.contains(code),
        }
    }
}

/// The conditions of a filter but for its accounts; `None` where no event can fit.
pub(super) fn conditions(view: &View<'_>, filter: &EventFilter) -> Option<Vec<Condition>> {
    let words = view.core.words();
    let mut found = Vec::new();
    if let Some(source) = &filter.source {
        let code = words.find(Field::Source, source)?;
        found.push(Condition::one(ByTime::Source, code));
    }
    if let Some(unit) = &filter.unit {
        found.push(Condition::several(
            ByTime::ActorUnits,
            sets_with(&words, unit)?,
        )?);
    }
    if let Some(server) = &filter.server {
        let codes = like(&words, Field::Server, |text| server.fits(text));
        found.push(Condition::several(ByTime::Server, codes)?);
    }
    if let Some(client) = &filter.client {
        let codes = like(&words, Field::Client, |text| {
            client_parts(text).iter().any(|part| client.fits(part))
        });
        found.push(Condition::several(ByTime::Client, codes)?);
    }
    if filter.unprotected {
        found.push(Condition::all_but(ByTime::Actor, protected(view)));
    }
    Some(found)
}

/// The codes of those whom the register protects.
fn protected(view: &View<'_>) -> RoaringBitmap {
    let people = view.resolver.people().iter();
    let rows = people.filter(|person| person.protection != Protection::None);
    let known = rows.map(|person| Identity::Person(person.national_id.clone()));
    // What protects a person does not depend on the day.
    let hidden = known.filter(|who| view.card(who, 0).is_protected);
    hidden.filter_map(|who| view.code_for(&who)).collect()
}

/// The codes of the accounts asked for; `None` where all are.
pub(super) fn accounts(view: &View<'_>, question: &HistoryQuestion) -> Option<Vec<Code>> {
    let accounts = question.filter.accounts.as_ref()?;
    let code = |(source, user): &(String, String)| {
        let (source, user) = (source.clone(), user.clone());
        view.core.book.code(&Identity::Account { source, user })
    };
    let mut codes: Vec<Code> = accounts.iter().filter_map(code).collect();
    codes.sort_unstable();
    codes.dedup();
    Some(codes)
}

fn like(words: &Words, field: Field, fits: impl Fn(&str) -> bool) -> RoaringBitmap {
    let codes = 1..crate::row::row_number(words.codes(field));
    codes
        .filter(|code| fits(words.text(field, *code)))
        .collect()
}

/// The sets of units that hold a unit.
fn sets_with(words: &Words, unit: &str) -> Option<RoaringBitmap> {
    let unit = words.find(Field::Unit, unit)?;
    let sets = (0_u32..).zip(words.sets());
    Some(
        sets.filter(|(_, set)| set.contains(&unit))
            .map(|(set, _)| set)
            .collect(),
    )
}

/// Those of some places, ascending, whose rows meet the conditions.
pub(super) fn narrowed(
    segment: &Segment,
    mut places: Vec<u32>,
    conditions: &[Condition],
) -> Result<Vec<u32>> {
    let mut scratch = Scratch::default();
    for condition in conditions {
        let mut kept = Vec::new();
        for some in places.chunks(PLACES_AT_ONCE) {
            let codes = narrow_at(&segment.by_time, condition.column, some, &mut scratch)?;
            let held = some.iter().zip(codes);
            kept.extend(held.filter_map(|(place, code)| condition.holds(code).then_some(*place)));
        }
        places = kept;
    }
    Ok(places)
}
