//! The built program from outside: starting it, asking it, killing it.
//!
//! Nothing of the product is linked in; what is shown here, anyone with the binary can see.
//! Programs of others, which read what it writes, are started here too.
//! Not here: the cases themselves (`program/`), pages in a browser (`browser/`).

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// How long a server may take until it answers.
const SERVES_SECONDS_MAX: u64 = 120;

/// The program: `TILSYN_BIN`, or built once by cargo beside this test.
///
/// # Panics
/// When it cannot be built.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        if let Some(given) = std::env::var_os("TILSYN_BIN") {
            return PathBuf::from(given);
        }
        built("tilsyn")
    })
}

/// The witness: `TILSYN_WITNESS_BIN`, or built once by cargo beside this test.
///
/// # Panics
/// When it cannot be built.
pub fn witness_program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let given = std::env::var_os("TILSYN_WITNESS_BIN").map(PathBuf::from);
        given.unwrap_or_else(|| built("tilsyn-witness"))
    })
}

/// The verifier: `TILSYN_VERIFY_BIN`, or built once by cargo beside this test.
///
/// # Panics
/// When it cannot be built.
pub fn verify_program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let given = std::env::var_os("TILSYN_VERIFY_BIN").map(PathBuf::from);
        given.unwrap_or_else(|| built("tilsyn-ledger"))
    })
}

fn built(package: &str) -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = ran(Command::new(cargo)
        .args(["build", "--quiet", "-p", package, "--message-format=json"])
        .current_dir(env!("CARGO_MANIFEST_DIR")));
    assert_eq!(
        built.exit,
        Some(0),
        "{package} does not build: {}",
        built.err
    );
    // Cargo says where it lies: not always beside this test.
    let lines = built.lines();
    let place = lines.iter().find_map(|line| line["executable"].as_str());
    PathBuf::from(place.expect("cargo names the program that it built"))
}

/// A file of the hand-written register.
#[must_use]
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name)
}

/// The sample files of foreign formats; `None`, said loudly, where they are not at hand.
///
/// # Panics
/// When they are missing though `TILSYN_SAMPLES_REQUIRED` is 1.
#[must_use]
pub fn samples() -> Option<PathBuf> {
    let folder = std::env::var_os("TILSYN_SAMPLES").map(PathBuf::from);
    let folder = folder.filter(|folder| folder.is_dir());
    if folder.is_none() {
        let required = std::env::var_os("TILSYN_SAMPLES_REQUIRED").is_some_and(|v| v == "1");
        assert!(
            !required,
            "TILSYN_SAMPLES names no folder, and no test may be skipped"
        );
        eprintln!("SKIPPED: TILSYN_SAMPLES names no folder of sample files");
    }
    folder
}

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Ran {
    pub exit: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The one JSON document on standard output.
    ///
    /// # Panics
    /// When there is none, or something beside it.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The JSON documents on standard output, one a line.
    ///
    /// # Panics
    /// When a line is none.
    #[must_use]
    pub fn lines(&self) -> Vec<Value> {
        let line =
            |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {self:?}"));
        self.out.lines().map(line).collect()
    }

    /// The same, if it ended as expected.
    ///
    /// # Panics
    /// When it ended otherwise.
    #[must_use]
    pub fn ended(self, exit: i32) -> Ran {
        assert_eq!(self.exit, Some(exit), "{self:?}");
        self
    }
}

/// A data folder of a test's own.
pub struct Folder {
    home: TempDir,
}

impl Default for Folder {
    fn default() -> Folder {
        Folder::new()
    }
}

impl Folder {
    /// An empty one.
    ///
    /// # Panics
    /// When there is no room for temporary files.
    #[must_use]
    pub fn new() -> Folder {
        Folder {
            home: tempfile::tempdir().expect("temporary files can be made"),
        }
    }

    /// One that holds the hand-written register.
    #[must_use]
    pub fn with_register() -> Folder {
        let folder = Folder::new();
        folder.takes_directory(&fixture("directory"));
        let _summary = folder.takes(&fixture("events.ndjson")).ended(0);
        folder
    }

