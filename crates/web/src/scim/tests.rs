//! What a provider asks, through the whole router, with what Entra ID and Okta send.

use axum::body::{Body, to_bytes};
use axum::http::{Request, Response, StatusCode};
use serde_json::{Value, json};
use tilsyn_app::permit::{ReadOwnLog, ask};
use tilsyn_app::staff::{Login, SessionToken, Vouched};
use tilsyn_app::{Form, Principal};
use tower::ServiceExt;

use crate::login::{Agreed, HttpFailed, Provider};
use crate::routes_test::{Site, site};
use crate::settings::WebSettings;

const ISSUER: &str = "https://login.nordvik.example";
const TOKEN: &str = "a token of a test, which is long enough";

/// A site whose provider keeps its accounts there.
struct Place {
    site: Site,
    router: axum::Router,
}

fn place() -> Place {
    place_at("http://127.0.0.1:8080")
}

fn place_at(public_address: &str) -> Place {
    let agreed = Agreed {
        issuer: ISSUER.to_owned(),
        client_id: "tilsyn".to_owned(),
        client_secret: None,
        strengths: Vec::new(),
        minutes_max: None,
        public_address: public_address.to_owned(),
        accounts_token: Some(TOKEN.to_owned()),
    };
    let nobody_there = |_| Err(HttpFailed("nobody is there".to_owned()));
    let provider = Provider::new(agreed, Box::new(nobody_there)).expect("a provider");
    let site = site("");
    let router = crate::router(
        site.desk.clone(),
        &WebSettings::provider(provider, crate::testing::print()),
    );
    Place { site, router }
}

impl Place {
    async fn ask_as(&self, token: &str, what: &str, body: &Value) -> Response<Body> {
        let (method, path) = what.split_once(' ').expect("METHOD /path");
        let body = match body {
            Value::Null => Body::empty(),
            body => Body::from(body.to_string()),
        };
        let request = Request::builder()
            .method(method)
            .uri(format!("/scim/v2{path}"))
            .header("host", "127.0.0.1:8080")
            .header("authorization", format!("Bearer {token}"))
            .header("content-type", "application/scim+json")
            .body(body);
        let asked = self.router.clone().oneshot(request.expect("a request"));
        asked.await.expect("the router always answers")
    }

    async fn ask(&self, what: &str, body: Value) -> (u16, Value) {
        let response = self.ask_as(TOKEN, what, &body).await;
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), usize::MAX).await;
        let bytes = bytes.expect("a body");
        let body = match bytes.is_empty() {
            true => Value::Null,
            false => serde_json::from_slice(&bytes).expect("JSON"),
        };
        (status, body)
    }

    async fn list(&self, filter: &str) -> Vec<String> {
        let filter = filter.replace(' ', "%20").replace('"', "%22");
        let (status, found) = self
            .ask(&format!("GET /Users?filter={filter}"), Value::Null)
            .await;
        assert_eq!(status, 200, "{found}");
        let users = found["Resources"].as_array().expect("a list").iter();
        users
            .map(|user| user["userName"].as_str().expect("a name").to_owned())
            .collect()
    }

    fn can_sign_in(&self, subject: &str) -> bool {
        let vouched = Vouched {
            login: Login {
                issuer: ISSUER.to_owned(),
                subject: subject.to_owned(),
            },
            session: None,
            is_strong: true,
        };
        let token = SessionToken([7; 32]);
        self.site.desk.sign_in(&vouched, &token).is_ok()
    }
}

fn user(name: &str, subject: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": name, "externalId": subject, "displayName": format!("Name {name}"),
        "active": true, "emails": [{ "value": format!("{name}@nordvik.example"), "primary": true }],
    })
}

fn patch(operations: &Value) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": operations,
    })
}

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

