//! What is done to an official sample, as the ledger has it: the draw with its list, and what was
//! made of each item. Where it stands, the registry is told, also after a crash.
//!
//! The list is kept as numbers: an erasure takes the person out of it, and the item stays.

use serde::{Deserialize, Serialize};
use tilsyn_domain::{Day, Instant, Period};
use tilsyn_ledger::{Appended, Compartment, CompartmentKind, StoredEntry};
use tilsyn_registry::{Sample as KeptSample, SampleItem as KeptItem, SampleVerdict};

use super::pick::Picked;
use super::planted::note_test;
use super::{Kept, Terms};
use crate::desk::{Desk, registry_problem, unreadable};
use crate::own_log::{LookAct, Looked, act};
use crate::permit::{Action, DrawSample, Permit};
use crate::problem::Problem;

/// A class that no rule is ever made for: results are asked for longer than looks are kept.
pub(super) const KEPT_FOR_GOOD: u16 = u16::MAX;

/// What stands in the act of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SampleAct {
    /// A sample was drawn; the first detail has its items.
    Drawn { sample: u64, terms: Terms },
    /// Something was made of an item, or taken back; the first detail has what was said.
    Judged {
        sample: u64,
        number: u64,
        place: u64,
        verdict: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<u64>,
    },
    /// A test was agreed on; the first detail has what will be done.
    Planted { test: u64, from: Day, to: Day },
}

