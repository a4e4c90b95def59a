//! Templates proposed from the log: ways through the directory that many touches without an
//! explanation go, and that chance seldom goes.
//!
//! Every path of one relation, and of two that meet in a unit or a reference, is tried on the
//! touches that nothing explains, and again with another user of the same position in the place
//! of the one who looked (Fabbri & LeFevre, PVLDB 5(1) 2011, mine templates by support; here
//! they are held to the false coverage that counting asks for as well). A person names what is
//! proposed and writes its sentences: until then the text does not load.
//! Not here: paths over people, which say who is close to whom rather than why somebody looked.

use std::collections::HashSet;

use tilsyn_domain::touch::{Channel, TouchQuestion, TouchWeek};
use tilsyn_domain::{Codebook, Day, Directory, Identity, Period};

use super::admission::{FALSE_COVERAGE_MAX, TRIALS_MIN};
use super::weekly::swapped;
use super::{Explaining, Seen};
use crate::ground::{Tied, Ties};
use crate::language::rules::{Class, Direction, Domain, Hop, Path, Reason, Relation, Rules, Slack};
use crate::language::{self, write};

/// Of the touches without explanation, a proposal explains so many that no better one does.
pub const SUPPORT_MIN: f64 = 0.01;
/// It explains them so many times as often as chance would.
pub const LIFT_MIN: f64 = 10.0;
/// Weeks before the period, over which it is measured which templates count.
const WEEKS_BEFORE: i32 = 2;
/// Days before a relation begins and after it has ended: most templates that come with the
/// program have these.
const SLACK: Slack = Slack {
    before_days: 7,
    after_days: 30,
};
/// Touches shown with a proposal.
const EXAMPLES_MAX: usize = 5;

/// A template that somebody may name.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The path as the language writes it.
    pub path: String,
    pub class: Class,
    /// Touches without explanation that it would explain, and those of them that no proposal
    /// before it does.
    pub explained: u64,
    pub more: u64,
    /// Touches asked again with somebody else, and how many it would explain all the same.
    pub trials: u64,
    pub by_accident: u64,
    /// The first few that it would explain.
    pub examples: Vec<Example>,
    /// To be added to a file, with the name and the sentences left to be written.
    pub text: String,
}

/// A touch that nothing explains yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    pub user: Identity,
    pub person: Identity,
    pub day: Day,
}

/// What was found in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposed {
    /// Touches, and those that nothing explains.
    pub touches: u64,
    pub unexplained: u64,
    /// The best first: strong ones, then those that explain most of what is left.
    pub proposals: Vec<Proposal>,
}

/// Looks for templates in a period, week by week.
pub struct Proposing {
    explaining: Explaining,
    /// The rules in force, and behind their relations those of the built-in file.
    rules: Rules,
    own_relations: usize,
    period: Period,
    candidates: Vec<Candidate>,
    touches: u64,
    /// Touches that nothing explains.
    open: Vec<Seen>,
    trials: u64,
}

struct Candidate {
    path: Path,
    by_accident: u64,
    /// Places of open touches it explains, in order.
    explains: Vec<u32>,
}

impl Proposing {
    /// Nothing that was known after `known_on` is used.
    #[must_use]
    pub fn new(directory: &Directory, rules: &Rules, period: Period, known_on: Day) -> Proposing {
        let own_relations = rules.relations.len();
        let rules = with_built_in(rules);
        let candidates = paths(&rules).into_iter().map(|path| Candidate {
            path,
            by_accident: 0,
            explains: Vec::new(),
        });
        Proposing {
            explaining: Explaining::new(directory, &rules, known_on),
            candidates: candidates.collect(),
            rules,
            own_relations,
            period,
            touches: 0,
            open: Vec::new(),
            trials: 0,
        }
    }

    /// What to ask the archive.
    #[must_use]
    pub fn question(&self) -> TouchQuestion {
        let first = self.period.from().plus(-7 * WEEKS_BEFORE);
        let all = Period::new(first, self.period.to());
        self.explaining.question(all.unwrap_or(self.period))
    }

