//! Findings: users whose period holds more evidence than ordinary work gives, each with its facts.
//!
//! A fact is a count or a day that anyone can check against the events; none is an estimate except
//! what was to be expected, which says so. What speaks against a finding stands beside what speaks
//! for it. Not here: the sentences (`web`), who may see a finding (`app`).

use std::collections::HashMap;

use tilsyn_domain::directory::DirectoryFile;
use tilsyn_domain::touch::{TouchQuestion, TouchWeek};
use tilsyn_domain::{Codebook, Day, Directory, Identity, NationalId, Period};

use crate::engine::{Counted, Engine, UserWeek, Week};
use crate::explain::Coverage;
use crate::ground::Closeness;
use crate::language::Rules;
use crate::language::rules::Class;
use crate::people::Who;
use crate::signals::Signal;

/// Weeks before the period that are learned from: half a year, after which nothing is left of
/// what was learned (`DECAY` of habits and shares), and dormant accounts show.
pub const WEEKS_BEFORE: i32 = 27;
/// Share of findings that may be of ordinary work (false discovery rate).
pub const FALSE_DISCOVERIES: f64 = 0.2;
/// People named in a finding.
pub const SUBJECTS_MAX: usize = 200;

/// Something that was seen, in figures.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact {
    /// Looked up without an explanation; so many were to be expected.
    Unexplained { people: u32, expected: f64 },
    /// Of those, so many stand to the user like this.
    Close { closeness: Closeness, people: u32 },
    /// Of those, so many are in the public eye.
    PublicEye { people: u32 },
    /// One person without explanation on so many days, of the last eleven weeks.
    Again { days: u32 },
    /// People whose pictures were fetched.
    Pictures { people: u32, expected: f64 },
    /// People looked up in the population register without an explanation.
    Register { people: u32, expected: f64 },
    /// People seen on sensitive screens without an explanation.
    Sensitive { people: u32, expected: f64 },
    /// People looked up in all.
    People { people: u32, expected: f64 },
    /// A rule was broken on so many days.
    Broken { signal: Signal, days: u32 },
    /// Nothing was written about any of those looked up without an explanation.
    NothingWritten { people: u32 },
    /// Against: other people looked up, all with an explanation.
    Explained { people: u32 },
    /// Against: something was written about so many of those without an explanation.
    Written { people: u32 },
    /// Against: so many belong to departments that the user's colleagues look into as well.
    UsualPlaces { people: u32 },
    /// Against: as much work as usual, but none of it registered.
    UnrecordedWork,
    /// What the directory does not tell, so that it could not explain.
    Missing(DirectoryFile),
}

/// What a finding is mostly about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Unexplained,
    Close(Closeness),
    PublicEye,
    Again,
    Pictures,
    Register,
    Sensitive,
    People,
    Broken(Signal),
}

/// One user's period.
#[derive(Clone, Debug)]
pub struct Finding {
    pub user: Identity,
    /// Evidence in nats: ln of how much likelier it is under misuse than in ordinary work, as far
    /// as that was calibrated.
    pub score: f64,
    pub kind: Kind,
    /// Whom it is about, those first about whom the evidence says most.
    pub subjects: Vec<Identity>,
    /// The days of the strongest week.
    pub days: Period,
    pub facts: Vec<Fact>,
    pub counter: Vec<Fact>,
    /// Whether it stands among those whose false discoveries are bounded.
    pub is_reported: bool,
}

/// A log's evaluation over a period.
pub struct Evaluation {
    engine: Engine,
    period: Period,
    found: HashMap<Who, Best>,
    weeks: u32,
}

/// The strongest week of a user.
pub(crate) struct Best {
    pub(crate) week: UserWeek,
    pub(crate) days: Period,
    /// The sum over the weeks.
    pub(crate) evidence: f64,
    pub(crate) is_reported: bool,
}

impl Evaluation {
    /// Nothing that was known after the last day of the period is used.
    #[must_use]
    pub fn new(directory: &Directory, rules: &Rules, period: Period) -> Evaluation {
        Evaluation {
            engine: Engine::new(directory, rules, period.to()),
            period,
            found: HashMap::new(),
            weeks: 0,
        }
    }

    /// What to ask the archive: the period, and the weeks before it that are learned from.
    #[must_use]
    pub fn question(&self) -> TouchQuestion {
        let first = self.period.from().plus(-7 * WEEKS_BEFORE);
        let all = Period::new(first, self.period.to());
        self.engine.question(all.unwrap_or(self.period))
    }

