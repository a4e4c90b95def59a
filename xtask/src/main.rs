//! Project tasks: `cargo xtask demo|test|bench|eval|campaign|tidy|assets`.
//!
//! A fresh Debian with Rust needs nothing else: what a task lacks it installs itself when run as
//! root, and otherwise it names the exact line to run. Not here: anything of the product.

mod assets;
mod bench;
mod campaign;
mod coverage;
mod debian;
mod demo;
mod demo_provider;
mod demo_witness;
mod eval;
mod mutants;
mod node;
mod prune;
mod run;
mod schemathesis;
mod test;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask demo [--size small|medium|large] [--listen ADDRESS] [--fresh] [--check]
    Makes the assets, builds the program, makes the demo register, imports it, serves it.
    --fresh throws the demo data away first; --check stops once the front page has answered.
cargo xtask test [--only STEP]
    Installs what tests need and runs all of them, stopping at the first failure.
cargo xtask tidy
    Reads the repository and checks what can be checked without a reviewer.
cargo xtask bench [NAME] [ARGUMENTS...]
    Lists the benchmarks, or runs one.
cargo xtask eval [--worlds garrison,municipality] [--seeds 1,2,3] [--ablation-seeds 2] [--one-in N]
                 [--out docs/evaluation.md]
    Judges the log evaluation on worlds with planted misuse, beside other methods, and with parts of
    the directory missing. Without --out it only tells; $TILSYN_BIN names a program built before.
cargo xtask campaign [--only PART] [--first SEED] [--edits N] [--cycles N] [--cases N] [--pairs N]
                     [--kills N] [--images N] [--seconds N] [--rulings N] [--chains N]
                     [--names N] [--requests N] [--one-in N]
    Does for hours what the tests do for minutes: tampering, disk, rules, faults, kills, images,
    organisations, soak; and asks what the ledger's tests are worth: mutants (one in N of them),
    coverage.
cargo xtask assets
    Fetches style sheets and fonts, of pages and of printed documents, with npm.

Builds go to $TILSYN_TARGET_DIR, else $CARGO_TARGET_DIR, else ~/.cache/tilsyn/target, which all
clones share, and what is finished to target/ in the clone. What clones built there whose path is
gone is removed when demo or test starts.";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let task = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let done = match task.as_str() {
        "assets" => assets::assets(),
        "bench" => bench::bench(&rest),
        "campaign" => campaign::campaign(&rest),
        "demo" => demo::demo(&rest),
        "eval" => eval::eval(&rest),
        "test" => test::test(&rest),
        "tidy" => tidy::tidy(),
        _ => {
            eprintln!("{HELP}");
            return if task == "help" || task == "--help" {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(2)
            };
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask {task}: {error:#}");
            ExitCode::FAILURE
        }
    }
}
