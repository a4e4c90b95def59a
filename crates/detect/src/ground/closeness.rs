//! How close two people are outside work: family, household, street, surname, public eye.
//!
//! A look at somebody close is no breach; it is what curiosity is usually about, so it is weighed
//! against how often it happens in ordinary work.

use tilsyn_domain::{Day, Directory};

use super::rows::Row;
use super::{Names, Work};
use crate::people::{People, Who};
use crate::spans::{Span, Spans};

/// How the person stands to the user; of several the closest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Closeness {
    /// None that is known.
    None,
    Oneself,
    /// Next of kin, or the same household.
    Kin,
    /// They shared an address once.
    FormerAddress,
    /// The same street.
    Street,
    Surname,
    /// Somebody else who uses the systems.
    Colleague,
}

impl Closeness {
    pub const ALL: [Closeness; 7] = [
        Closeness::None,
        Closeness::Oneself,
        Closeness::Kin,
        Closeness::FormerAddress,
        Closeness::Street,
        Closeness::Surname,
        Closeness::Colleague,
    ];
}

/// Days before news about somebody, and after, in which looks at that person are about it.
const NEWS_DAYS: (i32, i32) = (2, 14);

pub(crate) struct Kinship {
    /// Both ways round.
    pub(crate) kin: Spans,
    pub(crate) households: Spans,
    streets: Spans,
    /// By person; 0 = not known, or so common a name that it says nothing.
    surnames: Vec<u32>,
    figures: Vec<bool>,
    news: Spans,
}

impl Kinship {
    pub(super) fn of(directory: &Directory, known_on: Day, people: &mut People) -> Kinship {
        let mut kin = Vec::new();
        let of_kin = directory.relations.iter().filter(|row| row.kind == "kin");
        for row in of_kin.filter(|row| row.known_on().is_none_or(|day| day <= known_on)) {
            let Some(other) = &row.other_national_id else {
                continue;
            };
            let (one, other) = (people.meet(&row.subject_national_id), people.meet(other));
            kin.push((one, Span::new(other, row.valid)));
            kin.push((other, Span::new(one, row.valid)));
        }
        let (households, streets) = homes(directory, known_on, people);
        let news = directory
            .attention
            .iter()
            .filter(|row| row.date <= known_on);
        let news = news.map(|row| {
            let span = Span {
                other: 0,
                from: row.date.0 - NEWS_DAYS.0,
                to: row.date.0 + NEWS_DAYS.1,
            };
            (people.meet(&row.national_id), span)
        });
        Kinship {
            kin: Spans::of(kin),
            households,
            streets,
            news: Spans::of(news.collect()),
            surnames: surnames(directory, people),
            figures: figures(directory, people),
        }
    }

    pub(crate) fn is_figure(&self, who: Who) -> bool {
        self.figures.get(who as usize).copied().unwrap_or(false)
    }

    pub(crate) fn is_in_the_news(&self, who: Who, day: Day) -> bool {
        self.news.on(who, day).next().is_some()
    }

    pub(crate) fn surname(&self, who: Who) -> u32 {
        self.surnames.get(who as usize).copied().unwrap_or(0)
    }

    pub(crate) fn is_kin(&self, one: Who, other: Who) -> bool {
        self.kin.at(one).iter().any(|span| span.other == other)
    }

    pub(crate) fn share_household(&self, one: Who, other: Who, day: Day) -> bool {
        let homes = self.households.on(one, day);
        let mut homes = homes.filter(|home| self.households.on(other, day).any(|of| of == *home));
        homes.next().is_some()
    }

    /// How a person stands to a user on a day.
    pub(crate) fn between(&self, user: Who, person: Who, day: Day, work: &Work) -> Closeness {
        if user == person {
            return Closeness::Oneself;
        }
        if self.is_kin(user, person) || self.share_household(user, person, day) {
            return Closeness::Kin;
        }
        if shared(self.households.at(user), self.households.at(person)) {
            return Closeness::FormerAddress;
        }
        let streets = self.streets.on(user, day);
        let mut same =
            streets.filter(|street| self.streets.on(person, day).any(|of| of == *street));
        if same.next().is_some() {
            return Closeness::Street;
        }
        let surname = self.surname(user);
        if surname != 0 && surname == self.surname(person) {
            return Closeness::Surname;
        }
        if work.is_user(person) {
            return Closeness::Colleague;
        }
        Closeness::None
    }
}

/// Whether two lists lead to the same, at times that overlap.
fn shared(one: &[Span], other: &[Span]) -> bool {
    one.iter().any(|a| {
        let same = other.iter().filter(|b| b.other == a.other);
        same.into_iter().any(|b| a.from <= b.to && b.from <= a.to)
    })
}

/// Addresses and streets; whoever has no dated address has today's of people.csv.
fn homes(directory: &Directory, known_on: Day, people: &mut People) -> (Spans, Spans) {
    let (mut homes, mut streets) = (Names::default(), Names::default());
    let (mut households, mut along) = (Vec::new(), Vec::new());
    let mut dated = std::collections::HashSet::new();
    for row in &directory.addresses {
        if row.valid.first() > known_on {
            continue;
        }
        let who = people.meet(&row.national_id);
        dated.insert(who);
        households.push((who, Span::new(homes.meet(&row.address_key), row.valid)));
        if let Some(street) = &row.street_key {
            along.push((who, Span::new(streets.meet(street), row.valid)));
        }
    }
    for person in &directory.people {
        let who = people.meet(&person.national_id);
        if let Some(key) = person
            .address_key
            .as_ref()
            .filter(|_| !dated.contains(&who))
        {
            households.push((who, Span::new(homes.meet(key), Default::default())));
        }
    }
    (small_homes(households, homes.len()), Spans::of(along))
}

/// An address of more people is a barracks or a home for the old, and makes nobody a family.
const HOUSEHOLD_MAX: usize = 12;

fn small_homes(rows: Vec<(u32, Span)>, homes: u32) -> Spans {
    let mut residents = vec![std::collections::HashSet::new(); homes as usize];
    for (who, span) in &rows {
        residents[span.other as usize].insert(*who);
    }
    let is_home = |span: &Span| residents[span.other as usize].len() <= HOUSEHOLD_MAX;
    Spans::of(rows.into_iter().filter(|(_, span)| is_home(span)).collect())
}

/// One in so many people may share a surname before it stops saying anything.
const COMMON_SURNAME: usize = 200;

/// The last word of the name; the few commonest names are nobody's.
fn surnames(directory: &Directory, people: &mut People) -> Vec<u32> {
    let mut names = Names::default();
    names.meet("");
    let mut of_person = vec![0; people.len() as usize];
    let mut holders: Vec<usize> = vec![0];
    for person in &directory.people {
        let last = person
            .name
            .split_whitespace()
            .next_back()
            .unwrap_or_default();
        let name = names.meet(&last.to_lowercase());
        let who = people.meet(&person.national_id);
        of_person[who as usize] = name;
        holders.resize(holders.len().max(name as usize + 1), 0);
        holders[name as usize] += 1;
    }
    let most = (directory.people.len() / COMMON_SURNAME).max(20);
    for name in &mut of_person {
        if holders[*name as usize] > most {
            *name = 0;
        }
    }
    of_person
}

fn figures(directory: &Directory, people: &mut People) -> Vec<bool> {
    let mut figures = vec![false; people.len() as usize];
    for person in directory
        .people
        .iter()
        .filter(|person| person.public_figure)
    {
        let who = people.meet(&person.national_id);
        figures[who as usize] = true;
    }
    figures
}
