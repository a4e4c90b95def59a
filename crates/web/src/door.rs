//! What every request passes before it reaches a page, and what every reply carries.
//!
//! Rules: a strict set of headers on every reply, errors included; only our own names in
//! `Host`, so that a foreign name that resolves to this machine gets nothing (DNS rebinding);
//! nothing is changed by a request that did not start on one of our pages. Whoever came by one
//! of our names is told so on a page in the language of the address.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::middleware::Next;

use crate::asked::{Asked, Shared};
use crate::language;
use crate::reply;
use crate::scim;
use crate::settings::ADDRESS_BYTES_MAX;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; \
    img-src 'self' data:; script-src 'self'; connect-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// The names under which this installation answers.
#[derive(Clone, Debug)]
pub(crate) struct Names {
    public: Option<Arc<str>>,
}

impl Names {
    pub(crate) fn new(public: Option<&str>) -> Names {
        Names {
            public: public.map(|name| name.to_ascii_lowercase().into()),
        }
    }

    /// Whether a `Host` header, with or without port, names us.
    pub(crate) fn include(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split_once(']').map_or("", |(name, _)| name),
            None => host.split(':').next().unwrap_or_default(),
        };
        matches!(name, "127.0.0.1" | "localhost" | "::1")
            || self
                .public
                .as_deref()
                .is_some_and(|public| public == name || public == host)
    }
}

/// What the outermost layer needs.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) names: Names,
    pub(crate) shared: Arc<Shared>,
    /// Whether browsers are to come over TLS only from now on.
    pub(crate) is_over_tls: bool,
}

/// The outermost layer.
pub(crate) async fn guard(
    State(door): State<Door>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let (uri, headers) = (request.uri(), request.headers());
    let mut response = match refusal(&door.names, request.method(), uri, headers) {
        Some(Refusal::UnknownHost) => plain(StatusCode::MISDIRECTED_REQUEST, "unknown host"),
        Some(Refusal::Page(status, key)) => {
            let asked = asked_without_filters(Arc::clone(&door.shared), uri, headers);
            match asked {
                Some(asked) => reply::no(&asked, status, key),
                None => plain(status, ""),
            }
        }
        None => next.run(request).await,
    };
    dress(&mut response);
    if door.is_over_tls {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        let name = header::STRICT_TRANSPORT_SECURITY;
        response.headers_mut().insert(name, year);
    }
    response
}

/// The request as far as a refusal needs it: which page, in the language of its address, or else
/// in that of the browser.
pub(crate) fn asked_without_filters(
    shared: Arc<Shared>,
    uri: &Uri,
    headers: &HeaderMap,
) -> Option<Asked> {
    let wish = headers.get(header::ACCEPT_LANGUAGE);
    let wish = wish.and_then(|wish| wish.to_str().ok());
    let front = format!("/{}", language::preferred(wish).tag());
    let path = Some(uri.path()).filter(|path| path.len() <= ADDRESS_BYTES_MAX);
    let named = path.and_then(|path| Asked::read(Arc::clone(&shared), path, ""));
    named.or_else(|| Asked::read(shared, &front, ""))
}

/// Why a request gets no further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// It names another host: it is told nothing, not even who we are.
    UnknownHost,
    /// A page says why, by this sentence.
    Page(StatusCode, &'static str),
}

/// Why a request gets no further, if it does not.
fn refusal(names: &Names, method: &Method, uri: &Uri, headers: &HeaderMap) -> Option<Refusal> {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = uri.host().or(host);
    if !host.is_some_and(|host| names.include(host))
        || headers.get_all(header::HOST).iter().count() > 1
    {
        return Some(Refusal::UnknownHost);
    }
    if uri
        .path_and_query()
        .is_some_and(|address| address.as_str().len() > ADDRESS_BYTES_MAX)
    {
        let status = StatusCode::URI_TOO_LONG;
        return Some(Refusal::Page(status, "problem-address-too-long"));
    }
    // The provider's own server asks; it shows a token, which no browser sends by itself.
    if uri.path().starts_with(scim::PLACE) {
        return None;
    }
    match *method {
        Method::GET | Method::HEAD => None,
        // The provider's own server sends this one; what it sends is signed.
        Method::POST if uri.path() == PROVIDER_ENDED => None,
        Method::POST if from_our_page(names, headers) => None,
        Method::POST => Some(Refusal::Page(StatusCode::FORBIDDEN, "problem-foreign-form")),
        _ => Some(Refusal::Page(StatusCode::METHOD_NOT_ALLOWED, NOT_KNOWN)),
    }
}

