//! Findings as they are read: the list, and one with all that leads to its evidence.
//!
//! A finding about whoever asks is not there for them, nor one about whoever judged them: others
//! have those. Whom a finding is about, a reader is shown who has opened it.

use std::collections::{BTreeSet, HashSet};

use tilsyn_domain::question::{About as Question, HistoryQuestion};
use tilsyn_domain::{Day, Identity, Period};
use tilsyn_ledger::Code;
use tilsyn_registry::{Finding as Kept, FindingAct, FindingWeek};

use super::acts::FindingPart;
use super::content::{WeekPart, part, past_of};
use super::{
    About, ActKind, FindingRow, FindingView, FindingsView, LastRun, State, Week, WeekStanding,
    kind_word,
};
use crate::cases::{Standing, is_open};
use crate::desk::{Desk, answered, identity_of_bytes, registry_problem, unreadable};
use crate::log_review::view::{HistoryEvent, PastEnd};
use crate::own_log::Looked;
use crate::permit::{
    self, About as Asked, DecideFinding, Form, Permit, Principal, ReadCases, ReadFindings,
};
use crate::problem::Problem;

/// What is said of a finding that is not there, and of one that somebody may not know of.
const NO_SUCH_FINDING: &str = "problem-no-such-finding";
/// People of a finding that are named one by one.
const SUBJECTS_SHOWN: usize = 50;

/// What a list of findings is cut to.
#[derive(Clone, Debug, Default)]
pub struct FindingsShown {
    /// A word of [`State::WORDS`].
    pub state: Option<String>,
    /// Code of a unit.
    pub unit: Option<String>,
    /// A word of [`kind_word`].
    pub kind: Option<String>,
    /// Findings with a week that touches it; `None`: all.
    pub period: Option<Period>,
    pub skip: usize,
    /// `None`: all.
    pub limit: Option<usize>,
}

/// A finding with what follows from what was done about it.
pub(super) struct Known {
    pub(super) kept: Kept,
    /// `None`: erased.
    pub(super) user: Option<Identity>,
    pub(super) state: State,
    /// The earliest first.
    pub(super) weeks: Vec<Week>,
    /// Whether the case that came of it has not ended.
    pub(super) has_open_case: bool,
}

impl Known {
    /// What was decided last and not taken back.
    pub(super) fn deciding(&self) -> Option<&FindingAct> {
        deciding(&self.kept.acts)
    }

    pub(super) fn is_opened_by(&self, user: &str) -> bool {
        let mut acts = self.kept.acts.iter();
        acts.any(|act| act.by == user && act.kind == ActKind::Opened.word())
    }

    pub(super) fn next_act(&self, kind: ActKind) -> FindingPart {
        FindingPart {
            finding: self.kept.number,
            act: self.kept.acts.len() as u64 + 1,
            kind: kind.word().to_owned(),
            until: None,
            case: None,
        }
    }

    /// The events of a week, as they are kept.
    pub(super) fn events_of(&self, desk: &Desk, from: Day) -> Result<String, Problem> {
        let events = desk.registry().finding_events(self.kept.number);
        let events = events.map_err(registry_problem)?;
        let of_week = events.into_iter().find(|(day, _)| *day == from);
        Ok(of_week.map_or_else(|| "[]".to_owned(), |(_, events)| events))
    }

    fn last_day(&self) -> Option<Day> {
        self.weeks.last().map(|week| week.seen.days.to())
    }
}

/// What was decided last and not taken back.
pub(crate) fn deciding(acts: &[FindingAct]) -> Option<&FindingAct> {
    let mut standing: Vec<&FindingAct> = Vec::new();
    for act in acts {
        match ActKind::of(&act.kind) {
            Some(ActKind::Undone) => drop(standing.pop()),
            Some(ActKind::Opened) | None => {}
            Some(_) => standing.push(act),
        }
    }
    standing.pop()
}

impl Desk {
    /// All findings, newest first.
    pub(super) fn known_findings(&self) -> Result<Vec<Known>, Problem> {
        let kept = self.registry().findings().map_err(registry_problem)?;
        let cases = self.registry().cases().map_err(registry_problem)?;
        let open = cases.iter().filter(|case| is_open(case));
        let open: HashSet<u64> = open.map(|case| case.number).collect();
        let known = kept.into_iter().map(|kept| self.known(kept, &open));
        known.collect()
    }

