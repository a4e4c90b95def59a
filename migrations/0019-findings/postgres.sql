-- Findings: whom each is about, what was seen week by week (sealed), and where what was decided
-- stands in the ledger; and when the log was evaluated, how far, and what it came to.

CREATE TABLE findings (
    finding_no BIGINT NOT NULL PRIMARY KEY,
    about_code BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    history BYTEA
);
CREATE INDEX findings_about ON findings (about_code);

-- standing: 0 = reported, 1 = its ground has fallen away since, 2 = followed and not reported.
CREATE TABLE finding_weeks (
    finding_no BIGINT NOT NULL REFERENCES findings,
    from_day BIGINT NOT NULL,
    judged_at BIGINT NOT NULL,
    standing BIGINT NOT NULL,
    seen BYTEA NOT NULL,
    events BYTEA NOT NULL,
    again BYTEA,
    PRIMARY KEY (finding_no, from_day)
);

CREATE TABLE finding_acts (
    finding_no BIGINT NOT NULL REFERENCES findings,
    act_no BIGINT NOT NULL,
    leaf BIGINT NOT NULL,
    done_at BIGINT NOT NULL,
    done_by BYTEA NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    until_day BIGINT,
    case_no BIGINT,
    PRIMARY KEY (finding_no, act_no)
);

CREATE TABLE evaluations (
    evaluation_no BIGINT NOT NULL PRIMARY KEY,
    ran_at BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    to_day BIGINT NOT NULL,
    leaves BIGINT NOT NULL,
    user_weeks BIGINT NOT NULL,
    reported BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    settled BIGINT NOT NULL
);
