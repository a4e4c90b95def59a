//! Texts as lines: where each line ends, and how wide it is.
//!
//! A line ends where Unicode allows it (UAX #14), and within a word only where that word alone is
//! too wide. Texts for which Unicode needs a dictionary do not come here: the fonts lack their
//! characters (`readable`). Not here: where on the page lines stand (`layout`).

use std::ops::Range;
use std::rc::Rc;

use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use krilla::text::{Font, KrillaGlyph};

use crate::fonts::{Fonts, Pen};
use crate::readable::readable;
use crate::structure::Slot;
use crate::style::{Style, TOLERANCE, Weight};

/// All fonts at work on one document.
pub(crate) struct Typesetter<'a> {
    regular: Pen<'a>,
    semibold: Pen<'a>,
}

/// A text in one style.
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    pub(crate) style: Style,
    pub(crate) slot: Option<Slot>,
}

/// The glyphs of a text in one style, of which a line shows some.
pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) glyphs: Vec<KrillaGlyph>,
    pub(crate) style: Style,
    /// Where it is filed; what has none means nothing to a screen reader.
    pub(crate) slot: Option<Slot>,
}

/// A line of text.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) stretches: Vec<Stretch>,
    /// Without the spaces at its end.
    pub(crate) width: f32,
    style: Style,
}

/// What a line shows of a run.
#[derive(Clone)]
pub(crate) struct Stretch {
    pub(crate) run: Rc<Run>,
    pub(crate) glyphs: Range<usize>,
    /// From the beginning of the line.
    pub(crate) x: f32,
}

/// A glyph among all those of a text.
struct Step {
    run: usize,
    glyph: usize,
    /// Where its characters begin in the whole text, in bytes.
    start: usize,
    advance: f32,
    is_space: bool,
}

impl Line {
    pub(crate) fn leading(&self) -> f32 {
        self.style.leading
    }

    pub(crate) fn baseline(&self) -> f32 {
        self.style.baseline()
    }
}

impl<'a> Typesetter<'a> {
    pub(crate) fn new(fonts: &'a Fonts) -> Typesetter<'a> {
        Typesetter {
            regular: fonts.pen(Weight::Regular),
            semibold: fonts.pen(Weight::SemiBold),
        }
    }

    pub(crate) fn font(&self, weight: Weight) -> Font {
        self.pen(weight).font()
    }

    fn pen(&self, weight: Weight) -> &Pen<'a> {
        match weight {
            Weight::Regular => &self.regular,
            Weight::SemiBold => &self.semibold,
        }
    }

    /// Whether there is anything to see of a text.
    pub(crate) fn shows(&self, text: &str, weight: Weight) -> bool {
        let pen = self.pen(weight);
        !readable(text, |c| pen.has(c)).trim().is_empty()
    }

    /// The lines of a text in one style; none where there is nothing to see.
    pub(crate) fn lines(
        &self,
        text: &str,
        style: Style,
        slot: Option<Slot>,
        width: f32,
    ) -> Vec<Line> {
        self.lines_of(&[Piece { text, style, slot }], width)
    }

