//! The rollup of a segment: what each actor did, a line for each day and account.
//!
//! A statement adds lines up instead of reading rows, of which there are twenty times as many. It
//! is exact: the people outside the own unit stand in it one by one, since how many they are over
//! several days cannot be told from how many they were on each. What a system did is left out.

use tilsyn_domain::{Code, Kind};

use crate::columns::{ColumnFile, ColumnsWriter};
use crate::error::Result;
use crate::row::{marks, row_number};
use crate::segment::{ByTime, Keyed, by_key};

/// Kinds of event with a column of their own, in the order of the columns.
pub(crate) const KINDS: [Kind; 7] = [
    Kind::Change,
    Kind::Search,
    Kind::List,
    Kind::OwnRecord,
    Kind::RegisterLookup,
    Kind::RegisterTransfer,
    Kind::Export,
];

/// Columns: the actors and where the lines of each start as in `by_key`, then a value a line.
pub(crate) mod column {
    /// Which of the actor's accounts.
    pub(crate) const ACCOUNT_NO: usize = 2;
    /// Where it stands in `by_key` too.
    pub(crate) const DAY: usize = 3;
    /// Lookups that count, those outside the own unit, and those where a side has no unit.
    pub(crate) const LOOKUPS: usize = 4;
    pub(crate) const OUTSIDE: usize = 5;
    pub(crate) const NO_UNIT: usize = 6;
    /// Permitted events of the first of `KINDS`; the others follow.
    pub(crate) const FIRST_KIND: usize = 7;
    /// Distinct people looked up outside the own unit.
    pub(crate) const PEOPLE: usize = 14;
    /// Not a value a line: where each actor's accounts start, and the accounts.
    pub(crate) const ACCOUNT_STARTS: usize = 15;
    pub(crate) const ACCOUNTS: usize = 16;
    /// Where the people of each actor's lines start, and the people, line by line.
    pub(crate) const PEOPLE_STARTS: usize = 17;
    pub(crate) const PEOPLE_CODES: usize = 18;
}

pub(crate) const COLUMNS: [&str; 19] = [
    "actor",
    "starts",
    "account_no",
    "day",
    "lookups",
    "outside",
    "no_unit",
    "change",
    "search",
    "list",
    "own_record",
    "register_lookup",
    "register_transfer",
    "export",
    "people",
    "account_starts",
    "accounts",
    "people_starts",
    "people_codes",
];

/// The columns with a value a line.
pub(crate) const OF_LINES: [usize; 13] = {
    let (mut columns, mut at) = ([0; 13], 0);
    while at < columns.len() {
        columns[at] = column::ACCOUNT_NO + at;
        at += 1;
    }
    columns
};
/// Lookups, outside, no unit, and the kinds.
const COUNTS: usize = column::PEOPLE - column::LOOKUPS;

/// Writes the rollup of rows that are already in both orders.
pub(crate) fn write(
    mut writer: ColumnsWriter,
    by_time: &ColumnFile,
    by_actor: &Keyed,
) -> Result<Keyed> {
    let rollup = Rollup::of(by_time, by_actor)?;
    for (name, values) in COLUMNS.iter().zip(&rollup.columns) {
        writer.u32s(name, values)?;
    }
    Keyed::new(writer.finish()?.expect_columns(&COLUMNS)?)
}

/// Whether a rollup is what the rows add up to.
pub(crate) fn agrees(rollup: &Keyed, by_time: &ColumnFile, by_actor: &Keyed) -> Result<bool> {
    let anew = Rollup::of(by_time, by_actor)?;
    for (column, values) in anew.columns.iter().enumerate() {
        if rollup.file.all_u32s(column)? != *values {
            return Ok(false);
        }
    }
    Ok(true)
}

/// All columns in memory.
struct Rollup {
    columns: [Vec<u32>; COLUMNS.len()],
}

/// What an actor did on a day, as the rows of the day are gone through.
#[derive(Default)]
struct OneDay {
    day: u32,
    /// By account: the counts in the order of the columns.
    lines: Vec<(u32, [u32; COUNTS])>,
    /// By account: everyone looked up outside the own unit.
    outside: Vec<(u32, Code)>,
}

impl OneDay {
    fn add(&mut self, account_no: u32, found: u32, subject: Code) {
        let place = self.lines.iter().position(|line| line.0 == account_no);
        let place = place.unwrap_or_else(|| {
            self.lines.push((account_no, [0; COUNTS]));
            self.lines.len() - 1
        });
        let counts = &mut self.lines[place].1;
        let relation = found & marks::RELATION;
        counts[0] += u32::from(relation != 0);
        counts[column::OUTSIDE - column::LOOKUPS] += u32::from(relation == marks::OUTSIDE);
        counts[column::NO_UNIT - column::LOOKUPS] += u32::from(relation == marks::NO_UNIT);
        if relation == marks::OUTSIDE {
            self.outside.push((account_no, subject));
        }
        if found & marks::FIRST != 0 && marks::outcome(found) == 0 {
            let kind = KINDS
                .iter()
                .position(|kind| *kind as u32 == marks::kind(found));
            if let Some(kind) = kind {
                counts[column::FIRST_KIND - column::LOOKUPS + kind] += 1;
            }
        }
    }
}

