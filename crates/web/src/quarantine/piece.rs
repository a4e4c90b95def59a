//! One piece in quarantine, word for word: shown as text, with what a terminal would obey or a
//! reader would not see made visible.

use askama::Template;
use tilsyn_app::permit::{ReadQuarantine, ask};
use tilsyn_app::sources::QuarantinedPiece;
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::quarantine::reason;
use crate::reply::{Reply, html};

/// `GET /{language}/quarantine/{id}`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let permit = ask::<ReadQuarantine>(asked.principal(), asked.form)?;
    let Ok(id) = asked.last().parse() else {
        return Ok(Reply::Missing);
    };
    if asked.form != Form::Page {
        return Ok(Reply::Missing);
    }
    let piece = desk.quarantined(&permit, id)?;
    Ok(Reply::Page(render(&piece, asked)))
}

#[derive(Template)]
#[template(path = "quarantine/piece.html")]
struct PiecePage {
    frame: Frame,
    heading: String,
    file: String,
    reason: String,
    length: String,
    cut: String,
    parts: Vec<Part>,
    back: String,
}

/// A run of text, or one sign that cannot be seen.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Sign(String),
}

impl Part {
    fn is_sign(&self) -> bool {
        matches!(self, Part::Sign(_))
    }

    fn text(&self) -> &str {
        match self {
            Part::Text(text) | Part::Sign(text) => text,
        }
    }
}

pub(crate) fn render(piece: &QuarantinedPiece, asked: &Asked) -> String {
    let words = asked.words();
    let figures = words.figures();
    let row = &piece.row;
    html(&PiecePage {
        frame: Frame::of(asked, Place::Sources, words.say("quarantine-piece")),
        heading: words.with("quarantine-line", "line", figures.whole(row.line)),
        file: row.file.clone(),
        reason: reason(&row.refusal, words),
        length: words.count("quarantine-length", row.bytes),
        cut: match piece.whole {
            true => String::new(),
            false => words.count("quarantine-cut", piece.bytes.len()),
        },
        parts: visible(&piece.bytes),
        back: asked.to("/quarantine"),
    })
}

/// Bytes as text; control signs as their names, bytes that are no UTF-8 as their value, marks
/// that turn the direction of writing as their number.
fn visible(bytes: &[u8]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let text = |piece: &str, parts: &mut Vec<Part>| match parts.last_mut() {
        Some(Part::Text(last)) => last.push_str(piece),
        _ => parts.push(Part::Text(piece.to_owned())),
    };
    for chunk in bytes.utf8_chunks() {
        for sign in chunk.valid().chars() {
            match sign {
                '\n' => text("\n", &mut parts),
                '\t' => parts.push(Part::Sign("TAB".to_owned())),
                '\r' => parts.push(Part::Sign("CR".to_owned())),
                '\0' => parts.push(Part::Sign("NUL".to_owned())),
                '\u{1b}' => parts.push(Part::Sign("ESC".to_owned())),
                sign if is_hidden(sign) => {
                    parts.push(Part::Sign(format!("U+{:04X}", u32::from(sign))));
                }
                sign => text(sign.encode_utf8(&mut [0; 4]), &mut parts),
            }
        }
        parts.extend(
            chunk
                .invalid()
                .iter()
                .map(|byte| Part::Sign(format!("{byte:02X}"))),
        );
    }
    parts
}

fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(sign, '\u{2060}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
        || matches!(sign, '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::made_up;
    use crate::testing::{self, check_page};

    fn check(bytes: &[u8], expected: &str) {
        let shown = visible(bytes).into_iter().map(|part| match part {
            Part::Text(text) => text,
            Part::Sign(sign) => format!("[{sign}]"),
        });
        assert_eq!(shown.collect::<String>(), expected);
    }

    #[test]
    fn what_cannot_be_seen_is_made_visible() {
        check(b"a\x1b[31m\0b\r\n\t", "a[ESC][31m[NUL]b[CR]\n[TAB]");
        check(b"\xffab\xc3", "[FF]ab[C3]");
        check(
            "\u{feff}user\u{202e}gnp".as_bytes(),
            "[U+FEFF]user[U+202E]gnp",
        );
        check("blåbær".as_bytes(), "blåbær");
    }

    #[test]
    fn the_page_is_whole_in_four_languages_and_nothing_in_it_is_markup() {
        let piece = made_up::quarantined(1).expect("a piece");
        for language in Language::ALL {
            let asked = testing::asked(&format!("/{}/quarantine/1", language.tag()));
            let html = render(&piece, &asked);
            check_page(&html, language.tag());
            assert!(html.contains("<b>ESC</b>") && html.contains("&#60;script&#62;"));
        }
    }
}
