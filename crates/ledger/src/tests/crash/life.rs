//! One life of a ledger: random work, an end, opening again, and what must be true then.

use super::super::*;
use super::model::{InDoubt, Model, Sent};
use rand::RngExt;
use tilsyn_durable::{Fault, SimDisk};

/// Ways a life can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// The power goes, or the program is killed, at any operation.
    PowerCuts,
    /// The same with a tree of more than one tile.
    GreatTree,
    /// Operations fail, then the program is ended.
    Faults,
    /// Syncs lie and stored bits turn: less can be promised.
    Rot,
}

impl Plan {
    pub(super) fn of(number: u64) -> Plan {
        match number {
            0 => Plan::PowerCuts,
            1 => Plan::GreatTree,
            2 => Plan::Faults,
            _ => Plan::Rot,
        }
    }

    pub(super) fn number(self) -> u64 {
        match self {
            Plan::PowerCuts => 0,
            Plan::GreatTree => 1,
            Plan::Faults => 2,
            Plan::Rot => 3,
        }
    }
}

/// What may come up in a life. Seeds that failed once live as they did then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variety {
    AsAtFirst,
    /// Batches of several frames, clocks that jump, a look at the folder from outside.
    All,
}

/// Ledgers to begin with: copying a disk is cheaper than filling it.
pub(super) struct Template {
    _folder: TempDir,
    kek: FileKek,
    small: (SimDisk, Model),
    great: (SimDisk, Model),
}

pub(super) fn options(chance: &mut ChaCha8Rng) -> Options {
    Options {
        segment_bytes: chance.random_range(2000..12_000),
        history_spacing_seconds: chance.random_range(0..4),
        newest_keys_max: chance.random_range(4..20),
        randomness: Arc::new(Seeded(Mutex::new(ChaCha8Rng::seed_from_u64(
            chance.random(),
        )))),
        ..Options::default()
    }
}

impl Template {
    pub(super) fn kek(&self) -> &FileKek {
        &self.kek
    }

    pub(super) fn new() -> Template {
        let folder = fresh_folder();
        let kek = FileKek::create(&folder.path().join("root.key"), &SystemRandomness).unwrap();
        let filled = |entries: u64| {
            let disk = SimDisk::new(1, 512);
            let mut chance = ChaCha8Rng::seed_from_u64(1);
            let path = disk.root().join("ledger");
            let ledger = Ledger::create(&path, ORIGIN, &kek, &options(&mut chance)).unwrap();
            let mut model = Model::default();
            for number in 0..entries {
                let groups = [vec![bare(number)]];
                let call = model.outcome_of(&groups);
                ledger.append(&groups, 1).unwrap();
                model.keep(call);
            }
            ledger.close(1).unwrap();
            disk.cut_power();
            (disk, model)
        };
        Template {
            small: filled(0),
            great: filled(250),
            kek,
            _folder: folder,
        }
    }
}

/// An event of next to nothing.
fn bare(number: u64) -> NewEntry {
    NewEntry {
        kind: EntryKind::AccessEvent,
        schema: 1,
        source: 1,
        source_sequence: number,
        event_id: format!("bare-{number}").into_bytes(),
        retention_class: 1,
        month: 5,
        compartments: Vec::new(),
        position: None,
    }
}

/// Why the work stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    GoesOn,
    Ended,
}

pub(super) struct Life<'a> {
    pub(super) disk: SimDisk,
    kek: &'a FileKek,
    plan: Plan,
    chance: ChaCha8Rng,
    /// Chance for what lives have learnt since their first seeds failed.
    turns: Option<ChaCha8Rng>,
    options: Options,
    ledger: Option<Ledger>,
    model: Model,
    now: u64,
    number: u64,
    cycles: u64,
    sealed: Vec<(u32, Vec<u8>)>,
    /// The public key, once there is one.
    key: String,
}

