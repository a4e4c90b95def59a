//! Memory that was given back stays with the program for a while.
//!
//! Each batch of an import asks for what the batch before gave back. Handing it to the system in
//! between, and getting it again filled with zeros, took a seventh of an import's time
//! (docs/decisions/0028). Not here: the allocator (`main`).
#![expect(
    unsafe_code,
    reason = "the allocator's settings are C; the only such place of ours"
)]

use libmimalloc_sys::{mi_option_set, mi_option_t};

/// `mi_option_purge_delay` of mimalloc 3, milliseconds.
const PURGE_DELAY: mi_option_t = 15;
/// How long memory that nobody uses stays: longer than between two batches, however slow.
const KEPT_MILLISECONDS: core::ffi::c_long = 30_000;

/// Has memory kept for as long. For the start of the program.
pub(crate) fn keep_for_a_while() {
    // SAFETY: it takes any number and value, from any thread, and stores the value in a static.
    unsafe { mi_option_set(PURGE_DELAY, KEPT_MILLISECONDS) };
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What mimalloc 3 has where nothing was set: should a later one number its settings anew,
    /// this is another one.
    const AT_FIRST_MILLISECONDS: core::ffi::c_long = 1_000;

    #[test]
    fn the_setting_is_the_one_that_is_meant() {
        // SAFETY: it takes any number, from any thread, and reads a static.
        let get = || unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
        assert_eq!(get(), AT_FIRST_MILLISECONDS);
        keep_for_a_while();
        assert_eq!(get(), KEPT_MILLISECONDS);
    }
}
