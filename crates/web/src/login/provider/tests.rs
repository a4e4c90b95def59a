//! What a provider may say and what it may not, with one that is made up.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};
use sha2::Sha256;

use super::*;

const ISSUER: &str = "https://login.nordvik.example";
const CLIENT: &str = "tilsyn";
const SECRET: &str = "a secret of a test";
const NOW: Instant = Instant(1_790_000_000_000_000);

/// Keys of these tests alone.
const KEYS: [&str; 2] = [
    "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIDXyhXBDEqv7xr96i3yUzyduiFWE/JpeeGBKx6UdHezV\n\
    -----END PRIVATE KEY-----\n",
    "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIPRsODZF7HjfCG/FynUpQA48xlDM5WRy2XxeV5YM87XE\n\
    -----END PRIVATE KEY-----\n",
];

fn key(number: usize) -> CoreEdDsaPrivateSigningKey {
    let id = JsonWebKeyId::new(format!("key-{number}"));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(KEYS[number], Some(id)).expect("a key")
}

/// A provider that says what a test has it say.
struct MadeUp {
    /// Which key it shows.
    shown: AtomicUsize,
    /// How often it was asked what it is.
    asked: AtomicUsize,
    /// Whether it answers nothing at all.
    is_gone: AtomicBool,
    /// Status and body of its next answer to a code; status 0: it is gone.
    tokens: Mutex<(u16, Value)>,
    names_itself: bool,
    /// What it says of itself otherwise than usual.
    says: Mutex<HashMap<&'static str, String>>,
}

impl MadeUp {
    fn new(names_itself: bool) -> Arc<MadeUp> {
        Arc::new(MadeUp {
            shown: AtomicUsize::new(0),
            asked: AtomicUsize::new(0),
            is_gone: AtomicBool::new(false),
            tokens: Mutex::new((0, Value::Null)),
            names_itself,
            says: Mutex::default(),
        })
    }

    fn says(&self, name: &'static str, value: &str) {
        let mut says = self.says.lock().expect("nobody panicked");
        *says = HashMap::from([(name, value.to_owned())]);
    }

    fn gives(&self, id_token: &str) {
        let answer = json!({"access_token": "a", "token_type": "Bearer", "id_token": id_token});
        *self.tokens.lock().expect("nobody panicked") = (200, answer);
    }

    fn answers(&self, path: &str) -> (u16, Value) {
        match path {
            "/.well-known/openid-configuration" => {
                self.asked.fetch_add(1, Ordering::Relaxed);
                if self.is_gone.load(Ordering::Relaxed) {
                    return (0, Value::Null);
                }
                let mut said = json!({
                    "issuer": ISSUER,
                    "authorization_endpoint": format!("{ISSUER}/auth"),
                    "token_endpoint": format!("{ISSUER}/token"),
                    "end_session_endpoint": format!("{ISSUER}/end"),
                    "jwks_uri": format!("{ISSUER}/keys"),
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["EdDSA", "HS256", "none"],
                    "authorization_response_iss_parameter_supported": self.names_itself,
                });
                for (name, value) in &*self.says.lock().expect("nobody panicked") {
                    said[*name] = value.as_str().into();
                }
                (200, said)
            }
            "/keys" => {
                let shown = key(self.shown.load(Ordering::Relaxed)).as_verification_key();
                (200, json!({ "keys": [shown] }))
            }
            "/token" => self.tokens.lock().expect("nobody panicked").clone(),
            other => panic!("nobody asks for {other}"),
        }
    }
}

fn provider(made_up: &Arc<MadeUp>, strengths: &[&str]) -> Provider {
    provider_as(agreed(strengths), made_up)
}

fn agreed(strengths: &[&str]) -> Agreed {
    Agreed {
        issuer: ISSUER.to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: Some(SECRET.to_owned()),
        strengths: strengths.iter().map(|one| (*one).to_owned()).collect(),
        minutes_max: None,
        public_address: "https://tilsyn.nordvik.example".to_owned(),
        accounts_token: None,
    }
}

