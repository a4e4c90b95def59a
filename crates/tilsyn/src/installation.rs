//! An installation of several organisations: a folder that holds their data folders, and says so.
//!
//! ```text
//! /var/lib/tilsyn/
//!   installation.toml   who is served together, and who decides for all
//!   nordvik/            a data folder like any other: its own keys, log, register, settings
//!   viken/
//! ```
//!
//! Each organisation is opened as if it were alone (`folder`), by its own root key, and is reached
//! under its own name. What is common is definitions alone, never anything about people.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::folder::Unusable;

const FILE: &str = "installation.toml";

/// `installation.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Installation {
    #[serde(rename = "organisation")]
    pub organisations: Vec<Organisation>,
    /// The folder of the common body, whose definitions hold for all; none without it.
    pub common: Option<String>,
}

/// One of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Organisation {
    /// Its data folder, beside the file. Where nobody vouches for people its name is in the
    /// address, too: `viken.localhost`.
    pub folder: String,
}

impl Installation {
    /// What the file in a folder says; `None` where there is none, so that the folder is one
    /// organisation's.
    ///
    /// # Errors
    /// When it cannot be read or understood, names a folder twice, or one that lies elsewhere.
    pub(crate) fn read(home: &Path) -> anyhow::Result<Option<Installation>> {
        let path = home.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let bytes = tilsyn_durable::read(&path)?;
        let wrong = |why: String| Unusable::File {
            path: path.clone(),
            why,
        };
        let text = String::from_utf8_lossy(&bytes);
        let read: Installation = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        read.check().map_err(wrong)?;
        Ok(Some(read))
    }

    fn check(&self) -> Result<(), String> {
        let mut known = BTreeSet::new();
        for one in &self.organisations {
            if !is_name(&one.folder) {
                return Err(format!(
                    "folder: {:?} is no name of a folder here",
                    one.folder
                ));
            }
            if !known.insert(one.folder.as_str()) {
                return Err(format!("folder: {:?} stands there twice", one.folder));
            }
        }
        match &self.common {
            _ if known.is_empty() => Err("there is no [[organisation]]".to_owned()),
            Some(common) if !known.contains(common.as_str()) => {
                Err(format!("common: {common:?} is none of the organisations"))
            }
            _ => Ok(()),
        }
    }

    /// Where their data lie, in the order of the file.
    pub(crate) fn folders(&self, home: &Path) -> Vec<(String, PathBuf)> {
        let all = self.organisations.iter();
        all.map(|one| (one.folder.clone(), home.join(&one.folder)))
            .collect()
    }
}

/// Letters, digits and `-`, as a host name has them, so that it can stand in an address too.
fn is_name(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=63).contains(&text.len()) && text.chars().all(fits) && !text.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&[&str], &str>) {
        let read: Result<Installation, _> = toml::from_str(text);
        let said = match read {
            Ok(read) => read.check().map(|()| read.organisations),
            Err(error) => Err(error.message().to_owned()),
        };
        match (said, expected) {
            (Ok(found), Ok(names)) => {
                let found: Vec<&str> = found.iter().map(|one| one.folder.as_str()).collect();
                assert_eq!(found, names);
            }
            (Err(said), Err(part)) => assert!(said.contains(part), "{said}"),
            (found, _) => panic!("{text}: {found:?}"),
        }
    }

    #[test]
    fn what_is_wrong_with_the_file_is_said() {
        let two = "common = 'nord'\n[[organisation]]\nfolder = 'nord'\n\
                   [[organisation]]\nfolder = 'viken-2'\n";
        check(two, Ok(&["nord", "viken-2"]));
        check("", Err("missing field `organisation`"));
        check("organisation = []", Err("there is no [[organisation]]"));
        let twice = "[[organisation]]\nfolder = 'a'\n[[organisation]]\nfolder = 'a'\n";
        check(twice, Err("twice"));
        for elsewhere in ["../a", "/a", "a/b", "A", "", ".", "-a"] {
            let text = format!("[[organisation]]\nfolder = '{elsewhere}'\n");
            check(&text, Err("is no name of a folder here"));
        }
        let common = "common = 'b'\n[[organisation]]\nfolder = 'a'\n";
        check(common, Err("none of the organisations"));
        check(
            "[[organisation]]\nfolder = 'a'\nhost = 'b'\n",
            Err("unknown field"),
        );
    }
}
