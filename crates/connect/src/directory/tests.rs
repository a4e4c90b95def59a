//! Files good and bad, in a few lines each.

use std::io::Cursor;

use super::*;

/// What was refused, said; and the lines that were too long.
#[derive(Default)]
struct Seen {
    said: Vec<String>,
    long: Vec<Vec<u8>>,
    /// How much more is taken; `None`: any.
    room: Option<usize>,
}

impl Seen {
    fn say(&mut self, said: String) -> io::Result<()> {
        if self.room == Some(self.said.len()) {
            return Err(io::Error::other("full"));
        }
        self.said.push(said);
        Ok(())
    }
}

impl Oversized for Seen {
    fn begin(&mut self, _at: Position) -> io::Result<()> {
        self.long.push(Vec::new());
        Ok(())
    }

    fn chunk(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.long.last_mut().expect("it began").extend(bytes);
        Ok(())
    }

    fn end(&mut self, refusal: Refusal) -> io::Result<()> {
        let bytes = self.long.last().map_or(0, Vec::len);
        self.say(format!("{bytes} bytes: {refusal}"))
    }
}

impl Refused for Seen {
    fn file(&mut self, _file: DirectoryFile) {}

    fn row(&mut self, row: RefusedRow<'_>) -> io::Result<()> {
        self.say(format!("{}: {}", row.line, row.refusal))
    }
}

/// Reads a file and says what became of it: rows taken, then `line: reason` of each refused.
fn check(file: DirectoryFile, text: &str, expected: &[&str]) -> Directory {
    check_bytes(file, text.as_bytes().to_vec(), expected)
}

fn check_bytes(file: DirectoryFile, bytes: Vec<u8>, expected: &[&str]) -> Directory {
    let mut directory = Directory::default();
    let mut refused = Seen::default();
    let stream = Box::new(Cursor::new(bytes));
    let path = Path::new("test.csv");
    let reading = read_file(file, stream, path, &mut directory, &mut refused).expect("reads");
    let mut seen = refused.said;
    if let Some(whole) = reading.whole {
        seen.push(format!("file: {whole}"));
    }
    let taken = reading.rows - reading.duplicates - reading.refused;
    seen.insert(
        0,
        match reading.duplicates {
            0 => taken.to_string(),
            more => format!("{taken} and {more} twice"),
        },
    );
    assert_eq!(seen, expected);
    directory
}

const PERSON_UNITS: &str = "national_id,unit,from,to\n";

#[test]
fn comma_semicolon_order_bom_and_quotes() {
    let read = check(
        DirectoryFile::PersonUnits,
        "\u{feff}unit;to;from;national_id\r\n\"A;1\";;2026-01-01;019285 000-12\r\n",
        &["1"],
    );
    assert_eq!(read.person_units[0].unit, "A;1");
    assert_eq!(read.person_units[0].national_id.reveal(), "01928500012");
    assert_eq!(read.person_units[0].valid.to, None);
    let text =
        "Unit, shoe ,name,parent,head_national_id,from,to\nA,42,\"the \"\"A\"\"\nward\",,,,\n";
    let read = check(DirectoryFile::Units, text, &["1"]);
    assert_eq!(read.units[0].name, "the \"A\"\nward");
}

#[test]
fn missing_columns_are_named() {
    let missing = "file: the field unit, to is missing";
    check(
        DirectoryFile::PersonUnits,
        "national_id,from\n1,2026-01-01\n",
        &["0", missing],
    );
    let all = "file: the field national_id, unit, from, to is missing";
    check(DirectoryFile::PersonUnits, "", &["0", all]);
    check(
        DirectoryFile::PersonUnits,
        "national_id,unit,unit,from,to\n",
        &["0", "file: the field unit stands twice"],
    );
    check_bytes(
        DirectoryFile::PersonUnits,
        b"\xff\xfen\0a\0".to_vec(),
        &["0", "file: not UTF-8 at byte 0"],
    );
}

#[test]
fn a_wrong_row_costs_only_itself() {
    let rows = "1,A,2026-01-01\n2,A,2026-13-01,\n3,A,2026-02-01,2026-01-01\n,A,,\n4,A,,\n";
    check(
        DirectoryFile::PersonUnits,
        &format!("{PERSON_UNITS}{rows}"),
        &[
            "1",
            "2: the row has 3 columns, the header 4",
            "3: the field from should be a date YYYY-MM-DD",
            "4: the end lies before the start",
            "5: the field national_id is missing",
        ],
    );
    let bytes = [PERSON_UNITS.as_bytes(), b"1,\xe5,,\n2,A,,\n"].concat();
    check_bytes(
        DirectoryFile::PersonUnits,
        bytes,
        &["1", "2: not UTF-8 at byte 2"],
    );
}

