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

func (r revisionRow) revision() Revision {
	return Revision{r.Number, r.Author, r.Reason, r.CreatedAt.UTC(), r.Hash, json.RawMessage(r.Document)}
}
