//! The root key in a hardware module, with the real program and SoftHSM2: a new folder, a server
//! and its restart, from a file to a module and back, killed in between, and everything missing
//! that can be.
//!
//! Each test has tokens of its own: SoftHSM2 is told by `SOFTHSM2_CONF` where they lie.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tilsyn_tests::{Folder, Ran, fixture, program, ran, write};

const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";
const PIN: &str = "835201";

/// A folder, and a token for its root key.
struct Bench {
    folder: Folder,
    home: PathBuf,
}

impl Bench {
    /// `None`, said loudly, where there is no SoftHSM2.
    fn new() -> Option<Bench> {
        if !Path::new(MODULE).exists() {
            eprintln!("\n*** SKIPPED: {MODULE} is missing (package softhsm2); NOT tested ***\n");
            return None;
        }
        let folder = Folder::new();
        let home = folder.data().parent().expect("a folder").to_owned();
        let bench = Bench { folder, home };
        std::fs::create_dir(bench.home.join("tokens")).expect("a folder");
        let tokens = bench.home.join("tokens");
        let conf = format!(
            "directories.tokendir = {}\nlog.level = ERROR\n",
            tokens.display()
        );
        let _conf = bench.folder.file("softhsm2.conf", conf);
        bench.write_pin(PIN);
        let words = [
            "--init-token",
            "--free",
            "--label",
            "ours",
            "--so-pin",
            "93718264",
        ];
        let mut init = Command::new("softhsm2-util");
        let _made = ran(bench.lead(init.args(words).args(["--pin", PIN]))).ended(0);
        Some(bench)
    }

    /// Tells a program where the tokens lie.
    fn lead<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("SOFTHSM2_CONF", self.home.join("softhsm2.conf"))
    }

    fn write_pin(&self, pin: &str) {
        use std::os::unix::fs::PermissionsExt;
        let file = self.folder.file("pin", format!("{pin}\n"));
        let owner = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(file, owner).expect("changed");
    }

    fn settings(&self) -> String {
        let pin = self.home.join("pin");
        format!(
            "[key_pkcs11]\nmodule = \"{MODULE}\"\ntoken = \"ours\"\nlabel = \"a folder\"\n\
             pin_file = \"{}\"\n",
            pin.display()
        )
    }

    fn set(&self, settings: &str) {
        std::fs::create_dir_all(self.folder.data()).expect("a folder");
        write(
            &self.folder.data().join("settings.toml"),
            settings.as_bytes(),
        );
    }

    fn ask(&self, words: &[&str]) -> Ran {
        self.ask_of(&self.folder, words)
    }

    fn ask_of(&self, folder: &Folder, words: &[&str]) -> Ran {
        let ran = ran(self.lead(folder.command(words).arg("--json")));
        let said = format!("{} {}", ran.out, ran.err);
        assert!(!said.contains(PIN), "the PIN was said: {said}");
        ran
    }

    fn takes_register(&self) {
        let directory = fixture("directory");
        let _taken = self
            .ask(&["import", "directory", text(&directory)])
            .ended(0);
        let events = fixture("events.ndjson");
        let _taken = self.ask(&["import", "events", text(&events)]).ended(0);
    }

    fn statement(&self) -> Value {
        let period = ["--from", "2026-01-01", "--to", "2026-12-31"];
        let words = [&["statement"][..], &period].concat();
        self.ask(&words).ended(0).json()["rows"].clone()
    }

    /// The name of the root key in force and the kind of thing it lies in.
    fn root(&self) -> (String, String) {
        let listed = self.ask(&["keys", "list"]).ended(0).json();
        let part = |value: &Value| value.as_str().expect("a text").to_owned();
        (
            part(&listed["keys"][0]["name"]),
            part(&listed["root_key_kind"]),
        )
    }

    fn rotate(&self, words: &[&str]) -> Value {
        let words = [&["keys", "rotate", "root"][..], words].concat();
        self.ask(&words).ended(0).json()
    }

    /// Sees to it that the root key lies there; gives its name.
    fn goes_to(&self, kind: &str) -> String {
        if self.root().1 != kind {
            let _gone = self.rotate(&["--to", kind, "--destroy-old"]);
        }
        self.root().0
    }

    /// Changes the root key, and is killed at a step of that; strace writes the steps down.
    fn changes(&self, to: &str, killed: Option<&Step>) -> Ran {
        let mut command = Command::new("strace");
        command.args(["-D", "-f", "-y", "-qq", "-o"]);
        command.arg(self.home.join("strace.log"));
        match killed {
            None => command.args(["-e", &format!("trace={STEPS}")]),
            Some(Step { call, when }) => command
                .args(["-e", &format!("trace={call}")])
                .args(["-e", &format!("inject={call}:signal=KILL:when={when}")]),
        };
        command.arg(program()).arg("--data").arg(self.folder.data());
        command.args(["keys", "rotate", "root", "--to", to, "--destroy-old"]);
        ran(self.lead(command.current_dir(&self.home)))
    }

    /// SoftHSM2 keeps each object in a file of its own.
    fn keys_in_token(&self) -> usize {
        let mut count = 0;
        for token in std::fs::read_dir(self.home.join("tokens")).expect("a folder") {
            let objects = std::fs::read_dir(token.expect("an entry").path()).expect("a token");
            let names = objects.map(|object| object.expect("an entry").file_name());
            let is_key = |name: &std::ffi::OsString| {
                let name = name.to_string_lossy();
                name.ends_with(".object") && name != "token.object"
            };
            count += names.filter(is_key).count();
        }
        count
    }

    /// What the doctor says of the module: whether it is well, and the hint.
    fn found(&self, name: &str) -> (bool, String) {
        let doctor = self.ask(&["doctor"]).json();
        let checks = doctor["checks"].as_array().expect("checks").iter();
        let check = checks.clone().find(|check| check["name"] == name);
        let check = check.unwrap_or_else(|| panic!("{name} in {doctor}"));
        let hint = check["hint"].as_str().expect("a hint").to_owned();
        (check["ok"] == true, hint)
    }

    fn is_whole(&self) -> bool {
        self.ask(&["verify"]).ended(0).json()["ok"] == true
    }
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

