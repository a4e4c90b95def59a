//! A zero byte (U+0000) in any text: it costs at most its own row or line, never the import,
//! and no question.

use tilsyn_registry::testing::Cluster;

use super::*;
use crate::permit::{ReadPictures, ReadSubjects, SearchPeople};

/// Every text of it holds a zero byte, save the source.
const EVENT: &str = concat!(
    r#"{"id":"e\u00001","source":"s","time":"2026-03-02T10:00:00+01:00","#,
    r#""kind":"document_view","actor":{"user":"ka\u0000ri","name":"Ka\u0000ri","#,
    r#""national_id":"k\u00001","employee_no":"\u0000","unit":"w\u00001","role":"\u0000"},"#,
    r#""place":{"application":"a\u0000","screen":"s\u0000","client_host":"p\u0000c"},"#,
    r#""subjects":[{"national_id":"x\u00001","name":"O\u0000la"}],"#,
    r#""object":{"element":"e\u0000","document":"d\u0000","document_type":"t\u0000"},"#,
    r#""why":{"reason":"r\u0000","case":"c\u0000"},"extra":{"k\u0000":"v\u0000"}}"#,
    "\n"
);

const PEOPLE: &str = concat!(
    "national_id,name,birth_date,address_key,protection,public_figure,died_on,shoe\n",
    "k1,Kari,,,,,,\0\n",
    "k2,O\0la,,,,,,\n",
    "k3,Mari,,\0,,,,\n",
);
const PERSON_UNITS: &str = "national_id,unit,from,to\n\0x1,w2,,\nx2,w2,,\n";

fn check(location: &Location) {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open_at(folder.path(), location, |_, _| {});
    directory_rows_are_refused_alone(&desk, folder.path());
    events_are_stored(&desk, folder.path());
    questions_are_answered(&desk);
    let whole = desk.verify(&permit::<VerifyLedger>()).expect("checks");
    assert!(whole.ok(), "{whole:?}");
}

fn directory_rows_are_refused_alone(desk: &Desk, folder: &Path) {
    let made = folder.join("directory");
    fs::create_dir(&made).expect("makes");
    fs::write(made.join("people.csv"), PEOPLE).expect("writes");
    fs::write(made.join("person_units.csv"), PERSON_UNITS).expect("writes");
    let report = desk
        .import_directory(&permit::<ImportDirectory>(), &made)
        .expect("goes in");
    let files = report.files.iter();
    let counts: Vec<_> = files.map(|file| (file.added, file.quarantined)).collect();
    assert_eq!(counts, [(1, 2), (1, 1)]);
}

fn events_are_stored(desk: &Desk, folder: &Path) {
    let in_source = EVENT.replace(r#""source":"s""#, r#""source":"s\u0000""#);
    let lines = [EVENT.to_owned(), in_source, line("e2", "kari", "x1")].concat();
    let first = bring(desk, folder, "a.ndjson", &lines);
    assert_eq!(counts(&first), [3, 2, 0, 0, 1, 2, 0]);
    let again = bring(desk, folder, "a.ndjson", &lines);
    assert_eq!(counts(&again), [3, 0, 2, 0, 1, 0, 0]);
    let other = EVENT.replace("d\\u0000", "\\u0000d");
    let other = bring(desk, folder, "b.ndjson", &other);
    assert_eq!(counts(&other), [1, 0, 0, 1, 0, 0, 0]);
}

fn questions_are_answered(desk: &Desk) {
    let (days, shown) = (Period::always(), Shown::default());
    let statement = desk.statement(&permit::<ReadStatement>(), days, &shown);
    assert_eq!(statement.expect("asks").rows.len(), 2);
    let subjects = desk.subjects(&permit::<ReadSubjects>(), days, &shown);
    assert_eq!(subjects.expect("asks").rows.len(), 2);
    let pictures = desk.pictures(&permit::<ReadPictures>(), days, &shown);
    assert_eq!(pictures.expect("asks").rows.len(), 1);
    for text in ["ka\0ri", "\0\0\0", "kari"] {
        let found = desk.search(&permit::<SearchPeople>(), text);
        found.expect("asks");
    }
    let zero = |file: Option<String>| QuarantineShown {
        file,
        limit: 10,
        ..QuarantineShown::default()
    };
    let kept = desk.quarantine(&permit::<ReadQuarantine>(), &zero(None));
    let refusals = kept.expect("lists").rows.into_iter();
    let mut refusals: Vec<String> = refusals.map(|row| row.refusal.to_string()).collect();
    refusals.sort();
    let fields = ["address_key", "name", "national_id", "source"];
    let expected = fields.map(|field| format!("the field {field} holds a zero byte"));
    assert_eq!(refusals, expected);
    let asked = desk.quarantine(&permit::<ReadQuarantine>(), &zero(Some("\0".to_owned())));
    let problem = asked.expect_err("no file has such a name");
    assert_eq!(problem.whose, crate::problem::Whose::Yours);
}

#[test]
fn a_zero_byte_fails_nothing_on_sqlite() {
    let folder = tempfile::tempdir().expect("a folder");
    check(&Location::Sqlite(folder.path().join("registry.sqlite")));
}

#[test]
fn a_zero_byte_fails_nothing_on_postgresql() {
    if let Some(cluster) = Cluster::start() {
        check(&Location::Postgres(cluster.database()));
    }
}
