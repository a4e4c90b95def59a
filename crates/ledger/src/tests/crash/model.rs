//! What a ledger must hold, kept beside it: what was acknowledged, and what is in doubt.

use super::super::*;
use crate::digest::tree_head;
use std::collections::BTreeMap;

/// An entry as it was handed in, small enough to be kept many times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) source: u32,
    pub(super) event_id: Vec<u8>,
    pub(super) month: i32,
    pub(super) compartments: Vec<(CompartmentKind, Option<Code>, Vec<u8>)>,
    pub(super) position: Option<Position>,
}

impl Sent {
    pub(super) fn of(new: &NewEntry) -> Sent {
        let mut compartments: Vec<_> = new
            .compartments
            .iter()
            .map(|one| (one.kind, one.person, one.bytes.clone()))
            .collect();
        // A detail is bound to the event's only subject, if there is exactly one.
        let subjects: Vec<Option<Code>> = compartments
            .iter()
            .filter(|one| one.0 == CompartmentKind::Subject)
            .map(|one| one.1)
            .collect();
        if let [only] = subjects[..] {
            for one in &mut compartments {
                if one.0 == CompartmentKind::Detail {
                    one.1 = only;
                }
            }
        }
        Sent {
            source: new.source,
            event_id: new.event_id.clone(),
            month: new.month,
            compartments,
            position: new.position.clone(),
        }
    }

    fn is_in(&self, stored: &StoredEntry) -> bool {
        let parts = stored.compartments.as_deref().unwrap_or_default();
        stored.entry.source == self.source
            && stored.month == self.month
            && parts.len() == self.compartments.len()
            && parts.iter().zip(&self.compartments).all(|(found, sent)| {
                found.kind == sent.0
                    && found.person == sent.1
                    && found.bytes.as_ref() == Some(&sent.2)
            })
    }
}

/// A call whose outcome is not known: its first groups may be there, all or none of them.
#[derive(Clone, Debug, Default)]
pub(super) struct InDoubt {
    /// Each with the number of its group.
    pub(super) fresh: Vec<(usize, Sent)>,
    /// The last of each stream, with the number of its group.
    pub(super) positions: BTreeMap<(u32, u64), (usize, Vec<u8>)>,
}

impl InDoubt {
    /// The part of it that comes to so many entries.
    fn first(mut self, entries: usize) -> InDoubt {
        if let Some((cut, _)) = self.fresh.get(entries) {
            let cut = *cut;
            let within = entries.checked_sub(1).map(|last| self.fresh[last].0);
            assert_ne!(within, Some(cut), "a part of a group is visible");
            self.positions.retain(|_, (group, _)| *group < cut);
            self.fresh.truncate(entries);
        }
        self
    }
}

/// What must be there.
#[derive(Clone, Default)]
pub(super) struct Model {
    pub(super) kept: Vec<Sent>,
    /// The 88 bytes of each entry, once they have been read.
    entries: Vec<[u8; ENTRY_BYTES]>,
    leaves: Vec<Digest>,
    pub(super) places: BTreeMap<(u32, Vec<u8>), u64>,
    pub(super) positions: BTreeMap<(u32, u64), Vec<u8>>,
    pub(super) codes: BTreeMap<Vec<u8>, Code>,
    pub(super) signed: Vec<Checkpoint>,
    pub(super) in_doubt: Option<InDoubt>,
    /// Whether a batch may be kept in part: it is longer than a frame.
    pub(super) may_split: bool,
}

impl Model {
    pub(super) fn keep(&mut self, call: InDoubt) {
        for (_, sent) in call.fresh {
            let index = self.kept.len() as u64;
            self.places
                .insert((sent.source, sent.event_id.clone()), index);
            self.kept.push(sent);
        }
        for (stream, (_, position)) in call.positions {
            self.positions.insert(stream, position);
        }
    }

    /// Keeps what of a call is in a ledger of so many entries; the rest of it is not there.
    pub(super) fn settle(&mut self, entries: u64) {
        let before = self.kept.len() as u64;
        assert!(
            entries >= before,
            "{} acknowledged entries are lost",
            before - entries.min(before)
        );
        let call = self.in_doubt.take();
        if entries > before {
            let call = call.expect("entries that nobody sent");
            let part = call.clone().first(at(entries - before));
            let is_all = part.fresh.len() == call.fresh.len();
            assert!(is_all || self.may_split, "a part of a frame is visible");
            self.keep(part);
            assert_eq!(self.kept.len() as u64, entries, "entries that nobody sent");
        }
    }

