//! A proof that one entry is in the log, and of what it says, to be checked with the public key.
//!
//! The text file of <https://c2sp.org/tlog-proof>: the `extra` line holds the entry and the
//! openings of the compartments that may be seen (`docs/ledger-format.md`, Proofs). Reading is
//! strict: a file that is not byte for byte what it would be written as is refused, and every
//! byte is bound by the checkpoint's signature. Not here: making one (`prove`).

use crate::checkpoint::{Checkpoint, parse_checkpoint};
use crate::compartment::CompartmentKind;
use crate::consistency::PROOF_HASHES_MAX;
use crate::digest::{Digest, leaf_hash};
use crate::entry::{ENTRY_BYTES, Entry};
use crate::header::length_u32;
use crate::opening::{Opening, SIBLINGS_MAX};
use crate::verifier_key::{Signed, VerifierKey};
use base64::prelude::{BASE64_STANDARD, Engine};
use tlog_tiles::{Hash, check_record};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
const EXTRA_MAGIC: &[u8; 8] = b"TILSYNPF";
const EXTRA_VERSION: u16 = 1;
/// Longest proof file read: an event of 256 MiB in base64, and the hashes beside its parts.
pub const PROOF_BYTES_MAX: u64 = 512 << 20;

/// An entry, the way from it to a signed checkpoint, and what of it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The entry's place in the log.
    pub index: u64,
    /// The entry.
    pub entry: [u8; ENTRY_BYTES],
    /// How many compartments it has; 0 where none is opened.
    pub compartments: u16,
    /// Those that are opened, by number.
    pub openings: Vec<Opening>,
    /// The inclusion proof: from the leaf's sibling to the head's child (RFC 6962, 2.1.1).
    pub hashes: Vec<Digest>,
    /// The signed checkpoint.
    pub note: Vec<u8>,
}

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// It is no file of this format, or not exactly as one is written.
    #[error("it is not a tlog-proof of this format, or a character of it was changed")]
    Form,
    /// The checkpoint is signed by nobody, by another key, or was changed.
    #[error("its checkpoint is not signed with this key")]
    Signature,
    /// The checkpoint names another log than the key does.
    #[error("its checkpoint is of another log than the key")]
    Origin,
    /// Entry, index and hashes do not lead to the head that was signed.
    #[error("the entry is not the one with this index in the tree that was signed")]
    Inclusion,
    /// The entry is of a version or kind not known here.
    #[error("the entry is of no known version")]
    Entry,
    /// A compartment is not what the entry commits to.
    #[error("compartment {0} is not what the entry commits to")]
    Opening(u16),
}

/// What a proof has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The entry, taken apart.
    pub entry: Entry,
    /// The checkpoint it is under.
    pub checkpoint: Checkpoint,
    /// Names on the checkpoint beside the log's: what they say was not checked.
    pub other_signers: Vec<String>,
}

impl Proof {
    /// Checks everything: signature, inclusion, openings.
    ///
    /// # Errors
    /// What does not hold, the first that was found.
    pub fn check(&self, key: &VerifierKey) -> Result<Proven, ProofError> {
        let checkpoint = parse_checkpoint(&self.note).ok_or(ProofError::Form)?;
        if checkpoint.origin != key.name() {
            return Err(ProofError::Origin);
        }
        if key.check(&checkpoint) != Signed::Well {
            return Err(ProofError::Signature);
        }
        let signed = checkpoint.checkpoint;
        let hashes = self.hashes.iter().map(|hash| Hash(*hash)).collect();
        let leaf = Hash(leaf_hash(&self.entry));
        check_record(&hashes, signed.size, Hash(signed.root), self.index, leaf)
            .map_err(|_| ProofError::Inclusion)?;
        let entry = Entry::of(&self.entry).ok_or(ProofError::Entry)?;
        for opening in &self.openings {
            if !opening.is_committed_in(self.compartments, &entry.body_root) {
                return Err(ProofError::Opening(opening.number));
            }
        }
        let others = checkpoint.signatures.into_iter().map(|(name, ..)| name);
        Ok(Proven {
            entry,
            checkpoint: signed,
            other_signers: others.filter(|name| name != key.name()).collect(),
        })
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let extra = BASE64_STANDARD.encode(self.extra());
        let mut text = format!("{FIRST_LINE}\nextra {extra}\nindex {}\n", self.index);
        for hash in &self.hashes {
            text.push_str(&BASE64_STANDARD.encode(hash));
            text.push('\n');
        }
        text.push('\n');
        [text.as_bytes(), &self.note].concat()
    }

