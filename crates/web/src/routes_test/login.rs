//! The login for development: whom the reader chose to be asks from then on.

use super::*;

pub(super) async fn send(address: &str, body: String, cookie: &str) -> Response<Body> {
    let request = Request::post(address)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header("cookie", cookie)
        .body(Body::from(body));
    answer(request.expect("a request")).await
}

async fn get_as(address: &str, cookie: &str) -> String {
    let request = Request::get(address)
        .header("host", "127.0.0.1:8080")
        .header("cookie", cookie)
        .body(Body::empty());
    text(answer(request.expect("a request")).await).await
}

pub(super) fn token_of(html: &str) -> &str {
    let (_, rest) = html.split_once("name=\"token\" value=\"").expect("a form");
    rest.split('"').next().expect("its end")
}

#[tokio::test]
async fn whoever_is_chosen_stands_on_the_page_and_in_the_own_log() {
    let page = get_as("/en/log", "").await;
    assert!(page.contains("<option value=\"0\" selected>Siv Dahl</option>"));
    let body = format!("token={}&reader=1&back=/en/log", token_of(&page));
    let response = send("/en/login", body, "").await;
    assert_eq!(response.status(), StatusCode::SEE_OTHER);
    assert_eq!(response.headers()["location"], "/en/log");
    let cookie = response.headers()["set-cookie"].to_str().expect("a text");
    let cookie = cookie.split(';').next().expect("its value").to_owned();
    let page = get_as("/en/elements", &cookie).await;
    check_page(&page, "/en/elements");
    assert!(page.contains("<p class=\"reader\"><span>Jonas Berg</span>"));
    let permit = ask::<ReadOwnLog>(&Principal::local_operator(), Form::Page).expect("may");
    let looks = SITE.desk.own_log(&permit, 0, 1000).expect("reads").looks;
    assert!(
        looks
            .iter()
            .any(|look| look.principal == "Jonas Berg" && look.view == "elements")
    );
}

#[tokio::test]
async fn nobody_is_chosen_without_the_token_of_a_page() {
    let response = send("/en/login", "token=wrong&reader=1".to_owned(), "").await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(response.headers().get("set-cookie").is_none());
    let get = get("/en/login").await;
    assert_eq!(get.status(), StatusCode::METHOD_NOT_ALLOWED);
}
