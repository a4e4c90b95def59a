//! Signing in by the organisation's provider: a real one, with people who are made up.

use std::path::Path;
use std::process::Command;

use serde_json::json;
use tilsyn_tests::{Browser, DemoProvider, Folder, Server, free_address, ran, write};

/// An installation with its provider, where Anna and Bjørn head the review, Cecilie reviews and
/// Ida runs the machine.
pub(super) struct Installation {
    pub(super) folder: Folder,
    provider: Option<DemoProvider>,
    listen: String,
    settings: String,
}

impl Installation {
    /// None where the provider's packages are not installed.
    pub(super) fn new() -> Option<Installation> {
        let folder = Folder::with_register();
        let listen = free_address();
        let secret = folder.secret("login-secret", "a secret of a test\n");
        let people = json!([
            {"sub": "s-anna", "name": "Anna", "about": "heads it"},
            {"sub": "s-cecilie", "name": "Cecilie", "about": "reviews"},
            {"sub": "s-weak", "name": "Cecilie", "about": "without a second factor", "acr": "low"},
            {"sub": "s-ida", "name": "Ida", "about": "runs it"},
            {"sub": "s-stranger", "name": "Stranger", "about": "works elsewhere"},
        ]);
        let back = format!("http://{listen}");
        let provider = DemoProvider::start(&folder, &back, &secret, &people)?;
        let issuer = provider.issuer();
        begin(&folder, &issuer);
        let token = folder.secret("accounts-token", ACCOUNTS_TOKEN);
        let settings = settings(&issuer, (&secret, &token), &back);
        write(&folder.data().join("settings.toml"), settings.as_bytes());
        Some(Installation {
            folder,
            provider: Some(provider),
            listen,
            settings,
        })
    }

    pub(super) fn serve(&self) -> Server {
        self.folder.serve_on(&self.listen)
    }

    pub(super) fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.listen)
    }

    fn issuer(&self) -> String {
        let provider = self.provider.as_ref().expect("it runs");
        provider.issuer()
    }

    /// From now on it answers nobody.
    pub(super) fn stop_provider(&mut self) {
        self.provider = None;
    }

    /// Where somebody ends who goes to a page, begins there and chooses who to be.
    pub(super) fn come_in(
        &self,
        browser: &mut Browser,
        page: &str,
        sub: &str,
    ) -> (String, tilsyn_tests::Answer) {
        let asked = browser.open(&self.address(page));
        assert_eq!(asked.status, 401, "{page}");
        let begin = between(&asked.body, "href=\"/", "\"", "/login/begin");
        let begin = self.address(&format!("/{begin}"));
        let away = browser.open(&begin);
        assert_eq!(away.status, 303);
        let (choose, page) = browser.follow(begin, away);
        // Whoever is signed in there already is not asked again.
        if !choose.starts_with(&self.issuer()) {
            return (choose, page);
        }
        assert!(page.body.contains("value=\"s-anna\""), "{}", page.body);
        let chosen = browser.post(&choose, &format!("sub={sub}"));
        browser.follow(choose, chosen)
    }
}

fn begin(folder: &Folder, issuer: &str) {
    for (key, units) in [("reviewers_given_by", "TOP"), ("reviewers_held_by", "U2")] {
        let _set = folder.ask(&["settings", key, units]).ended(0);
    }
    let me = ran(Command::new("id").arg("-un")).ended(0).out;
    let lines = format!(
        "user,name,employee_no,issuer,subject,role,scope,need,to\n\
         anna,,101,{issuer},s-anna,head-of-review,,heads it,\n\
         bjorn,,102,{issuer},s-bjorn,head-of-review,,heads it too,\n\
         cecilie,,103,{issuer},s-cecilie,log-reviewer,,reviews,\n\
         ida,Ida Vik,,{issuer},s-ida,administrator,,runs it,\n\
         me,Who Tests,,local,{},head-of-review,,tests it,\n",
        me.trim()
    );
    let file = folder.file("first.csv", lines);
    let file = file.to_str().expect("a path in UTF-8").to_owned();
    let _begun = folder.ask(&["duties", "begin", &file]).ended(0);
}

/// With which the provider of these tests keeps its accounts.
const ACCOUNTS_TOKEN: &str = "a token of a test, which is long enough";

fn settings(issuer: &str, (secret, token): (&Path, &Path), public: &str) -> String {
    format!(
        "[login]\nissuer = \"{issuer}\"\nclient_id = \"tilsyn\"\nsecret_file = \"{}\"\n\
         public_address = \"{public}\"\nstrengths = [\"high\"]\n\
         accounts_token_file = \"{}\"\n",
        secret.display(),
        token.display()
    )
}

