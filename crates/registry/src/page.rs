//! A page of a long list.

/// The most rows one page can have.
pub const PAGE_ROWS_MAX: u32 = 1_000;

/// Which rows of a list to give: so many, after skipping so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    skip: u64,
    rows: u32,
}

impl Page {
    /// At most `PAGE_ROWS_MAX` rows, whatever is asked for.
    #[must_use]
    pub fn new(skip: u64, rows: u32) -> Page {
        Page {
            skip,
            rows: rows.min(PAGE_ROWS_MAX),
        }
    }

    #[must_use]
    pub fn first(rows: u32) -> Page {
        Page::new(0, rows)
    }

    pub(crate) fn skip(self) -> i64 {
        i64::try_from(self.skip).unwrap_or(i64::MAX)
    }

    pub(crate) fn rows(self) -> i64 {
        i64::from(self.rows)
    }
}
