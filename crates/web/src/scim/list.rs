//! Lists of accounts: which, from where on, how many (RFC 7644, 3.4.2 and 3.4.3).

use scim_v2::filter::Filter;
use scim_v2::models::errors::ScimType;
use scim_v2::models::others::StrictSearchRequest;
use scim_v2::schema_urns;
use serde_json::{Value, json};
use tilsyn_app::staff::{Account, AccountAsked};
use tilsyn_domain::Instant;

use super::answer::{Answer, No, Wanted};
use super::{account, filter};

/// Accounts of one answer.
pub(super) const ACCOUNTS_MAX: usize = 200;

/// What is asked for.
pub(super) struct ListAsked {
    filter: Option<Filter>,
    /// From 1 on.
    start: usize,
    count: usize,
    wanted: Wanted,
}

impl ListAsked {
    pub(super) fn of_query(query: &[(String, String)]) -> Result<ListAsked, No> {
        let sent = |name: &str| {
            let mut found = query.iter().filter(|(known, _)| known == name);
            found.next().map(|(_, value)| value.as_str())
        };
        let filter = sent("filter").map(|text| {
            let filter = text.parse::<Filter>();
            filter.map_err(|cause| No::wrong(ScimType::InvalidFilter, cause.to_string()))
        });
        let number = |name: &str| {
            let number = sent(name).map(str::parse::<i64>).transpose();
            number.map_err(|cause| No::wrong(ScimType::InvalidValue, format!("{name}: {cause}")))
        };
        Ok(ListAsked {
            filter: filter.transpose()?,
            start: start(number("startIndex")?),
            count: count(number("count")?),
            wanted: Wanted::read(query),
        })
    }

    pub(super) fn of_body(body: &[u8]) -> Result<ListAsked, No> {
        let asked: StrictSearchRequest = account::message(body)?;
        Ok(ListAsked {
            start: start(asked.start_index),
            count: count(asked.count),
            wanted: Wanted::of(&asked.attributes, &asked.excluded_attributes),
            filter: asked.filter,
        })
    }

    pub(super) fn answer(&self, all: &[Account], base: &str) -> Result<Answer, No> {
        if let Some(filter) = &self.filter {
            // What cannot be asked is said also where there is nobody.
            filter::holds(filter, &anybody())?;
        }
        let mut found: Vec<&Account> = Vec::new();
        for account in all {
            let is_meant = match &self.filter {
                Some(filter) => filter::holds(filter, account)?,
                None => true,
            };
            if is_meant {
                found.push(account);
            }
        }
        let page = found.iter().skip(self.start - 1).take(self.count);
        let resources: Vec<_> = page
            .map(|account| self.wanted.cut(account::told(account, base)))
            .collect();
        Ok(Answer::whole(told(found.len(), self.start, &resources)))
    }
}

/// A page of a list of `total`, as it is told; `start` from 1 on.
pub(super) fn told(total: usize, start: usize, resources: &[Value]) -> Value {
    json!({
        "schemas": [schema_urns::LIST_RESPONSE],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    })
}

/// An account that has everything.
fn anybody() -> Account {
    let text = || "x".to_owned();
    Account {
        number: 0,
        asked: AccountAsked {
            called: text(),
            subject: text(),
            name: text(),
            employee_no: text(),
            is_active: true,
            mail: text(),
        },
        added: Instant(0),
    }
}

/// Less than 1 is 1.
fn start(asked: Option<i64>) -> usize {
    usize::try_from(asked.unwrap_or(1)).unwrap_or(1).max(1)
}

/// Less than 0 is 0.
fn count(asked: Option<i64>) -> usize {
    let asked = asked.map(|count| usize::try_from(count).unwrap_or(0));
    asked.unwrap_or(ACCOUNTS_MAX).min(ACCOUNTS_MAX)
}