#[test]
fn a_zero_byte_costs_only_its_row() {
    let rows = "1,A,,\n2,A\0,,\n\x003,A,,\n4,A,\0,\n5,A,,\n";
    check(
        DirectoryFile::PersonUnits,
        &format!("{PERSON_UNITS}{rows}"),
        &[
            "2",
            "3: the field unit holds a zero byte",
            "4: the field national_id holds a zero byte",
            "5: the field from holds a zero byte",
        ],
    );
    let unread = "national_id,unit,from,to,shoe\n1,A,,,\0\n";
    check(DirectoryFile::PersonUnits, unread, &["1"]);
}

#[test]
fn an_open_quote_costs_only_its_line() {
    let rows = "1,\"A,,\n2,A,,\n3,\"A\"x,,\n4,A,,";
    check(
        DirectoryFile::PersonUnits,
        &format!("{PERSON_UNITS}{rows}"),
        &[
            "2",
            "2: not readable as CSV, at column 3",
            "4: not readable as CSV, at column 6",
        ],
    );
}

#[test]
fn a_line_without_end_is_refused() {
    let long = format!(
        "{PERSON_UNITS}1,A,,\n2,{},,\n3,A,,\n",
        "A".repeat(RECORD_BYTES_MAX)
    );
    check(
        DirectoryFile::PersonUnits,
        &long,
        &[
            "2",
            "1048580 bytes: longer than 1048576 bytes",
            "3: longer than 1048576 bytes",
        ],
    );
    // A header that is too long costs its file; what went by is counted all the same.
    let header = format!("{}\n1,A,,\n", "A".repeat(RECORD_BYTES_MAX + 1));
    let expected = [
        "0",
        "1048577 bytes: longer than 1048576 bytes",
        "file: longer than 1048576 bytes",
    ];
    check(DirectoryFile::PersonUnits, &header, &expected);
}

#[test]
fn the_same_key_twice_is_refused() {
    let people =
        "national_id,name,birth_date,address_key,protection,public_figure,died_on,former_ids\n";
    let rows = "1,a,,,,,,\n1,b,,,none,1,,2;3 4\n2,c,,,strict,1,,5;6\n3,d,,,secret,,,\n4,e,,,,2,,\n";
    let read = check(
        DirectoryFile::People,
        &format!("{people}{rows}"),
        &[
            "2",
            "3: the key of this row stands twice in the file",
            "5: the field protection should be one of none, address, strict",
            "6: the field public_figure should be 0 or 1",
        ],
    );
    assert_eq!(read.people[1].former_ids.len(), 2);
    assert!(read.people[1].public_figure);
    let units = "unit,parent,name,head_national_id,from,to\n";
    let rows = "A,,a,,2020-01-01,2020-12-31\nA,,a,,2021-01-01,\nA,,b,,2021-01-01,\n";
    check(
        DirectoryFile::Units,
        &format!("{units}{rows}"),
        &["2", "4: the key of this row stands twice in the file"],
    );
}

#[test]
fn a_row_that_comes_again_word_for_word_is_taken_once() {
    let rows = "1,A,,\n2,A,,\n 1 ,\"A\",,\n1,A,,2026-01-01\n1,A,,\n";
    let read = check(
        DirectoryFile::PersonUnits,
        &format!("{PERSON_UNITS}{rows}"),
        &[
            "2 and 2 twice",
            "5: the key of this row stands twice in the file",
        ],
    );
    assert_eq!(read.person_units.len(), 2);
    let units = "unit,parent,name,head_national_id,from,to\n";
    let rows = "A,B,a,,,\nB,,b,,,\nA,B,a,,,\n";
    check(
        DirectoryFile::Units,
        &format!("{units}{rows}"),
        &["2 and 1 twice"],
    );
}

#[test]
fn every_file_has_keys() {
    for (file, (_, text)) in DirectoryFile::ALL.into_iter().zip(ROWS) {
        let row = text.lines().last().expect("a row");
        check(file, &format!("{text}\n{row}\n"), &["1 and 1 twice"]);
    }
}

#[test]
fn no_unit_stands_above_itself() {
    let units = "unit,parent,name,head_national_id,from,to\n";
    let circle = "A,C,a,,,\nB,A,b,,,\nC,B,c,,,\nD,D,d,,,\nC,,c,,,\n";
    check(
        DirectoryFile::Units,
        &format!("{units}{circle}"),
        &[
            "3",
            "4: parent points back to itself",
            "5: parent points back to itself",
        ],
    );
    let turned = "A,B,a,,2020-01-01,2020-12-31\nB,A,b,,2021-01-01,\n";
    check(DirectoryFile::Units, &format!("{units}{turned}"), &["2"]);
}

