//! Retention classes: what falls under one rule of how long it is kept, and the rule.
//!
//! A class is a source with a legal basis; its number stands in the ledger's entries, and is never
//! given to another. Not here: erasing what is due (`erasures`).

use tilsyn_domain::Instant;

use crate::erasures::moment_and_who;
use crate::error::Error;
use crate::personal::{Column, declared};
use crate::registry::Registry;
use crate::store::{Reader, Transaction, Value};

/// Most classes there can be: what comes with yet another legal basis falls under that of its
/// source without any.
pub const RETENTION_CLASSES_MAX: usize = 4_000;

/// A retention class and its rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionClass {
    pub class: u16,
    /// The source its events came from; `None` for what came before there were classes.
    pub source_no: Option<u32>,
    /// The legal basis they came with; empty is none.
    pub legal_basis: String,
    pub rule: Option<RetentionRule>,
}

/// How long something is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetentionRule {
    /// Whole months after the month of the event.
    pub months: u32,
    /// The code of the law that says so.
    pub basis: String,
    pub ruled: Instant,
    pub ruled_by: String,
}

const CLASS: [&str; 7] = [
    "class",
    "source_no",
    "legal_basis",
    "months",
    "rule_basis",
    "ruled",
    "ruled_by",
];
const RULED_BY: &Column = declared("retention_classes", "ruled_by");

impl Registry {
    /// The retention class of a source and legal basis; one that is new here gets the next.
    ///
    /// # Errors
    /// If the database fails or knows no such source.
    pub fn retention_class(&self, source_no: u32, legal_basis: &str) -> Result<u16, Error> {
        let find = |open: &mut Transaction, basis: &str| {
            open.first(
                "SELECT class FROM retention_classes WHERE source_no = $1 AND legal_basis = $2",
                &[source_no.into(), Value::text(basis)],
                |row| row.small(),
            )
        };
        if let Some(class) = self.store.read(|open| find(open, legal_basis))? {
            return Ok(class);
        }
        self.store.write(|open| {
            let next = "SELECT coalesce(max(class), 0) + 1 FROM retention_classes";
            let next = open.number(next, &[])?;
            let is_full = usize::try_from(next).is_ok_and(|next| next > RETENTION_CLASSES_MAX);
            // A source's own class always has room: there are fewer sources than classes.
            let basis = if is_full { "" } else { legal_basis };
            if let Some(class) = find(open, basis)? {
                return Ok(class);
            }
            let class = u16::try_from(next).unwrap_or(1);
            open.execute(
                "INSERT INTO retention_classes (class, source_no, legal_basis)
                 VALUES ($1, $2, $3)",
                &[next.into(), source_no.into(), Value::text(basis)],
            )?;
            Ok(class)
        })
    }

    /// All retention classes, by number.
    ///
    /// # Errors
    /// If the database fails.
    pub fn retention_classes(&self) -> Result<Vec<RetentionClass>, Error> {
        let rest = "ORDER BY class";
        self.store
            .read(|open| open.select("retention_classes", &CLASS, rest, &[], read_class))
    }

    /// Sets how long a class is kept, or that there is no rule.
    ///
    /// # Errors
    /// If the database fails or knows no such class.
    pub fn rule_retention(&self, class: u16, rule: Option<&RetentionRule>) -> Result<(), Error> {
        let sql = "UPDATE retention_classes SET months = $2, rule_basis = $3, ruled = $4,
            ruled_by = $5 WHERE class = $1";
        let months = rule.map(|rule| rule.months);
        let values = [
            u32::from(class).into(),
            months.map_or(Value::Null, Value::from),
            Value::maybe_text(rule.map(|rule| rule.basis.as_str())),
            rule.map_or(Value::Null, |rule| rule.ruled.into()),
            Value::maybe_personal(RULED_BY, rule.map(|rule| rule.ruled_by.as_str())),
        ];
        match self.store.write(|open| open.execute(sql, &values))? {
            0 => Err(Error::Unknown {
                what: "retention class",
            }),
            _ => Ok(()),
        }
    }
}

fn read_class(row: &mut Reader<'_>) -> Result<RetentionClass, Error> {
    let small = |number: Option<i64>| number.map(u32::try_from).transpose();
    let (class, source_no) = (row.small()?, row.maybe_integer()?);
    let (legal_basis, months) = (row.text()?, row.maybe_integer()?);
    let (basis, ruled) = (row.maybe_text()?, moment_and_who(row)?);
    let months = small(months).map_err(|_| row.unreadable())?;
    let rule = match (months, basis, ruled) {
        (Some(months), Some(basis), Some((ruled, ruled_by))) => Some(RetentionRule {
            months,
            basis,
            ruled,
            ruled_by,
        }),
        _ => None,
    };
    Ok(RetentionClass {
        class,
        source_no: small(source_no).map_err(|_| row.unreadable())?,
        legal_basis,
        rule,
    })
}
