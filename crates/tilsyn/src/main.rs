//! The program: read configuration, wire the crates, subcommands.
fn main() {}
