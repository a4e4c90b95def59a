//! The disk as a whole: its operations, its faults, its power.
//!
//! One rule: an operation after the power went fails and changes nothing; the one at which it
//! went has happened or has not, and fails either way. Reads are no operations: they cannot be
//! torn.

use super::chance::Chance;
use super::node::{FileNode, FolderNode, Naming};
use super::{Fault, Habit};
use crate::system::How;
use std::collections::BTreeSet;
use std::io;

/// Sectors of removed files that new ones may be given.
const STALE_SECTORS_MAX: usize = 64;

#[derive(Clone, Debug)]
pub(crate) enum Node {
    File(FileNode),
    Folder(FolderNode),
    Gone,
}

/// What an operation does, as far as faults tell them apart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Write,
    Grow,
    Sync,
    Name,
}

#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) chance: Chance,
    pub(crate) sector: usize,
    pub(crate) nodes: Vec<Node>,
    /// Handles of an earlier life are dead.
    pub(crate) life: u64,
    pub(crate) operations: u64,
    pub(crate) power_goes_at: Option<u64>,
    pub(crate) has_power: bool,
    pub(crate) faults: Vec<(u64, Fault)>,
    pub(crate) struck: Vec<Fault>,
    pub(crate) is_full: bool,
    pub(crate) habit: Option<Habit>,
    late: Option<usize>,
    stale: Vec<Vec<u8>>,
    locks: BTreeSet<usize>,
}

fn no_power() -> io::Error {
    io::Error::other("the power is out")
}

fn absent() -> io::Error {
    io::ErrorKind::NotFound.into()
}

fn input_output_error() -> io::Error {
    io::Error::from_raw_os_error(5)
}

impl State {
    pub(crate) fn new(seed: u64, sector: usize) -> State {
        State {
            chance: Chance::of(seed),
            sector,
            nodes: vec![Node::Folder(FolderNode::default())],
            life: 0,
            operations: 0,
            power_goes_at: None,
            has_power: true,
            faults: Vec::new(),
            struck: Vec::new(),
            is_full: false,
            habit: None,
            late: None,
            stale: Vec::new(),
            locks: BTreeSet::new(),
        }
    }

    /// Takes the fault that is due for an act of this kind.
    fn strike(&mut self, suits: impl Fn(Fault) -> bool) -> Option<Fault> {
        let now = self.operations;
        let at = self
            .faults
            .iter()
            .position(|(at, fault)| *at <= now && suits(*fault))?;
        let (_, fault) = self.faults.remove(at);
        self.struck.push(fault);
        Some(fault)
    }

    /// Does an operation, unless the power is out, goes out now, or a fault is due.
    pub(crate) fn step<T>(
        &mut self,
        act: Act,
        work: impl FnOnce(&mut State) -> io::Result<T>,
    ) -> io::Result<T> {
        if !self.has_power {
            return Err(no_power());
        }
        if let Some(node) = self.late.take() {
            self.put(node);
        }
        self.operations += 1;
        if self.power_goes_at.is_some_and(|at| at <= self.operations) {
            self.has_power = false;
            if self.chance.one_in(2) {
                drop(work(self));
            }
            return Err(no_power());
        }
        if act == Act::Grow {
            if self.strike(|fault| fault == Fault::Full).is_some() {
                self.is_full = true;
            }
            if self.is_full {
                return Err(io::ErrorKind::StorageFull.into());
            }
        }
        let writes = matches!(act, Act::Write | Act::Grow | Act::Name);
        if writes && self.strike(|fault| fault == Fault::WriteError).is_some() {
            return Err(input_output_error());
        }
        work(self)
    }

    pub(crate) fn look<T>(&mut self, work: impl FnOnce(&State) -> io::Result<T>) -> io::Result<T> {
        if !self.has_power {
            return Err(no_power());
        }
        if self.strike(|fault| fault == Fault::ReadError).is_some() {
            return Err(input_output_error());
        }
        work(self)
    }

    /// Opens a folder, unless that is to fail.
    pub(crate) fn open_folder(&mut self) -> io::Result<()> {
        match self.strike(|fault| fault == Fault::ShutFolder) {
            Some(_) => Err(io::ErrorKind::StorageFull.into()),
            None => Ok(()),
        }
    }

    /// The node at the end of these names.
    pub(crate) fn find(&self, names: &[String]) -> Option<usize> {
        let mut node = 0;
        for name in names {
            let Node::Folder(folder) = &self.nodes[node] else {
                return None;
            };
            node = *folder.now.get(name)?;
        }
        Some(node)
    }

    pub(crate) fn is_folder(&self, names: &[String]) -> bool {
        self.find(names)
            .is_some_and(|node| matches!(self.nodes[node], Node::Folder(_)))
    }

