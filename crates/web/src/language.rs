//! Which of the four languages a reader wants.
//!
//! The language is part of every address, so that a link reads the same for whoever gets it.
//! Not here: the sentences (`words`, `lang/`).

pub use tilsyn_domain::Language;

/// The best of an `Accept-Language` header; Norwegian where nothing fits.
#[must_use]
pub fn preferred(header: Option<&str>) -> Language {
    let mut best = (0.0, Language::Norwegian);
    for wish in header.unwrap_or_default().split(',').take(32) {
        let mut parts = wish.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts
            .find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok())
            .unwrap_or(1.0);
        let primary = tag.split('-').next().unwrap_or_default();
        let primary = if matches!(primary, "no" | "nn") {
            "nb"
        } else {
            primary
        };
        if let Some(language) = Language::from_tag(primary)
            && weight > best.0
        {
            best = (weight, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_gets_the_language_asked_for_most() {
        let check = |header, tag| assert_eq!(preferred(header).tag(), tag, "{header:?}");
        check(None, "nb");
        check(Some("fi, de;q=0.8"), "nb");
        check(Some("nn-NO, en;q=0.5"), "nb");
        check(Some("de, sv;q=0.3, da;q=0.7"), "da");
        check(Some("en-GB,en;q=0.9,nb;q=0.8"), "en");
        check(Some("sv;q=nonsense"), "sv");
    }
}
