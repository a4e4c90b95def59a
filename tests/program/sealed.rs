//! Nobody is found in the files of a folder without its root key: not by reading them, and not
//! by trying every national id of a series against plain digests of them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tilsyn_registry::testing::Cluster;
use tilsyn_tests::{Folder, write};

use crate::kept::{FORMATS, check_answers, unpacked};
use crate::postgres::folder_on;

const ROOT_KEY: &str = "keys/root.key";
const ANNA: &str = "01817010055";
const BERG: &str = "02817110005";
/// Stands in everything here that is about somebody.
const CANARY: &str = "canary";
/// A unit's name is about nobody: it shows that the files are those meant.
const UNIT: &str = "Plainly Visible Unit";

/// A register in which every text about people has the canary in it.
const REGISTER: &[(&str, &str)] = &[
    (
        "units",
        "unit,parent,name,head_national_id,from,to\nU1,,Plainly Visible Unit,01817010055,,",
    ),
    (
        "people",
        "national_id,name,birth_date,address_key,protection,public_figure,died_on\n\
         01817010055,Anna canary,1970-01-01,canary-home,strict,0,\n\
         02817110005,Åse canary,1971-01-02,canary-home,none,1,",
    ),
    (
        "employments",
        "employment,national_id,employee_no,unit,position,manager_national_id,from,to,\
         paid_through\ncanary-job,01817010055,canary-no,U1,canary-post,02817110005,,,",
    ),
    (
        "accounts",
        "system,user,national_id,type,from,to,last_logon\nHR,canary-anna,01817010055,person,,,",
    ),
    (
        "entitlements",
        "system,entitlement,name,elements,sensitive\nHR,all,everything,,1",
    ),
    (
        "grants",
        "grant,system,user,entitlement,scope,rights,from,to,ordered_by,approved_by,reason\n\
         canary-grant,HR,canary-anna,all,all,read,,,canary-boss,canary-chief,for canary",
    ),
    (
        "clearances",
        "national_id,level,from,expires,withdrawn_on\n01817010055,canary-high,,,",
    ),
    (
        "relations",
        "subject_national_id,kind,ref,unit,user,other_national_id,from,to,registered_at\n\
         02817110005,case,canary-case,U1,canary-anna,01817010055,,,",
    ),
    (
        "assignments",
        "national_id,unit,kind,ref,from,to\n01817010055,U1,duty,canary-duty,,",
    ),
    (
        "absences",
        "national_id,kind,from,to\n01817010055,canary-leave,2026-01-01,2026-02-01",
    ),
    (
        "addresses",
        "national_id,address_key,street_key,from,to\n02817110005,canary-home,canary-road,,",
    ),
    (
        "attention",
        "national_id,date,what\n02817110005,2026-01-01,canary in the news",
    ),
    (
        "workstations",
        "client_host,national_id,unit\ncanary-pc,01817010055,U1",
    ),
];

/// Fills a folder, looks somebody up, and leaves something in quarantine.
fn fill(folder: &Folder) {
    let directory = folder.data().with_file_name("register");
    std::fs::create_dir(&directory).expect("a folder can be made");
    for (name, rows) in REGISTER {
        let path = directory.join(format!("{name}.csv"));
        write(&path, format!("{rows}\n").as_bytes());
    }
    let report = folder.takes_directory(&directory);
    assert_eq!(report["quarantined"].as_u64().unwrap_or(0), 0, "{report}");
    let event = format!(
        concat!(
            r#"{{"id":"canary-1","source":"HR","seq":1,"time":"2026-07-02T10:00:00+02:00","#,
            r#""kind":"lookup","actor":{{"user":"canary-anna"}},"#,
            r#""subjects":[{{"national_id":"{}"}}],"place":{{"screen":"Person"}}}}"#
        ),
        BERG
    );
    let lines = format!("{event}\n{{\"id\":\"half {ANNA} canary\n");
    let _one_refused = folder.takes(&folder.file("canary.ndjson", lines)).ended(1);
    let history = ["history", "--subject", BERG];
    assert_eq!(folder.ask(&history).ended(0).lines().len(), 1);
    let quarantined = folder.ask(&["quarantine"]).ended(0).json();
    assert!(
        quarantined.to_string().contains("canary.ndjson"),
        "{quarantined}"
    );
    let found = folder.ask(&["search", "canary"]).ended(0);
    // Whom the register protects is not found by name.
    assert!(found.out.contains("Åse canary"), "{found:?}");
}

