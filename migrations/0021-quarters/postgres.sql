-- The report of each quarter, edition by edition: the figures as they were when it was closed, what
-- was written about them, and once it is approved the whole document, which nothing changes.

CREATE TABLE quarter_reports (
    quarter_from BIGINT NOT NULL,
    edition BIGINT NOT NULL,
    closed_at BIGINT NOT NULL,
    closed_by BYTEA NOT NULL,
    figures BYTEA NOT NULL,
    said BYTEA,
    said_at BIGINT,
    said_by BYTEA,
    approved_at BIGINT,
    approved_by BYTEA,
    document BYTEA,
    sha256 TEXT COLLATE "C",
    PRIMARY KEY (quarter_from, edition)
);
