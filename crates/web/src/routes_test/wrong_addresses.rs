//! Addresses that cannot be answered as they stand: periods that are none, pages past the end,
//! requests that no page takes.

use super::*;
use crate::openapi::parameters;

/// Pages that are about a period.
fn pages_with_period(site: &Site) -> Vec<String> {
    let without = [
        "/source",
        "/quarantine",
        "/erasures",
        "/own-log",
        "/integrity",
        "/search",
        "/event",
        "/rules",
        "/reveals",
        "/emergency",
        "/duties",
        "/cases",
        "/findings/",
        "/reports",
        "/samples",
    ];
    let pages = pages_of(site).into_iter();
    pages
        .filter(|page| !without.iter().any(|without| page.starts_with(without)))
        .collect()
}

fn reading(path: &str) -> &str {
    if path.is_empty() { "/" } else { path }
}

#[tokio::test]
async fn a_period_that_cannot_be_read_shows_the_form_again_and_no_data() {
    let site = site("");
    let before = looks_of(&site).len();
    for page in pages_with_period(&site) {
        let (path, query) = page.split_once('?').unwrap_or((&page, ""));
        for (period, field, kept) in [
            ("from=2026-13-40", "from", "value=\"2026-13-40\""),
            (
                "from=2026-07-31&to=2026-07-01",
                "to",
                "value=\"2026-07-31\"",
            ),
            (
                "period=2026-Q9",
                "period",
                "<option value=\"2026-Q9\" selected",
            ),
            ("period=span", "from", "<option value=\"span\" selected"),
        ] {
            let address = format!("/sv{path}?{query}&{period}&text=Anna&kind=change");
            let response = answer_of(&site, getting(&address)).await;
            check_headers(&response, &address);
            assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{address}");
            let html = text(response).await;
            check_page(&html, &address);
            let marked = format!("aria-invalid=\"true\" aria-describedby=\"{field}-fault\"");
            assert_eq!(html.matches(&marked).count(), 1, "{address}");
            assert!(html.contains(&format!("class=\"fault\" id=\"{field}-fault\">")));
            assert!(html.contains(kept), "{address}: {html}");
            let text = html.contains("name=\"text\" type=\"search\" value=\"Anna\"");
            let kind = html.contains("type=\"hidden\" name=\"kind\" value=\"change\"");
            // What the page reads is kept, and nothing else.
            let reads = |name: &str| parameters::of(reading(path)).any(|(one, _)| *one == name);
            assert_eq!((text, kind), (reads("text"), reads("kind")), "{address}");
            assert!(html.contains("därför visas ingenting") && !html.contains("Anna Aas"));
        }
        for ending in [".json", ".csv", ".xlsx"] {
            let address = format!("/nb{path}{ending}?{query}&from=2026-13-40");
            let response = answer_of(&site, getting(&address)).await;
            let is_there = !path.is_empty() && path != "/statement/pictures";
            if is_there || response.status() != StatusCode::NOT_FOUND {
                assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{address}");
            }
            let said = text(response).await;
            assert!(!said.contains("Anna Aas"), "{address}");
        }
    }
    assert_eq!(looks_of(&site).len(), before, "nothing was shown");
    let data = text(get("/en/log.json?from=2026-13-40&to=x").await).await;
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!(data["problem"], "problem-period");
    assert!(data["fields"]["from"].is_string() && data["fields"]["to"].is_string());
}

#[tokio::test]
async fn past_the_end_stands_the_last_page_and_data_end() {
    let site = site("");
    let body = |html: &str| html.split("<tbody>").nth(1).map(str::to_owned);
    for page in pages_of(&site) {
        let mark = if page.contains('?') { '&' } else { '?' };
        let address = format!("/nb{page}{mark}period=all");
        let first = text(answer_of(&site, getting(&address)).await).await;
        if !first.contains("class=\"paging\"") || page == "/own-log" {
            continue;
        }
        let beyond = answer_of(&site, getting(&format!("{address}&page=9999"))).await;
        assert_eq!(beyond.status(), StatusCode::OK, "{address}");
        let beyond = text(beyond).await;
        let rows = |html: &str| body(html).map_or(0, |body| body.matches("<tr>").count());
        assert!(rows(&beyond) > 0, "{address}");
        assert_eq!(rows(&first), rows(&beyond), "{address}");
        let look = looks_of(&site).swap_remove(0);
        assert_eq!(look.skipped, 0, "{address}: what was shown is filed");
    }
    let beyond = text(answer_of(&site, getting("/nb/own-log?page=9999")).await).await;
    assert!(body(&beyond).is_some(), "the own log too");
    let data = text(answer_of(&site, getting("/nb/log.json?period=all&page=9999")).await).await;
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!(data["events"].as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn a_no_before_any_page_is_a_page_in_the_visitors_language() {
    let long = format!("/da/log?text={}", "x".repeat(20_000));
    for (method, address, wish, status, said) in [
        ("PUT", "/sv/statement", "nb", 405, "tar inte emot en sådan"),
        ("DELETE", "/", "da", 405, "den slags forespørgsler"),
        ("POST", "/en/statement", "nb", 405, "takes no such request"),
        ("GET", long.as_str(), "nb", 414, "Adressen er for lang"),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header("host", "localhost")
            .header("accept-language", wish)
            .header("origin", "http://localhost")
            .body(Body::empty());
        let response = answer(request.expect("a request")).await;
        assert_eq!(response.status().as_u16(), status, "{method} {address}");
        check_headers(&response, method);
        let html = text(response).await;
        check_page(&html, method);
        assert!(html.contains(said), "{method}: {html}");
    }
}
