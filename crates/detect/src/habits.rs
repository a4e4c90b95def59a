//! Where lookups usually go: which departments a user, the colleagues of the unit, and all of the
//! position look into.
//!
//! A closed form of collaborative filtering: the user's own past, filled up by that of the unit,
//! which is filled up by that of the position, which is filled up by how large departments are
//! (hierarchical Pólya urns). It never clears a lookup; it makes it cheap or dear.

use std::collections::HashMap;

/// The department of people who belong nowhere.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// How much the wider habit counts until there is an own one: user, unit, position.
const WEIGHTS: [f64; 3] = [12.0, 12.0, 30.0];
/// What is left of a habit a week later.
const DECAY: f64 = 0.9;
/// How many times dearer or cheaper than by size alone a department can be.
const TIMES: (f64, f64) = (0.02, 8.0);
/// Habits explain a part of what is seen only.
const SHARE: f64 = 0.7;

#[derive(Default)]
struct Habit {
    into: HashMap<u32, f64>,
    all: f64,
}

impl Habit {
    fn of(&self, department: u32) -> f64 {
        self.into.get(&department).copied().unwrap_or(0.0)
    }

    fn add(&mut self, department: u32, weight: f64) {
        *self.into.entry(department).or_default() += weight;
        self.all += weight;
    }

    fn fade(&mut self) {
        self.all *= DECAY;
        for weight in self.into.values_mut() {
            *weight *= DECAY;
        }
        self.into.retain(|_, weight| *weight > 0.01);
    }

    fn filled(&self, department: u32, weight: f64, wider: f64) -> f64 {
        (self.of(department) + weight * wider) / (self.all + weight)
    }
}

/// Habits of users, units and positions.
#[derive(Default)]
pub(crate) struct Habits {
    users: HashMap<u32, Habit>,
    units: HashMap<u32, Habit>,
    roles: HashMap<u32, Habit>,
    /// Each department's share of all people.
    sizes: HashMap<u32, f64>,
}

/// Whose habit it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Habitual {
    pub(crate) user: u32,
    pub(crate) unit: u32,
    pub(crate) role: u32,
}

impl Habits {
    pub(crate) fn sizes(&mut self, sizes: HashMap<u32, f64>) {
        self.sizes = sizes;
    }

    /// How much likelier it is to look into this department without a reason than by habit, as ln.
    pub(crate) fn surprise(&self, who: Habitual, department: u32) -> f64 {
        let size = self
            .sizes
            .get(&department)
            .copied()
            .unwrap_or(0.001)
            .max(1e-5);
        let filled = |habit: Option<&Habit>, weight: f64, wider: f64| {
            habit.map_or(wider, |habit| habit.filled(department, weight, wider))
        };
        let role = filled(self.roles.get(&who.role), WEIGHTS[2], size);
        let unit = filled(self.units.get(&who.unit), WEIGHTS[1], role);
        let user = filled(self.users.get(&who.user), WEIGHTS[0], unit);
        SHARE * (size / user).clamp(TIMES.0, TIMES.1).ln()
    }

    /// Somebody looked into a department: user, unit and position learn it.
    pub(crate) fn learn(&mut self, who: Habitual, department: u32) {
        let own = self.users.entry(who.user).or_default();
        let unit = self.units.entry(who.unit).or_default();
        let role = self.roles.entry(who.role).or_default();
        for habit in [own, unit, role] {
            habit.add(department, 1.0);
        }
    }

    pub(crate) fn fade(&mut self) {
        let all = [&mut self.users, &mut self.units, &mut self.roles];
        for habit in all.into_iter().flat_map(HashMap::values_mut) {
            habit.fade();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_department_that_colleagues_look_into_is_cheaper_than_one_that_nobody_does() {
        let mut habits = Habits::default();
        habits.sizes((0..100).map(|department| (department, 0.01)).collect());
        let [kari, ola] = [1, 2].map(|user| Habitual {
            user,
            unit: 7,
            role: 3,
        });
        for _ in 0..40 {
            habits.learn(kari, 5);
        }
        let [own, colleague, nobody] =
            [(kari, 5), (ola, 5), (ola, 6)].map(|(who, unit)| habits.surprise(who, unit));
        assert!(own <= colleague && colleague < 0.0, "{own} {colleague}");
        assert!(nobody > 0.5, "{nobody}");
        (0..80).for_each(|_| habits.fade());
        assert!(
            habits.surprise(kari, 5).abs() < 0.1,
            "half a year later it is forgotten"
        );
    }
}
