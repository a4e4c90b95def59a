//! The rules beside a second, plain table of who may do what.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use cedar_policy::{Policy, ValidationMode, Validator};
use rayon::prelude::*;

use super::*;
use crate::cases::StepKind;
use crate::permit::ACTIONS;

const LOG_DATA: [&str; 11] = [
    "review-sample",
    "read-statement",
    "read-subjects",
    "read-pictures",
    "read-findings",
    "read-elements",
    "read-history",
    "prove-event",
    "search-people",
    "read-own-log",
    "reveal-person",
];
const HEALTH: [&str; 4] = [
    "read-sources",
    "read-integrity",
    "read-keys",
    "verify-ledger",
];
const EVERYBODY: [&str; 5] = [
    "read-overview",
    "read-rules",
    "read-mine",
    "answer-case",
    "sign-in",
];
const CASES: [&str; 2] = ["read-cases", "take-case-step"];
const QUARTERS: [&str; 2] = ["read-reports", "write-report"];

/// What a role may do, as a list; nothing here is computed from the rules.
fn may(role: Role, action: &str) -> bool {
    let lists: &[&[&str]] = match role {
        Role::LogReviewer => &[
            &LOG_DATA,
            &HEALTH,
            &["explain-gap", "hold-events", "read-quarantine"],
            &["confirm-reveal", "review-looks", "make-first-half"],
            &["draw-sample", "read-samples"],
            &["decide-finding", "evaluate-log"],
            &QUARTERS,
            &["read-emergency", "review-emergency"],
            &CASES,
        ],
        Role::SourceOperator => &[
            &HEALTH,
            &[
                "import-events",
                "import-directory",
                "read-quarantine",
                "explain-gap",
            ],
        ],
        Role::Administrator => &[
            &HEALTH,
            &["change-settings", "make-backup"],
            &["add-staff", "carry-out-erasures"],
            &["read-duties", "propose-duty", "end-duty", "end-sessions"],
            &["make-first-half"],
        ],
        Role::KeyCustodian => &[&HEALTH, &["manage-keys", "make-first-half"]],
        Role::DataProtectionOfficer => &[
            &HEALTH,
            &[
                "ask-erasure",
                "decide-erasure",
                "read-erasures",
                "set-retention",
            ],
            &["hold-events", "read-duties", "confirm-reveal"],
            &["make-first-half", "read-emergency", "review-emergency"],
        ],
        Role::HeadOfReview => &[
            &HEALTH,
            &[
                "read-duties",
                "propose-duty",
                "approve-duty",
                "end-duty",
                "name-bodies",
                "confirm-reveal",
            ],
            &["end-sessions", "make-first-half", "make-second-half"],
            &["read-emergency", "review-emergency", "draw-sample"],
            &["evaluate-log", "read-samples", "plan-test"],
            &QUARTERS,
            &["approve-report"],
            &CASES,
        ],
        Role::HeadOfDepartment => &[&CASES],
        Role::IncidentLead => &[&["make-first-half"]],
        Role::Auditor => &[
            &HEALTH,
            &["read-duties", "read-emergency", "read-samples"],
            &["read-reports"],
        ],
        Role::CommonBodySecretary => &[&["read-duties", "name-bodies"]],
        _ => &[],
    };
    lists.iter().any(|list| list.contains(&action))
}

/// Roles of which nobody has two.
pub(super) const APART: [Role; 4] = [
    Role::LogReviewer,
    Role::Administrator,
    Role::SourceOperator,
    Role::KeyCustodian,
];

const ABOUT_DUTIES: [&str; 4] = [
    "give-first-duties",
    "propose-duty",
    "approve-duty",
    "end-duty",
];

const ABOUT_ERASURE: [&str; 2] = ["ask-erasure", "decide-erasure"];

const ABOUT_STEP: [&str; 3] = ["take-case-step", "answer-case", "decide-finding"];

const ABOUT_EMERGENCY: [&str; 2] = ["make-second-half", "review-emergency"];

const ABOUT_LOOKS: [&str; 2] = ["review-looks", "review-sample"];