    fn known(&self, kept: Kept, open: &HashSet<u64>) -> Result<Known, Problem> {
        let user = self.user_of_finding(kept.about)?;
        let mut weeks = Vec::with_capacity(kept.weeks.len());
        if let Some(user) = &user {
            for week in &kept.weeks {
                weeks.extend(self.week_of(user, week)?);
            }
        }
        let state = match deciding(&kept.acts) {
            None => State::Open,
            Some(act) => match (ActKind::of(&act.kind), act.case) {
                (Some(ActKind::Followed), _) => State::Followed(self.zone().day_of(act.at)),
                (Some(ActKind::Case), Some(case)) => State::Case(case),
                (Some(kind), _) => State::Explained(kind),
                (None, _) => State::Open,
            },
        };
        let has_open_case = matches!(state, State::Case(case) if open.contains(&case));
        Ok(Known {
            kept,
            user,
            state,
            weeks,
            has_open_case,
        })
    }

    fn week_of(&self, user: &Identity, kept: &FindingWeek) -> Result<Option<Week>, Problem> {
        let seen: WeekPart = part(&kept.seen)?;
        let again = kept.again.as_deref().map(part::<WeekPart>).transpose()?;
        let again = match again {
            Some(again) => self.seen_of(user, kept.from, &again)?,
            None => None,
        };
        let week = self.seen_of(user, kept.from, &seen)?;
        Ok(week.map(|found| Week {
            seen: found,
            e: seen.e,
            judged: kept.judged,
            standing: kept.standing,
            again,
        }))
    }

    /// Whom a finding is about; `None`: erased.
    fn user_of_finding(&self, about: u32) -> Result<Option<Identity>, Problem> {
        let Some(code) = Code::new(about) else {
            return Ok(None);
        };
        let bytes = self.ledger().vault().identity(code).map_err(unreadable)?;
        Ok(bytes.and_then(|bytes| identity_of_bytes(&bytes)))
    }

    /// The findings that a reader may know of, newest first.
    pub(super) fn findings_seen(
        &self,
        permit: &Permit<ReadFindings>,
    ) -> Result<Vec<Known>, Problem> {
        let standing = self.standing()?;
        let mut known = self.known_findings()?;
        known.retain(|known| may_see(permit, &standing, known));
        Ok(known)
    }

    /// A finding that a reader may know of.
    pub(super) fn seen_finding(
        &self,
        permit: &Permit<ReadFindings>,
        number: u64,
    ) -> Result<Known, Problem> {
        let standing = self.standing()?;
        let mut known = self.known_findings()?.into_iter();
        let known = known.find(|known| known.kept.number == number);
        // That there is none is filed like a no, so that the own log does not tell which it was.
        let no = || Problem::denied(NO_SUCH_FINDING, <ReadFindings as permit::Action>::NAME);
        let seen = known.filter(|known| may_see(permit, &standing, known));
        seen.ok_or_else(|| no().told_as_gone(NO_SUCH_FINDING))
    }

    /// The findings that a reader may know of, as they are listed: what waits first, what says
    /// most before what says less; then what was decided, newest first.
    ///
    /// # Errors
    /// When a store cannot be read or the look cannot be filed.
    pub fn kept_findings(
        &self,
        permit: &Permit<ReadFindings>,
        shown: &FindingsShown,
    ) -> Result<FindingsView, Problem> {
        let reader = permit.principal();
        let seen = self.findings_seen(permit)?;
        let rows = seen.iter().map(|known| self.finding_row(reader, known));
        let mut rows: Vec<FindingRow> = rows.collect();
        let open = rows.iter().filter(|row| row.state == State::Open).count();
        let units: BTreeSet<String> = rows.iter().filter_map(|row| row.unit.clone()).collect();
        rows.retain(|row| is_asked(row, shown));
        sort(&mut rows);
        let matching = rows.len();
        let limit = shown.limit.unwrap_or(usize::MAX);
        let past_end = PastEnd::of(permit.form());
        let start = past_end.start(shown.skip as u64, limit as u64, matching as u64);
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let rows: Vec<FindingRow> = rows.into_iter().skip(start).take(limit).collect();
        let people = rows.iter().filter_map(|row| match &row.about {
            About::Shown(named) => match &named.identity {
                Identity::Person(id) => Some(id),
                Identity::Account { .. } => None,
            },
            _ => None,
        });
        let period = shown.period.unwrap_or(Period::always());
        let looked = Looked::list("findings-kept", period, people, rows.len())
            .by("unit", shown.unit.as_deref())
            .by("finding-kind", shown.kind.as_deref())
            .by("state", shown.state.as_deref());
        let looked = looked.rows(rows.len() as u64, start as u64, matching as u64);
        self.file_look(permit, &looked)?;
        Ok(FindingsView {
            rows,
            matching,
            open,
            units: self.unit_names(units.iter().map(String::as_str)),
            last: self.last_run()?,
            is_running: self.evaluating.is_running(),
        })
    }

    /// How many findings wait for a decision that whoever asks may know of; names nobody, so it
    /// is no look.
    pub(crate) fn findings_waiting(&self, permit: &Permit<ReadFindings>) -> Result<usize, Problem> {
        let seen = self.findings_seen(permit)?;
        let open = seen.iter().filter(|known| known.state == State::Open);
        Ok(open.count())
    }

