//! Requests to witnesses that answer, hang, drip, chatter, send elsewhere, or are somebody else.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::thread::{JoinHandle, sleep, spawn};
use std::time::Instant;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

use super::*;

/// Short, so that a test of what hangs is over soon.
const SHORT: Limits = Limits {
    step: Duration::from_millis(300),
    whole: Duration::from_millis(600),
};
/// So long that a machine which is busy with other things answers too.
const LONG: Limits = Limits {
    step: Duration::from_secs(20),
    whole: Duration::from_secs(40),
};
const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n12\n";

fn line() -> Line {
    Line::within(LONG, None).expect("there are no authorities")
}

/// Takes one connection and does this with it; gives the port.
fn once(work: impl FnOnce(TcpStream) + Send + 'static) -> (u16, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it listens").port();
    let serve = move || {
        let (stream, _) = listener.accept().expect("somebody comes");
        work(stream);
    };
    (port, spawn(serve))
}

/// Reads a request to the end of its body.
fn request(stream: &mut impl Read) -> String {
    let mut text = String::new();
    let mut part = [0; 4096];
    loop {
        let count = stream.read(&mut part).unwrap_or(0);
        text.push_str(std::str::from_utf8(&part[..count]).expect("text"));
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            assert!(count > 0, "a head has an end: {text}");
            continue;
        };
        let head = head.to_lowercase();
        let length = head.split("content-length: ").nth(1);
        let length = length.map_or(0, |rest| {
            let digits = rest.split("\r\n").next().expect("there is a first part");
            digits.parse().expect("a number")
        });
        if body.len() >= length || count == 0 {
            return text;
        }
    }
}

/// What comes back when a server answers with these bytes, and then does nothing.
fn answered(bytes: Vec<u8>) -> io::Result<(u16, Vec<u8>)> {
    let (port, _served) = once(move |mut stream| {
        request(&mut stream);
        let _gone = stream.write_all(&bytes);
        sleep(Duration::from_secs(2));
    });
    line().post(
        &format!("http://127.0.0.1:{port}/add-checkpoint"),
        b"old 0\n",
    )
}

#[test]
fn a_request_says_what_it_has_to() {
    let (port, served) = once(|mut stream| {
        let text = request(&mut stream);
        let head = text.to_lowercase();
        assert!(
            text.starts_with("POST /w/add-checkpoint HTTP/1.1\r\n"),
            "{text}"
        );
        assert!(text.ends_with("\r\n\r\nold 0\n"), "{text}");
        assert!(head.contains("user-agent: tilsyn\r\n"), "{text}");
        assert!(
            !head.contains("accept-encoding"),
            "nothing unpacks it: {text}"
        );
        assert!(!head.contains("expect:"), "{text}");
        stream.write_all(OK).expect("the client reads");
    });
    let url = format!("http://localhost:{port}/w/add-checkpoint");
    let answer = line().post(&url, b"old 0\n").expect("an answer");
    assert_eq!(answer, (200, b"12\n".to_vec()));
    served.join().expect("the request was right");
}

#[test]
fn every_status_is_an_answer_and_nobody_is_sent_elsewhere() {
    for status in [200, 403, 404, 409, 422, 500, 503] {
        let bytes = format!("HTTP/1.1 {status} So\r\nContent-Length: 3\r\n\r\n12\n");
        let answer = answered(bytes.into_bytes()).expect("an answer");
        assert_eq!(answer, (status, b"12\n".to_vec()));
    }
    let elsewhere = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = elsewhere.local_addr().expect("it listens").port();
    for status in [301, 302, 307, 308] {
        let to = format!("Location: http://127.0.0.1:{port}/\r\nContent-Length: 0");
        let bytes = format!("HTTP/1.1 {status} Go\r\n{to}\r\n\r\n");
        let answer = answered(bytes.into_bytes()).expect("an answer");
        assert_eq!(answer.0, status);
    }
    elsewhere.set_nonblocking(true).expect("it can be asked");
    let nobody = elsewhere.accept().expect_err("nobody came");
    assert_eq!(nobody.kind(), ErrorKind::WouldBlock);
}

#[test]
fn an_answer_has_a_limit() {
    let of = |length: usize| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        [head.into_bytes(), vec![b'x'; length]].concat()
    };
    let (status, body) = answered(of(BODY_BYTES_MAX)).expect("at the limit");
    assert_eq!((status, body.len()), (200, BODY_BYTES_MAX));
    answered(of(BODY_BYTES_MAX + 1)).expect_err("one past it");
    let mut head = b"HTTP/1.1 200 OK\r\nA: ".to_vec();
    head.extend(vec![b'x'; HEAD_BYTES_MAX]);
    head.extend(b"\r\nContent-Length: 0\r\n\r\n");
    answered(head).expect_err("a head that is too long");
    answered(b"hello\r\n\r\n".to_vec()).expect_err("no HTTP");
    let cut =
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n1".to_vec();
    answered(cut).expect_err("cut off");
}

#[test]
fn one_who_hangs_or_drips_is_not_waited_for() {
    let hasty = Line::within(SHORT, None).expect("there are no authorities");
    let hangs = |url: &str| {
        let start = Instant::now();
        let error = hasty.get(url).expect_err("no answer in time");
        assert_eq!(error.kind(), ErrorKind::TimedOut, "{error}");
        let took = start.elapsed();
        assert!(took < LONG.step, "{took:?}");
    };
    let (port, _served) = once(|stream| {
        sleep(LONG.step);
        drop(stream);
    });
    hangs(&format!("http://127.0.0.1:{port}/"));
    // Each byte comes in time, all of them do not.
    let (port, _served) = once(|mut stream| {
        request(&mut stream);
        for byte in OK {
            if stream.write_all(&[*byte]).is_err() {
                return;
            }
            sleep(Duration::from_millis(60));
        }
    });
    hangs(&format!("http://127.0.0.1:{port}/"));
    // A handshake that never ends.
    let (port, _served) = once(|stream| {
        sleep(LONG.step);
        drop(stream);
    });
    hangs(&format!("https://127.0.0.1:{port}/"));
}

