//! `tilsyn prove` and `tilsyn-verify`: evidence for somebody who has the public key only.

use std::fs;
use std::path::Path;
use std::process::Command;

use tilsyn_tests::{Folder, Ran, ran, verify_program};

/// An event of the register, as its source calls it.
const EVENT: &str = "HR:e01";

fn verify(words: &[&str]) -> Ran {
    ran(Command::new(verify_program()).args(words))
}

fn prove(folder: &Folder, event: &str, more: &[&str]) -> serde_json::Value {
    let words = [&["prove", event, "--out", "a.tlog-proof"], more].concat();
    folder.ask(&words).ended(0).json()
}

fn proof_of(folder: &Folder) -> std::path::PathBuf {
    folder.data().with_file_name("a.tlog-proof")
}

fn checked(folder: &Folder, key: &str) -> Ran {
    let file = proof_of(folder);
    verify(&[
        "--proof",
        &file.display().to_string(),
        "--key",
        key,
        "--json",
    ])
}

fn check_evidence(folder: &Folder) {
    let made = prove(folder, EVENT, &[]);
    assert_eq!(made["opened"], serde_json::json!({ "act": 1 }), "{made}");
    let key = made["verifier_key"].as_str().expect("a key");
    let proven = checked(folder, key).ended(0).json();
    assert_eq!(
        (&proven["ok"], &proven["index"]),
        (&true.into(), &made["index"]),
        "{proven}"
    );
    let openings = proven["openings"].as_array().expect("openings");
    assert_eq!(openings.len(), 1, "{proven}");
    let act = openings[0]["text"].as_str().expect("text");
    let id = EVENT.split_once(':').expect("a colon").1;
    assert!(act.contains(&format!("\"id\":\"{id}\"")), "{act}");
    let looks = folder.ask(&["own-log", "--limit", "1"]).ended(0).json();
    let look = &looks["rows"][0];
    assert_eq!(
        (&look["view"], &look["action"]),
        (&"proof".into(), &"prove-event".into())
    );
    // Nothing is written over.
    let again = folder
        .ask(&["prove", EVENT, "--out", "a.tlog-proof"])
        .ended(2);
    assert!(again.err.contains("a.tlog-proof"), "{again:?}");
    let file = proof_of(folder);
    let right = fs::read(&file).expect("readable");
    for at in [0, 30, 90, right.len() / 2, right.len() - 9] {
        let mut wrong = right.clone();
        wrong[at] ^= 1;
        tilsyn_tests::write(&file, &wrong);
        let refused = checked(folder, key);
        assert!(
            matches!(refused.exit, Some(1 | 2)),
            "byte {at}: {refused:?}"
        );
    }
    fs::remove_file(&file).expect("our own file");
}

#[test]
fn an_event_is_proved_to_somebody_with_the_public_key() {
    check_evidence(&Folder::with_register());
}

#[test]
fn a_running_server_gives_the_evidence_to_whoever_asks() {
    let folder = Folder::with_register();
    let _server = folder.serve();
    check_evidence(&folder);
}

#[test]
fn parts_are_opened_as_asked_and_what_is_opened_is_said() {
    let folder = Folder::with_register();
    let parts = ["--parts", "actor,subject,act,detail"];
    let made = prove(&folder, EVENT, &parts);
    assert_eq!(made["not_opened"], serde_json::json!({}), "{made}");
    assert_eq!(
        (&made["opened"]["actor"], &made["opened"]["act"]),
        (&1.into(), &1.into())
    );
    fs::remove_file(proof_of(&folder)).expect("our own file");
    for (language, opened, shut) in [
        (
            "nb",
            "Åpnet: hva som ble gjort",
            "Ikke åpnet: hvem som handlet",
        ),
        (
            "da",
            "Åbnet: hvad der blev gjort",
            "Ikke åbnet: hvem der handlede",
        ),
        (
            "sv",
            "Öppnat: vad som gjordes",
            "Inte öppnat: vem som handlade",
        ),
        ("en", "Opened: what was done", "Not opened: who acted"),
    ] {
        let words = ["prove", EVENT, "--out", "a.tlog-proof", "--lang", language];
        let said = ran(&mut folder.command(&words)).ended(0);
        assert!(
            said.out.contains(opened) && said.out.contains(shut),
            "{said:?}"
        );
        fs::remove_file(proof_of(&folder)).expect("our own file");
        let words = [
            "prove",
            "HR:no such",
            "--out",
            "a.tlog-proof",
            "--lang",
            language,
        ];
        let none = ran(&mut folder.command(&words)).ended(2);
        assert!(
            !none.err.contains("problem-") && !proof_of(&folder).exists(),
            "{none:?}"
        );
    }
    let _no_colon = folder
        .ask(&["prove", "HR", "--out", "a.tlog-proof"])
        .ended(2);
}

fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("its entries can be read").path();
        match path.is_dir() {
            true => found.extend(files_below(&path)),
            false => found.push(path),
        }
    }
    found.sort();
    found
}

#[test]
fn a_changed_byte_in_any_public_file_is_found_without_the_root_key() {
    let folder = Folder::with_register();
    let made = prove(&folder, EVENT, &[]);
    let key = made["verifier_key"].as_str().expect("a key").to_owned();
    // What was looked at last is signed by the next command that checks.
    let _well = folder.ask(&["verify"]).ended(0);
    let ledger = folder.data().join("ledger");
    let place = ledger.display().to_string();
    let check = || verify(&[&place, "--key", &key, "--json"]);
    let well = check().ended(0).json();
    assert_eq!(well["ok"], true, "{well}");
    assert!(well["entries"].as_u64().is_some_and(|n| n >= 39), "{well}");
    let unchecked = well["unchecked"].as_array().expect("a list");
    assert!(
        unchecked
            .iter()
            .any(|one| one.as_str().is_some_and(|s| s.contains("root key")))
    );
    let mut files = files_below(&ledger.join("tile"));
    files.extend(["checkpoint", "checkpoints", "ledger"].map(|name| ledger.join(name)));
    for file in files {
        let right = fs::read(&file).expect("readable");
        let mut wrong = right.clone();
        wrong[right.len() / 2] ^= 0x10;
        tilsyn_tests::write(&file, &wrong);
        let found = check().ended(1).json();
        let told = found["problems"].as_array().expect("a list");
        assert!(
            !told.is_empty() && found["ok"] == false,
            "{}: {found}",
            file.display()
        );
        tilsyn_tests::write(&file, &right);
    }
    let _well = check().ended(0);
    let _no_ledger = verify(&[&folder.data().display().to_string(), "--key", &key]).ended(2);
    let _no_key = verify(&[&place]).ended(2);
}
