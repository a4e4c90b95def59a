//! The access statement (*loggregnskap*, H8.1): per actor, lookups outside the own unit.

use rayon::prelude::*;
use tilsyn_domain::question::StatementLine;
use tilsyn_domain::{Code, Identity, Kind, Period};

use super::scan::{Order, Scan, Slice};
use super::{ERASED, Stamps, View, keep_top};
use crate::error::Result;
use crate::row::{DaySpan, marks};
use crate::segment::by_key;

/// Kinds with a column of their own, in the order of the columns.
const COUNTED: [Kind; 7] = [
    Kind::Change,
    Kind::Search,
    Kind::List,
    Kind::OwnRecord,
    Kind::RegisterLookup,
    Kind::RegisterTransfer,
    Kind::Export,
];

/// The same, one bit a kind.
const COUNTED_BITS: u32 = {
    let (mut bits, mut at) = (0, 0);
    while at < COUNTED.len() {
        bits |= 1 << COUNTED[at] as u32;
        at += 1;
    }
    bits
};

/// What one actor did.
#[derive(Default)]
struct Tally {
    actor: Code,
    lookups: u64,
    outside: u64,
    outside_people: u64,
    no_unit: u64,
    /// Permitted events by kind.
    by_kind: [u64; 32],
    accounts: Vec<Code>,
    last_day: u32,
}

/// One thread's work: the actor being counted, and those done.
#[derive(Default)]
struct Counting {
    now: Tally,
    people: Stamps,
    used: Vec<bool>,
    picked: Vec<u32>,
    done: Vec<Tally>,
}

/// How the rows of a slice stand to the question.
#[derive(Default)]
struct Rows {
    /// In the period, and no system's.
    counted: u32,
    inside: u32,
    outside: u32,
    no_unit: u32,
    /// Of the last lookup.
    last_day: u32,
}

/// Several short loops without branches, one for each thing counted: whether a row is outside is
/// a toss of a coin, and a branch guessed wrong costs more than all the rest. The first loop the
/// compiler makes of vector instructions; the others only run where it found something.
impl Counting {
    fn visit(&mut self, actor: Code, slice: &Slice<'_>, span: DaySpan) {
        if self.now.actor != actor {
            self.finish();
            self.now.actor = actor;
            self.people.forget();
        }
        let rows = count_rows(slice, span);
        if rows.counted == 0 {
            return;
        }
        let now = &mut self.now;
        now.lookups += u64::from(rows.inside + rows.outside + rows.no_unit);
        now.outside += u64::from(rows.outside);
        now.no_unit += u64::from(rows.no_unit);
        now.last_day = now.last_day.max(rows.last_day);
        if rows.outside > 0 {
            self.count_people(slice, span);
        }
        self.count_kinds(slice, span);
        self.note_accounts(slice, span);
    }

    fn count_people(&mut self, slice: &Slice<'_>, span: DaySpan) {
        let is_outside = |found: u32, day: u32| {
            is_counted(found, day, span) & u32::from(found & marks::RELATION == marks::OUTSIDE)
        };
        let people = pick(
            &mut self.picked,
            slice,
            slice.column(by_key::OTHER),
            is_outside,
        );
        for person in people {
            self.now.outside_people += u64::from(self.people.first(*person));
        }
    }

    /// Permitted events with a column of their own.
    fn count_kinds(&mut self, slice: &Slice<'_>, span: DaySpan) {
        let has_column = |found: u32, day: u32| {
            is_counted(found, day, span)
                & u32::from(found & marks::FIRST != 0 && marks::outcome(found) == 0)
                & (COUNTED_BITS >> marks::kind(found))
        };
        for found in pick(&mut self.picked, slice, slice.marks, has_column) {
            self.now.by_kind[marks::kind(*found) as usize] += 1;
        }
    }

    fn note_accounts(&mut self, slice: &Slice<'_>, span: DaySpan) {
        self.used.clear();
        // A single account acted in every row.
        self.used
            .resize(slice.accounts.len(), slice.accounts.len() == 1);
        if slice.accounts.len() > 1 {
            let rows = slice.marks.iter().zip(slice.day);
            for ((found, day), account) in rows.zip(slice.column(by_key::ACCOUNT_NO)) {
                self.used[*account as usize] |= is_counted(*found, *day, span) == 1;
            }
        }
        let used = slice.accounts.iter().zip(&self.used);
        for (account, _) in used.filter(|(_, used)| **used) {
            if !self.now.accounts.contains(account) {
                self.now.accounts.push(*account);
            }
        }
    }

