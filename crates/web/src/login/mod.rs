//! Who is signed in, and how people come in and go.
//!
//! Two entrances: the organisation's own provider (`provider`), with two codes on paper for when it
//! cannot be reached (`by_codes`), and the login for development, on this machine only
//! (`development`). A session is a random token in a cookie; what it opens is
//! known to the desk alone. Nobody gets a page of ours before that, but this folder's own.
//! Not here: what somebody may do (`app`).

mod by_codes;
mod cookies;
mod development;
mod pages;
mod provider;
mod under_way;

use axum::http::HeaderMap;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tilsyn_app::staff::SessionToken;
use tilsyn_app::{Desk, Principal, Problem};

use crate::settings::Entrance;

pub(crate) use by_codes::{codes, enter_by_codes};
pub(crate) use cookies::session_name;
pub(crate) use development::chosen;
pub(crate) use pages::{
    back, begin, ended, logged_out_elsewhere, nobody_yet, out, out_without_provider, page,
};
pub use provider::{Agreed, Http, HttpFailed, Provider};

/// What a browser says of who it is.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Credential {
    /// The number of whom it chose to be, in the login for development.
    Number(usize),
    Token(SessionToken),
    Nothing,
}

/// Who asks, and who else they might be.
pub(crate) struct Reader {
    pub(crate) principal: Principal,
    /// Names, in the login for development.
    pub(crate) choice: Vec<String>,
    /// Which of them it is.
    pub(crate) chosen: usize,
}

impl Reader {
    fn nobody() -> Reader {
        Reader {
            principal: Principal::nobody(),
            choice: Vec::new(),
            chosen: 0,
        }
    }
}

/// What the request shows.
pub(crate) fn credential(headers: &HeaderMap, entrance: &Entrance) -> Credential {
    match entrance {
        Entrance::Development { .. } => Credential::Number(development::number(headers)),
        Entrance::Provider(provider) => {
            let name = session_name(provider.is_over_tls());
            let token = cookies::read(headers, name).and_then(cookies::token_of);
            token.map_or(Credential::Nothing, Credential::Token)
        }
    }
}

/// Who that is.
///
/// # Errors
/// When the registry cannot be read.
pub(crate) fn reader(
    desk: &Desk,
    entrance: &Entrance,
    credential: &Credential,
) -> Result<Reader, Problem> {
    match (entrance, credential) {
        (Entrance::Development { names }, Credential::Number(number)) => {
            development::reader(desk, names, *number)
        }
        (Entrance::Provider(_), Credential::Token(token)) => {
            let principal = desk.principal_of_session(token)?;
            Ok(principal.map_or_else(Reader::nobody, |principal| Reader {
                principal,
                ..Reader::nobody()
            }))
        }
        _ => Ok(Reader::nobody()),
    }
}

/// What makes forms of one session of no use in another.
#[derive(Clone)]
pub(crate) struct FormKey([u8; 32]);

impl FormKey {
    /// # Panics
    /// When the system has no randomness, without which no form could be told from a forged one.
    pub(crate) fn new() -> FormKey {
        FormKey(random())
    }

    #[cfg(test)]
    pub(crate) fn of_a_test() -> FormKey {
        FormKey([7; 32])
    }

    /// The token of forms of whoever shows that.
    pub(crate) fn form_token(&self, credential: &Credential) -> String {
        match credential {
            Credential::Token(token) => self.mac(b"form", &token.0),
            Credential::Number(_) | Credential::Nothing => self.mac(b"form", b""),
        }
    }

    /// 32 hexadecimal digits that nobody else can compute; `purpose` keeps uses apart.
    fn mac(&self, purpose: &[u8], bytes: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length");
        mac.update(purpose);
        mac.update(b"\0");
        mac.update(bytes);
        hexadecimal(&mac.finalize().into_bytes()[..16])
    }
}

impl std::fmt::Debug for FormKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FormKey(hidden)")
    }
}

pub(crate) fn random() -> [u8; 32] {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Compares without telling by its time how much was right.
pub(crate) fn same(one: &str, two: &str) -> bool {
    one.len() == two.len()
        && one
            .bytes()
            .zip(two.bytes())
            .fold(0, |sum, (a, b)| sum | (a ^ b))
            == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_of_a_form_is_of_one_session() {
        let (key, other) = (FormKey::of_a_test(), FormKey::new());
        let session = |number| Credential::Token(SessionToken([number; 32]));
        let token = key.form_token(&session(1));
        assert_eq!(token.len(), 32);
        assert_eq!(token, key.form_token(&session(1)));
        assert_ne!(token, key.form_token(&session(2)));
        assert_ne!(token, key.form_token(&Credential::Nothing));
        assert_ne!(token, other.form_token(&session(1)));
        assert!(same(&token, &token.clone()) && !same(&token, "") && !same(&token, &token[1..]));
    }
}
