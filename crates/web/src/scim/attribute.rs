//! What of an account has a name in SCIM (RFC 7643, 4.1 and 4.3).

use scim_v2::filter::AttrPath;
use scim_v2::schema_urns;

/// An attribute that is kept; none has parts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    Number,
    Called,
    Subject,
    Name,
    Active,
    EmployeeNo,
}

impl Attribute {
    /// By its name, with or without that of the schema all users have; case does not count.
    pub(super) fn named(name: &str) -> Option<Attribute> {
        let name = without_core(&name.to_lowercase()).to_owned();
        match name.as_str() {
            "id" => Some(Attribute::Number),
            "username" => Some(Attribute::Called),
            "externalid" => Some(Attribute::Subject),
            "displayname" => Some(Attribute::Name),
            "active" => Some(Attribute::Active),
            name if name == of_extension("employeenumber") => Some(Attribute::EmployeeNo),
            _ => None,
        }
    }

    pub(super) fn at(path: &AttrPath) -> Option<Attribute> {
        let name = match &path.uri {
            Some(uri) => format!("{uri}:{}", path.name),
            None => path.name.clone(),
        };
        path.sub_attr.is_none().then(|| Attribute::named(&name))?
    }
}

/// A name in lower case, without the schema that all users have.
pub(super) fn without_core(name: &str) -> &str {
    let core = schema_urns::USER.to_lowercase();
    let short = name.strip_prefix(&core);
    let short = short.and_then(|rest| rest.strip_prefix(':'));
    short.unwrap_or(name)
}

/// The full name of what the extension calls so, in lower case.
pub(super) fn of_extension(name: &str) -> String {
    format!("{}:{name}", schema_urns::ENTERPRISE_USER).to_lowercase()
}
