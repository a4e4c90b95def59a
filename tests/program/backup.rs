//! Backup and restore, rehearsed with the real program; and each store lost, one at a time.
//!
//! Nothing may be lost in silence: what can be made again is, and everything else is refused
//! with the name of the file.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;
use tilsyn_tests::{Folder, Ran, fixture, ran, write};

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

fn event(number: u64) -> String {
    format!(
        "{{\"id\": \"more-{number}\", \"source\": \"HR\", \"time\": \"2026-07-20T10:00:00+02:00\", \
         \"kind\": \"lookup\", \"actor\": {{\"user\": \"anna\"}}, \
         \"subjects\": [{{\"national_id\": \"02817110005\"}}]}}\n"
    )
}

/// A folder beside the data, and in it places for backups.
struct Rehearsal {
    folder: Folder,
    home: PathBuf,
}

impl Rehearsal {
    fn of(folder: Folder) -> Rehearsal {
        let home = folder.data().parent().expect("a folder").to_owned();
        Rehearsal { folder, home }
    }

    fn backup(&self) -> Value {
        let to = self.home.join("backup");
        self.folder.ask(&["backup", text(&to)]).ended(0).json()
    }

    fn backup_keys(&self, name: &str) -> PathBuf {
        let to = self.home.join(name);
        let _made = self.folder.ask(&["backup", "keys", text(&to)]).ended(0);
        to
    }

    /// Restores into an empty folder, with the root key of the data.
    fn restore(&self, into: &Folder, keys: &Path) -> Ran {
        let from = self.home.join("backup");
        let root = self.folder.data().join("keys/root.key");
        let words = [
            "restore",
            text(&from),
            "--keys",
            text(keys),
            "--key-file",
            text(&root),
        ];
        into.ask(&words)
    }
}

/// What a folder answers.
fn answers(folder: &Folder) -> Value {
    let period = ["--from", "2026-01-01", "--to", "2026-12-31"];
    let ask = |name: &str| folder.ask(&[&[name][..], &period].concat()).ended(0).json();
    serde_json::json!({
        "statement": ask("statement"), "subjects": ask("subjects"), "pictures": ask("pictures"),
        "history": folder.ask(&["history", "--subject", "02817110005"]).ended(0).lines(),
        "quarantine": folder.ask(&["quarantine"]).ended(0).json(),
        "settings": folder.ask(&["settings"]).ended(0).json(),
    })
}

#[test]
fn a_backup_made_while_events_come_in_is_restored_and_answers_the_same() {
    let folder = Folder::with_register();
    let bad = folder.file("bad.ndjson", "{\"id\": \"half\n");
    let _kept = folder.takes(&bad).ended(1);
    let _set = folder
        .ask(&["settings", "organisation_name", "Nordvik kommune"])
        .ended(0);
    let rehearsal = Rehearsal::of(folder);
    let folder = &rehearsal.folder;
    let server = folder.serve();
    let (ended, taken) = (AtomicBool::new(false), AtomicU64::new(0));
    let (made, slowest) = std::thread::scope(|scope| {
        let intake = scope.spawn(|| {
            let mut slowest = Duration::ZERO;
            for number in 0.. {
                let file = folder.file("more.ndjson", event(number));
                let began = Instant::now();
                let summary = folder.takes(&file).ended(0).json();
                assert_eq!(summary["stored"], 1, "{summary}");
                slowest = slowest.max(began.elapsed());
                taken.fetch_add(1, Ordering::Release);
                if ended.load(Ordering::Acquire) {
                    return slowest;
                }
            }
            unreachable!("numbers do not end")
        });
        while taken.load(Ordering::Acquire) < 3 {
            std::thread::yield_now();
        }
        let made = rehearsal.backup();
        ended.store(true, Ordering::Release);
        (made, intake.join().expect("intake goes on"))
    });
    assert!(
        slowest < Duration::from_secs(20),
        "intake waited {slowest:?}"
    );
    let keys = rehearsal.backup_keys("wrapped.keys");
    // The second backup has the same pieces but for the end of the log and the registry.
    let again = rehearsal.backup();
    assert!(again["known"]["pieces"].as_u64() > Some(0), "{again}");
    assert!(
        again["entries"].as_u64() > made["entries"].as_u64(),
        "{again}"
    );
    let expected = answers(folder);
    drop(server);

    let there = Folder::new();
    let restored = rehearsal.restore(&there, &keys).ended(0).json();
    assert_eq!(restored["entries"], again["entries"], "{restored}");
    assert_eq!(
        (&restored["ok"], &restored["erased_again"]),
        (&true.into(), &0.into())
    );
    let verified = there.ask(&["verify"]).ended(0).json();
    assert_eq!(
        (&verified["ok"], &verified["quarantined"]),
        (&true.into(), &1.into())
    );
    assert_eq!(answers(&there), expected);
    // It goes on: what came since comes in once more, and nothing twice.
    let file = there.file("again.ndjson", event(0) + &event(1_000_000));
    let summary = there.takes(&file).ended(0).json();
    assert_eq!(
        (&summary["stored"], &summary["duplicates"]),
        (&1.into(), &1.into())
    );
    // A folder in use is never written over.
    let refused = rehearsal.restore(&there, &keys).ended(2);
    assert!(refused.err.contains("not empty"), "{refused:?}");
}

