//! What stands in the way of erasure and what brings it on: a hold from command and page until it
//! is let go, and a rule of retention until what is over waits for a decision.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tilsyn_tests::{Answer, Folder, Server, ran};

use super::sign_in::form_token;

/// Readers of the login for development, in the order of user names.
const CECILIE: usize = 2;
const DINA: usize = 3;
const ME: usize = 5;

/// A folder with two events of 2020, where Cecilie reviews; Dina and whoever runs the tests are
/// data protection officers.
fn begun() -> Folder {
    let folder = Folder::with_register();
    let line = |id: &str, month: &str| {
        format!(
            "{{\"id\":\"{id}\",\"source\":\"OLD\",\"time\":\"2020-{month}-02T10:00:00+02:00\",\
             \"kind\":\"lookup\",\"actor\":{{\"user\":\"anna\"}},\
             \"subjects\":[{{\"national_id\":\"02817110005\"}}]}}\n"
        )
    };
    let old = folder.file("old.ndjson", line("o1", "03") + &line("o2", "04"));
    let _stored = folder.takes(&old).ended(0);
    for (key, units) in [("reviewers_given_by", "TOP"), ("reviewers_held_by", "U2")] {
        let _set = folder.ask(&["settings", key, units]).ended(0);
    }
    let me = ran(Command::new("id").arg("-un")).ended(0).out;
    let lines = format!(
        "user,name,employee_no,issuer,subject,role,scope,need,to\n\
         anna,,101,https://login.example,1,head-of-review,,heads it,\n\
         bjorn,,102,https://login.example,2,head-of-review,,heads it too,\n\
         cecilie,,103,https://login.example,3,log-reviewer,,reviews,\n\
         dina,Dina Lund,,https://login.example,4,data-protection-officer,,erases,\n\
         me,Who Tests,,local,{},data-protection-officer,,tests it,\n\
         ida,Ida Vik,,https://login.example,5,administrator,,runs it,\n",
        me.trim()
    );
    let file = folder.file("first.csv", lines);
    let file = file.to_str().expect("a path in UTF-8").to_owned();
    let _begun = folder.ask(&["duties", "begin", &file]).ended(0);
    folder
}

fn get(server: &Server, path: &str, reader: usize) -> Answer {
    server.send(&format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: tilsyn-development-reader={reader}\r\n"
    ))
}

fn post(server: &Server, path: &str, reader: usize, fields: &str) -> Answer {
    let token = form_token(&get(server, "/en", reader).body);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n\
         Cookie: tilsyn-development-reader={reader}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n"
    );
    server.send_with(&head, &format!("token={token}&{fields}"))
}

/// The page of a request, as soon as it says something.
fn says(server: &Server, path: &str, what: &str) -> String {
    let start = Instant::now();
    loop {
        let page = get(server, path, ME).body;
        if page.contains(what) {
            return page;
        }
        assert!(
            start.elapsed().as_secs() < 60,
            "it never says {what}: {page}"
        );
        sleep(Duration::from_millis(100));
    }
}

