//! What a source file looks like: its opening, its lines, its length, no printing.

use super::Source;

/// Longest line, in characters.
const LINE_CHARS_MAX: usize = 100;
/// Most lines of a file before its tests begin.
const PRODUCTION_LINES_MAX: usize = 600;

/// Every Rust file opens by saying what it holds.
pub(super) fn opens_with_its_idea(source: &Source) -> Option<String> {
    if !source.path.ends_with(".rs") || source.text.starts_with("//! ") {
        return None;
    }
    Some(format!("{}:1: does not open with `//!`", source.path))
}

/// No line is so long that it breaks beside another window.
pub(super) fn lines_are_short(source: &Source) -> Vec<String> {
    const KINDS: [&str; 4] = [".rs", ".mjs", ".sql", ".css"];
    if !KINDS.iter().any(|kind| source.path.ends_with(kind)) {
        return Vec::new();
    }
    let lines = source.text.lines().enumerate();
    lines
        .filter(|(_, line)| line.chars().count() > LINE_CHARS_MAX)
        .map(|(at, _)| {
            format!(
                "{}:{}: over {LINE_CHARS_MAX} characters",
                source.path,
                at + 1
            )
        })
        .collect()
}

/// A file is one idea; above 600 lines it is two.
pub(super) fn is_not_too_long(source: &Source) -> Option<String> {
    if !source.path.ends_with(".rs") || is_test(&source.path) {
        return None;
    }
    let lines = production(&source.text).lines().count();
    (lines > PRODUCTION_LINES_MAX).then(|| {
        format!(
            "{}: {lines} lines before its tests, {PRODUCTION_LINES_MAX} at most",
            source.path
        )
    })
}

/// Libraries never print; the program writes through its one place for output. Measuring
/// programs (`examples/`) speak for themselves.
pub(super) fn prints_nothing(source: &Source) -> Vec<String> {
    const PRINTING: [&str; 3] = [
        concat!("print", "ln!("),
        concat!("print", "!("),
        concat!("db", "g!("),
    ];
    let ours = source.path.ends_with(".rs") && source.path.starts_with("crates/");
    if !ours || is_test(&source.path) || source.path.contains("/examples/") {
        return Vec::new();
    }
    let mut sins = Vec::new();
    for (at, line) in production(&source.text).lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        if PRINTING.iter().any(|call| calls(code, call)) {
            sins.push(format!("{}:{}: prints", source.path, at + 1));
        }
    }
    sins
}

/// Whether the macro is called under its own name (`eprintln!` holds `println!`).
fn calls(code: &str, call: &str) -> bool {
    code.match_indices(call).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == 'e')
    })
}

/// What comes before the file's tests.
pub(super) fn production(text: &str) -> &str {
    let end = text.find("\n#[cfg(test)]\nmod ").unwrap_or(text.len());
    &text[..end]
}

/// Whether a file is nothing but tests.
pub(super) fn is_test(path: &str) -> bool {
    path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    #[test]
    fn a_file_without_an_opening_is_caught() {
        assert!(opens_with_its_idea(&source("a.rs", "use std::fs;\n")).is_some());
        assert!(opens_with_its_idea(&source("a.rs", "//! Files.\n")).is_none());
        assert!(opens_with_its_idea(&source("a.md", "Files\n")).is_none());
    }

    #[test]
    fn a_long_line_is_caught_at_one_past_the_limit() {
        let line = |length: usize| source("a.rs", &format!("//! x\n{}\n", "å".repeat(length)));
        assert_eq!(lines_are_short(&line(101)).len(), 1);
        assert_eq!(lines_are_short(&line(100)).len(), 0);
    }

    #[test]
    fn tests_do_not_count_towards_a_files_length() {
        let long = |before: usize, behind: usize| {
            let (before, behind) = ("a\n".repeat(before), "b\n".repeat(behind));
            source(
                "a.rs",
                &format!("{before}\n#[cfg(test)]\nmod tests {{\n{behind}}}\n"),
            )
        };
        assert!(is_not_too_long(&long(601, 1)).is_some());
        assert!(is_not_too_long(&long(600, 500)).is_none());
    }

    #[test]
    fn printing_is_caught_in_crates_but_not_in_their_tests() {
        let print = format!("//! x\nfn a() {{ {}\"x\"); }}\n", concat!("print", "ln!("));
        assert_eq!(
            prints_nothing(&source("crates/a/src/lib.rs", &print)).len(),
            1
        );
        assert_eq!(
            prints_nothing(&source("crates/a/tests/a.rs", &print)).len(),
            0
        );
        let error = print.replace("print", "eprint");
        assert_eq!(
            prints_nothing(&source("crates/a/src/lib.rs", &error)).len(),
            0
        );
    }
}
