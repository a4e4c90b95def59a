//! Which address leads to which page, and the way of a request: read, asked in the pool,
//! answered.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::routing::{MethodRouter, get};
use tilsyn_app::{Desk, Problem};
use tower_http::compression::CompressionLayer;

use crate::asked::{Asked, Shared};
use crate::assets;
use crate::door::{self, Names};
use crate::language::Language;
use crate::log_review::statement;
use crate::pool::Pool;
use crate::reply::{self, Reply};
use crate::settings::{BODY_BYTES_MAX, WebSettings};

/// A page: asks the desk, lays out the answer.
type Page = fn(&Desk, &Asked) -> Result<Reply, Problem>;

/// What all handlers share.
#[derive(Clone)]
pub(crate) struct Web {
    desk: Arc<Desk>,
    shared: Arc<Shared>,
    pool: Pool,
}

/// Pages that are one address.
const PAGES: [(&str, Page); 1] = [("/statement", statement::page)];

/// Endings of the other forms a page has.
const ENDINGS: [&str; 4] = ["", ".json", ".csv", ".xlsx"];

/// All pages of the application.
///
/// # Panics
/// When the system has no randomness, without which no form could be told from a forged one.
#[must_use]
pub fn router(desk: Arc<Desk>, settings: &WebSettings) -> Router {
    let shared = Arc::new(Shared {
        organisation: desk.organisation(),
        zone: desk.zone().clone(),
        principal: settings.principal(),
        token: token(),
    });
    let web = Web {
        desk,
        shared,
        pool: Pool::new(settings.questions_at_once),
    };
    let mut router: Router<Web> = Router::new().route("/", get(start));
    for (path, page) in PAGES {
        for ending in ENDINGS {
            router = router.route(&format!("/{{language}}{path}{ending}"), one(page));
        }
    }
    let static_files = Router::new()
        .route("/assets/{hash}/{name}", get(assets::asset))
        // Pages are not compressed: they hold the token of forms beside what the reader sent.
        .layer(CompressionLayer::new());
    router
        .fallback(missing)
        .with_state(web)
        .merge(static_files)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(axum::middleware::from_fn_with_state(
            Names::new(settings.public_name.as_deref()),
            door::guard,
        ))
}

fn one(page: Page) -> MethodRouter<Web> {
    get(
        move |State(web): State<Web>, request: Request| async move { web.answer(request, page).await },
    )
}

impl Web {
    async fn answer(self, request: Request, page: Page) -> Response<Body> {
        let Some(asked) = self.read(&request) else {
            return no_language(&request);
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

    async fn ask(self, mut asked: Asked, page: Page) -> Response<Body> {
        if asked.holds_national_id() {
            let search = asked.to_with("/search", &[("reason", "id".to_owned())]);
            return reply::elsewhere(&search);
        }
        let desk = Arc::clone(&self.desk);
        let mine = asked.clone();
        let answer = self.pool.answer(move || {
            asked.latest = desk.latest_day();
            page(&desk, &asked)
        });
        match answer.await {
            Ok(Ok(answer)) => answer.respond(&mine),
            Ok(Err(problem)) => reply::problem(&mine, &problem),
            Err(why) => reply::no_answer(&mine, why),
        }
    }
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
        Some(asked) => Reply::Missing.respond(&asked),
        None => no_language(&request),
    }
}

/// An address without a language: in the one the browser prefers, not found.
fn no_language(request: &Request) -> Response<Body> {
    let mut response = Response::new(Body::from("not found"));
    let _ = request;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Sixteen random bytes in hexadecimal, new at every start.
fn token() -> String {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
