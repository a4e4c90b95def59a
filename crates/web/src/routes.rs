//! Which address leads to which page, and the way of a request: read, asked in the pool,
//! answered.

mod entering;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::routing::{MethodRouter, any, get, post};
use tilsyn_app::{Desk, Form, Principal, Problem};
use tokio::sync::Semaphore;
use tower_http::compression::CompressionLayer;

use crate::addresses::{Act, FORMS, PAGES, Page, Take, UPLOADS, routed};
use crate::asked::{Asked, Shared, pairs};
use crate::assets;
use crate::door::{self, Door, Names, PROVIDER_ENDED};
use crate::download::{self, Downloads};
use crate::front;
use crate::language;
use crate::login::{self, Credential, FormKey, same};
use crate::openapi::fields;
use crate::pool::{NoAnswer, Pool};
use crate::reply::{self, Reply};
use crate::sent::field;
use crate::settings::{
    BODY_BYTES_MAX, BODY_SECONDS_MAX, Entrance, UPLOAD_SECONDS_MAX, WebSettings,
};
use crate::uploaded::{self, NotRead, UPLOAD_BYTES_MAX, Uploaded};

/// What all handlers share.
#[derive(Clone)]
pub(crate) struct Web {
    entrance: Arc<Entrance>,
    desk: Arc<Desk>,
    shared: Arc<Shared>,
    pool: Pool,
    /// Where people come in. It is apart, so that a provider that hangs keeps nobody from working
    /// who is in already.
    entering: Pool,
    downloads: Downloads,
    /// How many forms with files are read at the same time.
    uploads: Arc<Semaphore>,
}

/// How many forms with files are read at the same time.
const UPLOADS_AT_ONCE: usize = 4;
/// How many people are passed to the provider and back at the same time.
const ENTERING_AT_ONCE: usize = 4;

/// Makes what answers at an address.
type Make = fn() -> MethodRouter<Web>;

/// Addresses that are no page of a language: what they take, and who does it.
pub(crate) const OTHERS: [(&str, &[&str], Make); 9] = [
    ("/", &["get"], || get(start)),
    ("/{language}/", &["get"], || one(front::page)),
    ("/{language}/login", &["get", "post"], || {
        get(entering::sign_in).post(entering::choose_reader)
    }),
    ("/{language}/login/begin", &["get"], || get(entering::begin)),
    ("/{language}/login/emergency", &["get", "post"], || {
        get(entering::codes).post(entering::enter_by_codes)
    }),
    ("/{language}/login/out", &["post"], || {
        post(entering::sign_out)
    }),
    ("/login/back", &["get"], || get(entering::come_back)),
    (PROVIDER_ENDED, &["post"], || post(entering::provider_ended)),
    (ACCOUNTS, &[], || any(entering::accounts)),
];

/// Where the provider keeps its accounts; what there is below, `scim` knows.
const ACCOUNTS: &str = "/scim/v2/{*path}";
/// Style sheets, fonts, scripts.
pub(crate) const ASSETS: &str = "/assets/{hash}/{name}";

/// All pages of the application.
///
/// # Panics
/// When the system has no randomness.
pub fn router(desk: Arc<Desk>, settings: &WebSettings) -> Router {
    let shared = Arc::new(Shared {
        organisation: desk.organisation().to_owned(),
        zone: desk.zone().clone(),
        form_key: FormKey::new(),
        print: settings.print.clone(),
        session_cookie: login::session_name(settings.is_over_tls()),
    });
    let web = Web {
        entrance: Arc::new(settings.entrance.clone()),
        desk,
        shared: Arc::clone(&shared),
        pool: Pool::new(settings.questions_at_once),
        entering: Pool::new(ENTERING_AT_ONCE),
        downloads: Downloads::new(),
        uploads: Arc::new(Semaphore::new(UPLOADS_AT_ONCE)),
    };
    let mut router: Router<Web> = Router::new();
    for (path, _, method) in OTHERS {
        router = router.route(path, method());
    }
    for (path, endings, page) in PAGES {
        for path in routed(path, endings) {
            router = router.route(&format!("/{{language}}{path}"), one(page));
        }
    }
    for (path, act) in FORMS {
        router = router.route(&format!("/{{language}}{path}"), form(act));
    }
    for (path, take) in UPLOADS {
        router = router.route(&format!("/{{language}}{path}"), upload(take));
    }
    let static_files = Router::new()
        .route(ASSETS, get(assets::asset))
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
                is_over_tls: settings.is_over_tls(),
            },
            door::guard,
        ))
}

