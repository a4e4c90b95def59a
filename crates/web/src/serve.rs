//! Listening, and letting go: connections with limits, and an orderly end.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::ServiceExt;

use crate::connections::{Answering, Connections};
use crate::settings::{Entrance, WebSettings};

/// How many connections are open at a time; for another one the longest silent one goes.
const CONNECTIONS_MAX: usize = 12_000;
/// The longest head of a request; an address, cookies and what a browser says of itself.
const HEAD_BYTES_MAX: usize = 24 * 1024;
/// How long a browser may take to send the head of a request.
const HEAD_SECONDS_MAX: u64 = 15;
/// How long answers under way may take once the program is told to end.
const END_SECONDS_MAX: u64 = 10;

/// Why the pages are not served.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("the login for development is for loopback only, not for {0}")]
    DevelopmentLoginBeyondLoopback(IpAddr),
    #[error("the login for development cannot be used together with a public name")]
    DevelopmentLoginWithPublicName,
    #[error("without TLS the pages are for loopback only, not for {0}: set a public address")]
    InTheClearBeyondLoopback(IpAddr),
    #[error("the address could not be listened on")]
    Listen(#[source] std::io::Error),
}

/// Serves until `end` comes, at most so many connections at a time.
///
/// # Errors
/// When the address fits ill with the login, or cannot be listened on.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    settings: &[WebSettings],
    connections_max: usize,
    end: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let address = listener.local_addr().map_err(ServeError::Listen)?.ip();
    for organisation in settings {
        check(organisation, address)?;
    }
    let connections = Connections::new(connections_max.min(CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    let mut end = std::pin::pin!(end);
    loop {
        let accepted = async {
            let accepted = listener.accept().await;
            connections.room().await;
            accepted
        };
        let stream = tokio::select! {
            accepted = accepted => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file handles, most likely: wait for some to come back.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    continue;
                }
            },
            () = &mut end => break,
        };
        let place = connections.enter();
        let (router, mine) = (router.clone(), Arc::clone(&place));
        let service = hyper::service::service_fn(move |request: Request<hyper::body::Incoming>| {
            let (busy, router) = (mine.busy(), router.clone());
            async move {
                let answer = router.oneshot(request.map(Body::new)).await;
                answer.map(|answer| answer.map(|body| Answering::new(body, busy)))
            }
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(HEAD_SECONDS_MAX))
            .max_buf_size(HEAD_BYTES_MAX)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        spawn(async move {
            tokio::select! {
                ended = connection => if let Err(error) = ended {
                    tracing::debug!(%error, "a connection ended early");
                },
                () = place.has_to_go() => {}
            }
        });
    }
    let limit = Duration::from_secs(END_SECONDS_MAX);
    if tokio::time::timeout(limit, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some answers were not finished in time");
    }
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "one task a connection, bounded by `connections`"
)]
fn spawn(connection: impl Future<Output = ()> + Send + 'static) {
    drop(tokio::task::spawn(connection));
}

/// The login for development must not be reachable from other machines.
fn check(settings: &WebSettings, address: IpAddr) -> Result<(), ServeError> {
    match &settings.entrance {
        Entrance::Development { .. } if !address.is_loopback() => {
            Err(ServeError::DevelopmentLoginBeyondLoopback(address))
        }
        Entrance::Development { .. } if !is_local(settings.public_name.as_deref()) => {
            Err(ServeError::DevelopmentLoginWithPublicName)
        }
        // In front of anything but this machine itself stands whoever ends TLS.
        Entrance::Provider(provider) if !address.is_loopback() && !provider.is_over_tls() => {
            Err(ServeError::InTheClearBeyondLoopback(address))
        }
        Entrance::Development { .. } | Entrance::Provider(_) => Ok(()),
    }
}

/// Whether a name is this machine's own wherever it is asked for (RFC 6761, section 6.3).
fn is_local(name: Option<&str>) -> bool {
    name.is_none_or(|name| name.ends_with(".localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_for_development_stays_on_this_machine() {
        let settings = WebSettings::development(&["test"], crate::testing::print());
        let served = |text: &str| check(&settings, text.parse().expect("an address")).is_ok();
        assert!(served("127.0.0.1") && served("::1"));
        assert!(!served("0.0.0.0") && !served("10.0.0.7") && !served("::"));
        let public = WebSettings {
            public_name: Some("a.example".to_owned()),
            ..settings
        };
        let here = IpAddr::from([127, 0, 0, 1]);
        assert!(check(&public, here).is_err());
        let one_of_several = WebSettings {
            public_name: Some("viken.localhost".to_owned()),
            ..public
        };
        assert!(check(&one_of_several, here).is_ok());
        assert!(check(&one_of_several, IpAddr::from([10, 0, 0, 7])).is_err());
    }
}