    /// Takes the weeks in their order.
    pub fn take(&mut self, week: &TouchWeek, book: &dyn Codebook) {
        let judged = self.engine.take(week, book);
        if week.days.to() < self.period.from() {
            return;
        }
        self.weeks += 1;
        let reported = reported(&judged);
        for (user, is_reported) in judged.users.into_iter().zip(reported) {
            let evidence = user.score.exp();
            match self.found.get_mut(&user.user) {
                Some(best) => {
                    best.evidence += evidence;
                    best.is_reported |= is_reported;
                    if user.score > best.week.score {
                        best.week = user;
                        best.days = week.days;
                    }
                }
                None => {
                    let best = Best {
                        week: user,
                        days: week.days,
                        evidence,
                        is_reported,
                    };
                    self.found.insert(best.week.user, best);
                }
            }
        }
    }

    /// How much each template explains.
    #[must_use]
    pub fn coverage(&self) -> Vec<(String, Class, Coverage)> {
        self.engine.coverage()
    }

    /// Directory files of which there is nothing.
    #[must_use]
    pub fn missing(&self) -> &[DirectoryFile] {
        &self.engine.ground().missing
    }

    /// All users with any evidence, the strongest first; equals by who they are.
    #[must_use]
    pub fn ranked(self) -> Vec<Finding> {
        let engine = &self.engine;
        let mut all: Vec<Finding> = self
            .found
            .values()
            .map(|best| finding(engine, best))
            .collect();
        all.sort_by(|one, other| {
            let by_score = other.score.total_cmp(&one.score);
            by_score.then_with(|| one.user.cmp(&other.user))
        });
        all
    }
}

/// Who is reported of a week: e-BH (Wang & Ramdas 2022), which bounds false discoveries however
/// the evidence of users hangs together.
pub(crate) fn reported(week: &Week) -> Vec<bool> {
    let mut order: Vec<usize> = (0..week.users.len()).collect();
    order.sort_by(|one, other| week.users[*other].e.total_cmp(&week.users[*one].e));
    let all = f64::from(u32::try_from(week.users.len()).unwrap_or(u32::MAX));
    let mut count = 0;
    for (rank, place) in (1_u32..).zip(&order) {
        if week.users[*place].e >= all / (FALSE_DISCOVERIES * f64::from(rank)) {
            count = rank as usize;
        }
    }
    let mut reported = vec![false; week.users.len()];
    for place in &order[..count] {
        reported[*place] = true;
    }
    reported
}

pub(crate) fn finding(engine: &Engine, best: &Best) -> Finding {
    let week = &best.week;
    let facts = facts(week);
    Finding {
        user: engine.ground().people.identity(week.user).clone(),
        score: best.evidence.max(1e-9).ln(),
        kind: kind(week),
        subjects: subjects(engine, week),
        days: best.days,
        facts,
        counter: counter(engine, week),
        is_reported: best.is_reported,
    }
}

/// Whom it is about: those without explanation, the strongest first, or those of the pictures.
fn subjects(engine: &Engine, week: &UserWeek) -> Vec<Identity> {
    let open = week.pairs.iter().map(|(pair, _)| pair.person);
    let pictures = week.pictured.iter().copied();
    let mut people: Vec<Who> = match kind(week) {
        Kind::Pictures => pictures.chain(open).collect(),
        _ => open.collect(),
    };
    let mut seen = std::collections::HashSet::new();
    people.retain(|person| seen.insert(*person));
    if people.is_empty() {
        people.clone_from(&week.pictured);
    }
    people.truncate(SUBJECTS_MAX);
    let identity = |person: Who| engine.ground().people.identity(person).clone();
    people.into_iter().map(identity).collect()
}

