-- The directory (formats.md, section 2), a table a file, each row in every version there was.
-- A version was known from the day `known_from` until the day before `known_to`.
-- Columns that SQL reserves have other names: `from` and `to` are `valid_from` and `valid_to`,
-- `user` is `user_name`, `grant` is `grant_key`, `type` is `account_type`, `ref` is `reference`.
-- Days are days since 1970-01-01; `left_on` is the day of the import that no longer had the row.

CREATE TABLE units (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    unit TEXT NOT NULL,
    parent TEXT,
    name TEXT NOT NULL,
    head_national_id TEXT,
    valid_from INTEGER,
    valid_to INTEGER
) STRICT;

CREATE TABLE people (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id TEXT NOT NULL,
    name TEXT NOT NULL,
    birth_date INTEGER,
    address_key TEXT,
    protection TEXT NOT NULL,
    public_figure INTEGER NOT NULL,
    died_on INTEGER,
    former_ids TEXT
) STRICT;

CREATE TABLE employments (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    employment TEXT NOT NULL,
    national_id TEXT NOT NULL,
    employee_no TEXT,
    unit TEXT NOT NULL,
    position TEXT,
    manager_national_id TEXT,
    valid_from INTEGER,
    valid_to INTEGER,
    paid_through INTEGER
) STRICT;

CREATE TABLE person_units (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER
) STRICT;

CREATE TABLE accounts (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    system TEXT NOT NULL,
    user_name TEXT NOT NULL,
    national_id TEXT,
    account_type TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    last_logon TEXT
) STRICT;

CREATE TABLE entitlements (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    system TEXT NOT NULL,
    entitlement TEXT NOT NULL,
    name TEXT NOT NULL,
    elements TEXT,
    sensitive INTEGER NOT NULL
) STRICT;

CREATE TABLE grants (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    grant_key TEXT NOT NULL,
    system TEXT NOT NULL,
    user_name TEXT NOT NULL,
    entitlement TEXT NOT NULL,
    scope TEXT NOT NULL,
    rights TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    ordered_by TEXT,
    approved_by TEXT,
    reason TEXT
) STRICT;

CREATE TABLE clearances (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id TEXT NOT NULL,
    level TEXT NOT NULL,
    valid_from INTEGER,
    expires INTEGER,
    withdrawn_on INTEGER
) STRICT;

CREATE TABLE authorisations (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id TEXT NOT NULL,
    system TEXT NOT NULL,
    by_national_id TEXT,
    valid_from INTEGER,
    valid_to INTEGER,
    rules_version TEXT,
    rules_signed_on INTEGER
) STRICT;

CREATE TABLE relations (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    subject_national_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    reference TEXT,
    unit TEXT,
    user_name TEXT,
    other_national_id TEXT,
    valid_from INTEGER,
    valid_to INTEGER,
    registered_at TEXT
) STRICT;

CREATE TABLE shifts (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id TEXT NOT NULL,
    unit TEXT,
    from_at INTEGER NOT NULL,
    from_offset INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    to_offset INTEGER NOT NULL
) STRICT;

CREATE TABLE assignments (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id TEXT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    reference TEXT,
    valid_from INTEGER,
    valid_to INTEGER
) STRICT;

CREATE TABLE absences (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER
) STRICT;

CREATE TABLE addresses (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id TEXT NOT NULL,
    address_key TEXT NOT NULL,
    street_key TEXT,
    valid_from INTEGER,
    valid_to INTEGER
) STRICT;

CREATE TABLE attention (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    what TEXT NOT NULL
) STRICT;

CREATE TABLE workstations (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    client_host TEXT NOT NULL,
    national_id TEXT,
    unit TEXT
) STRICT;

-- One line a day and file; `added`, `changed`, `ended` are the sums of that day.
CREATE TABLE directory_imports (
    import_day INTEGER NOT NULL,
    file TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    PRIMARY KEY (import_day, file)
) STRICT;