    /// Where the data lies.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Writes a file beside the data.
    ///
    /// # Panics
    /// When it cannot be written.
    #[must_use]
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.path().join(name);
        write(&path, content.as_ref());
        path
    }

    /// A command on this folder, not started yet.
    #[must_use]
    pub fn command<S: AsRef<OsStr>>(&self, words: &[S]) -> Command {
        let mut command = Command::new(program());
        command
            .arg("--data")
            .arg(self.data())
            .args(words)
            .current_dir(self.home.path())
            // The language of whoever runs the tests is none of their business.
            .env("TILSYN_LANG", "en")
            .stdin(Stdio::null());
        command
    }

    /// Runs a command with `--json` to its end.
    ///
    /// # Panics
    /// When the program cannot be started.
    #[must_use]
    pub fn ask<S: AsRef<OsStr>>(&self, words: &[S]) -> Ran {
        ran(self.command(words).arg("--json"))
    }

    /// Imports events.
    #[must_use]
    pub fn takes(&self, path: &Path) -> Ran {
        self.ask(&[OsStr::new("import"), OsStr::new("events"), path.as_os_str()])
    }

    /// Imports a directory; it must go in whole.
    ///
    /// # Panics
    /// When it does not.
    pub fn takes_directory(&self, path: &Path) -> Value {
        let words = [
            OsStr::new("import"),
            OsStr::new("directory"),
            path.as_os_str(),
        ];
        self.ask(&words).ended(0).json()
    }

    /// The rows of a list over July 2026.
    #[must_use]
    pub fn july(&self, list: &str) -> Vec<Value> {
        self.rows(list, "2026-07-01", "2026-07-31")
    }

    /// The rows of a list over a period.
    ///
    /// # Panics
    /// When the answer has none.
    #[must_use]
    pub fn rows(&self, list: &str, from: &str, to: &str) -> Vec<Value> {
        let answer = self
            .ask(&[list, "--from", from, "--to", to])
            .ended(0)
            .json();
        answer["rows"]
            .as_array()
            .cloned()
            .expect("an answer has rows")
    }

    /// Serves the folder on a free port and waits until it answers.
    ///
    /// # Panics
    /// When it does not.
    #[must_use]
    pub fn serve(&self) -> Server {
        let served = self.serve_under(Command::new);
        served.unwrap_or_else(|ended| panic!("the server stopped: {ended:?}"))
    }

    /// Serves the folder by a program that runs ours, such as a tracer.
    ///
    /// # Errors
    /// How it ended, where it did not come to answering.
    ///
    /// # Panics
    /// When it neither answers nor ends.
    pub fn serve_under(&self, run: impl FnOnce(&'static Path) -> Command) -> Result<Server, Ran> {
        let listen = free_address();
        let mut command = run(program());
        command
            .arg("--data")
            .arg(self.data())
            .args(["serve", "--listen", &listen])
            .current_dir(self.home.path())
            .env("TILSYN_LANG", "en")
            .stdin(Stdio::null());
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut server = Server {
            child: child.expect("the program starts"),
            listen,
        };
        match server.wait() {
            None => Ok(server),
            Some(ended) => Err(ended),
        }
    }
}

/// Writes a file for a test.
///
/// # Panics
/// When it cannot be written.
#[expect(
    clippy::disallowed_methods,
    reason = "a file that lives as long as its test"
)]
pub fn write(path: &Path, content: &[u8]) {
    std::fs::write(path, content).expect("temporary files can be written");
}

/// Runs a command to its end.
///
/// # Panics
/// When it cannot be started.
pub fn ran(command: &mut Command) -> Ran {
    let output = command.output().expect("the program starts");
    Ran {
        exit: output.status.code(),
        out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn free_address() -> String {
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    free.expect("a port is free").to_string()
}

/// A witness in a folder of its own, and as a user of its own when the tests run as root; it is
/// killed when dropped.
pub struct Witness {
    home: TempDir,
    server: Option<Server>,
    /// What policies name it by.
    pub key: String,
    pub listen: String,
}

/// The user that has nothing, on every Debian.
const NOBODY: u32 = 65_534;

impl Witness {
    /// Makes one and serves it on a free port.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start() -> Witness {
        let home = tempfile::tempdir().expect("temporary files can be made");
        // A user of its own may not be able to reach the program where it was built.
        let program = home.path().join("tilsyn-witness");
        std::fs::copy(witness_program(), &program).expect("the program can be copied");
        if is_root() {
            std::os::unix::fs::chown(home.path(), Some(NOBODY), Some(NOBODY))
                .expect("root gives folders away");
        }
        let mut witness = Witness {
            home,
            server: None,
            key: String::new(),
            listen: free_address(),
        };
        let made = ran(&mut witness.command(&["init", "--name", "witness.example.org"]));
        made.out.trim().clone_into(&mut witness.key);
        assert!(witness.key.starts_with("witness.example.org+"), "{made:?}");
        let _refused = ran(&mut witness.command(&["init", "--name", "again.example"])).ended(3);
        witness.restart();
        witness
    }

    fn command(&self, words: &[&str]) -> Command {
        use std::os::unix::process::CommandExt;
        let mut command = Command::new(self.home.path().join("tilsyn-witness"));
        command
            .arg("--data")
            .arg(self.home.path().join("data"))
            .args(words)
            .current_dir(self.home.path())
            .stdin(Stdio::null());
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    }

    /// Takes a log on.
    ///
    /// # Panics
    /// When it is refused.
    pub fn add_log(&self, key: &str) {
        let _origin = ran(&mut self.command(&["add-log", key])).ended(0);
    }

    /// Ends it as a power cut would, if it runs, and starts it again.
    ///
    /// # Panics
    /// When it does not start.
    pub fn restart(&mut self) {
        if let Some(server) = self.server.take() {
            server.kill();
        }
        let mut command = self.command(&["serve", "--listen", &self.listen]);
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        let mut server = Server {
            child: child.expect("the witness starts"),
            listen: self.listen.clone(),
        };
        let ended = server.wait();
        assert!(ended.is_none(), "the witness stopped: {ended:?}");
        self.server = Some(server);
    }

    /// Sends a body.
    ///
    /// # Panics
    /// When no HTTP comes back.
    #[must_use]
    pub fn post(&self, path: &str, body: &str) -> Answer {
        post(&self.listen, path, body)
    }
}

fn post(listen: &str, path: &str, body: &str) -> Answer {
    let mut stream = TcpStream::connect(listen).expect("the witness listens");
    let timeout = Some(Duration::from_secs(60));
    stream
        .set_read_timeout(timeout)
        .expect("a time limit can be set");
    let length = body.len();
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {listen}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    );
    // A witness may answer and close before it has read all.
    let _sent = stream.write_all(format!("{head}{body}").as_bytes());
    answer(BufReader::new(stream)).expect("the witness answers in HTTP")
}

