//! Sentences: one in each language, and nothing in braces that the rule does not know.
//!
//! Not here: how long they may be (`parser`), filling them in.

use super::super::mistake::{MistakeKind, Mistakes, Place, quoted};
use super::super::rules::Sentences;
use super::super::tree::{Sentence, Value};
use super::super::{LANGUAGES, SENTENCE_CHARS_MAX};

/// The sentences of a `say` at this place. `names` may stand in braces; `None` if the rule has
/// a mistake that leaves them unknown.
pub(super) fn check(
    place: Place,
    say: &[Sentence],
    names: Option<&[&str]>,
    mistakes: &mut Mistakes,
) -> Sentences {
    let texts = LANGUAGES.map(|language| {
        let mut sentences = say.iter().filter(|one| one.language == language);
        let Some(first) = sentences.next() else {
            mistakes.add(place, MistakeKind::SentenceMissing { language });
            return String::new();
        };
        if let Some(second) = sentences.next() {
            mistakes.add(second.place, MistakeKind::SentenceTwice { language });
        }
        first.text.text.clone()
    });
    for sentence in say {
        check_braces(&sentence.text, names, mistakes);
    }
    let [nb, da, sv, en] = texts;
    Sentences { nb, da, sv, en }
}

fn check_braces(sentence: &Value, names: Option<&[&str]>, mistakes: &mut Mistakes) {
    let text = sentence.text.as_str();
    // One that is too long was told of, and its length would be paid for at each brace.
    if text.chars().count() > SENTENCE_CHARS_MAX {
        return;
    }
    let mut from = 0;
    while let Some(found) = text[from..].find(['{', '}']) {
        let open = from + found;
        let place = place_in(sentence, open);
        let inside = text[open..].strip_prefix('{');
        let name = inside.and_then(|inside| {
            let end = inside.find(['{', '}'])?;
            inside[end..].starts_with('}').then(|| &inside[..end])
        });
        let Some(name) = name else {
            mistakes.add(place, MistakeKind::LoneBrace);
            from = open + 1;
            continue;
        };
        if let Some(known) = names.filter(|known| !known.contains(&name)) {
            let kind = MistakeKind::UnknownPlaceholder {
                name: quoted(name),
                known: known.iter().map(|name| (*name).to_owned()).collect(),
            };
            mistakes.add(place, kind);
        }
        from = open + name.len() + 2;
    }
}

/// The place in the file of a byte of a sentence, which stands on one line behind its quote. A
/// quote or backslash in it was written with a backslash before it.
fn place_in(sentence: &Value, byte: usize) -> Place {
    let mut place = sentence.place;
    place.column += 1;
    for character in sentence.text[..byte].chars() {
        place.column += if matches!(character, '"' | '\\') {
            2
        } else {
            1
        };
    }
    place
}
