//! Upkeep: opening after a crash, sealing the tail, merging segments, renewing them.
//!
//! The order is the promise: words, then segments, then the manifest that names them, then the
//! state that questions see, then the removal of what is no longer named.

use std::sync::{Arc, Mutex, MutexGuard, RwLock};

use tilsyn_domain::{Codebook, Directory};

use crate::archive::{Core, State, held};
use crate::error::Result;
use crate::home::Home;
use crate::manifest::{Manifest, SegmentNote};
use crate::merge::{MERGED_MAX, Merge};
use crate::renew::{Resolving, renewed};
use crate::resolver::{Numbers, Resolver};
use crate::row::Row;
use crate::segment::Segment;
use crate::settings::Settings;
use crate::tail::Tail;
use crate::words_file;
use crate::write::{self, TimeOrdered};

impl Core {
    pub(crate) fn open(
        home: Home,
        settings: Settings,
        book: Arc<dyn Codebook>,
        directory: Arc<Directory>,
    ) -> Result<Core> {
        tilsyn_durable::create_folder(&home.folder.join("segments"))?;
        let epoch = Resolver::epoch(&directory);
        let found = Manifest::read(&home)?;
        let fits = (found.as_ref())
            .is_none_or(|found| found.directory == epoch && found.zone == settings.zone.name());
        let manifest = found.unwrap_or_else(|| Manifest::new(settings.zone.name(), epoch));
        remove_leftovers(&home, &manifest)?;
        let mut words = words_file::read(&home, manifest.words)?;
        let open = |note: &SegmentNote| {
            Segment::open(&home, note.number, note.summary.clone()).map(Arc::new)
        };
        let segments: Vec<Arc<Segment>> =
            manifest.segments.iter().map(open).collect::<Result<_>>()?;
        let resolver = Resolver::of(Arc::clone(&directory), &mut words)?;
        let core = Core {
            home,
            settings,
            book,
            words: RwLock::new(words),
            state: RwLock::new(State {
                segments,
                tail: Tail::default(),
                resolver: Arc::new(resolver),
                next_leaf: manifest.next_leaf,
            }),
            intake: Mutex::new(Numbers::default()),
            upkeep: Mutex::new(manifest),
            trouble: Mutex::new(None),
        };
        if !fits {
            core.renew(directory)?;
        }
        Ok(core)
    }

    /// Makes a segment of the tail if it has so many rows. The manifest then says up to which
    /// leaf all is on disk.
    pub(crate) fn seal(&self, rows_min: usize) -> Result<()> {
        let mut manifest = held(&self.upkeep);
        let (mut rows, next_leaf) = {
            let mut state = self.state_mut();
            if state.tail.rows() < rows_min {
                return Ok(());
            }
            (state.tail.freeze(), state.next_leaf)
        };
        if rows.is_empty() && manifest.next_leaf == next_leaf {
            return Ok(());
        }
        let sealed = self.write_sealed(&mut manifest, &mut rows, next_leaf);
        if sealed.is_err() {
            self.state_mut().tail.thaw();
        }
        sealed
    }

    fn write_sealed(
        &self,
        manifest: &mut MutexGuard<'_, Manifest>,
        rows: &mut [Row],
        next_leaf: u64,
    ) -> Result<()> {
        manifest.words = words_file::save(&mut self.words_mut(), &self.home, manifest.words)?;
        let mut next = Manifest::clone(manifest);
        next.next_leaf = next_leaf;
        let mut segment = None;
        if !rows.is_empty() {
            write::sort_by_time(rows);
            let number = self.take_number(&mut next)?;
            manifest.next_segment = next.next_segment;
            let made = Arc::new(write::to_disk(&self.home, number, &*rows)?);
            next.segments.push(note(&made, number));
            segment = Some(made);
        }
        next.write(&self.home)?;
        **manifest = next;
        let mut state = self.state_mut();
        state.segments.extend(segment);
        state.tail.drop_frozen();
        Ok(())
    }

    /// Writes a segment of other rows; nothing names it yet.
    pub(crate) fn write_anew<S: TimeOrdered>(
        &self,
        manifest: &mut Manifest,
        rows: &S,
    ) -> Result<Arc<Segment>> {
        let number = self.take_number(manifest)?;
        write::to_disk(&self.home, number, rows).map(Arc::new)
    }

    /// Puts another segment in the place of one, or none.
    pub(crate) fn replace(
        &self,
        manifest: &mut Manifest,
        old: &Arc<Segment>,
        new: Option<Arc<Segment>>,
    ) -> Result<()> {
        let is_old = |number: u64| old.number == Some(number);
        let mut next = manifest.clone();
        next.segments.retain(|other| !is_old(other.number));
        let noted = |new: &Arc<Segment>| Some(note(new, new.number?));
        next.segments.extend(new.as_ref().and_then(noted));
        next.write(&self.home)?;
        *manifest = next;
        let mut state = self.state_mut();
        state
            .segments
            .retain(|other| !other.number.is_some_and(is_old));
        state.segments.extend(new);
        drop(state);
        self.remove(std::slice::from_ref(old))
    }

