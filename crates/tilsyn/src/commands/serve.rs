//! Serving: the pages for people, the socket for commands, until someone says stop.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tilsyn_app::{Desk, Problem};
use tilsyn_print::Printer;
use tilsyn_registry::CommonDefinitions;
use tilsyn_registry::settings::built_in;
use tilsyn_web::{Entrance, Member, Print, PrintFailed, Router, WebSettings};

use crate::control;
use crate::file_handles;
use crate::folder::{Folder, Turn, read_settings};
use crate::installation::Installation;
use crate::mail::Post;
use crate::notices;
use crate::output::{Exit, Output};
use crate::provider;
use crate::rounds;
use crate::witnesses;

/// Who can be signed in where nobody vouches for people; every page says so. Two at least, since
/// nobody approves what they asked for themselves.
const DEVELOPERS: [&str; 3] = ["Siv Dahl (demo)", "Jonas Berg (demo)", "Mona Lie (demo)"];

/// Serves one organisation.
pub(super) fn serve(
    data: &Path,
    folder: &Folder,
    listen: &str,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let address = address_of(listen)?;
    let connections_max = file_handles::for_connections();
    let one = Served::begin(data, folder, (None, &print()?, address))?;
    let router = tilsyn_web::router(folder.desk.clone(), &one.settings);
    serve_all(vec![one], router, (address, connections_max), output)
}

/// Serves all organisations of an installation, each under its own name.
pub(super) fn serve_installation(
    home: &Path,
    installation: &Installation,
    listen: &str,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let address = address_of(listen)?;
    let connections_max = file_handles::for_connections();
    let opened = opened(home, installation);
    let print = print()?;
    let by_login = opened.iter().any(|(_, data, _)| has_login(data));
    let mut served = Vec::new();
    let mut members: Vec<Member> = Vec::new();
    let mut unserved: Vec<String> = Vec::new();
    for (name, data, folder) in &opened {
        let begun = folder.as_ref().map(|folder| {
            if by_login && folder.login.is_none() {
                // Whoever names it gets in: not beside those whom others reach.
                return Err(Problem::yours("cli-login-missing").into());
            }
            Served::begin(data, folder, (Some(name), &print, address))
        });
        let one = match begun {
            Some(Ok(one)) => one,
            other => {
                if let Some(Err(error)) = other {
                    not_served(name, &error);
                }
                // Its name is known where its settings can still be read.
                unserved.extend(named_in_settings(data));
                continue;
            }
        };
        let name = one.name();
        if members.iter().any(|(known, _)| *known == name) {
            return Err(Problem::yours("cli-same-name").with("name", name).into());
        }
        let router = tilsyn_web::router(one.folder.desk.clone(), &one.settings);
        members.push((name, Some(router)));
        served.push(one);
    }
    unserved.retain(|name| members.iter().all(|(known, _)| known != name));
    members.extend(unserved.into_iter().map(|name| (name, None)));
    if served.is_empty() {
        let none = Problem::ours("cli-nobody-served", NoneOpens);
        return Err(none.with("path", home.display()).into());
    }
    let router = tilsyn_web::installation(members);
    serve_all(served, router, (address, connections_max), output)
}

/// The folders of an installation, opened; one that does not open keeps no other from being served.
fn opened(home: &Path, installation: &Installation) -> Vec<(String, PathBuf, Option<Folder>)> {
    let mut all = installation.folders(home);
    // First, since what it decides holds for the others.
    all.sort_by_key(|(name, _)| Some(name) != installation.common.as_ref());
    let mut common: Option<Arc<Desk>> = None;
    let mut opened = Vec::new();
    for (name, data) in all {
        let is_common = installation.common.as_ref() == Some(&name);
        let decided =
            (installation.common.is_some() && !is_common).then(|| definitions_of(common.clone()));
        let folder = match Folder::open_beside(&data, "tilsyn serve", Turn::Waits, decided) {
            Ok(folder) => Some(folder),
            Err(error) => {
                not_served(&name, &error);
                None
            }
        };
        if is_common {
            common = folder.as_ref().map(|folder| folder.desk.clone());
        }
        opened.push((name, data, folder));
    }
    opened
}

/// What the common body has decided. Where it cannot be asked, what is built in holds, so that
/// nobody's limits fall away with it.
fn definitions_of(common: Option<Arc<Desk>>) -> CommonDefinitions {
    Box::new(
        move |key| match common.as_ref().map(|desk| desk.decided(key)) {
            Some(Ok(decided)) => decided,
            Some(Err(error)) => {
                tracing::error!(%error, "the common body could not be asked what it has decided");
                built_in(key)
            }
            None => built_in(key),
        },
    )
}

fn not_served(name: &str, error: &anyhow::Error) {
    let why = format!("{error:#}");
    tracing::error!(organisation = name, why, "NOT SERVED");
}

fn has_login(data: &Path) -> bool {
    read_settings(data).is_ok_and(|settings| settings.login.is_some())
}

/// The name under which people would reach an organisation whose folder does not open.
fn named_in_settings(data: &Path) -> Option<String> {
    let settings = read_settings(data).ok()?;
    let login = provider::of(&settings.login?, data).ok()?;
    login.public_name()
}

