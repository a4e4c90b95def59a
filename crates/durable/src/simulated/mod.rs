//! A disk of memory that lies as real ones do, for tests.
//!
//! It keeps what the kernel shows and what is durable apart, by sectors and by names in folders.
//! A power cut leaves what was synced; of the rest each sector and each name is lost, kept, torn
//! or replaced by what lay there before, one by one and in no order. Faults and power cuts come
//! at operations that the test names, chance from a seed: the same test, the same disk.
//! Not here: clocks, threads, anything that differs between two runs.

mod chance;
pub(crate) mod either;
mod node;
mod state;
#[cfg(test)]
mod tests;

use state::State;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

/// What goes wrong once, at the first operation that it suits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A sync fails. Some of the pages were written, all are marked clean, as Linux does it.
    FailedSync,
    /// A sync reports success and has written only some of the pages.
    LyingSync,
    /// A read fails.
    ReadError,
    /// A write, or a change of a name, fails; the write is done in part.
    WriteError,
    /// A folder does not open, for want of room: of all reasons the one after which programs go on.
    ShutFolder,
    /// From now on nothing that takes room succeeds, until the program ends or
    /// [`SimDisk::make_room`].
    Full,
}

/// A mistake of the program, planted here to see that tests find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// Files are never synced.
    NoSync,
    /// Folders are never synced.
    NoFolderSync,
    /// A sync of a file is done only when the next operation begins.
    EarlySuccess,
    /// A sync that failed is tried again.
    SyncAgain,
}

static DISKS: RwLock<BTreeMap<u64, Arc<Mutex<State>>>> = RwLock::new(BTreeMap::new());
static NEXT: AtomicU64 = AtomicU64::new(1);
const ROOTS: &str = "/simulated-disk";

/// A simulated disk. All paths below its root are on it, in every thread, until it is dropped.
pub struct SimDisk {
    number: u64,
    root: PathBuf,
    state: Arc<Mutex<State>>,
}

impl SimDisk {
    /// An empty disk with sectors of so many bytes.
    pub fn new(seed: u64, sector_bytes: usize) -> SimDisk {
        SimDisk::with(State::new(seed, sector_bytes))
    }

    fn with(state: State) -> SimDisk {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let state = Arc::new(Mutex::new(state));
        DISKS
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(number, Arc::clone(&state));
        SimDisk {
            number,
            root: Path::new(ROOTS).join(number.to_string()),
            state,
        }
    }

    /// Another disk with the same content, and chance and sectors of its own. Everything on this
    /// one must be durable.
    pub fn copy(&self, seed: u64, sector_bytes: usize) -> SimDisk {
        let mut state = self.state().clone();
        state.chance = chance::Chance::of(seed);
        state.sector = sector_bytes;
        SimDisk::with(state)
    }

    /// The folder that all of it is below.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The power goes at the operation after so many more.
    pub fn let_power_go_after(&self, operations: u64) {
        let mut state = self.state();
        state.power_goes_at = Some(state.operations + 1 + operations);
    }

    /// Whether there is power.
    pub fn has_power(&self) -> bool {
        self.state().has_power
    }

    /// Cuts the power and gives it back: what was not durable is as the cut left it.
    pub fn cut_power(&self) {
        self.state().cut_power();
    }

    /// Ends the program, not the kernel: what was written stays, durable or not.
    pub fn end_program(&self) {
        self.state().end_program();
    }

    /// Lets something go wrong after so many more operations.
    pub fn let_fail(&self, fault: Fault, after_operations: u64) {
        let mut state = self.state();
        let at = state.operations + after_operations;
        state.faults.push((at, fault));
    }

    /// The faults that have struck since the program began.
    pub fn struck(&self) -> Vec<Fault> {
        self.state().struck.clone()
    }

    /// Takes back the faults and the power cut that have not come yet.
    pub fn calm(&self) {
        let mut state = self.state();
        state.faults.clear();
        state.power_goes_at = None;
    }

    /// Ends [`Fault::Full`].
    pub fn make_room(&self) {
        self.state().is_full = false;
    }

    /// Turns a bit of what is stored; false if nothing is.
    pub fn turn_a_bit(&self) -> bool {
        self.state().turn_a_bit()
    }

    /// Gives the program a habit.
    pub fn plant(&self, habit: Habit) {
        self.state().habit = Some(habit);
    }

    /// How many operations there have been. Reads do not count.
    pub fn operations(&self) -> u64 {
        self.state().operations
    }
}

impl Drop for SimDisk {
    fn drop(&mut self) {
        DISKS
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.number);
    }
}

/// The disk a path is on, and the names that lead to it from there.
fn place_of(path: &Path) -> Option<(Arc<Mutex<State>>, Vec<String>)> {
    let below = path.strip_prefix(ROOTS).ok()?;
    let mut parts = below.components().map(|part| match part {
        Component::Normal(name) => name.to_str().map(str::to_string),
        _ => None,
    });
    let number: u64 = parts.next()??.parse().ok()?;
    let disks = DISKS.read().unwrap_or_else(PoisonError::into_inner);
    let disk = Arc::clone(disks.get(&number)?);
    Some((disk, parts.collect::<Option<_>>()?))
}
