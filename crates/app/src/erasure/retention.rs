//! Retention: how long what came from a source, on a legal basis, is kept, and what is due.
//!
//! A rule erases nothing by itself: what is due is proposed, and two people decide as on any
//! other erasure. Not here: which events belong to which class (`intake` asks as they come).

use tilsyn_domain::Instant;
use tilsyn_ledger::HOLD_CLASS;
use tilsyn_registry::{RetentionClass, RetentionRule};

use crate::desk::{Desk, registry_problem};
use crate::intake::month;
use crate::own_log::{LOOK_RETENTION, Looked};
use crate::permit::{Permit, ReadErasures, SetRetention};
use crate::problem::Problem;

/// Longest time anything is kept by a rule: a hundred years.
pub const MONTHS_MAX: u32 = 1_200;
const NO_SUCH_CLASS: &str = "problem-no-such-class";

/// A retention class with what it holds.
#[derive(Clone, Debug)]
pub struct RetentionView {
    pub class: u16,
    /// The source; `None` for what came before there were classes and for the own log.
    pub source: Option<String>,
    /// Whether it is the own log; steps of cases are not in it.
    pub is_own_log: bool,
    /// The legal basis events came with; empty is none.
    pub legal_basis: String,
    /// With what pages call whoever set it.
    pub rule: Option<RetentionRule>,
    /// The months it holds something of, oldest first (year × 12 + month from 0).
    pub months: Vec<i32>,
    /// The month of today.
    pub this_month: i32,
}

/// Whether a rule of so many whole months after the month of the event says that a month is to go.
fn is_over(of: i32, months: u32, this_month: i32) -> bool {
    i64::from(of) + i64::from(months) < i64::from(this_month)
}

/// What a rule has to be.
///
/// # Errors
/// Yours, when a limit is passed or the basis is no code.
pub fn check_rule(months: u32, basis: &str) -> Result<(), Problem> {
    super::check_words(basis, "-")?;
    match (1..=MONTHS_MAX).contains(&months) {
        true => Ok(()),
        false => Err(Problem::yours("problem-retention-months").with("max", MONTHS_MAX)),
    }
}

impl RetentionView {
    /// The months that a rule of so many would say are to go now, oldest first.
    #[must_use]
    pub fn over_by(&self, months: u32) -> &[i32] {
        let over = |of: &i32| is_over(*of, months, self.this_month);
        &self.months[..self.months.partition_point(over)]
    }

    /// Those that its rule says are to go now; none without one.
    #[must_use]
    pub fn over(&self) -> &[i32] {
        let rule = self.rule.as_ref();
        rule.map_or(&[], |rule| self.over_by(rule.months))
    }
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
        let views = self.retention_views()?;
        self.file_look(permit, &Looked::plain("retention", views.len()))?;
        Ok(views)
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is no such class, or the look cannot be filed.
    pub fn retention_class(
        &self,
        permit: &Permit<ReadErasures>,
        class: u16,
    ) -> Result<RetentionView, Problem> {
        let mut views = self.retention_views()?.into_iter();
        let view = views.find(|view| view.class == class);
        let view = view.ok_or_else(|| Problem::gone(NO_SUCH_CLASS))?;
        let looked = Looked::plain("retention", 1).by("class", Some(&class.to_string()));
        self.file_look(permit, &looked)?;
        Ok(view)
    }

    fn retention_views(&self) -> Result<Vec<RetentionView>, Problem> {
        let classes = self.registry().retention_classes();
        let classes = classes.map_err(registry_problem)?;
        let sources = self.registry().sources().map_err(registry_problem)?;
        let (periods, names) = (self.ledger().periods(), self.names()?);
        let this_month = self.month_of(self.now());
        let view = |class: RetentionClass| {
            let source = sources
                .iter()
                .find(|one| Some(one.number) == class.source_no);
            let months = periods.iter().filter(|(of, _)| *of == class.class);
            let mut months: Vec<i32> = months.map(|(_, month)| *month).collect();
            months.sort_unstable();
            RetentionView {
                source: source.map(|one| one.name.clone()),
                is_own_log: class.class == LOOK_RETENTION,
                class: class.class,
                legal_basis: class.legal_basis,
                rule: class.rule.map(|rule| RetentionRule {
                    ruled_by: names.called(&rule.ruled_by),
                    ..rule
                }),
                months,
                this_month,
            }
        };
        Ok(classes.into_iter().map(view).collect())
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
            check_rule(months, basis)?;
        }
        let there = self.registry().retention_classes();
        let mut there = there.map_err(registry_problem)?.into_iter();
        if !there.any(|one| one.class == class) {
            return Err(Problem::gone(NO_SUCH_CLASS));
        }
        let months = rule.map(|(months, _)| months.to_string());
        let looked = Looked::plain("retention-set", 1)
            .by("class", Some(&class.to_string()))
            .by("months", months.as_deref())
            .by("basis", rule.map(|(_, basis)| basis));
        self.file_look(permit, &looked)?;
        let rule = rule.map(|(months, basis)| RetentionRule {
            months,
            basis: basis.to_owned(),
            ruled: self.now(),
            ruled_by: permit.principal().user().to_owned(),
        });
        let set = self.registry().rule_retention(class, rule.as_ref());
        set.map_err(|cause| match cause {
            tilsyn_registry::Error::Unknown { .. } => Problem::gone(NO_SUCH_CLASS),
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
        let this_month = self.month_of(self.now());
        let mut due = Vec::new();
        for class in classes {
            let Some(rule) = &class.rule else { continue };
            let source = self.source_name(class.source_no)?;
            let of_class = periods.iter().filter(|(of, _)| *of == class.class);
            let over = of_class.filter(|(_, month)| is_over(*month, rule.months, this_month));
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
