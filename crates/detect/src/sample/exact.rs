//! Whole numbers of any size, as far as comparing products of thousands of factors needs them.
//!
//! Used only where rounded figures cannot tell two values apart, so nothing here is fast.

use std::cmp::Ordering;

/// A whole number, its lowest 64 bits first, without zeros at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exact(Vec<u64>);

impl Exact {
    pub(super) fn one() -> Exact {
        Exact(vec![1])
    }

    pub(super) fn times(mut self, factor: u64) -> Exact {
        let mut carry = 0;
        for digit in &mut self.0 {
            let product = u128::from(*digit) * u128::from(factor) + u128::from(carry);
            (*digit, carry) = halves(product);
        }
        self.0.push(carry);
        self.trimmed()
    }

    pub(super) fn plus(mut self, other: &Exact) -> Exact {
        let digits = self.0.len().max(other.0.len());
        self.0.resize(digits, 0);
        let mut carry = 0;
        for (place, digit) in self.0.iter_mut().enumerate() {
            let theirs = other.0.get(place).copied().unwrap_or(0);
            let sum = u128::from(*digit) + u128::from(theirs) + u128::from(carry);
            (*digit, carry) = halves(sum);
        }
        self.0.push(carry);
        self.trimmed()
    }

    fn trimmed(mut self) -> Exact {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }
}

/// The low and the high 64 bits.
#[expect(
    clippy::cast_possible_truncation,
    reason = "each half is taken by itself"
)]
fn halves(value: u128) -> (u64, u64) {
    (value as u64, (value >> 64) as u64)
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        let digits = self.0.len().cmp(&other.0.len());
        digits.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_and_sums_are_exact_beyond_one_digit() {
        let product = |factors: &[u64]| {
            let one = Exact::one();
            factors.iter().fold(one, |all, factor| all.times(*factor))
        };
        let max = u64::MAX;
        assert_eq!(product(&[max, max]), Exact(vec![1, max - 1]));
        assert_eq!(product(&[max, 0]), Exact(vec![]));
        assert_eq!(product(&[max]).plus(&product(&[1])), Exact(vec![0, 1]));
        assert!(product(&[max, max]) > product(&[max, max - 1]));
        assert!(product(&[max]) < product(&[max]).plus(&Exact::one()));
        assert_eq!(product(&[3, 5, 7]), product(&[105]));
    }
}
