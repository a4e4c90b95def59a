-- Cases: whom each is about. What was done and said stands in the ledger, at the leaves of the
-- steps; when, by whom (sealed), of which kind and until when (days since 1970) are kept here too,
-- so that lists need not open it.

CREATE TABLE cases (
    case_no INTEGER NOT NULL PRIMARY KEY,
    about_code INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_about ON cases (about_code);

CREATE TABLE case_steps (
    case_no INTEGER NOT NULL REFERENCES cases,
    step_no INTEGER NOT NULL,
    leaf INTEGER NOT NULL,
    taken_at INTEGER NOT NULL,
    taken_by BLOB NOT NULL,
    kind TEXT NOT NULL,
    due_on INTEGER,
    outcome TEXT,
    PRIMARY KEY (case_no, step_no)
) STRICT;
