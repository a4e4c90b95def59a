//! Going through a sample, one lookup at a time: the next that waits, what is made of it, and
//! taking the last back.
//!
//! Nobody judges their own lookups, nor those of whom they stand in for: such an item goes to
//! another reviewer. Where the need is not established, the user is asked, and that is a case
//! (`cases`): how the item ends is how the case ends. Each item that is shown is filed as a look.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use tilsyn_domain::codebook::{Codebook, Identity};
use tilsyn_domain::question::HistoryLine;
use tilsyn_domain::{NationalId, Period};
use tilsyn_registry::{SampleItem as KeptItem, SampleVerdict};

use super::acts::SampleAct;
use super::{Kept, Stratum};
use crate::cases::{NewStep, StepKind};
use crate::desk::{Desk, VaultBook, registry_problem};
use crate::log_review::view::HistoryEvent;
use crate::own_log::Looked;
use crate::permit::{self, About, Permit, ReadCases, ReviewSample, TakeCaseStep, Who};
use crate::problem::Problem;

/// Characters of what is said of an item.
pub const SAID_MAX: usize = 1_000;

/// A case that comes of an item is to be assessed within so many days.
const ASSESSED_WITHIN_DAYS: i32 = 14;

/// What somebody makes of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// There was a need of the service.
    Needed,
    /// None is established: the user is asked.
    Asked,
    /// It cannot be judged.
    Unclear,
}

impl Judgement {
    pub const ALL: [Judgement; 3] = [Judgement::Needed, Judgement::Asked, Judgement::Unclear];

    /// Its name in files and keys.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Judgement::Needed => "needed",
            Judgement::Asked => "asked",
            Judgement::Unclear => "unclear",
        }
    }

    /// The judgement of a word.
    #[must_use]
    pub fn of(word: &str) -> Option<Judgement> {
        Judgement::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// The word of a verdict that was taken back.
const UNDONE: &str = "undone";

/// What was said of an item.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct SaidPart {
    pub(super) text: String,
}

/// An item by its sample and its place there.
pub type Place = (u64, u64);

/// How far a sample is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Going {
    pub all: u64,
    pub judged: u64,
    /// Items that wait for another reviewer: the own, and those of whom one stands in for.
    pub for_others: u64,
    /// Items whose event was erased: nobody can judge them any more.
    pub erased: u64,
}

/// One item, as it is shown to be judged.
#[derive(Clone, Debug)]
pub struct ItemView {
    pub sample: u64,
    pub period: Period,
    pub place: u64,
    pub going: Going,
    pub stratum: Stratum,
    pub event: HistoryEvent,
    /// Whom it shows; `None`: erased.
    pub about: Option<NationalId>,
    /// What explains it, in the words of the rules.
    pub reason: Option<super::results::Reason>,
    /// The case that is open about the user: a question joins it.
    pub case: Option<u64>,
    /// What whoever asks judged last and can take back, by its place.
    pub last: Option<(u64, Judgement)>,
}

/// A sample with its items and what stands of each.
pub(super) struct Open {
    pub(super) kept: Kept,
    pub(super) items: Vec<KeptItem>,
    pub(super) verdicts: Vec<SampleVerdict>,
}

impl Open {
    /// What stands of each item, by its place.
    pub(super) fn standing(&self) -> HashMap<u64, &SampleVerdict> {
        let mut standing = HashMap::new();
        for verdict in &self.verdicts {
            match verdict.verdict.as_str() {
                UNDONE => standing.remove(&verdict.place),
                _ => standing.insert(verdict.place, verdict),
            };
        }
        standing
    }

    fn item(&self, place: u64) -> Result<&KeptItem, Problem> {
        let mut items = self.items.iter();
        let found = items.find(|item| item.place == place);
        found.ok_or_else(|| Problem::gone("problem-no-such-item"))
    }
}

impl Desk {
    /// A sample by its number.
    pub(super) fn open_sample(&self, number: u64) -> Result<Open, Problem> {
        let mut kept = self.kept_samples()?.into_iter();
        let kept = kept.find(|one| one.number == number);
        let kept = kept.ok_or_else(|| Problem::gone("problem-no-such-sample"))?;
        let items = self.registry().sample_items(number);
        let verdicts = self.registry().sample_verdicts(number);
        Ok(Open {
            kept,
            items: items.map_err(registry_problem)?,
            verdicts: verdicts.map_err(registry_problem)?,
        })
    }

