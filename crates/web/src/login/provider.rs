//! The organisation's provider of logins: OpenID Connect, authorisation code with PKCE.
//!
//! Believed is only what it signed, for us, for this login, just now: issuer, audience, nonce,
//! times and, where the organisation asks for one, the strength of the login (`acr`). Only
//! asymmetric signatures count; the keys are asked for again when one is not known. A person is
//! issuer and subject, never an e-mail address (OpenID Connect Core 1.0; RFC 9207, RFC 9700;
//! Back-Channel Logout 1.0).
//! Not here: HTTP itself (`tilsyn`), whose login it is and what they may do (`app`).

mod kinds;
mod memory;

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use openidconnect::core::{CoreAuthenticationFlow, CoreJsonWebKey};
use openidconnect::http;
use openidconnect::{
    AuthenticationContextClass, AuthorizationCode, ClaimsVerificationError, Client, ClientId,
    ClientSecret, CsrfToken, IdTokenVerifier, IssuerUrl, JsonWebTokenType, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, SignatureVerificationError, TokenResponse,
};
use serde::{Deserialize, Serialize};
use tilsyn_app::Problem;
use tilsyn_app::problem::Whose;
use tilsyn_app::staff::{Login, SignedOut, Vouched};
use tilsyn_domain::Instant;
use tilsyn_domain::time::SECOND;

use crate::scim::{Scim, TOKEN_CHARS_MIN};

use self::kinds::{
    LOGOUT_EVENT, Metadata, NotBefore, OfLogout, OfSession, Ours, SIGNATURES, Token,
};
use self::memory::{Known, Memory};

/// One request and its answer; brought by whoever has HTTP.
pub type Http = Box<
    dyn Fn(http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, HttpFailed> + Send + Sync,
>;

/// Why a request got no answer.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct HttpFailed(pub String);

/// What both sides agreed on when the provider was told of us.
#[derive(Clone)]
pub struct Agreed {
    /// Its address; what it signs names it.
    pub issuer: String,
    pub client_id: String,
    /// None for a public client, which PKCE alone protects.
    pub client_secret: Option<String>,
    /// The strengths of a login that are enough (`acr`); empty: whatever the provider does.
    pub strengths: Vec<String>,
    /// How long ago somebody may have signed in there, in minutes; none: the provider decides.
    pub minutes_max: Option<u32>,
    /// Under which people reach us: `https://tilsyn.nordvik.kommune.no`.
    pub public_address: String,
    /// With which the provider keeps its accounts here (SCIM); none where it does not.
    pub accounts_token: Option<String>,
}

/// How long what the provider says of itself is believed.
const KNOWN_HOURS_MAX: i64 = 12;
/// How soon it is asked again for keys, when one is not known.
const KEYS_AGAIN_SECONDS: i64 = 60;
/// How old a token may be, and how far ahead of our clock.
const TOKEN_SECONDS_MAX: i64 = 300;
const CLOCKS_APART_SECONDS_MAX: i64 = 60;

/// The provider, as far as we have to do with it.
pub struct Provider {
    agreed: Agreed,
    back: RedirectUrl,
    issuer: IssuerUrl,
    http: Http,
    memory: Memory,
    scim: Option<Scim>,
}

/// Where the browser goes, and what it keeps meanwhile.
pub(crate) struct Begun {
    pub(crate) address: String,
    pub(crate) secrets: Secrets,
}

/// What ties the answer of the provider to the browser that asked.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Secrets {
    state: String,
    nonce: String,
    verifier: String,
}

/// What the provider sent the browser back with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) code: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) iss: Option<String>,
    pub(crate) error: Option<String>,
}

impl Provider {
    /// # Errors
    /// A sentence, when an address is none or would be asked in the clear over a net.
    pub fn new(agreed: Agreed, http: Http) -> Result<Provider, String> {
        for address in [&agreed.issuer, &agreed.public_address] {
            if !is_private(address) {
                return Err(format!(
                    "{address} must begin with https://, or be of this machine itself"
                ));
            }
        }
        let is_short = |token: &String| token.chars().count() < TOKEN_CHARS_MIN;
        if agreed.accounts_token.as_ref().is_some_and(is_short) {
            return Err(format!(
                "the token for accounts needs at least {TOKEN_CHARS_MIN} characters"
            ));
        }
        let scim = |token: &String| Scim::new(token, &agreed.issuer, &agreed.public_address);
        let scim = agreed.accounts_token.as_ref().map(scim);
        let back = format!("{}/login/back", agreed.public_address.trim_end_matches('/'));
        Ok(Provider {
            back: RedirectUrl::new(back).map_err(|error| error.to_string())?,
            issuer: IssuerUrl::new(agreed.issuer.clone()).map_err(|error| error.to_string())?,
            agreed,
            http: in_private(http),
            memory: Memory::default(),
            scim,
        })
    }

