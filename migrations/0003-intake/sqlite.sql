-- What came in: imports, quarantine, conflicts, running numbers. Times are UTC microseconds.

CREATE TABLE imports (
    import_no INTEGER NOT NULL PRIMARY KEY,
    what TEXT NOT NULL,
    started INTEGER NOT NULL,
    finished INTEGER,
    summary TEXT
) STRICT;

-- `place` is the SHA-256 of digest, line and file: what came before is known by it.
CREATE TABLE quarantine (
    entry_no INTEGER NOT NULL PRIMARY KEY,
    import_no INTEGER NOT NULL REFERENCES imports,
    source_file TEXT NOT NULL,
    line INTEGER NOT NULL,
    byte_offset INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    reason TEXT NOT NULL,
    refusal TEXT NOT NULL,
    digest BLOB NOT NULL,
    place BLOB NOT NULL,
    sealed_bytes INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX quarantine_place ON quarantine (place);
CREATE INDEX quarantine_reason ON quarantine (reason, entry_no);

-- Apart, so that lists need not step over the bytes.
CREATE TABLE quarantine_sealed (
    entry_no INTEGER NOT NULL PRIMARY KEY REFERENCES quarantine,
    sealed BLOB,
    sealed_file TEXT
) STRICT;

CREATE TABLE conflicts (
    conflict_leaf INTEGER NOT NULL PRIMARY KEY,
    source_no INTEGER NOT NULL REFERENCES sources,
    original_leaf INTEGER NOT NULL,
    noted INTEGER NOT NULL
) STRICT;

CREATE TABLE sequences (
    source_no INTEGER NOT NULL PRIMARY KEY REFERENCES sources,
    up_to_leaf INTEGER NOT NULL
) STRICT;

CREATE TABLE sequence_ranges (
    source_no INTEGER NOT NULL REFERENCES sources,
    range_first INTEGER NOT NULL,
    range_last INTEGER NOT NULL,
    PRIMARY KEY (source_no, range_first)
) STRICT;
