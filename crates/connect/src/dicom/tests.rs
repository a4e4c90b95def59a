//! Messages good and bad, in one line each.

use super::*;

const MESSAGE: &str = "<AuditMessage><EventIdentification EventActionCode=\"R\" \
    EventDateTime=\"2026-04-02T21:06:00+02:00\" EventOutcomeIndicator=\"0\"><EventID \
    csd-code=\"110110\"/></EventIdentification><ActiveParticipant UserID=\"kari\" \
    UserIsRequestor=\"true\"/><AuditSourceIdentification AuditSourceID=\"ehr\"/>\
    <ParticipantObjectIdentification ParticipantObjectID=\"01928500012\" \
    ParticipantObjectTypeCode=\"1\" ParticipantObjectTypeCodeRole=\"1\"/></AuditMessage>";

fn read(message: &str) -> Result<Event, Refusal> {
    parse(
        message.as_bytes(),
        &Settings::new(Zone::named("Europe/Oslo").expect("Oslo")),
    )
}

/// Replaces a part of an ordinary message and shows a field of the event, or the refusal.
fn check(part: &str, by: &str, field: &str, expected: &str) {
    assert!(MESSAGE.contains(part), "{part}");
    let got = match read(&MESSAGE.replacen(part, by, 1)) {
        Ok(event) => {
            let value = serde_json::to_value(&event).expect("JSON");
            value
                .pointer(field)
                .map_or("none".to_owned(), ToString::to_string)
        }
        Err(refusal) => refusal.to_string(),
    };
    assert_eq!(got, expected, "{by}");
}

#[test]
fn both_spellings_say_the_same() {
    check("csd-code", "csd-code", "/kind", "\"lookup\"");
    check("csd-code", "code", "/kind", "\"lookup\"");
    check(
        "<AuditMessage>",
        "<AuditMessage>",
        "/subjects/0/national_id",
        "\"01928500012\"",
    );
}

#[test]
fn a_time_without_offset_is_read_in_the_zone_and_marked() {
    let zone = "/extra/time_zone_assumed";
    check("+02:00", "+02:00", zone, "none");
    check("+02:00", "", zone, "\"Europe/Oslo\"");
    check("+02:00", "", "/time", "\"2026-04-02T21:06:00.000+02:00\"");
    check(
        "2026-04-02T21:06:00+02:00",
        "2026-12-02T21:06:00",
        "/time",
        "\"2026-12-02T21:06:00.000+01:00\"",
    );
    let outside = "the time in EventIdentification.EventDateTime is outside the years 1900 to 2100";
    check("2026", "9999", "", outside);
    check(
        "2026-04-02T21:06:00+02:00",
        "0001-04-02T21:06:00",
        "",
        outside,
    );
}

#[test]
fn unknown_elements_are_kept() {
    check(
        "<ActiveParticipant ",
        "<Shoe size=\"42\">big</Shoe><ActiveParticipant ",
        "/extra/Shoe",
        r#"[{"size":"42","text":"big"}]"#,
    );
    check(
        "<ActiveParticipant ",
        "<ActiveParticipant shoe=\"42\" ",
        "/extra/ActiveParticipant/0/shoe",
        "\"42\"",
    );
}

#[test]
fn nothing_is_expanded() {
    let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><AuditMessage>";
    check(
        "<AuditMessage>",
        bomb,
        "",
        "not readable as XML, at column 1",
    );
    check(
        "\"kari\"",
        "\"&file;\"",
        "",
        "not readable as XML, at column 174",
    );
    check(
        "\"kari\"",
        "\"k&#229;re &amp; &lt;\"",
        "/actor/user",
        "\"kåre & <\"",
    );
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    check(
        "AuditSourceID=\"ehr\"",
        "",
        "",
        "the field AuditSourceIdentification.AuditSourceID is missing",
    );
    check(
        "EventOutcomeIndicator=\"0\"",
        "",
        "",
        "the field EventIdentification.EventOutcomeIndicator is missing",
    );
    check(
        "\"0\"",
        "\"7\"",
        "",
        "the field outcome should be 0, 4, 8 or 12",
    );
    check(
        "UserID=\"kari\"",
        "UserID=\"a\" UserID=\"b\"",
        "",
        "the field ActiveParticipant.UserID stands twice",
    );
    check(
        "<AuditMessage>",
        "<Patient>",
        "",
        "this is a Patient, not an access event",
    );
    check(
        "</AuditMessage>",
        "",
        "",
        "not readable as XML, at column 411",
    );
    check(
        "</AuditMessage>",
        "</AuditMessage>x",
        "",
        "not readable as XML, at column 426",
    );
    check(
        "<AuditMessage>",
        &format!("<AuditMessage>{}", "<a>".repeat(200)),
        "",
        "nested too deep",
    );
}

#[test]
fn wrong_encodings_are_named() {
    let bytes = [b"<AuditMessage a=\"".as_slice(), &[0xe5], b"\"/>"].concat();
    let settings = Settings::new(Zone::utc());
    assert_eq!(parse(&bytes, &settings), Err(Refusal::NotUtf8 { at: 17 }));
}
