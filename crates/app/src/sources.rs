//! Sources: what came in, complete up to when, and what waits in quarantine.

pub mod as_json;
pub mod gaps;
pub mod statements;
pub mod watch;

use std::collections::HashMap;
use std::sync::Arc;

use tilsyn_domain::{Instant, Refusal};
use tilsyn_registry::{ImportId, PAGE_ROWS_MAX, Page, QuarantineFilter, QuarantineReason, Sealed};

use crate::desk::{Desk, answered, registry_problem};
use crate::intake::ImportSummary;
use crate::log_review::view::{Completeness, MadeFrom, PastEnd};
use crate::own_log::{Looked, OWN_SOURCE};
use crate::permit::{Permit, ReadQuarantine, ReadSources};
use crate::problem::Problem;
pub use tilsyn_registry::Gap;

use gaps::GapRow;
use statements::StatementRow;
use watch::{Heard, Watch};

/// Gaps listed one by one for each source.
const GAPS_LISTED_MAX: usize = 100;
const NO_SUCH_SOURCE: &str = "problem-no-such-source";
/// Imports listed.
const IMPORTS_LISTED_MAX: u32 = 50;
/// Bytes of a quarantined piece that are shown.
pub const PIECE_BYTES_SHOWN_MAX: usize = 64 << 10;

#[derive(Clone, Debug)]
pub struct SourcesView {
    pub sources: Vec<SourceRow>,
    /// Newest first.
    pub imports: Vec<ImportRow>,
    pub conflicts: u64,
    pub quarantined: u64,
    /// Refusal key and count.
    pub quarantine_reasons: Vec<(String, u64)>,
    pub leaves: u64,
    /// Size and time of the last signed checkpoint.
    pub checkpoint: Option<(u64, Instant)>,
}

#[derive(Clone, Debug)]
pub struct SourceRow {
    pub source: String,
    pub events: u64,
    pub first: Option<Instant>,
    pub last: Option<Instant>,
    /// Missing running numbers, both ends included; the first of them.
    pub gaps: Vec<(u64, u64)>,
    pub gaps_total: u64,
    /// How many numbers are missing in all.
    pub missing: u64,
    /// Gaps that nobody has explained.
    pub unexplained: u64,
    /// Statements of the source that were looked at, and those that do not agree.
    pub statements: u64,
    pub disagreeing: u64,
    pub heard: Heard,
    pub agreed_every_hours: Option<u32>,
}

impl SourceRow {
    /// Whether something of it may be missing that nobody has explained.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        self.unexplained + self.disagreeing > 0 || self.heard.needs_attention()
    }
}

/// One source: whether everything of it is in.
#[derive(Clone, Debug)]
pub struct SourceView {
    pub row: SourceRow,
    /// Open ones, by number; as many as are listed.
    pub gaps: Vec<GapRow>,
    /// The last that were filled.
    pub filled: Vec<GapRow>,
    /// Newest first.
    pub statements: Vec<StatementRow>,
    pub watch: Watch,
    /// Pieces in quarantine, of whatever source.
    pub quarantined: u64,
}

#[derive(Clone, Debug)]
pub struct ImportRow {
    pub started: Instant,
    /// `None`: it was interrupted, or runs still.
    pub finished: Option<Instant>,
    /// It was interrupted, and all of it has come since.
    pub made_good: bool,
    pub what: String,
    pub summary: Option<ImportSummary>,
}

/// Which pieces in quarantine to show.
#[derive(Clone, Debug, Default)]
pub struct QuarantineShown {
    /// A refusal key.
    pub reason: Option<String>,
    pub file: Option<String>,
    pub skip: u64,
    pub limit: u64,
}

#[derive(Clone, Debug)]
pub struct QuarantineView {
    pub rows: Vec<QuarantineRow>,
    pub matching: u64,
    pub reasons: Vec<(String, u64)>,
}

#[derive(Clone, Debug)]
pub struct QuarantineRow {
    pub id: u64,
    pub file: String,
    pub line: u64,
    pub bytes: u64,
    pub refusal: Refusal,
    /// When the import that brought it began, where that is still known.
    pub at: Option<Instant>,
}

