//! The keys by name and age; a new root key; and the one key that is given out.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tilsyn_app::Desk;
use tilsyn_app::erasure::month_name;
use tilsyn_app::keys::{KeysView, Rotated};
use tilsyn_app::permit::{ManageKeys, Permit, ReadKeys};
use tilsyn_archive::{ArchiveKey, SavedWords};
use tilsyn_domain::Instant;
use tilsyn_durable::DurableFile;

use super::permit;
use crate::cli::{KeysAsked, Rotate};
use crate::folder;
use crate::output::{Exit, Output};
use crate::root_key::{Changed, Kind, OldKey, Places};
use crate::spoken::spoken;
use crate::table::Cell;

pub(super) fn keys(
    data: &Path,
    desk: &Desk,
    asked: &KeysAsked,
    output: &mut Output<'_>,
) -> anyhow::Result<Exit> {
    match asked {
        KeysAsked::List => {
            let permit = permit::<ReadKeys>(desk, output)?;
            list(&desk.keys(&permit)?, desk, output)
        }
        KeysAsked::Rotate {
            what,
            to,
            destroy_old,
        } => {
            let permit = permit::<ManageKeys>(desk, output)?;
            let places = Places::of(data, &folder::read_settings(data)?);
            let changed = match what {
                Rotate::Root => {
                    let old = match destroy_old {
                        true => OldKey::Destroyed,
                        false => OldKey::Kept,
                    };
                    places.change(*to, old, |kek| desk.rotate_keys(&permit, kek))?
                }
                Rotate::Ledger => {
                    let kek = places.open()?;
                    Changed::only(desk.rotate_keys(&permit, kek.as_ref())?)
                }
            };
            rotated(changed, output)
        }
        KeysAsked::Parquet { to } => {
            let permit = permit::<ManageKeys>(desk, output)?;
            let [key, words] = parquet(data, desk, &permit, to)?;
            if output.json {
                output.document(&json!({ "parquet_key": key, "words": words }))?;
            } else {
                let words = output.words;
                output.line(&words.with("cli-keys-parquet", "path", to.display()))?;
            }
            Ok(Exit::Done)
        }
    }
}

/// Says what is in force now, and what is left to do.
fn rotated(changed: Changed<Rotated>, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let words = output.words;
    let after = &changed.done.after;
    let kind = Kind::of(&after.root);
    if output.json {
        output.document(
            &json!({ "root_key": after.root, "root_key_kind": kind.tag(),
            "ledger_key": after.ledger, "left": changed.left }),
        )?;
    } else {
        output.line(&words.with("cli-keys-rotated", "key", &after.root))?;
    }
    let copy_now = match kind {
        Kind::File => "cli-keys-copy-now",
        Kind::Module => "cli-keys-copy-now-module",
    };
    output.aside(&words.say(copy_now))?;
    if let Some(left) = &changed.left {
        output.aside(&words.with("cli-keys-left", "key", left))?;
    }
    let is_settled = changed.trouble.is_none();
    if let Some(trouble) = changed.trouble {
        let why = spoken(&trouble.into(), words);
        output.aside(&words.with("cli-keys-not-settled", "why", why))?;
    }
    changed.done.filed?;
    Ok(if is_settled {
        Exit::Done
    } else {
        Exit::Attention
    })
}

/// Gives out what a tool of others needs to read the archive's Parquet files: key and words, each
/// in a new file that only its owner may read.
fn parquet(
    data: &Path,
    desk: &Desk,
    permit: &Permit<ManageKeys>,
    to: &Path,
) -> anyhow::Result<[PathBuf; 2]> {
    tilsyn_durable::create_folder(to)?;
    let paths = ["parquet.key", "words.ndjson"].map(|name| to.join(name));
    let key_file = DurableFile::create_new(&paths[0])?;
    let words_file = DurableFile::create_new(&paths[1])?;
    let key = desk.give_out_archive_key(permit)?;
    let key = ArchiveKey::new(&key);
    let words = SavedWords::read(&data.join("archive"), &key)?;
    let words: String = words.lines().map(|line| line + "\n").collect();
    words_file.write_at(0, words.as_bytes())?;
    words_file.sync()?;
    key_file.write_at(0, key.parquet().as_ref())?;
    key_file.sync()?;
    tilsyn_durable::sync_folder(to)?;
    Ok(paths)
}

/// Whole days that a key has been in use.
pub(crate) fn days(since: Option<Instant>, now: Instant) -> Option<u64> {
    let seconds = now.seconds() - since?.seconds();
    u64::try_from(seconds / 86_400).ok()
}

fn list(view: &KeysView, desk: &Desk, output: &mut Output<'_>) -> anyhow::Result<Exit> {
    let named = &view.named;
    let now = desk.now();
    let (root, ledger) = (days(view.root_since, now), days(view.ledger_since, now));
    if output.json {
        let key = |key: &str, name: &str, days: Option<u64>| -> Value {
            json!({ "key": key, "name": name, "days": days })
        };
        output.document(&json!({ "keys": [key("root", &named.root, root),
                key("ledger", &named.ledger, ledger)],
            "root_key_kind": Kind::of(&named.root).tag(),
            "sources": named.sources, "periods": named.periods,
            "first_month": named.months.map(|(first, _)| month_name(first)),
            "last_month": named.months.map(|(_, last)| month_name(last)),
            "destroyed": named.destroyed, "others": named.others }))?;
        return Ok(Exit::Done);
    }
    let words = output.words;
    let row = |what: &str, name: &str, count: Option<u64>| -> Vec<Cell> {
        let count = count.map_or_else(String::new, |count| words.figures().whole(count));
        vec![words.say(what).into(), name.to_owned().into(), count.into()]
    };
    let root_row = match Kind::of(&named.root) {
        Kind::File => "cli-keys-root-file",
        Kind::Module => "cli-keys-root-module",
    };
    let rows = vec![
        row(root_row, &named.root, root),
        row("cli-keys-ledger", &named.ledger, ledger),
    ];
    let headings = ["cli-col-key", "cli-col-key-name", "cli-col-days"];
    output.table(&headings, &rows, "cli-failed")?;
    let counts = [
        ("sources", named.sources),
        ("periods", named.periods),
        ("destroyed", named.destroyed),
        ("others", named.others),
    ];
    let counts = counts.map(|(name, count)| (name, words.figures().whole(count)));
    output.line(&words.fill("cli-keys-counts", &counts))?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_whole_days_and_never_negative() {
        let day = |days: i64| Instant(days * 86_400_000_000);
        assert_eq!(days(Some(day(3)), day(10)), Some(7));
        assert_eq!(days(Some(day(3)), Instant(day(4).0 - 1)), Some(0));
        assert_eq!(days(Some(day(9)), day(3)), None);
        assert_eq!(days(None, day(3)), None);
    }
}
