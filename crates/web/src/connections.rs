//! Connections: how many there may be, and which one goes when there is no room for another.
//!
//! Whoever opens thousands and says nothing must not keep anybody out. So every connection is
//! accepted, and the one that has been silent for the longest goes; never one whose request is
//! read or answered, which has limits of its own. Not here: those limits (`serve`, `routes`).

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::sync::Notify;

/// All that are open.
pub(crate) struct Connections {
    max: usize,
    open: Mutex<Open>,
    /// Rung when one has closed.
    closed: Notify,
}

#[derive(Default)]
struct Open {
    all: usize,
    next: u64,
    /// Those that wait for a request, in the order in which they began to.
    silent: BTreeMap<u64, Arc<Notify>>,
}

impl Connections {
    pub(crate) fn new(max: usize) -> Arc<Connections> {
        Arc::new(Connections {
            max,
            open: Mutex::new(Open::default()),
            closed: Notify::new(),
        })
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until there is room for one more: where all are silent or gone, that is at once.
    pub(crate) async fn room(&self) {
        loop {
            // Listened for before it is looked at, so that none closes in between unheard.
            let closed = self.closed.notified();
            if self.makes_room() {
                return;
            }
            closed.await;
        }
    }

    /// Whether there is room, once the one that was silent for the longest is told to go.
    fn makes_room(&self) -> bool {
        let mut open = self.open();
        if open.all < self.max {
            return true;
        }
        match open.silent.pop_first() {
            Some((_, goes)) => {
                // It counts no more: its place is the next one's.
                open.all -= 1;
                goes.notify_one();
                true
            }
            None => false,
        }
    }

    /// A connection that has just been accepted.
    pub(crate) fn enter(self: &Arc<Connections>) -> Arc<Place> {
        let goes = Arc::new(Notify::new());
        let mut open = self.open();
        open.all += 1;
        let since = open.fall_silent(&goes);
        drop(open);
        Arc::new(Place {
            all: Arc::clone(self),
            goes,
            since: Mutex::new(Some(since)),
        })
    }
}

impl Open {
    fn fall_silent(&mut self, goes: &Arc<Notify>) -> u64 {
        let since = self.next;
        self.next += 1;
        self.silent.insert(since, Arc::clone(goes));
        since
    }
}

/// One connection's place among the others.
pub(crate) struct Place {
    all: Arc<Connections>,
    goes: Arc<Notify>,
    /// Its place in the order of the silent; none while a request is dealt with.
    since: Mutex<Option<u64>>,
}

impl Place {
    /// Returns once it has to go.
    pub(crate) async fn has_to_go(&self) {
        self.goes.notified().await;
    }

    /// A request has come: the connection stays until that is answered.
    pub(crate) fn busy(self: &Arc<Place>) -> Busy {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        // One that was told to go meanwhile is counted off, and stays so.
        let stays = since.is_some_and(|place| self.all.open().silent.remove(&place).is_some());
        if stays {
            *since = None;
        }
        Busy(Arc::clone(self))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let since = self.since.get_mut().unwrap_or_else(PoisonError::into_inner);
        let mut open = self.all.open();
        // One that was told to go was counted off then.
        let is_counted = match since.take() {
            Some(place) => open.silent.remove(&place).is_some(),
            None => true,
        };
        if is_counted {
            open.all -= 1;
        }
        drop(open);
        self.all.closed.notify_one();
    }
}

/// While it lives, a request is dealt with.
pub(crate) struct Busy(Arc<Place>);

impl Drop for Busy {
    fn drop(&mut self) {
        let place = &self.0;
        let mut since = place.since.lock().unwrap_or_else(PoisonError::into_inner);
        if since.is_none() {
            *since = Some(place.all.open().fall_silent(&place.goes));
        }
    }
}

/// The body of an answer: a connection is busy until it has gone out.
pub(crate) struct Answering {
    body: Body,
    _busy: Busy,
}

impl Answering {
    pub(crate) fn new(body: Body, busy: Busy) -> Answering {
        Answering { body, _busy: busy }
    }
}

impl HttpBody for Answering {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has_gone(place: &Arc<Place>) -> bool {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        let wait = std::time::Duration::from_millis(1);
        runtime
            .expect("a runtime")
            .block_on(async { tokio::time::timeout(wait, place.has_to_go()).await.is_ok() })
    }

    #[test]
    fn the_one_that_was_silent_for_the_longest_goes() {
        let all = Connections::new(3);
        let places: Vec<Arc<Place>> = (0..3).map(|_| all.enter()).collect();
        // The first has said something since.
        drop(places[0].busy());
        assert!(all.makes_room());
        let fourth = all.enter();
        let gone = [&places[0], &places[1], &places[2], &fourth].map(has_gone);
        assert_eq!(gone, [false, true, false, false]);
        assert_eq!(all.open().all, 3);
    }

    #[test]
    fn none_goes_whose_request_is_dealt_with() {
        let all = Connections::new(2);
        let places = [all.enter(), all.enter()];
        let busy = places.each_ref().map(Place::busy);
        assert!(!all.makes_room(), "both are busy");
        let [first, _second] = busy;
        drop(first);
        assert!(all.makes_room());
        assert_eq!(places.each_ref().map(has_gone), [true, false]);
    }

    #[test]
    fn one_that_is_told_to_go_and_asks_all_the_same_is_counted_off_once() {
        let all = Connections::new(1);
        let first = all.enter();
        assert!(all.makes_room());
        let second = all.enter();
        let busy = first.busy();
        drop(busy);
        assert!(has_gone(&first));
        drop(first);
        assert_eq!(all.open().all, 1);
        drop(second);
        assert_eq!(all.open().all, 0);
    }

    #[test]
    fn one_that_closes_leaves_its_place() {
        let all = Connections::new(2);
        let (first, second) = (all.enter(), all.enter());
        let busy = [first.busy(), second.busy()];
        drop(first);
        drop(busy);
        assert_eq!(all.open().all, 1);
        assert!(all.makes_room());
        let told = all.enter();
        assert!(all.makes_room());
        // One that was told to go and closes is not counted off twice.
        drop(second);
        assert_eq!(all.open().all, 1);
        drop(told);
        let open = all.open();
        assert_eq!((open.all, open.silent.len()), (0, 0));
    }
}
