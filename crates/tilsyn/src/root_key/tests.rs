//! Both kinds of root key keep the same promises, and a change of one, broken off anywhere,
//! leaves a folder that opens and no key that nothing needs.
//!
//! SoftHSM2 is told by the environment where its tokens lie, so each test of a module runs again
//! in a process of its own, with a token of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use tilsyn_ledger::{Error, KEY_BYTES, Ledger, Options, SystemRandomness};

use super::*;

const SOFTHSM: &str = "/usr/lib/softhsm/libsofthsm2.so";
const PIN: &str = "835201";
const OUR_TOKEN: &str = "TILSYN_TEST_TOKEN";

/// A data folder, and the settings of a module whose one token is the test's own.
struct Home {
    folder: PathBuf,
    settings: FolderSettings,
}

impl Home {
    fn in_folder(folder: &Path) -> Home {
        Home {
            folder: folder.to_owned(),
            settings: FolderSettings::default(),
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn with_module(mut self) -> Home {
        self.settings.key_pkcs11 = Some(self.module());
        self
    }

    fn module(&self) -> ModuleSettings {
        ModuleSettings {
            module: SOFTHSM.into(),
            token: Some("ours".to_owned()),
            serial: None,
            label: "the label".to_owned(),
            pin_file: Some(self.folder.join("pin")),
            pin_credential: None,
        }
    }

    fn set(&mut self, change: impl FnOnce(&mut ModuleSettings)) {
        change(self.settings.key_pkcs11.as_mut().expect("a module"));
    }

    fn write_pin(&self, pin: &str) {
        let file = self.folder.join("pin");
        tilsyn_durable::write_atomically(&file, format!("{pin}\n").as_bytes()).expect("a file");
    }

    fn places(&self) -> Places {
        Places::of(&self.data(), &self.settings)
    }

    /// A new folder with a ledger.
    fn begin(&self) -> Ledger {
        tilsyn_durable::create_folder(&self.data()).expect("a folder");
        let kek = self.places().make().expect("a root key");
        let folder = self.data().join("ledger");
        let made = Ledger::create(&folder, "a.example", kek.as_ref(), &Options::default());
        self.places().settle().expect("settled");
        made.expect("a ledger")
    }

    /// Opens the folder as the program does.
    fn try_open(&self) -> Result<Ledger, Error> {
        let kek = self.places().open()?;
        let folder = self.data().join("ledger");
        let opened = Ledger::open(&folder, kek.as_ref(), &Options::default())?;
        self.places().settle()?;
        Ok(opened)
    }

    fn in_force(&self) -> String {
        self.try_open().expect("it opens").keys_named().root
    }

    fn change(&self, ledger: &Ledger, to: Kind, old: OldKey) -> Changed<()> {
        let changed = self.places().change(Some(to), old, |kek| {
            let rotated = ledger.rotate_keys(kek);
            rotated.map_err(|why| Problem::ours("problem-ledger", why))
        });
        changed.expect("changed")
    }

    fn keys_in_token(&self) -> usize {
        let kek = ModuleKek::drawn(&self.module(), Refusals::Nowhere).expect("settings");
        kek.labelled().expect("the token answers")
    }

    /// What a change that is over has left of itself.
    fn leftovers(&self) -> Vec<String> {
        let names = tilsyn_durable::names_in(&self.data().join("keys")).unwrap_or_default();
        let is_left = |name: &String| name != "root.key";
        names.into_iter().filter(is_left).collect()
    }
}

/// Runs the body of a test, named by its function, in a process and with a token of its own.
fn apart<F>(test: &F, body: impl FnOnce(Home)) {
    if let Some(folder) = std::env::var_os(OUR_TOKEN) {
        return body(Home::in_folder(Path::new(&folder)).with_module());
    }
    if !Path::new(SOFTHSM).exists() {
        eprintln!("\n*** SKIPPED: {SOFTHSM} is missing (package softhsm2); NOT tested ***\n");
        return;
    }
    let home = tempfile::tempdir().expect("a folder");
    let conf = home.path().join("softhsm2.conf");
    let tokens = home.path().join("tokens");
    tilsyn_durable::create_folder(&tokens).expect("a folder");
    let text = format!(
        "directories.tokendir = {}\nlog.level = ERROR\n",
        tokens.display()
    );
    tilsyn_durable::write_atomically(&conf, text.as_bytes()).expect("a file");
    Home::in_folder(home.path()).write_pin(PIN);
    init_token(&conf, "ours");
    let name = std::any::type_name_of_val(test);
    let name = name.split_once("::").map_or(name, |(_, name)| name);
    let program = std::env::current_exe().expect("this program");
    let mut again = Command::new(program);
    again.args([name, "--exact", "--nocapture"]);
    again.env("SOFTHSM2_CONF", conf).env(OUR_TOKEN, home.path());
    let ran = again.output().expect("it starts");
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&ran.stderr);
    assert!(
        ran.status.success() && said.contains("1 passed"),
        "{said}\n{wrong}"
    );
    assert!(
        !said.contains(PIN) && !wrong.contains(PIN),
        "the PIN was said"
    );
}

fn init_token(conf: &Path, label: &str) {
    let words = [
        "--init-token",
        "--free",
        "--label",
        label,
        "--so-pin",
        "93718264",
    ];
    let mut command = Command::new("softhsm2-util");
    command.args(words).args(["--pin", PIN]);
    let made = command
        .env("SOFTHSM2_CONF", conf)
        .output()
        .expect("softhsm2-util starts");
    assert!(made.status.success(), "{made:?}");
}

/// What every root key promises, whatever it lies in.
fn keeps_the_promises(kek: &dyn Kek, other: &dyn Kek) {
    let key = [7; KEY_BYTES];
    let wrapped = kek.wrap(&key, &SystemRandomness).expect("wrapped");
    assert_eq!(*kek.unwrap(&wrapped).expect("unwrapped"), key);
    assert_ne!(kek.wrap(&key, &SystemRandomness).expect("wrapped"), wrapped);
    assert!(!wrapped.windows(8).any(|part| part == &key[..8]));
    let is_no = |tried: tilsyn_ledger::Result<_>| matches!(tried, Err(Error::NotOpened));
    assert!(is_no(other.unwrap(&wrapped)), "another key opens it");
    for at in 0..wrapped.len() {
        let mut altered = wrapped.clone();
        altered[at] ^= 1;
        assert!(is_no(kek.unwrap(&altered)), "byte {at} was altered");
    }
    for length in [0, 1, 12, 28, wrapped.len() - 1] {
        assert!(is_no(kek.unwrap(&wrapped[..length])), "{length} bytes");
    }
    assert!(is_no(kek.unwrap(&[wrapped.as_slice(), &[0]].concat())));
    assert!(kek.id() != other.id() && !kek.id().is_empty() && kek.id().len() <= 200);
}

#[test]
fn a_key_file_keeps_the_promises() {
    let home = tempfile::tempdir().expect("a folder");
    let made = |name| file::make(&home.path().join(name)).expect("a key");
    let (kek, other) = (made("one.key"), made("other.key"));
    keeps_the_promises(&kek, &other);
    assert_eq!(Kind::of(&kek.id()), Kind::File);
}

#[test]
fn a_key_in_a_module_keeps_the_promises() {
    apart(&a_key_in_a_module_keeps_the_promises, |home| {
        let made = || {
            let kek = ModuleKek::drawn(&home.module(), Refusals::Nowhere).expect("settings");
            kek.generate().expect("a key");
            kek
        };
        let (kek, other) = (made(), made());
        keeps_the_promises(&kek, &other);
        assert_eq!(Kind::of(&kek.id()), Kind::Module);
        let named = ModuleKek::named(&home.module(), Refusals::Nowhere, &kek.id());
        assert_eq!(named.expect("a name").id(), kek.id());
    });
}

/// How far a change got before it broke off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Broken {
    BeforeWrapping,
    AfterWrapping,
}

