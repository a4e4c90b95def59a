-- Findings: whom each is about, what was seen week by week (sealed), and where what was decided
-- stands in the ledger; and when the log was evaluated, how far, and what it came to.

CREATE TABLE findings (
    finding_no INTEGER NOT NULL PRIMARY KEY,
    about_code INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    history BLOB
) STRICT;
CREATE INDEX findings_about ON findings (about_code);

-- standing: 0 = reported, 1 = its ground has fallen away since, 2 = followed and not reported.
CREATE TABLE finding_weeks (
    finding_no INTEGER NOT NULL REFERENCES findings,
    from_day INTEGER NOT NULL,
    judged_at INTEGER NOT NULL,
    standing INTEGER NOT NULL,
    seen BLOB NOT NULL,
    events BLOB NOT NULL,
    again BLOB,
    PRIMARY KEY (finding_no, from_day)
) STRICT;

CREATE TABLE finding_acts (
    finding_no INTEGER NOT NULL REFERENCES findings,
    act_no INTEGER NOT NULL,
    leaf INTEGER NOT NULL,
    done_at INTEGER NOT NULL,
    done_by BLOB NOT NULL,
    kind TEXT NOT NULL,
    until_day INTEGER,
    case_no INTEGER,
    PRIMARY KEY (finding_no, act_no)
) STRICT;

CREATE TABLE evaluations (
    evaluation_no INTEGER NOT NULL PRIMARY KEY,
    ran_at INTEGER NOT NULL,
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL,
    leaves INTEGER NOT NULL,
    user_weeks INTEGER NOT NULL,
    reported INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    settled INTEGER NOT NULL
) STRICT;
