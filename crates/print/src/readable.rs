//! A text as the fonts can show it.
//!
//! Nothing that can be seen is lost: a character that the fonts lack becomes its number, as
//! `[U+738B]`, which can be read out, searched for and looked up. What cannot be seen goes:
//! control characters, and marks that turn the direction of what follows or join nothing.
//! Not here: which characters a font has (`fonts`).

use std::fmt::Write;

/// The text without what cannot be seen, and with numbers for what `has` does not have.
/// Each line ends in a line feed, however it ended before.
pub(crate) fn readable(text: &str, has: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        match c {
            '\n' if before == '\r' => {}
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => {
                shown.push('\n');
            }
            _ if is_unseen(c) => {}
            _ if has(c) && !is_private(c) => shown.push(c),
            _ if c.is_whitespace() => shown.push(' '),
            _ => {
                let _written = write!(shown, "[U+{:04X}]", u32::from(c));
            }
        }
        before = c;
    }
    shown
}

/// The text for a name in a list of files or headings: on one line, at most so many characters.
pub(crate) fn on_one_line(text: &str, chars_max: usize) -> String {
    // XML knows no such characters, and the file says its name in XML too.
    let text = readable(text, |c| !matches!(c, '\u{fffe}' | '\u{ffff}'));
    let words: Vec<&str> = text.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(chars_max) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Control characters, and what Unicode calls ignorable by default
/// (`DerivedCoreProperties.txt`, Default_Ignorable_Code_Point).
fn is_unseen(c: char) -> bool {
    let is_control = c.is_control() && c != '\t';
    is_control
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// For private use: the fonts have signs there that mean nothing in a text, and PDF/A-2a does not
/// take them (ISO 19005-2, 6.2.11.7.3).
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(readable(text, |c| c < '\u{250}' && c != '\t'), expected);
    }

    #[test]
    fn what_the_fonts_have_stays_and_the_rest_is_numbered() {
        check("Blåbærsyltetøy 12 %", "Blåbærsyltetøy 12 %");
        check("王 bor her", "[U+738B] bor her");
        check("😀", "[U+1F600]");
        check("\u{e001}", "[U+E001]");
        assert_eq!(readable("\u{e001}", |_| true), "[U+E001]");
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        check("a\0b\u{7}c\u{ad}d\u{feff}", "abcd");
        check("\u{202e}drawkcab\u{202c}", "drawkcab");
        check("👍🏽\u{200d}\u{fe0f}", "[U+1F44D][U+1F3FD]");
    }

    #[test]
    fn spaces_are_spaces_and_lines_are_lines() {
        check("a\tb\u{2003}c", "a b c");
        check("a\r\nb\rc\n\nd\u{2028}e", "a\nb\nc\n\nd\ne");
    }

    #[test]
    fn a_name_is_one_line_of_bounded_length() {
        assert_eq!(on_one_line(" Hvem\n har sett \0 ", 8), "Hvem har…");
        assert_eq!(on_one_line("王\u{ffff}", 20), "王[U+FFFF]");
    }
}
