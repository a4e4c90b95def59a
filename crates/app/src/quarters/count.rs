//! Counting a quarter: the log, its sources and those who read it.
//!
//! The checkpoint is taken last, so that it covers everything that was counted. Not here: what
//! was done about what was found (`controls`).

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use tilsyn_detect::language;
use tilsyn_domain::question::StatementLine;
use tilsyn_domain::{Day, Period};
use tilsyn_registry::settings::{
    PEOPLE_PER_HOUR_MAX, PEOPLE_PER_HOUR_WARNED, REPORT_DAYS, REVIEWERS_GIVEN_BY,
    REVIEWERS_HELD_BY, TIME_ZONE,
};

use super::Quarter;
use super::report::{
    Checkpoint, Compared, Figures, Signed, Source, Statement, Totals, UnitTotals, Week,
};
use crate::desk::{Desk, answered, registry_problem};
use crate::own_log::OWN_SOURCE;
use crate::permit::Principal;
use crate::problem::Problem;

/// Settings that decide what the figures are.
const SETTINGS: [&str; 6] = [
    TIME_ZONE.key,
    REPORT_DAYS.key,
    PEOPLE_PER_HOUR_WARNED.key,
    PEOPLE_PER_HOUR_MAX.key,
    REVIEWERS_GIVEN_BY.key,
    REVIEWERS_HELD_BY.key,
];

impl Desk {
    /// Counts a quarter as the log is now. The caller files the look.
    pub(super) fn count_quarter(
        &self,
        quarter: Quarter,
        principal: &Principal,
    ) -> Result<Figures, Problem> {
        let period = quarter.period();
        let statement = self.count_statement(quarter)?;
        let weeks = self.count_weeks(period)?;
        let (readers, reveals) = self.readers_of(period, principal)?;
        let registry = self.registry();
        let reasons = registry.quarantine_reasons().map_err(registry_problem)?;
        let before = self.approved_report(quarter.before())?;
        let setting = |key: &str| {
            let value = registry.setting_text(key).map_err(registry_problem)?;
            Ok::<_, Problem>((key.to_owned(), value))
        };
        let mut figures = Figures {
            organisation: self.organisation(),
            zone: self.zone().name().to_owned(),
            from: period.from(),
            to: period.to(),
            counted: Signed {
                by: self.names()?.called(principal.user()),
                at: self.now().0,
            },
            log_to: self.latest_day(),
            checkpoint: Checkpoint {
                origin: String::new(),
                size: 0,
                root: String::new(),
                until: None,
            },
            program: env!("CARGO_PKG_VERSION").to_owned(),
            rules: hex(&Sha256::digest(language::DEFAULT)),
            templates: self.rules().templates.len() as u64,
            statement,
            weeks,
            findings: self.count_findings(period)?,
            cases: self.count_cases(period)?,
            samples: self.count_samples(period)?,
            tests: self.count_tests(period)?,
            sources: self.count_sources(period)?,
            quarantined: reasons.iter().map(|reason| reason.entries).sum(),
            conflicts: registry.conflicts_count().map_err(registry_problem)?,
            readers,
            reveals,
            settings: SETTINGS
                .into_iter()
                .map(setting)
                .collect::<Result<_, _>>()?,
            measures_before: before
                .and_then(|report| report.said)
                .map(|said| said.measures)
                .unwrap_or_default(),
        };
        let mark = self.mark_of_all();
        figures.checkpoint = Checkpoint {
            root: mark.root_hex(),
            origin: mark.origin,
            size: mark.size,
            until: mark.until.map(|at| at.0),
        };
        Ok(figures)
    }

    fn count_statement(&self, quarter: Quarter) -> Result<Statement, Problem> {
        let lines = self.statement_of(quarter.period())?;
        Ok(Statement {
            now: self.totals_of(quarter.period(), &lines)?,
            before: self.compared(quarter.before())?,
            year_before: self.compared(quarter.year_before())?,
            units: self.units_of_lines(&lines),
        })
    }

    fn totals_of(&self, period: Period, lines: &[StatementLine]) -> Result<Totals, Problem> {
        let mut totals = Totals {
            lookups: answered(self.answers().lookup_count(period))?,
            ..Totals::default()
        };
        for line in lines {
            totals.outside += line.outside_lookups;
            totals.outside_users += u64::from(line.outside_lookups > 0);
            totals.no_unit += line.no_unit_lookups;
            if let Some(unexplained) = line.unexplained_lookups {
                *totals.unexplained.get_or_insert(0) += unexplained;
                *totals.unexplained_users.get_or_insert(0) += u64::from(unexplained > 0);
            }
        }
        Ok(totals)
    }

