//! Witnesses that tell the truth, witnesses that do not, and a desk whose data is an older copy.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tempfile::TempDir;
use tilsyn_ledger::{
    Cosigner, Policy, Submission, WitnessAnswer, is_consistent, origin_hash, parse_checkpoint,
};

use super::*;
use crate::permit::ReadSources;
use crate::sealing::Pulse;
use crate::witnesses::{Asking, Trouble, Until};

/// How a witness answers.
#[derive(Clone, Copy, PartialEq)]
enum Manner {
    Honest,
    Away,
    /// Takes the request, and says nothing until it is told to be otherwise.
    Hangs,
    SignsWrongly,
    /// Says it knows a size that it cannot show.
    ClaimsMore,
    /// Says it is inconsistent, and shows what it has.
    Refuses,
}

/// A witness beside the desk, with nothing between them.
struct Beside {
    /// What the policy calls it, and the host it is at.
    name: &'static str,
    cosigner: Cosigner,
    manner: Mutex<Manner>,
    last: Mutex<Option<Vec<u8>>>,
    asked: Mutex<u64>,
}

impl Beside {
    fn new() -> Arc<Beside> {
        Beside::named("north", 1)
    }

    fn named(name: &'static str, secret: u8) -> Arc<Beside> {
        Arc::new(Beside {
            name,
            cosigner: Cosigner::new("witness.example/1", &[secret; 32]).expect("a name"),
            manner: Mutex::new(Manner::Honest),
            last: Mutex::new(None),
            asked: Mutex::new(0),
        })
    }

    fn is(&self, manner: Manner) {
        *self.manner.lock().expect("whole") = manner;
    }

    fn policy(&self) -> Policy {
        let text = format!("{}quorum {}\n", self.policy_line(), self.name);
        Policy::parse(text.as_bytes()).expect("a policy")
    }

    fn policy_line(&self) -> String {
        let (name, key) = (self.name, self.cosigner.verifier_key());
        format!("witness {name} {key} http://{name}.example\n")
    }

    fn asked(&self) -> u64 {
        *self.asked.lock().expect("whole")
    }

