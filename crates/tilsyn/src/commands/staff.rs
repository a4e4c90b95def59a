//! Who may sign in, and with which duties: shown, begun, proposed, given, ended.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::json;
use tilsyn_app::permit::{
    AddStaff, ApproveDuty, EndDuty, GiveFirstDuties, ProposeDuty, ReadDuties, Role, rulings,
};
use tilsyn_app::problem::Whose;
use tilsyn_app::staff::{
    Beginner, DutyRow, FirstDuty, Login, Newcomer, PersonRow, ProposedDuty, as_json,
};
use tilsyn_app::{Desk, Problem};
use tilsyn_domain::Day;
use tilsyn_web::Words;

use super::permit;
use crate::cli::{DutiesAsked, Propose, StaffAsked};
use crate::output::{Exit, Output};
use crate::table::Cell;

pub(super) fn duties(
    desk: &Desk,
    asked: &DutiesAsked,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    match asked {
        DutiesAsked::List => list(desk, output),
        DutiesAsked::Mine => mine(desk, output),
        DutiesAsked::Begin { file } => {
            let beginners = beginners(file)?;
            desk.give_first_duties(&permit::<GiveFirstDuties>(desk, output)?, &beginners)?;
            match output.json {
                true => output.document(&json!({ "people": beginners.len() }))?,
                false => output.line(&output.words.say("cli-duties-begun"))?,
            }
            Ok(Exit::Done)
        }
        DutiesAsked::Propose(asked) => {
            let permit = permit::<ProposeDuty>(desk, output)?;
            let number = desk.propose_duty(&permit, &proposed(asked)?)?;
            said(number, "cli-duty-proposed", output)
        }
        DutiesAsked::Give { number } => {
            desk.give_duty(&permit::<ApproveDuty>(desk, output)?, *number)?;
            said(*number, "cli-duty-given", output)
        }
        DutiesAsked::Decline { number, reason } => {
            desk.decline_duty(&permit::<ApproveDuty>(desk, output)?, *number, reason)?;
            said(*number, "cli-duty-declined", output)
        }
        DutiesAsked::End { number, reason } => {
            desk.end_duty(&permit::<EndDuty>(desk, output)?, *number, reason)?;
            said(*number, "cli-duty-ended", output)
        }
    }
}

fn said(number: u64, key: &'static str, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    match output.json {
        true => output.document(&json!({ "duty": number }))?,
        false => output.line(&output.words.with(key, "number", number))?,
    }
    Ok(Exit::Done)
}

pub(super) fn staff(
    desk: &Desk,
    asked: &StaffAsked,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let permit = permit::<AddStaff>(desk, output)?;
    match asked {
        StaffAsked::Add {
            user,
            name,
            employee,
            login,
        } => desk.add_staff(
            &permit,
            &Newcomer {
                user: user.clone(),
                name: name.clone().unwrap_or_default(),
                employee_no: employee.clone().unwrap_or_default(),
                logins: login_of(login.as_deref()).into_iter().collect(),
            },
        )?,
        StaffAsked::Login { user, login } => {
            if let Some(login) = login_of(Some(login)) {
                desk.add_login(&permit, user, &login)?;
            }
        }
        StaffAsked::Left { user } => desk.end_staff(&permit, user)?,
    }
    match output.json {
        true => output.document(&json!({ "done": true }))?,
        false => output.line(&output.words.say("cli-staff-done"))?,
    }
    Ok(Exit::Done)
}

/// Issuer and what somebody is called there.
fn login_of(words: Option<&[String]>) -> Option<Login> {
    match words? {
        [issuer, subject] => Some(Login {
            issuer: issuer.clone(),
            subject: subject.clone(),
        }),
        _ => None,
    }
}

fn proposed(asked: &Propose) -> Result<ProposedDuty, Problem> {
    Ok(ProposedDuty {
        user: asked.user.clone(),
        role: role(&asked.role)?,
        scope: asked.scope.clone().unwrap_or_default(),
        need: asked.need.clone(),
        from: day(asked.from.as_deref())?,
        to: day(asked.to.as_deref())?,
        deputy_for: asked.deputy_for.clone().unwrap_or_default(),
    })
}

fn role(word: &str) -> Result<Role, Problem> {
    let known = || {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.word()).collect();
        words.join(", ")
    };
    Role::of(word).ok_or_else(|| Problem::yours("cli-no-such-role").with("known", known()))
}

fn day(text: Option<&str>) -> Result<Option<Day>, Problem> {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    match Day::parse(text) {
        Some(day) => Ok(Some(day)),
        None => Err(Problem::yours("problem-duty-day")),
    }
}

/// One line of the file that duties begin with; those of one user belong together.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    user: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    employee_no: String,
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    need: String,
    #[serde(default)]
    to: String,
}

