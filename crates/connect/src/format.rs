//! Which format a file is written in, told from its first bytes.
//!
//! One rule: the content decides, never the name of the file. Where it does not decide, nobody
//! guesses: the records are refused as being of no known format.

use crate::native::SIGNS;
use crate::syslog;
use crate::tree::Node;

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Our own: formats.md, section 1.
    Native,
    /// FHIR `AuditEvent`: DSTU2, STU3, R4, R5.
    Fhir,
    /// DICOM PS3.15 and IHE ATNA audit messages.
    Dicom,
    /// ArcSight's Common Event Format, as NAV writes it.
    Cef,
}

impl Format {
    pub const ALL: [Format; 4] = [Format::Native, Format::Fhir, Format::Dicom, Format::Cef];

    /// The word on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Format::Native => "native",
            Format::Fhir => "fhir",
            Format::Dicom => "dicom",
            Format::Cef => "cef",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// How records lie in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// One on each line.
    Lines,
    /// JSON values, over as many lines as they like.
    JsonDocuments,
    /// `AuditMessage` elements, wherever they stand.
    XmlMessages,
}

/// What the start of a file says of it.
pub(crate) struct Sniffed {
    pub(crate) format: Option<Format>,
    pub(crate) framing: Framing,
}

/// Looks at the start of a file. A `chosen` format is not questioned, only its framing is found.
pub(crate) fn sniff(start: &[u8], chosen: Option<Format>) -> Sniffed {
    let first = start
        .iter()
        .position(|b| !b.is_ascii_whitespace())
        .unwrap_or(start.len());
    let start = &start[first..];
    let told = || told_by(start).or_else(|| told_by_later_line(start));
    let format = chosen.or_else(told);
    let framing = match format {
        Some(Format::Dicom) => Framing::XmlMessages,
        Some(Format::Native | Format::Cef) => Framing::Lines,
        Some(Format::Fhir) | None => json_framing(start),
    };
    Sniffed { format, framing }
}

fn told_by(start: &[u8]) -> Option<Format> {
    let line = first_line(start);
    match start.first()? {
        b'{' | b'[' => told_by_keys(start),
        _ if contains(line, b"CEF:") && syslog::body(line).starts_with(b"CEF:") => {
            Some(Format::Cef)
        }
        b'<' => Some(Format::Dicom),
        _ => None,
    }
}

/// Lines looked at when the first one says nothing.
const LINES_LOOKED_AT_MAX: usize = 50;

/// A broken first line must not cost the rest: the next line that says what it is decides, for
/// formats that are read line by line.
fn told_by_later_line(start: &[u8]) -> Option<Format> {
    let lines = memchr::memchr_iter(b'\n', start).take(LINES_LOOKED_AT_MAX);
    lines
        .filter_map(|end| told_by(start[end + 1..].trim_ascii_start()))
        .find(|format| matches!(format, Format::Native | Format::Cef))
}

/// The keys of the first object. A window may cut it, so they are looked for and not parsed.
fn told_by_keys(start: &[u8]) -> Option<Format> {
    let line = String::from_utf8_lossy(first_line(start));
    let keys = |node: &Node| {
        let native = SIGNS.iter().any(|sign| node.get(sign).is_some());
        match (node.get("resourceType").is_some(), native) {
            (true, _) => Some(Format::Fhir),
            (_, true) => Some(Format::Native),
            _ => None,
        }
    };
    if let Ok(node) = Node::parse(&line, "JSON") {
        return keys(node.elements().first()?);
    }
    if contains(start, b"\"resourceType\"") {
        return Some(Format::Fhir);
    }
    let named = |sign: &str| contains(start, format!("\"{sign}\"").as_bytes());
    let signs = SIGNS.iter().filter(|sign| named(sign)).count();
    (signs >= 2 && start.starts_with(b"{")).then_some(Format::Native)
}

/// JSON whose first line is complete is read line by line: then a broken line costs no other.
fn json_framing(start: &[u8]) -> Framing {
    let whole_line = || {
        let line = String::from_utf8_lossy(first_line(start));
        line.starts_with('{') && Node::parse(&line, "JSON").is_ok()
    };
    let json = matches!(start.first(), Some(b'{' | b'['));
    if json && !whole_line() {
        Framing::JsonDocuments
    } else {
        Framing::Lines
    }
}

fn first_line(start: &[u8]) -> &[u8] {
    let end = memchr::memchr(b'\n', start).unwrap_or(start.len());
    start[..end].trim_ascii_end()
}

pub(crate) fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(haystack, needle).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_first_line_does_not_cost_the_rest() {
        let native = "\u{1}\u{2}rubbish\n{\"id\":\"1\",\"source\":\"s\",\"kind\":\"lookup\"}\n";
        check(native, Some(Format::Native), Framing::Lines);
        let cef = "rubbish\nCEF:0|a|b|1|c|d|INFO|end=1\n";
        check(cef, Some(Format::Cef), Framing::Lines);
        check("rubbish\nmore rubbish\n", None, Framing::Lines);
    }

    fn check(start: &str, expected: Option<Format>, framing: Framing) {
        let sniffed = sniff(start.as_bytes(), None);
        assert_eq!(
            (sniffed.format, sniffed.framing),
            (expected, framing),
            "{start}"
        );
    }

    #[test]
    fn content_tells_the_format() {
        use Framing::{JsonDocuments, Lines, XmlMessages};
        check(r#"{"id":"1","source":"s"}"#, Some(Format::Native), Lines);
        check(
            "\n {\"id\":\"1\",\"kind\":\"lookup\"}\n{",
            Some(Format::Native),
            Lines,
        );
        check(
            r#"{"id":"1","kind":"lookup","time":"20"#,
            Some(Format::Native),
            Lines,
        );
        check(
            r#"{"resourceType":"AuditEvent"}"#,
            Some(Format::Fhir),
            Lines,
        );
        check(
            "{\n  \"resourceType\" : \"Patient\"\n}",
            Some(Format::Fhir),
            JsonDocuments,
        );
        check(
            r#"[{"resourceType":"AuditEvent"}]"#,
            Some(Format::Fhir),
            JsonDocuments,
        );
        check(
            "<?xml version=\"1.0\"?>\n<AuditMessage>",
            Some(Format::Dicom),
            XmlMessages,
        );
        check(
            "<85>1 2026-01-02T08:00:00Z h a - - - <AuditMessage>",
            Some(Format::Dicom),
            XmlMessages,
        );
        check("CEF:0|a|b|c|d|e|f|", Some(Format::Cef), Lines);
        check(
            "<13>Nov 21 08:00:00 host CEF:0|a|b",
            Some(Format::Cef),
            Lines,
        );
        check("{\n \"name\": \"package\"\n}", None, JsonDocuments);
        check("What: a text", None, Lines);
        check("", None, Lines);
        check("\u{0}\u{1}", None, Lines);
    }

    #[test]
    fn a_chosen_format_is_not_questioned() {
        assert_eq!(
            sniff(b"rubbish", Some(Format::Cef)).format,
            Some(Format::Cef)
        );
    }

    #[test]
    fn words_are_read_back() {
        assert!(
            Format::ALL
                .iter()
                .all(|f| Format::from_word(f.word()) == Some(*f))
        );
        assert_eq!(Format::from_word("auto"), None);
    }
}
