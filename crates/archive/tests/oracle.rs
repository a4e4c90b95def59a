//! Every answer of the archive equals that of the naive oracle, on random directories and logs.

#![cfg(feature = "testing")]

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use tilsyn_archive::testing::{Case, TableBook};
use tilsyn_archive::{Archive, ArchiveKey, Settings, Upkeep};
use tilsyn_domain::counted::{PictureColumn, SubjectColumn};
use tilsyn_domain::oracle::Oracle;
use tilsyn_domain::question::{
    About, Dropped, ElementField, HistoryQuestion, OneLookup, Only, PictureLine, Stored,
};
use tilsyn_domain::touch::{Presence, TouchQuestion, TouchWeek};
use tilsyn_domain::{Answers, Counted, Day, Directory, Identity, Kind, Period};

fn settings(case: &mut Case) -> Settings {
    Settings {
        tail_rows: 1 + case.up_to(150),
        merge_segments: 2 + case.up_to(3),
        segment_rows_max: [60, 400, 1_000_000][case.up_to(2)],
        upkeep: Upkeep::AtOnce,
        ..Settings::new(case.zone.clone())
    }
}

/// An archive and the oracle, fed alike.
struct Pair {
    folder: tempfile::TempDir,
    book: Arc<TableBook>,
    directory: Arc<Directory>,
    settings: Settings,
    archive: Option<Archive>,
    oracle: Oracle,
    log: Vec<Stored>,
}

impl Pair {
    fn new(case: &mut Case) -> Pair {
        let book = Arc::new(TableBook::default());
        let directory = Arc::new(case.directory(&book));
        let folder = tempfile::tempdir().expect("a folder");
        let settings = settings(case);
        let mut pair = Pair {
            oracle: Oracle::new(case.zone.clone(), Arc::clone(&directory)).with_book(Arc::<
                TableBook,
            >::clone(
                &book
            )),
            folder,
            book,
            directory,
            settings,
            archive: None,
            log: Vec::new(),
        };
        pair.reopen();
        pair
    }

    fn archive(&self) -> &Archive {
        self.archive.as_ref().expect("opened")
    }

    /// As after a crash: what was not in a segment comes again from the ledger.
    fn reopen(&mut self) {
        self.archive = None;
        let opened = Archive::open(
            self.folder.path(),
            ArchiveKey::new(&[7; 32]),
            self.settings.clone(),
            Arc::<TableBook>::clone(&self.book),
            Arc::clone(&self.directory),
        );
        self.archive = Some(opened.expect("opens"));
        let next = self.archive().next_leaf();
        let again: Vec<Stored> = self
            .log
            .iter()
            .filter(|stored| stored.leaf >= next)
            .cloned()
            .collect();
        self.archive().take_in(&again).expect("takes in");
    }

    fn take_in(&mut self, events: &[Stored]) {
        self.archive().take_in(events).expect("takes in");
        self.oracle.take_in(events).expect("takes in");
        self.log.extend_from_slice(events);
    }

    fn renew(&mut self, case: &mut Case) {
        self.directory = Arc::new(case.directory(&self.book));
        self.archive()
            .renew(Arc::clone(&self.directory))
            .expect("renews");
        self.oracle
            .renew(Arc::clone(&self.directory))
            .expect("renews");
    }

    /// Some events are erased, of others one of the people.
    fn drop_some(&mut self, case: &mut Case) {
        let mut dropped = BTreeMap::new();
        for stored in &self.log {
            let one = stored.codes.subjects.first();
            match (case.up_to(9), one) {
                (0, _) => dropped.insert(stored.leaf, Dropped::Event),
                (1, Some(one)) => dropped.insert(stored.leaf, Dropped::Subjects(vec![*one])),
                _ => None,
            };
        }
        self.archive().drop_events(&dropped).expect("drops");
        self.oracle.drop_events(&dropped).expect("drops");
        self.log
            .retain(|stored| !dropped.contains_key(&stored.leaf));
        self.archive().drop_events(&dropped).expect("drops again");
    }

    fn compare(&self, case: &mut Case, seed: u64) {
        let (one, other) = (self.archive(), &self.oracle);
        let period = case.period();
        let limit = [None, Some(0), Some(1), Some(3), Some(100)][case.up_to(4)];
        macro_rules! same {
            ($question:ident($($with:expr),*)) => {
                assert_eq!(
                    one.$question($($with),*).expect("answers"),
                    other.$question($($with),*).expect("answers"),
                    "{} of case {seed}, {period:?}, limit {limit:?}",
                    stringify!($question),
                )
            };
        }
        same!(statement(period, limit));
        same!(subjects(period, limit));
        same!(pictures(period, limit));
        self.compare_counted(period, seed);
        let fields = [
            ElementField::Element,
            ElementField::Screen,
            ElementField::Tab,
        ];
        for field in [&fields[..], &[ElementField::Report]].concat() {
            same!(elements(field, period));
        }
        self.compare_events(case, seed);
        let actors: Vec<Identity> = (0..3).map(|_| case.actor()).collect();
        if period.from() != Day::MIN && period.to() != Day::MAX {
            same!(weeks(&actors, period));
        }
        same!(flows(period, None));
        same!(flows(period, Some(&actors[0])));
        let subject = case.person();
        same!(viewers(&subject, period));
        self.compare_lookups(period, seed);
        same!(sources());
        let span = case.span();
        same!(hours_of_sources(span.clone()));
        for source in case.sources() {
            same!(records_between(&source, span.clone()));
        }
        self.compare_touches(case, seed);
        for _ in 0..3 {
            let (who, day) = (Identity::Person(case.person()), case.day());
            assert_eq!(
                one.card(&who, day),
                other.card(&who, day),
                "card of case {seed}"
            );
        }
    }
}