/// Reads the CSV file that duties begin with.
fn beginners(file: &Path) -> anyhow::Result<Vec<Beginner>> {
    let bytes = std::fs::read(file).map_err(|cause| {
        Problem::caused(Whose::Yours, "cli-no-file", cause).with("path", file.display())
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(bytes.as_slice());
    let mut users: BTreeMap<String, Beginner> = BTreeMap::new();
    for line in reader.deserialize::<Line>() {
        let line = line.map_err(|error| {
            // The reader's own words may quote a cell; the place says enough.
            let line = error.position().map_or(1, csv::Position::line);
            Problem::yours("cli-bad-staff-file")
                .with("path", file.display())
                .with("line", line)
        })?;
        let beginner = users.entry(line.user.clone()).or_insert_with(|| Beginner {
            who: Newcomer {
                user: line.user.clone(),
                name: line.name.clone(),
                employee_no: line.employee_no.clone(),
                logins: Vec::new(),
            },
            duties: Vec::new(),
        });
        let login = Login {
            issuer: line.issuer,
            subject: line.subject,
        };
        if !login.issuer.is_empty() && !beginner.who.logins.contains(&login) {
            beginner.who.logins.push(login);
        }
        if !line.role.is_empty() {
            beginner.duties.push(FirstDuty {
                role: role(&line.role)?,
                scope: line.scope,
                need: line.need,
                to: day(Some(&line.to))?,
            });
        }
    }
    Ok(users.into_values().collect())
}

fn list(desk: &Desk, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let view = desk.duties(&permit::<ReadDuties>(desk, output)?)?;
    if output.json {
        output.document(&as_json::duties(&view))?;
        return Ok(Exit::Done);
    }
    let words = output.words;
    let people: Vec<Vec<Cell>> = view.people.iter().map(|one| person(one, words)).collect();
    output.table(
        &[
            "duties-col-who",
            "duties-col-user",
            "duties-col-duties",
            "duties-col-units",
        ],
        &people,
        "cli-nothing-staff",
    )?;
    let rows: Vec<Vec<Cell>> = view.duties.iter().map(|one| duty(one, words)).collect();
    output.line("")?;
    output.table(
        &[
            "duties-col-number",
            "duties-col-who",
            "duties-col-duty",
            "duties-col-state",
            "duties-col-days",
        ],
        &rows,
        "duties-none",
    )?;
    Ok(Exit::Done)
}

fn person(row: &PersonRow, words: Words) -> Vec<Cell> {
    let roles = row
        .roles
        .iter()
        .map(|role| words.say(&format!("role-{role}")));
    let roles = match (row.left.is_some(), row.works_here) {
        (true, _) => words.say("duties-left"),
        (false, false) => words.say("duties-works-not-here"),
        (false, true) if row.is_kept_out => words.say("duties-kept-out"),
        (false, true) => roles.collect::<Vec<_>>().join(", "),
    };
    vec![
        row.name.clone().into(),
        row.user.clone().into(),
        roles.into(),
        row.units.join(", ").into(),
    ]
}

fn duty(row: &DutyRow, words: Words) -> Vec<Cell> {
    let role = words.say(&format!("role-{}", row.role));
    vec![
        row.number.into(),
        row.holder.clone().into(),
        match row.scope.is_empty() {
            true => role.into(),
            false => format!("{role}: {}", row.scope).into(),
        },
        words.say(&format!("duties-{}", row.state.word())).into(),
        days(row, words).into(),
    ]
}

fn days(row: &DutyRow, words: Words) -> String {
    let figures = words.figures();
    let to = row.to.map(|to| figures.day(to)).unwrap_or_default();
    format!("{} – {to}", figures.day(row.from))
}

/// What whoever asks may do, and by which rule.
fn mine(desk: &Desk, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let principal = desk.principal_of_command(&output.caller)?;
    let rulings = rulings(&principal);
    if output.json {
        let rows = rulings
            .iter()
            .map(|one| json!({ "action": one.action, "allowed": one.allowed, "by": one.by }));
        output
            .document(&json!({ "user": principal.user(), "actions": rows.collect::<Vec<_>>() }))?;
        return Ok(Exit::Done);
    }
    let words = output.words;
    output.line(&words.with("rules-you-are", "name", principal.name()))?;
    let rows: Vec<Vec<Cell>> = rulings
        .iter()
        .map(|one| {
            let by = one.by.iter().map(|rule| words.say(&format!("rule-{rule}")));
            vec![
                words.say(&format!("may-{}", one.action)).into(),
                words
                    .say(if one.allowed {
                        "rules-may"
                    } else {
                        "rules-may-not"
                    })
                    .into(),
                by.collect::<Vec<_>>().join(" ").into(),
            ]
        })
        .collect();
    output.table(
        &["rules-col-action", "rules-col-may", "rules-col-why"],
        &rows,
        "duties-none",
    )?;
    Ok(Exit::Done)
}
