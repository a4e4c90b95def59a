//! What programs of others find in a file: poppler its text, qpdf its faults.
//!
//! Where they are not installed that is said loudly, and nothing is checked.

use std::io::Write;
use std::process::Command;

use serde_json::Value;
use tempfile::NamedTempFile;

/// A word on a page, in points from its upper left corner.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) page: usize,
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
    pub(crate) text: String,
}

/// The text of each page in the order in which it was drawn; `None` where poppler is missing.
pub(crate) fn pages(pdf: &[u8]) -> Option<Vec<String>> {
    let text = run("pdftotext", &["-raw", "-enc", "UTF-8"], pdf, &["-"])?;
    let mut pages: Vec<String> = text.split('\u{c}').map(words).collect();
    // Every page ends in a form feed.
    assert_eq!(pages.pop().as_deref(), Some(""));
    Some(pages)
}

/// The text of a file of one page.
pub(crate) fn page(pdf: &[u8]) -> Option<String> {
    let pages = pages(pdf)?;
    assert_eq!(pages.len(), 1);
    pages.into_iter().next()
}

/// All words with their places.
pub(crate) fn placed_words(pdf: &[u8]) -> Option<Vec<Word>> {
    let html = run("pdftotext", &["-bbox", "-enc", "UTF-8"], pdf, &["-"])?;
    let mut page = 0;
    let mut words = Vec::new();
    for line in html.lines().map(str::trim) {
        if line.starts_with("<page ") {
            page += 1;
        }
        if let Some(word) = line.strip_prefix("<word ") {
            words.push(placed(page, word).expect("a word with its place"));
        }
    }
    assert!(page > 0, "a file with pages");
    Some(words)
}

fn placed(page: usize, word: &str) -> Option<Word> {
    let number = |name: &str| {
        let (_, rest) = word.split_once(&format!("{name}=\""))?;
        rest.split_once('"')?.0.parse().ok()
    };
    let (_, text) = word.split_once('>')?;
    Some(Word {
        page,
        left: number("xMin")?,
        top: number("yMin")?,
        right: number("xMax")?,
        bottom: number("yMax")?,
        text: text.strip_suffix("</word>")?.to_owned(),
    })
}

/// The tree that screen readers walk, one element or text a line, indented; texts in quotes.
pub(crate) fn structure(pdf: &[u8]) -> Option<String> {
    let tree = run("pdfinfo", &["-struct-text"], pdf, &[])?;
    let mut plain = String::new();
    for line in tree.lines() {
        let text = line.trim_start();
        let indent = line.len() - text.len();
        // After its role an element has a title in an encoding of its own, and its kind.
        let kept = match text.starts_with('"') || text.starts_with('/') {
            true => text.trim_end(),
            false => text.split([' ', ':']).next().unwrap_or_default(),
        };
        plain.push_str(&format!("{}{kept}\n", &line[..indent]));
    }
    Some(plain)
}

/// What the file says of itself (XMP).
pub(crate) fn metadata(pdf: &[u8]) -> Option<String> {
    run("pdfinfo", &["-meta"], pdf, &[])
}

/// The file with every stream unpacked, as far as it is text.
pub(crate) fn unpacked(pdf: &[u8]) -> Option<String> {
    run("qpdf", &["--qdf", "--object-streams=disable"], pdf, &["-"])
}

/// The bookmarks, one a line, indented, each with its page from 1.
pub(crate) fn bookmarks(pdf: &[u8]) -> Option<String> {
    let json = run("qpdf", &["--json", "--json-key=outlines"], pdf, &[])?;
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let mut lines = String::new();
    list(&json["outlines"], 0, &mut lines);
    Some(lines)
}

fn list(bookmarks: &Value, depth: usize, lines: &mut String) {
    for bookmark in bookmarks.as_array().into_iter().flatten() {
        let title = bookmark["title"].as_str().unwrap_or_default();
        let page = &bookmark["destpageposfrom1"];
        lines.push_str(&format!("{}{title} {page}\n", "  ".repeat(depth)));
        list(&bookmark["kids"], depth + 1, lines);
    }
}

/// Whether qpdf finds nothing to say against the file.
pub(crate) fn check(pdf: &[u8]) {
    if let Some(said) = run("qpdf", &["--check"], pdf, &[]) {
        assert!(
            said.contains("No syntax or stream encoding errors found"),
            "{said}"
        );
    }
}

/// The text in one line, with one space between words.
pub(crate) fn words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

fn run(program: &str, before: &[&str], pdf: &[u8], after: &[&str]) -> Option<String> {
    let mut file = NamedTempFile::new().expect("temporary files can be made");
    file.write_all(pdf).expect("temporary files can be written");
    let mut command = Command::new(program);
    command.args(before).arg(file.path()).args(after);
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => {
            skip(&format!("{program}: {error}"));
            return None;
        }
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {said}{complaint}");
    Some(said)
}

fn skip(why: &str) {
    let required = std::env::var_os("TILSYN_REQUIRE_FOREIGN").is_some_and(|v| v == "1");
    assert!(!required, "programs of others are required: {why}");
    eprintln!("SKIPPED: nothing is checked with programs of others: {why}");
}