    /// Takes the weeks in their order.
    pub fn take(&mut self, week: &TouchWeek, book: &dyn Codebook) {
        let explained = self.explaining.week(week, book);
        if week.days.from() < self.period.from() {
            return;
        }
        let first = self.open.len();
        let places = explained.seen.iter().enumerate();
        for (place, one) in places.filter(|(_, one)| is_about_others(one)) {
            self.touches += 1;
            if self.explaining.is_open(explained.explained(place), one) {
                self.open.push(*one);
            }
        }
        let trials = swapped(&explained.seen).into_iter().filter(is_about_others);
        let trials: Vec<Seen> = trials.collect();
        self.trials += trials.len() as u64;
        let (ties, open) = (&self.explaining.explainer.ties, &self.open[first..]);
        for candidate in &mut self.candidates {
            candidate.take((first, open), &trials, ties);
        }
    }

    /// The templates that would explain enough, each beside those before it.
    #[must_use]
    pub fn proposed(mut self) -> Proposed {
        let unexplained = self.open.len();
        let mut left = vec![true; unexplained];
        let mut proposals = Vec::new();
        if self.trials >= TRIALS_MIN {
            let mut candidates = std::mem::take(&mut self.candidates);
            candidates.retain(|one| self.is_good(one));
            while let Some((place, more)) = self.best(&candidates, &left) {
                let best = candidates.remove(place);
                proposals.push(self.proposal(&best, more));
                for place in best.explains {
                    left[place as usize] = false;
                }
            }
        }
        Proposed {
            touches: self.touches,
            unexplained: unexplained as u64,
            proposals,
        }
    }

    fn false_coverage(&self, candidate: &Candidate) -> f64 {
        share(candidate.by_accident, self.trials)
    }

    fn class(&self, candidate: &Candidate) -> Option<Class> {
        let found = self.false_coverage(candidate);
        let classes = FALSE_COVERAGE_MAX.iter();
        let mut fitting = classes.filter(|(_, most)| found <= *most);
        fitting.next().map(|(class, _)| *class)
    }

    fn is_good(&self, candidate: &Candidate) -> bool {
        // Fewer accidents than one in all trials cannot be told from one.
        let by_accident = share(candidate.by_accident.max(1), self.trials);
        let support = share(candidate.explains.len() as u64, self.open.len() as u64);
        let is_lifted = support >= LIFT_MIN * by_accident;
        support >= SUPPORT_MIN && is_lifted && self.class(candidate).is_some()
    }

    /// The place of the next proposal, and how many open touches it explains that are left.
    fn best(&self, candidates: &[Candidate], left: &[bool]) -> Option<(usize, u64)> {
        let mut best: Option<(bool, u64, usize)> = None;
        for (place, candidate) in candidates.iter().enumerate() {
            let places = candidate.explains.iter();
            let more = places.filter(|place| left[**place as usize]).count() as u64;
            if more == 0 || share(more, left.len() as u64) < SUPPORT_MIN {
                continue;
            }
            let is_strong = self.class(candidate) == Some(Class::Strong);
            // Of equals the first, which is the shorter path.
            if best.is_none_or(|(strong, most, _)| (is_strong, more) > (strong, most)) {
                best = Some((is_strong, more, place));
            }
        }
        best.map(|(_, more, place)| (place, more))
    }

    fn proposal(&self, candidate: &Candidate, more: u64) -> Proposal {
        let class = self.class(candidate).unwrap_or(Class::Weak);
        let examples = candidate.explains.iter().take(EXAMPLES_MAX).map(|place| {
            let one = &self.open[*place as usize];
            Example {
                user: self.explaining.identity(one.user).clone(),
                person: self.explaining.identity(one.person).clone(),
                day: one.day,
            }
        });
        Proposal {
            path: write::path(&self.rules, &candidate.path),
            class,
            explained: candidate.explains.len() as u64,
            more,
            trials: self.trials,
            by_accident: candidate.by_accident,
            examples: examples.collect(),
            text: self.text(&candidate.path, class),
        }
    }

