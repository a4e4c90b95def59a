//! Intake: records come in, are kept, and are acknowledged.
//!
//! The order is the promise: parse; number the people; append to the ledger and wait for the
//! disk; only then count a record as stored and hand it to the archive. A crash in between
//! leaves events that the archive takes from the ledger at the next start.

mod ahead;
mod batch;
mod behind;
mod directory;
mod fingerprint;
mod quarantine;
mod room;
mod sequence;
mod signing;
pub(crate) mod tally;

use std::collections::{BTreeSet, HashMap};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::thread::Scope;

use serde::{Deserialize, Serialize};
use tilsyn_connect::input::{Input, inputs};
use tilsyn_connect::{Format, Settings};
use tilsyn_domain::{Instant, Json, Stamp};
use tilsyn_ledger::StoredEntry;
use tilsyn_registry::ImportFile;

use self::ahead::Reader;
use self::behind::{Acknowledged, Behind};
use self::signing::Signing;
pub(crate) use batch::month;
pub use directory::{DirectoryNote, DirectoryReport, FileReport, KeptBecause};
pub use room::RESERVE_BYTES;
pub(crate) use sequence::{Missing, Sequence};

use crate::desk::{Desk, registry_problem};
use crate::permit::{ImportEvents, Permit};
use crate::problem::Problem;

/// When to ask again where another import runs.
const AGAIN_SECONDS: u16 = 5;

/// What an import did (formats.md, section 3). The first five count source records, and `read`
/// is the sum of the other four.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportSummary {
    pub read: u64,
    pub stored: u64,
    pub duplicates: u64,
    pub conflicts: u64,
    pub quarantined: u64,
    /// Events made of the stored records.
    pub events: u64,
    /// Runs of missing running numbers in the sources that came.
    pub gaps: u64,
    pub seconds: f64,
    pub first_time: Option<Stamp>,
    pub last_time: Option<Stamp>,
}

impl ImportSummary {
    /// Whether somebody should look at it.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        self.quarantined + self.conflicts > 0
    }

    /// Counts in what was counted of a part; gaps and time are known at the end alone.
    fn add(&mut self, part: &ImportSummary) {
        self.read += part.read;
        self.stored += part.stored;
        self.duplicates += part.duplicates;
        self.conflicts += part.conflicts;
        self.quarantined += part.quarantined;
        self.events += part.events;
        for time in [part.first_time, part.last_time].into_iter().flatten() {
            self.seen(time);
        }
    }

    fn seen(&mut self, time: Stamp) {
        if self.first_time.is_none_or(|first| time.at < first.at) {
            self.first_time = Some(time);
        }
        if self.last_time.is_none_or(|last| time.at > last.at) {
            self.last_time = Some(time);
        }
    }
}

/// How far an import is.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    pub bytes: u64,
    pub bytes_total: u64,
    pub summary: ImportSummary,
}

/// What is asked of an import.
#[derive(Clone, Debug)]
pub struct EventImport {
    pub paths: Vec<PathBuf>,
    /// `None`: the content tells.
    pub format: Option<Format>,
}

/// What one import holds while it runs.
pub(crate) struct Running<'a> {
    pub desk: &'a Desk,
    pub import: tilsyn_registry::ImportId,
    pub settings: Settings,
    /// Numbers of sources met so far.
    pub sources: HashMap<String, u32>,
    /// By source and legal basis.
    pub classes: HashMap<String, HashMap<String, u16>>,
    pub touched: BTreeSet<u32>,
    /// Gone once it has failed, or has been waited for.
    behind: Option<Behind<'a>>,
    signing: Signing,
}

impl Desk {
    /// Brings in access logs: durable, and the same again changes nothing.
    ///
    /// # Errors
    /// When a file cannot be read, quarantine is full, or a store cannot be written. What was
    /// stored until then stays; the same import again goes on.
    pub fn import_events(
        &self,
        permit: &Permit<ImportEvents>,
        import: &EventImport,
        progress: &dyn Fn(&Progress),
    ) -> Result<ImportSummary, Problem> {
        let files = inputs(&import.paths).map_err(read_problem)?;
        let what = files.iter().map(|file| file.path.display().to_string());
        let what = what.collect::<Vec<_>>().join("\n");
        let bytes_total = files.iter().map(|file| file.bytes).sum();
        let prints = fingerprint::fingerprints(&files).map_err(read_problem)?;
        self.importing(permit, &what, prints, |running| {
            let mut bytes = 0;
            for (number, file) in files.iter().enumerate() {
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                let input = Input::open(&file.path, number, import.format);
                let mut input = input.map_err(read_problem)?;
                let name = file.path.display().to_string();
                running.read_file(&mut input, &name, &mut |running, read| {
                    progress(&Progress {
                        bytes: bytes + read,
                        bytes_total,
                        summary: running.summary(),
                    });
                })?;
                bytes += file.bytes;
            }
            Ok(())
        })
    }

