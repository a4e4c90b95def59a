//! The reason of a template: a path, oneself, or another person beside this one.
//!
//! A rule has exactly one. What is missing is told only where nothing was broken.
//! Not here: chains of hops (`path`), the other clauses (`templates`).

use super::super::mistake::{MistakeKind, Mistakes, Place};
use super::super::rules::{Beside, Reason, Tie};
use super::super::tree::{Explained, HopText, Link, Name, Same, SameWhat};
use super::path;
use super::relations::Known;

/// The clauses that make a reason, as they stand in the rule.
#[derive(Default)]
pub(super) struct Ground<'r, 'a> {
    /// Whether every clause of the rule could be read.
    pub(super) complete: bool,
    pub(super) oneself: Option<Place>,
    pub(super) links: Option<(Place, &'r [Link<'a>])>,
    pub(super) same: Option<(Place, &'r Same<'a>)>,
    pub(super) once: Option<&'r Explained<'a>>,
}

/// The reason of the rule at this place.
pub(super) fn reason(
    place: Place,
    ground: &Ground<'_, '_>,
    known: &Known<'_>,
    mistakes: &mut Mistakes,
) -> Option<Reason> {
    let hops = ground.hops();
    let explained = ground.explained();
    if let Some(second) = ground.second_reason(&hops, &explained) {
        mistakes.add(second, MistakeKind::SecondReason);
        return None;
    }
    if ground.oneself.is_some() {
        return Some(Reason::Oneself);
    }
    if let Some(explained) = explained.first() {
        return ground.beside(&hops, explained, known, mistakes);
    }
    if let Some((place, same)) = ground.same {
        let [first, second] = same.pair;
        let other = if first.text == "person" {
            second
        } else {
            first
        };
        let name = other.text.to_owned();
        ground.missing(place, MistakeKind::ExplainedMissing { name }, mistakes);
        return None;
    }
    match ground.links {
        Some((place, _)) => path::path(place, &hops, known, mistakes).map(Reason::Path),
        None => {
            ground.missing(place, MistakeKind::ReasonMissing, mistakes);
            None
        }
    }
}

impl<'r, 'a> Ground<'r, 'a> {
    fn hops(&self) -> Vec<HopText<'a>> {
        let links = self.links.map_or(&[][..], |(_, links)| links);
        let hop = |link: &Link<'a>| match link {
            Link::Hop(hop) => Some(*hop),
            Link::Explained(_) => None,
        };
        links.iter().filter_map(hop).collect()
    }

    fn explained(&self) -> Vec<&'r Explained<'a>> {
        let links = self.links.map_or(&[][..], |(_, links)| links);
        let explained = |link: &'r Link<'a>| match link {
            Link::Hop(_) => None,
            Link::Explained(explained) => Some(explained),
        };
        let mut all: Vec<_> = links.iter().filter_map(explained).collect();
        all.extend(self.same.and_then(|(_, same)| same.explained.as_ref()));
        all.extend(self.once);
        all.sort_by_key(|explained| explained.other.place);
        all
    }

    /// Where a second reason begins, if there is one.
    fn second_reason(&self, hops: &[HopText<'_>], explained: &[&Explained<'_>]) -> Option<Place> {
        let path = self.links.map(|(place, _)| place);
        let path = path.filter(|_| !hops.is_empty());
        let same = self.same.map(|(place, _)| place);
        let mut grounds: Vec<Place> = [self.oneself, path, same].into_iter().flatten().collect();
        grounds.sort();
        let second = grounds.get(1).copied();
        let allowed = usize::from(self.oneself.is_none());
        let past = explained.get(allowed).map(|past| past.other.place);
        second.into_iter().chain(past).min()
    }

    fn missing(&self, place: Place, kind: MistakeKind, mistakes: &mut Mistakes) {
        if self.complete {
            mistakes.add(place, kind);
        }
    }

    fn beside(
        &self,
        hops: &[HopText<'_>],
        explained: &Explained<'_>,
        known: &Known<'_>,
        mistakes: &mut Mistakes,
    ) -> Option<Reason> {
        let other = explained.other;
        let (tie, pair) = match (self.same, hops) {
            (Some((_, same)), _) => (Some(Tie::of(same.what)), same.pair),
            (None, [hop]) => {
                let relation = known.find_of_people(hop.relation, mistakes);
                (relation.map(Tie::Relation), [hop.left, hop.right])
            }
            (None, [_, second, ..]) => {
                mistakes.add(second.left.place, MistakeKind::TieOfSeveralHops);
                return None;
            }
            (None, []) => {
                let name = other.text.to_owned();
                let kind = MistakeKind::TieMissing { name };
                self.missing(other.place, kind, mistakes);
                return None;
            }
        };
        check_pair(pair, other, mistakes);
        path::check_variable(other, mistakes);
        Some(Reason::Beside(Beside {
            other: other.text.to_owned(),
            tie: tie?,
            within: explained.within,
        }))
    }
}

impl Tie {
    fn of(what: SameWhat) -> Tie {
        match what {
            SameWhat::Surname => Tie::Surname,
            SameWhat::Household => Tie::Household,
        }
    }
}

/// The two that are tied are the person and the other one, either way round.
fn check_pair(pair: [Name<'_>; 2], other: Name<'_>, mistakes: &mut Mistakes) {
    let [first, second] = pair;
    let owned = |name: Name<'_>| name.text.to_owned();
    if first.text == second.text {
        let variable = owned(first);
        mistakes.add(second.place, MistakeKind::TiedToItself { variable });
    } else if !pair.iter().any(|name| name.text == "person") {
        let variable = "person".to_owned();
        mistakes.add(first.place, MistakeKind::EndNotReached { variable });
    } else if other.text == "person" || !pair.iter().any(|name| name.text == other.text) {
        let name = owned(other);
        mistakes.add(other.place, MistakeKind::UnknownVariable { name });
    } else if other.text == "user" {
        // The user explains nothing by being looked up by himself.
        let (place, kind) = super::reserved(other);
        mistakes.add(place, kind);
    }
}
