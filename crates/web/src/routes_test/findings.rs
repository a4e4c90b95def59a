//! Findings through the router: a register of eighty users, of whom one pries; the list, the
//! finding opened for a reason, followed to its events, decided on, and made a case.

use std::fmt::Write as _;

use tilsyn_app::permit::EvaluateLog;
use tilsyn_domain::Day;

use super::cases::form;
use super::matrix::token_in;
use super::*;

const USERS: u32 = 80;
const UNITS: u32 = 40;
const WEEKS: u32 = 8;
const PRYING: u32 = 7;

fn id(number: u32) -> String {
    format!("{:02}{:02}75{number:05}", 1 + number % 28, 81 + number % 12)
}

/// Weeks start on Monday 20 July 2026.
fn lookup(week: u32, day: u32, user: u32, subject: u32) -> String {
    let first = Day::parse("2026-07-20").expect("a day");
    let day = first.plus(i32::try_from(week * 7 + day).expect("small"));
    let who = id(1_000 + subject);
    format!(
        "{{\"id\":\"{day}-{user}-{subject}\",\"source\":\"HR\",\"time\":\"{day}T10:00:00+02:00\",\
         \"kind\":\"lookup\",\"actor\":{{\"user\":\"user{user}\"}},\
         \"subjects\":[{{\"national_id\":\"{who}\"}}]}}\n"
    )
}

fn log() -> String {
    let mut lines = String::new();
    for week in 0..WEEKS {
        for user in 1..=USERS {
            for nth in 0..6 {
                let subject = user % UNITS * 10 + (user + nth * 3) % 10;
                lines += &lookup(week, nth % 5, user, subject);
            }
            if (user + week).is_multiple_of(9) {
                lines += &lookup(week, 6, user, (200 + user * 2) % 400);
            }
        }
    }
    for nth in 0..15 {
        lines += &lookup(WEEKS - 1, nth % 5, PRYING, 80 + nth * 13);
    }
    lines + &lookup(WEEKS, 0, 1, 11)
}

/// The site with that log, evaluated.
fn evaluated() -> Site {
    let site = site(&log());
    let folder = tempfile::tempdir().expect("a folder");
    let mut employments = "employment,national_id,employee_no,unit,position,\
         manager_national_id,from,to,paid_through\n"
        .to_owned();
    let mut accounts = "system,user,national_id,type,from,to,last_logon\n".to_owned();
    let mut members = "national_id,unit,from,to\n".to_owned();
    for user in 1..=USERS {
        let (who, unit) = (id(user), user % UNITS);
        writeln!(employments, "{user},{who},{user},W{unit},clerk,,,,").expect("a text");
        writeln!(accounts, "HR,user{user},{who},person,,,").expect("a text");
    }
    for number in 0..10 * UNITS {
        writeln!(members, "{},W{},,", id(1_000 + number), number / 10).expect("a text");
    }
    let files = [
        ("employments.csv", employments),
        ("accounts.csv", accounts),
        ("person_units.csv", members),
    ];
    for (name, text) in files {
        #[expect(
            clippy::disallowed_methods,
            reason = "what a test writes need not survive a power cut"
        )]
        std::fs::write(folder.path().join(name), text).expect("writes");
    }
    let who = Principal::local_operator();
    let permit = ask::<ImportDirectory>(&who, Form::Command).expect("may");
    site.desk
        .import_directory(&permit, folder.path())
        .expect("directory");
    let permit = ask::<EvaluateLog>(&who, Form::Command).expect("may");
    let run = site.desk.evaluate(&permit).expect("evaluates");
    // The register's own few events have findings as well.
    assert!(run.opened >= 1, "{run:?}");
    site
}

/// The number of the finding about the user who pries.
async fn number(site: &Site) -> String {
    let list = text(answer_of(site, getting("/nb/findings.json?unit=W7")).await).await;
    let list: serde_json::Value = serde_json::from_str(&list).expect("data");
    assert_eq!(list["matching"], 1);
    list["findings"][0]["number"].to_string()
}

async fn page_of(site: &Site, path: &str) -> String {
    let response = answer_of(site, getting(path)).await;
    let status = response.status();
    let html = text(response).await;
    assert_eq!(status, StatusCode::OK, "{path}: {html}");
    check_page(&html, path);
    assert!(!html.contains(&id(PRYING)), "{path}");
    html
}

async fn send(site: &Site, path: &str, fields: &[(&str, &str)]) -> Response<Body> {
    let token = token_in(&text(answer_of(site, getting("/nb/findings")).await).await);
    let mut body = format!("token={token}");
    for (name, value) in fields {
        write!(body, "&{name}={}", crate::asked::encoded(value)).expect("a text");
    }
    let request = Request::post(path)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body));
    answer_of(site, request.expect("a request")).await
}

fn leads_to(answer: &Response<Body>, path: &str) {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()[header::LOCATION], path);
}

