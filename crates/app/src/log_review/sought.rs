//! Texts as people seek them: whatever the case, and whichever way their country writes a letter.
//!
//! A Swede writes Möller and Hägg where a Dane writes Møller and Hægg, and Aase is Åse. Spellings
//! that fold alike are one to the reader; what is kept and shown stays as it is.

/// A text that is sought.
#[derive(Clone, Debug)]
pub(super) struct Sought {
    lower: String,
    folded: String,
}

impl Sought {
    pub(super) fn new(text: &str) -> Sought {
        let lower = text.trim().to_lowercase();
        Sought {
            folded: folded(&lower),
            lower,
        }
    }

    /// In lower case, as it was written.
    pub(super) fn lower(&self) -> &str {
        &self.lower
    }

    /// Whether a text holds it. As it is written too, since the beginning of Aase, `a`, is not
    /// that of Åse.
    pub(super) fn is_in(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        lower.contains(&self.lower) || folded(&lower).contains(&self.folded)
    }
}

/// A text in lower case with one letter for each that the Nordic countries write in two ways.
pub(super) fn folded(lower: &str) -> String {
    let mut out = String::with_capacity(lower.len());
    let mut letters = lower.chars().peekable();
    while let Some(letter) = letters.next() {
        // A mark that stands after its letter, as some systems send it.
        let mark = letters.next_if(|next| matches!(*next, '\u{308}' | '\u{30a}'));
        out.push(match (letter, mark) {
            ('ö', _) | ('o', Some('\u{308}')) => 'ø',
            ('ä', _) | ('a', Some('\u{308}')) => 'æ',
            ('a', Some('\u{30a}')) => 'å',
            ('a', None) if letters.next_if_eq(&'a').is_some() => 'å',
            ('é' | 'è' | 'ê' | 'ë', _) => 'e',
            ('ü', _) | ('u', Some('\u{308}')) => 'y',
            (other, _) => other,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_its_letters_are_written() {
        let check = |sought: &str, name: &str, found: bool| {
            assert_eq!(Sought::new(sought).is_in(name), found, "{sought} in {name}");
        };
        check("Möller", "Lise Møller", true);
        check("møller", "Lise Möller", true);
        check("Hägg", "Hægg", true);
        check("Ås", "Aas, Anna", true);
        check("aase", "Åse", true);
        check("ÅSE", "Aase", true);
        check("ka", "Kaare", true);
        check("Mo\u{308}ller", "Møller", true);
        check("A\u{30a}se", "Aase", true);
        check("Andre", "André", true);
        check("Moller", "Møller", false);
        check("Åse", "Ase", false);
    }
}
