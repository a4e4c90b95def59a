//! Changing some of an account: PATCH (RFC 7644, 3.5.2).
//!
//! Providers differ in how they say one thing: with a path and without, `"False"` for `false`,
//! the employee number as an attribute of an extension or under its full name. All of these are
//! read. What is not kept here is passed over, as RFC 7644 allows for attributes nobody knows.

use scim_v2::filter::{AttrPath, PatchPath};
use scim_v2::models::errors::ScimType;
use scim_v2::models::others::{OperationTarget, PatchOp, PatchOperation};
use scim_v2::{Validate, schema_urns};
use serde_json::Value;
use tilsyn_app::staff::AccountAsked;

use super::account::message;
use super::answer::No;
use super::attribute::{Attribute, of_extension};

/// What is to be changed.
pub(super) struct Change(PatchOp);

impl Change {
    pub(super) fn read(body: &[u8]) -> Result<Change, No> {
        let asked: PatchOp = message(body)?;
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

fn set(after: &mut AccountAsked, target: &OperationTarget) -> Result<(), No> {
    match target {
        OperationTarget::WithPath {
            path: PatchPath::Attr(path),
            value: Some(value),
        } => match (Attribute::at(path), value) {
            (Some(attribute), _) => set_one(after, attribute, value),
            // The extension as a whole.
            (None, Value::Object(parts)) if is_extension(path) => {
                set_all(after, parts, &of_extension(""))
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
        match (Attribute::named(&format!("{prefix}{name}")), value) {
            (Some(attribute), value) => set_one(after, attribute, value)?,
            (None, Value::Object(parts))
                if name.eq_ignore_ascii_case(schema_urns::ENTERPRISE_USER) =>
            {
                set_all(after, parts, &of_extension(""))?;
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
        // Ours to give; what is sent here is passed over.
        Attribute::Number => {}
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
    let PatchPath::Attr(path) = path else {
        return Ok(());
    };
    match Attribute::at(path) {
        None | Some(Attribute::Number) => Ok(()),
        Some(_) => Err(No::wrong(
            ScimType::Mutability,
            format!("{path} can be changed, but not be missing"),
        )),
    }
}
