//! The own log: every look at log data through this product, filed before the answer leaves.
//!
//! A look is a leaf of the ledger like any event, of kind 02; it can be neither changed nor
//! left out unnoticed. If it cannot be filed, no personal data leave. It is kept apart from what
//! the sources sent, so that nobody's statement counts it.

mod changes;
mod denied;
mod filing;
mod looked;
mod of_quarter;
mod outgoing;
mod pace;
mod reviewed;
mod walk;
mod withheld;

use serde::{Deserialize, Serialize};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{Day, Instant, Period};
use tilsyn_ledger::{Appended, Compartment, CompartmentKind, EntryKind, NewEntry, StoredEntry};
use tilsyn_registry::Page;

use crate::cases::CaseAct;
use crate::desk::{Desk, identity_bytes, identity_of_bytes, registry_problem, seconds, unreadable};
use crate::findings::FindingPart;
use crate::log_review::view::{Named, PastEnd};
use crate::permit::{Action, CameBy, Form, Permit, Principal, ReadHistory, ReadOwnLog};
use crate::problem::Problem;
use crate::spot_check::official::SampleAct;
use crate::staff::Names;

pub(crate) use filing::Filing;
pub(crate) use looked::{FILTER_CHARS_MAX, Looked, field_word, holds_number};
pub use looked::{NUMBER_HIDDEN, PEOPLE_NAMED_MAX};
pub use outgoing::OutgoingLooks;
pub use pace::Opened;
pub(crate) use pace::Pace;
pub use reviewed::{LOOKS_SHOWN, LooksReviewed, REMARK_MAX, ReaderLooks, ReaderRow};
use withheld::Withheld;

/// The act compartment of a look. What schema 1 did not have is empty in its looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LookAct {
    /// Microseconds since 1970, UTC.
    pub at: i64,
    pub action: String,
    #[serde(default)]
    pub view: String,
    pub form: String,
    /// Key of the sentence that somebody was refused with; nothing was shown then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denied: Option<String>,
    /// Whether they had come in by a login for emergencies.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_emergency: bool,
    /// Key of the sentence that they were told instead, where they may not know why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<String>,
    /// Whether the first person or account is whom the page was about; the others were named.
    #[serde(default)]
    pub has_about: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filter: Vec<(String, String)>,
    pub rows: u64,
    #[serde(default)]
    pub skipped: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matching: Option<u64>,
    /// The step of a case that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseAct>,
    /// What was done about a finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<FindingPart>,
    /// What it does to an official sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<SampleAct>,
}

