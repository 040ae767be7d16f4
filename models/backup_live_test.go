package models

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"buildout/planner"
)

// The writers that write while a backup is made, and how often each does.
const (
	liveWriters = 8
	liveWrites  = 8
)

// acknowledgements are the hashes of the revisions that writers were told are
// stored.
type acknowledgements struct {
	sync.Mutex
	told  *sync.Cond
	count int
	ended bool                      // no more will come
	of    map[string]map[int]string // by plan and revision
}

func newAcknowledgements() *acknowledgements {
	a := &acknowledgements{of: map[string]map[int]string{}}
	a.told = sync.NewCond(a)
	return a
}

func (a *acknowledgements) add(stored ...StoredPlan) {
	a.Lock()
	defer a.Unlock()
	for _, p := range stored {
		if a.of[p.Name] == nil {
			a.of[p.Name] = map[int]string{}
		}
		a.of[p.Name][p.Revision] = p.Hash
	}
	a.count += len(stored)
	a.told.Broadcast()
}

func (a *acknowledgements) end() {
	a.Lock()
	defer a.Unlock()
	a.ended = true
	a.told.Broadcast()
}

// wait waits until n revisions are acknowledged, or no more will be, and returns
// the newest ones.
func (a *acknowledgements) wait(n int) map[string]int {
	a.Lock()
	defer a.Unlock()
	for a.count < n && !a.ended {
		a.told.Wait()
	}
	newest := map[string]int{}
	for name, revisions := range a.of {
		newest[name] = len(revisions)
	}
	return newest
}

// slowFile is a file that takes the first bytes once more was written to the
// database.
type slowFile struct {
	bytes.Buffer
	first func()
}

func (f *slowFile) Write(p []byte) (int, error) {
	if f.Len() == 0 {
		f.first()
	}
	return f.Buffer.Write(p)
}

// TestBackupWhileOthersWrite: a backup that is made while writers write has all
// that was acknowledged before it, and of what came later whole revisions as of
// one moment: two plans that are always changed together are at one revision.
func TestBackupWhileOthersWrite(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		acknowledged := newAcknowledgements()
		var writers sync.WaitGroup
		for w := range liveWriters {
			names := []string{fmt.Sprintf("a %d", w), fmt.Sprintf("b %d", w)}
			stored, err := s.CreatePlans(t.Context(), []planner.Plan{small(names[0]), generatedAs(names[1])}, Change{})
			if err != nil {
				t.Fatal(err)
			}
			acknowledged.add(stored...)
			writers.Go(func() { writeTwins(t, s, names, acknowledged) })
		}
		go func() { writers.Wait(); acknowledged.end() }()
		written := 2 * liveWriters
		before := acknowledged.wait(2 * written)
		file := slowFile{first: func() { acknowledged.wait(4 * written) }}
		if _, err := s.Backup(t.Context(), &file, "test"); err != nil {
			t.Error(err)
		}
		writers.Wait()
		to := opened(t, filepath.Join(t.TempDir(), "to.db"))
		if _, err := to.Restore(t.Context(), bytes.NewReader(file.Bytes())); err != nil {
			t.Fatal(err)
		}
		asAcknowledged(t, to, before, acknowledged.of)
	})
}

func generatedAs(name string) planner.Plan {
	p := generated(1)
	p.Name = name
	return p
}

// writeTwins changes two plans together, over and over.
func writeTwins(t *testing.T, s *Store, names []string, acknowledged *acknowledgements) {
	for range liveWrites {
		stored, err := s.UpdatePlans(t.Context(), names, Change{}, func(plans []StoredPlan) ([]planner.Plan, error) {
			changed := make([]planner.Plan, len(plans))
			for i, p := range plans {
				changed[i] = p.Plan
				changed[i].Budget.TotalKRW++
			}
			return changed, nil
		})
		if err != nil {
			t.Error(err)
			return
		}
		acknowledged.add(stored...)
	}
}

