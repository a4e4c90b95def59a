-- Columns that are about people hold sealed bytes from here on (docs/decisions/0023). The tables
-- are made anew beside those of before, `plain_…`, and the program, which alone has the key, moves
-- the rows over before the next step takes the old ones away. To tables that others refer to, the
-- sealed columns are added instead, as `…_sealed`.

-- One row: something sealed, to know the key by, and whether what was plain has been overwritten.
CREATE TABLE seal (
    key_check BLOB NOT NULL PRIMARY KEY,
    plain_wiped INTEGER NOT NULL
) STRICT;

ALTER TABLE units RENAME TO plain_units;
CREATE TABLE units (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    unit TEXT NOT NULL,
    parent TEXT,
    name TEXT NOT NULL,
    head_national_id BLOB,
    valid_from INTEGER,
    valid_to INTEGER
) STRICT;

ALTER TABLE people RENAME TO plain_people;
CREATE TABLE people (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id BLOB NOT NULL,
    name BLOB NOT NULL,
    birth_date BLOB,
    address_key BLOB,
    protection TEXT NOT NULL,
    public_figure INTEGER NOT NULL,
    died_on BLOB,
    former_ids BLOB
) STRICT;

ALTER TABLE employments RENAME TO plain_employments;
CREATE TABLE employments (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    employment BLOB NOT NULL,
    national_id BLOB NOT NULL,
    employee_no BLOB,
    unit BLOB NOT NULL,
    position BLOB,
    manager_national_id BLOB,
    valid_from INTEGER,
    valid_to INTEGER,
    paid_through INTEGER
) STRICT;

ALTER TABLE person_units RENAME TO plain_person_units;
CREATE TABLE person_units (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id BLOB NOT NULL,
    unit BLOB NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER
) STRICT;

ALTER TABLE accounts RENAME TO plain_accounts;
CREATE TABLE accounts (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    system TEXT NOT NULL,
    user_name BLOB NOT NULL,
    national_id BLOB,
    account_type TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    last_logon BLOB
) STRICT;

ALTER TABLE grants RENAME TO plain_grants;
CREATE TABLE grants (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    grant_key BLOB NOT NULL,
    system TEXT NOT NULL,
    user_name BLOB NOT NULL,
    entitlement TEXT NOT NULL,
    scope BLOB NOT NULL,
    rights TEXT NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER,
    ordered_by BLOB,
    approved_by BLOB,
    reason BLOB
) STRICT;

ALTER TABLE clearances RENAME TO plain_clearances;
CREATE TABLE clearances (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id BLOB NOT NULL,
    level BLOB NOT NULL,
    valid_from INTEGER,
    expires INTEGER,
    withdrawn_on INTEGER
) STRICT;

ALTER TABLE authorisations RENAME TO plain_authorisations;
CREATE TABLE authorisations (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id BLOB NOT NULL,
    system TEXT NOT NULL,
    by_national_id BLOB,
    valid_from INTEGER,
    valid_to INTEGER,
    rules_version TEXT,
    rules_signed_on INTEGER
) STRICT;

ALTER TABLE relations RENAME TO plain_relations;
CREATE TABLE relations (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    subject_national_id BLOB NOT NULL,
    kind BLOB NOT NULL,
    reference BLOB,
    unit BLOB,
    user_name BLOB,
    other_national_id BLOB,
    valid_from INTEGER,
    valid_to INTEGER,
    registered_at BLOB
) STRICT;

ALTER TABLE shifts RENAME TO plain_shifts;
CREATE TABLE shifts (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id BLOB NOT NULL,
    unit BLOB,
    from_at INTEGER NOT NULL,
    from_offset INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    to_offset INTEGER NOT NULL
) STRICT;

ALTER TABLE assignments RENAME TO plain_assignments;
CREATE TABLE assignments (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id BLOB NOT NULL,
    unit BLOB NOT NULL,
    kind BLOB NOT NULL,
    reference BLOB,
    valid_from INTEGER,
    valid_to INTEGER
) STRICT;

