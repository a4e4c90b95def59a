-- Those who may sign in here: one row a human being, however many logins they have. `user_name` is
-- what the own log calls them; it is never given to somebody else. Rows stay when people leave.

CREATE TABLE staff (
    staff_no INTEGER NOT NULL PRIMARY KEY,
    user_name BLOB NOT NULL,
    name BLOB NOT NULL,
    national_id BLOB,
    added INTEGER NOT NULL,
    added_by BLOB NOT NULL,
    left_at INTEGER
) STRICT;
CREATE UNIQUE INDEX staff_user_name ON staff (user_name);
CREATE UNIQUE INDEX staff_national_id ON staff (national_id);

-- Who vouches for them, and what they are called there. The issuer `local` is the operating
-- system of this machine.

CREATE TABLE logins (
    issuer TEXT NOT NULL,
    subject BLOB NOT NULL,
    staff_no INTEGER NOT NULL REFERENCES staff,
    added INTEGER NOT NULL,
    ended INTEGER,
    PRIMARY KEY (issuer, subject)
) STRICT;

-- Duties proposed, given, declined and ended; none is ever deleted. `scope` is a unit or a source,
-- '' the whole organisation. `state` is proposed, declined, given or ended.
-- Days count from 1970; both bounds belong to the duty.

CREATE TABLE duties (
    duty_no INTEGER NOT NULL PRIMARY KEY,
    staff_no INTEGER NOT NULL REFERENCES staff,
    role TEXT NOT NULL,
    scope TEXT NOT NULL,
    need BLOB NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER,
    state TEXT NOT NULL,
    proposed INTEGER NOT NULL,
    proposed_by BLOB NOT NULL,
    decided INTEGER,
    decided_by BLOB,
    ended INTEGER,
    ended_by BLOB,
    end_reason BLOB
) STRICT;
CREATE INDEX duties_staff ON duties (staff_no);
