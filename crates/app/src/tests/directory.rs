//! The directory from outside: what goes in, what is kept apart, that it adds up.

use super::*;
use crate::intake::{DirectoryReport, FileReport};
use crate::sources::QuarantineView;
use tilsyn_domain::event::RECORD_BYTES_MAX;

const PEOPLE: &str = "national_id,name,birth_date,address_key,protection,public_figure,died_on\n";
const PERSON_UNITS: &str = "national_id,unit,from,to\n";

/// A folder of files, each given by its name without `.csv`.
fn made<T: AsRef<[u8]>>(within: &Path, files: &[(&str, T)]) -> PathBuf {
    let folder = within.join("directory");
    fs::create_dir_all(&folder).expect("makes");
    for (name, text) in files {
        fs::write(folder.join(format!("{name}.csv")), text).expect("writes");
    }
    folder
}

/// `rows=added+changed+unchanged+duplicates+quarantined`, and that it adds up.
fn counts(file: &FileReport) -> String {
    let parts = [
        file.added,
        file.changed,
        file.unchanged,
        file.duplicates,
        file.quarantined,
    ];
    assert_eq!(file.rows, parts.iter().sum::<u64>(), "{file:?}");
    let parts = parts.map(|part| part.to_string()).join("+");
    format!("{}={parts}", file.rows)
}

fn check(desk: &Desk, folder: &Path, expected: &[&str]) {
    let report = desk
        .import_directory(&permit::<ImportDirectory>(), folder)
        .expect("goes in");
    let seen: Vec<String> = report.files.iter().map(counts).collect();
    assert_eq!(seen, expected);
}

fn kept(desk: &Desk) -> QuarantineView {
    let shown = QuarantineShown {
        limit: 100,
        ..QuarantineShown::default()
    };
    desk.quarantine(&permit::<ReadQuarantine>(), &shown)
        .expect("lists")
}

/// `file line: reason` of each piece, and the piece itself.
fn pieces(desk: &Desk) -> Vec<(String, String)> {
    let mut rows = kept(desk).rows;
    rows.sort_by_key(|row| row.id);
    let piece = |row: &crate::sources::QuarantineRow| {
        let file = Path::new(&row.file).file_name().expect("a file");
        let piece = desk
            .quarantined(&permit::<ReadQuarantine>(), row.id)
            .expect("opens");
        let place = format!("{} {}: {}", file.display(), row.line, row.refusal);
        let text = String::from_utf8(piece.bytes).expect("text");
        (place, text)
    };
    rows.iter().map(piece).collect()
}

#[test]
fn a_row_whose_key_stands_twice_is_kept_whole_and_the_summary_adds_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let people = "k1,Kari,,,,,\nk2,Ola,,,,,\nk1,Kari,,,,,\nk1,\"Karin\nSol\",,,,,\n";
    let units = "x1,w1,,\nx1,w1,,2026-01-01\nx1,w1,,\nx2,w1,,\n";
    let files = [
        ("people", format!("{PEOPLE}{people}")),
        ("person_units", format!("{PERSON_UNITS}{units}")),
    ];
    let made = made(folder.path(), &files);
    check(&desk, &made, &["4=2+0+0+1+1", "4=2+0+0+1+1"]);
    let expected = [
        (
            "people.csv 5: the key of this row stands twice in the file",
            "k1,\"Karin\nSol\",,,,,",
        ),
        (
            "person_units.csv 3: the key of this row stands twice in the file",
            "x1,w1,,2026-01-01",
        ),
    ];
    let expected = expected.map(|(place, text)| (place.to_owned(), text.to_owned()));
    assert_eq!(pieces(&desk), expected);
    check(&desk, &made, &["4=0+0+2+1+1", "4=0+0+2+1+1"]);
    assert_eq!(pieces(&desk), expected, "the same rows are kept once");
}

#[test]
fn refused_rows_are_kept_before_anything_goes_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let later = Day::parse("2030-01-01").expect("a day");
    let desk = open_with(folder.path(), |registry, _| {
        let nothing = tilsyn_domain::Directory::default().into();
        registry.import_directory(nothing, later).expect("goes in");
    });
    let people = format!("{PEOPLE}k1,Kari,,,,,\nk1,Karin,,,,,\n");
    let made = made(folder.path(), &[("people", people)]);
    let stopped = desk.import_directory(&permit::<ImportDirectory>(), &made);
    assert!(stopped.is_err(), "the registry takes nothing from the past");
    assert_eq!(pieces(&desk).len(), 1);
}

#[test]
fn many_refused_rows_are_all_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let rows: String = (0..2_500).map(|n| format!("x{n},w1,soon,\n")).collect();
    let files = [("person_units", format!("{PERSON_UNITS}{rows}"))];
    let made = made(folder.path(), &files);
    check(&desk, &made, &["2500=0+0+0+0+2500"]);
    assert_eq!(kept(&desk).matching, 2_500);
}

/// As a program writes it that knows nothing of UTF-8.
fn latin1(text: &str) -> Vec<u8> {
    let byte = |c: char| u8::try_from(u32::from(c)).expect("a character of Latin-1");
    text.chars().map(byte).collect()
}

/// Brings in files on a day, `after` days from now, and says what became of what did not come:
/// `file: ended, kept, why`.
fn absences(folder: &Path, after: i64, files: &[(&str, Vec<u8>)]) -> Vec<String> {
    let now = Instant(NOW.0 + after * 86_400_000_000);
    let location = Location::Sqlite(folder.join("registry.sqlite"));
    let desk = open_when(folder, &location, now, |_, _| {});
    let made = made(folder, files);
    let report: DirectoryReport = desk
        .import_directory(&permit::<ImportDirectory>(), &made)
        .expect("goes in");
    let said = report.files.iter().map(|file| {
        let (name, ended, kept) = (file.name, file.ended, file.kept);
        let why = file.kept_because.map(|why| format!(", {why:?}"));
        format!(
            "{name}: {ended} ended, {kept} kept{}",
            why.unwrap_or_default()
        )
    });
    said.collect()
}

