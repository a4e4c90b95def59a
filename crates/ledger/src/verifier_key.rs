//! Public keys of logs and witnesses as others configure them: C2SP *vkeys*.
//!
//! <https://c2sp.org/signed-note>: `<name>+<key id in hex>+<base64 of type and key>`. Reading is
//! strict: what would be written otherwise is refused. Two types are known, an Ed25519 key of a
//! log (0x01) and an Ed25519 key of a witness (0x04, <https://c2sp.org/tlog-cosignature>).
//! Not here: signing (`checkpoint`, `cosignature`).

use crate::checkpoint::ParsedCheckpoint;
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::prelude::{BASE64_STANDARD, Engine};
use std::fmt;

/// The last second a cosignature may name.
const TIME_MAX: u64 = i64::MAX as u64;

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// Checkpoints of its own log: signature type 0x01.
    Log,
    /// Checkpoints of other logs, each with the time: signature type 0x04.
    Witness,
}

impl KeyUse {
    fn number(self) -> u8 {
        match self {
            KeyUse::Log => 1,
            KeyUse::Witness => 4,
        }
    }
}

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifierKeyError {
    /// It is not `<name>+<id>+<base64>`.
    #[error("it is not of the form <name>+<8 hex digits>+<base64>")]
    Form,
    /// The id is not that of the name and key: a letter is wrong somewhere.
    #[error("its id does not fit its name and key; a character is wrong")]
    Id,
    /// A type that is not known here.
    #[error("signature type 0x{0:02x} is not known here (0x01 for logs, 0x04 for witnesses)")]
    Type(u8),
}

/// A public key and the name that its signatures bear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    key_use: KeyUse,
    public: [u8; 32],
    id: u32,
}

/// What a key says of a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// There is no signature of this key.
    Not,
    /// There is a line of this key whose signature is wrong. The note is not to be trusted.
    Wrongly,
    /// By a log's key.
    Well,
    /// By a witness's key, at this time in seconds UTC.
    At(u64),
}

impl VerifierKey {
    /// A key under a name; `None` where the name cannot stand in a note.
    pub(crate) fn new(name: &str, key_use: KeyUse, public: [u8; 32]) -> Option<VerifierKey> {
        let is_plain = !name.chars().any(char::is_control);
        (signed_note::is_key_name_valid(name) && is_plain).then(|| VerifierKey {
            name: name.to_string(),
            key_use,
            public,
            id: signed_note::key_id(name, &typed(key_use, &public)),
        })
    }

    /// Reads a key in text form.
    ///
    /// # Errors
    /// When it is not byte for byte what it would be written as, or of a type not known here.
    pub fn parse(text: &str) -> Result<VerifierKey, VerifierKeyError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(VerifierKeyError::Form);
        };
        let key = BASE64_STANDARD
            .decode(key)
            .map_err(|_| VerifierKeyError::Form)?;
        let (number, public) = key.split_first().ok_or(VerifierKeyError::Form)?;
        let key_use = match number {
            1 => KeyUse::Log,
            4 => KeyUse::Witness,
            other => return Err(VerifierKeyError::Type(*other)),
        };
        let public = public.try_into().map_err(|_| VerifierKeyError::Form)?;
        let read = VerifierKey::new(name, key_use, public).ok_or(VerifierKeyError::Form)?;
        if format!("{:08x}", read.id) != id {
            let is_hex = id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
            return Err(if is_hex {
                VerifierKeyError::Id
            } else {
                VerifierKeyError::Form
            });
        }
        Ok(read)
    }

    /// Who signs with it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    pub fn key_use(&self) -> KeyUse {
        self.key_use
    }

    /// The key itself: two verifier keys with the same one are the same key.
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    pub(crate) fn id(&self) -> u32 {
        self.id
    }

    /// Whether a checkpoint is signed with this key. Several lines of one key must all be right.
    pub fn check(&self, checkpoint: &ParsedCheckpoint) -> Signed {
        let mut found = Signed::Not;
        let lines = checkpoint.signatures.iter();
        for (_, _, signature) in lines.filter(|(name, id, _)| *name == self.name && *id == self.id)
        {
            match self.check_one(&checkpoint.text, signature) {
                Some(signed) => found = signed,
                None => return Signed::Wrongly,
            }
        }
        found
    }

    /// The checkpoint's text with the signature lines of this key and no others.
    pub fn only_line(&self, checkpoint: &ParsedCheckpoint) -> Vec<u8> {
        let mut note = [&checkpoint.text, b"\n".as_slice()].concat();
        for (name, id, signature) in &checkpoint.signatures {
            if *name == self.name && *id == self.id {
                note.extend(note_line(name, *id, signature));
            }
        }
        note
    }

    /// What one signature over this text says; `None` if it is wrong.
    pub(crate) fn check_one(&self, text: &[u8], signature: &[u8]) -> Option<Signed> {
        let key = UnparsedPublicKey::new(&ED25519, &self.public);
        match self.key_use {
            KeyUse::Log => key.verify(text, signature).ok().map(|()| Signed::Well),
            KeyUse::Witness => {
                let (time, signature) = signature.split_first_chunk()?;
                let time = u64::from_be_bytes(*time);
                let is_time = (1..=TIME_MAX).contains(&time);
                let verified = key.verify(&cosigned_message(time, text), signature);
                (is_time && verified.is_ok()).then_some(Signed::At(time))
            }
        }
    }
}

