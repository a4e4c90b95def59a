//! What the pages need to know before the first request: who may sign in and where they stand.

use std::sync::Arc;

use crate::login::Provider;
use crate::printed::Print;

/// How people come in.
#[derive(Clone)]
pub enum Entrance {
    /// Everyone is whom of the staff they choose to be; of these people, until anybody has a
    /// duty. On loopback only, and marked on every page.
    Development { names: Vec<String> },
    /// The organisation's own provider of logins, over OpenID Connect.
    Provider(Arc<Provider>),
}

/// Settings of the web application.
#[derive(Clone)]
pub struct WebSettings {
    pub entrance: Entrance,
    /// The name people write in the browser, where it is not this machine's own.
    pub public_name: Option<String>,
    /// How many questions are answered at the same time.
    pub questions_at_once: usize,
    /// What makes PDF files of letters and reports.
    pub print: Print,
}

/// How many questions may wait while others are answered; the next one is sent away.
pub const QUESTIONS_WAITING_MAX: usize = 64;
/// How long one question may take before the reader is told that it took too long.
pub const ANSWER_SECONDS_MAX: u64 = 60;
/// The longest body of a request; forms here are short.
pub const BODY_BYTES_MAX: usize = 16 * 1024;
/// How long a form may take to arrive.
pub const BODY_SECONDS_MAX: u64 = 20;
/// How long a form with files may.
pub const UPLOAD_SECONDS_MAX: u64 = 180;
/// The longest address that is read.
pub const ADDRESS_BYTES_MAX: usize = 8 * 1024;
/// How many rows an Excel file holds at most: a sheet has 1,048,576, and one is the headings.
pub const XLSX_ROWS_MAX: u32 = 1_048_575;
/// How many files are written at the same time.
pub const DOWNLOADS_MAX: usize = 4;
/// How long the reader of a file may take nothing of it before it breaks off.
pub const DOWNLOAD_STALL_SECONDS_MAX: u64 = 120;
/// How many rows a page shows.
pub const PAGE_ROWS: usize = 50;

impl WebSettings {
    /// The organisation's own provider of logins.
    #[must_use]
    pub fn provider(provider: Provider, print: Print) -> WebSettings {
        WebSettings {
            public_name: provider.public_name(),
            entrance: Entrance::Provider(Arc::new(provider)),
            questions_at_once: 8,
            print,
        }
    }

    /// Whether browsers reach the pages over TLS, which somebody in front of us ends.
    #[must_use]
    pub fn is_over_tls(&self) -> bool {
        match &self.entrance {
            Entrance::Development { .. } => false,
            Entrance::Provider(provider) => provider.is_over_tls(),
        }
    }

    /// The login for development, for whoever sits at this machine.
    #[must_use]
    pub fn development(names: &[&str], print: Print) -> WebSettings {
        WebSettings {
            entrance: Entrance::Development {
                names: names.iter().map(|name| (*name).to_owned()).collect(),
            },
            public_name: None,
            questions_at_once: 8,
            print,
        }
    }
}
