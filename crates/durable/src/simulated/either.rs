//! The operations of `system`, on the simulated disk for paths below its root.
//!
//! One rule: what is not below the root of a simulated disk goes to the system as ever.

use super::state::State;
use crate::system::{self, How};
use std::io;
use std::num::NonZeroU64;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

type Disk = Arc<Mutex<State>>;

/// A node of a simulated disk, while the program lives that opened it.
#[derive(Debug)]
pub(crate) struct Handle {
    disk: Disk,
    node: usize,
    life: u64,
    has_lock: Mutex<bool>,
}

fn held(disk: &Disk) -> MutexGuard<'_, State> {
    disk.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Handle {
    fn of(disk: &Disk, node: usize, life: u64) -> Handle {
        Handle {
            disk: Arc::clone(disk),
            node,
            life,
            has_lock: Mutex::new(false),
        }
    }

    fn state(&self) -> io::Result<MutexGuard<'_, State>> {
        let state = held(&self.disk);
        if state.life == self.life {
            Ok(state)
        } else {
            Err(io::Error::other(
                "this file was opened by a program that is gone",
            ))
        }
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        let has_lock = *self.has_lock.lock().unwrap_or_else(PoisonError::into_inner);
        if has_lock && let Ok(mut state) = self.state() {
            state.unlock(self.node);
        }
    }
}

/// An open file of the system, or of a simulated disk.
#[derive(Debug)]
pub(crate) enum Opened {
    Real(system::Opened),
    Simulated(Handle),
}

fn size(length: u64) -> usize {
    usize::try_from(length).expect("simulated files are small")
}

impl Opened {
    pub(crate) fn open(path: &Path, how: How) -> io::Result<Opened> {
        let Some((disk, names)) = super::place_of(path) else {
            return system::Opened::open(path, how).map(Opened::Real);
        };
        let mut state = held(&disk);
        let node = state.open(&names, how)?;
        let life = state.life;
        drop(state);
        Ok(Opened::Simulated(Handle::of(&disk, node, life)))
    }

    pub(crate) fn length(&self) -> io::Result<u64> {
        match self {
            Opened::Real(file) => file.length(),
            Opened::Simulated(handle) => handle
                .state()?
                .look(|state| Ok(state.file(handle.node)?.now.len() as u64)),
        }
    }

    pub(crate) fn read_at(&self, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
        let handle = match self {
            Opened::Real(file) => return file.read_at(offset, bytes),
            Opened::Simulated(handle) => handle,
        };
        handle.state()?.look(|state| {
            let offset = size(offset);
            let found = state
                .file(handle.node)?
                .now
                .get(offset..offset + bytes.len());
            bytes.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
            Ok(())
        })
    }

    pub(crate) fn write_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        match self {
            Opened::Real(file) => file.write_at(offset, bytes),
            Opened::Simulated(handle) => handle.state()?.write(handle.node, size(offset), bytes),
        }
    }

    pub(crate) fn set_length(&self, length: u64) -> io::Result<()> {
        match self {
            Opened::Real(file) => file.set_length(length),
            Opened::Simulated(handle) => handle.state()?.set_length(handle.node, size(length)),
        }
    }

    pub(crate) fn reserve(&self, length: u64) -> io::Result<()> {
        match self {
            Opened::Real(file) => file.reserve(length),
            Opened::Simulated(handle) => handle.state()?.reserve(handle.node, size(length)),
        }
    }

    pub(crate) fn sync_data(&self) -> io::Result<()> {
        match self {
            Opened::Real(file) => file.sync_data(),
            Opened::Simulated(handle) => handle.state()?.sync(handle.node),
        }
    }

    pub(crate) fn sync_all(&self) -> io::Result<()> {
        match self {
            Opened::Real(file) => file.sync_all(),
            Opened::Simulated(handle) => handle.state()?.sync(handle.node),
        }
    }

    /// A simulated disk has no memory before it.
    pub(crate) fn let_go(&self, offset: u64, length: NonZeroU64) -> io::Result<()> {
        match self {
            Opened::Real(file) => file.let_go(offset, length),
            Opened::Simulated(_) => Ok(()),
        }
    }

    pub(crate) fn lock(&self) -> io::Result<bool> {
        let handle = match self {
            Opened::Real(file) => return file.lock(),
            Opened::Simulated(handle) => handle,
        };
        let is_ours = handle.state()?.lock(handle.node);
        *handle
            .has_lock
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = is_ours;
        Ok(is_ours)
    }
}

