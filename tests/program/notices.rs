//! Mails from the whole program: one for each thing that waits, with a link and without a name;
//! later where the mail server is away, never lost over a crash, never in the clear.

use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tilsyn_tests::{
    Answer, Folder, Mail, MailServer, Manner, Ran, Server, free_address, ran, write,
};

const ISSUER: &str = "http://127.0.0.1:1";
const TOKEN: &str = "a token of a test, which is long enough";
const MAIL: &str = "box-17@nordvik.example";
/// What no mail and no line of diagnostics may hold.
const CANARIES: [&str; 7] = [
    "anna", "aas", "0181701", "cecilie", "dal", "canary", "box-17",
];
/// Readers of the login for development, in the order of the first duties.
const ANNA: usize = 0;
const CECILIE: usize = 2;

/// A folder where Cecilie can open a case about Anna, who has an address.
struct Place {
    folder: Folder,
    /// Where the mail server is, or will be.
    mail: String,
}

impl Place {
    fn new() -> Place {
        Place::in_zone("Europe/Oslo")
    }

    /// The zone is set first: duties last from the day on which they are given.
    fn in_zone(zone: &str) -> Place {
        let folder = Folder::with_register();
        for (key, value) in [
            ("time_zone", zone),
            ("reviewers_given_by", "TOP"),
            ("reviewers_held_by", "U2"),
            ("language", "en"),
        ] {
            let _set = folder.ask(&["settings", key, value]).ended(0);
        }
        let me = ran(Command::new("id").arg("-un")).ended(0).out;
        let lines = format!(
            "user,name,employee_no,issuer,subject,role,scope,need,to\n\
             anna,,101,{ISSUER},s-anna,employee,,works,\n\
             bjorn,,102,{ISSUER},s-bjorn,head-of-review,,heads it,\n\
             cecilie,,103,{ISSUER},s-cecilie,log-reviewer,,reviews,\n\
             ida,Ida Vik,,{ISSUER},s-ida,administrator,,runs it,\n\
             me,Who Tests,,local,{me},head-of-review,,heads it too,\n\
             me,Who Tests,,local,{me},administrator,,sets it up,\n",
            me = me.trim()
        );
        let file = folder.file("first.csv", lines);
        let file = file.to_str().expect("a path in UTF-8").to_owned();
        let _begun = folder.ask(&["duties", "begin", &file]).ended(0);
        let place = Place {
            folder,
            mail: free_address(),
        };
        place.provider_says_where_to_write();
        place
    }

    fn set(&self, settings: &str) {
        write(
            &self.folder.data().join("settings.toml"),
            settings.as_bytes(),
        );
    }

    /// As the provider of logins does by itself.
    fn provider_says_where_to_write(&self) {
        let token = self.folder.secret("token", TOKEN);
        self.set(&format!(
            "[login]\nissuer = \"{ISSUER}\"\nclient_id = \"tilsyn\"\n\
             public_address = \"http://127.0.0.1\"\naccounts_token_file = \"{}\"\n",
            token.display()
        ));
        let server = self.folder.serve();
        let ask = |what: &str, body: &str| {
            let head =
                format!("{what} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TOKEN}\r\n");
            let answer = server.send_with(&head, body);
            assert_eq!(answer.status, 200, "{what}: {}", answer.body);
            serde_json::from_str::<Value>(&answer.body).expect("JSON")
        };
        let found = ask(
            "GET /scim/v2/Users?filter=externalId%20eq%20%22s-anna%22",
            "",
        );
        let number = found["Resources"][0]["id"].as_str().expect("she is there");
        let path = "emails[type eq \"work\"].value";
        let change = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "add", "path": path, "value": MAIL }],
        });
        let what = format!("PATCH /scim/v2/Users/{number}");
        assert_eq!(ask(&what, &change.to_string())["emails"][0]["value"], MAIL);
    }

    fn serve(&self, tls: &str) -> Result<Server, Ran> {
        let (host, port) = self.mail.split_once(':').expect("host and port");
        self.set(&format!(
            "[mail]\nhost = \"{host}\"\nport = {port}\ntls = \"{tls}\"\n\
             from = \"Tilsyn <tilsyn@nordvik.example>\"\n"
        ));
        self.folder.serve_under(|program| {
            let mut command = Command::new(program);
            command.env("TILSYN_LOG", "info");
            command
        })
    }

    fn serves(&self) -> Server {
        let served = self.serve("none");
        served.unwrap_or_else(|ended| panic!("the server stopped: {ended:?}"))
    }
}

