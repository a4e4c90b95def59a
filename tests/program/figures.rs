//! The figures of the hand-written register, counted by hand.
//!
//! `fixtures/README.md` says what each event shows; here stands what follows from it.

use serde_json::Value;
use tilsyn_tests::Folder;

const A: &str = "01817010055";
const B: &str = "02817110005";
const C: &str = "03817210065";
const D: &str = "04817310015";
const E: &str = "05817410075";
const F: &str = "06817510025";
const G: &str = "07817610085";

/// One row as a line: the fields named, in their order.
fn line(row: &Value, fields: &[&str]) -> String {
    let text = |field: &&str| match &row[*field] {
        Value::String(text) => text.clone(),
        Value::Array(all) => {
            let texts: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            texts.join("+")
        }
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    };
    fields.iter().map(text).collect::<Vec<_>>().join(" ")
}

fn check(rows: &[Value], fields: &str, expected: &[String]) {
    let fields: Vec<&str> = fields.split(' ').collect();
    let found: Vec<String> = rows.iter().map(|row| line(row, &fields)).collect();
    assert_eq!(found, expected, "fields: {fields:?}");
}

#[test]
fn the_statement_counts_looks_outside_the_own_unit() {
    let rows = Folder::with_register().july("statement");
    check(
        &rows,
        "national_id user lookups outside_lookups outside_people no_unit_lookups",
        &[
            format!("{A} CASE:anna2 13 10 3 1"),
            format!("{C} HR:cecilie 2 1 1 0"),
            format!("{D} HR:david 3 1 1 0"),
            format!("{B} HR2:x 4 0 0 1"),
            format!("{E} HR:eva 2 0 0 1"),
            "- HR:ghost 1 0 0 1".to_owned(),
        ],
    );
}

#[test]
fn the_statement_names_people_as_they_were_at_their_last_lookup() {
    let rows = Folder::with_register().july("statement");
    check(
        &rows[..4],
        "name employee_no unit accounts",
        &[
            "Anna Aas 101 U1 CASE:anna2+HR:anna+HR:vikar".to_owned(),
            "Cecilie Dal 103 U2 HR:cecilie".to_owned(),
            "David Eng 104 U1 HR:david+HR:old".to_owned(),
            "Bjørn Berg 102 U2 HR2:x+HR:bjorn+HR:vikar".to_owned(),
        ],
    );
}

#[test]
fn other_acts_have_columns_of_their_own() {
    let rows = Folder::with_register().july("statement");
    check(
        &rows[..2],
        "changes searches lists own_record register_lookups exports",
        &["1 1 1 1 1 1".to_owned(), "0 0 0 0 0 0".to_owned()],
    );
}

#[test]
fn what_is_not_computed_is_null() {
    let rows = Folder::with_register().july("statement");
    let field = |name: &str| rows[0].get(name).cloned();
    for name in ["unexplained_lookups", "unexplained_people", "expected", "p"] {
        assert!(field(name).is_some(), "{name} stands in every row");
    }
}

#[test]
fn both_days_of_a_period_count() {
    let folder = Folder::with_register();
    let fields = "national_id lookups outside_lookups";
    let first_of_august = folder.rows("statement", "2026-08-01", "2026-08-01");
    check(&first_of_august, fields, &[format!("{A} 1 1")]);
    let first_of_july = folder.rows("statement", "2026-07-01", "2026-07-01");
    check(&first_of_july, fields, &[format!("{A} 1 1")]);
    let june = folder.rows("statement", "2026-06-01", "2026-06-30");
    check(&june, fields, &[]);
}

#[test]
fn limit_gives_the_first_rows_only() {
    let folder = Folder::with_register();
    let words = [
        "statement",
        "--from",
        "2026-07-01",
        "--to",
        "2026-07-31",
        "--limit",
        "2",
    ];
    let answer = folder.ask(&words).ended(0).json();
    let rows = answer["rows"].as_array().expect("rows");
    check(rows, "national_id", &[A.to_owned(), C.to_owned()]);
}

#[test]
fn subjects_are_the_people_looked_up() {
    let rows = Folder::with_register().july("subjects");
    check(
        &rows,
        "national_id lookups users units",
        &[
            format!("{F} 8 2 2"),
            format!("{A} 6 3 3"),
            format!("{B} 6 3 2"),
            format!("{C} 2 1 1"),
            format!("{G} 2 2 2"),
            format!("{D} 1 1 1"),
        ],
    );
}

#[test]
fn both_sides_add_up_to_the_same_lookups() {
    let folder = Folder::with_register();
    let sum = |list: &str| -> u64 {
        folder
            .july(list)
            .iter()
            .filter_map(|row| row["lookups"].as_u64())
            .sum()
    };
    assert_eq!((sum("statement"), sum("subjects")), (25, 25));
}

#[test]
fn pictures_and_documents_are_listed_by_how_many_fetched_them() {
    let rows = Folder::with_register().july("pictures");
    check(
        &rows,
        "source object subjects lookups users max_by_one_user max_user",
        &[
            format!("HR portrait {F} 3 2 2 HR:anna"),
            format!("HR D1 {F} 1 1 1 HR:anna"),
        ],
    );
}

#[test]
fn a_corrected_directory_changes_the_past() {
    let folder = Folder::with_register();
    let units = format!("national_id,unit,from,to\n{F},U1,,\n");
    let corrected = folder.data().with_file_name("corrected");
    std::fs::create_dir(&corrected).expect("a folder can be made");
    tilsyn_tests::write(&corrected.join("person_units.csv"), units.as_bytes());
    folder.takes_directory(&corrected);
    let rows = folder.july("statement");
    // Snapshots end on the day of import what they no longer hold, so Frode belongs to both
    // units in July; every look at him by someone of U1 is now inside.
    check(
        &rows[..1],
        "national_id lookups outside_lookups",
        &[format!("{A} 13 5")],
    );
}