/// The same question, answered without the rules.
pub(super) fn expected(question: &Question<'_>) -> bool {
    let Question {
        asker,
        action,
        about,
    } = question;
    let of_a_kind = match about {
        About::Organisation => true,
        About::Erasure { .. } => ABOUT_ERASURE.contains(action),
        About::Reveal { .. } => *action == "confirm-reveal",
        About::Quarter { .. } => *action == "approve-report",
        About::Looks { .. } => ABOUT_LOOKS.contains(action),
        About::EmergencyLogin { .. } => ABOUT_EMERGENCY.contains(action),
        About::Duty(_) => ABOUT_DUTIES.contains(action),
        About::Case(_) => ["read-cases", "read-findings"].contains(action),
        About::CaseStep(..) => ABOUT_STEP.contains(action),
    };
    if !of_a_kind || asker.footing == Footing::Nobody {
        return false;
    }
    let is_for_everybody = EVERYBODY.contains(action);
    let by_everybody = is_for_everybody && is_own_answer(asker, about);
    let too_many = APART
        .iter()
        .filter(|role| asker.roles.contains(role))
        .count()
        > 1;
    let by_role = |role: &Role| may(*role, action) && may_of_case((*role, action), asker, about);
    let by_role = asker.roles.iter().any(by_role);
    let by_footing = match asker.footing {
        Footing::Duties | Footing::Nobody => false,
        Footing::Founder => true,
        Footing::Provisioner => *action == "provision-staff",
        Footing::Program => {
            let own = ["carry-out-erasures", "verify-ledger", "send-notices"];
            own.contains(action) || *action == "evaluate-log"
        }
    };
    (by_footing || by_everybody || by_role)
        && (is_for_everybody || !too_many)
        && is_kept_apart(asker, action, about)
        && !is_of_whom_one_stands_in_for(asker, action, about)
}

/// Nobody decides for whom they stand in for what that one may not.
fn is_of_whom_one_stands_in_for(asker: &Asker, action: &str, about: &About) -> bool {
    let whose: Vec<&Who> = match about {
        About::CaseStep(_, case) if action != "answer-case" => case.about.iter().collect(),
        About::Erasure { asked_by, concerns } if action == "decide-erasure" => {
            concerns.iter().chain([asked_by]).collect()
        }
        About::Reveal { asked_by } => vec![asked_by],
        About::Quarter { closed_by } => vec![closed_by],
        About::Looks { of, .. } => vec![of],
        About::EmergencyLogin { holder, second_by } => second_by.iter().chain([holder]).collect(),
        About::Duty(duty) if action == "approve-duty" => vec![&duty.holder, &duty.proposed_by],
        _ => Vec::new(),
    };
    whose
        .into_iter()
        .any(|whose| asker.stands_in_for.contains(whose))
}

fn is_kept_apart(asker: &Asker, action: &str, about: &About) -> bool {
    match about {
        About::Organisation => true,
        About::Reveal { asked_by } => *asked_by != asker.who,
        About::Quarter { closed_by } => *closed_by != asker.who,
        About::Erasure { asked_by, concerns } => {
            let is_own = action == "decide-erasure" && *asked_by == asker.who;
            !is_own && !concerns.contains(&asker.who)
        }
        About::Looks { of, judged } => *of != asker.who && !judged.contains(&asker.who),
        About::EmergencyLogin { holder, second_by } => {
            let is_second = action == "review-emergency" && second_by.as_ref() == Some(&asker.who);
            *holder != asker.who && !is_second
        }
        About::CaseStep(..) if action == "answer-case" => true,
        About::Case(case) => {
            let sees_all = asker.roles.contains(&Role::HeadOfReview);
            let is_pair = !sees_all && case.judged.contains(&asker.who);
            case.about.as_ref() != Some(&asker.who) && !is_pair
        }
        About::CaseStep(_, case) => {
            case.about.as_ref() != Some(&asker.who) && !case.judged.contains(&asker.who)
        }
        About::Duty(_) if action == "end-duty" => true,
        About::Duty(duty) => {
            let share = |one: &[String], two: &[String]| one.iter().any(|unit| two.contains(unit));
            let is_reviewer = duty.role == Role::LogReviewer;
            let approves = action == "approve-duty";
            let begins = action == "give-first-duties";
            let has_another_of_the_four = duty
                .holder_roles
                .iter()
                .any(|role| APART.contains(role) && *role != duty.role);
            (duty.holder != asker.who || begins)
                && !(APART.contains(&duty.role) && has_another_of_the_four)
                && !(approves && duty.proposed_by == asker.who)
                && (!is_reviewer || share(&duty.holder_units, &duty.reviewers_held_by))
                && (!is_reviewer || !approves || share(&asker.units, &duty.reviewers_given_by))
        }
    }
}

/// A question in a case is answered by whom it is put to.
fn is_own_answer(asker: &Asker, about: &About) -> bool {
    match about {
        About::CaseStep(step, case) => {
            *step == "answer" && case.is_asked && case.about.as_ref() == Some(&asker.who)
        }
        _ => true,
    }
}

