//! The demo's provider of logins, and a browser that keeps cookies and follows where it is led.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::folder::Folder;
use crate::ports::free_address;
use crate::server::{Answer, Server};

/// How long node may take until the provider answers.
const STARTS_SECONDS_MAX: u64 = 60;

/// A running provider that knows some people; it is killed when dropped.
pub struct DemoProvider {
    server: Server,
}

impl DemoProvider {
    /// Starts one that sends people back to `back`; `None`, said loudly, where its packages are
    /// not installed.
    ///
    /// # Panics
    /// When it is missing though `TILSYN_REQUIRE_FOREIGN` is 1, or does not start.
    #[must_use]
    pub fn start(
        folder: &Folder,
        back: &str,
        secret: &Path,
        people: &Value,
    ) -> Option<DemoProvider> {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo/provider");
        if !demo.join("node_modules/oidc-provider").is_dir() {
            crate::foreign::skip("run `npm ci` in demo/provider");
            return None;
        }
        let people = folder.file("people.json", people.to_string());
        // Node was seen to hang as it starts, once in some thousand times, on a machine with much
        // to do (2026-11): it is asked a second time before a test fails for it.
        let server = (0..2).find_map(|_| started(&demo, back, secret, &people));
        let server = server.expect("the provider answers");
        Some(DemoProvider { server })
    }

    /// Its address, as it writes itself.
    #[must_use]
    pub fn issuer(&self) -> String {
        format!("http://{}", self.server.listen)
    }
}

/// Node with the provider, if it answers; what it has to say goes where the test's words go.
fn started(demo: &Path, back: &str, secret: &Path, people: &Path) -> Option<Server> {
    let listen = free_address();
    let node = std::env::var_os("TILSYN_NODE").unwrap_or_else(|| "node".into());
    let mut command = Command::new(node);
    command
        .arg("provider.mjs")
        .args(["--listen", &listen, "--back", back, "--secret"])
        .arg(secret)
        .arg("--people")
        .arg(people)
        .current_dir(demo)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let child = command.spawn().expect("node starts");
    let mut server = Server { child, listen };
    server.answers_within(STARTS_SECONDS_MAX).then_some(server)
}

/// What a person sits at: keeps cookies by host, runs no scripts.
#[derive(Clone, Default)]
pub struct Browser {
    cookies: BTreeMap<(String, String), String>,
}

impl Browser {
    /// Opens an address, `http://host:port/…`, without following where it leads.
    ///
    /// # Panics
    /// When no HTTP comes back.
    pub fn open(&mut self, address: &str) -> Answer {
        self.send("GET", address, None)
    }

    /// Sends a form.
    ///
    /// # Panics
    /// When no HTTP comes back.
    pub fn post(&mut self, address: &str, form: &str) -> Answer {
        self.send("POST", address, Some(form))
    }

    /// Follows where an answer leads, to the first that leads nowhere; says where that was.
    ///
    /// # Panics
    /// When it leads in a circle.
    pub fn follow(&mut self, mut address: String, mut answer: Answer) -> (String, Answer) {
        for _ in 0..20 {
            let Some(next) = answer.header("location").map(str::to_owned) else {
                return (address, answer);
            };
            address = match next.starts_with('/') {
                true => format!("http://{}{next}", host(&address)),
                false => next,
            };
            answer = self.open(&address);
        }
        panic!("{address} leads in a circle");
    }

    /// The cookies for a host, as a header has them.
    #[must_use]
    pub fn cookies_for(&self, host: &str) -> String {
        let own = self.cookies.iter().filter(|((of, _), _)| of == host);
        let own = own.map(|((_, name), value)| format!("{name}={value}"));
        own.collect::<Vec<_>>().join("; ")
    }

    /// Keeps a cookie that nobody set, as somebody would who wants to come in by another's.
    pub fn keep(&mut self, host: &str, name: &str, value: &str) {
        let name = (host.to_owned(), name.to_owned());
        self.cookies.insert(name, value.to_owned());
    }

    fn send(&mut self, method: &str, address: &str, form: Option<&str>) -> Answer {
        let host = host(address).to_owned();
        let rest = address.splitn(4, '/').nth(3).unwrap_or_default();
        let cookies = self.cookies_for(&host);
        let about_form = form.map_or(String::new(), |form| {
            format!(
                "Origin: http://{host}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                 Content-Length: {}\r\n",
                form.len()
            )
        });
        let head = format!(
            "{method} /{rest} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookies}\r\n{about_form}"
        );
        let answer = crate::server::send_to(&host, &head, form.unwrap_or_default());
        for (_, cookie) in answer
            .headers
            .iter()
            .filter(|(name, _)| name == "set-cookie")
        {
            let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').expect("a name");
            let key = (host.clone(), name.to_owned());
            let rest = rest.to_lowercase();
            match value.is_empty() || rest.contains("max-age=0") || rest.contains("01 jan 1970") {
                true => self.cookies.remove(&key),
                false => self.cookies.insert(key, value.to_owned()),
            };
        }
        answer
    }
}

/// The host and port of an address.
fn host(address: &str) -> &str {
    address.split('/').nth(2).expect("an address with a host")
}
