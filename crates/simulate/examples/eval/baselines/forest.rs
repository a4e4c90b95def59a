//! Isolation forest over users' weeks: what chance cuts off quickly is strange.
//!
//! Liu, Ting & Zhou, *Isolation Forest*, ICDM 2008: trees of 256 weeks each, a figure and a cut
//! drawn at random, no deeper than log2 of 256; the score is 2^(−mean depth / c(256)). The figures
//! are those of `features`, standardised within a position; a forest is grown for each judged
//! week from all weeks up to it.

use super::Given;
use super::features::{FEATURES, Row, all_weeks, standardised};
use super::random::Chance;
use crate::judged::Scores;

const TREES: usize = 200;
const SAMPLE: usize = 256;
const EULER: f64 = 0.577_215_664_901_532_9;

enum Node {
    Leaf(usize),
    Cut {
        figure: usize,
        at: f64,
        /// Below the cut, and the others.
        parts: Box<(Node, Node)>,
    },
}

/// Users by how quickly chance isolates their week.
pub(crate) fn isolation(given: &Given<'_>) -> Scores {
    let all = all_weeks(given);
    let mut scores = Scores::new();
    for week in &given.judged.weeks {
        let known = standardised(&all, week.number);
        let rows: Vec<Row> = known.iter().map(|(_, row)| *row).collect();
        let forest = Forest::grow(&rows, week.number as u64);
        let mut of_week = vec![0.0; week.users.len()];
        for (one, row) in known.iter().filter(|(one, _)| one.week == week.number) {
            if let Some(place) = week.place(one.user) {
                of_week[place] = forest.score(row);
            }
        }
        scores.push(of_week);
    }
    scores
}

struct Forest {
    trees: Vec<Node>,
    sample: usize,
}

impl Forest {
    fn grow(rows: &[Row], seed: u64) -> Forest {
        let mut chance = Chance::new(seed);
        let sample = SAMPLE.min(rows.len());
        let height = sample.max(2).ilog2() + u32::from(!sample.max(2).is_power_of_two());
        let trees = (0..TREES).map(|_| {
            let mut places: Vec<usize> = (0..rows.len()).collect();
            for n in 0..sample {
                let other = n + chance.below(places.len() - n);
                places.swap(n, other);
            }
            let drawn = places[..sample].iter().map(|place| rows[*place]).collect();
            tree(drawn, height, &mut chance)
        });
        Forest {
            trees: trees.collect(),
            sample,
        }
    }

    /// From 0 to 1; about .5 where nothing is strange.
    fn score(&self, row: &Row) -> f64 {
        let depths = self.trees.iter().map(|tree| depth(tree, row));
        let mean = depths.sum::<f64>() / self.trees.len() as f64;
        (-mean / expected_depth(self.sample)).exp2()
    }
}

fn tree(rows: Vec<Row>, height: u32, chance: &mut Chance) -> Node {
    let span = |figure: usize| {
        let values = rows.iter().map(|row| row[figure]);
        let least = values.clone().fold(f64::INFINITY, f64::min);
        (least, values.fold(f64::NEG_INFINITY, f64::max))
    };
    let varied: Vec<usize> = (0..FEATURES)
        .filter(|figure| {
            let (least, most) = span(*figure);
            most > least
        })
        .collect();
    if height == 0 || rows.len() < 2 || varied.is_empty() {
        return Node::Leaf(rows.len());
    }
    let figure = varied[chance.below(varied.len())];
    let (least, most) = span(figure);
    let at = least + chance.share() * (most - least);
    let (below, others): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row[figure] < at);
    let parts = (
        tree(below, height - 1, chance),
        tree(others, height - 1, chance),
    );
    Node::Cut {
        figure,
        at,
        parts: Box::new(parts),
    }
}

fn depth(node: &Node, row: &Row) -> f64 {
    match node {
        Node::Leaf(count) => expected_depth(*count),
        Node::Cut { figure, at, parts } => {
            let next = if row[*figure] < *at {
                &parts.0
            } else {
                &parts.1
            };
            1.0 + depth(next, row)
        }
    }
}

/// c(n): mean depth of an unsuccessful search in a binary search tree of n.
fn expected_depth(count: usize) -> f64 {
    let n = count as f64;
    match count {
        0 | 1 => 0.0,
        2 => 1.0,
        _ => 2.0 * ((n - 1.0).ln() + EULER) - 2.0 * (n - 1.0) / n,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_apart_scores_highest() {
        let mut chance = Chance::new(5);
        let mut rows: Vec<Row> = (0..400)
            .map(|_| std::array::from_fn(|_| chance.share()))
            .collect();
        rows[17] = [8.0; FEATURES];
        let forest = Forest::grow(&rows, 1);
        let apart = forest.score(&rows[17]);
        let others = rows.iter().enumerate().filter(|(n, _)| *n != 17);
        let highest = others.map(|(_, row)| forest.score(row)).fold(0.0, f64::max);
        assert!(apart > 0.7 && highest < 0.6, "{apart} {highest}");
    }

    #[test]
    fn equal_rows_cannot_be_told_apart() {
        let forest = Forest::grow(&[[1.0; FEATURES]; 300], 1);
        assert!((forest.score(&[1.0; FEATURES]) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn depths_are_those_of_the_paper() {
        assert!((expected_depth(256) - 10.244_770_920_116_851).abs() < 1e-9);
        assert!(expected_depth(1).abs() < 1e-12);
    }
}