#[tokio::test]
async fn only_who_knows_the_token_is_answered() {
    let place = place();
    for token in ["", "wrong", &TOKEN[1..], &format!("{TOKEN}x")] {
        let response = place.ask_as(token, "GET /Users", &Value::Null).await;
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{token}");
        assert!(response.headers().contains_key("www-authenticate"));
    }
    assert_eq!(place.ask("GET /Users", Value::Null).await.0, 200);
    let page = Request::get("/en/log")
        .header("host", "127.0.0.1:8080")
        .header("authorization", format!("Bearer {TOKEN}"))
        .body(Body::empty());
    let page = place.router.clone().oneshot(page.expect("a request")).await;
    // The token opens nothing else.
    assert_eq!(page.expect("answered").status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_account_is_made_found_renamed_kept_out_let_in_and_removed() {
    let place = place();
    let (status, made) = place.ask("POST /Users", user("kari", "sub-kari")).await;
    assert_eq!(status, 201, "{made}");
    let id = made["id"].as_str().expect("an id").to_owned();
    assert_eq!(
        made["meta"]["location"],
        format!("http://127.0.0.1:8080/scim/v2/Users/{id}")
    );
    assert_eq!(place.list("userName eq \"KARI\"").await, ["kari"]);
    assert_eq!(place.list("externalId eq \"sub-kari\"").await, ["kari"]);
    assert!(place.list("userName eq \"ola\"").await.is_empty());
    let at = format!("/Users/{id}");
    // As Entra ID says it, and as Okta does.
    let change = patch(&json!([
        { "op": "Replace", "path": "userName", "value": "kari.nordmann" },
        { "op": "Add", "path": "title", "value": "Adviser" },
        { "op": "Replace", "path": "active", "value": "False" },
    ]));
    let (status, changed) = place.ask(&format!("PATCH {at}"), change).await;
    assert_eq!(
        (status, &changed["active"]),
        (200, &json!(false)),
        "{changed}"
    );
    assert_eq!(changed["userName"], "kari.nordmann");
    let change = patch(&json!([{ "op": "replace", "value": { "active": true } }]));
    let (_, changed) = place.ask(&format!("PATCH {at}"), change).await;
    assert_eq!(changed["active"], true);
    // What a PUT does not say stays.
    let out = patch(&json!([{ "op": "replace", "path": "active", "value": false }]));
    let _out = place.ask(&format!("PATCH {at}"), out).await;
    let mut whole = user("kari.n", "sub-kari");
    whole.as_object_mut().expect("an object").remove("active");
    let (status, put) = place.ask(&format!("PUT {at}"), whole).await;
    assert_eq!((status, &put["active"]), (200, &json!(false)), "{put}");
    assert_eq!(place.ask(&format!("DELETE {at}"), Value::Null).await.0, 204);
    assert_eq!(place.ask(&format!("GET {at}"), Value::Null).await.0, 404);
    assert!(place.list("active eq true").await.is_empty());
    // Nobody gets the login of somebody else, nor the user name that the own log knows.
    let (status, no) = place.ask("POST /Users", user("kari", "sub-new")).await;
    assert_eq!((status, &no["scimType"]), (409, &json!("uniqueness")));
    let (status, _) = place.ask("POST /Users", user("kari2", "sub-kari")).await;
    assert_eq!(status, 409);
}

#[tokio::test]
async fn every_step_stands_in_the_own_log() {
    let place = place();
    let (_, made) = place.ask("POST /Users", user("kari", "sub-kari")).await;
    let at = format!("/Users/{}", made["id"].as_str().expect("an id"));
    for active in [false, false, true] {
        let change = patch(&json!([{ "op": "replace", "path": "active", "value": active }]));
        let _done = place.ask(&format!("PATCH {at}"), change).await;
    }
    let _removed = place.ask(&format!("DELETE {at}"), Value::Null).await;
    let permit = ask::<ReadOwnLog>(&Principal::local_operator(), Form::Page).expect("may");
    let looks = place
        .site
        .desk
        .own_log(&permit, 0, 100)
        .expect("reads")
        .looks;
    let steps: Vec<&str> = looks
        .iter()
        .rev()
        .filter(|look| look.principal == "provider" && look.view != "accounts")
        .map(|look| look.view.as_str())
        .collect();
    assert_eq!(
        steps,
        [
            "staff-added",
            "staff-kept-out",
            "staff-let-in",
            "staff-kept-out",
            "staff-left"
        ]
    );
}

#[tokio::test]
async fn an_owner_is_known_by_the_employee_number_and_stays_the_same() {
    let place = place();
    let mut anna = user("anna", "sub-anna");
    anna[ENTERPRISE] = json!({ "employeeNumber": "101" });
    let (status, made) = place.ask("POST /Users", anna.clone()).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(made[ENTERPRISE]["employeeNumber"], "101");
    let at = format!("/Users/{}", made["id"].as_str().expect("an id"));
    let number = format!("{ENTERPRISE}:employeeNumber");
    for change in [
        json!([{ "op": "replace", "path": number, "value": "102" }]),
        json!([{ "op": "replace", "path": "externalId", "value": "sub-other" }]),
        json!([{ "op": "replace", "value": { ENTERPRISE: { "employeeNumber": "102" } } }]),
    ] {
        let (status, no) = place.ask(&format!("PATCH {at}"), patch(&change)).await;
        assert_eq!(
            (status, &no["scimType"]),
            (400, &json!("mutability")),
            "{no}"
        );
    }
    let remove = json!([{ "op": "remove", "path": "userName" }]);
    let (status, no) = place.ask(&format!("PATCH {at}"), patch(&remove)).await;
    assert_eq!((status, &no["scimType"]), (400, &json!("mutability")));
    // One human being has one account.
    anna["userName"] = json!("anna2");
    anna["externalId"] = json!("sub-anna2");
    assert_eq!(place.ask("POST /Users", anna.clone()).await.0, 409);
    anna[ENTERPRISE] = json!({ "employeeNumber": "999" });
    let (status, no) = place.ask("POST /Users", anna).await;
    assert_eq!((status, &no["scimType"]), (400, &json!("invalidValue")));
    assert!(!place.can_sign_in("sub-other"));
}

/// An address as it is told back.
fn told(mail: &str) -> Value {
    json!([{ "value": mail, "type": "work", "primary": true }])
}

#[tokio::test]
async fn one_address_is_kept_of_those_sent() {
    let place = place();
    let (_, made) = place.ask("POST /Users", user("kari", "sub-kari")).await;
    let at = format!("/Users/{}", made["id"].as_str().expect("an id"));
    assert_eq!(made["emails"], told("kari@nordvik.example"), "{made}");
    let mut whole = user("kari", "sub-kari");
    for (sent, kept) in [
        (
            json!([{ "value": "home@k.example", "type": "home" },
                   { "value": "work@k.example", "type": "Work" }]),
            told("work@k.example"),
        ),
        (
            json!([{ "value": "work@k.example", "type": "work" },
                   { "value": "first@k.example", "primary": true }]),
            told("first@k.example"),
        ),
        (
            json!([{ "type": "work" }, { "value": "a@k.example" }, { "value": "b@k.example" }]),
            told("a@k.example"),
        ),
        (json!([]), Value::Null),
    ] {
        whole["emails"] = sent;
        let (status, put) = place.ask(&format!("PUT {at}"), whole.clone()).await;
        assert_eq!((status, &put["emails"]), (200, &kept), "{put}");
    }
    // What a PUT does not say stays.
    whole["emails"] = json!([{ "value": "e@k.example" }]);
    place.ask(&format!("PUT {at}"), whole.clone()).await;
    whole.as_object_mut().expect("an object").remove("emails");
    let (_, put) = place.ask(&format!("PUT {at}"), whole).await;
    assert_eq!(put["emails"], told("e@k.example"));
}

#[tokio::test]
async fn an_address_changes_as_providers_say_it() {
    let place = place();
    let (_, made) = place.ask("POST /Users", user("kari", "sub-kari")).await;
    let at = format!("/Users/{}", made["id"].as_str().expect("an id"));
    // As Entra ID says it, and as Okta does; then what is about other addresses.
    let work = "emails[type eq \"work\"].value";
    let kept = "c@k.example";
    for (op, path, value, after) in [
        ("Add", work, json!("b@k.example"), "b@k.example"),
        ("Replace", work, json!(kept), kept),
        (
            "replace",
            "emails[type eq \"home\"].value",
            json!("x@k.example"),
            kept,
        ),
        (
            "replace",
            "emails[primary eq true].type",
            json!("home"),
            kept,
        ),
        ("add", "emails", json!([{ "value": "x@k.example" }]), kept),
        (
            "add",
            "emails",
            json!([{ "value": "d@k.example", "primary": true }]),
            "d@k.example",
        ),
        ("replace", "emails.value", json!(kept), kept),
        ("remove", "emails[type eq \"home\"]", Value::Null, kept),
        ("remove", "emails[value sw \"C@\"]", Value::Null, ""),
        ("replace", "emails", json!({ "value": kept }), kept),
        ("remove", "emails", Value::Null, ""),
    ] {
        let mut change = json!({ "op": op, "path": path, "value": value });
        if value.is_null() {
            change.as_object_mut().expect("an object").remove("value");
        }
        let change = patch(&json!([change]));
        let (status, changed) = place.ask(&format!("PATCH {at}"), change).await;
        assert_eq!(status, 200, "{path}: {changed}");
        let now = changed["emails"][0]["value"].as_str().unwrap_or_default();
        assert_eq!(now, after, "{op} {path}");
    }
    let change = json!([{ "op": "add", "value": { "emails": [{ "value": "e@k.example" }] } }]);
    let (_, changed) = place.ask(&format!("PATCH {at}"), patch(&change)).await;
    assert_eq!(changed["emails"], told("e@k.example"), "{changed}");
}

#[tokio::test]
async fn whoever_is_looked_for_by_an_address_is_found() {
    let place = place();
    for name in ["a", "b"] {
        let (status, no) = place.ask("POST /Users", user(name, name)).await;
        assert_eq!(status, 201, "{no}");
    }
    let mut silent = user("c", "c");
    silent.as_object_mut().expect("an object").remove("emails");
    let _made = place.ask("POST /Users", silent).await;
    for (filter, found) in [
        ("emails eq \"A@nordvik.example\"", vec!["a"]),
        ("emails.value sw \"b@\"", vec!["b"]),
        ("emails[type eq \"work\" and value co \"a@\"]", vec!["a"]),
        ("emails[not (primary eq true) or value eq \"x\"]", vec![]),
        ("emails pr", vec!["a", "b"]),
        ("not (emails pr)", vec!["c"]),
        ("emails.type eq \"home\"", vec![]),
    ] {
        assert_eq!(place.list(filter).await, found, "{filter}");
    }
    let (_, cut) = place
        .ask("GET /Users?attributes=emails.value", Value::Null)
        .await;
    assert_eq!(
        cut["Resources"][0]["emails"][0]["value"],
        "a@nordvik.example"
    );
}

#[tokio::test]
async fn what_is_no_address_is_refused_and_not_repeated() {
    let place = place();
    let (_, made) = place.ask("POST /Users", user("kari", "sub-kari")).await;
    let at = format!("/Users/{}", made["id"].as_str().expect("an id"));
    let canary = "canary\r\nBcc: canary@nordvik.example";
    let mut wrong = user("ola", "sub-ola");
    wrong["emails"] = json!([{ "value": canary }]);
    let change = |value: Value| patch(&json!([{ "op": "add", "path": "emails", "value": value }]));
    let patched = format!("PATCH {at}");
    for (what, body) in [
        ("POST /Users", wrong),
        (
            patched.as_str(),
            change(json!([{ "value": canary, "primary": true }])),
        ),
        (
            patched.as_str(),
            change(json!([{ "value": { "canary": 1 } }])),
        ),
        (patched.as_str(), change(json!("canary"))),
    ] {
        let (status, no) = place.ask(what, body).await;
        assert_eq!((status, &no["scimType"]), (400, &json!("invalidValue")));
        let said = no["detail"].as_str().expect("a sentence");
        assert!(
            said.contains("emails") && !said.contains("canary"),
            "{said}"
        );
    }
    let (_, now) = place.ask(&format!("GET {at}"), Value::Null).await;
    assert_eq!(now["emails"][0]["value"], "kari@nordvik.example");
}

#[tokio::test]
async fn lists_are_cut_to_what_was_asked_for() {
    let place = place();
    for name in ["a", "b", "c", "d"] {
        let (status, no) = place
            .ask("POST /Users", user(name, &format!("sub-{name}")))
            .await;
        assert_eq!(status, 201, "{no}");
    }
    let (_, page) = place
        .ask("GET /Users?startIndex=2&count=2", Value::Null)
        .await;
    assert_eq!(
        (
            &page["totalResults"],
            &page["startIndex"],
            &page["itemsPerPage"]
        ),
        (&json!(4), &json!(2), &json!(2))
    );
    assert_eq!(page["Resources"][0]["userName"], "b");
    let (_, none) = place.ask("GET /Users?count=0", Value::Null).await;
    assert_eq!(
        (&none["totalResults"], &none["Resources"]),
        (&json!(4), &json!([]))
    );
    assert_eq!(
        place
            .list("userName sw \"a\" or displayName ew \"D\"")
            .await,
        ["a", "d"]
    );
    assert_eq!(
        place
            .list("not (userName eq \"a\") and active eq true")
            .await
            .len(),
        3
    );
    let (_, cut) = place
        .ask("GET /Users?attributes=userName", Value::Null)
        .await;
    let first = cut["Resources"][0].as_object().expect("a user");
    let names: Vec<&String> = first.keys().collect();
    assert_eq!(names, ["schemas", "id", "userName"]);
    let (_, cut) = place
        .ask("GET /Users?excludedAttributes=active,id", Value::Null)
        .await;
    assert!(cut["Resources"][0].get("active").is_none() && cut["Resources"][0]["id"].is_string());
    let search = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": "userName eq \"c\"", "attributes": ["displayName"],
    });
    let (_, found) = place.ask("POST /Users/.search", search).await;
    assert_eq!(found["Resources"][0]["displayName"], "Name c");
}