fn one(page: Page) -> MethodRouter<Web> {
    get(move |State(web): State<Web>, request: Request| web.answer(request, page))
}

impl Web {
    async fn answer(self, request: Request, page: Page) -> Response<Body> {
        match self.read(&request) {
            Some(asked) => {
                let page = move |desk: &Arc<Desk>, asked: &Asked| page(desk, asked);
                self.ask(asked, Asking::Page, page).await
            }
            None => no_language(),
        }
    }

    async fn act(self, request: Request, act: Act) -> Response<Body> {
        match self.form(request).await {
            Ok((asked, sent)) => {
                let act = move |desk: &Arc<Desk>, asked: &Asked| act(desk, asked, &sent);
                self.ask(asked, Asking::Form, act).await
            }
            Err(no) => no,
        }
    }

    async fn take(self, request: Request, take: Take) -> Response<Body> {
        let Some((asked, credential)) = self.read(&request) else {
            return no_language();
        };
        // Places are few, and a slow form keeps one for minutes: none is for strangers.
        match self.is_somebody(&credential).await {
            Ok(true) => {}
            Ok(false) => {
                let had_session = matches!(credential, Credential::Token(_));
                return login::nobody_yet(&asked, had_session, true);
            }
            Err(why) => return reply::no_answer(&asked, why),
        }
        let Ok(_place) = Arc::clone(&self.uploads).try_acquire_owned() else {
            return reply::no_answer(&asked, NoAnswer::Busy);
        };
        let is_ours = |token: &str| same(token, &asked.token);
        let read = within(UPLOAD_SECONDS_MAX, uploaded::read(request, is_ours));
        match read.await.and_then(|read| read) {
            Ok(Uploaded { sent, files }) => {
                let sent = fields::kept(&asked.path, sent);
                let act = move |desk: &Arc<Desk>, asked: &Asked| take(desk, asked, &sent, files);
                self.ask((asked, credential), Asking::Form, act).await
            }
            Err((status, sentence)) => reply::no(&asked, status, sentence),
        }
    }

    /// Whether somebody is signed in by that.
    async fn is_somebody(&self, credential: &Credential) -> Result<bool, NoAnswer> {
        let (desk, entrance) = (Arc::clone(&self.desk), Arc::clone(&self.entrance));
        let credential = credential.clone();
        let known = self.pool.answer(move || {
            let reader = login::reader(&desk, &entrance, &credential);
            // What went wrong is said when the form is carried out.
            reader.map_or(true, |reader| reader.principal != Principal::nobody())
        });
        known.await
    }

    /// What one of our forms sent; or the answer to what is none.
    async fn form(
        &self,
        request: Request,
    ) -> Result<((Asked, Credential), Vec<(String, String)>), Response<Body>> {
        let asked = self.read(&request).ok_or_else(no_language)?;
        let body = body_of(request.into_body()).await;
        let body = body.map_err(|(status, why)| reply::no(&asked.0, status, why))?;
        let sent = pairs(&String::from_utf8_lossy(&body));
        if !same(field(&sent, "token"), &asked.0.token) {
            let no = StatusCode::FORBIDDEN;
            return Err(reply::no(&asked.0, no, "problem-stale-form"));
        }
        let sent = fields::kept(&asked.0.path, sent);
        Ok((asked, sent))
    }

    /// What is asked for, and what the browser shows of who asks.
    fn read(&self, request: &Request) -> Option<(Asked, Credential)> {
        let uri = request.uri();
        let query = uri.query().unwrap_or_default();
        let mut asked = Asked::read(Arc::clone(&self.shared), uri.path(), query)?;
        let credential = login::credential(request.headers(), &self.entrance);
        asked.token = self.shared.form_key.form_token(&credential);
        if let Credential::Token(session) = &credential {
            asked.session = Some(session.clone());
        }
        Some((asked, credential))
    }

