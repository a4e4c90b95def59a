//! The mail server, as `settings.toml` names it, and the way to it.
//!
//! A password or a notice never goes over a network in the clear: without TLS only to this machine
//! itself. Not here: what is sent (`notices`).

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, CertificateStore, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Message, SmtpTransport, Transport};
use serde::Deserialize;
use tilsyn_app::notices::Unsent;

use crate::authorities;
use crate::folder::Unusable;
use crate::provider::secret;

/// How long the server may take for each answer.
const ANSWER_SECONDS_MAX: u64 = 30;

/// `[mail]` in `settings.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MailSettings {
    /// The name of the server that takes our mail.
    pub host: String,
    /// Where it listens; without it where servers of its kind of TLS do.
    pub port: Option<u16>,
    #[serde(default)]
    pub tls: TlsMode,
    /// Who we are to it; some know by our address.
    pub user: Option<String>,
    /// Holds the password of that user.
    pub password_file: Option<PathBuf>,
    /// Whom mails come from: `Tilsyn <tilsyn@example.no>`.
    pub from: String,
    /// Whom to trust for the server's own name, in PEM.
    pub authorities: Option<PathBuf>,
}

/// How the way to the server is guarded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum TlsMode {
    /// Begun in the clear, and nothing is said before TLS (RFC 3207).
    #[default]
    StartTls,
    /// From the first byte on (RFC 8314).
    Implicit,
    /// Not at all; on this machine only.
    None,
}

/// Takes mails to the server.
pub(crate) struct Post {
    pub(crate) from: Mailbox,
    line: SmtpTransport,
}

impl Post {
    /// # Errors
    /// When a file cannot be read, or a setting makes no sense; nothing is asked of the server.
    pub(crate) fn of(settings: &MailSettings, data: &Path) -> anyhow::Result<Post> {
        let wrong = |why: &str| Unusable::File {
            path: data.join("settings.toml"),
            why: format!("[mail]: {why}"),
        };
        let from: Mailbox = settings.from.parse().map_err(|_| wrong(NO_SENDER))?;
        if settings.tls == TlsMode::None && !is_this_machine(&settings.host) {
            return Err(wrong(NOT_IN_THE_CLEAR).into());
        }
        let name = ClientId::Domain(from.email.domain().to_owned());
        let mut line = SmtpTransport::builder_dangerous(&settings.host)
            .port(settings.port.unwrap_or(usual_port(settings.tls)))
            .tls(tls(settings)?)
            .hello_name(name)
            .timeout(Some(Duration::from_secs(ANSWER_SECONDS_MAX)));
        match (&settings.user, &settings.password_file) {
            (Some(user), Some(file)) => {
                line = line.credentials(Credentials::new(user.clone(), secret(file)?));
            }
            (None, None) => {}
            _ => return Err(wrong(HALF_A_LOGIN).into()),
        }
        Ok(Post {
            from,
            line: line.build(),
        })
    }

    /// Hands a mail over. What the server says may name the receiver, so it goes nowhere but for
    /// its number.
    pub(crate) fn send(&self, message: &Message) -> Result<(), Unsent> {
        let Err(error) = self.line.send(message) else {
            return Ok(());
        };
        let answer = error.status().map(|code| code.to_string());
        let (answer, is_tls) = (answer.unwrap_or_default(), error.is_tls());
        tracing::warn!(
            answer,
            is_tls,
            "a mail could not be sent; it is tried again"
        );
        // Whoever answers with a number was reached; 421 says that nobody is served (RFC 5321).
        match answer.as_str() {
            "" | "421" => Err(Unsent::NobodyThere),
            _ => Err(Unsent::Refused),
        }
    }
}

const NO_SENDER: &str = "from must be an address, such as Tilsyn <tilsyn@example.no>";
const NOT_IN_THE_CLEAR: &str =
    "tls = \"none\" is for a server on this machine only; use \"starttls\" or \"implicit\"";
const HALF_A_LOGIN: &str = "user and password_file belong together";

fn tls(settings: &MailSettings) -> anyhow::Result<Tls> {
    if settings.tls == TlsMode::None {
        return Ok(Tls::None);
    }
    let mut trust = TlsParameters::builder(settings.host.clone());
    trust = trust.certificate_store(CertificateStore::None);
    let file = authorities::or_usual(settings.authorities.as_deref());
    for authority in file
        .map(authorities::certificates)
        .transpose()?
        .into_iter()
        .flatten()
    {
        trust = trust.add_root_certificate(Certificate::from_der(authority.to_vec())?);
    }
    let trust = trust.build_rustls()?;
    Ok(match settings.tls {
        TlsMode::Implicit => Tls::Wrapper(trust),
        _ => Tls::Required(trust),
    })
}

/// Submission (RFC 6409 and 8314), and delivery on this machine.
fn usual_port(tls: TlsMode) -> u16 {
    match tls {
        TlsMode::StartTls => 587,
        TlsMode::Implicit => 465,
        TlsMode::None => 25,
    }
}

fn is_this_machine(host: &str) -> bool {
    let address: Option<IpAddr> = host.parse().ok();
    address.map_or(host == "localhost", |address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIGHT: &str = "host = \"127.0.0.1\"\ntls = \"none\"\nfrom = \"tilsyn@nordvik.example\"";

    /// What is said of settings; empty where they are right.
    fn said(settings: &str) -> String {
        let settings: Result<MailSettings, _> = toml::from_str(settings);
        let made = settings
            .map_err(anyhow::Error::from)
            .and_then(|settings| Post::of(&settings, Path::new("data")));
        made.err()
            .map_or_else(String::new, |error| error.to_string())
    }

    #[test]
    fn a_wrong_setting_is_said() {
        assert_eq!(said(RIGHT), "");
        for (right, wrong, why) in [
            ("127.0.0.1", "mail.nordvik.example", "on this machine only"),
            (
                "127.0.0.1",
                "127.0.0.1.nordvik.example",
                "on this machine only",
            ),
            ("\"none\"", "\"maybe\"", "unknown variant `maybe`"),
            (
                "tilsyn@nordvik.example",
                "tilsyn",
                "from must be an address",
            ),
            (
                "tilsyn@nordvik.example",
                "a@b.example\\r\\nBcc: c@d.example",
                "from must be",
            ),
            ("from", "form", "unknown field `form`"),
            ("tls", "user = \"a\"\ntls", "belong together"),
            ("tls", "password_file = \"a\"\ntls", "belong together"),
            (
                "tls",
                "user = \"a\"\npassword_file = \"no-such-file\"\ntls",
                "no-such-file",
            ),
            (
                "\"none\"",
                "\"starttls\"\nauthorities = \"no-such-file\"",
                "no-such-file",
            ),
        ] {
            let told = said(&RIGHT.replacen(right, wrong, 1));
            assert!(told.contains(why), "{wrong}: {told}");
        }
    }

    #[test]
    fn names_of_this_machine_are_known() {
        for (host, is) in [
            ("localhost", true),
            ("127.0.0.53", true),
            ("::1", true),
            ("192.0.2.1", false),
            ("localhost.example", false),
        ] {
            assert_eq!(is_this_machine(host), is, "{host}");
        }
    }
}
