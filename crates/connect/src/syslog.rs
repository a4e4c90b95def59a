//! The syslog header before a message (RFC 3164 and RFC 5424), cut off and kept as it is.
//!
//! Not here: what the header means. It is kept whole in `extra.syslog`.

/// The message behind a syslog header, or the whole line if there is none.
pub(crate) fn body(line: &[u8]) -> &[u8] {
    split(line).1
}

/// Header and message. A header starts with a priority in angle brackets, or is what stands
/// before `CEF:`; the message starts at `CEF:` or at a tag.
pub(crate) fn split(line: &[u8]) -> (&[u8], &[u8]) {
    if line.starts_with(b"CEF:") {
        return (&[], line);
    }
    let after = priority_end(line).unwrap_or(0);
    let cef = memchr::memmem::find(line, b" CEF:").map(|place| place + 1);
    let tag = || {
        (after > 0)
            .then(|| memchr::memchr(b'<', &line[after..]))
            .flatten()
    };
    let start = match cef {
        Some(cef) => cef,
        None if line[after..].starts_with(b"CEF:") => after,
        None => tag().map_or(0, |place| after + place),
    };
    (&line[..start], &line[start..])
}

/// Where `<PRI>` ends.
pub(crate) fn priority_end(line: &[u8]) -> Option<usize> {
    let rest = line.strip_prefix(b"<")?;
    let digits = rest
        .iter()
        .take(4)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    ((1..=3).contains(&digits) && rest.get(digits) == Some(&b'>')).then_some(digits + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, header: &str) {
        assert_eq!(split(line.as_bytes()).0, header.as_bytes(), "{line}");
    }

    #[test]
    fn the_header_ends_where_the_message_starts() {
        check("CEF:0|a|msg= CEF:", "");
        check("<13>CEF:0|a", "<13>");
        check(
            "<13>Nov 21 08:00:00 host CEF:0|a",
            "<13>Nov 21 08:00:00 host ",
        );
        check("Nov 21 08:00:00 host CEF:0|a", "Nov 21 08:00:00 host ");
        check(
            "<85>1 2026-01-02T08:00:00Z h a - - - <AuditMessage>",
            "<85>1 2026-01-02T08:00:00Z h a - - - ",
        );
        check("<AuditMessage>", "");
        check("<1234>x", "");
    }
}
