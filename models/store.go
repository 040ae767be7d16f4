// Package models is the store of plans: rows in SQLite or PostgreSQL by GORM,
// and nowhere else. What goes in and comes out is planner.Plan.
package models

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"buildout/planner"
)

// Store is a database of plans. Its methods may be called at once from any
// number of goroutines. Their errors wrap one of the Err… of this package where
// one of these is the reason.
type Store struct {
	db      *gorm.DB
	pool    *sql.DB
	dialect dialect
	reading sql.TxOptions
	writing chan struct{} // held by the one who writes to SQLite; nil on PostgreSQL
	cache   planCache
	losses  atomic.Int64 // of connections; those made before one are not used again
	watched *watched
}

// PlanHead is what is known of a stored plan without what it holds.
type PlanHead struct {
	ID        int64
	Name      string
	Title     planner.Text
	Revision  int
	Hash      string // of the plan
	CreatedAt time.Time
	UpdatedAt time.Time
}

// StoredPlan is a plan at its newest revision. Plan may be shared with others
// and must not be changed; planner.Clone makes one that may.
type StoredPlan struct {
	PlanHead
	Plan     planner.Plan
	Replayed bool // whether it was stored by an earlier request of the same key
}

// Close ends all connections.
func (s *Store) Close() error { return s.pool.Close() }

// Plans returns up to limit plans by their ids, after the first offset ones,
// and the number of all. It takes as many queries for one plan as for many.
func (s *Store) Plans(ctx context.Context, limit, offset int) (plans []StoredPlan, count int, err error) {
	err = s.read(ctx, func(tx *gorm.DB) error {
		var all int64
		if err := tx.Model(&planRow{}).Count(&all).Error; err != nil {
			return err
		}
		count = int(all)
		var heads []planRow
		if err := tx.Order("id").Limit(limit).Offset(offset).Find(&heads).Error; err != nil {
			return err
		}
		plans, err = s.load(tx, heads)
		return err
	})
	if err != nil {
		return nil, 0, fmt.Errorf("plans: %w", err)
	}
	return plans, count, nil
}

// PlanName is what a list to choose from shows of a plan.
type PlanName struct {
	ID   int64
	Name string
}

// Names returns the first limit plans by their ids, without what they hold.
func (s *Store) Names(ctx context.Context, limit int) ([]PlanName, error) {
	var names []PlanName
	err := s.read(ctx, func(tx *gorm.DB) error {
		return tx.Model(&planRow{}).Select("id", "name").Order("id").Limit(limit).Find(&names).Error
	})
	if err != nil {
		return nil, fmt.Errorf("names of plans: %w", err)
	}
	return names, nil
}

// Heads returns what is known of all plans, by their ids, without what they
// hold.
func (s *Store) Heads(ctx context.Context) ([]PlanHead, error) {
	var rows []planRow
	err := s.read(ctx, func(tx *gorm.DB) error { return tx.Order("id").Find(&rows).Error })
	if err != nil {
		return nil, fmt.Errorf("heads of plans: %w", err)
	}
	heads := make([]PlanHead, len(rows))
	for i, row := range rows {
		heads[i] = row.head()
	}
	return heads, nil
}

// Head returns what is known of the plan that ref refers to, without what it
// holds.
func (s *Store) Head(ctx context.Context, ref string) (PlanHead, error) {
	var row planRow
	err := s.read(ctx, func(tx *gorm.DB) (err error) {
		row, err = find(tx, ref)
		return err
	})
	if err != nil {
		return PlanHead{}, fmt.Errorf("head of plan %q: %w", ref, err)
	}
	return row.head(), nil
}

// PlansByID returns the plans with these ids, in their order; the error is
// ErrNotFound where one is gone.
func (s *Store) PlansByID(ctx context.Context, ids []int64) ([]StoredPlan, error) {
	var plans []StoredPlan
	err := s.read(ctx, func(tx *gorm.DB) error {
		var rows []planRow
		if err := tx.Where("id IN ?", ids).Find(&rows).Error; err != nil {
			return err
		}
		byID := map[int64]planRow{}
		for _, row := range rows {
			byID[row.ID] = row
		}
		heads := make([]planRow, len(ids))
		for i, id := range ids {
			row, ok := byID[id]
			if !ok {
				return fmt.Errorf("plan %d: %w", id, ErrNotFound)
			}
			heads[i] = row
		}
		var err error
		plans, err = s.load(tx, heads)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("plans by id: %w", err)
	}
	return plans, nil
}

// Plan returns the plan that ref, an id in decimal or a name, refers to. Of one
// that did not change since it was last loaded or stored it reads the row alone.
func (s *Store) Plan(ctx context.Context, ref string) (StoredPlan, error) {
	if head, err := find(s.db.WithContext(ctx), ref); err == nil {
		if kept, ok := s.cache.at(head); ok {
			return kept, nil
		}
	}
	var plans []StoredPlan
	err := s.read(ctx, func(tx *gorm.DB) error {
		head, err := find(tx, ref)
		if err != nil {
			return err
		}
		plans, err = s.load(tx, []planRow{head})
		return err
	})
	if err != nil {
		return StoredPlan{}, fmt.Errorf("plan %q: %w", ref, err)
	}
	return plans[0], nil
}

// find returns the plan that ref refers to, without its lists. Digits are an
// id: no plan's name has digits alone.
func find(tx *gorm.DB, ref string) (planRow, error) {
	if !isText(ref) {
		return planRow{}, gorm.ErrRecordNotFound
	}
	query := tx.Where("name = ?", ref)
	if id, ok := idOf(ref); ok {
		query = tx.Where("id = ?", id)
	}
	var row planRow
	err := query.Take(&row).Error
	return row, err
}

// isText reports whether both databases can hold a text.
func isText(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// idOf reads an id or a number in decimal.
func idOf(ref string) (id int64, ok bool) {
	n, err := strconv.ParseUint(ref, 10, 63)
	return int64(n), err == nil
}

// load returns the plans of heads, which are as the database has them, in their
// order. It reads those that changed since it last did.
func (s *Store) load(tx *gorm.DB, heads []planRow) ([]StoredPlan, error) {
	plans := make(map[int64]StoredPlan, len(heads))
	var changed []planRow
	var ids []int64
	for _, head := range heads {
		if _, seen := plans[head.ID]; seen {
			continue
		}
		kept, ok := s.cache.at(head)
		if !ok {
			changed, ids = append(changed, head), append(ids, head.ID)
		}
		plans[head.ID] = kept
	}
	if len(changed) > 0 {
		lists, err := readRows(tx, ids)
		if err != nil {
			return nil, err
		}
		for i, plan := range plansOf(changed, lists) {
			stored := changed[i].stored(plan)
			s.cache.keep(stored)
			plans[stored.ID] = stored
		}
	}
	stored := make([]StoredPlan, len(heads))
	for i, head := range heads {
		stored[i] = plans[head.ID]
	}
	return stored, nil
}
