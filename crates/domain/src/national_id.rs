//! National identity numbers of Norway, Denmark, Sweden and Finland.
//!
//! One rule: an id is kept as it came, whatever its check digits say; being wrong is a mark on
//! it, never a reason to drop it. It has no `Display`, and its `Debug` hides it.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A national identity number, without spaces and hyphens (formats.md, section 4).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NationalId(Box<str>);

/// What the digits say about an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdForm {
    /// A number of the form its country gives out, with right check digits where it has any.
    Valid,
    /// A number from a test series: no living person has it.
    Synthetic,
    /// The form of a national number, but the check digits or the date are wrong.
    WrongCheck,
    /// Some other identifier.
    Foreign,
}

impl NationalId {
    /// Keeps an id; spaces and hyphens go. `None` if nothing is left.
    #[must_use]
    pub fn new(text: &str) -> Option<NationalId> {
        let clean = |c: char| !(c.is_whitespace() || c == '-');
        if !text.is_empty() && text.chars().all(clean) {
            return Some(NationalId(text.into()));
        }
        let kept: String = text.chars().filter(|c| clean(*c)).collect();
        (!kept.is_empty()).then(|| NationalId(kept.into()))
    }

    /// The id itself. The name is long so that a reader of code sees where ids go.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What its digits say, by the rules of whichever of the four countries fits best.
    #[must_use]
    pub fn form(&self) -> IdForm {
        let Some(digits) = digits(&self.0) else {
            return finnish(&self.0);
        };
        match digits.len() {
            11 => norwegian(&digits),
            10 => danish_or_swedish(&digits),
            12 => swedish(&digits[2..]),
            _ => IdForm::Foreign,
        }
    }
}

fn digits(text: &str) -> Option<Vec<u32>> {
    text.chars().map(|c| c.to_digit(10)).collect()
}

/// Weighted sum modulo `modulus`.
fn weighted(digits: &[u32], weights: &[u32], modulus: u32) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum::<u32>()
        % modulus
}

fn is_date(day: u32, month: u32) -> bool {
    const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    matches!(month, 1..=12) && day >= 1 && day <= DAYS[(month - 1) as usize]
}

/// Eleven digits, two check digits. D-numbers add 40 to the day, synthetic ones 40, 65 or 80 to
/// the month; from 2032 the first check digit may leave a remainder of 0 to 3 (Skatteetaten).
fn norwegian(digits: &[u32]) -> IdForm {
    const FIRST: [u32; 10] = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
    const SECOND: [u32; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    let day = digits[0] * 10 + digits[1];
    let day = if day > 40 { day - 40 } else { day };
    let month = digits[2] * 10 + digits[3];
    let (month, synthetic) = match month {
        41..=52 => (month - 40, true),
        66..=77 => (month - 65, true),
        81..=92 => (month - 80, true),
        _ => (month, false),
    };
    let checks = weighted(digits, &FIRST, 11) <= 3 && weighted(digits, &SECOND, 11) == 0;
    match (is_date(day, month) && checks, synthetic) {
        (true, true) => IdForm::Synthetic,
        (true, false) => IdForm::Valid,
        (false, _) => IdForm::WrongCheck,
    }
}

/// Ten digits are a Danish number (day first, no check digit since 2007, replacement numbers
/// add 60 to the day) or a Swedish one (year first, Luhn).
fn danish_or_swedish(digits: &[u32]) -> IdForm {
    let (first, month) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]);
    let day = if first > 60 { first - 60 } else { first };
    let swedish = swedish(digits);
    if swedish == IdForm::WrongCheck && is_date(day, month) {
        return if first > 60 {
            IdForm::Synthetic
        } else {
            IdForm::Valid
        };
    }
    swedish
}

