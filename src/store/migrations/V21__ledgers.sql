-- What the cases of each month add to the tiles of a dashboard, worked out of their measures: a projection that can be
-- dropped. The event up to which a month is known stands apart, so that it moves on without the bytes being written anew.

CREATE TABLE ledger_block (
    month INTEGER PRIMARY KEY,
    cases BLOB    NOT NULL,
    items BLOB    NOT NULL
) STRICT;

CREATE TABLE ledger_seq (
    month        INTEGER PRIMARY KEY,
    seq          INTEGER NOT NULL,
    organisation INTEGER NOT NULL
) STRICT;
