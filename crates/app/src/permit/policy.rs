//! Asking the rules: one question, one ruling.
//!
//! The rules are text (Cedar, `policies/`), so that an auditor can read what a program obeys. A
//! question is made of who asks, what for, and what it is about; the rules see nothing else. What
//! no rule allows is refused, and a rule that forbids wins over all that allow. A rule that cannot
//! be applied to a question refuses it.

use std::collections::{HashMap, HashSet};
use std::str::FromStr;
use std::sync::LazyLock;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression, Schema,
};

use super::Role;

/// What an auditor reads, in this order.
pub const TEXTS: [(&str, &str); 3] = [
    (
        "schema.cedarschema",
        include_str!("policies/schema.cedarschema"),
    ),
    ("roles.cedar", include_str!("policies/roles.cedar")),
    ("duties.cedar", include_str!("policies/duties.cedar")),
];

/// A human being as the rules see one: a key that all their accounts share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Who(pub String);

/// On what footing somebody asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Footing {
    /// By the duties they have.
    Duties,
    /// As whoever runs commands on the machine before anybody has a duty.
    Founder,
    /// As the server itself, for nobody.
    Program,
    /// As the organisation's provider of logins, for what it knows.
    Provisioner,
    /// Not signed in.
    Nobody,
}

impl Footing {
    /// What it is called among the roles, beside the duties.
    fn word(self) -> Option<&'static str> {
        match self {
            Footing::Duties => None,
            Footing::Founder => Some("founder"),
            Footing::Program => Some("program"),
            Footing::Provisioner => Some("provisioner"),
            Footing::Nobody => Some("nobody"),
        }
    }
}

/// Whoever asks, as the rules see them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asker {
    pub who: Who,
    pub footing: Footing,
    pub roles: Vec<Role>,
    /// Codes of the units of employment today.
    pub units: Vec<String>,
    /// Whose deputies they are today.
    pub stands_in_for: Vec<Who>,
}

/// What is asked about, as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Nothing in particular.
    Organisation,
    /// An erasure: who asked for it, and of whom something is to go.
    Erasure { asked_by: Who, concerns: Vec<Who> },
    /// That this person asked to be shown whom the register protects.
    Reveal { asked_by: Who },
    /// The report of a quarter that this person closed.
    Quarter { closed_by: Who },
    /// What this person looked at in a month, and whose looks they have reviewed.
    Looks { of: Who, judged: Vec<Who> },
    /// A login for emergencies: whose it is, and who made its second half.
    EmergencyLogin { holder: Who, second_by: Option<Who> },
    /// A duty for somebody.
    Duty(Duty),
    /// A case, as it stands.
    Case(Case),
    /// A step of a case that somebody would take: its word, and the case before it.
    CaseStep(&'static str, Case),
}

/// A case about somebody's lookups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Whom it is about, where that is somebody who can sign in.
    pub about: Option<Who>,
    /// Those who answer for the department where that user works.
    pub heads: Vec<Who>,
    /// Whether the user was asked, and whether those heads were told.
    pub is_asked: bool,
    pub is_told: bool,
    /// People on whom that user has taken a step in a case.
    pub judged: Vec<Who>,
    /// The units that give out the role of log reviewer, and those whose staff may hold it.
    pub reviewers_given_by: Vec<String>,
    pub reviewers_held_by: Vec<String>,
}

/// A duty that is proposed for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    pub role: Role,
    pub holder: Who,
    /// Codes of the units where the holder is employed today.
    pub holder_units: Vec<String>,
    /// What the holder has, or is proposed for, already.
    pub holder_roles: Vec<Role>,
    pub proposed_by: Who,
    /// The units that give out the role of log reviewer, and those whose staff may hold it.
    pub reviewers_given_by: Vec<String>,
    pub reviewers_held_by: Vec<String>,
}

/// One question to the rules.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    pub asker: &'a Asker,
    /// `Action::NAME`.
    pub action: &'static str,
    pub about: &'a About,
}

