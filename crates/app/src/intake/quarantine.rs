//! Quarantine: what could not be read is kept word for word, sealed, with its reason.
//!
//! Pieces up to a mebibyte go into the registry; longer ones are compressed as they stream by
//! and kept up to a limit. Beyond the limit the import stops: nothing is dropped.

use std::io::{self, Write};

use tilsyn_connect::input::{Oversized, Position};
use tilsyn_domain::Refusal;
use tilsyn_domain::event::RECORD_BYTES_MAX;
use tilsyn_registry::settings::QUARANTINE_BYTES_MAX;
use tilsyn_registry::{ImportId, Quarantined, Sealed};

use super::Running;
use crate::desk::{Desk, registry_problem, unreadable};
use crate::problem::Problem;

/// What the pieces are sealed for.
const PURPOSE: &str = "quarantine";
/// Level of compression; pieces are kept for years and read once.
const COMPRESSION_LEVEL: i32 = 6;

/// A refused piece of input, as it is read and until it is kept.
pub(super) struct Piece {
    pub(super) at: Position,
    pub(super) bytes: Vec<u8>,
    pub(super) refusal: Refusal,
}

impl Running<'_> {
    /// Keeps refused pieces; the same piece of the same place is kept once.
    pub(super) fn quarantine(&self, file: &str, pieces: &[Piece]) -> Result<(), Problem> {
        self.desk.keep_pieces(self.import, file, pieces)
    }
}

impl Desk {
    pub(super) fn keep_pieces(
        &self,
        import: ImportId,
        file: &str,
        pieces: &[Piece],
    ) -> Result<(), Problem> {
        if pieces.is_empty() {
            return Ok(());
        }
        let kept = pieces.iter().map(|piece| {
            let packed = zstd::bulk::compress(&piece.bytes, COMPRESSION_LEVEL)
                .map_err(|cause| Problem::ours("problem-registry", cause))?;
            let bytes = piece.bytes.len() as u64;
            self.entry_of(import, file, piece.at, bytes, &packed, &piece.refusal)
        });
        let kept: Vec<Quarantined> = kept.collect::<Result<_, _>>()?;
        self.keep(&kept)
    }

    fn entry_of(
        &self,
        import: ImportId,
        file: &str,
        at: Position,
        bytes: u64,
        packed: &[u8],
        refusal: &Refusal,
    ) -> Result<Quarantined, Problem> {
        let sealed = self.ledger().seal(packed, PURPOSE).map_err(unreadable)?;
        Ok(Quarantined {
            import,
            source_file: file.to_owned(),
            line: at.line,
            offset: at.offset,
            bytes,
            refusal: refusal.clone(),
            sealed: Sealed::Bytes(sealed),
            digest: tilsyn_ledger::leaf_hash(packed),
        })
    }

    fn keep(&self, kept: &[Quarantined]) -> Result<(), Problem> {
        let registry = self.registry();
        let max = registry
            .setting(&QUARANTINE_BYTES_MAX)
            .map_err(registry_problem)?;
        let there = registry.quarantine_bytes().map_err(registry_problem)?;
        let more: u64 = kept.iter().map(|piece| piece.sealed.len()).sum();
        if there.saturating_add(more) > max {
            let place = kept
                .first()
                .map(|piece| (piece.source_file.clone(), piece.line));
            let (file, line) = place.unwrap_or_default();
            return Err(Problem::conflict("problem-quarantine-full")
                .with("path", file)
                .with("line", line)
                .hint("hint-quarantine-full"));
        }
        registry
            .quarantine(kept)
            .map(drop)
            .map_err(registry_problem)
    }
}

/// Takes pieces too long to hold, compressing as they come.
pub(super) struct Oversize<'a> {
    desk: &'a Desk,
    import: ImportId,
    file: String,
    open: Option<(
        Position,
        u64,
        zstd::stream::write::Encoder<'static, Vec<u8>>,
    )>,
    kept: u64,
    failed: Option<Problem>,
}

impl<'a> Oversize<'a> {
    pub(super) fn new(desk: &'a Desk, import: ImportId) -> Oversize<'a> {
        Oversize {
            desk,
            import,
            file: String::new(),
            open: None,
            kept: 0,
            failed: None,
        }
    }

    /// The file that the next pieces stand in.
    pub(super) fn file(&mut self, file: String) {
        self.file = file;
    }

    /// How many pieces were kept.
    pub(super) fn kept(&self) -> u64 {
        self.kept
    }

    /// The problem that stopped reading, if one did.
    pub(super) fn into_problem(self) -> Option<Problem> {
        self.failed
    }
}

impl Oversized for Oversize<'_> {
    fn begin(&mut self, at: Position) -> io::Result<()> {
        self.open = Some((at, 0, zstd::stream::write::Encoder::new(Vec::new(), 1)?));
        Ok(())
    }

    fn chunk(&mut self, bytes: &[u8]) -> io::Result<()> {
        let Some((_, length, encoder)) = self.open.as_mut() else {
            return Ok(());
        };
        *length += bytes.len() as u64;
        encoder.write_all(bytes)?;
        let held = encoder.get_ref().len() as u64;
        if held > OVERSIZED_PACKED_BYTES_MAX {
            return Err(io::Error::other("quarantine takes no more"));
        }
        Ok(())
    }

    fn end(&mut self, refusal: Refusal) -> io::Result<()> {
        let Some((at, length, encoder)) = self.open.take() else {
            return Ok(());
        };
        let packed = encoder.finish()?;
        let kept = self
            .desk
            .entry_of(self.import, &self.file, at, length, &packed, &refusal)
            .and_then(|entry| self.desk.keep(&[entry]));
        self.kept += u64::from(kept.is_ok());
        kept.map_err(|problem| {
            self.failed = Some(problem);
            io::Error::other("quarantine takes no more")
        })
    }
}

/// One oversized piece may take so much of the memory once compressed.
const OVERSIZED_PACKED_BYTES_MAX: u64 = 256 << 20;

impl Desk {
    /// A piece as it was sealed, still compressed.
    pub(crate) fn unseal_piece(&self, sealed: &[u8]) -> Result<Vec<u8>, Problem> {
        self.ledger().unseal(sealed, PURPOSE).map_err(unreadable)
    }

    /// The first bytes of a piece, and whether that is all of it.
    pub(crate) fn open_piece(
        &self,
        sealed: &[u8],
        shown_max: usize,
    ) -> Result<(Vec<u8>, bool), Problem> {
        use std::io::Read;
        let packed = self.unseal_piece(sealed)?;
        let mut bytes = Vec::new();
        let damaged = |cause: io::Error| Problem::ours("problem-registry", cause);
        let decoder = zstd::stream::read::Decoder::new(packed.as_slice()).map_err(damaged)?;
        let take = shown_max.min(RECORD_BYTES_MAX) as u64 + 1;
        decoder
            .take(take)
            .read_to_end(&mut bytes)
            .map_err(damaged)?;
        let whole = bytes.len() as u64 != take;
        bytes.truncate(shown_max);
        Ok((bytes, whole))
    }
}
