//! Base64 (RFC 4648), as FHIR and DICOM wrap queries and details in it.

/// The text that base64 stands for; `None` if it is no base64, or not of UTF-8 text. Line ends
/// within are allowed, as XML writers put them there.
pub(crate) fn text(encoded: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(encoded.len() / 4 * 3);
    let (mut bits, mut held) = (0_u32, 0);
    let mut padding = 0;
    for byte in encoded.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        if byte == b'=' {
            padding += 1;
            continue;
        }
        if padding > 0 {
            return None;
        }
        bits = (bits << 6 | u32::from(value(byte)?)) & 0xff_ffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).expect("masked to eight bits"));
        }
    }
    let whole = padding <= 2 && held < 6 && bits & ((1 << held) - 1) == 0;
    let text = whole.then(|| String::from_utf8(bytes).ok())??;
    (!text.is_empty()).then_some(text)
}

fn value(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(encoded: &str, expected: Option<&str>) {
        assert_eq!(text(encoded).as_deref(), expected, "{encoded}");
    }

    #[test]
    fn the_vectors_of_rfc_4648() {
        check("Zg==", Some("f"));
        check("Zm8=", Some("fo"));
        check("Zm9v", Some("foo"));
        check("Zm9v\r\nYmFy", Some("foobar"));
    }

    #[test]
    fn what_is_not_text_stays_as_it_is() {
        check("", None);
        check("Zh==", None);
        check("Z", None);
        check("Zg==Zg==", None);
        check("Zm9*", None);
        check("/w==", None);
    }
}
