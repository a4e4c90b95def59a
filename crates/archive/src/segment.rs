//! A segment: events that no longer change, in three orders of rows.
//!
//! By time with everything known of a row; by actor and by subject, each then by time, with what
//! the kernels count; and a rollup of what each actor did, day by day. Rows of an event stand
//! together in the order of time. Not here: writing (`write`), merging (`merge`), what the rollup
//! holds (`rollup`), counting (`kernels`).

use std::ops::Range;

use serde::{Deserialize, Serialize};
use tilsyn_domain::Code;

use crate::columns::{ColumnFile, Scratch};
use crate::error::{ArchiveError, Result};
use crate::home::Home;
use crate::rollup;
use crate::row::DaySpan;
use crate::seal::{Hex, Seal};

/// Columns in the order of time, then of leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByTime {
    Leaf,
    Time,
    Day,
    Marks,
    Act,
    Account,
    Stated,
    Actor,
    Subject,
    /// 0 where the source states the same as `Subject`.
    SubjectStated,
    ActorUnits,
    SubjectUnits,
    Source,
    Application,
    Element,
    Screen,
    Tab,
    Report,
    Document,
    /// PC name and network address.
    Client,
    Server,
}

impl ByTime {
    pub(crate) const NAMES: [&str; 21] = [
        "leaf",
        "time",
        "day",
        "marks",
        "act",
        "account",
        "stated",
        "actor",
        "subject",
        "subject_stated",
        "actor_units",
        "subject_units",
        "source",
        "application",
        "element",
        "screen",
        "tab",
        "report",
        "document",
        "client",
        "server",
    ];

    /// The columns whose values fit 32 bits.
    pub(crate) const NARROW: [ByTime; 19] = [
        ByTime::Day,
        ByTime::Marks,
        ByTime::Act,
        ByTime::Account,
        ByTime::Stated,
        ByTime::Actor,
        ByTime::Subject,
        ByTime::SubjectStated,
        ByTime::ActorUnits,
        ByTime::SubjectUnits,
        ByTime::Source,
        ByTime::Application,
        ByTime::Element,
        ByTime::Screen,
        ByTime::Tab,
        ByTime::Report,
        ByTime::Document,
        ByTime::Client,
        ByTime::Server,
    ];
}

/// Columns in the order of actors, or of subjects, then of time. The first five are of both.
pub(crate) mod by_key {
    /// The keys, ascending.
    pub(crate) const KEYS: usize = 0;
    /// Where each key's rows start, and the end.
    pub(crate) const STARTS: usize = 1;
    /// Place of the row in the order of time.
    pub(crate) const PLACE: usize = 2;
    pub(crate) const DAY: usize = 3;
    pub(crate) const MARKS: usize = 4;
    /// By subject: who looked, and the units of that actor.
    pub(crate) const ACTOR: usize = 5;
    pub(crate) const ACTOR_UNITS: usize = 6;
    /// By actor: which of the actor's accounts.
    pub(crate) const ACCOUNT_NO: usize = 5;
    /// By actor: where each actor's accounts start, and the accounts.
    pub(crate) const ACCOUNT_STARTS: usize = 6;
    pub(crate) const ACCOUNTS: usize = 7;
    /// By actor: accounts ascending, and who acted with each.
    pub(crate) const ACCOUNT_KEYS: usize = 8;
    pub(crate) const ACCOUNT_ACTORS: usize = 9;

    pub(crate) const OF_SUBJECT: [&str; 7] = [
        "subject",
        "starts",
        "place",
        "day",
        "marks",
        "actor",
        "actor_units",
    ];
    pub(crate) const OF_ACTOR: [&str; 10] = [
        "actor",
        "starts",
        "place",
        "day",
        "marks",
        "account_no",
        "account_starts",
        "accounts",
        "account_keys",
        "account_actors",
    ];
}

