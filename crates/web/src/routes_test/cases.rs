//! Cases through the router: forms with files, what is missing in them, and what they lead to.

use tilsyn_app::cases::{NewStep, StepKind};
use tilsyn_app::permit::TakeCaseStep;
use tilsyn_domain::Day;
use tilsyn_domain::codebook::Identity;

use super::*;

pub(super) const BOUNDARY: &str = "tilsyn-test";
const PART: &str = "Content-Disposition: form-data";

/// A form as browsers send it: fields, then a file if there is one.
pub(super) fn form(fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--{BOUNDARY}\r\n{PART}; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(head.as_bytes());
    }
    if let Some((name, bytes)) = file {
        let head = format!("--{BOUNDARY}\r\n{PART}; name=\"files\"; filename=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

async fn send(site: &Site, path: &str, body: Vec<u8>) -> Response<Body> {
    let request = Request::post(path)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header(
            "content-type",
            format!("multipart/form-data; boundary={BOUNDARY}"),
        )
        .body(Body::from(body));
    answer_of(site, request.expect("a request")).await
}

async fn page_of(site: &Site, path: &str) -> String {
    let response = answer_of(site, getting(path)).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    let html = text(response).await;
    check_page(&html, path);
    html
}

fn token_in(html: &str) -> String {
    let rest = html
        .split("enctype=\"multipart/form-data\"")
        .nth(1)
        .expect("a form");
    let rest = rest
        .split("name=\"token\" value=\"")
        .nth(1)
        .expect("a token");
    rest.split('"').next().expect("its end").to_owned()
}

/// A site with case 1 about Anna, opened from her page with the events that are listed there.
async fn opened() -> (Site, String) {
    let site = site("");
    let user = page_of(
        &site,
        &format!("/nb/user/{}?only=outside", handle_of(&site, ANNA)),
    )
    .await;
    let way = user
        .split("href=\"/nb/cases/open?")
        .nth(1)
        .expect("a way to open a case");
    let way = way
        .split('"')
        .next()
        .expect("its end")
        .replace("&amp;", "&");
    assert!(way.contains("only=outside"), "{way}");
    let way = format!("/nb/cases/open?{way}");
    let html = page_of(&site, &way).await;
    let token = token_in(&html);
    let events: Vec<&str> = html
        .split("name=\"event\" value=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(!events.is_empty());
    let mut fields = vec![("token", token.as_str())];
    fields.extend(events.iter().map(|leaf| ("event", *leaf)));
    fields.extend([
        ("step", "opened"),
        ("text", "Looked at a neighbour."),
        ("due", "2026-10-05"),
    ]);
    let answer = send(&site, &way, form(&fields, None)).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert_eq!(answer.headers()[header::LOCATION], "/nb/cases/1");
    (site, token)
}

#[tokio::test]
async fn a_case_is_opened_from_a_page_and_followed_up_with_a_file() {
    let (site, token) = opened().await;
    let html = page_of(&site, "/nb/cases/1").await;
    for part in [
        "Looked at a neighbour.",
        "Anna Aas",
        "/nb/event/",
        "Venter på vurdering",
    ] {
        assert!(html.contains(part), "{part}");
    }
    let fields = [
        ("token", token.as_str()),
        ("step", "assessed"),
        ("text", "To follow up."),
    ];
    let pdf: &[u8] = b"%PDF-1.7 minutes";
    let answer = send(
        &site,
        "/nb/cases/1",
        form(&fields, Some(("Referat.pdf", pdf))),
    )
    .await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let html = page_of(&site, "/nb/cases/1").await;
    assert!(html.contains("Referat.pdf") && html.contains("/nb/cases/1/2/0"));
    let file = answer_of(&site, getting("/nb/cases/1/2/0")).await;
    check_headers(&file, "a file of a case");
    assert_eq!(file.headers()[header::CONTENT_TYPE], "application/pdf");
    let saved = file.headers()[header::CONTENT_DISPOSITION]
        .to_str()
        .expect("text");
    assert!(
        saved.starts_with("attachment; filename=\"case-1-2-0"),
        "{saved}"
    );
    assert_eq!(
        to_bytes(file.into_body(), usize::MAX)
            .await
            .expect("a body"),
        pdf
    );
    // The user's page and the event's now lead to the same case.
    let user = page_of(&site, &format!("/nb/user/{}", handle_of(&site, ANNA))).await;
    assert!(user.contains("/nb/cases/1") && user.contains("Legg til i saken"));
    for ending in [".json", ".csv", ".xlsx"] {
        let list = answer_of(&site, getting(&format!("/nb/cases{ending}"))).await;
        assert_eq!(list.status(), StatusCode::OK, "{ending}");
    }
}

#[tokio::test]
async fn a_form_where_something_is_missing_comes_back_with_what_was_written() {
    let (site, token) = opened().await;
    let written = "Written with care.";
    let fields = [
        ("token", token.as_str()),
        ("step", "assessed"),
        ("text", written),
    ];
    let program: &[u8] = b"MZ\x90\0\x03";
    let answer = send(
        &site,
        "/nb/cases/1",
        form(&fields, Some(("tool.pdf", program))),
    )
    .await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    check_headers(&answer, "a form again");
    let html = text(answer).await;
    check_page(&html, "a form again");
    assert!(html.contains(written) && html.contains("role=\"alert\""));
    let early = [
        ("token", token.as_str()),
        ("step", "question"),
        ("text", written),
        ("due", "2026-10-05"),
    ];
    let answer = send(&site, "/nb/cases/1", form(&early, None)).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    let steps = page_of(&site, "/nb/cases/1")
        .await
        .matches("class=\"sub\">")
        .count();
    assert_eq!(
        steps,
        page_of(&site, "/nb/cases/1")
            .await
            .matches("class=\"sub\">")
            .count()
    );
}

#[tokio::test]
async fn what_is_none_of_our_forms_is_not_read() {
    let (site, token) = opened().await;
    let good = [("token", token.as_str()), ("step", "note"), ("text", "x")];
    let no_token = [("step", "note"), ("text", "x")];
    let late_token = [("step", "note"), ("token", token.as_str()), ("text", "x")];
    let guessed = [("token", "guess"), ("step", "note"), ("text", "x")];
    for fields in [&no_token[..], &late_token, &guessed] {
        let answer = send(&site, "/nb/cases/1", form(fields, None)).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{fields:?}");
    }
    let mut broken = form(&good, Some(("a.txt", b"text")));
    broken.truncate(broken.len() - 30);
    let answer = send(&site, "/nb/cases/1", broken).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let huge = vec![b'x'; 27 << 20];
    let answer = send(&site, "/nb/cases/1", form(&good, Some(("a.txt", &huge)))).await;
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    check_headers(&answer, "too long");
    for path in [
        "/nb/cases/9",
        "/nb/cases/x",
        "/nb/cases/1/9/9",
        "/nb/cases/1/1/x",
        "/nb/mine/case/1",
    ] {
        let answer = answer_of(&site, getting(path)).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
    let answer = send(&site, "/nb/cases/9", form(&good, None)).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

/// What stands in a document, as the printer of tests writes it.
async fn printed(site: &Site, path: &str) -> String {
    let file = answer_of(site, getting(path)).await;
    assert_eq!(file.status(), StatusCode::OK, "{path}");
    check_headers(&file, path);
    assert_eq!(file.headers()[header::CONTENT_TYPE], "application/pdf");
    let name = file.headers()[header::CONTENT_DISPOSITION].to_str();
    let name = name.expect("text").to_owned();
    assert!(
        name.starts_with("attachment") && !name.contains("Anna"),
        "{name}"
    );
    let bytes = to_bytes(file.into_body(), usize::MAX).await;
    let said = String::from_utf8(bytes.expect("a body").to_vec()).expect("text");
    assert!(
        !said.contains(ANNA) && !said.contains("Unknown localization"),
        "{said}"
    );
    said
}

#[tokio::test]
async fn a_case_and_its_letters_go_out_on_paper() {
    let (site, token) = opened().await;
    for (step, text) in [("assessed", "To follow up."), ("question", "Why at night?")] {
        let mut fields = vec![("token", token.as_str()), ("step", step), ("text", text)];
        if step == "question" {
            fields.push(("due", "2026-10-05"));
        }
        let answer = send(&site, "/nb/cases/1", form(&fields, None)).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{step}");
    }
    let html = page_of(&site, "/nb/cases/1").await;
    assert!(html.contains("/nb/cases/1/file.pdf") && html.contains("/nb/cases/1/3/letter.pdf"));
    for language in ["nb", "da", "sv", "en"] {
        let file = printed(&site, &format!("/{language}/cases/1/file.pdf")).await;
        for part in [
            "Anna Aas",
            "Looked at a neighbour.",
            "To follow up.",
            "Why at night?",
        ] {
            assert!(file.contains(part), "{part} {language}");
        }
        assert!(file.contains("kind: Report"));
        // Every step stands below the checkpoint that the file names.
        let size = file.split("checkpoint-").nth(1).expect("a checkpoint");
        let size: u64 = size
            .split('-')
            .next()
            .and_then(|size| size.parse().ok())
            .expect("a size");
        let permit =
            ask::<tilsyn_app::permit::ReadCases>(&Principal::development("Siv Dahl"), Form::Page);
        let view = site.desk.case(&permit.expect("may"), 1).expect("reads");
        assert!(view.steps.iter().all(|step| step.leaf < size), "{size}");
        let letter = printed(&site, &format!("/{language}/cases/1/3/letter.pdf")).await;
        assert!(letter.contains("Why at night?") && letter.contains("kind: Letter"));
        // The user reads what was asked, and nothing of what others wrote.
        assert!(!letter.contains("neighbour") && !letter.contains("To follow up."));
    }
    for path in [
        // Nobody is told of these by letter.
        "/nb/cases/1/1/letter.pdf",
        "/nb/cases/1/2/letter.pdf",
        "/nb/cases/1/9/letter.pdf",
        "/nb/cases/9/file.pdf",
        "/nb/cases/x/file.pdf",
        "/nb/cases/1.pdf",
    ] {
        let answer = answer_of(&site, getting(path)).await;
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn whoever_asks_who_looked_gets_a_letter() {
    let site = site("");
    let person = handle_of(&site, "03817210065");
    for language in ["nb", "da", "sv", "en"] {
        let path = format!("/{language}/person/{person}/letter.pdf?period=all");
        let units = printed(&site, &path).await;
        assert!(
            units.contains("Barnevern nord") && !units.contains("Anna Aas"),
            "{units}"
        );
        let names = printed(&site, &format!("{path}&names=1")).await;
        assert!(
            names.contains("Anna Aas") && names.contains("Cecilie Dal"),
            "{names}"
        );
    }
    let look = looks_of(&site).swap_remove(0);
    assert_eq!((look.view.as_str(), look.form.as_str()), ("person", "pdf"));
    let nobody = "/nb/person/AAAAAAAAAAAAAAAAAAAAAA/letter.pdf";
    let answer = answer_of(&site, getting(nobody)).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
}

/// An answer to the log reviewer of [`matrix::begun`] as it can be held against another.
async fn told(site: &Site, method: &str, path: &str, body: Vec<u8>) -> (StatusCode, String) {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "127.0.0.1:8080")
        .header("origin", "http://127.0.0.1:8080")
        .header("cookie", "tilsyn-development-reader=0")
        .header("content-type", kind)
        .body(Body::from(body));
    let answer = answer_of(site, request.expect("a request")).await;
    let (status, headers) = (answer.status(), format!("{:?}", answer.headers()));
    (status, format!("{headers}\n{}", text(answer).await))
}

#[tokio::test]
async fn a_case_about_the_reader_is_answered_like_a_number_that_is_none() {
    let site = matrix::begun();
    let may = ask::<TakeCaseStep>(&Principal::local_operator(), Form::Page).expect("may");
    let first = NewStep {
        due: Day::from_ymd(2026, 12, 1),
        ..NewStep::saying(StepKind::Opened, "a test")
    };
    let reader = NationalId::new("02817110005").expect("an id");
    let own = (site.desk).open_case(&may, &Identity::Person(reader), &first);
    assert_eq!(own.expect("opened"), 2, "after the one about Anna");
    let (_, page) = told(&site, "GET", "/en/cases/1", Vec::new()).await;
    let token = token_in(&page);
    let field = |step| [("token", token.as_str()), ("step", step), ("text", "x")];
    let forms = ["note", "none", "opened", "closed"];
    let forms = forms.map(|step| ("POST", "", form(&field(step), None)));
    let gets = ["", "/file.pdf", "/1/letter.pdf", "/1/0", "/9/9"];
    let gets = gets.map(|rest| ("GET", rest, Vec::new()));
    for (method, rest, body) in gets.into_iter().chain(forms) {
        let asked = async |number: u64| {
            let path = format!("/en/cases/{number}{rest}");
            let (status, said) = told(&site, method, &path, body.clone()).await;
            (
                status,
                said.replace(&format!("/cases/{number}"), "/cases/N"),
            )
        };
        let (none, own) = (asked(9).await, asked(2).await);
        assert_eq!(none.0, StatusCode::NOT_FOUND, "{method} {rest}");
        assert_eq!(none, own, "{method} {rest}");
    }
    let denied = |look: &Look| look.denied.clone();
    let filed: Vec<String> = looks_of(&site).iter().filter_map(denied).collect();
    assert!(
        filed.iter().any(|why| why == "problem-case-own"),
        "{filed:?}"
    );
    let (_, read) = told(&site, "GET", "/en/own-log.json", Vec::new()).await;
    assert!(read.contains("problem-no-such-case") && !read.contains("problem-case-own"));
}