fn get(server: &Server, path: &str, reader: usize) -> Answer {
    server.send(&format!(
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: tilsyn-development-reader={reader}\r\n"
    ))
}

/// Sends a form of a page with files, as Cecilie.
fn send(server: &Server, page: &str, fields: &[(&str, &str)]) {
    let shown = get(server, page, CECILIE);
    assert_eq!(shown.status, 200, "{page}: {}", shown.body);
    let token = shown.body.split("name=\"token\" value=\"").nth(1);
    let token = token
        .and_then(|rest| rest.split('"').next())
        .expect("a form");
    let mut body = String::new();
    for (name, value) in [("token", token)].iter().chain(fields) {
        body += &format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
    }
    body += "--edge--\r\n";
    let head = format!(
        "POST {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n\
         Cookie: tilsyn-development-reader={CECILIE}\r\n\
         Content-Type: multipart/form-data; boundary=edge\r\n"
    );
    let answer = server.send_with(&head, &body);
    assert_eq!(answer.status, 303, "{page}: {}", answer.body);
}

/// Cecilie opens a case about Anna and asks her.
fn ask(server: &Server) {
    ask_until(server, &day_ahead());
}

fn ask_until(server: &Server, day: &str) {
    let opens_with_anna = |leaf: &u64| {
        let page = get(server, &format!("/en/cases/open?event={leaf}"), CECILIE);
        page.status == 200 && page.body.contains("Anna Aas")
    };
    let leaf = (0..60)
        .find(opens_with_anna)
        .expect("Anna looked somebody up");
    let page = format!("/en/cases/open?event={leaf}");
    send(
        server,
        &page,
        &[
            ("step", "opened"),
            ("text", "canary suspicion"),
            ("due", day),
        ],
    );
    let steps = [("assessed", ""), ("question", day)];
    for (step, due) in steps {
        let text = format!("canary {step}");
        let mut fields = vec![("step", step), ("text", text.as_str())];
        if !due.is_empty() {
            fields.push(("due", due));
        }
        send(server, "/en/cases/1", &fields);
    }
}

/// Waits for what comes within a minute.
fn wait_until(has_come: impl Fn() -> bool) {
    let start = Instant::now();
    while !has_come() {
        assert!(start.elapsed().as_secs() < 60, "it does not come");
        sleep(Duration::from_millis(100));
    }
}

/// A day that is neither over nor too far ahead.
fn day_ahead() -> String {
    let day = ran(Command::new("date").args(["-d", "+10 days", "+%Y-%m-%d"]));
    day.ended(0).out.trim().to_owned()
}

/// The text of a mail as a reader sees it, for texts in ASCII (RFC 2045, 6.7).
fn read(mail: &Mail) -> String {
    mail.text.replace("=\r\n", "").replace("=3D", "=")
}

fn names_nobody(text: &str) {
    let text = text.to_lowercase();
    for canary in CANARIES {
        assert!(!text.contains(canary), "{canary} in {text}");
    }
}

#[test]
fn a_question_leads_to_one_mail_with_a_link_and_without_a_name() {
    let place = Place::new();
    let sink = MailServer::start(&place.mail, Manner::Takes);
    let server = place.serves();
    ask(&server);
    let mails = sink.wait_for(1);
    let mail = &mails[0];
    assert_eq!(mail.to, [MAIL]);
    assert_eq!(mail.header("To"), Some(MAIL));
    assert_eq!(mail.header("Auto-Submitted"), Some("auto-generated"));
    assert!(mail.header("Message-ID").is_some() && mail.header("Date").is_some());
    let title = "A question waits for an answer in Tilsyn";
    assert_eq!(mail.header("Subject"), Some(title));
    names_nobody(&read(mail).replacen(MAIL, "", 1));
    let text = read(mail);
    let mut links = text.lines().filter(|line| line.starts_with("http://"));
    let link = links.next().expect("a link");
    let path = link.strip_prefix(&format!("http://{}", server.listen));
    let path = path.expect("it leads here").trim();
    assert_eq!((path, links.next()), ("/en/mine/case/1", None));
    let page = get(&server, path, ANNA);
    assert!(page.status == 200 && page.body.contains("canary question"));
    assert_eq!(get(&server, path, CECILIE).status, 404);
    sleep(Duration::from_secs(3));
    assert_eq!(sink.mails().len(), 1, "told once");
    drop(get(&server, "/en", CECILIE));
    names_nobody(&server.terminate().err);
    // A start finds nothing that is still to be told.
    let server = place.serves();
    sleep(Duration::from_secs(3));
    assert_eq!(sink.mails().len(), 1, "told once, over a start too");
    let checks = place.folder.ask(&["doctor"]).json();
    let checks = checks["checks"].as_array().expect("a list");
    let notices = checks.iter().find(|check| check["name"] == "notices");
    assert_eq!(notices.expect("it is looked at")["ok"], true);
    drop(server);
}