/// Computers of a week, each by what was done from it: their numbers are free.
fn by_client(presences: &[Presence]) -> BTreeSet<(bool, Vec<Presence>)> {
    let mut clients: BTreeMap<u32, Vec<Presence>> = BTreeMap::new();
    for presence in presences {
        let of_client = clients.entry(presence.client).or_default();
        of_client.push(Presence {
            client: 0,
            ..*presence
        });
    }
    let unnamed = |client: u32| client == 0;
    let clients = clients.into_iter();
    clients
        .map(|(client, done)| (unnamed(client), done))
        .collect()
}

impl Pair {
    /// Lists of events, and what is counted over them.
    fn compare_events(&self, case: &mut Case, seed: u64) {
        let (one, other) = (self.archive(), &self.oracle);
        for _ in 0..6 {
            let question = question(case);
            assert_eq!(
                one.history(&question).expect("answers"),
                other.history(&question).expect("answers"),
                "history of case {seed}, {question:?}",
            );
            assert_eq!(
                one.leaves(&question).expect("answers"),
                other.leaves(&question).expect("answers"),
                "leaves of case {seed}, {question:?}",
            );
            assert_eq!(
                one.hours(&question).expect("answers"),
                other.hours(&question).expect("answers"),
                "hours of case {seed}, {question:?}",
            );
            assert_eq!(
                one.usage(&question).expect("answers"),
                other.usage(&question).expect("answers"),
                "usage of case {seed}, {question:?}",
            );
        }
    }

    /// Who looked at whom, week by week.
    fn compare_touches(&self, case: &mut Case, seed: u64) {
        let names = |front: &str, few: usize| (0..few).map(|n| format!("{front}{n}")).collect();
        let first = case.day();
        let question = TouchQuestion {
            period: Period::new(first, first.plus([0, 3, 6, 7, 13, 20][case.up_to(5)]))
                .expect("a period"),
            applications: names("application", 2),
            screens: vec![names("element", 1), names("screen", case.up_to(2))],
            workstations: names("PC-", 2),
        };
        let weeks = |answers: &dyn Answers| {
            let mut weeks = Vec::new();
            let mut take = |week: TouchWeek| {
                weeks.push((week.days, week.touches, by_client(&week.presences)));
                ControlFlow::Continue(())
            };
            answers.touches(&question, &mut take).expect("answers");
            weeks
        };
        let (ours, theirs) = (weeks(self.archive()), weeks(&self.oracle));
        assert_eq!(ours.len(), theirs.len());
        for (ours, theirs) in ours.iter().zip(&theirs) {
            let told = format!("case {seed}, {:?}, {question:?}", ours.0);
            assert!(ours.1 == theirs.1, "touches of {told}");
            assert!(ours.2 == theirs.2, "presences of {told}");
        }
    }

    /// Single lookups are those of the oracle, and add up to the lists of people and users.
    fn compare_lookups(&self, period: Period, seed: u64) {
        let (one, other) = (self.archive(), &self.oracle);
        let lookups = lookups(one, period, usize::MAX);
        assert_eq!(
            lookups,
            self::lookups(other, period, usize::MAX),
            "lookups of case {seed}"
        );
        let counted = one.lookup_count(period).expect("answers");
        assert_eq!(counted, lookups.len() as u64, "lookups of case {seed}");
        assert_eq!(counted, other.lookup_count(period).expect("answers"));
        let subjects = one.subjects(period, None).expect("answers");
        let by_subject: u64 = subjects.iter().map(|line| line.lookups).sum();
        assert_eq!(counted, by_subject, "lookups of case {seed}");
        let first = self::lookups(one, period, 1);
        assert!(first.len() <= lookups.len());
        assert!(first.iter().all(|lookup| lookups.contains(lookup)));
    }