    /// Reads a file; nothing of it has been checked yet.
    ///
    /// # Errors
    /// When it is not byte for byte what [`Proof::to_bytes`] writes.
    pub fn parse(bytes: &[u8]) -> Result<Proof, ProofError> {
        let proof = Proof::read(bytes).ok_or(ProofError::Form)?;
        match proof.to_bytes() == bytes {
            true => Ok(proof),
            false => Err(ProofError::Form),
        }
    }

    fn read(bytes: &[u8]) -> Option<Proof> {
        let (head, note) = std::str::from_utf8(bytes).ok()?.split_once("\n\n")?;
        let mut lines = head.split('\n');
        if lines.next()? != FIRST_LINE {
            return None;
        }
        let extra = BASE64_STANDARD.decode(lines.next()?.strip_prefix("extra ")?);
        let (entry, compartments, openings) = parse_extra(&extra.ok()?)?;
        let index = lines.next()?.strip_prefix("index ")?.parse().ok()?;
        let hash = |line: &str| BASE64_STANDARD.decode(line).ok()?.try_into().ok();
        let hashes: Vec<Digest> = lines
            .take(PROOF_HASHES_MAX + 1)
            .map(hash)
            .collect::<Option<_>>()?;
        parse_checkpoint(note.as_bytes())?;
        (hashes.len() <= PROOF_HASHES_MAX).then(|| Proof {
            index,
            entry,
            compartments,
            openings,
            hashes,
            note: note.as_bytes().to_vec(),
        })
    }

    fn extra(&self) -> Vec<u8> {
        let mut extra = EXTRA_MAGIC.to_vec();
        extra.extend_from_slice(&EXTRA_VERSION.to_be_bytes());
        extra.extend_from_slice(&self.entry);
        extra.extend_from_slice(&self.compartments.to_be_bytes());
        let count = u16::try_from(self.openings.len()).expect("no more than compartments");
        extra.extend_from_slice(&count.to_be_bytes());
        for opening in &self.openings {
            extra.extend_from_slice(&opening.number.to_be_bytes());
            extra.push(opening.kind as u8);
            extra.extend_from_slice(&opening.salt);
            let siblings = u8::try_from(opening.siblings.len()).expect("at most 16");
            extra.push(siblings);
            extra.extend_from_slice(opening.siblings.as_flattened());
            extra.extend_from_slice(&length_u32(opening.bytes.len()).to_be_bytes());
            extra.extend_from_slice(&opening.bytes);
        }
        extra
    }
}

type Extra = ([u8; ENTRY_BYTES], u16, Vec<Opening>);

/// The `extra` line; nothing where its numbers do not fit each other.
fn parse_extra(extra: &[u8]) -> Option<Extra> {
    let mut rest = extra.strip_prefix(EXTRA_MAGIC)?;
    if u16::from_be_bytes(take(&mut rest)?) != EXTRA_VERSION {
        return None;
    }
    let entry = take(&mut rest)?;
    let compartments = u16::from_be_bytes(take(&mut rest)?);
    let count = u16::from_be_bytes(take(&mut rest)?);
    let mut openings: Vec<Opening> = Vec::new();
    for _ in 0..count {
        let opening = parse_opening(&mut rest)?;
        if openings
            .last()
            .is_some_and(|last| last.number >= opening.number)
        {
            return None;
        }
        openings.push(opening);
    }
    // With nothing opened nothing would bind the number of compartments, so it is 0.
    let is_bound = count > 0 || compartments == 0;
    (rest.is_empty() && is_bound).then_some((entry, compartments, openings))
}

fn parse_opening(rest: &mut &[u8]) -> Option<Opening> {
    let number = u16::from_be_bytes(take(rest)?);
    let [kind] = take(rest)?;
    let kind = CompartmentKind::of(kind)?;
    let salt = take(rest)?;
    let [siblings] = take(rest)?;
    if usize::from(siblings) > SIBLINGS_MAX {
        return None;
    }
    let siblings = (0..siblings).map(|_| take(rest)).collect::<Option<_>>()?;
    let length = usize::try_from(u32::from_be_bytes(take(rest)?)).ok()?;
    let (bytes, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(Opening {
        number,
        kind,
        salt,
        siblings,
        bytes: bytes.to_vec(),
    })
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*taken)
}
