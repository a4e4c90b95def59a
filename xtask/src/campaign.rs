//! `cargo xtask campaign`: what the ordinary tests do for minutes, done for as long as it takes.
//!
//! The ordinary tests always take the same seeds; this goes on from others, which it prints, as
//! the tests print their figures. What is done is in the tests themselves: the ledger's (`crash`,
//! `tampering_many`), and those of the whole program (`faults`, `kills`, `images`, `soak`).

use anyhow::{Context, Result, bail};

use crate::{debian, run, test};

/// A number that can be asked for, and what the campaign takes without.
struct Amount {
    option: &'static str,
    /// How the tests are told.
    setting: &'static str,
    without: u64,
}

/// A part that can be run by itself.
struct Part {
    name: &'static str,
    shows: &'static str,
    tests: Tests,
    /// Names of tests begin so.
    chosen: &'static [&'static str],
    amounts: &'static [Amount],
    /// Which seed to begin from.
    seed: &'static str,
}

/// Whose tests they are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tests {
    Ledger,
    WholeProgram,
}

/// Far from the seeds of the ordinary tests, which begin at 1.
const FIRST: u64 = 1_000_001;

const PARTS: [Part; 6] = [
    Part {
        name: "tampering",
        shows: "every edit of a ledger's files is found",
        tests: Tests::Ledger,
        chosen: &["tampering_many::"],
        amounts: &[Amount {
            option: "--edits",
            setting: "TILSYN_TAMPER_EDITS",
            without: 100_000,
        }],
        seed: "TILSYN_TAMPER_SEED",
    },
    Part {
        name: "disk",
        shows: "the ledger on a simulated disk: crashed, and opened again",
        tests: Tests::Ledger,
        chosen: &["crash::nothing_", "crash::a_disk_"],
        amounts: &[Amount {
            option: "--cycles",
            setting: "TILSYN_CRASH_CYCLES",
            without: 1_000_000,
        }],
        seed: "TILSYN_CRASH_FIRST",
    },
    Part {
        name: "faults",
        shows: "every system call fails once, and two of them",
        tests: Tests::WholeProgram,
        chosen: &["faults::"],
        amounts: &[
            Amount {
                option: "--cases",
                setting: "TILSYN_FAULT_CASES",
                without: 1_000_000,
            },
            Amount {
                option: "--pairs",
                setting: "TILSYN_FAULT_PAIRS",
                without: 2000,
            },
        ],
        seed: "TILSYN_FAULT_SEED",
    },
    Part {
        name: "kills",
        shows: "the served program killed, again and again",
        tests: Tests::WholeProgram,
        chosen: &["kills::"],
        amounts: &[Amount {
            option: "--kills",
            setting: "TILSYN_KILLS",
            without: 500,
        }],
        seed: "TILSYN_KILLS_SEED",
    },
    Part {
        name: "images",
        shows: "images of a disk of the real kernel, as a power cut leaves it",
        tests: Tests::WholeProgram,
        chosen: &["images::"],
        amounts: &[Amount {
            option: "--images",
            setting: "TILSYN_IMAGES",
            without: 500,
        }],
        seed: "TILSYN_IMAGES_SEED",
    },
    Part {
        name: "soak",
        shows: "sources get through while something goes wrong every few seconds",
        tests: Tests::WholeProgram,
        chosen: &["soak::"],
        amounts: &[Amount {
            option: "--seconds",
            setting: "TILSYN_SOAK_SECONDS",
            without: 1800,
        }],
        seed: "TILSYN_SOAK_SEED",
    },
];

/// What was asked for.
struct Asked {
    only: Option<String>,
    first: u64,
    amounts: Vec<(String, u64)>,
}

/// Runs all parts, or the one named after `--only`.
pub(crate) fn campaign(words: &[String]) -> Result<()> {
    let asked = asked(words)?;
    let chosen = |part: &&Part| asked.only.as_ref().is_none_or(|name| name == part.name);
    let chosen: Vec<&Part> = PARTS.iter().filter(chosen).collect();
    if chosen.is_empty() {
        let names = PARTS.map(|part| part.name);
        bail!("there is no such part; the parts are: {}", names.join(", "));
    }
    debian::install(&test::packages_of_faults())?;
    let mut failed = Vec::new();
    for part in chosen {
        eprintln!("\n== {}: {}, seed {}", part.name, part.shows, asked.first);
        // One that fails does not keep the others from being seen.
        if let Err(error) = part.run(&asked) {
            eprintln!("{error:#}");
            failed.push(part.name);
        }
    }
    match failed.is_empty() {
        true => Ok(()),
        false => bail!("failed: {}", failed.join(", ")),
    }
}

fn asked(words: &[String]) -> Result<Asked> {
    let mut asked = Asked {
        only: None,
        first: FIRST,
        amounts: Vec::new(),
    };
    let mut rest = words.iter();
    while let Some(option) = rest.next() {
        let value = rest
            .next()
            .with_context(|| format!("{option} takes a value"))?;
        if option == "--only" {
            asked.only = Some(value.clone());
            continue;
        }
        let number = value.replace('_', "").parse();
        let number = number.with_context(|| format!("{option} takes a number"))?;
        let known = |amount: &Amount| amount.option == option;
        match option.as_str() {
            "--first" => asked.first = number,
            _ if PARTS.iter().any(|part| part.amounts.iter().any(known)) => {
                asked.amounts.push((option.clone(), number));
            }
            _ => bail!("{option} is not known; see cargo xtask help"),
        }
    }
    Ok(asked)
}

impl Part {
    fn run(&self, asked: &Asked) -> Result<()> {
        let mut command = match self.tests {
            Tests::Ledger => run::cargo(&["test", "-p", "tilsyn-ledger", "--lib", "--"])?,
            Tests::WholeProgram => {
                let mut command =
                    run::cargo(&["test", "-p", test::WHOLE_PROGRAM, "--test", "program", "--"])?;
                command.env("TILSYN_BIN", test::built_program()?);
                command
            }
        };
        command.arg("--nocapture").args(self.chosen);
        for amount in self.amounts {
            let given = asked.amounts.iter().rev();
            let mut given = given.filter(|(option, _)| option == amount.option);
            let number = given.next().map_or(amount.without, |(_, number)| *number);
            command.env(amount.setting, number.to_string());
        }
        command.env(self.seed, asked.first.to_string());
        run::run(&mut command)
    }
}
