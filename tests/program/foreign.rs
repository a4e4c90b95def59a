//! Programs of others beside the real one: a witness and a verifier in Go, Sigstore's verifier.
//!
//! What they say of ten thousand proofs and of as many edits is shown in the ledger's own tests;
//! here they stand beside the program that people run.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tilsyn_tests::{
    Folder, GoWitness, Ran, Witness, fixture, go_program, npm_verifier, ran, verify_program, write,
};

use crate::witness::{cosigned, doctor, found, takes_one_more, verified};

fn log_key(folder: &Folder) -> String {
    let doctor = doctor(folder);
    doctor["log_key"].as_str().expect("a key").to_owned()
}

/// Two witnesses, both of whom must have signed.
fn policy(folder: &Folder, ours: &Witness, other: &GoWitness) -> String {
    let text = format!(
        "witness north {} http://{}\nwitness south {} http://{}\n\
         group both all north south\nquorum both\n",
        ours.key, ours.listen, other.key, other.listen
    );
    policy_of(folder, text)
}

/// Writes a policy that the settings name.
fn policy_of(folder: &Folder, text: String) -> String {
    let path = folder.file("witnesses.policy", text);
    let path = path.to_str().expect("a path of text").to_owned();
    let setting = format!("witness_policy = \"{path}\"\n");
    write(&folder.data().join("settings.toml"), setting.as_bytes());
    path
}

fn newest_note(folder: &Folder) -> String {
    let kept = fs::read_dir(folder.data().join("ledger/witnessed"));
    let kept = kept.expect("what witnesses have signed").flatten();
    let newest = kept.map(|entry| entry.path()).max().expect("a note");
    fs::read_to_string(newest).expect("a note")
}

#[test]
fn two_witnesses_of_two_makers_cosign_and_both_are_needed() {
    let folder = Folder::new();
    fs::create_dir_all(folder.data()).expect("temporary folders can be made");
    let log = log_key(&folder);
    let Some(mut other) = GoWitness::start(&log) else {
        return;
    };
    let ours = Witness::start();
    ours.add_log(&log);
    let policy = policy(&folder, &ours, &other);
    let missing = verified(&folder, &policy).ended(1).json();
    assert_eq!(
        missing["witnesses"]["missing"],
        serde_json::json!(["north", "south"])
    );
    let server = folder.serve();
    let summary = folder.takes(&fixture("events.ndjson")).ended(0).json();
    let leaves = summary["events"].as_u64().expect("a count");
    assert!(cosigned(&folder, &policy, leaves) >= leaves);
    assert_eq!(found(&folder, "witnesses"), (true, String::new()));

    // It remembers, and goes on from there.
    other.restart();
    let _more = takes_one_more(&folder, &policy);
    server.kill();
    refuses_what_does_not_follow(&other, &newest_note(&folder));
    let origin = log.split('+').next().expect("a name");
    let own = other.get(&format!("/{}/checkpoint", sha256(origin)));
    assert_eq!(own.status, 200);
    assert!(own.body.contains("\u{2014} go.example.org "), "{own:?}");
    // A line of it that was changed counts for nothing.
    spoil_line_of(&folder, "go.example.org");
    let spoilt = verified(&folder, &policy).ended(1).json();
    assert!(
        spoilt["witnesses"]["missing"].to_string().contains("south"),
        "{spoilt}"
    );
}

/// As the specification has it, whatever the maker.
fn refuses_what_does_not_follow(witness: &GoWitness, note: &str) {
    let size = note.lines().nth(1).expect("a size");
    let status = |body: &str| witness.post("/add-checkpoint", body).status;
    let answer = witness.post("/add-checkpoint", &format!("old 0\n\n{note}"));
    assert_eq!((answer.status, answer.body), (409, format!("{size}\n")));
    assert_eq!(status("old 0\n"), 400);
    let stranger = note.replacen("tilsyn.example", "other.example", 1);
    assert_eq!(status(&format!("old 0\n\n{stranger}")), 404);
    let altered = note.replacen(&format!("\n{size}\n"), &format!("\n{size}0\n"), 1);
    assert_eq!(status(&format!("old {size}\n\n{altered}")), 403);
    let proof = "m".repeat(43);
    assert_eq!(status(&format!("old {size}\n{proof}=\n\n{note}")), 400);
    let proof = format!("{}A=", "m".repeat(42));
    assert_eq!(status(&format!("old {size}\n{proof}\n\n{note}")), 422);
    assert_eq!(status(&format!("old {size}\n\n{note}")), 200);
    assert_eq!(status(&format!("old {size}1\n\n{note}")), 400);
}

