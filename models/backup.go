package models

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"time"

	"gorm.io/gorm"

	"buildout/planner"
)

// backupFormat is the number of the format below. A program reads those up to
// its own.
const backupFormat = 2

// backupLine is a line of a backup, which is gzip of lines of JSON: a head; the
// plans by their ids, each followed by its revisions, the newest first, and its
// approvals; from format 2 on, the comparisons by their ids; the idempotency keys;
// and an end. It holds one of its fields.
type backupLine struct {
	Head       *backupHead       `json:"head,omitempty"`
	Plan       *backupPlan       `json:"plan,omitempty"`
	Revision   *backupRevision   `json:"revision,omitempty"`
	Approval   *backupApproval   `json:"approval,omitempty"`
	Comparison *backupComparison `json:"comparison,omitempty"`
	Key        *backupKey        `json:"idempotency_key,omitempty"`
	End        *backupEnd        `json:"end,omitempty"`
}

type backupHead struct {
	Format    int        `json:"buildout_backup"`
	Program   string     `json:"program"`
	Schema    int64      `json:"schema"`
	At        time.Time  `json:"at"`
	FirstPlan *time.Time `json:"first_plan_at"` // when a plan was first stored; nil where none ever was
	LastID    int64      `json:"last_plan_id"`  // of a plan, also one that is gone

	LastComparisonID int64 `json:"last_comparison_id"`
}

