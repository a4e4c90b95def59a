//! Evidence of one event: what is in it, and that the look is filed before it leaves.

use tilsyn_ledger::CompartmentKind::{Act, Actor, Detail, Subject};
use tilsyn_ledger::{CompartmentKind, PartShown, Proof, VerifierKey};

use super::*;
use crate::log_review::EventEvidence;
use crate::permit::ProveEvent;
use crate::problem::{Problem, Whose};

fn prove(desk: &Desk, id: &str, open: &[CompartmentKind]) -> Result<EventEvidence, Problem> {
    desk.prove(&permit::<ProveEvent>(), "s", id, open)
}

fn desk(folder: &Path) -> Desk {
    let desk = open(folder);
    let lines = line("e1", "kari", "01817010055") + &line("e2", "ola", "02817010055");
    bring(&desk, folder, "a.ndjson", &lines);
    desk
}

#[test]
fn the_act_alone_is_opened_and_no_person_stands_in_the_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let evidence = prove(&desk, "e2", &[Act]).expect("makes it");
    let key = VerifierKey::parse(&evidence.verifier_key).expect("a key");
    let proof = Proof::parse(&evidence.bytes).expect("a file");
    proof.check(&key).expect("holds");
    let opened: Vec<String> = proof
        .openings
        .iter()
        .map(|one| String::from_utf8_lossy(&one.bytes).into_owned())
        .collect();
    assert_eq!(opened.len(), 1);
    assert!(opened[0].contains(r#""id":"e2""#), "{opened:?}");
    assert!(
        !opened[0].contains("ola") && !opened[0].contains("0281701"),
        "{opened:?}"
    );
    let shut = [Actor, Subject].map(|kind| (kind, PartShown::Shut, 1));
    assert_eq!(evidence.parts[..2], shut);
    assert_eq!(evidence.parts[2], (Act, PartShown::Opened, 1));
    let log = desk.own_log(&permit::<ReadOwnLog>(), 0, 9).expect("reads");
    let look = &log.looks[0];
    assert_eq!(
        (look.view.as_str(), look.action.as_str()),
        ("proof", "prove-event")
    );
    assert_eq!((look.named, look.about.is_none()), (0, true));
    let filter = [("source", "s"), ("event", "e2"), ("parts", "act")];
    assert_eq!(
        look.filter,
        filter.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}

#[test]
fn a_look_names_those_whose_parts_were_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let evidence = prove(&desk, "e1", &[Actor, Subject, Act, Detail]).expect("makes it");
    let proof = Proof::parse(&evidence.bytes).expect("a file");
    assert_eq!(proof.openings.len(), 3, "there is no detail");
    let log = desk.own_log(&permit::<ReadOwnLog>(), 0, 9).expect("reads");
    let look = &log.looks[0];
    assert!(look.about.is_some(), "{look:?}");
    assert_eq!(look.named, 1);
}

#[test]
fn an_event_that_is_not_there_has_no_evidence_and_no_look() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    for (source, id) in [("s", "e3"), ("t", "e1"), ("s", "")] {
        let none = desk.prove(&permit::<ProveEvent>(), source, id, &[Act]);
        let problem = none.expect_err("there is no such event");
        let told = (problem.whose, problem.message);
        assert_eq!(
            told,
            (Whose::Gone, "problem-no-such-event"),
            "{source}:{id}"
        );
    }
    let log = desk.own_log(&permit::<ReadOwnLog>(), 0, 9).expect("reads");
    assert_eq!(log.total, 0);
}

#[test]
fn what_has_been_erased_is_not_proved() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = desk(folder.path());
    let code = desk
        .ledger()
        .read(0)
        .expect("reads")
        .expect("an entry")
        .compartments;
    let code = code.expect("opens")[1].person.expect("a person");
    drop(desk);
    // What erasing a person will do: one slot of the vault overwritten.
    let path = folder.path().join("ledger/vault/slots");
    let mut slots = fs::read(&path).expect("reads");
    let slot = &mut slots[192 * usize::try_from(code.get()).expect("small")..][..192];
    slot[4] = 2;
    slot[12..].fill(0);
    let crc = crc32c(&slot[4..]);
    slot[..4].copy_from_slice(&crc.to_be_bytes());
    fs::write(&path, slots).expect("writes");
    let desk = open(folder.path());
    let erased = prove(&desk, "e1", &[Subject]).expect_err("erased");
    assert_eq!(
        (erased.whose, erased.message),
        (Whose::Gone, "problem-event-erased")
    );
    let evidence = prove(&desk, "e1", &[Subject, Act]).expect("the rest opens");
    assert!(evidence.parts.contains(&(Subject, PartShown::Erased, 1)));
    assert!(evidence.parts.contains(&(Act, PartShown::Opened, 1)));
}

/// CRC-32C, bit by bit.
fn crc32c(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc >> 1) ^ (0x82f6_3b78 & (crc & 1).wrapping_neg());
    let take = |crc: u32, byte: &u8| (0..8).fold(crc ^ u32::from(*byte), step);
    !bytes.iter().fold(!0, take)
}
