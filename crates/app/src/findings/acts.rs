//! What is done about a finding, in the ledger: what stands in the act of its entry, and the text
//! that is bound to the user it is about; and how both are read back.

use serde::{Deserialize, Serialize};
use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{Day, Instant};
use tilsyn_ledger::{Appended, Code, Compartment, CompartmentKind, StoredEntry};
use tilsyn_registry::FindingAct as Kept;

use super::{ActKind, ActRow};
use crate::desk::{Desk, identity_bytes, registry_problem, unreadable};
use crate::own_log::{LookAct, Looked, act};
use crate::permit::{Action, Permit};
use crate::problem::Problem;
use crate::staff::Names;

/// What of it stands in the act of its entry: nothing that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FindingPart {
    pub finding: u64,
    pub act: u64,
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<u64>,
}

/// As with the steps of a case: a class that no rule is ever made for.
const KEPT_WITH_PERSON: u16 = u16::MAX;

impl FindingPart {
    /// The same act about the same finding is taken in once.
    fn event_id(&self) -> Vec<u8> {
        format!("finding {} act {}", self.finding, self.act).into_bytes()
    }

    fn kept(&self, leaf: u64, at: Instant, by: &str) -> Kept {
        Kept {
            number: self.act,
            leaf,
            at,
            by: by.to_owned(),
            kind: self.kind.clone(),
            until: self.until,
            case: self.case,
        }
    }
}

impl Desk {
    /// Files what is done about a finding: in the ledger, then where it stands.
    pub(super) fn file_finding<A: Action>(
        &self,
        permit: &Permit<A>,
        user: &Identity,
        part: &FindingPart,
        said: &str,
    ) -> Result<(), Problem> {
        let view = match part.kind == ActKind::Opened.word() {
            true => "finding-opened",
            false => "finding-decided",
        };
        let mut looked = Looked::plain(view, 1)
            .by("finding", Some(&part.finding.to_string()))
            .by("decision", Some(&part.kind));
        looked.about = Some(user.clone());
        let mut look = act((A::NAME, permit.form()), &looked, self.now());
        look.finding = Some(part.clone());
        let id = part.event_id();
        let mut entry = self.entry_of_look(permit.principal(), &look, &looked, id)?;
        entry.retention_class = KEPT_WITH_PERSON;
        let said = said.trim().as_bytes().to_vec();
        entry.compartments.push(Compartment::detail(said));
        let at = Instant(look.at);
        let appended = self.append_look(entry, at, |leaf| {
            let about = self.ledger().vault().find(&identity_bytes(user));
            let kept = part.kept(leaf, at, permit.principal().user());
            self.note_finding(part.finding, about.map_or(0, Code::get), &kept)
        })?;
        match appended {
            Appended::Stored(_) => Ok(()),
            // It was not noted when it was filed; now it is, and whoever asked sees it first.
            Appended::Seen(leaf) => {
                let stored = self.ledger().read(leaf).map_err(unreadable)?;
                stored.map_or(Ok(()), |stored| self.note_finding_of(&stored))?;
                Err(Problem::conflict("problem-finding-taken"))
            }
        }
    }

    /// Notes where something done about a finding stands; nothing, where the entry is none.
    pub(crate) fn note_finding_of(&self, entry: &StoredEntry) -> Result<(), Problem> {
        let Some((look, part)) = read_act(entry) else {
            return Ok(());
        };
        let parts = entry.compartments.iter().flatten();
        let first = |kind| parts.clone().find(|part| part.kind == kind);
        let about = first(CompartmentKind::Subject).and_then(|part| part.person);
        let by = first(CompartmentKind::Actor).and_then(|part| part.bytes.as_deref());
        let by = String::from_utf8_lossy(by.unwrap_or_default());
        let kept = part.kept(entry.index, Instant(look.at), &by);
        self.note_finding(part.finding, about.map_or(0, Code::get), &kept)
    }

    fn note_finding(&self, finding: u64, about: u32, kept: &Kept) -> Result<(), Problem> {
        let noted = self.registry().note_finding_act(finding, about, kept);
        noted.map_err(registry_problem)
    }

    /// What was done about a finding, with what was said.
    pub(super) fn finding_acts(
        &self,
        kept: &[Kept],
        names: &Names,
    ) -> Result<Vec<ActRow>, Problem> {
        let leaves: Vec<u64> = kept.iter().map(|act| act.leaf).collect();
        let entries = self.ledger().read_many(&leaves).map_err(unreadable)?;
        let row = |(act, entry): (&Kept, Option<StoredEntry>)| {
            Some(ActRow {
                kind: ActKind::of(&act.kind)?,
                at: act.at,
                by: names.called(&act.by),
                text: entry.and_then(said),
                until: act.until,
                case: act.case,
                leaf: act.leaf,
            })
        };
        Ok(kept.iter().zip(entries).filter_map(row).collect())
    }
}

/// The act of an entry that is about a finding; `None`: it is none, or is erased.
fn read_act(entry: &StoredEntry) -> Option<(LookAct, FindingPart)> {
    let parts = entry.compartments.as_ref()?;
    let act = parts
        .iter()
        .find(|part| part.kind == CompartmentKind::Act)?;
    let mut look: LookAct = serde_json::from_slice(act.bytes.as_deref()?).ok()?;
    let part = look.finding.take()?;
    Some((look, part))
}

/// What was said; `None`: erased.
fn said(entry: StoredEntry) -> Option<String> {
    let parts = entry.compartments?.into_iter();
    let mut details = parts.filter(|part| part.kind == CompartmentKind::Detail);
    String::from_utf8(details.next()?.bytes?).ok()
}
