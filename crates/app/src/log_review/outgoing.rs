//! A long list of events on its way out: read piece by piece, so that a file may hold more than
//! the memory does.
//!
//! The look is filed before the first piece. Events that come in meanwhile are left out, so the
//! file holds what the look says. By time the days are asked about one after the other; in
//! another order the archive sorts all of them for each piece, so the pieces are larger.
//! Not here: what a file looks like (`web`).

use std::collections::VecDeque;

use rayon::prelude::*;
use tilsyn_domain::question::{HistoryLine, HistoryQuestion, Order, SortBy};
use tilsyn_domain::{Day, Period};

use super::history::{looked_at, told};
use super::sessions::SessionEnds;
use super::view::{HistoryEvent, HistoryView};
use crate::desk::{Desk, answered};
use crate::own_log::Looked;
use crate::permit::{Permit, ReadHistory};
use crate::problem::Problem;

/// Events of one piece.
const PIECE_EVENTS: usize = 512;
/// Lines asked of the archive at a time; few in tests, so that a day needs several.
const LINES_MAX: u64 = if cfg!(test) { 16 } else { 8_192 };
/// The same for a list that is not sorted by time.
const SORTED_LINES_MAX: u64 = if cfg!(test) { 32 } else { 65_536 };

impl Desk {
    /// A list of events to be written out: what stands above and below it, and the events.
    ///
    /// # Errors
    /// When archive or ledger cannot be read, or the look cannot be filed.
    pub fn outgoing(
        &self,
        permit: &Permit<ReadHistory>,
        question: &HistoryQuestion,
    ) -> Result<(HistoryView, OutgoingEvents), Problem> {
        // What comes in from here on is in none of the pieces.
        let before_leaf = self.answers().next_leaf();
        let (view, looked) = self.outgoing_head(question)?;
        self.file_look(permit, &looked)?;
        let events = self.outgoing_events(question, &view, before_leaf)?;
        Ok((view, events))
    }

    /// What stands around the list, and the look at it, which is still to be filed.
    pub(super) fn outgoing_head(
        &self,
        question: &HistoryQuestion,
    ) -> Result<(HistoryView, Looked), Problem> {
        let none = HistoryQuestion {
            skip: 0,
            limit: 0,
            ..question.clone()
        };
        let view = self.history_view(&none)?;
        let rows = view.total.min(question.limit);
        let looked = looked_at(&none, &view).rows(rows, 0, view.total);
        Ok((view, looked))
    }

    /// The events of the list that were there before this leaf.
    pub(super) fn outgoing_events(
        &self,
        question: &HistoryQuestion,
        view: &HistoryView,
        before_leaf: u64,
    ) -> Result<OutgoingEvents, Problem> {
        let period = self.within_log(question.period)?;
        Ok(OutgoingEvents {
            question: question.clone(),
            days: Some(period),
            span: 1,
            taken: 0,
            waiting: VecDeque::new(),
            left: view.total.min(question.limit),
            before_leaf,
            written: Leaves::default(),
        })
    }
}

/// Events that go out, in the order of their list.
pub struct OutgoingEvents {
    question: HistoryQuestion,
    /// The days not asked about yet.
    days: Option<Period>,
    /// How many of them are asked about at once.
    span: i32,
    /// Lines of those days that have been taken.
    taken: u64,
    waiting: VecDeque<HistoryLine>,
    /// How many events may still go out.
    left: u64,
    before_leaf: u64,
    written: Leaves,
}

impl OutgoingEvents {
    /// How the sessions among its events ended.
    #[must_use]
    pub fn session_ends(&self) -> SessionEnds {
        SessionEnds::since(self.question.period.from())
    }

    /// The next events; `None` at the end. A piece may be empty.
    ///
    /// # Errors
    /// When archive or ledger cannot be read.
    pub fn next_piece(&mut self, desk: &Desk) -> Result<Option<Vec<HistoryEvent>>, Problem> {
        while self.waiting.is_empty() {
            let Some(days) = self.days.filter(|_| self.left > 0) else {
                return Ok(None);
            };
            self.fetch(desk, days)?;
        }
        let fit = usize::try_from(self.left).unwrap_or(usize::MAX);
        let count = self.waiting.len().min(PIECE_EVENTS).min(fit);
        let lines: Vec<HistoryLine> = self.waiting.drain(..count).collect();
        self.left -= count as u64;
        if self.left == 0 {
            self.waiting.clear();
            self.days = None;
        }
        let events = lines.par_iter().with_min_len(16).map(|line| {
            let event = desk.stored_event(line.leaf)?;
            Ok(event.map(|event| desk.history_event(line, event)))
        });
        // One that was erased has a line and no event.
        let events: Vec<Option<HistoryEvent>> = events.collect::<Result<_, Problem>>()?;
        Ok(Some(events.into_iter().flatten().collect()))
    }

    /// Asks about some of the days left, and about as many more the next time as fit.
    fn fetch(&mut self, desk: &Desk, days: Period) -> Result<(), Problem> {
        let (asked, rest) = self.next_days(days);
        let lines_max = match self.question.sort.by {
            SortBy::Time => LINES_MAX,
            _ => SORTED_LINES_MAX,
        };
        let question = HistoryQuestion {
            period: asked,
            skip: self.taken,
            limit: lines_max,
            ..self.question.clone()
        };
        let found = answered(desk.answers().history(&told(&question)))?;
        let lines = found.lines.len() as u64;
        self.taken += lines;
        // An event that came in meanwhile moves the others back: one may come a second time.
        let (before, written) = (self.before_leaf, &mut self.written);
        let new = found.lines.into_iter();
        let new = new.filter(|line| line.leaf < before && written.add(line.leaf));
        self.waiting.extend(new);
        if lines < lines_max {
            self.taken = 0;
            self.days = rest;
        }
        self.span = match found.total {
            few if few < LINES_MAX / 4 => self.span.saturating_mul(2).min(SPAN_DAYS_MAX),
            many if many > LINES_MAX && self.taken == 0 => (self.span / 2).max(1),
            _ => self.span,
        };
        Ok(())
    }

    /// The days to ask about, and those that come after them in the order of the list.
    fn next_days(&self, days: Period) -> (Period, Option<Period>) {
        let (first, last) = (days.from(), days.to());
        let cut = |asked: (Day, Day), rest: (Day, Day)| {
            let asked = Period::new(asked.0, asked.1).unwrap_or(days);
            (asked, Period::new(rest.0, rest.1))
        };
        match (self.question.sort.by, self.question.sort.order) {
            (SortBy::Time, Order::Descending) => {
                let from = last.plus(1 - self.span).max(first);
                cut((from, last), (first, from.plus(-1)))
            }
            (SortBy::Time, Order::Ascending) => {
                let to = first.plus(self.span - 1).min(last);
                cut((first, to), (to.plus(1), last))
            }
            _ => (days, None),
        }
    }
}

/// More days are not asked about at once.
const SPAN_DAYS_MAX: i32 = 366;

/// Which leaves have been there: a bit each.
#[derive(Default)]
struct Leaves(Vec<u64>);

impl Leaves {
    /// Whether it was not there before.
    fn add(&mut self, leaf: u64) -> bool {
        let place = usize::try_from(leaf / 64).unwrap_or(usize::MAX);
        if self.0.len() <= place {
            self.0.resize(place + 1, 0);
        }
        let (bits, bit) = (&mut self.0[place], 1 << (leaf % 64));
        let is_new = *bits & bit == 0;
        *bits |= bit;
        is_new
    }
}
