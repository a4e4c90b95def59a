//! Quarantine: pieces of input that could not become events, each with its reason, word for
//! word.

pub(crate) mod list;
pub(crate) mod piece;

use tilsyn_domain::Refusal;

use crate::words::Words;

/// The sentence that says why.
pub(crate) fn reason(refusal: &Refusal, words: Words) -> String {
    let whole = |number: u64| words.figures().whole(number);
    let arguments = match refusal {
        Refusal::NotUtf8 { at } => vec![("at", whole(*at))],
        Refusal::NotReadable { format, column } => {
            vec![("format", format.clone()), ("column", whole(*column))]
        }
        Refusal::TooLong { bytes_max } => vec![("bytes", whole(*bytes_max))],
        Refusal::BadField { field, expected } => {
            vec![("field", field.clone()), ("expected", expected.clone())]
        }
        Refusal::MissingField { field }
        | Refusal::TwiceField { field }
        | Refusal::ZeroByte { field }
        | Refusal::NoOffset { field }
        | Refusal::TimeOutOfRange { field }
        | Refusal::Cycle { field } => vec![("field", field.clone())],
        Refusal::NotAnEvent { what } => vec![("what", what.clone())],
        Refusal::Columns { found, expected } => {
            vec![("found", whole(*found)), ("expected", whole(*expected))]
        }
        Refusal::TooDeep
        | Refusal::Template
        | Refusal::UnknownFormat
        | Refusal::BrokenCompression
        | Refusal::EndsBeforeStart
        | Refusal::SameKeyTwice => Vec::new(),
    };
    words.fill(refusal.key(), &arguments)
}

/// A reason without its details, for choosing.
pub(crate) fn reason_name(key: &str, words: Words) -> String {
    words
        .try_say(&key.replacen("refusal-", "refusal-name-", 1))
        .unwrap_or_else(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    #[test]
    fn every_refusal_has_a_sentence_and_a_name_in_four_languages() {
        let field = || "time".to_owned();
        let all = [
            Refusal::NotUtf8 { at: 1 },
            Refusal::NotReadable {
                format: field(),
                column: 2,
            },
            Refusal::TooDeep,
            Refusal::TooLong { bytes_max: 3 },
            Refusal::MissingField { field: field() },
            Refusal::BadField {
                field: field(),
                expected: field(),
            },
            Refusal::TwiceField { field: field() },
            Refusal::ZeroByte { field: field() },
            Refusal::NoOffset { field: field() },
            Refusal::TimeOutOfRange { field: field() },
            Refusal::NotAnEvent { what: field() },
            Refusal::Template,
            Refusal::UnknownFormat,
            Refusal::BrokenCompression,
            Refusal::Columns {
                found: 1,
                expected: 2,
            },
            Refusal::Cycle { field: field() },
            Refusal::EndsBeforeStart,
            Refusal::SameKeyTwice,
        ];
        for language in Language::ALL {
            let words = Words::of(language);
            for refusal in &all {
                let sentence = reason(refusal, words);
                assert!(
                    sentence.contains(' ') && !sentence.contains('{'),
                    "{sentence}"
                );
                let name = reason_name(refusal.key(), words);
                assert!(!name.starts_with("refusal-"), "{name}");
            }
        }
    }
}
