//! What is asked for on the command line.

use std::path::PathBuf;

use tilsyn_simulate::garrison::{Flavour, Plan};

use crate::Outcome;

/// What is to be done.
pub(crate) struct Wish {
    pub(crate) program: PathBuf,
    pub(crate) worlds: Vec<Flavour>,
    pub(crate) seeds: Vec<u64>,
    /// Seeds on which parts of the directory are taken away, too.
    pub(crate) ablation_seeds: Vec<u64>,
    /// Smaller worlds, to try things out.
    pub(crate) one_in: u32,
    /// Where worlds and data folders lie while they are asked; a gigabyte and a half.
    pub(crate) work: PathBuf,
    pub(crate) out: Option<PathBuf>,
}

impl Wish {
    pub(crate) fn read(words: impl Iterator<Item = String>) -> Outcome<Wish> {
        let mut wish = Wish {
            program: PathBuf::new(),
            worlds: vec![Flavour::Garrison, Flavour::Municipality],
            seeds: vec![1, 2, 3],
            ablation_seeds: vec![2],
            one_in: 1,
            work: std::env::temp_dir().join("tilsyn-eval"),
            out: None,
        };
        let mut words = words;
        while let Some(word) = words.next() {
            let value = words
                .next()
                .ok_or_else(|| format!("{word} needs a value"))?;
            match word.as_str() {
                "--program" => wish.program = value.into(),
                "--worlds" => {
                    wish.worlds = value.split(',').map(flavour).collect::<Outcome<_>>()?;
                }
                "--seeds" => wish.seeds = numbers(&value)?,
                "--ablation-seeds" => wish.ablation_seeds = numbers(&value)?,
                "--one-in" => wish.one_in = value.parse()?,
                "--work" => wish.work = value.into(),
                "--out" => wish.out = Some(value.into()),
                _ => return Err(format!("unknown: {word}").into()),
            }
        }
        if !wish.program.is_file() {
            return Err("--program names no file".into());
        }
        Ok(wish)
    }

    pub(crate) fn plan(&self, flavour: Flavour, seed: u64) -> Plan {
        let plan = Plan {
            flavour,
            ..Plan::full(seed)
        };
        plan.one_in(self.one_in)
    }
}

fn numbers(text: &str) -> Outcome<Vec<u64>> {
    let numbers = text.split(',').filter(|part| !part.is_empty());
    Ok(numbers.map(str::parse).collect::<Result<_, _>>()?)
}

fn flavour(word: &str) -> Outcome<Flavour> {
    match word {
        "garrison" => Ok(Flavour::Garrison),
        "municipality" => Ok(Flavour::Municipality),
        _ => Err(format!("no world is called {word}").into()),
    }
}

/// What a world is called in commands and tables.
pub(crate) fn word(flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::Garrison => "garrison",
        Flavour::Municipality => "municipality",
    }
}
