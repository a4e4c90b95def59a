//! Keys: what makes a row of a directory file the same row in the next snapshot.
//!
//! One rule: a key stands once in a file. A row that comes again word for word is a duplicate;
//! one with the same key and other content is refused, since nothing says which of them holds.
//! Not here: which rows an absence ends (`about`), reading files (`connect`), what an import
//! changes (`registry`).

use std::hash::Hash;

use super::about::About;
use super::{
    Absence, Account, Address, Assignment, Attention, Authorisation, Clearance, Employment,
    Entitlement, Grant, Person, PersonUnit, Relation, Shift, Unit, Workstation,
};
use crate::day::Day;
use crate::national_id::NationalId;
use crate::time::Instant;

/// A row that is known again by its key.
pub trait Keyed: PartialEq {
    /// What it is known by; its order is that of the bytes.
    type Key<'a>: Ord + Hash
    where
        Self: 'a;

    fn key(&self) -> Self::Key<'_>;

    /// Whom or what it is about: the first part of its key, `DirectoryFile::about_columns`.
    fn about(&self) -> About;
}

/// What a part of a key is compared by.
trait Part {
    fn as_part(&self) -> &str;
}

impl Part for String {
    fn as_part(&self) -> &str {
        self
    }
}

impl Part for NationalId {
    fn as_part(&self) -> &str {
        self.reveal()
    }
}

/// The key of a kind of row, with the reason.
macro_rules! keyed {
    ($($(#[$reason:meta])+ $row:ident, about $($of:ident)+:
        $key:ty = |$this:ident| $value:expr;)+) => {
        $($(#[$reason])+
        impl Keyed for $row {
            type Key<'a> = $key;

            fn key(&self) -> Self::Key<'_> {
                let $this = self;
                $value
            }

            fn about(&self) -> About {
                About::new([$(self.$of.as_part()),+])
            }
        })+
    };
}

keyed! {
    /// A unit that closed may open again.
    Unit, about unit: (&'a str, Option<Day>) = |row| (row.unit.as_str(), row.valid.from);
    /// The person has no validity.
    Person, about national_id: &'a NationalId = |row| &row.national_id;
    /// An employment that moves between units has a row for each time.
    Employment, about employment: (&'a str, Option<Day>) =
        |row| (row.employment.as_str(), row.valid.from);
    /// One may belong to several units at a time.
    PersonUnit, about national_id: (&'a NationalId, &'a str, Option<Day>) =
        |row| (&row.national_id, row.unit.as_str(), row.valid.from);
    /// A user name may be given to somebody else later.
    Account, about system user: (&'a str, &'a str, Option<Day>) =
        |row| (row.system.as_str(), row.user.as_str(), row.valid.from);
    /// The entitlement has no validity.
    Entitlement, about system entitlement: (&'a str, &'a str) =
        |row| (row.system.as_str(), row.entitlement.as_str());
    /// A grant that ended may be given anew.
    Grant, about grant: (&'a str, Option<Day>) =
        |row| (row.grant.as_str(), row.valid.from);
    /// One may be cleared for several levels.
    Clearance, about national_id: (&'a NationalId, &'a str, Option<Day>) =
        |row| (&row.national_id, row.level.as_str(), row.from);
    /// One authorisation a system at a time.
    Authorisation, about national_id: (&'a NationalId, &'a str, Option<Day>) =
        |row| (&row.national_id, row.system.as_str(), row.valid.from);
    /// Everything that says who and what: two facts may differ in any of it.
    Relation, about subject_national_id: RelationKey<'a> = |row| (
        &row.subject_national_id,
        row.kind.as_str(),
        row.reference.as_deref(),
        row.unit.as_deref(),
        row.user.as_deref(),
        row.other_national_id.as_ref(),
        row.valid.from,
    );
    /// Nobody starts twice at the same place and moment.
    Shift, about national_id: (&'a NationalId, Option<&'a str>, Instant) =
        |row| (&row.national_id, row.unit.as_deref(), row.from.at);
    /// One may be lent to a unit for several reasons.
    Assignment, about national_id: AssignmentKey<'a> = |row| (
        &row.national_id,
        row.unit.as_str(),
        row.kind.as_str(),
        row.reference.as_deref(),
        row.valid.from,
    );
    /// One may be absent for several reasons.
    Absence, about national_id: (&'a NationalId, &'a str, Option<Day>) =
        |row| (&row.national_id, row.kind.as_str(), row.valid.from);
    /// One may have several addresses, and move back.
    Address, about national_id: (&'a NationalId, &'a str, Option<Day>) =
        |row| (&row.national_id, row.address_key.as_str(), row.valid.from);
    /// It says nothing beside its key.
    Attention, about national_id: (&'a NationalId, Day, &'a str) =
        |row| (&row.national_id, row.date, row.what.as_str());
    /// Several people may share a computer.
    Workstation, about client_host: (&'a str, Option<&'a NationalId>) =
        |row| (row.client_host.as_str(), row.national_id.as_ref());
}

type RelationKey<'a> = (
    &'a NationalId,
    &'a str,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a NationalId>,
    Option<Day>,
);

type AssignmentKey<'a> = (
    &'a NationalId,
    &'a str,
    &'a str,
    Option<&'a str>,
    Option<Day>,
);
