-- Erasures asked for, and what became of them. What is to go, and why, is sealed, and emptied
-- when it has gone: the record in the ledger says what was erased.
-- `state` is asked, declined, recorded (in the ledger: nothing opens any more) or done.

CREATE TABLE erasures (
    erasure_no BIGINT NOT NULL PRIMARY KEY,
    asked BIGINT NOT NULL,
    asked_by TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    basis TEXT COLLATE "C" NOT NULL,
    sealed BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    decided BIGINT,
    decided_by TEXT COLLATE "C",
    record_leaf BIGINT,
    finished BIGINT
);

-- The retention class of each source and legal basis an event came with ('' is none), and how
-- many months it is kept; no months is no rule. Class 1 is what came before there were classes.

CREATE TABLE retention_classes (
    class BIGINT NOT NULL PRIMARY KEY,
    source_no BIGINT REFERENCES sources,
    legal_basis TEXT COLLATE "C" NOT NULL,
    months BIGINT,
    rule_basis TEXT COLLATE "C",
    ruled BIGINT,
    ruled_by TEXT COLLATE "C"
);
CREATE UNIQUE INDEX retention_classes_of ON retention_classes (source_no, legal_basis);
INSERT INTO retention_classes (class, source_no, legal_basis) VALUES (1, NULL, '');
-- The product's own log.
INSERT INTO retention_classes (class, source_no, legal_basis) VALUES (2, NULL, 'own log');

-- Entries that may not be erased while something is being looked into.

CREATE TABLE holds (
    hold_no BIGINT NOT NULL PRIMARY KEY,
    leaf BIGINT NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    held BIGINT NOT NULL,
    held_by TEXT COLLATE "C" NOT NULL,
    released BIGINT,
    released_by TEXT COLLATE "C"
);
CREATE INDEX holds_leaf ON holds (leaf);
