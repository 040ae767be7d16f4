package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"buildout/planner"
)

// Comparison is a named set of plans as they stood at revisions, to be compared.
// Its ref, as everywhere, is its id in decimal or its name.
type Comparison struct {
	ID        int64
	Name      string // unique among comparisons; not digits alone
	Title     planner.Text
	Note      string
	Baseline  int      // place of the member that differences are taken to
	Measures  []string // rows of the matrix; all where empty
	Members   []ComparisonMember
	Version   int // counts writes from 1, for conditions
	CreatedAt time.Time
	UpdatedAt time.Time
}

// ComparisonMember is a plan at a revision. The plan may be gone.
type ComparisonMember struct {
	PlanID   int64
	PlanName string // as it is now; as it was last known where the plan is gone
	Revision int
	Newest   int // newest revision of the plan; 0 where the plan is gone
}

// Comparisons returns all comparisons by their ids.
func (s *Store) Comparisons(ctx context.Context) ([]Comparison, error) {
	var list []Comparison
	err := s.read(ctx, func(tx *gorm.DB) (err error) {
		var rows []comparisonRow
		if err := tx.Order("id").Find(&rows).Error; err != nil {
			return err
		}
		list, err = readComparisons(tx, rows)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("comparisons: %w", err)
	}
	return list, nil
}

// Comparison returns the comparison that ref refers to.
func (s *Store) Comparison(ctx context.Context, ref string) (Comparison, error) {
	var found Comparison
	err := s.read(ctx, func(tx *gorm.DB) error {
		row, err := findComparison(tx, ref)
		if err == nil {
			found, err = readComparison(tx, row)
		}
		return err
	})
	if err != nil {
		return Comparison{}, fmt.Errorf("comparison %q: %w", ref, err)
	}
	return found, nil
}

// CreateComparison stores a comparison as its version 1. Of it Name, Title, Note,
// Baseline, Measures and the plan and revision of Members are read. The error is
// ErrDuplicate where the name is taken, *planner.Invalid with every fault, and
// ErrNotFound with it where a plan or a revision is not there.
func (s *Store) CreateComparison(ctx context.Context, c Comparison) (Comparison, error) {
	stored, err := s.saveComparison(ctx, c, func(tx *gorm.DB) (Comparison, error) {
		members, err := membersOf(tx, c, nil)
		if err != nil {
			return Comparison{}, err
		}
		row := comparisonRowOf(c)
		row.Version, row.CreatedAt = 1, now()
		row.UpdatedAt = row.CreatedAt
		if err := tx.Create(&row).Error; err != nil {
			return Comparison{}, err
		}
		return storeMembers(tx, row, members)
	})
	if err != nil {
		return Comparison{}, fmt.Errorf("create comparison %q: %w", c.Name, err)
	}
	return stored, nil
}

// ReplaceComparison puts a comparison in the place of that at a version, as its
// next one. A member that it has already may stay where its plan is gone. The
// error is a *StaleError where it has another version by now, else that of
// CreateComparison.
func (s *Store) ReplaceComparison(ctx context.Context, ref string, version int, c Comparison) (Comparison, error) {
	stored, err := s.saveComparison(ctx, c, func(tx *gorm.DB) (Comparison, error) {
		row, err := lockComparison(tx, ref, version)
		if err != nil {
			return Comparison{}, err
		}
		old, err := readComparison(tx, row)
		if err != nil {
			return Comparison{}, err
		}
		members, err := membersOf(tx, c, old.Members)
		if err != nil {
			return Comparison{}, err
		}
		row = comparisonRowOf(c)
		row.ID, row.Version, row.CreatedAt, row.UpdatedAt = old.ID, old.Version+1, old.CreatedAt, now()
		if err := tx.Select("*").Updates(&row).Error; err != nil {
			return Comparison{}, err
		}
		if err := tx.Where("comparison_id = ?", row.ID).Delete(&comparisonMemberRow{}).Error; err != nil {
			return Comparison{}, err
		}
		return storeMembers(tx, row, members)
	})
	if err != nil {
		return Comparison{}, fmt.Errorf("replace comparison %q: %w", ref, err)
	}
	return stored, nil
}

// saveComparison runs store in one transaction, until the end of which the plans
// of the members of c are neither renamed nor deleted. Plans are locked before
// comparisons, by all who lock both.
func (s *Store) saveComparison(ctx context.Context, c Comparison, store func(tx *gorm.DB) (Comparison, error)) (stored Comparison, err error) {
	if len(c.Members) > MaxComparisonMembers {
		return stored, &planner.Invalid{Faults: comparisonFaults(c)}
	}
	err = s.write(ctx, func(tx *gorm.DB) error {
		var locked []int64
		plans := tx.Model(&planRow{}).Clauses(clause.Locking{Strength: clause.LockingStrengthShare}).Where("id IN ?", planIDs(c.Members))
		if err := plans.Order("id").Pluck("id", &locked).Error; err != nil {
			return err
		}
		stored, err = store(tx)
		return err
	})
	return stored, err
}

// DeleteComparison deletes a comparison that is at a version. The error is a
// *StaleError where it has another version by now.
func (s *Store) DeleteComparison(ctx context.Context, ref string, version int) error {
	err := s.write(ctx, func(tx *gorm.DB) error {
		row, err := lockComparison(tx, ref, version)
		if err != nil {
			return err
		}
		return tx.Delete(&row).Error
	})
	if err != nil {
		return fmt.Errorf("delete comparison %q: %w", ref, err)
	}
	return nil
}

// membersOf returns the rows of the members of a comparison, whose plans are
// locked. Each is at a revision that is there, or one of kept.
func membersOf(tx *gorm.DB, c Comparison, kept []ComparisonMember) ([]comparisonMemberRow, error) {
	faults := comparisonFaults(c)
	names, err := knownVersions(tx, c.Members, kept)
	if err != nil {
		return nil, err
	}
	rows := make([]comparisonMemberRow, len(c.Members))
	var missing error
	for i, m := range c.Members {
		name, known := names[version{m.PlanID, m.Revision}]
		if !known || m.Revision == 0 {
			missing = ErrNotFound
			faults = append(faults, missingFault(i, m, names))
		}
		rows[i] = comparisonMemberRow{Position: i, PlanID: m.PlanID, Revision: m.Revision, PlanName: name}
	}
	if len(faults) == 0 {
		return rows, nil
	}
	return nil, errors.Join(missing, &planner.Invalid{Faults: faults})
}

// knownVersions returns the versions of the members that may be stored, with the
// names of their plans. A plan that is there is known at version 0 too.
func knownVersions(tx *gorm.DB, members, kept []ComparisonMember) (map[version]string, error) {
	known := map[version]string{}
	for _, m := range kept {
		known[version{m.PlanID, m.Revision}] = m.PlanName
	}
	var plans []planRow
	if err := tx.Select("id", "name", "revision").Where("id IN ?", planIDs(members)).Find(&plans).Error; err != nil {
		return nil, err
	}
	for _, plan := range plans {
		known[version{Plan: plan.ID}] = plan.Name
		for _, m := range members {
			if m.PlanID == plan.ID && 1 <= m.Revision && m.Revision <= plan.Revision {
				known[version{m.PlanID, m.Revision}] = plan.Name
			}
		}
	}
	return known, nil
}

// storeMembers stores the members of a comparison whose row is stored.
func storeMembers(tx *gorm.DB, row comparisonRow, members []comparisonMemberRow) (Comparison, error) {
	for i := range members {
		members[i].ComparisonID = row.ID
	}
	if err := tx.Create(&members).Error; err != nil {
		return Comparison{}, err
	}
	return readComparison(tx, row)
}

// lockComparison returns the comparison that ref refers to, which nobody else may
// change until the end of the transaction.
func lockComparison(tx *gorm.DB, ref string, version int) (comparisonRow, error) {
	row, err := findComparison(tx.Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate}), ref)
	if err == nil && row.Version != version {
		err = &StaleError{row.Version}
	}
	return row, err
}

// leaveComparisons has the comparisons that hold plans, which are locked and about
// to be deleted, keep their names.
func leaveComparisons(tx *gorm.DB, plans []int64) error {
	var holding []int64
	held := tx.Model(&comparisonMemberRow{}).Select("comparison_id").Where("plan_id IN ?", plans)
	locked := tx.Model(&comparisonRow{}).Clauses(clause.Locking{Strength: clause.LockingStrengthUpdate})
	if err := locked.Where("id IN (?)", held).Order("id").Pluck("id", &holding).Error; err != nil || len(holding) == 0 {
		return err
	}
	name := gorm.Expr("(SELECT name FROM plans WHERE plans.id = comparison_members.plan_id)")
	return tx.Model(&comparisonMemberRow{}).Where("plan_id IN ?", plans).UpdateColumn("plan_name", name).Error
}

func planIDs(members []ComparisonMember) []int64 {
	ids := make([]int64, len(members))
	for i, m := range members {
		ids[i] = m.PlanID
	}
	return ids
}