/// Breaks a change off. Gives the key in force before, the new one, and the one after opening.
fn broken_off(home: &Home, ledger: Ledger, to: Kind, broken: Broken) -> [String; 3] {
    let before = ledger.keys_named().root;
    let begun = home.places().begin(Some(to), OldKey::Destroyed, &before);
    let new = begun.expect("begun");
    if broken == Broken::AfterWrapping {
        ledger.rotate_keys(new.as_ref()).expect("rotated");
    }
    drop(ledger);
    let now = home.in_force();
    assert_eq!(home.leftovers(), [""; 0], "{to:?} {broken:?}");
    [before, new.id(), now]
}

#[test]
fn a_change_between_files_that_broke_off_is_undone_or_finished() {
    for broken in [Broken::BeforeWrapping, Broken::AfterWrapping] {
        let folder = tempfile::tempdir().expect("a folder");
        let home = Home::in_folder(folder.path());
        let [before, new, now] = broken_off(&home, home.begin(), Kind::File, broken);
        let expected = [&before, &new][usize::from(broken == Broken::AfterWrapping)];
        assert_eq!(now, *expected, "{broken:?}");
        assert_ne!(before, new);
    }
}

#[test]
fn a_change_to_a_module_that_broke_off_is_undone_or_finished() {
    apart(
        &a_change_to_a_module_that_broke_off_is_undone_or_finished,
        |mut home| {
            let module = home.settings.key_pkcs11.take();
            let ledger = home.begin();
            home.settings.key_pkcs11 = module;
            let [before, _, now] = broken_off(&home, ledger, Kind::Module, Broken::BeforeWrapping);
            assert_eq!((before, home.keys_in_token()), (now, 0));
            let ledger = home.try_open().expect("it opens");
            let [_, new, now] = broken_off(&home, ledger, Kind::Module, Broken::AfterWrapping);
            assert_eq!((new, home.keys_in_token()), (now, 1));
            assert!(!home.places().file().exists(), "the old key file is left");
        },
    );
}

