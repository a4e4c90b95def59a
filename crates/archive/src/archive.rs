//! The archive: opened, fed, and looked at by questions.
//!
//! Locks are taken in this order: upkeep, intake, words, state. A question takes the state for a
//! moment, keeps what it points to, and is not disturbed by intake, merging or renewal.
//! Not here: writing and merging segments (`upkeep`), answers (`answers`, `kernels`).

use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::thread::JoinHandle;

use tilsyn_domain::question::Stored;
use tilsyn_domain::{Code, Codebook, Directory};

use crate::error::{ArchiveError, Result};
use crate::home::Home;
use crate::manifest::Manifest;
use crate::renew::Resolving;
use crate::resolver::{Numbers, Resolver};
use crate::row::{ActorKind, CodedEvent, EventWords, Row, StatedActor, push_rows};
use crate::seal::ArchiveKey;
use crate::segment::Segment;
use crate::settings::{Settings, Upkeep};
use crate::tail::Tail;
use crate::words::{Field, Words, document_word};

/// Events in columns, and the answers to questions about them.
pub struct Archive {
    pub(crate) core: Arc<Core>,
    thread: Option<(SyncSender<()>, JoinHandle<()>)>,
}

/// How large an archive is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    pub segments: usize,
    pub events: u64,
    pub rows: u64,
    /// Rows in memory alone.
    pub tail_rows: u64,
    pub column_bytes: u64,
    pub parquet_bytes: u64,
}

pub(crate) struct Core {
    pub(crate) home: Home,
    pub(crate) settings: Settings,
    pub(crate) book: Arc<dyn Codebook>,
    pub(crate) words: RwLock<Words>,
    pub(crate) state: RwLock<State>,
    pub(crate) intake: Mutex<Numbers>,
    pub(crate) upkeep: Mutex<Manifest>,
    /// What the thread could not do; the next intake tries again, and tells.
    pub(crate) trouble: Mutex<Option<ArchiveError>>,
}

/// What questions see.
#[derive(Clone)]
pub(crate) struct State {
    pub(crate) segments: Vec<Arc<Segment>>,
    pub(crate) tail: Tail,
    pub(crate) resolver: Arc<Resolver>,
    pub(crate) next_leaf: u64,
}

