//! Common Event Format, as the Norwegian Labour and Welfare Administration (NAV) writes its
//! lookup log.
//!
//! `CEF:0|vendor|product|version|class|name|severity|key=value key=value`: the vendor is the
//! system shown to people, `suid` who looked, `duid` at whom, `end` when. What has no field of
//! ours is kept in `extra` under its key, or under the label that the message gives it.
//! NAV's rule: github.com/navikt/security-playbook, oppslagslogg.md.

use std::collections::BTreeMap;

use tilsyn_domain::event::Subject;
use tilsyn_domain::national_id::IdForm;
use tilsyn_domain::{Event, Instant, Json, Kind, NationalId, Outcome, Refusal, Stamp, Via};

use crate::content;
use crate::syslog;
use crate::tree::{bad, missing, utf8};

/// The values of a message that may be placeholders in a template: `\<NavID>`.
const TEMPLATED: [&str; 3] = ["suid", "duid", "end"];
/// Keys whose meaning the message itself states under `<key>Label`.
const LABELLED: [&str; 5] = ["cs", "cn", "cfp", "flexString", "flexNumber"];

/// What the extension of a message is made of.
const PAIRS: &str = "key=value pairs";
/// The years 1900 to 2100 as milliseconds since 1970, the end excluded.
const MILLIS: std::ops::Range<i64> = -2_208_988_800_000..4_133_980_800_000;

/// The one event of a line.
pub(crate) fn parse(bytes: &[u8]) -> Result<Event, Refusal> {
    let text = utf8(bytes)?;
    let (syslog, line) = syslog::split(bytes);
    let mut message = Message::parse(&text[text.len() - line.len()..])?;
    if message.is_template() {
        return Err(Refusal::Template);
    }
    message.take_labels();
    let mut event = message.event(&content::id(line))?;
    if !syslog.is_empty() {
        let header = text[..syslog.len()].trim();
        event
            .extra
            .insert("syslog".to_owned(), Json::string(header));
    }
    event.check()?;
    Ok(event)
}

struct Message {
    /// Version of CEF, vendor, product, version, class, name, severity.
    header: [String; 7],
    values: BTreeMap<String, String>,
}

impl Message {
    fn parse(line: &str) -> Result<Message, Refusal> {
        let wrong = |column: usize| Refusal::NotReadable {
            format: "CEF".to_owned(),
            column: column as u64,
        };
        let rest = line.strip_prefix("CEF:").ok_or_else(|| wrong(1))?;
        let (header, extension) = split_header(rest).ok_or_else(|| wrong(line.len() + 1))?;
        if !matches!(header[0].as_str(), "0" | "1") {
            return Err(wrong(5));
        }
        Ok(Message {
            header,
            values: split_extension(extension)?,
        })
    }

    fn is_template(&self) -> bool {
        let placeholder = |value: &String| value.starts_with('<') && value.ends_with('>');
        TEMPLATED
            .iter()
            .any(|key| self.values.get(*key).is_some_and(placeholder))
    }

    /// Puts labelled values under their labels: `flexString1=Permit flexString1Label=Decision`
    /// becomes `Decision=Permit`. A label that is taken leaves both as they are.
    fn take_labels(&mut self) {
        let labels: Vec<(String, String)> = self
            .values
            .iter()
            .filter_map(|(key, label)| Some((key.strip_suffix("Label")?.to_owned(), label.clone())))
            .filter(|(key, _)| LABELLED.iter().any(|stem| key.starts_with(stem)))
            .collect();
        for (key, label) in labels {
            if self.values.contains_key(&key) && !self.values.contains_key(&label) {
                if let Some(value) = self.values.remove(&key) {
                    self.values.insert(label, value);
                }
                self.values.remove(&format!("{key}Label"));
            }
        }
    }

    fn take(&mut self, key: &str) -> Option<String> {
        self.values.remove(key).filter(|value| !value.is_empty())
    }

    fn event(mut self, id: &str) -> Result<Event, Refusal> {
        let time = epoch(&self.take("end").ok_or_else(|| missing("end"))?)?;
        let user = self.take("suid").ok_or_else(|| missing("suid"))?;
        let (kind, outcome) = (self.kind()?, self.outcome()?);
        let [_, vendor, product, version, class, name, severity] = std::mem::take(&mut self.header);
        let mut event = Event::new(&content::source(&vendor), id, time, kind, &user);
        event.outcome = outcome;
        event.actor.national_id = national(&user);
        event.actor.name = self.take("suser");
        event.actor.role = self.take("spriv");
        event.place.module = Some(product).filter(|product| !product.is_empty());
        event.place.client_ip = self.take("src");
        event.place.client_host = self.take("shost");
        event.place.server = self.take("dhost");
        event.object.element = self.take("requestContext");
        event.why.case = self.take("Saksnummer");
        if let Some(subject) = self.take("duid") {
            let national_id = NationalId::new(&subject).ok_or_else(|| bad("duid", "an id"))?;
            event.subjects = vec![Subject {
                national_id,
                name: self.take("duser"),
                via: Via::Shown,
            }];
        }
        let header = [("class", class), ("name", name), ("severity", severity)];
        for (key, value) in header.into_iter().chain([("version", version)]) {
            event
                .extra
                .insert(format!("cef.{key}"), Json::string(&value));
        }
        for (key, value) in self.values {
            event.extra.insert(key, Json::string(&value));
        }
        Ok(event)
    }

