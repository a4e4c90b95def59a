//! Cosignatures: a witness says when it saw a checkpoint, and that it follows from the one it
//! saw before.
//!
//! <https://c2sp.org/tlog-cosignature>, the Ed25519 kind (0x04). What a witness checks before it
//! signs is not here (crate `witness`), nor which witnesses are enough (`policy`).

use crate::Randomness;
use crate::checkpoint::ParsedCheckpoint;
use crate::verifier_key::{KeyUse, VerifierKey, cosigned_message};
use crate::{Error, Result};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use signed_note::Signature;

/// The secret half of a witness's key.
pub struct Cosigner {
    key: VerifierKey,
    pair: Ed25519KeyPair,
}

impl Cosigner {
    /// A new secret, 32 bytes from which the key is made again.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub fn new_seed(randomness: &dyn Randomness) -> Result<[u8; 32]> {
        let mut seed = [0; 32];
        randomness.fill(&mut seed)?;
        Ok(seed)
    }

    /// The key of a witness of this name.
    ///
    /// # Errors
    /// When the name cannot stand in a signed note.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<Cosigner> {
        crate::checkpoint::check_origin(name)?;
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).expect("a seed has 32 bytes");
        let public = pair.public_key().as_ref().try_into();
        let public = public.expect("a public key has 32 bytes");
        let key = VerifierKey::new(name, KeyUse::Witness, public).ok_or(Error::Origin)?;
        Ok(Cosigner { key, pair })
    }

    /// What others configure.
    pub fn verifier_key(&self) -> &VerifierKey {
        &self.key
    }

    /// The signature line over a checkpoint, seen at `time_seconds` (UTC, not 0).
    pub fn cosign(&self, checkpoint: &ParsedCheckpoint, time_seconds: u64) -> Vec<u8> {
        let time = time_seconds.clamp(1, i64::MAX as u64);
        let message = cosigned_message(time, &checkpoint.text);
        let signature = self.pair.sign(&message);
        let signature = [&time.to_be_bytes(), signature.as_ref()].concat();
        Signature::new(self.key.name().to_string(), self.key.id(), signature)
            .expect("the name was checked when the key was made")
            .to_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandomness;
    use crate::checkpoint::{Checkpoint, CheckpointKey, parse_checkpoint};
    use crate::verifier_key::Signed;

    fn note() -> Vec<u8> {
        let key = CheckpointKey::new("log.example/1", &[5; 32]);
        let root = [9; 32];
        key.sign(&Checkpoint { size: 7, root })
    }

    fn cosigned(cosigner: &Cosigner, time: u64) -> Vec<u8> {
        let parsed = parse_checkpoint(&note()).unwrap();
        [note(), cosigner.cosign(&parsed, time)].concat()
    }

    #[test]
    fn a_cosignature_says_when_and_is_checked_with_the_key_in_text_form() {
        let cosigner = Cosigner::new("witness.example/w1", &[3; 32]).unwrap();
        let parsed = parse_checkpoint(&cosigned(&cosigner, 1_679_315_147)).unwrap();
        let key = VerifierKey::parse(&cosigner.verifier_key().to_string()).unwrap();
        assert_eq!(key.check(&parsed), Signed::At(1_679_315_147));
        assert_eq!(parsed.signatures[1].2.len(), 72);
        let other = Cosigner::new("witness.example/w1", &[4; 32]).unwrap();
        assert_eq!(other.verifier_key().check(&parsed), Signed::Not);
    }

    /// The message that the specification prints, signed, is what is checked.
    #[test]
    fn the_message_is_that_of_the_specification() {
        let text = "example.com/behind-the-sofa\n20852163\n\
                    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        let expected = format!("cosignature/v1\ntime 1679315147\n{text}");
        let found = cosigned_message(1_679_315_147, text.as_bytes());
        assert_eq!(String::from_utf8(found).unwrap(), expected);
    }

    #[test]
    fn another_time_another_text_or_a_changed_bit_is_wrong() {
        let cosigner = Cosigner::new("witness.example/w1", &[3; 32]).unwrap();
        let good = parse_checkpoint(&cosigned(&cosigner, 1000)).unwrap();
        let key = cosigner.verifier_key();
        for bit in 0..72 * 8 {
            let mut wrong = parse_checkpoint(&cosigned(&cosigner, 1000)).unwrap();
            wrong.signatures[1].2[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(key.check(&wrong), Signed::Wrongly, "bit {bit}");
        }
        let mut wrong = parse_checkpoint(&cosigned(&cosigner, 1000)).unwrap();
        wrong.text.insert(0, b'x');
        assert_eq!(key.check(&wrong), Signed::Wrongly);
        wrong = good;
        for length in [71, 8, 7, 0] {
            wrong.signatures[1].2.truncate(length);
            assert_eq!(key.check(&wrong), Signed::Wrongly, "{length} bytes");
        }
    }

    #[test]
    fn no_two_witnesses_are_given_the_same_secret() {
        let seed = || Cosigner::new_seed(&SystemRandomness).unwrap();
        assert_ne!(seed(), seed());
    }

    #[test]
    fn names_that_cannot_stand_in_a_note_are_refused() {
        for name in ["", "a b", "a+b", "a\nb"] {
            assert!(Cosigner::new(name, &[3; 32]).is_err(), "{name:?}");
        }
    }
}
