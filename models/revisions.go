package models

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"

	"buildout/planner"
)

// Revision is one saved state of a plan. It never changes.
type Revision struct {
	Number    int
	Author    string
	Reason    string
	CreatedAt time.Time
	Hash      string          // SHA-256 of Document, in hex
	Document  json.RawMessage // the plan; nil in a list
	Approval  *Approval       // nil where it is a draft
	Replayed  bool            // whether it was approved by an earlier request of the same key
}

// Approval is the word of someone that a revision is what is to be built. It
// never changes, nor can the plan be deleted that has one.
type Approval struct {
	Name    string // unique among those of the plan, such as board-2026-11
	Note    string
	By      string
	Program string // version of the program that evaluated it
	At      time.Time
}

// Revisions returns the revisions of a plan, the first one first, without their
// documents.
func (s *Store) Revisions(ctx context.Context, ref string) ([]Revision, error) {
	var saved []revisionRow
	var approvals []approvalRow
	err := s.read(ctx, func(tx *gorm.DB) error {
		head, err := find(tx, ref)
		if err != nil {
			return err
		}
		if err := tx.Omit("document").Where("plan_id = ?", head.ID).Order("number").Find(&saved).Error; err != nil {
			return err
		}
		return tx.Where("plan_id = ?", head.ID).Find(&approvals).Error
	})
	if err != nil {
		return nil, fmt.Errorf("revisions of plan %q: %w", ref, err)
	}
	list := make([]Revision, len(saved))
	for i, r := range saved {
		list[i] = r.revision(approvals)
	}
	return list, nil
}

// Revision returns a revision of a plan: the one with a number, or the one whose
// approval has a name.
func (s *Store) Revision(ctx context.Context, ref, revision string) (Revision, error) {
	var found Revision
	err := s.read(ctx, func(tx *gorm.DB) error {
		head, err := find(tx, ref)
		if err != nil {
			return err
		}
		found, err = readRevision(tx, head.ID, revision)
		return err
	})
	if err != nil {
		return Revision{}, fmt.Errorf("revision %q of plan %q: %w", revision, ref, err)
	}
	return found, nil
}

// Approve approves a revision, named by its number or by that of an approval,
// at the time of the store. The error is ErrApproved where it is approved
// already, ErrDuplicate where another revision of the plan has an approval of
// that name.
func (s *Store) Approve(ctx context.Context, ref, revision string, a Approval, key Key) (Revision, error) {
	if strings.Trim(a.Name, "0123456789") == "" || !isText(a.Name) {
		fault := planner.Fault{Path: "name", Found: strconv.Quote(a.Name), Message: "an approval needs a name that is not the number of a revision, such as board-2026-11"}
		return Revision{}, &planner.Invalid{Faults: []planner.Fault{fault}}
	}
	var approved Revision
	err := s.write(ctx, func(tx *gorm.DB) error {
		made, replayed, err := once(tx, key, func() ([]version, error) {
			return approve(tx, ref, revision, a)
		})
		if err != nil {
			return err
		}
		approved, err = readRevision(tx, made[0].Plan, strconv.Itoa(made[0].Revision))
		approved.Replayed = replayed
		return err
	})
	if err != nil {
		return Revision{}, fmt.Errorf("approve revision %q of plan %q: %w", revision, ref, err)
	}
	return approved, nil
}

func approve(tx *gorm.DB, ref, revision string, a Approval) ([]version, error) {
	heads, err := lockPlans(tx, []string{ref})
	if err != nil {
		return nil, err
	}
	r, err := readRevision(tx, heads[0].ID, revision)
	if err != nil {
		return nil, err
	}
	if r.Approval != nil {
		return nil, fmt.Errorf("%w: it is %q", ErrApproved, r.Approval.Name)
	}
	row := approvalRow{heads[0].ID, r.Number, a.Name, a.Note, a.By, a.Program, now()}
	return []version{{row.PlanID, row.Revision}}, tx.Create(&row).Error
}

// readRevision returns a revision of a plan by its number or by the name of its
// approval.
func readRevision(tx *gorm.DB, plan int64, revision string) (Revision, error) {
	if !isText(revision) {
		return Revision{}, gorm.ErrRecordNotFound
	}
	query := tx.Where("plan_id = ? AND name = ?", plan, revision)
	v := version{Plan: plan}
	if number, ok := idOf(revision); ok {
		v.Revision = int(number)
		query = tx.Where("plan_id = ? AND revision = ?", plan, number)
	}
	var approvals []approvalRow
	if err := query.Find(&approvals).Error; err != nil {
		return Revision{}, err
	}
	if len(approvals) > 0 {
		v.Revision = approvals[0].Revision
	}
	row, err := findRevision(tx, v)
	return row.revision(approvals), err
}

func findRevision(tx *gorm.DB, v version) (row revisionRow, err error) {
	err = tx.Where("plan_id = ? AND number = ?", v.Plan, v.Revision).Take(&row).Error
	return row, err
}
