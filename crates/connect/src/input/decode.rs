//! Undoing compression: gzip and zstd are told by their first bytes, not by a name.
//!
//! One rule: damage in the compressed stream and trouble with the file itself are kept apart;
//! the first costs what comes after, the second stops the import.

use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

/// zstd may ask for a window of at most 2^27 bytes (128 MiB), its own default limit.
const ZSTD_WINDOW_LOG_MAX: u32 = 27;
/// So many first bytes tell the compression.
const MAGIC_BYTES: u64 = 4;
const FILE_BUFFER_BYTES: usize = 256 << 10;

/// How much of a file has been read, shared with whoever shows it.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    bytes: Arc<AtomicU64>,
    file_failed: Arc<AtomicBool>,
}

impl Progress {
    /// Bytes of the file itself, compressed or not.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// Counts what passes and remembers whether the file itself failed.
struct Counted {
    stream: Box<dyn Read + Send>,
    progress: Progress,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(into);
        match &read {
            Ok(bytes) => {
                self.progress
                    .bytes
                    .fetch_add(*bytes as u64, Ordering::Relaxed);
            }
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => self.progress.file_failed.store(true, Ordering::Relaxed),
        }
        read
    }
}

type Buffered = BufReader<io::Chain<io::Cursor<Vec<u8>>, Counted>>;

/// A stream, decompressed where it was compressed.
pub(crate) struct Decoder {
    kind: Kind,
    progress: Progress,
}

enum Kind {
    Plain(Buffered),
    Gzip(Box<MultiGzDecoder<Buffered>>),
    Zstd(Box<zstd::stream::read::Decoder<'static, Buffered>>),
}

impl Decoder {
    pub(crate) fn new(stream: Box<dyn Read + Send>) -> io::Result<Decoder> {
        let progress = Progress::default();
        let mut counted = Counted {
            stream,
            progress: progress.clone(),
        };
        let mut start = Vec::new();
        counted.by_ref().take(MAGIC_BYTES).read_to_end(&mut start)?;
        let found = magic(&start);
        let whole = io::Cursor::new(start).chain(counted);
        let buffered = BufReader::with_capacity(FILE_BUFFER_BYTES, whole);
        let kind = match found {
            Magic::Gzip => Kind::Gzip(Box::new(MultiGzDecoder::new(buffered))),
            Magic::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(buffered)?;
                decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
                Kind::Zstd(Box::new(decoder))
            }
            Magic::None => Kind::Plain(buffered),
        };
        Ok(Decoder { kind, progress })
    }

    pub(crate) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Whether a failed read was the fault of the compressed stream, not of the file.
    pub(crate) fn is_damaged(&self) -> bool {
        let compressed = !matches!(self.kind, Kind::Plain(_));
        compressed && !self.progress.file_failed.load(Ordering::Relaxed)
    }
}

impl Read for Decoder {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match &mut self.kind {
            Kind::Plain(stream) => stream.read(into),
            Kind::Gzip(stream) => stream.read(into),
            Kind::Zstd(stream) => stream.read(into),
        }
    }
}

enum Magic {
    None,
    Gzip,
    Zstd,
}

fn magic(start: &[u8]) -> Magic {
    match start {
        [0x1f, 0x8b, 0x08, ..] => Magic::Gzip,
        // A frame, or one of the sixteen skippable frames that may come before one.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Magic::Zstd,
        _ => Magic::None,
    }
}
