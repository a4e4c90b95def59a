//! Finding people by name, employee number, account or national id.

use std::collections::BTreeSet;

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::question::account_text;
use tilsyn_domain::{Day, NationalId, Period};

use super::sought::Sought;
use super::view::Found;
use crate::desk::Desk;
use crate::own_log::Looked;
use crate::permit::{Permit, SearchPeople};
use crate::problem::Problem;

/// More hits than this are not shown; the search should say more.
pub const FOUND_MAX: usize = 50;
/// Shorter texts would match nearly everyone.
const CHARS_MIN: usize = 2;

impl Desk {
    /// People whose name, employee number, account or national id holds the text; a national id
    /// must be whole. By name, at most [`FOUND_MAX`].
    ///
    /// # Errors
    /// Yours, when the text is too short; ours, when the look cannot be filed.
    pub fn search(&self, permit: &Permit<SearchPeople>, text: &str) -> Result<Vec<Found>, Problem> {
        let wanted = Sought::new(text);
        if wanted.lower().chars().count() < CHARS_MIN {
            return Err(Problem::yours("problem-search-too-short").with("chars", CHARS_MIN));
        }
        let day = self.latest_day().unwrap_or(Day(0));
        let found: Vec<Found> = self
            .matches(&wanted)
            .into_iter()
            .map(|id| self.found(id, day))
            .collect();
        let mut found = found;
        found.sort_by_key(|hit| (hit.card.name.clone(), hit.national_id.clone()));
        found.truncate(FOUND_MAX);
        let people = found.iter().map(|hit| &hit.national_id);
        let looked = Looked::list("search", Period::always(), people, found.len());
        self.file_look(permit, &looked.by("text", Some(text)))?;
        Ok(found)
    }

    fn matches(&self, sought: &Sought) -> BTreeSet<NationalId> {
        let (directory, index) = (self.directory(), self.directory_index());
        let wanted = sought.lower();
        let mut hits = BTreeSet::new();
        let as_id = NationalId::new(wanted);
        let names = directory.people.iter().filter(|person| {
            let is = |id: &NationalId| Some(id) == as_id.as_ref();
            // Whom the register protects is not found by guessing.
            (!index.is_protected(&person.national_id) && sought.is_in(&person.name))
                || is(&person.national_id)
                || person.former_ids.iter().any(is)
        });
        hits.extend(names.map(|person| person.national_id.clone()));
        let numbers = directory.employments.iter().filter(|row| {
            let number = row.employee_no.as_deref();
            let is_it = number.is_some_and(|number| number.to_lowercase() == wanted);
            is_it && !index.is_protected(&row.national_id)
        });
        hits.extend(numbers.map(|row| row.national_id.clone()));
        let accounts = directory.accounts.iter().filter(|row| {
            let whole = account_text(&row.system, &row.user).to_lowercase();
            whole == wanted || row.user.to_lowercase() == wanted
        });
        hits.extend(accounts.filter_map(|row| row.national_id.clone()));
        // Somebody in the log but in no directory file is found by the whole id.
        let logged = |id: &NationalId| self.handle(&Identity::Person(id.clone())).is_some();
        hits.extend(as_id.filter(logged));
        hits
    }

    fn found(&self, national_id: NationalId, day: Day) -> Found {
        let identity = Identity::Person(national_id.clone());
        let named = self.named(identity.clone(), day);
        Found {
            national_id,
            card: named.card,
            unit_name: named.unit_name,
            accounts: self.accounts_of(&identity),
        }
    }
}
