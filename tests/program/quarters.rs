//! The report of a quarter by command and on its page: a draft before it is approved, a missed
//! quarter that says so, and what the command refuses.

use tilsyn_tests::Folder;

/// Two look-ups, over long ago by any clock.
const LINES: &str = concat!(
    r#"{"id":"1","source":"HR","time":"2019-02-05T10:00:00Z","kind":"lookup","#,
    r#""actor":{"user":"anna"},"subjects":[{"national_id":"01817110005"}]}"#,
    "\n",
    r#"{"id":"2","source":"HR","time":"2019-03-05T10:00:00Z","kind":"lookup","#,
    r#""actor":{"user":"anna"},"subjects":[{"national_id":"01817110005"}]}"#,
    "\n",
);

fn written(folder: &Folder, quarter: &str, name: &str) -> (Option<i32>, Vec<u8>) {
    let out = folder.data().with_file_name(name);
    let path = out.to_str().expect("a path in UTF-8");
    let words = ["report", "quarter", "--quarter", quarter, "--out", path];
    let ran = folder.ask(&words);
    let bytes = std::fs::read(&out).unwrap_or_default();
    (ran.exit, bytes)
}

#[test]
fn a_quarter_that_nobody_closed_is_a_draft_and_missed() {
    let folder = Folder::new();
    let file = folder.file("events.ndjson", LINES);
    let _summary = folder.takes(&file).ended(0);
    for (name, start) in [
        ("a.pdf", &b"%PDF-"[..]),
        ("a.xlsx", b"PK"),
        ("a.html", b"<!doctype html>"),
    ] {
        let (exit, bytes) = written(&folder, "2019-Q1", name);
        assert_eq!(exit, Some(0), "{name}");
        assert!(bytes.starts_with(start), "{name}");
    }
    let html = String::from_utf8(written(&folder, "2019-Q1", "b.html").1).expect("a text");
    assert!(html.contains("DRAFT") || html.contains("UTKAST"), "{html}");
    assert!(!html.contains("01817110005"), "nobody is named");
    for (quarter, name) in [
        ("2019-Q1", "a.doc"),
        ("2019-Q1", "a"),
        ("2019-Q7", "c.pdf"),
        ("2018-Q4", "d.pdf"),
    ] {
        assert_eq!(
            written(&folder, quarter, name),
            (Some(2), Vec::new()),
            "{quarter} {name}"
        );
    }
    let out = folder.data().with_file_name("e.html");
    let path = out.to_str().expect("a path in UTF-8");
    let told = folder.ask(&["report", "quarter", "--quarter", "2019-Q1", "--out", path]);
    let told = told.ended(0).json();
    assert_eq!(
        (&told["state"], &told["edition"]),
        (&"ended".into(), &0.into())
    );
    assert_eq!(told["sha256"].as_str().map(str::len), Some(64));
    let server = folder.serve();
    let list = server.get("/en/reports").body;
    assert!(
        list.contains("/en/reports/2019-Q1") && list.contains("Missed"),
        "{list}"
    );
    let front = server.get("/en").body;
    assert!(front.contains("is missed"), "{front}");
}
