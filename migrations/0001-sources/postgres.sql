-- Source systems, each with the number the ledger and the archive know it by.

CREATE TABLE sources (
    source_no BIGINT NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    agreed_every_hours BIGINT,
    note TEXT COLLATE "C"
);
CREATE UNIQUE INDEX sources_name ON sources (name);
