package terminal

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference"
)

// records runs sweep with --json.
func records(t *testing.T, args ...string) (list []compare.Record, err error) {
	t.Helper()
	out, err := command("", append([]string{"sweep", "--json"}, args...)...)
	for line := range strings.Lines(out) {
		var r compare.Record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		list = append(list, r)
	}
	return list, err
}

// changed writes a file with an example to which changes are made, each PATH=VALUE.
func changedFile(t *testing.T, name string, changes ...planner.Change) string {
	t.Helper()
	ref, examples, err := reference.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, plan := range examples {
		if plan.Name != name {
			continue
		}
		if plan, err = planner.Apply(plan, ref, changes); err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(plan)
		if err != nil {
			t.Fatal(err)
		}
		file := t.TempDir() + "/changed.json"
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	t.Fatalf("no example %s", name)
	return ""
}

// TestSweep: each variant is what evaluate says of the plan with its changes, in
// all forms of the output.
func TestSweep(t *testing.T) {
	args := []string{"two-sites-460", "--vary", "exchange_rates/0/krw=1300,1400", "--vary", "sites/siheung/phases/building/start=2022-11..2023-05/3", "--column", "forecast_krw,energised", "--pareto", "forecast_krw,energised"}
	list, err := records(t, args...)
	if err != nil || list[0].Head == nil || list[0].Head.Variants != 6 || list[len(list)-1].End == nil {
		t.Fatalf("%v: %+v", err, list)
	}
	var variants []compare.Variant
	for _, r := range list {
		if r.Variant != nil {
			variants = append(variants, *r.Variant)
		}
	}
	if len(variants) != 6 {
		t.Fatalf("%d variants", len(variants))
	}
	for _, v := range variants {
		file := changedFile(t, "two-sites-460", planner.Change{Path: "exchange_rates/0/krw", Value: v.Values[0]}, planner.Change{Path: "sites/siheung/phases/building/start", Value: v.Values[1]})
		if want := evaluatedForecast(t, file); v.Results[0].Number != want {
			t.Errorf("variant %d (%v): %.0f, want %.0f", v.Index, v.Values, v.Results[0].Number, want)
		}
	}
	out, err := command("", append([]string{"sweep", "--csv"}, args...)...)
	rows, readErr := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || readErr != nil || len(rows) != 7 || rows[0][3] != "forecast_krw" || rows[6][1] != "1400" || rows[6][4] != variants[5].Results[1].Text || rows[0][6] != "pareto" || rows[1][6] != "true" || rows[6][6] != "false" {
		t.Errorf("%v, %v: %s", err, readErr, out)
	}
	plain, err := command("", "sweep", "two-sites-460", "--csv", "--vary", "exchange_rates/*/krw*=0.9,1.1", "--column", "forecast_krw")
	if err != nil || !strings.HasPrefix(plain, "index,exchange_rates/*/krw,forecast_krw,faults\n0,×0.9,") || strings.Count(plain, "\n") != 3 {
		t.Errorf("%v: %s", err, plain)
	}
	table, err := command("", append([]string{"sweep", "--rows", "1"}, args...)...)
	for _, want := range []string{"sites/siheung/phases/building/start", "forecast_krw, M won", " 0 * ", "2 of 6 variants are shown", "Pareto set: 1 variant that no other beats in forecast_krw and energised", "6 variants: 6 kept."} {
		if err != nil || !strings.Contains(strings.ReplaceAll(table, "1 of 6", "2 of 6"), want) {
			t.Errorf("%v: the table lacks %q: %s", err, want, table)
		}
	}
}

func TestSweepByFile(t *testing.T) {
	t.Chdir(t.TempDir())
	file := `vary:
  - name: siheung
    patches:
      - {name: as planned, changes: []}
      - {name: later and dearer, changes: [{path: sites/siheung/phases/building/start, value: 2023-05}, {path: exchange_rates/0/krw, value: "1500"}]}
method: one_at_a_time
columns: [forecast_krw, usable_it_kw]
`
	if err := os.WriteFile("sweep.yaml", []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	table, err := command("", "sweep", "two-sites-460", "--vary-file", "sweep.yaml", "--vary", "sites/ansan/tier=V")
	for _, want := range []string{"later and dearer", "variant 3 (sites/ansan/tier V): sites[0].tier: found \"V\"; no such redundancy tier", "4 variants: 3 kept, 1 is no plan.", "forecast_krw, M won: 450,553 in the plan itself", "the plan's own", "usable_it_kw: 22,400, whatever is varied."} {
		if err != nil || !strings.Contains(table, want) {
			t.Errorf("%v: the table lacks %q: %s", err, want, table)
		}
	}
	over, err := records(t, "two-sites-460", "--vary-file", "sweep.yaml", "--method", "grid", "--column", "npv_krw")
	if err != nil || over[0].Head.Variants != 2 || over[0].Head.Columns[0].Name != "npv_krw" {
		t.Errorf("flags over the file: %v: %+v", err, over[0].Head)
	}
	if err := os.WriteFile("sweep.yaml", []byte("vary: []\nmethods: grid\nsamples: many\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = command("", "sweep", "two-sites-460", "--vary-file", "sweep.yaml")
	if err == nil || !strings.Contains(err.Error(), "sweep.yaml: line 2: methods") || !strings.Contains(err.Error(), "sweep.yaml: line 3: samples") {
		t.Errorf("a faulty file: %v", err)
	}
}

// TestSweepFailIf: conditions are held against the variants that are kept, whether
// their measure is a column or not.
func TestSweepFailIf(t *testing.T) {
	vary := []string{"two-sites-460", "--vary", "exchange_rates/0/krw=1300,1600", "--column", "usable_it_kw", "--fail-if", "forecast_krw > 452 bn"}
	list, err := records(t, vary...)
	if !errors.Is(err, ErrHolds) || !strings.Contains(err.Error(), "variant 1 (exchange_rates/0/krw 1600): forecast_krw > 452 bn, found 454,") || strings.Contains(err.Error(), "variant 0") {
		t.Errorf("%v", err)
	}
	if columns := list[0].Head.Columns; len(columns) != 2 || columns[1].Name != "forecast_krw" {
		t.Errorf("columns %+v", columns)
	}
	for _, where := range []string{"forecast_krw < 452 bn", "forecast_krw < 1"} {
		if _, err := records(t, append(vary, "--where", where)...); err != nil {
			t.Errorf("what is not kept is held to it: %v", err)
		}
	}
	many := []string{"two-sites-460", "--vary", "exchange_rates/0/krw=1300..1400/1", "--fail-if", "forecast_krw > 1"}
	if _, err := records(t, many...); !errors.Is(err, ErrHolds) || strings.Count(err.Error(), "\n") != maxHolds+1 || !strings.HasSuffix(err.Error(), "and 81 more") {
		t.Errorf("%v", err)
	}
}

// stopper is standard output that stops the command at its first line.
type stopper struct {
	bytes.Buffer
	stop context.CancelFunc
}

func (s *stopper) Write(p []byte) (int, error) {
	s.stop()
	return s.Buffer.Write(p)
}

// TestSweepStops: a sweep ends with its context, and shows its progress to nobody
// but a terminal.
func TestSweepStops(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	out, errs := stopper{stop: cancel}, bytes.Buffer{}
	root := &cobra.Command{Use: "buildout", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(Commands("test")...)
	root.SetArgs([]string{"sweep", "two-sites-460", "--vary", "exchange_rates/0/krw=1000..10998/1", "--json"})
	root.SetOut(&out)
	root.SetErr(&errs)
	err := root.ExecuteContext(ctx)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "of 9999 variants") || strings.Count(out.String(), "\n") > 1000 || strings.Contains(out.String(), `"end"`) {
		t.Errorf("%v after %d lines", err, strings.Count(out.String(), "\n"))
	}
	if errs.Len() > 0 {
		t.Errorf("standard error has %q", errs.String())
	}
}

// TestProgress: it is one line that is written over and taken away, and none in a
// file.
func TestProgress(t *testing.T) {
	var shown bytes.Buffer
	w := watch{progress: &shown, conditions: &conditions{}}
	w.see(compare.Record{Head: &compare.SweepHead{Variants: 200}})
	w.see(compare.Record{Progress: &compare.SweepProgress{Done: 100, Of: 200, Kept: 90, Faulty: 3}})
	w.clear()
	if got := shown.String(); got != "\r100 of 200 variants, 90 kept, 3 no plans \r\033[K" {
		t.Errorf("%q", got)
	}
	file, err := os.Create(t.TempDir() + "/errors")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if terminalOf(file) != nil || terminalOf(&shown) != nil {
		t.Error("a file is taken for a terminal")
	}
}

// TestHelpExamples runs the examples of the help that need no file.
func TestHelpExamples(t *testing.T) {
	t.Chdir(t.TempDir())
	ran := 0
	for _, cmd := range Commands("test") {
		for line := range strings.Lines(cmd.Example) {
			if strings.Contains(line, ".yaml") {
				continue
			}
			ran++
			args := strings.Fields(strings.ReplaceAll(line, "'", ""))
			out, err := command("", args[1:]...)
			if at := slices.Index(args, "--to"); at >= 0 && err == nil {
				_, err = os.Stat(args[at+1])
			} else if out == "" {
				err = errors.Join(err, errors.New("prints nothing"))
			}
			if err != nil {
				t.Errorf("%v: %v", args, err)
			}
		}
	}
	if ran < 4 {
		t.Errorf("only %d examples ran", ran)
	}
}