fn address_of(listen: &str) -> anyhow::Result<SocketAddr> {
    let wrong = |_| Problem::yours("cli-no-address").with("address", listen);
    Ok(listen.parse().map_err(wrong)?)
}

/// One organisation that is served: what runs beside its pages has begun.
struct Served<'f> {
    folder: &'f Folder,
    settings: WebSettings,
    post: Option<Post>,
}

impl<'f> Served<'f> {
    /// `name`: its own among several where people sign in as they like; none where it is alone.
    fn begin(
        data: &Path,
        folder: &'f Folder,
        (name, print, address): (Option<&str>, &Print, SocketAddr),
    ) -> anyhow::Result<Served<'f>> {
        let mut settings = web_settings(data, folder, print.clone())?;
        if let (None, Some(name)) = (&settings.public_name, name) {
            // Browsers ask this machine for it, and nobody else (RFC 6761, section 6.3).
            settings.public_name = Some(format!("{name}.localhost"));
        }
        // Before anything of it runs.
        check(&settings, address)?;
        let post = (folder.mail.as_ref())
            .map(|mail| Post::of(mail, data))
            .transpose()?;
        let desk = &folder.desk;
        // Before anything can be taken in: witnesses know whether this is an older copy.
        witnesses::begin(desk, folder.witness_authorities.as_deref())?;
        let (home, answering) = (data.to_owned(), desk.clone());
        control::listen(data, move |command, output| {
            super::run(&home, &answering, command, output)
        })?;
        keep_segments_fresh(folder)?;
        Ok(Served {
            folder,
            settings,
            post,
        })
    }

    fn name(&self) -> String {
        let name = self.settings.public_name.as_deref();
        name.unwrap_or_default().to_ascii_lowercase()
    }

    /// Where people reach its pages; without somebody who vouches for them, here alone.
    fn address(&self, here: SocketAddr) -> String {
        match (&self.folder.login, &self.settings.public_name) {
            (Some(login), _) => login.public_address.clone(),
            (None, Some(name)) => format!("http://{name}:{}/", here.port()),
            (None, None) => format!("http://{here}/"),
        }
    }
}

/// Whoever reaches the pages may use them, or can read what others read there.
fn check(settings: &WebSettings, address: SocketAddr) -> Result<(), Problem> {
    match address.ip().is_loopback() || settings.is_over_tls() {
        true => Ok(()),
        false => Err(Problem::yours("cli-only-loopback")),
    }
}

/// What makes PDF files; its fonts are read once.
pub(super) fn print() -> anyhow::Result<Print> {
    let printer = Printer::new()?;
    Ok(Print::new(move |document| {
        printer.print(document).map_err(PrintFailed::from)
    }))
}

fn serve_all(
    served: Vec<Served<'_>>,
    router: Router,
    (address, connections_max): (SocketAddr, usize),
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(2)
        .build()
        .context("no runtime")?;
    let folders: Vec<&Folder> = served.iter().map(|one| one.folder).collect();
    let desks: Vec<Arc<Desk>> = folders.iter().map(|folder| folder.desk.clone()).collect();
    let settings: Vec<WebSettings> = served.iter().map(|one| one.settings.clone()).collect();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(address)
            .await
            .map_err(|cause| Problem::ours("cli-cannot-listen", cause).with("address", address))?;
        let here = listener.local_addr()?;
        for one in served {
            let reached = one.address(here);
            match &one.settings.entrance {
                // Whoever started it is at this machine.
                Entrance::Provider(_) if folders.len() == 1 => {
                    output.aside(&format!("http://{here}/"))?;
                }
                _ => output.aside(&reached)?,
            }
            notices::begin(&one.folder.desk, one.post, reached)?;
            rounds::evaluate_at_night(&one.folder.desk)?;
        }
        say_ready();
        let stop = async {
            tokio::select! {
                () = stopped() => {}
                () = failed(&desks) => {}
            }
        };
        tilsyn_web::serve(listener, router, &settings, connections_max, stop).await?;
        anyhow::Ok(())
    })?;
    if desks.iter().any(|desk| desk.has_stopped()) {
        return Err(Problem::ours("cli-server-stops", Stopped).into());
    }
    for folder in folders {
        folder.archive.flush()?;
    }
    Ok(Exit::Done)
}

/// What kept each of them stands in the diagnostics.
#[derive(Debug, thiserror::Error)]
#[error("none of the folders opens")]
struct NoneOpens;

/// How people come in: by the provider that `settings.toml` names, or as whom they like.
fn web_settings(data: &Path, folder: &Folder, print: Print) -> anyhow::Result<WebSettings> {
    Ok(match &folder.login {
        Some(login) => WebSettings::provider(provider::of(login, data)?, print),
        None => WebSettings::development(&DEVELOPERS, print),
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

/// Returns once a write of one of the ledgers has failed.
async fn failed(desks: &[Arc<Desk>]) {
    while !desks.iter().any(|desk| desk.has_stopped()) {
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
