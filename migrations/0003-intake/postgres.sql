-- What came in: imports, quarantine, conflicts, running numbers. Times are UTC microseconds.

CREATE TABLE imports (
    import_no BIGINT NOT NULL PRIMARY KEY,
    what TEXT COLLATE "C" NOT NULL,
    started BIGINT NOT NULL,
    finished BIGINT,
    summary TEXT COLLATE "C"
);

-- `place` is the SHA-256 of digest, line and file: what came before is known by it.
CREATE TABLE quarantine (
    entry_no BIGINT NOT NULL PRIMARY KEY,
    import_no BIGINT NOT NULL REFERENCES imports,
    source_file TEXT COLLATE "C" NOT NULL,
    line BIGINT NOT NULL,
    byte_offset BIGINT NOT NULL,
    bytes BIGINT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    refusal TEXT COLLATE "C" NOT NULL,
    digest BYTEA NOT NULL,
    place BYTEA NOT NULL,
    sealed_bytes BIGINT NOT NULL
);
CREATE UNIQUE INDEX quarantine_place ON quarantine (place);
CREATE INDEX quarantine_reason ON quarantine (reason, entry_no);

-- Apart, so that lists need not step over the bytes.
CREATE TABLE quarantine_sealed (
    entry_no BIGINT NOT NULL PRIMARY KEY REFERENCES quarantine,
    sealed BYTEA,
    sealed_file TEXT COLLATE "C"
);

CREATE TABLE conflicts (
    conflict_leaf BIGINT NOT NULL PRIMARY KEY,
    source_no BIGINT NOT NULL REFERENCES sources,
    original_leaf BIGINT NOT NULL,
    noted BIGINT NOT NULL
);

CREATE TABLE sequences (
    source_no BIGINT NOT NULL PRIMARY KEY REFERENCES sources,
    up_to_leaf BIGINT NOT NULL
);

CREATE TABLE sequence_ranges (
    source_no BIGINT NOT NULL REFERENCES sources,
    range_first BIGINT NOT NULL,
    range_last BIGINT NOT NULL,
    PRIMARY KEY (source_no, range_first)
);