fn provider_as(agreed: Agreed, made_up: &Arc<MadeUp>) -> Provider {
    let made_up = Arc::clone(made_up);
    let http = move |request: http::Request<Vec<u8>>| {
        let (status, body) = made_up.answers(request.uri().path());
        if status == 0 {
            return Err(HttpFailed("gone".to_owned()));
        }
        let response = http::Response::builder()
            .status(status)
            .header("content-type", "application/json")
            .body(body.to_string().into_bytes());
        Ok(response.expect("a response"))
    };
    Provider::new(agreed, Box::new(http)).expect("addresses over TLS")
}

/// A token as the provider signs it, whatever it says.
fn signed(number: usize, kind: &str, claims: &Value) -> String {
    let head = json!({"alg": "EdDSA", "typ": kind, "kid": format!("key-{number}")});
    let text = format!("{}.{}", part(&head), part(claims));
    let signature = key(number).sign(&CoreJwsSigningAlgorithm::EdDsa, text.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(signature.expect("it signs"));
    format!("{text}.{signature}")
}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn seconds(from_now: i64) -> i64 {
    NOW.0 / SECOND + from_now
}

fn id_claims(secrets: &Secrets) -> Value {
    json!({
        "iss": ISSUER, "aud": CLIENT, "sub": "kari", "sid": "session-1", "acr": "high",
        "nonce": secrets.nonce, "iat": seconds(-1), "exp": seconds(60),
    })
}

fn answer(secrets: &Secrets) -> Answer {
    Answer {
        code: Some("code".to_owned()),
        state: Some(secrets.state.clone()),
        iss: Some(ISSUER.to_owned()),
        error: None,
    }
}

fn said<T>(result: Result<T, Problem>) -> &'static str {
    result.err().map_or("believed", |problem| problem.message)
}

/// What comes of an ID token that says this instead; `null` takes a claim away.
fn of_claims(changes: &Value) -> &'static str {
    let made_up = MadeUp::new(true);
    let provider = provider(&made_up, &["high", "highest"]);
    let begun = provider.begin(NOW).expect("begun");
    let mut claims = id_claims(&begun.secrets);
    for (name, value) in changes.as_object().expect("claims") {
        claims[name] = value.clone();
        if value.is_null() {
            claims.as_object_mut().expect("claims").remove(name);
        }
    }
    made_up.gives(&signed(0, "JWT", &claims));
    match provider.finish(&answer(&begun.secrets), &begun.secrets, NOW) {
        Ok(vouched) if !vouched.is_strong => "believed, but weak",
        other => said(other),
    }
}

/// What comes of an ID token that is not signed as it should be.
fn of_token(token: impl Fn(&Secrets) -> String) -> &'static str {
    let made_up = MadeUp::new(true);
    let provider = provider(&made_up, &[]);
    let begun = provider.begin(NOW).expect("begun");
    made_up.gives(&token(&begun.secrets));
    said(provider.finish(&answer(&begun.secrets), &begun.secrets, NOW))
}

/// What comes of coming back with another answer.
fn of_answer(names_itself: bool, change: impl Fn(&mut Answer)) -> &'static str {
    let made_up = MadeUp::new(names_itself);
    let provider = provider(&made_up, &[]);
    let begun = provider.begin(NOW).expect("begun");
    made_up.gives(&signed(0, "JWT", &id_claims(&begun.secrets)));
    let mut answer = answer(&begun.secrets);
    change(&mut answer);
    said(provider.finish(&answer, &begun.secrets, NOW))
}

const UNTRUSTED: &str = "problem-sign-in-untrusted";
const STALE: &str = "problem-sign-in-stale";

