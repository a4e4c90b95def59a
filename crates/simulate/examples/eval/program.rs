//! The product as an outsider uses it: import, serve, ask by the command line.
//!
//! Nothing of the product is linked; what it knows is what lies in the two files it was given.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;
use tilsyn_domain::Day;

use crate::Outcome;

/// More than there are users, so that all of them are ranked.
const EVERYBODY: &str = "1000000";
/// How long the server may take until it answers.
const SERVES_SECONDS_MAX: u32 = 120;

/// One row of `tilsyn findings --json`.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) score: f64,
    pub(crate) kind: String,
    /// `source:user`.
    pub(crate) user: String,
    /// Empty where the account has no owner.
    pub(crate) national_id: String,
    pub(crate) subjects: Vec<String>,
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) reason: String,
    pub(crate) events: Vec<String>,
}

/// A data folder with one world in it, served; stopped and removed when dropped.
pub(crate) struct Served<'a> {
    program: &'a Path,
    folder: PathBuf,
    server: Option<Child>,
}

impl Served<'_> {
    /// Imports a directory and a log into a new folder, and serves it.
    pub(crate) fn new<'a>(
        program: &'a Path,
        folder: &Path,
        directory: &Path,
        events: &Path,
    ) -> Outcome<Served<'a>> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        let mut served = Served {
            program,
            folder: folder.to_owned(),
            server: None,
        };
        // Without a single file there is nothing to import.
        if fs::read_dir(directory)?.next().is_some() {
            served.ask(&["import", "directory", &directory.to_string_lossy()])?;
        }
        served.ask(&["import", "events", &events.to_string_lossy()])?;
        served.serve()?;
        Ok(served)
    }

    /// Starts the server, and waits until it has named its address: then it answers.
    fn serve(&mut self) -> Outcome<()> {
        let said = self.folder.with_extension("txt");
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.stdout(Stdio::null()).stderr(File::create(&said)?);
        let server = self.server.insert(command.spawn()?);
        for _ in 0..SERVES_SECONDS_MAX * 20 {
            if fs::read_to_string(&said)?.contains("http://") {
                return Ok(());
            }
            if server.try_wait()?.is_some() {
                return Err("the server ended before it answered".into());
            }
            sleep(Duration::from_millis(50));
        }
        Err("the server does not answer".into())
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(self.program);
        command
            .arg("--data")
            .arg(&self.folder)
            .args(["--lang", "en"]);
        command.args(words);
        command
    }

    fn ask(&self, words: &[&str]) -> Outcome<Value> {
        let output = self.command(words).arg("--json").output()?;
        // 1: done, but something needs attention.
        if !matches!(output.status.code(), Some(0 | 1)) {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("tilsyn {}: {}: {said}", words.join(" "), output.status).into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    fn rows(&self, words: &[&str], (from, to): (Day, Day)) -> Outcome<Vec<Value>> {
        let (from, to) = (from.to_string(), to.to_string());
        let answer = self.ask(&[words, &["--from", &from, "--to", &to]].concat())?;
        let rows = answer["rows"].as_array().ok_or("an answer without rows")?;
        Ok(rows.clone())
    }

    /// All users that have any evidence, the strongest first.
    pub(crate) fn ranked(&self, period: (Day, Day)) -> Outcome<Vec<Row>> {
        let rows = self.rows(&["findings", "--limit", EVERYBODY], period)?;
        rows.iter().map(row).collect()
    }

    /// Those that the program reports by itself.
    pub(crate) fn reported(&self, period: (Day, Day)) -> Outcome<Vec<Row>> {
        let rows = self.rows(&["findings"], period)?;
        rows.iter().map(row).collect()
    }

    /// By `national_id`, else `user`: look-ups and people outside, where there are any.
    pub(crate) fn statement(&self, period: (Day, Day)) -> Outcome<Vec<(String, usize, usize)>> {
        let rows = self.rows(&["statement"], period)?;
        let line = |row: &Value| {
            let who = row["national_id"].as_str().or_else(|| row["user"].as_str());
            let count = |name: &str| row[name].as_u64().and_then(|n| usize::try_from(n).ok());
            let counts = (count("outside_lookups")?, count("outside_people")?);
            Some((who?.to_owned(), counts.0, counts.1))
        };
        let lines: Option<Vec<_>> = rows.iter().map(line).collect();
        let mut lines = lines.ok_or("a statement without its counts")?;
        lines.retain(|(_, lookups, _)| *lookups > 0);
        Ok(lines)
    }
}

impl Drop for Served<'_> {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _stopped = server.kill().and_then(|()| server.wait());
        }
        let _removed = fs::remove_dir_all(&self.folder);
    }
}

fn row(value: &Value) -> Outcome<Row> {
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let list = |name: &str| {
        let all = value[name].as_array().into_iter().flatten();
        all.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    Ok(Row {
        score: value["score"].as_f64().ok_or("a finding without a score")?,
        kind: text("kind"),
        user: text("user"),
        national_id: text("national_id"),
        subjects: list("subjects"),
        from: text("from"),
        to: text("to"),
        reason: text("reason"),
        events: list("events"),
    })
}