impl<'a> Life<'a> {
    pub(super) fn begin(
        template: &'a Template,
        seed: u64,
        plan: Plan,
        variety: Variety,
    ) -> Life<'a> {
        let mut chance = ChaCha8Rng::seed_from_u64(seed);
        let sector = if chance.random_ratio(1, 4) { 4096 } else { 512 };
        let from_nothing = plan == Plan::PowerCuts && chance.random_ratio(1, 8);
        let (disk, model) = if from_nothing {
            (SimDisk::new(seed, sector), Model::default())
        } else {
            let (disk, model) = match plan {
                Plan::GreatTree => &template.great,
                _ => &template.small,
            };
            (disk.copy(seed, sector), model.clone())
        };
        let mut options = options(&mut chance);
        let mut turns = (variety == Variety::All).then(|| ChaCha8Rng::seed_from_u64(!seed));
        let may_split = turns.as_mut().is_some_and(|turns| turns.random_ratio(1, 2));
        if let Some(turns) = turns.as_mut().filter(|_| may_split) {
            options.frame_bytes_aim = turns.random_range(1..3000);
        }
        let mut model = model;
        model.may_split = may_split;
        Life {
            disk,
            kek: &template.kek,
            plan,
            options,
            chance,
            turns,
            ledger: None,
            model,
            now: NOON,
            number: 0,
            cycles: 0,
            sealed: Vec::new(),
            key: String::new(),
        }
    }

    /// How many crashes it survived, and how many entries it was told are kept.
    pub(super) fn live(mut self) -> (u64, u64) {
        let rounds = self.chance.random_range(1..8);
        for _ in 0..rounds {
            if !self.open() {
                break;
            }
            self.arm();
            for _ in 0..self.chance.random_range(1..14) {
                if self.work() == Work::Ended {
                    break;
                }
            }
            self.ledger = None;
            self.end();
        }
        if self.plan != Plan::Rot {
            self.open();
        }
        (self.cycles, self.model.kept.len() as u64)
    }

    fn arm(&mut self) {
        let after = self.chance.random_range(0..70);
        match self.plan {
            Plan::PowerCuts | Plan::GreatTree => self.disk.let_power_go_after(after),
            Plan::Faults | Plan::Rot => {
                let faults = self.plan.faults();
                let fault = faults[self.chance.random_range(0..faults.len())];
                self.disk.let_fail(fault, after);
            }
        }
    }

    /// The end of the program, by power or by itself.
    fn end(&mut self) {
        self.cycles += 1;
        if self.chance.random_ratio(1, 3) {
            self.disk.end_program();
        } else {
            self.disk.cut_power();
        }
        if self.plan == Plan::Rot && self.chance.random_ratio(1, 2) {
            self.disk.turn_a_bit();
        }
    }

    /// Opens the ledger, or makes it, whatever happens meanwhile; then compares. False if it
    /// rightly cannot be opened any more.
    fn open(&mut self) -> bool {
        let path = self.disk.root().join("ledger");
        for attempt in 0.. {
            if !self.key.is_empty() && self.turn(4) {
                self.check_from_outside();
            }
            if attempt < 3 && self.chance.random_ratio(1, 3) {
                let after = self.chance.random_range(0..50);
                match self.plan {
                    Plan::PowerCuts | Plan::GreatTree => self.disk.let_power_go_after(after),
                    Plan::Faults => self.disk.let_fail(Fault::FailedSync, after),
                    Plan::Rot => {}
                }
            }
            let opened = if Ledger::is_in(&path) {
                Ledger::open(&path, self.kek, &self.options)
            } else {
                assert!(self.model.kept.is_empty(), "the ledger is gone");
                Ledger::create(&path, ORIGIN, self.kek, &self.options)
            };
            match opened {
                Ok(ledger) => self.ledger = Some(ledger),
                Err(_) if self.plan == Plan::Rot => return false,
                Err(error) => {
                    assert!(self.is_expected(), "it does not open: {error:?}");
                    self.end();
                    continue;
                }
            }
            if self.disk.has_power() && self.disk.struck().is_empty() {
                break;
            }
            self.ledger = None;
            self.end();
        }
        self.disk.calm();
        self.compare()
    }

    /// One time in so many.
    fn turn(&mut self, in_so_many: u32) -> bool {
        let turns = self.turns.as_mut();
        turns.is_some_and(|turns| turns.random_ratio(1, in_so_many))
    }

    /// What somebody with the public key alone says of the folder as it lies there now, before
    /// anything was mended: whatever ended the program, nothing in it is wrong.
    fn check_from_outside(&self) {
        let path = self.disk.root().join("ledger");
        if self.plan == Plan::Rot || !Ledger::is_in(&path) {
            return;
        }
        let key = VerifierKey::parse(&self.key).unwrap();
        let report = match check_folder(&path, &key, &mut |_, _| {}) {
            Ok(report) if self.disk.struck().is_empty() => report,
            Err(error) if self.disk.struck().is_empty() => panic!("from outside: {error:?}"),
            _ => return,
        };
        assert_eq!(report.problems, [], "from outside");
        let signed = self.model.signed.last().map_or(0, |last| last.size);
        let found = report.checkpoint.map_or(0, |found| found.size);
        assert!(found >= signed, "a signed tree is gone");
    }

    /// Whether there is a reason for an error.
    fn is_expected(&self) -> bool {
        !self.disk.has_power() || !self.disk.struck().is_empty()
    }

    /// False if something is rightly complained of.
    fn compare(&mut self) -> bool {
        let ledger = self.ledger.as_ref().unwrap();
        let report = verify(ledger);
        self.key = ledger.verifier_key();
        if self.plan == Plan::Rot {
            if report.is_sound() {
                self.model.compare_what_is_left(ledger);
            }
            return report.is_sound();
        }
        assert_eq!(report.problems, [], "verification");
        assert_eq!(report.leaves, ledger.len());
        self.model.compare(ledger);
        for (purpose, sealed) in &self.sealed {
            let opened = ledger.unseal(sealed, &format!("purpose {purpose}"));
            assert_eq!(opened.unwrap(), b"kept beside", "sealed bytes");
        }
        true
    }

    fn work(&mut self) -> Work {
        self.now += self.chance.random_range(0..3);
        if self.turn(20) {
            let hour = if self.turn(2) { 3600 } else { -3600 };
            self.now = self.now.saturating_add_signed(hour);
        }
        match self.chance.random_range(0..20) {
            0..10 => self.append(),
            10..14 => self.name_persons(),
            14..17 => self.checkpoint(),
            17 => self.heartbeat(),
            18 => self.seal(),
            _ if self.chance.random_ratio(1, 2) => self.close(),
            _ => self.append(),
        }
    }

    fn ledger(&self) -> &Ledger {
        self.ledger.as_ref().expect("open while it works")
    }

    /// What an error means for the rest of the work.
    fn after(&mut self, error: &Error) -> Work {
        if self.plan != Plan::Rot {
            assert!(self.is_expected(), "without a reason: {error:?}");
        }
        if !error.is_full() {
            return Work::Ended;
        }
        // Nothing was taken in, or all of it: memory says which, and is to be believed.
        let entries = self.ledger().len();
        self.model.settle(entries);
        if self.chance.random_ratio(1, 2) {
            self.disk.make_room();
        }
        Work::GoesOn
    }

    fn append(&mut self) -> Work {
        let groups = self.groups();
        let call = self.model.outcome_of(&groups);
        let expected = self.expected_answers(&groups);
        self.model.in_doubt = Some(call.clone());
        match self.ledger().append(&groups, self.now) {
            Ok(answers) => {
                assert_eq!(answers, expected, "answers");
                self.model.in_doubt = None;
                self.model.keep(call);
                Work::GoesOn
            }
            Err(error) => {
                let work = self.after(&error);
                if work == Work::Ended && self.has_stopped_for_good() {
                    let again = self
                        .ledger()
                        .append(&[vec![bare(self.number + 9999)]], self.now);
                    assert!(again.is_err(), "acknowledged after {error:?}");
                }
                work
            }
        }
    }

    /// Whether what went wrong leaves the disk in doubt: a read that failed does not.
    fn has_stopped_for_good(&self) -> bool {
        !self.disk.has_power() || !self.disk.struck().contains(&Fault::ReadError)
    }

    fn expected_answers(&self, groups: &[Vec<NewEntry>]) -> Vec<Appended> {
        let mut next = self.model.kept.len() as u64;
        let mut places = self.model.places.clone();
        let answer = |new: &NewEntry| {
            let key = (new.source, new.event_id.clone());
            if let Some(index) = places.get(&key) {
                return Appended::Seen(*index);
            }
            places.insert(key, next);
            next += 1;
            Appended::Stored(next - 1)
        };
        groups.iter().flatten().map(answer).collect()
    }

    fn groups(&mut self) -> Vec<Vec<NewEntry>> {
        let count = self.chance.random_range(1..4);
        (0..count)
            .map(|_| {
                let entries = self.chance.random_range(1..4);
                (0..entries).map(|_| self.event()).collect()
            })
            .collect()
    }

    fn event(&mut self) -> NewEntry {
        let number = if self.number > 0 && self.chance.random_ratio(1, 6) {
            self.chance.random_range(0..self.number)
        } else {
            self.number += 1;
            self.number
        };
        let bytes = if self.chance.random_ratio(1, 8) {
            1500
        } else {
            20
        };
        let filler = vec![b'a' + u8::try_from(number % 26).unwrap(); bytes];
        let mut compartments = vec![Compartment::act(filler)];
        if self.chance.random_ratio(2, 3) {
            let (actor, subject) = (self.known_code(), self.known_code());
            compartments.push(Compartment::actor(actor, b"who".to_vec()));
            compartments.push(Compartment::subject(subject, b"whom".to_vec()));
            compartments.push(Compartment::detail(number.to_be_bytes().to_vec()));
        }
        let position = self.chance.random_ratio(1, 3).then(|| Position {
            stream: number % 2,
            bytes: self.number.to_be_bytes().to_vec(),
        });
        NewEntry {
            source: 1 + u32::try_from(number % 2).unwrap(),
            event_id: format!("event-{number}").into_bytes(),
            month: self.chance.random_range(1..4),
            compartments,
            position,
            ..bare(number)
        }
    }

    fn known_code(&mut self) -> Option<Code> {
        let known = self.model.codes.len();
        (known > 0).then(|| {
            let at = self.chance.random_range(0..known);
            *self.model.codes.values().nth(at).unwrap()
        })
    }

    fn name_persons(&mut self) -> Work {
        let count = self.chance.random_range(1..12);
        let identities: Vec<Vec<u8>> = (0..count)
            .map(|_| {
                let number = self.chance.random_range(0..200_u64);
                let mut name = identity(number);
                if number.is_multiple_of(9) {
                    name.resize(200, b'.');
                }
                name
            })
            .collect();
        match self.ledger().vault().codes_of(&identities) {
            Ok(codes) => {
                for (identity, code) in identities.into_iter().zip(codes) {
                    let known = *self.model.codes.entry(identity).or_insert(code);
                    assert_eq!(known, code, "a person has two codes");
                }
                Work::GoesOn
            }
            Err(error) => self.after(&error),
        }
    }

    fn checkpoint(&mut self) -> Work {
        match self.ledger().checkpoint(self.now) {
            Ok(checkpoint) => {
                assert_eq!(checkpoint.size, self.model.kept.len() as u64);
                self.model.signed.push(checkpoint);
                Work::GoesOn
            }
            Err(error) => self.after(&error),
        }
    }

    fn heartbeat(&mut self) -> Work {
        self.now += 1;
        let beat = Sent {
            source: 0,
            event_id: format!("heartbeat/{}", self.now).into_bytes(),
            month: 0,
            compartments: Vec::new(),
            position: None,
        };
        let known = (0, beat.event_id.clone());
        // A clock that was set back comes by the same second again.
        let is_fresh = !self.model.places.contains_key(&known);
        let call = InDoubt {
            fresh: is_fresh.then_some((0, beat)).into_iter().collect(),
            ..InDoubt::default()
        };
        self.model.in_doubt = Some(call.clone());
        match self.ledger().heartbeat(self.now) {
            Ok(checkpoint) => {
                self.model.in_doubt = None;
                self.model.keep(call);
                self.model.signed.push(checkpoint);
                Work::GoesOn
            }
            Err(error) => self.after(&error),
        }
    }

    fn seal(&mut self) -> Work {
        let purpose = self.chance.random_range(0..9);
        match self
            .ledger()
            .seal(b"kept beside", &format!("purpose {purpose}"))
        {
            Ok(sealed) => {
                self.sealed.push((purpose, sealed));
                Work::GoesOn
            }
            Err(error) => self.after(&error),
        }
    }

    /// An orderly end; nothing is known of the ledger but that it has the entries.
    fn close(&mut self) -> Work {
        let ledger = self.ledger.take().expect("open while it works");
        if let Err(error) = ledger.close(self.now) {
            let has_reason = self.is_expected() || self.plan == Plan::Rot;
            assert!(has_reason, "without a reason: {error:?}");
        }
        Work::Ended
    }
}
