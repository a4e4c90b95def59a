//! Cases as the user sees them whom they are about: what was asked, what was answered, what came
//! of it. Nothing before the question, unless an authorisation is withdrawn first; and nothing of
//! what others thought meanwhile.

use std::collections::HashSet;

use tilsyn_domain::Day;
use tilsyn_domain::codebook::Identity;
use tilsyn_registry::Case as Kept;

use super::standing::{NO_SUCH_CASE, is_open, kinds};
use super::{Outcome, StepKind, StepRow, Waiting, course};
use crate::desk::{Desk, registry_problem};
use crate::own_log::Looked;
use crate::permit::{Permit, ReadMine};
use crate::problem::Problem;
use crate::staff::Names;

/// What of a case the user may see.
const SHOWN: [StepKind; 6] = [
    StepKind::Question,
    StepKind::Answer,
    StepKind::NoAnswer,
    StepKind::Talk,
    StepKind::Withdrawn,
    StepKind::Closed,
];

/// A case about whoever asks.
#[derive(Clone, Debug)]
pub struct MyCase {
    pub number: u64,
    pub steps: Vec<StepRow>,
    /// Whether a question waits for an answer, and until when.
    pub waits: bool,
    pub due: Option<Day>,
    /// Whether an answer is taken: until the end, also when the time for it is over.
    pub may_answer: bool,
    pub outcome: Option<Outcome>,
}

impl Desk {
    /// The cases about whoever asks of which they were told, newest first; for a page whose look
    /// covers them.
    ///
    /// # Errors
    /// When a store cannot be read.
    pub fn my_cases(&self, permit: &Permit<ReadMine>) -> Result<Vec<MyCase>, Problem> {
        let Some(own) = self.identity_of_staff(permit.principal())? else {
            return Ok(Vec::new());
        };
        let names = self.names()?;
        let cases = self.cases_of(&own)?;
        let mine = cases.iter().map(|case| self.my_case(case, &names));
        let mine: Result<Vec<Option<MyCase>>, Problem> = mine.collect();
        Ok(mine?.into_iter().flatten().collect())
    }

    /// Those of them that wait for an answer, and until when.
    pub(crate) fn questions_to(
        &self,
        permit: &Permit<ReadMine>,
    ) -> Result<Vec<(u64, Option<Day>)>, Problem> {
        let Some(own) = self.identity_of_staff(permit.principal())? else {
            return Ok(Vec::new());
        };
        let waits = |case: Kept| Some((case.number, self.question_of(&case)?));
        Ok(self.cases_of(&own)?.into_iter().filter_map(waits).collect())
    }

    /// Whether a case about somebody has not ended.
    pub(crate) fn has_open_case(&self, who: &Identity) -> Result<bool, Problem> {
        Ok(self.cases_of(who)?.iter().any(is_open))
    }

    /// The events of cases that have not ended: what is looked into just now.
    ///
    /// # Errors
    /// When a store cannot be read.
    pub(crate) fn leaves_looked_into(&self) -> Result<HashSet<u64>, Problem> {
        let cases = self.registry().cases().map_err(registry_problem)?;
        let names = self.names()?;
        let mut leaves = HashSet::new();
        for case in cases.iter().filter(|case| is_open(case)) {
            let steps = self.steps_of(case, &[StepKind::Opened, StepKind::Joined], &names)?;
            leaves.extend(steps.into_iter().flat_map(|step| step.events));
        }
        Ok(leaves)
    }

    /// The cases about somebody under all their ids and accounts, newest first.
    fn cases_of(&self, who: &Identity) -> Result<Vec<Kept>, Problem> {
        let standing = self.standing()?;
        let about = standing.about(who).into_iter().cloned();
        Ok(about.collect())
    }

    /// One of them, in full.
    ///
    /// # Errors
    /// Gone, where there is none of this number of which they were told; ours, where the look
    /// cannot be filed.
    pub fn my_case_numbered(
        &self,
        permit: &Permit<ReadMine>,
        number: u64,
    ) -> Result<MyCase, Problem> {
        let mut mine = self.my_cases(permit)?.into_iter();
        let found = mine.find(|case| case.number == number);
        let found = found.ok_or_else(|| Problem::gone(NO_SUCH_CASE))?;
        let mut looked = Looked::plain("my-case", 1);
        looked.about = self.identity_of_staff(permit.principal())?;
        self.file_look(permit, &looked)?;
        Ok(found)
    }

    fn my_case(&self, case: &Kept, names: &Names) -> Result<Option<MyCase>, Problem> {
        let mut steps = self.steps_of(case, &SHOWN, names)?;
        if !kinds(&case.steps).into_iter().any(StepKind::tells_user) {
            return Ok(None);
        }
        let question = self.question_of(case);
        let outcome = steps.iter().find_map(|step| step.outcome);
        for step in &mut steps {
            // The reason for an end is written for the file.
            if step.kind == StepKind::Closed {
                step.said = None;
            }
        }
        Ok(Some(MyCase {
            number: case.number,
            steps,
            waits: question.is_some(),
            due: question.flatten(),
            may_answer: course::may_still_answer(&kinds(&case.steps)),
            outcome,
        }))
    }

    /// Until when the answer is expected that a case waits for; `None`: it waits for none.
    fn question_of(&self, case: &Kept) -> Option<Option<Day>> {
        let waits = self.waits(case);
        (waits.waiting == Waiting::Answer).then_some(waits.due)
    }
}
