-- Procedures that run, with the next due time of each: a projection that can be dropped and rebuilt from the events.

CREATE TABLE procedure_row (
    case_id INTEGER NOT NULL,
    key     TEXT    NOT NULL,
    due_at  INTEGER,
    PRIMARY KEY (case_id, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX procedure_running ON procedure_row (key, case_id);