#[test]
fn a_new_folder_has_its_root_key_in_the_module_and_starts_again_with_it() {
    let Some(bench) = Bench::new() else { return };
    bench.set(&bench.settings());
    bench.takes_register();
    let (name, kind) = bench.root();
    assert!(
        name.starts_with("pkcs11-") && kind == "module",
        "{name} {kind}"
    );
    assert!(!bench.folder.data().join("keys/root.key").exists());
    let before = bench.statement();
    let served = bench.folder.serve_under(|program| {
        let mut command = Command::new(program);
        bench.lead(&mut command);
        command
    });
    let server = served.unwrap_or_else(|ended| panic!("the server stopped: {ended:?}"));
    // The token is gone while it serves: it was needed at the start only.
    let (tokens, away) = (bench.home.join("tokens"), bench.home.join("away"));
    #[expect(clippy::disallowed_methods, reason = "somebody pulls the token out")]
    let pull = |from: &Path, to: &Path| std::fs::rename(from, to).expect("moved");
    pull(&tokens, &away);
    std::fs::create_dir(&tokens).expect("an empty slot");
    assert_eq!(bench.statement(), before);
    let refused = bench.ask(&["keys", "rotate", "root"]).ended(3);
    assert!(refused.err.contains("no token ours"), "{refused:?}");
    let (well, hint) = bench.found("root key module");
    assert!(!well && hint.contains("no token ours"), "{hint}");
    std::fs::remove_dir(&tokens).expect("the empty slot");
    pull(&away, &tokens);
    let rotated = bench.rotate(&["--destroy-old"]);
    assert_eq!(rotated["root_key_kind"], "module");
    assert_ne!(rotated["root_key"], name.as_str());
    server.kill();
    assert_eq!(
        bench.root().0,
        rotated["root_key"].as_str().expect("a name")
    );
    assert_eq!(bench.found("root key module"), (true, String::new()));
    assert_eq!(bench.statement(), before);
    assert!(bench.is_whole());
}

#[test]
fn the_root_key_goes_from_a_file_to_a_module_and_back() {
    let Some(bench) = Bench::new() else { return };
    bench.takes_register();
    let before = bench.statement();
    let file = bench.folder.data().join("keys/root.key");
    assert_eq!(bench.root().1, "file");
    // Settings alone move nothing, and the doctor says that it is still to be done.
    bench.set(&bench.settings());
    assert_eq!(bench.root().1, "file");
    let (well, hint) = bench.found("root key module");
    assert!(!well && hint.contains("keys rotate root"), "{hint}");
    let moved = bench.rotate(&[]);
    assert_eq!(moved["root_key_kind"], "module");
    assert!(!file.exists(), "the old key file is left");
    assert_eq!(bench.root(), (name_in(&moved), "module".to_owned()));
    let again = bench.rotate(&[]);
    assert_eq!(again["left"], moved["root_key"]);
    let back = bench.rotate(&["--to", "file", "--destroy-old"]);
    assert_eq!(
        (&back["root_key_kind"], &back["left"]),
        (&"file".into(), &Value::Null)
    );
    bench.set("");
    assert_eq!(bench.root(), (name_in(&back), "file".to_owned()));
    assert!(file.exists());
    assert_eq!(bench.statement(), before);
    assert!(bench.is_whole());
    let refused = bench
        .ask(&["keys", "rotate", "root", "--to", "module"])
        .ended(3);
    assert!(refused.err.contains("key_pkcs11"), "{refused:?}");
}