    /// How it keeps its accounts here, if it does.
    pub(crate) fn scim(&self) -> Option<&Scim> {
        self.scim.as_ref()
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.agreed.issuer
    }

    /// Whether browsers reach us over TLS, as they do everywhere but on this machine itself.
    pub(crate) fn is_over_tls(&self) -> bool {
        self.agreed.public_address.starts_with("https://")
    }

    /// The host of our own address, with its port where the address has one.
    #[must_use]
    pub fn public_name(&self) -> Option<String> {
        let address = openidconnect::url::Url::parse(&self.agreed.public_address).ok()?;
        let host = address.host_str()?;
        Some(match address.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        })
    }

    /// Where to send a browser to sign in.
    ///
    /// # Errors
    /// Later, when the provider cannot be asked.
    pub(crate) fn begin(&self, now: Instant) -> Result<Begun, Problem> {
        let known = self.known(now)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let client = self.client(&known);
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut request = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .set_pkce_challenge(challenge);
        for strength in &self.agreed.strengths {
            let strength = AuthenticationContextClass::new(strength.clone());
            request = request.add_auth_context_value(strength);
        }
        if let Some(age) = self.age_max() {
            request = request.set_max_age(age);
        }
        let (address, state, nonce) = request.url();
        if !is_private(address.as_str()) {
            return Err(untrusted(
                "the provider would have people sign in in the clear",
            ));
        }
        Ok(Begun {
            address: address.to_string(),
            secrets: Secrets {
                state: state.secret().clone(),
                nonce: nonce.secret().clone(),
                verifier: verifier.secret().clone(),
            },
        })
    }

    /// Who came back from the provider.
    ///
    /// # Errors
    /// Yours, where it is not the answer to what this browser asked; refused, where the provider
    /// let nobody in or what it vouches for is not enough; later, when it cannot be asked.
    pub(crate) fn finish(
        &self,
        answer: &Answer,
        secrets: &Secrets,
        now: Instant,
    ) -> Result<Vouched, Problem> {
        let state = answer.state.as_deref().unwrap_or_default();
        if !super::same(state, &secrets.state) {
            return Err(Problem::yours("problem-sign-in-stale"));
        }
        let known = self.known(now)?;
        let names_itself = known
            .metadata
            .additional_metadata()
            .authorization_response_iss_parameter_supported;
        let is_its = match &answer.iss {
            Some(iss) => *iss == self.agreed.issuer,
            None => !names_itself,
        };
        if !is_its {
            return Err(untrusted("the answer names another provider, or none"));
        }
        if answer.error.is_some() {
            return Err(Problem::refused("problem-sign-in-declined"));
        }
        let code = answer.code.clone();
        let code = code.ok_or_else(|| Problem::yours("problem-sign-in-stale"))?;
        let token = self.exchanged(&known, code, secrets)?;
        self.vouched(&known, &token, secrets, now)
    }

    fn exchanged(
        &self,
        known: &Known,
        code: String,
        secrets: &Secrets,
    ) -> Result<Token<OfSession>, Problem> {
        use openidconnect::RequestTokenError;
        let client = self.client(known);
        let request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| untrusted("the provider has no address for tokens"))?;
        let verifier = PkceCodeVerifier::new(secrets.verifier.clone());
        let answer = request.set_pkce_verifier(verifier).request(&self.http);
        let tokens = answer.map_err(|error| match error {
            RequestTokenError::Request(cause) => unreachable(&cause),
            RequestTokenError::ServerResponse(said) => {
                tracing::warn!(error = ?said.error(), "the provider gave no token for a code");
                Problem::yours("problem-sign-in-stale")
            }
            _ => untrusted("the provider's answer with tokens is none"),
        })?;
        let token = tokens.id_token().cloned();
        token.ok_or_else(|| untrusted("the provider sent no ID token"))
    }

    fn vouched(
        &self,
        known: &Arc<Known>,
        token: &Token<OfSession>,
        secrets: &Secrets,
        now: Instant,
    ) -> Result<Vouched, Problem> {
        let nonce = Nonce::new(secrets.nonce.clone());
        let claims = self.with_keys(known, now, |known| {
            let client = self.client(known);
            let verifier = self.strict(client.id_token_verifier(), now);
            token.claims(&verifier, &nonce).cloned()
        })?;
        if !has_come(claims.additional_claims().nbf, now) {
            return Err(untrusted("a token is not to be believed before later"));
        }
        let signed_in = claims.auth_time().map(|at| at.timestamp());
        if !self.is_recent_enough(signed_in, now) {
            return Err(untrusted(
                "somebody signed in there too long ago, or it does not say when",
            ));
        }
        let strengths = &self.agreed.strengths;
        let strength = claims.auth_context_ref().map(|strength| strength.as_str());
        let is_enough = strength.is_some_and(|one| strengths.iter().any(|enough| enough == one));
        Ok(Vouched {
            login: Login {
                issuer: self.agreed.issuer.clone(),
                subject: claims.subject().as_str().to_owned(),
            },
            session: claims.additional_claims().sid.clone(),
            is_strong: strengths.is_empty() || is_enough,
        })
    }

    /// What the provider says has ended there.
    ///
    /// # Errors
    /// Yours, when the token is not one of its logout tokens for us, or was used; later, when the
    /// provider cannot be asked for its keys.
    pub(crate) fn signed_out(&self, token: &str, now: Instant) -> Result<SignedOut, Problem> {
        let wrong = || Problem::yours("problem-logout-token");
        let token: Token<OfLogout> = token.parse().map_err(|_| wrong())?;
        let known = self.known(now)?;
        let no_nonce = |nonce: Option<&Nonce>| match nonce {
            None => Ok(()),
            // So that no ID token passes for one of these.
            Some(_) => Err("a logout token has no nonce".to_owned()),
        };
        let claims = self
            .with_keys(&known, now, |known| {
                let client = self.client(known);
                let verifier = self.strict(client.id_token_verifier(), now);
                let kinds = ["JWT", "logout+jwt"];
                let kinds = kinds.map(|kind| JsonWebTokenType::new(kind.to_owned()).normalize());
                let kinds = kinds.into_iter().flatten();
                let verifier = verifier.set_allowed_jose_types(kinds);
                token.claims(&verifier, no_nonce).cloned()
            })
            .map_err(|problem| match problem.whose {
                Whose::Later => problem,
                _ => wrong(),
            })?;
        let told = claims.additional_claims();
        let is_logout = told
            .events
            .get(LOGOUT_EVENT)
            .is_some_and(|event| event.is_object());
        let is_logout = is_logout && has_come(told.nbf, now);
        let id = told.jti.clone().filter(|_| is_logout).ok_or_else(wrong)?;
        if !self.memory.is_first(id, now) {
            return Err(wrong());
        }
        Ok(match &told.sid {
            Some(sid) => SignedOut::Session(sid.clone()),
            None => SignedOut::Subject(claims.subject().as_str().to_owned()),
        })
    }

    /// Where to end the session at the provider too, if it has such a place.
    pub(crate) fn end_address(&self, now: Instant) -> Option<String> {
        let known = self.known(now).ok()?;
        let address = known
            .metadata
            .additional_metadata()
            .end_session_endpoint
            .clone()?;
        let mut address = openidconnect::url::Url::parse(&address).ok()?;
        let client = ("client_id", &self.agreed.client_id);
        address.query_pairs_mut().append_pair(client.0, client.1);
        is_private(address.as_str()).then(|| address.to_string())
    }

    fn age_max(&self) -> Option<Duration> {
        let minutes = self.agreed.minutes_max?;
        Some(Duration::from_secs(u64::from(minutes) * 60))
    }

    /// Whether somebody signed in at the provider as recently as was asked for; the provider has to
    /// say when, then (`auth_time`; OpenID Connect Core 1.0, section 3.1.2.1). In seconds.
    fn is_recent_enough(&self, signed_in: Option<i64>, now: Instant) -> bool {
        let Some(age_max) = self.agreed.minutes_max else {
            return true;
        };
        let age_max = i64::from(age_max) * 60 + CLOCKS_APART_SECONDS_MAX;
        signed_in.is_some_and(|at| now.0 / SECOND - at <= age_max)
    }

    fn client(&self, known: &Known) -> Ours {
        let secret = self.agreed.client_secret.clone().map(ClientSecret::new);
        let id = ClientId::new(self.agreed.client_id.clone());
        Client::from_provider_metadata(known.metadata.clone(), id, secret)
            .set_redirect_uri(self.back.clone())
    }

    /// What is looked at in every token, beside issuer, audience and signature, which the library
    /// always does.
    fn strict<'a>(
        &self,
        verifier: IdTokenVerifier<'a, CoreJsonWebKey>,
        now: Instant,
    ) -> IdTokenVerifier<'a, CoreJsonWebKey> {
        let time = UNIX_EPOCH + Duration::from_micros(now.0.unsigned_abs());
        let seconds = now.0 / SECOND;
        verifier
            .set_allowed_algs(SIGNATURES)
            .set_time_fn(move || time.into())
            .set_issue_time_verifier_fn(move |issued| {
                let age = seconds - issued.timestamp();
                match (-CLOCKS_APART_SECONDS_MAX..=TOKEN_SECONDS_MAX).contains(&age) {
                    true => Ok(()),
                    false => Err("issued too long ago, or in the future".to_owned()),
                }
            })
    }

    /// Checks with the keys there are, and once more with new ones where none of them fits.
    fn with_keys<T>(
        &self,
        known: &Arc<Known>,
        now: Instant,
        check: impl Fn(&Known) -> Result<T, ClaimsVerificationError>,
    ) -> Result<T, Problem> {
        let found = match check(known) {
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => check(&*self.known_since(now, KEYS_AGAIN_SECONDS)?),
            other => other,
        };
        found.map_err(|cause| {
            tracing::warn!(
                cause = kind(&cause),
                "a token of the provider is not believed"
            );
            Problem::refused("problem-sign-in-untrusted")
        })
    }

    /// What the provider says of itself, as recently as is usual.
    fn known(&self, now: Instant) -> Result<Arc<Known>, Problem> {
        self.known_since(now, KNOWN_HOURS_MAX * 3600)
    }

    /// The same, no older than so many seconds.
    fn known_since(&self, now: Instant, seconds_max: i64) -> Result<Arc<Known>, Problem> {
        self.memory.known(now, seconds_max, || {
            Metadata::discover(&self.issuer, &self.http).map_err(|error| {
                tracing::warn!(%error, "the provider of logins does not say what it is");
                Problem::caused(Whose::Later, "problem-sign-in-provider", error)
            })
        })
    }
}

