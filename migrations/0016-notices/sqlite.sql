-- Where staff are written to, and what is to be told them by mail: which kind of thing waits and
-- the page it stands on, never whom it is about. A notice that is sent goes: who was told of which
-- case would say for ever whom it was about. One that was given up no longer says its page.

ALTER TABLE staff ADD COLUMN mail BLOB;

CREATE TABLE notices (
    notice_no INTEGER NOT NULL PRIMARY KEY,
    staff_no INTEGER NOT NULL REFERENCES staff,
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    made INTEGER NOT NULL,
    next_try INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    given_up INTEGER
) STRICT;
