//! Every view of a page is one look in the own log, whatever form it leaves in.

use super::*;

/// The word a page goes by in the own log.
fn view_of(page: &str) -> &str {
    match page.split(['?', '.']).next().unwrap_or_default() {
        "" => "overview",
        "/statement/pictures" => "statement-pictures",
        "/sources/imports" => "sources",
        path if path.starts_with("/quarantine/") => "piece",
        path if path.ends_with("/erasure") => "erasure-parts",
        // What is put to a case.
        "/cases/open" => "event",
        "/erasures/holds" => "holds",
        "/findings" => "findings-kept",
        "/findings/records" => "findings-records",
        "/findings/settled" => "findings-settled",
        path if path.starts_with("/reports/") => "report",
        path if path.starts_with("/erasures/retention") => "retention",
        path if path.starts_with("/own-log/readers") => "readers",
        path => path[1..].split('/').next().unwrap_or_default(),
    }
}

#[tokio::test]
async fn one_view_of_a_page_is_one_look_in_every_form() {
    let site = site("");
    for page in pages_of(&site) {
        let (path, query) = page.split_once('?').unwrap_or((&page, ""));
        for ending in ["", ".json", ".csv", ".xlsx"] {
            let address = format!("/nb{path}{ending}?{query}&period=all");
            let before = looks_of(&site).len();
            let response = answer_of(&site, getting(&address)).await;
            let is_there = response.status() == StatusCode::OK;
            to_bytes(response.into_body(), usize::MAX)
                .await
                .expect("a body");
            let looks = looks_of(&site);
            // Empty forms show nothing of the log, settings nobody, and the rules nobody but the
            // reader.
            let names_nobody = [
                "/search",
                "/erasures/person",
                "/rules",
                "/duties/bodies",
                "/samples/tests",
            ];
            let expected = usize::from(is_there && !names_nobody.contains(&path));
            assert_eq!(looks.len() - before, expected, "{address}");
            if expected == 1 {
                let form = if ending.is_empty() {
                    "page"
                } else {
                    &ending[1..]
                };
                let filed = (looks[0].view.as_str(), looks[0].form.as_str());
                assert_eq!(filed, (view_of(&page), form), "{address}");
            }
            assert!(is_there || !ending.is_empty(), "{address}");
        }
    }
}

#[tokio::test]
async fn the_look_at_a_page_names_whom_it_named() {
    let site = site("");
    let (anna, address) = (handle_of(&site, ANNA), |page: &str| {
        format!("/nb{page}?period=all")
    });
    let named = async |page: &str| {
        let html = text(answer_of(&site, getting(&address(page))).await).await;
        let look = looks_of(&site).swap_remove(0);
        (html, look)
    };
    let (html, look) = named("").await;
    assert!(html.contains("Anna Aas") && look.named > 0 && look.about.is_none());
    let (_, look) = named(&format!("/person/{anna}")).await;
    let about = look.about.map(|about| about.card.name);
    assert_eq!(about, Some(Some("Anna Aas".to_owned())));
    let (_, look) = named("/log").await;
    assert!(look.named > 1 && look.about.is_none());
    assert_eq!(look.matching, Some(look.rows));
}

#[tokio::test]
async fn every_look_is_filed_with_its_form() {
    get("/nb/subjects.csv?period=all").await;
    let log = text(get("/en/own-log.json").await).await;
    assert!(
        log.contains("\"action\":\"read-subjects\",\"form\":\"csv\"")
            || log.contains("\"form\":\"csv\"")
    );
    assert!(log.contains("Siv Dahl"));
}
