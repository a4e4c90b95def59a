//! Requests through the whole router, with a real desk: ledger and registry in a folder, the
//! naive answers as archive, the hand-written register of `tests/fixtures` inside.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode, header};
use tilsyn_app::desk::{Parts, VaultBook};
use tilsyn_app::intake::EventImport;
use tilsyn_app::own_log::Look;
use tilsyn_app::permit::{ImportDirectory, ImportEvents, ReadOwnLog, ask};
use tilsyn_app::{Desk, Form, Principal};
use tilsyn_domain::oracle::Oracle;
use tilsyn_domain::{Instant, NationalId, Zone};
use tilsyn_ledger::{FileKek, Ledger, Options, SystemRandomness};
use tilsyn_registry::{Location, Registry, RegistryKey};
use tower::ServiceExt;

use crate::settings::WebSettings;
use crate::testing::{check_page, print};

mod cases;
mod findings;
mod holds;
mod integrity;
mod login;
mod looks;
mod matrix;
mod openapi;
mod reveals;
mod samples;
mod sums;
mod wrong_addresses;

/// National ids of the register; none of them may stand in a list.
const ANNA: &str = "01817010055";

pub(crate) struct Site {
    router: Router,
    pub(crate) desk: Arc<Desk>,
    // Held so that the folder lives as long as the site.
    _folder: tempfile::TempDir,
}

static SITE: LazyLock<Site> = LazyLock::new(|| site(""));

/// With an event whose every text but the source holds a zero character.
static ZEROS: LazyLock<Site> = LazyLock::new(|| {
    site(concat!(
        r#"{"id":"e\u00001","source":"s","time":"2026-07-02T10:00:00+02:00","#,
        r#""kind":"document_view","actor":{"user":"ka\u0000ri","name":"Ka\u0000ri"},"#,
        r#""place":{"screen":"s\u0000","tab":"t\u0000","client_host":"p\u0000c"},"#,
        r#""subjects":[{"national_id":"01817010055","name":"A\u0000nna"}],"#,
        r#""object":{"element":"e\u0000","document":"d\u0000"},"#,
        r#""why":{"reason":"r\u0000"},"extra":{"k\u0000":"v\u0000"}}"#,
        "\n"
    ))
});

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures")
}

/// A site with the register, and these lines beside it.
pub(crate) fn site(more: &str) -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    let kek = FileKek::create(&folder.path().join("root.key"), &SystemRandomness).expect("key");
    let options = Options {
        segment_bytes: 1 << 20,
        ..Options::default()
    };
    let ledger = Ledger::create(
        &folder.path().join("ledger"),
        "test.example/log",
        &kek,
        &options,
    );
    let location = Location::Sqlite(folder.path().join("registry.sqlite"));
    let registry = Registry::open(&location, &RegistryKey::new(&[7; 32])).expect("registry");
    let directory = Arc::new(registry.directory(None).expect("directory"));
    let zone = Zone::named("Europe/Oslo").expect("Oslo");
    let ledger = Arc::new(ledger.expect("ledger"));
    let book = Arc::new(VaultBook(Arc::clone(&ledger)));
    let oracle = Oracle::new(zone.clone(), directory.clone()).with_book(book);
    let desk = Desk::open(Parts {
        ledger,
        registry,
        answers: Arc::new(oracle),
        directory,
        zone,
        organisation: "Prøve kommune".to_owned(),
        clock: Box::new(|| Instant(1_790_000_000_000_000)),
        room: Box::new(|| None),
    });
    let desk = Arc::new(desk.expect("opens"));
    let who = Principal::local_operator();
    let permit = ask::<ImportDirectory>(&who, Form::Command).expect("may");
    desk.import_directory(&permit, &fixtures().join("directory"))
        .expect("directory");
    let permit = ask::<ImportEvents>(&who, Form::Command).expect("may");
    let bad = folder.path().join("bad.ndjson");
    std::fs::copy(fixtures().join("README.md"), &bad).expect("copies");
    let others = folder.path().join("others.ndjson");
    #[expect(
        clippy::disallowed_methods,
        reason = "what a test writes need not survive a power cut"
    )]
    std::fs::write(&others, more).expect("writes");
    let import = EventImport {
        paths: vec![others, fixtures().join("events.ndjson"), bad],
        format: Some(tilsyn_connect::Format::Native),
    };
    desk.import_events(&permit, &import, &|_| {})
        .expect("events");
    let people = WebSettings::development(&["Siv Dahl", "Jonas Berg"], print());
    let router = crate::router(desk.clone(), &people);
    Site {
        router,
        desk,
        _folder: folder,
    }
}

