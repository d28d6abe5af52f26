-- Pages of scanned files: each is on record with what became of it, so none is lost and none is taken in twice. What waits
-- for a person is the tray.

CREATE TABLE scan_page (
    id         INTEGER PRIMARY KEY,
    file       TEXT    NOT NULL CHECK (length(file) = 64),
    page       INTEGER NOT NULL CHECK (page BETWEEN 1 AND of),
    of         INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    picture    TEXT    NOT NULL CHECK (length(picture) = 64),
    codes      TEXT    NOT NULL,
    verdict    TEXT    NOT NULL CHECK (verdict IN ('files', 'again', 'superseded', 'known', 'no_code', 'unreadable',
                   'several_codes', 'never_issued', 'no_case', 'forged', 'page_count', 'signed_already', 'taken_off')),
    detail     TEXT    NOT NULL,
    document   TEXT,
    place      INTEGER,
    pages      INTEGER,
    at         INTEGER NOT NULL,
    by         TEXT    NOT NULL,
    settled    TEXT    CHECK (settled IN ('assigned', 'discarded')),
    settled_at INTEGER,
    settled_by TEXT,
    note       TEXT    NOT NULL,
    UNIQUE (file, page),
    CHECK ((document IS NULL) = (place IS NULL) AND (place IS NULL) = (pages IS NULL)),
    CHECK ((settled IS NULL) = (settled_at IS NULL) AND (settled IS NULL) = (settled_by IS NULL))
) STRICT;

CREATE INDEX scan_page_tray ON scan_page (id)
    WHERE settled IS NULL AND verdict NOT IN ('files', 'again', 'superseded', 'known');
CREATE INDEX scan_page_picture ON scan_page (picture, document) WHERE document IS NOT NULL;

-- Documents that came back, whole or in part, and wait for a person: a projection that can be dropped and rebuilt from the
-- events.
CREATE TABLE returned_row (
    document TEXT    PRIMARY KEY,
    case_id  INTEGER NOT NULL,
    sheet    TEXT    NOT NULL,
    pages    INTEGER NOT NULL,
    missing  TEXT    NOT NULL,
    twice    TEXT    NOT NULL,
    newer    TEXT,
    picture  TEXT    NOT NULL,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX returned_case ON returned_row (case_id);
