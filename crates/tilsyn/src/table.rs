//! Tables for a terminal: text to the left, numbers to the right, within 80 columns where the
//! words can be broken so. Nothing is cut: what does not fit goes on below.
//!
//! What came from a log is shown, not obeyed: its control characters become a replacement sign.

use tilsyn_web::Words;

/// What a table keeps to where it can.
const WIDTH_CHARS: usize = 80;
/// Between columns.
const GAP: &str = "  ";
/// What stands where nothing is known.
const NOTHING: &str = "–";

/// One cell of a table.
pub(crate) enum Cell {
    Text(String),
    /// A count, written as in the language.
    Whole(u64),
}

impl Cell {
    fn shown(&self, words: Words) -> String {
        match self {
            Cell::Text(text) => shown(text),
            Cell::Whole(number) => words.figures().whole(*number),
        }
    }
}

/// Text without what a terminal would obey.
pub(crate) fn shown(text: &str) -> String {
    let harmless = |sign: char| if sign.is_control() { '\u{fffd}' } else { sign };
    text.chars().map(harmless).collect()
}

/// A line of text as it goes to a terminal: figures hold no-break spaces, which it needs not.
pub(crate) fn line(text: &str) -> String {
    shown(text).replace('\u{a0}', " ")
}

/// The lines of a table under headings that are ready to be read.
pub(crate) fn lines(headings: &[String], rows: &[Vec<Cell>], words: Words) -> Vec<String> {
    let texts: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| cell.shown(words)).collect())
        .collect();
    let is_number = |column: usize| {
        let mut cells = rows.iter().filter_map(|row| row.get(column));
        cells.any(|cell| matches!(cell, Cell::Whole(_)))
    };
    let sides: Vec<bool> = (0..headings.len()).map(is_number).collect();
    let widths = widths(headings, &texts);
    let mut lines = Vec::new();
    lay(headings, &widths, &sides, &mut lines);
    let rule = widths.iter().map(|width| "─".repeat(*width));
    lines.push(rule.collect::<Vec<_>>().join(GAP));
    for row in &texts {
        lay(row, &widths, &sides, &mut lines);
    }
    lines
}

/// One row, as many lines high as its highest cell.
fn lay(cells: &[String], widths: &[usize], to_the_right: &[bool], lines: &mut Vec<String>) {
    let cells: Vec<Vec<String>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| broken(cell, *width))
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for nth in 0..height {
        let mut line = String::new();
        for (column, cell) in cells.iter().enumerate() {
            let text = cell.get(nth).map_or("", String::as_str);
            let fill = " ".repeat(widths[column].saturating_sub(chars(text)));
            if column > 0 {
                line.push_str(GAP);
            }
            let (before, behind) = if to_the_right[column] {
                (fill, String::new())
            } else {
                (String::new(), fill)
            };
            line.push_str(&before);
            line.push_str(text);
            line.push_str(&behind);
        }
        // Only now: the no-break spaces have kept figures whole.
        lines.push(line.trim_end().replace('\u{a0}', " "));
    }
}

/// Widths of the columns: as wide as their content, then narrower until they fit or every column
/// is down to its longest word; headings are broken before cells, wide columns before others.
fn widths(headings: &[String], rows: &[Vec<String>]) -> Vec<usize> {
    let all = 0..headings.len();
    let cells = |nth: usize| rows.iter().filter_map(move |row| row.get(nth));
    let widest_cell = |nth| cells(nth).map(|text| chars(text)).max().unwrap_or(0);
    let longest_word = |nth: usize| {
        let texts = cells(nth).chain(headings.get(nth));
        let words = texts.flat_map(|text| pieces(text));
        words.map(|word| chars(word.trim_end())).max().unwrap_or(0)
    };
    let content: Vec<usize> = all.clone().map(widest_cell).collect();
    let least: Vec<usize> = all.clone().map(longest_word).collect();
    let mut widths: Vec<usize> = all
        .clone()
        .map(|nth| content[nth].max(chars(&headings[nth])))
        .collect();
    let gaps = GAP.len() * headings.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > WIDTH_CHARS {
        let can = all.clone().filter(|nth| widths[*nth] > least[*nth]);
        let next = can.max_by_key(|nth| (widths[*nth] > content[*nth], widths[*nth]));
        let Some(next) = next else { break };
        widths[next] -= 1;
    }
    widths
}

/// A text in lines of at most `width` characters, as far as it has places to break at.
fn broken(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces(text) {
        let line = lines.last_mut().expect("there is always one line");
        if !line.is_empty() && chars(line) + chars(piece.trim_end()) > width {
            *line = line.trim_end().to_owned();
            lines.push(piece.to_owned());
        } else {
            line.push_str(piece);
        }
    }
    lines
}

/// Words, and the parts of a path.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive([' ', '/'])
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

impl From<u64> for Cell {
    fn from(number: u64) -> Cell {
        Cell::Whole(number)
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Cell {
        Cell::Text(text.unwrap_or_else(|| NOTHING.to_owned()))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

#[cfg(test)]
mod tests {
    use tilsyn_web::Language;

    use super::*;

    /// The table as one text.
    fn laid(language: Language, headings: &[&str], rows: &[Vec<Cell>]) -> String {
        let headings: Vec<String> = headings.iter().map(|text| (*text).to_owned()).collect();
        lines(&headings, rows, Words::of(language)).join("\n")
    }

    #[test]
    fn numbers_stand_right_and_grouped_and_text_left() {
        let check = |language, expected: &str| {
            let rows = [vec!["Åse".into(), 7.into()], vec!["Bo".into(), 1234.into()]];
            assert_eq!(laid(language, &["Name", "n"], &rows), expected);
        };
        check(
            Language::Norwegian,
            "Name      n\n────  ─────\nÅse       7\nBo    1 234",
        );
        check(
            Language::Danish,
            "Name      n\n────  ─────\nÅse       7\nBo    1.234",
        );
        check(
            Language::English,
            "Name      n\n────  ─────\nÅse       7\nBo    1,234",
        );
    }

    #[test]
    fn a_wide_table_is_broken_at_words_and_nothing_is_cut() {
        let long = "a word and another word ".repeat(8);
        let path = format!("/{}", "folder/".repeat(12));
        let rows = [vec![long.clone().into(), path.clone().into(), 1.into()]];
        let laid = laid(
            Language::English,
            &["Long heading here", "Path", "n"],
            &rows,
        );
        let widest = laid.lines().map(|line| line.chars().count()).max();
        assert!(widest.is_some_and(|widest| widest <= 80), "{laid}");
        assert_eq!(laid.matches("word").count(), long.matches("word").count());
        assert_eq!(laid.matches("folder/").count(), 12);
    }

    #[test]
    fn what_has_no_place_to_break_at_stays_whole() {
        let rows = [vec!["x".repeat(100).into(), "y".into()]];
        assert!(laid(Language::English, &["a", "b"], &rows).contains(&"x".repeat(100)));
    }

    #[test]
    fn a_terminal_obeys_nothing_that_a_log_says() {
        let rows = [vec!["\u{1b}[2Jevil\r\n".into()]];
        let laid = laid(Language::English, &["a"], &rows);
        assert!(
            laid.ends_with("\u{fffd}[2Jevil\u{fffd}\u{fffd}"),
            "{laid:?}"
        );
    }
}
