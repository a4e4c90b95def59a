//! Cases as they are read: the list, one with all its steps, those about one user.
//!
//! Whoever a case is about does not see it here, nor that there is one (`own`).

use std::collections::{BTreeMap, HashSet};

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::question::{About as Question, HistoryQuestion};
use tilsyn_domain::{Instant, Period};
use tilsyn_registry::Case as Kept;

use super::standing::{NO_SUCH_CASE, Standing, is_open, kinds};
use super::take::may_come_next;
use super::{
    CaseRow, CaseView, CasesAbout, CasesKept, FileRow, OpenCases, Outcome, StepKind, Withdrawn,
};
use crate::desk::{Desk, answered};
use crate::log_review::view::{HistoryEvent, Named};
use crate::own_log::Looked;
use crate::permit::{
    self, About, Action as _, Form, Permit, Principal, ReadCases, ReadHistory, TakeCaseStep,
};
use crate::problem::Problem;
use crate::staff::Names;

/// How many cases wait for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CasesWaiting {
    pub all: usize,
    /// Those of them that should have been dealt with before today.
    pub late: usize,
}

/// A file of a step, to be sent.
#[derive(Clone, Debug)]
pub struct CaseFile {
    pub row: FileRow,
    pub bytes: Vec<u8>,
}

impl Desk {
    /// All cases that whoever asks may see: those that wait first, the soonest first, then the
    /// others, newest first.
    ///
    /// # Errors
    /// When a store cannot be read or the look cannot be filed.
    pub fn cases(&self, permit: &Permit<ReadCases>) -> Result<Vec<CaseRow>, Problem> {
        let rows = self.case_rows(permit)?;
        let people = rows
            .iter()
            .filter_map(|row| match &row.about.as_ref()?.identity {
                Identity::Person(id) => Some(id),
                Identity::Account { .. } => None,
            });
        let looked = Looked::list("cases", Period::always(), people, rows.len());
        self.file_look(permit, &looked)?;
        Ok(rows)
    }

    /// How many cases wait, and how many of them for too long; names nobody, so it is no look.
    pub(crate) fn cases_waiting(
        &self,
        permit: &Permit<ReadCases>,
    ) -> Result<CasesWaiting, Problem> {
        let today = self.today();
        let mut rows = self.case_rows(permit)?;
        rows.retain(CaseRow::is_open);
        Ok(CasesWaiting {
            all: rows.len(),
            late: rows.iter().filter(|row| row.is_late(today)).count(),
        })
    }

    fn case_rows(&self, permit: &Permit<ReadCases>) -> Result<Vec<CaseRow>, Problem> {
        let standing = self.standing()?;
        let names = self.names()?;
        let seen = standing
            .cases
            .iter()
            .filter(|case| may_see(permit, &standing, case));
        let mut rows: Vec<CaseRow> = seen
            .filter_map(|case| self.case_row(permit.principal(), &standing, (case, &names)))
            .collect();
        rows.sort_by_key(|row| {
            (
                !row.is_open(),
                row.due.is_none(),
                row.due,
                std::cmp::Reverse(row.number),
            )
        });
        Ok(rows)
    }

    /// One case.
    ///
    /// # Errors
    /// Gone, where there is none of this number, or none that whoever asks may see.
    pub fn case(&self, permit: &Permit<ReadCases>, number: u64) -> Result<CaseView, Problem> {
        let standing = self.standing()?;
        let case = seen(permit, &standing, number)?;
        let names = self.names()?;
        let gone = || Problem::gone(NO_SUCH_CASE);
        let row = self
            .case_row(permit.principal(), &standing, (case, &names))
            .ok_or_else(gone)?;
        let about = row.about.as_ref().map(|named| named.identity.clone());
        let others = about.as_ref().map(|who| standing.about(who));
        let others = others.unwrap_or_default().into_iter();
        let others = others.filter(|one| one.number != number && may_see(permit, &standing, one));
        let mut steps = self.steps_of(case, &StepKind::ALL, &names)?;
        if row.about.as_ref().is_some_and(Named::is_withheld) {
            // Only whom a case is about answers in it.
            let answers = (steps.iter_mut()).filter(|step| step.kind == StepKind::Answer);
            answers.for_each(|step| step.by.clear());
        }
        let view = CaseView {
            steps,
            next: next(permit, &standing, case),
            others: others
                .filter_map(|one| self.case_row(permit.principal(), &standing, (one, &names)))
                .collect(),
            systems: about
                .as_ref()
                .map(|who| self.systems_of(who))
                .unwrap_or_default(),
            row,
        };
        self.file_look(permit, &looked("case", number, about))?;
        Ok(view)
    }

