//! Who gets an answer where: every address of the router asked by every role, held to a text that
//! was looked at. An address that the test does not know how to ask fails it.

use std::fmt::Write as _;

use tilsyn_app::cases::{NewStep, StepKind};
use tilsyn_app::erasure::What;
use tilsyn_app::permit::{AskErasure, GiveFirstDuties, HoldEvents, NameBodies, Role, TakeCaseStep};
use tilsyn_app::staff::{Beginner, FirstDuty, LOCAL_ISSUER, Login, Newcomer};
use tilsyn_domain::Day;
use tilsyn_domain::codebook::Identity;

use super::*;
use crate::addresses::{FORMS, PAGES, UPLOADS, routed};

const HEADING: &str = concat!(
    "# Which role is answered where; all others are refused. After the stroke: to whom the thing\n",
    "# that the test put there is as though it were not. A test asks each and holds this.\n",
);

/// One member of staff for each role, in that order; and two more heads of review, since there
/// must be two before duties begin.
fn staff() -> Vec<Beginner> {
    let beginner = |user: String, role: Role| Beginner {
        who: Newcomer {
            name: format!("Name {user}"),
            logins: vec![Login {
                issuer: LOCAL_ISSUER.to_owned(),
                subject: format!("os-{user}"),
            }],
            user,
            employee_no: match role {
                // Held by staff of the named bodies alone.
                Role::LogReviewer => "102".to_owned(),
                _ => String::new(),
            },
        },
        duties: vec![FirstDuty {
            role,
            scope: String::new(),
            need: "the beginning".to_owned(),
            to: (role == Role::Auditor)
                .then(|| Day::from_ymd(2099, 12, 31))
                .flatten(),
        }],
    };
    let all = Role::ALL.into_iter();
    let mut all: Vec<Beginner> = all.map(|role| beginner(role.to_string(), role)).collect();
    all.push(beginner("second-head".to_owned(), Role::HeadOfReview));
    all
}

/// A site where everything an address can name is there once, and every role somebody's.
pub(super) fn begun() -> Site {
    let site = site("");
    let who = Principal::local_operator();
    let anna = NationalId::new(ANNA).expect("an id");
    let may = ask::<AskErasure>(&who, Form::Page).expect("may");
    let what = What::Person {
        national_id: anna.clone(),
        own_acts: false,
    };
    site.desk
        .ask_erasure(&may, what, "GDPR-17-1-d", "a test")
        .expect("asked");
    let may = ask::<HoldEvents>(&who, Form::Page).expect("may");
    site.desk
        .hold_event(&may, "HR", "e01", "police 12")
        .expect("held");
    let may = ask::<TakeCaseStep>(&who, Form::Page).expect("may");
    let first = NewStep {
        due: Day::from_ymd(2026, 12, 1),
        ..NewStep::saying(StepKind::Opened, "a test")
    };
    site.desk
        .open_case(&may, &Identity::Person(anna), &first)
        .expect("opened");
    samples::drawn(&site);
    samples::planned(&site);
    let may = ask::<NameBodies>(&who, Form::Page).expect("may");
    let bodies = [("reviewers_held_by", "U2")];
    site.desk.name_bodies(&may, &bodies).expect("named");
    let may = ask::<GiveFirstDuties>(&who, Form::Page).expect("may");
    site.desk
        .give_first_duties(&may, &staff())
        .expect("they can begin");
    let people = site.desk.people_for_development().expect("read");
    let users = people.into_iter().flatten().map(|one| one.user);
    let roles = Role::ALL.map(|role| role.to_string());
    let users: Vec<String> = users.take(roles.len()).collect();
    assert_eq!(users, roles, "the number of somebody is that of the role");
    site
}

/// An address that a route answers.
fn address(site: &Site, route: &str) -> String {
    let anna = handle_of(site, ANNA);
    let asked = route
        .replace("{handle}", &anna)
        .replace("{leaf}", "0")
        .replace("{number}", "1")
        .replace("{step}", "1")
        .replace("{place}", "0")
        .replace("{period}", "1-1")
        .replace("{quarter}", "2026-Q3")
        .replace("{id}", "1");
    assert!(!asked.contains('{'), "nobody knows how to ask {route}");
    format!("/en{asked}")
}