fn note_line(name: &str, id: u32, signature: &[u8]) -> Vec<u8> {
    signed_note::Signature::new(name.to_string(), id, signature.to_vec())
        .expect("a name that was read from a note can stand in one")
        .to_bytes()
}

/// What a witness signs: two lines of its own, then the text of the checkpoint.
pub(crate) fn cosigned_message(time_seconds: u64, text: &[u8]) -> Vec<u8> {
    let head = format!("cosignature/v1\ntime {time_seconds}\n");
    [head.as_bytes(), text].concat()
}

fn typed(key_use: KeyUse, public: &[u8; 32]) -> Vec<u8> {
    [&[key_use.number()], public.as_slice()].concat()
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = BASE64_STANDARD.encode(typed(self.key_use, &self.public));
        write!(f, "{}+{:08x}+{key}", self.name, self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::{Checkpoint, CheckpointKey, parse_checkpoint};

    /// The example of the specification.
    const EXAMPLE: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    #[test]
    fn the_key_of_the_specification_is_read_and_checks_its_note() {
        let key = VerifierKey::parse(EXAMPLE).unwrap();
        assert_eq!(
            (key.name(), key.key_use()),
            ("example.com/foo", KeyUse::Log)
        );
        assert_eq!(key.to_string(), EXAMPLE);
        let line = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXm\
                    RKuwHjG1Yu72IneyaQM=";
        let line = BASE64_STANDARD.decode(line).unwrap();
        assert_eq!(line[..4], key.id().to_be_bytes());
        let text = b"This is an example message.\n";
        assert_eq!(key.check_one(text, &line[4..]), Some(Signed::Well));
        assert_eq!(key.check_one(b"This is another.\n", &line[4..]), None);
        let signature = &line[4..];
        assert_eq!(key.check_one(text, &signature[1..]), None);
        assert_eq!(key.check_one(text, &signature[..63]), None);
        assert_eq!(key.check_one(text, &[signature, &[0]].concat()), None);
    }

    #[test]
    fn a_key_with_a_wrong_character_anywhere_is_refused() {
        for at in 0..EXAMPLE.len() {
            let mut wrong = EXAMPLE.as_bytes().to_vec();
            wrong[at] = if wrong[at] == b'b' { b'c' } else { b'b' };
            let wrong = String::from_utf8(wrong).unwrap();
            assert!(VerifierKey::parse(&wrong).is_err(), "{wrong}");
        }
        for wrong in [
            "",
            "+",
            "++",
            "a+b+c",
            &EXAMPLE[1..],
            &format!("{EXAMPLE} "),
        ] {
            assert!(VerifierKey::parse(wrong).is_err(), "{wrong}");
        }
        let upper = EXAMPLE.replace("530d903a", "530D903A");
        assert_eq!(VerifierKey::parse(&upper), Err(VerifierKeyError::Id));
        for id in ["530d903", "530d903aa", "530d903g", ""] {
            let wrong = EXAMPLE.replace("530d903a", id);
            let refused = VerifierKey::parse(&wrong);
            assert_eq!(refused, Err(VerifierKeyError::Form), "{id}");
        }
    }

    #[test]
    fn a_note_is_taken_over_with_the_lines_of_one_key_and_no_others() {
        let log = CheckpointKey::new("log.example/1", &[5; 32]);
        let own = log.sign(&Checkpoint {
            size: 7,
            root: [9; 32],
        });
        let key = VerifierKey::parse(&log.verifier_key()).unwrap();
        let mut parsed = parse_checkpoint(&own).unwrap();
        let signature = parsed.signatures[0].2.clone();
        for (name, id) in [(key.name(), key.id() ^ 1), ("other.example", key.id())] {
            let line = (name.to_owned(), id, signature.clone());
            parsed.signatures.insert(0, line);
        }
        assert_eq!(key.only_line(&parsed), own);
    }

    #[test]
    fn a_type_that_is_not_known_is_named() {
        let key = BASE64_STANDARD.encode([&[6_u8], [7; 32].as_slice()].concat());
        let found = VerifierKey::parse(&format!("a.example+00000000+{key}"));
        assert_eq!(found, Err(VerifierKeyError::Type(6)));
    }
}
