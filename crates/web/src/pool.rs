//! The bounded pool in which questions are answered.
//!
//! The core is blocking; a fixed number of questions run at a time, some wait, the rest are
//! sent away with a word about when to come back. So a flood costs nothing but its own answers.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

use crate::settings::{ANSWER_SECONDS_MAX, QUESTIONS_WAITING_MAX};

/// Why a question got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoAnswer {
    /// Too many wait already.
    Busy,
    /// It took longer than allowed; it still runs, and its place is free when it ends.
    TooSlow,
    /// It ended in a panic.
    Broken,
}

#[derive(Clone, Debug)]
pub(crate) struct Pool {
    /// Room for those that run and those that wait.
    room: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

impl Pool {
    pub(crate) fn new(at_once: usize) -> Pool {
        let at_once = at_once.max(1);
        Pool {
            room: Arc::new(Semaphore::new(at_once + QUESTIONS_WAITING_MAX)),
            running: Arc::new(Semaphore::new(at_once)),
        }
    }

    /// Answers a question on a thread of its own.
    pub(crate) async fn answer<R: Send + 'static>(
        &self,
        question: impl FnOnce() -> R + Send + 'static,
    ) -> Result<R, NoAnswer> {
        let room = Arc::clone(&self.room)
            .try_acquire_owned()
            .map_err(|_| NoAnswer::Busy)?;
        let running = Arc::clone(&self.running).acquire_owned();
        let limit = Duration::from_secs(ANSWER_SECONDS_MAX);
        let turn = tokio::time::timeout(limit, running)
            .await
            .map_err(|_| NoAnswer::TooSlow)?;
        let turn = turn.map_err(|_| NoAnswer::Broken)?;
        let work = tokio::task::spawn_blocking(move || {
            let answer = question();
            // Both places are kept until the work is done, also when nobody waits any more.
            drop((room, turn));
            answer
        });
        match tokio::time::timeout(limit, work).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(_)) => Err(NoAnswer::Broken),
            Err(_) => Err(NoAnswer::TooSlow),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_one_too_many_is_sent_away_and_a_panic_costs_only_itself() {
        let pool = Pool::new(1);
        let (open, gate) = std::sync::mpsc::channel::<()>();
        let held = Arc::clone(&pool.room)
            .acquire_many_owned(u32::try_from(QUESTIONS_WAITING_MAX).expect("fits"));
        let held = held.await.expect("room");
        let first = pool.clone();
        let first = tokio::task::spawn_blocking(move || {
            tokio::runtime::Handle::current().block_on(first.answer(move || gate.recv().is_ok()))
        });
        while pool.room.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.answer(|| 1).await, Err(NoAnswer::Busy));
        open.send(()).expect("the first still waits");
        assert_eq!(first.await.expect("joined"), Ok(true));
        drop(held);
        assert_eq!(
            pool.answer(|| -> u8 { panic!("on purpose") }).await,
            Err(NoAnswer::Broken)
        );
        assert_eq!(pool.answer(|| 2).await, Ok(2));
    }
}