/// Where the provider says whom it signed out.
pub(crate) const PROVIDER_ENDED: &str = "/login/provider-ended";

/// Key of the sentence that nothing can be done at an address in the way that was asked for.
pub(crate) const NOT_KNOWN: &str = "problem-method";

/// Browsers say where a form came from in `Sec-Fetch-Site`, or at least in `Origin`; one of the
/// two must be there, and neither may name anybody else.
fn from_our_page(names: &Names, headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let site = text(HeaderName::from_static("sec-fetch-site"));
    let origin = text(header::ORIGIN).map(|origin| {
        // A page without referrer sends `null` as origin; the browser's own word decides then.
        if origin == "null" {
            return site == Some("same-origin");
        }
        let host = origin
            .strip_prefix("http://")
            .or_else(|| origin.strip_prefix("https://"));
        let own = text(header::HOST);
        host.is_some_and(|host| names.include(host) && own.is_none_or(|own| own == host))
    });
    match (site, origin) {
        (Some(site), origin) => site == "same-origin" && origin.unwrap_or(true),
        (None, Some(origin)) => origin,
        (None, None) => false,
    }
}

/// Whether a page of somebody else sent the browser, and not whoever sits before it: nobody is to
/// get a session by that alone. Browsers that do not say so cannot be told apart.
pub(crate) fn is_sent_from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers.get(HeaderName::from_static("sec-fetch-site"));
    site.is_some_and(|site| site != "same-origin" && site != "none")
}

/// A text without a page, where nobody is there to read one.
pub(crate) fn plain(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// Puts on the headers that every reply carries.
pub(crate) fn dress(response: &mut Response<Body>) {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `method host origin site` -> the status of a refusal, or 0.
    fn check(request: &str, expected: u16) {
        let parts: Vec<&str> = request.split(' ').collect();
        let mut headers = HeaderMap::new();
        for (name, value) in [("host", 1), ("origin", 2), ("sec-fetch-site", 3)] {
            if parts[value] != "-" {
                headers.insert(name, HeaderValue::from_str(parts[value]).expect("a header"));
            }
        }
        let names = Names::new(Some("tilsyn.nordvik.kommune.no"));
        let method: Method = parts[0].parse().expect("a method");
        let found = refusal(&names, &method, &Uri::from_static("/nb"), &headers);
        let status = found.map_or(0, |found| match found {
            Refusal::UnknownHost => 421,
            Refusal::Page(status, _) => status.as_u16(),
        });
        assert_eq!(status, expected, "{request}");
    }

    #[test]
    fn only_our_own_names_are_answered() {
        check("GET 127.0.0.1:8080 - -", 0);
        check("GET localhost - -", 0);
        check("GET [::1]:8080 - -", 0);
        check("GET tilsyn.nordvik.kommune.no - -", 0);
        check("GET evil.example - -", 421);
        check("GET 127.0.0.1.evil.example - -", 421);
        check("GET localhost.evil.example:8080 - -", 421);
        check("GET - - -", 421);
    }

    #[test]
    fn only_our_own_pages_may_post() {
        check("POST localhost:8080 http://localhost:8080 same-origin", 0);
        check("POST localhost:8080 http://localhost:8080 -", 0);
        check("POST localhost:8080 null same-origin", 0);
        check("POST localhost:8080 - same-origin", 0);
        check("POST localhost:8080 - -", 403);
        check("POST localhost:8080 null -", 403);
        check("POST localhost:8080 http://localhost:9090 -", 403);
        check("POST localhost:8080 http://evil.example cross-site", 403);
        check("POST localhost:8080 http://localhost:8080 same-site", 403);
        check(
            "DELETE localhost:8080 http://localhost:8080 same-origin",
            405,
        );
    }
}
