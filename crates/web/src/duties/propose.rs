//! Proposing that somebody have a role.

use std::sync::Arc;

use askama::Template;
use tilsyn_app::log_review::view::UnitName;
use tilsyn_app::permit::{ProposeDuty, ReadDuties, Role, ask};
use tilsyn_app::staff::{PersonRow, ProposedDuty, REASON_MAX};
use tilsyn_app::{Desk, Form, Problem};

use super::{address, role_name};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::reply::{Reply, html};
use crate::sent::{Sent, day_of, field};

/// `GET /{language}/duties/propose`.
pub(crate) fn page(desk: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let may = ask::<ProposeDuty>(asked.principal(), Form::Page)?;
    let permit = ask::<ReadDuties>(asked.principal(), Form::Page)?;
    if asked.form != Form::Page {
        return Ok(Reply::Missing);
    }
    let people = desk.duties(&permit)?.people;
    let units = desk.units_for_duties(&may);
    Ok(Reply::Page(render(&people, units, asked)))
}

/// `POST` to it: proposes, and leads to the proposal.
pub(crate) fn send(desk: &Arc<Desk>, asked: &Asked, sent: &Sent) -> Result<Reply, Problem> {
    let permit = ask::<ProposeDuty>(asked.principal(), Form::Page)?;
    let number = desk.propose_duty(&permit, &proposed(sent)?)?;
    Ok(Reply::Elsewhere(address(asked, number)))
}

fn proposed(sent: &Sent) -> Result<ProposedDuty, Problem> {
    let role = Role::of(field(sent, "role"));
    Ok(ProposedDuty {
        user: field(sent, "user").to_owned(),
        role: role.ok_or_else(|| Problem::yours("problem-duty-role"))?,
        scope: field(sent, "scope").to_owned(),
        need: field(sent, "need").to_owned(),
        from: day_of(sent, "from")?,
        to: day_of(sent, "to")?,
        deputy_for: field(sent, "deputy-for").to_owned(),
    })
}

#[derive(Template)]
#[template(path = "duties/propose.html")]
struct ProposePage {
    frame: Frame,
    action: String,
    /// User names, and names with units.
    people: Vec<(String, String)>,
    /// Words, and names.
    roles: Vec<(&'static str, String)>,
    units: Vec<UnitName>,
    reason_max: usize,
    back: String,
}

fn render(people: &[PersonRow], units: Vec<UnitName>, asked: &Asked) -> String {
    let words = asked.words();
    let there = people
        .iter()
        .filter(|one| one.left.is_none() && one.works_here);
    let named = there.map(|one| {
        let name = match one.units.is_empty() {
            true => one.name.clone(),
            false => format!("{} ({})", one.name, one.units.join(", ")),
        };
        (one.user.clone(), name)
    });
    html(&ProposePage {
        frame: Frame::of(asked, Place::Settings, words.say("duties-propose")),
        action: asked.to("/duties/propose"),
        people: named.collect(),
        // Everybody signed in is an employee; nobody needs it proposed.
        roles: Role::ALL
            .into_iter()
            .filter(|role| *role != Role::Employee)
            .map(|role| (role.word(), role_name(role, words)))
            .collect(),
        units,
        reason_max: REASON_MAX,
        back: asked.to("/duties"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::testing::{self, check_page};
    use tilsyn_domain::Day;

    fn person(user: &str, works_here: bool) -> PersonRow {
        PersonRow {
            user: user.to_owned(),
            name: format!("Name {user}"),
            roles: Vec::new(),
            units: vec!["Barnevern".to_owned()],
            left: None,
            works_here,
            is_kept_out: false,
        }
    }

    #[test]
    fn those_who_are_there_can_be_proposed_for_every_role() {
        let unit = UnitName {
            unit: "U1".to_owned(),
            name: "Barnevern".to_owned(),
        };
        for language in Language::ALL {
            let path = format!("/{}/duties/propose", language.tag());
            let people = [person("kari", true), person("gone", false)];
            let html = render(&people, vec![unit.clone()], &testing::asked(&path));
            check_page(&html, &path);
            assert!(html.contains("<option value=\"kari\">Name kari (Barnevern)</option>"));
            assert!(!html.contains("Name gone"));
            let (_, form) = html.split_once("<main").expect("what is of this page");
            // Whose it is to be, whose deputy perhaps, and which role.
            // And the one unit that it can be for.
            assert!(form.contains("<option value=\"U1\">Barnevern</option>"));
            assert_eq!(form.matches("<option").count(), 2 + 2 + Role::ALL.len() - 1);
        }
    }

    #[test]
    fn what_was_sent_is_proposed_and_what_cannot_be_read_is_said() {
        let sent = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
            let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
            pairs.iter().map(owned).collect()
        };
        let whole = [
            ("user", "kari"),
            ("role", "auditor"),
            ("need", "2026"),
            ("to", "2026-12-31"),
        ];
        let found = proposed(&sent(&whole)).expect("it is whole");
        assert_eq!((found.role, found.from), (Role::Auditor, None));
        assert_eq!(found.to, Day::from_ymd(2026, 12, 31));
        let no = |pairs: &[(&str, &str)]| proposed(&sent(pairs)).err().map(|no| no.message);
        assert_eq!(no(&[("role", "king")]), Some("problem-duty-role"));
        let day = [("role", "auditor"), ("to", "soon")];
        assert_eq!(no(&day), Some("problem-duty-day"));
    }
}
