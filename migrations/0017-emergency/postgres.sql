-- Logins for emergencies: made of two codes on paper, of which only digests stand here, and those
-- only until it is used. One that was used stays, with why, and with who went through it.

CREATE TABLE emergency_logins (
    login_no BIGINT NOT NULL PRIMARY KEY,
    staff_no BIGINT NOT NULL REFERENCES staff,
    first_made BIGINT NOT NULL,
    first_digest BYTEA,
    second_made BIGINT,
    second_by BYTEA,
    second_digest BYTEA,
    used BIGINT,
    reason BYTEA,
    reviewed BIGINT,
    reviewed_by BYTEA,
    remark BYTEA
);
CREATE INDEX emergency_logins_staff ON emergency_logins (staff_no);
