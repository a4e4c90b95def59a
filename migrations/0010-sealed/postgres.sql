-- Columns that are about people hold sealed bytes from here on (docs/decisions/0023). The tables
-- are made anew beside those of before, `plain_…`, and the program, which alone has the key, moves
-- the rows over before the next step takes the old ones away. To tables that others refer to, the
-- sealed columns are added instead, as `…_sealed`.

-- One row: something sealed, to know the key by, and whether what was plain has been overwritten.
CREATE TABLE seal (
    key_check BYTEA NOT NULL PRIMARY KEY,
    plain_wiped BIGINT NOT NULL
);

ALTER TABLE units RENAME TO plain_units;
CREATE TABLE units (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    unit TEXT COLLATE "C" NOT NULL,
    parent TEXT COLLATE "C",
    name TEXT COLLATE "C" NOT NULL,
    head_national_id BYTEA,
    valid_from BIGINT,
    valid_to BIGINT
);

ALTER TABLE people RENAME TO plain_people;
CREATE TABLE people (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id BYTEA NOT NULL,
    name BYTEA NOT NULL,
    birth_date BYTEA,
    address_key BYTEA,
    protection TEXT COLLATE "C" NOT NULL,
    public_figure BIGINT NOT NULL,
    died_on BYTEA,
    former_ids BYTEA
);

ALTER TABLE employments RENAME TO plain_employments;
CREATE TABLE employments (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    employment BYTEA NOT NULL,
    national_id BYTEA NOT NULL,
    employee_no BYTEA,
    unit BYTEA NOT NULL,
    position BYTEA,
    manager_national_id BYTEA,
    valid_from BIGINT,
    valid_to BIGINT,
    paid_through BIGINT
);

ALTER TABLE person_units RENAME TO plain_person_units;
CREATE TABLE person_units (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    valid_from BIGINT,
    valid_to BIGINT
);

ALTER TABLE accounts RENAME TO plain_accounts;
CREATE TABLE accounts (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    system TEXT COLLATE "C" NOT NULL,
    user_name BYTEA NOT NULL,
    national_id BYTEA,
    account_type TEXT COLLATE "C" NOT NULL,
    valid_from BIGINT,
    valid_to BIGINT,
    last_logon BYTEA
);

ALTER TABLE grants RENAME TO plain_grants;
CREATE TABLE grants (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    grant_key BYTEA NOT NULL,
    system TEXT COLLATE "C" NOT NULL,
    user_name BYTEA NOT NULL,
    entitlement TEXT COLLATE "C" NOT NULL,
    scope BYTEA NOT NULL,
    rights TEXT COLLATE "C" NOT NULL,
    valid_from BIGINT,
    valid_to BIGINT,
    ordered_by BYTEA,
    approved_by BYTEA,
    reason BYTEA
);

ALTER TABLE clearances RENAME TO plain_clearances;
CREATE TABLE clearances (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id BYTEA NOT NULL,
    level BYTEA NOT NULL,
    valid_from BIGINT,
    expires BIGINT,
    withdrawn_on BIGINT
);

ALTER TABLE authorisations RENAME TO plain_authorisations;
CREATE TABLE authorisations (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id BYTEA NOT NULL,
    system TEXT COLLATE "C" NOT NULL,
    by_national_id BYTEA,
    valid_from BIGINT,
    valid_to BIGINT,
    rules_version TEXT COLLATE "C",
    rules_signed_on BIGINT
);

ALTER TABLE relations RENAME TO plain_relations;
CREATE TABLE relations (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    subject_national_id BYTEA NOT NULL,
    kind BYTEA NOT NULL,
    reference BYTEA,
    unit BYTEA,
    user_name BYTEA,
    other_national_id BYTEA,
    valid_from BIGINT,
    valid_to BIGINT,
    registered_at BYTEA
);

ALTER TABLE shifts RENAME TO plain_shifts;
CREATE TABLE shifts (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id BYTEA NOT NULL,
    unit BYTEA,
    from_at BIGINT NOT NULL,
    from_offset BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    to_offset BIGINT NOT NULL
);

