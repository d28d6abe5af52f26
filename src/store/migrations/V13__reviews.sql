-- Reviews of the management: figures counted once and kept as they were told, the chapters around them, and what was decided.

CREATE TABLE review (
    number       TEXT    PRIMARY KEY,
    period       TEXT    NOT NULL,
    taken_at     INTEGER NOT NULL,
    taken_by     TEXT    NOT NULL,
    rule_book    TEXT    NOT NULL,
    rule_version INTEGER NOT NULL,
    events       INTEGER NOT NULL,
    head         BLOB    NOT NULL CHECK (length(head) = 32),
    figures      TEXT    NOT NULL
) STRICT;

CREATE INDEX review_period ON review (period, number);

CREATE TABLE review_chapter (
    number     TEXT    NOT NULL REFERENCES review (number),
    chapter    TEXT    NOT NULL CHECK (chapter IN ('cover', 'last_actions', 'kpis', 'trend', 'regions', 'pareto', 'heat',
        'incidents', 'appeals', 'satisfaction', 'checks', 'resources', 'decisions', 'definitions')),
    place      INTEGER NOT NULL,
    included   INTEGER NOT NULL CHECK (included IN (0, 1)),
    conclusion TEXT    NOT NULL,
    PRIMARY KEY (number, chapter)
) STRICT;

-- Decided in the review of a period, whichever of its snapshots was on screen.
CREATE TABLE review_action (
    id      INTEGER PRIMARY KEY,
    period  TEXT    NOT NULL,
    text    TEXT    NOT NULL,
    owner   TEXT    NOT NULL,
    due     TEXT,
    done_at INTEGER
) STRICT;
