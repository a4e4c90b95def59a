//! Mistakes planted in the rules, one at a time: the plain table notices every one.
//!
//! A mistake that leaves a rule which does not fit the schema is refused by the validator, as it
//! would be in the rules; of any other, a question is found that is ruled otherwise than the table
//! says. So the rules hold nothing that could as well stand otherwise, but what `EQUIVALENT` names.
//! Not here: which mistakes can be made (`mistakes`), what is right (`tests`).

mod mistakes;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use cedar_policy::{Policy, PolicyId, ValidationMode, Validator};
use rayon::prelude::*;

use super::tests::{Chance, RULINGS, expected, question, setting};
use super::*;
use crate::permit::ACTIONS;
use mistakes::{KINDS, all_roles, mistakes};

/// Others that a name in a rule is replaced by, one at a time; a campaign takes all there are.
const NAMES: u64 = 3;

/// Mistakes that are none: rule, mistake, and why nothing is ruled otherwise.
const EQUIVALENT: [[&str; 3]; 3] = [
    [
        "no-case-about-oneself",
        "any resource",
        "nothing but a case has somebody whom it is about",
    ],
    [
        "no-second-half-for-oneself",
        "any action",
        "another-reviews-emergency forbids the holder the only other action about such a login",
    ],
    [
        "user-answers-own-case",
        "any action",
        "no-step-about-oneself forbids the only other action about a step",
    ],
];

/// A rule with a mistake in it, or one that is too many.
struct Mutant {
    rule: String,
    mistake: String,
    /// By itself.
    policies: PolicySet,
    is_noticed: AtomicBool,
}

impl Mutant {
    fn new(rule: &str, mistake: String, policy: Policy) -> Mutant {
        Mutant {
            rule: rule.to_owned(),
            mistake,
            policies: PolicySet::from_policies([policy]).expect("one has no other beside it"),
            is_noticed: AtomicBool::new(false),
        }
    }

    fn names(&self) -> [&str; 2] {
        [&self.rule, &self.mistake]
    }

    fn policy(&self) -> &Policy {
        self.policies.policies().next().expect("it was made of one")
    }

    fn fits(&self, validator: &Validator) -> bool {
        let said = validator.validate(&self.policies, ValidationMode::Strict);
        said.validation_errors().next().is_none()
    }

    /// All rules, as they are with the mistake.
    fn among_all(&self) -> PolicySet {
        let all = RULES.policies.policies();
        let others = all.filter(|policy| policy.id() != self.policy().id());
        let all = others.chain([self.policy()]).cloned();
        PolicySet::from_policies(all).expect("every rule has an id of its own")
    }
}

/// The id that stands over a rule.
fn name(policy: &Policy) -> &str {
    policy.annotation("id").unwrap_or_default()
}

/// Every mistake in every rule.
fn spoilt(names_max: u64, chance: &mut Chance) -> Vec<Mutant> {
    let mut rules: Vec<&Policy> = RULES.policies.policies().collect();
    // So that the same others are chosen in every run.
    rules.sort_unstable_by_key(|policy| name(policy));
    let mutants = rules.into_iter().flat_map(|policy| {
        let json = policy
            .to_json()
            .expect("a rule without slots has this form");
        let all = mistakes(&json, names_max, chance).into_iter();
        let all = all.map(|(mistake, json)| {
            let spoilt = Policy::from_json(Some(policy.id().clone()), json);
            let spoilt = spoilt.unwrap_or_else(|error| panic!("{mistake}: {error}"));
            Mutant::new(name(policy), mistake, spoilt)
        });
        all.collect::<Vec<Mutant>>()
    });
    mutants.collect()
}

/// One rule too many, for every role and everything that it may not do. Left out are whoever is
/// not signed in, whom another rule keeps out, and the founder, who may do everything.
fn surplus() -> Vec<Mutant> {
    let roles = all_roles().into_iter();
    let roles = roles.filter(|role| !["nobody", "founder"].contains(role));
    let mutants = roles.flat_map(|role| {
        let actions = ACTIONS
            .iter()
            .filter(move |action| !may_already(role, action));
        actions.flat_map(move |action| {
            let kinds = KINDS.iter().filter(|kind| applies(action, kind));
            kinds.map(move |kind| {
                let mistake = format!("{role} {action} {kind}");
                let text = format!(
                    r#"permit (
                        principal in Role::"{role}",
                        action == Action::"{action}",
                        resource is {kind}
                    );"#
                );
                let policy = Policy::parse(Some(PolicyId::new("surplus")), text);
                Mutant::new("surplus", mistake, policy.expect("names do not break it"))
            })
        })
    });
    mutants.collect()
}

/// Whether whoever has this role and nothing else may do that about nothing in particular.
fn may_already(role: &str, action: &'static str) -> bool {
    let footing = [Footing::Program, Footing::Provisioner];
    let footing = footing.into_iter().find(|one| one.word() == Some(role));
    let asker = Asker {
        who: Who("Siv".to_owned()),
        footing: footing.unwrap_or(Footing::Duties),
        roles: Role::of(role).into_iter().collect(),
        units: Vec::new(),
        stands_in_for: Vec::new(),
    };
    expected(&Question {
        asker: &asker,
        action,
        about: &About::Organisation,
    })
}

