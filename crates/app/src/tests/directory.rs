//! The directory from outside: what goes in, what is kept apart, that it adds up.

use super::*;
use crate::intake::FileReport;
use crate::sources::QuarantineView;

const PEOPLE: &str = "national_id,name,birth_date,address_key,protection,public_figure,died_on\n";
const PERSON_UNITS: &str = "national_id,unit,from,to\n";

/// A folder of files, each given by its name without `.csv`.
fn made(within: &Path, files: &[(&str, String)]) -> PathBuf {
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
