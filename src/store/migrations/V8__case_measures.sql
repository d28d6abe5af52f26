-- What the KPI book counts of each case that is not merged into another: a projection, filled from the events, that can be dropped and rebuilt.

CREATE TABLE case_measure (
    id          INTEGER PRIMARY KEY,
    received_at INTEGER NOT NULL,
    last_at     INTEGER NOT NULL,
    logged_at   INTEGER NOT NULL,
    region      TEXT    NOT NULL,
    branch      INTEGER,
    class       TEXT    NOT NULL,
    level       TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    category    TEXT    NOT NULL,
    verified    INTEGER CHECK (verified IN (0, 1)),
    vip         INTEGER NOT NULL CHECK (vip IN (0, 1)),
    escalated   INTEGER NOT NULL CHECK (escalated IN (0, 1)),
    appeal      INTEGER NOT NULL CHECK (appeal IN (0, 1)),
    dispatched  INTEGER NOT NULL CHECK (dispatched IN (0, 1)),
    misrouted   INTEGER NOT NULL CHECK (misrouted IN (0, 1)),
    due0        INTEGER,
    due         INTEGER,
    promised    INTEGER,
    handover    INTEGER,
    first_close INTEGER,
    last_close  INTEGER,
    archived_at INTEGER,
    reopened    INTEGER NOT NULL CHECK (reopened IN (0, 1)),
    gap_ms      INTEGER NOT NULL,
    stopped_ms  INTEGER NOT NULL,
    solved      INTEGER NOT NULL CHECK (solved IN (0, 1)),
    agreed      INTEGER NOT NULL CHECK (agreed IN (0, 1)),
    made        TEXT    NOT NULL,
    marks       BLOB    NOT NULL
) STRICT;

CREATE INDEX case_measure_received ON case_measure (received_at);
-- Cases that count in periods long after they were received: few, and looked at with every period.
CREATE INDEX case_measure_long ON case_measure (last_at) WHERE last_at - received_at > 2592000000;

-- The year of one model and batch, read for a warning without touching the rows.
CREATE INDEX case_batch ON case_row (batch, model, received_at, symptoms) WHERE batch <> '' AND model <> '' AND main IS NULL;
