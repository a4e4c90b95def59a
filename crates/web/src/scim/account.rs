//! An account as a SCIM user, and back (RFC 7643, 4.1 and 4.3).

use scim_v2::models::user::User;
use scim_v2::{Context, Validate, case_insensitive, schema_urns};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tilsyn_app::staff::{Account, AccountAsked};

use super::answer::No;
use super::emails;

/// As it is told.
pub(super) fn told(account: &Account, base: &str) -> Value {
    let asked = &account.asked;
    let number = account.number.to_string();
    let mut user = json!({
        "schemas": [schema_urns::USER],
        "id": number,
        "externalId": asked.subject,
        "userName": asked.called,
        "displayName": asked.name,
        "active": asked.is_active,
        "meta": {
            "resourceType": "User",
            "created": account.added.utc().text(),
            "location": format!("{base}/Users/{number}"),
        },
    });
    if !asked.mail.is_empty() {
        user["emails"] = emails::told(&asked.mail);
    }
    if !asked.employee_no.is_empty() {
        user["schemas"] = json!([schema_urns::USER, schema_urns::ENTERPRISE_USER]);
        user[schema_urns::ENTERPRISE_USER] = json!({ "employeeNumber": asked.employee_no });
    }
    user
}

/// An account that is to be made.
pub(super) fn asked(body: &[u8]) -> Result<AccountAsked, No> {
    let user = read(body, Context::CreateRequest)?;
    Ok(merged(&AccountAsked::default(), &user, true))
}

/// An account as it is to be from now on. What is not said stays as it was, so that nobody is let
/// in by an omission (RFC 7644, 3.5.1 leaves that to us).
pub(super) fn replaced(before: &AccountAsked, body: &[u8]) -> Result<AccountAsked, No> {
    let user = read(body, Context::ReplaceRequest)?;
    Ok(merged(before, &user, before.is_active))
}

/// What is sent: JSON, with names in any case.
pub(super) fn message<T: DeserializeOwned>(body: &[u8]) -> Result<T, No> {
    let text = std::str::from_utf8(body).map_err(|cause| No::syntax(&cause))?;
    case_insensitive::from_str(text).map_err(|cause| No::syntax(&cause))
}

fn read(body: &[u8], context: Context) -> Result<User<String>, No> {
    let mut user: User<String> = message(body)?;
    // Some providers send the extension without naming it.
    let extension = schema_urns::ENTERPRISE_USER;
    let is_named = |urn: &String| urn.eq_ignore_ascii_case(extension);
    if user.enterprise_user.is_set() && !user.schemas.iter().any(is_named) {
        user.schemas.push(extension.to_owned());
    }
    user.validate_as(context)?;
    Ok(user)
}

fn merged(before: &AccountAsked, user: &User<String>, active: bool) -> AccountAsked {
    let text = |said: Option<&String>, before: &str| {
        let said = said.map(|said| said.trim()).filter(|said| !said.is_empty());
        said.unwrap_or(before).to_owned()
    };
    let employment = user.enterprise_user.as_option();
    let number = employment.and_then(|user| user.employee_number.as_option());
    let name = name_of(user);
    AccountAsked {
        called: user.user_name.trim().to_owned(),
        subject: text(user.external_id.as_option(), &before.subject),
        name: text(name.as_ref(), &before.name),
        employee_no: text(number, &before.employee_no),
        is_active: user.active.as_option().copied().unwrap_or(active),
        mail: match (user.emails.is_absent(), user.emails.as_option()) {
            (true, _) => before.mail.clone(),
            (false, said) => emails::chosen(said.map(Vec::as_slice).unwrap_or_default()),
        },
    }
}

/// What pages are to call somebody: as providers show it, or made of its parts.
fn name_of(user: &User<String>) -> Option<String> {
    let parts = user.name.as_option().and_then(|name| {
        let formatted = name.formatted.as_option().cloned();
        let both = [&name.given_name, &name.family_name];
        let both: Vec<&str> = both
            .iter()
            .filter_map(|part| part.as_option().map(String::as_str))
            .collect();
        formatted.or_else(|| (!both.is_empty()).then(|| both.join(" ")))
    });
    user.display_name.as_option().cloned().or(parts)
}
