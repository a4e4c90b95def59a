//! A codebook that is a table in memory.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use tilsyn_domain::question::{EventCodes, Stored};
use tilsyn_domain::{Code, Codebook, Event, Identity};

#[derive(Default)]
struct Table {
    codes: HashMap<Identity, Code>,
    identities: Vec<Option<Identity>>,
}

/// Numbers identities in the order they come.
#[derive(Default)]
pub struct TableBook {
    table: RwLock<Table>,
}

impl TableBook {
    /// The number of an identity, given now if it has none.
    pub fn number(&self, identity: &Identity) -> Code {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(code) = table.codes.get(identity) {
            return *code;
        }
        if table.identities.is_empty() {
            table.identities.push(None);
        }
        let code = Code::try_from(table.identities.len()).expect("few enough identities");
        table.identities.push(Some(identity.clone()));
        table.codes.insert(identity.clone(), code);
        code
    }

    /// Forgets an identity; its number stays taken.
    pub fn erase(&self, identity: &Identity) {
        let mut table = self.table.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(code) = table.codes.remove(identity) {
            table.identities[code as usize] = None;
        }
    }

    /// An event with the numbers of everyone it names.
    pub fn stored(&self, leaf: u64, event: Event) -> Stored {
        let account = Identity::Account {
            source: event.source.clone(),
            user: event.actor.user.clone(),
        };
        let stated = event.actor.national_id.clone();
        let subjects = event.subjects.iter();
        let codes = EventCodes {
            account: self.number(&account),
            stated: stated.map_or(0, |id| self.number(&Identity::Person(id))),
            subjects: subjects
                .map(|subject| self.number(&Identity::Person(subject.national_id.clone())))
                .collect(),
        };
        Stored { leaf, event, codes }
    }
}

impl Codebook for TableBook {
    fn code(&self, identity: &Identity) -> Option<Code> {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table.codes.get(identity).copied()
    }

    fn identity(&self, code: Code) -> Option<Identity> {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        table.identities.get(code as usize).cloned().flatten()
    }

    fn codes(&self) -> Code {
        let table = self.table.read().unwrap_or_else(PoisonError::into_inner);
        Code::try_from(table.identities.len()).expect("few enough identities")
    }
}
