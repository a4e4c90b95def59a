//! Explanation-based auditing: how many people outside the own unit nothing in the directory
//! explains.
//!
//! After Fabbri & LeFevre (PVLDB 5(1), 2011), with direct explanations only: the user serves a
//! unit that the person belongs to, or a registered relation of the person names the user or a
//! unit that the user serves. Slack as such systems have it: a month around units, 7 days before
//! and 30 days after a relation, known by the end of the week. A plain reading of the files, made
//! without looking at the program's own templates. The second form counts look-ups in the
//! population register too.

use std::collections::BTreeSet;

use tilsyn_domain::{Day, Kind};

use super::{Given, acts_of};
use crate::acts::Act;
use crate::judged::Scores;
use crate::names::{Code, NOTHING};
use crate::register::Register;

/// Days before and after that a user serves a unit.
const SERVES: (i32, i32) = (7, 30);
/// Days before and after that a person belongs to one.
const BELONGS: (i32, i32) = (30, 30);
/// Days before and after that a relation holds.
const RELATED: (i32, i32) = (7, 30);

/// Users by unexplained people of look-ups as the statement counts them.
pub(crate) fn in_main_register(given: &Given<'_>) -> Scores {
    unexplained(given, Act::is_lookup)
}

/// Users by unexplained people, the population register included.
pub(crate) fn in_all_registers(given: &Given<'_>) -> Scores {
    unexplained(given, |act| {
        act.is_lookup() || act.kind == Kind::RegisterLookup && act.subject != NOTHING
    })
}

fn unexplained(given: &Given<'_>, counts: fn(&Act) -> bool) -> Scores {
    let mut scores = Scores::new();
    for (week, users) in given.judged.weeks.iter().zip(acts_of(given)) {
        let people = |acts: &Vec<usize>| {
            let acts = acts.iter().map(|number| &given.log.acts[*number]);
            let open = acts.filter(|act| counts(act));
            let open = open.filter(|act| !is_explained(given.register, act, week.to));
            let open: BTreeSet<Code> = open.map(|act| act.subject).collect();
            open.len() as f64
        };
        scores.push(users.iter().map(people).collect());
    }
    scores
}

/// Whether the directory, as known on a day, makes a lookup expected.
fn is_explained(register: &Register, act: &Act, known: Day) -> bool {
    let serves = register.serves(act.actor, act.day, SERVES.0, SERVES.1);
    let belongs = register.belongs(act.subject, act.day, BELONGS.0, BELONGS.1);
    if serves.iter().any(|unit| belongs.contains(unit)) {
        return true;
    }
    let ties = register.ties.get(&act.subject).into_iter().flatten();
    let mut ties = ties
        .filter(|tie| tie.registered <= known && tie.span.covers(act.day, RELATED.0, RELATED.1));
    ties.any(|tie| tie.owner == act.actor || serves.contains(&tie.span.what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{Span, Tie};

    const USER: Code = 1;
    const UNIT: Code = 100;

    fn act(subject: Code, day: i32) -> Act {
        Act {
            day: Day(day),
            week: 0,
            minute: 600,
            actor: USER,
            kind: Kind::Lookup,
            subject,
            machine: NOTHING,
        }
    }

    fn tie(owner: Code, unit: Code) -> Vec<Tie> {
        vec![Tie {
            span: Span {
                from: Day(100),
                to: Day(110),
                what: unit,
            },
            owner,
            registered: Day(105),
        }]
    }

    fn register() -> Register {
        let mut register = Register::default();
        let lent = Span {
            from: Day(0),
            to: Day(365),
            what: UNIT,
        };
        register.lent.insert(USER, vec![lent]);
        register.ties.insert(2, tie(USER, NOTHING));
        register.ties.insert(3, tie(9, UNIT));
        register.ties.insert(4, tie(9, 101));
        register
    }

    #[test]
    fn a_relation_explains_within_its_slack_and_once_it_is_known() {
        let register = register();
        let explained =
            |subject, day, known| is_explained(&register, &act(subject, day), Day(known));
        assert!(explained(2, 93, 200) && !explained(2, 92, 200));
        assert!(explained(2, 140, 200) && !explained(2, 141, 200));
        assert!(explained(2, 100, 105) && !explained(2, 100, 104));
        assert!(explained(3, 100, 200));
        assert!(!explained(4, 100, 200) && !explained(5, 100, 200));
    }
}
