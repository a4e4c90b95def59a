-- Whether everything is in: when events arrive, which running numbers never came, and where in
-- the ledger stands what sources and people say about it. Times are UTC microseconds, hours
-- whole hours since 1970 (UTC).

-- When the events with the first and the last number of a range happened; NULL: not known.
ALTER TABLE sequence_ranges ADD COLUMN first_at INTEGER;
ALTER TABLE sequence_ranges ADD COLUMN last_at INTEGER;

-- A gap is open until its numbers come. `after_at` and `before_at`: when the events next to it
-- happened.
CREATE TABLE gaps (
    source_no INTEGER NOT NULL REFERENCES sources,
    gap_first INTEGER NOT NULL,
    gap_last INTEGER NOT NULL,
    noticed INTEGER NOT NULL,
    filled INTEGER,
    after_at INTEGER,
    before_at INTEGER,
    PRIMARY KEY (source_no, gap_first, gap_last, noticed)
) STRICT;

CREATE TABLE arrivals (
    source_no INTEGER NOT NULL REFERENCES sources,
    arrived_hour INTEGER NOT NULL,
    events INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (source_no, arrived_hour)
) STRICT;

-- Only an index: statements of sources (1) and explanations of gaps (2) stand in the ledger.
CREATE TABLE source_notes (
    leaf INTEGER NOT NULL PRIMARY KEY,
    source_no INTEGER NOT NULL REFERENCES sources,
    kind INTEGER NOT NULL
) STRICT;
CREATE INDEX source_notes_source ON source_notes (source_no, kind, leaf);

-- Before this leaf of the ledger, everything is in the two tables above.
CREATE TABLE arrivals_noted (
    up_to_leaf INTEGER NOT NULL PRIMARY KEY
) STRICT;
INSERT INTO arrivals_noted (up_to_leaf) VALUES (0);
