//! Who may come in at the demo: people of its register, with a role each, and one without any.

use std::path::Path;

use serde_json::{Value, json};
use tilsyn_app::permit::{GiveFirstDuties, NameBodies, Role};
use tilsyn_app::staff::{Beginner, FirstDuty, LOCAL_ISSUER, Login, Newcomer};
use tilsyn_domain::Day;
use tilsyn_simulate::{Colleague, World};
use tilsyn_web::Words;

use crate::commands::permit;
use crate::folder::Folder;
use crate::output::Output;

/// The file that the demo's provider of logins reads.
const PEOPLE: &str = "demo-people.json";

/// Top units, and the roles of their first people.
const OFFICES: [(&str, &[Option<Role>]); 3] = [
    (
        "RS",
        &[
            Some(Role::HeadOfReview),
            Some(Role::HeadOfReview),
            // Two, since nobody decides on the erasure they asked for.
            Some(Role::DataProtectionOfficer),
            Some(Role::DataProtectionOfficer),
        ],
    ),
    (
        "HR",
        &[
            Some(Role::LogReviewer),
            Some(Role::LogReviewer),
            None,
            // Of the one before as well.
            Some(Role::HeadOfDepartment),
        ],
    ),
    (
        "IT",
        &[
            Some(Role::Administrator),
            Some(Role::SourceOperator),
            Some(Role::KeyCustodian),
        ],
    ),
];

/// Somebody who may come in.
struct Comer {
    colleague: Colleague,
    role: Option<Role>,
    /// The code of the top unit; empty for somebody from outside.
    office: &'static str,
}

/// Gives the first roles, and writes down for the provider who there is.
pub(super) fn give_roles(
    data: &Path,
    folder: &Folder,
    world: &World,
    issuer: &str,
    output: &Output<'_>,
) -> anyhow::Result<()> {
    if folder.desk.has_begun()? {
        return Ok(());
    }
    let bodies = [("reviewers_given_by", "RS"), ("reviewers_held_by", "HR")];
    let may_name = permit::<NameBodies>(&folder.desk, output)?;
    folder.desk.name_bodies(&may_name, &bodies)?;
    let mut everybody = colleagues(world);
    everybody.push(Comer {
        colleague: auditor(),
        role: Some(Role::Auditor),
        office: "",
    });
    let mut beginners: Vec<Beginner> = Vec::new();
    let mut told: Vec<Value> = Vec::new();
    for comer in &everybody {
        beginners.push(beginner(comer, issuer, output.words));
        told.push(json!({
            "sub": comer.colleague.user, "name": comer.colleague.name,
            "about": said(comer.role, output.words), "acr": "high",
        }));
    }
    beginners.extend(operator(output));
    let may_give = permit::<GiveFirstDuties>(&folder.desk, output)?;
    folder.desk.give_first_duties(&may_give, &beginners)?;
    let text = serde_json::to_vec_pretty(&told)?;
    tilsyn_durable::write_atomically(&data.join(PEOPLE), &text)?;
    Ok(())
}

fn colleagues(world: &World) -> Vec<Comer> {
    let office = |(office, roles): &(&'static str, &[Option<Role>])| {
        let found = world.colleagues(office, roles.len()).into_iter();
        let comer = |(colleague, role): (Colleague, &Option<Role>)| Comer {
            colleague,
            role: *role,
            office,
        };
        found.zip(*roles).map(comer).collect::<Vec<_>>()
    };
    OFFICES.iter().flat_map(office).collect()
}

/// From outside: the directory does not know them.
fn auditor() -> Colleague {
    Colleague {
        employee_no: String::new(),
        name: "Randi Revisor".to_owned(),
        user: "randi.revisor".to_owned(),
    }
}

fn beginner(comer: &Comer, issuer: &str, words: Words) -> Beginner {
    let Comer {
        colleague,
        role,
        office,
    } = comer;
    let login = Login {
        issuer: issuer.to_owned(),
        subject: colleague.user.clone(),
    };
    Beginner {
        who: Newcomer {
            user: colleague.user.clone(),
            // Written down, since the directory gives no name of those whom the register protects.
            name: colleague.name.clone(),
            employee_no: colleague.employee_no.clone(),
            logins: vec![login],
        },
        duties: role
            .map(|role| duty(role, office, words))
            .into_iter()
            .collect(),
    }
}

fn duty(role: Role, office: &str, words: Words) -> FirstDuty {
    FirstDuty {
        role,
        scope: match role {
            Role::HeadOfDepartment => office.to_owned(),
            _ => String::new(),
        },
        need: words.say("demo-need"),
        // An auditor checks for a time; the demo is thrown away before that.
        to: (role == Role::Auditor)
            .then(|| Day::from_ymd(2099, 12, 31))
            .flatten(),
    }
}

/// Whoever made the demo can go on giving commands.
fn operator(output: &Output<'_>) -> Option<Beginner> {
    let login = Login {
        issuer: LOCAL_ISSUER.to_owned(),
        subject: output.caller.clone(),
    };
    (!output.caller.is_empty()).then(|| Beginner {
        who: Newcomer {
            user: "demo".to_owned(),
            name: output.words.say("demo-operator"),
            employee_no: String::new(),
            logins: vec![login],
        },
        duties: vec![duty(Role::Administrator, "", output.words)],
    })
}

fn said(role: Option<Role>, words: Words) -> String {
    match role {
        Some(role) => words.say(&format!("role-{role}")),
        None => words.say("demo-no-role"),
    }
}
