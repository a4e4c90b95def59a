//! Accounts, kept up to date by the organisation's own provider of logins: SCIM 2.0.
//!
//! The provider proves itself with a token that only the two know. It says which accounts there
//! are, what they are called and who may not come in; it gives nobody a role and sees no log data.
//! What is kept of an account is its `externalId` (the subject of its logins), `userName`,
//! `displayName`, `active`, employee number and one of `emails`; the rest of what providers send is
//! not ours to keep and is passed over (RFC 7643, 7644).
//! Not here: what an account is and what becomes of sessions (`app`).

mod about;
mod account;
mod answer;
mod attribute;
mod change;
mod emails;
mod filter;
mod list;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Response, header};
use sha2::{Digest, Sha256};
use tilsyn_app::Desk;
use tilsyn_app::permit::{ProvisionStaff, ask};
use tilsyn_app::staff::Accounts;
use tilsyn_app::{Form, Principal};

use self::answer::{Answer, No};
use self::change::Change;
use self::list::ListAsked;

/// Where the provider asks.
pub(crate) const PLACE: &str = "/scim/v2";
/// Characters that a token has at least: 128 random bits in hexadecimal.
pub(crate) const TOKEN_CHARS_MIN: usize = 32;

/// What both sides agreed on.
#[derive(Clone)]
pub(crate) struct Scim {
    token: [u8; 32],
    /// Whose accounts they are: the issuer of their logins.
    issuer: String,
    /// Where the provider reaches this, for `meta.location`.
    base: String,
}

/// One request, read to its end.
pub(crate) struct AskedOfScim {
    pub(crate) method: Method,
    /// After [`PLACE`].
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Scim {
    /// `public_address`: under which the provider reaches us.
    pub(crate) fn new(token: &str, issuer: &str, public_address: &str) -> Scim {
        Scim {
            token: Sha256::digest(token).into(),
            issuer: issuer.to_owned(),
            base: format!("{}{PLACE}", public_address.trim_end_matches('/')),
        }
    }

    pub(crate) fn answer(&self, desk: &Desk, asked: &AskedOfScim) -> Response<Body> {
        let answer = match self.is_known(&asked.headers) {
            true => self.answered(desk, asked),
            false => {
                tracing::warn!("somebody without the token asked for accounts");
                Err(No::unknown())
            }
        };
        answer.map_or_else(No::respond, Answer::respond)
    }

    /// Compared by digests, so that the time it takes tells nothing.
    fn is_known(&self, headers: &HeaderMap) -> bool {
        let mut sent = headers.get_all(header::AUTHORIZATION).iter();
        let (Some(first), None) = (sent.next(), sent.next()) else {
            return false;
        };
        let token = first.to_str().ok().and_then(|value| value.split_once(' '));
        token.is_some_and(|(scheme, token)| {
            let digest: [u8; 32] = Sha256::digest(token.trim()).into();
            scheme.eq_ignore_ascii_case("bearer") && digest == self.token
        })
    }

    fn answered(&self, desk: &Desk, asked: &AskedOfScim) -> Result<Answer, No> {
        let permit = ask::<ProvisionStaff>(&Principal::provisioner(), Form::Json)?;
        let accounts = desk.accounts(&permit, &self.issuer);
        let parts: Vec<&str> = asked
            .path
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        match parts[..] {
            ["Users"] => self.users(&accounts, asked),
            ["Users", ".search"] | [".search"] => match asked.method {
                Method::POST => {
                    ListAsked::of_body(&asked.body)?.answer(&accounts.all()?, &self.base)
                }
                _ => Err(No::method("POST")),
            },
            ["Users", number] => self.user(&accounts, asked, number_of(number)?),
            _ => about::answer(&self.base, &asked.method, &parts),
        }
    }

    fn users(&self, accounts: &Accounts<'_>, asked: &AskedOfScim) -> Result<Answer, No> {
        match asked.method {
            Method::GET => {
                let wished = ListAsked::of_query(&asked.query)?;
                wished.answer(&accounts.all()?, &self.base)
            }
            Method::POST => {
                let account = accounts.add(&account::asked(&asked.body)?)?;
                let told = account::told(&account, &self.base);
                Ok(Answer::made(told, &asked.query))
            }
            _ => Err(No::method("GET, POST")),
        }
    }

    fn user(
        &self,
        accounts: &Accounts<'_>,
        asked: &AskedOfScim,
        number: u64,
    ) -> Result<Answer, No> {
        let before = || accounts.one(number);
        let account = match asked.method {
            Method::GET => before()?,
            Method::PUT => {
                let after = account::replaced(&before()?.asked, &asked.body)?;
                accounts.change(number, &after)?
            }
            Method::PATCH => {
                let after = Change::read(&asked.body)?.of(&before()?.asked)?;
                accounts.change(number, &after)?
            }
            Method::DELETE => {
                accounts.remove(number)?;
                return Ok(Answer::nothing());
            }
            _ => return Err(No::method("GET, PUT, PATCH, DELETE")),
        };
        let told = account::told(&account, &self.base);
        Ok(Answer::of(told, &asked.query))
    }
}

pub(crate) use about::schema_names;

/// More than an account is.
pub(crate) fn too_long() -> Response<Body> {
    No::too_long().respond()
}

/// Too much is asked at once.
pub(crate) fn busy() -> Response<Body> {
    No::busy().respond()
}

/// Numbers of accounts are ours; nobody has another.
fn number_of(number: &str) -> Result<u64, No> {
    let is_plain = number.bytes().all(|byte| byte.is_ascii_digit());
    let number = number.parse().ok().filter(|_| is_plain);
    number.ok_or_else(No::missing)
}

#[cfg(test)]
mod tests;
