//! The kernels: loops over codes that answer questions, two and more threads at a time.
//!
//! One rule: exact, and equal to the naive oracle. A kernel counts codes; names are looked up at
//! the end, and only for the lines that are given out. Not here: what lies on disk (`segment`).

mod elements;
mod flows;
mod history;
mod lookups;
mod narrow;
mod page;
mod pictures;
mod places;
mod scan;
mod sorted;
mod source_hours;
mod statement;
mod subjects;
mod time_scan;
mod touches;
mod usage;
mod viewers;
mod weeks;

use std::hash::Hash;
use std::sync::{Arc, Mutex};

use hashbrown::HashMap;
use tilsyn_domain::question::{PersonCard, account_text};
use tilsyn_domain::{Code, Day, Identity, Zone};

use crate::archive::{Core, held};
use crate::resolver::Resolver;
use crate::row::{DaySpan, day_of_number};
use crate::segment::Segment;

pub(crate) use elements::elements;
pub(crate) use flows::flows;
pub(crate) use history::{history, hours, leaves};
pub(crate) use lookups::{lookup_count, lookups};
pub(crate) use pictures::{counted_pictures, pictures};
pub(crate) use source_hours::{hours_of_sources, records_between};
pub(crate) use statement::statement;
pub(crate) use subjects::{counted_subjects, subjects};
pub(crate) use touches::touches;
pub(crate) use usage::usage;
pub(crate) use viewers::viewers;
pub(crate) use weeks::weeks;

/// What a question looks at: it does not change while the question is answered.
pub(crate) struct View<'a> {
    pub(crate) core: &'a Core,
    pub(crate) segments: Vec<Arc<Segment>>,
    pub(crate) resolver: Arc<Resolver>,
}

impl View<'_> {
    pub(crate) fn of(core: &Core) -> View<'_> {
        let state = core.state().clone();
        let mut segments = state.segments;
        segments.extend(state.tail.images());
        View {
            core,
            segments,
            resolver: state.resolver,
        }
    }

    fn zone(&self) -> &Zone {
        &self.core.settings.zone
    }

    /// The segments with events in a span of days.
    fn touched(&self, span: DaySpan) -> Vec<&Segment> {
        let all = self.segments.iter().map(Arc::as_ref);
        all.filter(|segment| segment.touches(span)).collect()
    }

    /// The identity behind a code as it is shown; `None` when it was erased.
    fn identity(&self, code: Code) -> Option<Identity> {
        let identity = self.core.book.identity(code)?;
        Some(self.resolver.present(identity))
    }

    /// The identity behind a code, or one that says that it was erased.
    fn identity_or_erased(&self, code: Code) -> Identity {
        self.identity(code).unwrap_or_else(|| Identity::Account {
            source: String::new(),
            user: ERASED.to_owned(),
        })
    }

    /// `source:user` of those accounts that were not erased, sorted bytewise.
    fn account_texts(&self, accounts: &[Code]) -> Vec<String> {
        let text = |code: &Code| match self.core.book.identity(*code)? {
            Identity::Account { source, user } => Some(account_text(&source, &user)),
            Identity::Person(_) => None,
        };
        let mut texts: Vec<String> = accounts.iter().filter_map(text).collect();
        texts.sort_unstable();
        texts.dedup();
        texts
    }

    fn card(&self, who: &Identity, day: u32) -> PersonCard {
        self.card_on(who, day_of_number(day))
    }

    pub(crate) fn card_on(&self, who: &Identity, day: Day) -> PersonCard {
        self.resolver.card(who, day, &self.core.words())
    }

    /// The code under which the rows of an identity stand.
    fn code_for(&self, who: &Identity) -> Option<Code> {
        self.resolver.code_for(who, self.core.book.as_ref())
    }
}

/// What a counted list keeps to name its lines later: the people as they were known then.
struct Kept {
    core: Arc<Core>,
    resolver: Arc<Resolver>,
}

impl Kept {
    fn of(core: &Arc<Core>, view: &View<'_>) -> Kept {
        Kept {
            core: Arc::clone(core),
            resolver: Arc::clone(&view.resolver),
        }
    }

    /// A view that names people and holds no events.
    fn view(&self) -> View<'_> {
        View {
            core: &self.core,
            segments: Vec::new(),
            resolver: Arc::clone(&self.resolver),
        }
    }
}

/// Stands for a user name that was erased.
const ERASED: &str = "?";

/// Marks codes as met, and forgets all of them at once.
#[derive(Default)]
struct Stamps {
    stamps: Vec<u32>,
    now: u32,
}

impl Stamps {
    fn forget(&mut self) {
        if self.now == u32::MAX {
            self.stamps.fill(0);
            self.now = 0;
        }
        self.now += 1;
    }

    /// Whether the code is met for the first time since all were forgotten.
    fn first(&mut self, code: Code) -> bool {
        let at = code as usize;
        if at >= self.stamps.len() {
            self.stamps.resize(at + 1 + at / 4, 0);
        }
        let first = self.stamps[at] != self.now;
        self.stamps[at] = self.now;
        first
    }
}

/// Things that threads take, use and give back, so that there are as many as threads.
struct Pool<T> {
    free: Mutex<Vec<T>>,
}

impl<T> Pool<T> {
    fn new() -> Pool<T> {
        Pool {
            free: Mutex::new(Vec::new()),
        }
    }

    fn with<R>(&self, make: impl FnOnce() -> T, work: impl FnOnce(&mut T) -> R) -> R {
        let taken = held(&self.free).pop();
        let mut thing = taken.unwrap_or_else(make);
        let result = work(&mut thing);
        held(&self.free).push(thing);
        result
    }

    fn into_all(self) -> Vec<T> {
        self.free
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Keeps the items of highest rank, and those of equal rank as the last one kept.
fn keep_top<T, K: Ord>(items: &mut Vec<T>, limit: Option<usize>, rank: impl Fn(&T) -> K) {
    let Some(limit) = limit.filter(|limit| *limit < items.len()) else {
        return;
    };
    let Some(last) = limit.checked_sub(1) else {
        items.clear();
        return;
    };
    items.select_nth_unstable_by(last, |one, other| rank(other).cmp(&rank(one)));
    let threshold = rank(&items[last]);
    items.retain(|item| rank(item) >= threshold);
}

/// Adds counts up by key.
fn add_up<K: Eq + Hash, V>(parts: Vec<HashMap<K, V>>, add: impl Fn(&mut V, V)) -> HashMap<K, V> {
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    for (key, value) in parts.flatten() {
        match all.entry(key) {
            hashbrown::hash_map::Entry::Occupied(mut old) => add(old.get_mut(), value),
            hashbrown::hash_map::Entry::Vacant(free) => {
                free.insert(value);
            }
        }
    }
    all
}