#[test]
fn a_key_file_that_was_overwritten_and_not_yet_removed_is_removed() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = Home::in_folder(folder.path());
    let place = home.places().file().to_owned();
    let name = file::make(&place).expect("a key").id();
    file::retire(&place, "another").expect("left");
    assert!(place.exists());
    tilsyn_durable::write_atomically(&place, &[0; KEY_BYTES]).expect("overwritten");
    file::retire(&place, &name).expect("removed");
    assert!(!place.exists());
    file::retire(&place, &name).expect("nothing is left to do");
}

#[test]
fn a_change_within_a_module_that_broke_off_is_undone_or_finished() {
    apart(
        &a_change_within_a_module_that_broke_off_is_undone_or_finished,
        |home| {
            let [before, _, now] =
                broken_off(&home, home.begin(), Kind::Module, Broken::BeforeWrapping);
            assert_eq!((before, home.keys_in_token()), (now, 1));
            let ledger = home.try_open().expect("it opens");
            let [before, new, now] = broken_off(&home, ledger, Kind::Module, Broken::AfterWrapping);
            assert_eq!((&new, home.keys_in_token()), (&now, 1));
            assert_ne!(before, new);
        },
    );
}

#[test]
fn a_change_to_a_file_that_broke_off_is_undone_or_finished() {
    apart(
        &a_change_to_a_file_that_broke_off_is_undone_or_finished,
        |home| {
            let [before, _, now] =
                broken_off(&home, home.begin(), Kind::File, Broken::BeforeWrapping);
            assert_eq!((before, home.keys_in_token()), (now, 1));
            assert!(!home.places().file().exists());
            let ledger = home.try_open().expect("it opens");
            let [_, new, now] = broken_off(&home, ledger, Kind::File, Broken::AfterWrapping);
            assert_eq!((new, home.keys_in_token()), (now, 0));
        },
    );
}

#[test]
fn the_old_key_stays_in_the_module_unless_it_is_to_be_destroyed() {
    apart(
        &the_old_key_stays_in_the_module_unless_it_is_to_be_destroyed,
        |home| {
            let ledger = home.begin();
            let first = ledger.keys_named().root;
            let changed = home.change(&ledger, Kind::Module, OldKey::Kept);
            assert_eq!((changed.left, home.keys_in_token()), (Some(first), 2));
            let changed = home.change(&ledger, Kind::Module, OldKey::Destroyed);
            assert_eq!((changed.left, home.keys_in_token()), (None, 2));
            assert!(changed.trouble.is_none() && home.leftovers().is_empty());
            let changed = home.change(&ledger, Kind::File, OldKey::Destroyed);
            assert_eq!((changed.left, home.keys_in_token()), (None, 1));
            drop(ledger);
            home.in_force();
        },
    );
}

#[test]
fn a_file_that_is_not_the_key_in_force_is_never_written_over() {
    apart(
        &a_file_that_is_not_the_key_in_force_is_never_written_over,
        |home| {
            let ledger = home.begin();
            file::make(home.places().file()).expect("a key of somebody's");
            let there = std::fs::read(home.places().file()).expect("a key");
            let refused =
                home.places()
                    .begin(Some(Kind::File), OldKey::Kept, "pkcs11-0123456789abcdef");
            assert!(matches!(refused.err(), Some(Trouble::FileThere { .. })));
            // Nor taken away when the key goes from one place in the module to another.
            home.change(&ledger, Kind::Module, OldKey::Destroyed);
            assert_eq!(std::fs::read(home.places().file()).expect("a key"), there);
        },
    );
}

/// Why a folder does not open.
fn trouble_of(home: &Home) -> Trouble {
    match home.try_open() {
        Err(Error::RootKey { source }) => *source.downcast().expect("a trouble of ours"),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it opened"),
    }
}

