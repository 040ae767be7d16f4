// Package models is the store of plans: rows in SQLite or PostgreSQL by GORM,
// and nowhere else. What goes in and comes out is planner.Plan.
package models

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"gorm.io/gorm"

	"buildout/planner"
)

// Store is a database of plans. Its methods may be called at once from any
// number of goroutines. Their errors wrap one of ErrNotFound, ErrStale,
// ErrDuplicate, ErrBusy, ErrFull and ErrUnavailable where one of these is the
// reason.
type Store struct {
	db      *gorm.DB
	pool    *sql.DB
	dialect dialect
	reading sql.TxOptions
	writing chan struct{} // held by the one who writes to SQLite; nil on PostgreSQL
}

// StoredPlan is a plan at its newest revision.
type StoredPlan struct {
	ID        int64
	Revision  int
	Hash      string // of Plan
	Plan      planner.Plan
	CreatedAt time.Time
	UpdatedAt time.Time
}

// Revision is one saved state of a plan. It never changes.
type Revision struct {
	Number    int
	Author    string
	Reason    string
	CreatedAt time.Time
	Hash      string          // SHA-256 of Document, in hex
	Document  json.RawMessage // the plan
}

// Close ends all connections.
func (s *Store) Close() error { return s.pool.Close() }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return translate(s.pool.PingContext(ctx)) }

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
		plans, err = load(tx, heads)
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

// Plan returns the plan that ref, an id in decimal or a name, refers to.
func (s *Store) Plan(ctx context.Context, ref string) (StoredPlan, error) {
	var plans []StoredPlan
	err := s.read(ctx, func(tx *gorm.DB) error {
		head, err := find(tx, ref)
		if err != nil {
			return err
		}
		plans, err = load(tx, []planRow{head})
		return err
	})
	if err != nil {
		return StoredPlan{}, fmt.Errorf("plan %q: %w", ref, err)
	}
	return plans[0], nil
}

// Revisions returns the revisions of a plan, the first one first.
func (s *Store) Revisions(ctx context.Context, ref string) ([]Revision, error) {
	var saved []revisionRow
	err := s.read(ctx, func(tx *gorm.DB) error {
		head, err := find(tx, ref)
		if err != nil {
			return err
		}
		return tx.Where("plan_id = ?", head.ID).Order("number").Find(&saved).Error
	})
	if err != nil {
		return nil, fmt.Errorf("revisions of plan %q: %w", ref, err)
	}
	list := make([]Revision, len(saved))
	for i, r := range saved {
		list[i] = r.revision()
	}
	return list, nil
}

// read runs f in one snapshot of the database, which keeps no writer waiting.
func (s *Store) read(ctx context.Context, f func(tx *gorm.DB) error) error {
	return s.transaction(ctx, f, &s.reading)
}

func (s *Store) transaction(ctx context.Context, f func(tx *gorm.DB) error, options *sql.TxOptions) error {
	err := s.db.WithContext(ctx).Transaction(f, options)
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		err = ctx.Err() // the end of the context rolled the transaction back
	}
	return translate(err)
}

// find returns the plan that ref refers to, without its lists. Digits are an
// id: no plan's name has digits alone.
func find(tx *gorm.DB, ref string) (planRow, error) {
	query := tx.Where("name = ?", ref)
	if id, err := strconv.ParseUint(ref, 10, 63); err == nil {
		query = tx.Where("id = ?", id)
	}
	var row planRow
	err := query.Take(&row).Error
	return row, err
}

func load(tx *gorm.DB, heads []planRow) ([]StoredPlan, error) {
	ids := make([]int64, len(heads))
	for i, head := range heads {
		ids[i] = head.ID
	}
	lists, err := readRows(tx, ids)
	if err != nil {
		return nil, err
	}
	stored := make([]StoredPlan, len(heads))
	for i, plan := range plansOf(heads, lists) {
		stored[i] = heads[i].stored(plan)
	}
	return stored, nil
}