/// Every file in a folder, with its content.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(contents(&path));
        } else {
            let bytes = std::fs::read(&path).expect("readable");
            found.push((path, bytes));
        }
    }
    found
}

fn holds(bytes: &[u8], canary: &str) -> bool {
    bytes
        .windows(canary.len())
        .any(|window| window == canary.as_bytes())
}

#[test]
fn a_backup_shows_nobody_without_the_keys() {
    let rehearsal = Rehearsal::of(Folder::with_register());
    let _made = rehearsal.backup();
    let keys = rehearsal.backup_keys("wrapped.keys");
    let root = std::fs::read(rehearsal.folder.data().join("keys/root.key")).expect("a key");
    let wrapped = std::fs::read(rehearsal.folder.data().join("ledger/keys")).expect("keys");
    let people = std::fs::read_to_string(fixture("directory/people.csv")).expect("people");
    let mut canaries: Vec<String> = Vec::new();
    for line in people.lines().skip(1) {
        canaries.extend(line.split([',', ';']).take(2).map(str::to_owned));
    }
    canaries.retain(|canary| canary.len() > 5);
    assert!(canaries.len() > 5, "{canaries:?}");
    let backup = contents(&rehearsal.home.join("backup"));
    assert!(backup.len() > 5);
    for (path, bytes) in backup.iter().chain(&contents_of(&keys)) {
        for canary in &canaries {
            assert!(
                !holds(bytes, canary),
                "{canary} stands in {}",
                path.display()
            );
        }
        assert!(
            !bytes.windows(32).any(|window| window == root),
            "the root key"
        );
    }
    for (path, bytes) in &backup {
        assert!(
            !bytes.windows(64).any(|part| part == &wrapped[64..128]),
            "{}",
            path.display()
        );
    }
}

fn contents_of(file: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    vec![(file.to_owned(), std::fs::read(file).expect("readable"))]
}

#[test]
fn a_backup_that_was_altered_is_refused_and_the_file_named() {
    let rehearsal = Rehearsal::of(Folder::with_register());
    let _made = rehearsal.backup();
    let keys = rehearsal.backup_keys("wrapped.keys");
    let mut files = contents(&rehearsal.home.join("backup"));
    files.retain(|(path, bytes)| !bytes.is_empty() && !path.ends_with("lock"));
    files.extend(contents_of(&keys));
    let mut missed = Vec::new();
    for (path, whole) in &files {
        let mut wrong = whole.clone();
        wrong[whole.len() / 2] ^= 0x10;
        write(path, &wrong);
        let there = Folder::new();
        let refused = rehearsal.restore(&there, &keys);
        if refused.exit != Some(3) || there.data().join("folder.json").exists() {
            missed.push(format!("{}: {refused:?}", path.display()));
        }
        std::fs::remove_file(path).expect("removed");
        let there = Folder::new();
        let refused = rehearsal.restore(&there, &keys);
        if refused.exit != Some(3) || there.data().join("folder.json").exists() {
            missed.push(format!("without {}: {refused:?}", path.display()));
        }
        write(path, whole);
    }
    assert!(missed.is_empty(), "{missed:#?}");
    let there = Folder::new();
    let _restored = rehearsal.restore(&there, &keys).ended(0);
}