    /// The numbers of the findings that a reader may not know of, though they read others.
    pub(crate) fn findings_kept_from(&self, reader: &Principal) -> Result<Vec<u64>, Problem> {
        let users = self.registry().finding_users().map_err(registry_problem)?;
        let standing = self.standing()?;
        let mut kept = Vec::new();
        for (number, about) in users {
            let user = self.user_of_finding(about)?;
            let case = standing.seen_by_rules(&[], user.as_ref());
            let ruling = permit::rule(&permit::Question {
                asker: reader.asker(),
                action: <ReadFindings as permit::Action>::NAME,
                about: &Asked::Case(case),
            });
            if !ruling.allowed {
                kept.push(number);
            }
        }
        Ok(kept)
    }

    pub(super) fn last_run(&self) -> Result<Option<LastRun>, Problem> {
        let run = self
            .registry()
            .last_evaluation()
            .map_err(registry_problem)?;
        let due = self.last_complete_day();
        Ok(run.map(|run| LastRun { run, due }))
    }

    pub(super) fn finding_row(&self, reader: &Principal, known: &Known) -> FindingRow {
        let day = known.last_day().unwrap_or(self.today());
        let named = known
            .user
            .clone()
            .map(|user| self.named_to(reader, user, day));
        let unit = named.as_ref().and_then(|named| named.card.unit.clone());
        let is_opened = known.is_opened_by(reader.user());
        let weeks = known.weeks.iter();
        let mut reported = weeks
            .clone()
            .filter(|week| week.standing != WeekStanding::Followed);
        FindingRow {
            number: known.kept.number,
            state: known.state,
            about: match named {
                None => About::Erased,
                Some(named) if is_opened => About::Shown(named),
                Some(named) => About::Hidden(named.unit_name),
            },
            unit,
            opened: known.kept.opened,
            has_fallen: known.weeks.iter().any(|_| true)
                && reported.all(|week| week.standing == WeekStanding::Fallen),
            weeks: known.weeks.clone(),
        }
    }

    /// One finding; what leads to its evidence only where the reader has opened it.
    ///
    /// # Errors
    /// Gone, where there is none of this number, or none that whoever asks may know of; ours, when
    /// the look cannot be filed.
    pub fn kept_finding(
        &self,
        permit: &Permit<ReadFindings>,
        number: u64,
        events_max: usize,
    ) -> Result<FindingView, Problem> {
        let known = self.seen_finding(permit, number)?;
        let row = self.finding_row(permit.principal(), &known);
        let mut view = FindingView {
            row,
            subjects: Vec::new(),
            subjects_all: 0,
            events: Vec::new(),
            leaves: Vec::new(),
            past: Vec::new(),
            others: Vec::new(),
            cases: Vec::new(),
            acts: Vec::new(),
            next: Vec::new(),
            gathered: Vec::new(),
        };
        let mut looked = Looked::plain("finding", 1);
        if let (true, Some(user)) = (view.row.is_shown(), known.user.clone()) {
            self.lead_to_evidence(permit, &known, &user, (&mut view, events_max))?;
            looked.about = Some(user);
        }
        let subjects = view
            .subjects
            .iter()
            .filter_map(|named| match &named.identity {
                Identity::Person(id) => Some(id),
                Identity::Account { .. } => None,
            });
        let events = view.events.iter().flat_map(|event| &event.event.subjects);
        let events = events.map(|subject| &subject.national_id);
        looked.name(subjects.chain(events));
        let looked = looked.by("finding", Some(&number.to_string()));
        self.file_look(permit, &looked)?;
        Ok(view)
    }

    fn lead_to_evidence(
        &self,
        permit: &Permit<ReadFindings>,
        known: &Known,
        user: &Identity,
        (view, events_max): (&mut FindingView, usize),
    ) -> Result<(), Problem> {
        let reader = permit.principal();
        let subjects = subjects_of(known);
        view.subjects_all = subjects.len();
        let day = known.last_day().unwrap_or(self.today());
        let shown = subjects.into_iter().take(SUBJECTS_SHOWN);
        let named = shown.map(|who| self.named_to(reader, who, day));
        view.subjects = named.collect();
        view.leaves = self.leaves_of_finding(known.kept.number)?;
        view.events = self.events_of_finding(known, user, (&view.leaves, events_max))?;
        let past = self.registry().finding_history(known.kept.number);
        let past = past.map_err(registry_problem)?;
        view.past = past
            .as_deref()
            .map(part)
            .transpose()?
            .map_or_else(Vec::new, past_of);
        let names = self.names()?;
        view.acts = self.finding_acts(&known.kept.acts, &names)?;
        view.gathered = gathered(known);
        let decide = permit::ask::<DecideFinding>(reader, Form::Page);
        let about = self.step_about(user)?;
        if decide.is_ok_and(|permit| permit.ruling(&about).allowed) {
            view.next = self.may_follow(known);
        }
        if let Ok(reading) = permit::ask::<ReadCases>(reader, permit.form()) {
            view.cases = self.cases_about(&reading, user)?.rows;
        }
        let mut others = self.known_findings()?;
        others.retain(|other| {
            let theirs = other
                .user
                .as_ref()
                .map(|other| self.owner_or_account(other.clone()));
            other.kept.number != known.kept.number
                && theirs == Some(self.owner_or_account(user.clone()))
        });
        view.others = others
            .iter()
            .map(|other| self.finding_row(reader, other))
            .collect();
        Ok(())
    }