    /// The next item that waits for whoever asks, from behind a place on and round again; how far
    /// the sample is gone through, where none does.
    ///
    /// # Errors
    /// Gone, where there is no such sample; when the look cannot be filed.
    pub fn next_item(
        &self,
        permit: &Permit<ReviewSample>,
        number: u64,
        after: u64,
    ) -> Result<Result<ItemView, Going>, Problem> {
        let open = self.open_sample(number)?;
        let standing = open.standing();
        let (mut for_others, mut erased) = (0, 0);
        let mut waiting = Vec::new();
        let users = self.users_of_items(&open.items)?;
        for item in open
            .items
            .iter()
            .filter(|item| !standing.contains_key(&item.place))
        {
            match (users.may_judge(permit, item), self.is_there(item)?) {
                (_, false) => erased += 1,
                (false, true) => for_others += 1,
                (true, true) => waiting.push(item),
            }
        }
        let going = Going {
            all: open.items.len() as u64,
            judged: standing.len() as u64,
            for_others,
            erased,
        };
        let behind = waiting.iter().find(|item| item.place > after);
        let Some(item) = behind.or(waiting.first()) else {
            let looked = Looked::plain("sample-item", 0).by("sample", Some(&number.to_string()));
            self.file_look(permit, &looked)?;
            return Ok(Err(going));
        };
        self.item_view(permit, &open, item, going).map(Ok)
    }

    fn is_there(&self, item: &KeptItem) -> Result<bool, Problem> {
        Ok(self.named_event(item.leaf)?.is_some())
    }

    fn item_view(
        &self,
        permit: &Permit<ReviewSample>,
        open: &Open,
        item: &KeptItem,
        going: Going,
    ) -> Result<ItemView, Problem> {
        let (line, event) = self.line_of(item.leaf)?;
        let about = self.subject_of(item, &line);
        let number = open.kept.number;
        let mut looked = Looked::list("sample-item", open.kept.period, about.iter(), 1)
            .by("sample", Some(&number.to_string()))
            .by("item", Some(&item.place.to_string()));
        looked.about = Some(line.actor.clone());
        let case = match permit::ask::<ReadCases>(permit.principal(), permit.form()) {
            Ok(reading) => self.open_cases(&reading)?.of(&line.actor),
            Err(_) => None,
        };
        self.file_look(permit, &looked)?;
        Ok(ItemView {
            sample: number,
            period: open.kept.period,
            place: item.place,
            going,
            stratum: Stratum::of(&item.stratum).unwrap_or(Stratum::Unexplained),
            event: self.history_event(&line, event),
            about,
            reason: item.reason.as_deref().and_then(|id| self.reason_of(id)),
            case,
            last: last_of(&open.verdicts, permit.principal().user())
                .and_then(|last| Some((last.place, Judgement::of(&last.verdict)?))),
        })
    }

    /// Which of an event's people an item is about, by the id of today.
    fn subject_of(&self, item: &KeptItem, line: &HistoryLine) -> Option<NationalId> {
        let book = VaultBook(self.ledger_shared());
        let Some(Identity::Person(id)) = book.identity(item.about) else {
            return None;
        };
        let ids = self.ids_of(&id);
        let mut shown = line.subject_units.iter().map(|(id, _)| id);
        shown.find(|id| ids.contains(id)).cloned()
    }

    /// Says what is made of an item; gives the case in which the user is asked.
    ///
    /// # Errors
    /// Yours, where something is to be said and is not; a conflict, where somebody judged it
    /// meanwhile; refused, where it is a lookup of whoever judges.
    pub fn judge_item(
        &self,
        permit: &Permit<ReviewSample>,
        (number, place): Place,
        judgement: Judgement,
        text: &str,
    ) -> Result<Option<u64>, Problem> {
        let text = text.trim();
        let is_said = !text.is_empty() || judgement == Judgement::Needed;
        if !is_said || text.chars().count() > SAID_MAX {
            return Err(Problem::yours("problem-sample-text").with("max", SAID_MAX));
        }
        let stopped = |_| Problem::ours("problem-ledger", "a verdict before this one broke off");
        let _one = self.samples.lock().map_err(stopped)?;
        let open = self.open_sample(number)?;
        let item = open.item(place)?;
        if open.standing().contains_key(&place) {
            return Err(Problem::conflict("problem-sample-judged"));
        }
        let users = self.users_of_items(std::slice::from_ref(item))?;
        if let Some(about) = users.about(item) {
            permit.over(&about)?;
        }
        let (line, _) = self.line_of(item.leaf)?;
        let case = match judgement {
            Judgement::Asked => Some(self.ask_in_case(permit, (&line.actor, item.leaf), text)?),
            Judgement::Needed | Judgement::Unclear => None,
        };
        let done = Done {
            place,
            word: judgement.word(),
            case,
            actor: Some(line.actor),
        };
        self.file_verdict(permit, &open, done, text)?;
        Ok(case)
    }