    /// A number for a segment whose folder is free.
    fn take_number(&self, manifest: &mut Manifest) -> Result<u64> {
        let number = manifest.next_segment;
        manifest.next_segment += 1;
        let folder = self.home.segment(number);
        if folder.exists() {
            tilsyn_durable::remove_folder_of_files(&folder)?;
        }
        Ok(number)
    }

    /// Merges segments of one size while there are too many of them.
    pub(crate) fn merge_due(&self) -> Result<()> {
        let mut manifest = held(&self.upkeep);
        loop {
            let segments = self.state().segments.clone();
            let Some(due) = self.due(&segments) else {
                return Ok(());
            };
            let mut next = manifest.clone();
            let number = self.take_number(&mut next)?;
            manifest.next_segment = next.next_segment;
            let merge = Merge::of(due.clone())?;
            let made = Arc::new(write::to_disk(&self.home, number, &merge)?);
            let gone = |other: &Arc<Segment>| due.iter().any(|one| one.number == other.number);
            next.segments
                .retain(|other| !due.iter().any(|one| one.number == Some(other.number)));
            next.segments.push(note(&made, number));
            next.write(&self.home)?;
            *manifest = next;
            let mut state = self.state_mut();
            state.segments.retain(|other| !gone(other));
            state.segments.push(made);
            drop(state);
            self.remove(&due)?;
        }
    }

    /// The oldest segments of the smallest size that has enough of them.
    fn due(&self, segments: &[Arc<Segment>]) -> Option<Vec<Arc<Segment>>> {
        let most = self.settings.merge_segments.clamp(2, MERGED_MAX);
        let size = |segment: &Segment| {
            let mut bound = self.settings.tail_rows.max(1) * most / 2;
            let mut size = 0;
            while segment.rows() >= bound {
                bound = bound.saturating_mul(most);
                size += 1;
            }
            size
        };
        let largest = segments.iter().map(|segment| size(segment)).max()?;
        for wanted in 0..=largest {
            let mut due: Vec<Arc<Segment>> = segments
                .iter()
                .filter(|segment| size(segment) == wanted)
                .cloned()
                .collect();
            due.sort_by_key(|segment| segment.number);
            due.truncate(most);
            let rows: usize = due.iter().map(|segment| segment.rows()).sum();
            if due.len() == most && rows <= self.settings.segment_rows_max {
                return Some(due);
            }
        }
        None
    }

    /// Removes the folders of segments that nothing names any more. Questions that still read
    /// them keep the files open.
    pub(crate) fn remove(&self, segments: &[Arc<Segment>]) -> Result<()> {
        for number in segments.iter().filter_map(|segment| segment.number) {
            tilsyn_durable::remove_folder_of_files(&self.home.segment(number))?;
        }
        Ok(())
    }

    /// Resolves everything anew with another directory.
    pub(crate) fn renew(&self, directory: Arc<Directory>) -> Result<()> {
        let mut manifest = held(&self.upkeep);
        let epoch = Resolver::epoch(&directory);
        let resolver = Arc::new(Resolver::of(directory, &mut self.words_mut())?);
        let mut numbers = resolver.number_all(self.book.as_ref());
        let with = Resolving {
            resolver: &resolver,
            zone: &self.settings.zone,
            book: self.book.as_ref(),
        };
        manifest.words = words_file::save(&mut self.words_mut(), &self.home, manifest.words)?;
        let mut next = manifest.clone();
        epoch.clone_into(&mut next.directory);
        self.settings.zone.name().clone_into(&mut next.zone);
        let mut segments = self.state().segments.clone();
        let mut replaced = Vec::new();
        for segment in &mut segments {
            if let Some(rows) = renewed(segment, &with, &mut numbers)? {
                let number = self.take_number(&mut next)?;
                manifest.next_segment = next.next_segment;
                let made = Arc::new(write::to_disk(&self.home, number, &rows)?);
                replaced.push(std::mem::replace(segment, made));
            }
        }
        let noted = |segment: &Arc<Segment>| Some(note(segment, segment.number?));
        next.segments = segments.iter().filter_map(noted).collect();
        let mut intake = held(&self.intake);
        next.write(&self.home)?;
        *manifest = next;
        let mut state = self.state_mut();
        state.tail = state.tail.renewed(|event| with.apply(event, &mut numbers));
        state.segments = segments;
        state.resolver = Arc::clone(&resolver);
        drop(state);
        *intake = numbers;
        drop(intake);
        self.remove(&replaced)
    }
}

fn note(segment: &Segment, number: u64) -> SegmentNote {
    SegmentNote {
        number,
        summary: segment.summary.clone(),
    }
}

/// Removes folders of segments that the manifest does not name.
fn remove_leftovers(home: &Home, manifest: &Manifest) -> Result<()> {
    home.remove_plain()?;
    let segments = home.folder.join("segments");
    for name in tilsyn_durable::names_in(&segments)? {
        let number = name.parse().ok();
        if !manifest
            .segments
            .iter()
            .any(|segment| Some(segment.number) == number)
        {
            tilsyn_durable::remove_folder_of_files(&segments.join(name))?;
        }
    }
    Ok(())
}