#[test]
fn what_restore_lacks_it_names() {
    let rehearsal = Rehearsal::of(Folder::with_register());
    let early = rehearsal.backup_keys("early.keys");
    // A new source brings a key of its own, and another month brings another.
    let other = event(7)
        .replace("\"HR\"", "\"EHR\"")
        .replace("2026-07", "2026-03");
    let other = rehearsal.folder.file("other.ndjson", other);
    let _taken = rehearsal.folder.takes(&other).ended(0);
    let made = rehearsal.backup();
    let there = Folder::new();
    let older = rehearsal.restore(&there, &early).ended(2);
    assert!(older.err.contains("older than the data"), "{older:?}");
    let keys = rehearsal.backup_keys("later.keys");
    let from = rehearsal.home.join("backup");
    let there = Folder::new();
    let keyless = there
        .ask(&["restore", text(&from), "--keys", text(&keys)])
        .ended(2);
    let root_key = made["root_key"].as_str().expect("a name");
    assert!(keyless.err.contains(root_key), "{keyless:?}");
    let stranger = Folder::new();
    let _made = stranger.ask(&["verify"]).ended(0);
    let wrong = stranger.data().join("keys/root.key");
    let words = [
        "restore",
        text(&from),
        "--keys",
        text(&keys),
        "--key-file",
        text(&wrong),
    ];
    let there = Folder::new();
    let refused = there.ask(&words).ended(3);
    assert!(refused.err.contains("later.keys"), "{refused:?}");
    // Not into itself.
    let inside = rehearsal.folder.data().join("backup");
    let _refused = rehearsal.folder.ask(&["backup", text(&inside)]).ended(2);
}

/// Loses a store of a folder that was at rest.
fn without(name: &str) -> (Folder, Value) {
    let folder = Folder::with_register();
    let before = answers(&folder);
    let path = folder.data().join(name);
    let lost = if path.is_dir() {
        std::fs::remove_dir_all(&path)
    } else {
        std::fs::remove_file(&path)
    };
    lost.unwrap_or_else(|error| panic!("{name}: {error}"));
    (folder, before)
}

#[test]
fn what_can_be_made_again_is() {
    for name in ["archive", "ledger/tile", "ledger/seen"] {
        let (folder, before) = without(name);
        assert_eq!(answers(&folder), before, "without {name}");
        let verified = folder.ask(&["verify"]).ended(0).json();
        assert_eq!(verified["ok"], true, "without {name}: {verified}");
    }
}

#[test]
fn what_cannot_be_made_again_is_refused_by_name_and_nothing_else_is_touched() {
    for (name, said) in [
        ("ledger/segments/0000000001.segment", "ledger/segments"),
        ("ledger/segments", "ledger/segments"),
        ("ledger/vault/slots", "slots"),
        ("ledger/vault/overflow", "overflow"),
        ("ledger/vault", "vault"),
        ("ledger/keys", "ledger/keys"),
        ("ledger/ledger", "ledger/ledger"),
        ("ledger/checkpoint", "checkpoint"),
        ("keys/root.key", "root.key"),
        ("registry.sqlite", "registry.sqlite"),
    ] {
        let (folder, _) = without(name);
        let before = contents_but_locks(&folder.data());
        for words in [
            &["sources"][..],
            &["serve", "--listen", "127.0.0.1:0"],
            &["verify"],
        ] {
            let refused = folder.ask(words);
            let exit = if words == ["verify"] { 1 } else { 3 };
            assert_eq!(
                refused.exit,
                Some(exit),
                "without {name}: {words:?} {refused:?}"
            );
            assert!(
                refused.err.contains(said),
                "without {name}: {words:?} {refused:?}"
            );
        }
        assert!(!folder.data().join(name).exists(), "{name} was begun anew");
        let after = contents_but_locks(&folder.data());
        for (path, bytes) in before {
            let now = after.iter().find(|(name, _)| *name == path);
            let is_ledger = path.starts_with(folder.data().join("ledger"));
            // Opening writes the last segment anew; nothing else may differ.
            let is_segment = path.extension() == Some(OsStr::new("segment"));
            assert!(
                !is_ledger || is_segment || now.is_some_and(|(_, now)| *now == bytes),
                "without {name}, {} changed",
                path.display()
            );
        }
    }
}

