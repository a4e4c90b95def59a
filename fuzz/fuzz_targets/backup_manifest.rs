//! Fuzz target `backup_manifest`: what is read is read again from what would be written.

#![no_main]

#[path = "../../crates/tilsyn/src/backup/manifest.rs"]
#[expect(dead_code, reason = "only reading and writing are asked for")]
mod manifest;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(manifest) = manifest::Manifest::read(text) {
        let written = manifest.text().expect("JSON");
        let again = manifest::Manifest::read(&written);
        assert_eq!(again.expect("it was written a moment ago"), manifest);
    }
});
