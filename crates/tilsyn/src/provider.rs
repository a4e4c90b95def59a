//! The provider of logins, as `settings.toml` names it, and the way to it.
//!
//! The machine's own file says who vouches for people, not a setting in the registry: whoever may
//! change settings there could else vouch for anybody. Not here: the protocol (`web`).

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use tilsyn_web::{Agreed, Http, HttpFailed, Provider};
use ureq::{Agent, http};

use crate::authorities;
use crate::folder::Unusable;

/// How long the provider may take for an answer; somebody waits for it in the browser.
const ANSWER_SECONDS_MAX: u64 = 10;
/// Bytes of an answer: keys and what a provider says of itself.
const ANSWER_BYTES_MAX: u64 = 1 << 20;

/// `[login]` in `settings.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LoginSettings {
    /// The provider's address, as it writes itself (`iss`).
    pub issuer: String,
    /// What it calls this installation.
    pub client_id: String,
    /// Holds what this installation proves itself with there; a public client has none.
    pub secret_file: Option<PathBuf>,
    /// Under which address people reach the pages.
    pub public_address: String,
    /// The strengths of a login that are enough (`acr`); empty: what the provider thinks enough.
    #[serde(default)]
    pub strengths: Vec<String>,
    /// How long ago somebody may have signed in there when they come here, in minutes; none: the
    /// provider decides.
    pub minutes_max: Option<u32>,
    /// Whom to trust for the provider's own name, in PEM.
    pub authorities: Option<PathBuf>,
    /// Holds the token with which the provider keeps its accounts here (SCIM); without it, it does
    /// not.
    pub accounts_token_file: Option<PathBuf>,
}

/// # Errors
/// When a file cannot be read, or an address is none that may be used.
pub(crate) fn of(settings: &LoginSettings, data: &Path) -> anyhow::Result<Provider> {
    let client_secret = settings.secret_file.as_deref().map(secret).transpose()?;
    let accounts_token = settings.accounts_token_file.as_deref();
    let accounts_token = accounts_token.map(secret).transpose()?;
    let agreed = Agreed {
        issuer: settings.issuer.clone(),
        client_id: settings.client_id.clone(),
        client_secret,
        strengths: settings.strengths.clone(),
        minutes_max: settings.minutes_max,
        public_address: settings.public_address.clone(),
        accounts_token,
    };
    let http = http(settings)?;
    let provider = Provider::new(agreed, http).map_err(|why| Unusable::File {
        path: data.join("settings.toml"),
        why: format!("[login]: {why}"),
    })?;
    Ok(provider)
}

/// What a file holds that nobody else may read, without the end of its line.
///
/// # Errors
/// When it cannot be read, or is empty.
pub(crate) fn secret(file: &Path) -> anyhow::Result<String> {
    let wrong = |why: String| Unusable::File {
        path: file.to_owned(),
        why,
    };
    if is_open_to_others(file) {
        let why = "others than its owner can read it; make it mode 0600";
        return Err(wrong(why.to_owned()).into());
    }
    let text = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
    match text.trim() {
        "" => Err(wrong("it is empty".to_owned()).into()),
        secret => Ok(secret.to_owned()),
    }
}

/// Whether anyone but its owner may read a file. One that systemd lends a service lies in a folder
/// that nobody else gets into.
fn is_open_to_others(file: &Path) -> bool {
    let lent = std::env::var_os("CREDENTIALS_DIRECTORY");
    let is_lent = lent.is_some_and(|folder| file.starts_with(folder));
    let found = file.metadata();
    !is_lent && found.is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

fn http(settings: &LoginSettings) -> anyhow::Result<Http> {
    let file = authorities::or_usual(settings.authorities.as_deref());
    let config = Agent::config_builder()
        .tls_config(authorities::tls(file)?)
        // What went wrong stands in the body of an answer with 400.
        .http_status_as_error(false)
        // Whoever leads elsewhere might lead to a machine that only we can reach.
        .max_redirects(0)
        .max_idle_connections(0)
        .user_agent("tilsyn")
        .timeout_global(Some(Duration::from_secs(ANSWER_SECONDS_MAX)))
        .build();
    let agent = Agent::new_with_config(config);
    Ok(Box::new(move |request| asked(&agent, request)))
}

fn asked(
    agent: &Agent,
    request: http::Request<Vec<u8>>,
) -> Result<http::Response<Vec<u8>>, HttpFailed> {
    // The library's errors may hold the address, and that holds nothing secret here.
    let failed = |error: ureq::Error| HttpFailed(error.to_string());
    let (head, mut body) = agent.run(request).map_err(failed)?.into_parts();
    let body = body.with_config().limit(ANSWER_BYTES_MAX).read_to_vec();
    Ok(http::Response::from_parts(head, body.map_err(failed)?))
}
