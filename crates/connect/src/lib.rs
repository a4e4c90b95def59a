//! Foreign formats to events and directories: native, FHIR, DICOM, CEF; parsers pure, transports
//! apart.
//!
//! One rule: every piece of input becomes events or a refusal; nothing is dropped in silence and
//! nothing is repaired in silence. What a format says beyond our fields is kept in `extra`.
//! Not here: what becomes of events and refusals (`app`, `ledger`).

mod act;
mod base64;
mod cef;
mod content;
mod dicom;
pub mod directory;
mod fhir;
mod format;
pub mod input;
mod native;
mod syslog;
mod tree;

use tilsyn_domain::{Event, Refusal, Zone};

pub use format::Format;

/// What a parser must be told because the input does not say it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The zone that times without offset are read in, for formats that allow such times.
    pub zone: Zone,
}

impl Settings {
    #[must_use]
    pub fn new(zone: Zone) -> Settings {
        Settings { zone }
    }
}

/// One record of the source within a piece of input, and what became of it.
#[derive(Debug)]
pub struct SourceRecord<'a> {
    /// The bytes of this record alone, for quarantine.
    pub bytes: &'a [u8],
    /// The events made of it, at least one, or why there are none.
    pub result: Result<Vec<Event>, Refusal>,
}

/// Reads one piece of input.
///
/// A piece holds one record of the source, save for FHIR bundles and arrays, which hold several.
/// `None` as format means that nobody could tell: the piece is refused.
#[must_use]
pub fn events<'a>(
    format: Option<Format>,
    bytes: &'a [u8],
    settings: &Settings,
) -> Vec<SourceRecord<'a>> {
    let result = match format {
        Some(Format::Fhir) => return fhir::records(bytes),
        Some(Format::Native) => native::parse(bytes),
        Some(Format::Dicom) => dicom::parse(bytes, settings).map(|event| vec![event]),
        Some(Format::Cef) => cef::parse(bytes).map(|event| vec![event]),
        None => Err(Refusal::UnknownFormat),
    };
    vec![SourceRecord { bytes, result }]
}