/// What the manifest says of a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Summary {
    pub(crate) rows: u64,
    pub(crate) events: u64,
    pub(crate) first_leaf: u64,
    pub(crate) last_leaf: u64,
    pub(crate) first_day: u32,
    pub(crate) last_day: u32,
    pub(crate) sources: Vec<SourceSummary>,
    /// The keys of its files are derived from this, and no others are.
    pub(crate) salt: Hex,
    /// SHA-256 of the Parquet file, which nothing of ours reads back; of no use in memory.
    pub(crate) parquet_sha256: Hex,
}

/// What came from one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SourceSummary {
    pub(crate) source: u32,
    pub(crate) events: u64,
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// So many keys stand between two that are kept in memory.
const SAMPLE_KEYS: usize = 64;

/// Rows grouped by a key that ascends.
pub(crate) struct Keyed {
    pub(crate) file: ColumnFile,
    samples: Vec<Code>,
    /// Where the rows of each sample start, and the end.
    sample_starts: Vec<u32>,
}

impl Keyed {
    pub(crate) fn new(file: ColumnFile) -> Result<Keyed> {
        let sampled = |column: usize| -> Result<Vec<u32>> {
            let all = file.all_u32s(column)?;
            Ok(all.into_iter().step_by(SAMPLE_KEYS).collect())
        };
        let samples = sampled(by_key::KEYS)?;
        let mut sample_starts = sampled(by_key::STARTS)?;
        sample_starts.truncate(samples.len());
        let keys = file.rows(by_key::KEYS);
        let end = file.u32_at(by_key::STARTS, keys, &mut Scratch::default())?;
        sample_starts.push(end);
        Ok(Keyed {
            file,
            samples,
            sample_starts,
        })
    }

    /// Keys far enough apart to keep all in memory, and how many rows there are from each to the
    /// next.
    pub(crate) fn outline(&self) -> impl Iterator<Item = (Code, u64)> {
        let rows = self.sample_starts.windows(2);
        let rows = rows.map(|bounds| u64::from(bounds[1] - bounds[0]));
        self.samples.iter().copied().zip(rows)
    }

    /// How many keys are smaller.
    pub(crate) fn keys_below(&self, key: Code, scratch: &mut Scratch) -> Result<usize> {
        let Some(sample) = self
            .samples
            .partition_point(|sample| *sample < key)
            .checked_sub(1)
        else {
            return Ok(0);
        };
        let start = sample * SAMPLE_KEYS;
        let end = self.file.rows(by_key::KEYS).min(start + SAMPLE_KEYS);
        let keys = self.file.u32s(by_key::KEYS, start..end, scratch)?;
        Ok(start + keys.partition_point(|other| *other < key))
    }

    /// The rows of some keys, given as places among the keys.
    pub(crate) fn rows_of(
        &self,
        keys: &Range<usize>,
        scratch: &mut Scratch,
    ) -> Result<Range<usize>> {
        if keys.is_empty() {
            return Ok(0..0);
        }
        let start = self.file.u32_at(by_key::STARTS, keys.start, scratch)? as usize;
        let end = self.file.u32_at(by_key::STARTS, keys.end, scratch)? as usize;
        Ok(start..end)
    }

    /// Where keys from `range` stand among the keys.
    pub(crate) fn keys_in(
        &self,
        range: &Range<u64>,
        scratch: &mut Scratch,
    ) -> Result<Range<usize>> {
        let below = |bound: u64, scratch: &mut Scratch| match Code::try_from(bound) {
            Ok(key) => self.keys_below(key, scratch),
            Err(_) => Ok(self.file.rows(by_key::KEYS)),
        };
        let start = below(range.start, scratch)?;
        Ok(start..below(range.end, scratch)?)
    }

    /// The rows of one key.
    pub(crate) fn rows_of_key(&self, key: Code, scratch: &mut Scratch) -> Result<Range<usize>> {
        let keys = self.keys_in(&(u64::from(key)..u64::from(key) + 1), scratch)?;
        self.rows_of(&keys, scratch)
    }
}

