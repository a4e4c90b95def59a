//! A step in the ledger: what of it stands in the act of its entry, what is bound to the person it
//! is about, and how both are read back.

use serde::{Deserialize, Serialize};
use tilsyn_domain::{Day, Instant};
use tilsyn_ledger::{Appended, Compartment, CompartmentKind, StoredEntry};
use tilsyn_registry::{Case as Kept, CaseStep as KeptStep};

use super::{FileRow, NewStep, Outcome, Said, StepKind, StepRow, files};
use crate::desk::{Desk, registry_problem, unreadable};
use crate::own_log::{LookAct, Looked, act};
use crate::permit::{Action, Permit};
use crate::problem::Problem;
use crate::staff::Names;

/// What of a step stands in the act of its entry: nothing that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CaseAct {
    pub case: u64,
    pub step: u64,
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Leaves of the events that it joins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<String>,
}

/// The first detail of a step; each file is a detail of its own behind it.
#[derive(Serialize, Deserialize)]
struct SaidPart {
    text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    files: Vec<FilePart>,
}

#[derive(Serialize, Deserialize)]
struct FilePart {
    name: String,
    kind: super::FileType,
}

/// A class that no rule is ever made for: a case may be open longer than looks are kept.
const KEPT_WITH_PERSON: u16 = u16::MAX;

/// A step as the own log names it.
pub(super) const VIEW_OF_STEP: &str = "case-step";

impl CaseAct {
    pub(super) fn of(case: &Kept, step: &NewStep) -> CaseAct {
        CaseAct {
            case: case.number,
            step: case.steps.len() as u64 + 1,
            kind: step.kind.word().to_owned(),
            due: step.due,
            outcome: step.outcome.map(|outcome| outcome.word().to_owned()),
            events: step.events.clone(),
            systems: step.systems.clone(),
        }
    }

    /// The same step of the same case is taken in once.
    fn event_id(&self) -> Vec<u8> {
        format!("case {} step {}", self.case, self.step).into_bytes()
    }

    fn kept(&self, leaf: u64, at: Instant, by: &str) -> KeptStep {
        KeptStep {
            number: self.step,
            leaf,
            at,
            by: by.to_owned(),
            kind: self.kind.clone(),
            due: self.due,
            outcome: self.outcome.clone(),
        }
    }
}

impl Desk {
    /// Files a step: in the ledger, then where it stands. The look names whom the case is about.
    pub(super) fn file_step<A: Action>(
        &self,
        permit: &Permit<A>,
        looked: &Looked,
        step: CaseAct,
        said: &NewStep,
    ) -> Result<(), Problem> {
        let id = step.event_id();
        let mut look = act((A::NAME, permit.form()), looked, self.now());
        look.case = Some(step);
        let mut entry = self.entry_of_look(permit.principal(), &look, looked, id)?;
        entry.retention_class = KEPT_WITH_PERSON;
        let details = details(said)?.into_iter();
        entry.compartments.extend(details.map(Compartment::detail));
        let at = Instant(look.at);
        let appended = self.append_look(entry, at, |leaf| {
            let stored = self.ledger().read(leaf).map_err(unreadable)?;
            stored.map_or(Ok(()), |stored| self.note_step_of(&stored))
        })?;
        match appended {
            Appended::Stored(_) => Ok(()),
            // It was not noted when it was filed; now it is, and whoever asked sees it first.
            Appended::Seen(leaf) => {
                let stored = self.ledger().read(leaf).map_err(unreadable)?;
                stored.map_or(Ok(()), |stored| self.note_step_of(&stored))?;
                Err(Problem::conflict("problem-case-taken"))
            }
        }
    }

