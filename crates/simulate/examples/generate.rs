//! Writes a world to a folder: `directory/` and `events.ndjson`.
//!
//! `generate --size small|medium|large --seed N --out DIR`, or `--out -` for the events alone on
//! standard output. Without `--out` it only counts; with `--read` it counts events read back.
//! `--events N` stops after the first N events.

use std::error::Error;
use std::fs::{File, create_dir_all};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tilsyn_simulate::{Size, World};

fn main() -> Result<(), Box<dyn Error>> {
    let (mut size, mut seed, mut out, mut read) = (Size::Small, 1_u64, None, false);
    let mut most = u64::MAX;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
        match word.as_str() {
            "--size" => size = Size::from_word(&value()?).ok_or("small, medium or large")?,
            "--seed" => seed = value()?.parse()?,
            "--events" => most = value()?.parse()?,
            "--out" => out = Some(value()?),
            "--read" => read = true,
            _ => return Err(format!("unknown: {word}").into()),
        }
    }
    let world = World::new(size, seed);
    let count = match out.as_deref() {
        None if read => world.events().count() as u64,
        None => world.write_events(&mut io::sink(), most)?,
        Some("-") => world.write_events(&mut io::stdout().lock(), most)?,
        Some(folder) => {
            let folder = Path::new(folder);
            create_dir_all(folder)?;
            world.write_directory(&folder.join("directory"))?;
            let mut file = BufWriter::new(File::create(folder.join("events.ndjson"))?);
            let count = world.write_events(&mut file, most)?;
            file.flush()?;
            count
        }
    };
    writeln!(io::stderr(), "{count} events")?;
    Ok(())
}
