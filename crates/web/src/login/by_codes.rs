//! Coming in by the two codes of a login for emergencies, while the provider cannot be reached.
//!
//! Neither page nor form asks the provider for anything.

use askama::Template;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use tilsyn_app::problem::Whose;
use tilsyn_app::staff::{EmergencyAsked, EmergencyCode, REASON_MAX, SessionToken};
use tilsyn_app::{Desk, Problem};

use super::pages::end;
use super::provider::Provider;
use super::{Credential, cookies, random};
use crate::asked::Asked;
use crate::frame::{Frame, Place};
use crate::reply::{self, html};
use crate::sent::{Sent, field};

#[derive(Template)]
#[template(path = "login/by_codes.html")]
struct CodesPage {
    frame: Frame,
    notice: String,
    action: String,
    /// What was typed; never the codes.
    user: String,
    reason: String,
    reason_max: usize,
    back: String,
}

/// `GET /{language}/login/emergency`.
pub(crate) fn codes(asked: &Asked) -> Response<Body> {
    reply::page(StatusCode::OK, form(asked, String::new(), &[]))
}

fn form(asked: &Asked, notice: String, sent: &Sent) -> String {
    html(&CodesPage {
        frame: Frame::of(asked, Place::None, asked.words().say("by-codes-title")),
        notice,
        action: asked.to("/login/emergency"),
        user: field(sent, "user").to_owned(),
        reason: field(sent, "reason").to_owned(),
        reason_max: REASON_MAX,
        back: asked.to("/login"),
    })
}

/// `POST /{language}/login/emergency`.
pub(crate) fn enter_by_codes(
    desk: &Desk,
    provider: &Provider,
    (asked, credential, sent): (&Asked, &Credential, &Sent),
) -> Response<Body> {
    let token = SessionToken(random());
    let codes = EmergencyAsked {
        user: field(sent, "user").to_owned(),
        first: EmergencyCode::typed(field(sent, "first")),
        second: EmergencyCode::typed(field(sent, "second")),
        reason: field(sent, "reason").to_owned(),
    };
    match desk.sign_in_by_codes(&codes, &token) {
        Ok(()) => {
            if let Credential::Token(old) = credential {
                end(desk, old);
            }
            let mut response = reply::elsewhere(&asked.to(""));
            cookies::keep_session(&mut response, &token, provider.is_over_tls());
            response
        }
        Err(problem) => again(asked, &problem, sent),
    }
}

/// The form again, where something typed was wrong; else the problem.
fn again(asked: &Asked, problem: &Problem, sent: &Sent) -> Response<Body> {
    let status = match problem.whose {
        Whose::Yours => StatusCode::BAD_REQUEST,
        Whose::Refused => StatusCode::FORBIDDEN,
        _ => return reply::problem(asked, problem),
    };
    reply::page(status, form(asked, asked.words().sentence(problem), sent))
}