fn each_file(folder: &Path, each: &mut dyn FnMut(&Path, &[u8])) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            each_file(&path, each);
        } else if path.is_file() && !path.ends_with(ROOT_KEY) {
            each(&path, &std::fs::read(&path).expect("readable"));
        }
    }
}

/// A text as programs write it: in UTF-8, and in UTF-16 both ways.
fn spellings(text: &str) -> [Vec<u8>; 3] {
    let wide = || text.encode_utf16();
    [
        text.as_bytes().to_vec(),
        wide().flat_map(u16::to_le_bytes).collect(),
        wide().flat_map(u16::to_be_bytes).collect(),
    ]
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    let (first, rest) = part.split_first().expect("not empty");
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| byte == first) {
        from += at + 1;
        if bytes[from..].starts_with(rest) {
            return true;
        }
    }
    false
}

/// The files that hold one of these texts, or are named by one.
fn files_with(folder: &Path, texts: &[&str]) -> Vec<PathBuf> {
    let spelt: Vec<Vec<u8>> = texts.iter().flat_map(|text| spellings(text)).collect();
    let mut found = Vec::new();
    each_file(folder, &mut |path, bytes| {
        let name = path.to_string_lossy();
        let is_named = texts.iter().any(|text| name.contains(text));
        if is_named || spelt.iter().any(|text| contains(bytes, text)) {
            found.push(path.to_owned());
        }
    });
    found
}

fn assert_finds_nobody(folder: &Path) {
    let found = files_with(folder, &[CANARY, ANNA, BERG, "Anna", "Åse"]);
    assert!(found.is_empty(), "somebody stands in {found:?}");
}

#[test]
fn nobody_stands_in_any_file_of_a_folder() {
    let folder = Folder::new();
    fill(&folder);
    let copy = folder.data().with_file_name("copy");
    let to = copy.to_str().expect("a path of ours");
    let _made = folder.ask(&["backup", to]).ended(0);
    assert_finds_nobody(&folder.data());
    assert_finds_nobody(&copy);
    let registry = folder.data().join("registry.sqlite");
    assert!(files_with(&folder.data(), &[UNIT]).contains(&registry));
    // And what would be found is.
    for (nth, text) in spellings(BERG).iter().enumerate() {
        write(&folder.data().join(format!("planted-{nth}")), text);
    }
    assert_eq!(files_with(&folder.data(), &[BERG]).len(), 3);
}

#[test]
fn nobody_stands_in_the_files_of_postgres() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let folder = folder_on(&cluster.database());
    fill(&folder);
    let data = PathBuf::from(cluster.file("data"));
    // What has been committed is in the server's log at least.
    assert!(!files_with(&data, &[UNIT]).is_empty());
    assert_finds_nobody(&data);
    assert_finds_nobody(&folder.data());
}

/// BLAKE3 of at most 64 bytes: one block that is a chunk, and the root.
fn blake3(text: &[u8]) -> [u8; 32] {
    const IV: [u32; 8] = [
        0x6a09_e667,
        0xbb67_ae85,
        0x3c6e_f372,
        0xa54f_f53a,
        0x510e_527f,
        0x9b05_688c,
        0x1f83_d9ab,
        0x5be0_cd19,
    ];
    const ORDER: [usize; 16] = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
    const MIXED: [[usize; 4]; 8] = [
        [0, 4, 8, 12],
        [1, 5, 9, 13],
        [2, 6, 10, 14],
        [3, 7, 11, 15],
        [0, 5, 10, 15],
        [1, 6, 11, 12],
        [2, 7, 8, 13],
        [3, 4, 9, 14],
    ];
    let mut block = [0; 64];
    block[..text.len()].copy_from_slice(text);
    let word = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().expect("four bytes"));
    let mut words: Vec<u32> = block.chunks_exact(4).map(word).collect();
    let length = u32::try_from(text.len()).expect("short");
    let mut v = [IV, [IV[0], IV[1], IV[2], IV[3], 0, 0, length, 0b1011]].concat();
    for _ in 0..7 {
        for (pair, [a, b, c, d]) in words.chunks_exact(2).zip(MIXED) {
            for (word, turn_d, turn_b) in [(pair[0], 16, 12), (pair[1], 8, 7)] {
                v[a] = v[a].wrapping_add(v[b]).wrapping_add(word);
                v[d] = (v[d] ^ v[a]).rotate_right(turn_d);
                v[c] = v[c].wrapping_add(v[d]);
                v[b] = (v[b] ^ v[c]).rotate_right(turn_b);
            }
        }
        words = ORDER.iter().map(|at| words[*at]).collect();
    }
    let mut digest = [0; 32];
    for (nth, out) in digest.chunks_exact_mut(4).enumerate() {
        out.copy_from_slice(&(v[nth] ^ v[nth + 8]).to_le_bytes());
    }
    digest
}

