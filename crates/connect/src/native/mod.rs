//! The native format: one event of formats.md, section 1, as a JSON object on a line.
//!
//! The fast road is serde straight into `Event`. Only when that fails is the line taken apart:
//! unknown fields move to `extra` word for word, and what is wrong is named by its field.

mod schema;

pub(crate) use schema::SIGNS;

use tilsyn_domain::{Event, Refusal};

use crate::tree::{Node, too_deep, unreadable, utf8};

/// The events of one line: the act, and one for each next of kin that came along.
pub(crate) fn parse(bytes: &[u8]) -> Result<Vec<Event>, Refusal> {
    if too_deep(bytes) {
        return Err(Refusal::TooDeep);
    }
    let event = match serde_json::from_slice::<Event>(bytes) {
        Ok(event) => event,
        Err(_) => the_long_way(bytes)?,
    };
    event.check()?;
    if event.transfer.is_none() {
        return Ok(vec![event]);
    }
    Ok(event.with_kin())
}

fn the_long_way(bytes: &[u8]) -> Result<Event, Refusal> {
    let text = utf8(bytes)?;
    let mut node = Node::parse(text, "JSON")?;
    schema::check(&node)?;
    schema::move_unknown(&mut node);
    serde_json::from_str(&node.to_text()).map_err(|e| unreadable(&e, text, "JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = concat!(
        r#"{"id":"1","source":"s","time":"2026-01-02T08:00:00+01:00","kind":"lookup","#,
        r#""actor":{"user":"u"},"subjects":[{"national_id":"01928500012"}]}"#
    );

    /// Replaces a part of an ordinary line and says what becomes of it.
    fn check(part: &str, by: &str, expected: &str) {
        assert!(LINE.contains(part), "{part} stands in the line");
        let result = parse(LINE.replacen(part, by, 1).as_bytes());
        let got = match &result {
            Ok(events) => serde_json::to_string(&events[0].extra).expect("JSON"),
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(got, expected, "{by}");
    }

    #[test]
    fn an_ordinary_line_goes_in() {
        check("\"u\"", "\"u\"", "{}");
        check(
            "}]}",
            "}],\"seq\":null,\"extra\":null,\"place\":null}",
            "{}",
        );
    }

    #[test]
    fn unknown_fields_are_kept_word_for_word() {
        check(
            "\"id\":\"1\"",
            "\"id\":\"1\",\"shoe\":12.340",
            r#"{"shoe":12.340}"#,
        );
        check(
            "\"user\":",
            "\"shoe\":[1e400],\"user\":",
            r#"{"actor.shoe":[1e400]}"#,
        );
        check(
            "{\"national_id",
            "{\"age\":7,\"national_id",
            r#"{"subjects.0.age":7}"#,
        );
        let clash = r#""extra":{"shoe":1,"shoe#2":2},"shoe":3,"id":"1""#;
        check("\"id\":\"1\"", clash, r#"{"shoe":1,"shoe#2":2,"shoe#3":3}"#);
    }

    #[test]
    fn what_is_wrong_is_named() {
        check("\"id\":\"1\",", "", "the field id is missing");
        check("\"id\":\"1\"", "\"id\":null", "the field id is missing");
        check("\"id\":\"1\"", "\"id\":7", "the field id should be text");
        check(
            "\"id\":\"1\"",
            "\"id\":\"\"",
            "the field id should be 1 to 200 characters",
        );
        check("{\"user\":\"u\"}", "{}", "the field actor.user is missing");
        check(
            "{\"user\":\"u\"}",
            "\"u\"",
            "the field actor should be an object",
        );
        check(
            "\"u\"}",
            "\"u\",\"for\":{\"user\":1}}",
            "the field actor.for.user should be text",
        );
        check(
            "\"u\"}",
            "\"u\",\"system\":1}",
            "the field actor.system should be true or false",
        );
        check(
            "\"lookup\"",
            "\"peek\"",
            "the field kind should be a kind of event",
        );
        check("+01:00", "", "the time in time states no offset from UTC");
        check(
            "2026-01",
            "0001-01",
            "the time in time is outside the years 1900 to 2100",
        );
        check(
            "2026-01",
            "9999-01",
            "the time in time is outside the years 1900 to 2100",
        );
        check(
            "2026-01",
            "2026-13",
            "the field time should be an RFC 3339 time",
        );
        check(
            "\"01928500012\"",
            "\"\"",
            "the field subjects.0.national_id should be a national id",
        );
        check("[{", "[3,{", "the field subjects.0 should be an object");
        check(
            "\"id\":\"1\"",
            "\"id\":\"1\",\"seq\":-1",
            "the field seq should be a whole number",
        );
        check(
            "\"id\":\"1\"",
            "\"id\":\"1\",\"id\":\"1\"",
            "the field id stands twice",
        );
        let twice = "\"extra\":{\"a\":1,\"a\":2},\"id\":\"1\"";
        check("\"id\":\"1\"", twice, "the field extra.a stands twice");
    }

    #[test]
    fn what_is_no_json_is_refused_at_its_column() {
        check("}]}", "}]} x", "not readable as JSON, at column 140");
        check("}]}", "}]", "not readable as JSON, at column 137");
        check("{\"id\"", "\0{\"id\"", "not readable as JSON, at column 1");
        let cut: Vec<u8> = LINE
            .bytes()
            .map(|b| if b == b'u' { 0xe5 } else { b })
            .collect();
        let refused = parse(&cut).expect_err("Latin-1 is not UTF-8");
        assert_eq!(refused, Refusal::NotUtf8 { at: 13 });
    }

    #[test]
    fn depth_is_limited_also_where_any_json_may_stand() {
        let nested = |n: usize| {
            format!(
                "\"extra\":{{\"a\":{}{}}},\"id\":\"1\"",
                "[".repeat(n),
                "]".repeat(n)
            )
        };
        let with = |n: usize| parse(LINE.replacen("\"id\":\"1\"", &nested(n), 1).as_bytes());
        assert!(with(126).is_ok());
        assert_eq!(with(127), Err(Refusal::TooDeep));
        assert_eq!(with(400_000), Err(Refusal::TooDeep));
    }
}
