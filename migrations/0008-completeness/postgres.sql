-- Whether everything is in: when events arrive, which running numbers never came, and where in
-- the ledger stands what sources and people say about it. Times are UTC microseconds, hours
-- whole hours since 1970 (UTC).

-- When the events with the first and the last number of a range happened; NULL: not known.
ALTER TABLE sequence_ranges ADD COLUMN first_at BIGINT;
ALTER TABLE sequence_ranges ADD COLUMN last_at BIGINT;

-- A gap is open until its numbers come. `after_at` and `before_at`: when the events next to it
-- happened.
CREATE TABLE gaps (
    source_no BIGINT NOT NULL REFERENCES sources,
    gap_first BIGINT NOT NULL,
    gap_last BIGINT NOT NULL,
    noticed BIGINT NOT NULL,
    filled BIGINT,
    after_at BIGINT,
    before_at BIGINT,
    PRIMARY KEY (source_no, gap_first, gap_last, noticed)
);

CREATE TABLE arrivals (
    source_no BIGINT NOT NULL REFERENCES sources,
    arrived_hour BIGINT NOT NULL,
    events BIGINT NOT NULL,
    first_at BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (source_no, arrived_hour)
);

-- Only an index: statements of sources (1) and explanations of gaps (2) stand in the ledger.
CREATE TABLE source_notes (
    leaf BIGINT NOT NULL PRIMARY KEY,
    source_no BIGINT NOT NULL REFERENCES sources,
    kind BIGINT NOT NULL
);
CREATE INDEX source_notes_source ON source_notes (source_no, kind, leaf);

-- Before this leaf of the ledger, everything is in the two tables above.
CREATE TABLE arrivals_noted (
    up_to_leaf BIGINT NOT NULL PRIMARY KEY
);
INSERT INTO arrivals_noted (up_to_leaf) VALUES (0);