    /// The events that belong to a case, newest first, at most so many.
    ///
    /// # Errors
    /// When a store cannot be read or the look cannot be filed.
    pub fn events_of_case(
        &self,
        permit: &Permit<ReadHistory>,
        view: &CaseView,
        limit: usize,
    ) -> Result<Vec<HistoryEvent>, Problem> {
        let leaves = view
            .steps
            .iter()
            .flat_map(|step| step.events.iter().copied());
        let leaves: HashSet<u64> = leaves.collect();
        let (Some(user), false) = (&view.row.about, leaves.is_empty()) else {
            return Ok(Vec::new());
        };
        let of_user = Question::Actor(user.identity.clone());
        let question = HistoryQuestion::every(of_user, Period::always());
        let mut lines = answered(self.answers().history(&question))?.lines;
        lines.retain(|line| leaves.contains(&line.leaf));
        lines.truncate(limit);
        let events = self.history_events(&lines)?;
        let people = events.iter().flat_map(|event| &event.event.subjects);
        let people = people.map(|subject| &subject.national_id);
        let looked = Looked::list("case-events", Period::always(), people, events.len());
        let looked = looked.by("case", Some(&view.row.number.to_string()));
        self.file_look(permit, &looked)?;
        Ok(events)
    }

    /// A file of a step.
    ///
    /// # Errors
    /// Gone, where there is no such file, or none that whoever asks may see.
    pub fn case_file(
        &self,
        permit: &Permit<ReadCases>,
        (number, step, place): (u64, u64, usize),
    ) -> Result<CaseFile, Problem> {
        let standing = self.standing()?;
        let case = seen(permit, &standing, number)?;
        let gone = || Problem::gone("problem-no-such-attachment");
        let step = case.steps.iter().find(|one| one.number == step);
        let file = self.file_of(step.ok_or_else(gone)?.leaf, place)?;
        let file = file.ok_or_else(gone)?;
        let about = standing.user(case).cloned();
        self.file_look(permit, &looked("case-file", number, about))?;
        Ok(file)
    }

    /// About whom a case is open, for a list of users whose look covers them.
    ///
    /// # Errors
    /// When a store cannot be read.
    pub fn open_cases(&self, permit: &Permit<ReadCases>) -> Result<OpenCases, Problem> {
        let standing = self.standing()?;
        let open = standing.cases.iter().filter(|case| is_open(case));
        let open = open.filter(|case| may_see(permit, &standing, case));
        let named = open.filter_map(|case| Some((standing.user(case)?.clone(), case.number)));
        Ok(OpenCases {
            by_user: named.collect(),
            reader: self.identity_of_staff(permit.principal())?,
        })
    }

    /// The cases that somebody may not know of; those about themselves without whom they are about.
    pub(crate) fn cases_kept_from(&self, reader: &Principal) -> Result<CasesKept, Problem> {
        let standing = self.standing()?;
        let reading = permit::ask::<ReadCases>(reader, Form::Page);
        let mut kept = CasesKept::default();
        for case in &standing.cases {
            let may_see = reading
                .as_ref()
                .is_ok_and(|may| may_see(may, &standing, case));
            if may_see {
                continue;
            }
            kept.numbers.push(case.number);
            let user = standing.user(case).filter(|who| {
                let staff = standing.staff_of(who);
                staff.is_none_or(|staff| staff.user != reader.user())
            });
            if let Some(Identity::Person(id)) = user {
                kept.users.extend(self.ids_of(id));
            }
        }
        Ok(kept)
    }

    /// The cases that a rule keeps back from somebody, whatever their duties: those about
    /// themselves, and about users who have judged them. Whoever has no duty to read cases may
    /// still meet the number of another.
    pub(crate) fn cases_kept_back(&self, reader: &Principal) -> Result<CasesKept, Problem> {
        let standing = self.standing()?;
        let is_kept_back = |case: &&Kept| {
            let ruling = permit::rule(&permit::Question {
                asker: reader.asker(),
                action: ReadCases::NAME,
                about: &About::Case(standing.of(case)),
            });
            !ruling.allowed && !ruling.by.is_empty()
        };
        let kept = standing.cases.iter().filter(is_kept_back);
        Ok(CasesKept {
            numbers: kept.map(|case| case.number).collect(),
            users: Vec::new(),
        })
    }

