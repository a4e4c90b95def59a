//! What can be set, with its limits.

use tilsyn_domain::Zone;

/// Rows that wait in memory before they become a segment.
pub const TAIL_ROWS_DEFAULT: usize = 262_144;
/// Rows of the largest segment that merging makes.
pub const SEGMENT_ROWS_MAX_DEFAULT: usize = 16_777_216;
/// So many segments of one size become one.
pub const MERGE_SEGMENTS_DEFAULT: usize = 8;

/// How an archive is kept.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where the organisation is: decides which day an event belongs to.
    pub zone: Zone,
    pub tail_rows: usize,
    pub segment_rows_max: usize,
    pub merge_segments: usize,
    pub upkeep: Upkeep,
}

/// Who writes and merges segments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Upkeep {
    /// A thread of the archive; intake waits only when it falls far behind.
    Thread,
    /// The call that fills the tail, before it returns.
    AtOnce,
}

impl Settings {
    /// The settings of production.
    #[must_use]
    pub fn new(zone: Zone) -> Settings {
        Settings {
            zone,
            tail_rows: TAIL_ROWS_DEFAULT,
            segment_rows_max: SEGMENT_ROWS_MAX_DEFAULT,
            merge_segments: MERGE_SEGMENTS_DEFAULT,
            upkeep: Upkeep::Thread,
        }
    }
}