/// The first text after `before` that holds `within`, up to `end`.
pub(super) fn between(text: &str, before: &str, end: &str, within: &str) -> String {
    let mut pieces = text.split(before).skip(1);
    let mut pieces = pieces.by_ref().filter_map(|piece| piece.split(end).next());
    let found = pieces.find(|piece| piece.contains(within));
    found
        .unwrap_or_else(|| panic!("nothing with {within}"))
        .replace("&amp;", "&")
}

pub(super) fn form_token(page: &str) -> String {
    between(page, "name=\"token\" value=\"", "\"", "")
}

pub(super) const LOG: &str = "/nb/log?from=2026-07-01&to=2026-07-31";

#[test]
fn whoever_signs_in_comes_to_the_page_they_wanted_and_goes_again() {
    let Some(place) = Installation::new() else {
        return;
    };
    let server = place.serve();
    let mut browser = Browser::default();
    let (address, page) = place.come_in(&mut browser, LOG, "s-cecilie");
    assert_eq!(address, place.address(LOG));
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("<span>Cecilie Dal</span>"),
        "{}",
        page.body
    );
    let cookie = browser.cookies_for(&place.listen);
    assert!(cookie.starts_with("tilsyn-session=") && !cookie.contains("login"));
    // What one session shows is of no use in another.
    let token = form_token(&page.body);
    let mut other = Browser::default();
    let (_, ida) = place.come_in(&mut other, "/nb/sources", "s-ida");
    assert_eq!(ida.status, 200);
    assert_ne!(form_token(&ida.body), token);
    assert_eq!(other.open(&place.address(LOG)).status, 403);
    let own = other.open(&place.address("/nb/log.csv")).status;
    assert_eq!(own, 403);
    let stolen = other.post(&place.address("/nb/login/out"), &format!("token={token}"));
    assert_eq!(stolen.status, 403);
    // The own log has it; the reviewer reads it.
    let own_log = browser.open(&place.address("/nb/own-log"));
    assert!(own_log.body.contains("Logget inn") && own_log.body.contains("Ida Vik"));
    assert_eq!(
        own_log.body.matches("Nektet: Se enkelthendelser").count(),
        2
    );
    let out = browser.post(&place.address("/nb/login/out"), &format!("token={token}"));
    assert_eq!(out.status, 200);
    assert_eq!(out.header("clear-site-data"), Some("\"storage\""));
    assert!(out.body.contains("/session/end?client_id=tilsyn"));
    assert_eq!(browser.cookies_for(&place.listen), "");
    let (name, value) = cookie.split_once('=').expect("a cookie");
    browser.keep(&place.listen, name, value);
    assert_eq!(
        browser.open(&place.address(LOG)).status,
        401,
        "a session that ended"
    );
    drop(server);
    // A server that starts again has nobody signed in.
    let _server = place.serve();
    assert_eq!(other.open(&place.address("/nb/sources")).status, 401);
}

#[test]
fn nobody_comes_in_who_is_not_vouched_for_or_has_no_login_here() {
    let Some(place) = Installation::new() else {
        return;
    };
    let _server = place.serve();
    for path in [
        "/nb",
        "/da/log",
        "/sv/person/xxxx",
        "/en/no-such-page",
        "/nb/own-log.json",
    ] {
        let answer = Browser::default().open(&place.address(path));
        assert_eq!(answer.status, 401, "{path}");
        assert!(!answer.body.contains("Anna"), "{path}");
    }
    let refused = |sub: &str| {
        let mut browser = Browser::default();
        let (_, page) = place.come_in(&mut browser, "/en/log", sub);
        assert_eq!(browser.cookies_for(&place.listen), "", "{sub}");
        (page.status, page.body)
    };
    let (status, page) = refused("s-stranger");
    assert!(
        status == 403 && page.contains("nobody who can use Tilsyn"),
        "{page}"
    );
    let (status, page) = refused("s-weak");
    assert!(
        status == 403 && page.contains("not strong enough"),
        "{page}"
    );
    let (status, page) = refused("nobody-there");
    assert!(
        status == 403 && page.contains("did not let you in"),
        "{page}"
    );
    // Whom the provider vouched for is named in the own log, as being refused.
    let mut cecilie = Browser::default();
    let (_, own_log) = place.come_in(&mut cecilie, "/en/own-log", "s-cecilie");
    let refused = "Refused: Sign in and out";
    assert_eq!(own_log.body.matches(refused).count(), 2, "{}", own_log.body);
    assert!(own_log.body.contains("s-stranger") && own_log.body.contains("s-weak"));
    // Coming back without having gone, or with somebody else's answer.
    for query in ["", "?code=a&state=b", "?error=access_denied&state="] {
        let back = Browser::default().open(&place.address(&format!("/login/back{query}")));
        assert_eq!(back.status, 400, "{query}");
    }
    let mut mine = Browser::default();
    let away = mine.open(&place.address("/en/login/begin"));
    let state = between(away.header("location").expect("away"), "state=", "&", "");
    let back = place.address(&format!("/login/back?code=made-up&state={state}"));
    assert_eq!(
        Browser::default().open(&back).status,
        400,
        "another browser"
    );
    assert_eq!(mine.open(&back).status, 403, "no provider named");
    assert_eq!(mine.open(&back).status, 400, "used up");
    // Back only to pages of ours.
    let elsewhere = "/en/login/begin?back=https://evil.example/";
    let cookie = Browser::default().open(&place.address(elsewhere));
    assert!(
        !cookie
            .headers
            .iter()
            .any(|(_, value)| value.contains("evil"))
    );
}

