//! Rules that raise a flag: the user looked up himself, family, neighbours, namesakes, those who
//! work with the same systems, or somebody in the public eye.
//!
//! The list is that of Asaro, Herting, Roth & Barnes (AMIA 1999), with the flags of Hedda, Malin,
//! Yan & Fabbri (AMIA 2017): every person looked up in the week counts once for each flag raised.
//! Kin are those whom the directory knows, homes are as of the day, news count from two days
//! before to fourteen days after.

use std::collections::BTreeSet;

use super::{Given, acts_of};
use crate::acts::Act;
use crate::judged::Scores;
use crate::names::Code;
use crate::register::{Register, valid};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Flag {
    Own,
    Family,
    Street,
    Surname,
    Colleague,
    PublicEye,
}

/// Users by flags raised.
pub(crate) fn flags(given: &Given<'_>) -> Scores {
    let mut scores = Scores::new();
    for week in acts_of(given) {
        let count = |acts: &Vec<usize>| {
            let mut raised: BTreeSet<(Code, Flag)> = BTreeSet::new();
            for act in acts.iter().map(|number| &given.log.acts[*number]) {
                if act.is_lookup() {
                    let flags = flags_of(given.register, act);
                    raised.extend(flags.into_iter().map(|flag| (act.subject, flag)));
                }
            }
            raised.len() as f64
        };
        scores.push(week.iter().map(count).collect());
    }
    scores
}

fn flags_of(register: &Register, act: &Act) -> Vec<Flag> {
    let (user, person) = (act.actor, act.subject);
    if user == person {
        return vec![Flag::Own];
    }
    let shares = |spans| {
        let own = valid(spans, user, act.day);
        let theirs = valid(spans, person, act.day);
        own.iter().any(|home| theirs.contains(home))
    };
    let kin = register.kin.get(&(user, person));
    let surname = register.surnames.get(&user);
    let same_name = surname.is_some() && surname == register.surnames.get(&person);
    let news = register.news.get(&person).into_iter().flatten();
    let in_news = news.clone().any(|day| {
        let since = act.day.0 - day.0;
        (-2..=14).contains(&since)
    });
    let is_family = shares(&register.homes) || kin.is_some_and(|known| *known <= act.day);
    let all = [
        (Flag::Family, is_family),
        (Flag::Street, shares(&register.streets)),
        (Flag::Surname, same_name),
        (Flag::Colleague, register.users.contains(&person)),
        (
            Flag::PublicEye,
            in_news || register.figures.contains(&person),
        ),
    ];
    let raised = all.into_iter().filter(|(_, raised)| *raised);
    raised.map(|(flag, _)| flag).collect()
}

#[cfg(test)]
mod tests {
    use tilsyn_domain::{Day, Kind};

    use super::*;
    use crate::names::NOTHING;
    use crate::register::Span;

    fn act(subject: Code, day: i32) -> Act {
        Act {
            day: Day(day),
            week: 0,
            minute: 600,
            actor: 1,
            kind: Kind::Lookup,
            subject,
            machine: NOTHING,
        }
    }

    #[test]
    fn each_flag_is_raised_for_its_reason() {
        let always = |what| {
            vec![Span {
                from: Day::MIN,
                to: Day::MAX,
                what,
            }]
        };
        let mut register = Register::default();
        register.homes.insert(1, always(100));
        register.homes.insert(2, always(100));
        register.streets.insert(1, always(200));
        register.streets.insert(3, always(200));
        register.surnames.insert(1, 300);
        register.surnames.insert(4, 300);
        register.users.insert(5);
        register.news.insert(6, vec![Day(50)]);
        register.kin.insert((1, 7), Day(60));
        let raised = |subject, day| flags_of(&register, &act(subject, day));
        assert_eq!(raised(1, 50), [Flag::Own]);
        assert_eq!(raised(2, 50), [Flag::Family]);
        assert_eq!(raised(3, 50), [Flag::Street]);
        assert_eq!(raised(4, 50), [Flag::Surname]);
        assert_eq!(raised(5, 50), [Flag::Colleague]);
        assert_eq!(raised(6, 48), [Flag::PublicEye]);
        assert_eq!(raised(6, 64), [Flag::PublicEye]);
        assert_eq!(raised(6, 65), []);
        // What nobody had registered yet.
        assert_eq!(raised(7, 59), []);
        assert_eq!(raised(7, 60), [Flag::Family]);
        assert_eq!(raised(8, 50), []);
    }
}
