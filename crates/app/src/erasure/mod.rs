//! Lawful erasure: one person asks, another approves, and then it is gone.
//!
//! What is asked for is looked through before anybody decides, so that who approves sees how
//! much would go. Approval writes the record into the ledger; from then on nothing opens. The
//! rest follows at once in the background, and after a crash at the next start: the archive, the
//! rows, the directory, quarantine. One rule: nobody approves what they asked for themselves.
//! Not here: what a record is and what a hole (`ledger`), pages (`web`).

pub mod as_json;
mod carry_out;
mod concerned;
mod event_parts;
mod holds;
mod pauses;
mod plans;
mod retention;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{Instant, NationalId};
use tilsyn_ledger::{
    Code, CompartmentKind, Error as LedgerError, Order, Parts, Plan, Scope, Signatory,
    StoredErasure,
};
use tilsyn_registry::{Erasure, NewErasure};

pub use event_parts::{EventPart, EventParts};
pub use holds::{HoldView, HoldsShown, HoldsView, REFERENCE_MAX};
pub use retention::{DuePeriod, MONTHS_MAX, RetentionView, check_rule};
pub use tilsyn_registry::{ErasureState, RetentionRule};

pub(crate) use self::pauses::Pauses;
pub(crate) use self::plans::Plans;
use self::plans::{Looking, held_among};
use crate::desk::{Desk, identity_bytes, person_bytes, registry_problem, seconds, unreadable};
use crate::own_log::Looked;
use crate::permit::{AskErasure, CarryOutErasures, DecideErasure, Permit, ReadErasures};
use crate::problem::Problem;
use crate::staff::Names;

/// What a request is sealed for.
const PURPOSE: &str = "erasure";
/// Characters of a reason.
pub const REASON_MAX: usize = 1_000;

/// What somebody wants erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// Everything the log holds about a person.
    Person {
        national_id: NationalId,
        /// Also what the person did as a user: the actor of those events goes.
        own_acts: bool,
    },
    /// One event, by the source's own id of it.
    Event { source: String, id: String },
    /// Parts of one event, by their number from 0.
    Parts {
        source: String,
        id: String,
        parts: Vec<u16>,
    },
    /// The rows of a retention class and month (year × 12 + month from 0).
    Period { class: u16, month: i32 },
}

impl What {
    /// Its word in the registry and in addresses.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            What::Person { .. } => "person",
            What::Event { .. } => "event",
            What::Parts { .. } => "part",
            What::Period { .. } => "period",
        }
    }
}

/// What is sealed of a request.
#[derive(Serialize, Deserialize)]
struct Sealed {
    what: What,
    reason: String,
}

/// A request, as it is listed: nothing that it is about.
#[derive(Clone, Debug)]
pub struct ErasureRow {
    pub number: u64,
    pub asked: Instant,
    pub asked_by: String,
    /// `What::word`.
    pub scope: String,
    pub basis: String,
    pub state: ErasureState,
    pub decided: Option<(Instant, String)>,
    pub finished: Option<Instant>,
    /// Where its record stands in the ledger.
    pub record_leaf: Option<u64>,
}

/// One request in full.
#[derive(Clone, Debug)]
pub struct ErasureView {
    pub row: ErasureRow,
    /// What is to go, while it is still asked for.
    pub what: Option<What>,
    /// Whether that is a person whom the register protects.
    pub is_protected: bool,
    /// Why; from the record once there is one.
    pub reason: Option<String>,
    pub looked_through: LookedThrough,
    /// Whether the one who looks at it asked for it: then somebody else decides.
    pub is_own: bool,
}

/// How far it is known what would go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookedThrough {
    /// Not begun, or begun again.
    Waiting,
    /// So many entries of so many.
    Going { done: u64, all: u64 },
    /// So many entries would lose something, or have.
    Ready { entries: u64, held: u64 },
    /// It is decided.
    Over,
}

