//! Numbers in the tree that could be a living person's national id.
//!
//! Synthetic ones (Norwegian month plus 40, 65 or 80; Danish replacement numbers; Swedish test
//! numbers 980 to 999) and wrong check digits pass. Long numbers that happen to fit are rare
//! enough to be written differently.

use super::Source;

/// Ids of invented persons that others have published in their examples (IHE BALP).
const PUBLISHED: [&str; 1] = ["05086900124"];

/// No number in the tree may belong to anyone.
pub(super) fn are_synthetic(source: &Source) -> Vec<String> {
    if source.path.ends_with("package-lock.json") || source.path.ends_with("Cargo.lock") {
        return Vec::new();
    }
    let mut sins = Vec::new();
    for (at, line) in source.text.lines().enumerate() {
        let mut numbers = numbers(line).filter(|n| !PUBLISHED.contains(&n.as_str()));
        if numbers.any(|number| could_be_someones(&number)) {
            sins.push(format!(
                "{}:{}: a number that could be a real national id",
                source.path,
                at + 1
            ));
        }
    }
    sins
}

/// Runs of digits, with at most one hyphen inside as the Nordic forms have it.
fn numbers(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '.'))
        .filter(|word| word.len() >= 10 && word.len() <= 13)
        .filter(|word| word.chars().all(|c| c.is_ascii_digit() || c == '-'))
        .map(str::to_owned)
}

fn could_be_someones(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let hyphens = number.len() - digits.len();
    let short = number.rfind('-').is_some_and(|at| number.len() - at == 5);
    match (digits.len(), hyphens) {
        (11, 0) => norwegian(&digits),
        (10, 1) if short => danish(&digits) || swedish(&digits),
        (12, 1) if short => swedish(&digits[2..]),
        _ => false,
    }
}

fn is_date(day: u32, month: u32) -> bool {
    (1..=31).contains(&day) && (1..=12).contains(&month)
}

fn norwegian(digits: &[u32]) -> bool {
    let day = digits[0] * 10 + digits[1];
    let day = if day > 40 { day - 40 } else { day };
    is_date(day, digits[2] * 10 + digits[3]) && norwegian_checks_fit(digits)
}

fn norwegian_checks_fit(digits: &[u32]) -> bool {
    const FIRST: [u32; 10] = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
    const SECOND: [u32; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    let sum = |weights: &[u32]| {
        let products = digits.iter().zip(weights).map(|(d, w)| d * w);
        products.sum::<u32>() % 11
    };
    sum(&FIRST) == 0 && sum(&SECOND) == 0
}

/// Danish numbers have no check digit, so every date with four digits behind it counts.
fn danish(digits: &[u32]) -> bool {
    is_date(digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
}

fn swedish(digits: &[u32]) -> bool {
    let number = digits[6] * 100 + digits[7] * 10 + digits[8];
    let doubled = digits.iter().enumerate().map(|(place, digit)| {
        let doubled = if place % 2 == 0 { digit * 2 } else { *digit };
        doubled / 10 + doubled % 10
    });
    let date = is_date(digits[4] * 10 + digits[5], digits[2] * 10 + digits[3]);
    date && number < 980 && doubled.sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    fn check(text: &str, caught: usize) {
        assert_eq!(
            are_synthetic(&source("a.csv", text)).len(),
            caught,
            "{text}"
        );
    }

    /// A number with right check digits, put together here so that none stands in the tree.
    fn norwegian_number(month: &str) -> String {
        (10_000..100_000)
            .map(|last| format!("01{month}90{last}"))
            .find(|number| {
                let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
                norwegian_checks_fit(&digits)
            })
            .expect("one in about a hundred fits")
    }

    #[test]
    fn a_number_with_right_check_digits_is_caught() {
        check(&norwegian_number("12"), 1);
        check(&format!("id;{};name", norwegian_number("12")), 1);
    }

    #[test]
    fn danish_and_swedish_numbers_are_caught() {
        check(concat!("010", "190-1234"), 1);
        check(concat!("811", "218-1238"), 1);
    }

    #[test]
    fn synthetic_numbers_pass() {
        check(&norwegian_number("92"), 0);
        check("610190-1234", 0);
        check("2026-11-21", 0);
        check("1.2.840.10008", 0);
        check("12345678901", 0);
    }
}