#[tokio::test]
async fn what_cannot_be_done_is_said() {
    let place = place();
    for (what, body, status, kind) in [
        (
            "GET /Users?filter=userName%20is%20a",
            Value::Null,
            400,
            "invalidFilter",
        ),
        (
            "GET /Users?filter=active%20gt%20true",
            Value::Null,
            400,
            "invalidFilter",
        ),
        ("GET /Users?count=many", Value::Null, 400, "invalidValue"),
        (
            "POST /Users",
            json!({ "userName": "x" }),
            400,
            "invalidSyntax",
        ),
        ("POST /Users", json!("x"), 400, "invalidSyntax"),
        ("POST /Users", user("01817010055", "s"), 400, "invalidValue"),
        ("POST /Users", user("provider", "s"), 400, "invalidValue"),
        ("GET /Users/99", Value::Null, 404, ""),
        ("GET /Users/+1", Value::Null, 404, ""),
        ("GET /Groups", Value::Null, 404, ""),
        ("DELETE /Users", Value::Null, 405, ""),
        ("POST /Users/1", Value::Null, 405, ""),
        ("POST /Schemas", Value::Null, 405, ""),
    ] {
        let (answered, no) = place.ask(what, body).await;
        assert_eq!(answered, status, "{what}: {no}");
        assert_eq!(no["status"], status.to_string(), "{what}");
        assert_eq!(
            no["scimType"].as_str().unwrap_or_default(),
            kind,
            "{what}: {no}"
        );
        assert!(!no.to_string().contains("01817010055"));
    }
}

