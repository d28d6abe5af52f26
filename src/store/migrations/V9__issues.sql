-- An issue is a record for ever: its series and place in it, the template, the finished file under its hash, and every
-- handing out. What the weekly register of a region is issued as belongs to no case. Of what an earlier version issued
-- neither template nor file is known.

CREATE TABLE issue_of_v9 (
    document TEXT    PRIMARY KEY,
    series   TEXT    NOT NULL,
    nth      INTEGER NOT NULL CHECK (nth >= 1),
    case_id  INTEGER,
    sheet    TEXT,
    mode     TEXT    CHECK (mode IN ('prefilled', 'final')),
    form_no  TEXT    NOT NULL,
    version  TEXT    NOT NULL,
    pages    INTEGER NOT NULL CHECK (pages >= 0),
    data     TEXT    NOT NULL,
    hash     TEXT    NOT NULL,
    pdf      TEXT    NOT NULL CHECK (length(pdf) IN (0, 64)),
    printed  INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    by       TEXT    NOT NULL,
    UNIQUE (series, nth),
    CHECK ((case_id IS NULL) = (sheet IS NULL))
) STRICT;

INSERT INTO issue_of_v9 (document, series, nth, case_id, sheet, mode, form_no, version, pages, data, hash, pdf, printed, at, by)
SELECT document,
       rtrim(rtrim(document, '0123456789'), '-'),
       CAST(substr(document, length(rtrim(document, '0123456789')) + 1) AS INTEGER),
       case_id, sheet, NULL, '', '', 0, data, hash, '', printed, at, by
FROM issue;

DROP TABLE issue;
ALTER TABLE issue_of_v9 RENAME TO issue;
CREATE INDEX issue_case ON issue (case_id) WHERE case_id IS NOT NULL;
CREATE INDEX issue_file ON issue (pdf) WHERE pdf <> '';

CREATE TABLE handed_out (
    document TEXT    NOT NULL REFERENCES issue (document),
    nth      INTEGER NOT NULL CHECK (nth >= 1),
    at       INTEGER NOT NULL,
    by       TEXT    NOT NULL,
    way      TEXT    NOT NULL CHECK (way IN ('viewer', 'file', 'printer')),
    PRIMARY KEY (document, nth)
) STRICT;