#[test]
fn what_is_held_is_erased_only_after_it_was_let_go_with_a_reason() {
    let folder = begun();
    let add = ["holds", "add", "OLD:o1", "--reference", "police 12"];
    assert_eq!(folder.ask(&add).ended(0).json()["hold"], 1);
    let list = folder.ask(&["holds", "list"]).ended(0).json();
    let hold = &list["holds"][0];
    assert_eq!(
        (&hold["source"], &hold["event"]),
        (&json!("OLD"), &json!("o1"))
    );
    assert_eq!(
        (&hold["held_by"], &hold["released"]),
        (&json!("Who Tests"), &Value::Null)
    );
    let none = folder.ask(&["holds", "add", "OLD", "--reference", "police 12"]);
    assert_eq!(none.exit, Some(2), "{none:?}");
    let server = folder.serve();
    let event = format!("/en/event/{}", hold["leaf"]);
    let asked = "what=all&basis=GDPR-17-1-d&reason=the+court+said+so";
    let answer = post(&server, &format!("{event}/erasure"), DINA, asked);
    assert_eq!(answer.status, 303, "{}", answer.body);
    let request = "/en/erasures/1";
    let page = says(&server, request, "held for a case");
    assert!(!page.contains("/approve\""));
    let approve = format!("{request}/approve");
    assert_eq!(post(&server, &approve, ME, "").status, 409);
    // Cecilie finds it in the list, and lets it go there.
    let list = get(&server, "/en/erasures/holds", CECILIE);
    assert!(list.status == 200 && list.body.contains("/en/erasures/holds/1\""));
    assert_eq!(get(&server, "/en/erasures", CECILIE).status, 403);
    let release = "/en/erasures/holds/1/release";
    assert_eq!(post(&server, release, CECILIE, "reason=").status, 400);
    let released = post(&server, release, CECILIE, "reason=the+police+dropped+it");
    assert_eq!(released.status, 303, "{}", released.body);
    let looks = get(&server, "/en/own-log.json", CECILIE).body;
    assert!(
        looks.contains("[\"why\",\"the police dropped it\"]"),
        "{looks}"
    );
    let _page = says(&server, request, "/approve\"");
    assert_eq!(
        post(&server, &approve, DINA, "").status,
        403,
        "it is her own"
    );
    let approved = post(&server, &approve, ME, "");
    assert_eq!(approved.status, 303, "{}", approved.body);
    let _page = says(&server, request, "The log shows that it was done");
    assert_eq!(get(&server, &event, CECILIE).status, 404);
    let list = folder.ask(&["holds", "list"]).ended(0).json();
    let hold = &list["holds"][0];
    assert_eq!(
        (&hold["event"], &hold["released_by"]),
        (&Value::Null, &json!("Cecilie Dal"))
    );
    let again = folder.ask(&["holds", "release", "1", "--reason", "once more"]);
    assert_eq!(again.exit, Some(2), "{again:?}");
}

#[test]
fn a_hold_is_let_go_by_command_too() {
    let folder = begun();
    let hold = ["holds", "add", "OLD:o2", "--reference", "police 13"];
    let _held = folder.ask(&hold).ended(0);
    let release = |reason: &str| folder.ask(&["holds", "release", "1", "--reason", reason]);
    let no = release("about 02817110005");
    assert!(
        no.exit == Some(2) && no.err.contains("national identity number"),
        "{no:?}"
    );
    assert_eq!(release("dropped").ended(0).json()["hold"], 1);
    let list = folder.ask(&["holds", "list"]).ended(0).json();
    assert_eq!(
        (&list["matching"], &list["holding"]),
        (&json!(1), &json!(0))
    );
}

#[test]
fn a_rule_set_by_command_makes_what_is_over_wait_on_the_page() {
    let folder = begun();
    let classes = folder.ask(&["retention", "list"]).ended(0).json();
    let mut classes = classes["classes"].as_array().expect("a list").iter();
    let old = classes.find(|class| class["source"] == "OLD");
    let old = old.expect("the source has a class");
    assert_eq!(
        (&old["oldest"], &old["months"]),
        (&json!("2020-03"), &Value::Null)
    );
    let class = old["class"].to_string();
    let set = |more: &[&str]| {
        let words = ["retention", "set", &class, "--months", "12", "--basis"];
        folder.ask(&[&words[..], more].concat())
    };
    let server = folder.serve();
    let waits = || {
        let page = get(&server, "/en/erasures", ME);
        assert_eq!(page.status, 200);
        page.body.contains(&format!("/en/erasures/period/{class}-"))
    };
    let tried = set(&["GDPR-5-1-e", "--try-only"]).ended(0).json();
    let over = json!(["2020-03", "2020-04"]);
    assert_eq!((&tried["over"], &tried["set"]), (&over, &json!(false)));
    assert!(!waits(), "nothing is set yet");
    assert_eq!(set(&["a name"]).exit, Some(2));
    let done = set(&["GDPR-5-1-e"]).ended(0).json();
    assert_eq!((&done["over"], &done["set"]), (&over, &json!(true)));
    assert!(waits());
    let page = format!("/en/erasures/retention/{class}");
    assert!(
        get(&server, &page, ME)
            .body
            .contains("2 months are over by the rules")
    );
    assert_eq!(get(&server, &page, CECILIE).status, 403);
    let _cleared = folder.ask(&["retention", "clear", &class]).ended(0);
    assert!(!waits());
}
