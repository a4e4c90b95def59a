//! A person's page shows the national id to whoever said what for, and to nobody else.

use super::*;

async fn page_of(site: &Site, reader: usize, path: &str) -> String {
    let request = Request::get(path)
        .header("host", "127.0.0.1:8080")
        .header("cookie", format!("tilsyn-development-reader={reader}"))
        .body(Body::empty());
    text(answer_of(site, request.expect("a request")).await).await
}

async fn send(site: &Site, reader: usize, path: &str, fields: &str) -> Response<Body> {
    let html = page_of(site, reader, "/en").await;
    let token = matrix::token_in(&html);
    let request = Request::post(path)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header("cookie", format!("tilsyn-development-reader={reader}"))
        .body(Body::from(format!("token={token}{fields}")));
    answer_of(site, request.expect("a request")).await
}

#[tokio::test]
async fn an_id_stands_whole_for_whoever_said_what_for() {
    let site = site("");
    let path = format!("/en/person/{}", handle_of(&site, ANNA));
    let (reveal, file) = (format!("{path}/reveal"), format!("{path}.csv"));
    assert!(!page_of(&site, 0, &path).await.contains(ANNA));
    assert!(!page_of(&site, 0, &file).await.contains(ANNA));
    let no = send(&site, 0, &reveal, "&reason=+").await;
    assert_eq!(no.status(), StatusCode::BAD_REQUEST);
    assert!(!page_of(&site, 0, &path).await.contains(ANNA));
    let yes = send(&site, 0, &reveal, "&reason=payroll").await;
    assert_eq!(yes.status(), StatusCode::SEE_OTHER);
    assert_eq!(yes.headers()["location"], path.as_str());
    assert!(page_of(&site, 0, &path).await.contains(ANNA));
    assert!(page_of(&site, 0, &file).await.contains(ANNA));
    assert!(!page_of(&site, 1, &path).await.contains(ANNA), "only there");
    let waiting = page_of(&site, 1, "/en/reveals").await;
    check_page(&waiting, "/en/reveals");
    assert!(!waiting.contains(ANNA) && !waiting.contains("/en/reveals/"));
}
