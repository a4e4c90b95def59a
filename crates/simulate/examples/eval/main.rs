//! The evaluation of the log evaluation (`cargo xtask eval`): worlds with planted misuse are
//! written out, given to the real program, and its findings compared with what was planted, beside
//! other methods on the same files.
//!
//! `eval --program FILE [--worlds garrison,municipality] [--seeds 1,2,3] [--ablation-seeds 2]
//! [--one-in N] [--work FOLDER] [--out FILE]`. With `--out`, the tables go between the markers of
//! that file, else to standard output. Progress goes to standard error.

mod ablation;
mod acts;
mod baselines;
mod facts;
mod judged;
mod metrics;
mod names;
mod program;
mod register;
mod report;
mod trial;
mod wish;
mod world;

use std::error::Error;
use std::io::{self, Write};
use std::thread;

use tilsyn_simulate::garrison::Flavour;

use trial::{Quiet, Trial};
use wish::Wish;

/// What can fail here fails with a sentence.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let wish = Wish::read(std::env::args().skip(1))?;
    let (mut trials, mut quiet) = (Vec::new(), Vec::new());
    // The worlds side by side: each waits for a program that works on one core most of the time.
    let of_worlds = thread::scope(|scope| {
        let worlds = wish.worlds.iter().map(|flavour| {
            let wish = &wish;
            scope.spawn(move || judge(wish, *flavour).map_err(|error| error.to_string()))
        });
        let running: Vec<_> = worlds.collect();
        let ended = running.into_iter().map(thread::ScopedJoinHandle::join);
        ended.collect::<Vec<_>>()
    });
    for of_world in of_worlds {
        let judged = of_world.map_err(|_| "a world's judging panicked")?;
        let (of_trials, of_quiet) = judged?;
        trials.extend(of_trials);
        quiet.extend(of_quiet);
    }
    let text = report::tables(&wish, &trials, &quiet);
    match &wish.out {
        Some(file) => report::put_into(file, &text),
        None => Ok(io::stdout().write_all(text.as_bytes())?),
    }
}

/// All seeds of a world, with misuse and without.
fn judge(wish: &Wish, flavour: Flavour) -> Outcome<(Vec<Trial>, Vec<Quiet>)> {
    let (mut trials, mut quiet) = (Vec::new(), Vec::new());
    for seed in &wish.seeds {
        trials.push(Trial::new(wish, flavour, *seed)?);
        quiet.push(Quiet::new(wish, flavour, *seed)?);
    }
    Ok((trials, quiet))
}