fn name_in(rotated: &Value) -> String {
    rotated["root_key"].as_str().expect("a name").to_owned()
}

/// The calls by which something is made durable.
const STEPS: &str = "rename,renameat,renameat2,unlink,unlinkat,fsync,fdatasync";

/// One step: the call, and which of its kind it is. strace counts each call by itself.
#[derive(Clone, Debug)]
struct Step {
    call: String,
    when: usize,
}

/// The steps of a run from the first that is about a change of the root key to the last.
fn steps_of_change(log: &Path) -> Vec<Step> {
    let log = std::fs::read_to_string(log).expect("strace wrote it");
    let mut steps: Vec<(Step, bool)> = Vec::new();
    for line in log.lines() {
        let call = line.split_whitespace().nth(1).expect("a call");
        let call = call.split('(').next().expect("its name").to_owned();
        let before = steps.iter().filter(|(step, _)| step.call == call);
        let when = before.count() + 1;
        let is_of_change = line.contains("/data/keys") || line.contains("/tokens/");
        steps.push((Step { call, when }, is_of_change));
    }
    let first = steps.iter().position(|(_, is_of_change)| *is_of_change);
    let last = steps.iter().rposition(|(_, is_of_change)| *is_of_change);
    let range = first.expect("a change")..=last.expect("a change");
    steps[range].iter().map(|(step, _)| step.clone()).collect()
}

#[test]
fn a_change_that_is_killed_at_any_step_is_finished_or_undone() {
    let Some(bench) = Bench::new() else { return };
    let strace = Command::new("strace")
        .arg("-V")
        .stdout(Stdio::null())
        .status();
    if !strace.is_ok_and(|status| status.success()) {
        eprintln!("\n*** SKIPPED: there is no strace; kills in a change were NOT tested ***\n");
        return;
    }
    bench.takes_register();
    let before = bench.statement();
    bench.set(&bench.settings());
    for (from, to) in [("file", "module"), ("module", "module"), ("module", "file")] {
        bench.goes_to(from);
        let _untroubled = bench.changes(to, None).ended(0);
        let steps = steps_of_change(&bench.home.join("strace.log"));
        let mut outcomes = [0, 0];
        for step in &steps {
            let name = bench.goes_to(from);
            let ended = bench.changes(to, Some(step));
            assert_eq!(
                ended.exit, None,
                "it was to be killed at {step:?}: {ended:?}"
            );
            // Opening finishes or undoes it.
            let now = bench.root();
            let is_done = now.0 != name;
            assert_eq!(now.1, if is_done { to } else { from }, "{step:?}");
            outcomes[usize::from(is_done)] += 1;
            let data = bench.folder.data();
            for left in ["keys/rotation.json", "keys/root.key.next"] {
                assert!(!data.join(left).exists(), "{left} after {step:?} to {to}");
            }
            let has_file = data.join("keys/root.key").exists();
            assert_eq!(has_file, now.1 == "file", "{step:?} to {to}");
            assert_eq!(bench.keys_in_token(), usize::from(now.1 == "module"));
        }
        let [undone, finished] = outcomes;
        eprintln!(
            "{from} to {to}: {} steps, {undone} undone, {finished} finished",
            steps.len()
        );
        assert!(undone > 1 && finished > 1, "{from} to {to}: {outcomes:?}");
    }
    assert_eq!(bench.statement(), before);
    assert!(bench.is_whole());
}

