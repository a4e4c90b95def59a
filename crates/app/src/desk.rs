//! The desk: the only door to ledger, registry and archive.
//!
//! It holds the three together, catches the archive up with the ledger after a crash, files
//! looks and reads stored events. What can be asked of it stands in the feature folders.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tilsyn_domain::codebook::{Code, Codebook, Identity};
use tilsyn_domain::question::{AnswerError, Answers};
use tilsyn_domain::{Day, Directory, Event, Instant, NationalId, Period, Zone};
use tilsyn_ledger::{EntryKind, Ledger};
use tilsyn_registry::Registry;
use tilsyn_registry::settings::ORGANISATION_NAME;

use crate::directory_index::DirectoryIndex;
use crate::erasure::{Pauses, Plans};
use crate::evaluation::{ExplainedPeriods, Ready};
use crate::findings::Evaluating;
use crate::handles::Handles;
use crate::intake::Sequence;
use crate::intake::tally::{Taken, Tally};
use crate::integrity::Verification;
use crate::log_review::recent::{RecentLists, Version};
use crate::log_review::view::UnitName;
use crate::own_log::{Filing, Pace};
use crate::problem::{Problem, Whose};
use crate::reveals::Reveals;
use crate::sources::watch::Watched;
use crate::spot_check::Seeds;
use crate::staff::{Sessions, WrongCodes};
use crate::stored;
use crate::witnesses::Witnesses;

/// What the time is; a value, so that tests can say.
pub type Clock = Box<dyn Fn() -> Instant + Send + Sync>;

/// How many bytes may still be written on the disk of the ledger; a value as well. `None`: the
/// system does not say.
pub type Room = Box<dyn Fn() -> Option<u64> + Send + Sync>;

/// What a desk is made of.
pub struct Parts {
    pub ledger: Arc<Ledger>,
    pub registry: Registry,
    pub answers: Arc<dyn Answers>,
    pub directory: Arc<Directory>,
    pub zone: Zone,
    pub organisation: String,
    pub clock: Clock,
    pub room: Room,
}

/// The application's door.
pub struct Desk {
    handles: Handles,
    seeds: Seeds,
    ledger: Arc<Ledger>,
    registry: Registry,
    answers: Arc<dyn Answers>,
    directory: RwLock<Arc<DirectoryIndex>>,
    zone: Zone,
    organisation: String,
    clock: Clock,
    room: Room,
    pub(crate) looks_filed: AtomicU64,
    pub(crate) filing: Filing,
    pub(crate) recent: RecentLists,
    pub(crate) explained: ExplainedPeriods,
    pub(crate) ready: Ready,
    directory_changes: AtomicU64,
    pub(crate) sequences: Mutex<HashMap<u32, Sequence>>,
    pub(crate) tally: Tally,
    pub(crate) watched: Watched,
    /// One import at a time; questions go on meanwhile.
    pub(crate) intake: Mutex<()>,
    pub(crate) witnesses: Witnesses,
    pub(crate) plans: Plans,
    pub(crate) pauses: Pauses,
    pub(crate) verification: Verification,
    pub(crate) sessions: Sessions,
    pub(crate) wrong_codes: WrongCodes,
    /// One at a time comes in by codes.
    pub(crate) entering: Mutex<()>,
    pub(crate) pace: Pace,
    pub(crate) reveals: Reveals,
    /// One duty is ended at a time, so that who is left is known.
    pub(crate) endings: Mutex<()>,
    /// One step of a case at a time.
    pub(crate) cases: Mutex<()>,
    /// One review of a reader at a time.
    pub(crate) reviews: Mutex<()>,
    /// One thing is done about findings at a time.
    pub(crate) findings: Mutex<()>,
    pub(crate) evaluating: Evaluating,
    /// One draw of a sample, or verdict on an item, at a time.
    pub(crate) samples: Mutex<()>,
    /// One thing is done to the report of a quarter at a time.
    pub(crate) quarters: Mutex<()>,
}