/// A refused piece, word for word.
#[derive(Clone, Debug)]
pub struct QuarantinedPiece {
    pub row: QuarantineRow,
    /// At most [`PIECE_BYTES_SHOWN_MAX`].
    pub bytes: Vec<u8>,
    pub whole: bool,
}

impl Desk {
    /// Every source with what came from it, and the imports.
    ///
    /// # Errors
    /// When a store cannot be read or the look cannot be filed.
    pub fn sources(&self, permit: &Permit<ReadSources>) -> Result<SourcesView, Problem> {
        let view = self.sources_view()?;
        self.file_look(permit, &Looked::plain("sources", view.sources.len()))?;
        Ok(view)
    }

    /// One source, with all that tells whether everything of it is in.
    ///
    /// # Errors
    /// Gone, when there is no such source; when a store cannot be read or the look not be filed.
    pub fn source(&self, permit: &Permit<ReadSources>, name: &str) -> Result<SourceView, Problem> {
        let number = self.known_source(name)?;
        let all = self.sources_view()?;
        let mut rows = all.sources.into_iter();
        let row = rows.find(|row| row.source == name);
        let row = row.ok_or_else(|| Problem::gone(NO_SUCH_SOURCE))?;
        let watches = self.watches_now()?;
        let open = self
            .registry()
            .open_gaps(number)
            .map_err(registry_problem)?;
        let view = SourceView {
            gaps: self.gap_rows(number, open.into_iter().take(GAPS_LISTED_MAX).collect())?,
            filled: self.filled_gaps(number)?,
            statements: self.statements(name, number)?,
            watch: watches.get(name).cloned().unwrap_or_default(),
            quarantined: all.quarantined,
            row,
        };
        let looked = Looked::plain("source", 1).by("source", Some(name));
        self.file_look(permit, &looked)?;
        Ok(view)
    }

    /// The number of a source that has sent something, or about which something is known.
    pub(crate) fn known_source(&self, name: &str) -> Result<u32, Problem> {
        let known = self.registry().sources().map_err(registry_problem)?;
        let named = known.iter().find(|source| source.name == name);
        let named = named.filter(|source| source.name != OWN_SOURCE);
        let number = named.map(|source| source.number);
        number.ok_or_else(|| Problem::gone(NO_SUCH_SOURCE).with("source", name))
    }

    fn watches_now(&self) -> Result<Arc<watch::Watches>, Problem> {
        let totals = answered(self.answers().sources())?;
        let known = self.registry().sources().map_err(registry_problem)?;
        self.watches(&known, &totals)
    }

    /// The sources, whose look is still to be filed.
    pub(crate) fn sources_view(&self) -> Result<SourcesView, Problem> {
        let totals = answered(self.answers().sources())?;
        let registry = self.registry();
        let known = registry.sources().map_err(registry_problem)?;
        let watches = self.watches(&known, &totals)?;
        let imports = registry
            .imports(Page::first(IMPORTS_LISTED_MAX))
            .map_err(registry_problem)?;
        let conflicts = registry.conflicts_count().map_err(registry_problem)?;
        let reasons = counts(registry.quarantine_reasons().map_err(registry_problem)?);
        let mut sources = Vec::with_capacity(known.len());
        for source in known.iter().filter(|source| source.name != OWN_SOURCE) {
            let counted = totals.iter().find(|totals| totals.source == source.name);
            let gaps = self.gaps_of(source.number);
            let statements = self.statements(&source.name, source.number)?;
            let disagreeing = statements.iter().filter(|one| !one.came.agrees());
            let heard = watches.get(&source.name).map(Watch::heard);
            sources.push(SourceRow {
                unexplained: self.unexplained_gaps(source.number, gaps.len())?,
                disagreeing: disagreeing.count() as u64,
                statements: statements.len() as u64,
                heard: heard.unwrap_or(Heard::TooEarly(0)),
                source: source.name.clone(),
                events: counted.map_or(0, |totals| totals.events),
                first: counted.map(|totals| totals.first),
                last: counted.map(|totals| totals.last),
                gaps_total: gaps.len() as u64,
                missing: gaps.iter().map(|(first, last)| last - first + 1).sum(),
                gaps: gaps.into_iter().take(GAPS_LISTED_MAX).collect(),
                agreed_every_hours: source.agreement.every_hours,
            });
        }
        let checkpoint = self.ledger().last_checkpoint();
        Ok(SourcesView {
            sources,
            imports: imports.into_iter().map(import_row).collect(),
            conflicts,
            quarantined: reasons.iter().map(|(_, count)| count).sum(),
            quarantine_reasons: reasons,
            leaves: self.ledger().len(),
            checkpoint: (checkpoint.size > 0).then(|| (checkpoint.size, self.now())),
        })
    }