/// What the rules said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    pub allowed: bool,
    /// The ids of the rules that decided: those that allow, or those that forbid; none where
    /// nothing allows it.
    pub by: Vec<String>,
}

struct Rules {
    authorizer: Authorizer,
    policies: PolicySet,
    schema: Schema,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let [(_, schema), texts @ ..] = TEXTS;
    let schema = Schema::from_str(schema).expect("the tests read the schema");
    let text = texts.map(|(_, text)| text).join("\n");
    let policies = PolicySet::from_str(&text).expect("the tests read the rules");
    Rules {
        authorizer: Authorizer::new(),
        policies,
        schema,
    }
});

/// Asks the rules.
#[must_use]
pub fn rule(question: &Question<'_>) -> Ruling {
    let refused = Ruling {
        allowed: false,
        by: Vec::new(),
    };
    let Some((request, entities)) = put(question) else {
        // What the schema does not know is not allowed.
        return refused;
    };
    let rules = &*RULES;
    let said = rules
        .authorizer
        .is_authorized(&request, &rules.policies, &entities);
    let is_certain = said.diagnostics().errors().next().is_none();
    let mut by: Vec<String> = said.diagnostics().reason().map(name_of).collect();
    by.sort_unstable();
    Ruling {
        allowed: is_certain && said.decision() == Decision::Allow,
        by,
    }
}

/// The id that stands over a rule in the text.
fn name_of(id: &cedar_policy::PolicyId) -> String {
    let name = RULES.policies.annotation(id, "id");
    name.unwrap_or_default().to_owned()
}

/// The question in Cedar's terms; nothing where the schema does not allow it.
fn put(question: &Question<'_>) -> Option<(Request, Entities)> {
    let mut told = Told::default();
    let principal = told.asker(question.asker);
    let resource = told.about(question.about);
    let action = uid("Action", question.action);
    let schema = Some(&RULES.schema);
    let request = Request::new(principal, action, resource, Context::empty(), schema).ok()?;
    // With the schema come the groups that actions are in.
    let entities = Entities::from_entities(told.entities.into_values(), schema).ok()?;
    Some((request, entities))
}

/// What the rules are told beside the question.
#[derive(Default)]
struct Told {
    entities: HashMap<EntityUid, Entity>,
}

impl Told {
    fn asker(&mut self, asker: &Asker) -> EntityUid {
        let person = person(&asker.who);
        let roles = asker.roles.iter().map(|role| role.word());
        let roles = roles.chain(asker.footing.word());
        let roles = roles.map(|role| uid("Role", role)).collect();
        let attributes = [
            ("units", units(&asker.units)),
            ("standsInFor", people(&asker.stands_in_for)),
        ];
        self.tell(person.clone(), attributes, roles);
        person
    }

    fn about(&mut self, about: &About) -> EntityUid {
        match about {
            About::Organisation => self.organisation(&[], &[]),
            About::Erasure { asked_by, concerns } => {
                let this = uid("Erasure", "this");
                let attributes = [
                    ("askedBy", one(person(asked_by))),
                    ("concerns", people(concerns)),
                ];
                self.tell(this.clone(), attributes, HashSet::new());
                this
            }
            About::Reveal { asked_by } => {
                let this = uid("Reveal", "this");
                let attributes = [("askedBy", one(person(asked_by)))];
                self.tell(this.clone(), attributes, HashSet::new());
                this
            }
            About::Quarter { closed_by } => {
                let this = uid("Quarter", "this");
                let attributes = [("closedBy", one(person(closed_by)))];
                self.tell(this.clone(), attributes, HashSet::new());
                this
            }
            About::Looks { of, judged } => {
                let this = uid("Looks", "this");
                let attributes = [("of", one(person(of))), ("judged", people(judged))];
                self.tell(this.clone(), attributes, HashSet::new());
                this
            }
            About::EmergencyLogin { holder, second_by } => {
                let this = uid("EmergencyLogin", "this");
                let second = second_by.iter().map(|who| ("secondBy", one(person(who))));
                let attributes = [("holder", one(person(holder)))].into_iter().chain(second);
                self.tell(this.clone(), attributes, HashSet::new());
                this
            }
            About::Duty(duty) => self.duty(duty),
            About::Case(case) => self.case(case),
            About::CaseStep(step, case) => {
                let case = self.case(case);
                let this = uid("CaseStep", "this");
                let kind = RestrictedExpression::new_string((*step).to_owned());
                let attributes = [("kind", kind), ("case", one(case))];
                self.tell(this.clone(), attributes, HashSet::new());
                this
            }
        }
    }

