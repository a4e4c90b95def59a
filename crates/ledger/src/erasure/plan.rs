//! What an erasure would take away: found by looking at every row, before anybody approves it.
//!
//! The look is long and stops nobody; what comes in meanwhile is looked at when the erasure is
//! written down, while nothing else can come in.

use super::{Gone, HOLD_CLASS, Parts, Scope};
use crate::digest::Digest;
use crate::entry::EntryKind;
use crate::frame::LineView;
use crate::ledger::Ledger;
use crate::{Code, Error, Result};
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

/// Entries looked at between two reports of progress.
const LOOKED_AT_TOGETHER: usize = 16_384;

/// What an erasure would take away, as of a number of entries.
#[derive(Clone)]
pub struct Plan {
    pub(super) scope: Scope,
    pub(super) looked_to: u64,
    pub(super) gone: Gone,
    pub(super) period: PeriodFound,
}

/// The entries of a period, counted.
#[derive(Clone, Default)]
pub(super) struct PeriodFound {
    pub(super) count: u64,
    hash: Sha256,
}

impl PeriodFound {
    pub(super) fn add(&mut self, index: u64) {
        self.count += 1;
        self.hash.update(index.to_be_bytes());
    }

    pub(super) fn digest(&self) -> Digest {
        self.hash.clone().finalize().into()
    }
}

impl Plan {
    /// How many entries lose something.
    pub fn entries(&self) -> u64 {
        self.gone.len() as u64 + self.period.count
    }

    /// What is asked for.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// The entries that lose something, where they are named one by one.
    pub fn indexes(&self) -> impl Iterator<Item = u64> + '_ {
        self.gone.keys().copied()
    }
}

impl Ledger {
    /// Finds what an erasure would take away. `progress` is told how many entries have been
    /// looked at and how many there are.
    ///
    /// # Errors
    /// [`Error::ErasureRefused`] for what cannot be erased; what cannot be read.
    pub fn plan_erasure(&self, scope: Scope, progress: &mut dyn FnMut(u64, u64)) -> Result<Plan> {
        self.check_scope(&scope)?;
        let gone = match &scope {
            Scope::Entries(gone) => gone.clone(),
            Scope::Persons(_) | Scope::Period { .. } => Gone::new(),
        };
        let mut plan = Plan {
            scope,
            looked_to: 0,
            gone,
            period: PeriodFound::default(),
        };
        let end = self.len();
        self.look_on(&mut plan, end, progress)?;
        Ok(plan)
    }

    fn check_scope(&self, scope: &Scope) -> Result<()> {
        let refused = |what| Err(Error::ErasureRefused { what });
        match scope {
            Scope::Persons(codes) if codes.is_empty() => refused("it names nobody"),
            Scope::Entries(gone) if gone.is_empty() => refused("it names no entry"),
            Scope::Entries(gone) => gone
                .iter()
                .try_for_each(|(index, parts)| self.check_parts(*index, parts)),
            Scope::Period {
                retention_class, ..
            } if *retention_class > HOLD_CLASS => {
                refused("records of erasure are kept as long as the ledger")
            }
            Scope::Persons(_) | Scope::Period { .. } => Ok(()),
        }
    }

    fn check_parts(&self, index: u64, parts: &Parts) -> Result<()> {
        let size = self.len();
        let stored = self.read(index)?.ok_or(Error::NoSuchLeaf { index, size })?;
        let what = match stored.entry.kind {
            EntryKind::Erasure | EntryKind::RetentionCut => {
                "records of erasure are kept as long as the ledger"
            }
            _ => match (&stored.compartments, parts) {
                (None, _) => "the entry was erased before",
                (Some(there), Parts::These(parts))
                    if parts.is_empty()
                        || parts.iter().any(|part| usize::from(*part) >= there.len()) =>
                {
                    "the entry has no such part"
                }
                _ => return Ok(()),
            },
        };
        Err(Error::ErasureRefused { what })
    }

    /// Looks at the entries the plan has not seen, up to `end`.
    pub(super) fn look_on(
        &self,
        plan: &mut Plan,
        end: u64,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<()> {
        if matches!(plan.scope, Scope::Entries(_)) {
            plan.looked_to = end;
            return Ok(());
        }
        while plan.looked_to < end {
            let mut frames = Vec::new();
            let (from, mut count) = (plan.looked_to, 0);
            while count < LOOKED_AT_TOGETHER
                && let Some(bytes) = self.segments().frame_of(plan.looked_to)?
            {
                let head = bytes.frame().head;
                count += head.count as usize;
                plan.looked_to = head.first + u64::from(head.count);
                frames.push(bytes);
            }
            let frames: Vec<_> = frames.iter().map(|bytes| bytes.frame()).collect();
            let lines: Vec<(u64, LineView<'_>)> = frames
                .iter()
                .flat_map(|frame| frame.lines())
                .filter(|(index, _)| (from..end).contains(index))
                .collect();
            self.look_at(plan, &lines)?;
            progress(plan.looked_to.min(end), end);
        }
        plan.looked_to = end;
        Ok(())
    }

    fn look_at(&self, plan: &mut Plan, lines: &[(u64, LineView<'_>)]) -> Result<()> {
        match &plan.scope {
            Scope::Persons(codes) => {
                let found: Vec<(u64, Vec<u16>)> = lines
                    .par_iter()
                    .with_min_len(64)
                    .map(|(index, line)| Ok((*index, self.parts_about(*index, *line, codes)?)))
                    .collect::<Result<_>>()?;
                let found = found.into_iter().filter(|(_, parts)| !parts.is_empty());
                plan.gone
                    .extend(found.map(|(index, parts)| (index, Parts::These(parts))));
            }
            Scope::Period {
                retention_class,
                month,
                held,
            } => {
                let is_of_it = |line: &LineView<'_>| {
                    line.retention_class() == *retention_class && line.month() == *month
                };
                for (index, line) in lines {
                    if is_of_it(line) && held.binary_search(index).is_err() {
                        plan.period.add(*index);
                    }
                }
            }
            Scope::Entries(_) => {}
        }
        Ok(())
    }

    fn parts_about(&self, index: u64, line: LineView<'_>, codes: &[Code]) -> Result<Vec<u16>> {
        let (_, row) = self.open_line(index, line)?;
        let Some(row) = row else {
            return Ok(Vec::new());
        };
        let mut parts: Vec<u16> = codes
            .iter()
            .flat_map(|code| row.parts_about(*code))
            .collect();
        parts.sort_unstable();
        parts.dedup();
        Ok(parts)
    }
}
