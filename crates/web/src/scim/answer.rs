//! What is answered: resources cut to what was asked for, and errors (RFC 7644, 3.9 and 3.12).

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use scim_v2::models::errors::{ScimHttpError, ScimType};
use scim_v2::{ValidationError, schema_urns};
use serde_json::Value;
use tilsyn_app::Problem;
use tilsyn_app::problem::Whose;

use crate::language::Language;
use crate::words::Words;

use super::attribute::without_core;

/// When to ask again, where too much is asked at once.
const AGAIN_SECONDS: u16 = 5;
const KIND: &str = "application/scim+json";

/// What there is to say.
pub(super) struct Answer {
    status: StatusCode,
    body: Option<Value>,
}

impl Answer {
    /// A resource, with the attributes that were asked for.
    pub(super) fn of(resource: Value, query: &[(String, String)]) -> Answer {
        Answer {
            status: StatusCode::OK,
            body: Some(Wanted::read(query).cut(resource)),
        }
    }

    /// As it is.
    pub(super) fn whole(body: Value) -> Answer {
        Answer {
            status: StatusCode::OK,
            body: Some(body),
        }
    }

    /// A resource that is new.
    pub(super) fn made(resource: Value, query: &[(String, String)]) -> Answer {
        Answer {
            status: StatusCode::CREATED,
            ..Answer::of(resource, query)
        }
    }

    pub(super) fn nothing() -> Answer {
        Answer {
            status: StatusCode::NO_CONTENT,
            body: None,
        }
    }

    pub(super) fn respond(self) -> Response<Body> {
        let location = self.body.as_ref().and_then(|body| {
            let place = body.get("meta")?.get("location")?.as_str()?;
            HeaderValue::from_str(place).ok()
        });
        let mut response = response(self.status, self.body.as_ref());
        if let Some(location) = location {
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }
}

/// Which attributes were asked for; `schemas` and `id` are always there.
pub(super) struct Wanted {
    only: Vec<String>,
    without: Vec<String>,
}

impl Wanted {
    pub(super) fn read(query: &[(String, String)]) -> Wanted {
        let names = |name: &str| {
            let sent = query.iter().filter(|(known, _)| known == name);
            let sent = sent.flat_map(|(_, names)| names.split(','));
            let names = sent.map(plain).filter(|name| !name.is_empty());
            names.collect::<Vec<_>>()
        };
        Wanted {
            only: names("attributes"),
            without: names("excludedAttributes"),
        }
    }

    pub(super) fn of(only: &[String], without: &[String]) -> Wanted {
        let names = |names: &[String]| names.iter().map(|name| plain(name)).collect();
        Wanted {
            only: names(only),
            without: names(without),
        }
    }

    pub(super) fn cut(&self, mut resource: Value) -> Value {
        if let Some(resource) = resource.as_object_mut() {
            resource.retain(|name, _| self.include(&name.to_lowercase()));
        }
        resource
    }

    fn include(&self, name: &str) -> bool {
        // `displayName` and `meta.created`, or an extension's `urn:…:User:employeeNumber`.
        let names_it = |asked: &String| {
            let rest = asked.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ':']))
        };
        let is_always_there = name == "schemas" || name == "id";
        let is_asked_for = self.only.is_empty() || self.only.iter().any(names_it);
        is_always_there || (is_asked_for && !self.without.iter().any(|other| other == name))
    }
}

/// Names count in any case, and with or without the schema that all users have.
fn plain(name: &str) -> String {
    without_core(&name.trim().to_lowercase()).to_owned()
}

/// Why something was not done.
#[derive(Debug)]
pub(super) struct No {
    status: StatusCode,
    kind: Option<ScimType>,
    detail: String,
    beside: Option<Beside>,
}

