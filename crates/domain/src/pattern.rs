//! A text as people write it to narrow a list: whole, whatever the case, `*` for any characters.
//!
//! `PC-1` is that PC and not `PC-10`; `10.20.*` is a network. Not here: what is compared.

/// What a text must look like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// In lower case, what stands between the `*`s; never empty.
    parts: Vec<String>,
}

impl Pattern {
    #[must_use]
    pub fn new(text: &str) -> Pattern {
        let parts = text.trim().to_lowercase();
        Pattern {
            parts: parts.split('*').map(str::to_owned).collect(),
        }
    }

    /// As it was written, in lower case.
    #[must_use]
    pub fn text(&self) -> String {
        self.parts.join("*")
    }

    /// Whether a text looks like this; an empty one looks like nothing.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        if text.is_empty() {
            return false;
        }
        let text = text.to_lowercase();
        let [first, middle @ .., last] = self.parts.as_slice() else {
            return self.parts.contains(&text);
        };
        let Some(mut rest) = text.strip_prefix(first.as_str()) else {
            return false;
        };
        for part in middle {
            let Some(at) = rest.find(part.as_str()) else {
                return false;
            };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_can_be_told_again() {
        for text in ["pc-1", "*", "10.20.*", "a*b*c"] {
            assert_eq!(Pattern::new(text).text(), text);
        }
    }

    #[test]
    fn a_text_is_whole_unless_a_star_says_otherwise() {
        let check = |pattern: &str, text: &str, fits: bool| {
            assert_eq!(Pattern::new(pattern).fits(text), fits, "{pattern} {text}");
        };
        check("PC-1", "pc-1", true);
        check("pc-1", "PC-10", false);
        check("pc-*", "PC-10", true);
        check("10.20.*", "10.20.3.4", true);
        check("10.20.*", "110.20.3.4", false);
        check("*å*d*", "ÅLESUND", true);
        check("ab*ba", "aba", false);
        check("*", "", false);
        check("*", "x", true);
        check("a*b*c", "axbxbc", true);
        check("a*b*c", "acb", false);
    }
}
