//! The codes: what stands on paper, what somebody types, and the digest that is kept.

use sha2::{Digest, Sha256};
use tilsyn_registry::CodeDigest;

/// Characters of a code that say something: 125 bits, which nobody guesses, so nobody who guesses
/// needs to be stopped, and nobody can lock the door from outside by guessing.
const CODE_CHARS: usize = 25;
/// Characters that stand together.
const GROUP_CHARS: usize = 5;
/// Digits and letters that are not taken for one another when read from paper (Crockford's base
/// 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// A code on paper, or as somebody types it.
#[derive(Clone, PartialEq, Eq)]
pub struct EmergencyCode(String);

impl EmergencyCode {
    /// `random`: of a good source.
    #[must_use]
    pub fn of(random: &[u8; 32]) -> EmergencyCode {
        let signs = random.iter().take(CODE_CHARS);
        let signs = signs.map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        EmergencyCode(signs.collect())
    }

    /// What somebody read from paper: small letters, spaces, and what looks like another sign are
    /// meant as what stands there.
    #[must_use]
    pub fn typed(text: &str) -> EmergencyCode {
        let signs = text.chars().filter(|sign| sign.is_ascii_alphanumeric());
        let signs = signs.take(CODE_CHARS + 1);
        EmergencyCode(signs.map(as_written).collect())
    }

    /// As it is written down: in groups.
    #[must_use]
    pub fn text(&self) -> String {
        let groups = self.0.as_bytes().chunks(GROUP_CHARS);
        let groups: Vec<&str> = groups
            .filter_map(|one| std::str::from_utf8(one).ok())
            .collect();
        groups.join("-")
    }

    /// Of this half of that person's login; another half or person has another one.
    pub(super) fn digest(&self, half: Half, user: &str) -> CodeDigest {
        let mut digest = Sha256::new();
        for part in ["tilsyn emergency code", half.word(), user, &self.0] {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part);
        }
        digest.finalize().into()
    }
}

fn as_written(sign: char) -> char {
    match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        sign => sign,
    }
}

/// Opens a door: never printed.
impl std::fmt::Debug for EmergencyCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EmergencyCode(hidden)")
    }
}

/// Which code it is.
#[derive(Clone, Copy)]
pub(super) enum Half {
    First,
    Second,
}

impl Half {
    fn word(self) -> &'static str {
        match self {
            Half::First => "first",
            Half::Second => "second",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(first: u8) -> EmergencyCode {
        let mut random = [0; 32];
        random
            .iter_mut()
            .zip(first..)
            .for_each(|(to, from)| *to = from);
        EmergencyCode::of(&random)
    }

    #[test]
    fn a_code_is_read_from_paper_as_people_read_it() {
        let written = code(0).text();
        assert_eq!(written, "01234-56789-ABCDE-FGHJK-MNPQR");
        for typed in [
            "01234-56789-ABCDE-FGHJK-MNPQR",
            " ol234 56789 abcde fghjk mnpqr ",
            "O1234-56789-ABCDE-FGHJK-MNPQR\n",
        ] {
            assert!(EmergencyCode::typed(typed) == code(0), "{typed}");
        }
        for other in ["", "0", &written[1..], &format!("{written}0"), "é"] {
            assert!(EmergencyCode::typed(other) != code(0), "{other}");
        }
    }

    #[test]
    fn a_code_opens_one_half_of_one_login() {
        let digests = [
            code(0).digest(Half::First, "kari"),
            code(0).digest(Half::Second, "kari"),
            code(0).digest(Half::First, "kar"),
            code(1).digest(Half::First, "kari"),
        ];
        for (at, one) in digests.iter().enumerate() {
            assert!(digests[..at].iter().all(|other| other != one));
        }
        assert_eq!(format!("{:?}", code(0)), "EmergencyCode(hidden)");
    }
}
