-- +goose Up

CREATE TABLE approvals (
    plan_id     BIGINT NOT NULL,
    revision    BIGINT NOT NULL,
    name        TEXT NOT NULL,
    note        TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    program     TEXT NOT NULL,
    approved_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (plan_id, revision),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id, revision) REFERENCES revisions (plan_id, number),
    CHECK (name ~ '[^0-9]')
);

CREATE TABLE idempotency_keys (
    name       TEXT NOT NULL,
    request    TEXT NOT NULL,
    made       TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (name)
);

CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

CREATE INDEX racks_name ON racks (plan_id, name COLLATE "C", site_position, phase_position, hall_position, position);

-- The check of a foreign key took the index of the names, whose first columns
-- are those of the key as well, and with it each row of the list in turn.
ALTER TABLE halls DROP CONSTRAINT halls_plan_id_site_position_name_key;
ALTER TABLE halls ADD CONSTRAINT halls_name_key UNIQUE (name, plan_id, site_position);
ALTER TABLE racks DROP CONSTRAINT racks_plan_id_site_position_phase_position_hall_position_na_key;
ALTER TABLE racks ADD CONSTRAINT racks_name_key UNIQUE (name, plan_id, site_position, phase_position, hall_position);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % is refused', TG_TABLE_NAME, TG_OP;
END
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION refuse_while_plan_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM plans WHERE id = OLD.plan_id) THEN
        RAISE EXCEPTION 'a revision goes with its plan alone';
    END IF;
    RETURN OLD;
END
$$;
-- +goose StatementEnd

CREATE TRIGGER revisions_never_change BEFORE UPDATE ON revisions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER revisions_go_with_their_plan BEFORE DELETE ON revisions FOR EACH ROW EXECUTE FUNCTION refuse_while_plan_stands();
CREATE TRIGGER approvals_never_change BEFORE UPDATE OR DELETE ON approvals FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- +goose Down

DROP TRIGGER approvals_never_change ON approvals;
DROP TRIGGER revisions_go_with_their_plan ON revisions;
DROP TRIGGER revisions_never_change ON revisions;
DROP FUNCTION refuse_while_plan_stands;
DROP FUNCTION refuse_change;
ALTER TABLE racks DROP CONSTRAINT racks_name_key;
ALTER TABLE racks ADD UNIQUE (plan_id, site_position, phase_position, hall_position, name);
ALTER TABLE halls DROP CONSTRAINT halls_name_key;
ALTER TABLE halls ADD UNIQUE (plan_id, site_position, name);
DROP INDEX racks_name;
DROP TABLE idempotency_keys;
DROP TABLE approvals;
