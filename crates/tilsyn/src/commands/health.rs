//! Checks: the ledger against its checkpoints, and an installation as a whole.

use std::path::Path;

use serde_json::{Value, json};
use tilsyn_app::Desk;
use tilsyn_app::health::{DatabaseCheck, Fault};
use tilsyn_app::notices::NoticesStanding;
use tilsyn_app::permit::{Permit, ReadKeys, ReadSources, VerifyLedger};
use tilsyn_app::witnesses::{Quorum, Trouble, WitnessStanding};
use tilsyn_domain::{Instant, Zone};
use tilsyn_web::{Language, Words};

use super::{keys, permit};
use crate::backup::noted::{Last, Noted};
use crate::folder;
use crate::output::{Exit, Output};
use crate::root_key::{self, Kind, Places};
use crate::spoken::of_root_key;
use crate::table::Cell;
use crate::words;

pub(super) fn verify(
    desk: &Desk,
    policy: Option<&Path>,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    // A policy that is wrong is told before minutes are spent.
    let policy = policy.map(crate::witnesses::read_policy).transpose()?;
    let report = desk.verify(&permit::<VerifyLedger>(desk, output)?)?;
    let words = output.words;
    let quorum = policy.map(|policy| desk.quorum(&permit::<VerifyLedger>(desk, output)?, &policy));
    let quorum: Option<Quorum> = quorum.transpose()?;
    let is_ok = report.ok() && quorum.as_ref().is_none_or(Quorum::holds);
    if output.json {
        let problems: Vec<String> = report.faults.iter().map(ToString::to_string).collect();
        output.document(&json!({ "leaves": report.leaves, "events": report.events,
            "checkpoints": report.checkpoints, "erased": report.erased,
            "unexplained": report.unexplained, "holes": report.holes,
            "ok": is_ok, "problems": problems,
            "quarantined": report.pieces,
            "registry": report.database.as_ref().map(database_json),
            "witnesses": quorum.as_ref().map(quorum_json),
            "not_covered": NOT_COVERED }))?;
    } else {
        let verdict = if report.ok() {
            "cli-verify-whole"
        } else {
            "cli-verify-broken"
        };
        output.line(&words.say(verdict))?;
        let rows = [
            ("sources-leaves", report.leaves),
            ("imports-col-events", report.events),
            ("cli-verify-checkpoints", report.checkpoints),
            ("cli-verify-erased", report.erased),
            ("cli-verify-unexplained", report.unexplained),
            ("cli-verify-pieces", report.pieces),
        ];
        let rows = rows.map(|(what, count)| vec![words.say(what).into(), count.into()]);
        output.table(
            &["cli-col-checked", "cli-col-count"],
            &rows,
            "cli-verify-whole",
        )?;
        if let Some(said) = &report.database {
            output.aside(&words.say(database_key(said)))?;
        }
        output.aside(&words.say("cli-verify-not-covered"))?;
    }
    for hole in &report.holes {
        output.aside(&words.with("cli-verify-hole", "hole", hole.clone()))?;
    }
    for fault in &report.faults {
        output.aside(&told(fault, words))?;
    }
    if let Some(quorum) = &quorum {
        output.aside(&quorum_told(quorum, words))?;
    }
    Ok(if is_ok { Exit::Done } else { Exit::Attention })
}

/// How many leaves enough witnesses have signed for, and who is missing.
fn quorum_json(quorum: &Quorum) -> Value {
    json!({ "ok": quorum.holds(), "leaves": quorum.leaves, "missing": quorum.missing })
}

fn quorum_told(quorum: &Quorum, words: Words) -> String {
    let missing = quorum.missing.join(", ");
    match quorum.leaves {
        Some(leaves) if missing.is_empty() => words.count("cli-verify-witnessed", leaves),
        Some(leaves) => {
            words.count_with("cli-verify-witnessed-without", leaves, ("missing", missing))
        }
        None => words.with("cli-verify-not-witnessed", "missing", missing),
    }
}

/// What the registry holds that no checkpoint covers; only its form is checked.
const NOT_COVERED: [&str; 3] = ["directory", "settings", "sources"];

/// Who was asked about the registry's database, and what it said.
fn database_json(said: &DatabaseCheck) -> Value {
    let (asked, ok) = match said {
        DatabaseCheck::Sqlite { faults, .. } => ("integrity_check", faults.is_empty()),
        DatabaseCheck::Postgres { checksums, .. } => ("data_checksums", *checksums),
    };
    json!({ "check": asked, "ok": ok })
}

