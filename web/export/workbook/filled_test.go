package workbook

import (
	"strings"
	"testing"

	"buildout/planner/reference/exampletest"
)

// TestFilledFormulas holds what is taken for a column that moves.
func TestFilledFormulas(t *testing.T) {
	const own = 12 // L
	for _, c := range []struct{ f, right string }{
		{"K5+L6", "L5+M6"},
		{"$K5+K$6+$K$7", "$K5+L$6+$K$7"},
		{"SUM('Cost lines'!L7:N9)", "SUM('Cost lines'!M7:O9)"},
		{"Cash!L7*Q1!L8", "Cash!M7*Q1!M8"},
		{`IF(L1=0,"L1 & M2",'L1 ''K2'!L3)`, `IF(M1=0,"L1 & M2",'L1 ''K2'!M3)`},
		{"LOG10(L4)+1E5+ABCD1+plan_l5+in_K5.L6", "LOG10(M4)+1E5+ABCD1+plan_l5+in_K5.L6"},
		{"TRUE+L+7", "TRUE+L+7"},
		{"Z1+AA2", "AA1+AB2"},
	} {
		filled := appendFilled(nil, c.f, own)
		if got := string(unfilled(nil, string(filled), own)); got != c.f {
			t.Errorf("%s comes back as %s", c.f, got)
		}
		if got := string(unfilled(nil, string(filled), own+1)); got != c.right {
			t.Errorf("%s filled to the right is %s, want %s", c.f, got, c.right)
		}
	}
}

// TestMonthsShareTheirFormula: what a row of months holds is kept once, and not
// once a month.
func TestMonthsShareTheirFormula(t *testing.T) {
	b, err := build(t.Context(), sourceOf(t, exampletest.Plan(t, "two-sites-460")))
	if err != nil {
		t.Fatal(err)
	}
	s := b.sheet("payments")
	kept := map[*content]bool{}
	row := b.lines[len(b.lines)/2].row
	for k := range b.ext {
		kept[s.at(row, s.grid+k).held] = true
	}
	if len(kept) > 3 {
		t.Errorf("%d formulas for %d months", len(kept), len(b.ext))
	}
	if first, last := s.formula(row, s.grid+2), s.formula(row, s.grid+len(b.ext)-1); first == last || strings.ContainsRune(first+last, distance) {
		t.Errorf("%s and %s", first, last)
	}
}
