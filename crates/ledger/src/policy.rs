//! Which witnesses are enough: the C2SP tlog-policy file.
//!
//! <https://c2sp.org/tlog-policy>, of July 2026. What is wrong is told with its line. Names are
//! opaque octets, as the specification has it. Not here: asking witnesses.

use crate::checkpoint::ParsedCheckpoint;
use crate::verifier_key::{KeyUse, Signed, VerifierKey, VerifierKeyError};
use std::collections::HashMap;

/// Bytes of a policy.
pub const POLICY_BYTES_MAX: usize = 256 << 10;
/// Logs, witnesses and groups, each.
pub const POLICY_LINES_MAX: usize = 64;

/// Whom to believe.
#[derive(Clone, Debug)]
pub struct Policy {
    logs: Vec<VerifierKey>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<Group>,
    quorum: Option<Member>,
}

/// A witness of a policy.
#[derive(Clone, Debug)]
pub struct PolicyWitness {
    /// What the policy calls it.
    pub name: String,
    /// Its key.
    pub key: VerifierKey,
    /// Where it is asked: what comes before `/add-checkpoint`.
    pub url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Member {
    Witness(usize),
    Group(usize),
}

#[derive(Clone, Debug)]
struct Group {
    needed: usize,
    members: Vec<Member>,
}

/// What is wrong with a policy, and in which line, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct PolicyError {
    /// The line.
    pub line: usize,
    /// What is wrong there.
    pub what: PolicyFault,
}

/// What can be wrong with a line of a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// The file is too long.
    #[error("the policy has more than {POLICY_BYTES_MAX} bytes")]
    TooLong,
    /// Too many lines of one kind.
    #[error("there are more than {POLICY_LINES_MAX} lines of this kind")]
    TooMany,
    /// A control character other than tab and newline.
    #[error("it holds a control character; only tabs and newlines are allowed")]
    Control,
    /// The last line has no end.
    #[error("no newline ends it")]
    NoNewline,
    /// The first word is none of the four.
    #[error("it begins with none of `log`, `witness`, `group`, `quorum`")]
    Keyword,
    /// Too few words or too many.
    #[error("it has too few words or too many")]
    Words,
    /// A key that cannot be used.
    #[error("the key: {0}")]
    Key(VerifierKeyError),
    /// A log's key where a witness's belongs, or the reverse.
    #[error("the key is for another use: logs have type 0x01 here, witnesses 0x04")]
    KeyUse,
    /// The same key twice.
    #[error("the same key stands in an earlier line")]
    SameKey,
    /// A name that is taken, or `none`.
    #[error("the name is taken by an earlier line, or is `none`")]
    NameTaken,
    /// A name that no earlier line gives.
    #[error("no earlier line names `{0}`")]
    Unknown(String),
    /// A member twice.
    #[error("`{0}` is already a member of a group")]
    TwiceMember(String),
    /// A threshold that is no number, or out of reach.
    #[error("the number is not `any`, `all` or between 1 and the number of members")]
    Threshold,
    /// A second quorum.
    #[error("an earlier line says the quorum already")]
    SecondQuorum,
    /// No quorum.
    #[error("the policy ends without a `quorum` line")]
    NoQuorum,
}

/// What a policy says of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Whether a known log signed it, and no known key signed it wrongly.
    pub is_signed: bool,
    /// By witness, in the order of the policy: when it cosigned, if it did.
    pub cosigned_seconds: Vec<Option<u64>>,
    /// Whether enough witnesses did.
    pub has_quorum: bool,
}

impl Judgement {
    /// Whether the checkpoint is to be believed.
    pub fn holds(&self) -> bool {
        self.is_signed && self.has_quorum
    }
}

