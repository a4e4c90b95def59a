//! An id made of the content, for sources that state none.
//!
//! The same message always gets the same id, so that it is known as a duplicate when it comes
//! again. Two acts that a source writes down in exactly the same words, to the millisecond,
//! cannot be told apart by anyone and count once.

use sha2::{Digest, Sha256};
use tilsyn_domain::event::SOURCE_CHARS_MAX;

/// `sha256-` and 64 hexadecimal digits.
pub(crate) fn id(content: &[u8]) -> String {
    format!("sha256-{}", hex(content, 64))
}

/// A source's name within the limit of the contract: a longer one is cut and gets digits of its
/// hash behind it, so that two long names stay apart.
pub(crate) fn source(name: &str) -> String {
    let name = name.trim();
    if name.chars().count() <= SOURCE_CHARS_MAX {
        return name.to_owned();
    }
    let kept: String = name.chars().take(SOURCE_CHARS_MAX - 17).collect();
    format!("{kept}~{}", hex(name.as_bytes(), 16))
}

fn hex(content: &[u8], digits: usize) -> String {
    let hash = Sha256::digest(content);
    let mut text: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    text.truncate(digits);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sources_are_cut_to_the_limit_and_stay_apart() {
        let (one, two) = (source(&"æ".repeat(65)), source(&"æ".repeat(66)));
        assert_eq!((one.chars().count(), two.chars().count()), (64, 64));
        assert_ne!(one, two);
        assert_eq!(source(&"æ".repeat(64)), "æ".repeat(64));
    }

    #[test]
    fn ids_follow_the_content() {
        let empty = "sha256-e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(id(b""), empty);
    }
}
