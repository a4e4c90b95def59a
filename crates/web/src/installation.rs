//! Several organisations behind one listener: the name in the address says whose pages are meant.
//!
//! One rule: each has a router of its own, with its own desk, sessions and forms, and nothing is
//! shared between them. A name that nobody has is told nothing, not even who is here.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Response, StatusCode, Uri, header};
use tower::ServiceExt;

use crate::door;

/// One organisation of several, by the name under which people reach it, with its port where the
/// address has one; no router where its folder does not open.
pub type Member = (String, Option<Router>);

/// All organisations, each under its own name. Names differ, whatever the case of their letters.
pub fn installation(members: Vec<Member>) -> Router {
    let members = members.into_iter();
    let by_name: HashMap<String, Option<Router>> = members
        .map(|(name, router)| (name.to_ascii_lowercase(), router))
        .collect();
    let by_name = Arc::new(by_name);
    Router::new().fallback(move |request: Request| {
        let by_name = Arc::clone(&by_name);
        async move { answer(&by_name, request).await }
    })
}

async fn answer(by_name: &HashMap<String, Option<Router>>, request: Request) -> Response<Body> {
    match asked_for(by_name, request.uri(), request.headers()) {
        Some(Some(router)) => match router.clone().oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        },
        // The others go on; what is wrong stands in the diagnostics.
        Some(None) => refused(StatusCode::SERVICE_UNAVAILABLE, "not served just now"),
        None => refused(StatusCode::MISDIRECTED_REQUEST, "unknown host"),
    }
}

fn refused(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = door::plain(status, text);
    door::dress(&mut response);
    response
}

/// Whose pages a request asks for: by the address in its first line, else by its one `Host`.
fn asked_for<'a, T>(
    by_name: &'a HashMap<String, T>,
    uri: &Uri,
    headers: &HeaderMap,
) -> Option<&'a T> {
    let mut hosts = headers.get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    if hosts.next().is_some() {
        return None;
    }
    let authority = uri.authority().map(axum::http::uri::Authority::as_str);
    let host = authority.or(host)?.to_ascii_lowercase();
    let without_port = host.split(':').next().unwrap_or_default();
    by_name.get(&host).or_else(|| by_name.get(without_port))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(uri: &str, hosts: &[&str], expected: Option<&str>) {
        let members = ["viken.example", "nord.example:8443"];
        let by_name: HashMap<String, &str> = members
            .iter()
            .map(|name| ((*name).to_owned(), *name))
            .collect();
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, host.parse().expect("a header"));
        }
        let uri = uri.parse().expect("an address");
        let found = asked_for(&by_name, &uri, &headers);
        assert_eq!(found.copied(), expected, "{uri} {hosts:?}");
    }

    #[test]
    fn a_name_leads_to_its_own_organisation_and_to_no_other() {
        check("/nb", &["viken.example"], Some("viken.example"));
        check("/nb", &["VIKEN.example:443"], Some("viken.example"));
        check("/nb", &["nord.example:8443"], Some("nord.example:8443"));
        check("/nb", &["nord.example"], None);
        check("/nb", &["nord.example:8444"], None);
        check("/nb", &["viken.example.evil.example"], None);
        check("/nb", &["127.0.0.1"], None);
        check("/nb", &[], None);
        check("/nb", &["viken.example", "nord.example:8443"], None);
        // What stands in the first line counts (RFC 9112, section 3.2.2).
        let line = "http://viken.example/nb";
        check(line, &["nord.example:8443"], Some("viken.example"));
    }
}
