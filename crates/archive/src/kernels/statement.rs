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
    used: Vec<u32>,
    done: Vec<Tally>,
}

impl Counting {
    fn new() -> Counting {
        let mut counting = Counting::default();
        counting.people.forget();
        counting.people.first(0);
        counting
    }

    fn visit(&mut self, actor: Code, slice: &Slice<'_>, span: DaySpan) {
        if self.now.actor != actor {
            self.finish();
            self.now.actor = actor;
            self.people.forget();
            self.people.first(0);
        }
        let subjects = slice.column(by_key::OTHER);
        let account_no = slice.column(by_key::ACCOUNT_NO);
        self.used.clear();
        self.used.resize(slice.accounts.len(), 0);
        let now = &mut self.now;
        // Counted without branches: whether a row is outside is a toss of a coin, and a branch
        // guessed wrong costs more than all the rest.
        let mut relations = [0_u64; 4];
        for (row, found) in slice.marks.iter().enumerate() {
            if found & marks::SYSTEM != 0 || !slice.holds(span, row) {
                continue;
            }
            self.used[account_no[row] as usize] = 1;
            let relation = found & marks::RELATION;
            relations[relation as usize] += 1;
            let permitted_first = found & marks::FIRST != 0 && marks::outcome(*found) == 0;
            now.by_kind[marks::kind(*found) as usize] += u64::from(permitted_first);
            let outside = relation == marks::OUTSIDE;
            // Nobody has the code 0, so it is met once and never again.
            let person = if outside { subjects[row] } else { 0 };
            now.outside_people += u64::from(self.people.first(person));
            let day = if relation == 0 { 0 } else { slice.day[row] };
            now.last_day = now.last_day.max(day);
        }
        now.lookups += relations[1] + relations[2] + relations[3];
        now.outside += relations[marks::OUTSIDE as usize];
        now.no_unit += relations[marks::NO_UNIT as usize];
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
        Counting::new,
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