/// Whether a token already holds, as far as clocks agree.
fn has_come(from: NotBefore, now: Instant) -> bool {
    from.has_come(now.0 / SECOND + CLOCKS_APART_SECONDS_MAX)
}

/// What went wrong with a token, without what stood in it.
fn kind(cause: &ClaimsVerificationError) -> String {
    match cause {
        ClaimsVerificationError::Expired(_) => "expired".to_owned(),
        ClaimsVerificationError::InvalidAudience(_) => "for somebody else".to_owned(),
        ClaimsVerificationError::InvalidIssuer(_) => "of somebody else".to_owned(),
        ClaimsVerificationError::InvalidNonce(_) => "of another login".to_owned(),
        ClaimsVerificationError::SignatureVerification(cause) => cause.to_string(),
        _ => "another".to_owned(),
    }
}

fn untrusted(why: &'static str) -> Problem {
    tracing::warn!(why, "an answer of the provider is not believed");
    Problem::refused("problem-sign-in-untrusted")
}

fn unreachable(cause: &HttpFailed) -> Problem {
    tracing::warn!(%cause, "the provider of logins cannot be reached");
    Problem::caused(
        Whose::Later,
        "problem-sign-in-provider",
        HttpFailed(cause.0.clone()),
    )
}

/// Asks nothing in the clear over a net, whatever addresses the provider says it has: codes, our
/// secret and the keys that are believed go there.
fn in_private(http: Http) -> Http {
    Box::new(move |request| {
        let address = request.uri().to_string();
        match is_private(&address) {
            true => http(request),
            false => Err(HttpFailed(format!("{address} is in the clear"))),
        }
    })
}

/// Whether nobody on the way can read what is sent there.
fn is_private(address: &str) -> bool {
    let Ok(address) = openidconnect::url::Url::parse(address) else {
        return false;
    };
    match address.scheme() {
        "https" => true,
        "http" => address.host_str().is_some_and(|host| {
            // No name below `localhost` is asked for anywhere else (RFC 6761, section 6.3).
            matches!(host, "127.0.0.1" | "localhost" | "[::1]") || host.ends_with(".localhost")
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
