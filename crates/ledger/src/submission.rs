//! What a log and a witness say to each other: the body of `add-checkpoint` and its answers.
//!
//! <https://c2sp.org/tlog-witness>. Reading is strict: a body that is not byte for byte what it
//! would be written as is refused, and the line is named. Checkpoints with extension lines are
//! refused like everywhere here. Not here: HTTP, and what a witness remembers (crate `witness`).

use crate::checkpoint::{ParsedCheckpoint, parse_checkpoint};
use crate::consistency::PROOF_HASHES_MAX;
use crate::digest::{Digest, sha256};
use base64::prelude::{BASE64_STANDARD, Engine};
use std::fmt::Write;

/// Bytes of a request, and of an answer: sixteen signatures of the largest kind find room.
pub const SUBMISSION_BYTES_MAX: usize = 128 << 10;
/// What the answer with the size is called in its head.
pub const SIZE_CONTENT_TYPE: &str = "text/x.tlog.size";

/// A request to cosign a checkpoint.
#[derive(Debug)]
pub struct Submission {
    /// The size that the witness is believed to have cosigned last.
    pub old_size: u64,
    /// From that size to the checkpoint's.
    pub proof: Vec<Digest>,
    /// The checkpoint, taken apart; its signatures have not been checked.
    pub checkpoint: ParsedCheckpoint,
    /// The checkpoint as it came.
    pub note: Vec<u8>,
}

/// Why a body is no request. Lines are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubmissionError {
    /// More than [`SUBMISSION_BYTES_MAX`].
    #[error("it has more than {SUBMISSION_BYTES_MAX} bytes")]
    TooLong,
    /// The first line is not `old <size>`.
    #[error("line 1: it is not `old` and a size")]
    OldSize,
    /// A line of the proof is not the base64 of 32 bytes.
    #[error("line {0}: it is no hash in base64")]
    Hash(usize),
    /// More hashes than a proof can have.
    #[error("it has more than {PROOF_HASHES_MAX} hashes")]
    TooManyHashes,
    /// No empty line ends the proof.
    #[error("no empty line ends the proof")]
    NoEnd,
    /// What follows the empty line is no checkpoint.
    #[error("line {0}: what follows is no checkpoint, or one with extension lines")]
    Checkpoint(usize),
}

impl Submission {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// When it is not exactly in the form it is written in.
    pub fn parse(body: &[u8]) -> Result<Submission, SubmissionError> {
        if body.len() > SUBMISSION_BYTES_MAX {
            return Err(SubmissionError::TooLong);
        }
        let (first, mut rest) = line(body).ok_or(SubmissionError::OldSize)?;
        let old_size = first.strip_prefix(b"old ").and_then(decimal);
        let old_size = old_size.ok_or(SubmissionError::OldSize)?;
        let mut proof = Vec::new();
        loop {
            let number = proof.len() + 2;
            let (hash, after) = line(rest).ok_or(SubmissionError::NoEnd)?;
            rest = after;
            if hash.is_empty() {
                let checkpoint = parse_checkpoint(rest);
                return Ok(Submission {
                    old_size,
                    proof,
                    checkpoint: checkpoint.ok_or(SubmissionError::Checkpoint(number + 1))?,
                    note: rest.to_vec(),
                });
            }
            if proof.len() == PROOF_HASHES_MAX {
                return Err(SubmissionError::TooManyHashes);
            }
            proof.push(hash_of(hash).ok_or(SubmissionError::Hash(number))?);
        }
    }

    /// The body of a request.
    pub fn body(old_size: u64, proof: &[Digest], note: &[u8]) -> Vec<u8> {
        let mut head = format!("old {old_size}\n");
        for hash in proof {
            let _infallible = writeln!(head, "{}", BASE64_STANDARD.encode(hash));
        }
        head.push('\n');
        [head.as_bytes(), note].concat()
    }
}

