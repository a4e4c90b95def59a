//! What a source says it has sent: "the numbers 1 to N", or "N events from A up to B".
//!
//! It comes in a heartbeat, as `extra.statement`, or is written down by a person. It is kept as
//! it was made and never changed; what came is held against it anew each time it is read.

use serde::{Deserialize, Serialize};

use crate::event::{Event, Kind};
use crate::json::Json;
use crate::refusal::Refusal;
use crate::time::Stamp;

/// The key in `extra` under which a heartbeat holds one.
pub const STATEMENT_KEY: &str = "statement";
/// A statement is no longer than this.
const STATEMENT_BYTES_MAX: usize = 4096;

/// What a source says it has sent. It names numbers, or a time and a count, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceStatement {
    /// First and last of the running numbers sent, both included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_seq: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_seq: Option<u64>,
    /// How many records were sent: of those numbers, or of that time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The time it is about, by when things happened: from this on, up to that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Stamp>,
}

impl SourceStatement {
    /// The running numbers it names, both ends included.
    #[must_use]
    pub fn numbers(&self) -> Option<(u64, u64)> {
        self.from_seq.zip(self.to_seq)
    }

    /// The time it names, the end excluded.
    #[must_use]
    pub fn span(&self) -> Option<(Stamp, Stamp)> {
        self.from.zip(self.to)
    }

    /// How many records it says were sent.
    #[must_use]
    pub fn stated(&self) -> u64 {
        let numbers = self.numbers();
        let of_numbers = numbers.map(|(first, last)| (last - first).saturating_add(1));
        self.count.or(of_numbers).unwrap_or(0)
    }

    /// Whether it says something, and nothing that cannot be.
    #[must_use]
    pub fn makes_sense(&self) -> bool {
        let whole = self.from_seq.is_some() == self.to_seq.is_some()
            && self.from.is_some() == self.to.is_some();
        let numbers = self.numbers().is_none_or(|(first, last)| {
            let size = last.checked_sub(first).map(|more| more.saturating_add(1));
            first > 0 && size.is_some_and(|size| self.count.is_none_or(|count| count <= size))
        });
        let span = self.span().is_none_or(|(from, to)| from.at < to.at);
        let says = self.numbers().is_some() || (self.span().is_some() && self.count.is_some());
        whole && numbers && span && says
    }

    /// As it stands in `extra`.
    #[must_use]
    pub fn json(&self) -> Json {
        let text = serde_json::to_string(self).expect("numbers and times are always JSON");
        Json::from_text(text).expect("serde_json wrote it")
    }

    fn read(json: &Json) -> Option<SourceStatement> {
        let text = Some(json.text()).filter(|text| text.len() <= STATEMENT_BYTES_MAX)?;
        let read: SourceStatement = serde_json::from_str(text).ok()?;
        read.makes_sense().then_some(read)
    }
}

impl Event {
    /// The statement that a heartbeat holds.
    #[must_use]
    pub fn statement(&self) -> Option<SourceStatement> {
        let is_heartbeat = self.kind == Kind::Heartbeat;
        let held = self.extra.get(STATEMENT_KEY).filter(|_| is_heartbeat)?;
        SourceStatement::read(held)
    }

    /// Refuses a heartbeat whose statement cannot be read: its source believes it was heard.
    pub(crate) fn check_statement(&self) -> Result<(), Refusal> {
        let held = self.kind == Kind::Heartbeat && self.extra.contains_key(STATEMENT_KEY);
        if !held || self.statement().is_some() {
            return Ok(());
        }
        Err(Refusal::BadField {
            field: format!("extra.{STATEMENT_KEY}"),
            expected: "from_seq and to_seq, or from, to and count".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: Kind, statement: &str) -> Event {
        let time = Stamp::parse("2026-09-02T00:00:00Z").expect("a time");
        let mut event = Event::new("hr", "1", time, kind, "sys");
        let json = Json::from_text(statement.to_owned()).expect("JSON");
        event.extra.insert(STATEMENT_KEY.to_owned(), json);
        event
    }

    fn check(statement: &str, stated: Option<u64>) {
        let event = event(Kind::Heartbeat, statement);
        let found = event.statement();
        assert_eq!(found.as_ref().map(SourceStatement::stated), stated);
        assert_eq!(event.check().is_ok(), stated.is_some(), "{statement}");
    }

    #[test]
    fn what_a_source_may_say() {
        check(r#"{"from_seq":1,"to_seq":100}"#, Some(100));
        check(r#"{"from_seq":1,"to_seq":100,"count":97}"#, Some(97));
        check(r#"{"from_seq":7,"to_seq":7,"more":"x"}"#, Some(1));
        let day = r#""from":"2026-09-01T00:00:00Z","to":"2026-09-02T00:00:00Z""#;
        check(&format!(r#"{{{day},"count":0}}"#), Some(0));
        check(
            &format!(r#"{{{day},"count":9,"from_seq":1,"to_seq":9}}"#),
            Some(9),
        );
        check(
            r#"{"from_seq":1,"to_seq":18446744073709551615}"#,
            Some(u64::MAX),
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for statement in [
            "{}",
            "1",
            r#"{"count":5}"#,
            r#"{"from_seq":5}"#,
            r#"{"from_seq":0,"to_seq":4}"#,
            r#"{"from_seq":5,"to_seq":4}"#,
            r#"{"from_seq":5,"to_seq":6,"count":3}"#,
            r#"{"from_seq":-5,"to_seq":6}"#,
            r#"{"from":"2026-09-01T00:00:00Z","to":"2026-09-01T00:00:00Z","count":1}"#,
            r#"{"from":"2026-09-01T00:00:00Z","to":"2026-09-02T00:00:00Z"}"#,
            r#"{"from":"yesterday","to":"2026-09-02T00:00:00Z","count":1}"#,
        ] {
            check(statement, None);
        }
    }

    #[test]
    fn only_a_heartbeat_makes_statements() {
        let lookup = event(Kind::Lookup, "1");
        assert!(lookup.statement().is_none() && lookup.check().is_ok());
    }

    #[test]
    fn it_is_written_as_it_is_read() {
        let text = r#"{"from_seq":1,"to_seq":9,"count":8}"#;
        let statement = event(Kind::Heartbeat, text).statement().expect("one");
        assert_eq!(statement.json().text(), text);
    }
}
