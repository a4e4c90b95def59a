//! Samples through the router: drawn by the form, gone through by the form, shown as page and file.

use tilsyn_app::permit::{DrawSample, PlanTest};
use tilsyn_app::spot_check::SeedAsked;
use tilsyn_app::spot_check::official::{Keeping, NewTest, Plan};
use tilsyn_domain::{Day, Period};

use super::*;

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// Keeps the sample of July.
pub(super) fn drawn(site: &Site) {
    let permit = ask::<DrawSample>(&Principal::local_operator(), Form::Page).expect("may");
    let july = Period::month_of(day("2026-07-01"));
    let plan = Plan::default();
    let drawn =
        (site.desk).draw_stratified(&permit, (july, &plan), &SeedAsked::Official, Keeping::Keep);
    assert_eq!(drawn.expect("drawn").number, Some(1));
}

/// Agrees to a test that has not begun.
pub(super) fn planned(site: &Site) {
    let permit = ask::<PlanTest>(&Principal::local_operator(), Form::Page).expect("may");
    let test = NewTest {
        account: "HR:anna".to_owned(),
        people: vec![NationalId::new(ANNA).expect("an id")],
        tester: "Ada".to_owned(),
        from: Some(day("2026-10-01")),
        to: Some(day("2026-10-31")),
    };
    assert_eq!(site.desk.plan_test(&permit, &test).expect("agreed"), 1);
}

/// The token of a page's forms.
fn token_in(html: &str) -> String {
    let (_, rest) = html.split_once("name=\"token\" value=\"").expect("a form");
    rest.split('"').next().expect("a value").to_owned()
}

async fn post(site: &Site, address: &str, token: &str, fields: &str) -> Response<Body> {
    let request = Request::post(address)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(format!("token={token}&{fields}")));
    answer_of(site, request.expect("a request")).await
}

async fn page(site: &Site, address: &str) -> String {
    let response = answer_of(site, getting(address)).await;
    let status = response.status();
    let html = text(response).await;
    assert_eq!(status, StatusCode::OK, "{address}: {html}");
    check_page(&html, address);
    assert!(!html.contains(ANNA), "{address}");
    html
}

fn location(response: &Response<Body>) -> String {
    let value = response.headers().get("location").expect("elsewhere");
    value.to_str().expect("text").to_owned()
}

#[tokio::test]
async fn a_sample_is_drawn_once_and_every_page_is_whole_in_four_languages() {
    let site = site("");
    let list = page(&site, "/en/samples").await;
    assert!(list.contains("2026-07-01..2026-07-31"), "{list}");
    let token = token_in(&list);
    let plan = "rate=1&others=5&sensitivity=100&per_department=2";
    let fields = format!("days=2026-07-01..2026-07-31&{plan}");
    let wrong = fields.replace("rate=1&", "rate=0&");
    let refused = post(&site, "/en/samples/draw", &token, &wrong).await;
    assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
    let html = text(refused).await;
    check_page(&html, "a plan that is none");
    assert!(html.contains("value=\"0\""), "what was written stays");
    let made = post(&site, "/en/samples/draw", &token, &fields).await;
    assert_eq!(location(&made), "/en/samples/1");
    let again = post(&site, "/en/samples/draw", &token, &fields).await;
    assert_eq!(again.status(), StatusCode::CONFLICT);
    planned(&site);
    for language in ["nb", "da", "sv", "en"] {
        for path in ["", "/1", "/1/review", "/tests", "/tests/1"] {
            page(&site, &format!("/{language}/samples{path}")).await;
        }
    }
    let one = page(&site, "/en/samples/1").await;
    for part in [
        "this sample would have shown at least one",
        "if the reviewer recognises every such look-up",
        "tilsyn strata --from 2026-07-01 --to 2026-07-31 --rate 0.01 --others 0.05",
        "/en/samples/1.xlsx",
    ] {
        assert!(one.contains(part), "{part}: {one}");
    }
    for (path, status) in [
        ("/samples/2", StatusCode::NOT_FOUND),
        ("/samples/x", StatusCode::NOT_FOUND),
        ("/samples/2/review", StatusCode::NOT_FOUND),
        ("/samples/tests/2", StatusCode::NOT_FOUND),
    ] {
        let response = answer_of(&site, getting(&format!("/en{path}"))).await;
        assert_eq!(response.status(), status, "{path}");
    }
}

