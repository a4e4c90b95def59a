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

/// A call whose outcome is not known: all of it may be there, or none.
#[derive(Clone, Debug, Default)]
pub(super) struct InDoubt {
    pub(super) fresh: Vec<Sent>,
    pub(super) positions: Vec<(u32, Position)>,
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
}

impl Model {
    pub(super) fn keep(&mut self, call: InDoubt) {
        for sent in call.fresh {
            let index = self.kept.len() as u64;
            self.places
                .insert((sent.source, sent.event_id.clone()), index);
            self.kept.push(sent);
        }
        for (source, position) in call.positions {
            self.positions
                .insert((source, position.stream), position.bytes);
        }
    }

    /// What a call with these groups would add.
    pub(super) fn outcome_of(&self, groups: &[Vec<NewEntry>]) -> InDoubt {
        let mut call = InDoubt::default();
        let mut seen = std::collections::BTreeSet::new();
        for new in groups.iter().flatten() {
            let key = (new.source, new.event_id.clone());
            if !self.places.contains_key(&key) && seen.insert(key) {
                call.fresh.push(Sent::of(new));
            }
        }
        if !call.fresh.is_empty() {
            let with_position = groups.iter().flatten();
            call.positions = with_position
                .filter_map(|new| Some((new.source, new.position.clone()?)))
                .collect();
        }
        call
    }

    /// Settles what was in doubt by what is there, and compares the rest.
    pub(super) fn compare(&mut self, ledger: &Ledger) {
        let before = self.kept.len() as u64;
        let found = ledger.len();
        assert!(
            found >= before,
            "{} acknowledged entries are lost",
            before - found.min(before)
        );
        if found > before {
            let call = self.in_doubt.take().expect("entries that nobody sent");
            let all = before + call.fresh.len() as u64;
            assert_eq!(found, all, "a part of a group is visible");
            self.keep(call);
        }
        self.in_doubt = None;
        let stored: Vec<StoredEntry> = ledger.iterate(0).map(|one| one.unwrap()).collect();
        assert_eq!(stored.len(), self.kept.len());
        for (stored, sent) in stored.iter().zip(&self.kept) {
            assert!(
                sent.is_in(stored),
                "entry {} is not what was sent",
                stored.index
            );
        }
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
            let call = self.in_doubt.take().expect("entries that nobody sent");
            self.keep(call);
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
