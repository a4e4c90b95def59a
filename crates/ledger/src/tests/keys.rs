//! Rotation: everything opens with the new root key, nothing with the old, and a power cut leaves
//! one of the two.

use super::*;

fn next_kek(bench: &Bench) -> FileKek {
    let path = bench.folder.path().join("next.key");
    FileKek::create(&path, bench.options.randomness.as_ref()).unwrap()
}

#[test]
fn a_purpose_has_one_key_that_outlives_a_rotation_and_opens_without_the_ledger() {
    let bench = Bench::new();
    let ledger = bench.create();
    let named = ledger.keys_named().others;
    let registry = ledger.purpose_key("registry").unwrap();
    assert_ne!(registry, ledger.purpose_key("archive").unwrap());
    assert_eq!(ledger.keys_named().others, named + 2);
    let next = next_kek(&bench);
    ledger.rotate_keys(&next).unwrap();
    assert_eq!(ledger.purpose_key("registry").unwrap(), registry);
    ledger.close(NOON).unwrap();
    let keys = OpenKeys::open(&bench.path(), "any.example", &next).unwrap();
    assert_eq!(keys.purpose_key("registry").unwrap(), registry);
    // One that is new there is durable too.
    let other = keys.purpose_key("elsewhere").unwrap();
    let ledger = Ledger::open(&bench.path(), &next, &bench.options).unwrap();
    assert_eq!(ledger.purpose_key("elsewhere").unwrap(), other);
}

#[test]
fn after_a_rotation_only_the_new_root_key_opens_and_everything_is_there() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..50);
    let sealed = ledger.seal(b"a piece", "quarantine").unwrap();
    let before = ledger.keys_named();
    let next = next_kek(&bench);
    ledger.rotate_keys(&next).unwrap();
    let after = ledger.keys_named();
    assert_eq!(after.root, next.id());
    assert_ne!((&before.root, &before.ledger), (&after.root, &after.ledger));
    assert_eq!(before.others, after.others);
    assert_eq!((after.sources, after.periods, after.destroyed), (1, 1, 0));
    assert_eq!(after.months, Some((2026 * 12 + 3, 2026 * 12 + 3)));
    // It goes on, with new keys too.
    let mut other = event(&ledger, 60);
    other.month += 1;
    ledger.append(&[vec![other]], NOON).unwrap();
    ledger.close(NOON).unwrap();
    let refused = bench.open_at(&bench.path()).err().unwrap();
    assert!(matches!(refused, Error::WrongKey { .. }), "{refused}");
    let ledger = Ledger::open(&bench.path(), &next, &bench.options).unwrap();
    check_sound(&ledger, 51);
    assert_eq!(ledger.unseal(&sealed, "quarantine").unwrap(), b"a piece");
    assert_eq!(ledger.keys_named().ledger, after.ledger);
    assert_eq!(ledger.keys_named().periods, 2);
}

#[test]
fn the_same_root_key_can_wrap_anew() {
    let bench = Bench::new();
    let ledger = bench.create();
    append(&ledger, 0..9);
    let before = ledger.keys_named();
    ledger.rotate_keys(&bench.kek()).unwrap();
    let after = ledger.keys_named();
    assert_eq!(before.root, after.root);
    assert_ne!(before.ledger, after.ledger);
    ledger.close(NOON).unwrap();
    check_sound(&bench.open(), 9);
}

#[test]
fn the_file_before_is_overwritten() {
    let bench = Bench::new();
    let ledger = bench.create();
    let keys = bench.path().join("keys");
    let before = std::fs::read(&keys).unwrap();
    // A second name for the same blocks shows what is left in them.
    let blocks = bench.folder.path().join("blocks");
    std::fs::hard_link(&keys, &blocks).unwrap();
    ledger.rotate_keys(&next_kek(&bench)).unwrap();
    assert_eq!(std::fs::read(&blocks).unwrap(), vec![0; before.len()]);
    let root = bench.folder.path().join("root.key");
    let next = bench.folder.path().join("next.key");
    let bytes = std::fs::read(&next).unwrap();
    let blocks = bench.folder.path().join("root-blocks");
    std::fs::hard_link(&root, &blocks).unwrap();
    replace_and_shred(&next, &root).unwrap();
    assert_eq!(std::fs::read(&root).unwrap(), bytes);
    assert_eq!(std::fs::read(&blocks).unwrap(), [0; 32]);
    shred(&root).unwrap();
    assert!(!root.exists());
}

