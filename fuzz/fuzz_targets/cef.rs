//! Fuzz target `cef`: what must hold is in `crates/connect/tests/checks`.

#![no_main]

#[path = "../../crates/connect/tests/checks/mod.rs"]
#[expect(dead_code, reason = "each target uses one of the checks")]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::cef(bytes));
