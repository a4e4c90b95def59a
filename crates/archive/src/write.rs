//! Writing a segment: the order of time first, the two other orders from it, then Parquet.
//!
//! The same code writes the tail, a merge and a renewal, and the images of the tail in memory.
//! Column by column, so that a segment of any size needs the memory of a few columns.

use std::collections::BTreeMap;

use tilsyn_domain::Code;

use crate::columns::{ColumnFile, ColumnsWriter};
use crate::error::Result;
use crate::home::Home;
use crate::parquet_file;
use crate::rollup;
use crate::row::{Row, marks, row_number};
use crate::seal::{Hex, new_salt};
use crate::segment::{
    ACTOR_FILE, ByTime, Keyed, PARQUET_FILE, ROLLUP_FILE, SUBJECT_FILE, Segment, SourceSummary,
    Summary, TIME_FILE, by_key, seal_of,
};

/// Rows in the order of time and leaves, column by column.
pub(crate) trait TimeOrdered {
    /// A column whose values fit 32 bits.
    fn narrow(&self, column: ByTime) -> Result<Vec<u32>>;
    /// Leaves or times.
    fn wide(&self, column: ByTime) -> Result<Vec<i64>>;
}

impl TimeOrdered for [Row] {
    fn narrow(&self, column: ByTime) -> Result<Vec<u32>> {
        let value = |row: &Row| match column {
            ByTime::Leaf | ByTime::Time => unreachable!("leaves and times are wide"),
            ByTime::Day => row.day,
            ByTime::Marks => row.marks,
            ByTime::Act => row.act,
            ByTime::Account => row.account,
            ByTime::Stated => row.stated,
            ByTime::Actor => row.actor,
            ByTime::Subject => row.subject,
            ByTime::SubjectStated if row.subject_stated == row.subject => 0,
            ByTime::SubjectStated => row.subject_stated,
            ByTime::ActorUnits => row.actor_units,
            ByTime::SubjectUnits => row.subject_units,
            ByTime::Source => row.words.source,
            ByTime::Application => row.words.application,
            ByTime::Element => row.words.element,
            ByTime::Screen => row.words.screen,
            ByTime::Tab => row.words.tab,
            ByTime::Report => row.words.report,
            ByTime::Document => row.words.document,
            ByTime::Client => row.words.client,
            ByTime::Server => row.words.server,
        };
        Ok(self.iter().map(value).collect())
    }

    fn wide(&self, column: ByTime) -> Result<Vec<i64>> {
        let value = |row: &Row| match column {
            ByTime::Leaf => row.leaf.cast_signed(),
            _ => row.time,
        };
        Ok(self.iter().map(value).collect())
    }
}

impl TimeOrdered for ColumnFile {
    fn narrow(&self, column: ByTime) -> Result<Vec<u32>> {
        self.all_u32s(column as usize)
    }

    fn wide(&self, column: ByTime) -> Result<Vec<i64>> {
        self.all_i64s(column as usize)
    }
}

/// Puts rows as they came into the order of a segment. Rows of one event stay as they stood.
pub(crate) fn sort_by_time(rows: &mut [Row]) {
    rows.sort_by_key(|row| (row.time, row.leaf));
}

/// Writes a segment into its folder, durably; nothing names it yet. Its salt is new, so that
/// no key seals twice where a number comes again.
pub(crate) fn to_disk<S>(home: &Home, number: u64, rows: &S) -> Result<Segment>
where
    S: TimeOrdered + ?Sized,
{
    let folder = home.segment(number);
    tilsyn_durable::create_folder(&folder)?;
    let salt = new_salt();
    let make = |name: &str| {
        let seal = seal_of(home, number, &salt, name);
        ColumnsWriter::create(&folder.join(name), seal)
    };
    let by_time = write_by_time(make(TIME_FILE)?, rows)?;
    let (parquet, keyed) = rayon::join(
        || parquet_file::write(&folder.join(PARQUET_FILE), &home.key, &by_time),
        || -> Result<[Keyed; 3]> {
            let by_actor = write_by_actor(make(ACTOR_FILE)?, &by_time)?;
            let rollup = rollup::write(make(ROLLUP_FILE)?, &by_time, &by_actor)?;
            let by_subject = write_by_subject(make(SUBJECT_FILE)?, &by_time)?;
            Ok([by_actor, by_subject, rollup])
        },
    );
    let parquet_bytes = parquet?;
    let [by_actor, by_subject, rollup] = keyed?;
    tilsyn_durable::sync_folder(&folder)?;
    let mut summary = summarise(&by_time, salt)?;
    summary.parquet_sha256 = parquet_file::sha256(&folder.join(PARQUET_FILE))?;
    Ok(Segment {
        number: Some(number),
        summary,
        by_time,
        by_actor,
        by_subject,
        rollup,
        parquet_bytes,
    })
}

