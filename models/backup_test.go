package models

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"buildout/planner"
)

// fromEachToEach runs a test on a store of each database that has lived, and a
// new one of each.
func fromEachToEach(t *testing.T, test func(t *testing.T, from, to *Store)) {
	onBoth(t, func(t *testing.T, from *Store, _ string) {
		lived(t, from)
		onBoth(t, func(t *testing.T, to *Store, _ string) { test(t, from, to) })
	})
}

// lived fills a store as use does: revisions, approvals, keys, a last plan that
// was deleted, a comparison that holds it, and a last comparison that was deleted.
func lived(t *testing.T, s *Store) {
	t.Helper()
	ctx := t.Context()
	for i := range 3 {
		p := generated(i)
		p.Name = fmt.Sprintf("plan %d", i)
		stored, err := s.CreatePlan(ctx, p, Change{Author: "kim", Reason: "<first> & \u2028", Key: Key{Name: p.Name, Request: [32]byte{byte(i)}}})
		if err != nil {
			t.Fatal(err)
		}
		for range i {
			p.Budget.TotalKRW++
			if stored, err = s.ReplacePlan(ctx, p.Name, stored.Revision, p, Change{Author: "lee", Reason: "다음"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for revision, name := range map[string]string{"1": "board", "3": "board-2"} {
		if _, err := s.Approve(ctx, "plan 2", revision, Approval{Name: name, Note: "yes", By: "cfo", Program: "v1"}, Key{}); err != nil {
			t.Fatal(err)
		}
	}
	gone := created(t, s, small("gone"))
	for _, c := range []Comparison{
		{Name: "board", Title: planner.Text{EN: "For the board", KO: "이사회"}, Note: "two <pages>", Baseline: 1, Measures: []string{"npv_krw", "forecast_krw"},
			Members: []ComparisonMember{{PlanID: 3, Revision: 2}, {PlanID: gone.ID, Revision: 1}, {PlanID: 3, Revision: 3}}},
		{Name: "alone", Members: []ComparisonMember{{PlanID: 1, Revision: 1}}},
		{Name: "over", Members: []ComparisonMember{{PlanID: 1, Revision: 1}}},
	} {
		if _, err := s.CreateComparison(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.DeleteComparison(ctx, "over", 1), s.DeletePlan(ctx, "gone", 1)); err != nil {
		t.Fatal(err)
	}
}

func backedUp(t *testing.T, s *Store) []byte {
	t.Helper()
	var file bytes.Buffer
	if _, err := s.Backup(t.Context(), &file, "test"); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// linesOf returns the lines of a backup with their ends.
func linesOf(t testing.TB, file []byte) []string {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(text), "\n")
	return lines[:len(lines)-1]
}

// zipped makes a backup of lines.
func zipped(t testing.TB, lines []string) []byte {
	t.Helper()
	var file bytes.Buffer
	zip := gzip.NewWriter(&file)
	if _, err := io.WriteString(zip, strings.Join(lines, "")); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// summed is zipped with the checksum of the lines in the last one.
func summed(t testing.TB, lines []string) []byte {
	t.Helper()
	last := len(lines) - 1
	sum := sha256.Sum256([]byte(strings.Join(lines[:last], "")))
	from := strings.Index(lines[last], `"sha256":"`) + len(`"sha256":"`)
	lines[last] = lines[last][:from] + hex.EncodeToString(sum[:]) + lines[last][from+64:]
	return zipped(t, lines)
}

// TestRestoredIsTheSame: a restored database holds what the first one does, row
// for row, and goes on from there.
func TestRestoredIsTheSame(t *testing.T) {
	inTurn(t)
	fromEachToEach(t, func(t *testing.T, from, to *Store) {
		file := backedUp(t, from)
		counts, err := to.Restore(t.Context(), bytes.NewReader(file))
		if want := (BackupCounts{Plans: 3, Revisions: 6, Approvals: 2, Comparisons: 2, Keys: 3}); err != nil || counts != want {
			t.Fatalf("%+v, %v; want %+v", counts, err, want)
		}
		again := backedUp(t, to)
		if diff := cmp.Diff(linesOf(t, file)[1:len(linesOf(t, file))-1], linesOf(t, again)[1:len(linesOf(t, again))-1]); diff != "" {
			t.Errorf("a backup of the restored database differs: %s", diff)
		}
		for i := range 3 {
			name := fmt.Sprintf("plan %d", i)
			was, _ := from.Plan(t.Context(), name)
			is, err := to.Plan(t.Context(), name)
			if err != nil || !cmp.Equal(was, is) {
				t.Errorf("%s: %v %s", name, err, cmp.Diff(was, is))
			}
		}
		was, _ := from.Comparisons(t.Context())
		is, err := to.Comparisons(t.Context())
		if err != nil || len(is) != 2 || !cmp.Equal(was, is) {
			t.Errorf("comparisons: %v %s", err, cmp.Diff(was, is))
		}
		if from.dialect == to.dialect {
			if diff := cmp.Diff(everything(t, from), everything(t, to)); diff != "" {
				t.Errorf("rows differ: %s", diff)
			}
		}
		goesOn(t, to)
	})
}

// goesOn requires that a restored store gives new ids, knows its keys, holds
// what is approved, and takes no examples.
func goesOn(t *testing.T, s *Store) {
	t.Helper()
	if err := s.Seed(t.Context(), []planner.Plan{small("example")}); err != nil {
		t.Fatal(err)
	}
	again := generated(0)
	again.Name = "plan 0"
	replayed, err := s.CreatePlan(t.Context(), again, Change{Key: Key{Name: "plan 0"}})
	if err != nil || !replayed.Replayed || replayed.ID != 1 {
		t.Errorf("a known key: %+v, %v", replayed.PlanHead, err)
	}
	if err := s.DeletePlan(t.Context(), "plan 2", 3); !errors.Is(err, ErrApproved) {
		t.Errorf("delete what is approved: %v", err)
	}
	if stored := created(t, s, small("new")); stored.ID != 5 {
		t.Errorf("the plan after the restore has id %d, want 5: 4 was given before", stored.ID)
	}
	if c, err := s.CreateComparison(t.Context(), Comparison{Name: "new", Members: []ComparisonMember{{PlanID: 5, Revision: 1}}}); err != nil || c.ID != 4 {
		t.Errorf("the comparison after the restore has id %d, want 4: 3 was given before; %v", c.ID, err)
	}
}

// everything reads all rows of all tables but goose's own, as text.
func everything(t *testing.T, s *Store) map[string][]string {
	t.Helper()
	names := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose%'"
	if s.dialect == dialectPostgres {
		names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%'"
	}
	var tables []string
	if err := s.db.Raw(names).Scan(&tables).Error; err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, table := range tables {
		var rows []map[string]any
		if err := s.db.Table(table).Order("1, 2").Find(&rows).Error; err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all[table] = append(all[table], fmt.Sprint(row))
		}
	}
	if len(all) < 25 {
		t.Errorf("only %d tables have rows: the test sees too little", len(all))
	}
	return all
}

// TestRestoreOfNothing: an empty database is a backup too.
func TestRestoreOfNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, to *Store, _ string) {
		from := opened(t, filepath.Join(t.TempDir(), "from.db"))
		if counts, err := to.Restore(t.Context(), bytes.NewReader(backedUp(t, from))); err != nil || counts != (BackupCounts{}) {
			t.Fatalf("%+v, %v", counts, err)
		}
		if err := to.Seed(t.Context(), []planner.Plan{small("example")}); err != nil {
			t.Fatal(err)
		}
		unchanged(t, to, "example", 1, small("example"))
	})
}

// TestRestoreRefuses: what is not whole is not restored, in no part.
func TestRestoreRefuses(t *testing.T) {
	inTurn(t)
	from := opened(t, filepath.Join(t.TempDir(), "from.db"))
	lived(t, from)
	file := backedUp(t, from)
	onBoth(t, func(t *testing.T, to *Store, _ string) {
		for name, c := range damages(t, file) {
			_, err := to.Restore(t.Context(), bytes.NewReader(c.file))
			if !errors.Is(err, ErrBackup) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v; want %q", name, err, c.says)
			}
		}
		heads, err := to.Heads(t.Context())
		var creations int64
		to.db.Model(&creationRow{}).Count(&creations)
		if err != nil || len(heads) > 0 || creations > 0 {
			t.Errorf("%d plans and %d creations are stored, %v", len(heads), creations, err)
		}
		there := created(t, to, small("there"))
		if _, err := to.Restore(t.Context(), bytes.NewReader(file)); !errors.Is(err, ErrNotEmpty) {
			t.Errorf("over a plan: %v, want ErrNotEmpty", err)
		}
		unchanged(t, to, "there", 1, small("there"))
		held := Comparison{Name: "held", Members: []ComparisonMember{{PlanID: there.ID, Revision: 1}}}
		if _, err := to.CreateComparison(t.Context(), held); err != nil {
			t.Fatal(err)
		}
		if err := to.DeletePlan(t.Context(), "there", 1); err != nil {
			t.Fatal(err)
		}
		if _, err := to.Restore(t.Context(), bytes.NewReader(file)); !errors.Is(err, ErrNotEmpty) {
			t.Errorf("over a comparison, whose plan another would be: %v, want ErrNotEmpty", err)
		}
	})
}

type damage struct {
	file []byte
	says string
}

func damages(t *testing.T, file []byte) map[string]damage {
	lines := linesOf(t, file) // a head, plan 0, its revision, plan 1, its revisions 2 and 1, …, three keys, an end
	with := func(i int, old, now string) []string {
		changed := append([]string(nil), lines...)
		if changed[i] = strings.Replace(lines[i], old, now, 1); changed[i] == lines[i] {
			t.Fatalf("line %d has no %s", i+1, old)
		}
		return changed
	}
	without := func(i int) []string {
		return append(append([]string(nil), lines[:i]...), lines[i+1:]...)
	}
	last := len(lines) - 1
	flipped := bytes.Clone(file)
	flipped[len(file)/2] ^= 1
	all := map[string]damage{
		"no gzip":               {[]byte("SQLite format 3"), "no file that buildout backup made"},
		"empty":                 {nil, "no file that buildout backup made"},
		"another gzip":          {zipped(t, []string{"hello\n"}), "does not begin with the head"},
		"a bit flipped":         {flipped, "line"},
		"cut by a byte":         {file[:len(file)-1], "cut off"},
		"no end":                {zipped(t, lines[:last]), "line " + strconv.Itoa(last+1) + ": the file ends here"},
		"more after the end":    {zipped(t, append(append([]string(nil), lines...), "\n")), "goes on after its end"},
		"newer format":          {summed(t, with(0, `"buildout_backup":2`, `"buildout_backup":3`)), "version test of buildout made it, in format 3"},
		"newer schema":          {summed(t, with(0, `"schema":`+strconv.FormatInt(programSchema(dialectSQLite), 10), `"schema":99`)), "schema 99; this program knows"},
		"document changed":      {summed(t, with(2, `plan 0`, `plan O`)), `line 3: revision 1 of plan "plan 0": its document has the hash`},
		"author changed":        {zipped(t, with(2, `"author":"kim"`, `"author":"lee"`)), "the lines before it have the checksum"},
		"revision lost":         {summed(t, without(5)), `line 6: revision 1 of plan "plan 1" lacks`},
		"newest lost":           {summed(t, without(4)), `line 5: revision 1 of plan 2 cannot follow`},
		"key lost":              {summed(t, without(last-1)), "it says"},
		"plan lost":             {summed(t, without(1)), "line 2: revision 1 of plan 1 cannot follow"},
		"plan twice":            {summed(t, append([]string{lines[0], lines[1], lines[2]}, lines[1:]...)), "line 4: plan 1 at revision 1 cannot follow"},
		"unknown field":         {summed(t, with(1, `"id":1`, `"id":1,"colour":"red"`)), "line 2: it is damaged"},
		"two values":            {summed(t, with(1, "}}\n", "}} {}\n")), "more than one value"},
		"nothing known":         {summed(t, append([]string{lines[0], "{}\n"}, lines[1:]...)), "line 2: it is damaged: it holds nothing"},
		"named otherwise":       {summed(t, with(1, `"name":"plan 0"`, `"name":"plan 9"`)), `plan "plan 9" is named "plan 0"`},
		"approval of no number": {summed(t, with(10, `"revision":1`, `"revision":9`)), "line 11: the approval of revision 9"},
		"comparison of faults":  {summed(t, with(12, `"baseline":1`, `"baseline":3`)), `line 13: comparison "board": baseline: found 3; the baseline is the place of a member, from 0 to 2`},
		"comparisons in turn":   {summed(t, append(append(without(last)[:12:12], lines[13], lines[12]), lines[14:]...)), "line 14: comparison 1 at version 1 cannot follow"},
		"comparison lost":       {summed(t, without(12)), "it says"},
		"comparison twice":      {summed(t, with(13, `"name":"alone"`, `"name":"board"`)), "line 14: the database refuses it"},
		"plan after comparison": {summed(t, append(append([]string(nil), lines[:14]...), lines[1:]...)), "line 15: plan 1 at revision 1 cannot follow"},
		"approval twice":        {summed(t, with(10, `"board"`, `"board-2"`)), "line 12: the database refuses it"},
	}
	unknown := with(2, `"document":{`, `"document":{"colour":"red",`)
	document := unknown[2][strings.Index(unknown[2], `"document":`)+len(`"document":`) : len(unknown[2])-len("}}\n")]
	sum := sha256.Sum256([]byte(document))
	hash := strings.Index(unknown[2], `"hash":"`) + len(`"hash":"`)
	unknown[2] = unknown[2][:hash] + hex.EncodeToString(sum[:]) + unknown[2][hash+64:]
	all["document of a newer program"] = damage{summed(t, unknown), "line 3: revision 1 of plan \"plan 0\" holds what this program does not keep"}
	return all
}

// TestBackupTellsDamage: a document that is not what was stored is no backup.
func TestBackupTellsDamage(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		created(t, s, small("plan"))
		damaged := revisionRow{PlanID: 1, Number: 2, Hash: strings.Repeat("0", 64), Document: "{}"}
		if err := s.db.Create(&damaged).Error; err != nil {
			t.Fatal(err)
		}
		if _, err := s.Backup(t.Context(), io.Discard, "test"); err == nil || !strings.Contains(err.Error(), `plan "plan": revision 2`) {
			t.Errorf("%v", err)
		}
	})
}

