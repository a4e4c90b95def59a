//! National ids that no living person has, unique within a world.
//!
//! Norwegian ones add 80 to the month, Danish ones 60 to the day. A few are made wrong on
//! purpose; what the log holds is then flagged, never dropped.

use std::collections::BTreeMap;

use tilsyn_domain::day::Day;
use tilsyn_domain::national_id::{IdForm, NationalId};

/// The digits of an id, without an allocation of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Digits {
    bytes: [u8; 11],
    length: u8,
}

impl Digits {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(self.bytes()).expect("digits are ASCII")
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    pub(crate) fn id(&self) -> NationalId {
        NationalId::new(self.text()).expect("not empty")
    }
}

/// What a Norwegian number is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Series {
    Birth,
    /// D-numbers add 40 to the day.
    Temporary,
}

/// Gives out ids, each once.
#[derive(Default)]
pub(crate) struct Issuer {
    /// Numbers given out for a birth date.
    given: BTreeMap<(i32, u8), u32>,
}

impl Issuer {
    /// The next Norwegian number of this birth date; the serial numbers of a date are given
    /// out in a scattered order, odd ones to men.
    pub(crate) fn norwegian(&mut self, born: Day, series: Series, sex: Sex) -> Digits {
        let date = born.date();
        let day = date.day() as u32 + if series == Series::Temporary { 40 } else { 0 };
        let month = date.month() as u32 + 80;
        let year = date.year() as u32 % 100;
        let first = if date.year() >= 2000 { 500 } else { 0 };
        let column = sex as u8 + if series == Series::Temporary { 2 } else { 0 };
        let count = self.given.entry((born.0, column)).or_default();
        loop {
            let scattered = (*count * 97 + born.0.unsigned_abs() * 31) % 250;
            *count += 1;
            assert!(
                *count <= 250,
                "more people of one birth date than there are numbers"
            );
            let serial = first + scattered * 2 + u32::from(sex == Sex::Male);
            let nine = [day, month, year].map(|part| [part / 10, part % 10]);
            let mut all = [0_u32; 11];
            all[..6].copy_from_slice(nine.as_flattened());
            all[6..9].copy_from_slice(&[serial / 100, serial / 10 % 10, serial % 10]);
            if with_checks(&mut all) {
                return Digits {
                    bytes: all.map(|digit| b'0' + digit as u8),
                    length: 11,
                };
            }
        }
    }

    /// A Danish replacement number of this birth date.
    pub(crate) fn danish(&mut self, born: Day) -> Digits {
        let date = born.date();
        let count = self.given.entry((born.0, 9)).or_default();
        loop {
            *count += 1;
            let century = if date.year() >= 2000 { 4 } else { 1 };
            let text = format!(
                "{:02}{:02}{:02}{century}{:03}",
                date.day() + 60,
                date.month(),
                date.year() % 100,
                (*count * 173 + born.0.unsigned_abs() * 7) % 1_000,
            );
            let form = NationalId::new(&text).map(|id| id.form());
            if form == Some(IdForm::Synthetic) {
                let mut bytes = [b'0'; 11];
                bytes[..10].copy_from_slice(text.as_bytes());
                return Digits { bytes, length: 10 };
            }
        }
    }
}

/// Which serial numbers a person gets, and which first names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sex {
    Female,
    Male,
}

/// Fills in the two check digits; false where there are none for this serial number.
fn with_checks(all: &mut [u32; 11]) -> bool {
    const FIRST: [u32; 9] = [3, 7, 6, 1, 8, 9, 4, 5, 2];
    const SECOND: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let sum = |all: &[u32; 11], weights: &[u32]| -> u32 {
        weights
            .iter()
            .zip(all)
            .map(|(weight, digit)| weight * digit)
            .sum()
    };
    all[9] = (11 - sum(all, &FIRST) % 11) % 11;
    all[10] = (11 - sum(all, &SECOND) % 11) % 11;
    all[9] < 10 && all[10] < 10
}

/// The same id with a wrong last digit.
pub(crate) fn with_wrong_check(id: Digits) -> Digits {
    let mut wrong = id;
    wrong.bytes[10] = b'0' + (wrong.bytes[10] - b'0' + 1) % 10;
    wrong
}
