//! The own log: every look at log data through this product, filed before the answer leaves.
//!
//! A look is a leaf of the ledger like any event, of kind 02; it can be neither changed nor
//! left out unnoticed. If it cannot be filed, no personal data leave. It is kept apart from what
//! the sources sent, so that nobody's statement counts it.

mod filing;

use serde::{Deserialize, Serialize};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{Day, Instant, NationalId, Period};
use tilsyn_ledger::{Appended, Compartment, CompartmentKind, EntryKind, NewEntry, StoredEntry};
use tilsyn_registry::Page;

use crate::desk::{Desk, identity_bytes, identity_of_bytes, registry_problem, seconds, unreadable};
use crate::log_review::view::Named;
use crate::permit::{Action, Permit, ReadOwnLog};
use crate::problem::Problem;

pub(crate) use filing::Filing;

/// More people than this are not named one by one in a look; the list can be drawn again from
/// its period.
pub const PEOPLE_NAMED_MAX: usize = 200;

/// What is about to be shown.
#[derive(Clone, Debug)]
pub struct Looked {
    pub period: Period,
    /// Whose page it is; `None` for lists.
    pub about: Option<Identity>,
    /// People named in the answer.
    pub people: Vec<NationalId>,
    pub rows: usize,
}

impl Looked {
    /// A list that names people.
    #[must_use]
    pub fn list<'a>(
        period: Period,
        people: impl Iterator<Item = &'a NationalId>,
        rows: usize,
    ) -> Looked {
        let people = people.take(PEOPLE_NAMED_MAX).cloned().collect();
        Looked {
            period,
            about: None,
            people,
            rows,
        }
    }

    /// A page about one person or account.
    #[must_use]
    pub fn about(period: Period, who: Identity, rows: usize) -> Looked {
        Looked {
            period,
            about: Some(who),
            people: Vec::new(),
            rows,
        }
    }
}

/// The act compartment of a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LookAct {
    /// Microseconds since 1970, UTC.
    pub at: i64,
    pub action: String,
    pub form: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    pub rows: u64,
}

/// One look, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub at: Instant,
    pub principal: String,
    /// `Action::NAME`.
    pub action: String,
    pub form: String,
    pub about: Option<Named>,
    pub period: Option<Period>,
    pub rows: u64,
}

/// A page of the own log, newest first.
#[derive(Clone, Debug)]
pub struct OwnLogView {
    pub looks: Vec<Look>,
    pub total: u64,
}

/// The product's own name as a source.
pub const OWN_SOURCE: &str = "tilsyn";

impl Desk {
    /// Files a look; its answer may leave only when this has returned.
    ///
    /// # Errors
    /// When the ledger did not take it: then nothing may be shown.
    pub(crate) fn file_look<A: Action>(
        &self,
        permit: &Permit<A>,
        looked: &Looked,
    ) -> Result<(), Problem> {
        let at = self.now();
        let bounded = looked.period != Period::always();
        let act = LookAct {
            at: at.0,
            action: A::NAME.to_owned(),
            form: permit.form().word().to_owned(),
            from: bounded.then(|| looked.period.from()),
            to: bounded.then(|| looked.period.to()),
            rows: looked.rows as u64,
        };
        let act = serde_json::to_vec(&act).map_err(|cause| Problem::ours(NOT_FILED, cause))?;
        let mut compartments = vec![Compartment::actor(
            Some(self.code_of_principal(permit.principal().name())?),
            permit.principal().name().as_bytes().to_vec(),
        )];
        let people = looked.people.iter().cloned().map(Identity::Person);
        for who in looked.about.iter().cloned().chain(people) {
            let bytes = identity_bytes(&who);
            let code = self
                .ledger()
                .vault()
                .codes_of(&[&bytes])
                .map_err(not_filed)?;
            compartments.push(Compartment::subject(code.first().copied(), bytes));
        }
        compartments.push(Compartment::act(act));
        let entry = NewEntry {
            kind: EntryKind::OwnLook,
            schema: LOOK_SCHEMA,
            source: 0,
            source_sequence: 0,
            event_id: format!("look {} {}", at.0, self.next_look()).into_bytes(),
            retention_class: LOOK_RETENTION,
            month: crate::intake::month(self.zone().day_of(at)),
            compartments,
            position: None,
        };
        let look = self.filing.begin(|| self.ledger().len());
        let appended = self
            .ledger()
            .append(&[vec![entry]], seconds(at))
            .map_err(not_filed)?;
        let Some(Appended::Stored(leaf)) = appended.first() else {
            return Err(Problem::ours(
                NOT_FILED,
                "a look of that moment and number was there",
            ));
        };
        let all_before = self
            .filing
            .none_missing_before(Some(&look), || self.ledger().len());
        self.registry()
            .note_looks(&[*leaf], all_before)
            .map_err(registry_problem)?;
        self.filing.arrived(look);
        Ok(())
    }