    /// Notes where a step stands; nothing, where the entry is none.
    pub(crate) fn note_step_of(&self, entry: &StoredEntry) -> Result<(), Problem> {
        let Some((look, step)) = read_act(entry) else {
            return Ok(());
        };
        let parts = entry.compartments.iter().flatten();
        let subject = |kind| parts.clone().find(|part| part.kind == kind);
        let about = subject(CompartmentKind::Subject).and_then(|part| part.person);
        let by = subject(CompartmentKind::Actor).and_then(|part| part.bytes.as_deref());
        let by = String::from_utf8_lossy(by.unwrap_or_default());
        let kept = step.kept(entry.index, Instant(look.at), &by);
        let about = about.map_or(0, std::num::NonZeroU32::get);
        let noted = self.registry().note_case_step(step.case, about, &kept);
        noted.map_err(registry_problem)
    }

    /// The steps of a case with what was said in them.
    pub(super) fn steps_of(&self, case: &Kept, names: &Names) -> Result<Vec<StepRow>, Problem> {
        let leaves: Vec<u64> = case.steps.iter().map(|step| step.leaf).collect();
        let entries = self.ledger().read_many(&leaves).map_err(unreadable)?;
        let read = case.steps.iter().zip(entries);
        let row = |(kept, entry): (&KeptStep, Option<StoredEntry>)| row(kept, entry?, names);
        Ok(read.filter_map(row).collect())
    }

    /// A file of a step, by its place there.
    pub(super) fn file_bytes(&self, leaf: u64, place: usize) -> Result<Vec<u8>, Problem> {
        let gone = || Problem::gone("problem-no-such-attachment");
        let entry = self.ledger().read(leaf).map_err(unreadable)?;
        let parts = entry.and_then(|entry| entry.compartments);
        let parts = parts.ok_or_else(gone)?.into_iter();
        let mut details = parts.filter(|part| part.kind == CompartmentKind::Detail);
        let file = details.nth(place.saturating_add(1));
        file.and_then(|part| part.bytes).ok_or_else(gone)
    }
}

/// What was said, then the files.
fn details(step: &NewStep) -> Result<Vec<Vec<u8>>, Problem> {
    let types = files::types_of(&step.files)?;
    let named = step.files.iter().zip(types);
    let said = SaidPart {
        text: step.text.trim().to_owned(),
        files: named
            .map(|(file, kind)| FilePart {
                name: files::name_of(&file.name, kind),
                kind,
            })
            .collect(),
    };
    let said = serde_json::to_vec(&said);
    let said = said.map_err(|cause| Problem::ours("problem-look-not-filed", cause))?;
    let files = step.files.iter().map(|file| file.bytes.clone());
    Ok([said].into_iter().chain(files).collect())
}

/// The act of an entry that is a step; `None`: it is none, or is erased.
fn read_act(entry: &StoredEntry) -> Option<(LookAct, CaseAct)> {
    let parts = entry.compartments.as_ref()?;
    let act = parts
        .iter()
        .find(|part| part.kind == CompartmentKind::Act)?;
    let mut look: LookAct = serde_json::from_slice(act.bytes.as_deref()?).ok()?;
    let step = look.case.take()?;
    Some((look, step))
}

fn row(kept: &KeptStep, entry: StoredEntry, names: &Names) -> Option<StepRow> {
    let step = read_act(&entry).map(|(_, step)| step);
    let (events, systems) = step.map_or_else(Default::default, |step| (step.events, step.systems));
    Some(StepRow {
        number: kept.number,
        at: kept.at,
        by: names.called(&kept.by),
        kind: StepKind::of(&kept.kind)?,
        said: said(entry),
        due: kept.due,
        outcome: kept.outcome.as_deref().and_then(Outcome::of),
        events,
        systems,
        leaf: kept.leaf,
    })
}

/// What was said in a step; `None`: erased.
fn said(entry: StoredEntry) -> Option<Said> {
    let parts = entry.compartments?.into_iter();
    let mut details = parts.filter(|part| part.kind == CompartmentKind::Detail);
    let said: SaidPart = serde_json::from_slice(&details.next()?.bytes?).ok()?;
    let files = said.files.into_iter().zip(details);
    Some(Said {
        text: said.text,
        files: files
            .map(|(file, part)| FileRow {
                name: file.name,
                kind: file.kind,
                bytes: part.bytes.map_or(0, |bytes| bytes.len() as u64),
            })
            .collect(),
    })
}
