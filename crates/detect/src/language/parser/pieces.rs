//! The pieces that every construct is made of: words, signs, names, lists, numbers.
//!
//! A piece is taken only if it is what was asked for, or if it is a name or number that was told
//! to be wrong.
//! Not here: which pieces follow one another (`parser`, `clauses`).

use super::super::lexer::Token;
use super::super::mistake::{Expected, MistakeKind, Place, Quantity, quoted};
use super::super::tree::{Name, Value};
use super::super::{LIST_VALUES_MAX, NAME_CHARS_MAX, VALUE_CHARS_MAX};
use super::{Parsed, Parser, STATEMENTS, Stop};
use std::collections::HashSet;

impl<'a> Parser<'a, '_> {
    pub(super) fn token(&self) -> &'a Token<'a> {
        &self.tokens[self.at].token
    }

    pub(super) fn place(&self) -> Place {
        self.tokens[self.at].place
    }

    /// Goes on, though never past the end, and says where it was.
    pub(super) fn advance(&mut self) -> Place {
        let place = self.place();
        if *self.token() != Token::End {
            self.at += 1;
        }
        place
    }

    /// Whether this word or sign is next.
    pub(super) fn sees(&self, written: &str) -> bool {
        match self.token() {
            Token::Word(word) => *word == written,
            Token::Sign(sign) => *sign == written,
            Token::Text(_) | Token::Broken | Token::End => false,
        }
    }

    pub(super) fn take(&mut self, written: &str) -> bool {
        let seen = self.sees(written);
        if seen {
            self.advance();
        }
        seen
    }

    pub(super) fn needs(&mut self, written: &'static str) -> Parsed<Place> {
        self.one_of(&[written]).map(|(_, place)| place)
    }

    pub(super) fn one_of(&mut self, words: &[&'static str]) -> Parsed<(&'static str, Place)> {
        match words.iter().find(|word| self.sees(word)) {
            Some(word) => Ok((word, self.advance())),
            None => Err(self.fail(Expected::Words(words.to_vec()))),
        }
    }

    /// Whether something new begins at the top of the file, or the file ends.
    pub(super) fn at_statement(&self) -> bool {
        *self.token() == Token::End || STATEMENTS.iter().any(|word| self.sees(word))
    }

    /// Leaves out what stands before one of these signs, or before something new at the top.
    pub(super) fn skip_to(&mut self, signs: &[&str]) {
        while !self.at_statement() && !signs.iter().any(|sign| self.sees(sign)) {
            self.advance();
        }
    }

    /// Tells that something else should stand here.
    pub(super) fn fail(&mut self, expected: Expected) -> Stop {
        let found = match self.token() {
            Token::Word(word) => format!("`{}`", quoted(word)),
            Token::Sign(sign) => format!("`{sign}`"),
            Token::Text(text) => format!("\"{}\"", quoted(text)),
            Token::Broken => return Stop,
            Token::End => {
                if !self.end_told {
                    self.end_told = true;
                    self.tell(self.place(), MistakeKind::EndTooSoon { expected });
                }
                return Stop;
            }
        };
        let kind = MistakeKind::Unexpected { found, expected };
        self.tell(self.place(), kind)
    }

    pub(super) fn tell(&mut self, place: Place, kind: MistakeKind) -> Stop {
        self.mistakes.add(place, kind);
        Stop
    }

    pub(super) fn name(&mut self) -> Parsed<Name<'a>> {
        let Token::Word(text) = *self.token() else {
            return Err(self.fail(Expected::Name));
        };
        let place = self.place();
        if STATEMENTS.contains(&text) {
            let name = text.to_owned();
            return Err(self.tell(place, MistakeKind::ReservedName { name }));
        }
        self.advance();
        if !is_name(text) {
            let name = quoted(text);
            return Err(self.tell(place, MistakeKind::BadName { name }));
        }
        if text.len() > NAME_CHARS_MAX {
            let most = NAME_CHARS_MAX;
            return Err(self.tell(place, MistakeKind::NameTooLong { most }));
        }
        Ok(Name { text, place })
    }

    /// `[a, "b c"]`.
    pub(super) fn list(&mut self) -> Parsed<Vec<Value>> {
        self.needs("[")?;
        if self.sees("]") {
            return Err(self.tell(self.place(), MistakeKind::EmptyList));
        }
        let values = self.values()?;
        self.needs("]")?;
        Ok(values)
    }

    /// `a, "b c"`.
    pub(super) fn values(&mut self) -> Parsed<Vec<Value>> {
        self.separated(|parser| {
            let text = match parser.token() {
                Token::Word(word) => (*word).to_owned(),
                Token::Text(text) => text.clone(),
                _ => return Err(parser.fail(Expected::Value)),
            };
            let place = parser.advance();
            parser.check_length(place, &text, VALUE_CHARS_MAX);
            Ok(Value { text, place })
        })
    }

    /// Values with commas between, none twice and not too many.
    pub(super) fn separated(
        &mut self,
        mut value: impl FnMut(&mut Self) -> Parsed<Value>,
    ) -> Parsed<Vec<Value>> {
        let mut values = vec![value(self)?];
        while self.take(",") {
            values.push(value(self)?);
        }
        if let Some(past) = values.get(LIST_VALUES_MAX) {
            let most = LIST_VALUES_MAX;
            self.tell(past.place, MistakeKind::ListTooLong { most });
        }
        let mut known = HashSet::new();
        for Value { text, place } in &values {
            if !known.insert(text.as_str()) {
                let value = quoted(text);
                self.tell(*place, MistakeKind::ValueTwice { value });
            }
        }
        Ok(values)
    }

    /// A text in quotes that says something.
    pub(super) fn text(&mut self, chars_max: usize) -> Parsed<Value> {
        let Token::Text(text) = self.token() else {
            return Err(self.fail(Expected::Text));
        };
        let place = self.advance();
        self.check_length(place, text, chars_max);
        let text = text.clone();
        Ok(Value { text, place })
    }

    fn check_length(&mut self, place: Place, text: &str, most: usize) {
        if text.trim().is_empty() {
            self.tell(place, MistakeKind::EmptyText);
        } else if text.chars().count() > most {
            self.tell(place, MistakeKind::TextTooLong { most });
        }
    }

    /// A whole number with its unit, as in `30d`, between bounds.
    pub(super) fn number(&mut self, measure: &Measure) -> Parsed<u16> {
        let Token::Word(word) = *self.token() else {
            return Err(self.fail(measure.expected.clone()));
        };
        let digits = word.strip_suffix(measure.unit).unwrap_or_default();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.fail(measure.expected.clone()));
        }
        let place = self.advance();
        let (least, most) = (measure.least, measure.most);
        match digits.parse() {
            Ok(number) if (least..=most).contains(&number) => Ok(number),
            _ => {
                let of = measure.of;
                self.tell(place, MistakeKind::OutOfBounds { of, least, most });
                Ok(least)
            }
        }
    }
}

/// A number as a clause wants it.
pub(super) struct Measure {
    pub(super) of: Quantity,
    pub(super) unit: &'static str,
    pub(super) expected: Expected,
    pub(super) least: u16,
    pub(super) most: u16,
}

fn is_name(text: &str) -> bool {
    let small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(small)
}