impl Policy {
    /// Reads a policy.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line.
    pub fn parse(bytes: &[u8]) -> Result<Policy, PolicyError> {
        let last = memchr::memchr_iter(b'\n', bytes).count().max(1);
        let at = |line, what| PolicyError { line, what };
        if bytes.len() > POLICY_BYTES_MAX {
            return Err(at(last, PolicyFault::TooLong));
        }
        let mut reader = Reader::default();
        let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
        if lines.pop().is_some_and(|rest| !rest.is_empty()) {
            let line = bytes.split(|byte| *byte == b'\n').count();
            return Err(at(line, PolicyFault::NoNewline));
        }
        for (number, line) in lines.into_iter().enumerate() {
            reader.line(line).map_err(|what| at(number + 1, what))?;
        }
        let quorum = reader.quorum.ok_or(at(last, PolicyFault::NoQuorum))?;
        Ok(Policy {
            logs: reader.logs,
            witnesses: reader.witnesses,
            groups: reader.groups,
            quorum,
        })
    }

    /// The logs it knows; where there are none, the log is known from elsewhere.
    pub fn logs(&self) -> &[VerifierKey] {
        &self.logs
    }

    /// Its witnesses, in the order of the file.
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// Judges a checkpoint. `own` is the log that is meant where the policy lists none.
    pub fn judge(&self, checkpoint: &ParsedCheckpoint, own: &VerifierKey) -> Judgement {
        let own = std::slice::from_ref(own);
        let logs = if self.logs.is_empty() {
            own
        } else {
            &self.logs
        };
        let logs = logs.iter().filter(|log| log.name() == checkpoint.origin);
        let by_logs: Vec<Signed> = logs.map(|log| log.check(checkpoint)).collect();
        let by_witnesses = self.witnesses.iter().map(|one| one.key.check(checkpoint));
        let by_witnesses: Vec<Signed> = by_witnesses.collect();
        let is_wrong =
            by_logs.contains(&Signed::Wrongly) || by_witnesses.contains(&Signed::Wrongly);
        let when = |signed: &Signed| match signed {
            Signed::At(seconds) => Some(*seconds),
            Signed::Not | Signed::Wrongly | Signed::Well => None,
        };
        let cosigned_seconds: Vec<Option<u64>> = by_witnesses.iter().map(when).collect();
        let has: Vec<bool> = cosigned_seconds.iter().map(Option::is_some).collect();
        Judgement {
            is_signed: by_logs.contains(&Signed::Well) && !is_wrong,
            has_quorum: self.is_enough(&has),
            cosigned_seconds,
        }
    }

    /// Whether these witnesses (by their place in the policy) are a quorum.
    pub fn is_enough(&self, witnesses: &[bool]) -> bool {
        // A group names only what stands before it, so one pass in the order of the file does.
        let mut groups: Vec<bool> = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let members = group.members.iter();
            let many = members.filter(|member| member.has(witnesses, &groups));
            let is_reached = many.count() >= group.needed;
            groups.push(is_reached);
        }
        self.quorum
            .is_none_or(|member| member.has(witnesses, &groups))
    }
}

impl Member {
    fn has(self, witnesses: &[bool], groups: &[bool]) -> bool {
        match self {
            Member::Witness(at) => witnesses.get(at).copied().unwrap_or(false),
            Member::Group(at) => groups.get(at).copied().unwrap_or(false),
        }
    }
}

/// What has been read so far.
#[derive(Default)]
struct Reader {
    logs: Vec<VerifierKey>,
    witnesses: Vec<PolicyWitness>,
    groups: Vec<Group>,
    names: HashMap<Vec<u8>, Member>,
    in_groups: Vec<Member>,
    /// `Some(None)` is the quorum `none`.
    quorum: Option<Option<Member>>,
}