/// A panic while holding a lock leaves values whole: every change is one assignment at its end.
pub(crate) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Core {
    pub(crate) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn words(&self) -> RwLockReadGuard<'_, Words> {
        self.words.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn words_mut(&self) -> RwLockWriteGuard<'_, Words> {
        self.words.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// The set of units of each person on a day; `None` for who was erased.
    pub(crate) fn units_of(&self, people: &[(Code, u32)]) -> Vec<Option<u32>> {
        // Numbers and resolver belong together; both change under this lock.
        let mut numbers = held(&self.intake);
        let resolver = Arc::clone(&self.state().resolver);
        resolver.units_of(people, &mut numbers, self.book.as_ref())
    }

    /// Resolves events and puts them into the tail. Says how many rows the tail has now.
    fn add(&self, numbers: &mut Numbers, events: &[CodedEvent<'_>]) -> usize {
        let (resolver, next_leaf) = {
            let state = self.state();
            (Arc::clone(&state.resolver), state.next_leaf)
        };
        let with = Resolving {
            resolver: &resolver,
            zone: &self.settings.zone,
            book: self.book.as_ref(),
        };
        let mut rows: Vec<Row> = Vec::with_capacity(events.len());
        for event in events.iter().filter(|event| event.leaf >= next_leaf) {
            let start = rows.len();
            push_rows(event, 0, &mut rows);
            with.apply(&mut rows[start..], numbers);
        }
        let last = events.iter().map(|event| event.leaf + 1).max();
        let mut state = self.state_mut();
        state.tail.push(&rows);
        state.next_leaf = state.next_leaf.max(last.unwrap_or(0));
        state.tail.rows()
    }
}

impl Archive {
    /// Opens the archive in a folder, or makes one. What a crash left is removed; where the
    /// directory or the time zone is another than before, everything is resolved anew; one of
    /// another version, or sealed with another key, is begun anew.
    ///
    /// # Errors
    /// A file that is damaged or cannot be read, by name.
    pub fn open(
        folder: &Path,
        key: ArchiveKey,
        settings: Settings,
        book: Arc<dyn Codebook>,
        directory: Arc<Directory>,
    ) -> Result<Archive> {
        let home = Home {
            folder: folder.to_path_buf(),
            key,
        };
        let core = Arc::new(Core::open(home, settings, book, directory)?);
        let thread = match core.settings.upkeep {
            Upkeep::AtOnce => None,
            Upkeep::Thread => Some(start_thread(&core)),
        };
        Ok(Archive { core, thread })
    }

    /// Takes in events whose names are numbered already, in the order of their leaves.
    ///
    /// # Errors
    /// When a segment cannot be written; nothing acknowledged is lost by it.
    pub fn take_in_coded(&self, events: &[CodedEvent<'_>]) -> Result<()> {
        let mut numbers = held(&self.core.intake);
        let tail_rows = self.core.add(&mut numbers, events);
        drop(numbers);
        self.keep_up(tail_rows)
    }

    pub(crate) fn take_in_stored(&self, events: &[Stored]) -> Result<()> {
        let mut numbers = held(&self.core.intake);
        let next_leaf = self.core.state().next_leaf;
        let new: Vec<&Stored> = events
            .iter()
            .filter(|event| event.leaf >= next_leaf)
            .collect();
        let words = code_words(&mut self.core.words_mut(), &new)?;
        let subjects: Vec<Vec<_>> = (new.iter())
            .map(|stored| {
                let vias = stored.event.subjects.iter().map(|subject| subject.via);
                stored.codes.subjects.iter().copied().zip(vias).collect()
            })
            .collect();
        let coded: Vec<CodedEvent<'_>> = (new.iter().zip(&words).zip(&subjects))
            .map(|((stored, words), subjects)| coded(stored, *words, subjects))
            .collect();
        let tail_rows = self.core.add(&mut numbers, &coded);
        drop(numbers);
        self.keep_up(tail_rows)
    }

    /// Sees to it that the tail does not grow without bounds.
    fn keep_up(&self, tail_rows: usize) -> Result<()> {
        let limit = self.core.settings.tail_rows;
        if held(&self.core.trouble).take().is_some() {
            // What stood in the way, such as a full disk, may be gone.
            let done = self.core.seal(limit).and_then(|()| self.core.merge_due());
            return done.map_err(|trouble| ArchiveError::Upkeep(Box::new(trouble)));
        }
        if tail_rows < limit {
            return Ok(());
        }
        match &self.thread {
            Some((wake, _)) if tail_rows < limit * 4 => {
                // A full channel means that the thread is about to look anyway.
                match wake.try_send(()) {
                    Ok(()) | Err(_) => Ok(()),
                }
            }
            Some(_) => self.core.seal(limit),
            None => {
                self.core.seal(limit)?;
                self.core.merge_due()
            }
        }
    }

    /// Puts everything into segments on disk.
    ///
    /// # Errors
    /// When a segment cannot be written; what was taken in is still found.
    pub fn flush(&self) -> Result<()> {
        self.core.seal(0)?;
        self.core.merge_due()
    }

    /// How large it is.
    #[must_use]
    pub fn size(&self) -> Size {
        let state = self.core.state();
        let mut size = Size {
            segments: state.segments.len(),
            tail_rows: state.tail.rows() as u64,
            rows: state.tail.rows() as u64,
            ..Size::default()
        };
        for segment in &state.segments {
            size.events += segment.summary.events;
            size.rows += segment.summary.rows;
            size.column_bytes += segment.column_bytes();
            size.parquet_bytes += segment.parquet_bytes;
        }
        size
    }

    /// Numbers words as intake would.
    ///
    /// # Errors
    /// When there are more words than an archive holds.
    pub fn event_words(&self, event: &tilsyn_domain::Event) -> Result<EventWords> {
        words_of(&mut self.core.words_mut(), event)
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        if let Some((wake, thread)) = self.thread.take() {
            drop(wake);
            // A panic of the thread was shown when it happened.
            drop(thread.join());
        }
    }
}

fn start_thread(core: &Arc<Core>) -> (SyncSender<()>, JoinHandle<()>) {
    let (wake, woken) = sync_channel(1);
    let core = Arc::clone(core);
    let thread = std::thread::spawn(move || {
        while woken.recv().is_ok() {
            let done = core
                .seal(core.settings.tail_rows)
                .and_then(|()| core.merge_due());
            if let Err(error) = done {
                *held(&core.trouble) = Some(error);
            }
        }
    });
    (wake, thread)
}

fn code_words(words: &mut Words, events: &[&Stored]) -> Result<Vec<EventWords>> {
    events
        .iter()
        .map(|stored| words_of(words, &stored.event))
        .collect()
}

fn words_of(words: &mut Words, event: &tilsyn_domain::Event) -> Result<EventWords> {
    let place = &event.place;
    let mut some = |field: Field, word: Option<&str>| match word {
        Some(word) => words.add(field, word),
        None => Ok(0),
    };
    let document = event.object.document.as_deref();
    let document = document.map(|document| document_word(&event.source, document));
    Ok(EventWords {
        source: some(Field::Source, Some(&event.source))?,
        application: some(Field::Application, place.application.as_deref())?,
        element: some(Field::Element, event.object.element.as_deref())?,
        screen: some(Field::Screen, place.screen.as_deref())?,
        tab: some(Field::Tab, place.tab.as_deref())?,
        report: some(Field::Report, place.report.as_deref())?,
        document: some(Field::Document, document.as_deref())?,
        client: some(Field::Client, place.client().as_deref())?,
        server: some(Field::Server, place.server.as_deref())?,
    })
}

fn coded<'a>(
    stored: &Stored,
    words: EventWords,
    subjects: &'a [(Code, tilsyn_domain::Via)],
) -> CodedEvent<'a> {
    CodedEvent {
        leaf: stored.leaf,
        time: stored.event.time.at,
        kind: stored.event.kind,
        outcome: stored.event.outcome,
        actor: StatedActor {
            account: stored.codes.account,
            stated: stored.codes.stated,
            kind: if stored.event.actor.system {
                ActorKind::System
            } else {
                ActorKind::Person
            },
        },
        subjects,
        words,
    }
}
