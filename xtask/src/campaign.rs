//! `cargo xtask campaign`: what the ordinary tests do for minutes, done for as long as it takes.
//!
//! The ordinary tests always take the same seeds; this goes on from others, which it prints, as
//! the tests print their figures. What is done is in the tests themselves: the ledger's (`crash`,
//! `tampering_many`), those of who may do what (`policy`), and those of the whole program
//! (`faults`, `kills`, `images`, `organisations`, `soak`). Two more parts ask what the ledger's
//! tests are worth (`mutants`, `coverage`).

use anyhow::{Context, Result, bail};

use crate::{coverage, debian, mutants, run, test};

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
    Rules,
    WholeProgram,
}

/// Far from the seeds of the ordinary tests, which begin at 1.
const FIRST: u64 = 1_000_001;

const PARTS: [Part; 8] = [
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
        name: "rules",
        shows: "who may do what, beside a plain table that notices every mistake in a rule; \
                and what is kept apart stays apart",
        tests: Tests::Rules,
        chosen: &["permit::policy::"],
        amounts: &[
            Amount {
                option: "--rulings",
                setting: "TILSYN_RULINGS",
                without: 1_000_000,
            },
            Amount {
                option: "--chains",
                setting: "TILSYN_RULE_CHAINS",
                without: 1000,
            },
            // More than there are of any kind.
            Amount {
                option: "--names",
                setting: "TILSYN_RULE_NAMES",
                without: 1000,
            },
        ],
        seed: "TILSYN_RULES_FIRST",
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
        name: "organisations",
        shows: "nothing of one organisation is in an answer of another",
        tests: Tests::WholeProgram,
        chosen: &["organisations::nothing_"],
        amounts: &[Amount {
            option: "--requests",
            setting: "TILSYN_REQUESTS",
            without: 100_000,
        }],
        seed: "TILSYN_REQUESTS_SEED",
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

/// A part that asks what the tests are worth.
struct Worth {
    name: &'static str,
    shows: &'static str,
    run: fn(&Asked) -> Result<()>,
}

const WORTH: [Worth; 2] = [
    Worth {
        name: "mutants",
        shows: "mistakes planted in the ledger's code are found by its tests",
        run: |asked| mutants::mutants(asked.amount(ONE_IN).unwrap_or(1), asked.first),
    },
    Worth {
        name: "coverage",
        shows: "which lines of the ledger its tests run",
        run: |_| coverage::coverage(),
    },
];

/// One mistake in so many is planted; all of them take a day.
const ONE_IN: &str = "--one-in";

/// What was asked for.
struct Asked {
    only: Option<String>,
    first: u64,
    amounts: Vec<(String, u64)>,
}

/// Runs all parts, or the one named after `--only`.
pub(crate) fn campaign(words: &[String]) -> Result<()> {
    let asked = asked(words)?;
    let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
    let names = [names, WORTH.map(|part| part.name).to_vec()].concat();
    let is_chosen = |name: &str| asked.only.as_ref().is_none_or(|only| only == name);
    if !names.iter().any(|name| is_chosen(name)) {
        bail!("there is no such part; the parts are: {}", names.join(", "));
    }
    let mut failed = Vec::new();
    // One that fails does not keep the others from being seen.
    let mut note = |name, done: Result<()>| {
        if let Err(error) = done {
            eprintln!("{error:#}");
            failed.push(name);
        }
    };
    let tests: Vec<&Part> = PARTS.iter().filter(|part| is_chosen(part.name)).collect();
    if !tests.is_empty() {
        debian::install(&test::packages_of_faults())?;
    }
    for part in tests {
        eprintln!("\n== {}: {}, seed {}", part.name, part.shows, asked.first);
        note(part.name, part.run(&asked));
    }
    for part in WORTH.iter().filter(|part| is_chosen(part.name)) {
        eprintln!("\n== {}: {}", part.name, part.shows);
        note(part.name, (part.run)(&asked));
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
            ONE_IN => asked.amounts.push((option.clone(), number)),
            _ if PARTS.iter().any(|part| part.amounts.iter().any(known)) => {
                asked.amounts.push((option.clone(), number));
            }
            _ => bail!("{option} is not known; see cargo xtask help"),
        }
    }
    Ok(asked)
}

impl Asked {
    /// A number that was given; the last one, where it was given twice.
    fn amount(&self, option: &str) -> Option<u64> {
        let mut given = self.amounts.iter().rev();
        let given = given.find(|(name, _)| name == option);
        given.map(|(_, number)| *number)
    }
}

impl Part {
    fn run(&self, asked: &Asked) -> Result<()> {
        let mut command = match self.tests {
            Tests::Ledger => run::cargo(&["test", "-p", "tilsyn-ledger", "--lib", "--"])?,
            Tests::Rules => run::cargo(&["test", "-p", "tilsyn-app", "--lib", "--"])?,
            Tests::WholeProgram => {
                // All packages, as the ordinary tests were built.
                let mut command = run::cargo(&["test", "--workspace", "--test", "program", "--"])?;
                test::tell_of_programs(&mut command)?;
                command
            }
        };
        command.arg("--nocapture").args(self.chosen);
        for amount in self.amounts {
            let number = asked.amount(amount.option).unwrap_or(amount.without);
            command.env(amount.setting, number.to_string());
        }
        command.env(self.seed, asked.first.to_string());
        run::run(&mut command)
    }
}