#[test]
fn the_browser_is_sent_with_everything_that_ties_the_answer_to_it() {
    let provider = provider(&MadeUp::new(true), &["high", "highest"]);
    let begun = provider.begin(NOW).expect("begun");
    let address = openidconnect::url::Url::parse(&begun.address).expect("an address");
    let sent: HashMap<_, _> = address.query_pairs().into_owned().collect();
    assert!(begun.address.starts_with(&format!("{ISSUER}/auth?")));
    assert_eq!(sent["response_type"], "code");
    assert_eq!(sent["code_challenge_method"], "S256");
    assert_eq!(
        sent["redirect_uri"],
        "https://tilsyn.nordvik.example/login/back"
    );
    assert_eq!(sent["acr_values"], "high highest");
    assert_eq!(sent["scope"], "openid");
    assert_eq!(
        (&sent["state"], &sent["nonce"]),
        (&begun.secrets.state, &begun.secrets.nonce)
    );
    assert!(!begun.address.contains(&begun.secrets.verifier) && !begun.address.contains(SECRET));
    let other = provider.begin(NOW).expect("begun").secrets;
    assert!(other.state != begun.secrets.state && other.verifier != begun.secrets.verifier);
    assert_eq!(
        provider.end_address(NOW).as_deref(),
        Some("https://login.nordvik.example/end?client_id=tilsyn")
    );
}

#[test]
fn a_person_is_who_the_provider_says_and_what_it_calls_the_session() {
    let made_up = MadeUp::new(true);
    let provider = provider(&made_up, &["high"]);
    let begun = provider.begin(NOW).expect("begun");
    made_up.gives(&signed(0, "JWT", &id_claims(&begun.secrets)));
    let vouched = provider.finish(&answer(&begun.secrets), &begun.secrets, NOW);
    let vouched = vouched.expect("believed");
    assert_eq!(vouched.login.issuer, ISSUER);
    assert_eq!(vouched.login.subject, "kari");
    assert_eq!(vouched.session.as_deref(), Some("session-1"));
}

#[test]
fn what_a_token_says_must_be_right_for_us_and_for_now() {
    let check = |changes: Value, expected: &str| {
        assert_eq!(of_claims(&changes), expected, "{changes}");
    };
    check(json!({}), "believed");
    check(json!({"acr": "highest"}), "believed");
    check(json!({"acr": "low"}), "believed, but weak");
    check(json!({"acr": null}), "believed, but weak");
    check(json!({"iss": "https://login.evil.example"}), UNTRUSTED);
    check(json!({"iss": null}), UNTRUSTED);
    check(json!({"aud": "another"}), UNTRUSTED);
    check(
        json!({"aud": [CLIENT, "another"], "azp": CLIENT}),
        UNTRUSTED,
    );
    check(
        json!({"aud": [CLIENT, "another"], "azp": "another"}),
        UNTRUSTED,
    );
    check(json!({"aud": []}), UNTRUSTED);
    check(json!({"nonce": "another"}), UNTRUSTED);
    check(json!({"nonce": null}), UNTRUSTED);
    check(json!({"exp": seconds(0)}), UNTRUSTED);
    check(json!({"exp": null}), UNTRUSTED);
    check(json!({"iat": seconds(59)}), "believed");
    check(json!({"iat": seconds(61)}), UNTRUSTED);
    check(json!({"iat": seconds(-301)}), UNTRUSTED);
    check(json!({"sub": null}), UNTRUSTED);
    check(json!({"nbf": seconds(59)}), "believed");
    check(json!({"nbf": seconds(61)}), UNTRUSTED);
    check(json!({"nbf": "soon"}), UNTRUSTED);
}

#[test]
fn whoever_signed_in_there_too_long_ago_signs_in_there_again() {
    let check = |minutes_max: Option<u32>, auth_time: Option<i64>, expected: &str| {
        let made_up = MadeUp::new(true);
        let asked = Agreed {
            minutes_max,
            ..agreed(&[])
        };
        let provider = provider_as(asked, &made_up);
        let begun = provider.begin(NOW).expect("begun");
        let wish = begun.address.contains("max_age=1800");
        assert_eq!(wish, minutes_max.is_some(), "{}", begun.address);
        let mut claims = id_claims(&begun.secrets);
        claims["auth_time"] = auth_time.map_or(Value::Null, |ago| seconds(-ago).into());
        made_up.gives(&signed(0, "JWT", &claims));
        let found = said(provider.finish(&answer(&begun.secrets), &begun.secrets, NOW));
        assert_eq!(found, expected, "{minutes_max:?} {auth_time:?}");
    };
    check(None, None, "believed");
    check(None, Some(1_000_000), "believed");
    check(Some(30), Some(30 * 60), "believed");
    check(Some(30), Some(31 * 60 + 1), UNTRUSTED);
    check(Some(30), None, UNTRUSTED);
}

