//! Fuzz target `explanations`: what must hold is in `crates/detect/tests/language_checks`.

#![no_main]

#[path = "../../crates/detect/tests/language_checks/mod.rs"]
mod language_checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| language_checks::explanations(bytes));
