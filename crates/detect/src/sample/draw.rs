//! The draw: of items with hashes, the n whose hashes are smallest.
//!
//! Which those are depends neither on the order in which items come nor on how they are shared
//! among threads, and a larger sample holds every smaller one. What is not kept is forgotten at
//! once. Not here: hashing, for which this crate would need a dependency (`app` has it).

use std::collections::BinaryHeap;

/// The smallest items, up to a number.
#[derive(Clone, Debug)]
pub struct Smallest<T> {
    max: usize,
    /// The largest first.
    kept: BinaryHeap<T>,
}

impl<T: Ord> Smallest<T> {
    /// None yet.
    #[must_use]
    pub fn new(max: usize) -> Smallest<T> {
        Smallest {
            max,
            kept: BinaryHeap::new(),
        }
    }

    /// Adds an item if it is among the smallest.
    pub fn add(&mut self, item: T) {
        if self.kept.len() < self.max {
            self.kept.push(item);
        } else if let Some(mut largest) = self.kept.peek_mut()
            && item < *largest
        {
            *largest = item;
        }
    }

    /// The smallest of both.
    #[must_use]
    pub fn merged(mut self, other: Smallest<T>) -> Smallest<T> {
        other.kept.into_iter().for_each(|item| self.add(item));
        self
    }

    /// All that were kept, the smallest first.
    #[must_use]
    pub fn into_sorted(self) -> Vec<T> {
        self.kept.into_sorted_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(max: usize, items: impl Iterator<Item = u32>) -> Smallest<u32> {
        let mut smallest = Smallest::new(max);
        items.for_each(|item| smallest.add(item));
        smallest
    }

    #[test]
    fn the_smallest_are_kept_whatever_their_order_and_shares() {
        let items = |from: u32, to: u32| (from..to).map(|n| n.wrapping_mul(2_654_435_761) >> 12);
        let mut sorted: Vec<u32> = items(0, 1_000).collect();
        sorted.sort_unstable();
        for max in [0, 1, 7, 999, 1_000, 1_001] {
            let expected: Vec<u32> = sorted.iter().take(max).copied().collect();
            assert_eq!(drawn(max, items(0, 1_000)).into_sorted(), expected);
            let backwards = items(0, 1_000).collect::<Vec<_>>().into_iter().rev();
            assert_eq!(drawn(max, backwards).into_sorted(), expected);
            let shares = drawn(max, items(600, 1_000)).merged(drawn(max, items(0, 600)));
            assert_eq!(shares.into_sorted(), expected);
        }
    }

    #[test]
    fn equal_items_are_as_many_as_they_are() {
        assert_eq!(drawn(2, [3, 3, 3].into_iter()).into_sorted(), [3, 3]);
    }
}
