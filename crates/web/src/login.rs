//! Who is signed in: in the login for development, whom the reader chose to be.
//!
//! The choice is kept in a cookie that holds a number and nothing else; it is of worth on this
//! machine only, where everybody may choose anyhow (`settings`). Not here: a real login.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, header};

use tilsyn_app::{Desk, Principal, Problem};

use crate::asked::Asked;
use crate::reply;
use crate::sent::{Sent, field};
use crate::settings::Login;

const COOKIE: &str = "tilsyn-development-reader";
/// A working day.
const COOKIE_SECONDS: u32 = 12 * 60 * 60;

/// The number of whoever was chosen; the first, where nobody was.
pub(crate) fn who(headers: &HeaderMap) -> usize {
    let cookies = headers.get_all(header::COOKIE).iter();
    let cookies = cookies.filter_map(|cookies| cookies.to_str().ok());
    let mut cookies = cookies.flat_map(|cookies| cookies.split(';'));
    let chosen = cookies.find_map(|cookie| {
        let (name, value) = cookie.trim().split_once('=')?;
        (name == COOKIE).then_some(value)
    });
    chosen.and_then(|value| value.parse().ok()).unwrap_or(0)
}

/// Whom the reader may be today.
///
/// # Errors
/// When the registry cannot be read.
pub(crate) fn readers(desk: &Desk, login: &Login) -> Result<Vec<Principal>, Problem> {
    let Login::Development { names } = login;
    match desk.has_begun()? {
        true => desk.principals_for_development(),
        false => Ok(names
            .iter()
            .map(|name| Principal::development(name))
            .collect()),
    }
}

/// Keeps the choice, and leads back to where it was made.
pub(crate) fn chosen(asked: &Asked, sent: &Sent) -> Response<Body> {
    let number: usize = field(sent, "reader").parse().unwrap_or(0);
    let back = field(sent, "back");
    let (path, query) = back.split_once('?').unwrap_or((back, ""));
    // Only pages of ours are gone back to: whatever else was sent leads to the front page.
    let back = Asked::read(asked.shared.clone(), path, query);
    let back = back.map_or_else(|| asked.to(""), |page| page.again("", &[]));
    let mut response = reply::elsewhere(&back);
    let cookie =
        format!("{COOKIE}={number}; Path=/; Max-Age={COOKIE_SECONDS}; HttpOnly; SameSite=Strict");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn check(cookies: &str, expected: usize) {
        let mut headers = HeaderMap::new();
        let value = HeaderValue::from_str(cookies).expect("a header");
        headers.insert(header::COOKIE, value);
        assert_eq!(who(&headers), expected, "{cookies}");
    }

    #[test]
    fn the_cookie_says_whom_of_those_there_are() {
        check("tilsyn-development-reader=1", 1);
        check("a=b; tilsyn-development-reader=2; c=d", 2);
        check("tilsyn-development-reader=x", 0);
        check("other=1", 0);
        let mut asked = testing::asked("/nb");
        let people = asked.readers().0.to_vec();
        asked.is_by(people.clone(), 1);
        assert_eq!(asked.principal().name(), "Jonas Berg");
        asked.is_by(people, 9);
        assert_eq!(asked.principal().name(), "Siv Dahl");
        asked.is_by(Vec::new(), 0);
        assert_eq!(asked.principal(), &Principal::nobody());
    }

    #[test]
    fn one_comes_back_to_a_page_of_ours_and_to_nothing_else() {
        let back = |back: &str| {
            let sent = [("reader", "1"), ("back", back)];
            let sent = sent.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let response = chosen(&testing::asked("/sv/login"), &sent);
            let cookie = &response.headers()[header::SET_COOKIE];
            assert!(
                cookie
                    .to_str()
                    .is_ok_and(|c| c.contains("=1;") && c.contains("Strict"))
            );
            let location = &response.headers()[header::LOCATION];
            location.to_str().expect("an address").to_owned()
        };
        assert_eq!(back("/nb/log?unit=a"), "/nb/log?unit=a");
        for other in [
            "",
            "//evil.example/nb",
            "https://evil.example",
            "/xx/log",
            "/\\evil",
        ] {
            assert_eq!(back(other), "/sv");
        }
    }
}