    /// Leaves of all events of a finding.
    pub(super) fn leaves_of_finding(&self, number: u64) -> Result<Vec<u64>, Problem> {
        let weeks = self.registry().finding_events(number);
        let weeks = weeks.map_err(registry_problem)?;
        let mut leaves = Vec::new();
        for (_, events) in weeks {
            leaves.extend(part::<Vec<u64>>(&events)?);
        }
        Ok(leaves)
    }

    fn events_of_finding(
        &self,
        known: &Known,
        user: &Identity,
        (leaves, events_max): (&[u64], usize),
    ) -> Result<Vec<HistoryEvent>, Problem> {
        let first = known.weeks.first().map(|week| week.seen.days.from());
        let last = known.last_day();
        let Some(period) = first
            .zip(last)
            .and_then(|(first, last)| Period::new(first, last))
        else {
            return Ok(Vec::new());
        };
        let leaves: HashSet<u64> = leaves.iter().copied().collect();
        let question = HistoryQuestion::every(Question::Actor(user.clone()), period);
        let mut lines = answered(self.answers().history(&question))?.lines;
        lines.retain(|line| leaves.contains(&line.leaf));
        lines.truncate(events_max);
        self.history_events(&lines)
    }
}

/// Whom a finding is about: of the strongest week first, each once.
fn subjects_of(known: &Known) -> Vec<Identity> {
    let mut weeks: Vec<&Week> = known.weeks.iter().collect();
    weeks.sort_by(|one, other| other.e.total_cmp(&one.e));
    let mut seen = HashSet::new();
    let all = weeks.into_iter().flat_map(|week| &week.seen.subjects);
    all.filter(|who| seen.insert(*who)).cloned().collect()
}

/// Evidence since a user is followed, after each week: weeks multiply, and none is damped.
fn gathered(known: &Known) -> Vec<(Day, f64)> {
    let State::Followed(since) = known.state else {
        return Vec::new();
    };
    let mut sum = 0.0;
    let weeks = known.weeks.iter();
    let weeks = weeks.filter(|week| week.seen.days.to() >= since);
    let weeks = weeks.map(|week| {
        sum += week.e.max(1e-9).ln();
        (week.seen.days.from(), sum)
    });
    weeks.collect()
}

fn may_see(permit: &Permit<ReadFindings>, standing: &Standing<'_>, known: &Known) -> bool {
    let case = standing.seen_by_rules(&[], known.user.as_ref());
    permit.ruling(&Asked::Case(case)).allowed
}

fn is_asked(row: &FindingRow, shown: &FindingsShown) -> bool {
    let is =
        |asked: &Option<String>, value: Option<&str>| asked.is_none() || asked.as_deref() == value;
    let touches = |period: &Period| {
        let mut weeks = row.weeks.iter().map(|week| week.seen.days);
        weeks.any(|days| days.from() <= period.to() && period.from() <= days.to())
    };
    is(&shown.state, Some(row.state.word()))
        && is(&shown.unit, row.unit.as_deref())
        && is(&shown.kind, row.kind().map(kind_word))
        && shown.period.as_ref().is_none_or(touches)
}

fn sort(rows: &mut [FindingRow]) {
    let place = |row: &FindingRow| {
        let mut words = State::WORDS.iter();
        words.position(|word| *word == row.state.word())
    };
    let e = |row: &FindingRow| row.strongest().map_or(0.0, |week| week.e);
    rows.sort_by(|one, other| {
        let by_state = place(one).cmp(&place(other));
        // What no longer stands waits behind what does.
        let by_ground = one.has_fallen.cmp(&other.has_fallen);
        let by_evidence = match one.state {
            State::Open => by_ground.then(e(other).total_cmp(&e(one))),
            _ => std::cmp::Ordering::Equal,
        };
        let newest = other.number.cmp(&one.number);
        by_state.then(by_evidence).then(newest)
    });
}
