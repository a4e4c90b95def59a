//! The first 64 bytes of every binary file: what it is, in which version, of which ledger.
//!
//! | at | bytes | |
//! | 0 | 8 | `TILSYN` and two letters for the kind |
//! | 8 | 2 | version |
//! | 10 | 2 | zero |
//! | 12 | 32 | ledger id = SHA-256 of the origin |
//! | 44 | 8 | number (meaning depends on the kind) |
//! | 52 | 8 | first leaf index (or zero) |
//! | 60 | 4 | CRC-32C of the 60 bytes before |

use crate::digest::Digest;
use crate::{Error, Result};
use std::path::Path;

/// Bytes of a header.
pub(crate) const HEADER_BYTES: usize = 64;
/// The version of every file format of this ledger.
pub const FORMAT_VERSION: u16 = 1;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Segment,
    FrameIndex,
    VaultSlots,
    VaultOverflow,
    DedupRun,
    CheckpointHistory,
}

impl FileKind {
    /// All kinds.
    #[cfg(any(test, feature = "any_bytes"))]
    pub(crate) const ALL: [FileKind; 6] = [
        FileKind::Segment,
        FileKind::FrameIndex,
        FileKind::VaultSlots,
        FileKind::VaultOverflow,
        FileKind::DedupRun,
        FileKind::CheckpointHistory,
    ];

    fn letters(self) -> [u8; 2] {
        *match self {
            FileKind::Segment => b"SG",
            FileKind::FrameIndex => b"FI",
            FileKind::VaultSlots => b"VS",
            FileKind::VaultOverflow => b"VO",
            FileKind::DedupRun => b"DR",
            FileKind::CheckpointHistory => b"CH",
        }
    }
}

/// A header, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) kind: FileKind,
    pub(crate) ledger_id: Digest,
    pub(crate) number: u64,
    pub(crate) first: u64,
}

impl Header {
    pub(crate) fn to_bytes(self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[..6].copy_from_slice(b"TILSYN");
        bytes[6..8].copy_from_slice(&self.kind.letters());
        bytes[8..10].copy_from_slice(&FORMAT_VERSION.to_be_bytes());
        bytes[12..44].copy_from_slice(&self.ledger_id);
        bytes[44..52].copy_from_slice(&self.number.to_be_bytes());
        bytes[52..60].copy_from_slice(&self.first.to_be_bytes());
        let crc = crc32c::crc32c(&bytes[..60]);
        bytes[60..].copy_from_slice(&crc.to_be_bytes());
        bytes
    }

    /// Reads the header of a file that must be of `kind` and of this ledger.
    pub(crate) fn of(
        kind: FileKind,
        ledger_id: &Digest,
        file: &Path,
        bytes: &[u8],
    ) -> Result<Header> {
        let damaged = |what: &str| Error::damaged(file, what);
        let bytes: &[u8; HEADER_BYTES] = bytes
            .get(..HEADER_BYTES)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| damaged("it is shorter than its header"))?;
        if bytes[..6] != *b"TILSYN" || bytes[6..8] != kind.letters() {
            return Err(damaged("its first bytes are those of another kind of file"));
        }
        let found = u16::from_be_bytes([bytes[8], bytes[9]]);
        if crc32c::crc32c(&bytes[..60]) != u32_at(bytes, 60) {
            return Err(damaged("the checksum of its header is wrong"));
        }
        if found != FORMAT_VERSION {
            let file = file.to_path_buf();
            return Err(Error::Version {
                file,
                found,
                known: FORMAT_VERSION,
            });
        }
        let header = Header {
            kind,
            ledger_id: *ledger_id,
            number: u64_at(bytes, 44),
            first: u64_at(bytes, 52),
        };
        if header.to_bytes() != *bytes {
            return Err(damaged("it belongs to another ledger"));
        }
        Ok(header)
    }
}

/// The number in the four bytes at `at`; the caller has checked that they are there.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(
        bytes[at..at + 4]
            .try_into()
            .expect("four bytes were sliced"),
    )
}

/// The number in the eight bytes at `at`; the caller has checked that they are there.
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from_be_bytes(
        bytes[at..at + 8]
            .try_into()
            .expect("eight bytes were sliced"),
    )
}

/// A length that a limit keeps below 4 GiB, as the four bytes on disk.
pub(crate) fn length_u32(length: usize) -> u32 {
    u32::try_from(length).expect("a limit keeps every stored length below 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_another_kind_is_told_from_one_that_is_damaged() {
        let header = |kind| Header {
            kind,
            ledger_id: [3; 32],
            number: 4,
            first: 5,
        };
        let read = |kind, bytes: &[u8]| Header::of(kind, &[3; 32], Path::new("a"), bytes);
        for kind in FileKind::ALL {
            let bytes = header(kind).to_bytes();
            assert_eq!(read(kind, &bytes).unwrap(), header(kind));
            for other in FileKind::ALL.into_iter().filter(|other| *other != kind) {
                let refused = read(other, &bytes).unwrap_err().to_string();
                assert!(refused.contains("another kind of file"), "{refused}");
            }
            let mut of_another_program = bytes;
            of_another_program[0] ^= 1;
            let refused = read(kind, &of_another_program).unwrap_err().to_string();
            assert!(refused.contains("another kind of file"), "{refused}");
        }
    }
}