/// Whether the schema has this action for that kind.
fn applies(action: &str, kind: &str) -> bool {
    let (principal, resource) = (uid("Person", "Siv"), uid(kind, "this"));
    let context = Context::empty();
    let action = uid("Action", action);
    Request::new(principal, action, resource, context, Some(&RULES.schema)).is_ok()
}

/// The rules, those that allow and those that forbid by themselves: so it is seen of all of them
/// whether they apply, not only of those that decide.
struct Standing {
    permits: PolicySet,
    forbids: PolicySet,
}

impl Standing {
    fn new() -> Standing {
        let of = |effect| {
            let all = RULES.policies.policies();
            let some = all.filter(|policy| policy.effect() == effect).cloned();
            PolicySet::from_policies(some).expect("they were together before")
        };
        Standing {
            permits: of(cedar_policy::Effect::Permit),
            forbids: of(cedar_policy::Effect::Forbid),
        }
    }

    /// Puts one question to all mutants that are not noticed yet; says how many it gives away.
    fn ask(&self, question: &Question<'_>, mutants: &[Mutant]) -> usize {
        let Some((request, entities)) = put(question) else {
            return 0;
        };
        let is_allowed = expected(question);
        let apply = |policies: &PolicySet| {
            let said = RULES
                .authorizer
                .is_authorized(&request, policies, &entities);
            let is_certain = said.diagnostics().errors().next().is_none();
            let applied: Vec<PolicyId> = said.diagnostics().reason().cloned().collect();
            (is_certain, applied)
        };
        let [permits, forbids] = [&self.permits, &self.forbids].map(|some| apply(some).1);
        let gives_away = |mutant: &&Mutant| {
            if mutant.is_noticed.load(Ordering::Relaxed) {
                return false;
            }
            let (is_certain, applied) = apply(&mutant.policies);
            let id = mutant.policy().id();
            let others = |some: &[PolicyId]| some.iter().any(|one| one != id);
            let adds = |effect| !applied.is_empty() && mutant.policy().effect() == effect;
            let permitted = others(&permits) || adds(cedar_policy::Effect::Permit);
            let forbidden = others(&forbids) || adds(cedar_policy::Effect::Forbid);
            (is_certain && permitted && !forbidden) != is_allowed
        };
        let noticed = mutants.iter().filter(gives_away).filter(|mutant| {
            // What is put together here is held to what Cedar says of all rules together.
            let all = mutant.among_all();
            let said = RULES.authorizer.is_authorized(&request, &all, &entities);
            let is_certain = said.diagnostics().errors().next().is_none();
            let allowed = is_certain && said.decision() == Decision::Allow;
            assert_ne!(allowed, is_allowed, "{}: {}", mutant.rule, mutant.mistake);
            !mutant.is_noticed.swap(true, Ordering::Relaxed)
        });
        noticed.count()
    }
}

/// Puts random questions until every mutant is noticed, or there were too many.
fn ask(mutants: &[Mutant], first: u64) {
    let standing = Standing::new();
    let left = AtomicUsize::new(mutants.len());
    let questions = setting("TILSYN_RULINGS").unwrap_or(RULINGS);
    let numbers = first..first + questions;
    numbers.into_par_iter().for_each(|number| {
        if left.load(Ordering::Relaxed) > 0 {
            let noticed = question(number, |question| standing.ask(question, mutants));
            left.fetch_sub(noticed, Ordering::Relaxed);
        }
    });
}

#[test]
fn every_mistake_in_a_rule_is_noticed() {
    let first = setting("TILSYN_RULES_FIRST").unwrap_or(0);
    let names_max = setting("TILSYN_RULE_NAMES").unwrap_or(NAMES);
    let mut planted = spoilt(names_max, &mut Chance(first));
    planted.extend(surplus());
    let validator = Validator::new(RULES.schema.clone());
    let all = planted.len();
    let fit = planted
        .into_par_iter()
        .filter(|mutant| mutant.fits(&validator));
    let fit: Vec<Mutant> = fit.collect();
    ask(&fit, first);
    let survivors = fit
        .iter()
        .filter(|mutant| !mutant.is_noticed.load(Ordering::Relaxed));
    let survivors: BTreeSet<[&str; 2]> = survivors.map(Mutant::names).collect();
    let equivalent: BTreeSet<[&str; 2]> = EQUIVALENT.map(|[rule, what, _]| [rule, what]).into();
    eprintln!(
        "{all} mistakes in the rules: {} refused by the validator, {} noticed, {} equivalent",
        all - fit.len(),
        fit.len() - survivors.len(),
        survivors.len(),
    );
    assert_eq!(
        survivors, equivalent,
        "not noticed, and what is known to be no mistake"
    );
}
