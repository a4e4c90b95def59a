//! Which address leads to which page, and the way of a request: read, asked in the pool,
//! answered.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::routing::{MethodRouter, get};
use tilsyn_app::{Desk, Form, Problem};
use tower_http::compression::CompressionLayer;

use crate::asked::{Asked, Shared, pairs};
use crate::assets;
use crate::door::{self, Door, Names};
use crate::download::{self, Downloads};
use crate::front;
use crate::language::Language;
use crate::log_review::{
    actor, changes, element, elements, event, everything, logons, person, picture, pictures,
    statement, statement_pictures, subjects,
};
use crate::own_log;
use crate::pool::Pool;
use crate::quarantine;
use crate::reply::{self, Reply};
use crate::search;
use crate::settings::{BODY_BYTES_MAX, WebSettings};
use crate::sources;

/// A page: asks the desk, lays out the answer.
type Page = fn(&Desk, &Asked) -> Result<Reply, Problem>;

/// What all handlers share.
#[derive(Clone)]
pub(crate) struct Web {
    desk: Arc<Desk>,
    shared: Arc<Shared>,
    pool: Pool,
    downloads: Downloads,
}

/// Pages that have one address and four forms.
const LISTS: [(&str, Page); 14] = [
    ("/statement", statement::page),
    ("/statement/pictures", statement_pictures::page),
    ("/subjects", subjects::page),
    ("/pictures", pictures::page),
    ("/elements", elements::page),
    ("/log", everything::page),
    ("/changes", changes::page),
    ("/logons", logons::page),
    ("/element", element::page),
    ("/picture", picture::page),
    ("/sources", sources::list::page),
    ("/sources/imports", sources::imports::page),
    ("/quarantine", quarantine::list::page),
    ("/own-log", own_log::page),
];

/// Pages about one thing, named by the last part of the address; its ending is the form.
const ONES: [(&str, Page); 4] = [
    ("/person/{handle}", person::page),
    ("/user/{handle}", actor::page),
    ("/event/{leaf}", event::page),
    ("/quarantine/{id}", quarantine::piece::page),
];

/// Endings of the other forms a page has.
const ENDINGS: [&str; 4] = ["", ".json", ".csv", ".xlsx"];

/// All pages of the application.
///
/// # Panics
/// When the system has no randomness, without which no form could be told from a forged one.
pub fn router(desk: Arc<Desk>, settings: &WebSettings) -> Router {
    let shared = Arc::new(Shared {
        organisation: desk.organisation().to_owned(),
        zone: desk.zone().clone(),
        principal: settings.principal(),
        token: token(),
    });
    let web = Web {
        desk,
        shared: Arc::clone(&shared),
        pool: Pool::new(settings.questions_at_once),
        downloads: Downloads::new(),
    };
    let mut router: Router<Web> = Router::new()
        .route("/", get(start))
        .route("/{language}", one(front::page))
        .route("/{language}/", one(front::page))
        .route("/{language}/search", one(search::form).post(search_hits));
    for (path, page) in LISTS {
        for ending in ENDINGS {
            router = router.route(&format!("/{{language}}{path}{ending}"), one(page));
        }
    }
    for (path, page) in ONES {
        router = router.route(&format!("/{{language}}{path}"), one(page));
    }
    let static_files = Router::new()
        .route("/assets/{hash}/{name}", get(assets::asset))
        // Pages are not compressed: they hold the token of forms beside what the reader sent.
        .layer(CompressionLayer::new());
    router
        .fallback(missing)
        .method_not_allowed_fallback(not_known)
        .with_state(web)
        .merge(static_files)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(axum::middleware::from_fn_with_state(
            Door {
                names: Names::new(settings.public_name.as_deref()),
                shared,
            },
            door::guard,
        ))
}

fn one(page: Page) -> MethodRouter<Web> {
    get(move |State(web): State<Web>, request: Request| web.answer(request, page))
}

impl Web {
    async fn answer(self, request: Request, page: Page) -> Response<Body> {
        let Some(asked) = self.read(&request) else {
            return no_language();
        };
        self.ask(asked, page).await
    }

