-- Erasures asked for, and what became of them. What is to go, and why, is sealed, and emptied
-- when it has gone: the record in the ledger says what was erased.
-- `state` is asked, declined, recorded (in the ledger: nothing opens any more) or done.

CREATE TABLE erasures (
    erasure_no INTEGER NOT NULL PRIMARY KEY,
    asked INTEGER NOT NULL,
    asked_by TEXT NOT NULL,
    scope TEXT NOT NULL,
    basis TEXT NOT NULL,
    sealed BLOB NOT NULL,
    state TEXT NOT NULL,
    decided INTEGER,
    decided_by TEXT,
    record_leaf INTEGER,
    finished INTEGER
) STRICT;

-- The retention class of each source and legal basis an event came with ('' is none), and how
-- many months it is kept; no months is no rule. Class 1 is what came before there were classes.

CREATE TABLE retention_classes (
    class INTEGER NOT NULL PRIMARY KEY,
    source_no INTEGER REFERENCES sources,
    legal_basis TEXT NOT NULL,
    months INTEGER,
    rule_basis TEXT,
    ruled INTEGER,
    ruled_by TEXT
) STRICT;
CREATE UNIQUE INDEX retention_classes_of ON retention_classes (source_no, legal_basis);
INSERT INTO retention_classes (class, source_no, legal_basis) VALUES (1, NULL, '');
-- The product's own log.
INSERT INTO retention_classes (class, source_no, legal_basis) VALUES (2, NULL, 'own log');

-- Entries that may not be erased while something is being looked into.

CREATE TABLE holds (
    hold_no INTEGER NOT NULL PRIMARY KEY,
    leaf INTEGER NOT NULL,
    reference TEXT NOT NULL,
    held INTEGER NOT NULL,
    held_by TEXT NOT NULL,
    released INTEGER,
    released_by TEXT
) STRICT;
CREATE INDEX holds_leaf ON holds (leaf);