/// Which cases, and which steps of them, are a role's.
fn may_of_case((role, action): (Role, &str), asker: &Asker, about: &About) -> bool {
    let share = |one: &[String]| one.iter().any(|unit| asker.units.contains(unit));
    let is_told = |case: &Case| case.is_told && case.heads.contains(&asker.who);
    match (role, about) {
        // Whoever decides on findings takes no step yet.
        (Role::LogReviewer, About::CaseStep(..)) if action == "decide-finding" => true,
        (Role::LogReviewer, About::CaseStep(step, _)) => !["withdrawn", "answer"].contains(step),
        (Role::HeadOfDepartment, About::Case(case)) => is_told(case),
        (Role::HeadOfDepartment, About::CaseStep(step, case)) => {
            is_told(case) && ["manager-view", "measure", "withdrawn", "note"].contains(step)
        }
        (Role::HeadOfReview, About::CaseStep(step, case)) => {
            ["withdrawn", "note"].contains(step)
                && (share(&case.reviewers_given_by) || share(&case.reviewers_held_by))
        }
        _ => true,
    }
}

/// A small generator of chance (SplitMix64): the same numbers everywhere.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % below as u64).expect("below a usize")
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.next(many) == 0
    }

    fn who(&mut self) -> Who {
        Who(["Siv", "Jonas", "Ada"][self.next(3)].to_owned())
    }

    fn units(&mut self) -> Vec<String> {
        let all = ["law", "staff", "health"];
        let some = all.into_iter().filter(|_| self.one_in(2));
        some.map(str::to_owned).collect()
    }

    /// Often one alone: of several, another may allow or forbid what is asked.
    fn roles(&mut self) -> Vec<Role> {
        if self.one_in(2) {
            return vec![Role::ALL[self.next(Role::ALL.len())]];
        }
        let some = Role::ALL.into_iter().filter(|_| self.one_in(6));
        some.collect()
    }

    fn some(&mut self) -> Vec<Who> {
        let all = ["Siv", "Jonas", "Ada"];
        let some = all.into_iter().filter(|_| self.one_in(3));
        some.map(|who| Who(who.to_owned())).collect()
    }

    fn case(&mut self) -> Case {
        Case {
            about: (!self.one_in(4)).then(|| self.who()),
            heads: self.some(),
            is_asked: self.one_in(2),
            is_told: self.one_in(2),
            judged: self.some(),
            reviewers_given_by: self.units(),
            reviewers_held_by: self.units(),
        }
    }

    fn about(&mut self) -> About {
        match self.next(11) {
            10 => About::Quarter {
                closed_by: self.who(),
            },
            8 => About::Looks {
                of: self.who(),
                judged: self.some(),
            },
            9 => About::EmergencyLogin {
                holder: self.who(),
                second_by: (!self.one_in(4)).then(|| self.who()),
            },
            4 => About::Case(self.case()),
            5 | 6 => {
                let step = StepKind::ALL[self.next(StepKind::ALL.len())];
                About::CaseStep(step.word(), self.case())
            }
            0 | 1 => About::Organisation,
            7 => About::Reveal {
                asked_by: self.who(),
            },
            2 => About::Erasure {
                asked_by: self.who(),
                concerns: self.some(),
            },
            _ => About::Duty(Duty {
                role: match self.next(6) {
                    number @ 0..4 => APART[number],
                    4 => Role::LogReviewer,
                    _ => Role::Auditor,
                },
                holder: self.who(),
                holder_units: self.units(),
                holder_roles: self.roles(),
                proposed_by: self.who(),
                reviewers_given_by: self.units(),
                reviewers_held_by: self.units(),
            }),
        }
    }

    /// Mostly about what can be done to it.
    fn action(&mut self, about: &About) -> &'static str {
        match about {
            About::Erasure { .. } if !self.one_in(8) => ABOUT_ERASURE[self.next(2)],
            About::Reveal { .. } if !self.one_in(8) => "confirm-reveal",
            About::Quarter { .. } if !self.one_in(8) => "approve-report",
            About::Looks { .. } if !self.one_in(8) => ABOUT_LOOKS[self.next(2)],
            About::EmergencyLogin { .. } if !self.one_in(8) => ABOUT_EMERGENCY[self.next(2)],
            About::Duty(_) if !self.one_in(8) => ABOUT_DUTIES[self.next(4)],
            About::Case(_) if self.one_in(3) => "read-findings",
            About::Case(_) if !self.one_in(8) => "read-cases",
            About::CaseStep(..) if self.one_in(4) => "answer-case",
            About::CaseStep(..) if self.one_in(4) => "decide-finding",
            About::CaseStep(..) if !self.one_in(8) => "take-case-step",
            _ => ACTIONS[self.next(ACTIONS.len())],
        }
    }

    fn asker(&mut self) -> Asker {
        Asker {
            who: self.who(),
            footing: match self.next(12) {
                0 => Footing::Founder,
                1 => Footing::Program,
                2 => Footing::Nobody,
                3 => Footing::Provisioner,
                _ => Footing::Duties,
            },
            roles: self.roles(),
            units: self.units(),
            stands_in_for: match self.one_in(2) {
                true => self.some(),
                false => Vec::new(),
            },
        }
    }
}

