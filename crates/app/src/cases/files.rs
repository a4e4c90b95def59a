//! Files that are put to a step: which types are taken, told by what they hold and not by their
//! names.
//!
//! Taken are types that show something and run nothing. What opens with a program of its own, or
//! carries macros, is refused, so that a case brings nothing onto a reviewer's machine.

use serde::{Deserialize, Serialize};

use super::NewFile;
use crate::problem::Problem;

/// Files of one step.
pub const FILES_MAX: usize = 5;
/// Bytes of one file.
pub const FILE_BYTES_MAX: usize = 5 << 20;
/// Characters of a file's name.
const NAME_MAX: usize = 100;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileType {
    Pdf,
    Png,
    Jpeg,
    Text,
    Word,
    Excel,
}

impl FileType {
    /// Its media type (IANA).
    #[must_use]
    pub fn mime(self) -> &'static str {
        match self {
            FileType::Pdf => "application/pdf",
            FileType::Png => "image/png",
            FileType::Jpeg => "image/jpeg",
            FileType::Text => "text/plain; charset=utf-8",
            FileType::Word => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            FileType::Excel => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The ending of its name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            FileType::Pdf => "pdf",
            FileType::Png => "png",
            FileType::Jpeg => "jpg",
            FileType::Text => "txt",
            FileType::Word => "docx",
            FileType::Excel => "xlsx",
        }
    }

    /// By what it holds; `None`: none that is taken.
    fn of(bytes: &[u8]) -> Option<FileType> {
        if bytes.starts_with(ZIP) {
            return office(bytes);
        }
        let found = infer::get(bytes).map(|found| found.mime_type());
        let Some(found) = found else {
            let text = std::str::from_utf8(bytes).ok()?;
            let is_text = !text.contains(|one: char| one.is_control() && !one.is_whitespace());
            return is_text.then_some(FileType::Text);
        };
        let known = [FileType::Pdf, FileType::Png, FileType::Jpeg];
        known.into_iter().find(|kind| kind.mime() == found)
    }
}

/// The signature of a ZIP archive's first entry (APPNOTE 4.3.7).
const ZIP: &[u8] = b"PK\x03\x04";

/// An Office document is a ZIP archive (ECMA-376); names in it are not compressed.
fn office(bytes: &[u8]) -> Option<FileType> {
    let holds = |name: &str| memchr::memmem::find(bytes, name.as_bytes()).is_some();
    match (holds("word/document.xml"), holds("xl/workbook.xml")) {
        _ if holds("vbaProject.bin") => None,
        (true, false) => Some(FileType::Word),
        (false, true) => Some(FileType::Excel),
        _ => None,
    }
}

/// The type of each file, if all of them can be taken.
pub(super) fn types_of(files: &[NewFile]) -> Result<Vec<FileType>, Problem> {
    if files.len() > FILES_MAX {
        return Err(Problem::yours("problem-case-files").with("max", FILES_MAX));
    }
    let kind = |file: &NewFile| {
        if file.bytes.len() > FILE_BYTES_MAX {
            let megabytes = FILE_BYTES_MAX >> 20;
            return Err(Problem::yours("problem-case-file-size").with("max", megabytes));
        }
        let kind = FileType::of(&file.bytes);
        kind.ok_or_else(|| Problem::yours("problem-case-file-type"))
    };
    files.iter().map(kind).collect()
}

/// A name for a file: the last part of what was sent, without what names cannot hold, and with
/// the ending of what it is.
pub(super) fn name_of(sent: &str, kind: FileType) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let may_stand = |one: &char| !one.is_control() && !"\"<>:|?*;%".contains(*one);
    let stem: String = stem.chars().filter(may_stand).take(NAME_MAX).collect();
    let stem = match stem.trim_matches(['.', ' ']) {
        "" => "file",
        stem => stem,
    };
    format!("{stem}.{}", kind.ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zip_of(names: &[&str]) -> Vec<u8> {
        // Local file headers (APPNOTE 4.3.7) of empty entries are all that is looked at.
        let mut bytes = Vec::new();
        for name in names {
            bytes.extend_from_slice(b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0");
            bytes.extend_from_slice(&[0; 12]);
            bytes.extend_from_slice(&u16::try_from(name.len()).expect("short").to_le_bytes());
            bytes.extend_from_slice(&[0, 0]);
            bytes.extend_from_slice(name.as_bytes());
        }
        bytes
    }

    #[test]
    fn what_shows_something_is_taken_and_what_runs_is_not() {
        let word = ["[Content_Types].xml", "_rels/.rels", "word/document.xml"];
        let macros = ["word/document.xml", "word/vbaProject.bin"];
        let taken: [(&[u8], Option<FileType>); 11] = [
            (&zip_of(&["malware.exe"]), None),
            (b"%PDF-1.7 and so on", Some(FileType::Pdf)),
            (b"\x89PNG\r\n\x1a\n and so on", Some(FileType::Png)),
            (b"\xff\xd8\xff\xe0 and so on", Some(FileType::Jpeg)),
            ("Møte 3. mai".as_bytes(), Some(FileType::Text)),
            (b"", Some(FileType::Text)),
            (&zip_of(&word), Some(FileType::Word)),
            (&zip_of(&macros), None),
            (b"MZ\x90\0 and so on", None),
            (b"\x7fELF and so on", None),
            (b"text\0with a zero", None),
        ];
        for (bytes, kind) in taken {
            assert_eq!(
                FileType::of(bytes),
                kind,
                "{:?}",
                &bytes[..bytes.len().min(8)]
            );
        }
        assert_eq!(FileType::of(b"<html><script>x</script>"), None);
    }

    #[test]
    fn a_file_has_the_name_it_came_with_and_no_path() {
        let names = [
            ("Referat.pdf", "Referat.pdf"),
            ("../../etc/passwd", "passwd.pdf"),
            ("C:\\sak\\Møte 1.exe", "Møte 1.pdf"),
            ("a\"b\r\nc.pdf", "abc.pdf"),
            ("..", "file.pdf"),
            ("", "file.pdf"),
        ];
        for (sent, name) in names {
            assert_eq!(name_of(sent, FileType::Pdf), name);
        }
        assert_eq!(
            name_of(&"å".repeat(300), FileType::Text).chars().count(),
            104
        );
    }
}