/// Six digits of date (co-ordination numbers add 60 to the day), three of number, Luhn. The tax
/// agency's test series use the numbers 980 to 999.
fn swedish(digits: &[u32]) -> IdForm {
    let month = digits[2] * 10 + digits[3];
    let day = digits[4] * 10 + digits[5];
    let day = if day > 60 { day - 60 } else { day };
    let luhn: u32 = digits
        .iter()
        .enumerate()
        .map(|(place, digit)| {
            let doubled = if place % 2 == 0 { digit * 2 } else { *digit };
            doubled / 10 + doubled % 10
        })
        .sum();
    let number = digits[6] * 100 + digits[7] * 10 + digits[8];
    match (
        is_date(day, month) && luhn.is_multiple_of(10),
        number >= 980,
    ) {
        (true, true) => IdForm::Synthetic,
        (true, false) => IdForm::Valid,
        (false, _) => IdForm::WrongCheck,
    }
}

/// `ddmmyyCzzzQ` with the century sign C and the check character Q; 900 to 999 are artificial.
/// The hyphen of the last century is gone here, so ten characters are accepted too.
fn finnish(text: &str) -> IdForm {
    const SIGNS: &str = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    let bytes = text.as_bytes();
    if !(bytes.len() == 10 || bytes.len() == 11) || !text.is_ascii() {
        return IdForm::Foreign;
    }
    let century = if bytes.len() == 11 { 1 } else { 0 };
    let number = &text[6 + century..9 + century];
    let Ok(value) = format!("{}{number}", &text[..6]).parse::<u32>() else {
        return IdForm::Foreign;
    };
    let sign_fits = century == 0 || b"+-ABCDEFYXWVU".contains(&bytes[6].to_ascii_uppercase());
    if !sign_fits {
        return IdForm::Foreign;
    }
    let expected = SIGNS.as_bytes()[(value % 31) as usize];
    if bytes[bytes.len() - 1].to_ascii_uppercase() != expected {
        return IdForm::WrongCheck;
    }
    if number.starts_with('9') {
        IdForm::Synthetic
    } else {
        IdForm::Valid
    }
}

impl fmt::Debug for NationalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NationalId(hidden)")
    }
}

impl Serialize for NationalId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for NationalId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<NationalId, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        NationalId::new(&text).ok_or_else(|| serde::de::Error::custom("an empty national id"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Puts the two Norwegian check digits behind nine digits.
    fn with_checks(nine: &str, remainder: u32) -> Option<String> {
        const FIRST: [u32; 9] = [3, 7, 6, 1, 8, 9, 4, 5, 2];
        const SECOND: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
        let mut all = digits(nine)?;
        let first = (11 + remainder - weighted(&all, &FIRST, 11)) % 11;
        all.push(first);
        let second = (11 - weighted(&all, &SECOND, 11)) % 11;
        all.push(second);
        let fits = first < 10 && second < 10;
        fits.then(|| {
            all.iter()
                .filter_map(|d| char::from_digit(*d, 10))
                .collect()
        })
    }

    fn form(text: &str) -> IdForm {
        NationalId::new(text).expect("not empty").form()
    }

    #[test]
    fn ids_compare_without_spaces_and_hyphens() {
        assert_eq!(
            NationalId::new("019285 000-12"),
            NationalId::new("01928500012")
        );
        assert_eq!(NationalId::new(" - "), None);
    }

    #[test]
    fn synthetic_norwegian_ids_are_known_as_such() {
        for month in ["45", "70", "85"] {
            let made = (100..200)
                .find_map(|serial| with_checks(&format!("01{month}90{serial}"), 0))
                .expect("some serial has check digits");
            assert_eq!(form(&made), IdForm::Synthetic);
            let wrong = format!("{}{}", &made[..10], (made.as_bytes()[10] - b'0' + 1) % 10);
            assert_eq!(form(&wrong), IdForm::WrongCheck);
        }
    }

    #[test]
    fn numbers_given_out_from_2032_may_leave_a_remainder() {
        for remainder in 1..=3 {
            let made = (100..200)
                .find_map(|serial| with_checks(&format!("018590{serial}"), remainder))
                .expect("some serial has check digits");
            assert_eq!(form(&made), IdForm::Synthetic);
        }
    }

    #[test]
    fn other_identifiers_are_no_error() {
        assert_eq!(form("Patient/123"), IdForm::Foreign);
        assert_eq!(form("1000046021217"), IdForm::Foreign);
    }

    #[test]
    fn debug_hides() {
        let id = NationalId::new("01928500012").expect("not empty");
        assert!(!format!("{id:?}").contains("0192"));
    }
}
