//! The access statement (*loggregnskap*, H8.1): per actor, lookups outside the own unit.

use rayon::prelude::*;
use tilsyn_domain::question::StatementLine;
use tilsyn_domain::{Code, Identity, Period};

use super::scan::{Columns, Order, Scan, Slice};
use super::{ERASED, Stamps, View, keep_top};
use crate::error::Result;
use crate::rollup::{KINDS, OF_LINES, column as rollup};
use crate::row::DaySpan;

/// All of each line of the rollup, and what its numbers stand for.
const READ: Columns = Columns {
    rows: &OF_LINES,
    accounts: true,
    people: true,
};

/// What one actor did.
#[derive(Default)]
struct Tally {
    actor: Code,
    lookups: u64,
    outside: u64,
    outside_people: u64,
    no_unit: u64,
    by_kind: [u64; KINDS.len()],
    accounts: Vec<Code>,
    /// Of the last lookup.
    last_day: u32,
}

/// One thread's work: the actor being counted, and those done.
#[derive(Default)]
struct Counting {
    now: Tally,
    people: Stamps,
    done: Vec<Tally>,
}

impl Counting {
    fn visit(&mut self, actor: Code, slice: &Slice<'_>, span: DaySpan) {
        if self.now.actor != actor {
            self.finish();
            self.now.actor = actor;
            self.people.forget();
        }
        let (mut people, accounts) = (slice.people(), slice.accounts());
        for line in slice.rows() {
            let of_line;
            (of_line, people) = people.split_at(slice.value(rollup::PEOPLE, line) as usize);
            if slice.holds(span, line) {
                let account = accounts[slice.value(rollup::ACCOUNT_NO, line) as usize];
                self.add(slice, line, account, of_line);
            }
        }
    }

    fn add(&mut self, slice: &Slice<'_>, line: usize, account: Code, people: &[Code]) {
        let value = |column: usize| u64::from(slice.value(column, line));
        let now = &mut self.now;
        let lookups = value(rollup::LOOKUPS);
        if lookups > 0 {
            now.lookups += lookups;
            now.outside += value(rollup::OUTSIDE);
            now.no_unit += value(rollup::NO_UNIT);
            now.last_day = now.last_day.max(slice.value(rollup::DAY, line));
        }
        for (kind, sum) in now.by_kind.iter_mut().enumerate() {
            *sum += value(rollup::FIRST_KIND + kind);
        }
        if !now.accounts.contains(&account) {
            now.accounts.push(account);
        }
        for person in people {
            now.outside_people += u64::from(self.people.first(*person));
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
        order: Order::Rollup,
        span,
        columns: READ,
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
    ] = tally.by_kind;
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