/// A program in Go of `foreign/go`, built if it is not; `None`, said loudly, where Go is not
/// installed.
///
/// # Panics
/// When it cannot be built, or is missing though `TILSYN_REQUIRE_FOREIGN` is 1.
#[must_use]
pub fn go_program(name: &str) -> Option<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tests.join("../target/foreign");
    let built = ran(Command::new(tests.join("foreign/go/build.sh")).arg(&folder));
    if built.exit == Some(3) {
        skip(&built.err);
        return None;
    }
    let _built = built.ended(0);
    Some(folder.join(name))
}

/// The verifier of `foreign/npm`; `None`, said loudly, where its packages are not installed.
///
/// # Panics
/// When it is missing though `TILSYN_REQUIRE_FOREIGN` is 1.
#[must_use]
pub fn npm_verifier() -> Option<Command> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign/npm");
    if !folder.join("node_modules/@sigstore/verify").is_dir() {
        skip("run `npm ci` in tests/foreign/npm");
        return None;
    }
    let node = std::env::var_os("TILSYN_NODE").unwrap_or_else(|| "node".into());
    let mut command = Command::new(node);
    command.arg("verify.mjs").current_dir(folder);
    Some(command)
}

fn skip(why: &str) {
    let required = std::env::var_os("TILSYN_REQUIRE_FOREIGN").is_some_and(|v| v == "1");
    assert!(!required, "programs of others are required: {why}");
    eprintln!("SKIPPED: nothing is checked with programs of others: {why}");
}

/// A witness in Go, of a folder of its own; it is killed when dropped.
pub struct GoWitness {
    home: TempDir,
    program: PathBuf,
    log: String,
    server: Option<Server>,
    /// What policies name it by.
    pub key: String,
    pub listen: String,
}

impl GoWitness {
    /// Starts one that knows this log; `None` where Go is not installed.
    ///
    /// # Panics
    /// When it does not start.
    #[must_use]
    pub fn start(log: &str) -> Option<GoWitness> {
        let mut witness = GoWitness {
            home: tempfile::tempdir().expect("temporary files can be made"),
            program: go_program("tilsyn-go-witness")?,
            log: log.to_owned(),
            server: None,
            key: String::new(),
            listen: free_address(),
        };
        witness.restart();
        Some(witness)
    }

    /// Ends it as a power cut would, if it runs, and starts it again.
    ///
    /// # Panics
    /// When it does not start, or with another key.
    pub fn restart(&mut self) {
        if let Some(server) = self.server.take() {
            server.kill();
        }
        let mut command = Command::new(&self.program);
        command
            .args(["--listen", &self.listen, "--name", "go.example.org"])
            .args(["--log", &self.log, "--state"])
            .arg(self.home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the witness in Go starts");
        let out = child.stdout.take().expect("it is ours");
        let mut key = String::new();
        let _bytes = BufReader::new(out).read_line(&mut key);
        let key = key.trim().to_owned();
        assert!(self.key.is_empty() || self.key == key, "it keeps its key");
        self.key = key;
        let mut server = Server {
            child,
            listen: self.listen.clone(),
        };
        server.wait();
        self.server = Some(server);
    }

    /// Sends a body.
    ///
    /// # Panics
    /// When no HTTP comes back.
    #[must_use]
    pub fn post(&self, path: &str, body: &str) -> Answer {
        post(&self.listen, path, body)
    }

    /// Asks for a path.
    ///
    /// # Panics
    /// When no HTTP comes back.
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        let server = self.server.as_ref().expect("it runs");
        server.get(path)
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|found| found.uid() == 0)
}

