-- Every look before this leaf of the ledger stands in own_looks; later ones may be missing after
-- a crash, and are looked for at the next start.

CREATE TABLE own_looks_noted (
    up_to_leaf INTEGER NOT NULL PRIMARY KEY
) STRICT;
INSERT INTO own_looks_noted (up_to_leaf) VALUES (0);