    /// Takes back what whoever asks judged last; gives the item's place.
    ///
    /// # Errors
    /// A conflict, where there is nothing to take back, or the user is being asked: a case ends
    /// by its own course.
    pub fn undo_item(&self, permit: &Permit<ReviewSample>, number: u64) -> Result<u64, Problem> {
        let stopped = |_| Problem::ours("problem-ledger", "a verdict before this one broke off");
        let _one = self.samples.lock().map_err(stopped)?;
        let open = self.open_sample(number)?;
        let last = last_of(&open.verdicts, permit.principal().user());
        let last = last.ok_or_else(|| Problem::conflict("problem-sample-nothing-to-undo"))?;
        if last.case.is_some() {
            return Err(Problem::conflict("problem-sample-undo-case"));
        }
        let place = last.place;
        let done = Done {
            place,
            word: UNDONE,
            case: None,
            actor: None,
        };
        self.file_verdict(permit, &open, done, "")?;
        Ok(place)
    }

    fn file_verdict(
        &self,
        permit: &Permit<ReviewSample>,
        open: &Open,
        done: Done,
        text: &str,
    ) -> Result<(), Problem> {
        let sample = open.kept.number;
        let number = open.verdicts.len() as u64 + 1;
        let mut looked = Looked::plain("sample-verdict", 1)
            .by("sample", Some(&sample.to_string()))
            .by("item", Some(&done.place.to_string()))
            .by("verdict", Some(done.word))
            .by("case", done.case.map(|case| case.to_string()).as_deref());
        looked.about = done.actor;
        let judged = SampleAct::Judged {
            sample,
            number,
            place: done.place,
            verdict: done.word.to_owned(),
            case: done.case,
        };
        let id = format!("sample {sample} verdict {number}");
        let said = SaidPart {
            text: text.to_owned(),
        };
        self.file_sample_act(permit, (&looked, judged), id, &said)
    }

    /// Puts an event to the open case about its user, or opens one.
    fn ask_in_case(
        &self,
        permit: &Permit<ReviewSample>,
        (user, leaf): (&Identity, u64),
        text: &str,
    ) -> Result<u64, Problem> {
        let (who, form) = (permit.principal(), permit.form());
        let taking = permit::ask::<TakeCaseStep>(who, form)?;
        let reading = permit::ask::<ReadCases>(who, form)?;
        let events = vec![leaf];
        if let Some(case) = self
            .open_cases(&reading)?
            .of(&self.owner_or_account(user.clone()))
        {
            let joined = NewStep {
                events,
                ..NewStep::saying(StepKind::Joined, text)
            };
            self.take_step(&taking, case, &joined)?;
            return Ok(case);
        }
        let first = NewStep {
            events,
            due: Some(self.today().plus(ASSESSED_WITHIN_DAYS)),
            ..NewStep::saying(StepKind::Opened, text)
        };
        self.open_case(&taking, user, &first)
    }

    /// Who of the staff did the lookups of items.
    fn users_of_items(&self, items: &[KeptItem]) -> Result<Users, Problem> {
        let staff = self.registry().staff().map_err(registry_problem)?;
        let book = VaultBook(self.ledger_shared());
        let mut by_id = HashMap::new();
        for one in &staff {
            for id in one.national_id.iter().flat_map(|id| self.ids_of(id)) {
                by_id.insert(id, one.user.clone());
            }
        }
        let codes: HashSet<u32> = items.iter().map(|item| item.user).collect();
        let named = codes.into_iter().filter_map(|code| {
            let who = book.identity(code).map(|who| self.owner_or_account(who));
            match who {
                Some(Identity::Person(id)) => Some((code, by_id.get(&id)?.clone())),
                Some(Identity::Account { .. }) | None => None,
            }
        });
        Ok(Users(named.collect()))
    }
}

/// A verdict that is to be filed.
struct Done {
    place: u64,
    word: &'static str,
    case: Option<u64>,
    actor: Option<Identity>,
}

/// User names of the staff, by the numbers of the vault.
struct Users(HashMap<u32, String>);

impl Users {
    /// The item as the rules see it; `None`: whoever looked cannot sign in here.
    fn about(&self, item: &KeptItem) -> Option<About> {
        let user = self.0.get(&item.user)?;
        Some(About::Looks {
            of: Who(user.clone()),
            judged: Vec::new(),
        })
    }

    fn may_judge(&self, permit: &Permit<ReviewSample>, item: &KeptItem) -> bool {
        let about = self.about(item);
        about.is_none_or(|about| permit.ruling(&about).allowed)
    }
}

/// The last verdict of somebody that still stands.
fn last_of<'v>(verdicts: &'v [SampleVerdict], user: &str) -> Option<&'v SampleVerdict> {
    let mut taken_back = HashSet::new();
    for verdict in verdicts.iter().rev() {
        if verdict.verdict == UNDONE {
            taken_back.insert(verdict.place);
        } else if !taken_back.remove(&verdict.place) && verdict.by == user {
            return Some(verdict);
        }
    }
    None
}
