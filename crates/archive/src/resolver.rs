//! Who acted, and which units both sides had on the day of the event.
//!
//! One rule: what stands in a row depends on the event and the directory alone, so that a row
//! resolved at intake and one resolved anew after a correction are equal. Definitions:
//! formats.md, section 4. A person with former ids has the smallest code among all of them.

use std::collections::HashSet;
use std::hash::BuildHasher;
use std::sync::Arc;

use hashbrown::{DefaultHashBuilder, HashTable};
use tilsyn_domain::directory::{AccountType, Employment, Person, Protection, Validity};
use tilsyn_domain::question::PersonCard;
use tilsyn_domain::{Code, Codebook, Day, Directory, Identity, NationalId, Via};

use crate::error::Result;
use crate::people::{People, PersonNo};
use crate::row::{Row, act, day_of_number, marks, row_number};
use crate::timeline::Timelines;
use crate::words::Words;

/// Not looked for yet; not in the directory; erased from the vault.
const UNKNOWN: u32 = u32::MAX;
const ABSENT: u32 = u32::MAX - 1;
const ERASED: u32 = u32::MAX - 2;

/// One row of accounts.csv.
struct AccountRow {
    valid: Validity,
    owner: Option<PersonNo>,
    account_type: AccountType,
}

/// A directory laid out so that a row is resolved in nanoseconds.
pub(crate) struct Resolver {
    directory: Arc<Directory>,
    people: People,
    timelines: Timelines,
    /// The sets of units, as far as this directory knows them.
    sets: Vec<Box<[u32]>>,
    /// Rows of accounts.csv, account by account, in the order of the file.
    account_rows: Vec<AccountRow>,
    account_starts: Vec<u32>,
    account_table: HashTable<u32>,
    /// First row of accounts.csv of each account.
    account_names: Vec<u32>,
    hasher: DefaultHashBuilder,
    /// Rows of employments.csv by person.
    employments: Vec<(PersonNo, u32)>,
    /// Row of people.csv by person.
    people_rows: Vec<u32>,
}

/// What the codes of the vault mean in a directory; filled in as codes are met.
#[derive(Default)]
pub(crate) struct Numbers {
    /// By code: the person, or the account.
    places: Vec<u32>,
    /// By person: the code that stands for all ids.
    codes: Vec<Code>,
}

impl Numbers {
    /// These are looked up again when they are met.
    pub(crate) fn forget(&mut self, codes: &[Code]) {
        for code in codes {
            if let Some(place) = self.places.get_mut(*code as usize) {
                *place = UNKNOWN;
            }
        }
    }
}

/// Who acted on a day.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Acting {
    actor: Code,
    units: u32,
    system: u32,
}

impl Resolver {
    pub(crate) fn of(directory: Arc<Directory>, words: &mut Words) -> Result<Resolver> {
        let people = People::of(&directory);
        let timelines = Timelines::of(&directory, &people, words)?;
        let mut employments: Vec<(PersonNo, u32)> = (directory.employments.iter().enumerate())
            .filter_map(|(row, e)| Some((people.find(&e.national_id)?, row_number(row))))
            .collect();
        employments.sort_unstable();
        let mut people_rows = vec![ABSENT; people.len()];
        for (row, person) in directory.people.iter().enumerate().rev() {
            // The row of the present id, not of a former one that still has its own.
            if let Some(no) = people.find(&person.national_id) {
                let present = *people.present_id(no) == person.national_id;
                if present || people_rows[no as usize] == ABSENT {
                    people_rows[no as usize] = row_number(row);
                }
            }
        }
        let mut resolver = Resolver {
            directory,
            people,
            timelines,
            sets: words.sets().to_vec(),
            account_rows: Vec::new(),
            account_starts: vec![0],
            account_table: HashTable::new(),
            account_names: Vec::new(),
            hasher: DefaultHashBuilder::default(),
            employments,
            people_rows,
        };
        resolver.lay_out_accounts();
        Ok(resolver)
    }

