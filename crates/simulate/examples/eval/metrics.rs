//! How good a ranking is: each figure of the evaluation, from plain lists.
//!
//! Figures over all user-weeks treat equals alike (a pair of equals counts half, precision is
//! taken where a group of equals ends). A list of 25 has to choose among equals: it takes them in
//! an order that has nothing to do with what they are.

use std::collections::BTreeSet;

use tilsyn_simulate::garrison::{Difficulty, Scenario};

use crate::baselines::random::chance_of;
use crate::judged::{Judged, Planted, Scores};

/// User-weeks that somebody looks at each week.
pub(crate) const BUDGET: usize = 25;

/// What is said of one method on one world.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Figures {
    /// Share of incidents with at least one user-week among the first of its week.
    pub(crate) recall: f64,
    /// The same of easy, medium and hard ones.
    pub(crate) by_difficulty: Vec<f64>,
    /// The same by scenario.
    pub(crate) by_scenario: Vec<f64>,
    /// Share of the listed user-weeks that hold misuse.
    pub(crate) precision: f64,
    pub(crate) average_precision: f64,
    pub(crate) auroc: f64,
}

impl Figures {
    pub(crate) fn of(judged: &Judged, scores: &Scores) -> Figures {
        let mut all = Vec::new();
        for (week, scores) in judged.weeks.iter().zip(scores) {
            let holds = week.incidents.iter().map(|found| !found.is_empty());
            all.extend(scores.iter().copied().zip(holds));
        }
        let lists = first_places(judged, scores);
        let (mut hits, mut listed) = (0, 0);
        let mut found = BTreeSet::new();
        for (week, list) in judged.weeks.iter().zip(&lists) {
            listed += list.len();
            for place in list {
                let incidents = &week.incidents[*place];
                hits += usize::from(!incidents.is_empty());
                found.extend(incidents.iter().copied());
            }
        }
        let share = |which: &dyn Fn(&Planted) -> bool| found_share(judged, &found, which);
        let difficulties = Difficulty::ALL.iter();
        let scenarios = Scenario::ALL.iter();
        Figures {
            recall: share(&|_| true),
            by_difficulty: difficulties
                .map(|wanted| share(&|one| one.difficulty == *wanted))
                .collect(),
            by_scenario: scenarios
                .map(|wanted| share(&|one| one.scenario == *wanted))
                .collect(),
            precision: ratio(hits, listed),
            average_precision: average_precision(&all),
            auroc: auroc(&all),
        }
    }
}

/// Share of those incidents that were found.
pub(crate) fn found_share(
    judged: &Judged,
    found: &BTreeSet<usize>,
    which: &dyn Fn(&Planted) -> bool,
) -> f64 {
    let all = judged.incidents.iter().enumerate();
    let wanted: Vec<usize> = all.filter(|(_, one)| which(one)).map(|(n, _)| n).collect();
    let hit = wanted.iter().filter(|n| found.contains(*n)).count();
    ratio(hit, wanted.len())
}

/// The places of the first users of each week.
pub(crate) fn first_places(judged: &Judged, scores: &Scores) -> Vec<Vec<usize>> {
    let weeks = judged.weeks.iter().zip(scores);
    let first = weeks.map(|(week, scores)| {
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by(|one, other| {
            let tie = |place: &usize| chance_of(week.number, week.users[*place]);
            let by_score = scores[*other].total_cmp(&scores[*one]);
            by_score.then_with(|| tie(one).total_cmp(&tie(other)))
        });
        order.truncate(BUDGET);
        order
    });
    first.collect()
}

/// One number by another; 0 where there is nothing to divide by.
pub(crate) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    part as f64 / whole as f64
}

/// Scores with how many of each kind have them, the highest first: (true ones, others).
fn groups(scored: &[(f64, bool)]) -> Vec<(usize, usize)> {
    let mut order: Vec<(f64, bool)> = scored.to_vec();
    order.sort_by(|one, other| other.0.total_cmp(&one.0));
    let equals = order.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq());
    let counted = equals.map(|group| {
        let positive = group.iter().filter(|(_, holds)| *holds).count();
        (positive, group.len() - positive)
    });
    counted.collect()
}

