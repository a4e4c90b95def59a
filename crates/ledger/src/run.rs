//! A run: sorted event keys on disk, with what in memory says quickly that a key is not there.
//!
//! File: header (number = keys, first = first leaf index) | end (8), zero (8), CRC of the pairs
//! (4), CRC of the rest (4) | pairs `prefix (8) | index (8)`, sorted | fences (8 each: the
//! prefix of every 256th pair) | bloom filter (64-byte blocks). Big-endian.
//! It says only where a key may be: whoever asks compares the whole key in the entry.

use crate::digest::Digest;
use crate::header::{FileKind, HEADER_BYTES, Header, u32_at, u64_at};
use crate::{Error, Result};
use std::path::{Path, PathBuf};
use tilsyn_durable::DurableFile;

const PAIR_BYTES: usize = 16;
const PAIRS_A_FENCE: usize = 256;
const PAIRS_AT: usize = HEADER_BYTES + 24;
const KEYS_A_BLOCK: usize = 48;
const BLOCK_WORDS: usize = 8;
const PROBES: u32 = 7;
const BUFFER_BYTES: usize = 1 << 16;

/// The first 8 bytes of an event key and the index of its entry.
pub(crate) type Pair = (u64, u64);

/// A run of the entries from `first` up to `end`.
pub(crate) struct Run {
    pub(crate) first: u64,
    pub(crate) end: u64,
    file: DurableFile,
    count: usize,
    fences: Vec<u64>,
    bloom: Vec<u64>,
}

impl Run {
    /// The name of the file of a run.
    pub(crate) fn name(first: u64, end: u64) -> String {
        format!("{first:012}-{end:012}.run")
    }

    /// Writes `count` sorted pairs as a run, durably, and opens it. They are streamed: of a
    /// great merge only the bloom filter is in memory.
    pub(crate) fn write(
        folder: &Path,
        ledger_id: &Digest,
        (first, end): (u64, u64),
        count: usize,
        pairs: impl Iterator<Item = Result<Pair>>,
    ) -> Result<Run> {
        let path = folder.join(Run::name(first, end));
        let unfinished = tilsyn_durable::unfinished_name(&path);
        tilsyn_durable::remove_file(&unfinished)?;
        let file = DurableFile::create_new(&unfinished)?;
        let mut bloom = vec![0; blocks_for(count) * BLOCK_WORDS];
        let mut fences = Vec::with_capacity(count.div_ceil(PAIRS_A_FENCE));
        let mut buffer = Vec::with_capacity(BUFFER_BYTES);
        let (mut at, mut crc) = (PAIRS_AT as u64, 0);
        for (number, pair) in pairs.enumerate() {
            let (prefix, index) = pair?;
            if number % PAIRS_A_FENCE == 0 {
                fences.push(prefix);
            }
            bloom_add(&mut bloom, prefix);
            buffer.extend_from_slice(&prefix.to_be_bytes());
            buffer.extend_from_slice(&index.to_be_bytes());
            if buffer.len() == BUFFER_BYTES {
                write_on(&file, &mut at, &mut crc, &mut buffer)?;
            }
        }
        write_on(&file, &mut at, &mut crc, &mut buffer)?;
        let words = fences.iter().chain(&bloom);
        let rest: Vec<u8> = words.flat_map(|word| word.to_be_bytes()).collect();
        file.write_at(at, &rest)?;
        let number = count as u64;
        let header = Header {
            kind: FileKind::DedupRun,
            ledger_id: *ledger_id,
            number,
            first,
        };
        let mut head = header.to_bytes().to_vec();
        head.extend_from_slice(&end.to_be_bytes());
        head.extend_from_slice(&[0; 8]);
        head.extend_from_slice(&crc.to_be_bytes());
        head.extend_from_slice(&crc32c::crc32c(&rest).to_be_bytes());
        file.write_at(0, &head)?;
        file.sync()?;
        tilsyn_durable::rename(&unfinished, &path)?;
        Run::open(&path, ledger_id)
    }

