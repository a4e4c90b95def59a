//! Where somebody is written to: an address that can stand in the header of a mail.
//!
//! Of the forms that RFC 5321 (4.1.2) allows only the plain ones are taken, ASCII and unquoted:
//! nothing else is given out to people at work, and a quoted one may hold what ends a header.
//! It is about a person, so nothing prints it. Not here: whose it is (`registry`).

use std::fmt;

/// Bytes of an address (RFC 5321, 4.5.3.1.3, without the brackets).
pub const MAIL_ADDRESS_BYTES_MAX: usize = 254;
/// Bytes before the `@` (RFC 5321, 4.5.3.1.1).
const LOCAL_BYTES_MAX: usize = 64;
/// Bytes of each part of a name of a domain (RFC 1035, 2.3.4).
const LABEL_BYTES_MAX: usize = 63;

/// An address for mail.
#[derive(Clone, PartialEq, Eq)]
pub struct MailAddress(Box<str>);

impl MailAddress {
    /// Spaces around it go; `None` for what is no address.
    #[must_use]
    pub fn new(text: &str) -> Option<MailAddress> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@')?;
        let is_local = local.len() <= LOCAL_BYTES_MAX && local.split('.').all(is_atom);
        let is_domain = domain.contains('.') && domain.split('.').all(is_label);
        let fits = text.len() <= MAIL_ADDRESS_BYTES_MAX;
        (fits && is_local && is_domain).then(|| MailAddress(text.into()))
    }

    /// The address itself. The name is long so that a reader of code sees where it goes.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Names nobody: what is printed may end in a log.
impl fmt::Debug for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MailAddress(hidden)")
    }
}

/// RFC 5322, 3.2.3.
fn is_atom(part: &str) -> bool {
    let is_text = |c: u8| c.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&c);
    !part.is_empty() && part.bytes().all(is_text)
}

fn is_label(part: &str) -> bool {
    let is_text = |c: u8| c.is_ascii_alphanumeric() || c == b'-';
    let fits = !part.is_empty() && part.len() <= LABEL_BYTES_MAX;
    fits && part.bytes().all(is_text) && !part.starts_with('-') && !part.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<&str>) {
        let read = MailAddress::new(text);
        assert_eq!(read.as_ref().map(MailAddress::reveal), expected, "{text}");
    }

    #[test]
    fn plain_addresses_are_taken_as_they_are() {
        for text in ["Kari.Dal@nordvik.example", "o'hara+log@a-b.nordvik.example"] {
            check(text, Some(text));
        }
        check(" kari@nordvik.example\n", Some("kari@nordvik.example"));
    }

    #[test]
    fn what_is_no_address_or_ends_a_header_is_refused() {
        for text in [
            "",
            "kari",
            "@nordvik.example",
            "kari@",
            "kari@localhost",
            "kari@nordvik..example",
            "kari@-nordvik.example",
            "kari.@nordvik.example",
            "kari dal@nordvik.example",
            "kåre@nordvik.example",
            "kari@nordvik.example,ola@nordvik.example",
            "kari@nordvik.example\r\nBcc: ola@nordvik.example",
            "\"kari\r\nBcc: ola\"@nordvik.example",
            "Kari <kari@nordvik.example>",
            "kari@[192.0.2.1]",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn lengths_have_a_limit() {
        let of = |local: usize, label: usize| {
            format!("{}@{}.example", "a".repeat(local), "b".repeat(label))
        };
        check(&of(64, 63), Some(&of(64, 63)));
        check(&of(65, 63), None);
        check(&of(64, 64), None);
        let label = "b".repeat(62);
        let of = |last: usize| {
            let domain = format!("{label}.{label}.{label}.{}", "c".repeat(last));
            format!("a@{domain}")
        };
        let longest = MAIL_ADDRESS_BYTES_MAX - of(0).len();
        check(&of(longest), Some(&of(longest)));
        check(&of(longest + 1), None);
    }

    #[test]
    fn nothing_prints_it() {
        let address = MailAddress::new("kari@nordvik.example");
        assert!(!format!("{address:?}").contains("kari"));
    }
}
