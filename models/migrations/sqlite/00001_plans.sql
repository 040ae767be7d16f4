-- +goose Up

CREATE TABLE plans (
    id                INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name              TEXT NOT NULL,
    title_en          TEXT NOT NULL,
    title_ko          TEXT NOT NULL,
    description_en    TEXT NOT NULL,
    description_ko    TEXT NOT NULL,
    price_base        TEXT NOT NULL,
    horizon_start     TEXT NOT NULL,
    horizon_months    INTEGER NOT NULL,
    budget_total_krw  INTEGER NOT NULL,
    budget_vat        TEXT NOT NULL,
    budget_covers     TEXT NOT NULL,
    budget_sites      TEXT NOT NULL,
    budget_carry_over BOOLEAN NOT NULL,
    budget_source     TEXT NOT NULL,
    revision          INTEGER NOT NULL,
    hash              TEXT NOT NULL,
    created_at        DATETIME NOT NULL,
    updated_at        DATETIME NOT NULL,
    UNIQUE (name)
);

CREATE TABLE creations (
    id         INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    CHECK (id = 1)
) WITHOUT ROWID;

CREATE TABLE revisions (
    plan_id    INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    author     TEXT NOT NULL,
    reason     TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    hash       TEXT NOT NULL,
    document   TEXT NOT NULL,
    PRIMARY KEY (plan_id, number),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
);