    /// What a call with these groups would add.
    pub(super) fn outcome_of(&self, groups: &[Vec<NewEntry>]) -> InDoubt {
        let mut call = InDoubt::default();
        let mut seen = std::collections::BTreeSet::new();
        for (number, group) in groups.iter().enumerate() {
            for new in group {
                let key = (new.source, new.event_id.clone());
                if !self.places.contains_key(&key) && seen.insert(key) {
                    call.fresh.push((number, Sent::of(new)));
                }
                if let Some(position) = &new.position {
                    let stream = (new.source, position.stream);
                    call.positions
                        .insert(stream, (number, position.bytes.clone()));
                }
            }
        }
        if call.fresh.is_empty() {
            call.positions.clear();
        }
        call
    }

    /// Settles what was in doubt by what is there, and compares the rest.
    pub(super) fn compare(&mut self, ledger: &Ledger) {
        self.settle(ledger.len());
        let stored: Vec<StoredEntry> = ledger.iterate(0).map(|one| one.unwrap()).collect();
        assert_eq!(stored.len(), self.kept.len());
        for (stored, sent) in stored.iter().zip(&self.kept) {
            assert!(
                sent.is_in(stored),
                "entry {} is not what was sent",
                stored.index
            );
        }
        assert!(
            stored.is_sorted_by_key(|one| one.entry.received_seconds),
            "received before the entry before it"
        );
        self.compare_times(ledger, &stored);
        for (index, stored) in stored.iter().enumerate() {
            let bytes = stored.entry.to_bytes();
            match self.entries.get(index) {
                Some(known) => assert_eq!(*known, bytes, "entry {index} has changed"),
                None => {
                    self.entries.push(bytes);
                    self.leaves.push(leaf_hash(&bytes));
                }
            }
        }
        for ((source, stream), position) in &self.positions {
            let found = ledger.position(*source, *stream).unwrap();
            assert_eq!(
                found.as_ref(),
                Some(position),
                "position of stream {stream}"
            );
        }
        for (identity, code) in &self.codes {
            assert_eq!(ledger.vault().find(identity), Some(*code), "a code is lost");
        }
        self.compare_head(ledger);
    }

    /// No kept checkpoint is older than its leaves, or than the one before.
    fn compare_times(&self, ledger: &Ledger, stored: &[StoredEntry]) {
        let mut before = 0;
        for kept in ledger.checkpoint_history().unwrap() {
            let last = kept.checkpoint.size.checked_sub(1);
            let last = last.map_or(0, |last| stored[at(last)].entry.received_seconds);
            assert!(kept.made_seconds >= last, "a checkpoint before its leaves");
            assert!(kept.made_seconds >= before, "checkpoints out of order");
            before = kept.made_seconds;
        }
    }

    /// The signed tree continues every one signed before.
    fn compare_head(&mut self, ledger: &Ledger) {
        let checkpoint = ledger.last_checkpoint();
        let signed = std::mem::take(&mut self.signed);
        for before in signed.iter().chain(&[checkpoint]) {
            assert!(checkpoint.size >= before.size, "a signed tree is gone");
            assert_eq!(self.root_at(before.size), before.root, "at {}", before.size);
        }
        let before = signed.last().map_or(0, |last| last.size);
        ledger.consistency_proof(before, checkpoint.size).unwrap();
        self.signed.push(checkpoint);
    }

    /// After damage that nothing complained of: what is there is what was sent, or was in doubt.
    pub(super) fn compare_what_is_left(&mut self, ledger: &Ledger) {
        for (stored, sent) in ledger.iterate(0).zip(&self.kept) {
            let stored = stored.unwrap();
            assert!(
                sent.is_in(&stored),
                "entry {} is not what was sent",
                stored.index
            );
        }
        let found = ledger.len();
        if found > self.kept.len() as u64 {
            self.settle(found);
        }
        // What is lost unnoticed, an end that nothing signed or settled, is no longer expected.
        self.forget_from(found);
        self.in_doubt = None;
        let vault = ledger.vault();
        self.codes
            .retain(|identity, code| vault.find(identity) == Some(*code));
    }

    fn forget_from(&mut self, size: u64) {
        self.kept.truncate(at(size));
        self.places.retain(|_, index| *index < size);
        self.signed.retain(|one| one.size <= size);
    }

    fn root_at(&self, size: u64) -> Digest {
        tree_head(&self.leaves[..at(size)])
    }
}
