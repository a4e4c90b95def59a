//! A PostgreSQL cluster that lives as long as a test, and a key.
//!
//! Made in a temporary folder, on a free loopback port, as an unprivileged user when the test
//! runs as root (PostgreSQL refuses root). A small shell stands between: when the test ends in
//! whatever way, its input closes, and it stops the server and removes the folder.

use std::fs;
use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

use postgres::{Client, NoTls};

use crate::seal::RegistryKey;

/// Set to `1`, a missing PostgreSQL is a failure instead of a skip.
pub const REQUIRE: &str = "TILSYN_REQUIRE_POSTGRES";

/// The key of a test's registry.
#[must_use]
pub fn key() -> RegistryKey {
    RegistryKey::new(&[7; 32])
}

/// How often to ask a starting server whether it is ready, every tenth of a second.
const ASKED_MAX: u32 = 600;

/// A running server; dropping it stops it and removes its files.
pub struct Cluster {
    port: u16,
    shell: Child,
    folder: PathBuf,
    databases: AtomicU32,
}

/// Whether the server has a certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tls {
    Off,
    On,
}

/// An unprivileged user.
#[derive(Clone, Copy)]
struct Unprivileged {
    user: u32,
    group: u32,
}

/// `$1` is the server, `$2` its data, `$3` the port, `$4` the folder to remove, the rest more of
/// the server's settings.
const GUARD: &str = r#"
program=$1 data=$2 port=$3 folder=$4
shift 4
"$program" -D "$data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c fsync=off -c full_page_writes=off -c shared_buffers=64MB -c max_wal_size=2GB "$@" \
    > "$folder/server.log" 2>&1 &
server=$!
trap '' INT TERM HUP
read -r _
kill -QUIT "$server"
wait "$server"
rm -rf "$folder"
"#;

impl Cluster {
    /// Starts a server; `None`, with a loud message, where PostgreSQL is not installed.
    ///
    /// # Panics
    /// If it is installed and does not start, or if it is required and missing.
    #[must_use]
    pub fn start() -> Option<Cluster> {
        Cluster::start_as(Tls::Off)
    }

    /// The same with a certificate for `localhost` and 127.0.0.1, which also speaks in the clear.
    /// `file` gives the certificate of its authority, `ca.crt`, and of another, `other-ca.crt`.
    ///
    /// # Panics
    /// As `start`, and if `openssl`, which Debian's PostgreSQL brings along, cannot make them.
    #[must_use]
    pub fn start_with_tls() -> Option<Cluster> {
        Cluster::start_as(Tls::On)
    }

    fn start_as(tls: Tls) -> Option<Cluster> {
        let Some(programs) = programs() else {
            let required = std::env::var_os(REQUIRE).is_some_and(|value| value == "1");
            assert!(!required, "{REQUIRE}=1, but PostgreSQL is not installed");
            eprintln!("\n*** SKIPPED: PostgreSQL is not installed; its half was NOT tested ***\n");
            return None;
        };
        // Another program may take the free port before the server does.
        let started = (0..5).find_map(|_| Cluster::make(&programs, tls));
        Some(started.expect("PostgreSQL starts"))
    }

    fn make(programs: &Path, tls: Tls) -> Option<Cluster> {
        let folder = tempfile::Builder::new()
            .prefix("tilsyn-postgres-")
            .tempdir()
            .expect("a temporary folder")
            .keep();
        let unprivileged = unprivileged(&folder);
        if let Some(user) = unprivileged {
            chown(&folder, Some(user.user), Some(user.group)).expect("give the folder away");
        }
        make_data(programs, &folder, unprivileged);
        if tls == Tls::On {
            make_certificates(&folder, unprivileged);
        }
        let mut cluster = Cluster::serve(programs, &folder, unprivileged, tls);
        cluster.is_ready().then_some(cluster)
    }

    /// A new, empty database; gives what `Location::Postgres` takes.
    ///
    /// # Panics
    /// If the server refuses.
    #[must_use]
    pub fn database(&self) -> String {
        let name = format!("d{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut client = Client::connect(&self.address("postgres"), NoTls).expect("the server");
        // Another locale's order, so that a text sorted by anything but its bytes is noticed.
        let sql = format!("CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C.UTF-8'");
        client.batch_execute(&sql).expect("a new database");
        self.address(&name)
    }

    fn address(&self, database: &str) -> String {
        let port = self.port;
        format!("host=127.0.0.1 port={port} user=tilsyn dbname={database} connect_timeout=10")
    }

    /// The place of a file of the cluster.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    fn serve(
        programs: &Path,
        folder: &Path,
        unprivileged: Option<Unprivileged>,
        tls: Tls,
    ) -> Cluster {
        let free = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = free.local_addr().expect("its number").port();
        drop(free);
        let shell = command(Path::new("/bin/sh"), folder, unprivileged)
            .args(["-c", GUARD, "guard"])
            .arg(programs.join("postgres"))
            .arg(folder.join("data"))
            .arg(port.to_string())
            .arg(folder)
            .args(settings(folder, tls))
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()
            .expect("a shell");
        Cluster {
            port,
            shell,
            folder: folder.to_owned(),
            databases: AtomicU32::new(0),
        }
    }

