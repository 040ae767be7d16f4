package planner_test

import (
	"slices"
	"testing"

	"buildout/planner"
)

// TestWorkingOfMoney holds what a workbook is told of the case books: 3 lines of
// the budget in 3 groups, each below its subsystem, and UPS in two sizes.
func TestWorkingOfMoney(t *testing.T) {
	ref := smallReference(t)
	p := casePlan(t, "books", ref)
	p.Budget.Funding = []planner.FundingLine{
		{Name: "all", AmountKRW: 1, From: p.Horizon.Start},
		{Name: "works", AmountKRW: 1, From: p.Horizon.Start, Covers: []string{"structure", "services"}},
		{Name: "ups", AmountKRW: 1, From: p.Horizon.Start, Covers: []string{"services.ups"}},
		{Name: "design", AmountKRW: 1, From: p.Horizon.Start, Covers: []string{"fees"}},
	}
	r := mustEvaluate(t, p, ref)
	w, ok := r.Working()
	if !ok {
		t.Fatal("no working")
	}
	sets, setOf := w.FundingSets()
	if want := [][]int{{0, 1}, {0, 3}, {0, 1, 2}}; !slices.EqualFunc(sets, want, slices.Equal) {
		t.Errorf("sets %v, want %v: the smaller first, and those alike by their lines", sets, want)
	}
	rows, rowOf := w.BudgetRows()
	for i := range w.Lines {
		if !w.Lines[i].InBudget {
			continue
		}
		if row := rows[rowOf[i]]; row.Code != w.Lines[i].Code || row.Level != 2 {
			t.Errorf("line %s stands in row %+v", w.Lines[i].Code, row)
		}
		want := map[string]int{"structure.frame": 0, "fees.design": 1, "services.ups": 2}[w.Lines[i].Code]
		if setOf[i] != want {
			t.Errorf("%s is paid by set %d, want %d", w.Lines[i].Code, setOf[i], want)
		}
	}
	var codes, result []string
	for _, row := range rows {
		codes = append(codes, row.Code)
	}
	for _, row := range r.Budget.Rows {
		result = append(result, row.Code)
	}
	if !slices.Equal(codes, result) {
		t.Errorf("rows %v, the result has %v", codes, result)
	}
	// Design: 80 M settled in 2023-02, and nothing after it.
	for i := range w.Lines {
		if w.Lines[i].Code == "fees.design" {
			if got := w.Lines[i].Committed; len(got) != 1 || got[0] != (planner.Due{Month: 2023*12 + 1, KRW: 80_000_000}) {
				t.Errorf("design commits %v, want 80,000,000 in 2023-02", got)
			}
		}
	}
}