impl Desk {
    /// Asks for an erasure; gives its number.
    ///
    /// # Errors
    /// When there is no such person or event, a limit is passed, or the look cannot be filed.
    pub fn ask_erasure(
        &self,
        permit: &Permit<AskErasure>,
        what: What,
        basis: &str,
        reason: &str,
    ) -> Result<u64, Problem> {
        check_words(basis, reason)?;
        let asked_by = permit.principal().user();
        permit.over(&self.as_ruled(&what, asked_by)?)?;
        // What cannot be found cannot be erased; better told now than to who approves.
        self.scope_of(&what, &[])?;
        self.file_look(permit, &looked("erasure-asked", &what, basis))?;
        let scope = what.word().to_owned();
        let reason = reason.to_owned();
        let sealed = serde_json::to_vec(&Sealed { what, reason })
            .map_err(|cause| Problem::ours("problem-registry", cause))?;
        let new = NewErasure {
            asked: self.now(),
            asked_by: permit.principal().user().to_owned(),
            scope,
            basis: basis.to_owned(),
            sealed: self.ledger().seal(&sealed, PURPOSE).map_err(unreadable)?,
        };
        self.registry().ask_erasure(&new).map_err(registry_problem)
    }

    /// All requests, newest first.
    ///
    /// # Errors
    /// When the registry cannot be read or the look not be filed.
    pub fn erasures(&self, permit: &Permit<ReadErasures>) -> Result<Vec<ErasureRow>, Problem> {
        let all = self.registry().erasures().map_err(registry_problem)?;
        self.file_look(permit, &Looked::plain("erasures", all.len()))?;
        let names = self.names()?;
        Ok(all.into_iter().map(|one| row(one, &names)).collect())
    }

    /// One request.
    ///
    /// # Errors
    /// When there is none of this number, or the look cannot be filed.
    pub fn erasure(
        &self,
        permit: &Permit<ReadErasures>,
        number: u64,
    ) -> Result<ErasureView, Problem> {
        let erasure = self.erasure_asked(number)?;
        let record = self.record_of(&erasure)?;
        let sealed = match erasure.state {
            ErasureState::Asked => Some(self.unsealed(&erasure)?),
            _ => None,
        };
        let looked = match &sealed {
            Some(sealed) => looked("erasure", &sealed.what, &erasure.asked.basis),
            None => Looked::plain("erasure", 1).by("basis", Some(&erasure.asked.basis)),
        };
        self.file_look(permit, &looked)?;
        let of_record = record.as_ref().and_then(|record| record.reason.clone());
        let of_record = of_record.and_then(|reason| String::from_utf8(reason).ok());
        let (what, reason) = match sealed {
            Some(Sealed { what, reason }) => (Some(what), Some(reason)),
            None => (None, of_record),
        };
        let protects = |what: &What| match what {
            What::Person { national_id, .. } => self.directory_index().is_protected(national_id),
            _ => false,
        };
        Ok(ErasureView {
            is_protected: what.as_ref().is_some_and(protects),
            is_own: erasure.asked.asked_by == permit.principal().user(),
            looked_through: self.looked_through(&erasure),
            row: row(erasure, &self.names()?),
            what,
            reason,
        })
    }

    /// Approves a request: when this returns, its record is in the ledger and nothing of what
    /// was to go opens any more. Returns the record's place.
    ///
    /// # Errors
    /// Refused for who asked; a conflict where something is held, or it was decided; later where
    /// it is not looked through yet.
    pub fn approve_erasure(
        &self,
        permit: &Permit<DecideErasure>,
        number: u64,
    ) -> Result<u64, Problem> {
        let (erasure, sealed) = self.to_be_decided(permit, number)?;
        let basis = &erasure.asked.basis;
        // The look names the person, and goes with the person.
        self.file_look(permit, &looked("erasure-approved", &sealed.what, basis))?;
        // No case begins between the question whether there is one and the erasure.
        let _no_case = self.one_case_at_a_time()?;
        self.check_no_case_about(&sealed.what)?;
        let plan = self.ready_plan(number)?;
        let order = self.order(&erasure, &sealed, permit.principal().user())?;
        let _alone = self
            .intake
            .lock()
            .map_err(|_| Problem::ours(STOPPED, STOPPED))?;
        let now = self.now();
        let leaf = self
            .ledger()
            .erase(plan, &order, seconds(now))
            .map_err(refused_or_unreadable)?;
        let by = permit.principal().user();
        self.registry()
            .note_erasure_recorded(number, now, by, leaf)
            .map_err(registry_problem)?;
        tracing::info!(number, leaf, "an erasure was approved");
        Ok(leaf)
    }