/// A running server; it is killed when dropped.
pub struct Server {
    child: Child,
    pub listen: String,
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Server {
    /// Waits until it answers; how it ended, if it did instead.
    fn wait(&mut self) -> Option<Ran> {
        let start = Instant::now();
        while TcpStream::connect(&self.listen).is_err() {
            if self.has_ended() {
                return Some(self.end());
            }
            assert!(
                start.elapsed().as_secs() < SERVES_SECONDS_MAX,
                "the server does not answer"
            );
            sleep(Duration::from_millis(20));
        }
        None
    }

    /// Its number among the system's processes.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended by itself.
    ///
    /// # Panics
    /// When the system does not know its own child.
    pub fn has_ended(&mut self) -> bool {
        let ended = self.child.try_wait().expect("a child can be asked");
        ended.is_some()
    }

    /// Waits for its end, and says how that was.
    fn end(&mut self) -> Ran {
        let status = self.child.wait().expect("a child can be waited for");
        let mut said = Vec::new();
        if let Some(mut err) = self.child.stderr.take() {
            let _bytes = err.read_to_end(&mut said);
        }
        Ran {
            exit: status.code(),
            out: String::new(),
            err: String::from_utf8_lossy(&said).into_owned(),
        }
    }

    /// Waits until it has ended by itself; none if it has not within so many seconds.
    pub fn ended_within(&mut self, seconds: u64) -> Option<Ran> {
        let start = Instant::now();
        while !self.has_ended() {
            if start.elapsed().as_secs() >= seconds {
                return None;
            }
            sleep(Duration::from_millis(20));
        }
        Some(self.end())
    }

    /// Asks it to end, as a service manager does, and waits.
    ///
    /// # Panics
    /// When it does not end.
    #[must_use]
    pub fn terminate(mut self) -> Ran {
        let process = self.child.id().to_string();
        let _asked = ran(Command::new("kill").args(["-TERM", &process]));
        self.ended_within(SERVES_SECONDS_MAX)
            .expect("a server ends when it is told to")
    }

    /// Asks for a path.
    ///
    /// # Panics
    /// When no HTTP comes back.
    #[must_use]
    pub fn get(&self, path: &str) -> Answer {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.listen))
    }

    /// Asks for a path; nothing where the server is gone, or goes meanwhile.
    #[must_use]
    pub fn ask(&self, path: &str) -> Option<Answer> {
        let mut stream = TcpStream::connect(&self.listen).ok()?;
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .ok()?;
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n", self.listen);
        let sent = stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes());
        sent.ok()?;
        answer(BufReader::new(stream))
    }

    /// Sends a request whose head is given without its last line.
    ///
    /// # Panics
    /// When no HTTP comes back.
    #[must_use]
    pub fn send(&self, head: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.listen).expect("the server listens");
        let timeout = Some(Duration::from_secs(60));
        stream
            .set_read_timeout(timeout)
            .expect("a time limit can be set");
        let sent = stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes());
        sent.expect("the server reads");
        answer(BufReader::new(stream)).expect("the server answers in HTTP")
    }

    /// Kills the server as a power cut would.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub fn kill(mut self) {
        self.be_killed();
    }

    /// The same, where it is still needed by its name.
    ///
    /// # Panics
    /// When it cannot be killed.
    pub fn be_killed(&mut self) {
        self.child.kill().expect("our own child can be killed");
        let _status = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _status = self.child.wait();
    }
}

fn answer(mut stream: impl BufRead) -> Option<Answer> {
    let mut line = String::new();
    stream.read_line(&mut line).ok()?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut headers = Vec::new();
    loop {
        line.clear();
        stream.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim().split_once(':') else {
            break;
        };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let mut body = Vec::new();
    stream.read_to_end(&mut body).ok()?;
    let is_chunked = |(name, value): &(String, String)| {
        name == "transfer-encoding" && value.eq_ignore_ascii_case("chunked")
    };
    if headers.iter().any(is_chunked) {
        body = joined(&body)?;
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    Some(Answer {
        status,
        headers,
        body,
    })
}

/// A body that came in chunks, each after its length; none where the last one is missing.
fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = chunks.windows(2).position(|two| two == b"\r\n")?;
        let length = std::str::from_utf8(&chunks[..end]).ok()?;
        let length = usize::from_str_radix(length, 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(chunks.get(end + 2..end + 2 + length)?);
        chunks = chunks.get(end + length + 4..)?;
    }
}
