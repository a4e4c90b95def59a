//! Carrying an erasure out: secrets first, then the rows.

use super::{Erased, Gone, HOLD_CLASS, Parts};
use crate::entry::{Entry, EntryKind};
use crate::frame::LineView;
use crate::keys::KeyName;
use crate::ledger::Ledger;
use crate::row::{OpenRow, RowPlace, seal_again};
use crate::segment::Rewritten;
use crate::{Code, Error, Result};
use std::sync::PoisonError;

impl Ledger {
    /// Writes the rows again without what the record with this index erased. Done twice it does
    /// nothing the second time; a start that finds records not carried out does it.
    /// `progress` is told how many segments are done and how many there are.
    ///
    /// # Errors
    /// [`Error::ErasureRefused`] if there is no record; what the disk says. A full disk leaves
    /// every row whole, old or new, and it can be done again.
    pub fn carry_out(&self, index: u64, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        let what = "there is no record of an erasure at this index";
        let record = self.erasure(index)?.ok_or(Error::ErasureRefused { what })?;
        {
            let mut writer = self.writer()?;
            self.keep_held(&record.record.what, &mut writer.tail)?;
            self.stopping(self.destroy_secrets(&record.record.what))?;
            self.stopping(self.segments().end_last(&mut writer.tail))?;
        }
        match &record.record.what {
            Erased::Parts { gone, .. } => self.rewrite_parts(gone, progress),
            Erased::Period {
                retention_class,
                month,
                ..
            } => self.empty_rows(*retention_class, *month, progress),
        }
    }

    /// From here on what was erased does not open. Done before it does nothing.
    pub(super) fn destroy_secrets(&self, what: &Erased) -> Result<()> {
        match what {
            Erased::Parts { codes, .. } => {
                let there = self.vault().person_keys(codes)?;
                let there: Vec<Code> = codes
                    .iter()
                    .filter(|code| there.contains_key(code))
                    .copied()
                    .collect();
                if there.is_empty() {
                    return Ok(());
                }
                self.vault().erase(&there)
            }
            // What is under hold needs the key once more.
            Erased::Period { held, .. } if !held.is_empty() && self.are_waiting(what)? => Ok(()),
            Erased::Period {
                retention_class,
                month,
                ..
            } => self.keys().destroy_period(*retention_class, *month),
        }
    }

    /// Whether entries under hold still stand in the period that is to go.
    fn are_waiting(&self, what: &Erased) -> Result<bool> {
        let Erased::Period {
            retention_class,
            month,
            held,
            ..
        } = what
        else {
            return Ok(false);
        };
        for index in held {
            if let Some(line) = self.segments().line(*index)? {
                let line = LineView::of(&line).ok_or(Error::NotOpened)?;
                if line.retention_class() == *retention_class && line.month() == *month {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Seals the rows under hold with a key that stays.
    fn keep_held(&self, what: &Erased, tail: &mut crate::segment::Tail) -> Result<()> {
        if !self.are_waiting(what)? {
            return Ok(());
        }
        let Erased::Period {
            retention_class,
            month,
            held,
            ..
        } = what
        else {
            return Ok(());
        };
        let period = (*retention_class, *month);
        self.keys()
            .make_missing(&[KeyName::period(HOLD_CLASS, *month)])?;
        self.stopping(self.segments().end_last(tail))?;
        let _still = self
            .rewriting
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        for number in self.segments().holding(held.iter().copied()) {
            let rewritten = self.segments().rewrite(number, &mut |index, line| {
                let is_of_it = (line.retention_class(), line.month()) == period;
                if !is_of_it || held.binary_search(&index).is_err() {
                    return Ok(None);
                }
                self.held_line(index, line, *month).map(Some)
            });
            self.stopping(rewritten)?;
        }
        Ok(())
    }

    fn held_line(&self, index: u64, line: LineView<'_>, month: i32) -> Result<Rewritten> {
        let place = RowPlace {
            ledger_id: self.ledger_id(),
            index,
        };
        let mut row = Vec::new();
        if !line.row().is_empty() {
            let old = self
                .keys()
                .required(KeyName::period(line.retention_class(), line.month()))?;
            let new = self.keys().required(KeyName::period(HOLD_CLASS, month))?;
            let opened = OpenRow::unseal(line.row(), place, line.entry_bytes(), &old.sealing)?;
            let entry = line.entry_bytes();
            row = seal_again(&opened, place, entry, &new.sealing, self.randomness())?;
        }
        Ok(Rewritten {
            retention_class: HOLD_CLASS,
            month,
            row,
        })
    }

    fn rewrite_parts(&self, gone: &Gone, progress: &mut dyn FnMut(u64, u64)) -> Result<()> {
        let numbers = self.segments().holding(gone.keys().copied());
        let all = numbers.len() as u64;
        for (number, done) in numbers.into_iter().zip(1..) {
            let _still = self
                .rewriting
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            let rewritten = self
                .segments()
                .rewrite(number, &mut |index, line| match gone.get(&index) {
                    Some(parts) if !line.row().is_empty() => self.line_without(index, line, parts),
                    _ => Ok(None),
                });
            self.stopping(rewritten)?;
            progress(done, all);
        }
        Ok(())
    }

    fn line_without(
        &self,
        index: u64,
        line: LineView<'_>,
        parts: &Parts,
    ) -> Result<Option<Rewritten>> {
        let (retention_class, month) = (line.retention_class(), line.month());
        let rewritten = |row| {
            Ok(Some(Rewritten {
                retention_class,
                month,
                row,
            }))
        };
        let Parts::These(parts) = parts else {
            return rewritten(Vec::new());
        };
        let entry = line.entry().ok_or(Error::NotOpened)?;
        // Records keep who answered for them, by code, when the person's secret is gone.
        if matches!(entry.kind, EntryKind::Erasure | EntryKind::RetentionCut) {
            return Ok(None);
        }
        let (_, row) = self.open_line(index, line)?;
        let Some(row) = row else { return Ok(None) };
        if parts.iter().all(|part| row.is_gone(*part)) {
            return Ok(None);
        }
        let row = self.row_without(&row, parts, &entry, index)?;
        let place = RowPlace {
            ledger_id: self.ledger_id(),
            index,
        };
        let period = KeyName::period(retention_class, month);
        let key = self.keys().required(period)?;
        let entry = line.entry_bytes();
        let row = seal_again(&row, place, entry, &key.sealing, self.randomness())?;
        rewritten(row)
    }

    fn row_without(
        &self,
        row: &OpenRow,
        parts: &[u16],
        entry: &Entry,
        index: u64,
    ) -> Result<Vec<u8>> {
        let mut codes: Vec<Code> = row.persons().collect();
        codes.sort_unstable();
        codes.dedup();
        let persons = self.vault().person_keys(&codes)?;
        row.without(parts, (entry, index), &persons, self.randomness())
    }

    /// Takes the rows of a period away, whose key is gone.
    fn empty_rows(
        &self,
        retention_class: u16,
        month: i32,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<()> {
        let numbers = self.segments().full();
        let all = numbers.len() as u64;
        for (number, done) in numbers.into_iter().zip(1..) {
            let _still = self
                .rewriting
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            let rewritten = self.segments().rewrite(number, &mut |_, line| {
                let is_of_it = (line.retention_class(), line.month()) == (retention_class, month);
                Ok((is_of_it && !line.row().is_empty()).then(|| Rewritten {
                    retention_class,
                    month,
                    row: Vec::new(),
                }))
            });
            self.stopping(rewritten)?;
            progress(done, all);
        }
        Ok(())
    }
}