    /// Brings in native events from a stream that is no file.
    ///
    /// # Errors
    /// As `import_events`.
    pub fn import_stream(
        &self,
        permit: &Permit<ImportEvents>,
        name: &str,
        stream: Box<dyn Read + Send>,
        progress: &dyn Fn(&Progress),
    ) -> Result<ImportSummary, Problem> {
        let mut input = Input::from_reader(stream, Path::new(name), 0, Some(Format::Native))
            .map_err(read_problem)?;
        self.importing(permit, name, Vec::new(), |running| {
            running.read_file(&mut input, name, &mut |running, bytes| {
                let summary = running.summary();
                progress(&Progress {
                    bytes,
                    bytes_total: bytes,
                    summary,
                });
            })
        })
    }

    /// Runs an import, from its first note in the registry to its summary. Whatever ends it, the
    /// archive has taken in all that was acknowledged when this returns.
    fn importing(
        &self,
        permit: &Permit<ImportEvents>,
        what: &str,
        files: Vec<ImportFile>,
        work: impl FnOnce(&mut Running<'_>) -> Result<(), Problem>,
    ) -> Result<ImportSummary, Problem> {
        std::thread::scope(|scope| {
            let mut guarded = self.begin(scope, permit, what, files)?;
            match work(&mut guarded.running) {
                Ok(()) => guarded.finish(),
                Err(problem) => {
                    guarded.running.hand_over_missed();
                    Err(problem)
                }
            }
        })
    }

    /// Starts an import; one runs at a time.
    fn begin<'scope, 'env>(
        &'env self,
        scope: &'scope Scope<'scope, 'env>,
        permit: &Permit<ImportEvents>,
        what: &str,
        files: Vec<ImportFile>,
    ) -> Result<Guarded<'scope>, Problem> {
        let guard = self.intake.try_lock().map_err(|_| {
            Problem::conflict("problem-import-running")
                .hint("hint-wait-for-import")
                .again_after(AGAIN_SECONDS)
        })?;
        self.check_room()?;
        self.check_not_rolled_back()?;
        self.hand_over_missed()?;
        let started = self.now();
        let import = self
            .registry()
            .begin_import(what, &files, started)
            .map_err(registry_problem)?;
        tracing::info!(principal = permit.principal().user(), "import begins");
        let running = Running {
            desk: self,
            import,
            settings: Settings::new(self.zone().clone()),
            sources: HashMap::new(),
            classes: HashMap::new(),
            touched: BTreeSet::new(),
            behind: Some(Behind::start(scope, self)?),
            signing: Signing::start(scope, self)?,
        };
        Ok(Guarded {
            running,
            files,
            started,
            _guard: guard,
        })
    }

    /// Takes up the runs of running numbers as they were last kept.
    pub(crate) fn load_sequences(&self) -> Result<(), Problem> {
        let registry = self.registry();
        let mut sequences = self
            .sequences
            .lock()
            .expect("nobody panics while holding it");
        for source in registry.sources().map_err(registry_problem)? {
            let runs = registry
                .sequence_ranges(source.number)
                .map_err(registry_problem)?;
            sequences.insert(source.number, Sequence::from_runs(&runs.ranges));
        }
        Ok(())
    }

    /// Notes the running number an entry states in the clear, and when its event happened; the
    /// source, if it states one.
    pub(crate) fn note_entry(&self, entry: &StoredEntry, at: Option<Instant>) -> Option<u32> {
        let (source, number) = (entry.entry.source, entry.entry.source_sequence);
        let mut sequences = self
            .sequences
            .lock()
            .expect("nobody panics while holding it");
        (number > 0).then(|| {
            sequences.entry(source).or_default().add(number, at);
            source
        })
    }
}

/// A running import with the leave to be the only one.
struct Guarded<'a> {
    running: Running<'a>,
    files: Vec<ImportFile>,
    started: Instant,
    _guard: std::sync::MutexGuard<'a, ()>,
}

