//! Changing some of an account: PATCH (RFC 7644, 3.5.2).
//!
//! Providers differ in how they say one thing: with a path and without, `"False"` for `false`,
//! the employee number as an attribute of an extension or under its full name. All of these are
//! read. What is not kept here is passed over, as RFC 7644 allows for attributes nobody knows.

use scim_v2::filter::{AttrPath, PatchPath};
use scim_v2::models::errors::ScimType;
use scim_v2::models::others::{OperationTarget, PatchOp, PatchOperation};
use scim_v2::{Validate, case_insensitive, schema_urns};
use serde_json::Value;
use tilsyn_app::staff::AccountAsked;

use super::answer::No;

/// What is to be changed.
pub(super) struct Change(PatchOp);

impl Change {
    pub(super) fn read(body: &[u8]) -> Result<Change, No> {
        let text = std::str::from_utf8(body).map_err(|cause| No::syntax(&cause))?;
        let asked: PatchOp =
            case_insensitive::from_str(text).map_err(|cause| No::syntax(&cause))?;
        asked.validate()?;
        Ok(Change(asked))
    }

    /// What comes of it: all of the operations, or none.
    pub(super) fn of(&self, before: &AccountAsked) -> Result<AccountAsked, No> {
        let mut after = before.clone();
        for operation in &self.0.operations {
            match operation {
                PatchOperation::Add(target) | PatchOperation::Replace(target) => {
                    set(&mut after, target)?;
                }
                PatchOperation::Remove { path, .. } => remove(path)?,
            }
        }
        Ok(after)
    }
}

/// What of an account can be changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Called,
    Subject,
    Name,
    Active,
    EmployeeNo,
}

impl Attribute {
    /// By its name, without that of the schema all users have.
    fn named(name: &str) -> Option<Attribute> {
        let name = name.to_lowercase();
        let employee = format!("{}:employeenumber", schema_urns::ENTERPRISE_USER).to_lowercase();
        match name.as_str() {
            "username" => Some(Attribute::Called),
            "externalid" => Some(Attribute::Subject),
            "displayname" => Some(Attribute::Name),
            "active" => Some(Attribute::Active),
            name if name == employee => Some(Attribute::EmployeeNo),
            _ => None,
        }
    }

    fn at(path: &AttrPath) -> Option<Attribute> {
        let name = match &path.uri {
            Some(uri) if !uri.eq_ignore_ascii_case(schema_urns::USER) => {
                format!("{uri}:{}", path.name)
            }
            _ => path.name.clone(),
        };
        // None of them has parts.
        path.sub_attr.is_none().then(|| Attribute::named(&name))?
    }
}

fn set(after: &mut AccountAsked, target: &OperationTarget) -> Result<(), No> {
    match target {
        OperationTarget::WithPath {
            path: PatchPath::Attr(path),
            value: Some(value),
        } => match (Attribute::at(path), value) {
            (Some(attribute), _) => set_one(after, attribute, value),
            // The extension as a whole.
            (None, Value::Object(parts)) if is_extension(path) => {
                set_all(after, parts, &format!("{}:", schema_urns::ENTERPRISE_USER))
            }
            (None, _) => Ok(()),
        },
        OperationTarget::WithPath { .. } => Ok(()),
        OperationTarget::WithoutPath { value } => set_all(after, value, ""),
    }
}

/// `urn:…:enterprise:2.0:User` reads as a path whose last part is its name.
fn is_extension(path: &AttrPath) -> bool {
    path.to_string()
        .eq_ignore_ascii_case(schema_urns::ENTERPRISE_USER)
}

fn set_all(
    after: &mut AccountAsked,
    values: &serde_json::Map<String, Value>,
    prefix: &str,
) -> Result<(), No> {
    for (name, value) in values {
        let of_core = format!("{}:", schema_urns::USER);
        let name = name.strip_prefix(&of_core).unwrap_or(name);
        match (Attribute::named(&format!("{prefix}{name}")), value) {
            (Some(attribute), value) => set_one(after, attribute, value)?,
            (None, Value::Object(parts))
                if name.eq_ignore_ascii_case(schema_urns::ENTERPRISE_USER) =>
            {
                set_all(after, parts, &format!("{}:", schema_urns::ENTERPRISE_USER))?;
            }
            (None, _) => {}
        }
    }
    Ok(())
}

fn set_one(after: &mut AccountAsked, attribute: Attribute, value: &Value) -> Result<(), No> {
    let text = || {
        let text = value
            .as_str()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        text.map(str::to_owned)
            .ok_or_else(|| No::wrong(ScimType::InvalidValue, "a text is needed"))
    };
    match attribute {
        Attribute::Called => after.called = text()?,
        Attribute::Subject => after.subject = text()?,
        Attribute::Name => after.name = text()?,
        Attribute::EmployeeNo => after.employee_no = text()?,
        Attribute::Active => after.is_active = truth(value)?,
    }
    Ok(())
}

/// Entra ID sends `"True"` and `"False"`.
fn truth(value: &Value) -> Result<bool, No> {
    match value {
        Value::Bool(truth) => Ok(*truth),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Ok(true),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(No::wrong(ScimType::InvalidValue, "active is true or false")),
    }
}

/// Nothing that is kept can be missing.
fn remove(path: &PatchPath) -> Result<(), No> {
    match path {
        PatchPath::Attr(path) if Attribute::at(path).is_some() => Err(No::wrong(
            ScimType::Mutability,
            format!("{path} can be changed, but not be missing"),
        )),
        _ => Ok(()),
    }
}
