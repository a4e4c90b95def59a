//! Changing some of an account: PATCH (RFC 7644, 3.5.2).
//!
//! Providers differ in how they say one thing: with a path and without, `"False"` for `false`,
//! the employee number as an attribute of an extension or under its full name. All of these are
//! read. What is not kept here is passed over, as RFC 7644 allows for attributes nobody knows; so
//! is what is said of other addresses than the one that is kept.

use scim_v2::filter::{AttrPath, PatchPath};
use scim_v2::models::errors::ScimType;
use scim_v2::models::others::{OperationTarget, PatchOp, PatchOperation};
use scim_v2::{Validate, schema_urns};
use serde_json::Value;
use tilsyn_app::staff::AccountAsked;

use super::account::message;
use super::answer::No;
use super::attribute::{Attribute, of_extension};
use super::emails::{self, Part};
use super::filter;

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
                PatchOperation::Add(target) => set(&mut after, target, How::Add)?,
                PatchOperation::Replace(target) => set(&mut after, target, How::Replace)?,
                PatchOperation::Remove { path, .. } => remove(&mut after, path)?,
            }
        }
        Ok(after)
    }
}

/// Makes a difference where there can be several values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Add,
    Replace,
}

fn set(after: &mut AccountAsked, target: &OperationTarget, how: How) -> Result<(), No> {
    match target {
        OperationTarget::WithPath {
            path,
            value: Some(value),
        } if is_of_emails(path) => set_mail(after, path, value, how),
        OperationTarget::WithPath {
            path: PatchPath::Attr(path),
            value: Some(value),
        } => match (Attribute::at(path), value) {
            (Some(attribute), _) => set_one(after, attribute, value),
            // The extension as a whole.
            (None, Value::Object(parts)) if is_extension(path) => {
                set_all(after, parts, &of_extension(""), how)
            }
            (None, _) => Ok(()),
        },
        OperationTarget::WithPath { .. } => Ok(()),
        OperationTarget::WithoutPath { value } => set_all(after, value, "", how),
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
    how: How,
) -> Result<(), No> {
    for (name, value) in values {
        if format!("{prefix}{name}").eq_ignore_ascii_case("emails") {
            set_emails(after, value, how)?;
        }
        match (Attribute::named(&format!("{prefix}{name}")), value) {
            (Some(attribute), value) => set_one(after, attribute, value)?,
            (None, Value::Object(parts))
                if name.eq_ignore_ascii_case(schema_urns::ENTERPRISE_USER) =>
            {
                set_all(after, parts, &of_extension(""), how)?;
            }
            (None, _) => {}
        }
    }
    Ok(())
}

fn is_of_emails(path: &PatchPath) -> bool {
    let path = match path {
        PatchPath::Attr(path) => path,
        PatchPath::Value(path) => &path.attr,
    };
    Part::at(path).is_some()
}

/// Which part of the address that is kept a path leads to; `None` inside: to all of it, `None`: to
/// another address or to what is not kept of one.
fn part_at(path: &PatchPath, mail: &str) -> Result<Option<Option<Part>>, No> {
    Ok(match path {
        PatchPath::Attr(path) if path.sub_attr.is_none() => Some(None),
        PatchPath::Attr(path) => Some(Part::at(path)),
        PatchPath::Value(path) if !filter::is_meant(&path.filter, mail)? => None,
        PatchPath::Value(path) => match path.sub_attr.as_deref() {
            None => Some(None),
            Some(name) => Part::named(name).map(Some),
        },
    })
}

fn set_mail(after: &mut AccountAsked, path: &PatchPath, value: &Value, how: How) -> Result<(), No> {
    match part_at(path, &after.mail)? {
        Some(None) => set_emails(after, value, how),
        Some(Some(Part::Value)) => {
            after.mail = text_of(value)?;
            Ok(())
        }
        // It is told as the primary one at work whatever is sent.
        Some(Some(Part::Type | Part::Primary)) | None => Ok(()),
    }
}

fn set_emails(after: &mut AccountAsked, value: &Value, how: How) -> Result<(), No> {
    let sent = emails::read(value)?;
    after.mail = match how {
        How::Add => emails::added(&after.mail, &sent),
        How::Replace => emails::chosen(&sent),
    };
    Ok(())
}

fn text_of(value: &Value) -> Result<String, No> {
    let text = value.as_str().map(str::trim);
    let text = text.filter(|text| !text.is_empty());
    text.map(str::to_owned)
        .ok_or_else(|| No::wrong(ScimType::InvalidValue, "a text is needed"))
}

fn set_one(after: &mut AccountAsked, attribute: Attribute, value: &Value) -> Result<(), No> {
    let text = || text_of(value);
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

/// Nothing that is kept can be missing but the address.
fn remove(after: &mut AccountAsked, path: &PatchPath) -> Result<(), No> {
    if is_of_emails(path) {
        if let Some(None | Some(Part::Value)) = part_at(path, &after.mail)? {
            after.mail.clear();
        }
        return Ok(());
    }
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
