//! The same world with less in its directory: what each part of it gives to the findings.
//!
//! The program has no switches for its parts, and outsiders have none either; what is taken away is
//! input. So this shows two things at once: what a kind of evidence is worth, and how findings get
//! worse for an organisation that cannot deliver a file.

use std::fs::{self, File};
use std::path::Path;

use crate::Outcome;

/// What is taken away.
pub(crate) struct Ablation {
    pub(crate) name: &'static str,
    parts: &'static [Part],
}

enum Part {
    /// A file is missing.
    File(&'static str),
    /// A column of a file is empty.
    Column(&'static str, &'static str),
    /// Relations of kin (and contacts) are missing.
    Kin,
    /// All other relations are missing.
    Matters,
    /// Only these files are there.
    Only(&'static [&'static str]),
}

const REASONS: [Part; 2] = [Part::Matters, Part::File("assignments")];

/// In the order of the table.
pub(crate) const ALL: [Ablation; 8] = [
    Ablation {
        name: "no cases, courses, loans or teams",
        parts: &REASONS,
    },
    Ablation {
        name: "no kin, addresses or names",
        parts: &[
            Part::Kin,
            Part::File("addresses"),
            Part::Column("people", "address_key"),
            Part::Column("people", "name"),
        ],
    },
    Ablation {
        name: "no public figures or news",
        parts: &[
            Part::File("attention"),
            Part::Column("people", "public_figure"),
        ],
    },
    Ablation {
        name: "no absences, shifts or dates of accounts",
        parts: &[
            Part::File("absences"),
            Part::File("shifts"),
            Part::Column("accounts", "from"),
            Part::Column("accounts", "to"),
            Part::Column("employments", "paid_through"),
        ],
    },
    Ablation {
        name: "no workstations",
        parts: &[Part::File("workstations")],
    },
    Ablation {
        name: "no positions",
        parts: &[Part::Column("employments", "position")],
    },
    Ablation {
        name: "units, employments, accounts and nothing else",
        parts: &[Part::Only(&[
            "units",
            "employments",
            "person_units",
            "accounts",
        ])],
    },
    Ablation {
        name: "no directory: the log alone",
        parts: &[Part::Only(&[])],
    },
];

impl Ablation {
    /// Copies a directory without what is taken away.
    pub(crate) fn apply(&self, from: &Path, to: &Path) -> Outcome<()> {
        if to.exists() {
            fs::remove_dir_all(to)?;
        }
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let file = entry?.path();
            let name = file
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if self.parts.iter().any(|part| part.drops_file(&name)) {
                continue;
            }
            let mut reader = csv::Reader::from_path(&file)?;
            let header = reader.headers()?.clone();
            let written = File::create(to.join(format!("{name}.csv")))?;
            let mut writer = csv::Writer::from_writer(written);
            writer.write_record(&header)?;
            for record in reader.records() {
                let record = record?;
                let row: Vec<(&str, &str)> = header.iter().zip(record.iter()).collect();
                if !self.parts.iter().any(|part| part.drops_row(&name, &row)) {
                    writer.write_record(row.iter().map(|cell| self.kept(&name, cell)))?;
                }
            }
            writer.flush()?;
        }
        Ok(())
    }

    fn kept<'a>(&self, file: &str, (column, text): &(&str, &'a str)) -> &'a str {
        let empties =
            |part: &Part| matches!(part, Part::Column(of, name) if *of == file && name == column);
        if self.parts.iter().any(empties) {
            ""
        } else {
            text
        }
    }
}

impl Part {
    fn drops_file(&self, file: &str) -> bool {
        match self {
            Part::File(name) => *name == file,
            Part::Only(names) => !names.contains(&file),
            _ => false,
        }
    }

    fn drops_row(&self, file: &str, row: &[(&str, &str)]) -> bool {
        let tied = row.iter().find(|(column, _)| *column == "kind");
        let is_kin = tied.is_some_and(|(_, kind)| matches!(*kind, "kin" | "contact"));
        match self {
            Part::Kin => file == "relations" && is_kin,
            Part::Matters => file == "relations" && !is_kin,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// What is left of two files.
    fn left(name: &str) -> (String, String) {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir(&from).expect("a folder");
        let write = |name: &str, text: &str| {
            let mut file = File::create(from.join(name)).expect("a file");
            file.write_all(text.as_bytes()).expect("it is written");
        };
        write("relations.csv", "kind,ref\nkin,1\ncase,2\n");
        write("people.csv", "name,public_figure\nKari,1\n");
        let ablation = ALL
            .iter()
            .find(|one| one.name == name)
            .expect("there is one");
        ablation.apply(&from, &to).expect("it is copied");
        let read = |name: &str| fs::read_to_string(to.join(name)).unwrap_or_default();
        (read("relations.csv"), read("people.csv"))
    }

    #[test]
    fn what_is_taken_away_is_gone_and_the_rest_is_there() {
        let whole = "name,public_figure\nKari,1\n";
        let (relations, people) = left("no cases, courses, loans or teams");
        assert_eq!((&*relations, &*people), ("kind,ref\nkin,1\n", whole));
        let (relations, people) = left("no kin, addresses or names");
        assert_eq!(relations, "kind,ref\ncase,2\n");
        assert_eq!(people, "name,public_figure\n,1\n");
        let (relations, people) = left("no public figures or news");
        assert_eq!(relations, "kind,ref\nkin,1\ncase,2\n");
        assert_eq!(people, "name,public_figure\nKari,\n");
        assert_eq!(
            left("no directory: the log alone"),
            (String::new(), String::new())
        );
    }
}
