//! Holding an event and letting it go, and setting for how long a class is kept, from the pages.

use tilsyn_app::permit::Role;

use super::matrix::{begun, token_in};
use super::*;

fn number_of(role: Role) -> usize {
    let place = Role::ALL.iter().position(|one| *one == role);
    place.expect("it is one of them")
}

async fn page_of(site: &Site, role: Role, path: &str) -> (StatusCode, String) {
    let request = Request::get(path)
        .header("host", "127.0.0.1:8080")
        .header("cookie", cookie(role))
        .body(Body::empty());
    let response = answer_of(site, request.expect("a request")).await;
    (response.status(), text(response).await)
}

fn cookie(role: Role) -> String {
    format!("tilsyn-development-reader={}", number_of(role))
}

/// Sends a form; where it leads to, or what it was answered with.
async fn send(site: &Site, role: Role, path: &str, fields: &str) -> Result<String, StatusCode> {
    let token = token_in(&page_of(site, role, "/en").await.1);
    let request = Request::post(path)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header("cookie", cookie(role))
        .body(Body::from(format!("token={token}&{fields}")));
    let response = answer_of(site, request.expect("a request")).await;
    match response.headers().get("location") {
        Some(to) => Ok(to.to_str().expect("text").to_owned()),
        None => Err(response.status()),
    }
}

const REVIEWER: Role = Role::LogReviewer;
const OFFICER: Role = Role::DataProtectionOfficer;
const HOLDS: &str = "/en/erasures/holds";

#[tokio::test]
async fn an_event_is_held_from_its_page_and_let_go_with_a_reason() {
    let site = begun();
    let (_, event) = page_of(&site, REVIEWER, "/en/event/1").await;
    assert!(event.contains(&format!("href=\"{HOLDS}?event=1\"")));
    let (status, form) = page_of(&site, REVIEWER, &format!("{HOLDS}?event=1")).await;
    assert_eq!(status, StatusCode::OK);
    check_page(&form, HOLDS);
    assert!(form.contains("value=\"HR\"") && form.contains("value=\"e02\""));
    assert!(!form.contains("href=\"/en/erasures\""), "not theirs");
    let gone = page_of(&site, REVIEWER, &format!("{HOLDS}?event=999999")).await;
    assert_eq!(gone.0, StatusCode::NOT_FOUND);
    let long = "x".repeat(101);
    for wrong in [
        "source=HR&id=e02&reference=+".to_owned(),
        format!("source=HR&id=e02&reference={long}"),
    ] {
        let no = send(&site, REVIEWER, HOLDS, &wrong).await;
        assert_eq!(no, Err(StatusCode::BAD_REQUEST));
    }
    let none = send(&site, REVIEWER, HOLDS, "source=HR&id=none&reference=x").await;
    assert_eq!(none, Err(StatusCode::NOT_FOUND));
    let held = send(
        &site,
        REVIEWER,
        HOLDS,
        "source=HR&id=e02&reference=police+13",
    )
    .await;
    let here = held.expect("held");
    assert_eq!(here, format!("{HOLDS}/2"));
    // The officer sees it by the name of who held it, and cannot open the event.
    let (_, list) = page_of(&site, OFFICER, HOLDS).await;
    check_page(&list, HOLDS);
    assert!(list.contains("HR:e02") && list.contains("police 13"));
    assert!(list.contains("Name log-reviewer") && !list.contains("/en/event/"));
    let (_, own) = page_of(&site, REVIEWER, &here).await;
    assert!(own.contains("href=\"/en/event/1\""));
    let release = format!("{here}/release");
    for reason in ["+", "about+01817010055"] {
        let no = send(&site, OFFICER, &release, &format!("reason={reason}")).await;
        assert_eq!(no, Err(StatusCode::BAD_REQUEST), "{reason}");
    }
    let reason = "the+police+dropped+it";
    let to = send(&site, OFFICER, &release, &format!("reason={reason}")).await;
    assert_eq!(to, Ok(here.clone()));
    let again = send(&site, OFFICER, &release, &format!("reason={reason}")).await;
    assert_eq!(again, Err(StatusCode::NOT_FOUND));
    let (_, page) = page_of(&site, OFFICER, &here).await;
    assert!(page.contains("Name data-protection-officer") && !page.contains("/release\""));
    let (_, looks) = page_of(&site, REVIEWER, "/en/own-log").await;
    assert!(looks.contains("the police dropped it"), "{looks}");
    let (_, data) = page_of(&site, OFFICER, &format!("{HOLDS}.json")).await;
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!(
        (&data["matching"], &data["holding"]),
        (&2.into(), &1.into())
    );
    assert_eq!(
        data["holds"][0]["released_by"],
        "Name data-protection-officer"
    );
}

