//! A step in the ledger: what of it stands in the act of its entry, what is bound to the person it
//! is about, and how both are read back.

use serde::{Deserialize, Serialize};
use tilsyn_domain::{Day, Instant};
use tilsyn_ledger::{Appended, Code, Compartment, CompartmentKind, StoredEntry};
use tilsyn_registry::{Case as Kept, CaseStep as KeptStep};

use super::{CaseFile, FileRow, NewStep, Outcome, Said, StepKind, StepRow, files};
use crate::desk::{Desk, identity_bytes, registry_problem, unreadable};
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

impl FilePart {
    fn row(self, bytes: usize) -> FileRow {
        FileRow {
            name: self.name,
            kind: self.kind,
            bytes: bytes as u64,
        }
    }
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
        step: &CaseAct,
        said: &NewStep,
    ) -> Result<(), Problem> {
        let id = step.event_id();
        let mut look = act((A::NAME, permit.form()), looked, self.now());
        look.case = Some(step.clone());
        let mut entry = self.entry_of_look(permit.principal(), &look, looked, id)?;
        entry.retention_class = KEPT_WITH_PERSON;
        let details = details(said)?.into_iter();
        entry.compartments.extend(details.map(Compartment::detail));
        let at = Instant(look.at);
        let appended = self.append_look(entry, at, |leaf| {
            let about = looked.about.as_ref().map(identity_bytes);
            let about = about.and_then(|bytes| self.ledger().vault().find(&bytes));
            let kept = step.kept(leaf, at, permit.principal().user());
            self.note_step(step.case, about.map_or(0, Code::get), &kept)
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
        self.note_step(step.case, about.map_or(0, Code::get), &kept)
    }

    fn note_step(&self, case: u64, about: u32, step: &KeptStep) -> Result<(), Problem> {
        let told = self.told_of_step(case, about, step)?;
        let noted = self.registry().note_case_step(case, about, step, &told);
        noted.map_err(registry_problem)
    }

    /// The steps of these kinds with what was said in them.
    pub(super) fn steps_of(
        &self,
        case: &Kept,
        kinds: &[StepKind],
        names: &Names,
    ) -> Result<Vec<StepRow>, Problem> {
        let asked =
            |step: &&KeptStep| StepKind::of(&step.kind).is_some_and(|one| kinds.contains(&one));
        let steps: Vec<&KeptStep> = case.steps.iter().filter(asked).collect();
        let leaves: Vec<u64> = steps.iter().map(|step| step.leaf).collect();
        let entries = self.ledger().read_many(&leaves).map_err(unreadable)?;
        let read = steps.into_iter().zip(entries);
        let row = |(kept, entry): (&KeptStep, Option<StoredEntry>)| row(kept, entry?, names);
        Ok(read.filter_map(row).collect())
    }

    /// A file of the step at a leaf, by its place there; `None`: there is none, or it is erased.
    pub(super) fn file_of(&self, leaf: u64, place: usize) -> Result<Option<CaseFile>, Problem> {
        let entry = self.ledger().read(leaf).map_err(unreadable)?;
        let read = entry.and_then(|entry| {
            let (said, mut files) = details_of(entry)?;
            let row = said.files.into_iter().nth(place)?;
            Some((row, files.nth(place)??))
        });
        Ok(read.map(|(part, bytes)| CaseFile {
            row: part.row(bytes.len()),
            bytes,
        }))
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
    let (said, files) = details_of(entry)?;
    let files = said.files.into_iter().zip(files);
    Some(Said {
        text: said.text,
        files: files
            .map(|(part, bytes)| part.row(bytes.map_or(0, |bytes| bytes.len())))
            .collect(),
    })
}

/// The details of a step: what was said, then the bytes of each file.
fn details_of(entry: StoredEntry) -> Option<(SaidPart, impl Iterator<Item = Option<Vec<u8>>>)> {
    let parts = entry.compartments?.into_iter();
    let details = parts.filter(|part| part.kind == CompartmentKind::Detail);
    let mut details = details.map(|part| part.bytes);
    let said = serde_json::from_slice(&details.next()??).ok()?;
    Some((said, details))
}
