//! The pages of coming in and going: sign in, away to the provider, back from it, signed out.
//!
//! What the provider answers is never shown; a sentence of ours says what to do. Whoever asks for
//! a page without a session gets the page for signing in at that address, and comes back there.

use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use tilsyn_app::permit::CameBy;
use tilsyn_app::staff::SessionToken;
use tilsyn_app::{Desk, Form, Problem};

use super::provider::{Answer, Provider};
use super::under_way::{UNDER_WAY_SECONDS, UnderWay};
use super::{Credential, cookies, random};
use crate::asked::{Asked, encoded, pairs};
use crate::frame::{Frame, Place};
use crate::reply::{self, html};

/// Why somebody is asked to sign in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// Nothing was asked for but this.
    Wanted,
    /// A page needs it.
    Needed,
    /// There was a session, and it has ended.
    Ended,
    /// What a form sent was not done for that reason.
    NotDone,
}

#[derive(Template)]
#[template(path = "login/sign_in.html")]
struct SignInPage {
    frame: Frame,
    /// Key of what happened; empty where nothing did.
    notice: &'static str,
    begin: String,
    by_codes: String,
}

/// `GET /{language}/login`.
pub(crate) fn page(asked: &Asked) -> Response<Body> {
    sign_in(asked, StatusCode::OK, Why::Wanted)
}

/// The answer to a question by nobody; `had_session`: they may have been somebody a while ago.
pub(crate) fn nobody_yet(asked: &Asked, had_session: bool, is_form: bool) -> Response<Body> {
    let why = match (is_form, had_session) {
        (true, _) => Why::NotDone,
        (false, true) => Why::Ended,
        (false, false) => Why::Needed,
    };
    if asked.form == Form::Page {
        return sign_in(asked, StatusCode::UNAUTHORIZED, why);
    }
    reply::no(asked, StatusCode::UNAUTHORIZED, "problem-signed-out")
}

fn sign_in(asked: &Asked, status: StatusCode, why: Why) -> Response<Body> {
    let back = match why {
        Why::Needed | Why::Ended => asked.again("", &[]),
        Why::Wanted | Why::NotDone => asked.to(""),
    };
    let begin = asked.to("/login/begin");
    let page = SignInPage {
        frame: Frame::of(asked, Place::None, asked.words().say("sign-in-title")),
        notice: match why {
            Why::Wanted | Why::Needed => "",
            Why::Ended => "sign-in-ended",
            Why::NotDone => "sign-in-not-done",
        },
        begin: format!("{begin}?back={}", encoded(&back)),
        by_codes: asked.to("/login/emergency"),
    };
    reply::page(status, html(&page))
}

/// `GET /{language}/login/begin`: away to the provider.
pub(crate) fn begin(
    desk: &Desk,
    provider: &Provider,
    (asked, query): (&Asked, &str),
) -> Response<Body> {
    let now = desk.now();
    let begun = match provider.begin(now) {
        Ok(begun) => begun,
        Err(problem) => return reply::problem(asked, &problem),
    };
    let back = pairs(query).into_iter().find(|(name, _)| name == "back");
    let back = asked.page_of_ours(&back.map_or_else(String::new, |(_, back)| back));
    let under_way = UnderWay::new(begun.secrets, back, now);
    let mut response = reply::elsewhere(&begun.address);
    let tls = provider.is_over_tls();
    let (name, value) = (
        cookies::under_way_name(tls),
        under_way.sealed(&asked.shared.form_key),
    );
    cookies::set(&mut response, name, &value, Some(UNDER_WAY_SECONDS), tls);
    response
}

/// `GET /login/back`: back from the provider. `asked`: the front page in the browser's language,
/// for whatever has to be said.
pub(crate) fn back(
    desk: &Desk,
    provider: &Provider,
    (asked, headers, query): (&Asked, &HeaderMap, &str),
) -> Response<Body> {
    let tls = provider.is_over_tls();
    let cookie = cookies::read(headers, cookies::under_way_name(tls));
    let under_way =
        cookie.and_then(|cookie| UnderWay::read(cookie, &asked.shared.form_key, desk.now()));
    // In the language that the login was begun in.
    let begun_on = under_way.as_ref().and_then(|under_way| {
        let (path, query) = under_way
            .back
            .split_once('?')
            .unwrap_or((&under_way.back, ""));
        Asked::read(asked.shared.clone(), path, query)
    });
    let asked = begun_on.as_ref().map_or(asked, |begun_on| begun_on);
    let done = match &under_way {
        Some(under_way) => came_back(desk, provider, under_way, &answer_of(query)),
        None => Err(Problem::yours("problem-sign-in-stale")),
    };
    let mut response = match (&done, &under_way) {
        (Ok(token), Some(under_way)) => {
            let old = cookies::read(headers, cookies::session_name(tls));
            if let Some(old) = old.and_then(cookies::token_of) {
                end(desk, &old);
            }
            let mut response = reply::elsewhere(&under_way.back);
            cookies::keep_session(&mut response, token, tls);
            response
        }
        (Err(problem), _) => reply::problem(asked, problem),
        (Ok(_), None) => reply::missing(asked),
    };
    // It has been used, whatever came of it.
    cookies::set(
        &mut response,
        cookies::under_way_name(tls),
        "",
        Some(0),
        tls,
    );
    response
}

