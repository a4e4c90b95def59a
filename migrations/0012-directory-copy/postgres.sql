-- One row: how often the directory has changed, and what its sealed copy in a file is opened with
-- (docs/decisions/0030). No salt: there is no copy of what stands here now.
CREATE TABLE directory_copy (
    changes BIGINT NOT NULL PRIMARY KEY,
    salt BYTEA
);

INSERT INTO directory_copy (changes, salt) VALUES (0, NULL);