ALTER TABLE assignments RENAME TO plain_assignments;
CREATE TABLE assignments (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id BYTEA NOT NULL,
    unit BYTEA NOT NULL,
    kind BYTEA NOT NULL,
    reference BYTEA,
    valid_from BIGINT,
    valid_to BIGINT
);

ALTER TABLE absences RENAME TO plain_absences;
CREATE TABLE absences (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id BYTEA NOT NULL,
    kind BYTEA NOT NULL,
    valid_from BIGINT,
    valid_to BIGINT
);

ALTER TABLE addresses RENAME TO plain_addresses;
CREATE TABLE addresses (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id BYTEA NOT NULL,
    address_key BYTEA NOT NULL,
    street_key BYTEA,
    valid_from BIGINT,
    valid_to BIGINT
);

ALTER TABLE attention RENAME TO plain_attention;
CREATE TABLE attention (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    national_id BYTEA NOT NULL,
    on_day BIGINT NOT NULL,
    what BYTEA NOT NULL
);

ALTER TABLE workstations RENAME TO plain_workstations;
CREATE TABLE workstations (
    version BIGINT NOT NULL PRIMARY KEY,
    known_from BIGINT NOT NULL,
    known_to BIGINT,
    left_on BIGINT,
    client_host BYTEA NOT NULL,
    national_id BYTEA,
    unit BYTEA
);

DROP INDEX saved_filters_name;
ALTER TABLE saved_filters RENAME TO plain_saved_filters;
CREATE TABLE saved_filters (
    filter_no BIGINT NOT NULL PRIMARY KEY,
    owner BYTEA NOT NULL,
    page TEXT COLLATE "C" NOT NULL,
    name BYTEA NOT NULL,
    query BYTEA NOT NULL,
    saved BIGINT NOT NULL
);
CREATE UNIQUE INDEX saved_filters_name ON saved_filters (owner, page, name);

ALTER TABLE import_files RENAME TO plain_import_files;
CREATE TABLE import_files (
    import_no BIGINT NOT NULL REFERENCES imports,
    file_no BIGINT NOT NULL,
    path BYTEA NOT NULL,
    bytes BIGINT NOT NULL,
    fingerprint BYTEA NOT NULL,
    PRIMARY KEY (import_no, file_no)
);

ALTER TABLE erasures RENAME TO plain_erasures;
CREATE TABLE erasures (
    erasure_no BIGINT NOT NULL PRIMARY KEY,
    asked BIGINT NOT NULL,
    asked_by BYTEA NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    basis TEXT COLLATE "C" NOT NULL,
    sealed BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    decided BIGINT,
    decided_by BYTEA,
    record_leaf BIGINT,
    finished BIGINT
);

DROP INDEX retention_classes_of;
ALTER TABLE retention_classes RENAME TO plain_retention_classes;
CREATE TABLE retention_classes (
    class BIGINT NOT NULL PRIMARY KEY,
    source_no BIGINT REFERENCES sources,
    legal_basis TEXT COLLATE "C" NOT NULL,
    months BIGINT,
    rule_basis TEXT COLLATE "C",
    ruled BIGINT,
    ruled_by BYTEA
);
CREATE UNIQUE INDEX retention_classes_of ON retention_classes (source_no, legal_basis);

DROP INDEX holds_leaf;
ALTER TABLE holds RENAME TO plain_holds;
CREATE TABLE holds (
    hold_no BIGINT NOT NULL PRIMARY KEY,
    leaf BIGINT NOT NULL,
    reference BYTEA NOT NULL,
    held BIGINT NOT NULL,
    held_by BYTEA NOT NULL,
    released BIGINT,
    released_by BYTEA
);
CREATE INDEX holds_leaf ON holds (leaf);

ALTER TABLE imports ADD COLUMN what_sealed BYTEA NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN summary_sealed BYTEA;
ALTER TABLE quarantine ADD COLUMN source_file_sealed BYTEA NOT NULL DEFAULT '';
ALTER TABLE quarantine ADD COLUMN refusal_sealed BYTEA NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN note_sealed BYTEA;
