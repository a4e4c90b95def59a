//! Checkpoints: the size and head of the tree, signed, as a C2SP signed note.
//!
//! <https://c2sp.org/tlog-checkpoint>, <https://c2sp.org/signed-note>. Ed25519; no extension
//! lines, which witnesses refuse. Reading is strict: a note that is not byte for byte what it
//! would be written as is refused. Not here: when checkpoints are made (`tree`).

use crate::digest::Digest;
use crate::{Error, Result};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::prelude::{BASE64_STANDARD, Engine};
use signed_note::{Note, Signature};
use std::collections::HashSet;
use tlog_tiles::{Checkpoint as CheckpointText, Hash};

const ALGORITHM_ED25519: u8 = 1;
const ORIGIN_CHARACTERS_MAX: usize = 200;

/// The size and head of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// How many leaves it has.
    pub size: u64,
    /// Its head.
    pub root: Digest,
}

/// Signs and checks the checkpoints of one log.
pub(crate) struct CheckpointKey {
    origin: String,
    pair: Ed25519KeyPair,
    id: u32,
}

/// Whether this can be the name of a log: no spaces, no plus signs.
pub(crate) fn check_origin(origin: &str) -> Result<()> {
    let is_short = origin.chars().count() <= ORIGIN_CHARACTERS_MAX;
    let is_plain = !origin.chars().any(char::is_control);
    let is_valid = signed_note::is_key_name_valid(origin) && is_short && is_plain;
    if is_valid { Ok(()) } else { Err(Error::Origin) }
}

impl CheckpointKey {
    pub(crate) fn new(origin: &str, seed: &[u8; 32]) -> CheckpointKey {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).expect("a seed has 32 bytes");
        let id = signed_note::key_id(origin, &typed_key(&pair));
        CheckpointKey {
            origin: origin.to_string(),
            pair,
            id,
        }
    }

    /// The public key as others configure it: `<origin>+<id>+<base64>`.
    pub(crate) fn verifier_key(&self) -> String {
        let key = BASE64_STANDARD.encode(typed_key(&self.pair));
        format!("{}+{:08x}+{key}", self.origin, self.id)
    }

    /// The signed note of a checkpoint.
    pub(crate) fn sign(&self, checkpoint: &Checkpoint) -> Vec<u8> {
        let text = CheckpointText::new(&self.origin, checkpoint.size, Hash(checkpoint.root), "")
            .expect("the origin was checked when the ledger was made")
            .to_bytes();
        let signature = self.pair.sign(&text).as_ref().to_vec();
        let signature = Signature::new(self.origin.clone(), self.id, signature)
            .expect("the origin was checked when the ledger was made");
        Note::new(&text, &[signature])
            .expect("a checkpoint is plain text")
            .to_bytes()
    }

    /// The checkpoint in a note signed with this key and no other; nothing if it is not that.
    pub(crate) fn read(&self, note: &[u8]) -> Option<Checkpoint> {
        let parsed = parse_checkpoint(note)?;
        if parsed.origin != self.origin || parsed.signatures.len() != 1 {
            return None;
        }
        let (name, id, signature) = &parsed.signatures[0];
        let key = UnparsedPublicKey::new(&ED25519, self.pair.public_key());
        let is_signed =
            *name == self.origin && *id == self.id && key.verify(&parsed.text, signature).is_ok();
        is_signed.then_some(parsed.checkpoint)
    }
}

fn typed_key(pair: &Ed25519KeyPair) -> Vec<u8> {
    [&[ALGORITHM_ED25519], pair.public_key().as_ref()].concat()
}

/// A checkpoint note, taken apart. Its signatures have not been checked.
#[derive(Debug)]
pub struct ParsedCheckpoint {
    /// The name of the log.
    pub origin: String,
    /// What it says about the tree.
    pub checkpoint: Checkpoint,
    /// The bytes that are signed.
    pub text: Vec<u8>,
    /// Name, key id and signature of each signature line.
    pub signatures: Vec<(String, u32, Vec<u8>)>,
}

