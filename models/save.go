package models

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"buildout/planner"
)

// Change says who saves a plan and why. Where Key has a name, a second request
// with it stores nothing and returns what the first one did.
type Change struct {
	Author, Reason string
	Key            Key
}

// CreatePlan is CreatePlans for one plan.
func (s *Store) CreatePlan(ctx context.Context, plan planner.Plan, c Change) (StoredPlan, error) {
	stored, err := s.CreatePlans(ctx, []planner.Plan{plan}, c)
	if err != nil {
		return StoredPlan{}, err
	}
	return stored[0], nil
}

// CreatePlans stores new plans as their revisions 1, all or none. The error is
// ErrDuplicate where a name is taken.
func (s *Store) CreatePlans(ctx context.Context, plans []planner.Plan, c Change) ([]StoredPlan, error) {
	stored, err := s.save(ctx, c.Key, func(tx *gorm.DB) ([]StoredPlan, error) {
		if _, err := recordCreation(tx); err != nil {
			return nil, err
		}
		return create(tx, plans, c)
	})
	if err != nil {
		return nil, fmt.Errorf("create: %w", err)
	}
	return stored, nil
}

// Update is UpdatePlans for one plan.
func (s *Store) Update(ctx context.Context, ref string, c Change, change func(StoredPlan) (planner.Plan, error)) (StoredPlan, error) {
	stored, err := s.UpdatePlans(ctx, []string{ref}, c, func(plans []StoredPlan) ([]planner.Plan, error) {
		plan, err := change(plans[0])
		return []planner.Plan{plan}, err
	})
	if err != nil {
		return StoredPlan{}, err
	}
	return stored[0], nil
}

// UpdatePlans stores what change makes of the plans that refs refer to, each as
// its next revision, all or none. The plans are given to change and taken from
// it in the order of refs; it may not change what they share with others. From
// its read to its write nobody else can change the plans. The error of change is
// that of UpdatePlans, and nothing is stored; it is ErrTwice where two of refs
// refer to one plan, ErrDuplicate where a plan that is not among them has a name.
func (s *Store) UpdatePlans(ctx context.Context, refs []string, c Change, change func([]StoredPlan) ([]planner.Plan, error)) ([]StoredPlan, error) {
	stored, err := s.save(ctx, c.Key, func(tx *gorm.DB) ([]StoredPlan, error) {
		heads, err := lockPlans(tx, refs)
		if err != nil {
			return nil, err
		}
		old, err := s.load(tx, heads)
		if err != nil {
			return nil, err
		}
		plans, err := change(slices.Clone(old))
		if err != nil {
			return nil, err
		}
		if len(plans) != len(old) {
			return nil, fmt.Errorf("%d plans became %d", len(old), len(plans))
		}
		return replace(tx, old, plans, c)
	})
	if err != nil {
		return nil, fmt.Errorf("update: %w", err)
	}
	return stored, nil
}

// ReplacePlan stores plan in place of the one that ref refers to, as its next
// revision. The error is a *StaleError where the stored revision is not
// ifRevision, ErrDuplicate where another plan has the name.
func (s *Store) ReplacePlan(ctx context.Context, ref string, ifRevision int, plan planner.Plan, c Change) (StoredPlan, error) {
	return s.Update(ctx, ref, c, func(now StoredPlan) (planner.Plan, error) {
		return plan, now.at(ifRevision)
	})
}

// DeletePlans deletes the plans that refs refer to with their revisions, all or
// none, unless check has an error for them as they are. The error is ErrApproved
// where one has an approved revision, ErrTwice where two refs refer to one plan.
func (s *Store) DeletePlans(ctx context.Context, refs []string, check func([]PlanHead) error) error {
	err := s.write(ctx, func(tx *gorm.DB) error {
		locked, err := lockPlans(tx, refs)
		if err != nil {
			return err
		}
		heads := make([]PlanHead, len(locked))
		for i, row := range locked {
			heads[i] = row.head()
		}
		if err := check(slices.Clone(heads)); err != nil {
			return err
		}
		return remove(tx, heads)
	})
	if err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	return nil
}

// DeletePlan is DeletePlans for one plan. The error is a *StaleError where the
// stored revision is not ifRevision.
func (s *Store) DeletePlan(ctx context.Context, ref string, ifRevision int) error {
	return s.DeletePlans(ctx, []string{ref}, func(heads []PlanHead) error { return heads[0].at(ifRevision) })
}

// at returns a *StaleError where the plan is not at a revision.
func (h PlanHead) at(revision int) error {
	if h.Revision != revision {
		return &StaleError{h.Revision}
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
	_, err := s.save(ctx, Key{}, func(tx *gorm.DB) ([]StoredPlan, error) {
		first, err := recordCreation(tx)
		if err != nil || !first {
			return nil, err
		}
		return create(tx, plans, Change{Author: "buildout", Reason: "example plan"})
	})
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	return nil
}

// save runs f, which stores plans, in one transaction. Where the first request
// with key was answered, it returns what that stored instead.
func (s *Store) save(ctx context.Context, key Key, f func(tx *gorm.DB) ([]StoredPlan, error)) ([]StoredPlan, error) {
	var stored, replayed []StoredPlan
	err := s.write(ctx, func(tx *gorm.DB) error {
		made, again, err := once(tx, key, func() (_ []version, err error) {
			stored, err = f(tx)
			return versionsOf(stored), err
		})
		if err == nil && again {
			replayed, err = replays(tx, made)
		}
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case replayed != nil:
		return replayed, nil
	}
	s.cache.keep(stored...)
	return stored, nil
}
