//! An erasure on a disk that loses what it may: what was to stay stays whatever happens, and
//! what is said to be gone does not come back.
//!
//! The same erasure is carried out on a copy of the disk where nothing goes wrong: what that
//! ledger holds then is what every other one must hold in the end.

use super::super::*;
use super::life::Template;
use rand::RngExt;
use tilsyn_durable::{Fault, SimDisk};

/// The parts of an entry as they open; nothing if its row is gone.
type Parts = Option<Vec<Option<Vec<u8>>>>;

/// Tries until one is left in peace.
const TROUBLED_TRIES: u32 = 4;
/// Operations within which something goes wrong, or not at all.
const OPERATIONS_MAX: u64 = 90;

pub(super) struct Erasure<'a> {
    pub(super) disk: SimDisk,
    kek: &'a FileKek,
    chance: ChaCha8Rng,
    options: Options,
    scope: Scope,
    before: Vec<([u8; ENTRY_BYTES], Parts)>,
    after: Vec<Parts>,
}

fn holdings(ledger: &Ledger, entries: u64) -> Vec<([u8; ENTRY_BYTES], Parts)> {
    let opened = |stored: StoredEntry| {
        let parts = stored.compartments.map(|parts| {
            let bytes = parts.into_iter().map(|part| part.bytes);
            bytes.collect()
        });
        (stored.entry.to_bytes(), parts)
    };
    (0..entries)
        .map(|index| opened(ledger.read(index).unwrap().unwrap()))
        .collect()
}

fn order(ledger: &Ledger) -> Order {
    let signatory = |number| Signatory {
        code: code(ledger, number),
        bytes: format!("official {number}").into_bytes(),
    };
    Order {
        id: b"order 1".to_vec(),
        basis: "GDPR-17-1-d".to_owned(),
        reason: b"the court said so".to_vec(),
        requested_by: signatory(1001),
        approved_by: signatory(1002),
    }
}

/// As a start does it that finds a record, or as it is done first.
fn erase(ledger: &Ledger, scope: &Scope) -> Result<()> {
    for index in 0..ledger.len() {
        if ledger.erasure(index)?.is_some() {
            return ledger.carry_out(index, &mut |_, _| {});
        }
    }
    let plan = ledger.plan_erasure(scope.clone(), &mut |_, _| {})?;
    let record = ledger.erase(plan, &order(ledger), NOON + 5)?;
    ledger.carry_out(record, &mut |_, _| {})
}

fn scope(chance: &mut ChaCha8Rng, ledger: &Ledger, entries: u64) -> Scope {
    let mut some: Vec<u64> = (0..entries).filter(|_| chance.random_ratio(1, 4)).collect();
    some.push(entries);
    match chance.random_range(0..4) {
        0 => Scope::Persons(vec![code(ledger, 100 + chance.random_range(0..20))]),
        1 => {
            let one = chance.random_range(0..entries);
            Scope::Entries([(one, crate::Parts::All)].into())
        }
        2 => {
            let one = chance.random_range(0..entries);
            Scope::Entries([(one, crate::Parts::These(vec![2, 3]))].into())
        }
        _ => {
            some.pop();
            Scope::Period {
                retention_class: 1,
                month: 2026 * 12 + 3,
                held: if chance.random_ratio(1, 2) {
                    some
                } else {
                    Vec::new()
                },
            }
        }
    }
}

