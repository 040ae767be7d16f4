package models

import (
	"encoding/json"
	"time"
)

// revisionRow is a saved state of a plan. Rows are added and never changed.
type revisionRow struct {
	PlanID    int64 `gorm:"primaryKey"`
	Number    int   `gorm:"primaryKey"`
	Author    string
	Reason    string
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
	Hash      string
	Document  string
}

func (revisionRow) TableName() string { return "revisions" }

// approvalRow is the approval of a revision. Rows are added, never changed and
// never deleted.
type approvalRow struct {
	PlanID     int64 `gorm:"primaryKey"`
	Revision   int   `gorm:"primaryKey"`
	Name       string
	Note       string
	ApprovedBy string
	Program    string
	ApprovedAt time.Time
}

func (approvalRow) TableName() string { return "approvals" }

// revision is the revision of a row and of its approval, if it has one.
func (r revisionRow) revision(approvals []approvalRow) Revision {
	revision := Revision{Number: r.Number, Author: r.Author, Reason: r.Reason, CreatedAt: r.CreatedAt.UTC(), Hash: r.Hash}
	if r.Document != "" {
		revision.Document = json.RawMessage(r.Document)
	}
	for _, a := range approvals {
		if a.Revision == r.Number {
			revision.Approval = &Approval{Name: a.Name, Note: a.Note, By: a.ApprovedBy, Program: a.Program, At: a.ApprovedAt.UTC()}
		}
	}
	return revision
}