/// Until when each account holds.
fn accounts(folder: &Path) -> Vec<String> {
    let location = Location::Sqlite(folder.join("registry.sqlite"));
    let registry = Registry::open(&location, &testing::key()).expect("registry");
    let rows = registry.directory(None).expect("directory").accounts;
    let until = |to: Option<Day>| to.map_or("still".to_owned(), |day| day.to_string());
    let said = rows
        .iter()
        .map(|row| format!("{} {}", row.user, until(row.valid.to)));
    said.collect()
}

const ACCOUNTS: &str = "system,user,national_id,type,from,to,last_logon\n";

#[test]
fn a_file_in_latin_1_ends_nobody_whose_row_was_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let people = format!("{PEOPLE}k1,Åse,,,,,\nk2,Bjørn,,,,,\nk3,Per,,,,,\n");
    let before = [("people", people.into_bytes())];
    assert_eq!(
        absences(folder.path(), 0, &before),
        ["people: 0 ended, 0 kept"]
    );

    // Bjørn has left as well, but who tells? His row is not there at all, refused or not.
    let today = format!("{PEOPLE}k1,Åse,,,,,\nk4,Liv,,,,,\n");
    let wrong = [("people", latin1(&today))];
    let said = absences(folder.path(), 1, &wrong);
    assert_eq!(said, ["people: 2 ended, 1 kept, RefusedRows"]);

    let right = [("people", today.into_bytes())];
    assert_eq!(
        absences(folder.path(), 2, &right),
        ["people: 0 ended, 0 kept"]
    );
}

#[test]
fn a_key_in_latin_1_ends_nothing_of_its_file_until_it_is_put_right() {
    let folder = tempfile::tempdir().expect("a folder");
    let before = format!("{ACCOUNTS}HR,åse,k1,,,,\nHR,bjørn,k2,,,,\nHR,per,k3,,,,\n");
    let units = format!("{PERSON_UNITS}x1,w1,,\n");
    let both = [
        ("accounts", before.into_bytes()),
        ("person_units", units.into_bytes()),
    ];
    absences(folder.path(), 0, &both);
    assert_eq!(
        accounts(folder.path()),
        ["bjørn still", "per still", "åse still"]
    );

    let today = format!("{ACCOUNTS}HR,åse,k1,,,,\n");
    let wrong = [
        ("accounts", latin1(&today)),
        ("person_units", PERSON_UNITS.into()),
    ];
    let said = [
        "person_units: 1 ended, 0 kept",
        "accounts: 0 ended, 3 kept, UnreadableKeys",
    ];
    assert_eq!(absences(folder.path(), 1, &wrong), said);
    assert_eq!(
        accounts(folder.path()),
        ["bjørn still", "per still", "åse still"]
    );

    let right = [("accounts", today.into_bytes())];
    let said = absences(folder.path(), 2, &right);
    assert_eq!(
        said.last().map(String::as_str),
        Some("accounts: 2 ended, 0 kept")
    );
    let ended = ["bjørn 2026-09-23", "per 2026-09-23", "åse still"];
    assert_eq!(accounts(folder.path()), ended);
}

#[test]
fn a_row_that_may_stand_askew_spares_its_file() {
    let askew = [
        "x2,w1,,,\n",
        "x2,w1\n",
        "x2,\"w1,,\n",
        "\"x2\"3,w1,,\n",
        ",w1,,\n",
    ];
    for row in askew {
        let folder = tempfile::tempdir().expect("a folder");
        let files = |rows: &str| [("person_units", format!("{PERSON_UNITS}{rows}").into_bytes())];
        absences(folder.path(), 0, &files("x1,w1,,\n"));
        let said = absences(folder.path(), 1, &files(row));
        let expected = "person_units: 0 ended, 1 kept, UnreadableKeys";
        assert_eq!(said, [expected], "{row:?}");
    }
}

#[test]
fn a_row_that_is_too_long_is_kept_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let long = format!("x2,{}end,,", "w".repeat(RECORD_BYTES_MAX));
    let files = [(
        "person_units",
        format!("{PERSON_UNITS}x1,w1,,\n{long}\nx3,w1,soon,\n"),
    )];
    let made = made(folder.path(), &files);
    check(&desk, &made, &["3=1+0+0+0+2"]);
    let mut rows = kept(&desk).rows;
    rows.sort_by_key(|row| row.line);
    let places: Vec<(u64, u64)> = rows.iter().map(|row| (row.line, row.bytes)).collect();
    assert_eq!(
        places,
        [(3, long.len() as u64), (4, "x3,w1,soon,".len() as u64)]
    );
    let registry = Registry::open(
        &Location::Sqlite(folder.path().join("registry.sqlite")),
        &testing::key(),
    );
    let piece = registry
        .expect("registry")
        .piece_behind(0)
        .expect("reads")
        .expect("a piece");
    let Some(tilsyn_registry::Sealed::Bytes(sealed)) = piece.sealed else {
        panic!("it lies in the registry");
    };
    let packed = desk.unseal_piece(&sealed).expect("opens");
    let whole = zstd::decode_all(packed.as_slice()).expect("unpacks");
    assert!(
        whole == long.as_bytes(),
        "{} bytes of {}",
        whole.len(),
        long.len()
    );
    check(&desk, &made, &["3=0+0+1+0+2"]);
    assert_eq!(kept(&desk).rows.len(), 2, "the same rows are kept once");
}
