//! The way to a witness: one request over TLS or, near by, in the clear, with limits.
//!
//! In the clear only to this machine and private nets: elsewhere anybody on the way could answer.
//! What an answer says is checked by signatures, so TLS guards against being kept apart from a
//! witness, not against forgery. No redirects, no proxies, one request a connection.
//! Not here: HTTP itself (`ureq`), what is asked and believed (`app`).

use std::io::{self, ErrorKind};
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use tilsyn_app::witnesses::Asking;
use tilsyn_ledger::SUBMISSION_BYTES_MAX;
use ureq::http::uri::{Scheme, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error, http};

use crate::authorities;

/// How long witnesses may take.
const LIMITS: Limits = Limits {
    step: Duration::from_secs(4),
    whole: Duration::from_secs(10),
};
/// Bytes of an answer's head.
const HEAD_BYTES_MAX: usize = 16 << 10;
/// Bytes of an answer's body.
const BODY_BYTES_MAX: usize = SUBMISSION_BYTES_MAX;

/// How long a request may take.
#[derive(Clone, Copy)]
struct Limits {
    /// Each of: finding the name, connecting with TLS, sending head and body, reading head
    /// and body.
    step: Duration,
    /// All of it.
    whole: Duration,
}

/// The way to witnesses.
pub(super) struct Line {
    agent: Agent,
}

impl Line {
    /// Trusts the authorities in a file; without one nobody behind TLS.
    ///
    /// # Errors
    /// When the file cannot be read, or holds no certificate or a wrong one.
    pub(super) fn new(authorities: Option<&Path>) -> anyhow::Result<Line> {
        Line::within(LIMITS, authorities)
    }

    fn within(limits: Limits, authorities: Option<&Path>) -> anyhow::Result<Line> {
        let (step, whole) = (Some(limits.step), Some(limits.whole));
        let config = Agent::config_builder()
            .tls_config(authorities::tls(authorities)?)
            // What the protocol says with 409 and 422 is an answer.
            .http_status_as_error(false)
            .max_redirects(0)
            // Else the environment would say who stands between.
            .proxy(None)
            .max_idle_connections(0)
            .user_agent("tilsyn")
            .max_response_header_size(HEAD_BYTES_MAX)
            .timeout_resolve(step)
            .timeout_connect(step)
            .timeout_send_request(step)
            .timeout_send_body(step)
            .timeout_recv_response(step)
            .timeout_recv_body(step)
            .timeout_global(whole)
            .build();
        let agent = Agent::with_parts(config, DefaultConnector::new(), OnlyNear::default());
        Ok(Line { agent })
    }
}

impl Asking for Line {
    fn post(&self, url: &str, body: &[u8]) -> io::Result<(u16, Vec<u8>)> {
        whole(self.agent.post(address(url)?).send(body))
    }

    fn get(&self, url: &str) -> io::Result<(u16, Vec<u8>)> {
        whole(self.agent.get(address(url)?).call())
    }
}

/// An address without a name and password, which nobody should send to a witness.
fn address(url: &str) -> io::Result<Uri> {
    let wrong = || said("no address of http or https");
    let uri: Uri = url.parse().map_err(|_| wrong())?;
    let authority = uri.authority().ok_or_else(wrong)?;
    match authority.as_str().contains('@') {
        true => Err(wrong()),
        false => Ok(uri),
    }
}

/// Status and body, once all of it has come.
fn whole(answer: Result<http::Response<Body>, Error>) -> io::Result<(u16, Vec<u8>)> {
    let answer = answer.map_err(told)?;
    let (head, body) = answer.into_parts();
    // The library takes the first byte past a limit for too much only if it may read up to it.
    let limit = BODY_BYTES_MAX as u64 + 1;
    let body = body.into_with_config().limit(limit).read_to_vec();
    let body = body.map_err(told)?;
    Ok((head.status.as_u16(), body))
}

/// What went wrong, without the address: that may hold what a log should not.
fn told(error: Error) -> io::Error {
    match error {
        Error::Io(error) => error,
        Error::Timeout(step) => {
            io::Error::new(ErrorKind::TimedOut, format!("took too long: {step}"))
        }
        Error::BadUri(_) | Error::Http(_) => said("no address of http or https"),
        other => io::Error::other(other.to_string()),
    }
}

/// Finds addresses, and in the clear only those near by: what is checked is what is connected to.
#[derive(Debug, Default)]
struct OnlyNear(DefaultResolver);

impl Resolver for OnlyNear {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.0.resolve(uri, config, timeout)?;
        if uri.scheme() == Some(&Scheme::HTTPS) {
            return Ok(found);
        }
        let mut near = self.empty();
        for place in found.iter().filter(|place| is_near(place)) {
            near.push(*place);
        }
        match near.is_empty() {
            true => Err(Error::Io(said(
                "in the clear only to this machine and private nets; use https",
            ))),
            false => Ok(near),
        }
    }
}

fn is_near(place: &SocketAddr) -> bool {
    match place.ip().to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

fn said(why: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, why)
}

#[cfg(test)]
mod tests;
