package compare_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
)

// TestCSV holds the table of a sweep, in which no text is a formula to a
// spreadsheet.
func TestCSV(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), evaluator(t, 2)
	var b bytes.Buffer
	err := e.Sweep(t.Context(), plan, compare.Sweep{
		Vary: []compare.Axis{
			{Name: "=cmd", Patches: []compare.SweepPatch{{Name: `+1,"a"`}, {Name: "three", Changes: []planner.Change{{Path: "sites/ansan/halls/DH-1/ups/modules", Value: "3"}}}}},
			{Name: "length", Paths: []string{"horizon/months"}, Values: []string{"60", "120"}},
		},
		Columns: []string{"forecast_krw", "sites/siheung/energised", "tier_achieved", "years/2029/paid_krw", "tiers_met"},
	}, compare.CSV(&b))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(b.String(), "\n")
	fault := "sites[0].phases[0].halls[0].train[0].modules: found 3; "
	for i, want := range []string{
		"index,'=cmd,length,forecast_krw,sites/siheung/energised,tier_achieved,years/2029/paid_krw,tiers_met,faults\n",
		"0,\"'+1,\"\"a\"\"\",60,450553064256,2024-12,III,,1,\n",
		"1,\"'+1,\"\"a\"\"\",120,450553064256,2024-12,III,0,1,\n",
		"2,three,60,,,,,," + fault,
		"3,three,120,,,,,," + fault,
		"",
	} {
		if !strings.HasPrefix(strings.ReplaceAll(lines[i], `"sites[`, "sites["), want) {
			t.Errorf("line %d is %s, want %s", i, lines[i], want)
		}
	}
}

// TestCSVWithPareto: it is CSV with a column more, of the variants that the end
// names.
func TestCSVWithPareto(t *testing.T) {
	var plain, marked bytes.Buffer
	var end compare.SweepEnd
	a, b := compare.CSV(&plain), compare.CSVWithPareto(&marked)
	err := evaluator(t, 2).Sweep(t.Context(), exampletest.Plan(t, "two-sites-460"), compare.Sweep{
		Vary:   []compare.Axis{{Paths: []string{"sites/siheung/phases/building/start"}, From: "2023-05", To: "2022-11", Step: 1}},
		Pareto: []string{"forecast_krw", "energised"},
	}, func(r compare.Record) error {
		if r.End != nil {
			end = *r.End
		}
		return errors.Join(a(r), b(r))
	})
	if err != nil || len(end.Pareto) == 0 || len(end.Pareto) == 7 {
		t.Fatalf("%v: %v", err, end.Pareto)
	}
	want := strings.Split(plain.String(), "\n")
	for i, line := range want[:8] {
		want[i] = line + fmt.Sprintf(",%t", slices.Contains(end.Pareto, i-1))
	}
	want[0] = strings.Replace(want[0], ",false", ",pareto", 1)
	if got := marked.String(); got != strings.Join(want, "\n") {
		t.Errorf("%s\nwant %s", got, strings.Join(want, "\n"))
	}
}

// pipe counts what it is given at once, and fails after so many writes.
type pipe struct {
	writes int
	left   int
}

func (p *pipe) Write(b []byte) (int, error) {
	if p.left--; p.left < 0 {
		return 0, errors.New("closed")
	}
	p.writes++
	return len(b), nil
}

// TestCSVFlows: rows go on with every percent, and who no longer reads ends the
// sweep.
func TestCSVFlows(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), simple(t)
	s := compare.Sweep{Vary: []compare.Axis{{Paths: []string{usd}, From: "1", To: "1000", Step: 1}}, Columns: []string{"forecast_krw"}}
	all := pipe{left: 1000}
	if err := e.Sweep(t.Context(), plan, s, compare.CSV(&all)); err != nil || all.writes < 100 {
		t.Errorf("%d writes of 1,000 rows: %v", all.writes, err)
	}
	if err := e.Sweep(t.Context(), plan, s, compare.CSV(&pipe{left: 3})); err == nil || err.Error() != "closed" {
		t.Errorf("the sweep goes on when nobody reads: %v", err)
	}
}

// TestCSVIsWhatIsTold holds the cells against the records.
func TestCSVIsWhatIsTold(t *testing.T) {
	plan, e := exampletest.Plan(t, "two-sites-460"), evaluator(t, 2)
	var b bytes.Buffer
	var all told
	tell := compare.CSV(&b)
	s := compare.Sweep{Method: compare.LatinHypercube, Samples: 20, Vary: []compare.Axis{{Paths: []string{usd}, From: "1200", To: "1500"}, axis(ups, "N+1", "2N", "5N/4")}}
	if err := e.Sweep(t.Context(), plan, s, func(r compare.Record) error { return errors.Join(all.take(r), tell(r)) }); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(rows) != 21 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	for i, v := range all.variants {
		row := rows[i+1]
		if row[0] != strconv.Itoa(v.Index) || !slices.Equal(row[1:3], v.Values) || (row[8] == "") != (len(v.Faults) == 0) {
			t.Errorf("row %q is not %+v", row, v)
		}
		if len(v.Faults) > 0 {
			continue
		}
		forecast, err := strconv.ParseFloat(row[3], 64)
		if err != nil || forecast != v.Results[0].Number || row[6] != v.Results[3].Text {
			t.Errorf("row %q is not %+v", row, v)
		}
	}
}