#[test]
fn rotations_and_intake_side_by_side_lose_nothing() {
    let bench = Bench::new();
    let ledger = bench.create();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for number in 0..60 {
                let mut one = event(&ledger, number);
                one.month += i32::try_from(number).unwrap();
                ledger.append(&[vec![one]], NOON).unwrap();
            }
        });
        for _ in 0..20 {
            ledger.rotate_keys(&bench.kek()).unwrap();
        }
    });
    ledger.close(NOON).unwrap();
    let ledger = bench.open();
    check_sound(&ledger, 60);
    assert_eq!(ledger.keys_named().periods, 60);
}

/// What another name of the same file shows: its blocks, also when the first name is gone.
fn other_name(path: &Path) -> PathBuf {
    let other = path.with_extension("other");
    std::fs::hard_link(path, &other).unwrap();
    other
}

#[test]
fn a_shredded_file_is_overwritten_before_its_name_goes() {
    let folder = fresh_folder();
    let (old, new) = (folder.path().join("old.key"), folder.path().join("new.key"));
    write_file(&old, b"a secret").unwrap();
    let seen = other_name(&old);
    write_file(&new, b"the next").unwrap();
    replace_and_shred(&new, &old).unwrap();
    assert_eq!(std::fs::read(&old).unwrap(), b"the next");
    assert_eq!(std::fs::read(&seen).unwrap(), [0; 8]);
    assert!(!new.exists());
    let seen = {
        std::fs::remove_file(seen).unwrap();
        other_name(&old)
    };
    shred(&old).unwrap();
    assert!(!old.exists());
    assert_eq!(std::fs::read(&seen).unwrap(), [0; 8]);
}

#[test]
fn keys_without_their_ledger_check_and_open_what_it_left() {
    let bench = Bench::new();
    let ledger = bench.create();
    let (key, names) = (ledger.own_key(), ledger.key_names());
    let (copy, ()) = ledger.begin_copy(|| ()).unwrap();
    let sealed = copy.seal(b"the registry").unwrap();
    let keys = OpenKeys::open(&bench.path(), ORIGIN, &bench.kek()).unwrap();
    assert_eq!(keys.verifier_key().unwrap(), key);
    assert!(names.iter().all(|name| keys.key_names().contains(name)));
    assert_eq!(keys.unseal(&sealed).unwrap(), b"the registry");
    let mut altered = sealed;
    altered[20] ^= 1;
    assert!(matches!(keys.unseal(&altered), Err(Error::NotOpened)));
    let other = next_kek(&bench);
    let refused = OpenKeys::open(&bench.path(), ORIGIN, &other).err().unwrap();
    assert!(matches!(refused, Error::WrongKey { .. }), "{refused}");
}

#[test]
fn what_is_told_of_the_keys_adds_up() {
    let bench = Bench::new();
    let ledger = bench.create();
    assert_eq!(ledger.source_numbers(), []);
    append(&ledger, 0..3);
    // The ledger's own is no source's.
    ledger.heartbeat(NOON).unwrap();
    assert_eq!(ledger.source_numbers(), [3]);
    let month = event(&ledger, 0).month;
    let mut later = event(&ledger, 4);
    later.month += 1;
    ledger.append(&[vec![later]], NOON).unwrap();
    let cut = Scope::Period {
        retention_class: 1,
        month,
        held: Vec::new(),
    };
    erasure::erase(&ledger, cut, "cut");
    let (told, names) = (ledger.keys_named(), ledger.key_names());
    assert_eq!(told.destroyed, 1);
    let all = told.sources + told.periods + told.destroyed + told.others;
    assert_eq!(all, names.len() as u64);
    let distinct: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(distinct.len(), names.len());
    for name in &names {
        assert!(name.len() > 2 && name.chars().all(|digit| digit.is_ascii_hexdigit()));
    }
    let file = bench.path().join("keys");
    let bytes = std::fs::read(&file).unwrap();
    assert_eq!(root_key_of(&file, &bytes).unwrap(), told.root);
    assert_eq!(told.root, bench.kek().id());
}
