-- Cases: whom each is about. What was done and said stands in the ledger, at the leaves of the
-- steps; when, by whom (sealed), of which kind and until when (days since 1970) are kept here too,
-- so that lists need not open it.

CREATE TABLE cases (
    case_no BIGINT NOT NULL PRIMARY KEY,
    about_code BIGINT NOT NULL
);
CREATE INDEX cases_about ON cases (about_code);

CREATE TABLE case_steps (
    case_no BIGINT NOT NULL REFERENCES cases,
    step_no BIGINT NOT NULL,
    leaf BIGINT NOT NULL,
    taken_at BIGINT NOT NULL,
    taken_by BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    due_on BIGINT,
    outcome TEXT COLLATE "C",
    PRIMARY KEY (case_no, step_no)
);
