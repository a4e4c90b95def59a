//! Several segments as one: their rows in the order of time, without reading them whole.
//!
//! The choice of the next row is made once, a byte a row; every column is then gathered by it.

use std::sync::Arc;

use crate::error::Result;
use crate::segment::{ByTime, Segment};
use crate::write::TimeOrdered;

/// Most segments that can be merged at once: a choice is one byte.
pub(crate) const MERGED_MAX: usize = 256;

/// Segments, and whose row comes next.
pub(crate) struct Merge {
    segments: Vec<Arc<Segment>>,
    choices: Vec<u8>,
}

impl Merge {
    pub(crate) fn of(segments: Vec<Arc<Segment>>) -> Result<Merge> {
        let mut heads = Vec::with_capacity(segments.len());
        for (number, segment) in segments.iter().enumerate() {
            let number = u8::try_from(number).expect("at most MERGED_MAX segments");
            let times = segment.by_time.wide(ByTime::Time)?;
            let leaves = segment.by_time.wide(ByTime::Leaf)?;
            heads.push((number, times, leaves));
        }
        let rows = segments.iter().map(|segment| segment.rows()).sum();
        let mut next = vec![0; heads.len()];
        let mut queue = std::collections::BinaryHeap::new();
        let key = |head: usize, at: usize| -> Option<std::cmp::Reverse<(i64, i64, u8)>> {
            let (number, times, leaves) = &heads[head];
            Some(std::cmp::Reverse((*times.get(at)?, leaves[at], *number)))
        };
        queue.extend((0..heads.len()).filter_map(|head| key(head, 0)));
        let mut choices = Vec::with_capacity(rows);
        while let Some(std::cmp::Reverse((_, _, number))) = queue.pop() {
            let head = usize::from(number);
            let (_, times, leaves) = &heads[head];
            // Runs are long where segments hardly overlap: take rows while they are first.
            let other = queue.peek().map(|other| (other.0.0, other.0.1));
            loop {
                choices.push(number);
                next[head] += 1;
                let at = next[head];
                let goes_on =
                    at < times.len() && other.is_none_or(|other| (times[at], leaves[at]) < other);
                if !goes_on {
                    break;
                }
            }
            queue.extend(key(head, next[head]));
        }
        Ok(Merge { segments, choices })
    }

    fn gather<T: Copy>(&self, columns: &[Vec<T>]) -> Vec<T> {
        let mut next = vec![0; columns.len()];
        let take = |number: &u8| {
            let head = usize::from(*number);
            next[head] += 1;
            columns[head][next[head] - 1]
        };
        self.choices.iter().map(take).collect()
    }
}

impl TimeOrdered for Merge {
    fn narrow(&self, column: ByTime) -> Result<Vec<u32>> {
        let read = |segment: &Arc<Segment>| segment.by_time.narrow(column);
        Ok(self.gather(&self.segments.iter().map(read).collect::<Result<Vec<_>>>()?))
    }

    fn wide(&self, column: ByTime) -> Result<Vec<i64>> {
        let read = |segment: &Arc<Segment>| segment.by_time.wide(column);
        Ok(self.gather(&self.segments.iter().map(read).collect::<Result<Vec<_>>>()?))
    }
}
