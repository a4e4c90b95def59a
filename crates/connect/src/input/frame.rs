//! Where one record ends and the next begins.
//!
//! A framer looks at the bytes that are read and not yet cut. It remembers how far it has
//! looked, so that no byte is looked at twice, however the file is read.

use crate::format::Framing;

use super::frame_json::JsonFramer;
use super::frame_xml::XmlFramer;

/// What lies before a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// A record.
    Record,
    /// Nothing but a frame around records.
    Frame,
}

pub(crate) enum Framer {
    Lines { seen: usize },
    Json(JsonFramer),
    Xml(XmlFramer),
}

impl Framer {
    pub(crate) fn new(framing: Framing) -> Framer {
        match framing {
            Framing::Lines => Framer::Lines { seen: 0 },
            Framing::JsonDocuments => Framer::Json(JsonFramer::default()),
            Framing::XmlMessages => Framer::Xml(XmlFramer::default()),
        }
    }

    /// The first cut in the window: how many bytes lie before it, and what they are. `ended`
    /// says that no more bytes will come.
    pub(crate) fn find(&mut self, window: &[u8], ended: bool) -> Option<(usize, Cut)> {
        match self {
            Framer::Lines { seen } => {
                let found = memchr::memchr(b'\n', &window[*seen..]);
                let end = found.map(|place| *seen + place + 1);
                *seen = window.len();
                end.map(|end| (end, Cut::Record))
            }
            Framer::Json(framer) => framer.find(window, ended),
            Framer::Xml(framer) => framer.find(window, ended),
        }
    }

    /// So many bytes were cut off the front of the window.
    pub(crate) fn cut(&mut self, bytes: usize) {
        match self {
            Framer::Lines { seen } => *seen = 0,
            Framer::Json(framer) => framer.cut(bytes),
            Framer::Xml(framer) => framer.cut(bytes),
        }
    }

    /// So many bytes of an unfinished record were passed on.
    pub(crate) fn pass(&mut self, bytes: usize) {
        match self {
            Framer::Lines { seen } => *seen = seen.saturating_sub(bytes),
            Framer::Json(framer) => framer.cut(bytes),
            Framer::Xml(framer) => framer.pass(bytes),
        }
    }

    /// Whether what is left at the end of the file is only a frame around records.
    pub(crate) fn rest_is_frame(&self, rest: &[u8]) -> bool {
        match self {
            Framer::Lines { .. } => false,
            Framer::Json(framer) => framer.rest_is_frame(),
            Framer::Xml(framer) => framer.rest_is_frame(rest),
        }
    }
}
