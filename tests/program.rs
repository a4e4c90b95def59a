//! The whole program, as an outsider uses it: the contract of its commands.
//!
//! One binary, so that it links once. What can be shown lower down is shown there.

#[path = "program/backup.rs"]
mod backup;
#[path = "program/batches.rs"]
mod batches;
#[path = "program/completeness.rs"]
mod completeness;
#[path = "program/crash.rs"]
mod crash;
#[path = "program/demo.rs"]
mod demo;
#[path = "program/duties.rs"]
mod duties;
#[path = "program/emergency.rs"]
mod emergency;
#[path = "program/evidence.rs"]
mod evidence;
#[path = "program/exits.rs"]
mod exits;
#[path = "program/faults/mod.rs"]
mod faults;
#[path = "program/figures.rs"]
mod figures;
#[path = "program/findings.rs"]
mod findings;
#[path = "program/foreign.rs"]
mod foreign;
#[path = "program/full.rs"]
mod full;
#[path = "program/history.rs"]
mod history;
#[path = "program/holds.rs"]
mod holds;
#[path = "program/images.rs"]
mod images;
#[path = "program/intake.rs"]
mod intake;
#[path = "program/kept.rs"]
mod kept;
#[path = "program/kills.rs"]
mod kills;
#[path = "program/languages.rs"]
mod languages;
#[path = "program/module.rs"]
mod module;
#[path = "program/notices.rs"]
mod notices;
#[path = "program/openapi.rs"]
mod openapi;
#[path = "program/organisations.rs"]
mod organisations;
#[path = "program/postgres.rs"]
mod postgres;
#[path = "program/quarters.rs"]
mod quarters;
#[path = "program/samples.rs"]
mod samples;
#[path = "program/sealed.rs"]
mod sealed;
#[path = "program/server.rs"]
mod server;
#[path = "program/sign_in.rs"]
mod sign_in;
#[path = "program/soak.rs"]
mod soak;
#[path = "program/spot_check.rs"]
mod spot_check;
#[path = "program/strata.rs"]
mod strata;
#[path = "program/verify.rs"]
mod verify;
#[path = "program/witness.rs"]
mod witness;
