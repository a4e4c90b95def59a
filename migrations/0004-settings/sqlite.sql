-- What the organisation has set, and the filters people keep.

CREATE TABLE settings (
    setting TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE saved_filters (
    filter_no INTEGER NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL,
    page TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    saved INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX saved_filters_name ON saved_filters (owner, page, name);