#[test]
fn a_wrong_pin_is_tried_once_and_never_again_by_itself() {
    apart(
        &a_wrong_pin_is_tried_once_and_never_again_by_itself,
        |home| {
            drop(home.begin());
            home.write_pin("000000");
            let Trouble::PinWrong {
                note: Some(note), ..
            } = trouble_of(&home)
            else {
                panic!("the PIN is wrong");
            };
            // Not even the right one: whether it was tried could not be told otherwise.
            home.write_pin(PIN);
            for _ in 0..3 {
                assert!(matches!(trouble_of(&home), Trouble::PinNotTried { .. }));
            }
            tilsyn_durable::remove_file(&note).expect("removed");
            home.in_force();
        },
    );
}

#[test]
fn each_way_of_having_no_key_is_told_apart_and_none_makes_a_new_one() {
    apart(
        &each_way_of_having_no_key_is_told_apart_and_none_makes_a_new_one,
        |mut home| {
            use std::os::unix::fs::PermissionsExt;
            drop(home.begin());
            let settings = home.settings.key_pkcs11.clone();
            home.set(|module| module.module = "/nowhere/module.so".into());
            assert!(matches!(trouble_of(&home), Trouble::NotLoaded { .. }));
            home.set(|module| module.module = "libsofthsm2.so".into());
            assert!(matches!(trouble_of(&home), Trouble::Setting));
            home.settings.key_pkcs11.clone_from(&settings);
            home.set(|module| module.token = Some("theirs".to_owned()));
            let Trouble::NoToken { found, .. } = trouble_of(&home) else {
                panic!("there is no such token");
            };
            assert_eq!(found, "ours");
            home.settings.key_pkcs11 = None;
            assert!(matches!(trouble_of(&home), Trouble::NoModuleNamed { .. }));
            home.settings.key_pkcs11.clone_from(&settings);
            let pin = home.folder.join("pin");
            let mode = |mode| std::fs::set_permissions(&pin, PermissionsExt::from_mode(mode));
            mode(0o644).expect("changed");
            assert!(matches!(trouble_of(&home), Trouble::PinOpenToOthers { .. }));
            assert!(home.module().shows_pin_to_others());
            mode(0o600).expect("changed");
            home.write_pin("");
            assert!(matches!(trouble_of(&home), Trouble::Pin { .. }));
            home.write_pin(PIN);
            assert_eq!(home.keys_in_token(), 1);
            let name = home.in_force();
            let kek = ModuleKek::named(&home.module(), Refusals::Nowhere, &name).expect("a name");
            kek.destroy().expect("destroyed");
            assert!(matches!(trouble_of(&home), Trouble::NoKey { key, .. } if key == name));
            assert_eq!(home.keys_in_token(), 0, "a new key was made");
            let conf = home.folder.join("softhsm2.conf");
            init_token(&conf, "ours");
            assert!(matches!(trouble_of(&home), Trouble::ManyTokens { .. }));
        },
    );
}

#[test]
fn a_new_folder_takes_no_label_of_another_and_goes_on_where_it_broke_off() {
    apart(
        &a_new_folder_takes_no_label_of_another_and_goes_on_where_it_broke_off,
        |home| {
            tilsyn_durable::create_folder(&home.data()).expect("a folder");
            let begun = home.places().make().expect("a root key").id();
            let ledger = home.begin();
            assert_eq!(ledger.keys_named().root, begun);
            assert_eq!((home.keys_in_token(), home.leftovers().len()), (1, 0));
            let other = Home {
                folder: home.folder.join("other"),
                settings: home.settings.clone(),
            };
            tilsyn_durable::create_folder(&other.data()).expect("a folder");
            let refused = other.places().make();
            assert!(matches!(refused.err(), Some(Trouble::LabelTaken { .. })));
            assert_eq!(home.keys_in_token(), 1);
        },
    );
}

#[test]
fn a_module_is_named_by_its_settings_and_a_key_by_its_name_alone() {
    let text = "[key_pkcs11]\nmodule = \"/m.so\"\ntoken = \"t\"\npin_credential = \"pin\"\n";
    let read: FolderSettings = toml::from_str(text).expect("settings");
    let module = read.key_pkcs11.expect("a module");
    assert_eq!(
        (module.label.as_str(), module.token_named()),
        ("tilsyn root key", "t".into())
    );
    assert!(toml::from_str::<FolderSettings>(&(text.to_owned() + "pin = \"1\"\n")).is_err());
    for name in [
        "0123456789abcdef",
        "pkcs11-",
        "pkcs11-0123",
        "pkcs11-0123456789abcdeg",
    ] {
        assert_eq!(Kind::of(name), Kind::File, "{name}");
    }
    assert_eq!(Kind::of("pkcs11-0123456789abcdef"), Kind::Module);
}
