//! What this server can do, for providers that ask first (RFC 7644, 4; RFC 7643, 5 to 7).

use axum::http::Method;
use scim_v2::schema_urns;
use serde_json::{Value, json};

use super::answer::{Answer, No};
use super::list::{self, ACCOUNTS_MAX};

/// Answers what is asked of the server itself.
pub(super) fn answer(base: &str, method: &Method, parts: &[&str]) -> Result<Answer, No> {
    let found = match parts {
        ["ServiceProviderConfig"] => Some(can_do(base)),
        ["ResourceTypes"] => Some(list(&[resource_type(base)])),
        ["ResourceTypes", "User"] => Some(resource_type(base)),
        ["Schemas"] => Some(list(&schemas(base))),
        ["Schemas", id] => {
            let mut all = schemas(base).into_iter();
            all.find(|schema| schema["id"] == **id)
        }
        _ => None,
    };
    match (found, method) {
        (Some(found), &Method::GET) => Ok(Answer::whole(found)),
        (Some(_), _) => Err(No::method("GET")),
        (None, _) => Err(No::missing()),
    }
}

fn list(resources: &[Value]) -> Value {
    list::told(resources.len(), 1, resources)
}

fn can_do(base: &str) -> Value {
    let no = json!({ "supported": false });
    json!({
        "schemas": [schema_urns::SERVICE_PROVIDER_CONFIG],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": ACCOUNTS_MAX },
        "changePassword": no,
        "sort": no,
        "etag": no,
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "The token that was agreed on, in the header Authorization",
            "specUri": "https://www.rfc-editor.org/rfc/rfc6750",
            "primary": true,
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": format!("{base}/ServiceProviderConfig"),
        },
    })
}

fn resource_type(base: &str) -> Value {
    json!({
        "schemas": [schema_urns::RESOURCE_TYPE],
        "id": "User",
        "name": "User",
        "description": "Somebody who may sign in",
        "endpoint": "/Users",
        "schema": schema_urns::USER,
        "schemaExtensions": [{ "schema": schema_urns::ENTERPRISE_USER, "required": false }],
        "meta": {
            "resourceType": "ResourceType",
            "location": format!("{base}/ResourceTypes/User"),
        },
    })
}

/// The schemas that can be asked for.
pub(crate) fn schema_names() -> Vec<&'static str> {
    vec![schema_urns::USER, schema_urns::ENTERPRISE_USER]
}

/// Only what is kept: a provider need not send more.
fn schemas(base: &str) -> Vec<Value> {
    let user = [
        attribute(
            "userName",
            "string",
            "What the account is called now",
            ("server", true),
        ),
        attribute(
            "displayName",
            "string",
            "What pages call its owner",
            ("none", false),
        ),
        attribute(
            "active",
            "boolean",
            "Whether its owner may come in",
            ("none", false),
        ),
        emails(),
    ];
    let enterprise = [attribute(
        "employeeNumber",
        "string",
        "By which the directory knows the owner",
        ("none", false),
    )];
    vec![
        schema(base, schema_urns::USER, "User", &user),
        schema(
            base,
            schema_urns::ENTERPRISE_USER,
            "Enterprise User",
            &enterprise,
        ),
    ]
}

/// Of several one is kept.
fn emails() -> Value {
    let part = |name: &str, kind: &str, says: &str| attribute(name, kind, says, ("none", false));
    let mut emails = attribute(
        "emails",
        "complex",
        "Where its owner is written to: the primary one is kept, else the one at work",
        ("none", false),
    );
    emails["multiValued"] = json!(true);
    emails["subAttributes"] = json!([
        part("value", "string", "The address"),
        part("type", "string", "Told as work"),
        part("primary", "boolean", "Told as true"),
    ]);
    emails
}

fn schema(base: &str, id: &str, name: &str, attributes: &[Value]) -> Value {
    json!({
        "schemas": [schema_urns::SCHEMA],
        "id": id,
        "name": name,
        "description": name,
        "attributes": attributes,
        "meta": { "resourceType": "Schema", "location": format!("{base}/Schemas/{id}") },
    })
}

fn attribute(name: &str, kind: &str, says: &str, (unique, needed): (&str, bool)) -> Value {
    let is_number = name == "employeeNumber";
    json!({
        "name": name,
        "type": kind,
        "multiValued": false,
        "description": says,
        "required": needed,
        "caseExact": false,
        // Another number would be somebody else.
        "mutability": if is_number { "immutable" } else { "readWrite" },
        "returned": "default",
        "uniqueness": unique,
    })
}
