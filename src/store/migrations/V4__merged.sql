-- Merged cases: found like any other, but neither open nor counted. `main` is the number of the case they are merged into.

ALTER TABLE case_row ADD COLUMN main TEXT;
CREATE INDEX case_merged ON case_row (main) WHERE main IS NOT NULL;

DROP INDEX case_received;
CREATE INDEX case_received ON case_row (received_at, class, level, stage, region, branch, owner, on_time, closed_at, promise_at, main);
