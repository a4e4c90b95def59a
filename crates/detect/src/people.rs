//! Everybody by a small number: the people of the directory, and whoever else a log names.
//!
//! One person has one number, whatever former ids there are; an account whose owner is not known
//! has one of its own. Numbers follow the order of meeting and are good for one evaluation.

use std::collections::HashMap;

use tilsyn_domain::{Code, Codebook, Directory, Identity, NationalId};

/// The number of somebody.
pub(crate) type Who = u32;

/// Somebody who was erased, or has no number yet.
const UNMET: Who = Who::MAX;

/// So many steps from a former id to the present one; rows that lead in a circle end there.
const FORMER_STEPS_MAX: usize = 8;

pub(crate) struct People {
    numbers: HashMap<NationalId, Who>,
    accounts: HashMap<(String, String), Who>,
    /// Who is behind a number.
    identities: Vec<Identity>,
    /// Whoever a number of the vault leads to.
    by_code: Vec<Who>,
}

impl People {
    pub(crate) fn of(directory: &Directory) -> People {
        let mut people = People {
            numbers: HashMap::with_capacity(directory.people.len()),
            accounts: HashMap::new(),
            identities: Vec::with_capacity(directory.people.len()),
            by_code: Vec::new(),
        };
        for person in &directory.people {
            people.meet(&person.national_id);
        }
        people.lead_former_ids_on(directory);
        let employed = directory.employments.iter().map(|row| &row.national_id);
        let members = directory.person_units.iter().map(|row| &row.national_id);
        let owners = directory.accounts.iter();
        let owners = owners.filter_map(|row| row.national_id.as_ref());
        employed.chain(members).chain(owners).for_each(|id| {
            people.meet(id);
        });
        people
    }

    fn lead_former_ids_on(&mut self, directory: &Directory) {
        let mut present: HashMap<&NationalId, &NationalId> = HashMap::new();
        for person in &directory.people {
            for former in &person.former_ids {
                present.entry(former).or_insert(&person.national_id);
            }
        }
        for former in present.keys() {
            let mut now = *former;
            for _ in 0..FORMER_STEPS_MAX {
                now = present.get(now).copied().unwrap_or(now);
            }
            let number = self.meet(now);
            self.numbers.insert((*former).clone(), number);
        }
    }

    /// The number of a person, given now if there is none.
    pub(crate) fn meet(&mut self, id: &NationalId) -> Who {
        if let Some(number) = self.numbers.get(id) {
            return *number;
        }
        let number = self.next(Identity::Person(id.clone()));
        self.numbers.insert(id.clone(), number);
        number
    }

    fn next(&mut self, identity: Identity) -> Who {
        let number = Who::try_from(self.identities.len()).expect("people fit 32 bits");
        self.identities.push(identity);
        number
    }

    /// Whoever a number of the vault stands for; `None` for those who were erased.
    pub(crate) fn by_code(&mut self, code: Code, book: &dyn Codebook) -> Option<Who> {
        let place = code as usize;
        if self.by_code.len() <= place {
            self.by_code.resize(place + 1 + place / 8, UNMET);
        }
        if self.by_code[place] == UNMET {
            self.by_code[place] = match book.identity(code)? {
                Identity::Person(id) => self.meet(&id),
                Identity::Account { source, user } => self.account(source, user),
            };
        }
        Some(self.by_code[place])
    }

    fn account(&mut self, source: String, user: String) -> Who {
        let key = (source, user);
        if let Some(number) = self.accounts.get(&key) {
            return *number;
        }
        let (source, user) = key.clone();
        let number = self.next(Identity::Account { source, user });
        self.accounts.insert(key, number);
        number
    }

    /// The number of somebody who was met.
    pub(crate) fn find(&self, identity: &Identity) -> Option<Who> {
        match identity {
            Identity::Person(id) => self.find_person(id),
            Identity::Account { source, user } => {
                let key = (source.clone(), user.clone());
                self.accounts.get(&key).copied()
            }
        }
    }

    pub(crate) fn find_person(&self, id: &NationalId) -> Option<Who> {
        self.numbers.get(id).copied()
    }

    pub(crate) fn identity(&self, who: Who) -> &Identity {
        &self.identities[who as usize]
    }

    pub(crate) fn len(&self) -> u32 {
        Who::try_from(self.identities.len()).expect("people fit 32 bits")
    }
}