#[tokio::test]
async fn a_rule_of_retention_is_shown_set_and_taken_away_by_the_officer_alone() {
    let site = begun();
    let (all, own) = ("/en/erasures/retention", "/en/erasures/retention/3");
    let (_, erasures) = page_of(&site, OFFICER, "/en/erasures").await;
    for page in [all, HOLDS] {
        assert!(erasures.contains(&format!("href=\"{page}\"")), "{page}");
    }
    let (status, list) = page_of(&site, OFFICER, all).await;
    assert_eq!(status, StatusCode::OK);
    check_page(&list, all);
    assert!(list.contains(&format!("href=\"{own}\"")) && list.contains("2026-07"));
    assert_eq!(page_of(&site, REVIEWER, all).await.0, StatusCode::FORBIDDEN);
    let gone = page_of(&site, OFFICER, "/en/erasures/retention/99").await;
    assert_eq!(gone.0, StatusCode::NOT_FOUND);
    let asked = format!("{own}?months=1&basis=GDPR-5-1-e");
    let (_, shown) = page_of(&site, OFFICER, &asked).await;
    check_page(&shown, &asked);
    assert!(shown.contains("1 month is over by this rule") && shown.contains("2026-07"));
    let (_, still) = page_of(&site, OFFICER, own).await;
    assert!(
        still.contains("The class has no rule"),
        "nothing is set by looking"
    );
    for wrong in ["months=1&basis=a+name", "months=0&basis=GDPR-5-1-e"] {
        let asked = format!("{own}?{wrong}");
        assert_eq!(
            page_of(&site, OFFICER, &asked).await.0,
            StatusCode::BAD_REQUEST
        );
    }
    let rule = "class=3&months=1&basis=GDPR-5-1-e";
    let no = send(&site, REVIEWER, all, rule).await;
    assert_eq!(no, Err(StatusCode::FORBIDDEN));
    assert_eq!(send(&site, OFFICER, all, rule).await, Ok(own.to_owned()));
    let (_, set) = page_of(&site, OFFICER, own).await;
    assert!(set.contains("1 month is over by the rules"));
    assert!(set.contains("Name data-protection-officer"));
    let (_, erasures) = page_of(&site, OFFICER, "/en/erasures").await;
    assert!(erasures.contains("/en/erasures/period/3-"), "it waits");
    let cleared = send(&site, OFFICER, all, "class=3&clear=yes").await;
    assert_eq!(cleared, Ok(own.to_owned()));
    let (_, erasures) = page_of(&site, OFFICER, "/en/erasures").await;
    assert!(!erasures.contains("/en/erasures/period/3-"));
    for (wrong, status) in [
        ("class=3&months=0&basis=GDPR-5-1-e", StatusCode::BAD_REQUEST),
        ("class=99&months=1&basis=GDPR-5-1-e", StatusCode::NOT_FOUND),
        ("class=x&clear=yes", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(
            send(&site, OFFICER, all, wrong).await,
            Err(status),
            "{wrong}"
        );
    }
}