async fn answer(request: Request<Body>) -> Response<Body> {
    answer_of(&SITE, request).await
}

async fn answer_of(site: &Site, request: Request<Body>) -> Response<Body> {
    site.router
        .clone()
        .oneshot(request)
        .await
        .expect("the router always answers")
}

async fn get(address: &str) -> Response<Body> {
    let request = Request::get(address)
        .header("host", "127.0.0.1:8080")
        .body(Body::empty());
    answer(request.expect("a request")).await
}

async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), usize::MAX)
        .await
        .expect("a body");
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn check_headers(response: &Response<Body>, what: &str) {
    let headers = response.headers();
    let value = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let policy = value("content-security-policy").unwrap_or_default();
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{what}"
    );
    for part in [
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{what}: {part}");
    }
    assert!(
        value("content-type").is_some() || value("location").is_some(),
        "{what}"
    );
    assert_eq!(value("x-content-type-options"), Some("nosniff"), "{what}");
    assert_eq!(value("referrer-policy"), Some("no-referrer"), "{what}");
    assert_eq!(
        value("cross-origin-opener-policy"),
        Some("same-origin"),
        "{what}"
    );
    assert!(value("cache-control").is_some(), "{what}");
}

fn handle(id: &str) -> String {
    handle_of(&SITE, id)
}

fn handle_of(site: &Site, id: &str) -> String {
    let id = NationalId::new(id).expect("an id");
    site.desk
        .handle(&tilsyn_domain::Identity::Person(id))
        .expect("a handle")
}

/// Every page there is, without its language.
fn pages() -> Vec<String> {
    pages_of(&SITE)
}

fn pages_of(site: &Site) -> Vec<String> {
    let anna = handle_of(site, ANNA);
    let lists = [
        "",
        "/statement",
        "/statement/pictures",
        "/subjects",
        "/pictures",
        "/elements",
        "/usage",
        "/log",
        "/changes",
        "/logons",
        "/element?field=screen&name=Person",
        "/picture?system=hr&document=none",
        "/sources",
        "/sources/imports",
        "/source?source=HR",
        "/quarantine",
        "/quarantine/1",
        "/own-log",
        "/own-log/readers",
        "/own-log/readers/2026-09",
        "/mine",
        "/cases",
        "/cases/open?event=0",
        "/findings",
        "/findings/records",
        "/findings/settled",
        "/search",
        "/event/0",
        "/event/0/proof",
        "/event/0/erasure",
        "/integrity",
        "/erasures",
        "/erasures/person",
        "/erasures/holds",
        "/erasures/holds?event=0",
        "/erasures/retention",
        "/erasures/retention/1",
        "/erasures/retention/1?months=1&basis=GDPR-5-1-e",
        "/rules",
        "/reveals",
        "/emergency",
        "/duties",
        "/duties/bodies",
        "/duties/propose",
        "/reports",
        "/reports/2026-Q3",
        "/samples",
        "/samples/tests",
    ];
    let mut pages: Vec<String> = lists.map(str::to_owned).to_vec();
    pages.extend([format!("/person/{anna}"), format!("/user/{anna}")]);
    pages
}

