//! TLS on the way to PostgreSQL: which `sslmode` an address asks for, and whom to trust.
//!
//! The words are libpq's: `disable`; `prefer`, encrypted if the server can; `require`, encrypted
//! or nothing, and with `sslrootcert` by a server of that authority; `verify-full`, whose name
//! must be right as well. An address that says nothing of it goes to this machine in the clear,
//! and elsewhere as with `prefer`. Not here: what is said over the connection (`postgres_side`).

use std::error::Error as _;
use std::path::Path;
use std::sync::Arc;

use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::Error;

const MODES: &str = "disable, prefer, require, verify-full";

/// What an address says of TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Disable,
    Prefer,
    Require,
    VerifyFull,
}

/// An address taken apart: what the driver understands, and what is ours.
#[derive(Debug, Default, PartialEq, Eq)]
struct Address {
    rest: String,
    mode: Option<Mode>,
    root: Option<String>,
}

/// Connects as the address says.
pub(super) fn connect(address: &str) -> Result<Client, Error> {
    let asked = Address::read(address)?;
    let mut config: Config = asked.rest.parse()?;
    let mode = asked.mode(&config);
    config.ssl_mode(match mode {
        Mode::Disable => SslMode::Disable,
        Mode::Prefer => SslMode::Prefer,
        Mode::Require | Mode::VerifyFull => SslMode::Require,
    });
    let root = asked.root.as_deref().map(Path::new);
    let verifier: Arc<dyn ServerCertVerifier> = match (mode, root) {
        (Mode::Disable, _) => return Ok(config.connect(NoTls)?),
        (Mode::VerifyFull, None) => {
            let why = "sslmode=verify-full needs sslrootcert=FILE, the certificate of the \
                       authority that signed the server's";
            return Err(Error::Address(why.to_owned()));
        }
        (Mode::VerifyFull, Some(root)) => trusting(root)?,
        (Mode::Require, Some(root)) => Arc::new(AnyName(trusting(root)?)),
        (Mode::Prefer, _) | (Mode::Require, None) => Arc::new(Anyone(provider())),
    };
    let tls = ClientConfig::builder_with_provider(provider())
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Address(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    let connected = config.connect(MakeRustlsConnect::new(tls));
    connected.map_err(|error| untrusted(&error).unwrap_or_else(|| error.into()))
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// Servers of the authorities in a file.
fn trusting(root: &Path) -> Result<Arc<WebPkiServerVerifier>, Error> {
    let wrong = |why: String| Error::Address(format!("sslrootcert {}: {why}", root.display()));
    let mut roots = RootCertStore::empty();
    let found = CertificateDer::pem_file_iter(root).map_err(|error| wrong(error.to_string()))?;
    for certificate in found {
        let certificate = certificate.map_err(|error| wrong(error.to_string()))?;
        let added = roots.add(certificate);
        added.map_err(|error| wrong(error.to_string()))?;
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider());
    verifier.build().map_err(|error| wrong(error.to_string()))
}

/// Why the server's certificate was not accepted, if that is what went wrong.
fn untrusted(error: &postgres::Error) -> Option<Error> {
    let mut cause = error.source();
    while let Some(error) = cause {
        let inside = error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
            .and_then(|inside| inside.downcast_ref());
        match inside.or_else(|| error.downcast_ref()) {
            Some(rustls::Error::InvalidCertificate(why)) => {
                return Some(Error::Untrusted(why.to_string()));
            }
            _ => cause = error.source(),
        }
    }
    None
}

impl Address {
    /// Takes `sslmode` and `sslrootcert` out of an address, in either of its forms.
    fn read(address: &str) -> Result<Address, Error> {
        let is_url = ["postgres://", "postgresql://"]
            .iter()
            .any(|start| address.starts_with(start));
        if is_url {
            Address::of_url(address)
        } else {
            Address::of_words(address)
        }
    }

    fn of_url(url: &str) -> Result<Address, Error> {
        let mut read = Address::default();
        let Some((place, query)) = url.rsplit_once('?') else {
            read.rest = url.to_owned();
            return Ok(read);
        };
        let mut kept = Vec::new();
        for pair in query.split('&') {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            if !read.take(key, &unescaped(value))? {
                kept.push(pair);
            }
        }
        read.rest = match kept.as_slice() {
            [] => place.to_owned(),
            kept => format!("{place}?{}", kept.join("&")),
        };
        Ok(read)
    }

    /// `key = value` pairs; a value may stand in quotes, and a backslash before any character.
    fn of_words(words: &str) -> Result<Address, Error> {
        let mut read = Address::default();
        let mut rest = words.trim_start();
        while let Some((key, behind)) = rest.split_once('=') {
            let (value, next) = value(behind.trim_start());
            let pair = &rest[..rest.len() - next.len()];
            if !read.take(key.trim(), &value)? {
                read.rest.push_str(pair.trim());
                read.rest.push(' ');
            }
            rest = next.trim_start();
        }
        // What is no pair is the driver's to refuse.
        read.rest.push_str(rest);
        Ok(read)
    }

    /// Takes a value that is ours; whether it was.
    fn take(&mut self, key: &str, value: &str) -> Result<bool, Error> {
        match key {
            "sslmode" => {
                self.mode = Some(match value {
                    "disable" => Mode::Disable,
                    "prefer" => Mode::Prefer,
                    "require" => Mode::Require,
                    "verify-full" => Mode::VerifyFull,
                    _ => return Err(Error::Address(format!("sslmode is one of {MODES}"))),
                });
            }
            "sslrootcert" => self.root = Some(value.to_owned()),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn mode(&self, config: &Config) -> Mode {
        let loopback = |host: &str| {
            let number = host.parse::<std::net::IpAddr>();
            host == "localhost" || number.is_ok_and(|number| number.is_loopback())
        };
        let is_socket = |host: &Host| !matches!(host, Host::Tcp(_));
        let is_here = |host: &Host| match host {
            Host::Tcp(host) => loopback(host),
            _ => true,
        };
        let hosts = config.get_hosts();
        let addresses = config.get_hostaddrs();
        let here = hosts.iter().all(is_here) && addresses.iter().all(std::net::IpAddr::is_loopback);
        match self.mode {
            // PostgreSQL speaks no TLS over its socket, which never leaves the machine.
            _ if !hosts.is_empty() && hosts.iter().all(is_socket) => Mode::Disable,
            Some(mode) => mode,
            None if self.root.is_some() => Mode::VerifyFull,
            None if here => Mode::Disable,
            None => Mode::Prefer,
        }
    }
}

/// The value at the start, and what stands behind it.
fn value(text: &str) -> (String, &str) {
    let quoted = text.strip_prefix('\'');
    let text = quoted.unwrap_or(text);
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => value.extend(chars.next().map(|(_, c)| c)),
            '\'' if quoted.is_some() => return (value, &text[at + 1..]),
            c if quoted.is_none() && c.is_whitespace() => return (value, &text[at..]),
            c => value.push(c),
        }
    }
    (value, "")
}

/// With `%2F` and the like as what they stand for.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind.first_chunk::<2>();
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            _ => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A server of a trusted authority, whatever it is called.
#[derive(Debug)]
struct AnyName(Arc<WebPkiServerVerifier>);

/// Any server: what it says is hidden from listeners, not from one who stands in between.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyName {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        // The name is looked at last, so one that is wrong comes from the right authority.
        match self
            .0
            .verify_server_cert(end_entity, intermediates, name, ocsp, now)
        {
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Cluster;

    /// What of an address the driver gets, and what is ours.
    fn check(address: &str, rest: &str, mode: Option<Mode>, root: Option<&str>) {
        let read = Address::read(address).expect("an address");
        assert_eq!(read.rest.trim(), rest, "{address}");
        assert_eq!((read.mode, read.root.as_deref()), (mode, root), "{address}");
    }

    #[test]
    fn what_is_said_of_tls_is_taken_out_and_the_rest_stays() {
        let words =
            "host=db user = 'a \\' b'  sslmode=verify-full sslrootcert='/a b/ca.crt' port=1";
        let (full, root) = (Some(Mode::VerifyFull), Some("/a b/ca.crt"));
        check(words, "host=db user = 'a \\' b' port=1", full, root);
        check("host=db", "host=db", None, None);
        check("sslmode=disable", "", Some(Mode::Disable), None);
        let url = "postgres://u:p%3Fq@db/d?sslrootcert=%2Fa%20b%2Fca.crt&port=1&sslmode=require";
        let rest = "postgres://u:p%3Fq@db/d?port=1";
        check(url, rest, Some(Mode::Require), root);
        check(
            "postgresql://db?sslmode=prefer",
            "postgresql://db",
            Some(Mode::Prefer),
            None,
        );
        check("postgres://u:p@db/d", "postgres://u:p@db/d", None, None);
        let unknown = Address::read("sslmode=sometimes").expect_err("refused");
        assert!(unknown.to_string().contains("verify-full"), "{unknown}");
    }

    #[test]
    fn without_a_word_only_this_machine_is_spoken_to_in_the_clear() {
        let mode = |address: &str| {
            let read = Address::read(address).expect("an address");
            read.mode(&read.rest.parse().expect("an address"))
        };
        for here in [
            "host=127.0.0.1",
            "host=localhost",
            "host=/run/postgresql",
            "host=::1",
        ] {
            assert_eq!(mode(here), Mode::Disable, "{here}");
        }
        assert_eq!(
            mode("host=/run/postgresql sslmode=verify-full"),
            Mode::Disable
        );
        assert_eq!(mode("host=db.example"), Mode::Prefer);
        assert_eq!(mode("host=localhost hostaddr=192.0.2.7"), Mode::Prefer);
        assert_eq!(mode("host=127.0.0.1 sslrootcert=/ca.crt"), Mode::VerifyFull);
    }

    /// Whether the connection is encrypted, or why there is none.
    fn connected(address: &str) -> Result<bool, String> {
        let mut client = connect(address).map_err(|error| error.to_string())?;
        let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
        let row = client.query_one(sql, &[]).expect("an answer");
        Ok(row.get(0))
    }

    #[test]
    fn a_server_with_a_certificate_is_trusted_as_the_address_says() {
        let Some(cluster) = Cluster::start_with_tls() else {
            return;
        };
        let address = cluster.database();
        let (ours, other) = (cluster.file("ca.crt"), cluster.file("other-ca.crt"));
        let says = |more: &str| connected(&format!("{address} {more}"));
        assert_eq!(says(""), Ok(false), "loopback as before");
        assert_eq!(says("sslmode=disable"), Ok(false));
        for mode in ["prefer", "require"] {
            assert_eq!(says(&format!("sslmode={mode}")), Ok(true));
        }
        for mode in ["require", "verify-full"] {
            let trusting = format!("sslmode={mode} sslrootcert={ours}");
            assert_eq!(says(&trusting), Ok(true), "{mode}");
            let refused = says(&format!("sslmode={mode} sslrootcert={other}"));
            let why = refused.expect_err("of another authority");
            for part in ["certificate", "sslrootcert", "UnknownIssuer"] {
                assert!(why.contains(part), "{mode}: {why}");
            }
        }
        // The server is reached, but is not called so.
        let elsewhere = address.replace("host=127.0.0.1", "host=db.example hostaddr=127.0.0.1");
        let called =
            |mode: &str| connected(&format!("{elsewhere} sslmode={mode} sslrootcert={ours}"));
        assert_eq!(called("require"), Ok(true));
        let why = called("verify-full").expect_err("another name");
        assert!(why.contains("db.example"), "{why}");
        let none = says("sslmode=verify-full").expect_err("whom to trust?");
        assert!(none.contains("needs sslrootcert"), "{none}");
        let missing = says("sslmode=require sslrootcert=/nowhere/ca.crt");
        let missing = missing.expect_err("no such file");
        assert!(missing.contains("/nowhere/ca.crt"), "{missing}");
    }

    #[test]
    fn a_server_without_tls_is_refused_where_it_is_required() {
        let Some(cluster) = Cluster::start() else {
            return;
        };
        let address = cluster.database();
        assert_eq!(connected(&format!("{address} sslmode=prefer")), Ok(false));
        let why = connected(&format!("{address} sslmode=require")).expect_err("refused");
        assert!(why.contains("does not support TLS"), "{why}");
    }
}
