//! JSON documents: each top-level value is a record, whatever lines it covers.
//!
//! The elements of a top-level array, and the resources of a FHIR Bundle, are records of their
//! own, so that a Bundle of any size is read in bounded memory. What is broken ends where the
//! next resource visibly starts, so that it does not swallow the rest of the file.

use super::frame::Cut;

/// A resource at the start of a line, where none may start, shows that the one before is broken.
const RESTART: &[u8] = b"{\"resourceType\"";
/// The keys that matter, `entry` and `resource`, are shorter than this.
const KEY_BYTES_MAX: usize = 16;

#[derive(Default)]
pub(crate) struct JsonFramer {
    /// How much of the window has been looked at.
    seen: usize,
    /// How many brackets are open.
    depth: usize,
    top: Top,
    text: Text,
    /// The last string that ended, which is a key if a colon follows.
    key: Vec<u8>,
    after_colon: bool,
    /// The depth outside the record that is being read, where records are cut from within.
    record_ends_at: Option<usize>,
    /// Records were cut from within this top-level value.
    cut_within: bool,
    /// In the list of a Bundle's entries.
    in_entries: bool,
    /// The entry being read held a resource.
    entry_held: bool,
    /// Something that is no frame stands between the records cut from within.
    stray: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Top {
    #[default]
    Nothing,
    Object,
    Array,
    Junk,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Text {
    #[default]
    Outside,
    Inside,
    Escaped,
}

impl JsonFramer {
    pub(crate) fn find(&mut self, window: &[u8], ended: bool) -> Option<(usize, Cut)> {
        while self.seen < window.len() {
            let at = self.seen;
            if window[at] == b'\n' && self.top != Top::Nothing {
                let next = &window[at + 1..];
                if next.len() < RESTART.len() && !ended {
                    return None;
                }
                if self.top == Top::Junk || self.restarts(next) {
                    self.begin_anew();
                    self.seen = at + 1;
                    return Some((at + 1, Cut::Record));
                }
            }
            if let Some((before, cut)) = self.step(window[at], at) {
                return Some((before, cut));
            }
            self.seen += 1;
        }
        None
    }

    pub(crate) fn cut(&mut self, bytes: usize) {
        self.seen = self.seen.saturating_sub(bytes);
    }

    /// The end of a Bundle that broke off behind a whole resource holds nothing.
    pub(crate) fn rest_is_frame(&self) -> bool {
        self.cut_within && self.record_ends_at.is_none() && !self.stray && self.depth <= 2
    }

    fn restarts(&self, next: &[u8]) -> bool {
        let expected = self.may_hold_record();
        next.starts_with(RESTART) && self.depth > 0 && !expected
    }

    /// Whether an object that starts here is a record within an array or Bundle.
    fn may_hold_record(&self) -> bool {
        if self.record_ends_at.is_some() {
            return false;
        }
        let element = self.top == Top::Array && self.depth == 1;
        let resource = self.in_entries && self.depth == 3 && self.keyed(b"resource");
        element || resource
    }

    fn keyed(&self, key: &[u8]) -> bool {
        self.after_colon && self.key == key
    }

    fn begin_anew(&mut self) {
        *self = JsonFramer {
            seen: self.seen,
            ..JsonFramer::default()
        };
    }

    /// Looks at one byte; a cut lies before it (a record within starts) or behind it.
    fn step(&mut self, byte: u8, at: usize) -> Option<(usize, Cut)> {
        if self.text != Text::Outside {
            self.step_in_text(byte);
            return None;
        }
        match byte {
            b'{' | b'[' if self.top != Top::Junk => self.open(byte, at),
            b'}' | b']' if self.depth > 0 => self.close(at),
            b'"' if self.depth > 0 => {
                self.text = Text::Inside;
                self.key.clear();
                self.stray |= self.top == Top::Array && self.depth == 1;
                None
            }
            b':' => {
                self.after_colon = true;
                None
            }
            b',' => {
                self.after_colon = false;
                None
            }
            _ if byte.is_ascii_whitespace() => None,
            _ => {
                if self.top == Top::Nothing {
                    self.top = Top::Junk;
                }
                self.stray |= self.top == Top::Array && self.depth == 1;
                None
            }
        }
    }

    fn step_in_text(&mut self, byte: u8) {
        self.text = match (self.text, byte) {
            (Text::Inside, b'\\') => Text::Escaped,
            // A line end cannot stand in a string: the string is broken.
            (Text::Inside, b'"' | b'\n') => Text::Outside,
            _ => Text::Inside,
        };
        if self.text == Text::Inside && self.key.len() < KEY_BYTES_MAX {
            self.key.push(byte);
        }
    }

    fn open(&mut self, byte: u8, at: usize) -> Option<(usize, Cut)> {
        if byte == b'{' && self.may_hold_record() {
            let cut = if self.stray { Cut::Record } else { Cut::Frame };
            self.record_ends_at = Some(self.depth);
            (self.cut_within, self.stray, self.entry_held) = (true, false, true);
            self.depth += 1;
            self.seen = at + 1;
            return Some((at, cut));
        }
        match self.depth {
            0 => {
                self.top = if byte == b'{' {
                    Top::Object
                } else {
                    Top::Array
                }
            }
            1 if self.top == Top::Object && byte == b'[' && self.keyed(b"entry") => {
                self.in_entries = true;
            }
            2 if self.in_entries => self.entry_held = false,
            _ => {}
        }
        self.depth += 1;
        self.after_colon = false;
        None
    }

    fn close(&mut self, at: usize) -> Option<(usize, Cut)> {
        self.depth -= 1;
        self.after_colon = false;
        if self.record_ends_at == Some(self.depth) {
            self.record_ends_at = None;
            self.seen = at + 1;
            return Some((at + 1, Cut::Record));
        }
        match self.depth {
            0 => {
                let frame = self.cut_within && !self.stray;
                self.begin_anew();
                self.seen = at + 1;
                return Some((at + 1, if frame { Cut::Frame } else { Cut::Record }));
            }
            1 => self.in_entries = false,
            2 if self.in_entries => self.stray |= !self.entry_held,
            _ => {}
        }
        None
    }
}