/// An item in the detail of a draw.
#[derive(Serialize, Deserialize)]
struct ItemPart {
    leaf: u64,
    user: u32,
    about: u32,
    stratum: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl Desk {
    /// Files a draw, and keeps it; gives its number.
    pub(super) fn keep_sample(
        &self,
        permit: &Permit<DrawSample>,
        period: Period,
        picked: &Picked,
    ) -> Result<u64, Problem> {
        let number = self.registry().next_sample().map_err(registry_problem)?;
        let terms = picked.terms.clone();
        let looked = Looked::list("sample-official", period, std::iter::empty(), 0)
            .rows(terms.size(), 0, terms.population)
            .by("sample", Some(&number.to_string()))
            .with_made("seed", &terms.seed)
            .with_made("list", &terms.list)
            .with_made("rate", &terms.rate)
            .with_made("rate-others", &terms.others);
        let items = picked.places.iter().map(|one| ItemPart {
            leaf: one.lookup.leaf,
            user: one.lookup.actor,
            about: one.lookup.person,
            stratum: one.stratum.word().to_owned(),
            unit: one.unit.as_deref().map(str::to_owned),
            reason: one.reason.clone(),
        });
        let items: Vec<ItemPart> = items.collect();
        // One of a period: a second draw finds this one.
        let id = format!("official sample {} {}", period.from(), period.to());
        let sample = SampleAct::Drawn {
            sample: number,
            terms,
        };
        self.file_sample_act(permit, (&looked, sample), id, &items)?;
        Ok(number)
    }

    /// Files what is done, then tells the registry where it stands.
    pub(super) fn file_sample_act<A: Action, D: Serialize>(
        &self,
        permit: &Permit<A>,
        (looked, done): (&Looked, SampleAct),
        event_id: String,
        detail: &D,
    ) -> Result<(), Problem> {
        let not_filed = |cause| Problem::ours("problem-look-not-filed", cause);
        let mut look = act((A::NAME, permit.form()), looked, self.now());
        look.sample = Some(done.clone());
        let id = event_id.into_bytes();
        let mut entry = self.entry_of_look(permit.principal(), &look, looked, id)?;
        entry.retention_class = KEPT_FOR_GOOD;
        let detail = serde_json::to_vec(detail).map_err(not_filed)?;
        entry.compartments.push(Compartment::detail(detail.clone()));
        let at = Instant(look.at);
        let by = permit.principal().user();
        let appended = self.append_look(entry, at, |leaf| {
            self.note_done(&look, (leaf, by), Some(&detail))
        })?;
        match appended {
            Appended::Stored(_) => Ok(()),
            // It was not noted when it was filed; now it is, and whoever asked sees it first.
            Appended::Seen(leaf) => {
                let stored = self.ledger().read(leaf).map_err(unreadable)?;
                stored.map_or(Ok(()), |stored| self.note_sample_of(&stored))?;
                Err(Problem::conflict("problem-sample-meanwhile"))
            }
        }
    }

    /// Notes what an entry does to a sample; nothing, where it does none.
    pub(crate) fn note_sample_of(&self, entry: &StoredEntry) -> Result<(), Problem> {
        let parts = entry.compartments.iter().flatten();
        let bytes = |kind| {
            let part = parts.clone().find(|part| part.kind == kind)?;
            part.bytes.as_deref()
        };
        let look = bytes(CompartmentKind::Act);
        let look: Option<LookAct> = look.and_then(|bytes| serde_json::from_slice(bytes).ok());
        let Some(look) = look.filter(|look| look.sample.is_some()) else {
            return Ok(());
        };
        let by = bytes(CompartmentKind::Actor).unwrap_or_default();
        let by = String::from_utf8_lossy(by);
        self.note_done(&look, (entry.index, &by), bytes(CompartmentKind::Detail))
    }

    fn note_done(
        &self,
        look: &LookAct,
        (leaf, by): (u64, &str),
        detail: Option<&[u8]>,
    ) -> Result<(), Problem> {
        let at = Instant(look.at);
        let days = look.from.zip(look.to);
        let noted = match (&look.sample, days) {
            (Some(SampleAct::Drawn { sample, terms }), Some((from, to))) => {
                let kept = KeptSample {
                    number: *sample,
                    leaf,
                    from,
                    to,
                    at,
                    by: by.to_owned(),
                    terms: serde_json::to_string(terms).unwrap_or_default(),
                };
                self.registry().keep_sample(&kept, &items_of(detail))
            }
            (Some(SampleAct::Judged { sample, .. }), _) => {
                let verdict = verdict_of(look, (leaf, by));
                let verdict = verdict.map(|one| self.registry().note_sample_verdict(*sample, &one));
                verdict.unwrap_or(Ok(()))
            }
            (Some(SampleAct::Planted { test, from, to }), _) => {
                let kept = note_test((*test, leaf), (*from, *to), (at, by));
                self.registry().keep_planted_test(&kept)
            }
            _ => Ok(()),
        };
        noted.map_err(registry_problem)
    }

    /// All samples, the latest period first.
    pub(super) fn kept_samples(&self) -> Result<Vec<Kept>, Problem> {
        let kept = self.registry().samples().map_err(registry_problem)?;
        let read = |one: KeptSample| {
            let damaged = |cause| Problem::ours("problem-registry", cause);
            Ok(Kept {
                number: one.number,
                leaf: one.leaf,
                period: Period::new(one.from, one.to).unwrap_or(Period::always()),
                at: one.at,
                by: one.by,
                terms: serde_json::from_str(&one.terms).map_err(damaged)?,
            })
        };
        kept.into_iter().map(read).collect()
    }

    /// The detail of an entry that does something to a sample; `None`: erased.
    pub(super) fn detail_of<D: for<'d> Deserialize<'d>>(
        &self,
        leaf: u64,
    ) -> Result<Option<D>, Problem> {
        let entry = self.ledger().read(leaf).map_err(unreadable)?;
        let parts = entry.and_then(|entry| entry.compartments);
        let mut parts = parts.into_iter().flatten();
        let part = parts.find(|part| part.kind == CompartmentKind::Detail);
        let bytes = part.and_then(|part| part.bytes);
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }
}

fn items_of(detail: Option<&[u8]>) -> Vec<KeptItem> {
    let items: Option<Vec<ItemPart>> = detail.and_then(|bytes| serde_json::from_slice(bytes).ok());
    let items = (1..).zip(items.into_iter().flatten());
    let kept = items.map(|(place, item)| KeptItem {
        place,
        leaf: item.leaf,
        user: item.user,
        about: item.about,
        stratum: item.stratum,
        unit: item.unit,
        reason: item.reason,
    });
    kept.collect()
}

fn verdict_of(look: &LookAct, (leaf, by): (u64, &str)) -> Option<SampleVerdict> {
    match &look.sample {
        Some(SampleAct::Judged {
            number,
            place,
            verdict,
            case,
            ..
        }) => Some(SampleVerdict {
            number: *number,
            place: *place,
            leaf,
            at: Instant(look.at),
            by: by.to_owned(),
            verdict: verdict.clone(),
            case: *case,
        }),
        _ => None,
    }
}
