//! Person, user and screen views, change log and logon log of the hand-written register.

use serde_json::Value;
use tilsyn_tests::{Folder, Ran, ran};

const B: &str = "02817110005";
const F: &str = "06817510025";

fn ids(events: &[Value]) -> String {
    let ids: Vec<&str> = events
        .iter()
        .filter_map(|event| event["id"].as_str())
        .collect();
    ids.join(" ")
}

/// The ids of a history, newest first.
fn check(words: &str, expected: &str) {
    let folder = Folder::with_register();
    let words: Vec<&str> = ["history"].into_iter().chain(words.split(' ')).collect();
    assert_eq!(
        ids(&folder.ask(&words).ended(0).lines()),
        expected,
        "{words:?}"
    );
}

#[test]
fn a_person_view_holds_all_outcomes_and_all_ways() {
    let all = "e13 e37 e33 e22 e21 e17 e11 e10 e09 e08 e06 e05 e01 e12";
    check(&format!("--subject {B}"), all);
}

#[test]
fn a_person_view_of_some_days_and_kinds() {
    let days = "--from 2026-07-06 --to 2026-07-06";
    check(&format!("--subject {B} {days}"), "e10 e09 e08");
    check(
        &format!("--subject {B} {days} --kind list --kind search"),
        "e09 e08",
    );
}

#[test]
fn a_user_view_is_what_the_account_did() {
    check("--user CASE:anna2", "e11");
    check("--user HR:vikar", "e24 e23");
    check("--user HR:batch", "e20");
}

#[test]
fn next_of_kin_have_events_of_their_own() {
    let folder = Folder::with_register();
    for (subject, id) in [("07817610085", "e28#kin1"), ("05817410075", "e28#kin2")] {
        let events = folder
            .ask(&["history", "--subject", subject])
            .ended(0)
            .lines();
        let event = events
            .iter()
            .find(|event| event["id"] == id)
            .expect("the kin's event");
        assert_eq!(event["subjects"][0]["via"], "kin");
        assert_eq!(event["kind"], "register_transfer");
    }
}

#[test]
fn a_screen_view_is_found_by_element_and_by_screen() {
    check("--element person.main", "e02 e01");
    check("--element Person", "e02 e01");
}

#[test]
fn the_change_log_has_both_contents() {
    let folder = Folder::with_register();
    let events = folder
        .ask(&["history", "--subject", F, "--kind", "change"])
        .ended(0)
        .lines();
    assert_eq!(ids(&events), "e29");
    assert_eq!(events[0]["change"]["before"]["street"], "A 1");
    assert_eq!(events[0]["change"]["after"]["street"], "B 2");
    assert_eq!(events[0]["change"]["origin"], "screen");
}

#[test]
fn the_logon_log_has_machine_and_server() {
    let folder = Folder::with_register();
    let events = folder
        .ask(&["history", "--user", "HR:anna", "--kind", "logon"])
        .ended(0)
        .lines();
    assert_eq!(ids(&events), "e30");
    assert_eq!(events[0]["place"]["client_host"], "PC-17");
    assert_eq!(events[0]["place"]["server"], "ctx01");
    assert_eq!(events[0]["place"]["base_user"], "aas");
    assert_eq!(events[0]["session"]["open"], false);
    assert_eq!(events[0]["session"]["end"], "2026-07-01T15:30:00.000+02:00");
}

#[test]
fn sessions_are_found_by_pc_by_server_by_source_and_by_unit() {
    check("--kind logon --client pc-17", "e30");
    check("--kind logon --client pc-1", "");
    check("--kind logon --client PC-* --server ctx01", "e30");
    check("--kind logon --source CASE", "");
    check("--kind logon --source HR --unit U1", "e30");
    check("--kind logon --unit U2", "");
}

#[test]
fn an_event_comes_back_as_it_came_in_with_both_sides_units() {
    let folder = Folder::with_register();
    let events = folder
        .ask(&["history", "--user", "HR:cecilie"])
        .ended(0)
        .lines();
    assert_eq!(ids(&events), "e15 e14");
    let units = |event: &Value| event["actor_units"].to_string();
    assert_eq!(units(&events[0]), r#"["U2"]"#);
    assert_eq!(units(&events[1]), r#"["U1"]"#);
    assert_eq!(
        events[1]["subject_units"]["01817010055"].to_string(),
        r#"["U1"]"#
    );
    let milliseconds = events[1]["time"].as_str().expect("a time");
    assert!(milliseconds.contains(".999"), "{milliseconds}");
}

#[test]
fn a_national_id_can_come_by_standard_input() {
    let folder = Folder::with_register();
    let file = folder.file("id", format!("{B}\n"));
    let mut command = folder.command(&["history", "--subject", "-", "--json"]);
    command.stdin(std::fs::File::open(file).expect("just written"));
    let Ran { exit, out, .. } = ran(&mut command);
    assert_eq!((exit, out.lines().count()), (Some(0), 14));
}

#[test]
fn an_id_is_found_with_spaces_and_hyphens_too() {
    let folder = Folder::with_register();
    let events = folder
        .ask(&["history", "--subject", "028171 10005"])
        .ended(0)
        .lines();
    assert_eq!(events.len(), 14);
}