    fn lay_out_accounts(&mut self) {
        let accounts = &self.directory.accounts;
        let name = |row: u32| {
            let row = &accounts[row as usize];
            (row.system.as_str(), row.user.as_str())
        };
        let mut order: Vec<u32> = (0..row_number(accounts.len())).collect();
        order.sort_by_key(|row| name(*row));
        for rows in order.chunk_by(|one, other| name(*one) == name(*other)) {
            for row in rows {
                let account = &accounts[*row as usize];
                let owner = account.national_id.as_ref();
                self.account_rows.push(AccountRow {
                    valid: account.valid,
                    owner: owner.and_then(|id| self.people.find(id)),
                    account_type: account.account_type,
                });
            }
            let place = row_number(self.account_names.len());
            let hasher = &self.hasher;
            let names = &self.account_names;
            let hash = hasher.hash_one(name(rows[0]));
            (self.account_table).insert_unique(hash, place, |place| {
                let row = names.get(*place as usize).copied().unwrap_or(rows[0]);
                hasher.hash_one(name(row))
            });
            self.account_names.push(rows[0]);
            self.account_starts
                .push(row_number(self.account_rows.len()));
        }
    }

    /// The people of the directory, as its rows have them.
    pub(crate) fn people(&self) -> &[Person] {
        &self.directory.people
    }

    fn find_account(&self, system: &str, user: &str) -> Option<u32> {
        let hash = self.hasher.hash_one((system, user));
        let found = self.account_table.find(hash, |place| {
            let row = &self.directory.accounts[self.account_names[*place as usize] as usize];
            row.system == system && row.user == user
        });
        found.copied()
    }

    /// The row valid that day, of several the one that started last; else the last one that
    /// ended before. Of several alike the last of the file.
    fn account_on(&self, account: u32, day: Day) -> Option<&AccountRow> {
        let start = self.account_starts[account as usize] as usize;
        let end = self.account_starts[account as usize + 1] as usize;
        let rows = &self.account_rows[start..end];
        let valid = rows.iter().filter(|row| row.valid.on(day));
        let ended = rows.iter().filter(|row| row.valid.last() < day);
        (valid.max_by_key(|row| row.valid.first()))
            .or_else(|| ended.max_by_key(|row| row.valid.last()))
    }

    /// Fills in who acted, who it concerns, both sides' units and the marks, for the rows of
    /// one event. Sides that were erased keep what they had.
    pub(crate) fn resolve(&self, rows: &mut [Row], numbers: &mut Numbers, book: &dyn Codebook) {
        let day = day_of_number(rows[0].day);
        let (account, stated) = (rows[0].account, rows[0].stated);
        let stated_system = rows[0].act & act::STATED_SYSTEM;
        let before = rows[0].actor;
        let erased = before != 0 && matches!(self.place(before, numbers, book), Place::Erased);
        let found = if erased {
            None
        } else {
            self.acting(account, stated, day, numbers, book)
        };
        let acting = found.unwrap_or(Acting {
            actor: if before == 0 { account } else { before },
            units: rows[0].actor_units,
            system: rows[0].marks & marks::SYSTEM,
        });
        let mut seen = Seen::among(rows.len());
        let mut event = 0;
        for (place, row) in rows.iter_mut().enumerate() {
            row.actor = acting.actor;
            row.actor_units = acting.units;
            self.resolve_subject(row, day, numbers, book);
            let mut found = row.marks & !(marks::FIRST_OF_SUBJECT | marks::RELATION);
            found &= !(marks::SYSTEM | marks::FIRST | marks::EVENT_LOOKUP | marks::EVENT_OUTSIDE);
            found |= acting.system | if stated_system == 0 { 0 } else { marks::SYSTEM };
            found |= if place == 0 { marks::FIRST } else { 0 };
            if row.subject != 0 && seen.first(row.subject, Met::AtAll) {
                found |= marks::FIRST_OF_SUBJECT;
            }
            if row.subject != 0 && is_shown(row) && seen.first(row.subject, Met::Shown) {
                found |= self.relation(row.actor_units, row.subject_units);
            }
            row.marks = found;
            event |= match found & marks::RELATION {
                _ if !marks::counts(found) => 0,
                marks::OUTSIDE => marks::EVENT_LOOKUP | marks::EVENT_OUTSIDE,
                _ => marks::EVENT_LOOKUP,
            };
        }
        for row in rows {
            row.marks |= event;
        }
    }