    fn is_ready(&mut self) -> bool {
        let address = self.address("postgres");
        for _ in 0..ASKED_MAX {
            if Client::connect(&address, NoTls).is_ok() {
                return true;
            }
            let log = fs::read_to_string(self.folder.join("server.log")).unwrap_or_default();
            if log.contains("FATAL:") {
                eprintln!("PostgreSQL does not start: {log}");
                return false;
            }
            sleep(Duration::from_millis(100));
        }
        false
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut input) = self.shell.stdin.take() {
            // Said or closed: both end the shell's wait.
            input.write_all(b"\n").ok();
        }
        self.shell.wait().ok();
        // The shell may not remove the folder itself from a folder of root's.
        fs::remove_dir_all(&self.folder).ok();
    }
}

/// The newest of Debian's versions.
fn programs() -> Option<PathBuf> {
    let version = |path: &PathBuf| {
        let folder = path.parent()?.file_name()?.to_str()?;
        folder.parse::<u32>().ok()
    };
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .filter_map(|version| Some(version.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
        .max_by_key(version)
}

/// Someone who is not root, if we are root.
fn unprivileged(folder: &Path) -> Option<Unprivileged> {
    let owner = fs::metadata(folder).expect("the folder just made").uid();
    if owner != 0 {
        return None;
    }
    let users = fs::read_to_string("/etc/passwd").expect("the list of users");
    let found = ["postgres", "nobody"].iter().find_map(|name| {
        let line = users
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some(Unprivileged {
            user: fields.next()?.parse().ok()?,
            group: fields.next()?.parse().ok()?,
        })
    });
    Some(found.expect("a user who is not root"))
}

fn make_data(programs: &Path, folder: &Path, unprivileged: Option<Unprivileged>) {
    let made = command(&programs.join("initdb"), folder, unprivileged)
        .arg("-D")
        .arg(folder.join("data"))
        .args([
            "-U",
            "tilsyn",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ])
        .arg("--no-sync")
        .output()
        .expect("initdb");
    let told = String::from_utf8_lossy(&made.stderr);
    assert!(made.status.success(), "initdb failed: {told}");
}

fn settings(folder: &Path, tls: Tls) -> Vec<String> {
    if tls == Tls::Off {
        return Vec::new();
    }
    let file = |name: &str| folder.join(name).display().to_string();
    let settings = [
        "ssl=on".to_owned(),
        format!("ssl_cert_file={}", file("server.crt")),
        format!("ssl_key_file={}", file("server.key")),
    ];
    let settings = settings.into_iter();
    settings
        .flat_map(|setting| ["-c".to_owned(), setting])
        .collect()
}

/// Two authorities, and what the first signed.
fn make_certificates(folder: &Path, unprivileged: Option<Unprivileged>) {
    const NEW_KEY: &str = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2";
    let openssl = |words: &str| {
        let made = command(Path::new("openssl"), folder, unprivileged)
            .args(words.split_whitespace())
            .output()
            .expect("openssl");
        let told = String::from_utf8_lossy(&made.stderr);
        assert!(made.status.success(), "openssl {words}: {told}");
    };
    for name in ["ca", "other-ca"] {
        openssl(&format!(
            "req -x509 {NEW_KEY} -keyout {name}.key -out {name}.crt -subj /CN={name}"
        ));
    }
    openssl(&format!(
        "req {NEW_KEY} -keyout server.key -out server.csr -subj /CN=server \
         -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    ));
    openssl(
        "x509 -req -in server.csr -copy_extensions copy -CA ca.crt -CAkey ca.key \
         -CAcreateserial -days 2 -out server.crt",
    );
}

fn command(program: &Path, folder: &Path, unprivileged: Option<Unprivileged>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("LC_ALL", "C.UTF-8");
    if let Some(user) = unprivileged {
        command.uid(user.user).gid(user.group);
    }
    command
}
