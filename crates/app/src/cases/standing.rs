//! How people stand to cases: whom a case is about, who answers for that user's department, on
//! whom somebody has taken a step. What the rules ask is answered from here.
//!
//! A case about an account is one about whoever owns it today, also where nobody was known to own
//! it when the case was opened. Read once for a question, whatever the number of cases in it.

use std::collections::{BTreeSet, HashMap};

use tilsyn_domain::codebook::Identity;
use tilsyn_domain::{Day, NationalId};
use tilsyn_ledger::Code;
use tilsyn_registry::{Case as Kept, CaseStep as KeptStep, Duty, Staff};

use super::{StepKind, Waiting, course};
use crate::desk::{Desk, identity_of_bytes, registry_problem, unreadable};
use crate::permit::{self, Action, Role, Who};
use crate::problem::Problem;

/// A decision is expected within so many days of what made it due.
const DECISION_DAYS: i32 = 14;
/// So long after a case ended, whoever took steps in it is no judge of those whom they judged.
const JUDGED_DAYS: i32 = 365;
/// Those who judge others in cases.
const JUDGES: [Role; 3] = [
    Role::LogReviewer,
    Role::HeadOfReview,
    Role::HeadOfDepartment,
];

/// What a case waits for.
pub(super) struct Waits<'a> {
    pub(super) waiting: Waiting,
    /// The step since which it does.
    pub(super) since: Option<&'a KeptStep>,
    pub(super) due: Option<Day>,
}

/// What is said of a case that is not there, and of one that somebody may not know of.
pub(super) const NO_SUCH_CASE: &str = "problem-no-such-case";

/// Everything that cases are judged by.
pub(crate) struct Standing<'a> {
    desk: &'a Desk,
    pub(super) cases: Vec<Kept>,
    /// Whom the cases are about, by number; not of those erased.
    users: HashMap<u64, Identity>,
    staff: Vec<Staff>,
    /// On whom each has taken a step, by user names.
    judged: HashMap<String, BTreeSet<String>>,
    duties: Vec<Duty>,
    given_by: Vec<String>,
    held_by: Vec<String>,
    today: Day,
}

impl Desk {
    /// How people stand to all cases.
    pub(crate) fn standing(&self) -> Result<Standing<'_>, Problem> {
        let cases = self.registry().cases().map_err(registry_problem)?;
        let mut users = HashMap::new();
        for case in &cases {
            if let Some(who) = self.user_of(case)? {
                users.insert(case.number, who);
            }
        }
        let bodies = self.bodies()?;
        let mut standing = Standing {
            desk: self,
            cases,
            users,
            staff: self.registry().staff().map_err(registry_problem)?,
            judged: HashMap::new(),
            duties: self.registry().duties().map_err(registry_problem)?,
            given_by: bodies.given_by,
            held_by: bodies.held_by,
            today: self.today(),
        };
        standing.judged = standing.who_judged_whom();
        Ok(standing)
    }

    /// What a case waits for, and until when.
    pub(super) fn waits<'a>(&self, case: &'a Kept) -> Waits<'a> {
        let (waiting, at) = course::waits_for(&kinds(&case.steps));
        let since = at.and_then(|at| case.steps.get(at));
        let due = since.and_then(|step| match waiting {
            Waiting::Decision => Some(self.zone().day_of(step.at).plus(DECISION_DAYS)),
            _ => step.due,
        });
        Waits {
            waiting,
            since,
            due,
        }
    }

    /// Who owns an account today; the account itself, where nobody is known to.
    pub(crate) fn owner_or_account(&self, who: Identity) -> Identity {
        let Identity::Account { source, user } = &who else {
            return who;
        };
        let index = self.directory_index();
        let owner = index.owner_of(source, user, self.today()).cloned();
        owner.map_or(who, Identity::Person)
    }

    /// Whom a case is about; `None`: erased.
    fn user_of(&self, case: &Kept) -> Result<Option<Identity>, Problem> {
        let Some(code) = Code::new(case.about) else {
            return Ok(None);
        };
        let bytes = self.ledger().vault().identity(code).map_err(unreadable)?;
        let who = bytes.and_then(|bytes| identity_of_bytes(&bytes));
        Ok(who.map(|who| self.owner_or_account(who)))
    }
}

