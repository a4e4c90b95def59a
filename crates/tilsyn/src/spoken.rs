//! What went wrong, said to a person in their language.
//!
//! The sentence says what and where; the technical words of a cause (a file's damage, what the
//! system said) stand behind it as they are, for whoever mends it. Not here: exit codes
//! (`commands`).

use tilsyn_app::Problem;
use tilsyn_app::problem::Whose;
use tilsyn_durable::{Error as FileError, Holder};
use tilsyn_web::Words;

use crate::folder::Unusable;
use crate::root_key::{self, Trouble};

/// The sentence for an error, in the words of whoever asked.
pub(crate) fn spoken(error: &anyhow::Error, words: Words) -> String {
    if let Some((file, detail)) = damaged_registry(error) {
        return words.fill("cli-fault-registry", &[("file", file), ("detail", detail)]);
    }
    if let Some(column) = unopened_column(error) {
        return words.with("cli-registry-unopened", "column", column);
    }
    let root_key = root_key::behind(error).and_then(|trouble| of_root_key(trouble, words));
    if let Some(problem) = error.downcast_ref::<Problem>() {
        let said = words.problem(problem);
        if let Some(why) = root_key {
            return format!("{said} {why}");
        }
        return match problem.whose {
            Whose::Ours | Whose::Later => with_detail(&said, &causes(error), words),
            _ => said,
        };
    }
    if let Some(said) = root_key {
        return said;
    }
    for cause in error.chain() {
        if let Some(file) = cause.downcast_ref::<FileError>() {
            return of_file(file, words);
        }
        if let Some(folder) = cause.downcast_ref::<Unusable>() {
            return of_folder(folder, words);
        }
    }
    words.with("cli-failed", "detail", format!("{error:#}"))
}

/// The file of a registry that is damaged, and what SQLite said.
fn damaged_registry(error: &anyhow::Error) -> Option<(String, String)> {
    error.chain().find_map(|cause| match cause.downcast_ref()? {
        tilsyn_registry::Error::Damaged { file, source } => {
            Some((file.display().to_string(), source.to_string()))
        }
        _ => None,
    })
}

/// The table and column of a sealed value that does not open.
fn unopened_column(error: &anyhow::Error) -> Option<String> {
    error.chain().find_map(|cause| match cause.downcast_ref()? {
        tilsyn_registry::Error::Sealed { table, column } => Some(format!("{table}.{column}")),
        _ => None,
    })
}

fn of_file(error: &FileError, words: Words) -> String {
    match error {
        FileError::Held { path, holder } => {
            let path = ("path", path.display().to_string());
            words.fill("cli-held", &[path, ("holder", holding(holder, words))])
        }
        FileError::Full { path, .. } => words.with("cli-disk-full", "path", path.display()),
        FileError::NotDurable { path, source } => {
            let said = words.with("cli-not-durable", "path", path.display());
            with_detail(&said, &source.to_string(), words)
        }
        FileError::Refused { path, source, .. } => {
            let said = words.with("cli-cannot-use-file", "path", path.display());
            with_detail(&said, &source.to_string(), words)
        }
    }
}

fn of_folder(error: &Unusable, words: Words) -> String {
    let formats = |path: &std::path::Path, found: u32, known: u32| {
        [
            ("path", path.display().to_string()),
            ("found", found.to_string()),
            ("known", known.to_string()),
        ]
    };
    match error {
        Unusable::Older { path, found, known } => {
            words.fill("cli-folder-older", &formats(path, *found, *known))
        }
        Unusable::Newer { path, found, known } => {
            words.fill("cli-folder-newer", &formats(path, *found, *known))
        }
        Unusable::OfAnother { path, owner } => {
            let path = ("path", path.display().to_string());
            words.fill("cli-folder-of-another", &[path, ("owner", owner.clone())])
        }
        Unusable::Zone { name } => words.with("cli-no-such-zone", "zone", name),
        Unusable::NoRoom {
            path, mebibytes, ..
        } => {
            let path = ("path", path.display().to_string());
            words.fill("cli-no-room", &[path, ("mebibytes", mebibytes.to_string())])
        }
        Unusable::RegistryGone { place } => words.with("cli-registry-gone", "path", place),
        Unusable::RegistryOfAnother { place } => {
            words.with("cli-registry-of-another", "path", place)
        }
        Unusable::File { path, why } => {
            let said = words.with("cli-file-not-as-expected", "path", path.display());
            with_detail(&said, why, words)
        }
    }
}