/// An open folder of the system, or of a simulated disk.
#[derive(Debug)]
pub(crate) enum Folder {
    Real(system::Folder),
    Simulated(Handle),
    /// What holds the roots of the disks: always durable.
    OfRoots,
}

impl Folder {
    pub(crate) fn open(path: &Path) -> io::Result<Folder> {
        if path == Path::new(super::ROOTS) {
            return Ok(Folder::OfRoots);
        }
        let Some((disk, names)) = super::place_of(path) else {
            return system::Folder::open(path).map(Folder::Real);
        };
        let mut state = held(&disk);
        state.open_folder()?;
        let node = state.find(&names).ok_or(io::ErrorKind::NotFound)?;
        let life = state.life;
        drop(state);
        Ok(Folder::Simulated(Handle::of(&disk, node, life)))
    }

    pub(crate) fn sync(&self) -> io::Result<()> {
        match self {
            Folder::Real(folder) => folder.sync(),
            Folder::Simulated(handle) => handle.state()?.sync(handle.node),
            Folder::OfRoots => Ok(()),
        }
    }

    pub(crate) fn sync_file_system(&self) -> io::Result<()> {
        match self {
            Folder::Real(folder) => folder.sync_file_system(),
            Folder::Simulated(handle) => handle.state()?.sync_everything(),
            Folder::OfRoots => Ok(()),
        }
    }
}

pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let Some((disk, names)) = super::place_of(path) else {
        return system::read(path);
    };
    let mut state = held(&disk);
    let node = state.find(&names).ok_or(io::ErrorKind::NotFound)?;
    state.look(|state| Ok(state.file(node)?.now.clone()))
}

pub(crate) fn is_there(path: &Path) -> bool {
    match super::place_of(path) {
        Some((disk, names)) => held(&disk).find(&names).is_some(),
        None => system::is_there(path),
    }
}

pub(crate) fn is_folder(path: &Path) -> bool {
    match super::place_of(path) {
        Some((disk, names)) => held(&disk).is_folder(&names),
        None => system::is_folder(path),
    }
}

pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    match super::place_of(path) {
        Some((disk, names)) => held(&disk).make_folder(&names),
        None => system::make_folder(path),
    }
}

/// Simulated disks are full when a fault says so, not when so much was written.
pub(crate) fn free_bytes(path: &Path) -> io::Result<u64> {
    match super::place_of(path) {
        Some(_) => Ok(u64::MAX),
        None => system::free_bytes(path),
    }
}

pub(crate) fn names_in(path: &Path) -> io::Result<Vec<String>> {
    match super::place_of(path) {
        Some((disk, names)) => held(&disk).names_in(&names),
        None => system::names_in(path),
    }
}

pub(crate) fn remove_file(path: &Path) -> io::Result<()> {
    match super::place_of(path) {
        Some((disk, names)) => held(&disk).remove(&names),
        None => system::remove_file(path),
    }
}

pub(crate) fn remove_folder(path: &Path) -> io::Result<()> {
    match super::place_of(path) {
        Some((disk, names)) => held(&disk).remove(&names),
        None => system::remove_folder(path),
    }
}

pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    match (super::place_of(from), super::place_of(to)) {
        (Some((disk, from)), Some((_, to))) => held(&disk).rename(&from, &to),
        _ => system::rename(from, to),
    }
}