#[tokio::test]
async fn it_says_what_it_can_do() {
    let place = place();
    for what in ["ServiceProviderConfig", "ResourceTypes/User"] {
        let (status, told) = place.ask(&format!("GET /{what}"), Value::Null).await;
        assert_eq!(status, 200);
        let location = told["meta"]["location"].as_str().expect("a place");
        assert_eq!(location, format!("http://127.0.0.1:8080/scim/v2/{what}"));
    }
    let (_, all) = place.ask("GET /Schemas", Value::Null).await;
    for schema in all["Resources"].as_array().expect("a list") {
        let id = schema["id"].as_str().expect("an id");
        let (status, one) = place.ask(&format!("GET /Schemas/{id}"), Value::Null).await;
        assert_eq!((status, &one), (200, schema));
        // The library's own check of what it reads.
        let read: scim_v2::models::scim_schema::Schema =
            serde_json::from_value(one).expect("a schema");
        scim_v2::Validate::validate(&read).expect("a whole one");
    }
}

/// Browsers that came over TLS once come back in no other way (RFC 6797).
#[tokio::test]
async fn whoever_came_over_tls_stays_with_it() {
    for (address, wanted) in [
        (
            "https://tilsyn.nordvik.example",
            Some("max-age=31536000; includeSubDomains"),
        ),
        ("http://127.0.0.1:8080", None),
    ] {
        let place = place_at(address);
        let response = place.ask_as(TOKEN, "GET /Users", &Value::Null).await;
        let said = response.headers().get("strict-transport-security");
        let said = said.map(|value| value.to_str().expect("text"));
        assert_eq!(said, wanted, "{address}");
    }
}

