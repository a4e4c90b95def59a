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
use tilsyn_app::cases::NewFile;
use tilsyn_app::{Desk, Form, Principal, Problem};
use tokio::sync::Semaphore;
use tower_http::compression::CompressionLayer;

use crate::asked::{Asked, Shared, pairs};
use crate::assets;
use crate::cases;
use crate::door::{self, Door, Names, PROVIDER_ENDED};
use crate::download::{self, Downloads};
use crate::duties;
use crate::emergency;
use crate::erasures;
use crate::front;
use crate::integrity;
use crate::language;
use crate::log_review::{
    actor, changes, element, elements, event, everything, evidence, logons, person, picture,
    pictures, statement, statement_pictures, subjects,
};
use crate::login::{self, Credential, FormKey, same};
use crate::mine;
use crate::own_log;
use crate::pool::{NoAnswer, Pool};
use crate::printed;
use crate::quarantine;
use crate::reply::{self, Reply};
use crate::reveals;
use crate::rules;
use crate::scim;
use crate::search;
use crate::sent::{Sent, field};
use crate::settings::{
    BODY_BYTES_MAX, BODY_SECONDS_MAX, Entrance, UPLOAD_SECONDS_MAX, WebSettings,
};
use crate::sources;
use crate::uploaded::{self, NotRead, UPLOAD_BYTES_MAX, Uploaded};

/// A page: asks the desk, lays out the answer.
type Page = fn(&Desk, &Asked) -> Result<Reply, Problem>;

/// What a form does: asks the desk to act, and says what came of it.
type Act = fn(&Arc<Desk>, &Asked, &Sent) -> Result<Reply, Problem>;

/// What a form with files does.
type Take = fn(&Arc<Desk>, &Asked, &Sent, Vec<NewFile>) -> Result<Reply, Problem>;

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

/// Pages that have one address and four forms.
pub(crate) const LISTS: [(&str, Page); 17] = [
    ("/cases", cases::list::page),
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
    ("/mine", mine::page),
];

/// Pages about one thing, named by the last part of the address; its ending is the form.
pub(crate) const ONES: [(&str, Page); 4] = [
    ("/person/{handle}", person::page),
    ("/user/{handle}", actor::page),
    ("/event/{leaf}", event::page),
    ("/quarantine/{id}", quarantine::piece::page),
];

/// Pages in one form, and the data of some.
pub(crate) const SINGLES: [(&str, Page); 29] = [
    ("/own-log/readers", own_log::readers::page),
    ("/own-log/readers.json", own_log::readers::page),
    ("/own-log/readers/{period}", own_log::readers::page),
    ("/own-log/readers/{period}/{handle}", own_log::readers::one),
    ("/reveals", reveals::page),
    ("/cases/open", cases::open::page),
    ("/cases/{number}", cases::one::page),
    ("/cases/{number}/{step}/{place}", cases::one::file),
    ("/cases/{number}/file.pdf", printed::case_file::page),
    ("/cases/{number}/{step}/letter.pdf", printed::letter::page),
    ("/person/{handle}/letter.pdf", printed::extract::page),
    ("/mine/case/{number}", mine::case::page),
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
    ("/emergency", emergency::page),
    ("/duties", duties::list::page),
    ("/duties.json", duties::list::page),
    ("/duties/propose", duties::propose::page),
    ("/duties/{number}", duties::one::page),
];

/// What forms are sent to; a page of the same address shows the form.
pub(crate) const FORMS: [(&str, Act); 22] = [
    (
        "/own-log/readers/{period}/{handle}",
        own_log::readers::review,
    ),
    ("/person/{handle}/reveal", reveals::send),
    ("/reveals/{number}", reveals::confirm),
    ("/mine/sessions", mine::sessions::end),
    ("/mine/emergency", emergency::mine::first),
    ("/emergency/{number}/second", emergency::second),
    ("/emergency/{number}/review", emergency::review),
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
    ("/duties/sign-out", duties::list::sign_out),
    ("/duties/{number}/give", duties::one::give),
    ("/duties/{number}/decline", duties::one::decline),
    ("/duties/{number}/end", duties::one::end),
];

/// The same of forms with files.
pub(crate) const UPLOADS: [(&str, Take); 3] = [
    ("/cases/open", cases::open::send),
    ("/cases/{number}", cases::one::send),
    ("/mine/case/{number}", mine::case::send),
];

/// How many forms with files are read at the same time.
const UPLOADS_AT_ONCE: usize = 4;
/// How many people are passed to the provider and back at the same time.
const ENTERING_AT_ONCE: usize = 4;

/// Endings of the other forms a page has.
pub(crate) const ENDINGS: [&str; 4] = ["", ".json", ".csv", ".xlsx"];

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
    let mut router: Router<Web> = Router::new()
        .route("/", get(start))
        .route("/{language}", one(front::page))
        .route("/{language}/", one(front::page))
        .route(
            "/{language}/login",
            get(entering::sign_in).post(entering::choose_reader),
        )
        .route("/{language}/login/begin", get(entering::begin))
        .route("/{language}/login/out", post(entering::sign_out))
        .route(
            "/{language}/login/emergency",
            get(entering::codes).post(entering::enter_by_codes),
        )
        .route("/login/back", get(entering::come_back))
        .route(PROVIDER_ENDED, post(entering::provider_ended))
        .route(
            &format!("{}/{{*path}}", scim::PLACE),
            any(entering::accounts),
        );
    for (path, page) in SINGLES {
        router = router.route(&format!("/{{language}}{path}"), one(page));
    }
    for (path, act) in FORMS {
        router = router.route(&format!("/{{language}}{path}"), form(act));
    }
    for (path, take) in UPLOADS {
        router = router.route(&format!("/{{language}}{path}"), upload(take));
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
        if asked.holds_national_id() {
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
            let answer = page(&desk, &asked);
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
