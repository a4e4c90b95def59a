//! Whom TLS trusts: the authorities in a file, and nobody else.

use std::fmt::Display;
use std::path::Path;
use std::sync::Arc;

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::folder::Unusable;

/// TLS that trusts the authorities in a file; without one nobody.
///
/// # Errors
/// When the file cannot be read, or holds no certificate or a wrong one.
pub(crate) fn tls(authorities: Option<&Path>) -> anyhow::Result<TlsConfig> {
    let roots = authorities.map(certificates).transpose()?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    Ok(TlsConfig::builder()
        .root_certs(RootCerts::new_with_certs(&roots.unwrap_or_default()))
        .unversioned_rustls_crypto_provider(provider)
        .build())
}

/// The authorities in a file. Checked here, since the library passes over those it cannot use.
fn certificates(path: &Path) -> anyhow::Result<Vec<Certificate<'static>>> {
    let wrong = |why: &dyn Display| Unusable::File {
        path: path.to_owned(),
        why: why.to_string(),
    };
    let mut roots = Vec::new();
    let found = CertificateDer::pem_file_iter(path).map_err(|error| wrong(&error))?;
    for certificate in found {
        let certificate = certificate.map_err(|error| wrong(&error))?;
        roots.push(Certificate::from_der(&certificate).to_owned());
        let usable = RootCertStore::empty().add(certificate);
        usable.map_err(|error| wrong(&error))?;
    }
    if roots.is_empty() {
        return Err(wrong(&"it holds no certificate").into());
    }
    Ok(roots)
}
