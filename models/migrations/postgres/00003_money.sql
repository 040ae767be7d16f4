-- +goose Up

ALTER TABLE plans ADD COLUMN budget_construction_interest TEXT NOT NULL DEFAULT 'null';
ALTER TABLE plans ADD COLUMN worth_annuity TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN worth_hours TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN actuals_through TEXT NOT NULL DEFAULT '';

ALTER TABLE sites ADD COLUMN climate TEXT NOT NULL DEFAULT '';
ALTER TABLE sites ADD COLUMN tariff TEXT NOT NULL DEFAULT '';

ALTER TABLE build_stages ADD COLUMN calendar TEXT NOT NULL DEFAULT '';

ALTER TABLE leases ADD COLUMN krw_per_kw_month DOUBLE PRECISION NOT NULL DEFAULT 0;

ALTER TABLE cost_overrides ADD COLUMN class TEXT NOT NULL DEFAULT '';
ALTER TABLE cost_overrides ADD COLUMN low_share DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE cost_overrides ADD COLUMN high_share DOUBLE PRECISION NOT NULL DEFAULT 0;

CREATE TABLE funding_lines (
    plan_id     BIGINT NOT NULL,
    position    BIGINT NOT NULL,
    name        TEXT NOT NULL,
    title_en    TEXT NOT NULL,
    title_ko    TEXT NOT NULL,
    amount_krw  BIGINT NOT NULL,
    from_month  TEXT NOT NULL,
    until_month TEXT NOT NULL,
    covers      TEXT NOT NULL,
    source      TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
);

CREATE TABLE actuals (
    plan_id       BIGINT NOT NULL,
    position      BIGINT NOT NULL,
    code          TEXT NOT NULL,
    site          TEXT NOT NULL,
    phase         TEXT NOT NULL,
    month         TEXT NOT NULL,
    committed_krw BIGINT NOT NULL,
    paid_krw      BIGINT NOT NULL,
    final         BOOLEAN NOT NULL,
    source        TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
);

CREATE TABLE value_overrides (
    plan_id  BIGINT NOT NULL,
    position BIGINT NOT NULL,
    name     TEXT NOT NULL,
    value    DOUBLE PRECISION NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
);

CREATE TABLE lease_returns (
    plan_id        BIGINT NOT NULL,
    lease_position BIGINT NOT NULL,
    position       BIGINT NOT NULL,
    month          TEXT NOT NULL,
    it_kw          DOUBLE PRECISION NOT NULL,
    rack_positions BIGINT NOT NULL,
    PRIMARY KEY (plan_id, lease_position, position),
    FOREIGN KEY (plan_id, lease_position) REFERENCES leases (plan_id, position) ON DELETE CASCADE
);

CREATE TABLE calendars (
    plan_id    BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    name       TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    title_ko   TEXT NOT NULL,
    work       TEXT NOT NULL,
    source     TEXT NOT NULL,
    as_of      TEXT NOT NULL,
    assumption BOOLEAN NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
);

CREATE TABLE tariffs (
    plan_id                 BIGINT NOT NULL,
    position                BIGINT NOT NULL,
    name                    TEXT NOT NULL,
    title_en                TEXT NOT NULL,
    title_ko                TEXT NOT NULL,
    demand_krw_per_kw_month DOUBLE PRECISION NOT NULL,
    ratchet_months          TEXT NOT NULL,
    least_billed_share      DOUBLE PRECISION NOT NULL,
    seasons                 TEXT NOT NULL,
    holidays                TEXT NOT NULL,
    surcharges              TEXT NOT NULL,
    source                  TEXT NOT NULL,
    as_of                   TEXT NOT NULL,
    assumption              BOOLEAN NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
);

CREATE TABLE climates (
    plan_id    BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    name       TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    title_ko   TEXT NOT NULL,
    mean_c     TEXT NOT NULL,
    source     TEXT NOT NULL,
    as_of      TEXT NOT NULL,
    assumption BOOLEAN NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
);

-- +goose Down

DROP TABLE climates;
DROP TABLE tariffs;
DROP TABLE calendars;
DROP TABLE lease_returns;
DROP TABLE value_overrides;
DROP TABLE actuals;
DROP TABLE funding_lines;

ALTER TABLE cost_overrides DROP COLUMN high_share;
ALTER TABLE cost_overrides DROP COLUMN low_share;
ALTER TABLE cost_overrides DROP COLUMN class;

ALTER TABLE leases DROP COLUMN krw_per_kw_month;

ALTER TABLE build_stages DROP COLUMN calendar;

ALTER TABLE sites DROP COLUMN tariff;
ALTER TABLE sites DROP COLUMN climate;

ALTER TABLE plans DROP COLUMN actuals_through;
ALTER TABLE plans DROP COLUMN worth_hours;
ALTER TABLE plans DROP COLUMN worth_annuity;
ALTER TABLE plans DROP COLUMN budget_construction_interest;