#[test]
fn nobody_is_sent_in_by_a_page_of_somebody_else() {
    let Some(place) = Installation::new() else {
        return;
    };
    let server = place.serve();
    for (site, to) in [
        ("cross-site", "/en/login"),
        ("same-site", "/en/login"),
        ("same-origin", "/auth?"),
        ("none", "/auth?"),
    ] {
        let head = format!(
            "GET /en/login/begin HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: {site}\r\n",
            place.listen
        );
        let sent = server.send(&head);
        let location = sent.header("location").expect("elsewhere");
        assert!(location.contains(to), "{site}: {location}");
    }
}

#[test]
fn a_session_ends_when_its_owner_gets_another_role_or_leaves() {
    let Some(place) = Installation::new() else {
        return;
    };
    let _server = place.serve();
    let mut cecilie = Browser::default();
    let mut ida = Browser::default();
    let _in = place.come_in(&mut cecilie, LOG, "s-cecilie");
    let _in = place.come_in(&mut ida, "/nb/sources", "s-ida");
    assert_eq!(cecilie.open(&place.address(LOG)).status, 200);
    let ended = ["duties", "end", "3", "--reason", "another job"];
    let _ended = place.folder.ask(&ended).ended(0);
    assert_eq!(cecilie.open(&place.address(LOG)).status, 401);
    assert_eq!(ida.open(&place.address("/nb/sources")).status, 200);
    // She signs in again, and may do less.
    let (_, page) = place.come_in(&mut cecilie, LOG, "s-cecilie");
    assert_eq!(page.status, 403);
    assert_eq!(cecilie.open(&place.address("/nb/rules")).status, 200);
}

#[test]
fn whom_the_provider_keeps_out_has_no_session_any_more() {
    let Some(place) = Installation::new() else {
        return;
    };
    let server = place.serve();
    let asked = |what: &str, token: &str, body: &str| {
        let (method, path) = what.split_once(' ').expect("METHOD /path");
        let head = format!(
            "{method} /scim/v2{path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\n",
            place.listen
        );
        server.send_with(&head, body)
    };
    let mut cecilie = Browser::default();
    let _in = place.come_in(&mut cecilie, LOG, "s-cecilie");
    assert_eq!(cecilie.open(&place.address(LOG)).status, 200);
    assert_eq!(asked("GET /Users", "made up", "").status, 401);
    let found = asked(
        "GET /Users?filter=externalId%20eq%20%22s-cecilie%22",
        ACCOUNTS_TOKEN,
        "",
    );
    let found: serde_json::Value = serde_json::from_str(&found.body).expect("JSON");
    let place_of = found["Resources"][0]["id"].as_str().expect("she is there");
    let change = |active: bool| {
        let change = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "replace", "path": "active", "value": active }],
        });
        let what = format!("PATCH /Users/{place_of}");
        asked(&what, ACCOUNTS_TOKEN, &change.to_string()).status
    };
    assert_eq!(change(false), 200);
    assert_eq!(cecilie.open(&place.address(LOG)).status, 401);
    let (_, page) = place.come_in(&mut cecilie, LOG, "s-cecilie");
    assert_eq!(page.status, 403);
    // Back again, with the duties she had.
    assert_eq!(change(true), 200);
    let (_, page) = place.come_in(&mut cecilie, LOG, "s-cecilie");
    assert_eq!(page.status, 200);
}