type backupPlan struct {
	ID        int64     `json:"id"`
	Name      string    `json:"name"`
	Revision  int       `json:"revision"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

type backupRevision struct {
	Plan      int64           `json:"plan_id"`
	Number    int             `json:"number"`
	Author    string          `json:"author"`
	Reason    string          `json:"reason"`
	CreatedAt time.Time       `json:"created_at"`
	Hash      string          `json:"hash"`
	Document  json.RawMessage `json:"document"`
}

type backupApproval struct {
	Plan     int64     `json:"plan_id"`
	Revision int       `json:"revision"`
	Name     string    `json:"name"`
	Note     string    `json:"note"`
	By       string    `json:"by"`
	Program  string    `json:"program"`
	At       time.Time `json:"at"`
}

type backupComparison struct {
	ID        int64          `json:"id"`
	Name      string         `json:"name"`
	Title     planner.Text   `json:"title"`
	Note      string         `json:"note"`
	Baseline  int            `json:"baseline"`
	Measures  []string       `json:"measures"`
	Version   int            `json:"version"`
	CreatedAt time.Time      `json:"created_at"`
	UpdatedAt time.Time      `json:"updated_at"`
	Members   []backupMember `json:"members"`
}

type backupMember struct {
	Plan     int64  `json:"plan_id"`
	Name     string `json:"plan_name"` // as last known where the plan is gone
	Revision int    `json:"revision"`
}

type backupKey struct {
	Name      string    `json:"name"`
	Request   string    `json:"request"`
	Made      []version `json:"made"`
	CreatedAt time.Time `json:"created_at"`
}

// BackupCounts says how much a backup holds.
type BackupCounts struct {
	Plans       int `json:"plans"`
	Revisions   int `json:"revisions"`
	Approvals   int `json:"approvals"`
	Comparisons int `json:"comparisons"`
	Keys        int `json:"idempotency_keys"`
}

type backupEnd struct {
	BackupCounts
	SHA256 string `json:"sha256"` // of the lines before, in hex
}

// count adds a line to the counts.
func (c *BackupCounts) count(line backupLine) {
	switch {
	case line.Plan != nil:
		c.Plans++
	case line.Revision != nil:
		c.Revisions++
	case line.Approval != nil:
		c.Approvals++
	case line.Comparison != nil:
		c.Comparisons++
	case line.Key != nil:
		c.Keys++
	}
}

// Backup writes all plans with their revisions and approvals, all comparisons and
// the idempotency keys, as they are at one moment, while others write. It holds one revision at a time
// in memory. program is the version of the program.
func (s *Store) Backup(ctx context.Context, w io.Writer, program string) (BackupCounts, error) {
	zip := gzip.NewWriter(w)
	b := &backup{to: bufio.NewWriterSize(zip, 64<<10), sum: sha256.New()}
	err := s.attempt(ctx, func(tx *gorm.DB) error { return b.write(tx, s.dialect, program) }, &s.reading)
	if err == nil {
		err = b.to.Flush()
	}
	if err == nil {
		err = zip.Close()
	}
	if err != nil {
		return BackupCounts{}, fmt.Errorf("back up: %w", err)
	}
	return b.counts, nil
}

// backup is one being written.
type backup struct {
	to     *bufio.Writer
	sum    hash.Hash
	counts BackupCounts
}

func (b *backup) write(tx *gorm.DB, d dialect, program string) error {
	head := backupHead{Format: backupFormat, Program: program, Schema: programSchema(d), At: now()}
	var first []creationRow
	if err := tx.Find(&first).Error; err != nil {
		return err
	}
	if len(first) > 0 {
		at := first[0].CreatedAt.UTC()
		head.FirstPlan = &at
	}
	var err error
	if head.LastID, err = lastID(tx, d, "plans"); err != nil {
		return err
	}
	if head.LastComparisonID, err = lastID(tx, d, "comparisons"); err != nil {
		return err
	}
	if err := b.line(backupLine{Head: &head}); err != nil {
		return err
	}
	if err := b.plans(tx); err != nil {
		return err
	}
	if err := b.comparisons(tx); err != nil {
		return err
	}
	if err := b.keys(tx); err != nil {
		return err
	}
	return b.line(backupLine{End: &backupEnd{b.counts, hex.EncodeToString(b.sum.Sum(nil))}})
}

func (b *backup) line(line backupLine) error {
	encoder := json.NewEncoder(io.MultiWriter(b.to, b.sum))
	encoder.SetEscapeHTML(false) // a document stays as it was hashed
	b.counts.count(line)
	return encoder.Encode(line)
}

// plansAtOnce is how many plans are read in one query, without their lists.
const plansAtOnce = 500

func (b *backup) plans(tx *gorm.DB) error {
	for after := int64(0); ; {
		var heads []planRow
		if err := tx.Select("id", "name", "revision", "created_at", "updated_at").Where("id > ?", after).Order("id").Limit(plansAtOnce).Find(&heads).Error; err != nil {
			return err
		}
		if len(heads) == 0 {
			return nil
		}
		for _, head := range heads {
			if err := b.plan(tx, head); err != nil {
				return fmt.Errorf("plan %q: %w", head.Name, err)
			}
		}
		after = heads[len(heads)-1].ID
	}
}

func (b *backup) plan(tx *gorm.DB, head planRow) error {
	line := backupLine{Plan: &backupPlan{head.ID, head.Name, head.Revision, head.CreatedAt.UTC(), head.UpdatedAt.UTC()}}
	if err := b.line(line); err != nil {
		return err
	}
	revisions := tx.Model(&revisionRow{}).Where("plan_id = ?", head.ID).Order("number DESC")
	err := eachRow(revisions, func(r revisionRow) error {
		if err := sameHash(r.Document, r.Hash); err != nil {
			return fmt.Errorf("revision %d: %w", r.Number, err)
		}
		return b.line(backupLine{Revision: &backupRevision{r.PlanID, r.Number, r.Author, r.Reason, r.CreatedAt.UTC(), r.Hash, json.RawMessage(r.Document)}})
	})
	if err != nil {
		return err
	}
	approvals := tx.Model(&approvalRow{}).Where("plan_id = ?", head.ID).Order("revision")
	return eachRow(approvals, func(a approvalRow) error {
		return b.line(backupLine{Approval: &backupApproval{a.PlanID, a.Revision, a.Name, a.Note, a.ApprovedBy, a.Program, a.ApprovedAt.UTC()}})
	})
}

func (b *backup) comparisons(tx *gorm.DB) error {
	var rows []comparisonRow
	if err := tx.Order("id").Find(&rows).Error; err != nil {
		return err
	}
	list, err := readComparisons(tx, rows)
	for _, c := range list {
		if err == nil {
			err = b.line(backupLine{Comparison: backupComparisonOf(c)})
		}
	}
	return err
}

func backupComparisonOf(c Comparison) *backupComparison {
	members := make([]backupMember, len(c.Members))
	for i, m := range c.Members {
		members[i] = backupMember{m.PlanID, m.PlanName, m.Revision}
	}
	return &backupComparison{c.ID, c.Name, c.Title, c.Note, c.Baseline, c.Measures, c.Version, c.CreatedAt, c.UpdatedAt, members}
}

func (b *backup) keys(tx *gorm.DB) error {
	return eachRow(tx.Model(&keyRow{}).Order("name"), func(k keyRow) error {
		return b.line(backupLine{Key: &backupKey{k.Name, k.Request, k.Made.Of, k.CreatedAt.UTC()}})
	})
}

// eachRow calls f for each row of a query, of which it holds one at a time.
func eachRow[T any](query *gorm.DB, f func(T) error) error {
	rows, err := query.Rows()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var row T
		if err := query.ScanRows(rows, &row); err != nil {
			return err
		}
		if err := f(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// sameHash returns an error where a document does not have a hash.
func sameHash(document, hash string) error {
	sum := sha256.Sum256([]byte(document))
	if got := hex.EncodeToString(sum[:]); got != hash {
		return fmt.Errorf("its document has the hash %s, not %s: it is damaged", got, hash)
	}
	return nil
}

// lastID is the last id that the database gave to a row of a table, 0 where it
// gave none.
func lastID(tx *gorm.DB, d dialect, table string) (id int64, err error) {
	query := tx.Raw("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = ?", table)
	if d == dialectPostgres {
		query = tx.Raw("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM " + table + "_id_seq")
	}
	err = query.Scan(&id).Error
	return id, err
}
