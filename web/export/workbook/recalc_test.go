package workbook

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// planted is what every cell that a formula gives holds before a spreadsheet
// works it out, so that nothing passes on what was written beside it.
const planted = 987654321.25

// trial is a workbook whose inputs are changed in its cells, and what the program
// gives for the plan with the same changes.
type trial struct {
	name    string
	changes []planner.Change
	book    *book // as exported
	want    *book // of the changed plan
}

// newTrial exports a plan and changes inputs at random, in the workbook and in
// the plan.
func newTrial(t testing.TB, name string, plan planner.Plan, random *rand.Rand, changes int) trial {
	inTurn(t)
	t.Helper()
	return newTrialOf(t, name, plan, random, changes, func(*inputCell) bool { return true })
}

// newTrialOf is newTrial with some of the inputs.
func newTrialOf(t testing.TB, name string, plan planner.Plan, random *rand.Rand, changes int, takes func(*inputCell) bool) trial {
	t.Helper()
	b, err := build(context.Background(), sourceOf(t, plan))
	if err != nil {
		t.Fatal(err)
	}
	x := trial{name: name, book: b, want: b}
	changed := plan
	for range 20 * changes {
		if len(x.changes) == changes || len(b.in.list) == 0 {
			break
		}
		c := b.in.list[random.IntN(len(b.in.list))]
		change, ok := moved(c, random)
		if !ok || !takes(c) || slices.ContainsFunc(x.changes, func(o planner.Change) bool { return o.Path == change.Path }) {
			continue
		}
		next, err := planner.Apply(changed, b.Reference, []planner.Change{change})
		if err != nil {
			continue
		}
		if _, err := planner.Evaluate(next, b.Reference); err != nil {
			continue
		}
		changed = next
		x.changes = append(x.changes, change)
	}
	if len(x.changes) > 0 {
		if x.want, err = build(context.Background(), sourceOf(t, changed)); err != nil {
			t.Fatal(err)
		}
	}
	return x
}

// moved changes an input a little: a month by months, a number by a factor, a
// choice to another.
func moved(c *inputCell, random *rand.Rand) (planner.Change, bool) {
	change := planner.Change{Path: c.path}
	switch {
	case c.design:
		return change, false
	case c.options != nil:
		change.Value = c.options[random.IntN(len(c.options))]
	case c.kind == planner.MonthReading:
		if !c.given {
			return change, false
		}
		change.Value = (planner.Month(c.v) + planner.Month(random.IntN(13)-6)).String()
	case c.kind == planner.WholeReading:
		change.Value = strconv.Itoa(max(0, int(c.v)+random.IntN(5)-2))
	case c.kind == planner.WonReading:
		change.Value = strconv.FormatFloat(math.Round(c.v*(0.5+random.Float64())), 'f', -1, 64)
	default:
		v := c.v * (0.5 + random.Float64())
		if c.v == 0 {
			v = random.Float64()
		}
		digits, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
		change.Value = strconv.FormatFloat(digits, 'f', -1, 64)
	}
	return change, true
}

