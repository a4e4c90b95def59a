-- What an import set out to read, until it has come whole: so that one that was cut off is known
-- to be made good once the same content was imported, by whatever later import.
-- `made_good_by` is that later import; the files of an import that finished are not kept.

ALTER TABLE imports ADD COLUMN made_good_by BIGINT;

CREATE TABLE import_files (
    import_no BIGINT NOT NULL REFERENCES imports,
    file_no BIGINT NOT NULL,
    path TEXT COLLATE "C" NOT NULL,
    bytes BIGINT NOT NULL,
    fingerprint BYTEA NOT NULL,
    PRIMARY KEY (import_no, file_no)
);