/// Puts the question of a number.
pub(super) fn question<T>(number: u64, answer: impl FnOnce(&Question<'_>) -> T) -> T {
    let mut chance = Chance(number);
    let about = chance.about();
    let asker = chance.asker();
    let action = chance.action(&about);
    answer(&Question {
        asker: &asker,
        action,
        about: &about,
    })
}

/// Questions that are ruled on, and after which a mistake in a rule counts as not noticed; a
/// campaign asks for a million, from others.
pub(super) const RULINGS: u64 = 100_000;

/// A number that a campaign asks for.
pub(super) fn setting(name: &str) -> Option<u64> {
    #[expect(clippy::disallowed_methods, reason = "a test has no settings file")]
    let value = std::env::var(name).ok();
    value?.parse().ok()
}

#[test]
fn rulings_are_those_of_the_plain_table() {
    let first = setting("TILSYN_RULES_FIRST").unwrap_or(0);
    let end = first + setting("TILSYN_RULINGS").unwrap_or(RULINGS);
    let wrong = (first..end).into_par_iter().find_any(|number| {
        question(*number, |question| {
            rule(question).allowed != expected(question)
        })
    });
    assert_eq!(wrong, None, "the question of this number is ruled wrongly");
}

fn names() -> Vec<String> {
    let name = |policy: &Policy| policy.annotation("id").unwrap_or_default().to_owned();
    RULES.policies.policies().map(name).collect()
}

#[test]
fn every_rule_has_a_name_of_its_own_and_fits_the_schema() {
    let names = names();
    let distinct: BTreeSet<&String> = names.iter().collect();
    assert_eq!(distinct.len(), names.len());
    assert!(!names.iter().any(String::is_empty));
    let said =
        Validator::new(RULES.schema.clone()).validate(&RULES.policies, ValidationMode::Strict);
    let faults: Vec<String> = said.validation_errors().map(ToString::to_string).collect();
    assert_eq!(faults, [""; 0]);
    let warnings: Vec<String> = said
        .validation_warnings()
        .map(ToString::to_string)
        .collect();
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn the_schema_knows_the_actions_there_are() {
    let leaves = |id: &EntityUid| {
        let name = id.id().unescaped().to_owned();
        !["see-", "bring-in", "administer"]
            .iter()
            .any(|group| name.starts_with(group))
    };
    let known = RULES.schema.actions().filter(|id| leaves(id));
    let known: BTreeSet<&str> = known.map(|id| id.id().unescaped()).collect();
    assert_eq!(known, ACTIONS.iter().copied().collect());
}

#[test]
fn a_question_that_the_schema_does_not_know_is_refused() {
    let asker = Asker {
        who: Who("Siv".to_owned()),
        footing: Footing::Founder,
        roles: Role::ALL.to_vec(),
        units: Vec::new(),
        stands_in_for: Vec::new(),
    };
    let about = About::Organisation;
    let action = "see-everything";
    let ruling = rule(&Question {
        asker: &asker,
        action,
        about: &about,
    });
    assert!(!ruling.allowed && ruling.by.is_empty());
}

/// Which roles may do what, about nothing in particular.
fn matrix() -> String {
    let mut text = String::from(
        "# Which duty may do what, about nothing in particular. A test holds it to the rules.\n",
    );
    for action in ACTIONS {
        let holders = Role::ALL.into_iter().filter(|role| {
            let asker = Asker {
                who: Who("Siv".to_owned()),
                footing: Footing::Duties,
                roles: vec![*role],
                units: Vec::new(),
                stands_in_for: Vec::new(),
            };
            let about = About::Organisation;
            rule(&Question {
                asker: &asker,
                action,
                about: &about,
            })
            .allowed
        });
        let holders: Vec<String> = holders.map(|role| format!(" {role}")).collect();
        writeln!(text, "{action}:{}", holders.concat()).expect("a text takes it");
    }
    text
}

#[test]
fn the_matrix_is_the_one_that_was_looked_at() {
    assert_eq!(matrix(), include_str!("../matrix.txt"));
}
