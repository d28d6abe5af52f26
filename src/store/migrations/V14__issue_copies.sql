-- An issue comes out in copies, each for its holder and each a file of its own under its hash; all say the same under one
-- number. What was issued before has one copy, the file of the issue itself.

CREATE TABLE issue_copy (
    document TEXT    NOT NULL REFERENCES issue (document),
    place    INTEGER NOT NULL CHECK (place >= 1),
    holder   TEXT    NOT NULL CHECK (holder IN ('headquarters', 'outlet', 'region', 'insurer', 'injured', 'party_a', 'claim',
                 'party_b', 'party_c', 'spare', 'finance')),
    usual    INTEGER NOT NULL CHECK (usual IN (0, 1)),
    pages    INTEGER NOT NULL CHECK (pages >= 1),
    pdf      TEXT    NOT NULL CHECK (length(pdf) = 64),
    PRIMARY KEY (document, place),
    UNIQUE (document, holder)
) STRICT;

CREATE INDEX issue_copy_file ON issue_copy (pdf);

-- Whose copy was handed out; empty for all that come out without being asked for.
ALTER TABLE handed_out ADD COLUMN copy TEXT NOT NULL DEFAULT '';