impl Standing<'_> {
    /// The case of a number. That there is none is filed like a no, so that the own log does not
    /// tell either which it was.
    pub(super) fn case<A: Action>(&self, number: u64) -> Result<&Kept, Problem> {
        let found = self.cases.iter().find(|case| case.number == number);
        found.ok_or_else(|| Problem::denied(NO_SUCH_CASE, A::NAME).told_as_gone(NO_SUCH_CASE))
    }

    /// Whom a case is about; `None`: erased.
    pub(super) fn user(&self, case: &Kept) -> Option<&Identity> {
        self.users.get(&case.number)
    }

    /// The cases about a user, under all their ids and accounts, newest first.
    pub(super) fn about(&self, user: &Identity) -> Vec<&Kept> {
        let same = |case: &&Kept| self.user(case).is_some_and(|one| self.is_same(one, user));
        self.cases.iter().filter(same).collect()
    }

    fn is_same(&self, one: &Identity, other: &Identity) -> bool {
        match (one, other) {
            (Identity::Person(one), Identity::Person(other)) => {
                self.desk.ids_of(one).contains(other)
            }
            _ => one == other,
        }
    }

    /// A case as the rules see it; `about`: of one that is still to be opened.
    pub(crate) fn seen_by_rules(
        &self,
        steps: &[KeptStep],
        about: Option<&Identity>,
    ) -> permit::Case {
        let user = about.and_then(|who| self.staff_of(who));
        let kinds = kinds(steps);
        permit::Case {
            about: user.map(|staff| Who(staff.user.clone())),
            heads: about.map(|who| self.heads_of(who)).unwrap_or_default(),
            is_asked: kinds.contains(&StepKind::Question),
            is_told: kinds.contains(&StepKind::Line),
            judged: user.map(|staff| self.judged_by(staff)).unwrap_or_default(),
            reviewers_given_by: self.given_by.clone(),
            reviewers_held_by: self.held_by.clone(),
        }
    }

    /// The same of a case there is.
    pub(super) fn of(&self, case: &Kept) -> permit::Case {
        self.seen_by_rules(&case.steps, self.user(case))
    }

    /// The member of staff who owns an identity.
    pub(super) fn staff_of(&self, who: &Identity) -> Option<&Staff> {
        let ids = self.ids_of(who);
        let owns = |staff: &&Staff| {
            let id = staff.national_id.as_ref();
            id.is_some_and(|id| ids.contains(id))
        };
        self.staff.iter().find(owns)
    }

    /// The number of the member of staff with a user name.
    pub(super) fn number_of(&self, user: &str) -> Option<u64> {
        let found = self.staff.iter().find(|staff| staff.user == user);
        found.map(|staff| staff.number)
    }

    fn ids_of(&self, who: &Identity) -> Vec<NationalId> {
        match who {
            Identity::Person(id) => self.desk.ids_of(id),
            Identity::Account { .. } => Vec::new(),
        }
    }

    /// Those who have a duty of this role today.
    pub(super) fn with_duty(&self, role: Role) -> impl Iterator<Item = &Staff> {
        let of_role = |duty: &&Duty| duty.duty.role == role.word() && duty.holds_on(self.today);
        let duties = self.duties.iter().filter(of_role);
        let holders: BTreeSet<u64> = duties.map(|duty| duty.duty.staff).collect();
        let is_here = move |one: &&Staff| one.left.is_none() && holders.contains(&one.number);
        self.staff.iter().filter(is_here)
    }

    /// Those who have a duty as head of a department where the user works, or of one above it.
    pub(super) fn heads_of(&self, who: &Identity) -> Vec<Who> {
        let Identity::Person(id) = who else {
            return Vec::new();
        };
        let units = self.desk.units_of(Some(id), self.today);
        let heads = self.duties.iter().filter(|duty| {
            let scope = &duty.duty.scope;
            duty.duty.role == Role::HeadOfDepartment.word()
                && duty.holds_on(self.today)
                && (scope.is_empty() || units.contains(scope))
        });
        let mut heads: Vec<u64> = heads.map(|duty| duty.duty.staff).collect();
        heads.sort_unstable();
        heads.dedup();
        let staff = self.staff.iter().filter(|one| heads.contains(&one.number));
        staff.map(|one| Who(one.user.clone())).collect()
    }

    /// Whether what a case waits for should have been done before today.
    pub(super) fn is_late(&self, case: &Kept) -> bool {
        let due = self.desk.waits(case).due;
        due.is_some_and(|due| due < self.today)
    }

    /// Whether somebody other than the user answers for the department where the user works.
    pub(super) fn has_head_besides(&self, who: &Identity) -> bool {
        let own = self.staff_of(who).map(|staff| staff.user.as_str());
        let heads = self.heads_of(who);
        heads.iter().any(|head| Some(head.0.as_str()) != own)
    }

    /// Those on whom somebody has taken a step; nobody, where they judge nobody any more.
    fn judged_by(&self, staff: &Staff) -> Vec<Who> {
        let judges = self.duties.iter().any(|duty| {
            let is_of_judge = JUDGES.iter().any(|role| role.word() == duty.duty.role);
            duty.duty.staff == staff.number && is_of_judge && duty.holds_on(self.today)
        });
        if !judges {
            return Vec::new();
        }
        let judged = self.judged.get(&staff.user).into_iter().flatten();
        judged.map(|user| Who(user.clone())).collect()
    }

    /// By cases that are open, or ended not long ago. What one says of oneself is no judgement.
    fn who_judged_whom(&self) -> HashMap<String, BTreeSet<String>> {
        let mut judged: HashMap<String, BTreeSet<String>> = HashMap::new();
        let ended_on = |case: &Kept| {
            let closed = case.steps.iter().find(|step| step.outcome.is_some());
            closed.map(|step| self.desk.zone().day_of(step.at))
        };
        let counts = |case: &&Kept| {
            let ended = ended_on(case);
            ended.is_none_or(|day| self.today <= day.plus(JUDGED_DAYS))
        };
        for case in self.cases.iter().filter(counts) {
            let user = self.user(case).and_then(|who| self.staff_of(who));
            let Some(user) = user else { continue };
            for step in case.steps.iter().filter(|step| step.by != user.user) {
                let by = judged.entry(step.by.clone()).or_default();
                by.insert(user.user.clone());
            }
        }
        judged
    }
}

/// What was done so far.
pub(super) fn kinds(steps: &[KeptStep]) -> Vec<StepKind> {
    let kinds = steps.iter().filter_map(|step| StepKind::of(&step.kind));
    kinds.collect()
}

/// Whether a case has not ended.
pub(crate) fn is_open(case: &Kept) -> bool {
    course::waits_for(&kinds(&case.steps)).0 != Waiting::Nothing
}
