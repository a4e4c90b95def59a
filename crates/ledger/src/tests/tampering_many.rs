//! Ten thousand edits of what lies on the disk, each of which is found; and a thousand states of
//! ledgers that nobody touched, in which nothing is.
//!
//! Two pairs of eyes: whoever has the public key (`check_folder`, and the verifier in Go), and
//! whoever has the root key (`Ledger::open` and `verify`). `TILSYN_TAMPER_EDITS` makes it so many
//! edits, `TILSYN_TAMPER_SEED` others. Not here: the edits themselves (`edits`).

use super::edits::{
    Edit, Material, TO_FILES, TO_ITEMS, TO_LEDGERS, apply, edit, image_of, undoing, write_image,
};
use super::foreign::{Foreign, is_well};
use super::*;
use rand::RngExt;
use std::collections::BTreeMap;

const EDITS: usize = 12_000;
const UNTOUCHED: u64 = 1_000;

fn number(name: &str) -> Option<usize> {
    #[expect(clippy::disallowed_methods, reason = "a test has no settings file")]
    let asked = std::env::var(name).ok();
    asked.and_then(|number| number.parse().ok())
}

fn chance(seed: u64) -> ChaCha8Rng {
    let more = number("TILSYN_TAMPER_SEED").unwrap_or(0);
    ChaCha8Rng::seed_from_u64(seed + more as u64)
}

/// Entries, checkpoints kept on the way, two of them as witnesses would have them, a long identity,
/// positions; whole and partial tiles, several segments and runs. Half-way its files are copied.
fn made(bench: &Bench) -> (VerifierKey, edits::Image) {
    let ledger = bench.create();
    let mut half_way = edits::Image::new();
    for step in 0..6 {
        let from = ledger.len();
        append(&ledger, from..from + 55);
        if step == 2 {
            ledger.vault().codes_of(&[vec![b'z'; 300]]).unwrap();
        }
        ledger.checkpoint(NOON + step).unwrap();
        if step % 3 == 2 {
            let note = std::fs::read(bench.path().join("checkpoint")).unwrap();
            ledger.keep_witnessed(&note).unwrap();
        }
        if step == 3 {
            half_way = image_of(&bench.path());
        }
    }
    let key = ledger.own_key();
    ledger.close(NOON + 10).unwrap();
    (key, half_way)
}

fn material(bench: &Bench, is_meant: impl Fn(&str) -> bool) -> (VerifierKey, Material) {
    let (key, older) = made(bench);
    let mut other = Bench::new();
    other.options.randomness = Arc::new(Seeded(Mutex::new(ChaCha8Rng::seed_from_u64(8))));
    made(&other);
    let image = image_of(&bench.path());
    let files = image.keys().filter(|name| is_meant(name)).cloned();
    let files: Vec<String> = files.collect();
    assert!(files.len() > 6, "{files:?}");
    let stranger = image_of(&other.path());
    let material = Material {
        image,
        older,
        stranger,
        files,
    };
    (key, material)
}

/// How often each kind of edit was made.
type Tally = BTreeMap<&'static str, usize>;

fn say(who: &str, tally: &Tally, told: usize) {
    let all: usize = tally.values().sum();
    eprintln!("{all} edits found with {who}, {told} more told or mended: {tally:?}");
}

/// What changes nothing that was signed, and is told or harmless: the last lines of `checkpoints`
/// cut off, a partial tile gone of which a wider one is there, a copy of what witnesses signed or
/// of the ledger's name gone.
fn is_no_change(material: &Material, edit: &Edit, report: &FolderReport) -> bool {
    let [(file, bytes)] = &edit.changes.iter().collect::<Vec<_>>()[..] else {
        return false;
    };
    match bytes {
        None => file.contains(".p/") || file.starts_with("witnessed/") || *file == "ledger",
        Some(bytes) => {
            let is_shorter = material.image[*file].starts_with(bytes);
            *file == "checkpoints" && is_shorter && report.is_sound()
        }
    }
}

#[test]
fn every_edit_of_what_is_signed_is_found_with_the_public_key() {
    let bench = Bench::new();
    let is_public = |name: &str| {
        let folders = ["tile/", "witnessed/", "checkpoint", "ledger"];
        folders.iter().any(|folder| name.starts_with(folder))
    };
    let (key, material) = material(&bench, is_public);
    let folder = bench.path();
    let mut go = Foreign::go();
    let mut chance = chance(21);
    let kinds = [&TO_FILES[..], &TO_ITEMS[..2], &TO_LEDGERS[..]].concat();
    let (mut tally, mut told) = (Tally::new(), 0);
    for _ in 0..number("TILSYN_TAMPER_EDITS").unwrap_or(EDITS) * 3 / 4 {
        let edit = edit(&material, &kinds, &mut chance);
        apply(&folder, &edit.changes);
        let report = check_folder(&folder, &key, &mut |_, _| {}).unwrap();
        let (what, file) = (edit.what, &edit.file);
        if is_no_change(&material, &edit, &report) {
            told += 1;
        } else {
            assert!(!report.is_sound(), "{what}: {file}");
            if let Some(go) = &mut go {
                let said = go.folder(&key.to_string(), &folder);
                assert!(!is_well(&said), "{what}: {file}: Go found nothing");
            }
            *tally.entry(what).or_default() += 1;
        }
        apply(&folder, &undoing(&material.image, &edit.changes));
    }
    say("the public key", &tally, told);
    assert_eq!(tally.len(), kinds.len(), "every kind was made: {tally:?}");
    let report = check_folder(&folder, &key, &mut |_, _| {}).unwrap();
    assert_eq!(report.problems, []);
    if let Some(go) = &mut go {
        assert!(is_well(&go.folder(&key.to_string(), &folder)));
    }
}