/// Changes a character in every line that this name has signed.
fn spoil_line_of(folder: &Folder, name: &str) {
    let kept = fs::read_dir(folder.data().join("ledger/witnessed"));
    for entry in kept.expect("what witnesses have signed").flatten() {
        let text = fs::read_to_string(entry.path()).expect("a note");
        let mut spoilt = String::new();
        for line in text.lines() {
            let (head, tail) = line.split_at(line.len().saturating_sub(10));
            let is_theirs = line.contains(name);
            let other = if tail.starts_with('x') { "y" } else { "x" };
            let tail = match is_theirs {
                true => format!("{other}{}", &tail[1..]),
                false => tail.to_owned(),
            };
            spoilt.push_str(&format!("{head}{tail}\n"));
        }
        write(&entry.path(), spoilt.as_bytes());
    }
}

/// In hex, by the program that every machine has.
fn sha256(text: &str) -> String {
    let mut command = Command::new("sha256sum");
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("coreutils are there");
    let mut stdin = child.stdin.take().expect("it is ours");
    stdin.write_all(text.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    String::from_utf8_lossy(&output.stdout)[..64].to_owned()
}

/// What is wrong with a folder: file and finding, by both verifiers.
fn both(ledger: &Path, key: &str, go: &Path, exit: i32) -> [Vec<(String, String)>; 2] {
    let ours = ran(Command::new(verify_program())
        .arg(ledger)
        .args(["--key", key, "--json"]));
    let theirs = ran(Command::new(go).args(["folder", key]).arg(ledger));
    [ours, theirs].map(|said: Ran| {
        let said = said.ended(exit).json();
        let problems = said["problems"].as_array().expect("a list").iter();
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let problems = problems.map(|one| (text(&one["file"]), text(&one["what"])));
        let prefix = format!("{}/", ledger.display());
        problems
            .map(|(file, what)| (file.replace(&prefix, ""), what))
            .collect()
    })
}

/// The file below a folder whose name is the greatest: the widest partial tile.
fn last_file(folder: &Path) -> PathBuf {
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    let width = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.and_then(|name| name.parse::<u32>().ok())
    };
    files.sort_by_key(width);
    let last = files.pop().expect("a file");
    match last.is_dir() {
        true => last_file(&last),
        false => last,
    }
}

/// What somebody with access to the disk may do to a file.
type Tamper<'a> = &'a dyn Fn(&mut Vec<u8>);

fn first_file(folder: &Path, ending: &str) -> PathBuf {
    let files = fs::read_dir(folder).expect("a folder").flatten();
    let files = files.map(|entry| entry.path());
    let mut files: Vec<_> = files
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    files.swap_remove(0)
}

fn flip(bytes: &mut [u8], at: usize) {
    bytes[at] ^= 0x10;
}

/// Where the bytes of an entry stand in a segment: those of the entry in a tile of entries.
fn place_of(entry: &[u8], segment: &[u8]) -> usize {
    let found = segment.windows(entry.len()).position(|some| some == entry);
    found.expect("every entry in the tiles is in a segment")
}

/// A register that was served, and its key.
fn served() -> (Folder, String) {
    let folder = Folder::with_register();
    let server = folder.serve();
    let page = server.get("/en/statement?from=2026-07-01&to=2026-07-31");
    assert_eq!(page.status, 200);
    let key = log_key(&folder);
    server.kill();
    // What was looked at last is signed by the next command that checks.
    let _well = folder.ask(&["verify"]).ended(0);
    (folder, key)
}