#[test]
fn only_the_provider_can_have_signed_a_token() {
    let claims = |secrets: &Secrets| part(&id_claims(secrets));
    let none = part(&json!({"alg": "none"}));
    assert_eq!(of_token(|s| format!("{none}.{}.", claims(s))), UNTRUSTED);
    assert_eq!(of_token(|s| format!("{none}.{}", claims(s))), UNTRUSTED);
    // With a key that we have too: the secret, or the public key.
    let with_mac = |key: &[u8], secrets: &Secrets| {
        let text = format!("{}.{}", part(&json!({"alg": "HS256"})), claims(secrets));
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key");
        mac.update(text.as_bytes());
        format!(
            "{text}.{}",
            URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
        )
    };
    assert_eq!(of_token(|s| with_mac(SECRET.as_bytes(), s)), UNTRUSTED);
    let public = serde_json::to_vec(&key(0).as_verification_key()).expect("JSON");
    assert_eq!(of_token(|s| with_mac(&public, s)), UNTRUSTED);
    // With a key that nobody showed us, under its own name and under the right one.
    assert_eq!(of_token(|s| signed(1, "JWT", &id_claims(s))), UNTRUSTED);
    let renamed = |secrets: &Secrets| {
        let other = signed(1, "JWT", &id_claims(secrets));
        let (_, rest) = other.split_once('.').expect("a head");
        let head = json!({"alg": "EdDSA", "typ": "JWT", "kid": "key-0"});
        format!("{}.{rest}", part(&head))
    };
    assert_eq!(of_token(renamed), UNTRUSTED);
    // Altered after it was signed.
    let altered = |secrets: &Secrets| {
        let mut claims = id_claims(secrets);
        let right = signed(0, "JWT", &claims);
        claims["sub"] = json!("ola");
        let pieces: Vec<&str> = right.split('.').collect();
        format!("{}.{}.{}", pieces[0], part(&claims), pieces[2])
    };
    assert_eq!(of_token(altered), UNTRUSTED);
    assert_eq!(of_token(|_| "no token".to_owned()), UNTRUSTED);
    assert_eq!(
        of_token(|s| signed(0, "logout+jwt", &id_claims(s))),
        UNTRUSTED
    );
}

#[test]
fn only_the_answer_to_what_this_browser_asked_is_taken() {
    assert_eq!(of_answer(true, |_| ()), "believed");
    assert_eq!(of_answer(false, |answer| answer.iss = None), "believed");
    assert_eq!(of_answer(true, |answer| answer.iss = None), UNTRUSTED);
    let elsewhere = |answer: &mut Answer| answer.iss = Some("https://evil.example".to_owned());
    assert_eq!(of_answer(true, elsewhere), UNTRUSTED);
    assert_eq!(of_answer(false, elsewhere), UNTRUSTED);
    let other_state = |answer: &mut Answer| answer.state = Some("another".to_owned());
    assert_eq!(of_answer(true, other_state), STALE);
    assert_eq!(of_answer(true, |answer| answer.state = None), STALE);
    assert_eq!(of_answer(true, |answer| answer.code = None), STALE);
    let declined = |answer: &mut Answer| answer.error = Some("access_denied".to_owned());
    assert_eq!(of_answer(true, declined), "problem-sign-in-declined");
}

