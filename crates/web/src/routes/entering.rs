//! The addresses of coming in and going, and those that the provider of logins asks by itself.
//!
//! What needs the provider waits in a queue of its own, so that a provider that hangs keeps nobody
//! from working who is in already. Not here: what these pages say and do (`login`, `scim`).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::{Response, StatusCode};
use tilsyn_app::Desk;

use super::{Web, body_of, no_language};
use crate::asked::{Asked, pairs};
use crate::door;
use crate::login::{self, Provider};
use crate::reply;
use crate::scim::{self, AskedOfScim};
use crate::settings::Entrance;

/// `POST /{language}/login`: somebody else of the login for development.
pub(super) async fn choose_reader(State(web): State<Web>, request: Request) -> Response<Body> {
    match (&*web.entrance, web.form(request).await) {
        (Entrance::Development { .. }, Ok(((asked, _), sent))) => login::chosen(&asked, &sent),
        (Entrance::Provider(_), Ok(((asked, _), _))) => reply::missing(&asked),
        (_, Err(no)) => no,
    }
}

/// `GET /{language}/login`: the page for signing in.
pub(super) async fn sign_in(State(web): State<Web>, request: Request) -> Response<Body> {
    match (&*web.entrance, web.read(&request)) {
        (Entrance::Provider(_), Some((asked, _))) => login::page(&asked),
        (Entrance::Development { .. }, Some((asked, _))) => {
            reply::no(&asked, StatusCode::METHOD_NOT_ALLOWED, door::NOT_KNOWN)
        }
        (_, None) => no_language(),
    }
}

impl Web {
    /// What only a provider makes sense of, done in the pool.
    async fn with_provider<R>(self, asked: Asked, work: R) -> Response<Body>
    where
        R: FnOnce(&Desk, &Provider, &Asked) -> Response<Body> + Send + 'static,
    {
        let Entrance::Provider(provider) = &*self.entrance else {
            return reply::missing(&asked);
        };
        let (desk, provider, mine) = (self.desk, Arc::clone(provider), asked.clone());
        let done = self.entering.answer(move || work(&desk, &provider, &mine));
        done.await
            .unwrap_or_else(|why| reply::no_answer(&asked, why))
    }
}

/// `GET /{language}/login/begin`: away to the provider.
pub(super) async fn begin(State(web): State<Web>, request: Request) -> Response<Body> {
    let Some((asked, _)) = web.read(&request) else {
        return no_language();
    };
    if door::is_sent_from_elsewhere(request.headers()) {
        return reply::elsewhere(&asked.to("/login"));
    }
    let query = request.uri().query().unwrap_or_default().to_owned();
    let work = move |desk: &Desk, provider: &Provider, asked: &Asked| {
        login::begin(desk, provider, (asked, &query))
    };
    web.with_provider(asked, work).await
}

/// `GET /{language}/login/emergency`: the page for the two codes.
pub(super) async fn codes(State(web): State<Web>, request: Request) -> Response<Body> {
    match (&*web.entrance, web.read(&request)) {
        (Entrance::Provider(_), Some((asked, _))) => login::codes(&asked),
        (Entrance::Development { .. }, Some((asked, _))) => reply::missing(&asked),
        (_, None) => no_language(),
    }
}

/// `POST /{language}/login/emergency`: not where people come from the provider, which may hang.
pub(super) async fn enter_by_codes(State(web): State<Web>, request: Request) -> Response<Body> {
    let ((asked, credential), sent) = match web.form(request).await {
        Ok(read) => read,
        Err(no) => return no,
    };
    let Entrance::Provider(provider) = &*web.entrance else {
        return reply::missing(&asked);
    };
    let (desk, provider, mine) = (web.desk, Arc::clone(provider), asked.clone());
    let work = move || login::enter_by_codes(&desk, &provider, (&mine, &credential, &sent));
    let done = web.pool.answer(work).await;
    done.unwrap_or_else(|why| reply::no_answer(&asked, why))
}

/// `GET /login/back`: back from the provider.
pub(super) async fn come_back(State(web): State<Web>, request: Request) -> Response<Body> {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let asked = door::asked_without_filters(Arc::clone(&web.shared), &uri, &headers);
    let Some(asked) = asked else {
        return no_language();
    };
    let work = move |desk: &Desk, provider: &Provider, asked: &Asked| {
        let query = uri.query().unwrap_or_default();
        login::back(desk, provider, (asked, &headers, query))
    };
    web.with_provider(asked, work).await
}

/// `POST /{language}/login/out`.
pub(super) async fn sign_out(State(web): State<Web>, request: Request) -> Response<Body> {
    match web.form(request).await {
        Ok(((asked, credential), _)) => {
            // The session ends first, whatever the provider does; where one came in without it, it
            // is not asked at all.
            let desk = Arc::clone(&web.desk);
            let ended = web
                .pool
                .answer(move || login::ended(&desk, &credential))
                .await;
            match ended {
                Ok(true) => web.with_provider(asked, login::out).await,
                Ok(false) => login::out_without_provider(&asked),
                Err(why) => reply::no_answer(&asked, why),
            }
        }
        Err(no) => no,
    }
}

/// `POST /login/provider-ended`: no page of ours sends it, but the provider.
pub(super) async fn provider_ended(State(web): State<Web>, request: Request) -> Response<Body> {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    let asked = door::asked_without_filters(Arc::clone(&web.shared), &uri, &headers);
    let body = body_of(request.into_body()).await;
    let (Some(asked), Ok(body)) = (asked, body) else {
        return no_language();
    };
    let work = move |desk: &Desk, provider: &Provider, _: &Asked| {
        login::logged_out_elsewhere(desk, provider, &String::from_utf8_lossy(&body))
    };
    web.with_provider(asked, work).await
}

/// `/scim/v2/…`: the provider keeps its accounts.
pub(super) async fn accounts(
    State(web): State<Web>,
    Path(path): Path<String>,
    request: Request,
) -> Response<Body> {
    let scim = match &*web.entrance {
        Entrance::Provider(provider) => provider.scim().cloned(),
        Entrance::Development { .. } => None,
    };
    let Some(scim) = scim else {
        return no_language();
    };
    let (head, body) = request.into_parts();
    let Ok(body) = body_of(body).await else {
        return scim::too_long();
    };
    let asked = AskedOfScim {
        method: head.method,
        path,
        query: pairs(head.uri.query().unwrap_or_default()),
        headers: head.headers,
        body: body.to_vec(),
    };
    let desk = web.desk;
    let done = web.entering.answer(move || scim.answer(&desk, &asked));
    done.await.unwrap_or_else(|_| scim::busy())
}