#[tokio::test]
async fn every_page_answers_in_four_languages_and_shows_no_id() {
    for language in ["nb", "da", "sv", "en"] {
        for page in pages() {
            let mark = if page.contains('?') { "&" } else { "?" };
            let address = format!("/{language}{page}{mark}period=all");
            let response = get(&address).await;
            check_headers(&response, &address);
            let status = response.status();
            let html = text(response).await;
            assert_eq!(status, StatusCode::OK, "{address}: {html}");
            check_page(&html, &address);
            assert!(!html.contains(ANNA), "{address}");
        }
    }
}

#[tokio::test]
async fn a_zero_character_fails_no_page() {
    let more = ["/element?field=screen&name=s%00", "/log?text=%00"].map(str::to_owned);
    let lists = ["/log", "/elements", "/pictures", "/statement"];
    let files = [".csv", ".xlsx", ".json"];
    let files = lists.map(|list| files.map(|ending| format!("{list}{ending}")));
    let pages = pages_of(&ZEROS).into_iter().chain(more);
    for page in pages.chain(files.into_iter().flatten()) {
        let mark = if page.contains('?') { "&" } else { "?" };
        let address = format!("/nb{page}{mark}period=all");
        let response = answer_of(&ZEROS, getting(&address)).await;
        assert_eq!(response.status(), StatusCode::OK, "{address}");
        let bytes = to_bytes(response.into_body(), usize::MAX).await;
        let bytes = bytes.expect("a body");
        let is_packed = page.contains(".xlsx") || page.contains(".csv");
        assert!(is_packed || !bytes.contains(&0), "{address}");
        if page == "/log" {
            let html = String::from_utf8(bytes.to_vec()).expect("UTF-8");
            assert!(html.contains("ka\u{2400}ri"), "it is shown: {html}");
        }
    }
    let asked = get("/nb/quarantine?file=%00").await;
    assert!(asked.status().as_u16() < 500, "{}", asked.status());
}

#[tokio::test]
async fn lists_come_as_files_too() {
    let anna = handle(ANNA);
    for page in [
        "/statement",
        "/subjects",
        "/pictures",
        "/elements",
        "/usage",
        "/log",
        "/changes",
        "/logons",
        "/sources",
        "/sources/imports",
        "/quarantine",
        "/own-log",
        "/erasures/holds",
        "/findings",
        "/findings/records",
        &format!("/person/{anna}"),
        &format!("/user/{anna}"),
    ] {
        for (ending, kind, start) in [
            (".csv", "text/csv", &b"\xef\xbb\xbf"[..]),
            (".xlsx", "application/vnd.openxmlformats", b"PK"),
            (".json", "application/json", b"{"),
        ] {
            let address = format!("/nb{page}{ending}?period=all");
            let response = get(&address).await;
            assert_eq!(response.status(), StatusCode::OK, "{address}");
            let found = response.headers()[header::CONTENT_TYPE]
                .to_str()
                .expect("text")
                .to_owned();
            assert!(found.starts_with(kind), "{address}: {found}");
            let bytes = to_bytes(response.into_body(), usize::MAX)
                .await
                .expect("a body");
            assert!(bytes.starts_with(start), "{address}");
        }
    }
}