/// The first eight bytes of plain digests of every number that begins like one of these ids.
fn digests_of_the_series(ids: &[&str]) -> HashSet<u64> {
    let first = |digest: &[u8]| u64::from_be_bytes(digest[..8].try_into().expect("eight bytes"));
    let mut digests = HashSet::new();
    for id in ids {
        for ending in 0..100_000 {
            let number = format!("{}{ending:05}", &id[..6]);
            digests.insert(first(&Sha256::digest(&number)));
            digests.insert(first(&blake3(number.as_bytes())));
        }
    }
    digests
}

/// The files that hold one of the digests, as bytes or as hexadecimal digits.
fn files_with_digests(folder: &Path, digests: &HashSet<u64>) -> Vec<PathBuf> {
    // Most places are ruled out by a table of beginnings, which is quicker than the set.
    let mut begins = vec![false; 1 << 24];
    for digest in digests {
        begins[(digest >> 40) as usize] = true;
    }
    let is_one = |number: u64| begins[(number >> 40) as usize] && digests.contains(&number);
    let mut found = Vec::new();
    each_file(folder, &mut |path, bytes| {
        let (mut raw, mut hex, mut digits) = (0_u64, 0_u64, 0);
        for byte in bytes {
            raw = raw << 8 | u64::from(*byte);
            match char::from(*byte).to_digit(16) {
                Some(digit) => (hex, digits) = (hex << 4 | u64::from(digit), digits + 1),
                None => digits = 0,
            }
            if is_one(raw) || (digits >= 16 && is_one(hex)) {
                found.push(path.to_owned());
                return;
            }
        }
    });
    found
}

#[test]
fn trying_every_id_of_a_series_finds_no_digest() {
    let known = blake3(b"");
    assert_eq!(known[..4], [0xaf, 0x13, 0x49, 0xb9]);
    let folder = Folder::new();
    fill(&folder);
    let digests = digests_of_the_series(&[ANNA, BERG]);
    let found = files_with_digests(&folder.data(), &digests);
    assert!(found.is_empty(), "digests of national ids in {found:?}");
    // And what would be found is.
    let hex: String = blake3(BERG.as_bytes())
        .map(|byte| format!("{byte:02x}"))
        .concat();
    write(
        &folder.data().join("planted-hex"),
        format!("id: {hex}").as_bytes(),
    );
    let bytes = [b"id: ".as_slice(), &Sha256::digest(ANNA)].concat();
    write(&folder.data().join("planted-bytes"), &bytes);
    assert_eq!(files_with_digests(&folder.data(), &digests).len(), 2);
}

/// The files of a folder's registry that hold a person of the register it was kept with.
fn registry_with(folder: &Folder, person: &str) -> Vec<PathBuf> {
    let mut files = files_with(&folder.data(), &[person]);
    files.retain(|file| file.to_string_lossy().contains("registry.sqlite"));
    files
}

#[test]
fn a_folder_from_before_is_sealed_even_when_that_is_cut_off() {
    let format = FORMATS[0];
    let person = crate::kept::a_person_of(format);
    assert_eq!(
        registry_with(&unpacked(format), &person).len(),
        1,
        "plain before"
    );
    for milliseconds in [5, 10, 15, 20, 30, 40, 60, 90, 140] {
        let folder = unpacked(format);
        let mut command = folder.command(&["sources"]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("the program starts");
        sleep(Duration::from_millis(milliseconds));
        child.kill().expect("our own child can be killed");
        let _status = child.wait();
        let whole = folder.ask(&["verify"]).ended(0).json();
        assert_eq!(whole["ok"], true, "{milliseconds} ms: {whole}");
        let left = registry_with(&folder, &person);
        assert!(left.is_empty(), "{milliseconds} ms: {left:?}");
        check_answers(&folder, format);
    }
}