#[tokio::test]
async fn each_address_takes_what_the_document_tells_and_nothing_else() {
    let place = place();
    let document = crate::openapi::document("tilsyn-session");
    let paths = document["paths"].as_object().expect("paths").iter();
    let paths = paths.filter_map(|(path, told)| Some((path.strip_prefix("/scim/v2")?, told)));
    let schema = "urn:ietf:params:scim:schemas:core:2.0:User";
    let (_, made) = place
        .ask(
            "POST /Users",
            json!({ "schemas": [schema], "userName": "x",
        "externalId": "x", "displayName": "X" }),
        )
        .await;
    let account = made["id"].as_str().expect("a number");
    let mut asked = 0;
    for (path, told) in paths {
        let path = path.replace("{account}", account).replace("{type}", "User");
        let path = path.replace("{schema}", schema);
        let told = told.as_object().expect("operations");
        // What deletes goes last, so that there is something to ask for until then.
        for method in ["get", "post", "put", "patch", "head", "delete"] {
            let what = format!("{} {path}", method.to_uppercase());
            let response = place.ask_as(TOKEN, &what, &Value::Null).await;
            let is_taken = ![404, 405].contains(&response.status().as_u16());
            assert_eq!(is_taken, told.contains_key(method), "{what}");
            // What was deleted is gone, and its address takes what it took.
            assert!(is_taken || response.status().as_u16() == 405, "{what}");
            asked += 1;
        }
    }
    assert!(asked >= 54, "{asked}");
}