/// One look, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub at: Instant,
    /// What pages call whoever looked; empty where that would name whom it is about, who is not
    /// named here.
    pub principal: String,
    /// `Action::NAME`.
    pub action: String,
    /// Which page or command; empty in looks of schema 1.
    pub view: String,
    pub form: String,
    /// Key of the sentence that they were refused with; nothing was shown then.
    pub denied: Option<String>,
    /// Whether they had come in by a login for emergencies.
    pub by_emergency: bool,
    pub about: Option<Named>,
    /// How many people were named beside that one, as far as they were counted
    /// ([`PEOPLE_NAMED_MAX`]).
    pub named: u64,
    pub period: Option<Period>,
    /// What the list was narrowed by: the filter's name in addresses, and its value.
    pub filter: Vec<(String, String)>,
    pub rows: u64,
    /// Rows left out before those shown.
    pub skipped: u64,
    /// How many rows matched, where fewer may have been shown.
    pub matching: Option<u64>,
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
    /// When the ledger did not take it: then nothing may be shown. Refused, where it opens one
    /// person too many within an hour.
    pub(crate) fn file_look<A: Action>(
        &self,
        permit: &Permit<A>,
        looked: &Looked,
    ) -> Result<(), Problem> {
        self.keep_pace(permit, looked)?;
        let act = act((A::NAME, permit.form()), looked, self.now());
        self.file(permit.principal(), &act, looked)
    }

    fn file(&self, principal: &Principal, act: &LookAct, looked: &Looked) -> Result<(), Problem> {
        let id = format!("look {} {}", act.at, self.next_look()).into_bytes();
        let entry = self.entry_of_look(principal, act, looked, id)?;
        match self.append_look(entry, Instant(act.at), |_| Ok(()))? {
            Appended::Stored(_) => Ok(()),
            Appended::Seen(_) => {
                let why = "a look of that moment and number was there";
                Err(Problem::ours(NOT_FILED, why))
            }
        }
    }

    /// A look as the ledger takes it; whoever files it may put more to it.
    pub(crate) fn entry_of_look(
        &self,
        principal: &Principal,
        act: &LookAct,
        looked: &Looked,
        event_id: Vec<u8>,
    ) -> Result<NewEntry, Problem> {
        let at = Instant(act.at);
        let act = LookAct {
            by_emergency: principal.came_by() == CameBy::Emergency,
            ..act.clone()
        };
        let act = serde_json::to_vec(&act).map_err(|cause| Problem::ours(NOT_FILED, cause))?;
        let name = principal.user();
        let principal = Some(self.code_of_principal(name)?);
        let mut compartments = vec![Compartment::actor(principal, name.as_bytes().to_vec())];
        let people = looked.people.iter().cloned().map(Identity::Person);
        let who = looked.about.iter().cloned().chain(people);
        let who: Vec<Vec<u8>> = who.map(|who| identity_bytes(&who)).collect();
        let codes = self.ledger().vault().codes_of(&who).map_err(not_filed)?;
        let named = codes.into_iter().zip(who);
        compartments.extend(named.map(|(code, who)| Compartment::subject(Some(code), who)));
        compartments.push(Compartment::act(act));
        Ok(NewEntry {
            kind: EntryKind::OwnLook,
            schema: LOOK_SCHEMA,
            source: 0,
            source_sequence: 0,
            event_id,
            retention_class: LOOK_RETENTION,
            month: crate::intake::month(self.zone().day_of(at)),
            compartments,
            position: None,
        })
    }

    /// Appends a look, and notes it where looks are listed; `also`: what else is to be noted of
    /// it before, so that a start after a crash finds both missing or neither.
    pub(crate) fn append_look(
        &self,
        entry: NewEntry,
        at: Instant,
        also: impl FnOnce(u64) -> Result<(), Problem>,
    ) -> Result<Appended, Problem> {
        let look = self.filing.begin(|| self.ledger().len());
        let appended = self.ledger().append(&[vec![entry]], seconds(at));
        let appended = appended.map_err(not_filed)?;
        let appended = appended.first().copied();
        let appended = appended.ok_or_else(|| Problem::ours(NOT_FILED, "nothing was appended"))?;
        let Appended::Stored(leaf) = appended else {
            self.filing.arrived(look);
            return Ok(appended);
        };
        also(leaf)?;
        let all_before = self
            .filing
            .none_missing_before(Some(&look), || self.ledger().len());
        self.registry()
            .note_looks(&[leaf], all_before)
            .map_err(not_filed)?;
        self.filing.arrived(look);
        Ok(appended)
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

    pub(crate) fn code_of_principal(&self, name: &str) -> Result<tilsyn_ledger::Code, Problem> {
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
        let total = self.registry().looks_count().map_err(registry_problem)?;
        let skip = PastEnd::of(permit.form()).start(skip, limit, total);
        let view = self.own_log_view(permit.principal(), skip, limit)?;
        let looked = Looked::plain("own-log", 0);
        let looked = looked.rows(view.looks.len() as u64, skip, view.total);
        self.file_look(permit, &looked)?;
        Ok(view)
    }

    /// Who looked at what; the look is still to be filed.
    pub(crate) fn own_log_view(
        &self,
        reader: &Principal,
        skip: u64,
        limit: u64,
    ) -> Result<OwnLogView, Problem> {
        let page = Page::new(skip, u32::try_from(limit).unwrap_or(u32::MAX));
        let leaves = self.registry().looks(page).map_err(registry_problem)?;
        let total = self.registry().looks_count().map_err(registry_problem)?;
        let looks = self.looks_at(&leaves, &self.withheld_from(reader)?)?;
        Ok(OwnLogView { looks, total })
    }

    fn looks_at(&self, leaves: &[u64], withheld: &Withheld) -> Result<Vec<Look>, Problem> {
        let entries = self.ledger().read_many(leaves).map_err(unreadable)?;
        let names = self.names()?;
        let entries = entries.iter().flatten();
        Ok(entries
            .filter_map(|entry| self.look(entry, &names, withheld))
            .collect())
    }

    fn look(&self, entry: &StoredEntry, names: &Names, withheld: &Withheld) -> Option<Look> {
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
        let subjects = parts.iter().filter(|p| p.kind == CompartmentKind::Subject);
        // In schema 1 only a look at single events began with whom it was about.
        let has_about =
            act.has_about || (entry.entry.schema == 1 && act.action == ReadHistory::NAME);
        let about = bytes(CompartmentKind::Subject).filter(|_| has_about);
        let about = about.and_then(identity_of_bytes);
        let is_withheld = withheld.holds(&act, about.as_ref());
        let principal = bytes(CompartmentKind::Actor).unwrap_or(b"?");
        let principal = String::from_utf8_lossy(principal);
        let hides_text = is_withheld
            || withheld.holds_review(&act.view, about.as_ref())
            || withheld.holds_hold(&act, &principal);
        let is_kept_back = !withheld.is_of(&principal)
            && (about.as_ref()).is_some_and(|who| {
                (is_withheld || self.is_protected(who)) && self.is_of(&principal, who, names)
            });
        let about = about.filter(|_| !is_withheld);
        let denied = match withheld.is_of(&principal) {
            true => act.told.or(act.denied),
            false => act.denied,
        };
        Some(Look {
            at,
            principal: match is_kept_back {
                true => String::new(),
                false => names.called(&principal),
            },
            named: (subjects.count() as u64).saturating_sub(u64::from(about.is_some())),
            about: about.map(|who| self.whom(who, self.zone().day_of(at), names)),
            action: act.action,
            view: act.view,
            form: act.form,
            denied,
            by_emergency: act.by_emergency,
            period,
            filter: act
                .filter
                .into_iter()
                .filter(|_| !hides_text)
                .map(|pair| self.filter(pair))
                .collect(),
            rows: act.rows,
            skipped: act.skipped,
            matching: act.matching,
        })
    }

    fn is_protected(&self, who: &Identity) -> bool {
        match who {
            Identity::Person(id) => self.directory_index().is_protected(id),
            Identity::Account { .. } => false,
        }
    }

    /// Whether the member of staff with a user name is that person.
    fn is_of(&self, user: &str, who: &Identity, names: &Names) -> bool {
        match who {
            Identity::Person(id) => names.is_person(user, &self.ids_of(id)),
            Identity::Account { .. } => false,
        }
    }

    /// Whom a look is about; a member of staff by the name that pages call them.
    fn whom(&self, who: Identity, day: Day, names: &Names) -> Named {
        let own = match &who {
            Identity::Account { source, user } if source == OWN_SOURCE => Some(names.called(user)),
            _ => None,
        };
        let mut named = self.named(who, day);
        named.card.name = own.or(named.card.name);
        named
    }

    /// A filter with what its value is called: units go by their names.
    fn filter(&self, (name, value): (String, String)) -> (String, String) {
        let value = match name.as_str() {
            "unit" => self.unit_name(&value),
            _ => value,
        };
        (name, value)
    }
}

const NOT_FILED: &str = "problem-look-not-filed";
/// The layout of a look's compartments.
const LOOK_SCHEMA: u16 = 2;
/// The retention class of the own log.
pub(crate) const LOOK_RETENTION: u16 = 2;

/// Nothing is shown, and all of it again as soon as looks can be filed.
fn not_filed(cause: impl std::error::Error + Send + Sync + 'static) -> Problem {
    Problem::later(NOT_FILED, cause)
}

pub(crate) fn act((action, form): (&str, Form), looked: &Looked, at: Instant) -> LookAct {
    let bounded = looked.period != Period::always();
    let filter = looked.filter.iter();
    LookAct {
        at: at.0,
        action: action.to_owned(),
        view: looked.view.to_owned(),
        form: form.word().to_owned(),
        denied: None,
        by_emergency: false,
        told: None,
        has_about: looked.about.is_some(),
        from: bounded.then(|| looked.period.from()),
        to: bounded.then(|| looked.period.to()),
        filter: filter
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
        rows: looked.rows,
        skipped: looked.skipped,
        matching: looked.matching,
        case: None,
        finding: None,
        sample: None,
    }
}