#[tokio::test]
async fn a_finding_is_opened_for_a_reason_and_leads_to_its_events() {
    let site = evaluated();
    let number = number(&site).await;
    let one = format!("/nb/findings/{number}");
    let front = page_of(&site, "/nb").await;
    assert!(front.contains("funn venter på en avgjørelse."));
    let list = page_of(&site, "/nb/findings").await;
    assert!(list.contains(&one) && list.contains("bruker i W7"));
    assert!(list.contains("Av det som rapporteres, ventes høyst om lag ett av fem"));
    assert!(!list.contains("HR:user7"));
    let hidden = page_of(&site, &one).await;
    assert!(hidden.contains("bruker i W7") && hidden.contains("15 personer uten at noe"));
    assert!(!hidden.contains("/event/") && !hidden.contains("/person/"));
    let nothing = send(&site, &format!("{one}/open"), &[("reason", " ")]).await;
    assert_eq!(nothing.status(), StatusCode::BAD_REQUEST);
    let reason = [("reason", "Ukens kontroll.")];
    let answer = send(&site, &format!("{one}/open"), &reason).await;
    leads_to(&answer, &one);
    let shown = page_of(&site, &one).await;
    for part in [
        "Taler for",
        "Taler imot",
        "Ukens kontroll.",
        "<svg",
        "/cases/open?finding=",
    ] {
        assert!(shown.contains(part), "{part}");
    }
    let event = shown.split("href=\"/nb/event/").nth(1).expect("an event");
    let leaf = event.split('"').next().expect("its end").to_owned();
    let event = page_of(&site, &format!("/nb/event/{leaf}")).await;
    assert!(event.contains("user7"));
    assert!(shown.matches("/nb/person/").count() >= 15);
    for (ending, start) in [(".csv", "\u{feff}"), (".json", "{")] {
        let file = text(answer_of(&site, getting(&format!("/nb/findings{ending}"))).await).await;
        assert!(
            file.starts_with(start) && !file.contains(&id(PRYING)),
            "{ending}"
        );
    }
    for narrowed in ["state=followed", "what=kin", "unit=W8", "period=2025-Q1"] {
        let list = page_of(&site, &format!("/nb/findings?{narrowed}")).await;
        assert!(!list.contains(&format!("{one}\"")), "{narrowed}");
    }
    for narrowed in [
        "state=open",
        "what=unexplained",
        "unit=W7",
        "period=2026-Q3",
    ] {
        let list = page_of(&site, &format!("/nb/findings?{narrowed}")).await;
        assert!(list.contains(&format!("{one}\"")), "{narrowed}");
    }
}

#[tokio::test]
async fn it_is_explained_taken_back_and_made_a_case() {
    let site = evaluated();
    let number = number(&site).await;
    let one = &format!("/nb/findings/{number}");
    let explained = [("decision", "need"), ("reason", "Innkalling til kurs.")];
    let early = send(&site, one, &explained).await;
    assert_eq!(early.status(), StatusCode::CONFLICT);
    send(&site, &format!("{one}/open"), &[("reason", "kontroll")]).await;
    let answer = send(&site, one, &[("decision", "need"), ("reason", "")]).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    leads_to(&send(&site, one, &explained).await, one);
    let settled = page_of(&site, "/nb/findings/settled").await;
    assert!(settled.contains(one));
    let undone = [("decision", "undone"), ("reason", "Feil kurs.")];
    leads_to(&send(&site, one, &undone).await, one);
    let error = [
        ("decision", "records-error"),
        ("reason", "Kurslisten mangler."),
    ];
    leads_to(&send(&site, one, &error).await, one);
    let records = page_of(&site, "/nb/findings/records").await;
    assert!(records.contains("Kurslisten mangler.") && records.contains("HR"));
    leads_to(&send(&site, one, &undone).await, one);
    let way = format!("/nb/cases/open?finding={number}");
    let html = page_of(&site, &way).await;
    assert!(html.contains(&format!("Funn {number},")) && html.contains("Taler imot:"));
    let token = html
        .split("enctype=\"multipart/form-data\"")
        .nth(1)
        .map(token_in)
        .expect("a form");
    let events: Vec<&str> = html.split("name=\"event\" value=\"").skip(1).collect();
    assert!(events.len() >= 15);
    let event = events[0].split('"').next().expect("its end");
    let due = [("step", "opened"), ("due", "2026-10-05"), ("event", event)];
    let fields = [&[("token", token.as_str()), ("text", "Funn 1.")], &due[..]].concat();
    let request = Request::post(way)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header(
            "content-type",
            format!("multipart/form-data; boundary={}", cases::BOUNDARY),
        )
        .body(Body::from(form(&fields, None)));
    let answer = answer_of(&site, request.expect("a request")).await;
    leads_to(&answer, "/nb/cases/1");
    let shown = page_of(&site, one).await;
    assert!(shown.contains("/nb/cases/1") && !shown.contains("name=\"decision\""));
    let front = page_of(&site, "/nb").await;
    assert!(front.contains("funn venter"));
    for wrong in ["/nb/findings/99", "/nb/findings/x", "/nb/findings/1.csv"] {
        let answer = answer_of(&site, getting(wrong)).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{wrong}");
    }
    let answer = send(&site, "/nb/findings/evaluate", &[]).await;
    leads_to(&answer, "/nb/findings");
}