/// What opening makes again from the rest, or what no loss follows from.
fn may_be_mended(material: &Material, edit: &Edit) -> bool {
    let derived = |file: &String| {
        let bytes = edit.changes[file].as_deref();
        let is_gone = bytes.is_none();
        let is_longer = bytes.is_some_and(|bytes| bytes.starts_with(&material.image[file]));
        let is_older = edit.what == "an older copy of it";
        file.ends_with(".frames")
            || file.ends_with(".run")
            || file == "positions" && (is_gone || is_older)
            || file == "checkpoints"
            || file.starts_with("witnessed/") && is_gone
            // What a power cut may leave behind the last that was acknowledged.
            || is_longer && (file.ends_with(".segment") || file.starts_with("vault/"))
    };
    edit.changes.keys().all(derived)
}

/// Whether everything that was taken in is there, and is known when it comes again.
fn has_everything(ledger: &Ledger, entries: &[Entry]) {
    let all: Vec<Entry> = (0..ledger.len())
        .map(|index| ledger.read(index).unwrap().unwrap().entry)
        .collect();
    assert_eq!(all, entries);
    let seen = append(ledger, 0..20);
    let known = seen.iter().all(|one| matches!(one, Appended::Seen(_)));
    assert!(known, "{seen:?}");
}

#[test]
fn every_edit_of_anything_is_found_with_the_root_key_or_mended() {
    let bench = Bench::new();
    let (_, material) = material(&bench, |name| !name.starts_with("tile/"));
    let ledger = bench.open();
    let read = |index| ledger.read(index).unwrap().unwrap().entry;
    let entries: Vec<Entry> = (0..ledger.len()).map(read).collect();
    drop(ledger);
    let mut chance = chance(22);
    let kinds = [&TO_FILES[..], &TO_ITEMS[..], &TO_LEDGERS[..2]].concat();
    let (mut tally, mut mended) = (Tally::new(), 0);
    for _ in 0..number("TILSYN_TAMPER_EDITS").unwrap_or(EDITS) / 4 {
        let edit = edit(&material, &kinds, &mut chance);
        let copy = fresh_folder();
        write_image(copy.path(), &material.image);
        apply(copy.path(), &edit.changes);
        let opened = bench.open_at(copy.path());
        let is_found = opened
            .as_ref()
            .map_or(true, |ledger| !verify(ledger).is_sound());
        let (what, file) = (edit.what, &edit.file);
        if is_found {
            drop(opened);
            *tally.entry(what).or_default() += 1;
        } else {
            assert!(may_be_mended(&material, &edit), "{what}: {file}");
            has_everything(&opened.unwrap(), &entries);
            mended += 1;
        }
    }
    say("the root key", &tally, mended);
    assert_eq!(tally.len(), kinds.len(), "every kind was made: {tally:?}");
}

/// Ledgers of all sizes up to a few hundred, looked at while they are in use.
#[test]
fn nothing_is_found_in_a_thousand_states_that_nobody_touched() {
    let mut go = Foreign::go();
    let mut chance = chance(23);
    let mut states = 0;
    while states < UNTOUCHED {
        let bench = Bench::new();
        let ledger = bench.create();
        let key = ledger.own_key();
        for _ in 0..50 {
            let from = ledger.len();
            append(&ledger, from..from + chance.random_range(0..12));
            let signed = match chance.random_range(0..4) {
                0 => ledger.last_checkpoint(),
                _ => ledger.checkpoint(NOON + from).unwrap(),
            };
            let report = check_folder(&bench.path(), &key, &mut |_, _| {}).unwrap();
            assert_eq!(report.problems, []);
            assert_eq!(report.checkpoint, Some(signed));
            if let Some(go) = &mut go {
                let said = go.folder(&key.to_string(), &bench.path());
                assert!(is_well(&said), "{said}");
            }
            if states % 10 == 0 {
                check_sound(&ledger, ledger.len());
            }
            states += 1;
        }
        ledger.close(NOON + 1_000_000).unwrap();
        let ledger = bench.open();
        check_sound(&ledger, ledger.len());
    }
}
