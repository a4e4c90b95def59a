//! The witness on the network: HTTP/1.1, two paths, limits on everything.
//!
//! TLS is the reverse proxy's. Not here: what is cosigned (`witness`).

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tilsyn_ledger::{SIZE_CONTENT_TYPE, SUBMISSION_BYTES_MAX, WitnessAnswer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower::ServiceExt;

use crate::{Error, Witness};

/// How many connections are open at a time; further ones wait to be accepted.
const CONNECTIONS_MAX: usize = 128;
/// How long the head of a request may take, and how long its body.
const READ_MAX: Duration = Duration::from_secs(10);
/// How long a connection may live, however much is asked over it.
const CONNECTION_MAX: Duration = Duration::from_secs(300);
/// How long answers under way may take once the witness is told to end.
const END_MAX: Duration = Duration::from_secs(5);

/// What every request needs.
#[derive(Clone)]
struct Serving {
    witness: Arc<Witness>,
    now_seconds: fn() -> u64,
}

/// Serves until `end` comes. `listening` is told the address once it is listened on.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(
    address: SocketAddr,
    witness: Arc<Witness>,
    now_seconds: fn() -> u64,
    listening: impl FnOnce(SocketAddr),
    end: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    listening(listener.local_addr()?);
    let router = Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{origin_hash}/checkpoint", get(checkpoint))
        .with_state(Serving {
            witness,
            now_seconds,
        });
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let graceful = GracefulShutdown::new();
    let mut end = std::pin::pin!(end);
    loop {
        let accepted = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, stream) = tokio::select! {
            (place, Ok((stream, _))) = accepted => (place, stream),
            () = &mut end => break,
            else => {
                // Out of file handles, most likely: wait for some to come back.
                tokio::time::sleep(Duration::from_millis(200)).await;
                continue;
            }
        };
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: Request<hyper::body::Incoming>| {
            router.clone().oneshot(request.map(Body::new))
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(READ_MAX)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        spawn(async move {
            let _ended = timeout(CONNECTION_MAX, connection).await;
            drop(place);
        });
    }
    let _ended = timeout(END_MAX, graceful.shutdown()).await;
    Ok(())
}

#[expect(
    clippy::disallowed_methods,
    reason = "one task a connection, bounded by `room`"
)]
fn spawn(connection: impl Future<Output = ()> + Send + 'static) {
    drop(tokio::task::spawn(connection));
}

async fn add_checkpoint(State(serving): State<Serving>, body: Body) -> Response {
    let body = match timeout(READ_MAX, to_bytes(body, SUBMISSION_BYTES_MAX)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return StatusCode::PAYLOAD_TOO_LARGE.into_response(),
        Err(_) => return StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    let now = (serving.now_seconds)();
    match at_work(move || serving.witness.add_checkpoint(&body, now)).await {
        Ok(answer) => answered(&answer),
        Err(response) => response,
    }
}

async fn checkpoint(State(serving): State<Serving>, Path(hash): Path<String>) -> Response {
    match at_work(move || serving.witness.checkpoint(&hash)).await {
        Ok(Some(note)) => {
            ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], note).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(response) => response,
    }
}

/// Does what waits for the disk where it keeps nobody else waiting.
async fn at_work<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Response> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => {
            tracing::error!(%error, "the memory cannot be used; nothing was signed");
            Err(StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
        Err(error) => {
            tracing::error!(%error, "a request ended in a fault; nothing was signed");
            Err(StatusCode::INTERNAL_SERVER_ERROR.into_response())
        }
    }
}

fn answered(answer: &WitnessAnswer) -> Response {
    let status = StatusCode::from_u16(answer.status()).expect("the protocol's numbers are HTTP's");
    let kind = match answer {
        WitnessAnswer::OtherSize(_) => SIZE_CONTENT_TYPE,
        _ => "text/plain; charset=utf-8",
    };
    (status, [(header::CONTENT_TYPE, kind)], answer.body()).into_response()
}
