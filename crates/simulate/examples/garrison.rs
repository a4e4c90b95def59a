//! Writes the world of the evaluation to a folder: `directory/`, `events.ndjson`, `truth.ndjson`.
//!
//! `garrison --seed N --out DIR [--one-in N] [--municipality] [--no-misuse]`. Without `--out` it
//! only counts.

use std::error::Error;
use std::fs::{File, create_dir_all};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tilsyn_simulate::garrison::{Flavour, Garrison, Plan};

fn main() -> Result<(), Box<dyn Error>> {
    let (mut plan, mut out, mut part) = (Plan::full(1), None, 1);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--seed" => plan.seed = value()?.parse()?,
            "--one-in" => part = value()?.parse()?,
            "--out" => out = Some(value()?),
            "--municipality" => plan.flavour = Flavour::Municipality,
            "--no-misuse" => plan.misuse = false,
            _ => return Err(format!("unknown: {word}").into()),
        }
    }
    let world = Garrison::new(plan.one_in(part));
    let count = match out {
        None => world.write_events(&mut io::sink())?,
        Some(folder) => {
            let folder = Path::new(&folder);
            create_dir_all(folder)?;
            world.write_directory(&folder.join("directory"))?;
            world.write_truth(&mut File::create(folder.join("truth.ndjson"))?)?;
            let mut file = BufWriter::new(File::create(folder.join("events.ndjson"))?);
            let count = world.write_events(&mut file)?;
            file.flush()?;
            count
        }
    };
    writeln!(io::stderr(), "{count} events")?;
    Ok(())
}
