//! One request to a witness: HTTP/1.1 over TCP or TLS, with limits on time and size.
//!
//! In the clear only to this machine and private nets: elsewhere anybody on the way could answer.
//! What an answer says is checked by signatures, so TLS guards against being kept apart from a
//! witness, not against forgery. No redirects, no proxies, one request a connection.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use tilsyn_app::witnesses::Asking;
use tilsyn_ledger::SUBMISSION_BYTES_MAX;

use crate::folder::Unusable;

/// How long a connection, and each reading or writing, may take.
const WAIT_MAX: Duration = Duration::from_secs(4);
/// Bytes of an answer with its head.
const ANSWER_BYTES_MAX: u64 = SUBMISSION_BYTES_MAX as u64 + (16 << 10);

/// The way to witnesses.
pub(super) struct Line {
    tls: Arc<ClientConfig>,
}

/// An address taken apart.
#[derive(Debug, PartialEq, Eq)]
struct Address<'a> {
    is_tls: bool,
    /// Host and port as they stand in the head.
    authority: &'a str,
    host: &'a str,
    port: u16,
    path: &'a str,
}

impl Line {
    /// Trusts the authorities in a file; without one nobody behind TLS.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn new(authorities: Option<&Path>) -> anyhow::Result<Line> {
        let mut roots = RootCertStore::empty();
        if let Some(path) = authorities {
            let wrong = |why: &dyn std::fmt::Display| Unusable::File {
                path: path.to_owned(),
                why: why.to_string(),
            };
            let found = CertificateDer::pem_file_iter(path).map_err(|error| wrong(&error))?;
            for certificate in found {
                let certificate = certificate.map_err(|error| wrong(&error))?;
                roots.add(certificate).map_err(|error| wrong(&error))?;
            }
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Line { tls: Arc::new(tls) })
    }

    fn ask(&self, method: &str, url: &str, body: &[u8]) -> io::Result<(u16, Vec<u8>)> {
        let address = Address::of(url).ok_or_else(|| said("no address of http or https"))?;
        let stream = connect(&address)?;
        let length = body.len();
        let head = format!(
            "{method} {} HTTP/1.1\r\nHost: {}\r\nContent-Length: {length}\r\n\
             User-Agent: tilsyn\r\nConnection: close\r\n\r\n",
            address.path, address.authority
        );
        let request = [head.as_bytes(), body].concat();
        if !address.is_tls {
            return exchange(stream, &request);
        }
        let name = ServerName::try_from(address.host.to_owned());
        let name = name.map_err(|_| said("no name that a certificate can have"))?;
        let tls = ClientConnection::new(Arc::clone(&self.tls), name);
        exchange(
            StreamOwned::new(tls.map_err(io::Error::other)?, stream),
            &request,
        )
    }
}

impl Asking for Line {
    fn post(&self, url: &str, body: &[u8]) -> io::Result<(u16, Vec<u8>)> {
        self.ask("POST", url, body)
    }

    fn get(&self, url: &str) -> io::Result<(u16, Vec<u8>)> {
        self.ask("GET", url, &[])
    }
}

impl Address<'_> {
    fn of(url: &str) -> Option<Address<'_>> {
        let (is_tls, rest) = match url.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, url.strip_prefix("http://")?),
        };
        let at = rest.find('/').unwrap_or(rest.len());
        let (authority, path) = rest.split_at(at);
        let is_plain = |text: &str| text.bytes().all(|byte| matches!(byte, 0x21..=0x7e));
        let usual = if is_tls { 443 } else { 80 };
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()?),
            _ => (authority, usual),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let is_whole = is_plain(url) && !host.is_empty() && !authority.contains('@');
        is_whole.then_some(Address {
            is_tls,
            authority,
            host,
            port,
            path: if path.is_empty() { "/" } else { path },
        })
    }
}

