-- Units may be told of one branch of a region, so that a branch has a rate of its own (branch 0 is the region's own row), and
-- as made.

CREATE TABLE units_told (
    base     TEXT    NOT NULL CHECK (base IN ('sold', 'in_use', 'made')),
    month    TEXT    NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
    model    TEXT    NOT NULL,
    category TEXT    NOT NULL,
    region   TEXT    NOT NULL,
    branch   INTEGER NOT NULL CHECK (branch >= 0),
    units    INTEGER NOT NULL CHECK (units >= 0),
    at       INTEGER NOT NULL,
    by       TEXT    NOT NULL,
    PRIMARY KEY (base, month, model, region, branch)
) STRICT, WITHOUT ROWID;
INSERT INTO units_told SELECT base, month, model, category, region, 0, units, at, by FROM units;
DROP TABLE units;
ALTER TABLE units_told RENAME TO units;