    /// Waits as long as it hangs, as the network would.
    fn hang(&self) {
        for _ in 0..6_000 {
            if *self.manner.lock().expect("whole") != Manner::Hangs {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn size(&self) -> Option<u64> {
        let last = self.last.lock().expect("whole");
        let parsed = last
            .as_deref()
            .map(|note| parse_checkpoint(note).expect("a note"));
        parsed.map(|parsed| parsed.checkpoint.size)
    }

    fn answer(&self, body: &[u8]) -> WitnessAnswer {
        let asked = Submission::parse(body).expect("a request");
        let mut last = self.last.lock().expect("whole");
        let known = last
            .as_deref()
            .map(|note| parse_checkpoint(note).expect("a note").checkpoint);
        let new = asked.checkpoint.checkpoint;
        let size = known.map_or(0, |known| known.size);
        match *self.manner.lock().expect("whole") {
            Manner::ClaimsMore => return WitnessAnswer::OtherSize(new.size + 1_000),
            Manner::Refuses => return WitnessAnswer::NotConsistent,
            Manner::SignsWrongly => {
                let other = Cosigner::new("witness.example/1", &[9; 32]).expect("a name");
                return WitnessAnswer::Cosigned(other.cosign(&asked.checkpoint, 5));
            }
            Manner::Honest | Manner::Away | Manner::Hangs => {}
        }
        if asked.old_size != size {
            return WitnessAnswer::OtherSize(size);
        }
        if known.is_some_and(|known| !is_consistent(&known, &new, &asked.proof)) {
            return WitnessAnswer::NotConsistent;
        }
        let seconds = u64::try_from(NOW.seconds()).expect("after 1970");
        let line = self.cosigner.cosign(&asked.checkpoint, seconds);
        *last = Some([asked.note.as_slice(), &line].concat());
        WitnessAnswer::Cosigned(line)
    }
}

impl Asking for Beside {
    fn post(&self, url: &str, body: &[u8]) -> io::Result<(u16, Vec<u8>)> {
        assert_eq!(url, format!("http://{}.example/add-checkpoint", self.name));
        *self.asked.lock().expect("whole") += 1;
        self.hang();
        if *self.manner.lock().expect("whole") == Manner::Away {
            return Err(io::ErrorKind::TimedOut.into());
        }
        let answer = self.answer(body);
        Ok((answer.status(), answer.body()))
    }

    fn get(&self, url: &str) -> io::Result<(u16, Vec<u8>)> {
        let hash = origin_hash("test.example/log");
        assert_eq!(
            url,
            format!("http://{}.example/{hash}/checkpoint", self.name)
        );
        match &*self.last.lock().expect("whole") {
            Some(note) => Ok((200, note.clone())),
            None => Ok((404, Vec::new())),
        }
    }
}

/// Several of them, each at a host of its own name.
struct Around(Vec<Arc<Beside>>);

impl Around {
    fn at(&self, url: &str) -> &Beside {
        let is_at = |one: &&Arc<Beside>| url.starts_with(&format!("http://{}.", one.name));
        self.0.iter().find(is_at).expect("somebody is there")
    }

    /// So many of them have to sign.
    fn policy(&self, enough: usize) -> Policy {
        let lines: String = self.0.iter().map(|one| one.policy_line()).collect();
        let names: Vec<_> = self.0.iter().map(|one| one.name).collect();
        let names = names.join(" ");
        let text = format!("{lines}group all {enough} {names}\nquorum all\n");
        Policy::parse(text.as_bytes()).expect("a policy")
    }
}

impl Asking for Around {
    fn post(&self, url: &str, body: &[u8]) -> io::Result<(u16, Vec<u8>)> {
        self.at(url).post(url, body)
    }

    fn get(&self, url: &str) -> io::Result<(u16, Vec<u8>)> {
        self.at(url).get(url)
    }
}

fn ask_them(desk: &Arc<Desk>, witness: &Arc<Beside>) {
    let asking: Arc<dyn Asking> = witness.clone();
    ask_until(desk, &asking, Until::AllHaveAnswered);
}

fn ask_until(desk: &Arc<Desk>, asking: &Arc<dyn Asking>, until: Until) {
    let asked = desk.ask_witnesses(&permit::<VerifyLedger>(), asking, until);
    asked.expect("the ledger can be read");
}

/// Waits for what happens in another thread.
fn comes_about(what: impl Fn() -> bool) {
    for _ in 0..6_000 {
        if what() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("it does not come about");
}

fn trouble(desk: &Desk) -> Option<Trouble> {
    let standing = desk
        .witnesses(&permit::<ReadSources>())
        .expect("can be read");
    assert_eq!(standing.len(), 1);
    assert_eq!(standing[0].name, "north");
    standing[0].trouble
}

fn desk_with(folder: &TempDir, witness: &Beside, names: &[&str]) -> Arc<Desk> {
    let desk = Arc::new(open(folder.path()));
    desk.follow_policy(witness.policy());
    for name in names {
        bring(&desk, folder.path(), "in.ndjson", &line(name, "kari", "x1"));
    }
    desk
}

#[test]
fn each_checkpoint_is_signed_once_and_kept_and_the_quorum_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    let witness = Beside::new();
    let desk = desk_with(&folder, &witness, &["a1"]);
    let quorum = |desk: &Desk| desk.quorum(&permit::<VerifyLedger>(), &witness.policy());
    assert_eq!(quorum(&desk).expect("can be read").missing, ["north"]);
    assert!(!quorum(&desk).expect("can be read").holds());
    for _ in 0..3 {
        ask_them(&desk, &witness);
    }
    assert_eq!(witness.asked(), 1, "nothing new, nobody asked");
    bring(&desk, folder.path(), "in.ndjson", &line("a2", "kari", "x1"));
    ask_them(&desk, &witness);
    let found = quorum(&desk).expect("can be read");
    assert_eq!((found.leaves, found.missing), (witness.size(), Vec::new()));
    let kept = desk.ledger().witnessed().expect("can be read");
    assert_eq!(kept.len(), 1, "the older one is forgotten");
    let standing = desk
        .witnesses(&permit::<ReadSources>())
        .expect("can be read");
    assert_eq!(standing[0].silent_seconds, Some(0));
    assert!(!standing[0].needs_attention());
    assert!(desk.verify(&permit::<VerifyLedger>()).expect("runs").ok());
}

#[test]
fn what_a_lying_witness_says_is_not_used_and_it_is_named() {
    for manner in [Manner::SignsWrongly, Manner::ClaimsMore, Manner::Refuses] {
        let folder = tempfile::tempdir().expect("a folder");
        let witness = Beside::new();
        let desk = desk_with(&folder, &witness, &["a1"]);
        witness.is(manner);
        ask_them(&desk, &witness);
        assert_eq!(trouble(&desk), Some(Trouble::Unbelievable));
        assert!(desk.ledger().witnessed().expect("can be read").is_empty());
        assert_eq!(desk.roll_back(), None);
        let summary = bring(&desk, folder.path(), "b.ndjson", &line("b1", "ola", "x1"));
        assert_eq!(summary.stored, 1, "intake goes on");
        let standing = desk
            .witnesses(&permit::<ReadSources>())
            .expect("can be read");
        assert!(standing[0].needs_attention());
    }
}

#[test]
fn a_witness_that_is_away_is_left_alone_for_a_while() {
    let folder = tempfile::tempdir().expect("a folder");
    let witness = Beside::new();
    let desk = desk_with(&folder, &witness, &["a1"]);
    witness.is(Manner::Away);
    for _ in 0..5 {
        ask_them(&desk, &witness);
    }
    assert_eq!(trouble(&desk), Some(Trouble::Unreachable));
    assert_eq!(witness.asked(), 1);
}

#[test]
fn a_desk_that_forgot_how_far_a_witness_was_is_told_and_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let witness = Beside::new();
    let desk = desk_with(&folder, &witness, &["a1", "a2", "a3"]);
    ask_them(&desk, &witness);
    let kept = desk.ledger().witnessed().expect("can be read");
    desk.ledger()
        .forget_witnessed(&kept[0])
        .expect("can be removed");
    drop(desk);
    let desk = desk_with(&folder, &witness, &["a4"]);
    ask_them(&desk, &witness);
    assert_eq!(trouble(&desk), None);
    assert_eq!(witness.size(), Some(desk.ledger().last_checkpoint().size));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).expect("copies");
        }
    }
}

