//! Texts as numbers: people, accounts, units, streets and whatever else is compared.

use std::collections::HashMap;

/// A text's number. National ids, `source:user` and units share one row of numbers.
pub(crate) type Code = u32;

/// Stands where there is no text.
pub(crate) const NOTHING: Code = u32::MAX;

/// The texts that came, numbered in their order.
#[derive(Default)]
pub(crate) struct Names {
    codes: HashMap<String, Code>,
    next: Code,
}

impl Names {
    /// The number of a text, a new one if it is new; an empty text has none.
    pub(crate) fn code(&mut self, text: &str) -> Code {
        if text.is_empty() {
            return NOTHING;
        }
        if let Some(known) = self.codes.get(text) {
            return *known;
        }
        let code = self.next;
        self.next += 1;
        self.codes.insert(text.to_owned(), code);
        code
    }

    /// The number of a text that came before.
    pub(crate) fn known(&self, text: &str) -> Option<Code> {
        self.codes.get(text).copied()
    }
}