#[test]
fn errors_do_not_repeat_the_address() {
    for wrong in [
        "",
        "ftp://secret.example/",
        "http://",
        "http://secret.example:x/",
        "http://secret@127.0.0.1/",
        "https://anna:secret@127.0.0.1/",
        "http://secret@127.0.0.1/\r\n",
        "/secret",
    ] {
        let error = line().get(wrong).expect_err(wrong).to_string();
        assert!(!error.contains("secret"), "{wrong}: {error}");
    }
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    let nobody = format!("http://{}/secret", free.expect("a port is free"));
    let error = line().get(&nobody).expect_err("nobody listens").to_string();
    assert!(!error.contains("secret"), "{error}");
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
        let host = match ip.contains(':') {
            true => format!("[{ip}]"),
            false => ip.to_owned(),
        };
        let error = line().get(&format!("http://{host}:9/")).expect_err(ip);
        assert_eq!(error.kind(), ErrorKind::InvalidData, "{ip}: {error}");
        assert!(error.to_string().contains("use https"), "{ip}: {error}");
    }
}

/// Two authorities, and a certificate of the first for `localhost` and 127.0.0.1.
struct Certificates(TempDir);

impl Certificates {
    fn make() -> Certificates {
        const KEY: &str = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2";
        let folder = tempfile::tempdir().expect("temporary files can be made");
        let openssl = |words: &str| {
            let mut made = Command::new("openssl");
            made.current_dir(&folder).args(words.split_whitespace());
            let made = made.output().expect("the program openssl is installed");
            let told = String::from_utf8_lossy(&made.stderr);
            assert!(made.status.success(), "openssl {words}: {told}");
        };
        for name in ["ours", "other"] {
            openssl(&format!(
                "req -x509 {KEY} -keyout {name}.key -out {name}.crt -subj /CN={name}"
            ));
        }
        openssl(&format!(
            "req {KEY} -keyout witness.key -out witness.csr -subj /CN=witness \
             -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
        ));
        openssl(
            "x509 -req -in witness.csr -copy_extensions copy -CA ours.crt -CAkey ours.key \
             -CAcreateserial -days 2 -out witness.crt",
        );
        Certificates(folder)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A witness behind TLS for one connection; gives its port, and what it heard.
    fn serve(&self, host: &str) -> (u16, JoinHandle<String>) {
        let chain = CertificateDer::pem_file_iter(self.file("witness.crt")).expect("it was made");
        let chain = chain.map(|one| one.expect("a certificate")).collect();
        let key = PrivateKeyDer::from_pem_file(self.file("witness.key")).expect("a key");
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("there are some")
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .expect("they belong together");
        let listener = TcpListener::bind((host, 0)).expect("a port is free");
        let port = listener.local_addr().expect("it listens").port();
        let serve = move || {
            let (stream, _) = listener.accept().expect("somebody comes");
            let tls = ServerConnection::new(Arc::new(config)).expect("a connection");
            let mut stream = StreamOwned::new(tls, stream);
            let mut heard = [0; 4096];
            let Ok(count) = stream.read(&mut heard) else {
                return String::new();
            };
            stream.write_all(OK).expect("the client reads");
            String::from_utf8_lossy(&heard[..count]).into_owned()
        };
        (port, spawn(serve))
    }
}

#[test]
fn behind_tls_only_the_authorities_in_the_file_count_and_the_right_name() {
    let made = Certificates::make();
    let (ours, other) = (made.file("ours.crt"), made.file("other.crt"));
    let ask = |authorities: Option<&Path>, host: &str| {
        let (port, served) = made.serve(host);
        let line = Line::within(LIMITS, authorities).expect("they can be read");
        let answer = line.get(&format!("https://{host}:{port}/w"));
        (answer, served.join().expect("the witness is well"))
    };
    for host in ["localhost", "127.0.0.1"] {
        let (answer, heard) = ask(Some(&ours), host);
        assert_eq!(answer.expect("an answer"), (200, b"12\n".to_vec()));
        assert!(heard.starts_with("GET /w HTTP/1.1\r\n"), "{heard}");
    }
    for (authorities, host, why) in [
        (Some(other.as_path()), "localhost", "UnknownIssuer"),
        (None, "localhost", "UnknownIssuer"),
        // It stands for this machine too, but not in the certificate.
        (Some(ours.as_path()), "127.0.0.2", "not valid for name"),
    ] {
        let (answer, heard) = ask(authorities, host);
        let error = answer.expect_err(why).to_string();
        assert!(error.contains(why), "{error}");
        assert_eq!(heard, "", "nothing is said to a stranger");
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "a file that lives as long as its test"
)]
fn a_file_without_an_authority_is_told_with_its_path() {
    let folder = tempfile::tempdir().expect("temporary files can be made");
    let path = folder.path().join("authorities.pem");
    let wrong = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for text in ["", "no certificate\n", wrong] {
        std::fs::write(&path, text).expect("it can be written");
        let error = Line::new(Some(&path)).err().expect("it is of no use");
        assert!(error.to_string().contains("authorities.pem"), "{error}");
    }
    std::fs::remove_file(&path).expect("it is there");
    assert!(Line::new(Some(&path)).is_err());
}