#[test]
fn an_older_copy_is_refused_as_soon_as_the_witness_is_asked_and_after_a_restart() {
    an_older_copy_is_found_out(&[]);
}

#[test]
fn an_older_copy_that_has_gone_another_way_is_refused_too() {
    an_older_copy_is_found_out(&["c1", "c2", "c3"]);
}

/// Puts an older copy in place, and brings these in before the witness is asked.
fn an_older_copy_is_found_out(brought: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let older = tempfile::tempdir().expect("a folder");
    let witness = Beside::new();
    let desk = desk_with(&folder, &witness, &["a1"]);
    ask_them(&desk, &witness);
    copy(folder.path(), older.path());
    bring(&desk, folder.path(), "in.ndjson", &line("a2", "kari", "x1"));
    ask_them(&desk, &witness);
    for restart in [false, true] {
        let desk = desk_with(&older, &witness, &[]);
        if !restart {
            assert_eq!(desk.roll_back(), None);
            for name in brought {
                bring(&desk, older.path(), "c.ndjson", &line(name, "ola", "x1"));
            }
            ask_them(&desk, &witness);
        }
        let found = desk.roll_back().expect("found out");
        assert_eq!(Some(found.signed.size), witness.size());
        let import = EventImport {
            paths: vec![folder.path().join("in.ndjson")],
            format: None,
        };
        let refused = desk.import_events(&permit::<ImportEvents>(), &import, &|_| {});
        assert_eq!(refused.expect_err("refused").message, "problem-rolled-back");
        let signed = desk.ledger().last_checkpoint();
        let mut pulse: Pulse = desk.pulse();
        desk.beat(&permit::<VerifyLedger>(), &mut pulse)
            .expect("does nothing");
        assert_eq!(desk.ledger().last_checkpoint(), signed);
        let report = desk.verify(&permit::<VerifyLedger>()).expect("runs");
        assert!(!report.ok());
    }
}

/// How many leaves enough have signed, and who is missing there.
fn quorum(desk: &Desk, policy: &Policy) -> (Option<u64>, Vec<String>) {
    let quorum = desk.quorum(&permit::<VerifyLedger>(), policy);
    let quorum = quorum.expect("can be read");
    (quorum.leaves, quorum.missing)
}

#[test]
fn one_that_hangs_does_not_delay_the_others_and_is_not_asked_twice_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    // The one that hangs is the first to be asked.
    let (slow, others) = (Beside::named("west", 3), [("north", 1), ("south", 2)]);
    let others = others.map(|(name, secret)| Beside::named(name, secret));
    let around = Around([slow.clone()].into_iter().chain(others.clone()).collect());
    let policy = around.policy(2);
    let desk = Arc::new(open(folder.path()));
    desk.follow_policy(around.policy(2));
    let around: Arc<dyn Asking> = Arc::new(around);
    slow.is(Manner::Hangs);
    for name in ["a1", "a2", "a3"] {
        bring(&desk, folder.path(), "in.ndjson", &line(name, "kari", "x1"));
        ask_until(&desk, &around, Until::EnoughHaveSigned);
        let newest = desk.ledger().last_checkpoint().size;
        assert_eq!(
            quorum(&desk, &policy),
            (Some(newest), vec!["west".to_owned()])
        );
        // Its thread may begin only after the others have answered.
        comes_about(|| slow.asked() > 0);
        assert_eq!(slow.asked(), 1, "it is still being asked");
    }
    // It comes to itself with an answer about the first of them, and then signs the newest too.
    slow.is(Manner::Honest);
    comes_about(|| {
        ask_until(&desk, &around, Until::AllHaveAnswered);
        quorum(&desk, &policy).1.is_empty()
    });
    assert_eq!(slow.size(), Some(desk.ledger().last_checkpoint().size));
    let kept = desk.ledger().witnessed().expect("can be read");
    assert_eq!(kept.len(), 1, "what it signed late is forgotten again");
    assert!(desk.verify(&permit::<VerifyLedger>()).expect("runs").ok());
}

