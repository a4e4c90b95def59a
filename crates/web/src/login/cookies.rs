//! Cookies: their names, and what they allow browsers to do with them.
//!
//! Over TLS they carry the prefix `__Host-`, so that no other host and no page in the clear can
//! set them; without TLS, which is on this machine only, browsers would refuse that name.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use tilsyn_app::staff::SessionToken;

use super::hexadecimal;

/// Holds the token of a session.
pub(crate) fn session_name(is_over_tls: bool) -> &'static str {
    match is_over_tls {
        true => "__Host-tilsyn-session",
        false => "tilsyn-session",
    }
}

/// Holds what ties a login under way to this browser.
pub(super) fn under_way_name(is_over_tls: bool) -> &'static str {
    match is_over_tls {
        true => "__Host-tilsyn-login",
        false => "tilsyn-login",
    }
}

/// The value of a cookie that was sent; none, where two of that name were.
pub(super) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let cookies = headers.get_all(header::COOKIE).iter();
    let cookies = cookies.filter_map(|cookies| cookies.to_str().ok());
    let mut found = cookies
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| value);
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

/// The session of a cookie's value.
pub(super) fn token_of(value: &str) -> Option<SessionToken> {
    let is_one = value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut token = [0; 32];
    for (at, byte) in token.iter_mut().enumerate().filter(|_| is_one) {
        *byte = u8::from_str_radix(&value[2 * at..2 * at + 2], 16).ok()?;
    }
    is_one.then_some(SessionToken(token))
}

/// Sets the cookie of a session: gone with the browser.
pub(super) fn keep_session(response: &mut Response<Body>, token: &SessionToken, tls: bool) {
    set(
        response,
        session_name(tls),
        &hexadecimal(&token.0),
        None,
        tls,
    );
}

/// Sets a cookie for so many seconds; an empty one for none takes it away.
pub(super) fn set(
    response: &mut Response<Body>,
    name: &str,
    value: &str,
    seconds: Option<u32>,
    is_over_tls: bool,
) {
    let age = seconds.map_or(String::new(), |seconds| format!("; Max-Age={seconds}"));
    let secure = if is_over_tls { "; Secure" } else { "" };
    // Lax: links in mails must open; what changes anything is sent by our own forms only.
    let cookie = format!("{name}={value}; Path=/{age}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// Takes both cookies away, and what else the browser keeps of us. Not with the word `cookies`:
/// that would take those of all other hosts of the organisation too.
pub(super) fn forget(response: &mut Response<Body>, tls: bool) {
    for name in [session_name(tls), under_way_name(tls)] {
        set(response, name, "", Some(0), tls);
    }
    let storage = HeaderValue::from_static("\"storage\"");
    response.headers_mut().insert("clear-site-data", storage);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(cookies: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for one in cookies {
            let value = HeaderValue::from_str(one).expect("a header");
            headers.append(header::COOKIE, value);
        }
        headers
    }

    #[test]
    fn a_cookie_is_read_whatever_stands_beside_it_and_not_where_it_stands_twice() {
        let check = |cookies: &[&str], expected: Option<&str>| {
            assert_eq!(read(&headers(cookies), "t"), expected, "{cookies:?}");
        };
        check(&["t=1"], Some("1"));
        check(&["a=b; t=1; c"], Some("1"));
        check(&["a=b", "t=1"], Some("1"));
        check(&["t=1; t=2"], None);
        check(&["t=1", "t=1"], None);
        check(&["tt=1; xt=2"], None);
        check(&[], None);
    }

    #[test]
    fn a_session_survives_its_cookie_and_nothing_else_is_one() {
        let token = SessionToken([0xa7; 32]);
        for (tls, expected) in [(true, "__Host-tilsyn-session="), (false, "tilsyn-session=")] {
            let mut response = Response::new(Body::empty());
            keep_session(&mut response, &token, tls);
            let cookie = response.headers()[header::SET_COOKIE].to_str();
            let cookie = cookie.expect("a text").to_owned();
            let value = cookie.strip_prefix(expected).expect("its name");
            let (value, rest) = value.split_once(';').expect("attributes");
            assert!(token_of(value) == Some(token.clone()));
            assert_eq!(rest.contains("Secure"), tls);
            assert!(rest.contains("HttpOnly; SameSite=Lax") && !rest.contains("Max-Age"));
            assert!(rest.contains("Path=/") && !rest.contains("Domain"));
        }
        let odd = "é".repeat(32);
        for wrong in [
            "",
            "a7",
            &"g".repeat(64),
            &"a".repeat(66),
            &odd,
            "+a".repeat(32).as_str(),
        ] {
            assert!(token_of(wrong).is_none(), "{wrong}");
        }
    }
}
