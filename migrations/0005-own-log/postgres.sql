-- Where the looks of the own log stand in the ledger, which holds what they say.

CREATE TABLE own_looks (
    leaf BIGINT NOT NULL PRIMARY KEY
);
