//! The draw by strata: week by week, each lookup is put into its stratum and hashed, and of each
//! stratum and department the smallest are kept.
//!
//! A lookup has the same hash as in any other sample of the seed. What a stratum is, `stratum_of`
//! alone says. Not here: filing and keeping what was drawn (`acts`).

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::Arc;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use tilsyn_detect::sample::Smallest;
use tilsyn_detect::{Basis, Classes, Classifier, language};
use tilsyn_domain::codebook::Codebook;
use tilsyn_domain::question::OneLookup;
use tilsyn_domain::touch::TouchWeek;
use tilsyn_domain::{Code, Day, Identity, NationalId, Period};

use super::super::seed::{hex, of_text};
use super::{Part, Plan, SeedOrigin, StratifiedItem, Stratum, Terms};
use crate::desk::{Desk, VaultBook, answered};
use crate::problem::Problem;

/// What was drawn, in the order of the hashes.
pub(super) struct Picked {
    pub(super) terms: Terms,
    pub(super) items: Vec<StratifiedItem>,
    pub(super) places: Vec<Drawn>,
}

/// One lookup, as far as it is drawn by it: by the hash first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Drawn {
    hash: [u8; 32],
    pub(super) lookup: OneLookup,
    pub(super) stratum: Stratum,
    pub(super) unit: Option<Arc<str>>,
    /// The place of the template that explains it.
    template: Option<usize>,
    /// Its name, of those that were drawn.
    pub(super) reason: Option<String>,
}

/// The smallest of each stratum and department, and how many there were.
struct Kept {
    plan: Plan,
    parts: BTreeMap<Stratum, (u64, HashSet<Code>, Smallest<Drawn>)>,
    departments: BTreeMap<Arc<str>, Smallest<Drawn>>,
}

impl Kept {
    fn new(plan: &Plan) -> Kept {
        let part = |stratum| {
            let most = usize::try_from(plan.size_max(stratum)).unwrap_or(usize::MAX);
            (stratum, (0, HashSet::new(), Smallest::new(most)))
        };
        Kept {
            plan: *plan,
            parts: Stratum::PARTS.into_iter().map(part).collect(),
            departments: BTreeMap::new(),
        }
    }

    fn add(&mut self, drawn: Drawn) {
        let per_department = usize::try_from(self.plan.per_department).unwrap_or(0);
        if let Some(unit) = drawn.unit.clone().filter(|_| per_department > 0) {
            let of_unit = self.departments.entry(unit);
            let of_unit = of_unit.or_insert_with(|| Smallest::new(per_department));
            of_unit.add(drawn.clone());
        }
        if let Some((count, users, smallest)) = self.parts.get_mut(&drawn.stratum) {
            *count += 1;
            users.insert(drawn.lookup.actor);
            smallest.add(drawn);
        }
    }

    /// The strata as they were drawn, the departments with lookups, and all items.
    fn done(self) -> (Vec<Part>, u64, Vec<Drawn>) {
        let mut parts = Vec::new();
        let mut all: Vec<Drawn> = Vec::new();
        for (stratum, (population, users, smallest)) in self.parts {
            let mut drawn = smallest.into_sorted();
            let size = self.plan.size(stratum, population);
            drawn.truncate(usize::try_from(size).unwrap_or(usize::MAX));
            parts.push(Part {
                stratum,
                population,
                users: users.len() as u64,
                drawn: drawn.len() as u64,
            });
            all.extend(drawn);
        }
        let taken: HashSet<[u8; 32]> = all.iter().map(|one| one.hash).collect();
        let mut of_units: HashMap<Arc<str>, u64> = HashMap::new();
        for unit in all.iter().filter_map(|one| one.unit.clone()) {
            *of_units.entry(unit).or_default() += 1;
        }
        let departments = self.departments.len() as u64;
        for (unit, smallest) in self.departments {
            let has = of_units.get(&unit).copied().unwrap_or(0);
            let lacks = self.plan.per_department.saturating_sub(has);
            // Among its smallest are so many that no stratum has, since it has few in them.
            let more = smallest.into_sorted().into_iter();
            let more = more.filter(|one| !taken.contains(&one.hash));
            all.extend(
                more.take(usize::try_from(lacks).unwrap_or(0))
                    .map(|one| Drawn {
                        stratum: Stratum::Department,
                        ..one
                    }),
            );
        }
        all.sort();
        (parts, departments, all)
    }
}

/// Everything that says which stratum a lookup is of.
struct Week<'a> {
    classes: Classes,
    /// Who acted, by number; `None`: an account that nobody is known to own, or somebody erased.
    actors: &'a HashMap<Code, Option<NationalId>>,
}

impl Week<'_> {
    /// The stratum of a lookup, and the template that explains it. The only place that says so.
    fn stratum_of(&self, lookup: &OneLookup) -> (Stratum, Option<usize>) {
        let (basis, template) = self.classes.of(lookup.actor, lookup.person, lookup.day);
        let is_owned = self.actors.get(&lookup.actor).is_some_and(Option::is_some);
        let stratum = match basis {
            Basis::Reported => Stratum::Reported,
            _ if !is_owned => Stratum::Unowned,
            Basis::Unexplained => Stratum::Unexplained,
            Basis::Weak => Stratum::Weak,
            Basis::Strong => Stratum::Strong,
        };
        (stratum, template)
    }
}

/// Units by user and day, kept while a draw runs.
type Units = HashMap<(Code, Day), Option<Arc<str>>>;

impl Desk {
    pub(super) fn lookup_count_of(&self, period: Period) -> Result<u64, Problem> {
        answered(self.answers().lookup_count(period))
    }

