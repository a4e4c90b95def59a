//! What decisions on findings leave behind: needs that settle the same for a while, and what was
//! wrong or missing in what the systems say.

use std::collections::{BTreeSet, HashSet};

use tilsyn_detect::Fact;
use tilsyn_domain::Identity;

use super::views::Known;
use super::{About, ActKind, RecordsError, Settled, State};
use crate::desk::Desk;
use crate::own_log::Looked;
use crate::permit::{Permit, ReadFindings};
use crate::problem::Problem;

/// Events of a finding that are read for the systems they come from.
const EVENTS_READ: usize = 50;

impl Desk {
    /// Needs that were established and settle the same today, those that end soonest first.
    ///
    /// # Errors
    /// When a store cannot be read or the look cannot be filed.
    pub fn settled(&self, permit: &Permit<ReadFindings>) -> Result<Vec<Settled>, Problem> {
        let names = self.names()?;
        let today = self.today();
        let mut rows = Vec::new();
        for known in self.explained_as(permit, ActKind::Need)? {
            let row = self.finding_row(permit.principal(), &known);
            let kind = row.kind();
            let Some((act, kind)) = known.deciding().zip(kind) else {
                continue;
            };
            let Some(until) = act.until.filter(|until| today <= *until) else {
                continue;
            };
            let people: HashSet<&Identity> = known
                .weeks
                .iter()
                .flat_map(|week| &week.seen.subjects)
                .collect();
            rows.push(Settled {
                finding: known.kept.number,
                about: row.about,
                kind,
                people: people.len(),
                until,
                by: names.called(&act.by),
                at: act.at,
            });
        }
        rows.sort_by_key(|row| (row.until, row.finding));
        let people = rows.iter().filter_map(|row| match &row.about {
            About::Shown(named) => match &named.identity {
                Identity::Person(id) => Some(id),
                Identity::Account { .. } => None,
            },
            _ => None,
        });
        let always = tilsyn_domain::Period::always();
        let looked = Looked::list("findings-settled", always, people, rows.len());
        self.file_look(permit, &looked)?;
        Ok(rows)
    }

    /// What was wrong or missing in what the systems say, the newest first; names nobody.
    ///
    /// # Errors
    /// When a store cannot be read or the look cannot be filed.
    pub fn records_errors(
        &self,
        permit: &Permit<ReadFindings>,
    ) -> Result<Vec<RecordsError>, Problem> {
        let names = self.names()?;
        let mut rows = Vec::new();
        for known in self.explained_as(permit, ActKind::RecordsError)? {
            let Some(act) = known.deciding() else {
                continue;
            };
            let said = self.finding_acts(std::slice::from_ref(act), &names)?;
            let facts = known.weeks.iter().flat_map(|week| &week.seen.counter);
            let missing: BTreeSet<&'static str> = facts
                .filter_map(|fact| match fact {
                    Fact::Missing(file) => Some(file.name()),
                    _ => None,
                })
                .collect();
            let unit = self.finding_row(permit.principal(), &known).unit;
            rows.push(RecordsError {
                finding: known.kept.number,
                unit_name: unit.map(|unit| self.unit_name(&unit)),
                at: act.at,
                by: names.called(&act.by),
                text: said.into_iter().next().and_then(|said| said.text),
                systems: self.systems_of_finding(&known)?,
                missing: missing.into_iter().collect(),
            });
        }
        self.file_look(permit, &Looked::plain("findings-records", rows.len()))?;
        Ok(rows)
    }

    /// Findings that were explained like this, newest first.
    fn explained_as(
        &self,
        permit: &Permit<ReadFindings>,
        kind: ActKind,
    ) -> Result<Vec<Known>, Problem> {
        let mut known = self.findings_seen(permit)?;
        known.retain(|known| known.state == State::Explained(kind));
        Ok(known)
    }

    fn systems_of_finding(&self, known: &Known) -> Result<Vec<String>, Problem> {
        let mut leaves = self.leaves_of_finding(known.kept.number)?;
        leaves.truncate(EVENTS_READ);
        let events = self.stored_events(&leaves)?;
        let systems = events.into_iter().flatten().map(|event| event.source);
        let systems: BTreeSet<String> = systems.collect();
        Ok(systems.into_iter().collect())
    }
}