    /// A counted list holds the lines of the whole list, and their numbers and units.
    fn compare_counted(&self, period: Period, seed: u64) {
        let (one, other) = (self.archive(), &self.oracle);
        let list = one.counted_subjects(period).expect("answers");
        let mut lines = written_out(list.as_ref());
        for (place, line) in lines.iter().enumerate() {
            let number = |column| list.number(place, column);
            assert_eq!(number(SubjectColumn::Lookups), line.lookups);
            assert_eq!(number(SubjectColumn::Users), line.users);
            assert_eq!(number(SubjectColumn::Units), line.units);
            assert_eq!(list.unit(place), line.unit);
        }
        let units = lines.iter().filter_map(|line| line.unit.clone());
        assert_eq!(list.units(), units.collect());
        lines.sort_by(|one, two| {
            let by_count = two.lookups.cmp(&one.lookups);
            by_count.then_with(|| one.national_id.cmp(&two.national_id))
        });
        let expected = other.subjects(period, None).expect("answers");
        assert_eq!(lines, expected, "counted subjects of case {seed}");
        let list = one.counted_pictures(period).expect("answers");
        let mut lines = written_out(list.as_ref());
        for (place, line) in lines.iter().enumerate() {
            let number = |column| list.number(place, column);
            assert_eq!(number(PictureColumn::Lookups), line.lookups);
            assert_eq!(number(PictureColumn::Users), line.users);
            assert_eq!(number(PictureColumn::MaxByOneUser), line.max_by_one_user);
        }
        let mut expected = other.pictures(period, None).expect("answers");
        let key = |line: &PictureLine| {
            let (source, object) = (line.source.clone(), line.object.clone());
            (source, object, line.subjects.clone())
        };
        lines.sort_by_key(key);
        expected.sort_by_key(key);
        assert_eq!(lines, expected, "counted pictures of case {seed}");
    }
}

/// The lookups of so many pieces, in the order of leaves and ids.
fn lookups(answers: &dyn Answers, period: Period, pieces_max: usize) -> Vec<OneLookup> {
    let (mut all, mut pieces) = (Vec::new(), 0);
    let told = answers.lookups(period, &mut |piece| {
        assert!(piece.is_sorted(), "a piece is in the order of leaves");
        all.extend(piece);
        pieces += 1;
        match pieces < pieces_max {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    });
    told.expect("answers");
    assert!(pieces <= pieces_max, "stopped when told");
    all.sort();
    all
}

fn written_out<L: Send, C: Copy + Send + Sync>(list: &dyn Counted<Line = L, Column = C>) -> Vec<L> {
    let line = |place| list.line(place).expect("nobody was erased");
    (0..list.len()).map(line).collect()
}

fn question(case: &mut Case) -> HistoryQuestion {
    let about = match (case.up_to(8), case.actor()) {
        (0 | 1, _) => About::Subject(case.person()),
        (2, Identity::Account { source, user }) => About::Account { source, user },
        (2..=4, actor) => About::Actor(actor),
        (5, _) => About::Element(ElementField::Element, format!("element{}", case.up_to(3))),
        (6, _) => About::Element(ElementField::Screen, format!("screen{}", case.up_to(3))),
        (7, Identity::Account { source, .. }) => About::Document {
            source,
            document: format!("document{}", case.up_to(3)),
        },
        _ => About::Everything,
    };
    let kinds = match case.up_to(2) {
        0 => vec![Kind::Lookup, Kind::Change],
        _ => Vec::new(),
    };
    HistoryQuestion {
        about,
        period: case.period(),
        kinds,
        only: [Only::All, Only::All, Only::Lookups, Only::Outside][case.up_to(3)],
        filter: case.filter(),
        sort: case.sort(),
        skip: [0, 0, 1, 7, 1000][case.up_to(4)],
        limit: [1, 5, 50, 1000][case.up_to(3)],
    }
}

fn check(seed: u64) {
    let mut case = Case::new(seed);
    let mut pair = Pair::new(&mut case);
    for _ in 0..1 + case.up_to(3) {
        for _ in 0..case.up_to(4) {
            let count = case.up_to(60);
            let events = case.events(count, &pair.book);
            pair.take_in(&events);
        }
        match case.up_to(5) {
            3 => pair.drop_some(&mut case),
            0 => pair.reopen(),
            1 => pair.archive().flush().expect("flushes"),
            2 => pair.renew(&mut case),
            _ => {}
        }
        pair.compare(&mut case, seed);
    }
}

fn check_all(seeds: std::ops::Range<u64>) {
    seeds.for_each(check);
}

#[test]
fn random_directories_and_logs_0() {
    check_all(0..250);
}

#[test]
fn random_directories_and_logs_250() {
    check_all(250..500);
}

#[test]
fn random_directories_and_logs_500() {
    check_all(500..750);
}

#[test]
fn random_directories_and_logs_750() {
    check_all(750..1000);
}

#[test]
fn a_log_of_thousands() {
    let mut case = Case::new(77_777);
    let mut pair = Pair::new(&mut case);
    for _ in 0..10 {
        let events = case.events(1_500, &pair.book);
        pair.take_in(&events);
    }
    for _ in 0..6 {
        pair.compare(&mut case, 77_777);
    }
    assert!(
        !pair
            .archive()
            .statement(Period::always(), None)
            .expect("answers")
            .is_empty()
    );
}
