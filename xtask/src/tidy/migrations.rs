//! Every migration speaks both dialects: `migrations/NNNN-name/{sqlite,postgres}.sql`.

use std::collections::{BTreeMap, BTreeSet};

use super::Source;

const DIALECTS: [&str; 2] = ["postgres.sql", "sqlite.sql"];

/// Both files are there, and numbers run from 1 without a gap.
pub(super) fn have_both_dialects(sources: &[Source]) -> Vec<String> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in sources {
        if let Some(rest) = source.path.strip_prefix("migrations/")
            && let Some((folder, file)) = rest.split_once('/')
        {
            found.entry(folder).or_default().insert(file);
        }
    }
    let mut sins = Vec::new();
    for (at, (folder, files)) in found.iter().enumerate() {
        for dialect in DIALECTS.iter().filter(|dialect| !files.contains(*dialect)) {
            sins.push(format!("migrations/{folder}: {dialect} is missing"));
        }
        if !folder.starts_with(&format!("{:04}-", at + 1)) {
            sins.push(format!(
                "migrations/{folder}: number {:04} was expected",
                at + 1
            ));
        }
    }
    sins
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::source;

    fn check(files: &[&str], caught: usize) {
        let sources: Vec<Source> = files.iter().map(|file| source(file, "")).collect();
        assert_eq!(have_both_dialects(&sources).len(), caught, "{files:?}");
    }

    #[test]
    fn a_missing_dialect_is_caught() {
        check(&["migrations/0001-people/sqlite.sql"], 1);
    }

    #[test]
    fn a_gap_in_the_numbers_is_caught() {
        check(
            &[
                "migrations/0002-people/sqlite.sql",
                "migrations/0002-people/postgres.sql",
            ],
            1,
        );
        check(
            &[
                "migrations/0001-people/sqlite.sql",
                "migrations/0001-people/postgres.sql",
            ],
            0,
        );
    }
}