#[test]
fn what_is_wrong_with_a_module_is_told_in_each_language_and_nothing_is_lost() {
    let Some(bench) = Bench::new() else { return };
    bench.set(&bench.settings());
    bench.takes_register();
    let before = bench.statement();
    let settings = bench.settings();
    let cases = [
        (
            settings.replace(MODULE, "/nowhere/module.so"),
            "/nowhere/module.so",
        ),
        (settings.replace("\"ours\"", "\"theirs\""), "theirs"),
        (settings.replace("token = \"ours\"", ""), "key_pkcs11"),
        (settings.replace("/pin\"", "/no-pin\""), "no-pin"),
        (String::new(), "key_pkcs11"),
    ];
    for (settings, said) in &cases {
        bench.set(settings);
        let mut texts = Vec::new();
        for language in ["nb", "da", "sv", "en"] {
            let mut command = bench.folder.command(&["sources", "--lang", language]);
            let refused = ran(bench.lead(&mut command)).ended(3);
            assert!(refused.err.contains(said), "{refused:?}");
            assert!(!refused.err.contains("cli-key"), "{refused:?}");
            texts.push(refused.err);
        }
        texts.dedup();
        assert_eq!(texts.len(), 4, "{texts:?}");
    }
    bench.set(&settings);
    bench.write_pin("000000");
    let wrong = bench.ask(&["sources"]).ended(3);
    assert!(wrong.err.contains("refused the PIN"), "{wrong:?}");
    assert!(!wrong.err.contains("000000"), "{wrong:?}");
    bench.write_pin(PIN);
    let refused = bench.ask(&["serve", "--listen", "127.0.0.1:0"]).ended(3);
    assert!(refused.err.contains("not tried again"), "{refused:?}");
    let note = bench.folder.data().join("keys/pin-refused.json");
    std::fs::remove_file(note).expect("removed");
    assert_eq!(bench.statement(), before);
    assert!(bench.is_whole());
}

#[test]
fn a_pin_comes_from_a_credential_of_systemd_too() {
    let Some(bench) = Bench::new() else { return };
    let pin_file = bench.home.join("pin");
    let line = format!("pin_file = \"{}\"", text(&pin_file));
    let settings = bench.settings().replace(&line, "pin_credential = \"pin\"");
    bench.set(&settings);
    let refused = bench.ask(&["sources"]).ended(3);
    assert!(
        refused.err.contains("$CREDENTIALS_DIRECTORY/pin"),
        "{refused:?}"
    );
    let mut command = bench.folder.command(&["keys", "list", "--json"]);
    command.env("CREDENTIALS_DIRECTORY", &bench.home);
    let listed = ran(bench.lead(&mut command)).ended(0).json();
    assert_eq!(listed["root_key_kind"], "module", "{listed}");
    assert_eq!(bench.keys_in_token(), 1);
}

#[test]
fn a_backup_names_the_module_it_needs_and_is_restored_with_it_alone() {
    let Some(bench) = Bench::new() else { return };
    bench.set(&bench.settings());
    bench.takes_register();
    let before = bench.statement();
    let (to, keys) = (bench.home.join("backup"), bench.home.join("wrapped.keys"));
    let _made = bench.ask(&["backup", text(&to)]).ended(0);
    let mut command = bench.folder.command(&["backup", "keys", text(&keys)]);
    let said = ran(bench.lead(&mut command)).ended(0);
    assert!(said.err.contains("hardware module"), "{said:?}");
    let copied = std::fs::read_to_string(&keys).expect("a text");
    assert!(
        copied.contains("\"token\": \"ours\"") && !copied.contains(PIN),
        "{copied}"
    );
    let there = Folder::new();
    let restore = ["restore", text(&to), "--keys", text(&keys)];
    let refused = bench.ask_of(&there, &restore).ended(2);
    let (name, _) = bench.root();
    for part in [name.as_str(), "ours", "a folder", "--settings"] {
        assert!(refused.err.contains(part), "{refused:?}");
    }
    let settings = bench.folder.file("settings.toml", bench.settings());
    let restore = [&restore[..], &["--settings", text(&settings)]].concat();
    bench.write_pin("000000");
    let refused = bench.ask_of(&there, &restore).ended(2);
    assert!(refused.err.contains("refused the PIN"), "{refused:?}");
    assert!(!there.data().exists(), "something was begun");
    bench.write_pin(PIN);
    let restored = bench.ask_of(&there, &restore).ended(0).json();
    assert_eq!(restored["ok"], true, "{restored}");
    let (from, until) = ("2026-01-01", "2026-12-31");
    let words = ["statement", "--from", from, "--to", until];
    assert_eq!(bench.ask_of(&there, &words).ended(0).json()["rows"], before);
    // Without the token the restored folder opens as little as the first.
    std::fs::remove_dir_all(bench.home.join("tokens")).expect("removed");
    std::fs::create_dir(bench.home.join("tokens")).expect("an empty slot");
    let refused = bench.ask_of(&there, &["sources"]).ended(3);
    assert!(refused.err.contains("no token ours"), "{refused:?}");
}
