//! What explanations say of the statement: the lookups of each user that nothing explains.
//!
//! Everything known today is used, so that a case registered late explains what it is about.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tilsyn_detect::statement::{OfUser, Statement};
use tilsyn_domain::question::StatementLine;
use tilsyn_domain::touch::TouchWeek;
use tilsyn_domain::{Identity, Period};

use crate::desk::{Desk, VaultBook, answered};
use crate::log_review::{Version, actor};
use crate::problem::Problem;

/// Periods that are remembered.
const PERIODS_MAX: usize = 6;
/// What was reckoned is shown for so many times as long as it took, while new events come: a large
/// log is not evaluated anew for each of them.
const SHOWN_FOR: u32 = 60;
/// What takes no longer than this is reckoned anew at once.
const QUICK: Duration = Duration::from_millis(500);

type OfUsers = Arc<HashMap<Identity, OfUser>>;

struct Reckoned {
    version: Version,
    period: Period,
    at: Instant,
    took: Duration,
    users: OfUsers,
}

/// The periods explained last.
#[derive(Default)]
pub(crate) struct ExplainedPeriods(Mutex<Vec<Reckoned>>);

impl ExplainedPeriods {
    fn get(&self, version: Version, period: Period) -> Option<OfUsers> {
        let periods = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_period = |known: &&Reckoned| {
            known.period == period && known.version.directory == version.directory
        };
        let known = periods.iter().find(of_period)?;
        let is_fresh = known.version == version
            || known.took > QUICK && known.at.elapsed() < known.took * SHOWN_FOR;
        is_fresh.then(|| Arc::clone(&known.users))
    }

    fn keep(&self, reckoned: Reckoned) {
        let mut periods = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        periods.retain(|known| known.period != reckoned.period);
        periods.insert(0, reckoned);
        periods.truncate(PERIODS_MAX);
    }
}

impl Desk {
    /// Adds to the lines of a statement what explanations say; nothing where the directory holds
    /// nothing that could explain.
    pub(crate) fn explain_lines(
        &self,
        lines: &mut [StatementLine],
        period: Period,
    ) -> Result<(), Problem> {
        if lines.is_empty() || !self.has_grounds() {
            return Ok(());
        }
        let users = self.explained_users(period)?;
        for line in lines {
            let found = users.get(&actor(line)).copied().unwrap_or_default();
            line.unexplained_lookups = Some(found.unexplained_lookups.min(line.outside_lookups));
            line.unexplained_people = Some(found.unexplained_people.min(line.outside_people));
            line.expected = found.expected;
            line.p = found.p;
        }
        Ok(())
    }

    /// Whether anything is known of who works on what.
    pub(crate) fn has_grounds(&self) -> bool {
        let directory = self.directory();
        !(directory.relations.is_empty() && directory.assignments.is_empty())
    }

    fn explained_users(&self, period: Period) -> Result<OfUsers, Problem> {
        let version = self.version();
        if let Some(users) = self.explained.get(version, period) {
            return Ok(users);
        }
        let began = Instant::now();
        let covered = self.within_log(period)?;
        let today = self.zone().day_of(self.now()).max(covered.to());
        let directory = self.directory();
        let mut statement = Statement::new(&directory, &self.rules(), covered, today);
        let book = VaultBook(self.ledger_shared());
        let question = statement.question();
        let mut take = |week: TouchWeek| {
            statement.take(&week, &book);
            ControlFlow::Continue(())
        };
        answered(self.answers().touches(&question, &mut take))?;
        let users = Arc::new(statement.of_users());
        self.explained.keep(Reckoned {
            version,
            period,
            at: began,
            took: began.elapsed(),
            users: Arc::clone(&users),
        });
        Ok(users)
    }
}
