//! Which accounts a filter is about (RFC 7644, 3.4.2.2).

use scim_v2::filter::{AttrExp, AttrPath, CompValue, CompareOp, Filter};
use scim_v2::models::errors::ScimType;
use scim_v2::schema_urns;
use tilsyn_app::staff::Account;

use super::answer::No;

/// Whether an account is among them.
///
/// # Errors
/// For what cannot be asked of an account.
pub(super) fn holds(filter: &Filter, account: &Account) -> Result<bool, No> {
    match filter {
        Filter::Attr(AttrExp::Present(path)) => Ok(value_of(path, account)?.is_some()),
        Filter::Attr(AttrExp::Comparison(path, how, with)) => {
            compared(value_of(path, account)?, how, with)
        }
        Filter::Not(filter) => holds(filter, account).map(|holds| !holds),
        Filter::And(all) => all
            .as_slice()
            .iter()
            .try_fold(true, |so_far, one| Ok(holds(one, account)? && so_far)),
        Filter::Or(any) => any
            .as_slice()
            .iter()
            .try_fold(false, |so_far, one| Ok(holds(one, account)? || so_far)),
        Filter::ValuePath(_) => Err(unanswerable("no attribute here has several values")),
    }
}

enum Found {
    /// With whether its case counts.
    Text(String, bool),
    Truth(bool),
}

/// What an account has there; `None`: nothing.
fn value_of(path: &AttrPath, account: &Account) -> Result<Option<Found>, No> {
    let asked = &account.asked;
    let name = match &path.uri {
        Some(uri) if !uri.eq_ignore_ascii_case(schema_urns::USER) => {
            format!("{uri}:{}", path.name)
        }
        _ => path.name.clone(),
    };
    let employee = format!("{}:employeeNumber", schema_urns::ENTERPRISE_USER);
    let (text, case_counts) = match name.to_lowercase().as_str() {
        "id" => (account.number.to_string(), true),
        "externalid" => (asked.subject.clone(), true),
        "username" => (asked.called.clone(), false),
        "displayname" => (asked.name.clone(), false),
        "active" => return Ok(Some(Found::Truth(asked.is_active))),
        name if name == employee.to_lowercase() => (asked.employee_no.clone(), false),
        // Not kept, so nobody has it.
        _ => return Ok(None),
    };
    Ok((!text.is_empty()).then_some(Found::Text(text, case_counts)))
}

fn compared(found: Option<Found>, how: &CompareOp, with: &CompValue) -> Result<bool, No> {
    match (found, with) {
        (Some(Found::Text(text, case_counts)), CompValue::Str(with)) => {
            let (text, with) = match case_counts {
                true => (text, with.clone()),
                false => (text.to_lowercase(), with.to_lowercase()),
            };
            Ok(match how {
                CompareOp::Eq => text == with,
                CompareOp::Ne => text != with,
                CompareOp::Co => text.contains(&with),
                CompareOp::Sw => text.starts_with(&with),
                CompareOp::Ew => text.ends_with(&with),
                CompareOp::Gt => text > with,
                CompareOp::Ge => text >= with,
                CompareOp::Lt => text < with,
                CompareOp::Le => text <= with,
            })
        }
        (Some(Found::Truth(truth)), CompValue::True | CompValue::False) => {
            let same = truth == (*with == CompValue::True);
            match how {
                CompareOp::Eq => Ok(same),
                CompareOp::Ne => Ok(!same),
                _ => Err(unanswerable("true and false have no order")),
            }
        }
        (None, _) => Ok(matches!(how, CompareOp::Ne)),
        _ => Err(unanswerable(
            "the value is of another kind than the attribute",
        )),
    }
}

fn unanswerable(why: &str) -> No {
    No::wrong(ScimType::InvalidFilter, why)
}