/// A segment, open for reading.
pub(crate) struct Segment {
    /// Its folder; none while it is in memory.
    pub(crate) number: Option<u64>,
    pub(crate) summary: Summary,
    pub(crate) by_time: ColumnFile,
    pub(crate) by_actor: Keyed,
    pub(crate) by_subject: Keyed,
    /// What each actor did, a line for each day and account.
    pub(crate) rollup: Keyed,
    /// Bytes of the Parquet file.
    pub(crate) parquet_bytes: u64,
}

pub(crate) const TIME_FILE: &str = "time.cols";
pub(crate) const ACTOR_FILE: &str = "actor.cols";
pub(crate) const SUBJECT_FILE: &str = "subject.cols";
pub(crate) const ROLLUP_FILE: &str = "rollup.cols";
pub(crate) const PARQUET_FILE: &str = "events.parquet";

/// The seal of one of a segment's files.
pub(crate) fn seal_of(home: &Home, number: u64, salt: &Hex, file: &str) -> Seal {
    let name = file.strip_suffix(".cols").unwrap_or(file);
    Seal::new(&home.key, salt, name, number)
}

impl Segment {
    /// Opens the files of a segment and checks that they are whole.
    pub(crate) fn open(home: &Home, number: u64, summary: Summary) -> Result<Segment> {
        let folder = home.segment(number);
        let open = |name: &str, columns: &[&str]| {
            let seal = seal_of(home, number, &summary.salt, name);
            ColumnFile::open(&folder.join(name), seal)?.expect_columns(columns)
        };
        let by_time = open(TIME_FILE, &ByTime::NAMES)?;
        let by_actor = open(ACTOR_FILE, &by_key::OF_ACTOR)?;
        let by_subject = open(SUBJECT_FILE, &by_key::OF_SUBJECT)?;
        let rollup = open(ROLLUP_FILE, &rollup::COLUMNS)?;
        let parquet = tilsyn_durable::DurableFile::open_to_read(&folder.join(PARQUET_FILE))?;
        Ok(Segment {
            number: Some(number),
            summary,
            by_time,
            by_actor: Keyed::new(by_actor)?,
            by_subject: Keyed::new(by_subject)?,
            rollup: Keyed::new(rollup)?,
            parquet_bytes: parquet.length()?,
        })
    }

    pub(crate) fn rows(&self) -> usize {
        self.by_time.rows(ByTime::Leaf as usize)
    }

    /// Bytes of the column files.
    pub(crate) fn column_bytes(&self) -> u64 {
        let keyed = [&self.by_actor, &self.by_subject, &self.rollup];
        let keyed = keyed.iter().map(|keyed| keyed.file.bytes());
        self.by_time.bytes() + keyed.sum::<u64>()
    }

    /// Reads all its files through; what is wrong with one is said with its name.
    pub(crate) fn check(&self, home: &Home) -> Result<()> {
        let Some(number) = self.number else {
            return Ok(());
        };
        for file in [&self.by_time, &self.by_actor.file, &self.by_subject.file] {
            file.check()?;
        }
        self.rollup.file.check()?;
        if !rollup::agrees(&self.rollup, &self.by_time, &self.by_actor)? {
            let path = home.segment(number).join(ROLLUP_FILE);
            let what = "it is not what the rows of the segment add up to";
            return Err(ArchiveError::damaged(&path, what));
        }
        let path = home.segment(number).join(PARQUET_FILE);
        if crate::parquet_file::sha256(&path)? == self.summary.parquet_sha256 {
            return Ok(());
        }
        Err(ArchiveError::damaged(&path, "its checksum is wrong"))
    }

    /// Whether some of its days lie in the span.
    pub(crate) fn touches(&self, span: DaySpan) -> bool {
        self.rows() > 0 && self.summary.first_day <= span.to && span.from <= self.summary.last_day
    }

    /// Whether all of its days lie in the span.
    pub(crate) fn within(&self, span: DaySpan) -> bool {
        span.from <= self.summary.first_day && self.summary.last_day <= span.to
    }
}