    /// The runs missing in a source.
    fn gaps_of(&self, source: u32) -> Vec<(u64, u64)> {
        let sequences = self
            .sequences
            .lock()
            .expect("nobody panics while holding it");
        sequences
            .get(&source)
            .map(|sequence| sequence.gaps().map(|gap| (gap.first, gap.last)).collect())
            .unwrap_or_default()
    }

    /// Gaps about which nobody has said anything.
    fn unexplained_gaps(&self, source: u32, gaps: usize) -> Result<u64, Problem> {
        if gaps == 0 {
            return Ok(0);
        }
        let open = self
            .registry()
            .open_gaps(source)
            .map_err(registry_problem)?;
        let rows = self.gap_rows(source, open)?;
        let explained = rows.iter().filter(|row| !row.explained.is_empty());
        Ok((gaps - explained.count().min(gaps)) as u64)
    }

    /// From which events a list was made.
    pub(crate) fn made_from(&self) -> Result<MadeFrom, Problem> {
        let totals = answered(self.answers().sources())?;
        let registry = self.registry();
        let known = registry.sources().map_err(registry_problem)?;
        let conflicts = registry.conflicts_count().map_err(registry_problem)?;
        let reasons = counts(registry.quarantine_reasons().map_err(registry_problem)?);
        let number = |name: &str| known.iter().find(|source| source.name == name);
        let sources = totals.into_iter().map(|totals| Completeness {
            gaps: number(&totals.source).map_or(0, |s| self.gaps_of(s.number).len() as u64),
            last: totals.last,
            source: totals.source,
        });
        Ok(MadeFrom {
            sources: sources.collect(),
            conflicts,
            quarantined: reasons.iter().map(|(_, count)| count).sum(),
            leaves: self.ledger().len(),
        })
    }

    /// What was refused, newest first.
    ///
    /// # Errors
    /// When the registry cannot be read or the look cannot be filed.
    pub fn quarantine(
        &self,
        permit: &Permit<ReadQuarantine>,
        shown: &QuarantineShown,
    ) -> Result<QuarantineView, Problem> {
        let registry = self.registry();
        let filter = filter_of(shown);
        let matching = registry
            .quarantined_count(&filter)
            .map_err(registry_problem)?;
        let skip = PastEnd::of(permit.form()).start(shown.skip, shown.limit, matching);
        let page = Page::new(skip, u32::try_from(shown.limit).unwrap_or(u32::MAX));
        let rows = registry
            .quarantined(&filter, page)
            .map_err(registry_problem)?;
        let reasons = counts(registry.quarantine_reasons().map_err(registry_problem)?);
        let starts = self.import_starts()?;
        let looked = looked_at(shown).rows(rows.len() as u64, skip, matching);
        self.file_look(permit, &looked)?;
        Ok(QuarantineView {
            rows: rows
                .into_iter()
                .map(|row| quarantine_row(row, &starts))
                .collect(),
            matching,
            reasons,
        })
    }

    /// What was refused, to be written out: the view without rows, and the rows.
    ///
    /// # Errors
    /// When the registry cannot be read or the look cannot be filed.
    pub fn outgoing_quarantine(
        &self,
        permit: &Permit<ReadQuarantine>,
        shown: &QuarantineShown,
    ) -> Result<(QuarantineView, OutgoingQuarantine), Problem> {
        let registry = self.registry();
        let filter = filter_of(shown);
        let matching = registry.quarantined_count(&filter);
        let matching = matching.map_err(registry_problem)?;
        let view = QuarantineView {
            rows: Vec::new(),
            matching,
            reasons: counts(registry.quarantine_reasons().map_err(registry_problem)?),
        };
        let starts = self.import_starts()?;
        let left = matching.min(shown.limit);
        let looked = looked_at(shown).rows(left, shown.skip, matching);
        self.file_look(permit, &looked)?;
        let rows = OutgoingQuarantine {
            filter,
            starts,
            taken: 0,
            left,
            last: u64::MAX,
        };
        Ok((view, rows))
    }

