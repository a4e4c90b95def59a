//! A sample by strata: kept, gone through in the browser, and drawn again from the same events in
//! another folder.

use serde_json::Value;
use tilsyn_tests::{Folder, ran};

const FEBRUARY: [&str; 5] = ["strata", "--from", "2019-02-01", "--to", "2019-02-28"];

/// Eighty look-ups of four users, over long ago by any clock.
fn lines() -> Vec<String> {
    let line = |n: u32| {
        let user = ["anna", "bjorn", "cecilie", "david"][n as usize % 4];
        let (day, person) = (1 + n % 28, n % 10);
        format!(
            concat!(
                r#"{{"id":"{}","source":"HR","time":"2019-02-{:02}T10:00:00Z","kind":"lookup","#,
                r#""actor":{{"user":"{}"}},"subjects":[{{"national_id":"0{}817110005"}}]}}"#,
                "\n"
            ),
            n, day, user, person
        )
    };
    (0..80).map(line).collect()
}

fn with(lines: &[String]) -> Folder {
    let folder = Folder::new();
    let file = folder.file("events.ndjson", lines.concat());
    let _summary = folder.takes(&file).ended(0);
    folder
}

fn asked(folder: &Folder, more: &[&str]) -> Value {
    let words = [&FEBRUARY[..], more].concat();
    folder.ask(&words).ended(0).json()
}

/// What stands between two texts.
fn between<'h>(html: &'h str, before: &str, after: &str) -> &'h str {
    let (_, rest) = html.split_once(before).expect(before);
    rest.split_once(after).expect(after).0
}

#[test]
fn a_kept_sample_is_reviewed_and_drawn_again_elsewhere() {
    let folder = with(&lines());
    let kept = asked(&folder, &["--keep"]);
    assert_eq!(
        (&kept["number"], &kept["population"]),
        (&1.into(), &80.into())
    );
    assert_eq!(kept["seed_origin"], "ledger");
    let again = folder.ask(&[&FEBRUARY[..], &["--keep"]].concat()).ended(3);
    assert!(again.err.contains("sample already"), "{}", again.err);
    let server = folder.serve();
    let one = server.get("/en/samples/1").body;
    let list = kept["list"].as_str().expect("a hash");
    assert!(one.contains(list) && one.contains("0 of"), "{one}");
    // The first three are judged, and the third is taken back.
    let mut address = "/en/samples/1/review".to_owned();
    for place in 1..=3 {
        let page = server.get(&address).body;
        assert!(page.contains(&format!("Look-up {place} of")), "{page}");
        let token = between(&page, "name=\"token\" value=\"", "\"").to_owned();
        let fields = format!("token={token}&place={place}&judgement=needed&text=");
        let answer = post(&server, "/en/samples/1/review", &fields);
        assert_eq!(answer.status, 303, "{}", answer.body);
        address = answer.header("location").expect("elsewhere").to_owned();
        if place == 3 {
            let undone = post(&server, "/en/samples/1/undo", &format!("token={token}"));
            assert_eq!(undone.status, 303, "{}", undone.body);
        }
    }
    let one = server.get("/en/samples/1").body;
    assert!(one.contains("2 of"), "{one}");
    // The command on the page, on a folder that got the same events the other way round.
    let command = between(&one, "tilsyn strata ", "</pre>");
    let words: Vec<&str> = command.split(' ').collect();
    let mut backwards = lines();
    backwards.reverse();
    let other = with(&backwards);
    let shown = other
        .ask(&[&["strata"], &words[..]].concat())
        .ended(0)
        .json();
    assert_eq!(
        (&shown["list"], &shown["parts"]),
        (&kept["list"], &kept["parts"])
    );
    assert_eq!(shown["seed_origin"], "given");
    let items = shown["items"].as_array().expect("a list");
    let drawn: u64 = (kept["parts"].as_array().expect("parts").iter())
        .map(|part| part["drawn"].as_u64().expect("a count"))
        .sum();
    assert_eq!(
        items.len() as u64,
        drawn + kept["added"].as_u64().expect("a count")
    );
    let fewer = asked(&other, &["--seed", "x"]);
    assert_ne!(fewer["list"], kept["list"]);
}

fn post(server: &tilsyn_tests::Server, path: &str, body: &str) -> tilsyn_tests::Answer {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n",
        server.listen
    );
    server.send_with(&head, body)
}

#[test]
fn people_read_what_was_drawn_of_which_group() {
    let folder = with(&lines());
    let words = [&FEBRUARY[..], &["--rate", "0.5", "--others", "0.5"]].concat();
    let told = ran(&mut folder.command(&words)).ended(0);
    for part in [
        "account without a known owner",
        "SHA-256 of the list",
        "from the log itself",
        "are drawn of 80",
    ] {
        assert!(told.out.contains(part), "{part}: {}", told.out);
    }
    let bad = folder
        .ask(&[&FEBRUARY[..], &["--rate", "2"]].concat())
        .ended(2);
    assert!(bad.err.contains("0.01 for one percent"), "{}", bad.err);
    let days = [
        "strata",
        "--from",
        "2019-02-01",
        "--to",
        "2019-02-20",
        "--keep",
    ];
    let part = folder.ask(&days).ended(2);
    assert!(part.err.contains("whole month"), "{}", part.err);
}
