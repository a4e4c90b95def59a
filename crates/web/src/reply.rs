//! What goes back to the browser: a page, a file, data, or a no with a sentence.
//!
//! Every no is a page in the reader's language that says what happened and what to do; what was
//! looked for is never repeated in it. Not here: the headers that all replies carry (`door`).

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use tilsyn_app::problem::Whose;
use tilsyn_app::{Form, Problem};

use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::pool::NoAnswer;

/// An answer to a question.
#[derive(Debug)]
pub(crate) enum Reply {
    Page(String),
    Json(Vec<u8>),
    File {
        name: String,
        kind: FileKind,
        bytes: Vec<u8>,
    },
    /// Somewhere else, by GET.
    Elsewhere(String),
    /// There is no such page.
    Missing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Csv,
    Xlsx,
}

impl FileKind {
    fn mime(self) -> &'static str {
        match self {
            FileKind::Csv => "text/csv; charset=utf-8",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

impl Reply {
    pub(crate) fn respond(self, asked: &Asked) -> Response<Body> {
        match self {
            Reply::Page(html) => {
                let html = without_zeros(html);
                with(StatusCode::OK, "text/html; charset=utf-8", html.into())
            }
            Reply::Json(bytes) => with(
                StatusCode::OK,
                "application/json; charset=utf-8",
                bytes.into(),
            ),
            Reply::File { name, kind, bytes } => {
                let mut response = with(StatusCode::OK, kind.mime(), bytes.into());
                if let Ok(value) =
                    HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
                {
                    response
                        .headers_mut()
                        .insert(header::CONTENT_DISPOSITION, value);
                }
                response
            }
            Reply::Elsewhere(address) => elsewhere(&address),
            Reply::Missing => no(asked, StatusCode::NOT_FOUND, "problem-no-such-page", &[]),
        }
    }
}

/// A zero character, which HTML cannot hold and some user names do, as the sign for one.
fn without_zeros(html: String) -> String {
    if html.contains('\0') {
        html.replace('\0', "\u{2400}")
    } else {
        html
    }
}

/// See another page.
pub(crate) fn elsewhere(address: &str) -> Response<Body> {
    let mut response = with(
        StatusCode::SEE_OTHER,
        "text/plain; charset=utf-8",
        Body::empty(),
    );
    if let Ok(value) = HeaderValue::from_str(address) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

/// A no from the desk.
pub(crate) fn problem(asked: &Asked, problem: &Problem) -> Response<Body> {
    let status = match problem.whose {
        Whose::Yours => StatusCode::BAD_REQUEST,
        Whose::Refused => StatusCode::FORBIDDEN,
        Whose::Conflict => StatusCode::CONFLICT,
        Whose::Gone => StatusCode::NOT_FOUND,
        Whose::Ours => StatusCode::INTERNAL_SERVER_ERROR,
        Whose::Later => StatusCode::SERVICE_UNAVAILABLE,
    };
    if status.is_server_error() {
        let cause = causes(problem);
        let problem = problem.message;
        tracing::error!(problem, cause, "a question could not be answered");
    }
    let hint = problem.hint.unwrap_or("problem-hint-front");
    let response = no_with_hint(asked, status, problem.message, &problem.arguments, hint);
    with_retry(response, RETRY_LATER_SECONDS)
}

/// What lies behind a problem, for the diagnostics: what its store says, and the system.
fn causes(problem: &Problem) -> String {
    let first = std::error::Error::source(problem);
    let store = first.map(ToString::to_string).unwrap_or_default();
    let mut below = std::iter::successors(first, |error| error.source()).skip(1);
    match below.find_map(|error| error.downcast_ref::<std::io::Error>()) {
        Some(system) => format!("{store}: {system}"),
        None => store,
    }
}

/// When to ask again: the pool is free again soon, a full disk waits for somebody.
const RETRY_SOON_SECONDS: u16 = 5;
const RETRY_LATER_SECONDS: u16 = 60;

fn with_retry(mut response: Response<Body>, seconds: u16) -> Response<Body> {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// No room in the pool, or no answer from it.
pub(crate) fn no_answer(asked: &Asked, why: NoAnswer) -> Response<Body> {
    let (status, key) = match why {
        NoAnswer::Busy => (StatusCode::SERVICE_UNAVAILABLE, "problem-busy"),
        NoAnswer::TooSlow => (StatusCode::SERVICE_UNAVAILABLE, "problem-too-slow"),
        NoAnswer::Broken => (StatusCode::INTERNAL_SERVER_ERROR, "problem-broken"),
    };
    with_retry(no(asked, status, key, &[]), RETRY_SOON_SECONDS)
}

/// A no with a sentence of the text files.
pub(crate) fn no(
    asked: &Asked,
    status: StatusCode,
    key: &str,
    arguments: &[(&'static str, String)],
) -> Response<Body> {
    no_with_hint(asked, status, key, arguments, "problem-hint-front")
}

fn no_with_hint(
    asked: &Asked,
    status: StatusCode,
    key: &str,
    arguments: &[(&'static str, String)],
    hint: &str,
) -> Response<Body> {
    let words = asked.words();
    let sentence = words.fill(key, arguments);
    if asked.form == Form::Json {
        let data = serde_json::json!({ "problem": key, "sentence": sentence });
        return with(
            status,
            "application/json; charset=utf-8",
            data.to_string().into(),
        );
    }
    let page = ProblemPage {
        frame: Frame::of(asked, Place::None, words.say("problem-title")),
        sentence,
        hint: words.say(hint),
        front: asked.to(""),
    };
    match page.render() {
        Ok(html) => with(status, "text/html; charset=utf-8", html.into()),
        Err(_) => with(status, "text/plain; charset=utf-8", Body::empty()),
    }
}

fn with(status: StatusCode, kind: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    frame: Frame,
    sentence: String,
    hint: String,
    front: String,
}

/// Renders a template; a template of ours writes into memory only, so it cannot fail.
pub(crate) fn html(template: &impl Template) -> String {
    template
        .render()
        .expect("a template that writes into memory cannot fail")
}
