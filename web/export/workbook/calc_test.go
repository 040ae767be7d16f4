package workbook

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"buildout/planner"
	"buildout/planner/formula/calc"
	"buildout/planner/reference/exampletest"
)

// TestChangedInputsAreTheProgram changes several inputs of the examples at a
// time, works the workbook out from the texts of its formulas, and holds every
// checked cell against the program's result for the changed plan.
func TestChangedInputsAreTheProgram(t *testing.T) {
	inTurn(t)
	t.Parallel()
	for seed, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		plan := exampletest.Plan(t, name)
		random := rand.New(rand.NewPCG(460, uint64(seed)))
		newTrial(t, name, plan, random, 8).recalculated(t)
	}
}

// changed makes changes to a plan and to the inputs of its workbook, works the
// workbook out, and holds every checked cell of some keys against the program;
// of all keys where none is given.
func changed(t testing.TB, plan planner.Plan, changes []planner.Change, keys ...string) {
	t.Helper()
	b, err := build(context.Background(), sourceOf(t, plan))
	if err != nil {
		t.Fatal(err)
	}
	next, err := planner.Apply(plan, b.Reference, changes)
	if err != nil {
		t.Fatal(err)
	}
	x := trial{name: plan.Name, changes: changes, book: b}
	if x.want, err = build(context.Background(), sourceOf(t, next)); err != nil {
		t.Fatal(err)
	}
	x.book.checks, x.want.checks = checksOf(x.book.checks, keys), checksOf(x.want.checks, keys)
	x.recalculated(t)
}

func checksOf(checks []check, keys []string) (list []check) {
	for _, c := range checks {
		if len(keys) == 0 || slices.Contains(keys, c.key) {
			list = append(list, c)
		}
	}
	return list
}

// recalculated types the changes into the inputs, works out the workbook from
// its formulas and holds it.
func (x trial) recalculated(t testing.TB) {
	t.Helper()
	cells := cellsOf(x.book)
	s := x.book.sheet("inputs")
	for _, change := range x.changes {
		c := x.book.in.byPath[change.Path]
		if c == nil {
			t.Fatalf("%s is no input of the workbook", change.Path)
		}
		r, err := planner.Read(x.want.Plan, x.want.Reference, change.Path)
		switch {
		case err != nil:
			t.Fatal(err)
		case c.options != nil:
			cells.Text(s.name, c.row, inputValue, r.Text)
		case c.kind == planner.MonthReading:
			cells.Number(s.name, c.row, inputValue, serial(planner.Month(numberOf(r))))
		default:
			cells.Number(s.name, c.row, inputValue, numberOf(r))
		}
	}
	cells.Forget()
	x.holds(t, func(ref string) (float64, error) { return cells.Value(ref).Float() })
	x.foot(t, cells)
	x.faults(t, cells)
}

// foot holds what must be alike whatever the inputs are.
func (x trial) foot(t testing.TB, cells *calc.Book) {
	t.Helper()
	for _, c := range x.book.checks {
		if c.want != nil {
			continue
		}
		got, err := cells.Value(c.cells()[0].Formula()).Float()
		want, otherErr := cells.Value(c.other.Formula()).Float()
		if diff := math.Abs(got - want); err != nil || otherErr != nil || !(diff <= c.near) {
			t.Errorf("%s: %s %s at %s is %v (%v), and %s is %v (%v); changed %v", x.name, c.key, c.subject, c.cells()[0].Formula(), got, err, c.other.Formula(), want, otherErr, x.changes)
		}
	}
}

// faults finds cells that hold an error.
func (x trial) faults(t testing.TB, cells *calc.Book) {
	t.Helper()
	count := 0
	for _, s := range x.book.sheets {
		cells.Each(s.name, func(row, col int, v calc.Value) {
			if v.IsFault() {
				if count++; count <= 8 {
					t.Errorf("%s: %s%s is %s by %s; changed %v", x.name, s.prefix, s.fixed(row, col), v, s.formula(row, col), x.changes)
				}
			}
		})
	}
}

// cellsOf is the cells of a workbook as a spreadsheet opens them: what is written
// beside a formula counts for nothing.
func cellsOf(b *book) *calc.Book {
	cells := calc.New()
	for _, s := range b.sheets {
		for i, row := range s.rows {
			for k := range row {
				switch c := &row[k]; c.kind {
				case number:
					cells.Number(s.name, i+1, k+1, c.v)
				case text:
					cells.Text(s.name, i+1, k+1, c.text())
				case numberFormula, textFormula:
					cells.Formula(s.name, i+1, k+1, s.formula(i+1, k+1))
				}
			}
		}
	}
	s := b.sheet("inputs")
	for _, c := range b.in.list {
		cells.Name(c.name, s.prefix+s.fixed(c.row, inputValue))
		cells.Name(c.name+"_no", s.prefix+s.fixed(c.row, inputMonth))
	}
	for _, n := range b.names {
		cells.Name(n.name, n.sheet.prefix+n.sheet.fixed(n.row, n.col))
	}
	return cells
}
