//! Which columns are about people, and how each is sealed. Declared here and nowhere else.
//!
//! One rule: a column that is declared here holds bytes in both databases, so that neither takes
//! a text that somebody forgot to seal. A test walks the schema: what holds texts or bytes is
//! declared here, or there as harmless with its reason.
//! Not here: the sealing itself (`seal`).

use Alike::{Everywhere, InColumn, Never};
use Kind::{Number, Text};

/// A column that is about people.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) table: &'static str,
    pub(crate) name: &'static str,
    pub(crate) alike: Alike,
    pub(crate) kind: Kind,
}

/// Where equal values are sealed to equal bytes: only there can SQL compare them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alike {
    /// In every column of national ids, since a person is looked for in all of them.
    Everywhere,
    /// In this column.
    InColumn,
    /// Nowhere: the bytes do not even tell which rows say the same.
    Never,
}

/// What is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// An integer, as its 8 bytes, most significant first.
    Number,
}

const fn of(table: &'static str, name: &'static str, alike: Alike, kind: Kind) -> Column {
    Column {
        table,
        name,
        alike,
        kind,
    }
}

/// A national id, whichever column it is looked for in.
pub(crate) const NATIONAL_ID: &Column = &of("people", "national_id", Everywhere, Text);

/// All of them.
pub(crate) const PERSONAL: &[Column] = &[
    of("people", "national_id", Everywhere, Text),
    of("people", "name", Never, Text),
    of("people", "birth_date", Never, Number),
    of("people", "address_key", Never, Text),
    of("people", "died_on", Never, Number),
    of("people", "former_ids", Never, Text),
    of("units", "head_national_id", Everywhere, Text),
    of("employments", "employment", Never, Text),
    of("employments", "national_id", Everywhere, Text),
    of("employments", "employee_no", Never, Text),
    of("employments", "unit", Never, Text),
    of("employments", "position", Never, Text),
    of("employments", "manager_national_id", Everywhere, Text),
    of("person_units", "national_id", Everywhere, Text),
    of("person_units", "unit", Never, Text),
    of("accounts", "user_name", Never, Text),
    of("accounts", "national_id", Everywhere, Text),
    of("accounts", "last_logon", Never, Text),
    of("grants", "grant_key", Never, Text),
    of("grants", "user_name", Never, Text),
    of("grants", "scope", Never, Text),
    of("grants", "ordered_by", Never, Text),
    of("grants", "approved_by", Never, Text),
    of("grants", "reason", Never, Text),
    of("clearances", "national_id", Everywhere, Text),
    of("clearances", "level", Never, Text),
    of("authorisations", "national_id", Everywhere, Text),
    of("authorisations", "by_national_id", Everywhere, Text),
    of("relations", "subject_national_id", Everywhere, Text),
    of("relations", "kind", Never, Text),
    of("relations", "reference", Never, Text),
    of("relations", "unit", Never, Text),
    of("relations", "user_name", Never, Text),
    of("relations", "other_national_id", Everywhere, Text),
    of("relations", "registered_at", Never, Text),
    of("shifts", "national_id", Everywhere, Text),
    of("shifts", "unit", Never, Text),
    of("assignments", "national_id", Everywhere, Text),
    of("assignments", "unit", Never, Text),
    of("assignments", "kind", Never, Text),
    of("assignments", "reference", Never, Text),
    of("absences", "national_id", Everywhere, Text),
    of("absences", "kind", Never, Text),
    of("addresses", "national_id", Everywhere, Text),
    of("addresses", "address_key", Never, Text),
    of("addresses", "street_key", Never, Text),
    of("attention", "national_id", Everywhere, Text),
    of("attention", "what", Never, Text),
    of("workstations", "client_host", Never, Text),
    of("workstations", "national_id", Everywhere, Text),
    of("workstations", "unit", Never, Text),
    of("sources", "note", Never, Text),
    of("imports", "what", InColumn, Text),
    of("imports", "summary", Never, Text),
    of("import_files", "path", Never, Text),
    of("quarantine", "source_file", InColumn, Text),
    of("quarantine", "refusal", Never, Text),
    of("saved_filters", "owner", InColumn, Text),
    of("saved_filters", "name", InColumn, Text),
    of("saved_filters", "query", Never, Text),
    of("erasures", "asked_by", Never, Text),
    of("erasures", "decided_by", Never, Text),
    of("retention_classes", "ruled_by", Never, Text),
    of("holds", "reference", Never, Text),
    of("holds", "held_by", Never, Text),
    of("holds", "released_by", Never, Text),
    of("staff", "user_name", InColumn, Text),
    of("staff", "name", Never, Text),
    of("staff", "national_id", Everywhere, Text),
    of("staff", "added_by", Never, Text),
    of("staff", "mail", Never, Text),
    of("logins", "subject", InColumn, Text),
    of("logins", "called", Never, Text),
    of("case_steps", "taken_by", Never, Text),
    of("duties", "need", Never, Text),
    of("duties", "proposed_by", Never, Text),
    of("duties", "decided_by", Never, Text),
    of("duties", "ended_by", Never, Text),
    of("duties", "end_reason", Never, Text),
    of("emergency_logins", "second_by", Never, Text),
    of("emergency_logins", "reason", Never, Text),
    of("emergency_logins", "reviewed_by", Never, Text),
    of("emergency_logins", "remark", Never, Text),
    of("findings", "history", Never, Text),
    of("finding_weeks", "seen", Never, Text),
    of("finding_weeks", "events", Never, Text),
    of("finding_weeks", "again", Never, Text),
    of("finding_acts", "done_by", Never, Text),
    of("samples", "drawn_by", Never, Text),
    of("sample_verdicts", "given_by", Never, Text),
    of("planted_tests", "agreed_by", Never, Text),
    of("quarter_reports", "closed_by", Never, Text),
    of("quarter_reports", "figures", Never, Text),
    of("quarter_reports", "said", Never, Text),
    of("quarter_reports", "said_by", Never, Text),
    of("quarter_reports", "approved_by", Never, Text),
    of("quarter_reports", "document", Never, Text),
];

/// The declaration of a column; `None`: it is not about people.
pub(crate) fn personal(table: &str, name: &str) -> Option<&'static Column> {
    PERSONAL
        .iter()
        .find(|column| column.name == name && column.table == table)
}

/// The declaration of a column that SQL names. For constants: one that is not declared does not
/// compile.
pub(crate) const fn declared(table: &str, name: &str) -> &'static Column {
    let mut at = 0;
    while at < PERSONAL.len() {
        if same(PERSONAL[at].table, table) && same(PERSONAL[at].name, name) {
            return &PERSONAL[at];
        }
        at += 1;
    }
    panic!("this column is not declared personal")
}

/// The tables with such columns, each once.
pub(crate) fn tables() -> Vec<&'static str> {
    let mut tables: Vec<&str> = PERSONAL.iter().map(|column| column.table).collect();
    tables.dedup();
    tables
}

/// `==` of texts cannot be used in constants.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}