ALTER TABLE absences RENAME TO plain_absences;
CREATE TABLE absences (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id BLOB NOT NULL,
    kind BLOB NOT NULL,
    valid_from INTEGER,
    valid_to INTEGER
) STRICT;

ALTER TABLE addresses RENAME TO plain_addresses;
CREATE TABLE addresses (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id BLOB NOT NULL,
    address_key BLOB NOT NULL,
    street_key BLOB,
    valid_from INTEGER,
    valid_to INTEGER
) STRICT;

ALTER TABLE attention RENAME TO plain_attention;
CREATE TABLE attention (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    national_id BLOB NOT NULL,
    on_day INTEGER NOT NULL,
    what BLOB NOT NULL
) STRICT;

ALTER TABLE workstations RENAME TO plain_workstations;
CREATE TABLE workstations (
    version INTEGER NOT NULL PRIMARY KEY,
    known_from INTEGER NOT NULL,
    known_to INTEGER,
    left_on INTEGER,
    client_host BLOB NOT NULL,
    national_id BLOB,
    unit BLOB
) STRICT;

DROP INDEX saved_filters_name;
ALTER TABLE saved_filters RENAME TO plain_saved_filters;
CREATE TABLE saved_filters (
    filter_no INTEGER NOT NULL PRIMARY KEY,
    owner BLOB NOT NULL,
    page TEXT NOT NULL,
    name BLOB NOT NULL,
    query BLOB NOT NULL,
    saved INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX saved_filters_name ON saved_filters (owner, page, name);

ALTER TABLE import_files RENAME TO plain_import_files;
CREATE TABLE import_files (
    import_no INTEGER NOT NULL REFERENCES imports,
    file_no INTEGER NOT NULL,
    path BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    PRIMARY KEY (import_no, file_no)
) STRICT;

ALTER TABLE erasures RENAME TO plain_erasures;
CREATE TABLE erasures (
    erasure_no INTEGER NOT NULL PRIMARY KEY,
    asked INTEGER NOT NULL,
    asked_by BLOB NOT NULL,
    scope TEXT NOT NULL,
    basis TEXT NOT NULL,
    sealed BLOB NOT NULL,
    state TEXT NOT NULL,
    decided INTEGER,
    decided_by BLOB,
    record_leaf INTEGER,
    finished INTEGER
) STRICT;

DROP INDEX retention_classes_of;
ALTER TABLE retention_classes RENAME TO plain_retention_classes;
CREATE TABLE retention_classes (
    class INTEGER NOT NULL PRIMARY KEY,
    source_no INTEGER REFERENCES sources,
    legal_basis TEXT NOT NULL,
    months INTEGER,
    rule_basis TEXT,
    ruled INTEGER,
    ruled_by BLOB
) STRICT;
CREATE UNIQUE INDEX retention_classes_of ON retention_classes (source_no, legal_basis);

DROP INDEX holds_leaf;
ALTER TABLE holds RENAME TO plain_holds;
CREATE TABLE holds (
    hold_no INTEGER NOT NULL PRIMARY KEY,
    leaf INTEGER NOT NULL,
    reference BLOB NOT NULL,
    held INTEGER NOT NULL,
    held_by BLOB NOT NULL,
    released INTEGER,
    released_by BLOB
) STRICT;
CREATE INDEX holds_leaf ON holds (leaf);

ALTER TABLE imports ADD COLUMN what_sealed BLOB NOT NULL DEFAULT x'';
ALTER TABLE imports ADD COLUMN summary_sealed BLOB;
ALTER TABLE quarantine ADD COLUMN source_file_sealed BLOB NOT NULL DEFAULT x'';
ALTER TABLE quarantine ADD COLUMN refusal_sealed BLOB NOT NULL DEFAULT x'';
ALTER TABLE sources ADD COLUMN note_sealed BLOB;
