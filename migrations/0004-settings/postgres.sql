-- What the organisation has set, and the filters people keep.

CREATE TABLE settings (
    setting TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE saved_filters (
    filter_no BIGINT NOT NULL PRIMARY KEY,
    owner TEXT COLLATE "C" NOT NULL,
    page TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    query TEXT COLLATE "C" NOT NULL,
    saved BIGINT NOT NULL
);
CREATE UNIQUE INDEX saved_filters_name ON saved_filters (owner, page, name);
