-- Source systems, each with the number the ledger and the archive know it by.

CREATE TABLE sources (
    source_no INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    agreed_every_hours INTEGER,
    note TEXT
) STRICT;
CREATE UNIQUE INDEX sources_name ON sources (name);
