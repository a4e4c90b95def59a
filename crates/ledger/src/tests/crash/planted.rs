//! The one mistake that cannot be planted in the disk: checksums of frames that nobody checks.

use std::cell::Cell;

thread_local! {
    static BELIEVED: Cell<bool> = const { Cell::new(false) };
}

/// From now on this thread takes frames as they come.
pub(super) fn believe_checksums() {
    BELIEVED.set(true);
}

/// Whether this thread takes frames as they come.
pub(crate) fn checksums_are_believed() -> bool {
    BELIEVED.get()
}
