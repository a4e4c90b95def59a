//! Which accounts a filter is about (RFC 7644, 3.4.2.2).

use scim_v2::filter::{AttrExp, AttrPath, CompValue, CompareOp, Filter};
use scim_v2::models::errors::ScimType;
use tilsyn_app::staff::Account;

use super::answer::No;
use super::attribute::Attribute;

/// Whether an account is among them.
///
/// # Errors
/// For what cannot be asked of an account.
pub(super) fn holds(filter: &Filter, account: &Account) -> Result<bool, No> {
    match filter {
        Filter::Attr(AttrExp::Present(path)) => Ok(value_of(path, account).is_some()),
        Filter::Attr(AttrExp::Comparison(path, how, with)) => {
            compared(value_of(path, account), how, with)
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

/// What an account has there; `None`: nothing, or what is not kept.
fn value_of(path: &AttrPath, account: &Account) -> Option<Found> {
    let asked = &account.asked;
    let (text, case_counts) = match Attribute::at(path)? {
        Attribute::Number => (account.number.to_string(), true),
        Attribute::Subject => (asked.subject.clone(), true),
        Attribute::Called => (asked.called.clone(), false),
        Attribute::Name => (asked.name.clone(), false),
        Attribute::EmployeeNo => (asked.employee_no.clone(), false),
        Attribute::Active => return Some(Found::Truth(asked.is_active)),
    };
    (!text.is_empty()).then_some(Found::Text(text, case_counts))
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
