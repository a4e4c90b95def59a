//! Fuzz target `header`: what must hold is in `crates/ledger/src/any_bytes`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _is_read = tilsyn_ledger::any_bytes::target("header")(bytes);
});