/// An identity as the vault knows it.
#[must_use]
pub fn identity_bytes(identity: &Identity) -> Vec<u8> {
    match identity {
        Identity::Person(id) => person_bytes(id),
        Identity::Account { source, user } => account_bytes(source, user),
    }
}

/// A person as the vault knows them.
pub(crate) fn person_bytes(id: &NationalId) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_person(id, &mut bytes);
    bytes
}

/// The same at the end of other bytes: intake asks for everybody in every event.
pub(crate) fn write_person(id: &NationalId, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(b"n:");
    bytes.extend_from_slice(id.reveal().as_bytes());
}

/// An account as the vault knows it.
pub(crate) fn account_bytes(source: &str, user: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_account(source, user, &mut bytes);
    bytes
}

/// The same at the end of other bytes.
pub(crate) fn write_account(source: &str, user: &str, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(b"u:");
    bytes.extend_from_slice(source.as_bytes());
    bytes.push(b'\x1f');
    bytes.extend_from_slice(user.as_bytes());
}

/// The identity behind the vault's bytes.
#[must_use]
pub fn identity_of_bytes(bytes: &[u8]) -> Option<Identity> {
    let text = std::str::from_utf8(bytes).ok()?;
    if let Some(id) = text.strip_prefix("n:") {
        return NationalId::new(id).map(Identity::Person);
    }
    let (source, user) = text.strip_prefix("u:")?.split_once('\x1f')?;
    Some(Identity::Account {
        source: source.to_owned(),
        user: user.to_owned(),
    })
}

/// The vault as a codebook for the archive.
pub struct VaultBook(pub Arc<Ledger>);

impl Codebook for VaultBook {
    fn code(&self, identity: &Identity) -> Option<Code> {
        self.0
            .vault()
            .find(&identity_bytes(identity))
            .map(std::num::NonZeroU32::get)
    }

    fn identity(&self, code: Code) -> Option<Identity> {
        let code = std::num::NonZeroU32::new(code)?;
        identity_of_bytes(&self.0.vault().identity(code).ok()??)
    }

    fn codes(&self) -> Code {
        self.0.vault().len() + 1
    }
}

/// An answer of the archive, or the problem it is to the reader.
pub(crate) fn answered<T>(answer: Result<T, AnswerError>) -> Result<T, Problem> {
    answer.map_err(|cause| Problem::ours("problem-archive", cause))
}

impl Desk {
    /// Opens the desk, and brings the archive up to where the ledger is.
    ///
    /// # Errors
    /// When one of the stores cannot be read.
    pub fn open(parts: Parts) -> Result<Desk, Problem> {
        let desk = Desk {
            handles: Handles::of(&parts.ledger)?,
            seeds: Seeds::of(&parts.ledger)?,
            ledger: parts.ledger,
            registry: parts.registry,
            answers: parts.answers,
            directory: RwLock::new(Arc::new(DirectoryIndex::of(parts.directory))),
            zone: parts.zone,
            organisation: parts.organisation,
            clock: parts.clock,
            room: parts.room,
            looks_filed: AtomicU64::new(0),
            filing: Filing::default(),
            recent: RecentLists::default(),
            explained: ExplainedPeriods::default(),
            ready: Ready::default(),
            directory_changes: AtomicU64::new(0),
            sequences: Mutex::new(HashMap::new()),
            tally: Tally::default(),
            watched: Watched::default(),
            intake: Mutex::new(()),
            witnesses: Witnesses::default(),
            plans: Plans::default(),
            pauses: Pauses::default(),
            verification: Verification::default(),
            sessions: Sessions::default(),
            wrong_codes: WrongCodes::default(),
            entering: Mutex::new(()),
            pace: Pace::default(),
            reveals: Reveals::default(),
            endings: Mutex::new(()),
            cases: Mutex::new(()),
            reviews: Mutex::new(()),
            findings: Mutex::new(()),
            evaluating: Evaluating::default(),
            samples: Mutex::new(()),
            quarters: Mutex::new(()),
        };
        desk.load_sequences()?;
        let looks_noted_to = desk.registry.looks_noted_to().map_err(registry_problem)?;
        let arrivals_noted_to = desk.registry.arrivals_noted_to();
        let arrivals_noted_to = arrivals_noted_to.map_err(registry_problem)?;
        desk.tally.begin_at(arrivals_noted_to);
        let numbers_kept_to = desk.registry.sequences_are_kept_to();
        let numbers_kept_to = numbers_kept_to.map_err(registry_problem)?;
        let kept_to = arrivals_noted_to.min(numbers_kept_to.unwrap_or(u64::MAX));
        desk.catch_up(kept_to, looks_noted_to)?;
        desk.follow_all_gaps()?;
        desk.load_pace()?;
        Ok(desk)
    }

