//! What a file held when it was imported, told from samples of it.
//!
//! An import that was cut off is made good once its content was imported whole: the same bytes
//! under any name, or the same file grown longer. A file of the same name with other content, as
//! after a log was rotated, makes nothing good. Reading all of a file twice would cost as much as
//! its import, so samples must do: two logs of one length that agree in all of them would have to
//! differ only between them, and no two logs agree in their times.

use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use tilsyn_connect::input::{InputFile, ReadError};
use tilsyn_registry::ImportFile;

/// One sample; a file of up to so many bytes is read whole.
const SAMPLE_BYTES: u64 = 16 << 10;
/// Samples of a longer file, evenly spread, its start and its end among them.
const SAMPLES: u64 = 16;

/// The files of an import, as they are now.
pub(super) fn fingerprints(files: &[InputFile]) -> Result<Vec<ImportFile>, ReadError> {
    let print = |file: &InputFile| {
        let wrong = |source| ReadError::File {
            path: file.path.clone(),
            source,
        };
        Ok(ImportFile {
            path: file.path.display().to_string(),
            bytes: file.bytes,
            fingerprint: fingerprint(&file.path, file.bytes).map_err(wrong)?,
        })
    };
    files.iter().map(print).collect()
}

/// Which of the missing files came with these.
pub(super) fn came<T: Copy>(missing: &[(T, ImportFile)], files: &[ImportFile]) -> Vec<T> {
    let prints: HashSet<(u64, &[u8])> = files.iter().map(content).collect();
    let paths: HashSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let grown = |file: &ImportFile| {
        let now = fingerprint(Path::new(&file.path), file.bytes);
        paths.contains(file.path.as_str()) && now.is_ok_and(|now| now == file.fingerprint)
    };
    let came = missing
        .iter()
        .filter(|(_, file)| prints.contains(&content(file)) || grown(file));
    came.map(|(which, _)| *which).collect()
}

fn content(file: &ImportFile) -> (u64, &[u8]) {
    (file.bytes, &file.fingerprint)
}

/// Of the first `bytes` of a file.
fn fingerprint(path: &Path, bytes: u64) -> io::Result<[u8; 32]> {
    let file = File::open(path)?;
    let last = bytes.saturating_sub(SAMPLE_BYTES);
    let mut samples = bytes.to_le_bytes().to_vec();
    let mut sample = vec![0; usize::try_from(bytes.min(SAMPLE_BYTES)).unwrap_or_default()];
    let mut places: Vec<u64> = (0..SAMPLES).map(|nth| spread(last, nth)).collect();
    places.dedup();
    for at in places {
        file.read_exact_at(&mut sample, at)?;
        samples.extend_from_slice(&sample);
    }
    Ok(tilsyn_ledger::leaf_hash(&samples))
}

fn spread(last: u64, nth: u64) -> u64 {
    let step = last / (SAMPLES - 1);
    if nth == SAMPLES - 1 { last } else { step * nth }
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "what a test writes need not survive a power cut"
)]
mod tests {
    use super::*;

    /// Whether `then`, cut off, is made good by `now` under that name.
    fn check(then: &str, name: &str, now: &str, expected: bool) {
        let folder = tempfile::tempdir().expect("a folder");
        let written = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("writes");
            let bytes = text.len() as u64;
            fingerprints(&[InputFile { path, bytes }]).expect("reads")
        };
        let missing: Vec<((), ImportFile)> =
            written("log", then).into_iter().map(|f| ((), f)).collect();
        let files = written(name, now);
        assert_eq!(
            came(&missing, &files).len(),
            usize::from(expected),
            "{name}"
        );
    }

    #[test]
    fn the_same_content_makes_good_whatever_its_name() {
        for length in [0, 1, 20_000, 3_000_000] {
            let text = "a line of a log\n".repeat(length / 16);
            check(&text, "log", &text, true);
            check(&text, "other", &text, true);
            let grown = format!("{text}and more\n");
            check(&text, "log", &grown, true);
        }
    }

    #[test]
    fn other_content_does_not() {
        let day = |day: u32| format!("2026-07-0{day} a line of a log\n").repeat(10_000);
        check(&day(1), "log", &day(2), false);
        check(&day(1), "log", &day(1)[..200], false);
        check(&day(1), "other", &format!("{} more", day(1)), false);
        let mut end = day(1);
        end.replace_range(end.len() - 2.., "!\n");
        check(&day(1), "log", &end, false);
    }
}