    fn case(&mut self, case: &Case) -> EntityUid {
        let within = self.organisation(&case.reviewers_given_by, &case.reviewers_held_by);
        let this = uid("Case", "this");
        let about = case.about.iter().map(|who| ("about", one(person(who))));
        let attributes = [
            ("heads", people(&case.heads)),
            ("isAsked", RestrictedExpression::new_bool(case.is_asked)),
            ("isTold", RestrictedExpression::new_bool(case.is_told)),
            ("judged", people(&case.judged)),
            ("within", one(within)),
        ];
        self.tell(
            this.clone(),
            attributes.into_iter().chain(about),
            HashSet::new(),
        );
        this
    }

    fn duty(&mut self, duty: &Duty) -> EntityUid {
        let within = self.organisation(&duty.reviewers_given_by, &duty.reviewers_held_by);
        let this = uid("Duty", "this");
        let attributes = [
            ("role", one(uid("Role", duty.role.word()))),
            ("holder", one(person(&duty.holder))),
            ("holderUnits", units(&duty.holder_units)),
            ("holderRoles", roles(&duty.holder_roles)),
            ("proposedBy", one(person(&duty.proposed_by))),
            ("within", one(within)),
        ];
        self.tell(this.clone(), attributes, HashSet::new());
        this
    }

    fn organisation(&mut self, given_by: &[String], held_by: &[String]) -> EntityUid {
        let this = uid("Organisation", "this");
        let attributes = [
            ("reviewersGivenBy", units(given_by)),
            ("reviewersHeldBy", units(held_by)),
        ];
        self.tell(this.clone(), attributes, HashSet::new());
        this
    }

    fn tell<'a>(
        &mut self,
        uid: EntityUid,
        attributes: impl IntoIterator<Item = (&'a str, RestrictedExpression)>,
        parents: HashSet<EntityUid>,
    ) {
        let attributes = attributes.into_iter();
        let attributes = attributes.map(|(name, value)| (name.to_owned(), value));
        let entity = Entity::new(uid.clone(), attributes.collect(), parents);
        let entity = entity.expect("values without extension functions are always taken");
        self.entities.insert(uid, entity);
    }
}

fn person(who: &Who) -> EntityUid {
    uid("Person", &who.0)
}

fn people(all: &[Who]) -> RestrictedExpression {
    RestrictedExpression::new_set(all.iter().map(|who| one(person(who))))
}

fn units(codes: &[String]) -> RestrictedExpression {
    RestrictedExpression::new_set(codes.iter().map(|code| one(uid("Unit", code))))
}

fn roles(roles: &[Role]) -> RestrictedExpression {
    RestrictedExpression::new_set(roles.iter().map(|role| one(uid("Role", role.word()))))
}

fn one(uid: EntityUid) -> RestrictedExpression {
    RestrictedExpression::new_entity_uid(uid)
}

fn uid(kind: &str, id: &str) -> EntityUid {
    let kind = EntityTypeName::from_str(kind).expect("the kinds are written here");
    EntityUid::from_type_name_and_id(kind, EntityId::new(id))
}

#[cfg(test)]
mod mutants;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod tests;