/// The answer of a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WitnessAnswer {
    /// 200: signature lines to put under the checkpoint.
    Cosigned(Vec<u8>),
    /// 400: the request makes no sense.
    BadRequest,
    /// 403: the checkpoint is not signed with the log's key.
    NotSigned,
    /// 404: it does not know the log.
    UnknownLog,
    /// 409: it has cosigned another size last, this one.
    OtherSize(u64),
    /// 422: the checkpoint does not follow from the one it cosigned last.
    NotConsistent,
}

impl WitnessAnswer {
    /// Reads an answer; `None` for one that the protocol does not have.
    pub fn parse(status: u16, body: &[u8]) -> Option<WitnessAnswer> {
        if body.len() > SUBMISSION_BYTES_MAX {
            return None;
        }
        Some(match status {
            200 => {
                let text = std::str::from_utf8(body).ok()?;
                let lines = text.strip_suffix('\n')?;
                let is_line = |line: &str| signed_note::Signature::from_bytes(line.as_bytes());
                if lines.split('\n').any(|line| is_line(line).is_err()) {
                    return None;
                }
                WitnessAnswer::Cosigned(body.to_vec())
            }
            400 => WitnessAnswer::BadRequest,
            403 => WitnessAnswer::NotSigned,
            404 => WitnessAnswer::UnknownLog,
            409 => WitnessAnswer::OtherSize(decimal(body.strip_suffix(b"\n")?)?),
            422 => WitnessAnswer::NotConsistent,
            _ => return None,
        })
    }

    /// Its number in HTTP.
    pub fn status(&self) -> u16 {
        match self {
            WitnessAnswer::Cosigned(_) => 200,
            WitnessAnswer::BadRequest => 400,
            WitnessAnswer::NotSigned => 403,
            WitnessAnswer::UnknownLog => 404,
            WitnessAnswer::OtherSize(_) => 409,
            WitnessAnswer::NotConsistent => 422,
        }
    }

    /// What it carries.
    pub fn body(&self) -> Vec<u8> {
        match self {
            WitnessAnswer::Cosigned(lines) => lines.clone(),
            WitnessAnswer::OtherSize(size) => format!("{size}\n").into_bytes(),
            _ => Vec::new(),
        }
    }
}