#[test]
fn who_did_not_sign_last_time_is_not_waited_for_but_its_late_signature_counts() {
    use std::sync::atomic::{AtomicI64, Ordering};
    static PASSED: AtomicI64 = AtomicI64::new(0);
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("registry.sqlite"));
    let clock = || Instant(NOW.0 + PASSED.load(Ordering::SeqCst) * 1_000_000);
    let desk = Arc::new(open_by(folder.path(), &location, clock, |_, _| {}));
    let (slow, quick) = (Beside::named("west", 3), Beside::new());
    let around = Around(vec![slow.clone(), quick.clone()]);
    // Both have to sign.
    let policy = around.policy(2);
    desk.follow_policy(around.policy(2));
    let around: Arc<dyn Asking> = Arc::new(around);
    let takes_one_more = |name: &str| {
        bring(&desk, folder.path(), "in.ndjson", &line(name, "kari", "x1"));
        ask_until(&desk, &around, Until::EnoughHaveSigned);
        desk.ledger().last_checkpoint().size
    };
    slow.is(Manner::Away);
    takes_one_more("a1");
    slow.is(Manner::Hangs);
    PASSED.store(11, Ordering::SeqCst);
    let asked_about = takes_one_more("a2");
    let newest = takes_one_more("a3");
    assert_eq!(quick.size(), Some(newest));
    assert_eq!(quorum(&desk, &policy).0, None);
    slow.is(Manner::Honest);
    // The other one's signature under that checkpoint was kept for it.
    comes_about(|| quorum(&desk, &policy).0 == Some(asked_about));
    comes_about(|| {
        ask_until(&desk, &around, Until::EnoughHaveSigned);
        quorum(&desk, &policy) == (Some(newest), Vec::new())
    });
}

#[test]
fn the_proof_of_a_roll_back_outlives_a_signature_that_comes_late() {
    let (folder, older) = (tempfile::tempdir(), tempfile::tempdir());
    let (folder, older) = (folder.expect("a folder"), older.expect("a folder"));
    let (slow, knows) = (Beside::named("west", 3), Beside::new());
    let around = || Around(vec![slow.clone(), knows.clone()]);
    let desk = desk_with(&folder, &knows, &["a1"]);
    ask_them(&desk, &knows);
    copy(folder.path(), older.path());
    bring(&desk, folder.path(), "in.ndjson", &line("a2", "kari", "x1"));
    ask_them(&desk, &knows);
    let desk = Arc::new(open(older.path()));
    desk.follow_policy(around().policy(1));
    let asking: Arc<dyn Asking> = Arc::new(around());
    slow.is(Manner::Hangs);
    let asked = {
        let (desk, asking) = (desk.clone(), asking.clone());
        std::thread::spawn(move || ask_until(&desk, &asking, Until::AllHaveAnswered))
    };
    comes_about(|| desk.roll_back().is_some());
    slow.is(Manner::Honest);
    asked.join().expect("it ends");
    drop((desk, asking));
    assert!(open(older.path()).roll_back().is_some());
}

#[test]
fn silence_is_sealed_after_a_minute_and_counts_as_no_event() {
    use std::sync::atomic::{AtomicI64, Ordering};
    static PASSED: AtomicI64 = AtomicI64::new(0);
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("registry.sqlite"));
    let clock = || Instant(NOW.0 + PASSED.load(Ordering::SeqCst) * 1_000_000);
    let desk = open_by(folder.path(), &location, clock, |_, _| {});
    bring(&desk, folder.path(), "in.ndjson", &line("a1", "kari", "x1"));
    let before = desk.verify(&permit::<VerifyLedger>()).expect("runs");
    let mut pulse = desk.pulse();
    let sizes: Vec<u64> = (0..=180)
        .map(|second| {
            PASSED.store(second, Ordering::SeqCst);
            desk.beat(&permit::<VerifyLedger>(), &mut pulse)
                .expect("writes");
            desk.ledger().last_checkpoint().size - before.leaves
        })
        .collect();
    assert_eq!((sizes[59], sizes[60], sizes[119], sizes[180]), (0, 1, 1, 3));
    let after = desk.verify(&permit::<VerifyLedger>()).expect("runs");
    assert!(after.ok());
    assert_eq!(
        (after.leaves, after.events),
        (before.leaves + 3, before.events)
    );
    let sources = desk.sources(&permit::<ReadSources>()).expect("can be read");
    assert_eq!(sources.sources.iter().map(|one| one.events).sum::<u64>(), 1);
    drop(desk);
    let desk = open_by(folder.path(), &location, clock, |_, _| {});
    assert!(desk.verify(&permit::<VerifyLedger>()).expect("runs").ok());
}
