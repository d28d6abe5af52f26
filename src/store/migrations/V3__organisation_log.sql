-- The organisation becomes what its recorded changes add up to. What stood before this version is entered without a name and time.

CREATE TABLE organisation_change (
    seq  INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL,
    by   TEXT    NOT NULL,
    kind TEXT    NOT NULL CHECK (kind IN ('region', 'branch', 'person', 'outlet', 'post', 'duty', 'stand_in', 'insurer')),
    body TEXT    NOT NULL
) STRICT;

INSERT INTO organisation_change (at, by, kind, body)
SELECT 0, '', 'region', json_object('after', json_object('name', name)) FROM region ORDER BY id;

INSERT INTO organisation_change (at, by, kind, body)
SELECT 0, '', 'branch', json_object('after', json_object(
    'id', id, 'name', name, 'code', '', 'region', region, 'areas', areas, 'products', '')) FROM branch ORDER BY id;

INSERT INTO organisation_change (at, by, kind, body)
SELECT 0, '', 'person', json_object('after', json_object(
    'id', id, 'name', name, 'role', role, 'branch', branch, 'region', region, 'phone', phone,
    'from', from_day, 'to', to_day)) FROM person ORDER BY id;

DROP TABLE person;
DROP TABLE branch;
DROP TABLE region;

CREATE TRIGGER organisation_change_is_never_changed BEFORE UPDATE ON organisation_change
BEGIN SELECT RAISE(ABORT, 'changes of the organisation are only appended'); END;
CREATE TRIGGER organisation_change_is_never_removed BEFORE DELETE ON organisation_change
BEGIN SELECT RAISE(ABORT, 'changes of the organisation are only appended'); END;