#[tokio::test]
async fn the_readers_of_a_month_come_as_data_and_none_before_the_own_log() {
    let site = site("");
    let _page = answer_of(&site, getting("/en/log?period=all")).await;
    for path in ["/own-log/readers", "/own-log/readers/2026-09"] {
        let answer = answer_of(&site, getting(&format!("/en{path}.json"))).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let data: serde_json::Value =
            serde_json::from_str(&text(answer).await).expect("it is data");
        assert_eq!(data["from"], "2026-09-01", "{path}: there is none before");
        let readers = data["readers"].as_array().expect("a list");
        let siv = readers.iter().find(|one| one["name"] == "Siv Dahl");
        assert!(siv.expect("she looked")["looks"].as_u64() > Some(0));
    }
    for none in [
        "2026-08",
        "2026-08.json",
        "2026-10",
        "2026-09.csv",
        "x.json",
    ] {
        let path = format!("/en/own-log/readers/{none}");
        let answer = answer_of(&site, getting(&path)).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_file_and_data_hold_the_whole_list_and_a_page_of_data_its_page() {
    let rows = async |address: &str| {
        let csv = text(get(&format!("/en{address}.csv?period=all")).await).await;
        csv.lines().count() as u64 - 1
    };
    let data = async |address: &str| -> serde_json::Value {
        let text = text(get(address).await).await;
        serde_json::from_str(&text).expect("JSON")
    };
    for (address, list) in [
        ("/log", "events"),
        ("/own-log", "looks"),
        ("/quarantine", "rows"),
    ] {
        let whole = data(&format!("/en{address}.json?period=all")).await;
        let found = whole[list].as_array().expect("a list").len() as u64;
        assert!(found > 0, "{address}");
        assert_eq!(whole["matching"], found, "{address}");
        if address != "/own-log" {
            assert_eq!(rows(address).await, found, "{address}");
        }
        let first = data(&format!("/en{address}.json?period=all&page=1")).await;
        let first = first[list].as_array().expect("a list").clone();
        assert!(
            first.len() as u64 >= found.min(50) && first.len() <= 50,
            "{address}"
        );
        // Every look makes the own log longer.
        if address != "/own-log" {
            let whole = whole[list].as_array().expect("a list");
            assert_eq!(first, whole[..first.len()], "{address}");
        }
    }
}

#[tokio::test]
async fn the_front_page_is_chosen_by_the_browsers_language() {
    for (wish, expected) in [("sv-SE,sv;q=0.9", "/sv"), ("fr", "/nb"), ("en-GB", "/en")] {
        let request = Request::get("/")
            .header("host", "localhost")
            .header("accept-language", wish)
            .body(Body::empty());
        let response = answer(request.expect("a request")).await;
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        assert_eq!(response.headers()[header::LOCATION], expected);
        check_headers(&response, wish);
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_page_with_headers() {
    for address in [
        "/nb/nothing",
        "/xx/statement",
        "/nb/person/p-none",
        "/nb/event/99999",
        "/nb/event/x",
        "/nb/quarantine/999",
        "/assets/0/none.css",
        "/nb/event/1.xlsx",
    ] {
        let response = get(address).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{address}");
        check_headers(&response, address);
    }
    let html = text(get("/da/nothing").await).await;
    assert!(html.contains("Denne side findes ikke") && html.contains("lang=\"da\""));
    let data = text(get("/en/nothing.json").await).await;
    assert!(data.contains("problem-no-such-page"));
}

#[tokio::test]
async fn a_handle_that_is_not_ours_is_a_plain_page_that_tells_nothing() {
    let anna = handle(ANNA);
    assert!(anna.len() == 22 && !anna.contains(ANNA), "{anna}");
    let forged = format!(
        "{}{}",
        if anna.starts_with('B') { 'C' } else { 'B' },
        &anna[1..]
    );
    let plain = text(get("/da/nothing").await).await;
    for name in [
        forged.as_str(),
        "p1",
        "p825",
        "AAAAAAAAAAAAAAAAAAAAAA",
        ANNA,
    ] {
        for page in ["person", "user"] {
            let response = get(&format!("/da/{page}/{name}")).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{page} {name}");
            let html = text(response).await;
            let own = |html: &str| html.replace(&format!("/{page}/{name}"), "/nothing");
            assert_eq!(own(&html), plain, "{page} {name}");
        }
    }
    let html = text(get(&format!("/nb/person/{anna}.json")).await).await;
    assert!(
        html.contains(&format!("\"handle\":\"{anna}\"")),
        "data lead by handles too"
    );
}

#[tokio::test]
async fn a_foreign_name_gets_nothing() {
    let request = Request::get("/nb/statement")
        .header("host", "evil.example")
        .body(Body::empty());
    let response = answer(request.expect("a request")).await;
    assert_eq!(response.status(), StatusCode::MISDIRECTED_REQUEST);
    check_headers(&response, "foreign host");
    assert!(!text(response).await.contains("Tilsyn"));
}

async fn search(sought: &str, token: &str, origin: &str) -> Response<Body> {
    let body = format!("token={token}&sought={}", crate::asked::encoded(sought));
    let request = Request::post("/nb/search")
        .header("host", "127.0.0.1:8080")
        .header("origin", origin)
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body));
    answer(request.expect("a request")).await
}

async fn token() -> String {
    let html = text(get("/nb/search").await).await;
    let rest = html
        .split("name=\"token\" value=\"")
        .nth(1)
        .expect("a token");
    rest.split('"').next().expect("its end").to_owned()
}

#[tokio::test]
async fn a_search_needs_our_own_form_and_finds_by_id_name_and_account() {
    let (token, own) = (token().await, "http://127.0.0.1:8080");
    for sought in [ANNA, "anna aas", "HR:anna"] {
        let response = search(sought, &token, own).await;
        assert_eq!(response.status(), StatusCode::OK, "{sought}");
        let html = text(response).await;
        check_page(&html, sought);
        assert!(
            html.contains("Anna Aas") && html.contains(&handle(ANNA)),
            "{sought}"
        );
        assert!(!html.contains(ANNA), "what was sought is not repeated");
    }
    assert_eq!(
        search(ANNA, "guess", own).await.status(),
        StatusCode::FORBIDDEN
    );
    let foreign = search(ANNA, &token, "http://evil.example").await;
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
    check_headers(&foreign, "foreign origin");
    let html = text(foreign).await;
    check_page(&html, "foreign origin");
    assert!(html.contains("lang=\"nb\"") && html.contains("sendt fra et annet nettsted"));
    let long = "x".repeat(20_000);
    assert_eq!(
        search(&long, &token, own).await.status(),
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(
        search("a", &token, own).await.status(),
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn a_national_id_in_an_address_is_led_to_the_search() {
    let response = get(&format!("/sv/statement?text={ANNA}")).await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()[header::LOCATION], "/sv/search?reason=id");
}

#[tokio::test]
async fn only_get_and_post_are_known() {
    for method in ["PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT"] {
        let request = Request::builder()
            .method(method)
            .uri("/nb/statement")
            .header("host", "localhost")
            .body(Body::empty());
        let response = answer(request.expect("a request")).await;
        assert_eq!(
            response.status(),
            StatusCode::METHOD_NOT_ALLOWED,
            "{method}"
        );
        check_headers(&response, method);
    }
}

#[tokio::test]
async fn style_sheets_may_be_kept_and_pages_may_not() {
    let html = text(get("/nb").await).await;
    let sheet = html
        .split("rel=\"stylesheet\" href=\"")
        .nth(3)
        .expect("our style sheet");
    let sheet = sheet.split('"').next().expect("its end");
    let response = get(sheet).await;
    // Made by `cargo xtask assets`; without them the address is still right.
    if response.status() == StatusCode::OK {
        let kept = response.headers()[header::CACHE_CONTROL]
            .to_str()
            .expect("text");
        assert!(kept.contains("immutable"));
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/css; charset=utf-8"
        );
    }
    check_headers(&response, sheet);
    assert_eq!(
        get("/nb").await.headers()[header::CACHE_CONTROL],
        "no-store"
    );
}

fn getting(address: &str) -> Request<Body> {
    let request = Request::get(address)
        .header("host", "127.0.0.1:8080")
        .body(Body::empty());
    request.expect("a request")
}

/// The looks that people filed so far, newest first.
fn looks_of(site: &Site) -> Vec<Look> {
    let permit = ask::<ReadOwnLog>(&Principal::local_operator(), Form::Command).expect("may");
    let log = site.desk.own_log(&permit, 0, 1_000).expect("reads");
    let looks = log.looks.into_iter();
    looks.filter(|look| look.form != "command").collect()
}