#[test]
fn whoever_is_signed_in_elsewhere_too_sees_it_and_signs_out_there() {
    let Some(place) = Installation::new() else {
        return;
    };
    let _server = place.serve();
    let [mut left_open, mut here, mut colleague] = [(); 3].map(|()| Browser::default());
    let _in = place.come_in(&mut left_open, LOG, "s-cecilie");
    let _in = place.come_in(&mut colleague, "/en", "s-anna");
    let (_, page) = place.come_in(&mut here, "/en/mine", "s-cecilie");
    assert_eq!(page.body.matches("name=\"session\"").count(), 1);
    let form = format!("token={}", form_token(&page.body));
    let ended = here.post(&place.address("/en/mine/sessions"), &form);
    assert_eq!(ended.status, 303);
    assert_eq!(left_open.open(&place.address(LOG)).status, 401);
    assert_eq!(colleague.open(&place.address("/en")).status, 200);
    let page = here.open(&place.address("/en/mine"));
    assert_eq!(page.status, 200);
    assert!(!page.body.contains("name=\"session\""));
}

#[test]
fn whoever_signs_in_once_more_has_a_new_session_and_no_longer_the_old_one() {
    let Some(place) = Installation::new() else {
        return;
    };
    let _server = place.serve();
    let mut browser = Browser::default();
    let _in = place.come_in(&mut browser, LOG, "s-cecilie");
    let mut with_old = browser.clone();
    let begin = place.address("/en/login/begin");
    let away = browser.open(&begin);
    let (_, page) = browser.follow(begin, away);
    assert_eq!(page.status, 200);
    let cookies = [&browser, &with_old].map(|one| one.cookies_for(&place.listen));
    assert_ne!(cookies[0], cookies[1]);
    assert_eq!(browser.open(&place.address(LOG)).status, 200);
    assert_eq!(with_old.open(&place.address(LOG)).status, 401);
}

#[test]
fn an_administrator_signs_others_out_and_stays_in() {
    let Some(place) = Installation::new() else {
        return;
    };
    let _server = place.serve();
    let [mut cecilie, mut anna, mut ida] = [(); 3].map(|()| Browser::default());
    let _in = place.come_in(&mut cecilie, LOG, "s-cecilie");
    let _in = place.come_in(&mut anna, "/en", "s-anna");
    let (_, page) = place.come_in(&mut ida, "/en/duties", "s-ida");
    let token = form_token(&page.body);
    let sign_out = place.address("/en/duties/sign-out");
    let mut send = |whom: &str| {
        let form = format!("token={token}&user={whom}");
        ida.post(&sign_out, &form).status
    };
    assert_eq!(send("nobody-there"), 404);
    assert_eq!(send("cecilie"), 303);
    assert_eq!(cecilie.open(&place.address(LOG)).status, 401);
    assert_eq!(anna.open(&place.address("/en")).status, 200);
    assert_eq!(send("*"), 303);
    assert_eq!(anna.open(&place.address("/en")).status, 401);
    assert_eq!(ida.open(&place.address("/en/duties")).status, 200);
    // Whoever has no business with it does not.
    let (_, page) = place.come_in(&mut cecilie, "/en/search", "s-cecilie");
    let token = form_token(&page.body);
    let refused = cecilie.post(&sign_out, &format!("token={token}&user=*"));
    assert_eq!(refused.status, 403);
}

#[test]
fn a_form_without_a_session_is_not_done() {
    let Some(place) = Installation::new() else {
        return;
    };
    let _server = place.serve();
    let mut browser = Browser::default();
    let (_, page) = place.come_in(&mut browser, "/en/search", "s-cecilie");
    let token = form_token(&page.body);
    let found = browser.post(
        &place.address("/en/search"),
        &format!("token={token}&sought=Anna"),
    );
    assert_eq!(found.status, 200);
    let nobody = Browser::default().post(&place.address("/en/search"), &format!("token={token}"));
    assert_eq!(nobody.status, 403);
    // Its own token, and no session: the page says so.
    let signed_out = Browser::default().open(&place.address("/en/search"));
    assert_eq!(signed_out.status, 401);
    assert!(!signed_out.body.contains("name=\"sought\""));
}

#[test]
fn a_wrong_setting_keeps_the_server_from_starting_and_is_said() {
    let Some(place) = Installation::new() else {
        return;
    };
    for (right, wrong, said) in [
        (
            "http://127.0.0.1",
            "http://login.example",
            "must begin with https://",
        ),
        ("client_id", "client", "client"),
        ("login-secret", "no-such-file", "no-such-file"),
        ("login-secret", "first.csv", "make it mode 0600"),
        ("accounts-token", "first.csv", "make it mode 0600"),
    ] {
        let settings = place.settings.replace(right, wrong);
        write(
            &place.folder.data().join("settings.toml"),
            settings.as_bytes(),
        );
        let ended = place.folder.serve_under(Command::new);
        let ended = ended.err().expect("it does not serve");
        assert!(ended.err.contains(said), "{wrong}: {}", ended.err);
    }
}
