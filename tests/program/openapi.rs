//! The OpenAPI document, taken at its word by a program of others: Schemathesis asks the running
//! program what the document tells, and what it tells not to ask.
//!
//! It asks in the name of people of the demo and of the provider that keeps accounts. What it may
//! leave out stands with its reason in `foreign/schemathesis/schemathesis.toml`.

use serde_json::{Value, json};
use tilsyn_tests::{Browser, DemoProvider, Folder, Server, free_address, ran, schemathesis, write};

/// Test cases for each operation beside those that cover the edges of every value.
const EXAMPLES: &str = "2";
/// With which the provider keeps its accounts.
const ACCOUNTS_TOKEN: &str = "a token of a test, which is long enough";
/// People of the demo: a log reviewer, a head of the review, a data protection officer who decides
/// and one who asked.
const PEOPLE: [&str; 4] = [
    "per.ahmed",
    "laila.nordli",
    "ailu.thomassen",
    "agnieszka.haugland",
];

/// The demo with its provider.
struct Demo {
    folder: Folder,
    server: Server,
    _provider: DemoProvider,
}

impl Demo {
    /// None where the provider's packages are not installed.
    fn new() -> Option<Demo> {
        let (folder, listen) = (Folder::new(), free_address());
        let secret = folder.secret("login-secret", "a secret of a test\n");
        let token = folder.secret("accounts-token", ACCOUNTS_TOKEN);
        let people = PEOPLE.map(|sub| json!({ "sub": sub, "name": sub, "about": "of the demo" }));
        let back = format!("http://{listen}");
        let provider = DemoProvider::start(&folder, &back, &secret, &json!(people))?;
        let settings = format!(
            "[login]\nissuer = \"{}\"\nclient_id = \"tilsyn\"\nsecret_file = \"{}\"\n\
             public_address = \"{back}\"\naccounts_token_file = \"{}\"\n",
            provider.issuer(),
            secret.display(),
            token.display()
        );
        std::fs::create_dir_all(folder.data()).expect("temporary folders can be made");
        write(&folder.data().join("settings.toml"), settings.as_bytes());
        let words = ["demo", "--size", "small", "--no-serve"];
        let _made = ran(&mut folder.command(&words)).ended(0);
        // How fast somebody may open people is shown elsewhere; here it would end the asking.
        for key in ["people_per_hour_warned", "people_per_hour_max"] {
            let _set = folder.ask(&["settings", key, "100000"]).ended(0);
        }
        let server = folder.serve_on(&listen);
        Some(Demo {
            folder,
            server,
            _provider: provider,
        })
    }

    fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.listen)
    }

    /// Signs somebody in.
    fn sits_down(&self, sub: &str) -> Person<'_> {
        let mut browser = Browser::default();
        let begin = self.address("/en/login/begin?back=/en/mine");
        let away = browser.open(&begin);
        let (choose, _) = browser.follow(begin, away);
        let chosen = browser.post(&choose, &format!("sub={sub}"));
        let (_, page) = browser.follow(choose, chosen);
        assert_eq!(page.status, 200, "{sub}: {}", page.body);
        let token = between(&page.body, "name=\"token\" value=\"");
        Person {
            demo: self,
            browser,
            token,
        }
    }

    /// Lets Schemathesis ask what these words choose.
    fn is_asked(&self, document: &Value, session: &str, chosen: &[&str]) -> Option<()> {
        let file = self.folder.file("openapi.json", document.to_string());
        let asked = ran(schemathesis()?
            .arg("run")
            .arg(&file)
            .args(["--url", &self.address("")])
            .args(["--phases", "coverage,fuzzing", "--seed", "1"])
            .args(["--max-examples", EXAMPLES, "--no-color", "--no-shrink"])
            .args(["--suppress-health-check", "all", "--warnings", "off"])
            .args(chosen)
            .current_dir(self.folder.data())
            .env("TILSYN_SESSION", session)
            .env("TILSYN_ACCOUNTS", ACCOUNTS_TOKEN));
        let told = asked.out.split("= SUMMARY =").nth(1).unwrap_or_default();
        eprintln!("{chosen:?}: {told}");
        assert_eq!(
            asked.exit,
            Some(0),
            "{chosen:?}: {}{}",
            asked.out,
            asked.err
        );
        Some(())
    }
}

/// What stands in a page after this, up to the end of the attribute.
fn between(page: &str, before: &str) -> String {
    let (_, rest) = page.split_once(before).expect("a form");
    rest.split('"').next().expect("its end").to_owned()
}

/// Somebody who is signed in.
struct Person<'a> {
    demo: &'a Demo,
    browser: Browser,
    token: String,
}