#[test]
fn a_code_that_was_used_and_a_provider_that_is_gone_are_said() {
    let made_up = MadeUp::new(true);
    let provider = provider(&made_up, &[]);
    let begun = provider.begin(NOW).expect("begun");
    let finish = || said(provider.finish(&answer(&begun.secrets), &begun.secrets, NOW));
    *made_up.tokens.lock().expect("whole") = (400, json!({"error": "invalid_grant"}));
    assert_eq!(finish(), STALE);
    *made_up.tokens.lock().expect("whole") = (200, json!({"access_token": "a"}));
    assert_eq!(finish(), UNTRUSTED);
    *made_up.tokens.lock().expect("whole") = (0, Value::Null);
    assert_eq!(finish(), "problem-sign-in-provider");
}

#[test]
fn new_keys_are_asked_for_once_a_minute_at_most() {
    let made_up = MadeUp::new(true);
    let provider = provider(&made_up, &[]);
    let asked = || made_up.asked.load(Ordering::Relaxed);
    let come_in = |seconds: i64, number: usize| {
        let begun = provider.begin(NOW).expect("begun");
        made_up.gives(&signed(number, "JWT", &id_claims(&begun.secrets)));
        let later = Instant(NOW.0 + seconds * SECOND);
        said(provider.finish(&answer(&begun.secrets), &begun.secrets, later))
    };
    assert_eq!(come_in(0, 0), "believed");
    assert_eq!(asked(), 1);
    // Somebody makes up keys: the provider is left in peace.
    for _ in 0..5 {
        assert_eq!(come_in(30, 1), UNTRUSTED);
    }
    assert_eq!(asked(), 1);
    made_up.shown.store(1, Ordering::Relaxed);
    assert_eq!(come_in(50, 1), UNTRUSTED);
    let begun = provider.begin(NOW).expect("begun");
    let mut claims = id_claims(&begun.secrets);
    claims["exp"] = json!(seconds(200));
    made_up.gives(&signed(1, "JWT", &claims));
    let later = Instant(NOW.0 + 70 * SECOND);
    assert_eq!(
        said(provider.finish(&answer(&begun.secrets), &begun.secrets, later)),
        "believed"
    );
    assert_eq!(asked(), 2);
}

#[test]
fn a_provider_that_does_not_answer_is_left_in_peace_for_a_while() {
    let made_up = MadeUp::new(true);
    let provider = provider(&made_up, &[]);
    let asked = || made_up.asked.load(Ordering::Relaxed);
    let begin = |seconds: i64| said(provider.begin(Instant(NOW.0 + seconds * SECOND)));
    made_up.is_gone.store(true, Ordering::Relaxed);
    for second in 0..30 {
        assert_eq!(begin(second), "problem-sign-in-provider");
    }
    assert_eq!(asked(), 1);
    made_up.is_gone.store(false, Ordering::Relaxed);
    assert_eq!(begin(29), "problem-sign-in-provider");
    assert_eq!(begin(30), "believed");
    assert_eq!(begin(31), "believed");
    assert_eq!(asked(), 2);
}

fn logout_claims() -> Value {
    json!({
        "iss": ISSUER, "aud": CLIENT, "sub": "kari", "sid": "session-1", "jti": "one",
        "iat": seconds(-1), "exp": seconds(60), "events": { LOGOUT_EVENT: {} },
    })
}

/// Who is signed out by a logout token that says this instead.
fn of_logout(changes: &Value) -> String {
    let provider = provider(&MadeUp::new(true), &[]);
    let mut claims = logout_claims();
    for (name, value) in changes.as_object().expect("claims") {
        claims[name] = value.clone();
        if value.is_null() {
            claims.as_object_mut().expect("claims").remove(name);
        }
    }
    who(provider.signed_out(&signed(0, "logout+jwt", &claims), NOW))
}

fn who(result: Result<SignedOut, Problem>) -> String {
    match result {
        Ok(SignedOut::Session(session)) => format!("session {session}"),
        Ok(SignedOut::Subject(subject)) => format!("subject {subject}"),
        Err(problem) => problem.message.to_owned(),
    }
}

const NO_LOGOUT: &str = "problem-logout-token";