    fn folder(&mut self, node: usize) -> io::Result<&mut FolderNode> {
        match &mut self.nodes[node] {
            Node::Folder(folder) => Ok(folder),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(crate) fn file(&self, node: usize) -> io::Result<&FileNode> {
        match &self.nodes[node] {
            Node::File(file) => Ok(file),
            Node::Folder(_) => Err(io::ErrorKind::IsADirectory.into()),
            Node::Gone => Err(absent()),
        }
    }

    fn file_mut(&mut self, node: usize) -> io::Result<&mut FileNode> {
        match &mut self.nodes[node] {
            Node::File(file) => Ok(file),
            _ => Err(absent()),
        }
    }

    fn above(&self, names: &[String]) -> io::Result<(usize, String)> {
        let (name, above) = names.split_last().ok_or_else(absent)?;
        let folder = self.find(above).ok_or_else(absent)?;
        Ok((folder, name.clone()))
    }

    fn add(&mut self, names: &[String], node: Node) -> io::Result<usize> {
        let (folder, name) = self.above(names)?;
        self.step(Act::Grow, |state| {
            let number = state.nodes.len();
            state.nodes.push(node);
            state.folder(folder)?.change(Naming::Added(name, number));
            Ok(number)
        })
    }

    pub(crate) fn open(&mut self, names: &[String], how: How) -> io::Result<usize> {
        if !self.has_power {
            return Err(no_power());
        }
        match (self.find(names), how) {
            (Some(_), How::New) => Err(io::ErrorKind::AlreadyExists.into()),
            (Some(node), How::Emptied) => {
                self.set_length(node, 0)?;
                Ok(node)
            }
            (Some(node), _) => self.file(node).map(|_| node),
            (None, How::ToRead | How::ToWrite) => Err(absent()),
            (None, _) => self.add(names, Node::File(FileNode::default())),
        }
    }

    pub(crate) fn make_folder(&mut self, names: &[String]) -> io::Result<()> {
        if self.find(names).is_some() {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.add(names, Node::Folder(FolderNode::default()))
            .map(drop)
    }

    pub(crate) fn write(&mut self, node: usize, offset: usize, bytes: &[u8]) -> io::Result<()> {
        let sector = self.sector;
        let end = offset + bytes.len();
        let act = if self.file(node)?.grows_to(end) {
            Act::Grow
        } else {
            Act::Write
        };
        let before = self.has_power;
        let done = self.step(act, |state| {
            state.file_mut(node)?.write(sector, offset, bytes);
            Ok(())
        });
        if done.is_err() && before && !bytes.is_empty() {
            // What is refused may have been done in part.
            let part = self.chance.below(bytes.len());
            self.file_mut(node)?.write(sector, offset, &bytes[..part]);
        }
        done
    }

    pub(crate) fn set_length(&mut self, node: usize, length: usize) -> io::Result<()> {
        let sector = self.sector;
        self.step(Act::Write, |state| {
            state.file_mut(node)?.set_length(sector, length);
            Ok(())
        })
    }

    pub(crate) fn reserve(&mut self, node: usize, length: usize) -> io::Result<()> {
        let sector = self.sector;
        self.step(Act::Grow, |state| {
            state.file_mut(node)?.reserve(sector, length);
            Ok(())
        })
    }

    fn put(&mut self, node: usize) {
        let sector = self.sector;
        match &mut self.nodes[node] {
            Node::File(file) => file.sync(sector),
            Node::Folder(folder) => folder.sync(),
            Node::Gone => {}
        }
    }

    /// Syncs a file or the names of a folder, as far as habits and faults let it.
    pub(crate) fn sync(&mut self, node: usize) -> io::Result<()> {
        let is_file = matches!(self.nodes[node], Node::File(_));
        match self.habit {
            Some(Habit::NoSync) if is_file => return self.step(Act::Sync, |_| Ok(())),
            Some(Habit::NoFolderSync) if !is_file => return self.step(Act::Sync, |_| Ok(())),
            Some(Habit::EarlySuccess) if is_file => {
                return self.step(Act::Sync, |state| {
                    state.late = Some(node);
                    Ok(())
                });
            }
            _ => {}
        }
        let tried = self.sync_once(node);
        match self.habit {
            Some(Habit::SyncAgain) if tried.is_err() => self.sync_once(node),
            _ => tried,
        }
    }

    fn sync_once(&mut self, node: usize) -> io::Result<()> {
        self.step(Act::Sync, |state| {
            let of_syncs = |fault| matches!(fault, Fault::FailedSync | Fault::LyingSync);
            let Some(fault) = state.strike(of_syncs) else {
                state.put(node);
                return Ok(());
            };
            let (sector, mut chance) = (state.sector, state.chance.clone());
            let is_lie = fault == Fault::LyingSync;
            match &mut state.nodes[node] {
                Node::File(file) => file.sync_in_vain(sector, &mut chance),
                // A journal that fails keeps its changes, or none can be made any more.
                Node::Folder(folder) if is_lie => folder.forget_changes(),
                Node::Folder(_) | Node::Gone => {}
            }
            state.chance = chance;
            if is_lie {
                Ok(())
            } else {
                Err(input_output_error())
            }
        })
    }

    pub(crate) fn sync_everything(&mut self) -> io::Result<()> {
        if self.habit == Some(Habit::NoSync) {
            return self.step(Act::Sync, |_| Ok(()));
        }
        self.step(Act::Sync, |state| {
            (0..state.nodes.len()).for_each(|node| state.put(node));
            Ok(())
        })
    }

    pub(crate) fn remove(&mut self, names: &[String]) -> io::Result<()> {
        let (folder, name) = self.above(names)?;
        let node = self.find(names).ok_or_else(absent)?;
        if let Node::Folder(inner) = &self.nodes[node]
            && !inner.now.is_empty()
        {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        self.step(Act::Name, |state| {
            state.leave_stale(node);
            state.folder(folder)?.change(Naming::Removed(name));
            Ok(())
        })
    }

    pub(crate) fn rename(&mut self, from: &[String], to: &[String]) -> io::Result<()> {
        let node = self.find(from).ok_or_else(absent)?;
        let (folder, from) = self.above(from)?;
        let (same, new) = self.above(to)?;
        if folder != same {
            return Err(io::ErrorKind::CrossesDevices.into());
        }
        let replaced = self.find(to);
        self.step(Act::Name, |state| {
            if let Some(replaced) = replaced {
                state.leave_stale(replaced);
            }
            let to = new;
            let naming = Naming::Renamed { from, to, node };
            state.folder(folder)?.change(naming);
            Ok(())
        })
    }

    pub(crate) fn names_in(&mut self, names: &[String]) -> io::Result<Vec<String>> {
        let node = self.find(names).ok_or_else(absent)?;
        self.look(|state| match &state.nodes[node] {
            Node::Folder(folder) => Ok(folder.now.keys().cloned().collect()),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        })
    }

    /// True if nobody had it.
    pub(crate) fn lock(&mut self, node: usize) -> bool {
        self.locks.insert(node)
    }

    pub(crate) fn unlock(&mut self, node: usize) {
        self.locks.remove(&node);
    }

    /// The sectors of a file that goes may turn up in another.
    fn leave_stale(&mut self, node: usize) {
        let Node::File(file) = &self.nodes[node] else {
            return;
        };
        for sector in file.kept.chunks(self.sector) {
            if sector.iter().all(|byte| *byte == 0) {
                continue;
            }
            if self.stale.len() == STALE_SECTORS_MAX {
                let place = self.chance.below(STALE_SECTORS_MAX);
                self.stale[place] = sector.to_vec();
            } else {
                self.stale.push(sector.to_vec());
            }
        }
    }

    /// The disk as the next start finds it after a power cut.
    pub(crate) fn cut_power(&mut self) {
        let sector = self.sector;
        let stale = std::mem::take(&mut self.stale);
        for node in &mut self.nodes {
            match node {
                Node::File(file) => file.cut(sector, &mut self.chance, &stale),
                Node::Folder(folder) => folder.cut(&mut self.chance),
                Node::Gone => {}
            }
        }
        self.stale = stale;
        self.drop_nameless();
        self.begin_life();
    }

    /// The program died; what the kernel has stays, but for clean pages that it drops.
    pub(crate) fn end_program(&mut self) {
        let sector = self.sector;
        for node in &mut self.nodes {
            if let Node::File(file) = node
                && self.chance.one_in(3)
            {
                file.forget_clean_pages(sector);
            }
        }
        self.begin_life();
    }

    fn begin_life(&mut self) {
        self.life += 1;
        self.has_power = true;
        self.power_goes_at = None;
        self.late = None;
        self.locks.clear();
        self.faults.clear();
        self.struck.clear();
        self.is_full = false;
    }

    fn drop_nameless(&mut self) {
        let mut named = BTreeSet::from([0]);
        let mut waiting = vec![0];
        while let Some(node) = waiting.pop() {
            if let Node::Folder(folder) = &self.nodes[node] {
                for inner in folder.now.values() {
                    if named.insert(*inner) {
                        waiting.push(*inner);
                    }
                }
            }
        }
        for node in 0..self.nodes.len() {
            if !named.contains(&node) && !matches!(self.nodes[node], Node::Gone) {
                self.leave_stale(node);
                self.nodes[node] = Node::Gone;
            }
        }
    }

    /// Turns a bit of what is on the disk, in a file of some content; false if there is none.
    pub(crate) fn turn_a_bit(&mut self) -> bool {
        let has_content =
            |node: &usize| matches!(&self.nodes[*node], Node::File(file) if !file.kept.is_empty());
        let files: Vec<usize> = (0..self.nodes.len()).filter(has_content).collect();
        if files.is_empty() {
            return false;
        }
        let node = files[self.chance.below(files.len())];
        let (random, bit) = (self.chance.next(), self.chance.below(8));
        if let Node::File(file) = &mut self.nodes[node] {
            let end = file.kept.iter().rposition(|byte| *byte != 0);
            let at = usize::try_from(random % (end.unwrap_or(0) as u64 + 1)).unwrap_or(0);
            file.kept[at] ^= 1 << bit;
            file.now = file.kept.clone();
        }
        true
    }
}