    /// Opens a run and takes in what is asked for often; the pairs stay on the disk.
    pub(crate) fn open(path: &Path, ledger_id: &Digest) -> Result<Run> {
        let file = DurableFile::open_to_read(path)?;
        let mut head = [0; PAIRS_AT];
        file.read_at(0, &mut head)?;
        let header = Header::of(FileKind::DedupRun, ledger_id, path, &head)?;
        let damaged = || Error::damaged(path, "it is cut short or altered");
        // A count could be any number. One beyond the length is not reckoned with: so many keys
        // as the file has bytes are too many as well.
        let length = file.length()?;
        let count = usize::try_from(header.number.min(length)).map_err(|_| damaged())?;
        let end = u64_at(&head, HEADER_BYTES);
        let fence_count = count.div_ceil(PAIRS_A_FENCE);
        let rest_bytes = 8 * (fence_count + blocks_for(count) * BLOCK_WORDS);
        let pairs_end = (PAIRS_AT + count * PAIR_BYTES) as u64;
        if length != pairs_end + rest_bytes as u64 {
            return Err(damaged());
        }
        let mut rest = vec![0; rest_bytes];
        file.read_at(pairs_end, &mut rest)?;
        let named = path.file_name().and_then(|name| name.to_str());
        let is_right = head[HEADER_BYTES + 8..HEADER_BYTES + 16] == [0; 8]
            && crc32c::crc32c(&rest) == u32_at(&head, HEADER_BYTES + 20)
            && named == Some(Run::name(header.first, end).as_str());
        if !is_right {
            return Err(damaged());
        }
        let mut words = rest.chunks_exact(8).map(|word| u64_at(word, 0));
        let fences = words.by_ref().take(fence_count).collect();
        let bloom = words.collect();
        Ok(Run {
            first: header.first,
            end,
            file,
            count,
            fences,
            bloom,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }

    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// The indexes of all entries whose event key begins so.
    pub(crate) fn find(&self, prefix: u64) -> Result<Vec<u64>> {
        if !bloom_may_hold(&self.bloom, prefix) {
            return Ok(Vec::new());
        }
        // Pairs of one prefix may begin in the stretch before the fence that shows it first.
        let after = self.fences.partition_point(|fence| *fence <= prefix);
        let from = self
            .fences
            .partition_point(|fence| *fence < prefix)
            .saturating_sub(1);
        let mut found = Vec::new();
        for stretch in from..after {
            let first = stretch * PAIRS_A_FENCE;
            let count = PAIRS_A_FENCE.min(self.count - first);
            let mut bytes = [0; PAIRS_A_FENCE * PAIR_BYTES];
            let bytes = &mut bytes[..count * PAIR_BYTES];
            self.file
                .read_at((PAIRS_AT + first * PAIR_BYTES) as u64, bytes)?;
            let pairs = bytes.chunks_exact(PAIR_BYTES);
            let of_prefix = pairs.filter(|pair| u64_at(pair, 0) == prefix);
            found.extend(of_prefix.map(|pair| u64_at(pair, 8)));
        }
        Ok(found)
    }

    /// All pairs, in order, read as a stream. The last item is an error if they are not what
    /// was written.
    pub(crate) fn pairs(&self) -> Pairs<'_> {
        Pairs {
            run: self,
            next: 0,
            crc: 0,
            buffer: Vec::new(),
            at: 0,
        }
    }
}

/// The pairs of a run, one after the other.
pub(crate) struct Pairs<'a> {
    run: &'a Run,
    next: usize,
    crc: u32,
    buffer: Vec<u8>,
    at: usize,
}

impl Pairs<'_> {
    fn fill(&mut self) -> Result<()> {
        let left = (self.run.count - self.next) * PAIR_BYTES;
        self.buffer.resize(left.min(BUFFER_BYTES), 0);
        let from = (PAIRS_AT + self.next * PAIR_BYTES) as u64;
        self.run.file.read_at(from, &mut self.buffer)?;
        self.crc = crc32c::crc32c_append(self.crc, &self.buffer);
        self.at = 0;
        Ok(())
    }

    fn check(&self) -> Result<()> {
        let mut crc = [0; 4];
        self.run.file.read_at(HEADER_BYTES as u64 + 16, &mut crc)?;
        if self.crc == u32::from_be_bytes(crc) {
            return Ok(());
        }
        Err(Error::damaged(
            self.run.path(),
            "the checksum of its pairs is wrong",
        ))
    }
}

