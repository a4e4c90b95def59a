//! The document beside the router, which says of each address what it takes.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::*;
use crate::addresses::{FORMS, PAGES, UPLOADS};
use crate::routes::{ASSETS, OTHERS};

async fn document() -> Json {
    let response = get("/nb/openapi.json").await;
    assert_eq!(response.status(), StatusCode::OK);
    let kind = response.headers()[header::CONTENT_TYPE].to_str();
    assert_eq!(kind.expect("text"), "application/json; charset=utf-8");
    serde_json::from_str(&text(response).await).expect("JSON")
}

/// What a document tells of: method and address.
fn told(document: &Json) -> BTreeSet<(String, String)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    let each = paths.flat_map(|(path, told)| {
        let methods = told.as_object().expect("operations").keys();
        methods.map(move |method| (method.clone(), path.clone()))
    });
    each.collect()
}

#[tokio::test]
async fn every_address_of_the_router_is_told_and_no_other() {
    let mut known = BTreeSet::from([("get".to_owned(), ASSETS.to_owned())]);
    for (path, endings, _) in PAGES {
        let addresses = endings
            .iter()
            .map(|end| format!("/{{language}}{path}{end}"));
        known.extend(addresses.map(|address| ("get".to_owned(), address)));
    }
    let forms = FORMS.iter().map(|(path, _)| path);
    for path in forms.chain(UPLOADS.iter().map(|(path, _)| path)) {
        known.insert(("post".to_owned(), format!("/{{language}}{path}")));
    }
    for (path, methods, _) in OTHERS {
        known.extend(
            methods
                .iter()
                .map(|one| ((*one).to_owned(), path.to_owned())),
        );
    }
    let mut told = told(&document().await);
    // What there is below that, `scim` knows; its own test asks.
    told.retain(|(_, path)| !path.starts_with("/scim/v2/"));
    assert_eq!(told, known);
}

#[tokio::test]
async fn each_address_takes_what_is_told_and_nothing_else() {
    let told = told(&document().await);
    let paths: BTreeSet<&String> = told.iter().map(|(_, path)| path).collect();
    for path in paths
        .into_iter()
        .filter(|path| !path.starts_with("/scim/v2/"))
    {
        let request = Request::put(path.replace("{language}", "en").replace(['{', '}'], ""))
            .header("host", "127.0.0.1:8080")
            .body(Body::empty());
        let response = answer(request.expect("a request")).await;
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        // The router itself writes what it takes there.
        let taken = response.headers()[header::ALLOW].to_str().expect("text");
        let taken = taken.to_ascii_lowercase();
        let taken: BTreeSet<&str> = taken.split(',').filter(|one| *one != "head").collect();
        let told = told.iter().filter(|(_, known)| known == path);
        let told: BTreeSet<&str> = told.map(|(method, _)| method.as_str()).collect();
        assert_eq!(taken, told, "{path}");
    }
}

#[tokio::test]
async fn what_the_document_refers_to_is_in_it() {
    fn check(part: &Json, document: &Json) {
        if let Some(to) = part.get("$ref").and_then(Json::as_str) {
            let found = document.pointer(to.trim_start_matches('#'));
            assert!(found.is_some(), "{to}");
        }
        let parts = part
            .as_object()
            .into_iter()
            .flat_map(|parts| parts.values());
        let items = part.as_array().into_iter().flatten();
        parts.chain(items).for_each(|part| check(part, document));
    }
    let document = document().await;
    check(&document, &document);
    assert!(!document.to_string().contains(ANNA));
}

#[tokio::test]
async fn a_value_that_is_none_of_those_told_shows_nothing() {
    let site = site("");
    let before = looks_of(&site).len();
    for (address, name) in [
        ("/log.json?kind=lookup,lokup", "kind"),
        ("/log.json?only=outsid", "only"),
        ("/log.json?page=0", "page"),
        ("/log.json?page=two", "page"),
        ("/log.json?sort=name", "sort"),
        ("/statement.json?order=up", "order"),
        ("/statement.json?sort=time", "sort"),
        ("/elements.json?field=title", "field"),
        ("/source.json", "source"),
        ("/picture.json?system=hr", "document"),
        ("/element.json?name=+", "name"),
    ] {
        let response = answer_of(&site, getting(&format!("/en{address}"))).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{address}");
        let data: Json = serde_json::from_str(&text(response).await).expect("JSON");
        assert_eq!(data["problem"], "problem-parameter", "{address}");
        let fields = data["fields"].as_object().expect("what is wrong").keys();
        assert_eq!(fields.collect::<Vec<_>>(), [name], "{address}");
    }
    let page = answer_of(&site, getting("/da/log?kind=lokup&text=Anna")).await;
    assert_eq!(page.status(), StatusCode::BAD_REQUEST);
    let html = text(page).await;
    check_page(&html, "kind");
    assert!(
        html.contains("(kind)") && !html.contains("Anna Aas"),
        "{html}"
    );
    assert_eq!(looks_of(&site).len(), before, "nothing was shown");
    // Of another page, or of none: passed over. Empty: none.
    for address in ["/log?field=nothing&evil=1", "/log?page=&kind=&sort="] {
        let response = answer_of(&site, getting(&format!("/en{address}"))).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
    }
    // A person is led to the list of what there is.
    let page = answer_of(&site, getting("/en/source")).await;
    assert_eq!(page.headers()[header::LOCATION], "/en/sources");
}
