//! Which accounts a filter is about (RFC 7644, 3.4.2.2).

use scim_v2::filter::{AttrExp, AttrPath, CompValue, CompareOp, Filter, ValFilter};
use scim_v2::models::errors::ScimType;
use tilsyn_app::staff::Account;

use super::answer::No;
use super::attribute::Attribute;
use super::emails::{AT_WORK, Part};

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
        Filter::ValuePath(path) if Part::at(&path.attr) == Some(Part::Value) => {
            let mail = &account.asked.mail;
            Ok(is_meant(&path.filter, mail)? && !mail.is_empty())
        }
        Filter::ValuePath(_) => Err(unanswerable("only emails can have several values here")),
    }
}

/// Whether an address is among those that a filter in brackets is about.
///
/// # Errors
/// For what cannot be asked of one.
pub(super) fn is_meant(filter: &ValFilter, mail: &str) -> Result<bool, No> {
    let part = |path: &AttrPath| Part::named(&path.name).map(|part| of_mail(part, mail));
    match filter {
        ValFilter::Attr(AttrExp::Present(path)) => Ok(part(path).is_some()),
        ValFilter::Attr(AttrExp::Comparison(path, how, with)) => compared(part(path), how, with),
        ValFilter::Not(filter) => is_meant(filter, mail).map(|is| !is),
        ValFilter::And(all) => all
            .as_slice()
            .iter()
            .try_fold(true, |so_far, one| Ok(is_meant(one, mail)? && so_far)),
        ValFilter::Or(any) => any
            .as_slice()
            .iter()
            .try_fold(false, |so_far, one| Ok(is_meant(one, mail)? || so_far)),
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
    if let Some(part) = Part::at(path) {
        return (!asked.mail.is_empty()).then(|| of_mail(part, &asked.mail));
    }
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

fn of_mail(part: Part, mail: &str) -> Found {
    match part {
        Part::Value => Found::Text(mail.to_owned(), false),
        Part::Type => Found::Text(AT_WORK.to_owned(), false),
        Part::Primary => Found::Truth(true),
    }
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