// asAcknowledged requires of a restored store what TestBackupWhileOthersWrite
// says.
func asAcknowledged(t *testing.T, s *Store, before map[string]int, of map[string]map[int]string) {
	t.Helper()
	plans, _, err := s.Plans(t.Context(), 2*liveWriters, 0)
	if err != nil || len(plans) != 2*liveWriters {
		t.Fatalf("%d plans, %v", len(plans), err)
	}
	at := map[string]int{}
	for _, p := range plans {
		at[p.Name] = p.Revision
		revisions, err := s.Revisions(t.Context(), p.Name)
		if err != nil || len(revisions) != p.Revision || p.Revision < before[p.Name] {
			t.Errorf("%s: %d revisions of %d, acknowledged before were %d, %v", p.Name, len(revisions), p.Revision, before[p.Name], err)
		}
		for _, r := range revisions {
			if r.Hash != of[p.Name][r.Number] {
				t.Errorf("%s: revision %d is not what was acknowledged", p.Name, r.Number)
			}
		}
		if p.Plan.Hash() != of[p.Name][p.Revision] {
			t.Errorf("%s: its rows are not revision %d", p.Name, p.Revision)
		}
	}
	for w := range liveWriters {
		if a, b := at[fmt.Sprintf("a %d", w)], at[fmt.Sprintf("b %d", w)]; a != b {
			t.Errorf("twins %d are at revisions %d and %d: not one moment", w, a, b)
		}
	}
}

// TestBackupStops: a backup ends with its context, and with the fault of what it
// writes to.
func TestBackupStops(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		created(t, s, small("plan"))
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Backup(ctx, io.Discard, "test"); !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want that of the context", err)
		}
		full := errors.New("no room")
		if _, err := s.Backup(t.Context(), faulty{full}, "test"); !errors.Is(err, full) {
			t.Errorf("%v, want %v", err, full)
		}
	})
}

type faulty struct{ err error }

func (f faulty) Write([]byte) (int, error) { return 0, f.err }

// TestRestoreOfAnEarlierFormat: a backup of format 1, before there were
// comparisons, is restored.
func TestRestoreOfAnEarlierFormat(t *testing.T) {
	inTurn(t)
	from := opened(t, filepath.Join(t.TempDir(), "from.db"))
	lived(t, from)
	lines := linesOf(t, backedUp(t, from))
	old := strings.NewReplacer(`"buildout_backup":2`, `"buildout_backup":1`, `"schema":5`, `"schema":4`, `,"last_comparison_id":3`, "", `"comparisons":2,`, "")
	var kept []string
	for _, line := range lines {
		if !strings.HasPrefix(line, `{"comparison"`) {
			kept = append(kept, old.Replace(line))
		}
	}
	if len(kept) != len(lines)-2 || kept[0] == lines[0] {
		t.Fatalf("%d lines of %d: %s", len(kept), len(lines), kept[0])
	}
	onBoth(t, func(t *testing.T, to *Store, _ string) {
		counts, err := to.Restore(t.Context(), bytes.NewReader(summed(t, kept)))
		if want := (BackupCounts{Plans: 3, Revisions: 6, Approvals: 2, Keys: 3}); err != nil || counts != want {
			t.Fatalf("%+v, %v; want %+v", counts, err, want)
		}
	})
}

// TestRestoreOfAnEarlierSchema: what a program of an earlier schema stored comes
// through a backup as it came through the migrations.
func TestRestoreOfAnEarlierSchema(t *testing.T) {
	inTurn(t)
	for version, plans := range map[int64]string{1: plansAt1, 2: plansAt2} {
		onBothEmpty(t, func(t *testing.T, address string) {
			old := atVersion(t, address, version)
			if _, err := old.pool.ExecContext(t.Context(), plans); err != nil {
				t.Fatal(err)
			}
			to := opened(t, filepath.Join(t.TempDir(), "to.db"))
			if _, err := to.Restore(t.Context(), bytes.NewReader(backedUp(t, opened(t, address)))); err != nil {
				t.Fatal(err)
			}
			list, _, err := to.Plans(t.Context(), 10, 0)
			if err != nil || len(list) != 2 {
				t.Fatalf("%d plans, %v", len(list), err)
			}
			for _, p := range list {
				r, err := to.Revision(t.Context(), p.Name, "1")
				document, _ := json.Marshal(p.Plan)
				if err != nil || string(r.Document) != string(document) {
					t.Errorf("%s: its rows are not its document, %v", p.Name, err)
				}
			}
		})
	}
}

// atVersion opens a new database at an earlier schema.
func atVersion(t *testing.T, address string, version int64) *Store {
	t.Helper()
	s, err := connect(t.Context(), address, sqlitePragmas)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	goose, err := migrator(s.pool, s.dialect)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := goose.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	return s
}
