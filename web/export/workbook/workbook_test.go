package workbook

import (
	"bytes"
	"context"
	"os"
	"testing"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
	"buildout/web/locales"
)

// sourceOf is a plan as a workbook takes it, in English and won.
func sourceOf(tb testing.TB, plan planner.Plan) Source {
	tb.Helper()
	ref := exampletest.Reference(tb)
	r, err := planner.Evaluate(plan, ref)
	if err != nil {
		tb.Fatal(err)
	}
	c, err := locales.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return Source{Plan: plan, Reference: ref, Result: r, Version: "test", Locale: c.Locale("en", "won")}
}

func TestWrite(t *testing.T) {
	inTurn(t)
	for _, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		var b bytes.Buffer
		if err := Write(context.Background(), &b, sourceOf(t, exampletest.Plan(t, name))); err != nil {
			t.Fatal(err)
		}
		if to := os.Getenv("BUILDOUT_WORKBOOKS"); to != "" {
			if err := os.WriteFile(to+"/"+name+".xlsx", b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestCellsAreTheProgram holds every checked cell against the program: the value
// that is written beside a formula is what the formula gives, so that this is
// the formula against the program.
func TestCellsAreTheProgram(t *testing.T) {
	for _, name := range []string{"two-sites-460", "ansan-460", "as-it-went"} {
		b, err := build(context.Background(), sourceOf(t, exampletest.Plan(t, name)))
		if err != nil {
			t.Fatal(err)
		}
		hold(t, name, b)
	}
}

// hold holds the checks of a workbook.
func hold(tb testing.TB, name string, b *book) {
	tb.Helper()
	faults := 0
	for _, c := range b.checks {
		for i, cell := range c.cells() {
			want := c.other.V
			if c.want != nil {
				want = c.want[i]
			}
			if diff := cell.V - want; !(diff <= c.near && -diff <= c.near) {
				if faults++; faults < 20 {
					tb.Errorf("%s: %s %s [%d] at %s is %v, want %v", name, c.key, c.subject, i, cell.Formula(), cell.V, want)
				}
			}
		}
	}
}

// localeOf is a language with a won unit.
func localeOf(tb testing.TB, lang, unit string) *locales.Locale {
	tb.Helper()
	c, err := locales.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return c.Locale(lang, unit)
}

// inTurn skips a test that works out whole workbooks one after another in the
// short run, which is that under the race detector.
func inTurn(tb testing.TB) {
	tb.Helper()
	if testing.Short() {
		tb.Skip("skipped: one workbook after another")
	}
}