// FuzzBackup reads lines that are anything: each is understood or refused as a
// backup, whatever is in it.
func FuzzBackup(f *testing.F) {
	plan := `{"plan":{"id":1,"name":"p","revision":1,"created_at":"2026-11-29T00:00:00Z","updated_at":"2026-11-29T00:00:00Z"}}` + "\n"
	revision := `{"revision":{"plan_id":1,"number":1,"author":"","reason":"","created_at":"2026-11-29T00:00:00Z","hash":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","document":{}}}` + "\n"
	approval := `{"approval":{"plan_id":1,"revision":1,"name":"a","note":"","by":"","program":"","at":"2026-11-29T00:00:00Z"}}` + "\n"
	key := `{"idempotency_key":{"name":"k","request":"","made":[{"plan":1,"revision":1}],"created_at":"2026-11-29T00:00:00Z"}}` + "\n"
	comparison := `{"comparison":{"id":1,"name":"c","title":{},"note":"","baseline":0,"measures":[],"version":1,"created_at":"2026-11-29T00:00:00Z","updated_at":"2026-11-29T00:00:00Z","members":[{"plan_id":1,"plan_name":"p","revision":1}]}}` + "\n"
	head := `{"head":{"buildout_backup":2,"program":"","schema":5,"at":"2026-11-29T00:00:00Z","first_plan_at":null,"last_plan_id":0,"last_comparison_id":0}}` + "\n"
	body := head + plan + revision + approval + comparison + key
	end := `{"end":{"plans":1,"revisions":1,"approvals":1,"comparisons":1,"idempotency_keys":1,"sha256":"` + hex.EncodeToString(hashOf(body)) + "\"}}\n"
	for _, text := range []string{body + end, body, head + key + plan, head + comparison + plan, head + revision, `{"head":{"buildout_backup":9}}` + "\n", "{}\n", "", "null\n", "[]"} {
		f.Add([]byte(text))
	}
	if _, err := readAll([]byte(body + end)); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		counts, err := readAll(text)
		if err != nil && !errors.Is(err, ErrBackup) {
			t.Errorf("%v is not ErrBackup", err)
		}
		if lines := bytes.Count(text, []byte("\n")); err == nil && counts.Plans+counts.Revisions+counts.Approvals+counts.Comparisons+counts.Keys+2 != lines {
			t.Errorf("%+v of %d lines", counts, lines)
		}
	})
}

func hashOf(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	return sum[:]
}

func readAll(text []byte) (BackupCounts, error) {
	b, err := readBackupHead(bytes.NewReader(text), dialectSQLite)
	for err == nil {
		var line backupLine
		if line, err = b.line(); err == nil && line.End != nil {
			return b.counts, nil
		}
	}
	return BackupCounts{}, err
}