    #[must_use]
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// What it is called now: it may have been named since the desk was opened.
    #[must_use]
    pub fn organisation(&self) -> String {
        let named = self.registry.setting(&ORGANISATION_NAME).ok();
        let named = named.filter(|name: &String| !name.is_empty());
        named.unwrap_or_else(|| self.organisation.clone())
    }

    #[must_use]
    pub fn now(&self) -> Instant {
        (self.clock)()
    }

    pub(crate) fn free_bytes(&self) -> Option<u64> {
        (self.room)()
    }

    /// Whether a write to the ledger failed whose outcome is not known. Nothing is taken in or
    /// shown any more; the program ends, and the next one finds out what the disk has.
    #[must_use]
    pub fn has_stopped(&self) -> bool {
        self.ledger.has_stopped()
    }

    /// The last day with events.
    #[must_use]
    pub fn latest_day(&self) -> Option<Day> {
        let sources = self.answers.sources().ok()?;
        sources
            .iter()
            .map(|source| self.zone.day_of(source.last))
            .max()
    }

    /// The part of a period that the log covers; one day of it where it covers none.
    pub(crate) fn within_log(&self, period: Period) -> Result<Period, Problem> {
        let sources = answered(self.answers.sources())?;
        let first = sources
            .iter()
            .map(|source| self.zone.day_of(source.first))
            .min();
        let last = sources
            .iter()
            .map(|source| self.zone.day_of(source.last))
            .max();
        let from = first.map_or(period.from(), |day| day.max(period.from()));
        let to = last.map_or(period.to(), |day| day.min(period.to()));
        let day = period.to().min(from);
        Ok(Period::new(from, to)
            .or(Period::new(day, day))
            .unwrap_or(period))
    }

    /// A name for an identity that addresses may hold: it tells nothing, stays the same, and
    /// is of no use to anybody without a permit. `None` for somebody never seen.
    #[must_use]
    pub fn handle(&self, identity: &Identity) -> Option<String> {
        self.handles.handle(&self.ledger, identity)
    }

    /// Whom a handle leads to; `None` for one that is not ours, or of somebody erased.
    #[must_use]
    pub fn identity_of(&self, handle: &str) -> Option<Identity> {
        self.handles.identity(&self.ledger, handle)
    }

    pub(crate) fn seeds(&self) -> &Seeds {
        &self.seeds
    }

    pub(crate) fn answers(&self) -> &dyn Answers {
        self.answers.as_ref()
    }

