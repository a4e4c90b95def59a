//! Serving: the pages for people, the socket for commands, until someone says stop.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tilsyn_app::{Desk, Problem};
use tilsyn_web::WebSettings;

use crate::control;
use crate::folder::Folder;
use crate::mail::Post;
use crate::notices;
use crate::output::{Exit, Output};
use crate::provider;
use crate::witnesses;

/// Who can be signed in where nobody vouches for people; every page says so. Two at least, since
/// nobody approves what they asked for themselves.
const DEVELOPERS: [&str; 3] = ["Siv Dahl (demo)", "Jonas Berg (demo)", "Mona Lie (demo)"];

pub(super) fn serve(
    data: &Path,
    folder: &Folder,
    listen: &str,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let address: SocketAddr = listen
        .parse()
        .map_err(|_| Problem::yours("cli-no-address").with("address", listen))?;
    let settings = web_settings(data, folder)?;
    if !address.ip().is_loopback() && !settings.is_over_tls() {
        // Whoever reaches the pages may use them, or can read what others read there.
        return Err(Problem::yours("cli-only-loopback").into());
    }
    let post = folder
        .mail
        .as_ref()
        .map(|mail| Post::of(mail, data))
        .transpose()?;
    let desk = folder.desk.clone();
    // Before anything can be taken in: witnesses know whether this is an older copy.
    witnesses::begin(&desk, folder.witness_authorities.as_deref())?;
    let home = data.to_owned();
    let answering = desk.clone();
    control::listen(data, move |command, output| {
        super::run(&home, &answering, command, output)
    })?;
    keep_segments_fresh(folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(2)
        .build()
        .context("no runtime")?;
    let (ending, desk_here) = (desk.clone(), desk.clone());
    let router = tilsyn_web::router(desk, &settings);
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .map_err(|cause| Problem::ours("cli-cannot-listen", cause).with("address", address))?;
        let here = format!("http://{}/", listener.local_addr()?);
        output.aside(&here)?;
        // Without somebody who vouches for people they reach the pages here alone.
        let login = folder.login.as_ref();
        let address = login.map_or(here, |login| login.public_address.clone());
        notices::begin(&folder.desk, post, address)?;
        say_ready();
        let ending = ending.clone();
        let stop = async move {
            tokio::select! {
                () = stopped() => {}
                () = failed(&ending) => {}
            }
        };
        tilsyn_web::serve(listener, router, &settings, stop).await?;
        anyhow::Ok(())
    })?;
    if desk_here.has_stopped() {
        return Err(Problem::ours("cli-server-stops", Stopped).into());
    }
    folder.archive.flush()?;
    Ok(Exit::Done)
}

/// How people come in: by the provider that `settings.toml` names, or as whom they like.
fn web_settings(data: &Path, folder: &Folder) -> anyhow::Result<WebSettings> {
    Ok(match &folder.login {
        Some(login) => WebSettings::provider(provider::of(login, data)?),
        None => WebSettings::development(&DEVELOPERS),
    })
}

/// Tells a service manager that the pages and the commands are served. A command that comes before
/// finds no server, and the one of the two that comes second is refused the folder.
fn say_ready() {
    if let Err(error) = sd_notify::notify(&[sd_notify::NotifyState::Ready]) {
        // The server works; whoever waits for it only waits in vain.
        tracing::warn!(%error, "the service manager could not be told that the server is ready");
    }
}

/// What the disk has is not known, so the program ends.
#[derive(Debug, thiserror::Error)]
#[error("a write of the ledger failed")]
struct Stopped;

/// How soon the server ends once a write has failed. Nothing is acknowledged meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// For whoever asked for that write to hear why it failed.
const LAST_WORD: Duration = Duration::from_secs(1);

/// Returns once a write of the ledger has failed.
async fn failed(desk: &Desk) {
    while !desk.has_stopped() {
        tokio::time::sleep(LOOK_EVERY).await;
    }
    tracing::error!("a write of the ledger failed: the server ends, and finds out when it starts");
    tokio::time::sleep(LAST_WORD).await;
}

/// What waits in memory becomes a segment within seconds, also when little comes in.
const FLUSH_EVERY: Duration = Duration::from_secs(5);

fn keep_segments_fresh(folder: &Folder) -> anyhow::Result<()> {
    let archive = Arc::downgrade(&folder.archive);
    std::thread::Builder::new().name("segments".to_owned()).spawn(move || {
        loop {
            std::thread::sleep(FLUSH_EVERY);
            let Some(archive) = archive.upgrade() else { return };
            if let Err(error) = archive.flush() {
                tracing::error!(%error, "a segment could not be written; the ledger has it all");
            }
        }
    })?;
    Ok(())
}

/// Ctrl-C at the terminal, or the service manager's stop.
async fn stopped() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
