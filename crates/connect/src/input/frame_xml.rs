//! XML: each `AuditMessage` element is a record, alone, in a wrapper, or behind a syslog header.
//!
//! What stands between messages is a frame as long as it is markup that holds nothing; text or
//! another element there is a record too, and will be refused.

use super::frame::Cut;
use crate::syslog;

/// A tag's name is looked at only when so many bytes of it are there.
const NAME_BYTES_MAX: usize = 80;
const MESSAGE: &[u8] = b"AuditMessage";

#[derive(Default)]
pub(crate) struct XmlFramer {
    /// How much of the window has been looked at.
    seen: usize,
    place: Place,
    /// A message was found in this file.
    found: bool,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Place {
    #[default]
    Outside,
    StartTag,
    Body,
}

impl XmlFramer {
    pub(crate) fn find(&mut self, window: &[u8], ended: bool) -> Option<(usize, Cut)> {
        loop {
            if self.place == Place::StartTag {
                let end = tag_end(&window[self.seen..])?;
                self.seen += end;
                self.place = Place::Body;
                if window[..self.seen].ends_with(b"/>") {
                    return Some(self.end_record());
                }
            }
            let at = self.seen
                + memchr::memchr(b'<', &window[self.seen..]).unwrap_or_else(|| {
                    let rest = window.len() - self.seen;
                    self.seen = window.len();
                    rest
                });
            if at >= window.len() {
                return None;
            }
            self.seen = at;
            let tag = &window[at..];
            if tag.len() < NAME_BYTES_MAX && !ended {
                return None;
            }
            if let Some(end) = passage_end(tag) {
                self.seen = at + end?;
                continue;
            }
            let starts = local_name(&tag[1..]) == MESSAGE;
            let ends = tag.starts_with(b"</") && local_name(&tag[2..]) == MESSAGE;
            match self.place {
                Place::Body if ends => {
                    self.seen = at + tag_end(tag)?;
                    return Some(self.end_record());
                }
                Place::Body if starts => return Some(self.start_record(window, at, Cut::Record)),
                Place::Outside if starts => {
                    let start = record_start(window, at);
                    let frame = is_frame(&window[..start]);
                    let cut = if frame { Cut::Frame } else { Cut::Record };
                    return Some(self.start_record(window, at, cut));
                }
                _ => self.seen = at + 1,
            }
        }
    }

    pub(crate) fn cut(&mut self, bytes: usize) {
        self.seen = self.seen.saturating_sub(bytes);
    }

    pub(crate) fn pass(&mut self, bytes: usize) {
        // A start tag or comment longer than a record may be is not waited for any longer.
        if self.seen < bytes && self.place == Place::StartTag {
            self.place = Place::Body;
        }
        self.cut(bytes);
    }

    pub(crate) fn rest_is_frame(&self, rest: &[u8]) -> bool {
        self.found && self.place == Place::Outside && is_frame(rest)
    }

    /// Cuts before the message whose tag is at `at`.
    fn start_record(&mut self, window: &[u8], at: usize, cut: Cut) -> (usize, Cut) {
        self.place = Place::StartTag;
        self.found = true;
        (record_start(window, at), cut)
    }

    fn end_record(&mut self) -> (usize, Cut) {
        self.place = Place::Outside;
        (self.seen, Cut::Record)
    }
}

/// A message starts at its tag, or at the syslog header before it on the same line.
fn record_start(window: &[u8], at: usize) -> usize {
    let line = memchr::memrchr(b'\n', &window[..at]).map_or(0, |place| place + 1);
    let blank = window[line..at].len() - window[line..at].trim_ascii_start().len();
    let header = syslog::priority_end(&window[line + blank..at]).is_some();
    if header { line + blank } else { at }
}

/// The end of a comment or CDATA passage that starts here: `None` if none starts here,
/// `Some(None)` if its end is not in view.
fn passage_end(tag: &[u8]) -> Option<Option<usize>> {
    let until = |end: &[u8]| memchr::memmem::find(tag, end).map(|place| place + end.len());
    if tag.starts_with(b"<!--") {
        Some(until(b"-->"))
    } else if tag.starts_with(b"<![CDATA[") {
        Some(until(b"]]>"))
    } else {
        None
    }
}

/// Where a tag ends, `>` in quotes aside.
fn tag_end(tag: &[u8]) -> Option<usize> {
    let mut quote = None;
    for (place, byte) in tag.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(place + 1),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), _) if open == *byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The name of a tag without its namespace prefix.
fn local_name(tag: &[u8]) -> &[u8] {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<');
    let name = &tag[..tag.iter().position(ends).unwrap_or(tag.len())];
    memchr::memrchr(b':', name).map_or(name, |colon| &name[colon + 1..])
}

/// Whether markup holds nothing: declarations, comments, and the tags of a wrapper that opens
/// or closes; no text and no whole element.
fn is_frame(gap: &[u8]) -> bool {
    let mut rest = gap
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(gap)
        .trim_ascii();
    let mut open: Vec<&[u8]> = Vec::new();
    while !rest.is_empty() {
        if !rest.starts_with(b"<") || syslog::priority_end(rest).is_some() {
            return false;
        }
        let doctype_set = rest.starts_with(b"<!DOCTYPE")
            && memchr::memchr2(b'[', b'>', rest).is_some_and(|place| rest[place] == b'[');
        let end = match passage_end(rest) {
            Some(end) => end,
            None if doctype_set => memchr::memmem::find(rest, b"]>").map(|place| place + 2),
            None => tag_end(rest),
        };
        let Some(end) = end else { return false };
        let tag = &rest[..end];
        if tag.starts_with(b"</") {
            if open.pop().is_some() {
                return false;
            }
        } else if !tag.starts_with(b"<!") && !tag.starts_with(b"<?") {
            if tag.ends_with(b"/>") {
                return false;
            }
            open.push(local_name(&tag[1..]));
        }
        rest = rest[end..].trim_ascii_start();
    }
    true
}
