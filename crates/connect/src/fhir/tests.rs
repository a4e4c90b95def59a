//! Resources good and bad, in one line each.

use super::*;

const RESOURCE: &str = concat!(
    r#"{"resourceType":"AuditEvent","id":"1","type":{"code":"rest"},"#,
    r#""subtype":[{"code":"read"}],"action":"R","recorded":"2026-04-02T19:06:00Z","#,
    r#""outcome":"0","agent":[{"who":{"reference":"Practitioner/7"},"requestor":true}],"#,
    r#""source":{"observer":{"display":"journal"}},"entity":[{"what":"#,
    r#"{"reference":"Patient/9"},"type":{"code":"1"},"role":{"code":"1"}}]}"#
);

/// Replaces a part of an ordinary resource and shows a field of the event, or the refusal.
fn check(part: &str, by: &str, field: &str, expected: &str) {
    assert!(RESOURCE.contains(part), "{part}");
    let text = RESOURCE.replacen(part, by, 1);
    let got = match &records(text.as_bytes())[0].result {
        Ok(events) => {
            let value = serde_json::to_value(&events[0]).expect("JSON");
            value
                .pointer(field)
                .map_or("none".to_owned(), ToString::to_string)
        }
        Err(refusal) => refusal.to_string(),
    };
    assert_eq!(got, expected, "{by}");
}

#[test]
fn who_looked_at_whom() {
    check("R\"", "R\"", "/actor/user", "\"Practitioner/7\"");
    check(
        "Patient/9",
        "Patient/9/_history/3",
        "/subjects/0/national_id",
        "\"Patient/9\"",
    );
    let national = r#""what":{"identifier":{"value":"01928500012"},"reference":"Patient/9"}"#;
    check(
        r#""what":{"reference":"Patient/9"}"#,
        national,
        "/subjects/0/national_id",
        "\"01928500012\"",
    );
    check(
        r#""what":{"reference":"Patient/9"}"#,
        national,
        "/extra/entity/0/what",
        r#"{"reference":"Patient/9"}"#,
    );
}

#[test]
fn several_asked_and_a_person_is_preferred() {
    let agents = r#""agent":[{"who":{"reference":"Device/1"},"requestor":true},"#;
    check(r#""agent":["#, agents, "/actor/user", "\"Practitioner/7\"");
}

#[test]
fn an_assistant_acts_for_somebody() {
    let agents = concat!(
        r#""agent":[{"type":{"coding":[{"code":"ASS"}]},"#,
        r#""who":{"reference":"Practitioner/1"},"requestor":true},"#,
        r#"{"type":{"coding":[{"code":"HCP"}]},"who":{"reference":"Practitioner/2"}}],"x":["#
    );
    check(
        r#""agent":["#,
        agents,
        "/actor/for/user",
        "\"Practitioner/2\"",
    );
}

#[test]
fn nothing_that_is_not_taken_is_lost() {
    check("\"id\"", "\"shoe\":1.50,\"id\"", "/extra/shoe", "1.5");
    check(
        "\"who\"",
        "\"shoe\":{\"size\":42},\"who\"",
        "/extra/agent/0/shoe/size",
        "42",
    );
    check("\"0\"", "\"4\"", "/extra/outcome", "\"4\"");
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    check(
        "2026-04-02T19:06:00Z",
        "2026-04-02T19:06:00",
        "",
        "the time in recorded states no offset from UTC",
    );
    check(
        "2026",
        "9999",
        "",
        "the time in recorded is outside the years 1900 to 2100",
    );
    check(
        "\"AuditEvent\"",
        "\"Patient\"",
        "",
        "this is a Patient, not an access event",
    );
    check(
        "\"resourceType\":\"AuditEvent\",",
        "",
        "",
        "the field resourceType is missing",
    );
    check(
        "\"id\":\"1\"",
        "\"id\":\"1\",\"id\":\"2\"",
        "",
        "the field id stands twice",
    );
    check(
        "\"observer\"",
        "\"x\"",
        "",
        "the field source.observer is missing",
    );
    check(
        "\"outcome\":\"0\"",
        "\"outcome\":\"x\"",
        "",
        "the field outcome should be 0, 4, 8 or 12",
    );
    let deep = format!("\"x\":{}{},\"id\"", "[".repeat(200), "]".repeat(200));
    check("\"id\"", &deep, "", "nested too deep");
    check("}]}", "}]", "", "not readable as JSON, at column 345");
}

#[test]
fn ids_are_made_of_content_where_there_are_none() {
    let id = |text: &str| {
        let mut records = records(text.as_bytes());
        records.remove(0).result.expect("an event").remove(0).id
    };
    let bare = RESOURCE.replacen("\"id\":\"1\",", "", 1);
    assert_eq!(id(RESOURCE), "fhir-r4:1");
    assert!(id(&bare).starts_with("sha256-"));
    assert_eq!(
        id(&bare),
        id(&bare.replacen("\"action\":\"R\",", "", 1).replacen(
            "\"type\":",
            "\"action\": \"R\",\"type\":",
            1
        ))
    );
    assert_ne!(id(&bare), id(&bare.replacen("Patient/9", "Patient/8", 1)));
}

#[test]
fn bundles_and_arrays_hold_several_records() {
    let patient = r#"{"resourceType":"Patient"}"#;
    let entries = format!(r#"{{"resource":{RESOURCE}}},{{"resource":{patient}}},{{"a":1}}"#);
    let bundle = format!(r#"{{"entry":[{entries}],"resourceType":"Bundle"}}"#);
    let results: Vec<(bool, usize)> = records(bundle.as_bytes())
        .iter()
        .map(|r| (r.result.is_ok(), r.bytes.len()))
        .collect();
    assert_eq!(
        results,
        [(true, RESOURCE.len()), (false, patient.len()), (false, 7)]
    );
    assert_eq!(records(format!("[{RESOURCE},3]").as_bytes()).len(), 2);
    let empty = records(br#"{"resourceType":"Bundle","entry":[]}"#);
    assert_eq!(
        empty[0].result,
        Err(Refusal::NotAnEvent {
            what: "Bundle".to_owned()
        })
    );
}