    /// Draws by strata.
    pub(super) fn pick(
        &self,
        period: Period,
        plan: &Plan,
        (seed, origin): (&str, SeedOrigin),
    ) -> Result<Picked, Problem> {
        let rules = self.rules();
        let mut classifier = Classifier::new(&self.directory(), &rules, period);
        let book = VaultBook(self.ledger_shared());
        let question = classifier.question();
        let start = Sha256::new().chain_update(seed).chain_update([0]);
        let mut kept = Kept::new(plan);
        let mut actors = HashMap::new();
        let mut went = Ok(());
        let mut take = |week: TouchWeek| {
            let Some(classes) = classifier.take(&week, &book) else {
                return ControlFlow::Continue(());
            };
            went = self.pick_week(&mut kept, (week.days, classes), &mut actors, &start);
            match went {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        answered(self.answers().touches(&question, &mut take))?;
        went?;
        let (mut parts, departments, places) = kept.done();
        parts.sort_by_key(|part| Stratum::PARTS.iter().position(|one| *one == part.stratum));
        let (items, places) = self.named_items(places, &rules)?;
        let lines = items.iter().map(|item| item.line() + "\n");
        let added = items
            .iter()
            .filter(|item| item.stratum == Stratum::Department);
        let terms = Terms {
            seed: seed.to_owned(),
            seed_origin: origin,
            list: hex(&of_text(&lines.collect::<String>())),
            population: parts.iter().map(|part| part.population).sum(),
            rate: plan.rate.text(),
            others: plan.others.text(),
            sensitivity_percent: plan.sensitivity_percent,
            per_department: plan.per_department,
            rules: hex(&of_text(language::DEFAULT)),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            departments,
            added: added.count() as u64,
            parts,
        };
        Ok(Picked {
            terms,
            items,
            places,
        })
    }

    fn pick_week(
        &self,
        kept: &mut Kept,
        (days, classes): (Period, Classes),
        actors: &mut HashMap<Code, Option<NationalId>>,
        start: &Sha256,
    ) -> Result<(), Problem> {
        let mut went = Ok(());
        let mut units = Units::new();
        let mut classes = Some(classes);
        let each = &mut |piece: Vec<OneLookup>| {
            self.meet(&piece, actors, &mut units);
            let week = Week {
                classes: classes.take().unwrap_or_default(),
                actors,
            };
            let hashed = self.hashed(&piece, &week, &units, start);
            classes = Some(week.classes);
            match hashed {
                Ok(drawn) => {
                    drawn.into_iter().for_each(|one| kept.add(one));
                    ControlFlow::Continue(())
                }
                Err(problem) => {
                    went = Err(problem);
                    ControlFlow::Break(())
                }
            }
        };
        answered(self.answers().lookups(days, each))?;
        went
    }

    /// Who acted in a piece, and where they worked then.
    fn meet(
        &self,
        piece: &[OneLookup],
        actors: &mut HashMap<Code, Option<NationalId>>,
        units: &mut Units,
    ) {
        let book = VaultBook(self.ledger_shared());
        let index = self.directory_index();
        for lookup in piece {
            let actor = actors.entry(lookup.actor);
            let actor = actor.or_insert_with(|| match book.identity(lookup.actor) {
                Some(Identity::Person(id)) => Some(id),
                Some(Identity::Account { .. }) | None => None,
            });
            units.entry((lookup.actor, lookup.day)).or_insert_with(|| {
                let units = index.units_of(actor.as_ref()?, lookup.day);
                units.first().map(|unit| Arc::from(unit.as_str()))
            });
        }
    }

    /// A piece in the order of leaves: an event is read once.
    fn hashed(
        &self,
        piece: &[OneLookup],
        week: &Week<'_>,
        units: &Units,
        start: &Sha256,
    ) -> Result<Vec<Drawn>, Problem> {
        let of_event = |lookups: &[OneLookup]| {
            let Some(named) = self.named_event(lookups[0].leaf)? else {
                // It was erased meanwhile.
                return Ok(Vec::new());
            };
            let drawn = lookups.iter().map(|lookup| {
                let (stratum, template) = week.stratum_of(lookup);
                Drawn {
                    hash: named.hash(start, lookup.subject.as_ref()),
                    stratum,
                    template,
                    unit: units.get(&(lookup.actor, lookup.day)).cloned().flatten(),
                    reason: None,
                    lookup: lookup.clone(),
                }
            });
            Ok(drawn.collect())
        };
        let drawn = piece
            .par_chunk_by(|one, other| one.leaf == other.leaf)
            .map(of_event);
        let drawn: Vec<Vec<Drawn>> = drawn.collect::<Result<_, Problem>>()?;
        Ok(drawn.into_iter().flatten().collect())
    }

    /// What was drawn, as it is listed. One that was erased in this moment is left out.
    fn named_items(
        &self,
        places: Vec<Drawn>,
        rules: &language::Rules,
    ) -> Result<(Vec<StratifiedItem>, Vec<Drawn>), Problem> {
        let (mut items, mut kept) = (Vec::new(), Vec::new());
        for mut drawn in places {
            let Some(named) = self.named_event(drawn.lookup.leaf)? else {
                continue;
            };
            items.push(StratifiedItem {
                stratum: drawn.stratum,
                source: named.source,
                id: named.id,
                national_id: drawn.lookup.subject.clone(),
            });
            let template = drawn.template.and_then(|place| rules.templates.get(place));
            drawn.reason = template.map(|template| template.id.clone());
            kept.push(drawn);
        }
        Ok((items, kept))
    }
}

impl StratifiedItem {
    /// Stratum, source, id and national id, joined by 0x1F.
    fn line(&self) -> String {
        let person = self.national_id.as_ref().map_or("", NationalId::reveal);
        [self.stratum.word(), &self.source, &self.id, person].join("\u{1f}")
    }
}
