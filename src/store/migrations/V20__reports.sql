-- The chapters of every report of a period, not of the review alone, and those that people add.

CREATE TABLE report_chapter (
    number     TEXT    NOT NULL REFERENCES review (number),
    report     TEXT    NOT NULL CHECK (report IN ('review', 'complaints', 'escalated', 'appeals', 'kpis', 'branches',
        'products', 'bulletin')),
    chapter    TEXT    NOT NULL,
    nth        INTEGER NOT NULL CHECK (nth >= 0),
    place      INTEGER NOT NULL,
    included   INTEGER NOT NULL CHECK (included IN (0, 1)),
    conclusion TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    words      TEXT    NOT NULL,
    shows      TEXT,
    PRIMARY KEY (number, report, chapter, nth)
) STRICT;

INSERT INTO report_chapter (number, report, chapter, nth, place, included, conclusion, title, words)
SELECT number, 'review', chapter, 0, place, included, conclusion, '', '' FROM review_chapter;

DROP TABLE review_chapter;