CREATE TABLE exchange_rates (
    plan_id  INTEGER NOT NULL,
    position INTEGER NOT NULL,
    currency TEXT NOT NULL,
    month    TEXT NOT NULL,
    krw      REAL NOT NULL,
    source   TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, currency, month),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE year_ceilings (
    plan_id    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    year       INTEGER NOT NULL,
    amount_krw INTEGER NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, year),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE services (
    plan_id   INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    name      TEXT NOT NULL,
    title_en  TEXT NOT NULL,
    title_ko  TEXT NOT NULL,
    priority  INTEGER NOT NULL,
    rack_type TEXT NOT NULL,
    racks     TEXT NOT NULL,
    source    TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE sites (
    plan_id          INTEGER NOT NULL,
    position         INTEGER NOT NULL,
    name             TEXT NOT NULL,
    title_en         TEXT NOT NULL,
    title_ko         TEXT NOT NULL,
    tier             TEXT NOT NULL,
    region           TEXT NOT NULL,
    plot_area_m2     REAL NOT NULL,
    plot_tenure      TEXT NOT NULL,
    feed_arrangement TEXT NOT NULL,
    source           TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE feeds (
    plan_id       INTEGER NOT NULL,
    site_position INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    name          TEXT NOT NULL,
    substation    TEXT NOT NULL,
    rating_kw     REAL NOT NULL,
    rating_kva    REAL NOT NULL,
    power_factor  REAL NOT NULL,
    cable_km      REAL NOT NULL,
    available     TEXT NOT NULL,
    source        TEXT NOT NULL,
    PRIMARY KEY (plan_id, site_position, position),
    UNIQUE (plan_id, site_position, name),
    FOREIGN KEY (plan_id, site_position) REFERENCES sites (plan_id, position) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE phases (
    plan_id       INTEGER NOT NULL,
    site_position INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    name          TEXT NOT NULL,
    title_en      TEXT NOT NULL,
    title_ko      TEXT NOT NULL,
    start         TEXT NOT NULL,
    promised      TEXT NOT NULL,
    gross_area_m2 REAL NOT NULL,
    PRIMARY KEY (plan_id, site_position, position),
    UNIQUE (plan_id, site_position, name),
    FOREIGN KEY (plan_id, site_position) REFERENCES sites (plan_id, position) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE build_stages (
    plan_id        INTEGER NOT NULL,
    site_position  INTEGER NOT NULL,
    phase_position INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    stage          TEXT NOT NULL,
    months         INTEGER NOT NULL,
    after          TEXT NOT NULL,
    not_before     TEXT NOT NULL,
    source         TEXT NOT NULL,
    PRIMARY KEY (plan_id, site_position, phase_position, position),
    UNIQUE (plan_id, site_position, phase_position, stage),
    FOREIGN KEY (plan_id, site_position, phase_position) REFERENCES phases (plan_id, site_position, position) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE halls (
    plan_id             INTEGER NOT NULL,
    site_position       INTEGER NOT NULL,
    phase_position      INTEGER NOT NULL,
    position            INTEGER NOT NULL,
    name                TEXT NOT NULL,
    area_m2             REAL NOT NULL,
    rack_positions      INTEGER NOT NULL,
    density_kw_per_rack REAL NOT NULL,
    design_it_kw        REAL NOT NULL,
    source              TEXT NOT NULL,
    PRIMARY KEY (plan_id, site_position, phase_position, position),
    UNIQUE (plan_id, site_position, name),
    FOREIGN KEY (plan_id, site_position, phase_position) REFERENCES phases (plan_id, site_position, position) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE racks (
    plan_id        INTEGER NOT NULL,
    site_position  INTEGER NOT NULL,
    phase_position INTEGER NOT NULL,
    hall_position  INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    name           TEXT NOT NULL,
    rack_type      TEXT NOT NULL,
    rack_row       TEXT NOT NULL,
    row_position   INTEGER NOT NULL,
    from_month     TEXT NOT NULL,
    PRIMARY KEY (plan_id, site_position, phase_position, hall_position, position),
    UNIQUE (plan_id, site_position, phase_position, hall_position, name),
    FOREIGN KEY (plan_id, site_position, phase_position, hall_position) REFERENCES halls (plan_id, site_position, phase_position, position) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE power_stages (
    plan_id         INTEGER NOT NULL,
    number          INTEGER NOT NULL,
    site_position   INTEGER NOT NULL,
    phase_position  INTEGER,
    hall_position   INTEGER,
    position        INTEGER NOT NULL,
    kind            TEXT NOT NULL,
    arrangement     TEXT NOT NULL,
    modules         INTEGER NOT NULL,
    rating_kw       REAL NOT NULL,
    rating_kva      REAL NOT NULL,
    power_factor    REAL NOT NULL,
    efficiency      REAL NOT NULL,
    cop             REAL NOT NULL,
    battery_minutes REAL NOT NULL,
    fuel_hours      REAL NOT NULL,
    phase           TEXT NOT NULL,
    source          TEXT NOT NULL,
    PRIMARY KEY (plan_id, number),
    FOREIGN KEY (plan_id, site_position) REFERENCES sites (plan_id, position) ON DELETE CASCADE,
    FOREIGN KEY (plan_id, site_position, phase_position, hall_position) REFERENCES halls (plan_id, site_position, phase_position, position) ON DELETE CASCADE,
    CHECK ((phase_position IS NULL) = (hall_position IS NULL))
) WITHOUT ROWID;

CREATE INDEX power_stages_place ON power_stages (plan_id, site_position, phase_position, hall_position);

CREATE TABLE module_additions (
    plan_id      INTEGER NOT NULL,
    stage_number INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    phase        TEXT NOT NULL,
    modules      INTEGER NOT NULL,
    PRIMARY KEY (plan_id, stage_number, position),
    FOREIGN KEY (plan_id, stage_number) REFERENCES power_stages (plan_id, number) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE links (
    plan_id   INTEGER NOT NULL,
    position  INTEGER NOT NULL,
    name      TEXT NOT NULL,
    from_site TEXT NOT NULL,
    to_site   TEXT NOT NULL,
    km        REAL NOT NULL,
    built     TEXT NOT NULL,
    source    TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE leases (
    plan_id        INTEGER NOT NULL,
    position       INTEGER NOT NULL,
    name           TEXT NOT NULL,
    title_en       TEXT NOT NULL,
    title_ko       TEXT NOT NULL,
    it_kw          REAL NOT NULL,
    rack_positions INTEGER NOT NULL,
    from_month     TEXT NOT NULL,
    until_month    TEXT NOT NULL,
    source         TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE redundancy_tiers (
    plan_id    INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    name       TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    title_ko   TEXT NOT NULL,
    source     TEXT NOT NULL,
    as_of      TEXT NOT NULL,
    assumption BOOLEAN NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE tier_arrangements (
    plan_id       INTEGER NOT NULL,
    tier_position INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    arrangement   TEXT NOT NULL,
    PRIMARY KEY (plan_id, tier_position, position),
    UNIQUE (plan_id, tier_position, kind),
    FOREIGN KEY (plan_id, tier_position) REFERENCES redundancy_tiers (plan_id, position) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE rack_types (
    plan_id      INTEGER NOT NULL,
    position     INTEGER NOT NULL,
    name         TEXT NOT NULL,
    title_en     TEXT NOT NULL,
    title_ko     TEXT NOT NULL,
    height_u     INTEGER NOT NULL,
    nameplate_kw REAL NOT NULL,
    peak_kw      REAL NOT NULL,
    average_kw   REAL NOT NULL,
    weight_kg    REAL NOT NULL,
    source       TEXT NOT NULL,
    as_of        TEXT NOT NULL,
    assumption   BOOLEAN NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, name),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE cost_overrides (
    plan_id     INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    code        TEXT NOT NULL,
    unit_price  REAL NOT NULL,
    currency    TEXT NOT NULL,
    unit        TEXT NOT NULL,
    price_month TEXT NOT NULL,
    source      TEXT NOT NULL,
    PRIMARY KEY (plan_id, position),
    UNIQUE (plan_id, code),
    FOREIGN KEY (plan_id) REFERENCES plans (id) ON DELETE CASCADE
) WITHOUT ROWID;

-- +goose Down

DROP TABLE cost_overrides;
DROP TABLE rack_types;
DROP TABLE tier_arrangements;
DROP TABLE redundancy_tiers;
DROP TABLE leases;
DROP TABLE links;
DROP TABLE module_additions;
DROP TABLE power_stages;
DROP TABLE racks;
DROP TABLE halls;
DROP TABLE build_stages;
DROP TABLE phases;
DROP TABLE feeds;
DROP TABLE sites;
DROP TABLE services;
DROP TABLE year_ceilings;
DROP TABLE exchange_rates;
DROP TABLE revisions;
DROP TABLE creations;
DROP TABLE plans;
