//! What is judged: users' weeks of the evaluated half, and which of them hold planted misuse.
//!
//! A user-week is judged if the user did anything at all in it; every method ranks all of them.

use std::collections::{BTreeMap, BTreeSet};

use tilsyn_domain::Day;
use tilsyn_simulate::garrison::{Difficulty, Incident, Plan, Scenario};

use crate::acts::AccessLog;
use crate::names::{Code, Names};

/// One week, Monday to Sunday.
pub(crate) struct Week {
    /// Counted from the first week of the log.
    pub(crate) number: usize,
    pub(crate) from: Day,
    pub(crate) to: Day,
    /// Who did anything, in the order of numbers.
    pub(crate) users: Vec<Code>,
    /// For each of the users, the incidents of which a part lies in this week.
    pub(crate) incidents: Vec<Vec<usize>>,
}

impl Week {
    pub(crate) fn place(&self, user: Code) -> Option<usize> {
        self.users.binary_search(&user).ok()
    }
}

/// A planted incident of the evaluated half.
pub(crate) struct Planted {
    pub(crate) scenario: Scenario,
    pub(crate) difficulty: Difficulty,
    pub(crate) subjects: BTreeSet<Code>,
}

/// All that is judged of one world.
pub(crate) struct Judged {
    pub(crate) weeks: Vec<Week>,
    pub(crate) incidents: Vec<Planted>,
}

/// A number for each judged user-week, by week and place of the user; the larger the stranger.
pub(crate) type Scores = Vec<Vec<f64>>;

impl Judged {
    pub(crate) fn new(
        plan: &Plan,
        truth: &[Incident],
        log: &AccessLog,
        names: &mut Names,
    ) -> Judged {
        let first = usize::try_from((plan.evaluated_from().0 - plan.first_day().0) / 7)
            .expect("the second half comes after the first");
        let mut active: BTreeMap<usize, BTreeSet<Code>> = BTreeMap::new();
        for act in log.acts.iter().filter(|act| act.week >= first) {
            active.entry(act.week).or_default().insert(act.actor);
        }
        let mut judged = Judged {
            weeks: Vec::new(),
            incidents: Vec::new(),
        };
        for (number, users) in active {
            let days = i32::try_from(number).expect("a log has few weeks") * 7;
            let from = plan.first_day().plus(days);
            judged.weeks.push(Week {
                number,
                from,
                to: from.plus(6),
                incidents: vec![Vec::new(); users.len()],
                users: users.into_iter().collect(),
            });
        }
        for incident in truth.iter().filter(|one| one.is_in_evaluated_half) {
            judged.plant(incident, names);
        }
        judged
    }

    fn plant(&mut self, incident: &Incident, names: &mut Names) {
        let user = names.code(incident.national_id.reveal());
        let number = self.incidents.len();
        let subjects = incident.subjects.iter();
        self.incidents.push(Planted {
            scenario: incident.scenario,
            difficulty: incident.difficulty,
            subjects: subjects.map(|id| names.code(id.reveal())).collect(),
        });
        for week in &mut self.weeks {
            let inside = |day: Day| week.from <= day && day <= week.to;
            if !incident.events.iter().any(|event| inside(event.day)) {
                continue;
            }
            if let Some(place) = week.place(user) {
                week.incidents[place].push(number);
            }
        }
    }

    /// Judged user-weeks, and those with misuse.
    pub(crate) fn count(&self) -> (usize, usize) {
        let all = self.weeks.iter().map(|week| week.users.len()).sum();
        let all_incidents = self.weeks.iter().flat_map(|week| &week.incidents);
        let with = all_incidents.filter(|found| !found.is_empty()).count();
        (all, with)
    }

    /// Scores of a function of week and user.
    pub(crate) fn scored(&self, score: impl Fn(&Week, Code) -> f64) -> Scores {
        let of_week = |week: &Week| week.users.iter().map(|user| score(week, *user)).collect();
        self.weeks.iter().map(of_week).collect()
    }
}
