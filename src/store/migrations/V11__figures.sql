-- Figures of closed months as they were told, units and calls they are held against, what a person recorded beside them,
-- and the measures of each month as one piece: a projection that can be dropped.

CREATE TABLE frozen_month (
    month        TEXT    PRIMARY KEY CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
    at           INTEGER NOT NULL,
    written_at   INTEGER NOT NULL,
    rule_book    TEXT    NOT NULL,
    rule_version INTEGER NOT NULL,
    events       INTEGER NOT NULL,
    head         BLOB    NOT NULL CHECK (length(head) = 32)
) STRICT;

CREATE TABLE frozen_figure (
    month  TEXT    NOT NULL REFERENCES frozen_month (month),
    kpi    TEXT    NOT NULL,
    line   TEXT    NOT NULL,
    scope  TEXT    NOT NULL CHECK (scope IN ('all', 'region')),
    region TEXT    NOT NULL,
    part   INTEGER NOT NULL,
    whole  INTEGER NOT NULL,
    value  REAL,
    PRIMARY KEY (month, kpi, line, scope, region)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER frozen_month_is_never_changed BEFORE UPDATE ON frozen_month
BEGIN SELECT RAISE(ABORT, 'a closed month stays as it was told'); END;
CREATE TRIGGER frozen_month_is_never_removed BEFORE DELETE ON frozen_month
BEGIN SELECT RAISE(ABORT, 'a closed month stays as it was told'); END;
CREATE TRIGGER frozen_figure_is_never_changed BEFORE UPDATE ON frozen_figure
BEGIN SELECT RAISE(ABORT, 'a closed month stays as it was told'); END;
CREATE TRIGGER frozen_figure_is_never_removed BEFORE DELETE ON frozen_figure
BEGIN SELECT RAISE(ABORT, 'a closed month stays as it was told'); END;

-- Units sold in a month, or in warranty in its middle. A later list of the same month, model and region takes its place.
CREATE TABLE units (
    base     TEXT    NOT NULL CHECK (base IN ('sold', 'in_use')),
    month    TEXT    NOT NULL CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'),
    model    TEXT    NOT NULL,
    category TEXT    NOT NULL,
    region   TEXT    NOT NULL,
    units    INTEGER NOT NULL CHECK (units >= 0),
    at       INTEGER NOT NULL,
    by       TEXT    NOT NULL,
    PRIMARY KEY (base, month, model, region)
) STRICT, WITHOUT ROWID;

-- Calls of the hotline by day and line, as the switch counted them.
CREATE TABLE calls (
    day       TEXT    NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    line      TEXT    NOT NULL,
    requests  INTEGER NOT NULL CHECK (requests >= 0),
    answered  INTEGER NOT NULL CHECK (answered >= 0 AND answered <= requests),
    abandoned INTEGER CHECK (abandoned >= 0),
    at        INTEGER NOT NULL,
    by        TEXT    NOT NULL,
    PRIMARY KEY (day, line)
) STRICT, WITHOUT ROWID;

-- A change of how work is done, from which on a control chart begins anew; no region is all of them.
CREATE TABLE process_change (
    id     INTEGER PRIMARY KEY,
    day    TEXT    NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    region TEXT,
    note   TEXT    NOT NULL CHECK (note <> ''),
    at     INTEGER NOT NULL,
    by     TEXT    NOT NULL
) STRICT;

-- Orders a person looked at: filled in and sent the right way or not. The last look at a case counts.
CREATE TABLE spot_check (
    case_id INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    by      TEXT    NOT NULL,
    valid   INTEGER NOT NULL CHECK (valid IN (0, 1)),
    note    TEXT    NOT NULL,
    PRIMARY KEY (case_id, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX spot_check_at ON spot_check (at);

CREATE TABLE measure_block (
    month INTEGER PRIMARY KEY,
    seq   INTEGER NOT NULL,
    bytes BLOB    NOT NULL
) STRICT;

-- The promise of a row is the one the KPI book judges a case by, so that a list of K02 is the figure itself.
UPDATE case_row SET promise_at = m.due,
    on_time = CASE WHEN m.due IS NOT NULL AND m.last_close IS NOT NULL
                   THEN m.last_close <= m.due AND (m.solved = 1 OR m.agreed = 1) END
FROM case_measure m WHERE m.id = case_row.id;
