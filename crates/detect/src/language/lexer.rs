//! Words, texts and signs of a file of explanations, each with its place.
//!
//! What cannot be read becomes a `Broken` token, so that the parser knows not to complain of
//! the same spot again.
//! Not here: what words mean (`parser`, `check`).

use super::mistake::{MistakeKind, Mistakes, Place};

/// A piece of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// Letters, digits and `_`, as in `kin` or `30d`.
    Word(&'a str),
    /// What stood in quotes, without its backslashes.
    Text(String),
    Sign(&'static str),
    /// A mistake was already told of this.
    Broken,
    /// Always the last one.
    End,
}

#[derive(Clone, Debug)]
pub(super) struct Located<'a> {
    pub(super) token: Token<'a>,
    pub(super) place: Place,
}

const SIGNS: [&str; 12] = ["(", ")", "{", "}", "[", "]", ",", ";", "=", "!=", "+", "-"];

/// All pieces in order.
pub(super) fn tokens<'a>(text: &'a str, mistakes: &mut Mistakes) -> Vec<Located<'a>> {
    let mut lexer = Lexer {
        // Some editors put a byte order mark first.
        rest: text.strip_prefix('\u{feff}').unwrap_or(text),
        place: Place::START,
        tokens: Vec::new(),
        mistakes,
    };
    lexer.run();
    lexer.tokens
}

struct Lexer<'a, 'm> {
    rest: &'a str,
    place: Place,
    tokens: Vec<Located<'a>>,
    mistakes: &'m mut Mistakes,
}

impl<'a> Lexer<'a, '_> {
    fn run(&mut self) {
        while let Some(next) = self.peek() {
            match next {
                '"' => self.text(),
                '#' => self.take_while(|c| c != '\n'),
                _ if next.is_whitespace() => self.take_while(char::is_whitespace),
                _ if in_word(next) => self.word(),
                _ => match sign(self.rest) {
                    Some(sign) => self.sign(sign),
                    None => self.stray(next),
                },
            }
        }
        self.push(self.place, Token::End);
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self) {
        let mut chars = self.rest.chars();
        if chars.next() == Some('\n') {
            self.place.line += 1;
            self.place.column = 1;
        } else {
            self.place.column += 1;
        }
        self.rest = chars.as_str();
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&belongs) {
            self.take();
        }
    }

    fn push(&mut self, place: Place, token: Token<'a>) {
        self.tokens.push(Located { token, place });
    }

    fn word(&mut self) {
        let (whole, place) = (self.rest, self.place);
        self.take_while(in_word);
        let word = &whole[..whole.len() - self.rest.len()];
        self.push(place, Token::Word(word));
    }

    fn sign(&mut self, sign: &'static str) {
        self.push(self.place, Token::Sign(sign));
        sign.chars().for_each(|_| self.take());
    }

    /// One mistake for a whole run of characters that do not belong.
    fn stray(&mut self, character: char) {
        let place = self.place;
        self.take();
        while let Some(next) = self.peek()
            && !(next == '"' || next == '#' || next.is_whitespace() || in_word(next))
            && sign(self.rest).is_none()
        {
            self.take();
        }
        self.mistakes
            .add(place, MistakeKind::StrayCharacter { character });
        self.push(place, Token::Broken);
    }

    fn text(&mut self) {
        let place = self.place;
        self.take();
        let mut text = String::new();
        loop {
            match self.peek() {
                Some('"') => {
                    self.take();
                    return self.push(place, Token::Text(text));
                }
                None | Some('\n' | '\r') => {
                    self.mistakes.add(place, MistakeKind::UnclosedText);
                    return self.push(place, Token::Broken);
                }
                Some('\\') => self.escape(&mut text),
                Some(character) => {
                    if character.is_control() {
                        self.mistakes
                            .add(self.place, MistakeKind::StrayCharacter { character });
                    }
                    text.push(character);
                    self.take();
                }
            }
        }
    }

    fn escape(&mut self, text: &mut String) {
        let place = self.place;
        self.take();
        match self.peek() {
            Some(meant @ ('"' | '\\')) => {
                text.push(meant);
                self.take();
            }
            _ => self.mistakes.add(place, MistakeKind::UnknownEscape),
        }
    }
}

/// Letters of any language: values may be written without quotes. Names are narrower.
fn in_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The sign that a text begins with.
fn sign(text: &str) -> Option<&'static str> {
    SIGNS.into_iter().find(|sign| text.starts_with(sign))
}