/// Between these two zones it is always another day.
#[test]
fn a_server_tells_once_that_the_time_for_an_answer_is_over() {
    let place = Place::in_zone("Pacific/Midway");
    let sink = MailServer::start(&place.mail, Manner::Takes);
    let server = place.serves();
    let today = ran(Command::new("date")
        .env("TZ", "Pacific/Midway")
        .arg("+%Y-%m-%d"));
    ask_until(&server, today.ended(0).out.trim());
    let _asked = sink.wait_for(1);
    drop(server.terminate());
    let later = ["settings", "time_zone", "Pacific/Kiritimati"];
    let _set = place.folder.ask(&later).ended(0);
    let server = place.serves();
    let mail = sink.wait_for(2).remove(1);
    let title = "The time for an answer in Tilsyn is over";
    assert_eq!(
        (mail.header("Subject"), mail.to.as_slice()),
        (Some(title), &[MAIL.to_owned()][..])
    );
    assert!(read(&mail).contains("/en/mine/case/1"));
    names_nobody(&read(&mail).replacen(MAIL, "", 1));
    names_nobody(&server.terminate().err);
    let server = place.serves();
    sleep(Duration::from_secs(3));
    assert_eq!(sink.mails().len(), 2, "told once, over a start too");
    drop(server);
}

#[test]
fn what_cannot_be_sent_is_sent_once_the_server_is_there_and_willing() {
    let place = Place::new();
    let server = place.serves();
    ask(&server);
    sleep(Duration::from_secs(3));
    let sink = MailServer::start(&place.mail, Manner::Refuses);
    let refused = |line: &String| line.starts_with("RCPT");
    wait_until(|| sink.said().iter().any(refused));
    sink.turn(Manner::Takes);
    assert_eq!(sink.wait_for(1)[0].to, [MAIL]);
    // The refusal named the receiver; what is written down of it does not.
    let err = server.terminate().err;
    assert!(err.contains("550"), "{err}");
    names_nobody(&err);
}

#[test]
fn a_kill_between_sending_and_noting_tells_twice_and_loses_nothing() {
    let place = Place::new();
    let sink = MailServer::start(&place.mail, Manner::FallsSilent);
    let mut server = place.serves();
    ask(&server);
    let first = sink.wait_for(1).remove(0);
    server.be_killed();
    sink.turn(Manner::Takes);
    let _server = place.serves();
    let again = sink.wait_for(2).remove(1);
    let id = again.header("Message-ID");
    assert!(id.is_some());
    assert_eq!(id, first.header("Message-ID"), "known for the same mail");
}

#[test]
fn without_the_tls_that_is_asked_for_nothing_is_said() {
    let place = Place::new();
    let sink = MailServer::start(&place.mail, Manner::Takes);
    let served = place.serve("starttls");
    let server = served.unwrap_or_else(|ended| panic!("the server stopped: {ended:?}"));
    ask(&server);
    wait_until(|| !sink.said().is_empty());
    sleep(Duration::from_secs(2));
    assert!(sink.mails().is_empty());
    let said = sink.said();
    let is_greeting = |line: &String| line.starts_with("EHLO") || line.starts_with("QUIT");
    assert!(said.iter().all(is_greeting), "{said:?}");
}

#[test]
fn a_wrong_setting_keeps_the_server_from_starting_and_is_said() {
    let place = Place {
        folder: Folder::new(),
        mail: "mail.nordvik.example:25".to_owned(),
    };
    let _made = place.folder.ask(&["settings"]).ended(0);
    for (tls, why) in [
        ("none", "on this machine only"),
        ("some", "unknown variant"),
    ] {
        let ended = place.serve(tls).err().expect("it does not serve");
        assert!(ended.err.contains("settings.toml"), "{}", ended.err);
        assert!(ended.err.contains(why), "{}", ended.err);
    }
}