impl Running<'_> {
    fn read_file(
        &mut self,
        input: &mut Input,
        name: &str,
        progress: &mut dyn FnMut(&Running<'_>, u64),
    ) -> Result<(), Problem> {
        let reader = Reader {
            desk: self.desk,
            import: self.import,
            settings: self.settings.clone(),
            file: name,
        };
        std::thread::scope(|scope| {
            for batch in reader.start(scope, input)? {
                let batch = batch?;
                let bytes = batch.bytes;
                self.take_batch(batch, name)?;
                progress(self, bytes);
            }
            Ok(())
        })
    }

    /// What has been counted so far.
    fn summary(&self) -> ImportSummary {
        self.behind
            .as_ref()
            .map(Behind::summary)
            .unwrap_or_default()
    }

    /// Hands on what is on the disk.
    fn hand_on(&mut self, batch: Acknowledged) -> Result<(), Problem> {
        match &self.behind {
            Some(behind) if behind.hand(batch) => Ok(()),
            _ => self.settled().map(drop),
        }
    }

    /// Waits until all is counted and in the archive, or says why it is not.
    fn settled(&mut self) -> Result<ImportSummary, Problem> {
        let behind = self.behind.take();
        behind.map_or_else(|| Ok(ImportSummary::default()), Behind::finish)
    }

    /// After a failure: the archive gets what the ledger has kept all the same.
    fn hand_over_missed(&mut self) {
        let settled = self.settled();
        if let Err(problem) = settled.and_then(|_| self.desk.hand_over_missed()) {
            // The next import tries again; what stopped this one is what is told.
            tracing::warn!(%problem, "the archive lacks events that the ledger has");
        }
    }
}

impl Guarded<'_> {
    fn finish(mut self) -> Result<ImportSummary, Problem> {
        let mut summary = self.running.settled()?;
        let desk = self.running.desk;
        summary.gaps = desk.keep_sequences(&self.running.touched)?;
        desk.keep_tally()?;
        // So that the next start need not search these events for looks.
        desk.note_looks(&[])?;
        desk.ledger()
            .checkpoint(crate::desk::seconds(desk.now()))
            .map_err(crate::desk::unreadable)?;
        let finished = desk.now();
        #[expect(clippy::cast_precision_loss, reason = "an import takes no 285 years")]
        let seconds = (finished.0 - self.started.0) as f64 / 1e6;
        summary.seconds = seconds;
        let written = serde_json::to_string(&summary)
            .map_err(|cause| Problem::ours("problem-registry", cause))?;
        let written = Json::from_text(written).expect("serde_json wrote it");
        let import = self.running.import;
        let missing = desk.registry().missing_files(import);
        let came = fingerprint::came(&missing.map_err(registry_problem)?, &self.files);
        desk.registry()
            .finish_import(import, &came, &written, finished)
            .map_err(registry_problem)?;
        Ok(summary)
    }
}

impl Desk {
    /// Keeps the running numbers of every source.
    pub(crate) fn keep_all_sequences(&self) -> Result<(), Problem> {
        let sequences = self.sequences.lock();
        let sequences = sequences.expect("nobody panics while holding it");
        let all = sequences.keys().copied().collect();
        drop(sequences);
        self.keep_sequences(&all).map(|_| ())
    }

    /// Keeps the running numbers of these sources, and counts their gaps.
    pub(crate) fn keep_sequences(&self, touched: &BTreeSet<u32>) -> Result<u64, Problem> {
        let sequences = self
            .sequences
            .lock()
            .expect("nobody panics while holding it");
        let mut gaps = 0;
        for source in touched {
            let Some(sequence) = sequences.get(source) else {
                continue;
            };
            gaps += sequence.gaps().count() as u64;
            self.follow_gaps(*source, sequence)?;
            let runs: Vec<_> = sequence.runs().collect();
            self.registry()
                .set_sequence_ranges(*source, &runs, self.ledger().len())
                .map_err(registry_problem)?;
        }
        self.registry()
            .sequences_kept_to(self.ledger().len())
            .map_err(registry_problem)?;
        Ok(gaps)
    }
}

fn read_problem(cause: tilsyn_connect::input::ReadError) -> Problem {
    use tilsyn_connect::input::ReadError;
    let path = match &cause {
        ReadError::File { path, .. }
        | ReadError::NotAFile { path }
        | ReadError::Oversized { path, .. } => path.display().to_string(),
    };
    let message = match &cause {
        ReadError::Oversized { .. } => "problem-quarantine-full",
        ReadError::File { source, .. } => match source.kind() {
            ErrorKind::NotFound => "problem-no-such-file",
            ErrorKind::PermissionDenied => "problem-may-not-read",
            ErrorKind::NotADirectory => "problem-not-a-folder",
            _ => "problem-cannot-read-file",
        },
        ReadError::NotAFile { .. } => "problem-cannot-read-file",
    };
    Problem::caused(crate::problem::Whose::Yours, message, cause).with("path", path)
}
