//! Explanations in words: the sentence of a template, with names in the place of its variables.

use tilsyn_app::evaluation::{Class, Explanation, Told};

use crate::language::Language;
use crate::words::Words;

/// Why a lookup was expected, in the language of the reader.
#[must_use]
pub fn sentence(explanation: &Explanation, words: Words) -> String {
    let say = &explanation.say;
    let sentence = match words.language() {
        Language::Norwegian => &say.nb,
        Language::Danish => &say.da,
        Language::Swedish => &say.sv,
        Language::English => &say.en,
    };
    let told = explanation.words.iter();
    told.fold(sentence.clone(), |text, (name, told)| {
        text.replace(&format!("{{{name}}}"), &word(told, words))
    })
}

fn word(told: &Told, words: Words) -> String {
    match told {
        Told::Text(text) => text.clone(),
        Told::Name(name) => name
            .clone()
            .unwrap_or_else(|| words.say("explained-somebody")),
        Told::Day(day) => words.figures().day(*day),
    }
}

/// For other programs, which read the same in every language: the sentence in all of them.
#[must_use]
pub fn data(explanation: &Explanation) -> serde_json::Value {
    let texts = Language::ALL.map(|language| {
        let text = sentence(explanation, Words::of(language));
        (language.tag().to_owned(), text.into())
    });
    let texts: serde_json::Map<String, serde_json::Value> = texts.into_iter().collect();
    serde_json::json!({
        "subject": explanation.subject,
        "explanation": explanation.template,
        "class": match explanation.class {
            Class::Strong => "strong",
            Class::Weak => "weak",
        },
        "text": texts,
    })
}
