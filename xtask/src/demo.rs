//! `cargo xtask demo`: from a fresh clone to an address in the browser.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{assets, demo_provider, demo_witness, prune, run, workspace};

/// How long `--check` waits for the front page; the large demo takes its time to import.
const CHECK_SECONDS_MAX: u64 = 1800;

struct Wish {
    size: String,
    listen: String,
    start: Start,
    then: Then,
}

/// Whether to go on from the demo data that is there.
#[derive(PartialEq)]
enum Start {
    Continue,
    Fresh,
}

/// What to do once the program serves.
#[derive(PartialEq)]
enum Then {
    Serve,
    Check,
}

/// A program that serves beside the demo; it ends with this.
pub(crate) struct Beside(pub(crate) Child);

impl Drop for Beside {
    fn drop(&mut self) {
        let _stopped = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// Builds the program, makes the demo register and serves it.
pub(crate) fn demo(words: &[String]) -> Result<()> {
    let wish = read(words)?;
    prune::prune()?;
    assets::assets()?;
    let built = ["build", "--release", "-p", "tilsyn", "-p", "tilsyn-witness"];
    run::run(&mut run::cargo(&built)?)?;
    let data = workspace::root().join("demo-data");
    if wish.start == Start::Fresh && data.exists() {
        fs::remove_dir_all(&data).with_context(|| format!("removing {}", data.display()))?;
    }
    demo_provider::announce(&data, &wish.listen)?;
    let size = ["demo", "--size", &wish.size, "--no-serve"];
    run::run(program(&data).args(size))?;
    let _witness = demo_witness::start(&data)?;
    let _provider = demo_provider::start(&data, &wish.listen)?;
    let mut program = program(&data);
    program.args(["serve", "--listen", &wish.listen]);
    if wish.then == Then::Serve {
        return run::run(&mut program);
    }
    let mut served = Beside(program.spawn().context("could not start tilsyn")?);
    let seconds = wait_for_front_page(&wish.listen, &mut served.0)?;
    eprintln!("  the front page answered after {seconds:.1} s");
    Ok(())
}

fn read(words: &[String]) -> Result<Wish> {
    let mut wish = Wish {
        size: "small".into(),
        listen: "127.0.0.1:8080".into(),
        start: Start::Continue,
        then: Then::Serve,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || {
            words
                .next()
                .cloned()
                .with_context(|| format!("{word} what?"))
        };
        match word.as_str() {
            "--size" => wish.size = value()?,
            "--listen" => wish.listen = value()?,
            "--fresh" => wish.start = Start::Fresh,
            "--check" => wish.then = Then::Check,
            other => bail!("unknown option {other}; see `cargo xtask help`"),
        }
    }
    if !["small", "medium", "large"].contains(&wish.size.as_str()) {
        bail!("--size is small, medium or large, not {}", wish.size);
    }
    Ok(wish)
}

/// Changes the settings of the demo's data; others that somebody has made there stay.
pub(crate) fn change_settings(
    settings: &Path,
    change: impl FnOnce(&mut toml::Table),
) -> Result<()> {
    let mut all = match fs::read_to_string(settings) {
        Ok(text) => text.parse::<toml::Table>()?,
        Err(why) if why.kind() == ErrorKind::NotFound => toml::Table::new(),
        Err(why) => return Err(why).with_context(|| format!("{}", settings.display())),
    };
    change(&mut all);
    run::write(settings, &toml::to_string(&all)?)
}

fn program(data: &Path) -> Command {
    let mut program = Command::new(workspace::target_dir().join("release/tilsyn"));
    program.arg("--data").arg(data);
    program
}

fn wait_for_front_page(listen: &str, child: &mut Child) -> Result<f64> {
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(CHECK_SECONDS_MAX) {
        if let Some(status) = child.try_wait()? {
            bail!("tilsyn stopped before it served ({status})");
        }
        if let Ok(line) = first_line(listen) {
            if line.contains(" 200 ") || line.contains(" 30") {
                return Ok(start.elapsed().as_secs_f64());
            }
            bail!("the front page answered: {line}");
        }
        sleep(Duration::from_millis(100));
    }
    bail!("no front page within {CHECK_SECONDS_MAX} s")
}

fn first_line(listen: &str) -> Result<String> {
    let mut stream = TcpStream::connect(listen)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(
        stream,
        "GET / HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn options_are_read() {
        let wish = read(&words("--size medium --fresh --listen 127.0.0.1:9000")).expect("fine");
        assert_eq!(wish.size, "medium");
        assert_eq!(wish.listen, "127.0.0.1:9000");
        assert!(wish.start == Start::Fresh && wish.then == Then::Serve);
    }

    #[test]
    fn wrong_options_are_refused() {
        assert!(read(&words("--size huge")).is_err());
        assert!(read(&words("--size")).is_err());
        assert!(read(&words("--sise small")).is_err());
    }
}
