//! Whom TLS trusts: the authorities in a file, and nobody else.

use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::folder::Unusable;

/// Whom Debian trusts.
const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// TLS that trusts the authorities in a file; without one nobody.
///
/// # Errors
/// When the file cannot be read, or holds no certificate or a wrong one.
pub(crate) fn tls(authorities: Option<&Path>) -> anyhow::Result<TlsConfig> {
    let roots = authorities
        .map(certificates)
        .transpose()?
        .unwrap_or_default();
    let of_der = |root: &CertificateDer<'_>| Certificate::from_der(root).to_owned();
    let roots: Vec<Certificate<'static>> = roots.iter().map(of_der).collect();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    Ok(TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&roots))
        .unversioned_rustls_crypto_provider(provider)
        .build())
}

/// The file of authorities that is meant: the one that is named, else Debian's, where it is there.
pub(crate) fn or_usual(named: Option<&Path>) -> Option<&Path> {
    let usual = Path::new(AUTHORITIES);
    named.or_else(|| usual.exists().then_some(usual))
}

/// The authorities in a file. Checked here, since the library passes over those it cannot use.
///
/// # Errors
/// When it cannot be read, or holds no certificate or a wrong one.
pub(crate) fn certificates(path: &Path) -> anyhow::Result<Vec<CertificateDer<'static>>> {
    let wrong = |why: &dyn Display| Unusable::File {
        path: path.to_owned(),
        why: why.to_string(),
    };
    let mut roots = Vec::new();
    let found = CertificateDer::pem_file_iter(path).map_err(|error| wrong(&error))?;
    for certificate in found {
        let certificate = certificate.map_err(|error| wrong(&error))?;
        let usable = RootCertStore::empty().add(certificate.clone());
        roots.push(certificate);
        usable.map_err(|error| wrong(&error))?;
    }
    if roots.is_empty() {
        return Err(wrong(&"it holds no certificate").into());
    }
    Ok(roots)
}