    fn resolve_subject(&self, row: &mut Row, day: Day, numbers: &mut Numbers, book: &dyn Codebook) {
        if row.subject_stated == 0 {
            return;
        }
        match self.place(row.subject_stated, numbers, book) {
            Place::Known(person) => {
                row.subject = self.code_of(person, row.subject_stated, numbers, book);
                row.subject_units = self.timelines.on(person, day);
            }
            Place::Absent => {
                row.subject = row.subject_stated;
                row.subject_units = 0;
            }
            Place::Erased if row.subject == 0 => row.subject = row.subject_stated,
            Place::Erased => {}
        }
    }

    /// Whether the two sides share a unit.
    fn relation(&self, actor: u32, subject: u32) -> u32 {
        if actor == 0 || subject == 0 {
            return marks::NO_UNIT;
        }
        if actor == subject || shared(&self.sets[actor as usize], &self.sets[subject as usize]) {
            return marks::INSIDE;
        }
        marks::OUTSIDE
    }

    /// `None`: the account was erased.
    fn acting(
        &self,
        account: Code,
        stated: Code,
        day: Day,
        numbers: &mut Numbers,
        book: &dyn Codebook,
    ) -> Option<Acting> {
        let row = match self.place(account, numbers, book) {
            Place::Known(account) => self.account_on(account, day),
            Place::Absent => None,
            Place::Erased => return None,
        };
        let system = match row.map(|row| row.account_type) {
            Some(AccountType::System) => marks::SYSTEM,
            _ => 0,
        };
        if let Some(owner) = row.and_then(|row| row.owner) {
            let actor = self.code_of(owner, 0, numbers, book);
            if actor != 0 {
                let units = self.timelines.on(owner, day);
                return Some(Acting {
                    actor,
                    units,
                    system,
                });
            }
        }
        let (actor, units) = match (stated, self.place(stated, numbers, book)) {
            (0, _) => (account, 0),
            (_, Place::Erased) => return None,
            (_, Place::Absent) => (stated, 0),
            (_, Place::Known(person)) => {
                let actor = self.code_of(person, stated, numbers, book);
                (actor, self.timelines.on(person, day))
            }
        };
        Some(Acting {
            actor,
            units,
            system,
        })
    }

    /// The person or the account behind a code.
    fn place(&self, code: Code, numbers: &mut Numbers, book: &dyn Codebook) -> Place {
        let at = code as usize;
        if numbers.places.len() <= at {
            numbers.places.resize(at + 1 + at / 8, UNKNOWN);
        }
        if numbers.places[at] == UNKNOWN {
            numbers.places[at] = self.look(code, book);
        }
        match numbers.places[at] {
            ABSENT => Place::Absent,
            ERASED => Place::Erased,
            place => Place::Known(place),
        }
    }

    /// The set of units of each person on a day; `None` for who was erased. No names are read
    /// for codes that were met before.
    pub(crate) fn units_of(
        &self,
        people: &[(Code, u32)],
        numbers: &mut Numbers,
        book: &dyn Codebook,
    ) -> Vec<Option<u32>> {
        self.meet(people.iter().map(|(code, _)| *code), numbers, book);
        let set = |(code, day): &(Code, u32)| match numbers.places[*code as usize] {
            ERASED => None,
            ABSENT => Some(0),
            person => Some(self.timelines.on(person, day_of_number(*day))),
        };
        people.iter().map(set).collect()
    }