/// A row for every file.
const ROWS: [(&str, &str); 16] = [
    (
        "units",
        "unit,parent,name,head_national_id,from,to\nA,,a,,,",
    ),
    (
        "people",
        "national_id,name,birth_date,address_key,protection,public_figure,died_on\n1,a,\
            1990-01-01,k,address,0,",
    ),
    (
        "employments",
        "employment,national_id,employee_no,unit,position,manager_national_id,from,to,\
            paid_through\ne,1,7,A,p,2,,,2026-01-31",
    ),
    ("person_units", "national_id,unit,from,to\n1,A,,"),
    (
        "accounts",
        "system,user,national_id,type,from,to,last_logon\ns,u,,shared,,,\
            2026-01-02T08:00:00+01:00",
    ),
    (
        "entitlements",
        "system,entitlement,name,elements,sensitive\ns,e,n,a; b,1",
    ),
    (
        "grants",
        "grant,system,user,entitlement,scope,rights,from,to,ordered_by,approved_by,\
            reason\ng,s,u,e,unit:A,read,,,,,",
    ),
    (
        "clearances",
        "national_id,level,from,expires,withdrawn_on\n1,high,,2026-01-01,",
    ),
    (
        "authorisations",
        "national_id,system,by_national_id,from,to,rules_version,rules_signed_on\n1,s,\
            2,,,3,2026-01-01",
    ),
    (
        "relations",
        "subject_national_id,kind,ref,unit,user,other_national_id,from,to,\
            registered_at\n1,case,r,A,,,,,2026-01-01",
    ),
    (
        "shifts",
        "national_id,unit,from,to\n1,A,2026-01-01T08:00:00Z,2026-01-01T16:00:00Z",
    ),
    (
        "assignments",
        "national_id,unit,kind,ref,from,to\n1,A,loan,,,",
    ),
    ("absences", "national_id,kind,from,to\n1,leave,,"),
    (
        "addresses",
        "national_id,address_key,street_key,from,to\n1,k,s,,",
    ),
    ("attention", "national_id,date,what\n1,2026-01-01,news"),
    ("workstations", "client_host,national_id,unit\nPC-1,,A"),
];

#[test]
fn every_file_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in ROWS {
        let mut file = File::create(folder.path().join(format!("{name}.csv"))).expect("made");
        io::Write::write_all(&mut file, text.as_bytes()).expect("written");
    }
    File::create(folder.path().join("notes.txt")).expect("made");
    let found = open(folder.path()).expect("opens");
    assert_eq!(found.other_files, [folder.path().join("notes.txt")]);
    let mut refused = Seen::default();
    let reading = found.read(&mut refused).expect("reads");
    assert!(refused.said.is_empty(), "{:?}", refused.said);
    let files: Vec<(&str, u64)> = reading
        .files
        .iter()
        .map(|read| (read.file.name(), read.rows))
        .collect();
    assert_eq!(files, ROWS.map(|(name, _)| (name, 1)));
    assert_eq!(reading.directory.entitlements[0].elements, ["a", "b"]);
}

#[test]
fn wrong_values_of_grants_shifts_and_relations_are_named() {
    let grants =
        "grant,system,user,entitlement,scope,rights,from,to,ordered_by,approved_by,reason\n";
    let rows = "1,s,u,e,some,read,,,,,\n2,s,u,e,all,write,,,,,\n";
    check(
        DirectoryFile::Grants,
        &format!("{grants}{rows}"),
        &[
            "0",
            "2: the field scope should be unit:<unit>, own_unit or all",
            "3: the field rights should be read or update",
        ],
    );
    let shifts = "national_id,unit,from,to\n1,A,2026-01-01T08:00:00,2026-01-01T16:00:00Z\n1,A,\
        2026-01-01T08:00:00Z,2025-01-01T16:00:00Z\n";
    check(
        DirectoryFile::Shifts,
        shifts,
        &[
            "0",
            "2: the time in from states no offset from UTC",
            "3: the end lies before the start",
        ],
    );
}

#[test]
fn a_full_quarantine_stops_the_reading() {
    let long = "A".repeat(RECORD_BYTES_MAX + 1);
    for row in ["1", &long] {
        let mut full = Seen {
            room: Some(0),
            ..Seen::default()
        };
        let stream = Box::new(Cursor::new(format!("{PERSON_UNITS}{row}\n")));
        let read = read_file(
            DirectoryFile::PersonUnits,
            stream,
            Path::new("x.csv"),
            &mut Directory::default(),
            &mut full,
        );
        assert!(matches!(read, Err(ReadError::Oversized { .. })));
    }
}