/// What to do instead, for a header.
#[derive(Debug)]
enum Beside {
    Allow(&'static str),
    AskAgain(u16),
    ShowToken,
}

impl Beside {
    fn header(&self) -> (HeaderName, HeaderValue) {
        match self {
            Beside::Allow(methods) => (header::ALLOW, HeaderValue::from_static(methods)),
            Beside::AskAgain(seconds) => (header::RETRY_AFTER, HeaderValue::from(*seconds)),
            Beside::ShowToken => {
                let realm = HeaderValue::from_static("Bearer realm=\"scim\"");
                (header::WWW_AUTHENTICATE, realm)
            }
        }
    }
}

impl No {
    pub(super) fn wrong(kind: ScimType, detail: impl Into<String>) -> No {
        No {
            status: StatusCode::BAD_REQUEST,
            kind: Some(kind),
            detail: detail.into(),
            beside: None,
        }
    }

    pub(super) fn syntax(cause: &dyn std::fmt::Display) -> No {
        No::wrong(ScimType::InvalidSyntax, cause.to_string())
    }

    fn plain(status: StatusCode, detail: &str) -> No {
        No {
            status,
            kind: None,
            detail: detail.to_owned(),
            beside: None,
        }
    }

    pub(super) fn missing() -> No {
        No::plain(StatusCode::NOT_FOUND, "There is no such resource.")
    }

    pub(super) fn method(allowed: &'static str) -> No {
        No {
            beside: Some(Beside::Allow(allowed)),
            ..No::plain(
                StatusCode::METHOD_NOT_ALLOWED,
                "That cannot be done to this resource.",
            )
        }
    }

    pub(super) fn too_long() -> No {
        No::plain(StatusCode::PAYLOAD_TOO_LARGE, "That is longer than a user.")
    }

    pub(super) fn busy() -> No {
        No {
            beside: Some(Beside::AskAgain(AGAIN_SECONDS)),
            ..No::plain(StatusCode::SERVICE_UNAVAILABLE, "Ask again soon.")
        }
    }

    /// Nobody whom we know.
    pub(super) fn unknown() -> No {
        No {
            beside: Some(Beside::ShowToken),
            ..No::plain(
                StatusCode::UNAUTHORIZED,
                "Send the token that was agreed on: Authorization: Bearer …",
            )
        }
    }

    pub(super) fn respond(self) -> Response<Body> {
        let told = ScimHttpError {
            schemas: vec![schema_urns::ERROR.to_owned()],
            scim_type: self.kind,
            detail: Some(self.detail),
            status: self.status.as_u16().to_string(),
        };
        let body = serde_json::to_value(told).unwrap_or_default();
        let mut response = response(self.status, Some(&body));
        if let Some((name, value)) = self.beside.map(|beside| beside.header()) {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

impl From<Problem> for No {
    fn from(problem: Problem) -> No {
        let (status, kind) = match (problem.whose, problem.message) {
            (Whose::Yours, _) => (StatusCode::BAD_REQUEST, Some(ScimType::InvalidValue)),
            (Whose::Conflict, "problem-account-of-another") => {
                (StatusCode::BAD_REQUEST, Some(ScimType::Mutability))
            }
            (Whose::Conflict, _) => (StatusCode::CONFLICT, Some(ScimType::Uniqueness)),
            // A rule stands in the way, not the token: somebody has to be given a role first.
            (Whose::Refused, _) => (StatusCode::CONFLICT, None),
            (Whose::Gone, _) => (StatusCode::NOT_FOUND, None),
            (Whose::Later, _) => (StatusCode::SERVICE_UNAVAILABLE, None),
            (Whose::Ours, _) => (StatusCode::INTERNAL_SERVER_ERROR, None),
        };
        if status.is_server_error() {
            let problem = problem.message;
            tracing::error!(problem, "the provider of logins could not be answered");
        }
        No {
            status,
            kind,
            detail: Words::of(Language::English).problem(&problem),
            beside: problem.again_after_seconds.map(Beside::AskAgain),
        }
    }
}

impl From<ValidationError> for No {
    fn from(wrong: ValidationError) -> No {
        No::wrong(wrong.scim_type(), wrong.to_string())
    }
}

fn response(status: StatusCode, body: Option<&Value>) -> Response<Body> {
    let text = body.map(Value::to_string).unwrap_or_default();
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    if body.is_some() {
        let kind = HeaderValue::from_static(KIND);
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    response
}
