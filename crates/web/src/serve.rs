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
use tokio::sync::Semaphore;
use tower::ServiceExt;

use crate::settings::{Entrance, WebSettings};

/// How many connections are open at a time; further ones wait to be accepted.
const CONNECTIONS_MAX: usize = 512;
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

/// Serves until `end` comes.
///
/// # Errors
/// When the address fits ill with the login, or cannot be listened on.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    settings: &WebSettings,
    end: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    check(
        settings,
        listener.local_addr().map_err(ServeError::Listen)?.ip(),
    )?;
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    let mut end = std::pin::pin!(end);
    loop {
        let accepted = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, stream) = tokio::select! {
            (place, accepted) = accepted => match accepted {
                Ok((stream, _)) => (place, stream),
                Err(error) => {
                    // Out of file handles, most likely: wait for some to come back.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    continue;
                }
            },
            () = &mut end => break,
        };
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: Request<hyper::body::Incoming>| {
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(HEAD_SECONDS_MAX))
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
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
    reason = "one task a connection, bounded by `room`"
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
        Entrance::Development { .. } if settings.public_name.is_some() => {
            Err(ServeError::DevelopmentLoginWithPublicName)
        }
        // In front of anything but this machine itself stands whoever ends TLS.
        Entrance::Provider(provider) if !address.is_loopback() && !provider.is_over_tls() => {
            Err(ServeError::InTheClearBeyondLoopback(address))
        }
        Entrance::Development { .. } | Entrance::Provider(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_for_development_stays_on_this_machine() {
        let settings = WebSettings::development(&["test"]);
        let served = |text: &str| check(&settings, text.parse().expect("an address")).is_ok();
        assert!(served("127.0.0.1") && served("::1"));
        assert!(!served("0.0.0.0") && !served("10.0.0.7") && !served("::"));
        let public = WebSettings {
            public_name: Some("a.example".to_owned()),
            ..settings
        };
        assert!(check(&public, IpAddr::from([127, 0, 0, 1])).is_err());
    }
}