fn database_key(said: &DatabaseCheck) -> &'static str {
    match said {
        DatabaseCheck::Sqlite { faults, .. } if faults.is_empty() => "cli-verify-sqlite",
        DatabaseCheck::Sqlite { .. } => "cli-verify-sqlite-broken",
        DatabaseCheck::Postgres {
            checksums: true, ..
        } => "cli-verify-postgres",
        DatabaseCheck::Postgres { .. } => "cli-verify-postgres-none",
    }
}

/// What does not hold, with what to do about it.
pub(super) fn told(fault: &Fault, words: Words) -> String {
    match fault {
        Fault::Ledger { file, what } => {
            let arguments = [("file", file.clone()), ("detail", what.clone())];
            words.fill("cli-fault-ledger", &arguments)
        }
        Fault::Archive { what } | Fault::ArchiveUnreadable { what } => {
            words.with("cli-fault-archive", "detail", what)
        }
        Fault::Counts { archive, ledger } => {
            let whole = |count: &u64| words.figures().whole(*count);
            let arguments = [("archive", whole(archive)), ("ledger", whole(ledger))];
            words.fill("cli-fault-counts", &arguments)
        }
        Fault::Registry { file, what } => {
            let arguments = [("file", file.clone()), ("detail", what.clone())];
            words.fill("cli-fault-registry", &arguments)
        }
        Fault::Piece { number } => words.with("cli-fault-piece", "number", number),
        Fault::Looks { registry, ledger } => {
            let whole = |count: &u64| words.figures().whole(*count);
            let arguments = [("registry", whole(registry)), ("ledger", whole(ledger))];
            words.fill("cli-fault-looks", &arguments)
        }
    }
}

/// The answer of a check that what is damaged kept from being made.
pub(super) fn say_not_whole(error: &anyhow::Error, output: &mut Output<'_>) -> std::io::Result<()> {
    output.document(
        &json!({ "leaves": 0, "events": 0, "checkpoints": 0, "erased": 0,
        "unexplained": 0, "ok": false, "problems": [format!("{error:#}")] }),
    )
}

struct Check {
    /// In `--json`, and the end of the keys of its sentences.
    name: &'static str,
    /// How many things are amiss.
    amiss: u64,
    /// Which witnesses are amiss, where it is about them.
    witnesses: Vec<WitnessStanding>,
    /// Why the root key cannot be had, where it is about that.
    root_key: Option<root_key::Trouble>,
    /// Which notices wait, where it is about them.
    notices: Option<(NoticesStanding, Zone)>,
}

impl Check {
    fn key(&self) -> String {
        self.name.replace(' ', "-")
    }

    fn title(&self, words: Words) -> String {
        words.say(&format!("cli-doctor-{}", self.key()))
    }

    /// What to do; nothing where nothing is amiss.
    fn hint(&self, words: Words) -> String {
        let trouble = self.root_key.as_ref();
        match self.amiss {
            0 => String::new(),
            _ if trouble.is_some() => trouble
                .and_then(|trouble| of_root_key(trouble, words))
                .unwrap_or_else(|| words.say("cli-doctor-root-key-module")),
            _ if self.notices.is_some() => {
                let waiting = self.notices.as_ref();
                waiting.map_or_else(String::new, |(notices, zone)| {
                    notices_told(notices, zone, words)
                })
            }
            _ if !self.witnesses.is_empty() => {
                let told = self.witnesses.iter().map(|one| witness_told(one, words));
                told.collect::<Vec<_>>().join(" ")
            }
            amiss => words.count(&format!("cli-mend-{}", self.key()), amiss),
        }
    }
}