/// Under which name a witness shows the checkpoint of a log: SHA-256 of its origin in hex.
pub fn origin_hash(origin: &str) -> String {
    sha256(&[origin.as_bytes()])
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The first line without its end, and what follows.
fn line(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = memchr::memchr(b'\n', bytes)?;
    Some((&bytes[..end], &bytes[end + 1..]))
}

/// A size in the one form it has: digits, no zero before others.
fn decimal(bytes: &[u8]) -> Option<u64> {
    let is_plain =
        bytes.iter().all(u8::is_ascii_digit) && (bytes == b"0" || !bytes.starts_with(b"0"));
    let text = std::str::from_utf8(bytes).ok()?;
    is_plain.then(|| text.parse().ok()).flatten()
}

fn hash_of(text: &[u8]) -> Option<Digest> {
    BASE64_STANDARD.decode(text).ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    const EXAMPLE: &str = "old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5\
/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
\u{2014} example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks\
+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
";

    #[test]
    fn the_request_of_the_specification_is_read_and_written_back() {
        let read = Submission::parse(EXAMPLE.as_bytes()).unwrap();
        assert_eq!((read.old_size, read.proof.len()), (20_852_014, 4));
        assert_eq!(read.checkpoint.origin, "example.com/behind-the-sofa");
        assert_eq!(read.checkpoint.checkpoint.size, 20_852_163);
        assert_eq!(read.checkpoint.signatures.len(), 2);
        let written = Submission::body(read.old_size, &read.proof, &read.note);
        assert_eq!(String::from_utf8(written).unwrap(), EXAMPLE);
    }

    #[track_caller]
    fn refused(from: &str, to: &str, expected: SubmissionError) {
        let wrong = EXAMPLE.replacen(from, to, 1);
        assert_ne!(wrong, EXAMPLE);
        assert_eq!(Submission::parse(wrong.as_bytes()).unwrap_err(), expected);
    }

    #[test]
    fn what_is_not_exactly_in_form_is_refused_and_the_line_named() {
        use SubmissionError::{Checkpoint, Hash, NoEnd, OldSize};
        refused("old 20852014", "old 020852014", OldSize);
        refused("old 20852014", "old +20852014", OldSize);
        refused("old 20852014", "old  20852014", OldSize);
        refused("old 20852014", "old 18446744073709551616", OldSize);
        refused("old 20852014", "old", OldSize);
        refused("old 20852014", "old 1\r", OldSize);
        refused("jrJZ", "jr JZ", Hash(3));
        refused("pkaw=", "pkaw", Hash(2));
        refused("pkaw=", "pkax=", Hash(2));
        refused("\n\nexample.com", "\n", Hash(6));
        refused("20852163", "020852163", Checkpoint(7));
        refused("q2I=\n\n", "q2I=\nmore\n\n", Checkpoint(7));
        refused("AYQ8=\n", "AYQ8=\n\n", Checkpoint(7));
        let cut = |end: usize| Submission::parse(&EXAMPLE.as_bytes()[..end]).unwrap_err();
        assert_eq!(cut(0), OldSize);
        assert_eq!(cut(EXAMPLE.find("\n\n").unwrap() + 1), NoEnd);
        let between_signatures = EXAMPLE.trim_end().rfind('\n').unwrap() + 1;
        for end in (0..EXAMPLE.len()).filter(|end| *end != between_signatures) {
            let _error: SubmissionError = cut(end);
        }
    }

    #[test]
    fn a_proof_has_at_most_63_hashes() {
        let read = Submission::parse(EXAMPLE.as_bytes()).unwrap();
        let with = |many| Submission::parse(&Submission::body(1, &vec![[7; 32]; many], &read.note));
        assert_eq!(with(63).unwrap().proof.len(), 63);
        assert_eq!(with(64).unwrap_err(), SubmissionError::TooManyHashes);
    }

    #[test]
    fn what_is_sent_and_what_is_answered_has_at_most_128_kibibytes() {
        // A signature line takes the rest, in a long name.
        let line = |bytes: usize| {
            let (begin, end) = ("\u{2014} ", " Az3grlgtzPICa5OS8npVmf1Myq8=\n");
            format!(
                "{begin}{}{end}",
                "w".repeat(bytes - begin.len() - end.len())
            )
        };
        let request = |bytes: usize| {
            let body = EXAMPLE.to_owned() + &line(bytes - EXAMPLE.len());
            Submission::parse(body.as_bytes()).map(|read| read.checkpoint.signatures.len())
        };
        assert_eq!(request(SUBMISSION_BYTES_MAX), Ok(3));
        let too_long = SubmissionError::TooLong;
        assert_eq!(request(SUBMISSION_BYTES_MAX + 1), Err(too_long));
        let answer = |bytes| WitnessAnswer::parse(200, line(bytes).as_bytes());
        assert!(answer(SUBMISSION_BYTES_MAX).is_some());
        assert_eq!(answer(SUBMISSION_BYTES_MAX + 1), None);
    }

    /// The answer of the specification, its third line cut to what this program signs.
    #[test]
    fn answers_are_read_and_written_back() {
        let line = "\u{2014} witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJb\
                    R1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==\n";
        let answers = [
            WitnessAnswer::Cosigned(line.as_bytes().to_vec()),
            WitnessAnswer::BadRequest,
            WitnessAnswer::NotSigned,
            WitnessAnswer::UnknownLog,
            WitnessAnswer::OtherSize(20_852_014),
            WitnessAnswer::NotConsistent,
        ];
        for answer in answers {
            let read = WitnessAnswer::parse(answer.status(), &answer.body());
            assert_eq!(read, Some(answer));
        }
        for (status, body) in [
            (200, ""),
            (200, "hello\n"),
            (200, &line[..line.len() - 1]),
            (409, "12"),
            (409, "012\n"),
            (409, "\n"),
            (409, "1\n2\n"),
            (500, ""),
            (302, ""),
        ] {
            assert_eq!(
                WitnessAnswer::parse(status, body.as_bytes()),
                None,
                "{status} {body}"
            );
        }
    }

    #[test]
    fn the_hash_of_an_origin_is_sha256_in_hex() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(origin_hash(""), empty);
    }
}
