//! Writes one JSON object after the other into a buffer, without allocating.
//!
//! Keys come in the order of the contract, so that a line reads back as it was written.

use std::io::Write as _;

/// A buffer of lines.
pub(crate) struct Line<'a>(pub(crate) &'a mut Vec<u8>);

impl Line<'_> {
    fn separate(&mut self) {
        if !matches!(self.0.last(), None | Some(b'{' | b'[' | b'\n')) {
            self.0.push(b',');
        }
    }

    fn key(&mut self, key: &str) {
        self.separate();
        self.0.push(b'"');
        self.0.extend_from_slice(key.as_bytes());
        self.0.extend_from_slice(b"\":");
    }

    /// Opens an object, under a key unless it is empty.
    pub(crate) fn open(&mut self, key: &str) {
        if key.is_empty() {
            self.separate();
        } else {
            self.key(key);
        }
        self.0.push(b'{');
    }

    pub(crate) fn close(&mut self) {
        self.0.push(b'}');
    }

    pub(crate) fn open_list(&mut self, key: &str) {
        self.key(key);
        self.0.push(b'[');
    }

    pub(crate) fn close_list(&mut self) {
        self.0.push(b']');
    }

    /// A text; those of this crate hold nothing that JSON escapes but quotes and backslashes.
    pub(crate) fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.quoted(text);
    }

    /// A text put together from pieces.
    pub(crate) fn pieces(&mut self, key: &str, pieces: std::fmt::Arguments<'_>) {
        self.key(key);
        self.0.push(b'"');
        self.0.write_fmt(pieces).expect("a buffer takes everything");
        self.0.push(b'"');
    }

    pub(crate) fn item(&mut self, text: &str) {
        self.separate();
        self.quoted(text);
    }

    fn quoted(&mut self, text: &str) {
        self.0.push(b'"');
        if text.bytes().any(|byte| byte == b'"' || byte == b'\\') {
            for byte in text.bytes() {
                if byte == b'"' || byte == b'\\' {
                    self.0.push(b'\\');
                }
                self.0.push(byte);
            }
        } else {
            self.0.extend_from_slice(text.as_bytes());
        }
        self.0.push(b'"');
    }

    pub(crate) fn number(&mut self, key: &str, number: u64) {
        self.key(key);
        self.digits(number, 1);
    }

    pub(crate) fn yes(&mut self, key: &str) {
        self.key(key);
        self.0.extend_from_slice(b"true");
    }

    /// A value that is JSON already.
    pub(crate) fn value(&mut self, key: &str, json: std::fmt::Arguments<'_>) {
        self.key(key);
        self.0.write_fmt(json).expect("a buffer takes everything");
    }

    /// A text of a front and a number of at least so many digits.
    pub(crate) fn numbered(&mut self, key: &str, front: &str, number: u64, digits: usize) {
        self.key(key);
        self.0.push(b'"');
        self.0.extend_from_slice(front.as_bytes());
        self.digits(number, digits);
        self.0.push(b'"');
    }

    fn digits(&mut self, number: u64, least: usize) {
        let mut text = [b'0'; 20];
        let (mut left, mut at) = (number, text.len());
        while left > 0 {
            at -= 1;
            text[at] = b'0' + (left % 10) as u8;
            left /= 10;
        }
        let start = at.min(text.len() - least);
        self.0.extend_from_slice(&text[start..]);
    }

    /// A key whose quoted text the writer appends.
    pub(crate) fn written(&mut self, key: &str, write: impl FnOnce(&mut Vec<u8>)) {
        self.key(key);
        self.0.push(b'"');
        write(self.0);
        self.0.push(b'"');
    }
}