    fn read(&self, request: &Request) -> Option<Asked> {
        let uri = request.uri();
        Asked::read(
            Arc::clone(&self.shared),
            uri.path(),
            uri.query().unwrap_or_default(),
        )
    }

    async fn ask<P>(self, mut asked: Asked, page: P) -> Response<Body>
    where
        P: FnOnce(&Desk, &Asked) -> Result<Reply, Problem> + Send + 'static,
    {
        if asked.holds_national_id() {
            let search = asked.to_with("/search", &[("reason", "id".to_owned())]);
            return reply::elsewhere(&search);
        }
        // Before anything is asked, so that no look is filed for a file that is not sent. Of data
        // nobody knows yet whether they are long.
        let is_file = matches!(asked.form, Form::Csv | Form::Xlsx);
        let place = match is_file.then(|| self.downloads.place()).transpose() {
            Ok(place) => place,
            Err(why) => return reply::no_answer(&asked, why),
        };
        let desk = Arc::clone(&self.desk);
        let mine = asked.clone();
        let answer = self.pool.answer(move || {
            asked.latest = desk.latest_day();
            let answer = page(&desk, &asked);
            (answer, asked)
        });
        match answer.await {
            Ok((Ok(answer), _)) => answer.respond(&mine, |file| {
                match place.map_or_else(|| self.downloads.place(), Ok) {
                    Ok(place) => {
                        let body = download::start(file.write, self.desk, place);
                        reply::file(file.kind, file.name.as_deref(), body)
                    }
                    Err(why) => reply::no_answer(&mine, why),
                }
            }),
            Ok((Err(problem), asked)) => reply::problem(&asked, &problem),
            Err(why) => reply::no_answer(&mine, why),
        }
    }
}

/// `POST /{language}/search`: only with the token of one of our forms.
async fn search_hits(State(web): State<Web>, request: Request) -> Response<Body> {
    let Some(asked) = web.read(&request) else {
        return no_language();
    };
    let Ok(body) = axum::body::to_bytes(request.into_body(), BODY_BYTES_MAX).await else {
        return reply::no(
            &asked,
            StatusCode::PAYLOAD_TOO_LARGE,
            "problem-too-long",
            &[],
        );
    };
    let sent = pairs(&String::from_utf8_lossy(&body));
    let token = sent
        .iter()
        .find(|(name, _)| name == "token")
        .map(|(_, token)| token.as_str());
    if !token.is_some_and(|token| same(token, &web.shared.token)) {
        return reply::no(&asked, StatusCode::FORBIDDEN, "problem-stale-form", &[]);
    }
    web.ask(asked, move |desk, asked| search::hits(desk, asked, &sent))
        .await
}

/// Compares without telling by its time how much was right.
fn same(one: &str, two: &str) -> bool {
    one.len() == two.len()
        && one
            .bytes()
            .zip(two.bytes())
            .fold(0, |sum, (a, b)| sum | (a ^ b))
            == 0
}

/// `GET /`: to the front page in the reader's language.
async fn start(headers: HeaderMap) -> Response<Body> {
    let wish = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|wish| wish.to_str().ok());
    reply::elsewhere(&format!("/{}", Language::preferred(wish).tag()))
}

/// An address that no page has.
async fn missing(State(web): State<Web>, request: Request) -> Response<Body> {
    match web.read(&request) {
        Some(asked) => reply::missing(&asked),
        None => no_language(),
    }
}

/// A form was sent to an address that takes none.
async fn not_known(State(web): State<Web>, request: Request) -> Response<Body> {
    match door::asked_without_filters(web.shared, request.uri(), request.headers()) {
        Some(asked) => {
            let status = StatusCode::METHOD_NOT_ALLOWED;
            reply::no(&asked, status, door::NOT_KNOWN, &[])
        }
        None => no_language(),
    }
}

/// An address without a language cannot be answered in one.
fn no_language() -> Response<Body> {
    let mut response = Response::new(Body::from("404"));
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Sixteen random bytes in hexadecimal, new at every start.
fn token() -> String {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
