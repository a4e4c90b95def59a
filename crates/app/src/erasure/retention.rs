//! Retention: how long what came from a source, on a legal basis, is kept, and what is due.
//!
//! A rule erases nothing by itself: what is due is proposed, and two people decide as on any
//! other erasure. Not here: which events belong to which class (`intake` asks as they come).

use tilsyn_domain::Instant;
use tilsyn_ledger::HOLD_CLASS;
use tilsyn_registry::{RetentionClass, RetentionRule};

use crate::desk::{Desk, registry_problem};
use crate::intake::month;
use crate::own_log::Looked;
use crate::permit::{Permit, ReadErasures, SetRetention};
use crate::problem::Problem;

/// Longest time anything is kept by a rule: a hundred years.
pub const MONTHS_MAX: u32 = 1_200;

/// A retention class with what it holds.
#[derive(Clone, Debug)]
pub struct RetentionView {
    pub class: u16,
    /// The source; `None` for what came before there were classes and for the own log.
    pub source: Option<String>,
    /// The legal basis events came with; empty is none.
    pub legal_basis: String,
    pub rule: Option<RetentionRule>,
    /// First and last month it holds something of (year × 12 + month from 0).
    pub months: Option<(i32, i32)>,
}

/// A period that a rule says is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePeriod {
    pub class: u16,
    pub source: Option<String>,
    pub legal_basis: String,
    /// Year × 12 + month from 0.
    pub month: i32,
    /// The rule's code of the law.
    pub basis: String,
}

impl Desk {
    /// All retention classes.
    ///
    /// # Errors
    /// When the registry cannot be read or the look not be filed.
    pub fn retention(&self, permit: &Permit<ReadErasures>) -> Result<Vec<RetentionView>, Problem> {
        let classes = self
            .registry()
            .retention_classes()
            .map_err(registry_problem)?;
        self.file_look(permit, &Looked::plain("retention", classes.len()))?;
        let periods = self.ledger().periods();
        let view = |class: RetentionClass| {
            let months = periods.iter().filter(|(of, _)| *of == class.class);
            let months: Vec<i32> = months.map(|(_, month)| *month).collect();
            Ok(RetentionView {
                source: self.source_name(class.source_no)?,
                class: class.class,
                legal_basis: class.legal_basis,
                rule: class.rule,
                months: months
                    .iter()
                    .min()
                    .copied()
                    .zip(months.iter().max().copied()),
            })
        };
        classes.into_iter().map(view).collect()
    }

    /// Sets how many whole months after the month of the event a class is kept.
    ///
    /// # Errors
    /// When there is no such class, or a limit is passed.
    pub fn rule_retention(
        &self,
        permit: &Permit<SetRetention>,
        class: u16,
        rule: Option<(u32, &str)>,
    ) -> Result<(), Problem> {
        if let Some((months, basis)) = rule {
            super::check_words(basis, "-")?;
            if months == 0 || months > MONTHS_MAX {
                return Err(Problem::yours("problem-retention-months").with("max", MONTHS_MAX));
            }
        }
        let months = rule.map(|(months, _)| months.to_string());
        let looked = Looked::plain("retention-set", 1)
            .by("class", Some(&class.to_string()))
            .by("months", months.as_deref());
        self.file_look(permit, &looked)?;
        let rule = rule.map(|(months, basis)| RetentionRule {
            months,
            basis: basis.to_owned(),
            ruled: self.now(),
            ruled_by: permit.principal().user().to_owned(),
        });
        let set = self.registry().rule_retention(class, rule.as_ref());
        set.map_err(|cause| match cause {
            tilsyn_registry::Error::Unknown { .. } => Problem::gone("problem-no-such-class"),
            other => registry_problem(other),
        })
    }

    /// What the rules say is to go by now, oldest first. Rows that a hold kept beyond their
    /// period are due when nothing holds them any more.
    ///
    /// # Errors
    /// When the registry cannot be read.
    pub fn due_periods(&self, _permit: &Permit<ReadErasures>) -> Result<Vec<DuePeriod>, Problem> {
        let classes = self
            .registry()
            .retention_classes()
            .map_err(registry_problem)?;
        let periods = self.ledger().periods();
        let mut due = Vec::new();
        for class in classes {
            let Some(rule) = &class.rule else { continue };
            let source = self.source_name(class.source_no)?;
            let of_class = periods.iter().filter(|(of, _)| *of == class.class);
            let over = of_class.filter(|(_, month)| self.is_over(*month, rule.months));
            due.extend(over.map(|(_, month)| DuePeriod {
                class: class.class,
                source: source.clone(),
                legal_basis: class.legal_basis.clone(),
                month: *month,
                basis: rule.basis.clone(),
            }));
        }
        due.extend(self.held_longer(&periods)?);
        due.sort_by_key(|one| (one.month, one.class));
        Ok(due)
    }

    fn is_over(&self, of: i32, months: u32) -> bool {
        let now = self.month_of(self.now());
        i64::from(of) + i64::from(months) < i64::from(now)
    }

    pub(crate) fn month_of(&self, at: Instant) -> i32 {
        month(self.zone().day_of(at))
    }

    fn held_longer(&self, periods: &[(u16, i32)]) -> Result<Vec<DuePeriod>, Problem> {
        let held = self.leaves_held()?;
        let mut due = Vec::new();
        for (_, month) in periods.iter().filter(|(of, _)| *of == HOLD_CLASS) {
            if self.held_in(HOLD_CLASS, *month, &held)?.is_empty() {
                due.push(DuePeriod {
                    class: HOLD_CLASS,
                    source: None,
                    legal_basis: String::new(),
                    month: *month,
                    basis: "hold".to_owned(),
                });
            }
        }
        Ok(due)
    }

    fn source_name(&self, number: Option<u32>) -> Result<Option<String>, Problem> {
        let Some(number) = number else {
            return Ok(None);
        };
        let sources = self.registry().sources().map_err(registry_problem)?;
        let found = sources.into_iter().find(|source| source.number == number);
        Ok(found.map(|source| source.name))
    }
}