impl Person<'_> {
    fn reads(&mut self, path: &str) -> Value {
        let answer = self.browser.open(&self.demo.address(path));
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).expect("JSON")
    }

    fn sends(&mut self, path: &str, form: &str) {
        let form = format!("token={}&{form}", self.token);
        let answer = self.browser.post(&self.demo.address(path), &form);
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
    }

    /// Opens a case about whoever did this.
    fn opens_a_case(&mut self, leaf: u64) {
        let part = |name: &str, value: &str| {
            format!("--it\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let page = self.demo.address(&format!("/en/cases/open?event={leaf}"));
        let page = self.browser.open(&page).body;
        let due = between(&page, "name=\"due\" type=\"date\" value=\"");
        let event = leaf.to_string();
        let fields = [
            ("token", self.token.as_str()),
            ("event", &event),
            ("text", "a test"),
            ("due", &due),
        ];
        let body: String = fields.map(|(name, value)| part(name, value)).concat();
        let (listen, cookies) = (&self.demo.server.listen, &self.demo.server.listen);
        let head = format!(
            "POST /en/cases/open?event={leaf} HTTP/1.1\r\nHost: {listen}\r\nCookie: {}\r\n\
             Sec-Fetch-Site: same-origin\r\n\
             Content-Type: multipart/form-data; boundary=it\r\n",
            self.browser.cookies_for(cookies)
        );
        let answer = self
            .demo
            .server
            .send_with(&head, &format!("{body}--it--\r\n"));
        assert_eq!(answer.status, 303, "{}", answer.body);
    }

    /// The value of the cookie of the session.
    fn session(&self) -> String {
        let cookies = self.browser.cookies_for(&self.demo.server.listen);
        let session = cookies
            .split("; ")
            .find_map(|one| one.strip_prefix("tilsyn-session="));
        session.expect("a session").to_owned()
    }

    /// The document with what only this session and these data know, so that what is asked leads
    /// somewhere: the token of forms, handles, numbers.
    fn document(&mut self, handles: &[String]) -> Value {
        let mut document = self.reads("/en/openapi.json");
        let components = &mut document["components"];
        components["schemas"]["Token"] = json!({ "const": self.token });
        let named = &mut components["parameters"];
        if !handles.is_empty() {
            named["handle"]["schema"] = json!({ "enum": handles });
        }
        // Two of the four: what is asked is the same in all of them.
        named["language"]["schema"] = json!({ "enum": ["en", "sv"] });
        for (name, known) in [
            ("leaf", json!([0, 1, 5])),
            ("number", json!([1, 2])),
            ("step", json!([1])),
            ("place", json!([0])),
        ] {
            named[name]["schema"]["examples"] = known;
        }
        let paths = document["paths"].as_object_mut().expect("paths");
        let paths = paths.values_mut().filter_map(Value::as_object_mut);
        for (_, told) in paths.flatten() {
            let told = told["parameters"].as_array_mut().expect("parameters");
            let days = told
                .iter_mut()
                .filter(|told| told["name"] == "from" || told["name"] == "to");
            for day in days {
                // Beside a quarter, and beside all, days mean nothing, be they days or not.
                day["schema"] = json!({ "type": "string", "examples": ["2026-07-01"] });
            }
        }
        document
    }
}

/// Handles of people and users of the log.
fn handles(reviewer: &mut Person<'_>) -> Vec<String> {
    let mut found = Vec::new();
    for list in ["statement", "subjects"] {
        let rows = reviewer.reads(&format!("/en/{list}.json?period=all&page=1"));
        let rows = rows["rows"].as_array().expect("rows").iter().take(5);
        found.extend(rows.map(|row| row["handle"].as_str().expect("a handle").to_owned()));
    }
    found
}

/// What nobody is asked who goes on: it ends the session.
const NOT_SIGNED_OUT: [&str; 2] = ["--exclude-path", "/{language}/login/out"];

#[test]
fn everything_is_answered_as_the_document_tells() {
    let Some(demo) = Demo::new() else {
        return;
    };
    if schemathesis().is_none() {
        return;
    }
    let mut asked_before = demo.sits_down("agnieszka.haugland");
    asked_before.sends(
        "/en/event/7/erasure",
        "what=all&basis=GDPR-17-1-d&reason=a+test",
    );
    let mut reviewer = demo.sits_down("per.ahmed");
    let handles = handles(&mut reviewer);
    reviewer.opens_a_case(5);
    let document = reviewer.document(&handles);
    let all = [&["--exclude-tag", "scim"][..], &NOT_SIGNED_OUT].concat();
    demo.is_asked(&document, &reviewer.session(), &all);
    for (sub, tags) in [
        ("ailu.thomassen", &["erasures", "event", "reveals"][..]),
        ("laila.nordli", &["cases", "duties", "integrity"]),
    ] {
        let mut person = demo.sits_down(sub);
        let document = person.document(&handles);
        let tags: Vec<&str> = tags
            .iter()
            .flat_map(|tag| ["--include-tag", *tag])
            .collect();
        demo.is_asked(&document, &person.session(), &tags);
    }
    // Last, since it may end everybody's sessions.
    demo.is_asked(&document, &reviewer.session(), &["--include-tag", "scim"]);
    demo.is_asked(
        &document,
        &reviewer.session(),
        &["--include-path", NOT_SIGNED_OUT[1]],
    );
}