    /// One refused piece, word for word.
    ///
    /// # Errors
    /// Gone, when there is none of that number.
    pub fn quarantined(
        &self,
        permit: &Permit<ReadQuarantine>,
        id: u64,
    ) -> Result<QuarantinedPiece, Problem> {
        let found = self
            .registry()
            .quarantine_entry(id)
            .map_err(registry_problem)?;
        let gone = || Problem::gone("problem-no-such-piece");
        let (row, sealed) = found.ok_or_else(gone)?;
        let Sealed::Bytes(sealed) = sealed else {
            return Err(gone());
        };
        let (bytes, whole) = self.open_piece(&sealed, PIECE_BYTES_SHOWN_MAX)?;
        let row = quarantine_row(row, &self.import_starts()?);
        let looked = Looked::plain("piece", 1).by("file", Some(&row.file));
        self.file_look(permit, &looked)?;
        Ok(QuarantinedPiece { row, bytes, whole })
    }
}

/// Refused pieces that go out, newest first.
pub struct OutgoingQuarantine {
    filter: QuarantineFilter,
    starts: Starts,
    taken: u64,
    left: u64,
    /// The number of the last piece; one refused meanwhile moves the others back, and they
    /// come a second time.
    last: u64,
}

impl OutgoingQuarantine {
    /// The next pieces; `None` at the end.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn next_piece(&mut self, desk: &Desk) -> Result<Option<Vec<QuarantineRow>>, Problem> {
        let page = Page::new(self.taken, PAGE_ROWS_MAX);
        let found = desk.registry().quarantined(&self.filter, page);
        let mut found = found.map_err(registry_problem)?;
        if self.left == 0 || found.is_empty() {
            return Ok(None);
        }
        self.taken += found.len() as u64;
        found.retain(|row| row.number < self.last);
        found.truncate(usize::try_from(self.left).unwrap_or(usize::MAX));
        self.left -= found.len() as u64;
        self.last = found.last().map_or(self.last, |row| row.number);
        let rows = found.into_iter();
        Ok(Some(
            rows.map(|row| quarantine_row(row, &self.starts)).collect(),
        ))
    }
}

fn filter_of(shown: &QuarantineShown) -> QuarantineFilter {
    QuarantineFilter {
        reason: shown.reason.clone(),
        source_file: shown.file.clone(),
        import: None,
    }
}

fn looked_at(shown: &QuarantineShown) -> Looked {
    Looked::plain("quarantine", 0)
        .by("reason", shown.reason.as_deref())
        .by("file", shown.file.as_deref())
}

fn import_row(row: tilsyn_registry::Import) -> ImportRow {
    ImportRow {
        started: row.started,
        finished: row.finished.as_ref().map(|finished| finished.at),
        made_good: row.made_good,
        what: row.what,
        summary: row
            .finished
            .and_then(|done| serde_json::from_str(done.summary.text()).ok()),
    }
}

/// When each import began.
type Starts = HashMap<ImportId, Instant>;

impl Desk {
    fn import_starts(&self) -> Result<Starts, Problem> {
        let page = Page::first(PAGE_ROWS_MAX);
        let imports = self.registry().imports(page).map_err(registry_problem)?;
        Ok(imports
            .into_iter()
            .map(|import| (import.id, import.started))
            .collect())
    }
}

fn counts(reasons: Vec<QuarantineReason>) -> Vec<(String, u64)> {
    reasons
        .into_iter()
        .map(|reason| (reason.reason, reason.entries))
        .collect()
}

fn quarantine_row(row: tilsyn_registry::QuarantineEntry, starts: &Starts) -> QuarantineRow {
    QuarantineRow {
        id: row.number,
        file: row.source_file,
        line: row.line,
        bytes: row.bytes,
        refusal: row.refusal,
        at: starts.get(&row.import).copied(),
    }
}
