-- Lists and counters of open cases without a sort: the order of a list is the order of its index.

DROP INDEX case_open;
CREATE INDEX case_open ON case_row (urgent, due_at, id, warn_at, stage, class, level, region, branch, owner, escalated, batch_hint) WHERE open = 1;
CREATE INDEX case_stage ON case_row (stage) WHERE open = 1;
CREATE INDEX case_owner ON case_row (owner) WHERE open = 1;
CREATE INDEX case_escalated ON case_row (escalated) WHERE open = 1 AND escalated = 1;
CREATE INDEX case_batch_hint ON case_row (batch_hint) WHERE open = 1 AND batch_hint = 1;
