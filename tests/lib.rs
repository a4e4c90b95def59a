//! The built program from outside: starting it, asking it, killing it.
//!
//! Nothing of the product is linked in; what is shown here, anyone with the binary can see.
//! Not here: the cases themselves (`program/`), pages in a browser (`browser/`).

mod folder;
mod foreign;
mod mail;
mod ports;
mod programs;
mod provider;
mod server;
mod witness;

pub use folder::{Folder, fixture, samples, write};
pub use foreign::{GoWitness, go_program, npm_verifier, schemathesis};
pub use mail::{Mail, MailServer, Manner};
pub use ports::free_address;
pub use programs::{Ran, program, ran, verify_program, witness_program};
pub use provider::{Browser, DemoProvider};
pub use server::{Answer, Server};
pub use witness::Witness;