/// Every route that people ask, by what they ask it with.
fn routes() -> Vec<(&'static str, String)> {
    // Not here: the login itself, and what its provider sends.
    let pages = PAGES
        .iter()
        .flat_map(|(path, endings, _)| routed(path, endings));
    let mut routes: Vec<_> = pages.map(|path| ("GET", path)).collect();
    routes.extend(FORMS.iter().map(|(path, _)| ("POST", (*path).to_owned())));
    routes.extend(
        UPLOADS
            .iter()
            .map(|(path, _)| ("FILES", (*path).to_owned())),
    );
    routes.sort();
    routes
}

async fn asked_by(site: &Site, method: &str, address: &str, role: usize) -> StatusCode {
    let cookie = format!("tilsyn-development-reader={role}");
    let html = Request::get("/en")
        .header("host", "127.0.0.1:8080")
        .header("cookie", &cookie)
        .body(Body::empty());
    let token = match method {
        "GET" => String::new(),
        _ => token_in(&text(answer_of(site, html.expect("a request")).await).await),
    };
    let request = Request::builder()
        .method(if method == "GET" { "GET" } else { "POST" })
        .uri(address)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header("cookie", cookie);
    let request = match method {
        "FILES" => {
            let kind = format!("multipart/form-data; boundary={}", cases::BOUNDARY);
            let body = cases::form(&[("token", &token)], None);
            request.header("content-type", kind).body(Body::from(body))
        }
        _ => request.body(Body::from(format!("token={token}"))),
    };
    let answer = answer_of(site, request.expect("a request")).await;
    let status = answer.status();
    // What is written while it is read is read, or it would go on beside the next request.
    to_bytes(answer.into_body(), usize::MAX).await.ok();
    status
}

pub(super) fn token_in(html: &str) -> String {
    let rest = html
        .split("name=\"token\" value=\"")
        .nth(1)
        .expect("a form");
    rest.split('"').next().expect("its end").to_owned()
}

/// Of each route, the roles that are answered; and those to whom there is nothing at the address:
/// the rules let them ask, and what the test put there is not theirs.
async fn matrix() -> String {
    let site = begun();
    let mut text = HEADING.to_owned();
    for (method, route) in routes() {
        let address = address(&site, &route);
        let (mut answered, mut nothing) = (Vec::new(), Vec::new());
        for (number, role) in Role::ALL.into_iter().enumerate() {
            match asked_by(&site, method, &address, number).await {
                StatusCode::INTERNAL_SERVER_ERROR => panic!("{method} {route} {role}"),
                StatusCode::FORBIDDEN => (),
                StatusCode::NOT_FOUND => nothing.push(role),
                _ => answered.push(role),
            }
        }
        write!(text, "{method} {route}: {}", named(&answered)).expect("a text takes it");
        if !nothing.is_empty() {
            write!(text, " / {}", named(&nothing)).expect("a text takes it");
        }
        text.push('\n');
    }
    text
}

fn named(roles: &[Role]) -> String {
    match roles.len() {
        0 => "nobody".to_owned(),
        all if all == Role::ALL.len() => "everybody".to_owned(),
        _ => {
            let words: Vec<&str> = roles.iter().map(|role| role.word()).collect();
            words.join(" ")
        }
    }
}

#[tokio::test]
async fn each_role_is_answered_where_it_was_decided_and_nowhere_else() {
    let found = matrix().await;
    let known = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/routes_test/matrix.txt");
    let expected = std::fs::read_to_string(known).expect("the text that was looked at");
    let wrong = found
        .lines()
        .filter(|line| !expected.lines().any(|one| one == *line));
    let wrong: Vec<&str> = wrong.collect();
    assert!(
        wrong.is_empty() && found == expected,
        "{wrong:#?}\n\n{found}"
    );
}
