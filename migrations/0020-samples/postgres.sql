-- Official samples: which lookups were drawn by which terms, and what reviewers made of each. What
-- they said of it is in the ledger, as is the draw itself; whose lookup it was leads through the
-- vault. And tests agreed beforehand, of which nothing but the days stands here.

CREATE TABLE samples (
    sample_no BIGINT NOT NULL PRIMARY KEY,
    leaf BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    to_day BIGINT NOT NULL,
    drawn_at BIGINT NOT NULL,
    drawn_by BYTEA NOT NULL,
    terms TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX samples_days ON samples (from_day, to_day);
CREATE TABLE sample_items (
    sample_no BIGINT NOT NULL REFERENCES samples,
    place BIGINT NOT NULL,
    leaf BIGINT NOT NULL,
    user_code BIGINT NOT NULL,
    about_code BIGINT NOT NULL,
    stratum TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    PRIMARY KEY (sample_no, place)
);
CREATE TABLE sample_verdicts (
    sample_no BIGINT NOT NULL REFERENCES samples,
    verdict_no BIGINT NOT NULL,
    place BIGINT NOT NULL,
    leaf BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    given_by BYTEA NOT NULL,
    verdict TEXT COLLATE "C" NOT NULL,
    case_no BIGINT,
    PRIMARY KEY (sample_no, verdict_no)
);
CREATE TABLE planted_tests (
    test_no BIGINT NOT NULL PRIMARY KEY,
    leaf BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    to_day BIGINT NOT NULL,
    agreed_at BIGINT NOT NULL,
    agreed_by BYTEA NOT NULL
);
