//! The explanation language: what makes a lookup expected, as text that an organisation owns.
//!
//! A file declares relations (which columns of the directory tie whom to what), templates (paths
//! from the user to the person over such relations), and what no template clears. Loading checks
//! every name, type and bound; each mistake says line and column.
//! Not here: evaluating templates, and how often they hold (`explain`).

mod check;
mod lexer;
pub mod mistake;
mod parser;
pub mod rules;
pub mod schema;
#[cfg(test)]
mod tests;
mod tree;
pub mod write;

pub use mistake::{Mistake, MistakeKind};
pub use rules::Rules;

use mistake::{Mistakes, Place};

/// Bytes of a file.
pub const FILE_BYTES_MAX: usize = 256 * 1024;
/// Relations of a file.
pub const RELATIONS_MAX: usize = 64;
/// Directory files that one relation is made of.
pub const ROWS_MAX: usize = 16;
/// Templates of a file.
pub const TEMPLATES_MAX: usize = 31;
/// Templates and never rules of a file together: one bit each in what a lookup keeps.
pub const RULES_MAX: usize = 32;
/// Relations on the way from the user to the person.
pub const HOPS_MAX: usize = 3;
/// Days before a relation begins, and after it has ended.
pub const SLACK_DAYS_MAX: u16 = 400;
/// Days between a lookup and the one that explains it; none is the same day.
pub const WITHIN_DAYS_MAX: u16 = 30;
/// Minutes from a mistaken lookup to the one that was meant; at least one.
pub const WITHIN_MINUTES_MAX: u16 = 120;
/// Events of one user on one person in a day that `events` may still allow.
pub const EVENTS_MAX: u16 = 1_000;
/// Characters of a name: of a relation, a domain, a variable, a rule.
pub const NAME_CHARS_MAX: usize = 40;
/// Characters of a value in a list.
pub const VALUE_CHARS_MAX: usize = 200;
/// Characters of a sentence in one language.
pub const SENTENCE_CHARS_MAX: usize = 400;
/// Values of a list.
pub const LIST_VALUES_MAX: usize = 200;
/// Mistakes that are told at once, the first ones of the file.
pub const MISTAKES_MAX: usize = 50;

/// The languages that every sentence is in, in the order of [`rules::Sentences`].
pub const LANGUAGES: [&str; 4] = ["nb", "da", "sv", "en"];

/// The rules that an organisation begins with, as text to be changed.
pub const DEFAULT: &str = include_str!("../../rules/default.rules");

/// Reads a file: what it says, or the first mistakes in it, in the order of their places.
pub fn read(text: &str) -> Result<Rules, Vec<Mistake>> {
    let mut mistakes = Mistakes::default();
    if text.len() > FILE_BYTES_MAX {
        let most = FILE_BYTES_MAX;
        mistakes.add(Place::START, MistakeKind::FileTooLong { most });
        return mistakes.or(Rules::default());
    }
    let tokens = lexer::tokens(text, &mut mistakes);
    let tree = parser::parse(&tokens, &mut mistakes);
    let rules = check::check(&tree, &mut mistakes);
    mistakes.or(rules)
}