    /// Finds out what those codes mean that were not met before, on all cores.
    fn meet(&self, codes: impl Iterator<Item = Code>, numbers: &mut Numbers, book: &dyn Codebook) {
        use rayon::prelude::*;
        let known = |code: &Code| {
            let place = numbers.places.get(*code as usize);
            place.is_some_and(|place| *place != UNKNOWN)
        };
        let unmet: Vec<Code> = codes.filter(|code| !known(code)).collect();
        let Some(last) = unmet.iter().max() else {
            return;
        };
        let end = numbers.places.len().max(*last as usize + 1);
        numbers.places.resize(end, UNKNOWN);
        let places: Vec<u32> = unmet
            .par_iter()
            .with_min_len(256)
            .map(|code| self.look(*code, book))
            .collect();
        for (code, place) in unmet.into_iter().zip(places) {
            numbers.places[code as usize] = place;
        }
    }

    fn look(&self, code: Code, book: &dyn Codebook) -> u32 {
        match book.identity(code) {
            Some(Identity::Person(id)) => self.people.find(&id).unwrap_or(ABSENT),
            Some(Identity::Account { source, user }) => {
                self.find_account(&source, &user).unwrap_or(ABSENT)
            }
            None => ERASED,
        }
    }

    /// The code that stands for a person: the smallest of all ids. 0 if none has one yet.
    fn code_of(
        &self,
        person: PersonNo,
        met: Code,
        numbers: &mut Numbers,
        book: &dyn Codebook,
    ) -> Code {
        if numbers.codes.len() < self.people.len() {
            numbers.codes.resize(self.people.len(), 0);
        }
        let kept = numbers.codes[person as usize];
        if kept != 0 {
            return kept;
        }
        let code = if met != 0 && self.people.ids_of(person).nth(1).is_none() {
            met
        } else {
            self.least_code(person, book)
        };
        numbers.codes[person as usize] = code;
        code
    }

    fn least_code(&self, person: PersonNo, book: &dyn Codebook) -> Code {
        let codes = self.people.ids_of(person);
        let codes = codes.filter_map(|id| book.code(&Identity::Person(id.clone())));
        codes.min().unwrap_or(0)
    }

    /// The code under which the rows of an identity stand, if any can.
    pub(crate) fn code_for(&self, who: &Identity, book: &dyn Codebook) -> Option<Code> {
        let known = match who {
            Identity::Person(id) => self.people.find(id),
            Identity::Account { .. } => None,
        };
        match known {
            Some(person) => Some(self.least_code(person, book)).filter(|code| *code != 0),
            None => book.code(who),
        }
    }

    /// An identity as it is shown: a person by the present id.
    pub(crate) fn present(&self, who: Identity) -> Identity {
        let Identity::Person(id) = who else {
            return who;
        };
        match self.people.find(&id) {
            Some(person) => Identity::Person(self.people.present_id(person).clone()),
            None => Identity::Person(id),
        }
    }

    /// How a person, or an account's owner, is named on a day.
    pub(crate) fn card(&self, who: &Identity, day: Day, words: &Words) -> PersonCard {
        let person = match who {
            Identity::Person(id) => self.people.find(id),
            Identity::Account { source, user } => self
                .find_account(source, user)
                .and_then(|account| self.account_on(account, day))
                .and_then(|row| row.owner),
        };
        let Some(person) = person else {
            return PersonCard::default();
        };
        let row = self.people_rows[person as usize];
        let row = (row != ABSENT).then(|| &self.directory.people[row as usize]);
        let units = words.set_texts(self.timelines.on(person, day));
        let employment = self.employments_on(person, day).min_by_key(|row| {
            let valid = row.valid.first();
            (&row.unit, &row.employment, valid)
        });
        PersonCard {
            name: row.map(|row| row.name.clone()),
            is_protected: row.is_some_and(|row| row.protection != Protection::None),
            employee_no: employment.and_then(|row| row.employee_no.clone()),
            unit: units.first().map(|unit| (*unit).to_owned()),
        }
    }

    fn employments_on(&self, person: PersonNo, day: Day) -> impl Iterator<Item = &Employment> {
        let start = self
            .employments
            .partition_point(|(other, _)| *other < person);
        let end = self
            .employments
            .partition_point(|(other, _)| *other <= person);
        let rows = self.employments[start..end].iter();
        rows.map(|(_, row)| &self.directory.employments[*row as usize])
            .filter(move |row| row.valid.on(day))
    }

