-- What charts of quality need: changes of how work is done may concern one row of the KPI book, what was recorded by mistake
-- is taken back and not erased, and cases say when their unit went into service.

ALTER TABLE process_change ADD COLUMN kpi TEXT;
ALTER TABLE process_change ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE process_change ADD COLUMN withdrawn_by TEXT;
ALTER TABLE spot_check ADD COLUMN withdrawn_at INTEGER;
ALTER TABLE spot_check ADD COLUMN withdrawn_by TEXT;

-- The day a unit went into service, of the cases that say it: a projection that can be dropped and rebuilt.
CREATE TABLE service_row (
    case_id INTEGER PRIMARY KEY,
    started TEXT    NOT NULL CHECK (started GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
) STRICT;

-- Stages say when they began: what a case contributes to the figures is drawn anew from its events when the file is opened.
DELETE FROM case_measure;
DELETE FROM measure_block;