fn connect(address: &Address<'_>) -> io::Result<TcpStream> {
    let mut last = said("the name leads nowhere");
    for place in (address.host, address.port).to_socket_addrs()? {
        if !address.is_tls && !is_near(&place) {
            last = said("in the clear only to this machine and private nets; use https");
            continue;
        }
        match TcpStream::connect_timeout(&place, WAIT_MAX) {
            Ok(stream) => {
                stream.set_read_timeout(Some(WAIT_MAX))?;
                stream.set_write_timeout(Some(WAIT_MAX))?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn is_near(place: &SocketAddr) -> bool {
    match place.ip().to_canonical() {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local(),
    }
}

/// Sends a request and reads the answer to its end.
fn exchange(mut stream: impl Read + Write, request: &[u8]) -> io::Result<(u16, Vec<u8>)> {
    stream.write_all(request)?;
    stream.flush()?;
    let mut bytes = Vec::new();
    let mut limited = stream.take(ANSWER_BYTES_MAX);
    let mut part = [0; 4096];
    // An answer that is whole need not be waited behind: some never close.
    loop {
        if let Some(answer) = answer_in(&bytes, false) {
            return Ok(answer);
        }
        match limited.read(&mut part) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&part[..count]),
            // A server that closes TLS without a word has still said what it said.
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => break,
            Err(error) => return Err(error),
        }
    }
    answer_in(&bytes, true).ok_or_else(|| said("the answer is no HTTP, cut off or too long"))
}

/// Status and body, if they are whole. `is_end`: nothing more will come.
fn answer_in(bytes: &[u8], is_end: bool) -> Option<(u16, Vec<u8>)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let body = &bytes[end + 4..];
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.splitn(3, ' ');
    first
        .next()
        .filter(|version| version.starts_with("HTTP/1."))?;
    let status = first.next()?.parse().ok()?;
    let value = |wanted: &str| {
        lines.clone().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case(wanted).then_some(value.trim())
        })
    };
    if value("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
        return Some((status, unchunked(body)?));
    }
    match value("content-length") {
        Some(length) => Some((status, body.get(..length.parse().ok()?)?.to_vec())),
        None => is_end.then(|| (status, body.to_vec())),
    }
}

/// A body that comes in chunks, each after its length; nothing before the last has come.
fn unchunked(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = chunks.windows(2).position(|two| two == b"\r\n")?;
        let length = std::str::from_utf8(&chunks[..end]).ok()?;
        let length = usize::from_str_radix(length.split(';').next()?.trim(), 16).ok()?;
        if length == 0 {
            return Some(body);
        }
        let start = end + 2;
        let after = start.checked_add(length)?.checked_add(2)?;
        let chunk = chunks.get(start..after)?;
        body.extend_from_slice(&chunk[..length]);
        chunks = &chunks[after..];
    }
}

fn said(why: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_apart() {
        let address = Address::of("http://127.0.0.1:8090/add-checkpoint").expect("an address");
        assert_eq!(
            (address.host, address.port, address.is_tls),
            ("127.0.0.1", 8090, false)
        );
        assert_eq!(
            (address.path, address.authority),
            ("/add-checkpoint", "127.0.0.1:8090")
        );
        let address = Address::of("https://witness.example").expect("an address");
        assert_eq!(
            (address.host, address.port, address.path),
            ("witness.example", 443, "/")
        );
        let address = Address::of("http://[::1]/w").expect("an address");
        assert_eq!(
            (address.host, address.port, address.authority),
            ("::1", 80, "[::1]")
        );
        for wrong in [
            "",
            "ftp://a",
            "http://",
            "http://a b",
            "http://a:x/",
            "http://u@a/\r\n",
        ] {
            assert_eq!(Address::of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_clear_is_for_this_machine_and_private_nets() {
        let near = |text: &str| is_near(&SocketAddr::new(text.parse().expect("an address"), 1));
        for ip in [
            "127.0.0.1",
            "::1",
            "10.1.2.3",
            "192.168.0.9",
            "fd00::1",
            "::ffff:10.0.0.1",
        ] {
            assert!(near(ip), "{ip}");
        }
        for ip in [
            "8.8.8.8",
            "172.32.0.1",
            "2001:db8::1",
            "::ffff:8.8.8.8",
            "0.0.0.0",
        ] {
            assert!(!near(ip), "{ip}");
        }
    }

    #[test]
    fn answers_are_read_with_a_length_in_chunks_and_to_the_end() {
        let whole = |text: &str| answer_in(text.as_bytes(), false);
        let ok = Some((200, b"12\n".to_vec()));
        assert_eq!(
            whole("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n12\nrest"),
            ok
        );
        let chunks =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n1\r\n2\r\n2\n\r\n0\r\n";
        assert_eq!(whole(chunks), ok);
        let open = "HTTP/1.0 409 \r\nA: b\r\n\r\n12\n";
        assert_eq!(whole(open), None);
        assert_eq!(
            answer_in(open.as_bytes(), true),
            Some((409, b"12\n".to_vec()))
        );
        for wrong in [
            "",
            "hello\r\n\r\n",
            "HTTP/1.1\r\n\r\n",
            "HTTP/1.1 x\r\n\r\n",
        ] {
            assert_eq!(answer_in(wrong.as_bytes(), true), None, "{wrong}");
        }
        let cut = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n1";
        assert_eq!(whole(cut), None);
    }
}
