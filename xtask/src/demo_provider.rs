//! The provider of logins of the demo: real OpenID Connect, where one click is a person.
//!
//! It stands beside the program as an organisation's own would. Data that were made before there
//! was one are served as they were. Not here: the provider itself (`demo/provider`).

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::demo::{Beside, change_settings};
use crate::node::{self, Node};
use crate::{run, workspace};

/// Where it listens, if nobody else does.
const LISTEN: &str = "127.0.0.1:8081";
/// Of the files in the data folder.
const SECRET: &str = "demo-login-secret";
const PEOPLE: &str = "demo-people.json";

/// The provider of logins, from npm by its lock file.
pub(crate) fn folder() -> PathBuf {
    workspace::root().join("demo/provider")
}

/// Tells data that are to be made who will vouch for people.
pub(crate) fn announce(data: &Path, listen: &str) -> Result<()> {
    let settings = data.join("settings.toml");
    if data.exists() && !settings.exists() {
        return Ok(());
    }
    fs::create_dir_all(data).with_context(|| format!("making {}", data.display()))?;
    let secret = data.join(SECRET);
    if !secret.exists() {
        run::write(&secret, &random()?)?;
    }
    // The server takes no secret that others can read.
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o600))
        .with_context(|| format!("shutting {}", secret.display()))?;
    let issuer = match issuer(data)? {
        Some(issuer) => issuer,
        None if data.join("folder.json").exists() => return Ok(()),
        None => format!("http://{}", free_address()?),
    };
    let secret = secret.to_str().context("the folder's name is no text")?;
    change_settings(&settings, |all| {
        let mut login = toml::Table::new();
        login.insert("issuer".to_owned(), issuer.into());
        login.insert("client_id".to_owned(), "tilsyn".into());
        login.insert("secret_file".to_owned(), secret.into());
        let public = format!("http://{listen}");
        login.insert("public_address".to_owned(), public.into());
        let enough = vec![toml::Value::from("high")];
        login.insert("strengths".to_owned(), enough.into());
        all.insert("login".to_owned(), login.into());
    })
}

/// Starts it; none for data that know no provider.
pub(crate) fn start(data: &Path, listen: &str) -> Result<Option<Beside>> {
    let people = data.join(PEOPLE);
    let Some(issuer) = issuer(data)?.filter(|_| people.exists()) else {
        return Ok(None);
    };
    let node = Node::find()?;
    node::install_once(&node, &folder())?;
    let at = issuer.trim_start_matches("http://");
    let mut command: Command = node.node(&folder());
    command
        .args(["provider.mjs", "--listen", at, "--back"])
        .arg(format!("http://{listen}"))
        .arg("--secret")
        .arg(data.join(SECRET))
        .arg("--people")
        .arg(people)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let child = command
        .spawn()
        .context("the provider could not be started")?;
    eprintln!("  people sign in at {issuer}");
    Ok(Some(Beside(child)))
}

/// Who vouches for people in these data.
fn issuer(data: &Path) -> Result<Option<String>> {
    let Ok(text) = fs::read_to_string(data.join("settings.toml")) else {
        return Ok(None);
    };
    let all = text.parse::<toml::Table>()?;
    let login = all.get("login").and_then(|login| login.get("issuer"));
    Ok(login.and_then(toml::Value::as_str).map(str::to_owned))
}

fn free_address() -> Result<String> {
    let usual = TcpListener::bind(LISTEN);
    let free = usual.or_else(|_| TcpListener::bind("127.0.0.1:0"))?;
    Ok(free.local_addr()?.to_string())
}

/// 32 random bytes in hexadecimal, from the system.
fn random() -> Result<String> {
    use std::io::Read;
    let mut bytes = [0_u8; 32];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
