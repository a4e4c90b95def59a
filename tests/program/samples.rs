//! The sample files of foreign formats go in with nothing lost in silence.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tilsyn_tests::{Folder, samples};

/// Files of a kind below a folder, in order of name.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of samples") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Imports all files of a kind from the folders, and checks read, stored and quarantined.
fn check(folders: &[&str], ending: &str, exit: i32, [read, stored, quarantined]: [u64; 3]) {
    let Some(samples) = samples() else { return };
    let folder = Folder::new();
    let mut command = folder.command(&["import", "events", "--json"]);
    for name in folders {
        command.args(files(&samples.join(name), ending));
    }
    let summary: Value = tilsyn_tests::ran(&mut command).ended(exit).json();
    let count = |field: &str| summary[field].as_u64().expect("a count");
    let counts = [count("read"), count("stored"), count("quarantined")];
    assert_eq!(counts, [read, stored, quarantined], "{summary}");
    assert_eq!(count("conflicts") + count("duplicates"), 0, "{summary}");
}

#[test]
fn all_audit_events_of_fhir_are_stored() {
    let folders = ["fhir-auditevent-balp", "fhir-auditevent-hl7"];
    check(&folders, ".json", 1, [84, 71, 13]);
}

#[test]
fn all_audit_messages_of_dicom_are_stored() {
    check(&["dicom-audit-ipf"], ".xml", 0, [21, 21, 0]);
}

#[test]
fn all_lines_of_cef_but_the_template_are_stored() {
    let Some(folder) = samples() else { return };
    let lines: usize = files(&folder.join("nav-cef"), ".cef")
        .iter()
        .map(|file| std::fs::read_to_string(file).expect("text"))
        .map(|text| text.lines().filter(|line| !line.trim().is_empty()).count())
        .sum();
    let lines = lines as u64;
    check(&["nav-cef"], ".cef", 1, [lines, lines - 1, 1]);
}
