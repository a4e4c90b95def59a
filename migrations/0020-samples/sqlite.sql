-- Official samples: which lookups were drawn by which terms, and what reviewers made of each. What
-- they said of it is in the ledger, as is the draw itself; whose lookup it was leads through the
-- vault. And tests agreed beforehand, of which nothing but the days stands here.

CREATE TABLE samples (
    sample_no INTEGER NOT NULL PRIMARY KEY,
    leaf INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL,
    drawn_at INTEGER NOT NULL,
    drawn_by BLOB NOT NULL,
    terms TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX samples_days ON samples (from_day, to_day);
CREATE TABLE sample_items (
    sample_no INTEGER NOT NULL REFERENCES samples,
    place INTEGER NOT NULL,
    leaf INTEGER NOT NULL,
    user_code INTEGER NOT NULL,
    about_code INTEGER NOT NULL,
    stratum TEXT NOT NULL,
    unit TEXT,
    reason TEXT,
    PRIMARY KEY (sample_no, place)
) STRICT;
CREATE TABLE sample_verdicts (
    sample_no INTEGER NOT NULL REFERENCES samples,
    verdict_no INTEGER NOT NULL,
    place INTEGER NOT NULL,
    leaf INTEGER NOT NULL,
    given_at INTEGER NOT NULL,
    given_by BLOB NOT NULL,
    verdict TEXT NOT NULL,
    case_no INTEGER,
    PRIMARY KEY (sample_no, verdict_no)
) STRICT;
CREATE TABLE planted_tests (
    test_no INTEGER NOT NULL PRIMARY KEY,
    leaf INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL,
    agreed_at INTEGER NOT NULL,
    agreed_by BLOB NOT NULL
) STRICT;
