-- Logins for emergencies: made of two codes on paper, of which only digests stand here, and those
-- only until it is used. One that was used stays, with why, and with who went through it.

CREATE TABLE emergency_logins (
    login_no INTEGER NOT NULL PRIMARY KEY,
    staff_no INTEGER NOT NULL REFERENCES staff,
    first_made INTEGER NOT NULL,
    first_digest BLOB,
    second_made INTEGER,
    second_by BLOB,
    second_digest BLOB,
    used INTEGER,
    reason BLOB,
    reviewed INTEGER,
    reviewed_by BLOB,
    remark BLOB
) STRICT;
CREATE INDEX emergency_logins_staff ON emergency_logins (staff_no);