impl Iterator for Pairs<'_> {
    type Item = Result<Pair>;

    fn next(&mut self) -> Option<Result<Pair>> {
        if self.next == self.run.count {
            return None;
        }
        if self.at == self.buffer.len()
            && let Err(error) = self.fill()
        {
            self.next = self.run.count;
            return Some(Err(error));
        }
        let pair = (
            u64_at(&self.buffer, self.at),
            u64_at(&self.buffer, self.at + 8),
        );
        self.at += PAIR_BYTES;
        self.next += 1;
        if self.next == self.run.count
            && let Err(error) = self.check()
        {
            return Some(Err(error));
        }
        Some(Ok(pair))
    }
}

fn write_on(file: &DurableFile, at: &mut u64, crc: &mut u32, buffer: &mut Vec<u8>) -> Result<()> {
    file.write_at(*at, buffer)?;
    *at += buffer.len() as u64;
    *crc = crc32c::crc32c_append(*crc, buffer);
    buffer.clear();
    Ok(())
}

fn blocks_for(count: usize) -> usize {
    count.div_ceil(KEYS_A_BLOCK).max(1)
}

/// The words and bits of a key: a block by its upper half, bits by all of it.
fn bloom_bits(words: usize, prefix: u64) -> (usize, impl Iterator<Item = (usize, u64)>) {
    let blocks = (words / BLOCK_WORDS) as u64;
    let block = ((prefix >> 32) * blocks) >> 32;
    let mixed = prefix.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(17) ^ prefix;
    let bits = (0..PROBES).map(move |probe| {
        let bit = (mixed >> (9 * probe)) & 511;
        ((bit / 64) as usize, 1 << (bit % 64))
    });
    (block as usize * BLOCK_WORDS, bits)
}

fn bloom_add(words: &mut [u64], prefix: u64) {
    let (block, bits) = bloom_bits(words.len(), prefix);
    for (word, bit) in bits {
        words[block + word] |= bit;
    }
}

fn bloom_may_hold(words: &[u64], prefix: u64) -> bool {
    let (block, mut bits) = bloom_bits(words.len(), prefix);
    bits.all(|(word, bit)| words[block + word] & bit != 0)
}

/// The pairs of several runs as one sorted stream.
pub(crate) fn merge(runs: &[Run]) -> impl Iterator<Item = Result<Pair>> {
    let mut streams: Vec<_> = runs.iter().map(|run| run.pairs().peekable()).collect();
    std::iter::from_fn(move || {
        let rank = |next: Option<&Result<Pair>>| match next {
            Some(Ok(pair)) => Some(*pair),
            Some(Err(_)) => Some((0, 0)),
            None => None,
        };
        let heads = streams.iter_mut().enumerate();
        let (_, least) = heads
            .filter_map(|(at, one)| Some((rank(one.peek())?, at)))
            .min()?;
        streams[least].next()
    })
}