    /// Declines a request.
    ///
    /// # Errors
    /// Refused for who asked; a conflict where it was decided.
    pub fn decline_erasure(
        &self,
        permit: &Permit<DecideErasure>,
        number: u64,
    ) -> Result<(), Problem> {
        let (erasure, _) = self.to_be_decided(permit, number)?;
        let basis = Some(erasure.asked.basis.as_str());
        let looked = Looked::plain("erasure-declined", 1).by("basis", basis);
        self.file_look(permit, &looked)?;
        let by = permit.principal().user();
        let declined = self
            .registry()
            .decline_erasure(number, self.now(), by)
            .map_err(registry_problem)?;
        self.plans.forget(number);
        match declined {
            true => Ok(()),
            false => Err(Problem::conflict("problem-erasure-decided")),
        }
    }

    /// Looks through what is asked for, and carries out what was approved. Called every second
    /// while the program serves; does nothing if nothing is to be done. One that fails is told in
    /// the log and tried again after a pause; the others go on meanwhile. Says how many failed.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn work_on_erasures(&self, permit: &Permit<CarryOutErasures>) -> Result<usize, Problem> {
        let mut failed = 0;
        for erasure in self.registry().open_erasures().map_err(registry_problem)? {
            let number = erasure.number;
            if self.pauses.holds(number, self.now()) {
                continue;
            }
            let Err(problem) = self.work_on(permit, &erasure) else {
                self.pauses.end(number);
                continue;
            };
            failed += 1;
            let seconds = self.pauses.lengthen(number, self.now());
            let cause = std::error::Error::source(&problem).map(ToString::to_string);
            tracing::error!(
                number,
                %problem,
                cause,
                "an erasure is not finished; it is tried again in {seconds} s"
            );
        }
        Ok(failed)
    }

    fn work_on(&self, permit: &Permit<CarryOutErasures>, erasure: &Erasure) -> Result<(), Problem> {
        match erasure.state {
            ErasureState::Asked if self.was_recorded(erasure)? => Ok(()),
            ErasureState::Asked => self.look_through(erasure),
            ErasureState::Recorded => self.finish_erasure(permit, erasure),
            ErasureState::Declined | ErasureState::Done => Ok(()),
        }
    }

    fn erasure_asked(&self, number: u64) -> Result<Erasure, Problem> {
        let found = self.registry().erasure(number).map_err(registry_problem)?;
        found.ok_or_else(|| Problem::gone("problem-no-such-erasure"))
    }

    fn to_be_decided(
        &self,
        permit: &Permit<DecideErasure>,
        number: u64,
    ) -> Result<(Erasure, Sealed), Problem> {
        let erasure = self.erasure_asked(number)?;
        if erasure.state != ErasureState::Asked {
            return Err(Problem::conflict("problem-erasure-decided"));
        }
        let sealed = self.unsealed(&erasure)?;
        permit.over(&self.as_ruled(&sealed.what, &erasure.asked.asked_by)?)?;
        Ok((erasure, sealed))
    }

    fn record_of(&self, erasure: &Erasure) -> Result<Option<StoredErasure>, Problem> {
        let record = erasure.record_leaf.map(|leaf| self.ledger().erasure(leaf));
        record.transpose().map(Option::flatten).map_err(unreadable)
    }

    fn unsealed(&self, erasure: &Erasure) -> Result<Sealed, Problem> {
        let bytes = self.ledger().unseal(&erasure.asked.sealed, PURPOSE);
        serde_json::from_slice(&bytes.map_err(unreadable)?)
            .map_err(|cause| Problem::ours("problem-registry", cause))
    }

    /// A crash may have come between the record and the registry: the record counts.
    fn was_recorded(&self, erasure: &Erasure) -> Result<bool, Problem> {
        let found = self.ledger().find(0, &order_id(erasure.number));
        let Some(leaf) = found.map_err(unreadable)? else {
            return Ok(false);
        };
        let record = self.ledger().erasure(leaf).map_err(unreadable)?;
        let by = record.and_then(|record| record.approved_by);
        let by = by.and_then(|by| String::from_utf8(by).ok());
        self.registry()
            .note_erasure_recorded(erasure.number, self.now(), &by.unwrap_or_default(), leaf)
            .map_err(registry_problem)?;
        Ok(true)
    }

    fn order(&self, erasure: &Erasure, sealed: &Sealed, by: &str) -> Result<Order, Problem> {
        let signatory = |name: &str| -> Result<Signatory, Problem> {
            Ok(Signatory {
                code: self.code_of_principal(name)?,
                bytes: name.as_bytes().to_vec(),
            })
        };
        Ok(Order {
            id: order_id(erasure.number),
            basis: erasure.asked.basis.clone(),
            reason: sealed.reason.as_bytes().to_vec(),
            requested_by: signatory(&erasure.asked.asked_by)?,
            approved_by: signatory(by)?,
        })
    }

    /// Finds what a request would take away, unless that is known.
    fn look_through(&self, erasure: &Erasure) -> Result<(), Problem> {
        let number = erasure.number;
        let held = self.leaves_held()?;
        if self.plans.is_ready(number, &held) {
            return Ok(());
        }
        let sealed = self.unsealed(erasure)?;
        let scope = self.scope_of(&sealed.what, &held)?;
        let plan = self.ledger().plan_erasure(scope, &mut |done, all| {
            self.plans.put(number, Looking::Going { done, all });
        });
        let plan = plan.map_err(refused_or_unreadable)?;
        let plan = Box::new(plan);
        self.plans.put(number, Looking::Ready { plan, held });
        Ok(())
    }

    fn looked_through(&self, erasure: &Erasure) -> LookedThrough {
        if erasure.state != ErasureState::Asked {
            return LookedThrough::Over;
        }
        self.plans.state(erasure.number)
    }

    /// The plan of a request that nothing stands in the way of.
    fn ready_plan(&self, number: u64) -> Result<Plan, Problem> {
        let held = self.leaves_held()?;
        let plan = self.plans.ready(number, &held);
        let plan = plan.ok_or_else(|| {
            Problem::later("problem-erasure-not-looked-through", "not looked through")
        })?;
        let is_period = matches!(plan.scope(), Scope::Period { .. });
        let in_the_way = held_among(&plan, &held);
        if in_the_way > 0 && !is_period {
            return Err(Problem::conflict("problem-erasure-held").with("count", in_the_way));
        }
        Ok(plan)
    }

    /// What is asked for, in the ledger's words.
    fn scope_of(&self, what: &What, held: &[u64]) -> Result<Scope, Problem> {
        match what {
            What::Person {
                national_id,
                own_acts,
            } => self
                .codes_of_person(national_id, *own_acts)
                .map(Scope::Persons),
            What::Event { source, id } => {
                let leaf = self.leaf_of(source, id)?;
                Ok(Scope::Entries([(leaf, Parts::All)].into()))
            }
            What::Parts { source, id, parts } => {
                let leaf = self.leaf_of(source, id)?;
                self.check_parts(leaf, parts)?;
                let parts = Parts::These(parts.clone());
                Ok(Scope::Entries(BTreeMap::from([(leaf, parts)])))
            }
            What::Period { class, month } => Ok(Scope::Period {
                retention_class: *class,
                month: *month,
                held: self.held_in(*class, *month, held)?,
            }),
        }
    }

    /// Who acted and what was done hold an event together: without them the whole event goes.
    fn check_parts(&self, leaf: u64, parts: &[u16]) -> Result<(), Problem> {
        let stored = self.ledger().read(leaf).map_err(unreadable)?;
        let there = stored
            .and_then(|stored| stored.compartments)
            .unwrap_or_default();
        let may_go = |part: &u16| {
            let part = there.get(usize::from(*part));
            part.is_some_and(|part| {
                matches!(
                    part.kind,
                    CompartmentKind::Subject | CompartmentKind::Detail
                )
            })
        };
        match !parts.is_empty() && parts.iter().all(may_go) {
            true => Ok(()),
            false => Err(Problem::yours("problem-erasure-part")),
        }
    }

    /// The numbers of a person in the vault: under all ids, and as a user if that is to go too.
    fn codes_of_person(&self, id: &NationalId, own_acts: bool) -> Result<Vec<Code>, Problem> {
        let mut identities: Vec<Vec<u8>> = self.ids_of(id).iter().map(person_bytes).collect();
        if own_acts {
            let accounts = self.accounts_owned_by(id).into_iter();
            identities.extend(accounts.map(|account| identity_bytes(&account)));
        }
        let vault = self.ledger().vault();
        let mut codes: Vec<Code> = identities
            .iter()
            .filter_map(|who| vault.find(who))
            .collect();
        codes.sort_unstable();
        codes.dedup();
        match codes.is_empty() {
            true => Err(Problem::gone("problem-erasure-nobody")),
            false => Ok(codes),
        }
    }

    /// Every id of a person, former ones too.
    pub(crate) fn ids_of(&self, id: &NationalId) -> Vec<NationalId> {
        self.directory_index().ids_of(id)
    }

    fn accounts_owned_by(&self, id: &NationalId) -> Vec<Identity> {
        let ids = self.ids_of(id);
        let directory = self.directory();
        let owned = directory.accounts.iter().filter(|row| {
            row.national_id
                .as_ref()
                .is_some_and(|owner| ids.contains(owner))
        });
        let account = |row: &tilsyn_domain::directory::Account| Identity::Account {
            source: row.system.clone(),
            user: row.user.clone(),
        };
        owned.map(account).collect()
    }
}

