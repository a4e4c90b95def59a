//! Paths: hops that form one chain from the user to the person.
//!
//! Variables are joined by name, hops may be written in any order and direction; what comes out
//! is ordered from the user on.
//! Not here: the other kinds of reasons (`reason`).

use std::collections::HashMap;

use super::super::HOPS_MAX;
use super::super::mistake::{MistakeKind, Mistakes, Place};
use super::super::rules::{Direction, Domain, Hop, Path};
use super::super::tree::{HopText, Name};
use super::relations::Known;
use super::reserved;

/// Names that mean something else in sentences, or elsewhere in rules.
const RESERVED: [&str; 4] = ["self", "from", "to", "day"];
const ENDS: [&str; 2] = ["user", "person"];

/// The path of hops that stand in a clause at this place.
pub(super) fn path(
    place: Place,
    hops: &[HopText<'_>],
    known: &Known<'_>,
    mistakes: &mut Mistakes,
) -> Option<Path> {
    if let Some(past) = hops.get(HOPS_MAX) {
        let most = HOPS_MAX;
        mistakes.add(past.left.place, MistakeKind::TooManyHops { most });
        return None;
    }
    let relations = relations(hops, known, mistakes);
    let wrong = shape_mistakes(place, hops);
    let chain = if wrong.is_empty() {
        chain(hops, mistakes)
    } else {
        wrong
            .into_iter()
            .for_each(|(at, kind)| mistakes.add(at, kind));
        None
    }?;
    let mut path = Path {
        hops: Vec::new(),
        between: chain.between,
    };
    for (at, direction) in chain.steps {
        let relation = (*relations.get(at)?)?;
        path.hops.push(Hop {
            relation,
            direction,
        });
    }
    Some(path)
}

/// A variable that names somebody or something, and nothing of the language.
pub(super) fn check_variable(name: Name<'_>, mistakes: &mut Mistakes) {
    if RESERVED.contains(&name.text) {
        let (place, kind) = reserved(name);
        mistakes.add(place, kind);
    }
}

/// The relations of hops; each variable must be one thing in all of them.
fn relations<'k>(
    hops: &[HopText<'_>],
    known: &'k Known<'_>,
    mistakes: &mut Mistakes,
) -> Vec<Option<usize>> {
    let mut domains: HashMap<&str, &'k Domain> = ENDS.map(|end| (end, &Domain::Someone)).into();
    let mut places = Vec::new();
    for hop in hops {
        let found = known.find(hop.relation, mistakes);
        places.push(found.map(|(at, _)| at));
        let Some((_, ends)) = found else { continue };
        for (variable, domain) in [hop.left, hop.right].into_iter().zip(ends) {
            let first = domains.entry(variable.text).or_insert(domain);
            if *first != domain {
                let kind = MistakeKind::TwoDomains {
                    variable: variable.text.to_owned(),
                    first: first.name().to_owned(),
                    second: domain.name().to_owned(),
                };
                mistakes.add(variable.place, kind);
            }
        }
    }
    places
}

/// What keeps hops from being one chain, as far as counting tells.
fn shape_mistakes(place: Place, hops: &[HopText<'_>]) -> Vec<(Place, MistakeKind)> {
    let mut found = Vec::new();
    let mut uses: Vec<(&str, Vec<Place>)> = Vec::new();
    for hop in hops {
        let variable = hop.left.text.to_owned();
        if hop.left.text == hop.right.text {
            found.push((hop.right.place, MistakeKind::TiedToItself { variable }));
        }
        for Name { text, place } in [hop.left, hop.right] {
            match uses.iter_mut().find(|(variable, _)| *variable == text) {
                Some((_, places)) => places.push(place),
                None => uses.push((text, vec![place])),
            }
        }
    }
    if !found.is_empty() {
        return found;
    }
    for end in ENDS {
        if !uses.iter().any(|(variable, _)| *variable == end) {
            let variable = end.to_owned();
            found.push((place, MistakeKind::EndNotReached { variable }));
        }
    }
    found.extend(
        uses.iter()
            .filter_map(|(name, places)| miscounted(name, places)),
    );
    found.extend(
        hops.iter()
            .flat_map(|hop| [hop.left, hop.right])
            .filter(|name| RESERVED.contains(&name.text))
            .map(reserved),
    );
    found
}

/// An end belongs to one hop, what is between to two.
fn miscounted(name: &str, places: &[Place]) -> Option<(Place, MistakeKind)> {
    let is_end = ENDS.contains(&name);
    let most = if is_end { 1 } else { 2 };
    let variable = name.to_owned();
    if let Some(past) = places.get(most) {
        return Some((*past, MistakeKind::Branching { variable }));
    }
    let loose = !is_end && places.len() == 1;
    loose.then(|| (places[0], MistakeKind::LooseVariable { variable }))
}

/// Hops in the order in which they are walked.
struct Chain {
    steps: Vec<(usize, Direction)>,
    between: Vec<String>,
}

/// Walks from the user on. Hops that were not walked form a circle of their own.
fn chain(hops: &[HopText<'_>], mistakes: &mut Mistakes) -> Option<Chain> {
    let mut waiting: Vec<usize> = (0..hops.len()).collect();
    let mut steps = Vec::new();
    let mut between = Vec::new();
    let mut here = "user";
    let touches = |at: usize, here: &str| [hops[at].left.text, hops[at].right.text].contains(&here);
    while let Some(next) = waiting.iter().position(|at| touches(*at, here)) {
        let at = waiting.remove(next);
        let (direction, there) = if hops[at].left.text == here {
            (Direction::Onwards, hops[at].right)
        } else {
            (Direction::Back, hops[at].left)
        };
        steps.push((at, direction));
        between.push(there.text.to_owned());
        here = there.text;
    }
    // The last one is the person.
    between.pop();
    let Some(at) = waiting.first() else {
        return Some(Chain { steps, between });
    };
    let Name { text, place } = hops[*at].left;
    let variable = text.to_owned();
    mistakes.add(place, MistakeKind::LooseVariable { variable });
    None
}
