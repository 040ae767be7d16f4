package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"buildout/planner"
)

// creationRow is the one row that stands once any plan was ever created.
type creationRow struct {
	ID        int       `gorm:"autoIncrement:false"`
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

func (creationRow) TableName() string { return "creations" }

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

// lockPlans returns the plans that refs refer to, in their order, without their
// lists. Until the end of the transaction nobody else may change them. They are
// locked in the order of their ids, so that no two wait for each other.
func lockPlans(tx *gorm.DB, refs []string) ([]planRow, error) {
	var ids []int64
	var names []string
	for _, ref := range refs {
		if id, ok := idOf(ref); ok {
			ids = append(ids, id)
		} else if isText(ref) {
			names = append(names, ref)
		}
	}
	var rows []planRow
	query := tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}).Where("id IN ? OR name IN ?", ids, names)
	if err := query.Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	found := map[string]planRow{}
	for _, row := range rows {
		found[row.Name], found[strconv.FormatInt(row.ID, 10)] = row, row
	}
	locked, seen := make([]planRow, len(refs)), map[int64]bool{}
	for i, ref := range refs {
		if id, ok := idOf(ref); ok {
			ref = strconv.FormatInt(id, 10)
		}
		row, ok := found[ref]
		if !ok {
			return nil, fmt.Errorf("plan %q: %w", ref, ErrNotFound)
		}
		if seen[row.ID] {
			return nil, fmt.Errorf("plan %q: %w", ref, ErrTwice)
		}
		locked[i], seen[row.ID] = row, true
	}
	return locked, nil
}

// create stores new plans.
func create(tx *gorm.DB, plans []planner.Plan, c Change) ([]StoredPlan, error) {
	if err := takeNames(tx, len(plans)); err != nil {
		return nil, err
	}
	stored := make([]StoredPlan, len(plans))
	for i, plan := range plans {
		head := PlanHead{Revision: 1, CreatedAt: now()}
		head.UpdatedAt = head.CreatedAt
		var err error
		if stored[i], err = store(tx, head, planner.Plan{}, plan, c); err != nil {
			return nil, fmt.Errorf("plan %q: %w", plan.Name, err)
		}
	}
	return stored, nil
}

// replace stores plans in place of the old ones, which are locked.
func replace(tx *gorm.DB, old []StoredPlan, plans []planner.Plan, c Change) ([]StoredPlan, error) {
	if err := freeNames(tx, old, plans); err != nil {
		return nil, err
	}
	stored := make([]StoredPlan, len(plans))
	for i, plan := range plans {
		head := old[i].PlanHead
		head.Revision, head.UpdatedAt = head.Revision+1, now()
		var err error
		if stored[i], err = store(tx, head, old[i].Plan, plan, c); err != nil {
			return nil, fmt.Errorf("plan %q: %w", old[i].Name, err)
		}
	}
	return stored, nil
}

// freeNames parks the names of plans that are to have others, where they are
// several, so that one may have another's.
func freeNames(tx *gorm.DB, old []StoredPlan, plans []planner.Plan) error {
	var renamed []int64
	for i, plan := range plans {
		if plan.Name != old[i].Name {
			renamed = append(renamed, old[i].ID)
		}
	}
	if len(renamed) < 2 {
		return nil
	}
	if err := takeNames(tx, len(renamed)); err != nil {
		return err
	}
	name := gorm.Expr("CAST(? AS TEXT) || CAST(id AS TEXT)", parked)
	return tx.Model(&planRow{}).Where("id IN ?", renamed).UpdateColumn("name", name).Error
}

// namesLock is the advisory lock of PostgreSQL for the names of plans.
const namesLock = 0x6275696c646f7574

// takeNames comes before a transaction gives names to a number of plans. On
// PostgreSQL one at a time takes several, since two might wait for each other.
func takeNames(tx *gorm.DB, plans int) error {
	if plans < 2 || tx.Name() != "postgres" {
		return nil
	}
	return tx.Exec("SELECT pg_advisory_xact_lock(?)", namesLock).Error
}

// store stores a plan as the revision that head says, in place of old: a new
// plan where head has no id.
func store(tx *gorm.DB, head PlanHead, old, plan planner.Plan, c Change) (StoredPlan, error) {
	plan = normal(plan)
	text, err := json.Marshal(plan)
	if err != nil {
		return StoredPlan{}, err
	}
	sum := sha256.Sum256(text)
	row := planRowOf(plan)
	row.ID, row.Revision, row.Hash, row.CreatedAt, row.UpdatedAt = head.ID, head.Revision, hex.EncodeToString(sum[:]), head.CreatedAt, head.UpdatedAt
	if head.ID == 0 {
		err = tx.Create(&row).Error
	} else {
		err = tx.Select("*").Updates(&row).Error
	}
	if err == nil {
		err = rowsOf(row.ID, old).become(tx, rowsOf(row.ID, plan))
	}
	if err == nil {
		err = tx.Create(&revisionRow{row.ID, row.Revision, c.Author, c.Reason, row.UpdatedAt, row.Hash, string(text)}).Error
	}
	return row.stored(plan), err
}

// remove deletes plans, which are locked.
func remove(tx *gorm.DB, heads []PlanHead) error {
	ids := make([]int64, len(heads))
	for i, head := range heads {
		ids[i] = head.ID
	}
	var approved []approvalRow
	if err := tx.Where("plan_id IN ?", ids).Limit(1).Find(&approved).Error; err != nil {
		return err
	}
	if len(approved) > 0 {
		return fmt.Errorf("plan %d: %w", approved[0].PlanID, ErrApproved)
	}
	if err := leaveComparisons(tx, ids); err != nil {
		return err
	}
	return tx.Where("id IN ?", ids).Delete(&planRow{}).Error
}

// now is the time as both databases keep it: UTC, in whole microseconds.
func now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }
