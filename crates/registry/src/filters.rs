//! Saved filters: a page's address that someone wants to come back to, under a name.
//!
//! National ids never stand in an address, so a saved filter holds none.

use tilsyn_domain::Instant;

use crate::error::Error;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::Value;

/// Owner, page and name together are no longer than this.
pub(crate) const FILTER_NAME_BYTES_MAX: usize = 1_000;
/// The query string is no longer than this.
pub(crate) const FILTER_QUERY_BYTES_MAX: usize = 8_000;

const OWNER: &Column = declared("saved_filters", "owner");
const NAME: &Column = declared("saved_filters", "name");
const QUERY: &Column = declared("saved_filters", "query");

/// A filter someone keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFilter {
    /// The principal whose it is.
    pub owner: String,
    pub page: String,
    pub name: String,
    /// The query string of the address, without `?`.
    pub query: String,
    pub saved: Instant,
}

impl Registry {
    /// Keeps a filter; one of the same owner, page and name is replaced.
    ///
    /// # Errors
    /// If the database fails or a text is too long.
    pub fn save_filter(&self, filter: &SavedFilter) -> Result<(), Error> {
        let name_bytes = filter.owner.len() + filter.page.len() + filter.name.len();
        limit("the name of a filter", name_bytes, FILTER_NAME_BYTES_MAX)?;
        limit("a filter", filter.query.len(), FILTER_QUERY_BYTES_MAX)?;
        self.store.write(|open| {
            let next = "SELECT coalesce(max(filter_no), 0) + 1 FROM saved_filters";
            let number = open.number(next, &[])?;
            open.execute(
                "INSERT INTO saved_filters (filter_no, owner, page, name, query, saved)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (owner, page, name)
                 DO UPDATE SET query = excluded.query, saved = excluded.saved",
                &[
                    number.into(),
                    Value::personal(OWNER, &filter.owner),
                    Value::text(&filter.page),
                    Value::personal(NAME, &filter.name),
                    Value::personal(QUERY, &filter.query),
                    filter.saved.into(),
                ],
            )
        })?;
        Ok(())
    }

    /// The filters of one owner on one page, by name.
    ///
    /// # Errors
    /// If the database fails.
    pub fn saved_filters(&self, owner: &str, page: &str) -> Result<Vec<SavedFilter>, Error> {
        let mut filters = self.store.read(|open| {
            open.select(
                "saved_filters",
                &["owner", "page", "name", "query", "saved"],
                "WHERE owner = $1 AND page = $2",
                &[Value::personal(OWNER, owner), Value::text(page)],
                |row| {
                    Ok(SavedFilter {
                        owner: row.text()?,
                        page: row.text()?,
                        name: row.text()?,
                        query: row.text()?,
                        saved: row.instant()?,
                    })
                },
            )
        })?;
        filters.sort_by(|one, two| one.name.cmp(&two.name));
        Ok(filters)
    }

    /// Forgets a filter; one that is not there is no error.
    ///
    /// # Errors
    /// If the database fails.
    pub fn remove_filter(&self, owner: &str, page: &str, name: &str) -> Result<(), Error> {
        self.store.write(|open| {
            open.execute(
                "DELETE FROM saved_filters WHERE owner = $1 AND page = $2 AND name = $3",
                &[
                    Value::personal(OWNER, owner),
                    Value::text(page),
                    Value::personal(NAME, name),
                ],
            )
        })?;
        Ok(())
    }
}

fn limit(what: &'static str, bytes: usize, bytes_max: usize) -> Result<(), Error> {
    if bytes > bytes_max {
        return Err(Error::TooLong { what, bytes_max });
    }
    Ok(())
}
