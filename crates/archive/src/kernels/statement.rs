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

/// For each kind the place of its column; those without one share the last.
const fn column_of_kind() -> [usize; 32] {
    let mut columns = [COUNTED.len(); 32];
    let mut column = 0;
    while column < COUNTED.len() {
        columns[COUNTED[column] as usize] = column;
        column += 1;
    }
    columns
}

const COLUMN_OF_KIND: [usize; 32] = column_of_kind();

/// What one actor did.
#[derive(Default)]
struct Tally {
    actor: Code,
    lookups: u64,
    outside: u64,
    outside_people: u64,
    no_unit: u64,
    columns: [u64; COUNTED.len() + 1],
    accounts: Vec<Code>,
    last_day: u32,
}

/// One thread's work: the actor being counted, and those done.
#[derive(Default)]
struct Counting {
    now: Tally,
    people: Stamps,
    used: Vec<u32>,
    done: Vec<Tally>,
}

impl Counting {
    fn visit(&mut self, actor: Code, slice: &Slice<'_>, span: DaySpan) {
        if self.now.actor != actor {
            self.finish();
            self.now.actor = actor;
            self.people.forget();
        }
        let subjects = slice.column(by_key::OTHER);
        let account_no = slice.column(by_key::ACCOUNT_NO);
        self.used.clear();
        self.used.resize(slice.accounts.len(), 0);
        let now = &mut self.now;
        for (row, found) in slice.marks.iter().enumerate() {
            if found & marks::SYSTEM != 0 || !slice.holds(span, row) {
                continue;
            }
            self.used[account_no[row] as usize] = 1;
            match found & marks::RELATION {
                0 => {
                    let counts = found & marks::FIRST != 0 && marks::outcome(*found) == 0;
                    let column = COLUMN_OF_KIND[marks::kind(*found) as usize];
                    now.columns[column] += u64::from(counts);
                    continue;
                }
                marks::OUTSIDE => {
                    now.outside += 1;
                    now.outside_people += u64::from(self.people.first(subjects[row]));
                }
                marks::NO_UNIT => now.no_unit += 1,
                _ => {}
            }
            now.lookups += 1;
            now.last_day = now.last_day.max(slice.day[row]);
        }
        for (account, _) in slice
            .accounts
            .iter()
            .zip(&self.used)
            .filter(|(_, used)| **used == 1)
        {
            if !now.accounts.contains(account) {
                now.accounts.push(*account);
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
        _,
    ] = tally.columns;
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
