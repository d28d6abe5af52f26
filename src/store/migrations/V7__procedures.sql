-- Procedures that run, with the next due time of each: a projection that can be dropped and rebuilt from the events.

CREATE TABLE procedure_row (
    case_id INTEGER NOT NULL,
    key     TEXT    NOT NULL,
    due_at  INTEGER,
    PRIMARY KEY (case_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX procedure_running ON procedure_row (key, case_id);

-- When the running stage of an open case passes its warning mark, until it is warned: the earliest clock of a case may be
-- another one than its stage.
CREATE TABLE stage_mark (
    case_id INTEGER PRIMARY KEY,
    warn_at INTEGER NOT NULL
) STRICT;

CREATE INDEX stage_mark_due ON stage_mark (warn_at);

INSERT INTO stage_mark (case_id, warn_at)
SELECT id, warn_at FROM case_row WHERE open = 1 AND warned = 0 AND warn_at IS NOT NULL;