#[test]
fn only_a_logout_token_for_us_ends_a_session() {
    let check = |changes: Value, expected: &str| {
        assert_eq!(of_logout(&changes), expected, "{changes}");
    };
    check(json!({}), "session session-1");
    check(json!({"sid": null}), "subject kari");
    check(json!({"aud": "another"}), NO_LOGOUT);
    check(json!({"iss": "https://evil.example"}), NO_LOGOUT);
    check(json!({"nonce": "any"}), NO_LOGOUT);
    check(json!({"events": {}}), NO_LOGOUT);
    check(json!({"events": null}), NO_LOGOUT);
    check(json!({"events": { LOGOUT_EVENT: "text" }}), NO_LOGOUT);
    check(json!({"jti": null}), NO_LOGOUT);
    check(json!({"exp": seconds(-1)}), NO_LOGOUT);
    check(json!({"iat": seconds(-301)}), NO_LOGOUT);
    check(json!({"nbf": seconds(61)}), NO_LOGOUT);
    let provider = provider(&MadeUp::new(true), &[]);
    for wrong in [
        "",
        "a.b.c",
        &format!(
            "{}.{}.",
            part(&json!({"alg": "none"})),
            part(&logout_claims())
        ),
    ] {
        assert_eq!(who(provider.signed_out(wrong, NOW)), NO_LOGOUT, "{wrong}");
    }
    assert_eq!(
        who(provider.signed_out(&signed(1, "logout+jwt", &logout_claims()), NOW)),
        NO_LOGOUT
    );
}

#[test]
fn a_logout_token_works_once() {
    let provider = provider(&MadeUp::new(true), &[]);
    let token = signed(0, "JWT", &logout_claims());
    assert_eq!(who(provider.signed_out(&token, NOW)), "session session-1");
    assert_eq!(who(provider.signed_out(&token, NOW)), NO_LOGOUT);
}

/// What it says of itself is looked at before anybody is sent there, and before our secret is.
#[test]
fn a_provider_that_names_another_or_a_place_in_the_clear_is_not_believed() {
    for (name, value) in [
        ("issuer", "https://login.another.example"),
        (
            "authorization_endpoint",
            "http://login.nordvik.example/auth",
        ),
        ("jwks_uri", "http://login.nordvik.example/keys"),
    ] {
        let made_up = MadeUp::new(true);
        made_up.says(name, value);
        let begun = said(provider(&made_up, &[]).begin(NOW));
        assert!(begun.starts_with("problem-sign-in-"), "{name}: {begun}");
    }
    let made_up = MadeUp::new(true);
    made_up.says("token_endpoint", "http://login.nordvik.example/token");
    let provider = provider(&made_up, &[]);
    let secrets = provider.begin(NOW).expect("begun").secrets;
    made_up.gives(&signed(0, "JWT", &id_claims(&secrets)));
    let answer = Answer {
        code: Some("code".to_owned()),
        state: Some(secrets.state.clone()),
        iss: Some(ISSUER.to_owned()),
        error: None,
    };
    let came_back = provider.finish(&answer, &secrets, NOW);
    assert_eq!(said(came_back), "problem-sign-in-provider");
}

#[test]
fn nothing_is_asked_in_the_clear_over_a_net() {
    let with = |issuer: &str, public: &str| {
        let agreed = Agreed {
            issuer: issuer.to_owned(),
            client_id: CLIENT.to_owned(),
            client_secret: None,
            strengths: Vec::new(),
            public_address: public.to_owned(),
            minutes_max: None,
            accounts_token: None,
        };
        Provider::new(agreed, Box::new(|_| Err(HttpFailed(String::new())))).is_ok()
    };
    let ours = "https://tilsyn.nordvik.example";
    assert!(with(ISSUER, ours) && with("http://127.0.0.1:8081", "http://127.0.0.1:8080"));
    for wrong in [
        "http://login.nordvik.example",
        "ftp://localhost",
        "login",
        "",
    ] {
        assert!(!with(wrong, ours) && !with(ISSUER, wrong), "{wrong}");
    }
}