    /// Writes down that up to here no look is missing in the index, and these are in it.
    pub(crate) fn note_looks(&self, leaves: &[u64]) -> Result<(), Problem> {
        let all_before = self
            .filing
            .none_missing_before(None, || self.ledger().len());
        self.registry()
            .note_looks(leaves, all_before)
            .map_err(registry_problem)
    }

    fn code_of_principal(&self, name: &str) -> Result<tilsyn_ledger::Code, Problem> {
        let who = Identity::Account {
            source: OWN_SOURCE.to_owned(),
            user: name.to_owned(),
        };
        let codes = self
            .ledger()
            .vault()
            .codes_of(&[identity_bytes(&who)])
            .map_err(not_filed)?;
        codes
            .first()
            .copied()
            .ok_or_else(|| Problem::ours(NOT_FILED, "the vault gave no number"))
    }

    /// Who looked at what, newest first. Reading it is a look of its own.
    ///
    /// # Errors
    /// When the ledger or registry cannot be read.
    pub fn own_log(
        &self,
        permit: &Permit<ReadOwnLog>,
        skip: u64,
        limit: u64,
    ) -> Result<OwnLogView, Problem> {
        let page = Page::new(skip, u32::try_from(limit).unwrap_or(u32::MAX));
        let leaves = self.registry().looks(page).map_err(registry_problem)?;
        let total = self.registry().looks_count().map_err(registry_problem)?;
        let entries = self.ledger().read_many(&leaves).map_err(unreadable)?;
        let looks = entries
            .into_iter()
            .flatten()
            .filter_map(|entry| self.look(&entry))
            .collect();
        self.file_look(
            permit,
            &Looked::list(Period::always(), std::iter::empty(), leaves.len()),
        )?;
        Ok(OwnLogView { looks, total })
    }

    fn look(&self, entry: &StoredEntry) -> Option<Look> {
        let parts = entry.compartments.as_ref()?;
        let bytes = |kind| {
            let part = parts.iter().find(|part| part.kind == kind)?;
            part.bytes.as_deref()
        };
        let act: LookAct = serde_json::from_slice(bytes(CompartmentKind::Act)?).ok()?;
        let at = Instant(act.at);
        let period = act
            .from
            .zip(act.to)
            .and_then(|(from, to)| Period::new(from, to));
        let about = bytes(CompartmentKind::Subject).and_then(identity_of_bytes);
        let principal = bytes(CompartmentKind::Actor).unwrap_or(b"?");
        Some(Look {
            at,
            principal: String::from_utf8_lossy(principal).into_owned(),
            action: act.action,
            form: act.form,
            about: about.map(|who| self.named(who, self.zone().day_of(at))),
            period,
            rows: act.rows,
        })
    }
}

const NOT_FILED: &str = "problem-look-not-filed";
/// The layout of a look's compartments.
const LOOK_SCHEMA: u16 = 1;
/// The retention class of the own log.
const LOOK_RETENTION: u16 = 2;

fn not_filed(cause: tilsyn_ledger::Error) -> Problem {
    Problem::ours(NOT_FILED, cause)
}