const STOPPED: &str = "problem-ledger";

fn row(erasure: Erasure, names: &Names) -> ErasureRow {
    let NewErasure {
        asked,
        asked_by,
        scope,
        basis,
        ..
    } = erasure.asked;
    let decided = erasure.decided;
    ErasureRow {
        number: erasure.number,
        asked,
        asked_by: names.called(&asked_by),
        scope,
        basis,
        state: erasure.state,
        decided: decided.map(|(at, by)| (at, names.called(&by))),
        finished: erasure.finished,
        record_leaf: erasure.record_leaf,
    }
}

fn order_id(number: u64) -> Vec<u8> {
    format!("erasure/{number}").into_bytes()
}

fn check_words(basis: &str, reason: &str) -> Result<(), Problem> {
    let is_code = |one: char| one.is_ascii_alphanumeric() || "-._/:§".contains(one);
    if basis.is_empty() || basis.chars().count() > 64 || !basis.chars().all(is_code) {
        return Err(Problem::yours("problem-erasure-basis"));
    }
    if reason.trim().is_empty() || reason.chars().count() > REASON_MAX {
        return Err(Problem::yours("problem-erasure-reason").with("max", REASON_MAX));
    }
    Ok(())
}

fn looked(view: &'static str, what: &What, basis: &str) -> Looked {
    let mut looked = Looked::plain(view, 1)
        .by("what", Some(what.word()))
        .by("basis", Some(basis));
    match what {
        What::Person { national_id, .. } => {
            looked.about = Some(Identity::Person(national_id.clone()));
        }
        What::Event { source, id } | What::Parts { source, id, .. } => {
            looked = looked.by("source", Some(source)).by("event", Some(id));
        }
        What::Period { class, month } => {
            looked = looked
                .by("class", Some(&class.to_string()))
                .by("month", Some(&month_name(*month)));
        }
    }
    looked
}

/// A month of the ledger (year × 12 + month from 0): `2024-10`.
#[must_use]
pub fn month_name(month: i32) -> String {
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    format!("{year:04}-{month:02}")
}

fn refused_or_unreadable(error: LedgerError) -> Problem {
    match error {
        LedgerError::ErasureRefused { .. } => Problem::conflict("problem-erasure-refused"),
        other => unreadable(other),
    }
}