fn contents_but_locks(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = contents(folder);
    all.retain(|(path, _)| !path.ends_with("lock"));
    all
}

#[test]
fn an_older_registry_beside_a_newer_ledger_is_refused() {
    let folder = Folder::with_register();
    let registry = folder.data().join("registry.sqlite");
    let older = std::fs::read(&registry).expect("readable");
    let other = folder.file("other.ndjson", event(7).replace("\"HR\"", "\"EHR\""));
    let _taken = folder.takes(&other).ended(0);
    for beside in ["registry.sqlite-wal", "registry.sqlite-shm"] {
        std::fs::remove_file(folder.data().join(beside)).ok();
    }
    write(&registry, &older);
    let refused = folder.ask(&["sources"]).ended(3);
    assert!(refused.err.contains("registry.sqlite"), "{refused:?}");
}

#[test]
fn a_backup_says_in_each_language_what_to_keep_apart() {
    let rehearsal = Rehearsal::of(Folder::with_register());
    for (language, word) in [
        ("nb", "rotnøkkelen"),
        ("da", "rodnøglen"),
        ("sv", "rotnyckeln"),
        ("en", "root key"),
    ] {
        let to = rehearsal.home.join(format!("backup-{language}"));
        let mut command = rehearsal.folder.command(&["backup", text(&to)]);
        let said = ran(command.args(["--lang", language])).ended(0);
        assert!(said.err.contains(word), "{said:?}");
    }
}

#[test]
fn a_root_key_is_rotated_through_the_server_and_the_old_one_opens_nothing() {
    let rehearsal = Rehearsal::of(Folder::with_register());
    let folder = &rehearsal.folder;
    let file = folder.data().join("keys/root.key");
    let old = std::fs::read(&file).expect("a key");
    let old_copy = rehearsal.backup_keys("old.keys");
    let before = folder.ask(&["keys", "list"]).ended(0).json();
    let expected = answers(folder);
    let server = folder.serve();
    let rotated = folder.ask(&["keys", "rotate", "root"]).ended(0).json();
    assert_ne!(rotated["root_key"], before["keys"][0]["name"]);
    assert_ne!(rotated["ledger_key"], before["keys"][1]["name"]);
    let again = folder.ask(&["keys", "rotate", "ledger"]).ended(0).json();
    assert_eq!(again["root_key"], rotated["root_key"]);
    assert_ne!(again["ledger_key"], rotated["ledger_key"]);
    let more = folder.file("more.ndjson", event(1));
    assert_eq!(folder.takes(&more).ended(0).json()["stored"], 1);
    // A power cut right afterwards.
    server.kill();
    assert_ne!(std::fs::read(&file).expect("a key"), old);
    let after = folder.ask(&["keys", "list"]).ended(0).json();
    assert_eq!(after["keys"][0]["name"], again["root_key"]);
    assert_eq!(after["keys"][1]["name"], again["ledger_key"]);
    assert_eq!(after["keys"][0]["days"], 0);
    assert_eq!(folder.ask(&["verify"]).ended(0).json()["ok"], true);
    let statement = answers(folder)["quarantine"].clone();
    assert_eq!(statement, expected["quarantine"]);
    // No key is shown, in no form.
    let hex: String = old.iter().map(|byte| format!("{byte:02x}")).collect();
    let now = std::fs::read(&file).expect("a key");
    let hex_now: String = now.iter().map(|byte| format!("{byte:02x}")).collect();
    for said in [&before, &rotated, &again, &after] {
        let said = said.to_string();
        assert!(!said.contains(&hex[..32]) && !said.contains(&hex_now[..32]));
    }
    // The copies of before belong together; the new root key does not open the old copy.
    let _made = rehearsal.backup();
    let there = Folder::new();
    let refused = rehearsal.restore(&there, &old_copy);
    assert!(matches!(refused.exit, Some(2 | 3)), "{refused:?}");
    let keys = rehearsal.backup_keys("new.keys");
    let there = Folder::new();
    let _restored = rehearsal.restore(&there, &keys).ended(0);
    // And the old root key opens the folder no more.
    write(&file, &old);
    let refused = folder.ask(&["sources"]).ended(3);
    assert!(refused.err.contains("ledger/keys"), "{refused:?}");
}

