-- +goose Up

CREATE TABLE comparisons (
    id         INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    name       TEXT NOT NULL,
    title_en   TEXT NOT NULL,
    title_ko   TEXT NOT NULL,
    note       TEXT NOT NULL,
    baseline   INTEGER NOT NULL,
    measures   TEXT NOT NULL,
    version    INTEGER NOT NULL,
    created_at DATETIME NOT NULL,
    updated_at DATETIME NOT NULL,
    UNIQUE (name),
    CHECK (name GLOB '*[^0-9]*')
);

-- A member stays where its plan goes, with the name the plan had. No plan has the
-- id of one that is gone.
CREATE TABLE comparison_members (
    comparison_id INTEGER NOT NULL,
    position      INTEGER NOT NULL,
    plan_id       INTEGER NOT NULL,
    revision      INTEGER NOT NULL,
    plan_name     TEXT NOT NULL,
    PRIMARY KEY (comparison_id, position),
    UNIQUE (comparison_id, plan_id, revision),
    FOREIGN KEY (comparison_id) REFERENCES comparisons (id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE INDEX comparison_members_plan ON comparison_members (plan_id);

-- +goose Down

DROP TABLE comparison_members;
DROP TABLE comparisons;
