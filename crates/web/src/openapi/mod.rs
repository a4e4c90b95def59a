//! What this program answers to programs of others, as an OpenAPI 3.1 document.
//!
//! It is made from the tables by which the program itself works: the addresses of the router, what
//! each reads behind its `?`, what each form sends. What the program has no table for (signing in,
//! accounts over SCIM, what data look like) is told here, and tests hold it against the router and
//! against answers. It holds nothing of the log.

mod answers;
pub(crate) mod fields;
mod notation;
mod operations;
mod others;
pub(crate) mod parameters;
mod value;

use serde_json::{Map, Value as Json, json};
use tilsyn_app::permit::{ReadRules, ask};
use tilsyn_app::{Desk, Form, Problem};

use self::value::Value;
use crate::asked::Asked;
use crate::reply::{File, FileKind, Reply};
use crate::sheet::no_file;

/// What data look like.
const DATA: &str = include_str!("data.txt");

/// `GET /{language}/openapi.json`: for whoever is signed in.
pub(crate) fn page(_: &Desk, asked: &Asked) -> Result<Reply, Problem> {
    let _may = ask::<ReadRules>(asked.principal(), Form::Page)?;
    let document = document(asked.shared.session_cookie);
    Ok(Reply::File(File {
        name: None,
        kind: FileKind::Json,
        write: Box::new(move |_, _, out| {
            out.write_all(document.to_string().as_bytes())
                .map_err(no_file)
        }),
    }))
}

/// The document, of an installation whose sessions lie in a cookie of this name.
pub(crate) fn document(session_cookie: &str) -> Json {
    let mut paths = operations::paths();
    others::add(&mut paths);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Tilsyn",
            "version": env!("CARGO_PKG_VERSION"),
            "description": ABOUT,
            "license": { "name": env!("CARGO_PKG_LICENSE") },
        },
        "servers": [{ "url": "/" }],
        "security": [{ "session": [] }],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": session_cookie },
                "accounts": { "type": "http", "scheme": "bearer" },
            },
            "parameters": operations::shared_parameters(),
            "headers": answers::headers(),
            "responses": answers::responses(),
            "schemas": schemas(),
        },
    })
}

/// What programs must know beside the operations.
const ABOUT: &str = "Every page has its data under the same address with the ending .json, and \
    lists have files (.csv, .xlsx). Whoever asks is a person who signed in with the \
    organisation's provider in a browser, and sees what that person may; every look is filed in \
    the own log. A form is taken with the header Sec-Fetch-Site or Origin as browsers send it, \
    and with the token that stands in every page of the same session as the hidden field `token`. \
    Parameters and fields that are not named here are passed over. A head longer than 24 KiB is \
    answered with 431, a method that an address does not take with 405, another host name with \
    421, and what is no HTTP with 400, none of them with a page.";

/// What data look like; the kinds of events are those that the code knows.
fn schemas() -> Map<String, Json> {
    let mut all = notation::schemas(DATA);
    let kinds = Value::OneOf(parameters::kinds).schema();
    all.insert("Kind".to_owned(), kinds);
    all
}