fn came_back(
    desk: &Desk,
    provider: &Provider,
    under_way: &UnderWay,
    answer: &Answer,
) -> Result<SessionToken, Problem> {
    let vouched = provider.finish(answer, &under_way.secrets, desk.now())?;
    // Always a new one: whoever knew the old one does not come in with it.
    let token = SessionToken(random());
    desk.sign_in(&vouched, &token).map(|()| token)
}

fn answer_of(query: &str) -> Answer {
    let sent = pairs(query);
    let value = |name: &str| {
        let mut found = sent.iter().filter(|(known, _)| known == name);
        let first = found.next().map(|(_, value)| value.clone());
        // What stands twice is none of them.
        first.filter(|_| found.next().is_none())
    };
    Answer {
        code: value("code"),
        state: value("state"),
        iss: value("iss"),
        error: value("error"),
    }
}

#[derive(Template)]
#[template(path = "login/signed_out.html")]
struct SignedOutPage {
    frame: Frame,
    again: String,
    /// Where to sign out of the provider too; empty where it has no such place.
    provider: String,
}

/// Ends the session of whoever signs out; says whether the provider had to do with it.
pub(crate) fn ended(desk: &Desk, credential: &Credential) -> bool {
    let Credential::Token(token) = credential else {
        return true;
    };
    let whose = desk.principal_of_session(token).ok().flatten();
    end(desk, token);
    whose.is_none_or(|one| one.came_by() != CameBy::Emergency)
}

/// `POST /{language}/login/out`, once the session has ended.
pub(crate) fn out(desk: &Desk, provider: &Provider, asked: &Asked) -> Response<Body> {
    let there = provider.end_address(desk.now()).unwrap_or_default();
    signed_out(asked, there, &[provider.is_over_tls()])
}

/// The same, where one came in by codes.
pub(crate) fn out_without_provider(asked: &Asked) -> Response<Body> {
    signed_out(asked, String::new(), &[true, false])
}

/// `over_tls`: which cookies are taken away.
fn signed_out(asked: &Asked, provider: String, over_tls: &[bool]) -> Response<Body> {
    // In another language it is the page for signing in.
    let mut here = asked.clone();
    here.path = "/login".to_owned();
    let page = SignedOutPage {
        frame: Frame::of(&here, Place::None, asked.words().say("signed-out-title")),
        again: asked.to("/login"),
        provider,
    };
    let mut response = reply::page(StatusCode::OK, html(&page));
    for over_tls in over_tls {
        cookies::forget(&mut response, *over_tls);
    }
    response
}

pub(super) fn end(desk: &Desk, token: &SessionToken) {
    if let Err(error) = desk.sign_out(token) {
        // The session has ended; that it did is not in the own log.
        tracing::error!(%error, "the end of a session could not be filed");
    }
}

/// `POST /login/provider-ended`: the provider says whom it signed out (Back-Channel Logout 1.0).
pub(crate) fn logged_out_elsewhere(desk: &Desk, provider: &Provider, body: &str) -> Response<Body> {
    let sent = pairs(body);
    let token = sent.iter().find(|(name, _)| name == "logout_token");
    let token = token.map_or("", |(_, token)| token.as_str());
    let status = match provider.signed_out(token, desk.now()) {
        Ok(who) => {
            let ended = desk.signed_out_at_provider(provider.issuer(), &who);
            tracing::info!(ended, "the provider ended sessions");
            StatusCode::OK
        }
        Err(problem) if problem.again_after_seconds.is_some() => StatusCode::SERVICE_UNAVAILABLE,
        Err(_) => StatusCode::BAD_REQUEST,
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