    fn finish(&mut self) {
        let done = std::mem::take(&mut self.now);
        if done.outside > 0 || done.no_unit > 0 {
            self.done.push(done);
        }
    }
}

/// 1 for a row of the period that no system acted in.
fn is_counted(found: u32, day: u32, span: DaySpan) -> u32 {
    u32::from(found & marks::SYSTEM == 0) & u32::from(span.from <= day) & u32::from(day <= span.to)
}

fn count_rows(slice: &Slice<'_>, span: DaySpan) -> Rows {
    let mut rows = Rows::default();
    for (found, day) in slice.marks.iter().zip(slice.day) {
        let counted = is_counted(*found, *day, span);
        let relation = found & marks::RELATION;
        rows.counted += counted;
        rows.inside += counted & u32::from(relation == marks::INSIDE);
        rows.outside += counted & u32::from(relation == marks::OUTSIDE);
        rows.no_unit += counted & u32::from(relation == marks::NO_UNIT);
        let is_lookup = counted & u32::from(relation != 0);
        rows.last_day = rows.last_day.max(*day * is_lookup);
    }
    rows
}

/// The values of the rows whose lowest bit of `wanted` is set, in the room given.
fn pick<'r>(
    room: &'r mut Vec<u32>,
    slice: &Slice<'_>,
    values: &[u32],
    wanted: impl Fn(u32, u32) -> u32,
) -> &'r [u32] {
    if room.len() < slice.marks.len() {
        room.resize(slice.marks.len(), 0);
    }
    let mut end = 0;
    for ((found, day), value) in slice.marks.iter().zip(slice.day).zip(values) {
        room[end] = *value;
        end += (wanted(*found, *day) & 1) as usize;
    }
    &room[..end]
}

pub(crate) fn statement(
    view: &View<'_>,
    period: Period,
    limit: Option<usize>,
) -> Result<Vec<StatementLine>> {
    let span = DaySpan::of(period);
    let scan = Scan {
        segments: view.touched(span),
        order: Order::Actor,
        span,
        columns: &[by_key::OTHER, by_key::ACCOUNT_NO],
    };
    let parts = scan.all(
        Counting::default,
        |counting, actor, slice| counting.visit(actor, slice, span),
        |counting| {
            counting.finish();
            std::mem::take(&mut counting.done)
        },
    )?;
    let mut tallies: Vec<Tally> = parts.into_iter().flatten().collect();
    keep_top(&mut tallies, limit, |tally| tally.outside);
    let mut lines: Vec<StatementLine> = tallies
        .par_iter()
        .with_min_len(64)
        .map(|tally| line(view, tally))
        .collect();
    lines.sort_by(|one, other| {
        let by_count = other.outside_lookups.cmp(&one.outside_lookups);
        let absent = one.national_id.is_none().cmp(&other.national_id.is_none());
        by_count
            .then(absent)
            .then_with(|| one.national_id.cmp(&other.national_id))
            .then_with(|| one.user.cmp(&other.user))
    });
    lines.truncate(limit.unwrap_or(usize::MAX));
    Ok(lines)
}

fn line(view: &View<'_>, tally: &Tally) -> StatementLine {
    let identity = view.identity(tally.actor);
    let card = identity
        .as_ref()
        .map(|who| view.card(who, tally.last_day))
        .unwrap_or_default();
    let accounts = view.account_texts(&tally.accounts);
    let [
        changes,
        searches,
        lists,
        own_record,
        register_lookups,
        transfers,
        exports,
    ] = COUNTED.map(|kind| tally.by_kind[kind as usize]);
    StatementLine {
        user: accounts
            .first()
            .cloned()
            .unwrap_or_else(|| ERASED.to_owned()),
        national_id: match identity {
            Some(Identity::Person(id)) => Some(id),
            _ => None,
        },
        name: card.name,
        employee_no: card.employee_no,
        unit: card.unit,
        accounts,
        lookups: tally.lookups,
        outside_lookups: tally.outside,
        outside_people: tally.outside_people,
        no_unit_lookups: tally.no_unit,
        unexplained_lookups: None,
        unexplained_people: None,
        expected: None,
        p: None,
        changes,
        searches,
        lists,
        own_record,
        register_lookups,
        transfers,
        exports,
    }
}
