-- The desk's first shape. Events are the truth; case_row and case_fts are projections that can be rebuilt from them.

CREATE TABLE event (
    seq     INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL,
    n       INTEGER NOT NULL CHECK (n >= 1),
    at      INTEGER NOT NULL,
    by      TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    body    TEXT    NOT NULL,
    hash    BLOB    NOT NULL CHECK (length(hash) = 32),
    UNIQUE (case_id, n)
) STRICT;

CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are only appended'); END;
CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are only appended'); END;

CREATE TABLE case_row (
    id          INTEGER PRIMARY KEY,
    number      TEXT    NOT NULL UNIQUE,
    revision    INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    logged_at   INTEGER NOT NULL,
    owner       TEXT    NOT NULL,
    customer    TEXT    NOT NULL,
    phone       TEXT    NOT NULL,
    phone_key   TEXT    NOT NULL,
    address     TEXT    NOT NULL,
    address_key TEXT    NOT NULL,
    category    TEXT    NOT NULL,
    model       TEXT    NOT NULL,
    batch       TEXT    NOT NULL,
    serial      TEXT    NOT NULL,
    external    TEXT    NOT NULL,
    symptoms    TEXT    NOT NULL,
    description TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    class       TEXT    NOT NULL CHECK (class IN ('general_quality', 'major_incident', 'market_complaint', 'service_management', 'competitor')),
    level       TEXT    NOT NULL CHECK (level IN ('general', 'provincial', 'national')),
    grade       TEXT    CHECK (grade IN ('general_special', 'major_special', 'extra_major')),
    stage       TEXT    NOT NULL CHECK (stage IN ('intake', 'dispatch', 'handling', 'reply', 'revisit', 'closure', 'archived')),
    round       INTEGER NOT NULL,
    open        INTEGER NOT NULL CHECK (open IN (0, 1)),
    urgent      INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    escalated   INTEGER NOT NULL CHECK (escalated IN (0, 1)),
    batch_hint  INTEGER NOT NULL CHECK (batch_hint IN (0, 1)),
    region      TEXT    NOT NULL,
    branch      INTEGER,
    person      INTEGER,
    clock_from  INTEGER,
    warn_at     INTEGER,
    due_at      INTEGER,
    paused      TEXT,
    warned      INTEGER NOT NULL CHECK (warned IN (0, 1)),
    closed_at   INTEGER,
    promise_at  INTEGER,
    on_time     INTEGER CHECK (on_time IN (0, 1))
) STRICT;

CREATE INDEX case_open ON case_row (urgent, due_at, warn_at, stage, class, level, region, branch, owner, escalated, batch_hint) WHERE open = 1;
CREATE INDEX case_received ON case_row (received_at, class, level, stage, region, branch, owner, on_time, closed_at, promise_at);
CREATE INDEX case_newest ON case_row (received_at);
CREATE INDEX case_customer ON case_row (customer) WHERE open = 1;
CREATE INDEX case_promise ON case_row (promise_at, on_time, region, class) WHERE promise_at IS NOT NULL;
CREATE INDEX case_phone ON case_row (phone_key, received_at) WHERE phone_key <> '';
CREATE INDEX case_serial ON case_row (serial, received_at) WHERE serial <> '';
CREATE INDEX case_external ON case_row (external) WHERE external <> '';
CREATE INDEX case_address ON case_row (address_key, received_at) WHERE address_key <> '';

CREATE VIRTUAL TABLE case_fts USING fts5(grams, content = '', contentless_delete = 1, detail = none, tokenize = 'unicode61');

CREATE TABLE counter (
    period TEXT    PRIMARY KEY,
    last   INTEGER NOT NULL CHECK (last >= 1)
) STRICT;

CREATE TABLE draft (
    id       INTEGER PRIMARY KEY,
    owner    TEXT    NOT NULL,
    texts    TEXT    NOT NULL,
    saved_at INTEGER NOT NULL
) STRICT;

CREATE TABLE blob (
    hash  TEXT    PRIMARY KEY CHECK (length(hash) = 64),
    bytes INTEGER NOT NULL,
    at    INTEGER NOT NULL
) STRICT;

CREATE TABLE region (
    id   INTEGER PRIMARY KEY,
    name TEXT    NOT NULL UNIQUE
) STRICT;

CREATE TABLE branch (
    id     INTEGER PRIMARY KEY,
    name   TEXT    NOT NULL UNIQUE,
    region TEXT    NOT NULL,
    areas  TEXT    NOT NULL
) STRICT;

CREATE TABLE person (
    id       INTEGER PRIMARY KEY,
    name     TEXT    NOT NULL,
    role     TEXT    NOT NULL,
    branch   INTEGER REFERENCES branch (id),
    region   TEXT,
    phone    TEXT    NOT NULL,
    from_day TEXT,
    to_day   TEXT
) STRICT;

CREATE TABLE rule_book (
    id        TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    effective TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

CREATE TABLE saved_view (
    name  TEXT PRIMARY KEY,
    query TEXT NOT NULL,
    at    INTEGER NOT NULL
) STRICT;

CREATE TABLE mapping (
    name TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    at   INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE issue (
    document TEXT    PRIMARY KEY,
    case_id  INTEGER NOT NULL,
    sheet    TEXT    NOT NULL,
    data     TEXT    NOT NULL,
    hash     TEXT    NOT NULL,
    printed  INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    by       TEXT    NOT NULL
) STRICT;
