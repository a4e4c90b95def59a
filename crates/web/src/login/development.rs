//! The login for development: everybody is whom of the staff they choose to be.
//!
//! The choice is kept in a cookie that holds a number and nothing else; it is of worth on this
//! machine only, where everybody may choose anyhow (`settings`).

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Response, header};
use tilsyn_app::{Desk, Principal, Problem};

use super::{Reader, cookies};
use crate::asked::Asked;
use crate::reply;
use crate::sent::{Sent, field};

const COOKIE: &str = "tilsyn-development-reader";
/// A working day.
const COOKIE_SECONDS: u32 = 12 * 60 * 60;

/// The number of whoever was chosen; the first, where nobody was.
pub(super) fn number(headers: &HeaderMap) -> usize {
    let chosen = cookies::read(headers, COOKIE);
    chosen.and_then(|value| value.parse().ok()).unwrap_or(0)
}

/// Whom the reader chose to be today: of the staff, or of these where nobody has a duty yet.
///
/// # Errors
/// When the registry cannot be read.
pub(super) fn reader(desk: &Desk, names: &[String], number: usize) -> Result<Reader, Problem> {
    let Some(people) = desk.people_for_development()? else {
        let number = if number < names.len() { number } else { 0 };
        let principal = names.get(number);
        return Ok(Reader {
            principal: principal.map_or_else(Principal::nobody, |one| Principal::development(one)),
            choice: names.to_vec(),
            chosen: number,
        });
    };
    let number = if number < people.len() { number } else { 0 };
    let principal = match people.get(number) {
        Some(one) => desk.principal_for_development(one)?,
        None => None,
    };
    Ok(Reader {
        principal: principal.unwrap_or_else(Principal::nobody),
        choice: people.into_iter().map(|one| one.name).collect(),
        chosen: number,
    })
}

/// Keeps the choice, and leads back to where it was made.
pub(crate) fn chosen(asked: &Asked, sent: &Sent) -> Response<Body> {
    let number: usize = field(sent, "reader").parse().unwrap_or(0);
    let mut response = reply::elsewhere(&asked.page_of_ours(field(sent, "back")));
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
        assert_eq!(number(&headers), expected, "{cookies}");
    }

    #[test]
    fn the_cookie_says_whom_of_those_there_are() {
        check("tilsyn-development-reader=1", 1);
        check("a=b; tilsyn-development-reader=2; c=d", 2);
        check("tilsyn-development-reader=x", 0);
        check("other=1", 0);
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