    async fn ask<P>(
        self,
        (mut asked, credential): (Asked, Credential),
        asking: Asking,
        page: P,
    ) -> Response<Body>
    where
        P: FnOnce(&Arc<Desk>, &Asked) -> Result<Reply, Problem> + Send + 'static,
    {
        if asked.holds_national_id {
            let search = asked.to_with("/search", &[("reason", "id".to_owned())]);
            return reply::elsewhere(&search);
        }
        // Before anything is asked, so that no look is filed for a file that is not sent. Of data
        // nobody knows yet whether they are long.
        let is_file = matches!(asked.form, Form::Csv | Form::Xlsx | Form::Pdf);
        let place = match is_file.then(|| self.downloads.place()).transpose() {
            Ok(place) => place,
            Err(why) => return reply::no_answer(&asked, why),
        };
        let desk = Arc::clone(&self.desk);
        let mine = asked.clone();
        let entrance = Arc::clone(&self.entrance);
        let answer = self.pool.answer(move || {
            match login::reader(&desk, &entrance, &credential) {
                Ok(reader) => asked.is_by(reader),
                Err(problem) => return (Err(problem), asked),
            }
            if matches!(*entrance, Entrance::Provider(_)) && asked.is_by_nobody() {
                let had_session = matches!(credential, Credential::Token(_));
                return (Ok(Answer::SignIn { had_session }), asked);
            }
            asked.latest = desk.latest_day();
            asked.mark = Some(desk.checkpoint_mark());
            match desk.people_opened(asked.principal()) {
                Ok(opened) => asked.opened = opened,
                Err(problem) => return (Err(problem), asked),
            }
            let answer = asked.readable().and_then(|()| page(&desk, &asked));
            // Only now, so that it covers all that the answer holds.
            if answer.as_ref().is_ok_and(Reply::leaves) {
                asked.mark = Some(desk.covering_mark());
            }
            let answer = answer.map_err(|no| desk.filed(asked.principal(), asked.form, no));
            (answer.map(Answer::Reply), asked)
        });
        match answer.await {
            Ok((Ok(Answer::SignIn { had_session }), asked)) => {
                login::nobody_yet(&asked, had_session, asking == Asking::Form)
            }
            Ok((Ok(Answer::Reply(answer)), asked)) => answer.respond(&asked, |file| {
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

/// The body of a form, or why there is none: the status and the key of the sentence.
async fn body_of(body: Body) -> Result<Bytes, NotRead> {
    let whole = axum::body::to_bytes(body, BODY_BYTES_MAX);
    let too_long = |_| (StatusCode::PAYLOAD_TOO_LARGE, "problem-too-long");
    within(BODY_SECONDS_MAX, whole).await?.map_err(too_long)
}

/// What is read of a request, if it comes in time: whoever sends a letter a minute keeps a place.
async fn within<T>(seconds: u64, reading: impl Future<Output = T>) -> Result<T, NotRead> {
    let limit = Duration::from_secs(seconds);
    let too_slow = |_| (StatusCode::REQUEST_TIMEOUT, "problem-form-slow");
    tokio::time::timeout(limit, reading).await.map_err(too_slow)
}

/// How something is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    Page,
    Form,
}

/// What the pool comes back with.
enum Answer {
    Reply(Reply),
    /// Nobody is signed in.
    SignIn {
        had_session: bool,
    },
}

/// A form: only with the token of one of our pages.
fn form(act: Act) -> MethodRouter<Web> {
    post(move |State(web): State<Web>, request: Request| web.act(request, act))
}

/// A form with files: its body may be longer than that of others.
fn upload(take: Take) -> MethodRouter<Web> {
    let read = move |State(web): State<Web>, request: Request| web.take(request, take);
    post(read).layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX))
}

/// `GET /`: to the front page in the reader's language.
async fn start(headers: HeaderMap) -> Response<Body> {
    let wish = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|wish| wish.to_str().ok());
    reply::elsewhere(&format!("/{}", language::preferred(wish).tag()))
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
    door::plain(StatusCode::NOT_FOUND, "404")
}