pub(super) fn doctor(data: &Path, desk: &Desk, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let mut checks = Vec::from(checks(data, desk, &permit(desk, output)?)?);
    let view = desk.keys(&permit::<ReadKeys>(desk, output)?)?;
    let root = view.named.root;
    let kind = Kind::of(&root);
    checks.extend(keys_and_backups(data, desk, view.root_since, kind)?);
    let settings = folder::read_settings(data)?;
    if let Some(login) = &settings.login {
        // Then the provider alone decides how somebody proves who they are.
        checks.push(check(
            "login strength",
            u64::from(login.strengths.is_empty()),
        ));
    }
    if settings.mail.is_some() {
        checks.push(notices_check(desk, &permit(desk, output)?)?);
    }
    if output.json {
        // Programs get the same whoever asks.
        let english = words::words(Language::English);
        let rows: Vec<Value> = checks
            .iter()
            .map(|check| {
                json!({ "name": check.name, "ok": check.amiss == 0, "hint": check.hint(english) })
            })
            .collect();
        output.document(&json!({ "checks": rows, "log_key": desk.log_key(),
            "root_key": root, "root_key_kind": kind.tag() }))?;
    } else {
        let words = output.words;
        let row = |check: &Check| {
            let mark = if check.amiss == 0 { "ok" } else { "→" };
            vec![
                mark.into(),
                check.title(words).into(),
                check.hint(words).into(),
            ]
        };
        let rows: Vec<Vec<Cell>> = checks.iter().map(row).collect();
        let headings = ["cli-col-ok", "cli-col-checked", "cli-col-mend"];
        output.table(&headings, &rows, "cli-failed")?;
        output.aside(&words.with("cli-doctor-log-key", "key", desk.log_key()))?;
        let lies = match kind {
            Kind::File => "cli-doctor-root-key-in-file",
            Kind::Module => "cli-doctor-root-key-in-module",
        };
        output.aside(&words.with(lies, "key", root))?;
    }
    Ok(if checks.iter().all(|check| check.amiss == 0) {
        Exit::Done
    } else {
        Exit::Attention
    })
}

/// How long a witness has been silent, and why as far as that is known.
fn witness_told(witness: &WitnessStanding, words: Words) -> String {
    let name = ("name", witness.name.clone());
    let silent = match witness.silent_seconds {
        Some(seconds) => words.count_with("cli-witness-silent", seconds / 60, name),
        None => words.fill("cli-witness-never", &[name]),
    };
    let why = match witness.trouble {
        None => return silent,
        Some(Trouble::Unreachable) => words.say("cli-witness-unreachable"),
        Some(Trouble::DoesNotKnowUs) => words.say("cli-witness-knows-not"),
        Some(Trouble::Unbelievable) => words.say("cli-witness-unbelievable"),
        Some(Trouble::Odd(status)) => words.with("cli-witness-odd", "status", status),
        Some(Trouble::NoAddress) => words.say("cli-witness-no-address"),
    };
    format!("{silent} {why}")
}

fn checks(data: &Path, desk: &Desk, permit: &Permit<ReadSources>) -> anyhow::Result<[Check; 11]> {
    let view = desk.sources(permit)?;
    let database = match desk.check_database(permit)? {
        DatabaseCheck::Sqlite { faults, .. } => check("registry", faults.len() as u64),
        DatabaseCheck::Postgres { checksums, .. } => check("data checksums", u64::from(!checksums)),
    };
    // What somebody has explained is told by `sources`, and is no longer amiss.
    let gaps: u64 = view.sources.iter().map(|source| source.unexplained).sum();
    let stated: u64 = view.sources.iter().map(|source| source.disagreeing).sum();
    let quiet = view
        .sources
        .iter()
        .filter(|source| source.heard.needs_attention());
    let quiet = quiet.count() as u64;
    let cut_off = desk.imports_cut_off(permit)?;
    let empty = !view.sources.iter().any(|source| source.events > 0);
    let key_inside = data.join("keys/root.key").exists();
    Ok([
        check("events", u64::from(empty)),
        check("running numbers", gaps),
        check("source rhythm", quiet),
        check("source statements", stated),
        check("quarantine", view.quarantined),
        check("conflicts", view.conflicts),
        check("imports", cut_off),
        check("root key", u64::from(key_inside)),
        database,
        check("roll-back", u64::from(desk.roll_back().is_some())),
        witness_check(desk, permit)?,
    ])
}

fn witness_check(desk: &Desk, permit: &Permit<ReadSources>) -> anyhow::Result<Check> {
    let mut witnesses = desk.witnesses(permit)?;
    witnesses.retain(WitnessStanding::needs_attention);
    Ok(Check {
        amiss: witnesses.len() as u64,
        witnesses,
        ..check("witnesses", 0)
    })
}

fn notices_check(desk: &Desk, permit: &Permit<ReadSources>) -> anyhow::Result<Check> {
    let notices = desk.notices(permit)?;
    Ok(Check {
        notices: Some((notices, desk.zone().clone())),
        ..check("notices", notices.amiss())
    })
}

