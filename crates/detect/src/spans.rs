//! Rows that hold for a time, found by the number of whom they are about.
//!
//! Rows of one key stand together, sorted by what they lead to, so that two lists are walked side
//! by side.

use tilsyn_domain::day::Day;
use tilsyn_domain::directory::Validity;

/// Somebody, a unit or anything else that a row leads to, from one day to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) other: u32,
    /// First and last day, both included.
    pub(crate) from: i32,
    pub(crate) to: i32,
}

impl Span {
    pub(crate) fn new(other: u32, valid: Validity) -> Span {
        Span {
            other,
            from: valid.first().0,
            to: valid.last().0,
        }
    }

    pub(crate) fn holds(&self, day: Day) -> bool {
        self.from <= day.0 && day.0 <= self.to
    }
}

/// For each key the rows about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spans {
    starts: Vec<u32>,
    rows: Vec<Span>,
}

impl Spans {
    /// Rows by key; equal rows stand once.
    pub(crate) fn of(mut rows: Vec<(u32, Span)>) -> Spans {
        rows.sort_unstable();
        rows.dedup();
        let keys = rows.last().map_or(0, |(key, _)| *key as usize + 1);
        let mut starts = vec![0; keys + 1];
        for (key, _) in &rows {
            starts[*key as usize + 1] += 1;
        }
        for key in 0..keys {
            starts[key + 1] += starts[key];
        }
        Spans {
            starts,
            rows: rows.into_iter().map(|(_, span)| span).collect(),
        }
    }

    pub(crate) fn at(&self, key: u32) -> &[Span] {
        let key = key as usize;
        match self.starts.get(key..key + 2) {
            Some(bounds) => &self.rows[bounds[0] as usize..bounds[1] as usize],
            None => &[],
        }
    }

    /// What of a key holds on a day.
    pub(crate) fn on(&self, key: u32, day: Day) -> impl Iterator<Item = u32> {
        let holding = self.at(key).iter().filter(move |span| span.holds(day));
        holding.map(|span| span.other)
    }

    /// Keys and rows, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, &Span)> {
        let keys = u32::try_from(self.starts.len().saturating_sub(1));
        let keys = 0..keys.expect("keys are 32 bits wide");
        keys.flat_map(|key| self.at(key).iter().map(move |span| (key, span)))
    }
}