impl Reader {
    fn line(&mut self, line: &[u8]) -> Result<(), PolicyFault> {
        if line
            .iter()
            .any(|byte| (*byte < 0x20 && *byte != b'\t') || *byte == 0x7f)
        {
            return Err(PolicyFault::Control);
        }
        let words = line.split(|byte| matches!(byte, b' ' | b'\t'));
        let words: Vec<&[u8]> = words.filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with(b"#") => Ok(()),
            [b"log", key] | [b"log", key, _] => self.log(key),
            [b"witness", name, key] => self.witness(name, key, None),
            [b"witness", name, key, url] => self.witness(name, key, Some(url)),
            [b"group", name, needed, members @ ..] if !members.is_empty() => {
                self.group(name, needed, members)
            }
            [b"quorum", name] => self.quorum(name),
            [b"log" | b"witness" | b"group" | b"quorum", ..] => Err(PolicyFault::Words),
            _ => Err(PolicyFault::Keyword),
        }
    }

    fn log(&mut self, key: &[u8]) -> Result<(), PolicyFault> {
        let key = key_of(key, KeyUse::Log)?;
        if self.logs.iter().any(|log| log.public() == key.public()) {
            return Err(PolicyFault::SameKey);
        }
        room(self.logs.len())?;
        self.logs.push(key);
        Ok(())
    }

    fn witness(&mut self, name: &[u8], key: &[u8], url: Option<&[u8]>) -> Result<(), PolicyFault> {
        let key = key_of(key, KeyUse::Witness)?;
        let mut known = self.witnesses.iter();
        if known.any(|witness| witness.key.public() == key.public()) {
            return Err(PolicyFault::SameKey);
        }
        room(self.witnesses.len())?;
        self.name(name, Member::Witness(self.witnesses.len()))?;
        self.witnesses.push(PolicyWitness {
            name: text(name),
            key,
            url: url.map(text),
        });
        Ok(())
    }

    fn group(&mut self, name: &[u8], needed: &[u8], members: &[&[u8]]) -> Result<(), PolicyFault> {
        let mut found = Vec::with_capacity(members.len());
        for member in members {
            let known = self.known(member)?;
            if self.in_groups.contains(&known) || found.contains(&known) {
                return Err(PolicyFault::TwiceMember(text(member)));
            }
            found.push(known);
        }
        let needed = match needed {
            b"any" => 1,
            b"all" => found.len(),
            number => threshold(number, found.len()).ok_or(PolicyFault::Threshold)?,
        };
        room(self.groups.len())?;
        self.name(name, Member::Group(self.groups.len()))?;
        self.in_groups.extend_from_slice(&found);
        self.groups.push(Group {
            needed,
            members: found,
        });
        Ok(())
    }

    fn quorum(&mut self, name: &[u8]) -> Result<(), PolicyFault> {
        if self.quorum.is_some() {
            return Err(PolicyFault::SecondQuorum);
        }
        self.quorum = Some(match name {
            b"none" => None,
            name => Some(self.known(name)?),
        });
        Ok(())
    }

    fn name(&mut self, name: &[u8], member: Member) -> Result<(), PolicyFault> {
        if name == b"none" || self.names.contains_key(name) {
            return Err(PolicyFault::NameTaken);
        }
        self.names.insert(name.to_vec(), member);
        Ok(())
    }

    fn known(&self, name: &[u8]) -> Result<Member, PolicyFault> {
        let known = self.names.get(name).copied();
        known.ok_or_else(|| PolicyFault::Unknown(text(name)))
    }
}

fn room(found: usize) -> Result<(), PolicyFault> {
    if found < POLICY_LINES_MAX {
        Ok(())
    } else {
        Err(PolicyFault::TooMany)
    }
}

fn key_of(key: &[u8], key_use: KeyUse) -> Result<VerifierKey, PolicyFault> {
    let form = PolicyFault::Key(VerifierKeyError::Form);
    let key = std::str::from_utf8(key).map_err(|_| form)?;
    let key = VerifierKey::parse(key).map_err(PolicyFault::Key)?;
    if key.key_use() == key_use {
        Ok(key)
    } else {
        Err(PolicyFault::KeyUse)
    }
}

fn threshold(number: &[u8], members: usize) -> Option<usize> {
    let is_plain = number.iter().all(u8::is_ascii_digit);
    let number = std::str::from_utf8(number).ok().filter(|_| is_plain)?;
    number
        .parse()
        .ok()
        .filter(|needed| (1..=members).contains(needed))
}