    /// Another quarter, as its report was approved, else counted now; `None`: the log has nothing
    /// of it.
    fn compared(&self, quarter: Quarter) -> Result<Option<Compared>, Problem> {
        if let Some(report) = self.approved_report(quarter)? {
            return Ok(Some(Compared {
                quarter,
                edition: Some(report.edition),
                totals: report.figures.statement.now,
            }));
        }
        let period = quarter.period();
        let sources = answered(self.answers().sources())?;
        let firsts = sources
            .iter()
            .map(|source| self.zone().day_of(source.first));
        if firsts.min().is_none_or(|first| first > period.to()) {
            return Ok(None);
        }
        let totals = self.totals_of(period, &self.statement_of(period)?)?;
        Ok((totals.lookups > 0).then_some(Compared {
            quarter,
            edition: None,
            totals,
        }))
    }

    /// By name of the unit; those without one last.
    fn units_of_lines(&self, lines: &[StatementLine]) -> Vec<UnitTotals> {
        let mut units: BTreeMap<Option<&str>, UnitTotals> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.outside_lookups > 0) {
            let unit = line.unit.as_deref();
            let of = units.entry(unit).or_insert_with(|| UnitTotals {
                name: unit.map(|unit| self.unit_name(unit)),
                users: 0,
                outside: 0,
                unexplained: None,
            });
            of.users += 1;
            of.outside += line.outside_lookups;
            if let Some(unexplained) = line.unexplained_lookups {
                *of.unexplained.get_or_insert(0) += unexplained;
            }
        }
        let mut units: Vec<UnitTotals> = units.into_values().collect();
        units.sort_by(|one, other| {
            let key = |of: &UnitTotals| (of.name.is_none(), of.name.clone());
            key(one).cmp(&key(other))
        });
        units
    }

    /// The weeks that a quarter touches, and when each was first evaluated.
    fn count_weeks(&self, period: Period) -> Result<Vec<Week>, Problem> {
        let runs = self.registry().evaluations().map_err(registry_problem)?;
        let mut weeks = Vec::new();
        let mut monday = period.from().monday();
        while monday <= period.to() {
            let from = monday.max(period.from());
            let to = monday.plus(6).min(period.to());
            let days = Period::new(from, to).unwrap_or(period);
            let mut covering = runs.iter().filter(|run| run.from <= from && to <= run.to);
            weeks.push(Week {
                from,
                to,
                lookups: answered(self.answers().lookup_count(days))?,
                evaluated: covering.next().map(|run| run.at.0),
            });
            monday = monday.plus(7);
        }
        Ok(weeks)
    }

    fn count_sources(&self, period: Period) -> Result<Vec<Source>, Problem> {
        let start = self.zone().start_of(period.from());
        let end = self.zone().start_of(period.to().plus(1));
        let hours = answered(self.answers().hours_of_sources(start..end))?;
        let known = self.registry().sources().map_err(registry_problem)?;
        let in_quarter = |at| period.contains(self.zone().day_of(at));
        let mut sources = Vec::new();
        for source in known.iter().filter(|source| source.name != OWN_SOURCE) {
            let of_source = hours.iter().find(|of| of.source == source.name);
            let hours = of_source.map(|of| of.hours.as_slice()).unwrap_or_default();
            let days: BTreeSet<Day> = hours
                .iter()
                .map(|(hour, _)| self.day_of_hour(*hour))
                .collect();
            let open = self.registry().open_gaps(source.number);
            let open = open.map_err(registry_problem)?;
            let filled = self.filled_gaps(source.number)?;
            let filled = filled
                .iter()
                .filter(|row| row.gap.filled.is_some_and(in_quarter));
            sources.push(Source {
                source: source.name.clone(),
                every_hours: source.agreement.every_hours,
                events: hours.iter().map(|(_, events)| events).sum(),
                days: days.len() as u64,
                open_gaps: open.len() as u64,
                filled_gaps: filled.count() as u64,
                missing: open.iter().map(|gap| gap.last - gap.first + 1).sum(),
            });
        }
        sources.sort_by(|one, other| one.source.cmp(&other.source));
        Ok(sources)
    }

    fn day_of_hour(&self, hour: i64) -> Day {
        self.zone()
            .day_of(tilsyn_domain::Instant(hour * tilsyn_domain::time::HOUR))
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes any byte");
        text
    })
}