    pub(crate) fn ledger_shared(&self) -> Arc<Ledger> {
        Arc::clone(&self.ledger)
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    pub(crate) fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.directory_index().directory)
    }

    pub(crate) fn directory_index(&self) -> Arc<DirectoryIndex> {
        let known = self.directory.read();
        Arc::clone(&known.unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set_directory(&self, directory: Arc<Directory>) {
        let index = Arc::new(DirectoryIndex::of(directory));
        let mut known = self
            .directory
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *known = index;
        self.directory_changes.fetch_add(1, Ordering::Relaxed);
    }

    /// What a unit is called; its code where nothing names it.
    pub(crate) fn unit_name(&self, unit: &str) -> String {
        self.directory_index().unit_name(unit)
    }

    /// Distinct units with their names, by name.
    pub(crate) fn unit_names<'a>(&self, units: impl Iterator<Item = &'a str>) -> Vec<UnitName> {
        let distinct: BTreeSet<&str> = units.collect();
        let named = distinct.into_iter().map(|unit| UnitName {
            unit: unit.to_owned(),
            name: self.unit_name(unit),
        });
        let mut named: Vec<UnitName> = named.collect();
        named.sort_by(|one, two| (&one.name, &one.unit).cmp(&(&two.name, &two.unit)));
        named
    }

    /// What an answer given now is counted from.
    pub(crate) fn version(&self) -> Version {
        Version {
            next_leaf: self.answers.next_leaf(),
            directory: self.directory_changes.load(Ordering::Relaxed),
        }
    }

    pub(crate) fn next_look(&self) -> u64 {
        self.looks_filed.fetch_add(1, Ordering::Relaxed)
    }

    pub(crate) fn stored_event(&self, leaf: u64) -> Result<Option<Event>, Problem> {
        let found = self.ledger.read(leaf).map_err(unreadable)?;
        found
            .map(|entry| stored::event(&entry))
            .transpose()
            .map(Option::flatten)
    }

    /// The events of these leaves, in their order; `None` for one that was erased.
    pub(crate) fn stored_events(&self, leaves: &[u64]) -> Result<Vec<Option<Event>>, Problem> {
        leaves.iter().map(|leaf| self.stored_event(*leaf)).collect()
    }

    /// Hands the archive what the ledger kept of a batch that failed: a part of it may be there,
    /// and is a duplicate from then on. The caller is the only one to take anything in.
    pub(crate) fn hand_over_missed(&self) -> Result<(), Problem> {
        self.catch_up(u64::MAX, u64::MAX)
    }

    /// Hands the archive every acknowledged event it does not hold yet, and notes what a crash
    /// kept from the registry: running numbers and arrivals, which an import keeps at its end, and
    /// looks.
    fn catch_up(&self, kept_to: u64, looks_noted_to: u64) -> Result<(), Problem> {
        let archived = self.answers.next_leaf();
        let size = self.ledger.len();
        let from = archived.min(kept_to).min(looks_noted_to);
        if from >= size {
            return Ok(());
        }
        let mut batch = Vec::new();
        let mut looks = Vec::new();
        for entry in self.ledger.iterate(from) {
            let entry = entry.map_err(unreadable)?;
            if entry.entry.kind == EntryKind::OwnLook {
                looks.push(entry.index);
                self.note_step_of(&entry)?;
                self.note_finding_of(&entry)?;
                self.note_sample_of(&entry)?;
            }
            let event = match entry.index < archived {
                true => None,
                false => stored::access_event(self.ledger(), &entry)?,
            };
            let at = match &event {
                Some(stored) => Some(stored.event.time.at),
                None => stored::event(&entry)?.map(|event| event.time.at),
            };
            self.note_entry(&entry, at);
            self.tally.add(Taken::of(&entry, at));
            batch.extend(event);
            if batch.len() >= 16_384 {
                answered(self.answers.take_in(&batch))?;
                batch.clear();
            }
        }
        answered(self.answers.take_in(&batch))?;
        self.answers.seen_up_to(size);
        self.keep_all_sequences()?;
        self.keep_tally()?;
        self.note_looks(&looks)
    }
}

pub(crate) fn unreadable(cause: tilsyn_ledger::Error) -> Problem {
    if cause.is_fatal() {
        // The program ends now; whoever starts it again answers the same question.
        return Problem::later("problem-ledger", cause);
    }
    Problem::ours("problem-ledger", cause)
}

pub(crate) fn registry_problem(cause: tilsyn_registry::Error) -> Problem {
    if matches!(cause, tilsyn_registry::Error::ZeroByte) {
        // What is read from files has none; it stood in a question.
        return Problem::caused(Whose::Yours, "problem-zero-byte", cause);
    }
    Problem::ours("problem-registry", cause)
}

/// Whole seconds for the ledger, which knows no time before 1970.
pub(crate) fn seconds(at: Instant) -> u64 {
    u64::try_from(at.seconds()).unwrap_or(0)
}
