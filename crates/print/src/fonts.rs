//! The fonts: Inter in two weights, and the glyphs of a text in them.
//!
//! Glyphs are measured and drawn from one list, kerning included, so a line is as wide as it was
//! reckoned. Contextual forms are off: a page shows the characters that the text has, and Inter
//! would make an arrow of `->` and a multiplication sign of an `x` between figures.
//! Not here: getting the font files (`cargo xtask assets`).

use std::sync::Arc;

use harfrust::{
    Direction, Feature, FontRef, ShapeOptions, ShapePlan, Shaper, ShaperData, Tag, UnicodeBuffer,
    script,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use rust_embed::RustEmbed;
use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;

use crate::Error;
use crate::style::{Figures, Weight};

/// They may be missing where the crate is built before `cargo xtask assets`, as those of `web`.
#[derive(RustEmbed)]
#[folder = "assets/dist"]
#[allow_missing = true]
struct Assets;

/// All fonts.
pub(crate) struct Fonts {
    regular: Face,
    semibold: Face,
}

/// One font, read once for all documents.
struct Face {
    bytes: Arc<Vec<u8>>,
    font: Font,
    tables: ShaperData,
    proportional: ShapePlan,
    tabular: ShapePlan,
}

/// One font at work on one document.
pub(crate) struct Pen<'a> {
    face: &'a Face,
    shaper: Shaper<'a>,
    characters: Charmap<'a>,
}

impl Fonts {
    /// # Errors
    /// [`Error::FontMissing`].
    pub(crate) fn load() -> Result<Fonts, Error> {
        Ok(Fonts {
            regular: Face::load("inter-regular.ttf")?,
            semibold: Face::load("inter-semibold.ttf")?,
        })
    }

    pub(crate) fn pen(&self, weight: Weight) -> Pen<'_> {
        match weight {
            Weight::Regular => self.regular.pen(),
            Weight::SemiBold => self.semibold.pen(),
        }
    }
}

impl Face {
    fn load(name: &'static str) -> Result<Face, Error> {
        let missing = || Error::FontMissing(name);
        let bytes = Arc::new(Assets::get(name).ok_or_else(missing)?.data.into_owned());
        let font = Font::new(bytes.clone().into(), 0).ok_or_else(missing)?;
        let tables = ShaperData::new(&FontRef::new(&bytes).map_err(|_| missing())?);
        let plan = |figures| {
            let table = FontRef::new(&bytes).ok()?;
            Some(plan(&tables.shaper(&table).build(), figures))
        };
        Ok(Face {
            proportional: plan(Figures::Proportional).ok_or_else(missing)?,
            tabular: plan(Figures::Tabular).ok_or_else(missing)?,
            bytes: bytes.clone(),
            font,
            tables,
        })
    }

    fn pen(&self) -> Pen<'_> {
        let table = FontRef::new(&self.bytes).expect("it was read when it was loaded");
        Pen {
            face: self,
            shaper: self.tables.shaper(&table).build(),
            characters: table.charmap(),
        }
    }
}

/// How texts are made glyphs. What is set is Latin, Greek and Cyrillic, which Inter treats alike.
fn plan(shaper: &Shaper<'_>, figures: Figures) -> ShapePlan {
    let feature = |tag, value| Feature::new(Tag::new(tag), value, ..);
    let tabular = u32::from(figures == Figures::Tabular);
    let features = [feature(b"calt", 0), feature(b"tnum", tabular)];
    ShapePlan::new(
        shaper,
        Direction::LeftToRight,
        Some(script::LATIN),
        None,
        &features,
    )
}

impl Pen<'_> {
    pub(crate) fn font(&self) -> Font {
        self.face.font.clone()
    }

    /// Whether the font can show a character.
    pub(crate) fn has(&self, c: char) -> bool {
        self.characters.map(c).is_some()
    }

    /// The glyphs of a text from left to right; advances in parts of the size.
    pub(crate) fn glyphs(&self, text: &str, figures: Figures) -> Vec<KrillaGlyph> {
        let plan = match figures {
            Figures::Proportional => &self.face.proportional,
            Figures::Tabular => &self.face.tabular,
        };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.set_direction(Direction::LeftToRight);
        buffer.set_script(script::LATIN);
        let options = ShapeOptions::new().plan(Some(plan));
        let shaped = self.shaper.shape(buffer, options);
        let em = self.face.font.units_per_em();
        let mut glyphs = Vec::with_capacity(shaped.len());
        // From the end, since a glyph stands for the text up to where the next one begins.
        let mut cluster = text.len();
        let mut end = text.len();
        let shapes = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        for (info, position) in shapes.rev() {
            let start = info.cluster as usize;
            if start != cluster {
                end = cluster;
                cluster = start;
            }
            glyphs.push(KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                position.x_advance as f32 / em,
                position.x_offset as f32 / em,
                position.y_offset as f32 / em,
                position.y_advance as f32 / em,
                start..end,
                None,
            ));
        }
        glyphs.reverse();
        glyphs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_shown_as_they_are_and_not_as_signs() {
        let fonts = Fonts::load().expect("`cargo xtask assets` has been run");
        let pen = fonts.pen(Weight::Regular);
        let ids = |text: &str| {
            let glyphs = pen.glyphs(text, Figures::Proportional);
            glyphs
                .iter()
                .map(|glyph| glyph.glyph_id)
                .collect::<Vec<_>>()
        };
        for text in ["->", "3x4", "ff", "12:30", "(A)"] {
            let alone: Vec<GlyphId> = text.chars().flat_map(|c| ids(&c.to_string())).collect();
            assert_eq!(ids(text), alone, "{text}");
        }
    }

    #[test]
    fn pairs_are_kerned() {
        let fonts = Fonts::load().expect("`cargo xtask assets` has been run");
        let pen = fonts.pen(Weight::Regular);
        let width = |text: &str| {
            let glyphs = pen.glyphs(text, Figures::Proportional);
            glyphs.iter().map(|glyph| glyph.x_advance).sum::<f32>()
        };
        assert!(width("AV") < width("A") + width("V"));
    }
}
