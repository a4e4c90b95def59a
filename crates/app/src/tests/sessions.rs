//! Sessions: which logoff ends which logon, however much lies between.

use tilsyn_domain::question::{About, EventFilter, HistoryQuestion};
use tilsyn_domain::{Kind, Pattern, Period};

use super::{bring, open, permit};
use crate::log_review::view::SessionEnd;
use crate::permit::ReadHistory;

/// `logon 08:00 kari A PC-1` a line (`-`: none), and how each logon ended, in the order of time.
fn check(log: &str, expected: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let mut lines = String::new();
    for (number, line) in log.lines().map(str::trim).enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [kind, time, user, session, pc] = words[..] else {
            panic!("cannot read {line}");
        };
        let (kind, outcome) = match kind.split_once('!') {
            Some((kind, outcome)) => (kind, outcome),
            None => (kind, "permit"),
        };
        let mut event = serde_json::json!({ "id": number.to_string(), "source": "hr",
            "time": format!("2026-09-30T{time}:00+02:00"), "kind": kind, "outcome": outcome,
            "actor": { "user": user }, "place": {} });
        let given = |text: &str| (text != "-").then(|| serde_json::json!(text));
        for (field, text) in [("session", session), ("client_host", pc)] {
            if let Some(text) = given(text) {
                event["place"][field] = text;
            }
        }
        lines += &format!("{event}\n");
    }
    bring(&desk, folder.path(), "a.ndjson", &lines);
    let question = HistoryQuestion {
        kinds: vec![Kind::Logon],
        ..HistoryQuestion::every(About::Everything, Period::always())
    };
    let view = desk
        .sessions(&permit::<ReadHistory>(), &question)
        .expect("answers");
    let shown = view.history.events.iter().rev().map(|event| {
        let end = match view.ends.get(&event.leaf) {
            Some(SessionEnd::At(end)) => end.text()[11..16].to_owned(),
            Some(SessionEnd::Open) => "open".to_owned(),
            None => "none".to_owned(),
        };
        format!("{}-{end}", &event.event.time.text()[11..16])
    });
    assert_eq!(shown.collect::<Vec<_>>().join(" "), expected, "{log}");
}

#[test]
fn a_logoff_ends_its_own_session_and_only_that() {
    let log = "logon 08:10 kari A PC-1
        logon 08:20 kari A PC-1
        logoff 08:40 kari A PC-1
        logoff 08:45 ola B PC-1
        logon 08:50 kari B PC-1";
    check(log, "08:10-open 08:20-08:40 08:50-open");
}

#[test]
fn where_no_session_is_named_the_pc_tells_and_else_the_account() {
    let log = "logon 08:00 kari - PC-1
        logon 09:00 kari - PC-2
        logoff 10:00 kari - pc-1
        logoff 11:00 kari - -";
    check(log, "08:00-10:00 09:00-11:00");
}

#[test]
fn a_refused_logon_is_no_session_and_a_refused_logoff_ends_none() {
    let log = "logon!deny 08:00 kari A PC-1
        logon 09:00 kari A PC-1
        logoff!error 10:00 kari A PC-1";
    check(log, "08:00-none 09:00-open");
}

#[test]
fn hundreds_of_events_between_logon_and_logoff_hide_nothing() {
    let mut log = "logon 08:00 kari A PC-1\n".to_owned();
    for number in 0..300 {
        let minute = number % 60;
        log += &format!("logon 09:{minute:02} kari B{number} PC-1\n");
        log += &format!("logoff 10:{minute:02} kari B{number} PC-1\n");
    }
    log += "logoff 16:00 kari A PC-1";
    let folder = "08:00-16:00 ";
    let mut expected = vec![folder.trim().to_owned()];
    for number in 0..60 {
        for _ in 0..5 {
            expected.push(format!("09:{number:02}-10:{number:02}"));
        }
    }
    check(&log, &expected.join(" "));
}

#[test]
fn a_session_is_found_by_user_by_pc_and_by_server_with_its_logoff() {
    let folder = tempfile::tempdir().expect("a folder");
    let desk = open(folder.path());
    let line = |id: &str, kind: &str, time: &str, pc: &str| {
        format!(
            r#"{{"id":"{id}","source":"hr","time":"2026-09-30T{time}:00+02:00","kind":"{kind}","#
        ) + &format!(
            r#""actor":{{"user":"kso"}},"place":{{"client_host":"{pc}","server":"CTX-02"}}}}"#
        ) + "\n"
    };
    let lines = line("1", "logon", "08:00", "PC-1")
        + &line("2", "logon", "09:00", "PC-10")
        + &line("3", "logoff", "15:00", "PC-1")
        + &line("4", "logoff", "16:00", "PC-10");
    bring(&desk, folder.path(), "a.ndjson", &lines);
    let found = |filter: EventFilter| {
        let question = HistoryQuestion {
            kinds: vec![Kind::Logon],
            filter,
            ..HistoryQuestion::every(About::Everything, Period::always())
        };
        let view = desk
            .sessions(&permit::<ReadHistory>(), &question)
            .expect("answers");
        let closed = view.ends.values().filter(|end| **end != SessionEnd::Open);
        (view.history.total, closed.count())
    };
    let like = |text: &str| Some(Pattern::new(text));
    let by_pc = |client: &str| EventFilter {
        client: like(client),
        ..EventFilter::default()
    };
    assert_eq!(found(by_pc("pc-1")), (1, 1));
    assert_eq!(found(by_pc("pc-1*")), (2, 2));
    let by_server = EventFilter {
        server: like("ctx-02"),
        ..EventFilter::default()
    };
    assert_eq!(found(by_server), (2, 2));
    for (user, events) in [("KSO", 0), ("kso", 2), ("hr:kso, nobody", 2), ("nobody", 0)] {
        let accounts = Some(desk.accounts_like(user));
        let by_user = EventFilter {
            accounts,
            ..EventFilter::default()
        };
        assert_eq!(found(by_user).0, events, "{user}");
    }
}
