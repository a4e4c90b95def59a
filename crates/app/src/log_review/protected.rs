//! Whom an event names that the register protects, and what is left of it without them.
//!
//! An event names people in many places: whom it shows, who acted and for whom, next of kin that
//! came along, whose access it changed, whom a query sought. All of them are asked here, once,
//! for pages, files and evidence alike.

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{Day, Event, NationalId};

use crate::desk::Desk;

impl Desk {
    /// Takes out of an event what its source calls those whom the register protects; gives
    /// everybody in it who is one of them, each once.
    pub(super) fn keep_back(&self, event: &mut Event, day: Day) -> Vec<NationalId> {
        let index = self.directory_index();
        if !index.protects_anybody() {
            return Vec::new();
        }
        let mut hidden = stated(event);
        hidden.retain(|id| index.is_protected(id));
        for subject in &mut event.subjects {
            if hidden.contains(&subject.national_id) {
                subject.name = None;
            }
        }
        let source = &event.source;
        let mut next = Some(&mut event.actor);
        while let Some(actor) = next {
            let stated = actor
                .national_id
                .clone()
                .filter(|id| index.is_protected(id));
            if let Some(id) = stated.or_else(|| self.protected_owner(source, &actor.user, day)) {
                (actor.name, actor.employee_no, actor.unit) = (None, None, None);
                hidden.push(id);
            }
            next = actor.on_behalf_of.as_deref_mut();
        }
        hidden.sort_unstable();
        hidden.dedup();
        hidden
    }

    /// Whose an account is on a day, if the register protects them.
    fn protected_owner(&self, source: &str, user: &str, day: Day) -> Option<NationalId> {
        let whose = Identity::Account {
            source: source.to_owned(),
            user: user.to_owned(),
        };
        // The archive knows at once whether it is worth looking.
        if !self.answers().card(&whose, day).is_protected {
            return None;
        }
        let directory = self.directory();
        let rows = directory.accounts.iter();
        let mut own = rows.filter(|row| row.system == source && row.user == user);
        let that_day = own.clone().find(|row| row.valid.on(day));
        let row = that_day.or_else(|| own.next_back());
        row.and_then(|row| row.national_id.clone())
    }
}

/// Every national id that stands in an event.
fn stated(event: &Event) -> Vec<NationalId> {
    let subjects = event.subjects.iter().map(|subject| &subject.national_id);
    let behalf = event.actor.on_behalf_of.as_deref();
    let actors = [Some(&event.actor), behalf].into_iter().flatten();
    let actors = actors.filter_map(|actor| actor.national_id.as_ref());
    let access = event.access.iter();
    let access = access.filter_map(|access| access.national_id.as_ref());
    let kin = event.transfer.iter().flat_map(|transfer| &transfer.kin);
    let kin = kin.map(|kin| &kin.national_id);
    let all = subjects.chain(actors).chain(access).chain(kin);
    all.cloned().chain(sought(event)).collect()
}

/// What a query sought that has the form of an id.
fn sought(event: &Event) -> Vec<NationalId> {
    let criteria = event.query.iter().flat_map(|query| &query.criteria);
    let values = criteria.filter_map(|criterion| criterion.value.as_ref()?.value());
    let mut found = Vec::new();
    for value in values {
        collect(&value, &mut found);
    }
    found
}

fn collect(value: &serde_json::Value, found: &mut Vec<NationalId>) {
    match value {
        serde_json::Value::String(text) => found.extend(NationalId::new(text)),
        serde_json::Value::Number(number) => found.extend(NationalId::new(&number.to_string())),
        serde_json::Value::Array(values) => {
            values.iter().for_each(|value| collect(value, found));
        }
        _ => {}
    }
}
