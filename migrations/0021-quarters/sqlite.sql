-- The report of each quarter, edition by edition: the figures as they were when it was closed, what
-- was written about them, and once it is approved the whole document, which nothing changes.

CREATE TABLE quarter_reports (
    quarter_from INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    closed_at INTEGER NOT NULL,
    closed_by BLOB NOT NULL,
    figures BLOB NOT NULL,
    said BLOB,
    said_at INTEGER,
    said_by BLOB,
    approved_at INTEGER,
    approved_by BLOB,
    document BLOB,
    sha256 TEXT,
    PRIMARY KEY (quarter_from, edition)
) STRICT;
