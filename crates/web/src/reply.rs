//! What goes back to the browser: a page, a file, data, or a no with a sentence.
//!
//! Every no is a page in the reader's language that says what happened and what to do; what was
//! looked for is never repeated in it. Not here: the headers that all replies carry (`door`).

use std::io::Write;

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use serde_json::Value;
use tilsyn_app::cases::FileType;
use tilsyn_app::integrity::CheckpointMark;
use tilsyn_app::problem::Whose;
use tilsyn_app::{Desk, Form, Problem};

use crate::asked::{Asked, PARAMETER_UNREADABLE, PERIOD_UNREADABLE};
use crate::download::WriteFile;
use crate::frame::{Frame, Place};
use crate::integrity;
use crate::list::period_again;
use crate::period::Fault;
use crate::pool::NoAnswer;
use crate::sheet::no_file;

/// A file that is still to be written.
pub(crate) struct File {
    /// For saving; without one the browser shows it.
    pub(crate) name: Option<String>,
    pub(crate) kind: FileKind,
    pub(crate) write: WriteFile,
}

impl File {
    /// Its name for saving. A list says there from which checkpoint it was made: a CSV file has no
    /// other place that every reader passes over.
    pub(crate) fn name_from(&self, mark: Option<&CheckpointMark>) -> Option<String> {
        let name = self.name.clone()?;
        let is_list = matches!(self.kind, FileKind::Csv | FileKind::Xlsx);
        Some(match (name.rsplit_once('.'), mark.filter(|_| is_list)) {
            (Some((stem, ending)), Some(mark)) => {
                format!("{stem}-{}.{ending}", integrity::file_part(mark))
            }
            _ => name,
        })
    }
}

/// Data with the checkpoint they were made from as a field of their own.
fn marked(bytes: Vec<u8>, mark: Option<&CheckpointMark>) -> Vec<u8> {
    match (mark, bytes.strip_prefix(b"{")) {
        (Some(mark), Some(rest)) => {
            let mark = integrity::checkpoint_json(mark);
            let between = if rest == b"}" { "" } else { "," };
            [format!("{{\"checkpoint\":{mark}{between}").as_bytes(), rest].concat()
        }
        _ => bytes,
    }
}

/// An answer to a question.
pub(crate) enum Reply {
    Page(String),
    Json(Vec<u8>),
    File(File),
    /// A form that something was missing in, with what was written.
    Refused(StatusCode, String),
    /// Somewhere else, by GET.
    Elsewhere(String),
    /// There is no such page.
    Missing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Csv,
    Xlsx,
    Json,
    /// A signed checkpoint.
    Note,
    /// Evidence of one event.
    Proof,
    /// A letter or a report.
    Pdf,
    /// A report that opens in any browser.
    Html,
    /// A report as a workbook; unlike a list it says itself from which checkpoint it was made.
    Report,
    /// What somebody put to a case.
    Attachment(FileType),
}

impl FileKind {
    pub(crate) fn mime(self) -> &'static str {
        match self {
            FileKind::Csv => "text/csv; charset=utf-8",
            // What C2SP has for both is text, and no media type of its own is registered.
            FileKind::Note | FileKind::Proof => "text/plain; charset=utf-8",
            FileKind::Pdf => "application/pdf",
            FileKind::Attachment(kind) => kind.mime(),
            FileKind::Json => "application/json; charset=utf-8",
            FileKind::Html => "text/html; charset=utf-8",
            FileKind::Xlsx | FileKind::Report => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        }
    }
}