/// The files of runs in a folder, those that cover more first.
pub(crate) fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let names = tilsyn_durable::names_in(folder)?;
    let is_run = |name: &&String| name.ends_with(".run");
    let range = |name: &str| -> Option<(u64, u64)> {
        let (first, end) = name.strip_suffix(".run")?.split_once('-')?;
        Some((first.parse().ok()?, end.parse().ok()?))
    };
    let mut ranges: Vec<_> = names
        .iter()
        .filter(is_run)
        .filter_map(|name| Some((range(name)?, name)))
        .collect();
    ranges.sort_by_key(|((first, end), _)| (*first, std::cmp::Reverse(*end)));
    Ok(ranges
        .into_iter()
        .map(|(_, name)| folder.join(name))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::sha256;
    use tilsyn_durable::SimDisk;

    const ID: Digest = [9; 32];
    /// A prefix that many keys have.
    const COMMON: u64 = 1 << 63;

    fn prefix(number: u64) -> u64 {
        u64_at(&sha256(&[&number.to_be_bytes()]), 0)
    }

    /// As many pairs as asked for, 700 of them, if there are so many, of one prefix.
    fn pairs(count: u64) -> Vec<Pair> {
        let of = |index| match index % 5 {
            0 if index < 3500 => (COMMON, index),
            _ => (prefix(index), index),
        };
        let mut pairs: Vec<Pair> = (0..count).map(of).collect();
        pairs.sort_unstable();
        pairs
    }

    fn written(disk: &SimDisk, pairs: &[Pair]) -> Run {
        let range = (0, pairs.len() as u64);
        let stream = pairs.iter().copied().map(Ok);
        Run::write(disk.root(), &ID, range, pairs.len(), stream).unwrap()
    }

    #[test]
    fn all_pairs_are_read_in_order_and_found_by_their_prefixes() {
        let disk = SimDisk::new(1, 512);
        let pairs = pairs(9000);
        let run = written(&disk, &pairs);
        let read: Vec<Pair> = run.pairs().map(Result::unwrap).collect();
        assert!(read == pairs);
        for (prefix, index) in pairs.iter().step_by(7).filter(|pair| pair.0 != COMMON) {
            assert_eq!(run.find(*prefix).unwrap(), [*index]);
        }
        let common: Vec<u64> = (0..3500).step_by(5).collect();
        assert_eq!(run.find(COMMON).unwrap(), common);
        assert_eq!(run.find(COMMON + 1).unwrap(), []);
    }

    #[test]
    fn the_disk_is_seldom_asked_for_a_key_that_is_not_there() {
        let disk = SimDisk::new(1, 512);
        let run = written(&disk, &pairs(5000));
        let others = (10_000..20_000).map(prefix);
        let asked = others.filter(|prefix| bloom_may_hold(&run.bloom, *prefix));
        let asked = asked.count();
        assert!(asked < 300, "{asked} of 10,000");
    }

    /// Whether all pairs of the run in this file can be read.
    fn is_whole(path: &Path) -> bool {
        match Run::open(path, &ID) {
            Ok(run) => run.pairs().all(|pair| pair.is_ok()),
            Err(error) => {
                assert!(matches!(error, Error::Damaged { .. }), "{error}");
                false
            }
        }
    }

    #[test]
    fn a_run_is_as_it_was_written_or_damaged() {
        let disk = SimDisk::new(1, 512);
        let run = written(&disk, &pairs(600));
        let (path, bytes) = (run.path(), tilsyn_durable::read(run.path()).unwrap());
        let is_whole_with = |bytes: &[u8]| {
            tilsyn_durable::write_atomically(path, bytes).unwrap();
            is_whole(path)
        };
        assert!(is_whole_with(&bytes));
        let pairs_end = PAIRS_AT + 600 * PAIR_BYTES;
        let places = (0..PAIRS_AT).chain((PAIRS_AT..pairs_end).step_by(101));
        // Versions and kinds have errors of their own.
        for at in places.chain(pairs_end..bytes.len()).filter(|at| *at >= 60) {
            let mut altered = bytes.clone();
            altered[at] ^= 0x10;
            assert!(!is_whole_with(&altered), "byte {at}");
        }
        assert!(!is_whole_with(&bytes[..bytes.len() - 1]));
        assert!(!is_whole_with(&[&bytes[..], &[0]].concat()));
        for number in [0, 599, 601, bytes.len() as u64, 1 << 60, u64::MAX] {
            let header = Header {
                kind: FileKind::DedupRun,
                ledger_id: ID,
                number,
                first: 0,
            };
            let other = [&header.to_bytes(), &bytes[HEADER_BYTES..]].concat();
            assert!(!is_whole_with(&other), "a count of {number}");
        }
        let other = disk.root().join(Run::name(0, 601));
        tilsyn_durable::write_atomically(&other, &bytes).unwrap();
        assert!(!is_whole(&other), "the name of another");
    }
}
