-- The directory (formats.md, section 2), a table a file, each row in every version there was.
-- A version was known from the day `known_from` until the day before `known_to`.
-- Columns that SQL reserves have other names: `from` and `to` are `valid_from` and `valid_to`,
-- `user` is `user_name`, `grant` is `grant_key`, `type` is `account_type`, `ref` is `reference`.
-- Days are days since 1970-01-01; `left_on` is the day of the import that no longer had the row.

CREATE TABLE units (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    unit TEXT COLLATE "C" NOT NULL,
    parent TEXT COLLATE "C",
    name TEXT COLLATE "C" NOT NULL,
    head_national_id TEXT COLLATE "C",
    valid_from BIGINT,
    valid_to BIGINT
);

CREATE TABLE people (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    birth_date BIGINT,
    address_key TEXT COLLATE "C",
    protection TEXT COLLATE "C" NOT NULL,
    public_figure BIGINT NOT NULL,
    died_on BIGINT,
    former_ids TEXT COLLATE "C"
);

CREATE TABLE employments (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    employment TEXT COLLATE "C" NOT NULL,
    national_id TEXT COLLATE "C" NOT NULL,
    employee_no TEXT COLLATE "C",
    unit TEXT COLLATE "C" NOT NULL,
    position TEXT COLLATE "C",
    manager_national_id TEXT COLLATE "C",
    valid_from BIGINT,
    valid_to BIGINT,
    paid_through BIGINT
);

CREATE TABLE person_units (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C" NOT NULL,
    valid_from BIGINT,
    valid_to BIGINT
);

CREATE TABLE accounts (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    system TEXT COLLATE "C" NOT NULL,
    user_name TEXT COLLATE "C" NOT NULL,
    national_id TEXT COLLATE "C",
    account_type TEXT COLLATE "C" NOT NULL,
    valid_from BIGINT,
    valid_to BIGINT,
    last_logon TEXT COLLATE "C"
);

CREATE TABLE entitlements (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    system TEXT COLLATE "C" NOT NULL,
    entitlement TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    elements TEXT COLLATE "C",
    sensitive BIGINT NOT NULL
);

CREATE TABLE grants (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    grant_key TEXT COLLATE "C" NOT NULL,
    system TEXT COLLATE "C" NOT NULL,
    user_name TEXT COLLATE "C" NOT NULL,
    entitlement TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    rights TEXT COLLATE "C" NOT NULL,
    valid_from BIGINT,
    valid_to BIGINT,
    ordered_by TEXT COLLATE "C",
    approved_by TEXT COLLATE "C",
    reason TEXT COLLATE "C"
);

CREATE TABLE clearances (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id TEXT COLLATE "C" NOT NULL,
    level TEXT COLLATE "C" NOT NULL,
    valid_from BIGINT,
    expires BIGINT,
    withdrawn_on BIGINT
);

CREATE TABLE authorisations (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id TEXT COLLATE "C" NOT NULL,
    system TEXT COLLATE "C" NOT NULL,
    by_national_id TEXT COLLATE "C",
    valid_from BIGINT,
    valid_to BIGINT,
    rules_version TEXT COLLATE "C",
    rules_signed_on BIGINT
);

CREATE TABLE relations (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    subject_national_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C",
    unit TEXT COLLATE "C",
    user_name TEXT COLLATE "C",
    other_national_id TEXT COLLATE "C",
    valid_from BIGINT,
    valid_to BIGINT,
    registered_at TEXT COLLATE "C"
);

CREATE TABLE shifts (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C",
    from_at BIGINT NOT NULL,
    from_offset BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    to_offset BIGINT NOT NULL
);

CREATE TABLE assignments (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    reference TEXT COLLATE "C",
    valid_from BIGINT,
    valid_to BIGINT
);

CREATE TABLE absences (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    valid_from BIGINT,
    valid_to BIGINT
);

CREATE TABLE addresses (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id TEXT COLLATE "C" NOT NULL,
    address_key TEXT COLLATE "C" NOT NULL,
    street_key TEXT COLLATE "C",
    valid_from BIGINT,
    valid_to BIGINT
);

CREATE TABLE attention (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id TEXT COLLATE "C" NOT NULL,
    on_day BIGINT NOT NULL,
    what TEXT COLLATE "C" NOT NULL
);

CREATE TABLE workstations (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    client_host TEXT COLLATE "C" NOT NULL,
    national_id TEXT COLLATE "C",
    unit TEXT COLLATE "C"
);

-- One line a day and file; `added`, `changed`, `ended` are the sums of that day.
CREATE TABLE directory_imports (
    import_day BIGINT NOT NULL,
    file TEXT COLLATE "C" NOT NULL,
    row_count BIGINT NOT NULL,
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    PRIMARY KEY (import_day, file)
);