/// The sentence for a root key that cannot be had; `None`: what lies behind has its own.
pub(crate) fn of_root_key(trouble: &Trouble, words: Words) -> Option<String> {
    let path = |path: &std::path::Path| ("path", path.display().to_string());
    let token = |token: &str| ("token", token.to_owned());
    let detailed = |key: &str, place: (&'static str, String), detail: &str| {
        with_detail(&words.fill(key, &[place]), detail, words)
    };
    Some(match trouble {
        Trouble::File { path: at, source } => {
            detailed("cli-no-root-key", path(at), &source.to_string())
        }
        Trouble::FileThere { path: at } => words.fill("cli-key-file-there", &[path(at)]),
        Trouble::NoModuleNamed { key } => words.with("cli-key-no-module-named", "key", key),
        Trouble::NoSettings => words.say("cli-key-no-settings"),
        Trouble::Setting => words.say("cli-key-settings"),
        Trouble::NotLoaded { path: at, detail } => {
            detailed("cli-key-module-not-loaded", path(at), detail)
        }
        Trouble::NoToken {
            path: at,
            token: wanted,
            found,
        } => {
            let found = ("found", found.clone());
            words.fill("cli-key-no-token", &[path(at), token(wanted), found])
        }
        Trouble::ManyTokens {
            path: at,
            token: wanted,
        } => words.fill("cli-key-many-tokens", &[path(at), token(wanted)]),
        Trouble::Pin { place, detail } => {
            detailed("cli-key-pin-unreadable", ("path", place.clone()), detail)
        }
        Trouble::PinOpenToOthers { path: at } => words.fill("cli-key-pin-open", &[path(at)]),
        Trouble::PinWrong { token: at, note } => match note {
            Some(note) => words.fill("cli-key-pin-wrong", &[token(at), path(note)]),
            None => words.fill("cli-key-pin-wrong-once", &[token(at)]),
        },
        Trouble::PinNotTried { token: at, note } => {
            words.fill("cli-key-pin-not-tried", &[token(at), path(note)])
        }
        Trouble::PinLocked { token: at } => words.fill("cli-key-pin-locked", &[token(at)]),
        Trouble::PinLastTry { token: at } => words.fill("cli-key-pin-last-try", &[token(at)]),
        Trouble::NoKey {
            token: at,
            label,
            key,
        } => {
            let named = [("label", label.clone()), ("key", key.clone())];
            words.fill("cli-key-not-in-token", &[&[token(at)], &named[..]].concat())
        }
        Trouble::LabelTaken { token: at, label } => words.fill(
            "cli-key-label-taken",
            &[token(at), ("label", label.clone())],
        ),
        Trouble::Failed { token: at, detail } => {
            detailed("cli-key-token-cannot", token(at), detail)
        }
        Trouble::Disk(_) | Trouble::Ledger(_) => return None,
    })
}

/// Which program holds the folder, as far as it said so.
fn holding(holder: &Holder, words: Words) -> String {
    match holder.process {
        Some(process) => {
            let what = ("what", holder.what.clone());
            words.fill("cli-holder", &[what, ("process", process.to_string())])
        }
        None => words.say("cli-holder-unknown"),
    }
}

/// What lies behind a problem, without the problem itself.
fn causes(error: &anyhow::Error) -> String {
    let causes = error.chain().skip(1).map(ToString::to_string);
    causes.collect::<Vec<_>>().join(": ")
}

fn with_detail(said: &str, detail: &str, words: Words) -> String {
    if detail.is_empty() {
        return said.to_owned();
    }
    format!("{said} {}", words.with("cli-detail", "detail", detail))
}

#[cfg(test)]
mod tests {
    use std::io;

    use tilsyn_web::Language;

    use super::*;
    use crate::words::words;

    fn check(error: impl Into<anyhow::Error>, language: Language, expected: &str) {
        assert_eq!(spoken(&error.into(), words(language)), expected);
    }

    #[test]
    fn a_problem_says_its_sentence_and_names_its_file() {
        let problem = || Problem::yours("problem-cannot-read-file").with("path", "/srv/a.ndjson");
        check(
            problem(),
            Language::Norwegian,
            "Filen /srv/a.ndjson kunne ikke leses.",
        );
        check(
            problem(),
            Language::Swedish,
            "Filen /srv/a.ndjson kunde inte läsas.",
        );
    }

    #[test]
    fn our_fault_tells_the_cause_behind_the_sentence() {
        let cause = io::Error::other("segment 7 is damaged");
        let error = anyhow::Error::new(Problem::ours("problem-ledger", cause));
        let said = spoken(&error, words(Language::Danish));
        assert!(said.contains("segment 7 is damaged"), "{said}");
        assert!(!said.contains("problem-ledger"), "{said}");
    }

    #[test]
    fn a_held_folder_is_told_with_its_holder() {
        let held = FileError::Held {
            path: "/srv/data".into(),
            holder: Holder {
                process: Some(17),
                what: "serve".to_owned(),
            },
        };
        let said = spoken(&held.into(), words(Language::English));
        for part in ["/srv/data", "17", "serve"] {
            assert!(said.contains(part), "{said}");
        }
    }

    #[test]
    fn what_has_no_sentence_of_its_own_is_told_as_it_is() {
        let error = anyhow::anyhow!("no runtime");
        for language in Language::ALL {
            let said = spoken(&error, words(language));
            assert!(said.contains("no runtime") && said.len() > 12, "{said}");
        }
    }
}