#[test]
fn a_tampered_folder_is_caught_by_ours_and_in_go_with_the_same_name() {
    let Some(go) = go_program("tilsyn-go-verify") else {
        return;
    };
    let (folder, key) = served();
    let ledger = folder.data().join("ledger");
    let nothing: [Vec<_>; 2] = [Vec::new(), Vec::new()];
    assert_eq!(both(&ledger, &key, &go, 0), nothing);
    let (entries, hashes) = (
        last_file(&ledger.join("tile/entries")),
        last_file(&ledger.join("tile/0")),
    );
    let (note, kept) = (ledger.join("checkpoint"), ledger.join("checkpoints"));
    let entry = fs::read(&entries).expect("readable")[7 * 90 + 2..8 * 90].to_vec();
    let segment = first_file(&ledger.join("segments"), ".segment");
    let in_segment = place_of(&entry, &fs::read(&segment).expect("readable"));
    let tampers: [(&str, &Path, Tamper<'_>); 10] = [
        ("entry 7 ", &entries, &|bytes| flip(bytes, 7 * 90 + 20)),
        ("", &entries, &|bytes| bytes.truncate(bytes.len() - 90)),
        ("entry 11 ", &hashes, &|bytes| flip(bytes, 11 * 32 + 20)),
        ("", &hashes, &|bytes| bytes.truncate(bytes.len() - 1)),
        ("", &note, &|bytes| flip(bytes, 20)),
        ("", &note, &|bytes| bytes.truncate(bytes.len() - 9)),
        ("is altered", &kept, &|bytes| flip(bytes, 64 + 40)),
        ("header", &kept, &|bytes| flip(bytes, 30)),
        ("is altered", &segment, &|bytes| {
            flip(bytes, in_segment + 30);
        }),
        ("header", &segment, &|bytes| flip(bytes, 30)),
    ];
    for (what, file, tamper) in tampers {
        let right = fs::read(file).expect("readable");
        let mut wrong = right.clone();
        tamper(&mut wrong);
        write(file, &wrong);
        check_named(&ledger, &key, &go, (file, what));
        write(file, &right);
    }
    // Of a segment that is gone, the folder says that it lacks it.
    let folder_of_segments = ledger.join("segments");
    let gone = [
        (&entries, &entries, ""),
        (&hashes, &hashes, ""),
        (&note, &note, ""),
        (&segment, &folder_of_segments, "before entry"),
    ];
    for (file, named, what) in gone {
        let right = fs::read(file).expect("readable");
        fs::remove_file(file).expect("ours");
        check_named(&ledger, &key, &go, (named, what));
        write(file, &right);
    }
    assert_eq!(both(&ledger, &key, &go, 0), nothing);
}

/// Both verifiers name this file, and say this of it.
fn check_named(ledger: &Path, key: &str, go: &Path, (file, what): (&Path, &str)) {
    let named = file.strip_prefix(ledger).expect("in the ledger");
    let named = named.to_str().expect("text");
    let ours_and_theirs = both(ledger, key, go, 1);
    for (who, problems) in ["ours", "Go's"].iter().zip(ours_and_theirs) {
        let is_named = |(file, said): &(String, String)| *file == named && said.contains(what);
        assert!(
            problems.iter().any(is_named),
            "{who}, {named}: {problems:?}"
        );
    }
}

#[test]
fn a_checkpoint_put_back_is_caught_by_ours_and_in_go() {
    let folder = Folder::with_register();
    let log = log_key(&folder);
    let Some((witness, go)) = GoWitness::start(&log).zip(go_program("tilsyn-go-verify")) else {
        return;
    };
    let _well = folder.ask(&["verify"]).ended(0);
    let ledger = folder.data().join("ledger");
    let checkpoint = ledger.join("checkpoint");
    let older = fs::read(&checkpoint).expect("readable");
    let text = format!(
        "witness one {} http://{}\nquorum one\n",
        witness.key, witness.listen
    );
    let policy = policy_of(&folder, text);
    let server = folder.serve();
    // A look at a page is an entry too, so that there is more to sign.
    let page = server.get("/en/statement?from=2026-07-01&to=2026-07-31");
    assert_eq!(page.status, 200);
    let leaves = verified(&folder, &policy).json()["leaves"].as_u64();
    assert!(cosigned(&folder, &policy, leaves.expect("a count")) > 0);
    server.kill();
    let _well = folder.ask(&["verify"]).ended(0);
    assert_ne!(fs::read(&checkpoint).expect("readable"), older);
    write(&checkpoint, &older);
    check_named(&ledger, &log, &go, (&checkpoint, "set back"));
}

/// The file with a line put in the place of the one with this number.
fn with_line(file: &str, number: usize, line: &str) -> String {
    let mut lines: Vec<&str> = file.split('\n').collect();
    lines[number] = line;
    lines.join("\n")
}

/// The same line with another character in the place of one.
fn other_at(line: &str, at: usize) -> String {
    let other = if line[at..].starts_with('x') {
        "y"
    } else {
        "x"
    };
    format!("{}{other}{}", &line[..at], &line[at + 1..])
}

/// What is wrong with an evidence file, and the file.
fn spoilt(right: &str) -> Vec<(&'static str, String)> {
    let lines: Vec<&str> = right.split('\n').collect();
    let size_line = lines
        .iter()
        .position(|line| line.is_empty())
        .expect("a line")
        + 2;
    let (root_line, signature_line) = (size_line + 1, lines.len() - 2);
    let changed = |number: usize, at| with_line(right, number, &other_at(lines[number], at));
    let next_index = lines[2].replacen("index ", "index 1", 1);
    vec![
        ("a hash of the way", changed(3, 0)),
        ("a byte of the entry", changed(1, "extra ".len() + 80)),
        ("the index", with_line(right, 2, &next_index)),
        (
            "the size that was signed",
            with_line(right, size_line, "1000"),
        ),
        ("the head that was signed", changed(root_line, 5)),
        (
            "the signature",
            changed(signature_line, lines[signature_line].len() - 9),
        ),
        (
            "a hash less",
            right.replacen(&format!("{}\n", lines[3]), "", 1),
        ),
        (
            "a hash twice",
            right.replacen(lines[3], &format!("{0}\n{0}", lines[3]), 1),
        ),
        ("no signature", lines[..signature_line].join("\n") + "\n"),
        ("the first line", right.replacen("@v1", "@v2", 1)),
    ]
}

#[test]
fn evidence_is_read_by_programs_of_others() {
    let folder = Folder::with_register();
    let words = ["prove", "HR:e01", "--out", "a.tlog-proof"];
    let made = folder.ask(&words).ended(0).json();
    let key = made["verifier_key"].as_str().expect("a key");
    let file = folder.data().with_file_name("a.tlog-proof");
    let right = fs::read_to_string(&file).expect("readable");
    if let Some(go) = go_program("tilsyn-go-verify") {
        let said = ran(Command::new(go).args(["proof", key]).arg(&file));
        let said = said.ended(0).json();
        assert_eq!(said["index"], made["index"], "{said}");
        let act = said["openings"][0]["text"].as_str().expect("an opening");
        assert!(act.contains("\"id\":\"e01\""), "{said}");
    }
    check_evidence(key, &file, "nothing", true);
    let stranger = folder.file("stranger", "");
    let other = Folder::with_register();
    check_evidence(&log_key(&other), &file, "another log's key", false);
    for (what, wrong) in spoilt(&right) {
        assert_ne!(wrong, right, "{what}");
        write(&stranger, wrong.as_bytes());
        check_evidence(key, &stranger, what, false);
    }
}

/// What three verifiers of three makers say of an evidence file.
fn check_evidence(key: &str, file: &Path, changed: &str, is_well: bool) {
    let ours = ran(Command::new(verify_program())
        .args(["--key", key, "--json", "--proof"])
        .arg(file));
    // What is not even of this form ends with 2, what proves nothing with 1.
    let of = |said: Ran, who| match said.exit {
        Some(0) => assert!(is_well, "{who} took it: {changed}"),
        Some(1 | 2) => assert!(!is_well, "{who} refused it: {said:?}"),
        _ => panic!("{who} did not end well: {said:?}"),
    };
    of(ours, "ours");
    if let Some(go) = go_program("tilsyn-go-verify") {
        of(ran(Command::new(go).args(["proof", key]).arg(file)), "Go's");
    }
    if let Some(mut npm) = npm_verifier() {
        let encoded = ran(Command::new("base64").arg("--wrap=0").arg(file)).ended(0);
        let child = npm.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.expect("Node.js starts");
        let question = format!("proof {key} {}\n", encoded.out);
        let mut stdin = child.stdin.take().expect("it is ours");
        stdin.write_all(question.as_bytes()).expect("it reads");
        drop(stdin);
        let output = child.wait_with_output().expect("it ends");
        let said: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(said["ok"], is_well, "npm's, {changed}: {said}");
    }
}