/// The image of rows in memory that are not yet in a segment.
pub(crate) fn in_memory(rows: &[Row]) -> Result<Segment> {
    let by_time = write_by_time(ColumnsWriter::in_memory()?, rows)?;
    let by_actor = write_by_actor(ColumnsWriter::in_memory()?, &by_time)?;
    Ok(Segment {
        number: None,
        summary: summarise(&by_time, new_salt())?,
        rollup: rollup::write(ColumnsWriter::in_memory()?, &by_time, &by_actor)?,
        by_actor,
        by_subject: write_by_subject(ColumnsWriter::in_memory()?, &by_time)?,
        by_time,
        parquet_bytes: 0,
    })
}

fn write_by_time<S>(mut writer: ColumnsWriter, rows: &S) -> Result<ColumnFile>
where
    S: TimeOrdered + ?Sized,
{
    for column in [ByTime::Leaf, ByTime::Time] {
        writer.i64s(ByTime::NAMES[column as usize], &rows.wide(column)?)?;
    }
    for column in ByTime::NARROW {
        writer.u32s(ByTime::NAMES[column as usize], &rows.narrow(column)?)?;
    }
    writer.finish()
}

/// The places of rows, sorted by key and then by time, without the rows of key 0 if so asked.
fn sorted_by(keys: &[Code], zero: Zero) -> Vec<u32> {
    let kept = |key: &Code| *key != 0 || zero == Zero::Kept;
    let most = keys.iter().copied().max().unwrap_or(0) as usize;
    if keys.len() < most / 4 {
        let pair = |(place, key): (usize, &Code)| (*key, row_number(place));
        let mut pairs: Vec<(Code, u32)> = (keys.iter().enumerate())
            .filter(|(_, key)| kept(key))
            .map(pair)
            .collect();
        pairs.sort_unstable();
        return pairs.into_iter().map(|(_, place)| place).collect();
    }
    let mut next = vec![0_u32; most + 2];
    for key in keys.iter().filter(|key| kept(key)) {
        next[*key as usize + 1] += 1;
    }
    for key in 1..next.len() {
        next[key] += next[key - 1];
    }
    let mut places = vec![0; next[most + 1] as usize];
    for (place, key) in keys.iter().enumerate().filter(|(_, key)| kept(key)) {
        places[next[*key as usize] as usize] = row_number(place);
        next[*key as usize] += 1;
    }
    places
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Zero {
    Kept,
    LeftOut,
}

fn gathered(values: &[u32], places: &[u32]) -> Vec<u32> {
    places.iter().map(|place| values[*place as usize]).collect()
}

/// The distinct keys in order, and where the rows of each start.
fn write_keys(writer: &mut ColumnsWriter, name: &str, keys: &[Code]) -> Result<Vec<u32>> {
    let (mut distinct, mut starts) = (Vec::new(), Vec::new());
    for (row, key) in keys.iter().enumerate() {
        if distinct.last() != Some(key) {
            distinct.push(*key);
            starts.push(row_number(row));
        }
    }
    starts.push(row_number(keys.len()));
    writer.u32s(name, &distinct)?;
    writer.u32s("starts", &starts)?;
    Ok(starts)
}

fn write_by_subject(mut writer: ColumnsWriter, by_time: &ColumnFile) -> Result<Keyed> {
    let names = by_key::OF_SUBJECT;
    let subjects = by_time.narrow(ByTime::Subject)?;
    let places = sorted_by(&subjects, Zero::LeftOut);
    write_keys(
        &mut writer,
        names[by_key::KEYS],
        &gathered(&subjects, &places),
    )?;
    drop(subjects);
    writer.u32s(names[by_key::PLACE], &places)?;
    let columns = [
        ByTime::Day,
        ByTime::Marks,
        ByTime::Actor,
        ByTime::ActorUnits,
    ];
    for (name, column) in names[by_key::DAY..].iter().zip(columns) {
        writer.u32s(name, &gathered(&by_time.narrow(column)?, &places))?;
    }
    Keyed::new(writer.finish()?.expect_columns(&names)?)
}

fn write_by_actor(mut writer: ColumnsWriter, by_time: &ColumnFile) -> Result<Keyed> {
    let names = by_key::OF_ACTOR;
    let actors = by_time.narrow(ByTime::Actor)?;
    let places = sorted_by(&actors, Zero::Kept);
    let actors = gathered(&actors, &places);
    let starts = write_keys(&mut writer, names[by_key::KEYS], &actors)?;
    writer.u32s(names[by_key::PLACE], &places)?;
    for (name, column) in [
        (names[by_key::DAY], ByTime::Day),
        (names[by_key::MARKS], ByTime::Marks),
    ] {
        writer.u32s(name, &gathered(&by_time.narrow(column)?, &places))?;
    }
    let accounts = gathered(&by_time.narrow(ByTime::Account)?, &places);
    drop(places);
    write_accounts(&mut writer, &actors, &starts, &accounts)?;
    Keyed::new(writer.finish()?.expect_columns(&names)?)
}

/// Which accounts each actor used, numbered per actor, and the way back from accounts.
fn write_accounts(
    writer: &mut ColumnsWriter,
    actors: &[Code],
    starts: &[u32],
    accounts: &[Code],
) -> Result<()> {
    let names = by_key::OF_ACTOR;
    let mut numbers = Vec::with_capacity(accounts.len());
    let (mut account_starts, mut used) = (Vec::with_capacity(starts.len()), Vec::new());
    let mut pairs: Vec<(Code, Code)> = Vec::new();
    for slice in starts.windows(2) {
        let first = used.len();
        account_starts.push(row_number(first));
        let mut last = 0;
        for row in slice[0] as usize..slice[1] as usize {
            let account = accounts[row];
            if used.get(first + last) != Some(&account) {
                let found = used[first..].iter().position(|other| *other == account);
                last = found.unwrap_or(used.len() - first);
                if found.is_none() {
                    used.push(account);
                    pairs.push((account, actors[row]));
                }
            }
            numbers.push(row_number(last));
        }
    }
    account_starts.push(row_number(used.len()));
    pairs.sort_unstable();
    let (keys, of): (Vec<Code>, Vec<Code>) = pairs.into_iter().unzip();
    writer.u32s(names[by_key::ACCOUNT_NO], &numbers)?;
    writer.u32s(names[by_key::ACCOUNT_STARTS], &account_starts)?;
    writer.u32s(names[by_key::ACCOUNTS], &used)?;
    writer.u32s(names[by_key::ACCOUNT_KEYS], &keys)?;
    writer.u32s(names[by_key::ACCOUNT_ACTORS], &of)
}

fn summarise(by_time: &ColumnFile, salt: Hex) -> Result<Summary> {
    let leaves = by_time.wide(ByTime::Leaf)?;
    let first_leaf = leaves.iter().copied().min().unwrap_or(0).cast_unsigned();
    let last_leaf = leaves.iter().copied().max().unwrap_or(0).cast_unsigned();
    let rows = leaves.len() as u64;
    drop(leaves);
    let days = by_time.narrow(ByTime::Day)?;
    let first_day = days.iter().copied().min().unwrap_or(0);
    let last_day = days.iter().copied().max().unwrap_or(0);
    drop(days);
    let marks = by_time.narrow(ByTime::Marks)?;
    let sources = by_time.narrow(ByTime::Source)?;
    let times = by_time.wide(ByTime::Time)?;
    let mut totals: BTreeMap<u32, SourceSummary> = BTreeMap::new();
    for (row, source) in sources.iter().enumerate() {
        if marks[row] & marks::FIRST == 0 {
            continue;
        }
        let total = totals.entry(*source).or_insert(SourceSummary {
            source: *source,
            events: 0,
            first: times[row],
            last: times[row],
        });
        total.events += 1;
        total.last = times[row];
    }
    let sources: Vec<SourceSummary> = totals.into_values().collect();
    Ok(Summary {
        rows,
        events: sources.iter().map(|source| source.events).sum(),
        first_leaf,
        last_leaf,
        first_day,
        last_day,
        sources,
        salt,
        parquet_sha256: Hex([0; 32]),
    })
}