    /// Numbers for all codes of the vault, for use by several threads.
    pub(crate) fn number_all(&self, book: &dyn Codebook) -> Numbers {
        use rayon::prelude::*;
        let codes: Vec<Code> = (0..book.codes()).collect();
        let places = codes.par_iter().map(|code| self.look(*code, book));
        Numbers {
            places: places.collect(),
            codes: Vec::new(),
        }
    }

    /// A number that changes with what the archive resolves by: rows of accounts, employments
    /// and units of people, and former ids.
    pub(crate) fn epoch(directory: &Directory) -> u64 {
        let mut print = Fingerprint(0xcbf2_9ce4_8422_2325);
        for row in &directory.people {
            row.former_ids.iter().for_each(|id| print.add(id.reveal()));
            if !row.former_ids.is_empty() {
                print.add(row.national_id.reveal());
            }
        }
        for row in &directory.employments {
            print.add_belonging(&row.national_id, &row.unit, row.valid);
        }
        print.add("");
        for row in &directory.person_units {
            print.add_belonging(&row.national_id, &row.unit, row.valid);
        }
        print.add("");
        for row in &directory.accounts {
            print.add(&row.system);
            print.add(&row.user);
            print.add(row.national_id.as_ref().map_or("", NationalId::reveal));
            print.add(if row.account_type == AccountType::System {
                "s"
            } else {
                ""
            });
            print.add_validity(row.valid);
        }
        print.0
    }
}

/// FNV-1a over lengths and bytes: differs when anything differs, and is the same on every
/// machine.
struct Fingerprint(u64);

impl Fingerprint {
    fn add_bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn add(&mut self, text: &str) {
        self.add_bytes(&(text.len() as u64).to_le_bytes());
        self.add_bytes(text.as_bytes());
    }

    fn add_validity(&mut self, valid: Validity) {
        self.add_bytes(&valid.first().0.to_le_bytes());
        self.add_bytes(&valid.last().0.to_le_bytes());
    }

    fn add_belonging(&mut self, id: &NationalId, unit: &str, valid: Validity) {
        self.add(id.reveal());
        self.add(unit);
        self.add_validity(valid);
    }
}

enum Place {
    Known(u32),
    Absent,
    Erased,
}

/// Whether two sorted lists share a number.
pub(crate) fn shared(one: &[u32], other: &[u32]) -> bool {
    if let ([one], [other]) = (one, other) {
        return one == other;
    }
    let (mut i, mut j) = (0, 0);
    while i < one.len() && j < other.len() {
        match one[i].cmp(&other[j]) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
        }
    }
    false
}

/// A permitted event of a kind that looks up, towards a person shown.
fn is_shown(row: &Row) -> bool {
    use tilsyn_domain::Kind;
    const KINDS: u32 =
        1 << Kind::Lookup as u32 | 1 << Kind::DocumentView as u32 | 1 << Kind::ImageView as u32;
    KINDS >> marks::kind(row.marks) & 1 == 1
        && marks::outcome(row.marks) == 0
        && row.act & act::VIA == Via::Shown as u32
}

/// The subjects of an event met so far, and those met as shown.
enum Seen {
    Few(Vec<(Code, Met)>),
    Many(HashSet<(Code, Met)>),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Met {
    AtAll,
    Shown,
}

impl Seen {
    /// Lists of thousands of people are told apart by a set, the usual few by looking.
    fn among(rows: usize) -> Seen {
        if rows <= 32 {
            Seen::Few(Vec::with_capacity(if rows == 1 { 0 } else { rows * 2 }))
        } else {
            Seen::Many(HashSet::with_capacity(rows * 2))
        }
    }

    fn first(&mut self, subject: Code, met: Met) -> bool {
        match self {
            Seen::Few(seen) if seen.contains(&(subject, met)) => false,
            Seen::Few(seen) => {
                seen.push((subject, met));
                true
            }
            Seen::Many(seen) => seen.insert((subject, met)),
        }
    }
}
