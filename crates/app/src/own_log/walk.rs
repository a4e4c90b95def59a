//! The own log walked back from its newest look, piece by piece. Each piece begins below the last
//! leaf of the one before, so looks that come in meanwhile move nothing, and a piece far back
//! costs no more than the first. Not here: what is made of a look (`reviewed`, `pace`).

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{Day, Instant};
use tilsyn_ledger::{CompartmentKind, StoredEntry};

use super::LookAct;
use crate::desk::{Desk, identity_of_bytes, registry_problem, unreadable};
use crate::permit::{Permit, ReviewLooks};
use crate::problem::Problem;

/// Looks that are read back at a time.
const PIECE_LOOKS: u32 = 512;
/// Stands for whoever was erased.
pub(super) const ERASED: &str = "?";

/// A look as it is counted.
pub(super) struct OneLook {
    /// The user name of whoever looked, or [`ERASED`].
    pub(super) user: String,
    pub(super) at: Instant,
    pub(super) act: LookAct,
    pub(super) about: Option<Identity>,
    /// Others who were named, as the vault knows them.
    pub(super) named: Vec<Vec<u8>>,
}

impl OneLook {
    /// `None`: it is erased, or of a version that is not known.
    fn read(entry: &StoredEntry) -> Option<OneLook> {
        let parts = entry.compartments.as_ref()?;
        let bytes = |kind| {
            let part = parts.iter().find(|part| part.kind == kind)?;
            part.bytes.as_deref()
        };
        let act: LookAct = serde_json::from_slice(bytes(CompartmentKind::Act)?).ok()?;
        let subjects = parts
            .iter()
            .filter(|part| part.kind == CompartmentKind::Subject);
        let mut named: Vec<Option<&[u8]>> = subjects.map(|part| part.bytes.as_deref()).collect();
        let about = (act.has_about && !named.is_empty()).then(|| named.remove(0));
        let user = bytes(CompartmentKind::Actor).unwrap_or(ERASED.as_bytes());
        Some(OneLook {
            user: String::from_utf8_lossy(user).into_owned(),
            at: Instant(act.at),
            about: about.flatten().and_then(identity_of_bytes),
            named: named.into_iter().flatten().map(<[u8]>::to_vec).collect(),
            act,
        })
    }
}

impl Desk {
    /// Every look that is not too old, newest first, until there is a piece of none.
    pub(super) fn walk_looks(
        &self,
        is_since: impl Fn(Instant) -> bool,
        mut met: impl FnMut(&StoredEntry, OneLook),
    ) -> Result<(), Problem> {
        let mut below = self.ledger().len();
        loop {
            let leaves = self.registry().looks_below(below, PIECE_LOOKS);
            let leaves = leaves.map_err(registry_problem)?;
            let entries = self.ledger().read_many(&leaves).map_err(unreadable)?;
            let mut any_since = false;
            for entry in entries.iter().flatten() {
                let look = OneLook::read(entry);
                if let Some(look) = look.filter(|look| is_since(look.at)) {
                    any_since = true;
                    met(entry, look);
                }
            }
            // Not by one alone: a clock may have been wrong for a moment.
            match leaves.last() {
                Some(last) if any_since && leaves.len() == PIECE_LOOKS as usize => below = *last,
                _ => return Ok(()),
            }
        }
    }

    /// The first day of the month in which the own log begins; there is nothing before it. An
    /// erasure leaves the month of an entry.
    ///
    /// # Errors
    /// When the own log cannot be read.
    pub fn looks_begin(&self, _permit: &Permit<ReviewLooks>) -> Result<Day, Problem> {
        let first = self.registry().first_look().map_err(registry_problem)?;
        let entry = match first {
            Some(leaf) => self.ledger().read(leaf).map_err(unreadable)?,
            None => None,
        };
        let day = entry.and_then(|entry| {
            let month = i8::try_from(entry.month.rem_euclid(12) + 1).ok()?;
            let year = i16::try_from(entry.month.div_euclid(12)).ok()?;
            Day::from_ymd(year, month, 1)
        });
        Ok(day.unwrap_or_else(|| self.today()))
    }
}
