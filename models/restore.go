package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"buildout/planner"
)

// ErrNotEmpty says that a backup was to be restored over plans or comparisons.
var ErrNotEmpty = errors.New("the database has plans or comparisons; a backup is restored into one in which there are none")

// Restore stores what Backup wrote, of either database, with the ids it had:
// all of it, once it has proved whole, or nothing. The error is ErrBackup where
// it does not, ErrNotEmpty where there are plans or comparisons. It holds one revision at a
// time in memory.
func (s *Store) Restore(ctx context.Context, r io.Reader) (BackupCounts, error) {
	var counts BackupCounts
	b, err := newBackupReader(r, s.dialect)
	if err == nil {
		err = s.write(ctx, func(tx *gorm.DB) (err error) {
			counts, err = restore(tx, s.dialect, b)
			return err
		})
	}
	if err != nil {
		return BackupCounts{}, fmt.Errorf("restore: %w", err)
	}
	return counts, nil
}

func restore(tx *gorm.DB, d dialect, b *backupReader) (BackupCounts, error) {
	if err := empty(tx, d); err != nil {
		return BackupCounts{}, err
	}
	if at := b.head.FirstPlan; at != nil {
		if err := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&creationRow{ID: 1, CreatedAt: *at}).Error; err != nil {
			return BackupCounts{}, err
		}
	}
	for {
		line, err := b.line()
		if err != nil {
			return BackupCounts{}, err
		}
		if line.End != nil {
			if err := raiseLastID(tx, d, "comparisons", max(b.head.LastComparisonID, b.last)); err != nil {
				return BackupCounts{}, err
			}
			return b.counts, raiseLastID(tx, d, "plans", max(b.head.LastID, b.lastID()))
		}
		if err := restoreLine(tx, b, line); err != nil {
			return BackupCounts{}, err
		}
	}
}

// empty refuses a database with plans or comparisons, and keeps others from
// storing one until the end of the transaction. The keys of plans that are gone go
// too.
func empty(tx *gorm.DB, d dialect) error {
	if d == dialectPostgres {
		if err := tx.Exec("LOCK TABLE plans, comparisons, idempotency_keys IN EXCLUSIVE MODE").Error; err != nil {
			return err
		}
	}
	var plans, comparisons int64
	if err := tx.Model(&planRow{}).Count(&plans).Error; err != nil {
		return err
	}
	if err := tx.Model(&comparisonRow{}).Count(&comparisons).Error; err != nil {
		return err
	}
	if plans+comparisons > 0 {
		return fmt.Errorf("%w: it has %d and %d", ErrNotEmpty, plans, comparisons)
	}
	return tx.Where("1 = 1").Delete(&keyRow{}).Error
}

func restoreLine(tx *gorm.DB, b *backupReader, line backupLine) error {
	switch {
	case line.Revision != nil:
		r := line.Revision
		if r.Number == b.plan.Revision {
			if err := restorePlan(tx, b, *r); err != nil {
				return err
			}
		}
		return b.stored(tx.Create(&revisionRow{r.Plan, r.Number, r.Author, r.Reason, r.CreatedAt, r.Hash, string(r.Document)}).Error)
	case line.Approval != nil:
		a := line.Approval
		return b.stored(tx.Create(&approvalRow{a.Plan, a.Revision, a.Name, a.Note, a.By, a.Program, a.At}).Error)
	case line.Comparison != nil:
		return b.stored(restoreComparison(tx, *line.Comparison))
	case line.Key != nil:
		k := line.Key
		return b.stored(tx.Create(&keyRow{k.Name, k.Request, document[[]version]{k.Made}, k.CreatedAt}).Error)
	}
	return nil // a plan's row is made of its newest revision, which follows it
}

// restorePlan makes the rows of a plan of its newest revision.
func restorePlan(tx *gorm.DB, b *backupReader, newest backupRevision) error {
	var plan planner.Plan
	if err := json.Unmarshal(newest.Document, &plan); err != nil {
		return b.fault("revision %d of plan %q is no plan: %v", newest.Number, b.plan.Name, err)
	}
	if plan.Name != b.plan.Name {
		return b.fault("plan %q is named %q in its newest revision", b.plan.Name, plan.Name)
	}
	plan = normal(plan)
	if plan.Hash() != newest.Hash {
		return b.fault("revision %d of plan %q holds what this program does not keep", newest.Number, plan.Name)
	}
	row := planRowOf(plan)
	row.ID, row.Revision, row.Hash, row.CreatedAt, row.UpdatedAt = b.plan.ID, b.plan.Revision, newest.Hash, b.plan.CreatedAt, b.plan.UpdatedAt
	if err := tx.Create(&row).Error; err != nil {
		return b.stored(err)
	}
	return b.stored((&rows{}).become(tx, rowsOf(row.ID, plan)))
}

// restoreComparison stores a comparison with the id and the version it had.
func restoreComparison(tx *gorm.DB, c backupComparison) error {
	row := comparisonRowOf(c.comparison())
	row.ID, row.Version, row.CreatedAt, row.UpdatedAt = c.ID, c.Version, c.CreatedAt, c.UpdatedAt
	if err := tx.Create(&row).Error; err != nil {
		return err
	}
	members := make([]comparisonMemberRow, len(c.Members))
	for i, m := range c.Members {
		members[i] = comparisonMemberRow{c.ID, i, m.Plan, m.Revision, m.Name}
	}
	return tx.Create(&members).Error
}

// stored names the line at fault where the database refuses what it holds.
func (b *backupReader) stored(err error) error {
	err = translate(err)
	if errors.Is(err, ErrDuplicate) || errors.Is(err, gorm.ErrForeignKeyViolated) || errors.Is(err, gorm.ErrCheckConstraintViolated) {
		return b.fault("the database refuses it: %v", err)
	}
	return err
}

// lastID is the id of the last plan that was read, 0 where there was none.
func (b *backupReader) lastID() int64 {
	if b.plan == nil {
		return 0
	}
	return b.plan.ID
}

// raiseLastID has the database give ids above id to new rows of a table.
func raiseLastID(tx *gorm.DB, d dialect, table string, id int64) error {
	last, err := lastID(tx, d, table)
	if err != nil || id <= last {
		return err
	}
	if d == dialectPostgres {
		return tx.Exec("SELECT setval(CAST(? AS TEXT)::regclass, ?)", table+"_id_seq", id).Error
	}
	done := tx.Exec("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", id, table)
	if done.Error == nil && done.RowsAffected == 0 {
		done = tx.Exec("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, id)
	}
	return done.Error
}