// edit types the changes into the cells of the inputs and plants wrong values
// beside every formula.
func (x trial) edit(t testing.TB) []byte {
	t.Helper()
	s := x.book.sheet("inputs")
	for _, change := range x.changes {
		c := x.book.in.byPath[change.Path]
		cell := s.at(c.row, inputValue)
		switch {
		case c.options != nil:
			cell.held.text = change.Value
		case c.kind == planner.MonthReading:
			var m planner.Month
			if err := m.UnmarshalText([]byte(change.Value)); err != nil {
				t.Fatal(err)
			}
			cell.kind, cell.v = number, serial(m)
		default:
			v, err := strconv.ParseFloat(change.Value, 64)
			if err != nil {
				t.Fatal(err)
			}
			cell.kind, cell.v = number, v
		}
	}
	for _, s := range x.book.sheets {
		for _, row := range s.rows {
			for i := range row {
				switch row[i].kind {
				case numberFormula:
					row[i].v = planted
				case textFormula:
					row[i].held.text = "planted"
				}
			}
		}
	}
	var b bytes.Buffer
	if err := x.book.write(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// holds compares recalculated cells, which are read by their references, with
// what the program gives for the changed plan, and returns how many it compared.
// Rows of every month reckoned in are compared month by month, as the changed
// plan may reach over others.
func (x trial) holds(t testing.TB, read func(ref string) (float64, error)) (compared int) {
	t.Helper()
	type place struct{ key, subject string }
	found := map[place]check{}
	for _, c := range x.book.checks {
		found[place{c.key, c.subject}] = c
	}
	faults := 0
	for _, want := range x.want.checks {
		c, ok := found[place{want.key, want.subject}]
		cells, there := c.cells(), len(want.cells())
		shift := 0
		if ok && len(cells) == len(x.book.ext) && there == len(x.want.ext) {
			shift = int(x.want.ext[0] - x.book.ext[0])
		} else if ok = ok && len(cells) == there; !ok {
			if slices.ContainsFunc(want.want, func(v float64) bool { return v != 0 }) {
				t.Errorf("%s: %s %s is not in the workbook as exported; changed %v", x.name, want.key, want.subject, x.changes)
			}
			continue
		}
		for i := range want.want {
			if i+shift < 0 || i+shift >= len(cells) {
				continue
			}
			cell := cells[i+shift]
			got, err := read(cell.Formula())
			compared++
			near := want.near
			if v := want.want[i]; v != math.Trunc(v) {
				near = max(near, math.Abs(v)*digits)
			}
			if diff := math.Abs(got - want.want[i]); err != nil || !(diff <= near) {
				if faults++; faults <= 8 {
					t.Errorf("%s: %s %s [%d] at %s is %v (%v), want %v; changed %v", x.name, want.key, want.subject, i, cell.Formula(), got, err, want.want[i], x.changes)
				}
			}
		}
	}
	if faults > 8 {
		t.Errorf("%s: %d cells differ of %d", x.name, faults, compared)
	}
	return compared
}

// savedCells reads the numbers of a workbook that a spreadsheet saved, by their
// references without the signs of dollars.
func savedCells(t testing.TB, name string) map[string]float64 {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	c, err := openContainer(data)
	if err != nil {
		t.Fatal(err)
	}
	p, err := openParts(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	numbers := map[string]float64{}
	for _, s := range p.sheets {
		err := p.rows(context.Background(), s.part, func(row int, cells []foundCell) error {
			for _, cell := range cells {
				switch cell.kind {
				case aNumber:
					numbers[s.name+"!"+cellName(row, cell.col)] = cell.v
				case anError:
					t.Errorf("%s: %s!%s is %s", name, s.name, cellName(row, cell.col), cell.text)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return numbers
}

// digits is how near spreadsheets save a number that is not whole: to 15 digits.
const digits = 1e-14

// spreadsheet is a program that recalculates workbooks: it opens files of a
// folder and saves them as xlsx in another.
type spreadsheet struct {
	name, binary string
	convert      func(t testing.TB, binary, from, to string, files []string)
}

// alwaysRecalculate is the setting of LibreOffice by which it works a workbook out
// when it opens it.
const alwaysRecalculate = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

var spreadsheets = []spreadsheet{
	{"LibreOffice", "soffice", func(t testing.TB, binary, from, to string, files []string) {
		profile := t.TempDir()
		if err := os.MkdirAll(filepath.Join(profile, "user"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(profile, "user", "registrymodifications.xcu"), []byte(alwaysRecalculate), 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{"--headless", "--norestore", "-env:UserInstallation=file://" + profile, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", to}
		run(t, binary, append(args, files...)...)
	}},
	{"Gnumeric", "ssconvert", func(t testing.TB, binary, from, to string, files []string) {
		for _, f := range files {
			run(t, binary, "--recalc", "--export-type=Gnumeric_Excel:xlsx", f, filepath.Join(to, filepath.Base(f)))
		}
	}},
}

func run(t testing.TB, binary string, args ...string) {
	t.Helper()
	if output, err := exec.Command(binary, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", binary, err, output)
	}
}

// recalculate has a spreadsheet work out the trials from nothing and holds them.
func recalculate(t *testing.T, by spreadsheet, trials []trial) {
	binary, err := exec.LookPath(by.binary)
	if err != nil {
		if os.Getenv("BUILDOUT_REQUIRE_ALL") == "1" {
			t.Fatalf("%s is not installed: %v", by.name, err)
		}
		t.Skipf("skipped: %s is not installed", by.name)
	}
	from, to := t.TempDir(), t.TempDir()
	var files []string
	for i, x := range trials {
		name := filepath.Join(from, fmt.Sprintf("%03d.xlsx", i))
		if err := os.WriteFile(name, x.edit(t), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	by.convert(t, binary, from, to, files)
	compared := 0
	for i, x := range trials {
		cells := savedCells(t, filepath.Join(to, fmt.Sprintf("%03d.xlsx", i)))
		compared += x.holds(t, func(ref string) (float64, error) {
			return cells[strings.ReplaceAll(strings.ReplaceAll(ref, "$", ""), "'", "")], nil
		})
	}
	t.Logf("%s: %d cells of %d workbooks", by.name, compared, len(trials))
}

// TestSpreadsheetsGiveTheProgramsNumbers has LibreOffice and Gnumeric work out
// the examples from nothing, as they are and with inputs changed in the cells.
func TestSpreadsheetsGiveTheProgramsNumbers(t *testing.T) {
	inTurn(t)
	t.Parallel()
	for _, by := range spreadsheets {
		t.Run(by.name, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(7, 460))
			var trials []trial
			for i, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
				plan := exampletest.Plan(t, name)
				trials = append(trials, newTrial(t, name, plan, random, 6*i))
			}
			for range 4 {
				trials = append(trials, cashTrial(t, random))
			}
			recalculate(t, by, trials)
		})
	}
}

// TestSpreadsheetsGiveTheNumbersOfRandomPlans is the same for 60 plans drawn at
// random, with inputs changed in the workbook. It takes minutes.
func TestSpreadsheetsGiveTheNumbersOfRandomPlans(t *testing.T) {
	if os.Getenv("BUILDOUT_SOAK") != "1" {
		t.Skip("takes minutes: BUILDOUT_SOAK=1 runs it")
	}
	for _, by := range spreadsheets {
		t.Run(by.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(60, 460))
			for range 6 {
				var trials []trial
				for range 9 {
					trials = append(trials, cashTrial(t, random))
				}
				name := []string{"two-sites-460", "ansan-460", "as-it-went"}[random.IntN(3)]
				drawn := newTrial(t, name, exampletest.Plan(t, name), random, 12).want.Plan
				trials = append(trials, newTrial(t, name+" drawn", drawn, random, 8))
				recalculate(t, by, trials)
			}
		})
	}
}
