//! Fuzz target `submission`: what must hold is in `crates/ledger/tests/witness_checks`.

#![no_main]

#[path = "../../crates/ledger/tests/witness_checks/mod.rs"]
#[expect(dead_code, reason = "each target uses one of the checks")]
mod witness_checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| witness_checks::submission(bytes));