/// The strongest of what makes the score.
fn kind(week: &UserWeek) -> Kind {
    let e = |family: Counted| week.counts[family as usize].1.ln_e;
    let mut all = vec![
        (e(Counted::Unexplained), Kind::Unexplained),
        (e(Counted::Pictures), Kind::Pictures),
        (e(Counted::Register), Kind::Register),
        (e(Counted::Sensitive) - 0.7, Kind::Sensitive),
        (e(Counted::People) - 3.0, Kind::People),
    ];
    for (broken, weight) in &week.broken {
        all.push((*weight, Kind::Broken(broken.signal)));
    }
    if let Some((pair, terms)) = week.pairs.first() {
        let of_pair = [
            (terms.attention, Kind::PublicEye),
            (terms.again, Kind::Again),
            (terms.closeness, Kind::Close(pair.closeness)),
        ];
        let strongest = of_pair
            .into_iter()
            .max_by(|one, other| one.0.total_cmp(&other.0));
        let says_something = strongest.filter(|(term, _)| *term > 0.5);
        all.extend(says_something.map(|(_, kind)| (terms.sum(), kind)));
    }
    let strongest = all
        .into_iter()
        .max_by(|one, other| one.0.total_cmp(&other.0));
    strongest.map_or(Kind::Unexplained, |(_, kind)| kind)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What speaks for it.
fn facts(week: &UserWeek) -> Vec<Fact> {
    let open: Vec<_> = week.pairs.iter().map(|(pair, _)| pair).collect();
    let count =
        |fits: &dyn Fn(&&&crate::pairs::Pair) -> bool| number(open.iter().filter(fits).count());
    let mut facts = Vec::new();
    let unexplained = number(week.unexplained());
    if unexplained > 0 {
        facts.push(Fact::Unexplained {
            people: unexplained,
            expected: week.counts[Counted::Unexplained as usize].1.expected,
        });
    }
    for closeness in Closeness::ALL
        .into_iter()
        .filter(|of| *of != Closeness::None)
    {
        let people = count(&|pair| pair.closeness == closeness);
        if people > 0 {
            facts.push(Fact::Close { closeness, people });
        }
    }
    let people = count(&|pair| pair.figure || pair.news);
    if people > 0 {
        facts.push(Fact::PublicEye { people });
    }
    let days = open.iter().map(|pair| pair.days_open).max().unwrap_or(0);
    if days > 1 {
        facts.push(Fact::Again { days });
    }
    facts.extend(counted(week));
    let mut broken: Vec<(Signal, Day)> = week
        .broken
        .iter()
        .map(|(broken, _)| (broken.signal, broken.day))
        .collect();
    broken.sort_unstable();
    broken.dedup();
    for of_rule in broken.chunk_by(|one, other| one.0 == other.0) {
        facts.push(Fact::Broken {
            signal: of_rule[0].0,
            days: number(of_rule.len()),
        });
    }
    if !open.is_empty() && open.iter().all(|pair| !pair.written) {
        facts.push(Fact::NothingWritten {
            people: number(open.len()),
        });
    }
    facts
}

/// Counts that are more than what was to be expected.
fn counted(week: &UserWeek) -> Vec<Fact> {
    let of = |family: Counted| {
        let (_, unusual) = &week.counts[family as usize];
        let people = week.seen[family as usize];
        (people, unusual.expected, unusual.ln_e > 0.0 && people > 0)
    };
    let mut facts = Vec::new();
    for family in [
        Counted::Pictures,
        Counted::Register,
        Counted::Sensitive,
        Counted::People,
    ] {
        let (people, expected, is_unusual) = of(family);
        if is_unusual {
            facts.push(match family {
                Counted::Pictures => Fact::Pictures { people, expected },
                Counted::Register => Fact::Register { people, expected },
                Counted::Sensitive => Fact::Sensitive { people, expected },
                Counted::People | Counted::Unexplained => Fact::People { people, expected },
            });
        }
    }
    facts
}

/// What speaks against it.
fn counter(engine: &Engine, week: &UserWeek) -> Vec<Fact> {
    let mut counter = Vec::new();
    if week.is_unrecorded_work {
        counter.push(Fact::UnrecordedWork);
    }
    let open = week.pairs.iter();
    let written = number(open.clone().filter(|(pair, _)| pair.written).count());
    if written > 0 {
        counter.push(Fact::Written { people: written });
    }
    let usual = number(open.filter(|(pair, _)| pair.habit < -1.0).count());
    if usual > 0 {
        counter.push(Fact::UsualPlaces { people: usual });
    }
    if week.explained > 0 {
        counter.push(Fact::Explained {
            people: week.explained,
        });
    }
    let grounds = [DirectoryFile::Relations, DirectoryFile::Assignments];
    let missing = grounds
        .into_iter()
        .filter(|file| engine.ground().missing.contains(file));
    counter.extend(missing.map(Fact::Missing));
    counter
}

/// A person's id, where somebody is a person.
#[must_use]
pub fn person_of(identity: &Identity) -> Option<&NationalId> {
    match identity {
        Identity::Person(id) => Some(id),
        Identity::Account { .. } => None,
    }
}