#[tokio::test]
async fn items_are_judged_one_after_the_other_and_taken_back() {
    let site = site("");
    drawn(&site);
    let here = "/en/samples/1/review";
    let first = page(&site, here).await;
    for part in [
        "accesskey=\"1\"",
        "<kbd>1</kbd>",
        "value=\"needed\"",
        "Look-up 1 of",
    ] {
        assert!(first.contains(part), "{part}: {first}");
    }
    let token = token_in(&first);
    let next = post(&site, here, &token, "place=1&judgement=needed&text=").await;
    assert_eq!(location(&next), format!("{here}?after=1"));
    let second = page(&site, &location(&next)).await;
    assert!(second.contains("Look-up 2 of"));
    assert!(second.contains("/en/samples/1/undo"));
    let bare = post(&site, here, &token, "place=2&judgement=unclear&text=").await;
    assert_eq!(bare.status(), StatusCode::BAD_REQUEST);
    let html = text(bare).await;
    assert!(
        html.contains("Look-up 2 of") && html.contains("Say briefly why"),
        "{html}"
    );
    let back = post(&site, "/en/samples/1/undo", &token, "").await;
    let back = location(&back);
    assert!(page(&site, &back).await.contains("Look-up 1 of"));
    let nothing = post(&site, "/en/samples/1/undo", &token, "").await;
    assert_eq!(nothing.status(), StatusCode::CONFLICT);
    // Somebody else was quicker.
    for _ in 0..2 {
        let next = post(&site, here, &token, "place=1&judgement=needed&text=").await;
        assert_eq!(location(&next), format!("{here}?after=1"));
    }
    let asked = post(&site, here, &token, "place=2&judgement=asked&text=Why%3F").await;
    assert_eq!(location(&asked), format!("{here}?after=2"));
    let cases = page(&site, "/en/cases").await;
    assert!(cases.contains("/en/cases/1"), "a case was opened");
    // To the last item.
    for place in 3..100 {
        let judged = format!("place={place}&judgement=unclear&text=gone");
        if post(&site, here, &token, &judged).await.status() == StatusCode::NOT_FOUND {
            break;
        }
    }
    let done = page(&site, here).await;
    assert!(done.contains("All look-ups are judged"), "{done}");
    let data = text(answer_of(&site, getting("/en/samples/1.json")).await).await;
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!(data["items"], data["judged"]);
    assert_eq!(data["settled"], false, "somebody is being asked");
    assert!(data["estimate"]["most"].as_u64().expect("a count") > 0);
    let csv = text(answer_of(&site, getting("/en/samples/1.csv")).await).await;
    assert!(csv.contains("Unwarranted, at most"), "{csv}");
    assert!(!csv.contains(ANNA) && !data.to_string().contains(ANNA));
}

#[tokio::test]
async fn a_test_is_agreed_by_the_form() {
    let site = site("");
    let form = page(&site, "/en/samples/tests").await;
    let token = token_in(&form);
    let fields = |people: &str, from: &str| {
        format!("account=HR%3Aanna&people={people}&tester=Ada&from={from}&to=2026-10-05")
    };
    let missing = post(
        &site,
        "/en/samples/tests",
        &token,
        &fields("", "2026-10-01"),
    )
    .await;
    assert_eq!(missing.status(), StatusCode::BAD_REQUEST);
    let late = post(
        &site,
        "/en/samples/tests",
        &token,
        &fields(ANNA, "2026-09-01"),
    )
    .await;
    assert_eq!(late.status(), StatusCode::BAD_REQUEST);
    let people = format!("{ANNA}%0D%0A02817110005");
    let made = post(
        &site,
        "/en/samples/tests",
        &token,
        &fields(&people, "2026-10-01"),
    )
    .await;
    assert_eq!(location(&made), "/en/samples/tests/1");
    let one = page(&site, "/en/samples/tests/1").await;
    assert!(
        one.contains("HR:anna") && one.contains("Only you see this"),
        "{one}"
    );
}
