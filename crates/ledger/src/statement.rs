//! Texts other than checkpoints that a ledger signs: what a backup of it holds.
//!
//! They have the form of C2SP signed notes (text, empty line, one signature line by the ledger's
//! key), but may be long. One rule: no text that could be read as a checkpoint is ever signed
//! here, so the second line must not be a number. Not here: what the texts say.

use crate::Ledger;
use crate::keys::KeyName;
use crate::verifier_key::{KeyUse, Signed, VerifierKey};
use crate::{Error, Result};
use aws_lc_rs::signature::Ed25519KeyPair;
use signed_note::Signature;

impl Ledger {
    /// Signs a text, which must end with a line end and hold no empty line.
    ///
    /// # Errors
    /// When it is not such a text, or could be taken for a checkpoint.
    pub fn sign_statement(&self, text: &str) -> Result<Vec<u8>> {
        if !is_statement(text) {
            return Err(Error::ForeignCheckpoint);
        }
        let seed = self.keys().required(KeyName::SIGNING)?;
        let pair = Ed25519KeyPair::from_seed_unchecked(seed.bytes()).expect("a seed has 32 bytes");
        let key = self.own_key();
        let signature = pair.sign(text.as_bytes()).as_ref().to_vec();
        let line = Signature::new(key.name().to_string(), key.id(), signature)
            .expect("the origin was checked when the ledger was made");
        Ok([text.as_bytes(), b"\n", &line.to_bytes()].concat())
    }
}

/// The text of a note that this key, and no other, has signed; nothing if it is not exactly that.
pub fn read_statement<'a>(note: &'a [u8], key: &VerifierKey) -> Option<&'a str> {
    let text = statement_unchecked(note)?;
    let line = std::str::from_utf8(&note[text.len() + 1..]).ok()?;
    let parsed = Signature::from_bytes(line.strip_suffix('\n')?.as_bytes()).ok()?;
    let is_its = parsed.name() == key.name() && parsed.id() == key.id();
    let is_as_written = parsed.to_bytes() == line.as_bytes();
    let signed = key.check_one(text.as_bytes(), parsed.signature());
    let is_well = key.key_use() == KeyUse::Log && signed == Some(Signed::Well);
    (is_its && is_as_written && is_well && is_statement(text)).then_some(text)
}

/// The text of a note whose signature has not been checked: to find out which key is needed.
pub fn statement_unchecked(note: &[u8]) -> Option<&str> {
    let note = std::str::from_utf8(note).ok()?;
    let (text, _) = note.rsplit_once("\n\n")?;
    note.get(..text.len() + 1)
}

fn is_statement(text: &str) -> bool {
    let is_number = |line: &str| !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit());
    let is_checkpoint = text.lines().nth(1).is_none_or(is_number);
    text.ends_with('\n') && !text.contains("\n\n") && !text.starts_with('\n') && !is_checkpoint
}
