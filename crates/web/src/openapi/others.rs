//! The operations that no page and no form of a language has: coming in and going, what the
//! provider of logins sends, accounts over SCIM, and files of the pages themselves.
//!
//! Tests hold their addresses against the router.

use serde_json::{Map, Value as Json, json};

use super::answers::{self, Says};
use super::operations::{self, SENT};
use super::parameters::{self, Parameter};
use super::value::Value;
use crate::door::PROVIDER_ENDED;
use crate::routes::ASSETS;

/// Who may ask.
#[derive(Clone, Copy)]
enum By {
    Anybody,
    /// Whoever is signed in.
    Session,
    /// The provider, with its token.
    Provider,
}

/// What is sent along.
#[derive(Clone, Copy)]
enum Sent {
    Nothing,
    /// One of our forms, with its token.
    Form,
    Fields(&'static [Parameter]),
    Scim(&'static str),
}

/// What comes back where it goes well.
#[derive(Clone, Copy)]
enum Well {
    Elsewhere,
    Is(u16, &'static str, &'static str),
    Empty(u16),
}

struct Other {
    asks: (&'static str, &'static str),
    by: By,
    /// Behind the `?`.
    reads: &'static [Parameter],
    sent: Sent,
    well: &'static [Well],
    noes: &'static [u16],
}

const PAGE: &[Well] = &[Well::Is(200, "text/html", "")];
const ELSEWHERE: &[Well] = &[Well::Elsewhere];
const FORM_NOES: &[u16] = &[403, 404, 408, 413, 414, 503];
const BACK: Parameter = ("back", Value::Text);
const ANSWER: [Parameter; 4] = [
    ("code", Value::Text),
    ("state", Value::Text),
    ("iss", Value::Text),
    ("error", Value::Text),
];

const PLAIN: Other = Other {
    asks: ("get", "/"),
    by: By::Anybody,
    reads: &[],
    sent: Sent::Nothing,
    well: ELSEWHERE,
    noes: &[414],
};

const COMING_AND_GOING: [Other; 9] = [
    PLAIN,
    Other {
        asks: ("get", "/{language}/login"),
        well: PAGE,
        noes: &[404, 405, 414],
        ..PLAIN
    },
    Other {
        asks: ("post", "/{language}/login"),
        sent: Sent::Form,
        noes: FORM_NOES,
        ..PLAIN
    },
    Other {
        asks: ("get", "/{language}/login/begin"),
        reads: &[BACK],
        noes: &[404, 414, 500, 503],
        ..PLAIN
    },
    Other {
        asks: ("get", "/{language}/login/emergency"),
        well: PAGE,
        noes: &[404, 414],
        ..PLAIN
    },
    Other {
        asks: ("post", "/{language}/login/emergency"),
        sent: Sent::Form,
        noes: &[400, 403, 404, 408, 413, 414, 503],
        ..PLAIN
    },
    Other {
        asks: ("post", "/{language}/login/out"),
        by: By::Session,
        sent: Sent::Form,
        well: PAGE,
        noes: FORM_NOES,
        ..PLAIN
    },
    Other {
        asks: ("get", "/login/back"),
        reads: &ANSWER,
        noes: &[400, 403, 404, 414, 500, 503],
        ..PLAIN
    },
    // OpenID Connect Back-Channel Logout 1.0.
    Other {
        asks: ("post", PROVIDER_ENDED),
        sent: Sent::Fields(&[("logout_token", Value::Text)]),
        well: &[Well::Empty(200), Well::Empty(400), Well::Empty(503)],
        noes: &[404, 414],
        ..PLAIN
    },
];

const FILES: [Other; 1] = [Other {
    asks: ("get", ASSETS),
    well: &[Well::Is(200, "*/*", "")],
    noes: &[404, 414],
    ..PLAIN
}];

const CUT: [Parameter; 2] = [
    ("attributes", Value::Text),
    ("excludedAttributes", Value::Text),
];
const LIST: [Parameter; 5] = [
    ("filter", Value::Text),
    ("startIndex", Value::Whole),
    ("count", Value::Whole),
    CUT[0],
    CUT[1],
];
const SCIM: Other = Other {
    by: By::Provider,
    reads: &CUT,
    well: &[Well::Is(200, answers::SCIM, "ScimAnswered")],
    noes: &[400, 401, 404, 409, 413, 414, 500, 503],
    ..PLAIN
};
const ABOUT: Other = Other {
    reads: &[],
    well: &[Well::Is(200, answers::SCIM, "ScimAbout")],
    noes: &[401, 404, 413, 414, 500, 503],
    ..SCIM
};
const FOUND: &[Well] = &[Well::Is(200, answers::SCIM, "ScimList")];

/// RFC 7644.
const ACCOUNTS: [Other; 13] = [
    Other {
        asks: ("get", "/scim/v2/Users"),
        reads: &LIST,
        well: FOUND,
        ..SCIM
    },
    Other {
        asks: ("post", "/scim/v2/Users"),
        sent: Sent::Scim("ScimUser"),
        well: &[Well::Is(201, answers::SCIM, "ScimAnswered")],
        ..SCIM
    },
    Other {
        asks: ("get", "/scim/v2/Users/{account}"),
        ..SCIM
    },
    Other {
        asks: ("put", "/scim/v2/Users/{account}"),
        sent: Sent::Scim("ScimUser"),
        ..SCIM
    },
    Other {
        asks: ("patch", "/scim/v2/Users/{account}"),
        sent: Sent::Scim("ScimPatch"),
        ..SCIM
    },
    Other {
        asks: ("delete", "/scim/v2/Users/{account}"),
        reads: &[],
        well: &[Well::Empty(204)],
        ..SCIM
    },
    Other {
        asks: ("post", "/scim/v2/Users/.search"),
        reads: &[],
        sent: Sent::Scim("ScimSearch"),
        well: FOUND,
        ..SCIM
    },
    Other {
        asks: ("post", "/scim/v2/.search"),
        reads: &[],
        sent: Sent::Scim("ScimSearch"),
        well: FOUND,
        ..SCIM
    },
    Other {
        asks: ("get", "/scim/v2/ServiceProviderConfig"),
        ..ABOUT
    },
    Other {
        asks: ("get", "/scim/v2/ResourceTypes"),
        ..ABOUT
    },
    Other {
        asks: ("get", "/scim/v2/ResourceTypes/{type}"),
        ..ABOUT
    },
    Other {
        asks: ("get", "/scim/v2/Schemas"),
        ..ABOUT
    },
    Other {
        asks: ("get", "/scim/v2/Schemas/{schema}"),
        ..ABOUT
    },
];

/// All of them.
pub(super) fn add(paths: &mut Map<String, Json>) {
    let all = COMING_AND_GOING.iter().chain(&FILES).chain(&ACCOUNTS);
    for other in all {
        let (method, path) = other.asks;
        let at = paths.entry(path).or_insert_with(|| json!({}));
        at[method] = operation(other);
    }
    // The front page, as it is answered with a stroke at the end.
    let mut front = paths["/{language}"].clone();
    front["get"]["operationId"] = "get/".into();
    paths.insert("/{language}/".to_owned(), front);
}

fn operation(other: &Other) -> Json {
    let (method, path) = other.asks;
    let mut told: Vec<Json> = operations::named(path).collect();
    told.extend(
        other
            .reads
            .iter()
            .map(|(name, value)| parameters::told((path, ""), name, *value)),
    );
    let (says, security) = match other.by {
        By::Anybody => (Says::Page, json!([])),
        By::Session => (Says::Page, json!([{ "session": [] }])),
        By::Provider => (Says::Scim, json!([{ "accounts": [] }])),
    };
    let mut responses = answers::noes(says, other.noes);
    for well in other.well {
        let (status, answer) = match *well {
            Well::Elsewhere => (303, answers::elsewhere()),
            Well::Is(status, media, schema) => (status, answers::well(media, schema)),
            Well::Empty(status) => (status, json!({ "description": "Nothing more is said." })),
        };
        responses.insert(status.to_string(), answer);
    }
    let mut operation = json!({
        "operationId": format!("{method}{path}").replace("/{language}", ""),
        "tags": [if matches!(other.by, By::Provider) { "scim" } else { "login" }],
        "security": security,
        "parameters": told,
        "responses": responses,
    });
    match other.sent {
        Sent::Nothing => {}
        Sent::Form => {
            operations::take_form(&mut operation, &path.replace("/{language}", ""));
        }
        Sent::Fields(fields) => operation["requestBody"] = sent(fields),
        Sent::Scim(name) => operation["requestBody"] = scim(name),
    }
    operation
}

fn sent(fields: &[Parameter]) -> Json {
    let told = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.schema()));
    let told: Map<String, Json> = told.collect();
    let needed: Vec<&String> = told.keys().collect();
    let schema = json!({ "type": "object", "required": needed, "properties": told });
    json!({ "required": true, "content": { SENT: { "schema": schema } } })
}

fn scim(name: &str) -> Json {
    let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
    let as_either = json!({
        answers::SCIM: { "schema": schema }, "application/json": { "schema": schema },
    });
    json!({ "required": true, "content": as_either })
}
