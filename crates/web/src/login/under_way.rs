//! A login under way: what the browser keeps between leaving for the provider and coming back.
//!
//! It is signed and ends after five minutes, so the server keeps nothing for people who never
//! come back, and nobody can fill its memory. What it holds is of use to this browser only.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use tilsyn_domain::Instant;

use super::provider::Secrets;
use super::{FormKey, same};

/// How long somebody may take at the provider.
pub(super) const UNDER_WAY_SECONDS: u32 = 300;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(super) struct UnderWay {
    pub(super) secrets: Secrets,
    /// Where to go afterwards; it says in which language too.
    pub(super) back: String,
    /// Microseconds since 1970.
    until: i64,
}

impl UnderWay {
    pub(super) fn new(secrets: Secrets, back: String, now: Instant) -> UnderWay {
        UnderWay {
            secrets,
            back,
            until: now.0 + i64::from(UNDER_WAY_SECONDS) * 1_000_000,
        }
    }

    /// As a cookie holds it.
    pub(super) fn sealed(&self, key: &FormKey) -> String {
        let text = serde_json::to_vec(self).unwrap_or_default();
        let text = URL_SAFE_NO_PAD.encode(text);
        format!("{}.{text}", key.mac(b"login", text.as_bytes()))
    }

    /// Of a cookie; `None`, where it is not ours or too old.
    pub(super) fn read(cookie: &str, key: &FormKey, now: Instant) -> Option<UnderWay> {
        let (mac, text) = cookie.split_once('.')?;
        if !same(mac, &key.mac(b"login", text.as_bytes())) {
            return None;
        }
        let text = URL_SAFE_NO_PAD.decode(text).ok()?;
        let read: UnderWay = serde_json::from_slice(&text).ok()?;
        (now.0 < read.until).then_some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_for_five_minutes_and_only_as_it_was_written() {
        let secrets: Secrets =
            serde_json::from_str(r#"{"state": "s", "nonce": "n", "verifier": "v"}"#)
                .expect("secrets");
        let key = FormKey::of_a_test();
        let one = UnderWay::new(secrets, "/nb/log?unit=a".to_owned(), Instant(5));
        let sealed = one.sealed(&key);
        assert!(
            sealed
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        );
        let read = |cookie: &str, at| UnderWay::read(cookie, &key, Instant(at));
        assert_eq!(read(&sealed, 299_999_999), Some(one));
        assert_eq!(read(&sealed, 300_000_005), None);
        assert!(UnderWay::read(&sealed, &FormKey::new(), Instant(5)).is_none());
        for at in 0..sealed.len() {
            let mut altered = sealed.clone().into_bytes();
            altered[at] ^= 1;
            let altered = String::from_utf8_lossy(&altered).into_owned();
            assert_eq!(read(&altered, 5), None, "at {at}");
        }
        assert_eq!(read("", 5), None);
    }
}
