-- +goose Up

ALTER TABLE plans ADD COLUMN budget_construction_interest TEXT NOT NULL DEFAULT 'null';
ALTER TABLE plans ADD COLUMN worth_annuity TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN worth_hours TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN actuals_through TEXT NOT NULL DEFAULT '';

ALTER TABLE sites ADD COLUMN climate TEXT NOT NULL DEFAULT '';
ALTER TABLE sites ADD COLUMN tariff TEXT NOT NULL DEFAULT '';

ALTER TABLE build_stages ADD COLUMN calendar TEXT NOT NULL DEFAULT '';

ALTER TABLE leases ADD COLUMN krw_per_kw_month REAL NOT NULL DEFAULT 0;

ALTER TABLE cost_overrides ADD COLUMN class TEXT NOT NULL DEFAULT '';
ALTER TABLE cost_overrides ADD COLUMN low_share REAL NOT NULL DEFAULT 0;
ALTER TABLE cost_overrides ADD COLUMN high_share REAL NOT NULL DEFAULT 0;

CREATE TABLE funding_lines (
    plan_id     INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    name        TEXT NOT NULL,
    title_en    TEXT NOT NULL,
    title_ko    TEXT NOT NULL,
    amount_krw  INTEGER NOT NULL,
    from_month  TEXT NOT NULL,
    until_month TEXT NOT NULL,
    covers      TEXT NOT NULL,
    source      TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE actuals (
    plan_id       INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    code          TEXT NOT NULL,
    site          TEXT NOT NULL,
    phase         TEXT NOT NULL,
    month         TEXT NOT NULL,
    committed_krw INTEGER NOT NULL,
    paid_krw      INTEGER NOT NULL,
    final         BOOLEAN NOT NULL,
    source        TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE value_overrides (
    plan_id  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    value    REAL NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE lease_returns (
    plan_id        INTEGER NOT NULL,
    lease_position INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    month          TEXT NOT NULL,
    it_kw          REAL NOT NULL,
    rack_positions INTEGER NOT NULL,
    PRIMARY KEY (plan_id, lease_position, position),
    FOREIGN KEY (plan_id, lease_position) REFERENCES leases (plan_id, position) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE calendars (
    plan_id    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
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
) WITHOUT ROWID;

CREATE TABLE tariffs (
    plan_id                 INTEGER NOT NULL,
    position                INTEGER NOT NULL,
    name                    TEXT NOT NULL,
    title_en                TEXT NOT NULL,
    title_ko                TEXT NOT NULL,
    demand_krw_per_kw_month REAL NOT NULL,
    ratchet_months          TEXT NOT NULL,
    least_billed_share      REAL NOT NULL,
    seasons                 TEXT NOT NULL,
    holidays                TEXT NOT NULL,
    surcharges              TEXT NOT NULL,
    source                  TEXT NOT NULL,
    as_of                   TEXT NOT NULL,
    assumption              BOOLEAN NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE climates (
    plan_id    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
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
) WITHOUT ROWID;

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
