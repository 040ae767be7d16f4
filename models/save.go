package models

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"buildout/planner"
)

// Change says who saves a plan and why.
type Change struct{ Author, Reason string }

// creationRow is the one row that stands once any plan was ever created.
type creationRow struct {
	ID        int       `gorm:"autoIncrement:false"`
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

func (creationRow) TableName() string { return "creations" }

// CreatePlan stores a new plan as revision 1. The error is ErrDuplicate where
// its name is taken.
func (s *Store) CreatePlan(ctx context.Context, plan planner.Plan, c Change) (StoredPlan, error) {
	var stored StoredPlan
	err := s.write(ctx, func(tx *gorm.DB) (err error) {
		if _, err = recordCreation(tx); err == nil {
			stored, err = create(tx, plan, c)
		}
		return err
	})
	if err != nil {
		return StoredPlan{}, fmt.Errorf("create plan %q: %w", plan.Name, err)
	}
	return stored, nil
}

// ReplacePlan stores plan in place of the one that ref refers to, as its next
// revision. The error is a *StaleError where the stored revision is not
// ifRevision, ErrDuplicate where another plan has the name.
func (s *Store) ReplacePlan(ctx context.Context, ref string, ifRevision int, plan planner.Plan, c Change) (StoredPlan, error) {
	var stored StoredPlan
	err := s.write(ctx, func(tx *gorm.DB) error {
		head, err := findAt(tx, ref, ifRevision)
		if err != nil {
			return err
		}
		stored, err = replace(tx, head, plan, c)
		return err
	})
	if err != nil {
		return StoredPlan{}, fmt.Errorf("replace plan %q: %w", ref, err)
	}
	return stored, nil
}

// DeletePlan deletes the plan that ref refers to, with its revisions. The
// error is a *StaleError where the stored revision is not ifRevision.
func (s *Store) DeletePlan(ctx context.Context, ref string, ifRevision int) error {
	err := s.write(ctx, func(tx *gorm.DB) error {
		head, err := findAt(tx, ref, ifRevision)
		if err != nil {
			return err
		}
		done := tx.Where("id = ? AND revision = ?", head.ID, ifRevision).Delete(&planRow{})
		return overtaken(tx, done, head.ID)
	})
	if err != nil {
		return fmt.Errorf("delete plan %q: %w", ref, err)
	}
	return nil
}

// Seed stores the example plans, all or none, in a database in which no plan
// was ever created. In any other, one whose plans were all deleted too, it
// does nothing.
func (s *Store) Seed(ctx context.Context, plans []planner.Plan) error {
	if len(plans) == 0 {
		return nil
	}
	err := s.write(ctx, func(tx *gorm.DB) error {
		first, err := recordCreation(tx)
		if err != nil || !first {
			return err
		}
		for _, plan := range plans {
			if _, err := create(tx, plan, Change{Author: "buildout", Reason: "example plan"}); err != nil {
				return fmt.Errorf("plan %q: %w", plan.Name, err)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	return nil
}

// write runs f in one transaction. On SQLite it first waits its turn, which is
// fairer and sooner than SQLite's own polling for the lock.
func (s *Store) write(ctx context.Context, f func(tx *gorm.DB) error) error {
	if s.writing != nil {
		select {
		case s.writing <- struct{}{}:
			defer func() { <-s.writing }()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return s.transaction(ctx, f, nil)
}

// recordCreation reports whether no plan was created before. A transaction
// that asks while another's answer is open waits for it.
func recordCreation(tx *gorm.DB) (first bool, err error) {
	done := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&creationRow{ID: 1, CreatedAt: now()})
	return done.RowsAffected == 1, done.Error
}

func create(tx *gorm.DB, plan planner.Plan, c Change) (StoredPlan, error) {
	plan = normal(plan)
	head := planRowOf(plan)
	head.Revision, head.Hash, head.CreatedAt = 1, plan.Hash(), now()
	head.UpdatedAt = head.CreatedAt
	if err := tx.Create(&head).Error; err != nil {
		return StoredPlan{}, err
	}
	return finish(tx, head, plan, c)
}

func replace(tx *gorm.DB, old planRow, plan planner.Plan, c Change) (StoredPlan, error) {
	plan = normal(plan)
	head := planRowOf(plan)
	head.Revision, head.Hash, head.CreatedAt, head.UpdatedAt = old.Revision+1, plan.Hash(), old.CreatedAt, now()
	done := tx.Model(&planRow{}).Where("id = ? AND revision = ?", old.ID, old.Revision).Select("*").Omit("id").Updates(&head)
	if err := overtaken(tx, done, old.ID); err != nil {
		return StoredPlan{}, err
	}
	head.ID = old.ID
	if err := deleteRows(tx, head.ID); err != nil {
		return StoredPlan{}, err
	}
	return finish(tx, head, plan, c)
}

// finish inserts the lists and the revision of a plan whose row is written.
func finish(tx *gorm.DB, head planRow, plan planner.Plan, c Change) (StoredPlan, error) {
	if err := rowsOf(head.ID, plan).insert(tx); err != nil {
		return StoredPlan{}, err
	}
	text, err := json.Marshal(plan)
	if err != nil {
		return StoredPlan{}, err
	}
	revision := revisionRow{head.ID, head.Revision, c.Author, c.Reason, head.UpdatedAt, head.Hash, string(text)}
	if err := tx.Create(&revision).Error; err != nil {
		return StoredPlan{}, err
	}
	return head.stored(plan), nil
}

// findAt is find for a plan that must be at revision.
func findAt(tx *gorm.DB, ref string, revision int) (planRow, error) {
	head, err := find(tx, ref)
	if err == nil && head.Revision != revision {
		err = &StaleError{head.Revision}
	}
	return head, err
}

// overtaken returns the error of a statement that was to change a plan at a
// revision: another transaction may have come between it and find.
func overtaken(tx, done *gorm.DB, id int64) error {
	if done.Error != nil || done.RowsAffected == 1 {
		return done.Error
	}
	var current planRow
	if err := tx.Where("id = ?", id).Take(&current).Error; err != nil {
		return err
	}
	return &StaleError{current.Revision}
}

// now is the time as both databases keep it: UTC, in whole microseconds.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
