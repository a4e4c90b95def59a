//! The readers of a period in figures, and by whom their looks were reviewed, for a report.
//!
//! Not here: the looks of one reader (`reviewed`).

use std::collections::{BTreeMap, BTreeSet};

use tilsyn_domain::Period;

use super::reviewed::{REVIEWED, Tally, user_of, word_of};
use crate::desk::Desk;
use crate::permit::Principal;
use crate::problem::Problem;
use crate::quarters::Reader;

/// The word of a look that showed somebody's national id, or whom the register protects.
const REVEALED: &str = "revealed";

#[derive(Default)]
struct OfReader {
    tally: Tally,
    months: BTreeSet<String>,
    reviewed_by: BTreeSet<String>,
}

impl Desk {
    /// Who looked at others in a period, by name, and how often somebody was shown for a reason.
    /// The caller files the look.
    pub(crate) fn readers_of(
        &self,
        period: Period,
        principal: &Principal,
    ) -> Result<(Vec<Reader>, u64), Problem> {
        let withheld = self.withheld_from(principal)?;
        let months = months_of(period);
        let mut readers: BTreeMap<String, OfReader> = BTreeMap::new();
        let mut reveals = 0;
        let since = |at| self.zone().day_of(at) >= period.from();
        self.walk_looks(since, |_, look| {
            if look.act.view == REVIEWED {
                let month = look.act.filter.iter().find(|(name, _)| name == "month");
                let month = month.map(|(_, month)| month.clone()).unwrap_or_default();
                let of = look.about.as_ref().and_then(user_of);
                if let Some(of) = of.filter(|_| months.contains(&month)) {
                    let of = readers.entry(of.to_owned()).or_default();
                    of.months.insert(month);
                    of.reviewed_by.insert(look.user.clone());
                }
            }
            if period.contains(self.zone().day_of(look.at)) && look.is_of_others() {
                let of = readers.entry(look.user.clone()).or_default();
                of.tally.add(&look, &withheld);
                reveals += u64::from(look.act.view == REVEALED && look.act.denied.is_none());
            }
        })?;
        let names = self.names()?;
        let rows = readers.into_iter().map(|(user, of)| Reader {
            name: names.called(&user),
            looks: of.tally.looks,
            people: of.tally.people.len() as u64,
            searches: of.tally.searches,
            files: of.tally.files,
            refused: of.tally.refused,
            months_reviewed: of.months.len() as u64,
            reviewed_by: of.reviewed_by.iter().map(|who| names.called(who)).collect(),
        });
        let mut rows: Vec<Reader> = rows.collect();
        rows.sort_by(|one, other| one.name.cmp(&other.name));
        Ok((rows, reveals))
    }
}

fn months_of(period: Period) -> BTreeSet<String> {
    let mut months = BTreeSet::new();
    let mut month = Period::month_of(period.from());
    while month.from() <= period.to() {
        months.insert(word_of(month));
        month = Period::month_of(month.to().plus(1));
    }
    months
}
