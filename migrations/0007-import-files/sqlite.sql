-- What an import set out to read, until it has come whole: so that one that was cut off is known
-- to be made good once the same content was imported, by whatever later import.
-- `made_good_by` is that later import; the files of an import that finished are not kept.

ALTER TABLE imports ADD COLUMN made_good_by INTEGER;

CREATE TABLE import_files (
    import_no INTEGER NOT NULL REFERENCES imports,
    file_no INTEGER NOT NULL,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    fingerprint BLOB NOT NULL,
    PRIMARY KEY (import_no, file_no)
) STRICT;
