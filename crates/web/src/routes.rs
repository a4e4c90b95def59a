//! Which address leads to which page, and the way of a request: read, asked in the pool,
//! answered.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::routing::{MethodRouter, get, post};
use tilsyn_app::{Desk, Form, Problem};
use tower_http::compression::CompressionLayer;

use crate::asked::{Asked, Shared, pairs};
use crate::assets;
use crate::door::{self, Door, Names};
use crate::download::{self, Downloads};
use crate::duties;
use crate::erasures;
use crate::front;
use crate::integrity;
use crate::language::Language;
use crate::log_review::{
    actor, changes, element, elements, event, everything, evidence, logons, person, picture,
    pictures, statement, statement_pictures, subjects,
};
use crate::login;
use crate::own_log;
use crate::pool::Pool;
use crate::quarantine;
use crate::reply::{self, Reply};
use crate::rules;
use crate::search;
use crate::sent::{Sent, field};
use crate::settings::{BODY_BYTES_MAX, Login, WebSettings};
use crate::sources;

/// A page: asks the desk, lays out the answer.
type Page = fn(&Desk, &Asked) -> Result<Reply, Problem>;

/// What a form does: asks the desk to act, and says what came of it.
type Act = fn(&Arc<Desk>, &Asked, &Sent) -> Result<Reply, Problem>;

/// What all handlers share.
#[derive(Clone)]
pub(crate) struct Web {
    login: Arc<Login>,
    desk: Arc<Desk>,
    shared: Arc<Shared>,
    pool: Pool,
    downloads: Downloads,
}

