//! What sources say they have sent, held against what came.
//!
//! A statement is an entry of the ledger and never changes. What came is counted each time it is
//! read, so that events that come late make it agree. Not here: how one comes in (`intake`).

use tilsyn_domain::event::Kind;
use tilsyn_domain::source_statement::STATEMENT_KEY;
use tilsyn_domain::{Event, Instant, SourceStatement};
use tilsyn_registry::{NoteKind, Page};

use crate::desk::{Desk, answered, registry_problem, unreadable};
use crate::intake::{ImportSummary, Sequence};
use crate::permit::{ImportEvents, Permit};
use crate::problem::Problem;
use crate::stored;

/// Statements of a source that are read, newest first.
const STATEMENTS_READ_MAX: u32 = 60;
/// Conflicts that are looked through for missing events.
const CONFLICTS_READ_MAX: u32 = 1_000;
/// Runs of missing numbers that are named.
const MISSING_NAMED_MAX: usize = 20;

/// A statement, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementRow {
    /// Its place in the ledger.
    pub leaf: u64,
    /// When it came.
    pub at: Instant,
    /// The account that made it, as the source or the command line names it.
    pub by: String,
    pub statement: SourceStatement,
    pub came: Came,
}

/// What came of what was stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// Records that are stored and count.
    pub stored: u64,
    /// Records that came with an id that had come before with other content: kept, not counted.
    pub conflicts: u64,
    /// Records that did not come.
    pub missing: u64,
    /// Which, where the source numbers them; the first runs.
    pub missing_numbers: Vec<(u64, u64)>,
    /// Records stored beyond what was stated.
    pub more: u64,
}

impl Came {
    #[must_use]
    pub fn agrees(&self) -> bool {
        self.missing == 0 && self.conflicts == 0
    }
}

impl Desk {
    /// Takes down what a source says it has sent, as if the source had sent it itself.
    ///
    /// # Errors
    /// Gone, when there is no such source; yours, when it makes no sense.
    pub fn state_source(
        &self,
        permit: &Permit<ImportEvents>,
        source: &str,
        statement: &SourceStatement,
    ) -> Result<ImportSummary, Problem> {
        self.known_source(source)?;
        if !statement.makes_sense() {
            return Err(Problem::yours("problem-bad-statement").hint("hint-statement"));
        }
        let now = self.now();
        let name = permit.principal().user();
        let id = format!("statement {} {}", now.0, self.next_look());
        let mut event = Event::new(source, &id, now.utc(), Kind::Heartbeat, name);
        event
            .extra
            .insert(STATEMENT_KEY.to_owned(), statement.json());
        let line = serde_json::to_vec(&event).map_err(|cause| Problem::ours(NOT_KEPT, cause))?;
        let what = "statement";
        self.import_stream(permit, what, Box::new(std::io::Cursor::new(line)), &|_| {})
    }

    /// The newest statements of a source, held against what came.
    pub(crate) fn statements(
        &self,
        source: &str,
        number: u32,
    ) -> Result<Vec<StatementRow>, Problem> {
        let page = Page::first(STATEMENTS_READ_MAX);
        let leaves = self
            .registry()
            .source_notes(number, NoteKind::Statement, page)
            .map_err(registry_problem)?;
        let entries = self.ledger().read_many(&leaves).map_err(unreadable)?;
        let mut rows = Vec::with_capacity(entries.len());
        let mut conflicts = None;
        for entry in entries.iter().flatten() {
            let Some(event) = stored::event(entry)? else {
                continue;
            };
            let Some(statement) = event.statement() else {
                continue;
            };
            let received = i64::try_from(entry.entry.received_seconds).unwrap_or(0);
            rows.push(StatementRow {
                leaf: entry.index,
                at: Instant(received * 1_000_000),
                by: event.actor.user,
                came: self.came_of(source, number, &statement, &mut conflicts)?,
                statement,
            });
        }
        Ok(rows)
    }

    fn came_of(
        &self,
        source: &str,
        number: u32,
        statement: &SourceStatement,
        conflicts: &mut Option<Vec<Event>>,
    ) -> Result<Came, Problem> {
        let stated = statement.stated();
        let mut came = Came::default();
        let mut counted = Vec::new();
        if let Some((first, last)) = statement.numbers() {
            let sequences = self.sequences.lock();
            let sequences = sequences.expect("nobody panics while holding it");
            let none = Sequence::default();
            let sequence = sequences.get(&number).unwrap_or(&none);
            counted.push(sequence.came(first, last));
            came.missing_numbers = sequence.missing(first, last);
        }
        if let Some((from, to)) = statement.span() {
            let stored = self.answers().records_between(source, from.at..to.at);
            counted.push(answered(stored)?);
        }
        // Of numbers and a time, the one that finds less tells.
        came.stored = counted.iter().copied().min().unwrap_or(0);
        came.more = came.stored.saturating_sub(stated);
        let lacking = stated.saturating_sub(came.stored);
        if lacking == 0 {
            came.missing_numbers.clear();
            return Ok(came);
        }
        if conflicts.is_none() {
            *conflicts = Some(self.conflicts_of(number)?);
        }
        let others = conflicts.iter().flatten();
        let of_it = others.filter(|event| is_about(statement, &came, event));
        came.conflicts = (of_it.count() as u64).min(lacking);
        came.missing = lacking - came.conflicts;
        came.missing_numbers.truncate(MISSING_NAMED_MAX);
        Ok(came)
    }

    /// The newest events of a source that were in conflict with one that had come before.
    fn conflicts_of(&self, source: u32) -> Result<Vec<Event>, Problem> {
        let page = Page::first(CONFLICTS_READ_MAX);
        let conflicts = self.registry().conflicts(page).map_err(registry_problem)?;
        let of_source = conflicts.iter().filter(|one| one.source_no == source);
        let leaves: Vec<u64> = of_source.map(|one| one.conflict_leaf).collect();
        Ok(self.stored_events(&leaves)?.into_iter().flatten().collect())
    }
}

const NOT_KEPT: &str = "problem-ledger";

/// Whether an event is one of those that a statement is about and that did not come otherwise.
fn is_about(statement: &SourceStatement, came: &Came, event: &Event) -> bool {
    match (statement.span(), event.seq) {
        (Some((from, to)), _) => from.at <= event.time.at && event.time.at < to.at,
        (None, Some(seq)) => {
            let mut missing = came.missing_numbers.iter();
            missing.any(|(first, last)| *first <= seq && seq <= *last)
        }
        (None, None) => false,
    }
}