/// How often one that holds misuse scores above one that does not; equals count half.
pub(crate) fn auroc(scored: &[(f64, bool)]) -> f64 {
    let groups = groups(scored);
    let (mut above, mut area, mut others) = (0.0, 0.0, 0.0);
    for (positive, negative) in groups {
        let (positive, negative) = (positive as f64, negative as f64);
        area += negative * (above + positive / 2.0);
        above += positive;
        others += negative;
    }
    if above == 0.0 || others == 0.0 {
        return 0.0;
    }
    area / (above * others)
}

/// Area under precision and recall, as a sum over thresholds (average precision).
pub(crate) fn average_precision(scored: &[(f64, bool)]) -> f64 {
    let (mut hits, mut taken, mut sum) = (0, 0, 0.0);
    for (positive, negative) in groups(scored) {
        hits += positive;
        taken += positive + negative;
        sum += positive as f64 * ratio(hits, taken);
    }
    if hits == 0 { 0.0 } else { sum / hits as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judged::Week;
    use tilsyn_domain::Day;

    fn scored(text: &str) -> Vec<(f64, bool)> {
        let parts = text.split(' ').map(|part| {
            let (number, sign) = part.split_at(part.len() - 1);
            (number.parse().expect("a number"), sign == "+")
        });
        parts.collect()
    }

    fn near(one: f64, other: f64) {
        assert!((one - other).abs() < 1e-12, "{one} is not {other}");
    }

    #[test]
    fn area_under_the_curve_of_known_rankings() {
        near(auroc(&scored("4+ 3+ 2- 1-")), 1.0);
        near(auroc(&scored("4- 3- 2+ 1+")), 0.0);
        // Of the six pairs, five are in order.
        near(auroc(&scored("5+ 4- 3+ 2- 1-")), 5.0 / 6.0);
        // All equal: half of every pair.
        near(auroc(&scored("1+ 1- 1- 1+")), 0.5);
        // 2+ beats 1-, and ties with 2-.
        near(auroc(&scored("2+ 2- 1-")), 0.75);
        near(auroc(&scored("2- 1-")), 0.0);
    }

    #[test]
    fn average_precision_of_known_rankings() {
        near(average_precision(&scored("4+ 3+ 2- 1-")), 1.0);
        near(average_precision(&scored("4- 3+ 2- 1+")), (0.5 + 0.5) / 2.0);
        // Equals are one threshold.
        near(average_precision(&scored("1+ 1- 1- 1+")), 0.5);
        near(average_precision(&scored("1-")), 0.0);
    }

    /// Two weeks of thirty users; two incidents, one of them in both weeks.
    fn judged() -> Judged {
        let week = |number: usize, hit: &[(usize, usize)]| {
            let mut incidents = vec![Vec::new(); 30];
            for (place, incident) in hit {
                incidents[*place].push(*incident);
            }
            Week {
                number,
                from: Day(0),
                to: Day(6),
                users: (0..30).collect(),
                incidents,
            }
        };
        let planted = |difficulty| Planted {
            scenario: Scenario::Kin,
            difficulty,
            subjects: BTreeSet::new(),
        };
        Judged {
            weeks: vec![week(0, &[(3, 0)]), week(1, &[(3, 0), (29, 1)])],
            incidents: vec![planted(Difficulty::Easy), planted(Difficulty::Hard)],
        }
    }

    #[test]
    fn an_incident_is_found_by_one_of_its_weeks() {
        // Low places score high, so that 3 is listed in both weeks and 29 in none.
        let scores: Scores = vec![(0..30).map(|n| -f64::from(n)).collect(); 2];
        let figures = Figures::of(&judged(), &scores);
        near(figures.recall, 0.5);
        assert_eq!(figures.by_difficulty, [1.0, 0.0, 0.0]);
        near(figures.by_scenario[Scenario::Kin as usize], 0.5);
        near(figures.by_scenario[Scenario::Vip as usize], 0.0);
        near(figures.precision, 2.0 / 50.0);
    }

    #[test]
    fn a_list_holds_no_more_than_its_budget_and_the_highest() {
        let mut scores: Scores = vec![vec![0.0; 30]; 2];
        scores[1][29] = 1.0;
        let lists = first_places(&judged(), &scores);
        assert_eq!(lists[0].len(), BUDGET);
        assert_eq!(lists[1][0], 29);
        // Equals are taken in another order in another week.
        assert_ne!(lists[0], lists[1]);
    }
}