/// For people to read.
fn text(octets: &[u8]) -> String {
    String::from_utf8_lossy(octets).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checkpoint::{Checkpoint, CheckpointKey, parse_checkpoint};
    use crate::cosignature::Cosigner;

    fn cosigner(seed: u8) -> Cosigner {
        Cosigner::new(&format!("witness.example/{seed}"), &[seed; 32]).unwrap()
    }

    fn log() -> CheckpointKey {
        CheckpointKey::new("log.example/1", &[99; 32])
    }

    fn own() -> VerifierKey {
        VerifierKey::parse(&log().verifier_key()).unwrap()
    }

    /// `@L` is the key of the log, `@W1` to `@W9` those of witnesses.
    fn with_keys(policy: &str) -> String {
        let mut policy = policy.replace("@L", &log().verifier_key());
        for seed in 1..=9 {
            let key = cosigner(seed).verifier_key().to_string();
            policy = policy.replace(&format!("@W{seed}"), &key);
        }
        policy
    }

    fn read(policy: &str) -> Result<Policy, PolicyError> {
        Policy::parse(with_keys(policy).as_bytes())
    }

    fn cosigned(by: &[u8]) -> ParsedCheckpoint {
        let root = [1; 32];
        let mut note = log().sign(&Checkpoint { size: 3, root });
        let bare = parse_checkpoint(&note).unwrap();
        for seed in by {
            note.extend(cosigner(*seed).cosign(&bare, 1000 + u64::from(*seed)));
        }
        parse_checkpoint(&note).unwrap()
    }

    /// The example of the specification.
    const TWO_LEVELS: &str = "log @L

witness X1 @W1
witness X2 @W2 https://x2.example/w
witness X3 @W3
group X-witnesses 2 X1 X2 X3

witness Y1 @W4
witness Y2 @W5
witness Y3 @W6
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
";

    #[track_caller]
    fn holds(policy: &str, by: &[u8], expected: bool) {
        let judged = read(policy).unwrap().judge(&cosigned(by), &own());
        assert_eq!(judged.holds(), expected, "{by:?}");
    }

    #[test]
    fn the_policy_of_the_specification_wants_two_and_one() {
        let policy = read(TWO_LEVELS).unwrap();
        assert_eq!(policy.logs(), [own()]);
        let x2 = &policy.witnesses()[1];
        assert_eq!(
            (x2.name.as_str(), x2.url.as_deref()),
            ("X2", Some("https://x2.example/w"))
        );
        holds(TWO_LEVELS, &[1, 3, 5], true);
        holds(TWO_LEVELS, &[1, 2, 3, 4, 5, 6], true);
        for by in [&[1, 2, 3][..], &[4, 5, 6], &[1, 4, 5, 6], &[], &[7, 8, 9]] {
            holds(TWO_LEVELS, by, false);
        }
    }

    #[test]
    fn one_witness_no_witness_and_who_is_missing() {
        holds("witness a @W1\nquorum a\n", &[1], true);
        holds("witness a @W1\nquorum a\n", &[2], false);
        holds("quorum none\n", &[], true);
        let policy = read("witness a @W1\nwitness b @W2\ngroup g all a b\nquorum g\n").unwrap();
        let judged = policy.judge(&cosigned(&[2]), &own());
        assert_eq!(judged.cosigned_seconds, [None, Some(1002)]);
        assert!(judged.is_signed && !judged.has_quorum);
    }

    #[test]
    fn a_wrong_signature_of_a_known_key_spoils_the_note() {
        let policy = read("log @L\nwitness a @W1\nwitness b @W2\nquorum a\n").unwrap();
        for spoiled in 0..3 {
            let mut checkpoint = cosigned(&[1, 2]);
            checkpoint.signatures[spoiled].2[40] ^= 1;
            assert!(!policy.judge(&checkpoint, &own()).holds(), "line {spoiled}");
        }
        let mut foreign = cosigned(&[1, 9]);
        foreign.signatures[2].2[40] ^= 1;
        assert!(
            policy.judge(&foreign, &own()).holds(),
            "unknown keys are ignored"
        );
    }

    #[test]
    fn a_log_that_is_not_listed_is_not_believed() {
        let other = CheckpointKey::new("log.example/2", &[98; 32]).verifier_key();
        let policy = format!("log {other}\nquorum none\n");
        let policy = Policy::parse(policy.as_bytes()).unwrap();
        assert!(!policy.judge(&cosigned(&[]), &own()).holds());
    }

    #[track_caller]
    fn refused(policy: &str, line: usize, what: PolicyFault) {
        assert_eq!(
            read(policy).unwrap_err(),
            PolicyError { line, what },
            "{policy}"
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        use PolicyFault::{
            Control, Key, KeyUse, Keyword, NameTaken, NoNewline, NoQuorum, SameKey, SecondQuorum,
            Threshold, TwiceMember, Unknown, Words,
        };
        refused("", 1, NoQuorum);
        refused("witness a @W1\n", 1, NoQuorum);
        refused("quorum none", 1, NoNewline);
        refused("# words\n\n \t\nquorum a\n", 4, Unknown("a".into()));
        refused("quorum none\nquorum none\n", 2, SecondQuorum);
        refused("quorum\n", 1, Words);
        refused("quorum none none\n", 1, Words);
        refused("qourum none\n", 1, Keyword);
        refused("witness a\n", 1, Words);
        refused("witness a @W1 http://a b\n", 1, Words);
        refused("witness a @L\n", 1, KeyUse);
        refused("log @W1\n", 1, KeyUse);
        refused("witness a nonsense\n", 1, Key(VerifierKeyError::Form));
        refused("witness a @W1\nwitness b @W1\n", 2, SameKey);
        refused("log @L\nlog @L\n", 2, SameKey);
        refused("witness a @W1\nwitness a @W2\n", 2, NameTaken);
        refused("witness none @W1\n", 1, NameTaken);
        refused("witness a @W1\ngroup a any a\n", 2, NameTaken);
        refused("group g any g\n", 1, Unknown("g".into()));
        refused("group g any none\n", 1, Unknown("none".into()));
        refused("group g any\n", 1, Words);
        for number in ["0", "2", "-1", "+1", "x", "99999999999999999999"] {
            refused(
                &format!("witness a @W1\ngroup g {number} a\n"),
                2,
                Threshold,
            );
        }
        refused(
            "witness a @W1\ngroup g any a a\n",
            2,
            TwiceMember("a".into()),
        );
        refused(
            "witness a @W1\ngroup g any a\ngroup h any a\n",
            3,
            TwiceMember("a".into()),
        );
        refused("quorum none\r\n", 1, Control);
        refused("quorum none\n\0\n", 2, Control);
    }

    #[test]
    fn names_are_octets_and_blanks_are_blanks_and_tabs() {
        let policy = with_keys("\twitness  \u{212a}\t@W1\n # K\u{a0}\nwitness K @W2\nquorum K \n");
        let policy = Policy::parse(policy.as_bytes()).unwrap();
        assert!(policy.is_enough(&[false, true]) && !policy.is_enough(&[true, false]));
        let mut octets = b"witness \xff ".to_vec();
        octets.extend(with_keys("@W1").bytes());
        octets.extend(b"\nquorum \xff\n");
        assert!(Policy::parse(&octets).is_ok());
    }

    #[test]
    fn limits_hold_at_the_limit_and_one_past_it() {
        let witness = |seed: u8| format!("witness w{seed} {}\n", cosigner(seed).verifier_key());
        let many = |count: u8| (1..=count).map(witness).collect::<String>() + "quorum none\n";
        assert_eq!(
            Policy::parse(many(64).as_bytes())
                .unwrap()
                .witnesses()
                .len(),
            64
        );
        let error = Policy::parse(many(65).as_bytes()).unwrap_err();
        assert_eq!((error.line, error.what), (65, PolicyFault::TooMany));
        let quorum = b"quorum none\n";
        let long = |bytes: usize| [&quorum[..], &vec![b'\n'; bytes - quorum.len()]].concat();
        assert!(Policy::parse(&long(POLICY_BYTES_MAX)).is_ok());
        let error = Policy::parse(&long(POLICY_BYTES_MAX + 1)).unwrap_err();
        assert_eq!(error.what, PolicyFault::TooLong);
    }

    #[test]
    fn any_octets_are_read_or_refused() {
        let policy = with_keys(TWO_LEVELS);
        for at in 0..policy.len() {
            for octet in [0, b' ', b'\n', 0xff, b'2'] {
                let mut wrong = policy.as_bytes().to_vec();
                wrong[at] = octet;
                let read = Policy::parse(&wrong);
                assert!(read.is_ok() || read.is_err_and(|error| error.line > 0));
            }
            let cut = Policy::parse(&policy.as_bytes()[..at]);
            assert!(cut.is_err(), "cut at {at}");
        }
    }
}