/// How many notices wait, since when, and what is known of why.
fn notices_told(notices: &NoticesStanding, zone: &Zone, words: Words) -> String {
    let mut told = Vec::new();
    if let Some(since) = notices.since {
        let since = words.figures().moment(zone, since);
        told.push(words.count_with("cli-notices-late", notices.late, ("since", since)));
    }
    for (key, count) in [
        ("cli-notices-nowhere", notices.nowhere),
        ("cli-notices-given-up", notices.given_up),
    ] {
        if count > 0 {
            told.push(words.count(key, count));
        }
    }
    told.join(" ")
}

fn check(name: &'static str, amiss: u64) -> Check {
    Check {
        name,
        amiss,
        witnesses: Vec::new(),
        root_key: None,
        notices: None,
    }
}

/// A backup older than this is told; a day may be missed.
const BACKUP_DAYS_MAX: u64 = 2;
/// Copies of the keys are to be no older, or what was erased can be brought back.
const KEYS_COPY_DAYS_MAX: u64 = 30;
/// A root key that has been in use for longer is told.
const ROOT_KEY_DAYS_MAX: u64 = 2 * 365;

/// How old keys and their copies are, and whether the copies are there. A backup that was never
/// made is as old as can be; one that is young counts for nothing.
fn keys_and_backups(
    data: &Path,
    desk: &Desk,
    root_since: Option<Instant>,
    kind: Kind,
) -> anyhow::Result<Vec<Check>> {
    let noted = Noted::read(data);
    let now = desk.now();
    let too_old = |last: Option<&Last>, days_max: u64| {
        let made = last.and_then(|last| i64::try_from(last.made_seconds).ok());
        let days = made.map(|made| keys::days(Some(Instant(made * 1_000_000)), now));
        days.map_or(1, |days| days.filter(|days| *days > days_max).unwrap_or(0))
    };
    let unreachable =
        |last: Option<&Last>| last.is_some_and(|last| !Path::new(&last.place).exists());
    let places = [noted.data.as_ref(), noted.keys.as_ref()];
    let gone = places.into_iter().filter(|last| unreachable(*last)).count() as u64;
    let age = keys::days(root_since, now).unwrap_or(0);
    let places = Places::of(data, &folder::read_settings(data)?);
    let mut checks = vec![
        check("backup", too_old(noted.data.as_ref(), BACKUP_DAYS_MAX)),
        check(
            "backup of keys",
            too_old(noted.keys.as_ref(), KEYS_COPY_DAYS_MAX),
        ),
        check("backup place", gone),
        match (kind, places.module()) {
            (Kind::Module, Some(module)) => {
                check("pin file", u64::from(module.shows_pin_to_others()))
            }
            _ => {
                let is_open = others_can_read_or_replace(places.file());
                check("root key file", u64::from(is_open))
            }
        },
        check(
            "root key age",
            if age > ROOT_KEY_DAYS_MAX { age } else { 0 },
        ),
    ];
    if kind == Kind::Module || places.module().is_some() {
        checks.push(module_check(&places, kind));
    }
    Ok(checks)
}

/// Whether the next start will find its key in the module; and whether the key is where the
/// settings say that it should be.
fn module_check(places: &Places, kind: Kind) -> Check {
    let trouble = places.rehearse();
    let is_elsewhere = kind == Kind::File;
    Check {
        amiss: u64::from(is_elsewhere || trouble.is_some()),
        root_key: trouble,
        ..check("root key module", 0)
    }
}

/// Whether anyone but its owner may read the root key, or write to the folder it lies in.
fn others_can_read_or_replace(place: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).map_or(0, |found| found.permissions().mode());
    let above = place.parent().map_or(0, mode);
    // A sticky folder such as /tmp lets nobody else replace the file.
    let is_sticky = above & 0o1000 != 0;
    mode(place) & 0o077 != 0 || (above & 0o022 != 0 && !is_sticky)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_told_with_since_when_and_why() {
        let zone = Zone::named("Europe/Oslo").expect("Oslo");
        let told = |late, nowhere, given_up| {
            let standing = NoticesStanding {
                late,
                nowhere,
                given_up,
                since: (late > 0).then_some(Instant(1_790_000_000_000_000)),
            };
            let english = words::words(Language::English);
            (standing.amiss(), notices_told(&standing, &zone, english))
        };
        assert_eq!(told(0, 0, 0), (0, String::new()));
        let (amiss, all) = told(2, 1, 3);
        assert_eq!(amiss, 5);
        for part in [
            "2 notices wait",
            "2026",
            "For 1 of them",
            "3 notices did not",
        ] {
            assert!(all.contains(part), "{part} in {all}");
        }
        assert!(!told(0, 0, 1).1.contains("wait,"));
    }
}