    /// The lines of a text in several styles of one leading.
    pub(crate) fn lines_of(&self, pieces: &[Piece<'_>], width: f32) -> Vec<Line> {
        let mut whole = String::new();
        let mut runs = Vec::new();
        let mut steps = Vec::new();
        for piece in pieces {
            let pen = self.pen(piece.style.weight);
            let shown = readable(piece.text, |c| pen.has(c));
            // A line feed is drawn as a space, so that words of two lines never read as one.
            let text = shown.replace('\n', " ");
            let glyphs = pen.glyphs(&text, piece.style.figures);
            for (at, glyph) in glyphs.iter().enumerate() {
                steps.push(Step {
                    run: runs.len(),
                    glyph: at,
                    start: whole.len() + glyph.text_range.start,
                    advance: glyph.x_advance * piece.style.size,
                    is_space: text[glyph.text_range.clone()].trim().is_empty(),
                });
            }
            whole.push_str(&shown);
            runs.push(Rc::new(Run {
                text,
                glyphs,
                style: piece.style,
                slot: piece.slot,
            }));
        }
        if whole.trim().is_empty() {
            return Vec::new();
        }
        let line = |range| line(&runs, &steps, range);
        breaks(&whole, &steps, width)
            .into_iter()
            .map(line)
            .collect()
    }
}

/// The ranges of glyphs that make a line each.
fn breaks(text: &str, steps: &[Step], width: f32) -> Vec<Range<usize>> {
    let segmenter = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
    let mut allowed = segmenter.segment_str(text).peekable();
    let mut lines = Vec::new();
    let mut start = 0;
    let mut reached = 0.0;
    // Where the line may end, and how far it has come by then.
    let mut last = None;
    for (at, step) in steps.iter().enumerate() {
        while allowed.next_if(|&next| next < step.start).is_some() {}
        if at > start && allowed.peek() == Some(&step.start) {
            last = Some((at, reached));
        }
        let must_break =
            last.is_some_and(|(end, _)| end == at) && text[..step.start].ends_with('\n');
        let is_full = |reached: f32| !step.is_space && reached + step.advance > width + TOLERANCE;
        // Twice at most: before a word that is too wide, and then within it.
        while must_break && start < at || is_full(reached) {
            // A mark belongs to the letter before it: it has no width of its own.
            let inside = (at > start && step.advance > 0.0).then_some((at, reached));
            let Some((end, until)) = last.take().or(inside) else {
                break;
            };
            lines.push(start..end);
            start = end;
            reached -= until;
        }
        reached += step.advance;
    }
    lines.push(start..steps.len());
    lines
}

fn line(runs: &[Rc<Run>], steps: &[Step], range: Range<usize>) -> Line {
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut x = 0.0;
    let mut width = 0.0;
    let mut run_before = None;
    for step in &steps[range.clone()] {
        match stretches.last_mut() {
            Some(stretch) if run_before == Some(step.run) => stretch.glyphs.end = step.glyph + 1,
            _ => stretches.push(Stretch {
                run: runs[step.run].clone(),
                glyphs: step.glyph..step.glyph + 1,
                x,
            }),
        }
        run_before = Some(step.run);
        x += step.advance;
        if !step.is_space {
            width = x;
        }
    }
    let first = steps.get(range.start).map_or(0, |step| step.run);
    Line {
        stretches,
        width,
        style: runs[first].style,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{BODY, STRONG};

    /// Sets a text as wide as a sample is; `/` stands between lines.
    fn check(text: &str, sample: &str, lines: &str) {
        let fonts = Fonts::load().expect("`cargo xtask assets` has been run");
        let typesetter = Typesetter::new(&fonts);
        let width = typesetter.lines(sample, BODY, None, f32::MAX)[0].width;
        let set = typesetter.lines(text, BODY, None, width);
        let shown: Vec<String> = set.iter().map(shown).collect();
        assert_eq!(shown.join("/"), lines, "as wide as {sample:?}");
        for line in set {
            let is_letter = shown_chars(&line) == 1;
            assert!(
                is_letter || line.width <= width + TOLERANCE,
                "{text:?} runs out"
            );
        }
    }

    /// Characters without the marks on them.
    fn shown_chars(line: &Line) -> usize {
        let is_mark = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
        shown(line).chars().filter(|c| !is_mark(c)).count()
    }

    fn shown(line: &Line) -> String {
        let glyphs = line.stretches.iter().flat_map(|stretch| {
            let run = &stretch.run;
            let ranges = run.glyphs[stretch.glyphs.clone()].iter();
            ranges.map(|glyph| &run.text[glyph.text_range.clone()])
        });
        glyphs.collect()
    }

    #[test]
    fn lines_end_between_words() {
        check("Hun så opp", "Hun så", "Hun så /opp");
        check("Hun så opp", "Hun så opp", "Hun så opp");
        check("og/eller", "eller", "og//eller");
        check("i 2026 \u{2013} 27", "i 2026", "i 2026 /\u{2013} 27");
    }

    #[test]
    fn a_line_feed_ends_a_line_and_is_a_space_to_readers() {
        check("a\nb\n\nc", "aaaa", "a /b / /c");
        check("a\r\n", "aaaa", "a ");
    }

    #[test]
    fn a_word_that_is_too_wide_is_broken_and_no_other() {
        check("se 0000000000", "00000", "se /00000/00000");
        check("0000000000", "00", "00/00/00/00/00");
        check("mmm", "i", "m/m/m");
    }

    #[test]
    fn a_mark_stays_with_its_letter() {
        // An accent for which Inter has no letter made in advance.
        check(
            "m\u{323}m\u{323}m\u{323}",
            "m",
            "m\u{323}/m\u{323}/m\u{323}",
        );
    }

    #[test]
    fn nothing_to_see_is_no_line() {
        check("", "a", "");
        check(" \u{200b}\n", "a", "");
    }

    #[test]
    fn pieces_of_one_paragraph_share_lines() {
        let fonts = Fonts::load().expect("`cargo xtask assets` has been run");
        let typesetter = Typesetter::new(&fonts);
        let piece = |text, style| Piece {
            text,
            style,
            slot: None,
        };
        let pieces = [
            piece("I alt ", BODY),
            piece("fire", STRONG),
            piece(" ansatte", BODY),
        ];
        let lines = typesetter.lines_of(&pieces, 60.0);
        let shown: Vec<String> = lines.iter().map(shown).collect();
        assert_eq!(shown, ["I alt fire ", "ansatte"]);
        assert_eq!(lines[0].stretches.len(), 3);
        assert!(lines[0].stretches[1].x > lines[0].stretches[0].x);
    }

    #[test]
    fn figures_of_tables_are_equally_wide() {
        let fonts = Fonts::load().expect("`cargo xtask assets` has been run");
        let typesetter = Typesetter::new(&fonts);
        let width = |text, style| typesetter.lines(text, style, None, 500.0)[0].width;
        let cell = crate::style::CELL;
        assert_eq!(width("1111", cell), width("8888", cell));
        assert_ne!(width("1111", BODY), width("8888", BODY));
    }
}
