-- Those who may sign in here: one row a human being, however many logins they have. `user_name` is
-- what the own log calls them; it is never given to somebody else. Rows stay when people leave.

CREATE TABLE staff (
    staff_no BIGINT NOT NULL PRIMARY KEY,
    user_name BYTEA NOT NULL,
    name BYTEA NOT NULL,
    national_id BYTEA,
    added BIGINT NOT NULL,
    added_by BYTEA NOT NULL,
    left_at BIGINT
);
CREATE UNIQUE INDEX staff_user_name ON staff (user_name);
CREATE UNIQUE INDEX staff_national_id ON staff (national_id);

-- Who vouches for them, and what they are called there. The issuer `local` is the operating
-- system of this machine.

CREATE TABLE logins (
    issuer TEXT COLLATE "C" NOT NULL,
    subject BYTEA NOT NULL,
    staff_no BIGINT NOT NULL REFERENCES staff,
    added BIGINT NOT NULL,
    ended BIGINT,
    PRIMARY KEY (issuer, subject)
);

-- Duties proposed, given, declined and ended; none is ever deleted. `scope` is a unit or a source,
-- '' the whole organisation. `state` is proposed, declined, given or ended.
-- Days count from 1970; both bounds belong to the duty.

CREATE TABLE duties (
    duty_no BIGINT NOT NULL PRIMARY KEY,
    staff_no BIGINT NOT NULL REFERENCES staff,
    role TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    need BYTEA NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    state TEXT COLLATE "C" NOT NULL,
    proposed BIGINT NOT NULL,
    proposed_by BYTEA NOT NULL,
    decided BIGINT,
    decided_by BYTEA,
    ended BIGINT,
    ended_by BYTEA,
    end_reason BYTEA
);
CREATE INDEX duties_staff ON duties (staff_no);
