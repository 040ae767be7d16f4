-- +goose Up

CREATE TABLE approvals (
    plan_id     INTEGER NOT NULL,
    revision    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    note        TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    program     TEXT NOT NULL,
    approved_at DATETIME NOT NULL,
    PRIMARY KEY (plan_id, revision),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id, revision) REFERENCES revisions (plan_id, number),
    CHECK (name GLOB '*[^0-9]*')
) WITHOUT ROWID;

CREATE TABLE idempotency_keys (
    name       TEXT NOT NULL,
    request    TEXT NOT NULL,
    made       TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    PRIMARY KEY (name)
) WITHOUT ROWID;

CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

CREATE INDEX racks_name ON racks (plan_id, name, site_position, phase_position, hall_position, position);

-- +goose StatementBegin
CREATE TRIGGER revisions_never_change BEFORE UPDATE ON revisions
BEGIN
    SELECT RAISE(ABORT, 'a revision never changes');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER revisions_go_with_their_plan BEFORE DELETE ON revisions
WHEN EXISTS (SELECT 1 FROM plans WHERE id = OLD.plan_id)
BEGIN
    SELECT RAISE(ABORT, 'a revision goes with its plan alone');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER approvals_never_change BEFORE UPDATE ON approvals
BEGIN
    SELECT RAISE(ABORT, 'an approval never changes');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER approvals_never_go BEFORE DELETE ON approvals
BEGIN
    SELECT RAISE(ABORT, 'an approval never goes');
END;
-- +goose StatementEnd

-- +goose Down

DROP TRIGGER approvals_never_go;
DROP TRIGGER approvals_never_change;
DROP TRIGGER revisions_go_with_their_plan;
DROP TRIGGER revisions_never_change;
DROP INDEX racks_name;
DROP TABLE idempotency_keys;
DROP TABLE approvals;