impl<'a> Erasure<'a> {
    pub(super) fn begin(template: &'a Template, seed: u64) -> Erasure<'a> {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let kek = template.kek();
        let options = super::life::options(&mut chance);
        let disk = SimDisk::new(seed, 512);
        let entries = chance.random_range(3..25);
        let ledger = Ledger::create(&place(&disk), ORIGIN, kek, &options).unwrap();
        append(&ledger, 0..entries);
        let _both = order(&ledger);
        let scope = scope(&mut chance, &ledger, entries);
        let before = holdings(&ledger, entries);
        ledger.close(NOON).unwrap();
        disk.cut_power();
        let peaceful = disk.copy(seed, 512);
        let ledger = Ledger::open(&place(&peaceful), kek, &options).unwrap();
        erase(&ledger, &scope).unwrap();
        let after = holdings(&ledger, entries);
        Erasure {
            disk,
            kek,
            chance,
            options,
            scope,
            before,
            after: after.into_iter().map(|(_, parts)| parts).collect(),
        }
    }

    /// How many crashes it survived.
    pub(super) fn live(mut self) -> u64 {
        let mut crashes = 0;
        let mut ledger = self.open();
        for attempt in 0.. {
            if attempt < TROUBLED_TRIES {
                self.arm();
            }
            let done = erase(&ledger, &self.scope);
            let in_peace = self.disk.has_power() && self.disk.struck().is_empty();
            match done {
                Ok(()) => {
                    // What is said to be gone stays gone, whatever ends the program now.
                    drop(ledger);
                    self.end();
                    let ledger = self.open();
                    self.check_done(&ledger);
                    return crashes + 1;
                }
                Err(error) if error.is_full() && self.chance.random_ratio(1, 2) => {
                    self.disk.make_room();
                }
                Err(error) => {
                    assert!(!in_peace, "without a reason: {error:?}");
                    drop(ledger);
                    self.end();
                    crashes += 1;
                    ledger = self.open();
                }
            }
            self.check_midway(&ledger);
        }
        crashes
    }

    fn arm(&mut self) {
        let after = self.chance.random_range(0..OPERATIONS_MAX);
        match self.chance.random_range(0..7) {
            0..3 => self.disk.let_power_go_after(after),
            3 => self.disk.let_fail(Fault::FailedSync, after),
            4 => self.disk.let_fail(Fault::WriteError, after),
            5 => self.disk.let_fail(Fault::ShutFolder, after),
            _ => self.disk.let_fail(Fault::Full, after),
        }
    }

    fn end(&mut self) {
        if self.chance.random_ratio(1, 3) {
            self.disk.end_program();
        } else {
            self.disk.cut_power();
        }
    }

    /// Opens it; the power may go while it does.
    fn open(&mut self) -> Ledger {
        self.disk.calm();
        if self.chance.random_ratio(1, 3) {
            self.disk
                .let_power_go_after(self.chance.random_range(0..40));
            let opened = Ledger::open(&place(&self.disk), self.kek, &self.options);
            let is_cut = !self.disk.has_power();
            assert!(
                opened.is_ok() || is_cut,
                "it does not open: {:?}",
                opened.err()
            );
            drop(opened);
            self.disk.cut_power();
            self.disk.calm();
        }
        Ledger::open(&place(&self.disk), self.kek, &self.options).unwrap()
    }

    /// What is to stay is there; what is to go may be.
    fn check_midway(&mut self, ledger: &Ledger) {
        self.disk.calm();
        let found = holdings(ledger, self.before.len() as u64);
        for (index, (found, before)) in found.iter().zip(&self.before).enumerate() {
            assert_eq!(found.0, before.0, "entry {index} has changed");
            let (Some(found), Some(before)) = (&found.1, &before.1) else {
                assert_eq!(found.1, self.after[index], "row {index} is lost");
                continue;
            };
            for (part, (found, before)) in found.iter().zip(before).enumerate() {
                let stays = self.after[index]
                    .as_ref()
                    .and_then(|after| after[part].as_ref());
                assert!(
                    found == before || (found.is_none() && stays.is_none()),
                    "part {part} of entry {index} is lost"
                );
            }
        }
        assert_eq!(verify(ledger).unexplained, 0, "a hole without a record");
    }

    fn check_done(&self, ledger: &Ledger) {
        let found = holdings(ledger, self.before.len() as u64);
        for (index, (_, parts)) in found.iter().enumerate() {
            assert_eq!(*parts, self.after[index], "entry {index}");
        }
        let report = verify(ledger);
        assert_eq!((report.problems, report.unexplained), (Vec::new(), 0));
    }
}

fn place(disk: &SimDisk) -> PathBuf {
    disk.root().join("ledger")
}