    /// The cases about a user, for the page of that user, whose look covers them.
    ///
    /// # Errors
    /// When a store cannot be read.
    pub fn cases_about(
        &self,
        permit: &Permit<ReadCases>,
        user: &Identity,
    ) -> Result<CasesAbout, Problem> {
        let standing = self.standing()?;
        let names = self.names()?;
        let own = standing.about(user);
        let is_free = !own.iter().any(|case| is_open(case));
        let opening = standing.seen_by_rules(&[], Some(user));
        let opening = About::CaseStep(StepKind::Opened.word(), opening);
        let may_open = permit::ask::<TakeCaseStep>(permit.principal(), permit.form());
        let may_open = may_open.is_ok_and(|permit| permit.ruling(&opening).allowed);
        let seen = own
            .into_iter()
            .filter(|case| may_see(permit, &standing, case));
        let seen: Vec<&Kept> = seen.collect();
        Ok(CasesAbout {
            withdrawn: self.withdrawn(&seen, &names)?,
            rows: seen
                .into_iter()
                .filter_map(|case| self.case_row(permit.principal(), &standing, (case, &names)))
                .collect(),
            may_open: is_free && may_open,
        })
    }

    /// What these cases withdrew that is withdrawn today: of each system the last word counts.
    fn withdrawn(&self, cases: &[&Kept], names: &Names) -> Result<Vec<Withdrawn>, Problem> {
        let mut last: BTreeMap<String, (Instant, Withdrawn)> = BTreeMap::new();
        for case in cases {
            for step in self.steps_of(case, &[StepKind::Withdrawn], names)? {
                for system in step.systems {
                    let withdrawn = Withdrawn {
                        system: system.clone(),
                        until: step.due,
                        case: case.number,
                    };
                    let known = last.get(&system);
                    if known.is_none_or(|(at, _)| *at <= step.at) {
                        last.insert(system, (step.at, withdrawn));
                    }
                }
            }
        }
        let today = self.today();
        let mut last: Vec<Withdrawn> = last.into_values().map(|(_, one)| one).collect();
        last.retain(|one| one.until.is_none_or(|until| today <= until));
        Ok(last)
    }

    pub(super) fn case_row(
        &self,
        reader: &Principal,
        standing: &Standing<'_>,
        (case, names): (&Kept, &Names),
    ) -> Option<CaseRow> {
        let waits = self.waits(case);
        let first = case.steps.first()?;
        let last = case.steps.last()?;
        let outcome = case.steps.iter().find_map(|step| step.outcome.as_deref());
        let about = standing.user(case).cloned();
        Some(CaseRow {
            number: case.number,
            about: about.map(|who| self.named_to(reader, who, self.today())),
            opened: first.at,
            opened_by: names.called(&first.by),
            last: last.at,
            waiting: waits.waiting,
            due: waits.due,
            outcome: outcome.and_then(Outcome::of),
        })
    }

    /// Systems that a user is authorised for today.
    fn systems_of(&self, who: &Identity) -> Vec<String> {
        let rows = self.authorisations_of(who, self.today()).into_iter();
        let mut systems: Vec<String> = rows.map(|row| row.system).collect();
        systems.dedup();
        systems
    }
}

fn may_see(permit: &Permit<ReadCases>, standing: &Standing<'_>, case: &Kept) -> bool {
    permit.ruling(&About::Case(standing.of(case))).allowed
}

/// A case that whoever asks may see; one that they may not see is as good as none, to them.
fn seen<'a>(
    permit: &Permit<ReadCases>,
    standing: &'a Standing<'_>,
    number: u64,
) -> Result<&'a Kept, Problem> {
    let case = standing.case::<ReadCases>(number)?;
    let may_see = permit.over(&About::Case(standing.of(case)));
    may_see.map_err(|no| no.told_as_gone(NO_SUCH_CASE))?;
    Ok(case)
}

/// Which steps whoever asks may take now.
fn next(permit: &Permit<ReadCases>, standing: &Standing<'_>, case: &Kept) -> Vec<StepKind> {
    let taking = permit::ask::<TakeCaseStep>(permit.principal(), permit.form());
    let (Ok(taking), Some(_)) = (taking, standing.user(case)) else {
        return Vec::new();
    };
    let ruled = standing.of(case);
    let taken = kinds(&case.steps);
    let may = |kind: &StepKind| {
        let about = About::CaseStep(kind.word(), ruled.clone());
        // Until the day has passed, there may be an answer.
        let is_time = *kind != StepKind::NoAnswer || standing.is_late(case);
        is_time && taking.ruling(&about).allowed
    };
    may_come_next(&taken).filter(may).collect()
}

fn looked(view: &'static str, number: u64, about: Option<Identity>) -> Looked {
    let mut looked = Looked::plain(view, 1).by("case", Some(&number.to_string()));
    looked.about = about;
    looked
}