    /// The name is none and the sentences are empty, so that it does not load before somebody
    /// wrote them.
    fn text(&self, path: &Path, class: Class) -> String {
        let mut text = String::new();
        let mut said = HashSet::new();
        for hop in &path.hops {
            if hop.relation >= self.own_relations && said.insert(hop.relation) {
                text.push_str(&write::relation(&self.rules.relations[hop.relation]));
                text.push_str("\n\n");
            }
        }
        let class = match class {
            Class::Strong => "strong",
            Class::Weak => "weak",
        };
        let (path, slack) = (write::path(&self.rules, path), SLACK);
        text.push_str(&format!(
            "explain NAME {{\n  path {path};\n  slack -{}d +{}d;\n  class {class};\n  \
             say nb \"\"\n      da \"\"\n      sv \"\"\n      en \"\";\n}}\n",
            slack.before_days, slack.after_days
        ));
        text
    }
}

impl Candidate {
    /// `open` begins at the place that stands before it.
    fn take(&mut self, (first, open): (usize, &[Seen]), trials: &[Seen], ties: &Ties) {
        let tied = ties.path(&self.path);
        let explains = |one: &Seen, tied: &Tied| tied.meets(one.user, one.person, one.day, SLACK);
        for (place, _) in open
            .iter()
            .enumerate()
            .filter(|(_, one)| explains(one, &tied))
        {
            self.explains.extend(u32::try_from(first + place));
        }
        self.by_accident += trials.iter().filter(|one| explains(one, &tied)).count() as u64;
    }
}

/// Where somebody looked at somebody else; no template clears the own record.
fn is_about_others(one: &Seen) -> bool {
    one.user != one.person && one.touch.channel != Channel::OwnRecord
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share of counts far below 2^53"
)]
fn share(part: u64, of: u64) -> f64 {
    part as f64 / of.max(1) as f64
}

/// The rules, and the relations of the built-in file that they do not have.
fn with_built_in(rules: &Rules) -> Rules {
    let built_in = language::read(language::DEFAULT).unwrap_or_default();
    let mut all = rules.clone();
    for relation in built_in.relations {
        let is_there = |one: &Relation| {
            one.name == relation.name || (&one.ends, &one.rows) == (&relation.ends, &relation.rows)
        };
        if !all.relations.iter().any(is_there) {
            all.relations.push(relation);
        }
    }
    all
}

/// Paths of one relation and of two, the shorter first, without those that a template has.
fn paths(rules: &Rules) -> Vec<Path> {
    let mut paths = Vec::new();
    let hops = |from: &Domain| hops_from(rules, from);
    for (first, domain) in hops(&Domain::Someone) {
        if domain == Domain::Someone {
            paths.push(Path {
                hops: vec![first],
                between: Vec::new(),
            });
        }
    }
    for (first, domain) in hops(&Domain::Someone) {
        let between = match &domain {
            Domain::Someone => continue,
            Domain::Unit => "unit".to_owned(),
            Domain::Other(name) => name.clone(),
        };
        let second = hops(&domain).into_iter();
        for (second, _) in second.filter(|(_, to)| *to == Domain::Someone) {
            paths.push(Path {
                hops: vec![first, second],
                between: vec![between.clone()],
            });
        }
    }
    let is_known = |path: &Path| {
        rules.templates.iter().any(
            |template| matches!(&template.reason, Reason::Path(known) if known.hops == path.hops),
        )
    };
    paths.retain(|path| !is_known(path));
    paths
}

/// Relations with an end in a domain, and the domain that each leads to.
fn hops_from(rules: &Rules, from: &Domain) -> Vec<(Hop, Domain)> {
    let mut hops = Vec::new();
    for (relation, of) in rules.relations.iter().enumerate() {
        let ways = [(Direction::Onwards, 0, 1), (Direction::Back, 1, 0)];
        for (direction, start, end) in ways {
            if of.ends[start] == *from {
                let hop = Hop {
                    relation,
                    direction,
                };
                hops.push((hop, of.ends[end].clone()));
            }
        }
    }
    hops
}
