//! One world judged: by the program, by the program with less to go by, by other methods; and the
//! same world without misuse.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use tilsyn_simulate::garrison::{Flavour, Plan};

use crate::Outcome;
use crate::ablation::{self, Ablation};
use crate::baselines::{self, counts};
use crate::facts::{self, Checked};
use crate::judged::{Judged, Scores};
use crate::metrics::{Figures, first_places, found_share, ratio};
use crate::names::Code;
use crate::program::{Row, Served};
use crate::wish::{Wish, word};
use crate::world::World;

/// How the program does in a world, and others beside it.
pub(crate) struct Trial {
    pub(crate) flavour: Flavour,
    pub(crate) seed: u64,
    pub(crate) events: usize,
    pub(crate) user_weeks: usize,
    pub(crate) with_misuse: usize,
    pub(crate) incidents: usize,
    pub(crate) program: Figures,
    /// Of the listed user-weeks with misuse, how many name a person first who was misused.
    pub(crate) first_named: f64,
    pub(crate) reported: Reported,
    pub(crate) checked: Checked,
    /// Lines of the statement of one week, which were counted here as well.
    pub(crate) statement_lines: usize,
    pub(crate) baselines: Vec<(&'static str, Figures)>,
    pub(crate) ablations: Vec<(&'static str, Figures)>,
}

/// What the program reports by itself (e-BH).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reported {
    pub(crate) a_week: f64,
    /// Share of them without misuse.
    pub(crate) false_share: f64,
    /// Share of incidents among them.
    pub(crate) incidents: f64,
}

/// A world without misuse.
pub(crate) struct Quiet {
    pub(crate) flavour: Flavour,
    pub(crate) seed: u64,
    pub(crate) user_weeks: usize,
    pub(crate) reported: usize,
}

/// Where a trial's files lie; its words of progress.
struct Stage {
    folder: PathBuf,
    name: String,
    begun: Instant,
}

impl Stage {
    fn new(wish: &Wish, plan: &Plan) -> Stage {
        let misuse = if plan.misuse { "" } else { "-without-misuse" };
        let name = format!("{}-{}{misuse}", word(plan.flavour), plan.seed);
        Stage {
            folder: wish.work.join(&name),
            name,
            begun: Instant::now(),
        }
    }

    fn says(&self, what: &str) {
        let seconds = self.begun.elapsed().as_secs();
        eprintln!("{} {seconds:>4} s: {what}", self.name);
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _removed = std::fs::remove_dir_all(&self.folder);
    }
}

impl Trial {
    pub(crate) fn new(wish: &Wish, flavour: Flavour, seed: u64) -> Outcome<Trial> {
        let plan = wish.plan(flavour, seed);
        let stage = Stage::new(wish, &plan);
        let world = World::new(&plan, &stage.folder)?;
        stage.says(&format!("{} events written and read", world.log.events));
        let served = world.served(&wish.program, &stage.folder.join("data"), &world.directory)?;
        stage.says("imported and served");
        let statement_lines = compare_statement(&world, &served)?;
        let (mut ranked, mut reported) = (Vec::new(), Vec::new());
        for week in &world.judged.weeks {
            ranked.push(served.ranked((week.from, week.to))?);
            reported.push(served.reported((week.from, week.to))?);
        }
        drop(served);
        stage.says("findings of all weeks asked for");
        let scores = scores(&world, &ranked);
        let mut trial = Trial {
            flavour,
            seed,
            events: world.log.events,
            user_weeks: world.judged.count().0,
            with_misuse: world.judged.count().1,
            incidents: world.judged.incidents.len(),
            program: Figures::of(&world.judged, &scores),
            first_named: first_named(&world, &scores, &ranked),
            reported: Reported::of(&world, &reported),
            checked: check(&world, &ranked),
            statement_lines,
            baselines: Vec::new(),
            ablations: Vec::new(),
        };
        for baseline in baselines::ALL {
            let figures = Figures::of(&world.judged, &(baseline.rank)(&world.given()));
            trial.baselines.push((baseline.name, figures));
        }
        stage.says("other methods");
        if wish.ablation_seeds.contains(&seed) {
            for ablation in ablation::ALL {
                let figures = ablated(wish, &stage, &world, &ablation)?;
                trial.ablations.push((ablation.name, figures));
                stage.says(ablation.name);
            }
        }
        Ok(trial)
    }
}

fn ablated(wish: &Wish, stage: &Stage, world: &World, ablation: &Ablation) -> Outcome<Figures> {
    let less = stage.folder.join("less");
    ablation.apply(&world.directory, &less)?;
    let served = world.served(&wish.program, &stage.folder.join("data"), &less)?;
    let mut ranked = Vec::new();
    for week in &world.judged.weeks {
        ranked.push(served.ranked((week.from, week.to))?);
    }
    Ok(Figures::of(&world.judged, &scores(world, &ranked)))
}

/// The program's scores; whoever it does not rank comes after all others.
fn scores(world: &World, ranked: &[Vec<Row>]) -> Scores {
    let mut scores = world.judged.scored(|_, _| f64::NEG_INFINITY);
    for ((week, rows), scores) in world.judged.weeks.iter().zip(ranked).zip(&mut scores) {
        for row in rows {
            if let Some(place) = world.who(row).and_then(|who| week.place(who)) {
                scores[place] = scores[place].max(row.score);
            }
        }
    }
    scores
}

fn first_named(world: &World, scores: &Scores, ranked: &[Vec<Row>]) -> f64 {
    let judged = &world.judged;
    let (mut right, mut all) = (0, 0);
    let lists = first_places(judged, scores);
    for ((week, list), rows) in judged.weeks.iter().zip(&lists).zip(ranked) {
        for place in list
            .iter()
            .filter(|place| !week.incidents[**place].is_empty())
        {
            all += 1;
            let own = |row: &&Row| world.who(row) == Some(week.users[*place]);
            let first = rows.iter().find(own).and_then(|row| row.subjects.first());
            let first = first.and_then(|id| world.names.known(id));
            let mut incidents = week.incidents[*place].iter();
            let of = |number: &usize| &judged.incidents[*number].subjects;
            let is_right = |person: &Code| incidents.any(|number| of(number).contains(person));
            right += usize::from(first.as_ref().is_some_and(is_right));
        }
    }
    ratio(right, all)
}

impl Reported {
    fn of(world: &World, reported: &[Vec<Row>]) -> Reported {
        let mut behind = Vec::new();
        for (week, rows) in world.judged.weeks.iter().zip(reported) {
            let mut of_week = Vec::new();
            for row in rows {
                let place = world.who(row).and_then(|who| week.place(who));
                of_week.push(place.map_or_else(Vec::new, |place| week.incidents[place].clone()));
            }
            behind.push(of_week);
        }
        Reported::from(&world.judged, &behind)
    }

