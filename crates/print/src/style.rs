//! How it looks: sizes, colours and the measures of a sheet, all in points (1/72 inch).
//!
//! One place, so that a designer need read nothing else. Not here: what is set in which style.

use tilsyn_domain::document::Orientation;

/// Points of so many millimetres.
pub(crate) const fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}

/// Width of a line, for comparing sums of rounded numbers.
pub(crate) const TOLERANCE: f32 = 0.01;

/// Red, green and blue (sRGB).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour(pub u8, pub u8, pub u8);

/// What is read.
const INK: Colour = Colour(0x1b, 0x22, 0x2b);
/// What stands beside it: 6.4 to 1 on white, more than WCAG's 4.5.
pub(crate) const QUIET: Colour = Colour(0x56, 0x60, 0x6c);
/// The one colour, that of the pages' darkest shade.
pub(crate) const ACCENT: Colour = Colour(0x14, 0x48, 0x7f);
/// Lines between rows.
pub(crate) const HAIRLINE: Colour = Colour(0xd2, 0xd8, 0xdf);
/// The ground of a note.
pub(crate) const WASH: Colour = Colour(0xf1, 0xf5, 0xf9);

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    SemiBold,
}

/// Whether figures are as wide as they look, or all alike so that they stand below each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Figures {
    Proportional,
    Tabular,
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Style {
    pub(crate) weight: Weight,
    pub(crate) size: f32,
    /// From one line to the next.
    pub(crate) leading: f32,
    pub(crate) colour: Colour,
    pub(crate) figures: Figures,
}

impl Style {
    const fn regular(size: f32, leading: f32, colour: Colour) -> Style {
        Style {
            weight: Weight::Regular,
            size,
            leading,
            colour,
            figures: Figures::Proportional,
        }
    }

    const fn semibold(size: f32, leading: f32, colour: Colour) -> Style {
        Style {
            weight: Weight::SemiBold,
            ..Style::regular(size, leading, colour)
        }
    }

    const fn tabular(self) -> Style {
        Style {
            figures: Figures::Tabular,
            ..self
        }
    }

    /// From the top of a line to its baseline: capitals stand in the middle of the line.
    pub(crate) fn baseline(&self) -> f32 {
        self.leading / 2.0 + self.size * CAPITALS / 2.0
    }
}

/// Height of Inter's capitals as a share of its size (OS/2 `sCapHeight`, 1490 of 2048).
const CAPITALS: f32 = 0.7275;

pub(crate) const BODY: Style = Style::regular(10.0, 14.0, INK);
pub(crate) const STRONG: Style = Style::semibold(10.0, 14.0, INK);
pub(crate) const REPORT_TITLE: Style = Style::semibold(22.0, 28.0, INK);
pub(crate) const REPORT_AUTHOR: Style = Style::semibold(9.5, 14.0, ACCENT);
pub(crate) const REPORT_SUBJECT: Style = Style::regular(11.5, 17.0, QUIET);
pub(crate) const LETTER_TITLE: Style = Style::semibold(14.0, 19.0, INK);
pub(crate) const SENDER_NAME: Style = Style::semibold(11.0, 14.0, ACCENT);
pub(crate) const SENDER: Style = Style::regular(8.5, 12.0, QUIET);
pub(crate) const ADDRESSEE: Style = Style::regular(10.0, 12.0, INK);
pub(crate) const DATELINE: Style = Style::regular(9.0, 12.0, INK);
pub(crate) const CAPTION: Style = Style::semibold(10.0, 14.0, INK);
pub(crate) const COLUMN_HEAD: Style = Style::semibold(8.0, 11.0, INK);
pub(crate) const CELL: Style = Style::regular(8.5, 12.0, INK).tabular();
pub(crate) const REMARK: Style = Style::regular(8.5, 12.0, QUIET);
pub(crate) const TERM: Style = Style::regular(10.0, 14.0, QUIET);
pub(crate) const VALUE: Style = Style::regular(10.0, 14.0, INK).tabular();
pub(crate) const BULLET: Style = Style::regular(10.0, 14.0, ACCENT);
pub(crate) const SIGNED_ROLE: Style = Style::regular(9.0, 14.0, QUIET);
pub(crate) const FOOT: Style = Style::regular(8.0, 11.0, QUIET).tabular();

/// Headings below the title, by depth.
pub(crate) const HEADINGS: [Style; 3] = [
    Style::semibold(13.0, 18.0, INK),
    Style::semibold(11.0, 15.0, INK),
    Style::semibold(10.0, 14.0, ACCENT),
];
/// Space above each of them.
pub(crate) const ABOVE_HEADINGS: [f32; 3] = [22.0, 16.0, 12.0];
/// Space below any heading.
pub(crate) const BELOW_HEADING: f32 = 5.0;
/// Space between paragraphs.
pub(crate) const ABOVE_PARAGRAPH: f32 = 8.0;
/// Space between items, facts and the like.
pub(crate) const ABOVE_ITEM: f32 = 3.0;
/// Space around tables and boxes.
pub(crate) const ABOVE_TABLE: f32 = 14.0;

/// Longest lines of running text: some eighty characters, as far as the eye finds back.
pub(crate) const PROSE_WIDTH: f32 = mm(142.0);

/// A sheet of paper and what is kept free on it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet {
    pub(crate) width: f32,
    pub(crate) height: f32,
    /// Lines that the foot takes.
    pub(crate) foot_lines: usize,
}

impl Sheet {
    /// Free on the left and on the right.
    pub(crate) const MARGIN: f32 = mm(22.0);
    /// Free at the top.
    pub(crate) const TOP: f32 = mm(20.0);
    /// From the lower edge to the baseline of the foot's last line.
    pub(crate) const FOOT_BASELINE: f32 = mm(12.0);
    /// Between the body and the line above the foot, and between that and the foot.
    const FOOT_SPACE: f32 = mm(4.0);

    /// A4 (ISO 216).
    pub(crate) fn a4(orientation: Orientation) -> Sheet {
        let (width, height) = match orientation {
            Orientation::Portrait => (mm(210.0), mm(297.0)),
            Orientation::Landscape => (mm(297.0), mm(210.0)),
        };
        Sheet {
            width,
            height,
            foot_lines: 1,
        }
    }

    /// From margin to margin.
    pub(crate) fn body_width(&self) -> f32 {
        self.width - 2.0 * Sheet::MARGIN
    }

    /// From the top of the body to its end.
    pub(crate) fn body_height(&self) -> f32 {
        self.foot_rule() - Sheet::FOOT_SPACE - Sheet::TOP
    }

    /// Where the line above the foot is.
    pub(crate) fn foot_rule(&self) -> f32 {
        self.foot_top() - Sheet::FOOT_SPACE / 2.0
    }

    /// Where the first line of the foot begins.
    pub(crate) fn foot_top(&self) -> f32 {
        let last = self.height - Sheet::FOOT_BASELINE - FOOT.baseline();
        let lines = self.foot_lines.max(1);
        last - FOOT.leading * (lines - 1) as f32
    }

    /// Width of running text.
    pub(crate) fn prose_width(&self) -> f32 {
        self.body_width().min(PROSE_WIDTH)
    }
}
