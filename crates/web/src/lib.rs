//! Everything a person reads: pages, exports, data; four languages.
//!
//! A page is a handler, a template and texts, in one folder a feature. Handlers decide nothing
//! about the field: they ask the desk and lay out what it says. All of it works without scripts.

mod addresses;
mod asked;
mod assets;
mod cases;
mod charts;
mod connections;
mod door;
mod download;
mod duties;
mod emergency;
mod erasures;
pub mod explanations;
mod figures;
pub mod findings;
mod frame;
mod front;
mod handles;
mod installation;
mod integrity;
pub mod language;
pub mod letter;
mod list;
mod log_review;
mod login;
mod masked;
mod mine;
mod openapi;
mod own_log;
mod people;
mod period;
mod pool;
mod printed;
mod quarantine;
mod quarters;
mod reply;
mod reveals;
mod routes;
mod rules;
mod samples;
mod scim;
mod search;
mod sent;
mod serve;
pub mod settings;
mod sheet;
mod sources;
mod uploaded;
mod words;

#[cfg(test)]
mod made_up;
#[cfg(test)]
mod routes_test;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod texts_test;

pub use axum::Router;
pub use figures::Figures;
pub use installation::{Member, installation};
pub use language::Language;
pub use login::{Agreed, Http, HttpFailed, Provider};
pub use printed::{Print, PrintFailed};
pub use quarters::{ReportFile, report_file};
pub use routes::router;
pub use serve::{ServeError, serve};
pub use settings::{Entrance, WebSettings};
pub use words::Words;
