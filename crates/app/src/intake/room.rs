//! Room on the disk: intake stops while there still is some.
//!
//! What is left then is for what must go on without it: opening the ledger after a crash, looks,
//! checkpoints, and what was acknowledged on its way into the archive. Not here: a disk that
//! somebody else fills up to its end, which every write is ready for.

use crate::desk::Desk;
use crate::problem::{Problem, Whose};

/// Nothing is taken in while less than this is free. A batch may begin a segment of 64 MiB, and
/// opening writes the last one anew at its full length while the old one is still there; as much
/// again for the archive, and for looks until somebody has made room.
pub const RESERVE_BYTES: u64 = 256 << 20;

impl Desk {
    /// # Errors
    /// When intake would leave too little room: later, and after how many seconds.
    pub(crate) fn check_room(&self) -> Result<(), Problem> {
        if is_enough(self.free_bytes()) {
            Ok(())
        } else {
            Err(too_little())
        }
    }
}

/// Whether something may be taken in; a system that does not say has to show it by an error.
fn is_enough(free_bytes: Option<u64>) -> bool {
    free_bytes.is_none_or(|free| free >= RESERVE_BYTES)
}

fn too_little() -> Problem {
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    Problem::caused(Whose::Later, "problem-disk-reserve", full)
        .with("mebibytes", RESERVE_BYTES >> 20)
        .hint("hint-make-room")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intake_stops_one_byte_below_the_reserve() {
        assert!(is_enough(Some(RESERVE_BYTES)));
        assert!(!is_enough(Some(RESERVE_BYTES - 1)));
        assert!(is_enough(None));
    }

    #[test]
    fn who_is_refused_learns_when_to_come_again() {
        let refused = too_little();
        assert_eq!(refused.whose, Whose::Later);
        assert!(refused.again_after_seconds.is_some());
    }
}