impl Rollup {
    fn of(by_time: &ColumnFile, by_actor: &Keyed) -> Result<Rollup> {
        let mut rollup = Rollup {
            columns: Default::default(),
        };
        let all = |column: usize| by_actor.file.all_u32s(column);
        let rows = all(by_key::STARTS)?;
        let (days, found) = (all(by_key::DAY)?, all(by_key::MARKS)?);
        let (places, account_nos) = (all(by_key::PLACE)?, all(by_key::ACCOUNT_NO)?);
        let subjects = by_time.all_u32s(ByTime::Subject as usize)?;
        let mut now = OneDay::default();
        for bounds in rows.windows(2) {
            rollup.start_actor();
            for row in bounds[0] as usize..bounds[1] as usize {
                if found[row] & marks::SYSTEM != 0 {
                    continue;
                }
                if now.day != days[row] {
                    rollup.put(&mut now);
                    now.day = days[row];
                }
                let subject = subjects[places[row] as usize];
                now.add(account_nos[row], found[row], subject);
            }
            rollup.put(&mut now);
        }
        rollup.start_actor();
        let [keys, accounts] = [by_key::KEYS, by_key::ACCOUNTS].map(all);
        rollup.columns[by_key::KEYS] = keys?;
        rollup.columns[column::ACCOUNTS] = accounts?;
        rollup.columns[column::ACCOUNT_STARTS] = all(by_key::ACCOUNT_STARTS)?;
        Ok(rollup)
    }

    /// Notes where the lines and the people of the next actor start.
    fn start_actor(&mut self) {
        let lines = row_number(self.columns[column::DAY].len());
        self.columns[by_key::STARTS].push(lines);
        let people = row_number(self.columns[column::PEOPLE_CODES].len());
        self.columns[column::PEOPLE_STARTS].push(people);
    }

    /// Adds the lines of a day, in the order of accounts, and empties it.
    fn put(&mut self, now: &mut OneDay) {
        now.lines.sort_unstable();
        now.outside.sort_unstable();
        now.outside.dedup();
        for (account_no, counts) in now.lines.drain(..) {
            self.columns[column::ACCOUNT_NO].push(account_no);
            self.columns[column::DAY].push(now.day);
            let columns = &mut self.columns[column::LOOKUPS..column::PEOPLE];
            for (column, count) in columns.iter_mut().zip(counts) {
                column.push(count);
            }
            let of_line = now.outside.iter().filter(|(of, _)| *of == account_no);
            let people = &mut self.columns[column::PEOPLE_CODES];
            let before = people.len();
            people.extend(of_line.map(|(_, person)| *person));
            let met = row_number(people.len() - before);
            self.columns[column::PEOPLE].push(met);
        }
        now.outside.clear();
    }
}

const _: () = assert!(
    column::DAY == by_key::DAY
        && column::ACCOUNT_NO == by_key::STARTS + 1
        && OF_LINES[OF_LINES.len() - 1] == column::PEOPLE
        && COUNTS == column::FIRST_KIND - column::LOOKUPS + KINDS.len()
);

#[cfg(test)]
mod tests {
    use super::agrees;
    use crate::row::{Row, marks};
    use crate::write;

    fn lookup(actor: u32, day: u32, subject: u32) -> Row {
        Row {
            day,
            actor,
            account: actor,
            subject,
            marks: marks::OUTSIDE | marks::FIRST,
            ..Row::default()
        }
    }

    #[test]
    fn a_rollup_that_is_not_of_its_rows_is_found() {
        let rows = [lookup(1, 5, 7), lookup(1, 5, 8), lookup(2, 6, 7)];
        let segment = write::in_memory(&rows).expect("writes");
        let compare = |other: &[Row]| {
            let other = write::in_memory(other).expect("writes");
            agrees(&segment.rollup, &other.by_time, &other.by_actor).expect("reads")
        };
        assert!(compare(&rows));
        let someone_else = [rows[0], lookup(1, 5, 9), rows[2]];
        let another_day = [rows[0], lookup(1, 6, 8), rows[2]];
        assert!(!compare(&someone_else));
        assert!(!compare(&another_day));
        assert!(!compare(&rows[..2]));
    }
}
