//! The files about those with an account: accounts, grants, clearances, authorisations, desks.
//!
//! Most are in order; a few grants were never taken back, as everywhere.

use std::io;
use std::path::Path;

use super::Garrison;
use super::day::SHARED_DESKS;
use super::render::desk_name;
use super::terms::{ACCESS, MAIN, REGISTER, Role};
use crate::chance::mix;
use crate::directory::{Table, day_text};
use crate::sources::{Care, Screen};
use crate::units::NONE;

/// What a grant of a clerk says.
struct Right {
    system: u8,
    entitlement: &'static str,
    scope: String,
    rights: &'static str,
}

impl Garrison {
    pub(super) fn write_accounts(&self, folder: &Path) -> io::Result<()> {
        let header = "system user national_id type from to last_logon";
        let mut table = Table::new(folder, "accounts", header)?;
        for (place, clerk) in (0..).zip(&self.clerks) {
            for system in self.systems_of(place) {
                let to = if self.plants.keeps_account(place) {
                    None
                } else {
                    clerk.account_to
                };
                table.row(&[
                    self.terms.origins[usize::from(system)].name,
                    &self.user_in(system, place),
                    self.id_of_clerk(place),
                    "person",
                    &day_text(Some(self.person_of(place).stay.from)),
                    &day_text(to),
                    "",
                ])?;
            }
        }
        for origin in &self.terms.origins[..2] {
            table.row(&[origin.name, "nattjobb", "", "system", "", "", ""])?;
        }
        table.done()
    }

    pub(super) fn write_entitlements(&self, folder: &Path) -> io::Result<()> {
        let header = "system entitlement name elements sensitive";
        let mut table = Table::new(folder, "entitlements", header)?;
        let elements = |wanted: &dyn Fn(&Screen) -> bool| {
            let screens = self.terms.screens().iter().filter(|screen| wanted(screen));
            screens
                .map(|screen| screen.element)
                .collect::<Vec<_>>()
                .join(";")
        };
        let ordinary = elements(&|screen| screen.care == Care::Ordinary) + ";dokument;portrett";
        let sensitive = elements(&|screen| screen.care == Care::Sensitive);
        let all = elements(&|_| true);
        let [main, register, access] = &self.terms.origins;
        table.row(&[main.name, "les", "Lese", &ordinary, "0"])?;
        table.row(&[main.name, "les-sensitiv", "Lese følsomt", &sensitive, "1"])?;
        table.row(&[main.name, "oppdater", "Oppdatere", &all, "0"])?;
        table.row(&[register.name, "oppslag", "Oppslag", "", "0"])?;
        table.row(&[access.name, "forvalte", "Forvalte tilganger", "", "0"])?;
        table.done()
    }

    fn rights(&self, clerk: u32) -> Vec<Right> {
        let job = self.job(clerk);
        let own = matches!(job.role, Role::Unit | Role::Head);
        let scope = if own { "own_unit" } else { "all" };
        let right = |system, entitlement, rights| Right {
            system,
            entitlement,
            scope: scope.to_owned(),
            rights,
        };
        let mut list = vec![right(MAIN, "les", "read")];
        if job.sensitive >= 10 {
            list.push(right(MAIN, "les-sensitiv", "read"));
        }
        if job.writes >= 100 {
            list.push(right(MAIN, "oppdater", "update"));
        }
        if job.register > 0 {
            list.push(right(REGISTER, "oppslag", "read"));
        }
        if job.role == Role::Support {
            list.push(right(ACCESS, "forvalte", "update"));
        }
        list
    }

    pub(super) fn write_grants(&self, folder: &Path) -> io::Result<()> {
        let header =
            "grant system user entitlement scope rights from to ordered_by approved_by reason";
        let mut table = Table::new(folder, "grants", header)?;
        let mut number = 0;
        for clerk in 0..self.clerks.len() as u32 {
            let stay = &self.person_of(clerk).stay;
            let head = self.head_of(stay.unit);
            let by = if head == NONE || head == clerk {
                0
            } else {
                head
            };
            let mut rights = self.rights(clerk);
            // One in three keeps what the earlier seat, or a colleague's leave, brought.
            let kept = stay.moves() && clerk.is_multiple_of(3);
            if kept || mix(u64::from(clerk), 51).is_multiple_of(60) {
                rights.push(Right {
                    system: MAIN,
                    entitlement: "les",
                    scope: format!("unit:{}", self.code(stay.earlier)),
                    rights: "read",
                });
            }
            for right in rights {
                let user = self.user_in(right.system, clerk);
                let front = self.terms.origins[usize::from(right.system)].name;
                let to = stay
                    .to
                    .filter(|_| self.clerks[clerk as usize].account_to.is_some());
                let to = to.filter(|_| !self.plants.keeps_account(clerk));
                table.row(&[
                    &format!("G{number:06}"),
                    front,
                    &user,
                    right.entitlement,
                    &right.scope,
                    right.rights,
                    &day_text(Some(stay.from)),
                    &day_text(to),
                    &self.clerks[by as usize].user,
                    &self.clerks[by as usize].user,
                    self.job(clerk).position,
                ])?;
                number += 1;
            }
        }
        table.done()
    }

    pub(super) fn write_clearances(&self, folder: &Path) -> io::Result<()> {
        let header = "national_id level from expires withdrawn_on";
        let mut table = Table::new(folder, "clearances", header)?;
        for (place, clerk) in (0_u32..).zip(&self.clerks) {
            // Five years from a day that is scattered, so that a few run out within the log.
            let age = mix(u64::from(clerk.person), 61) % 1_800;
            let from = self.plan.first_day().plus(-(age as i32));
            let level = if place % 4 == 0 {
                "hemmelig"
            } else {
                "konfidensielt"
            };
            let (from, expires) = (day_text(Some(from)), day_text(Some(from.plus(1_826))));
            table.row(&[self.id_of_clerk(place), level, &from, &expires, ""])?;
        }
        table.done()
    }

    pub(super) fn write_authorisations(&self, folder: &Path) -> io::Result<()> {
        let header = "national_id system by_national_id from to rules_version rules_signed_on";
        let mut table = Table::new(folder, "authorisations", header)?;
        for clerk in 0..self.clerks.len() as u32 {
            if mix(u64::from(clerk), 62).is_multiple_of(140) {
                continue;
            }
            let stay = &self.person_of(clerk).stay;
            for system in self.systems_of(clerk) {
                let from = day_text(Some(stay.from));
                table.row(&[
                    self.id_of_clerk(clerk),
                    self.terms.origins[usize::from(system)].name,
                    self.id_of_clerk(self.head_of(stay.unit)),
                    &from,
                    &day_text(stay.to),
                    "2025-1",
                    &from,
                ])?;
            }
        }
        table.done()
    }

    pub(super) fn write_workstations(&self, folder: &Path) -> io::Result<()> {
        let header = "client_host national_id unit";
        let mut table = Table::new(folder, "workstations", header)?;
        for (place, clerk) in (0..).zip(&self.clerks) {
            if !clerk.shares_desk {
                let unit = self.person_of(place).stay.unit;
                let host = desk_name(self, place);
                table.row(&[&host, self.id_of_clerk(place), self.code(unit)])?;
            }
        }
        for (unit, team) in (0..).zip(&self.ties.teams) {
            for desk in 0..if team.is_empty() { 0 } else { 4 } {
                let host = desk_name(self, SHARED_DESKS + unit * 4 + desk);
                table.row(&[&host, "", self.code(unit)])?;
            }
        }
        table.done()
    }
}
