-- The rule book of a case and the kind of its customer stand beside it: lists show the house's own names (C01, D01),
-- VIPs come first (D08), international customers are counted apart (A18).

ALTER TABLE case_row ADD COLUMN rule_book TEXT NOT NULL DEFAULT '';
ALTER TABLE case_row ADD COLUMN rule_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_row ADD COLUMN vip INTEGER NOT NULL DEFAULT 0 CHECK (vip IN (0, 1));
ALTER TABLE case_row ADD COLUMN international INTEGER NOT NULL DEFAULT 0 CHECK (international IN (0, 1));

UPDATE case_row SET
    rule_book = COALESCE((SELECT json_extract(body, '$.rule_book') FROM event WHERE case_id = case_row.id AND n = 1), ''),
    rule_version = COALESCE((SELECT json_extract(body, '$.rule_version') FROM event WHERE case_id = case_row.id AND n = 1), 0);

CREATE INDEX case_customer_kind ON case_row (vip, international) WHERE vip = 1 OR international = 1;

-- A person's own cases are walked urgent ones first, then VIPs, each by the time left.
DROP INDEX case_owner;
CREATE INDEX case_owner ON case_row (owner, urgent, vip, due_at, warn_at) WHERE open = 1;