/// Takes a checkpoint note apart; nothing if it is not exactly in the form it is written in.
pub fn parse_checkpoint(note: &[u8]) -> Option<ParsedCheckpoint> {
    let (text, lines) = std::str::from_utf8(note).ok()?.rsplit_once("\n\n")?;
    let text = format!("{text}\n");
    let parse = |line: &str| Signature::from_bytes(line.as_bytes()).ok();
    let lines = lines.strip_suffix('\n')?;
    let signatures: Vec<Signature> = lines.split('\n').map(parse).collect::<Option<_>>()?;
    // A line that is there twice says nothing more, and would make two notes of one.
    let mut seen = HashSet::new();
    if !lines.split('\n').all(|line| seen.insert(line)) {
        return None;
    }
    let rewritten = Note::new(text.as_bytes(), &signatures).ok()?.to_bytes();
    let parsed = CheckpointText::from_bytes(text.as_bytes()).ok()?;
    if rewritten != note || parsed.to_bytes() != text.as_bytes() || !parsed.extension().is_empty() {
        return None;
    }
    let signature = |one: &Signature| (one.name().to_string(), one.id(), one.signature().to_vec());
    Some(ParsedCheckpoint {
        origin: parsed.origin().to_string(),
        checkpoint: Checkpoint {
            size: parsed.size(),
            root: parsed.hash().0,
        },
        signatures: signatures.iter().map(signature).collect(),
        text: text.into_bytes(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "log.example/1";

    fn key() -> CheckpointKey {
        CheckpointKey::new(ORIGIN, &[5; 32])
    }

    fn text(size: &str) -> String {
        format!("{ORIGIN}\n{size}\n{}\n", BASE64_STANDARD.encode([6; 32]))
    }

    /// The line of a signature that is right, whatever name and id it gives.
    fn line(text: &str, name: &str, id: u32) -> String {
        let signature = key().pair.sign(text.as_bytes()).as_ref().to_vec();
        let line = Signature::new(name.to_owned(), id, signature).unwrap();
        String::from_utf8(line.to_bytes()).unwrap()
    }

    #[test]
    fn only_a_note_with_this_keys_signature_and_no_other_is_the_ledgers() {
        let (key, text) = (key(), text("3"));
        let right = line(&text, ORIGIN, key.id);
        let read = |lines: &[&str]| key.read(format!("{text}\n{}", lines.concat()).as_bytes());
        let expected = Checkpoint {
            size: 3,
            root: [6; 32],
        };
        assert_eq!(read(&[&right]), Some(expected));
        assert_eq!(key.sign(&expected), format!("{text}\n{right}").as_bytes());
        assert_eq!(
            read(&[&line(&text, ORIGIN, key.id ^ 1)]),
            None,
            "of another id"
        );
        let of_other = line(&text, "witness.example", key.id);
        assert_eq!(read(&[&of_other]), None, "in another name");
        assert_eq!(read(&[&right, &of_other]), None, "one more");
        assert_eq!(
            read(&[&line("else", ORIGIN, key.id)]),
            None,
            "of another text"
        );
        let elsewhere = text.replace(ORIGIN, "log.example/2");
        let signed = line(&elsewhere, ORIGIN, key.id);
        assert_eq!(key.read(format!("{elsewhere}\n{signed}").as_bytes()), None);
    }

    #[test]
    fn what_could_be_written_otherwise_is_no_checkpoint() {
        let parse = |text: &str| {
            let note = format!("{text}\n{}", line(text, ORIGIN, 7));
            parse_checkpoint(note.as_bytes()).map(|parsed| parsed.checkpoint.size)
        };
        assert_eq!(parse(&text("3")), Some(3));
        for size in ["03", "+3", " 3", "-3", "", "18446744073709551616"] {
            assert_eq!(parse(&text(size)), None, "{size}");
        }
        assert_eq!(
            parse(&(text("3") + "more\n")),
            None,
            "a line of an extension"
        );
        let text = text("3");
        let twice = line(&text, ORIGIN, 7).repeat(2);
        assert!(parse_checkpoint(format!("{text}\n{twice}").as_bytes()).is_none());
    }
}
