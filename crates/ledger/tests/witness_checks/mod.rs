//! What must hold for any bytes whatever that a witness, a log or an operator may hand in: shared
//! by the fuzz targets and the ordinary tests.

use tilsyn_ledger::{Policy, Submission, VerifierKey, WitnessAnswer};

/// Takes any bytes; fails where something does not hold.
pub(crate) type Target = fn(&[u8]);

/// The target of a name; each is a folder of `fuzz/corpus` too.
pub(crate) const TARGETS: [(&str, Target); 4] = [
    ("policy", policy),
    ("submission", submission),
    ("verifier_key", verifier_key),
    ("witness_answer", witness_answer),
];

/// A policy is read or refused with a line that is there; nobody's signatures are a quorum only
/// where nobody is asked for.
pub(crate) fn policy(bytes: &[u8]) {
    let lines = bytes.split(|byte| *byte == b'\n').count();
    match Policy::parse(bytes) {
        Ok(policy) => {
            let many = policy.witnesses().len();
            let none = policy.is_enough(&vec![false; many]);
            assert!(policy.is_enough(&vec![true; many]), "all are enough");
            assert!(!none || bytes.windows(4).any(|four| four == b"none"));
        }
        Err(error) => assert!((1..=lines).contains(&error.line), "{error}"),
    }
}

/// What is read is written back byte for byte.
pub(crate) fn submission(bytes: &[u8]) {
    if let Ok(read) = Submission::parse(bytes) {
        let written = Submission::body(read.old_size, &read.proof, &read.note);
        assert_eq!(written, bytes);
    }
}

/// What is read is written back byte for byte.
pub(crate) fn verifier_key(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(read) = VerifierKey::parse(text) {
        assert_eq!(read.to_string(), text);
    }
}

/// The first two bytes are the status; what is read with a body is written back byte for byte.
pub(crate) fn witness_answer(bytes: &[u8]) {
    let Some((status, body)) = bytes.split_at_checked(2) else {
        return;
    };
    let status = u16::from_be_bytes([status[0], status[1]]);
    if let Some(read) = WitnessAnswer::parse(status, body) {
        assert_eq!(read.status(), status);
        assert!(read.body().is_empty() || read.body() == body);
    }
}
