//! Duties proposed, given, ended and run out at random: whatever happens, what is to be kept apart
//! is.

use super::tests::{APART, Chance, setting};
use super::*;

const PEOPLE: [&str; 6] = ["Siv", "Jonas", "Ada", "Kari", "Ola", "Mona"];
const UNITS: [&str; 3] = ["law", "staff", "health"];
/// Chains of steps, each from a beginning of its own, and how many steps each goes; a campaign goes
/// a million steps, from other beginnings.
const CHAINS: u64 = 100;
const STEPS: usize = 1_000;

/// A duty on its way.
struct Held {
    holder: usize,
    role: Role,
    proposed_by: usize,
    /// Who gave it, and the units that gave out and held the role of log reviewer that day.
    given_by: Option<usize>,
    day: usize,
    to: usize,
}

/// Who works where, and what they have.
struct State {
    duties: Vec<Held>,
    units: Vec<usize>,
    given_by: usize,
    held_by: usize,
    today: usize,
}

impl State {
    fn begun() -> State {
        let first = |holder: usize, role| Held {
            holder,
            role,
            proposed_by: usize::MAX,
            given_by: Some(usize::MAX),
            day: 0,
            to: usize::MAX,
        };
        State {
            duties: vec![
                first(0, Role::HeadOfReview),
                first(1, Role::HeadOfReview),
                first(2, Role::Administrator),
            ],
            units: vec![0, 1, 1, 2, 0, 1],
            given_by: 0,
            held_by: 1,
            today: 0,
        }
    }

    fn roles(&self, person: usize, given_only: bool) -> Vec<Role> {
        let own = self.duties.iter().filter(|duty| {
            let counts = duty.given_by.is_some() || !given_only;
            duty.holder == person && self.today <= duty.to && counts
        });
        own.map(|duty| duty.role).collect()
    }

    fn asker(&self, person: usize) -> Asker {
        Asker {
            who: who(person),
            footing: Footing::Duties,
            roles: self.roles(person, true),
            units: vec![UNITS[self.units[person]].to_owned()],
            stands_in_for: Vec::new(),
        }
    }

    fn about(&self, holder: usize, role: Role, proposed_by: usize, but: Option<usize>) -> About {
        let others = self.duties.iter().enumerate().filter(|(number, duty)| {
            Some(*number) != but && duty.holder == holder && self.today <= duty.to
        });
        About::Duty(Duty {
            role,
            holder: who(holder),
            holder_units: vec![UNITS[self.units[holder]].to_owned()],
            holder_roles: others.map(|(_, duty)| duty.role).collect(),
            proposed_by: who(proposed_by),
            reviewers_given_by: vec![UNITS[self.given_by].to_owned()],
            reviewers_held_by: vec![UNITS[self.held_by].to_owned()],
        })
    }

    fn may(&self, person: usize, action: &'static str, about: &About) -> bool {
        let asker = self.asker(person);
        let question = Question {
            asker: &asker,
            action,
            about,
        };
        rule(&question).allowed
    }

    /// Somebody tries something; most of it is refused. Says whether it was done.
    fn step(&mut self, chance: &mut Chance) -> bool {
        let person = chance.next(PEOPLE.len());
        match chance.next(10) {
            0..4 => self.propose(person, chance),
            4..8 => self.give(person, chance),
            8 => self.end(person, chance),
            _ => {
                // Days go by, people move, the bodies change.
                self.today += 1;
                self.units[person] = chance.next(UNITS.len());
                self.given_by = chance.next(UNITS.len());
                self.held_by = chance.next(UNITS.len());
                true
            }
        }
    }

    fn propose(&mut self, by: usize, chance: &mut Chance) -> bool {
        let holder = chance.next(PEOPLE.len());
        let roles = [Role::HeadOfReview, Role::Auditor];
        let roles = [&APART[..], &roles[..]].concat();
        let role = roles[chance.next(roles.len())];
        let about = self.about(holder, role, by, None);
        let may = self.may(by, "propose-duty", &about);
        if may {
            self.duties.push(Held {
                holder,
                role,
                proposed_by: by,
                given_by: None,
                day: self.today,
                to: self.today + 1 + chance.next(9),
            });
        }
        may
    }

    fn give(&mut self, by: usize, chance: &mut Chance) -> bool {
        let number = chance.next(self.duties.len());
        let duty = &self.duties[number];
        if duty.given_by.is_some() {
            return false;
        }
        let about = self.about(duty.holder, duty.role, duty.proposed_by, Some(number));
        let may = self.may(by, "approve-duty", &about);
        if may {
            self.check_given(number, by);
            self.duties[number].given_by = Some(by);
        }
        may
    }

    /// The first three stay: who ends those, `app` sees to.
    fn end(&mut self, by: usize, chance: &mut Chance) -> bool {
        let number = chance.next(self.duties.len());
        let may = number > 2 && self.may(by, "end-duty", &About::Organisation);
        if may {
            self.duties.remove(number);
        }
        may
    }

    /// What must be so of a duty that is given now.
    fn check_given(&self, number: usize, by: usize) {
        let duty = &self.duties[number];
        assert!(by != duty.holder, "given to oneself");
        assert!(by != duty.proposed_by, "proposed and given by one");
        assert!(duty.proposed_by != duty.holder, "proposed for oneself");
        let of_giver = self.roles(by, true);
        assert!(of_giver.contains(&Role::HeadOfReview), "given by whom?");
        if duty.role == Role::LogReviewer {
            assert_eq!(self.units[by], self.given_by, "given by another body");
            assert_eq!(self.units[duty.holder], self.held_by, "held elsewhere");
        }
        assert!(duty.day <= self.today);
    }

    /// Nobody has two of the four that are kept apart.
    fn check(&self) {
        for (person, name) in PEOPLE.iter().enumerate() {
            let mut own = self.roles(person, true);
            own.sort_unstable();
            own.dedup();
            let of_the_four = own.iter().filter(|role| APART.contains(role)).count();
            assert!(of_the_four < 2, "{name} has {own:?}");
        }
    }
}

fn who(person: usize) -> Who {
    Who(PEOPLE
        .get(person)
        .copied()
        .unwrap_or("the founder")
        .to_owned())
}

#[test]
fn steps_at_random_keep_apart_what_is_to_be_kept_apart() {
    use rayon::prelude::*;
    let first = setting("TILSYN_RULES_FIRST").unwrap_or(0);
    let chains = setting("TILSYN_RULE_CHAINS").unwrap_or(CHAINS);
    let done: u64 = (first..first + chains)
        .into_par_iter()
        .map(|seed| {
            let mut chance = Chance(seed);
            let mut state = State::begun();
            let mut done = 0;
            for _ in 0..STEPS {
                done += u64::from(state.step(&mut chance));
                state.check();
            }
            done
        })
        .sum();
    // Or the chains would show nothing.
    assert!(done > chains * STEPS as u64 / 8, "{done} were done");
}
