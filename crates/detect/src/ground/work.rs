//! Where people work and belong, in which position, and when they are away.

use std::collections::{HashMap, HashSet};

use tilsyn_domain::directory::{AccountType, Validity};
use tilsyn_domain::{Day, Directory};

use super::Names;
use crate::people::{People, Who};
use crate::spans::{Span, Spans};

/// A position that is not told.
pub(crate) const NO_ROLE: u32 = 0;

pub(crate) struct Work {
    /// Units that people are employed in.
    pub(crate) employed: Spans,
    /// Units that others belong to.
    pub(crate) member: Spans,
    /// Positions, by place in `roles`.
    pub(crate) position: Spans,
    pub(crate) roles: Names,
    pub(crate) absent: Spans,
    accounts: HashMap<(String, String), Vec<AccountFacts>>,
    users: HashMap<String, Vec<Who>>,
    /// Who has an account of any kind.
    staff: HashSet<Who>,
}

/// What accounts.csv says of an account.
#[derive(Clone, Debug)]
pub(crate) struct AccountFacts {
    pub(crate) valid: Validity,
    pub(crate) kind: AccountType,
    pub(crate) last_logon: Option<Day>,
}

impl Work {
    pub(super) fn of(
        directory: &Directory,
        known_on: Day,
        people: &mut People,
        units: &mut Names,
    ) -> Work {
        let mut work = Work {
            employed: Spans::default(),
            member: Spans::default(),
            position: Spans::default(),
            roles: Names::default(),
            absent: Spans::default(),
            accounts: HashMap::new(),
            users: HashMap::new(),
            staff: HashSet::new(),
        };
        work.roles.meet("");
        let known = |valid: Validity| valid.first() <= known_on;
        let (mut employed, mut position) = (Vec::new(), Vec::new());
        for row in directory.employments.iter().filter(|row| known(row.valid)) {
            let who = people.meet(&row.national_id);
            employed.push((who, Span::new(units.meet(&row.unit), row.valid)));
            if let Some(text) = &row.position {
                let role = work.roles.meet(&text.to_lowercase());
                position.push((who, Span::new(role, row.valid)));
            }
        }
        work.employed = Spans::of(employed);
        work.position = Spans::of(position);
        let member = directory.person_units.iter().filter(|row| known(row.valid));
        let member = member.map(|row| {
            let unit = units.meet(&row.unit);
            (people.meet(&row.national_id), Span::new(unit, row.valid))
        });
        work.member = Spans::of(member.collect());
        let absent = directory.absences.iter().filter(|row| known(row.valid));
        let absent = absent.map(|row| (people.meet(&row.national_id), Span::new(0, row.valid)));
        work.absent = Spans::of(absent.collect());
        work.take_accounts(directory, people);
        work
    }

    fn take_accounts(&mut self, directory: &Directory, people: &mut People) {
        for row in &directory.accounts {
            let last_logon = row.last_logon.as_deref();
            let facts = AccountFacts {
                valid: row.valid,
                kind: row.account_type,
                last_logon: last_logon.and_then(|text| Day::parse(text.get(..10)?)),
            };
            let account = (row.system.clone(), row.user.clone());
            self.accounts.entry(account).or_default().push(facts);
            let Some(owner) = &row.national_id else {
                continue;
            };
            let owner = people.meet(owner);
            self.staff.insert(owner);
            let names = [row.user.clone(), format!("{}:{}", row.system, row.user)];
            for name in names {
                let owners = self.users.entry(name).or_default();
                if !owners.contains(&owner) {
                    owners.push(owner);
                }
            }
        }
    }

    /// Whoever owns an account of that name, in any system.
    pub(crate) fn owners(&self, user: &str) -> &[Who] {
        self.users.get(user).map_or(&[], Vec::as_slice)
    }

    /// Whether somebody uses any of the systems.
    pub(crate) fn is_user(&self, who: Who) -> bool {
        self.staff.contains(&who)
    }

    pub(crate) fn account(&self, source: &str, user: &str) -> &[AccountFacts] {
        let key = (source.to_owned(), user.to_owned());
        self.accounts.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Units as of the day: of an employee those of the employments, else where one belongs.
    pub(crate) fn units_on(&self, who: Who, day: Day) -> impl Iterator<Item = u32> {
        let is_employed = self.employed.on(who, day).next().is_some();
        let spans = if is_employed {
            &self.employed
        } else {
            &self.member
        };
        spans.on(who, day)
    }

    /// Whether two share a unit on a day.
    pub(crate) fn share_unit(&self, one: Who, other: Who, day: Day) -> bool {
        let mut units = self.units_on(one, day);
        units.any(|unit| self.units_on(other, day).any(|of| of == unit))
    }

    /// The position held on a day, of several the one taken up last; before or after all
    /// employments that of the nearest.
    pub(crate) fn role_on(&self, who: Who, day: Day) -> u32 {
        let rows = self.position.at(who);
        let holding = rows.iter().filter(|span| span.holds(day));
        let latest = holding.max_by_key(|span| span.from);
        let nearest = || rows.iter().max_by_key(|span| span.to.min(day.0));
        latest.or_else(nearest).map_or(NO_ROLE, |span| span.other)
    }
}

/// Who sits at which computer.
pub(crate) struct Desks {
    pub(crate) hosts: Vec<String>,
    /// By place in `hosts`.
    owners: Vec<Vec<Who>>,
}

impl Desks {
    pub(super) fn of(directory: &Directory, people: &mut People) -> Desks {
        let mut names = Names::default();
        let mut owners: Vec<Vec<Who>> = Vec::new();
        for row in &directory.workstations {
            let place = names.meet(&row.client_host) as usize;
            owners.resize(owners.len().max(place + 1), Vec::new());
            let owner = row.national_id.as_ref().map(|id| people.meet(id));
            owners[place].extend(owner);
        }
        Desks {
            hosts: (0..names.len())
                .map(|place| names.text(place).to_owned())
                .collect(),
            owners,
        }
    }

    /// Who sits at a computer, by its place counted from 1; nobody where it is anybody's.
    pub(crate) fn owners(&self, workstation: u32) -> &[Who] {
        let place = (workstation as usize).checked_sub(1);
        let owners = place.and_then(|place| self.owners.get(place));
        owners.map_or(&[], Vec::as_slice)
    }
}