impl Reply {
    /// Data whose list is written piece by piece. The list comes last, so that data that break
    /// off are no JSON.
    pub(crate) fn long_json<Next>(head: &Value, list: &'static str, mut next: Next) -> Reply
    where
        Next: FnMut(&Desk) -> Result<Option<Vec<Value>>, Problem> + Send + 'static,
    {
        let head = head.clone();
        let write = move |desk: &Desk, asked: &Asked, out: &mut dyn Write| {
            let mut head = marked(head.to_string().into_bytes(), asked.mark.as_ref());
            head.truncate(head.len() - 1);
            out.write_all(&head).map_err(no_file)?;
            write!(out, ",\"{list}\":[").map_err(no_file)?;
            let mut between = "";
            while let Some(piece) = next(desk)? {
                for value in &piece {
                    write!(out, "{between}{value}").map_err(no_file)?;
                    between = ",";
                }
            }
            out.write_all(b"]}").map_err(no_file)
        };
        Reply::File(File {
            name: None,
            kind: FileKind::Json,
            write: Box::new(write),
        })
    }

    /// The form again, where something was missing or has changed meanwhile; else the problem.
    pub(crate) fn again(
        problem: Problem,
        asked: &Asked,
        show: impl FnOnce(String) -> Result<Reply, Problem>,
    ) -> Result<Reply, Problem> {
        if !matches!(problem.whose, Whose::Yours | Whose::Conflict) {
            return Err(problem);
        }
        match show(asked.words().sentence(&problem))? {
            Reply::Page(html) => Ok(Reply::Refused(status(&problem), html)),
            other => Ok(other),
        }
    }

    /// The answer to an address that does not say what it is about: a person is led to the list
    /// of what there is, a program is told what is missing.
    pub(crate) fn about_nothing(asked: &Asked, list: &str) -> Result<Reply, Problem> {
        match asked.form {
            Form::Page => Ok(Reply::Elsewhere(asked.to(list))),
            _ => Err(asked.problem_of_parameters()),
        }
    }

    /// Whether it is kept by whoever asked, outside of the browser.
    pub(crate) fn leaves(&self) -> bool {
        matches!(self, Reply::Json(_) | Reply::File(_))
    }

    /// The response; `send` begins to write a file.
    pub(crate) fn respond(
        self,
        asked: &Asked,
        send: impl FnOnce(File) -> Response<Body>,
    ) -> Response<Body> {
        match self {
            Reply::Page(html) => {
                let html = without_zeros(html);
                with(StatusCode::OK, "text/html; charset=utf-8", html.into())
            }
            Reply::Refused(status, html) => with(
                status,
                "text/html; charset=utf-8",
                without_zeros(html).into(),
            ),
            Reply::Json(bytes) => with(
                StatusCode::OK,
                "application/json; charset=utf-8",
                marked(bytes, asked.mark.as_ref()).into(),
            ),
            Reply::File(file) => send(file),
            Reply::Elsewhere(address) => elsewhere(&address),
            Reply::Missing => missing(asked),
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

/// A file as it arrives; with a name it is to be saved.
pub(crate) fn file(kind: FileKind, name: Option<&str>, body: Body) -> Response<Body> {
    let mut response = with(StatusCode::OK, kind.mime(), body);
    let name = name.map(|name| format!("attachment; filename=\"{name}\""));
    if let Some(Ok(value)) = name.map(|name| HeaderValue::from_str(&name)) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// There is no such page.
pub(crate) fn missing(asked: &Asked) -> Response<Body> {
    no(asked, StatusCode::NOT_FOUND, "problem-no-such-page")
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

fn status(problem: &Problem) -> StatusCode {
    match problem.whose {
        Whose::Yours => StatusCode::BAD_REQUEST,
        Whose::Refused => StatusCode::FORBIDDEN,
        Whose::Conflict => StatusCode::CONFLICT,
        Whose::Gone => StatusCode::NOT_FOUND,
        Whose::Ours => StatusCode::INTERNAL_SERVER_ERROR,
        Whose::Later => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A no from the desk.
pub(crate) fn problem(asked: &Asked, problem: &Problem) -> Response<Body> {
    let status = status(problem);
    if status.is_server_error() {
        let cause = causes(problem);
        let problem = problem.message;
        tracing::error!(problem, cause, "a question could not be answered");
    }
    let hint = problem.hint.unwrap_or(match problem.message {
        PERIOD_UNREADABLE => "problem-hint-period",
        // Whoever is not signed in has no rules to read yet.
        _ if problem.whose == Whose::Refused && !asked.is_by_nobody() => RULES,
        _ => "problem-hint-front",
    });
    let sentence = asked.words().sentence(problem);
    let response = no_with_hint(asked, status, problem.message, sentence, hint);
    with_retry(response, problem.again_after_seconds)
}

/// Key of the hint that a rule stands in the way.
const RULES: &str = "problem-hint-rules";

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

/// When to ask again: the pool is free again soon.
const RETRY_SOON_SECONDS: u16 = 5;

fn with_retry(mut response: Response<Body>, seconds: Option<u16>) -> Response<Body> {
    if let Some(seconds) = seconds {
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
    let again = (why != NoAnswer::Broken).then_some(RETRY_SOON_SECONDS);
    with_retry(no(asked, status, key), again)
}

/// A no with a sentence of the text files.
pub(crate) fn no(asked: &Asked, status: StatusCode, key: &str) -> Response<Body> {
    let sentence = asked.words().say(key);
    no_with_hint(asked, status, key, sentence, "problem-hint-front")
}

fn no_with_hint(
    asked: &Asked,
    status: StatusCode,
    key: &str,
    sentence: String,
    hint: &str,
) -> Response<Body> {
    let words = asked.words();
    let is_period = key == PERIOD_UNREADABLE;
    if asked.form == Form::Json {
        let mut data = serde_json::json!({ "problem": key, "sentence": sentence });
        if key == PARAMETER_UNREADABLE {
            let names = asked.unreadable().into_iter();
            let fault = |name: &str| (name.to_owned(), words.say("parameter-unreadable").into());
            let faults: serde_json::Map<String, Value> = names.map(fault).collect();
            data["fields"] = faults.into();
        }
        if is_period {
            let fault = |fault: &Fault| (fault.field().to_owned(), words.say(fault.key()).into());
            let faults: serde_json::Map<String, Value> =
                asked.period_faults().iter().map(fault).collect();
            data["fields"] = faults.into();
        }
        return with(
            status,
            "application/json; charset=utf-8",
            data.to_string().into(),
        );
    }
    // It shows nothing of the log, so it is made from nothing of it.
    let mut bare = asked.clone();
    bare.mark = None;
    let page = ProblemPage {
        frame: Frame::of(&bare, Place::None, words.say("problem-title")),
        sentence,
        hint: words.say(hint),
        form: if is_period {
            period_again(asked)
        } else {
            String::new()
        },
        rules: match hint {
            RULES => asked.to("/rules"),
            _ => String::new(),
        },
        front: asked.to(""),
    };
    match page.render() {
        Ok(html) => with(status, "text/html; charset=utf-8", html.into()),
        Err(_) => with(status, "text/plain; charset=utf-8", Body::empty()),
    }
}

/// A page that answers no question to the desk.
pub(crate) fn page(status: StatusCode, html: String) -> Response<Body> {
    with(status, "text/html; charset=utf-8", html.into())
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
    /// What was filled in, where that was wrong.
    form: String,
    /// Where it says why; empty where no rule stands in the way.
    rules: String,
    front: String,
}

/// Renders a template; a template of ours writes into memory only, so it cannot fail.
pub(crate) fn html(template: &impl Template) -> String {
    template
        .render()
        .expect("a template that writes into memory cannot fail")
}
