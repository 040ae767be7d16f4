package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"buildout/planner"
)

// Key is an idempotency key and the request it was sent with.
type Key struct {
	Name    string
	Request [32]byte // SHA-256 of the method, the address and the body
}

// keyLife is how long a key is remembered.
const keyLife = 24 * time.Hour

// keysForgotten is how many old keys a new one removes at most.
const keysForgotten = 100

// keyRow is a key whose request was answered, or is being answered by the
// transaction that wrote it.
type keyRow struct {
	Name      string `gorm:"primaryKey"` // SHA-256 of the key's name, in hex
	Request   string // in hex
	Made      document[[]version]
	CreatedAt time.Time `gorm:"autoCreateTime:false"`
}

func (keyRow) TableName() string { return "idempotency_keys" }

// version is a plan at a revision.
type version struct {
	Plan     int64 `json:"plan"`
	Revision int   `json:"revision"`
}

func versionsOf(stored []StoredPlan) []version {
	list := make([]version, len(stored))
	for i, p := range stored {
		list[i] = version{p.ID, p.Revision}
	}
	return list
}

// once runs store and remembers with the key what it made, unless a request
// with the key was answered: then it returns what that one made. Where one is
// being answered it waits. The error is ErrKeyReused where that was another
// request.
func once(tx *gorm.DB, key Key, store func() ([]version, error)) (made []version, replayed bool, err error) {
	if key.Name == "" {
		made, err = store()
		return made, false, err
	}
	name := sha256.Sum256([]byte(key.Name))
	row := keyRow{Name: hex.EncodeToString(name[:]), Request: hex.EncodeToString(key.Request[:]), CreatedAt: now()}
	forgotten := row.CreatedAt.Add(-keyLife)
	claim := tx.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "name"}},
		DoUpdates: clause.AssignmentColumns([]string{"request", "made", "created_at"}),
		Where:     clause.Where{Exprs: []clause.Expression{gorm.Expr("idempotency_keys.created_at <= ?", forgotten)}},
	}).Create(&row)
	if claim.Error != nil {
		return nil, false, claim.Error
	}
	if claim.RowsAffected == 0 {
		var first keyRow
		if err := tx.Where("name = ?", row.Name).Take(&first).Error; err != nil {
			return nil, false, err
		}
		if first.Request != row.Request {
			return nil, false, ErrKeyReused
		}
		return first.Made.Of, true, nil
	}
	if made, err = store(); err == nil {
		err = tx.Model(&row).Update("made", document[[]version]{made}).Error
	}
	if err == nil {
		err = forget(tx, forgotten)
	}
	return made, false, err
}

// forget removes some of the keys that are as old as at, but none that another
// transaction is at.
func forget(tx *gorm.DB, at time.Time) error {
	free := clause.Locking{Strength: clause.LockingStrengthUpdate, Options: clause.LockingOptionsSkipLocked}
	old := tx.Model(&keyRow{}).Clauses(free).Select("name").Where("created_at <= ?", at).Order("created_at").Limit(keysForgotten)
	return tx.Where("name IN (?)", old).Delete(&keyRow{}).Error
}

// replays returns plans as they were when they were stored.
func replays(tx *gorm.DB, made []version) ([]StoredPlan, error) {
	stored := make([]StoredPlan, len(made))
	for i, v := range made {
		var head planRow
		err := tx.Where("id = ?", v.Plan).Take(&head).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			err = fmt.Errorf("plan %d: %w", v.Plan, ErrGone)
		}
		if err != nil {
			return nil, err
		}
		saved, err := findRevision(tx, v)
		if err != nil {
			return nil, err
		}
		var plan planner.Plan
		if err := json.Unmarshal([]byte(saved.Document), &plan); err != nil {
			return nil, fmt.Errorf("revision %d of plan %d: %w", v.Revision, v.Plan, err)
		}
		stored[i] = StoredPlan{Plan: plan, Replayed: true, PlanHead: PlanHead{
			ID: v.Plan, Name: plan.Name, Title: plan.Title, Revision: v.Revision, Hash: saved.Hash,
			CreatedAt: head.CreatedAt.UTC(), UpdatedAt: saved.CreatedAt.UTC(),
		}}
	}
	return stored, nil
}