    /// What `act` says, else the class. NAV's own examples write `audit:access` and
    /// `audit:oppslag` for what the rule calls `audit:read`.
    fn kind(&self) -> Result<Kind, Refusal> {
        let act = self.values.get("act").map(|act| act.to_lowercase());
        let class = self.header[4].to_lowercase();
        let named = |word: &str| match word {
            "create" | "update" | "delete" | "write" | "change" => Some(Kind::Change),
            "read" | "access" | "oppslag" | "view" | "lookup" => Some(Kind::Lookup),
            "search" => Some(Kind::Search),
            "list" => Some(Kind::List),
            "print" => Some(Kind::Print),
            "export" => Some(Kind::Export),
            _ => None,
        };
        act.and_then(|act| named(&act))
            .or_else(|| named(class.strip_prefix("audit:").unwrap_or(&class)))
            .ok_or_else(|| {
                bad(
                    "Device Event Class ID",
                    "audit: with create, read, update, delete",
                )
            })
    }

    /// The labels are gone by now, so the decision stands under its own name.
    fn outcome(&mut self) -> Result<Outcome, Refusal> {
        match self
            .values
            .get("Decision")
            .map(|word| word.to_lowercase())
            .as_deref()
        {
            None => Ok(Outcome::Permit),
            Some("permit") => {
                self.values.remove("Decision");
                Ok(Outcome::Permit)
            }
            Some("deny") => {
                self.values.remove("Decision");
                Ok(Outcome::Deny)
            }
            Some("indeterminate") => Ok(Outcome::Error),
            Some(_) => Err(bad("Decision", "Permit or Deny")),
        }
    }
}

/// Milliseconds since 1970, as NAV's rule has it.
fn epoch(text: &str) -> Result<Stamp, Refusal> {
    let expected = || bad("end", "milliseconds since 1970");
    let digits = text.strip_prefix('-').unwrap_or(text);
    let millis: i64 = text.parse().map_err(|_| expected())?;
    // Ten digits are seconds: nobody means January 1970 by them, so nobody guesses.
    if digits.len() <= 10 {
        return Err(expected());
    }
    if !MILLIS.contains(&millis) {
        return Err(Refusal::TimeOutOfRange {
            field: "end".to_owned(),
        });
    }
    Ok(Instant::from_millis(millis).utc())
}

/// An account name that is a national id: eleven digits, or another country's with right check
/// digits.
fn national(user: &str) -> Option<NationalId> {
    let id = NationalId::new(user)?;
    let eleven = user.len() == 11 && user.bytes().all(|byte| byte.is_ascii_digit());
    (eleven || matches!(id.form(), IdForm::Valid | IdForm::Synthetic)).then_some(id)
}

/// The seven fields of the header, unescaped, and what follows.
fn split_header(rest: &str) -> Option<([String; 7], &str)> {
    let mut fields: [String; 7] = Default::default();
    let mut start = 0;
    let mut escaped = false;
    let mut place = 0;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'|' => {
                fields[place] = unescape(&rest[start..at]);
                start = at + 1;
                place += 1;
                if place == fields.len() {
                    return Some((fields, &rest[start..]));
                }
            }
            _ => {}
        }
    }
    None
}

/// The values by key. A key is a word right before an unescaped `=`, at the start or behind a
/// blank; a value runs to the next key, blanks and all.
fn split_extension(text: &str) -> Result<BTreeMap<String, String>, Refusal> {
    let mut values = BTreeMap::new();
    let mut keep = |key: &str, value: &str| {
        let value = unescape(value.trim_end_matches(' '));
        match values.insert(key.to_owned(), value) {
            None => Ok(()),
            Some(_) => Err(Refusal::TwiceField {
                field: key.to_owned(),
            }),
        }
    };
    // The open key, where its value starts, and where the word at hand starts.
    let mut open: Option<(&str, usize)> = None;
    let mut word = 0;
    let mut keyed = false;
    for (at, byte) in text.bytes().enumerate() {
        if byte == b' ' {
            (word, keyed) = (at + 1, false);
            continue;
        }
        // Only the first `=` of a word ends a key: `request=/path?a=1` has one key.
        let key = &text.as_bytes()[word..at];
        if byte != b'=' || keyed || key.is_empty() || !key.iter().copied().all(is_key_byte) {
            keyed |= byte == b'=';
            continue;
        }
        match open {
            Some((key, start)) => keep(key, &text[start..word])?,
            None if !text[..word].trim().is_empty() => return Err(bad("extension", PAIRS)),
            None => {}
        }
        open = Some((&text[word..at], at + 1));
        keyed = true;
    }
    match open {
        Some((key, start)) => keep(key, &text[start..])?,
        None if !text.trim().is_empty() => return Err(bad("extension", PAIRS)),
        None => {}
    }
    Ok(values)
}

fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-')
}

/// Undoes `\|`, `\\`, `\=`, `\n`, `\r`; NAV also writes `\<`. Any other backslash stays.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        if character != '\\' {
            plain.push(character);
            continue;
        }
        match characters.next() {
            Some(escaped @ ('|' | '\\' | '=' | '<')) => plain.push(escaped),
            Some('n') => plain.push('\n'),
            Some('r') => plain.push('\r'),
            Some(other) => plain.extend(['\\', other]),
            None => plain.push('\\'),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = "CEF:0|fp|fpsak|1.0|audit:access|Sporingslogg|INFO|act=read suid=A123456 \
                        end=1617855180866 duid=01928500012";

    /// Puts something behind an ordinary line and shows a field, or the refusal.
    fn check(more: &str, field: &str, expected: &str) {
        let got = match parse(format!("{LINE} {more}").as_bytes()) {
            Ok(event) => {
                let value = serde_json::to_value(&event).expect("JSON");
                value
                    .pointer(field)
                    .map_or("none".to_owned(), ToString::to_string)
            }
            Err(refusal) => refusal.to_string(),
        };
        assert_eq!(got, expected, "{more}");
    }

    #[test]
    fn values_may_hold_blanks_and_equal_signs() {
        check(
            "msg=Dette er en tekst",
            "/extra/msg",
            "\"Dette er en tekst\"",
        );
        check("request=/a?b=1&c=2 x=y", "/extra/request", "\"/a?b=1&c=2\"");
        check("msg=a \\= b", "/extra/msg", "\"a = b\"");
        check("msg=en\\nto", "/extra/msg", r#""en\nto""#);
        check("msg=C:\\path", "/extra/msg", r#""C:\\path""#);
        check("msg=a msg=b", "", "the field msg stands twice");
    }

    #[test]
    fn labels_say_what_a_value_means() {
        check(
            "flexString1=Deny flexString1Label=Decision",
            "/outcome",
            "\"deny\"",
        );
        check(
            "flexString1Label=Saksnummer flexString1=7",
            "/why/case",
            "\"7\"",
        );
        check("cs3=x cs3Label=deny_cause", "/extra/deny_cause", "\"x\"");
        check("cs3Label=deny_cause", "/extra/cs3Label", "\"deny_cause\"");
        let refused = "the field Decision should be Permit or Deny";
        check("flexString1=Maybe flexString1Label=Decision", "", refused);
    }

    /// Replaces a part of the line and expects a refusal.
    fn check_refused(part: &str, by: &str, expected: &str) {
        let refused = parse(LINE.replacen(part, by, 1).as_bytes()).expect_err("refused");
        assert_eq!(refused.to_string(), expected, "{by}");
    }

    #[test]
    fn what_is_missing_or_wrong_is_named() {
        check_refused("suid=A123456", "", "the field suid is missing");
        check_refused("end=1617855180866", "", "the field end is missing");
        let expected = "the field end should be milliseconds since 1970";
        check_refused("end=1617855180866", "end=1617855180", expected);
        let outside = "the time in end is outside the years 1900 to 2100";
        check_refused("end=1617855180866", "end=9223372036854775807", outside);
        check_refused(
            "A123456",
            "\\<NavID>",
            "a template with placeholders, not a message",
        );
        check_refused("|INFO|", "", "not readable as CEF, at column 101");
        check_refused("CEF:0", "CEF:9", "not readable as CEF, at column 5");
    }

    #[test]
    fn headers_are_unescaped_and_syslog_is_kept() {
        let line = format!(
            "<13>Nov 21 08:00:00 host {}",
            LINE.replace("|fp|", "|f\\|p\\\\|")
        );
        let event = parse(line.as_bytes()).expect("an event");
        assert_eq!(event.source, "f|p\\");
        assert_eq!(event.extra["syslog"].plain(), "<13>Nov 21 08:00:00 host");
        assert_eq!(
            event.id,
            content::id(&line.as_bytes()["<13>Nov 21 08:00:00 host ".len()..])
        );
    }

    #[test]
    fn an_account_of_eleven_digits_is_a_national_id_too() {
        let with = |suid: &str| parse(LINE.replace("A123456", suid).as_bytes()).expect("an event");
        assert_eq!(
            with("01928500012").actor.national_id,
            NationalId::new("01928500012")
        );
        assert_eq!(with("A123456").actor.national_id, None);
    }
}