    /// From the incidents behind each finding reported, by week.
    fn from(judged: &Judged, weeks: &[Vec<Vec<usize>>]) -> Reported {
        let all: Vec<&Vec<usize>> = weeks.iter().flatten().collect();
        let wrong = all.iter().filter(|incidents| incidents.is_empty()).count();
        let found: BTreeSet<usize> = all.iter().copied().flatten().copied().collect();
        Reported {
            a_week: ratio(all.len(), weeks.len()),
            false_share: ratio(wrong, all.len()),
            incidents: found_share(judged, &found, &|_| true),
        }
    }
}

fn check(world: &World, ranked: &[Vec<Row>]) -> Checked {
    let mut checked = Checked::default();
    for (week, rows) in world.judged.weeks.iter().zip(ranked) {
        let acts = facts::acts_of_week(&world.log, week);
        for row in rows.iter().filter(|row| !row.reason.is_empty()) {
            let Some(who) = world.who(row) else {
                checked.wrong += 1;
                continue;
            };
            checked.add(&facts::check(row, who, week, &world.log, &world.names));
            let own = acts.get(&who).map_or(&[][..], Vec::as_slice);
            let left = world.register.left_on(who);
            checked.add(&facts::check_sentence(row, own, left, &world.names));
        }
    }
    checked
}

/// The program's statement of the first judged week equals the one counted here; how many lines.
fn compare_statement(world: &World, served: &Served<'_>) -> Outcome<usize> {
    let Some(week) = world.judged.weeks.first() else {
        return Ok(0);
    };
    let counted = counts::statement(&world.given(), week.from, week.to);
    let lines = served.statement((week.from, week.to))?;
    let mut same = lines.len() == counted.len();
    for (who, lookups, people) in &lines {
        let own = world.names.known(who).and_then(|who| counted.get(&who));
        same &= own == Some(&(*lookups, *people));
    }
    if !same {
        return Err("the program's statement is not the one counted from the files".into());
    }
    Ok(lines.len())
}

impl Quiet {
    pub(crate) fn new(wish: &Wish, flavour: Flavour, seed: u64) -> Outcome<Quiet> {
        let mut plan = wish.plan(flavour, seed);
        plan.misuse = false;
        let stage = Stage::new(wish, &plan);
        let world = World::new(&plan, &stage.folder)?;
        let served = world.served(&wish.program, &stage.folder.join("data"), &world.directory)?;
        let mut reported = 0;
        for week in &world.judged.weeks {
            reported += served.reported((week.from, week.to))?.len();
        }
        stage.says(&format!("{reported} findings reported"));
        Ok(Quiet {
            flavour,
            seed,
            user_weeks: world.judged.count().0,
            reported,
        })
    }
}