/// Pages that have one address and four forms.
const LISTS: [(&str, Page); 15] = [
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
    ("/source", sources::one::page),
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

/// Pages in one form, and the data of some.
const SINGLES: [(&str, Page); 16] = [
    ("/integrity", integrity::page),
    ("/integrity.json", integrity::page),
    ("/integrity/checkpoint", integrity::note),
    ("/event/{leaf}/proof", evidence::page),
    ("/event/{leaf}/erasure", erasures::ask::page),
    ("/erasures", erasures::list::page),
    ("/erasures.json", erasures::list::page),
    ("/erasures/person", erasures::ask::page),
    ("/erasures/period/{period}", erasures::ask::page),
    ("/erasures/{number}", erasures::one::page),
    ("/search", search::form),
    ("/rules", rules::page),
    ("/duties", duties::list::page),
    ("/duties.json", duties::list::page),
    ("/duties/propose", duties::propose::page),
    ("/duties/{number}", duties::one::page),
];

/// What forms are sent to; a page of the same address shows the form.
const FORMS: [(&str, Act); 14] = [
    ("/integrity/verify", integrity::verify),
    ("/source/explain", sources::forms::explain),
    ("/source/state", sources::forms::state),
    ("/event/{leaf}/proof", evidence::make),
    ("/event/{leaf}/erasure", erasures::ask::send),
    ("/erasures/person", erasures::ask::send),
    ("/erasures/period/{period}", erasures::ask::send),
    ("/erasures/{number}/approve", erasures::one::approve),
    ("/erasures/{number}/decline", erasures::one::decline),
    ("/search", search::hits),
    ("/duties/propose", duties::propose::send),
    ("/duties/{number}/give", duties::one::give),
    ("/duties/{number}/decline", duties::one::decline),
    ("/duties/{number}/end", duties::one::end),
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
        token: token(),
    });
    let web = Web {
        login: Arc::new(settings.login.clone()),
        desk,
        shared: Arc::clone(&shared),
        pool: Pool::new(settings.questions_at_once),
        downloads: Downloads::new(),
    };
    let mut router: Router<Web> = Router::new()
        .route("/", get(start))
        .route("/{language}", one(front::page))
        .route("/{language}/", one(front::page))
        .route("/{language}/login", post(choose_reader));
    for (path, page) in SINGLES {
        router = router.route(&format!("/{{language}}{path}"), one(page));
    }
    for (path, act) in FORMS {
        router = router.route(&format!("/{{language}}{path}"), form(act));
    }
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
        let who = login::who(request.headers());
        self.ask(asked, who, move |desk, asked| page(desk, asked))
            .await
    }

    async fn act(self, request: Request, act: Act) -> Response<Body> {
        let who = login::who(request.headers());
        match self.form(request).await {
            Ok((asked, sent)) => {
                let act = move |desk: &Arc<Desk>, asked: &Asked| act(desk, asked, &sent);
                self.ask(asked, who, act).await
            }
            Err(no) => no,
        }
    }

    /// What one of our forms sent; or the answer to what is none.
    async fn form(
        &self,
        request: Request,
    ) -> Result<(Asked, Vec<(String, String)>), Response<Body>> {
        let asked = self.read(&request).ok_or_else(no_language)?;
        let body = axum::body::to_bytes(request.into_body(), BODY_BYTES_MAX).await;
        let too_long = StatusCode::PAYLOAD_TOO_LARGE;
        let body = body.map_err(|_| reply::no(&asked, too_long, "problem-too-long"))?;
        let sent = pairs(&String::from_utf8_lossy(&body));
        if !same(field(&sent, "token"), &self.shared.token) {
            let no = StatusCode::FORBIDDEN;
            return Err(reply::no(&asked, no, "problem-stale-form"));
        }
        Ok((asked, sent))
    }

    fn read(&self, request: &Request) -> Option<Asked> {
        let uri = request.uri();
        let query = uri.query().unwrap_or_default();
        Asked::read(Arc::clone(&self.shared), uri.path(), query)
    }

    /// `who`: which of those the reader may be.
    async fn ask<P>(self, mut asked: Asked, who: usize, page: P) -> Response<Body>
    where
        P: FnOnce(&Arc<Desk>, &Asked) -> Result<Reply, Problem> + Send + 'static,
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
        let login = Arc::clone(&self.login);
        let answer = self.pool.answer(move || {
            match login::readers(&desk, &login) {
                Ok(people) => asked.is_by(people, who),
                Err(problem) => return (Err(problem), asked),
            }
            asked.latest = desk.latest_day();
            asked.mark = Some(desk.checkpoint_mark());
            let answer = page(&desk, &asked);
            // Only now, so that it covers all that the answer holds.
            if answer.as_ref().is_ok_and(Reply::leaves) {
                asked.mark = Some(desk.covering_mark());
            }
            (answer, asked)
        });
        match answer.await {
            Ok((Ok(answer), asked)) => answer.respond(&asked, |file| {
                match place.map_or_else(|| self.downloads.place(), Ok) {
                    Ok(place) => {
                        let name = file.name_from(asked.mark.as_ref());
                        let body = download::start(file.write, self.desk, asked.clone(), place);
                        reply::file(file.kind, name.as_deref(), body)
                    }
                    Err(why) => reply::no_answer(&mine, why),
                }
            }),
            Ok((Err(problem), asked)) => reply::problem(&asked, &problem),
            Err(why) => reply::no_answer(&mine, why),
        }
    }
}

/// A form: only with the token of one of our pages.
fn form(act: Act) -> MethodRouter<Web> {
    post(move |State(web): State<Web>, request: Request| web.act(request, act))
}

/// `POST /{language}/login`: somebody else of the login for development.
async fn choose_reader(State(web): State<Web>, request: Request) -> Response<Body> {
    match web.form(request).await {
        Ok((asked, sent)) => login::chosen(&asked, &sent),
        Err(no) => no,
    }
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

/// An address that no page has: answered as one about nobody is, so that neither tells which it
/// was.
async fn missing(State(web): State<Web>, request: Request) -> Response<Body> {
    web.answer(request, |_, _| Ok(Reply::Missing)).await
}

/// A form was sent to an address that takes none.
async fn not_known(State(web): State<Web>, request: Request) -> Response<Body> {
    match door::asked_without_filters(web.shared, request.uri(), request.headers()) {
        Some(asked) => {
            let status = StatusCode::METHOD_NOT_ALLOWED;
            reply::no(&asked, status, door::NOT_KNOWN)
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
