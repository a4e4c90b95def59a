-- Where staff are written to, and what is to be told them by mail: which kind of thing waits and
-- the page it stands on, never whom it is about. A notice that is sent goes: who was told of which
-- case would say for ever whom it was about. One that was given up no longer says its page.

ALTER TABLE staff ADD COLUMN mail BYTEA;

CREATE TABLE notices (
    notice_no BIGINT NOT NULL PRIMARY KEY,
    staff_no BIGINT NOT NULL REFERENCES staff,
    kind TEXT COLLATE "C" NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    made BIGINT NOT NULL,
    next_try BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    given_up BIGINT
);
