-- What a case is found to come from: brand, cause and responsible department are counted by, and a complaint may have become
-- a case of law enforcement. What a case contributes to the figures is drawn anew from its events when the file is opened.

ALTER TABLE case_measure ADD COLUMN brand TEXT NOT NULL DEFAULT '';
ALTER TABLE case_measure ADD COLUMN cause TEXT NOT NULL DEFAULT '';
ALTER TABLE case_measure ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE case_measure ADD COLUMN enforced INTEGER NOT NULL DEFAULT 0 CHECK (enforced IN (0, 1));
DELETE FROM case_measure;
DELETE FROM measure_block;

-- Service slips counted by hand, by the month they came back in (K22). Branch 0 is the region's own row.
CREATE TABLE slips (
    month     TEXT    NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
    region    TEXT    NOT NULL,
    branch    INTEGER NOT NULL CHECK (branch >= 0),
    opinions  INTEGER NOT NULL CHECK (opinions >= 0),
    satisfied INTEGER NOT NULL CHECK (satisfied >= 0 AND satisfied <= opinions),
    at        INTEGER NOT NULL,
    by        TEXT    NOT NULL,
    PRIMARY KEY (month, region, branch)
) STRICT, WITHOUT ROWID;

-- The steps a heat map is shaded in, set once a year for each measure and length of periods so that its quarters can be
-- compared. Setting them anew adds a row; the last one holds, and a review keeps those it was taken with.
CREATE TABLE heat_break (
    id      INTEGER PRIMARY KEY,
    year    INTEGER NOT NULL,
    measure TEXT    NOT NULL CHECK (measure IN ('count', 'rate')),
    length  TEXT    NOT NULL CHECK (length IN ('day', 'week', 'month', 'quarter', 'year')),
    step    REAL    NOT NULL CHECK (step > 0),
    at      INTEGER NOT NULL,
    by      TEXT    NOT NULL
) STRICT;
CREATE INDEX heat_break_of ON heat_break (year, length, measure, id);