/// What the doctor says of one thing: whether it is well, and the hint.
fn found(folder: &Folder, name: &str) -> (bool, String) {
    let doctor = folder.ask(&["doctor"]).json();
    let checks = doctor["checks"].as_array().expect("checks").iter();
    let check = checks.clone().find(|check| check["name"] == name);
    let check = check.unwrap_or_else(|| panic!("{name} in {doctor}"));
    (
        check["ok"] == true,
        check["hint"].as_str().expect("a hint").to_owned(),
    )
}

#[test]
fn the_doctor_knows_of_backups_and_keys() {
    use std::os::unix::fs::PermissionsExt;
    let rehearsal = Rehearsal::of(Folder::with_register());
    let folder = &rehearsal.folder;
    assert!(found(folder, "backup").1.contains("tilsyn backup"));
    assert!(!found(folder, "backup of keys").0);
    let _made = rehearsal.backup();
    let _made = rehearsal.backup_keys("wrapped.keys");
    for name in [
        "backup",
        "backup of keys",
        "backup place",
        "root key file",
        "root key age",
    ] {
        assert_eq!(found(folder, name), (true, String::new()), "{name}");
    }
    let noted = folder.data().join("backups.json");
    let text = std::fs::read_to_string(&noted).expect("noted");
    let noted_now: Value = serde_json::from_str(&text).expect("JSON");
    let made = noted_now["data"]["made_seconds"].as_u64().expect("a time");
    let older = text.replacen(&made.to_string(), &(made - 5 * 86_400).to_string(), 1);
    write(&noted, older.as_bytes());
    let (well, hint) = found(folder, "backup");
    assert!(!well && hint.contains("5 days"), "{hint}");
    std::fs::remove_dir_all(rehearsal.home.join("backup")).expect("removed");
    assert!(!found(folder, "backup place").0);
    let key = folder.data().join("keys");
    let open = std::fs::Permissions::from_mode(0o777);
    std::fs::set_permissions(&key, open).expect("changed");
    assert!(!found(folder, "root key file").0);
}

#[test]
fn the_parquet_key_is_given_out_with_the_words_and_the_log_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let rehearsal = Rehearsal::of(Folder::with_register());
    let folder = &rehearsal.folder;
    let file = folder.file("more.ndjson", event(1));
    let _taken = folder.takes(&file).ended(0);
    let leaves = || {
        let verified = folder.ask(&["verify"]).ended(0).json();
        verified["leaves"].as_u64().expect("a number")
    };
    let (earlier, before) = (leaves(), leaves());
    let to = rehearsal.home.join("given");
    let words = ["keys", "parquet", text(&to)];
    let given = folder.ask(&words).ended(0).json();
    assert_eq!(given["parquet_key"], text(&to.join("parquet.key")));
    let key = std::fs::read(to.join("parquet.key")).expect("a key");
    assert_eq!(key.len(), 32);
    for (path, _) in contents(&to) {
        let found = std::fs::metadata(&path).expect("a file").permissions();
        assert_eq!(found.mode() & 0o077, 0, "{}", path.display());
    }
    // The words open, and stand nowhere in the archive.
    let lines = std::fs::read_to_string(to.join("words.ndjson")).expect("words");
    let lines: Vec<Value> = (lines.lines())
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    assert!(lines.iter().any(|line| line["word"][0] == "source"));
    let archive = contents(&folder.data().join("archive"));
    let long = lines.iter().filter_map(|line| line["word"][1].as_str());
    for word in long.filter(|word| word.len() > 5) {
        for (path, bytes) in &archive {
            assert!(!holds(bytes, word), "{word} stands in {}", path.display());
        }
    }
    // Not a second time into the same folder; and each time is an entry of the log.
    assert_ne!(folder.ask(&words).exit, Some(0));
    assert!(leaves() - before > before - earlier);
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!given.to_string().contains(&hex[..32]));
}
