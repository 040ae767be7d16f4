-- +goose Up

ALTER TABLE halls ADD COLUMN floor_load_kg_per_m2 DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE halls ADD COLUMN rack_circuit TEXT NOT NULL DEFAULT 'null';

ALTER TABLE power_stages ADD COLUMN buses BIGINT NOT NULL DEFAULT 0;
ALTER TABLE power_stages ADD COLUMN pairs TEXT NOT NULL DEFAULT 'null';
ALTER TABLE power_stages ADD COLUMN compartments TEXT NOT NULL DEFAULT 'null';
ALTER TABLE power_stages ADD COLUMN no_load_loss DOUBLE PRECISION NOT NULL DEFAULT 0;
ALTER TABLE power_stages ADD COLUMN battery TEXT NOT NULL DEFAULT 'null';
ALTER TABLE power_stages ADD COLUMN fuel_tanks BIGINT NOT NULL DEFAULT 0;
ALTER TABLE power_stages ADD COLUMN continuous BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE redundancy_tiers ADD COLUMN survives TEXT NOT NULL DEFAULT 'null';
ALTER TABLE redundancy_tiers ADD COLUMN continuous_cooling BOOLEAN NOT NULL DEFAULT FALSE;

CREATE TABLE panels (
    plan_id        BIGINT NOT NULL,
    site_position  BIGINT NOT NULL,
    phase_position BIGINT NOT NULL,
    hall_position  BIGINT NOT NULL,
    position       BIGINT NOT NULL,
    name           TEXT NOT NULL,
    side           TEXT NOT NULL,
    from_panel     TEXT NOT NULL,
    volts          DOUBLE PRECISION NOT NULL,
    amps           DOUBLE PRECISION NOT NULL,
    phases         BIGINT NOT NULL,
    breaker_share  DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (plan_id, site_position, phase_position, hall_position, position),
    UNIQUE (plan_id, site_position, phase_position, hall_position, name),
    FOREIGN KEY (plan_id, site_position, phase_position, hall_position) REFERENCES halls (plan_id, site_position, phase_position, position) ON DELETE CASCADE
);

CREATE TABLE rack_feeds (
    plan_id        BIGINT NOT NULL,
    site_position  BIGINT NOT NULL,
    phase_position BIGINT NOT NULL,
    hall_position  BIGINT NOT NULL,
    rack_position  BIGINT NOT NULL,
    position       BIGINT NOT NULL,
    side           TEXT NOT NULL,
    panel          TEXT NOT NULL,
    phase          TEXT NOT NULL,
    volts          DOUBLE PRECISION NOT NULL,
    amps           DOUBLE PRECISION NOT NULL,
    phases         BIGINT NOT NULL,
    breaker_share  DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (plan_id, site_position, phase_position, hall_position, rack_position, position),
    FOREIGN KEY (plan_id, site_position, phase_position, hall_position, rack_position) REFERENCES racks (plan_id, site_position, phase_position, hall_position, position) ON DELETE CASCADE
);

CREATE TABLE reservations (
    plan_id        BIGINT NOT NULL,
    site_position  BIGINT NOT NULL,
    phase_position BIGINT NOT NULL,
    hall_position  BIGINT NOT NULL,
    position       BIGINT NOT NULL,
    name           TEXT NOT NULL,
    it_kw          DOUBLE PRECISION NOT NULL,
    rack_positions BIGINT NOT NULL,
    from_month     TEXT NOT NULL,
    until_month    TEXT NOT NULL,
    PRIMARY KEY (plan_id, site_position, phase_position, hall_position, position),
    UNIQUE (plan_id, site_position, phase_position, hall_position, name),
    FOREIGN KEY (plan_id, site_position, phase_position, hall_position) REFERENCES halls (plan_id, site_position, phase_position, position) ON DELETE CASCADE
);

-- +goose Down

DROP TABLE reservations;
DROP TABLE rack_feeds;
DROP TABLE panels;

ALTER TABLE redundancy_tiers DROP COLUMN continuous_cooling;
ALTER TABLE redundancy_tiers DROP COLUMN survives;

ALTER TABLE power_stages DROP COLUMN continuous;
ALTER TABLE power_stages DROP COLUMN fuel_tanks;
ALTER TABLE power_stages DROP COLUMN battery;
ALTER TABLE power_stages DROP COLUMN no_load_loss;
ALTER TABLE power_stages DROP COLUMN compartments;
ALTER TABLE power_stages DROP COLUMN pairs;
ALTER TABLE power_stages DROP COLUMN buses;

ALTER TABLE halls DROP COLUMN rack_circuit;
ALTER TABLE halls DROP COLUMN floor_load_kg_per_m2;
