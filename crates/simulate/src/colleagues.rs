//! People of the world who can be given a role in the control of lookups: ordinary, and there to
//! stay.
//!
//! Not here: which roles (the demo), and who plays a part in what is planted (`cast`).

use crate::calendar::LOG_FIRST;
use crate::names::plain;
use crate::people::Part;
use crate::staff::Worker;
use crate::world::World;

/// An employee whom the directory knows by this number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub employee_no: String,
    pub name: String,
    /// What they could be called where people sign in.
    pub user: String,
}

impl World {
    /// The first of those who work in this top unit, or below it, from the first day of the log
    /// on and still do; fewer than asked for where there are no more.
    #[must_use]
    pub fn colleagues(&self, top_unit: &str, count: usize) -> Vec<Colleague> {
        let workers = self.staff.workers.iter().enumerate();
        let fitting = workers.filter(|(place, worker)| {
            worker.part == Part::Ordinary && self.stays_in(*place as u32, top_unit)
        });
        let all = fitting.map(|(_, worker)| self.colleague(worker));
        all.take(count).collect()
    }

    fn stays_in(&self, worker: u32, top_unit: &str) -> bool {
        let posts = self.staff.posts_of(worker);
        let stays = |post: &crate::staff::Post| {
            post.from <= LOG_FIRST && post.to.is_none() && self.is_below(post.unit, top_unit)
        };
        !posts.is_empty() && posts.iter().all(stays)
    }

    fn is_below(&self, unit: u32, top_unit: &str) -> bool {
        let mut unit = self.units.list.get(unit as usize);
        while let Some(one) = unit {
            if one.code == top_unit {
                return true;
            }
            unit = self.units.list.get(one.parent as usize);
        }
        false
    }

    fn colleague(&self, worker: &Worker) -> Colleague {
        let name = self.people[worker.person as usize].name();
        let words: Vec<String> = name
            .split(' ')
            .map(|word| plain(word).to_lowercase())
            .collect();
        let (first, last) = (words.first(), words.last());
        Colleague {
            employee_no: worker.number.to_string(),
            user: format!(
                "{}.{}",
                first.map_or("", String::as_str),
                last.map_or("", String::as_str)
            ),
            name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::Size;

    #[test]
    fn colleagues_work_where_they_were_asked_for_and_are_told_apart() {
        let world = World::new(Size::Small, 1);
        let found = |unit: &str| world.colleagues(unit, 3);
        let all: Vec<Colleague> = ["RS", "HR", "IT"].map(found).concat();
        assert!(all.len() >= 7, "{all:?}");
        let mut users: Vec<&str> = all.iter().map(|one| one.user.as_str()).collect();
        users.sort_unstable();
        users.dedup();
        assert_eq!(users.len(), all.len());
        for one in &all {
            assert!(
                one.user
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'.')
            );
            assert!(one.name.contains(' ') && one.employee_no.parse::<u32>().is_ok());
        }
        assert_eq!(world.colleagues("RS", 3), found("RS"));
        assert!(world.colleagues("no unit", 3).is_empty());
    }
}
