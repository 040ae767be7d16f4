package planner_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
)

// TestRowsFoot holds that every row of the budget adds up over sites and over
// years, that the rows within a row sum to it and the groups to the forecast,
// that every line is below a subsystem, and that each cost line is in one row.
func TestRowsFoot(t *testing.T) {
	ref := smallReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		if len(p.Sites) == 1 && rapid.Bool().Draw(rt, "two sites") {
			p.Sites = append(p.Sites, clone(t, p).Sites[0])
			p.Sites[1].Name = "beta"
			drawSite(rt, &p.Sites[1])
		}
		drawMoney(rt, &p, ref)
		r := mustEvaluate(rt, p, ref)
		b, top, bySite := r.Budget, planner.BudgetRow{}, make([]planner.KRW, len(r.Sites))
		seen := make([]bool, len(r.CostLines))
		for i, row := range b.Rows {
			sites, years := planner.KRW(0), row.BeforeKRW+row.AfterKRW
			for _, won := range row.BySiteKRW {
				sites += won
			}
			for _, won := range row.ByYearKRW {
				years += won
			}
			if len(row.BySiteKRW) != len(r.Sites) || len(row.ByYearKRW) != len(b.Years) || sites != row.ForecastKRW || years != row.ForecastKRW {
				rt.Fatalf("%s of %d won: sites %d, years %d", row.Code, row.ForecastKRW, sites, years)
			}
			if i == 0 && row.Level != 0 || i > 0 && row.Level > b.Rows[i-1].Level+1 {
				rt.Fatalf("%s is of level %d", row.Code, row.Level)
			}
			if row.Level == 0 {
				top = sumOf(top, row)
				for at, won := range row.BySiteKRW {
					bySite[at] += won
				}
			}
			if row.Level < 2 {
				var within planner.BudgetRow
				for _, below := range b.Rows[i+1:] {
					if below.Level <= row.Level {
						break
					}
					if below.Level == row.Level+1 {
						within = sumOf(within, below)
					}
				}
				if amountsOf(within) != amountsOf(row) || len(row.Lines) > 0 {
					rt.Fatalf("within %s there are %s, want %s", row.Code, amountsOf(within), amountsOf(row))
				}
				continue
			}
			if len(row.Lines) == 0 {
				rt.Fatalf("%s has no lines", row.Code)
			}
			for _, at := range row.Lines {
				if r.CostLines[at].Code != row.Code || seen[at] {
					rt.Fatalf("line %d, %s, is in row %s, seen %t", at, r.CostLines[at].Code, row.Code, seen[at])
				}
				seen[at] = true
			}
		}
		for at, found := range seen {
			l := r.CostLines[at]
			if !found {
				rt.Fatalf("line %s is in no row", l.Code)
			}
			if l.InBudget {
				site := slices.IndexFunc(r.Sites, func(s planner.SiteResult) bool { return s.Name == l.Site })
				bySite[site] -= l.ForecastKRW
				if b.VAT == planner.VATIncluded {
					bySite[site] -= l.VATKRW
				}
			}
		}
		if slices.ContainsFunc(bySite, func(won planner.KRW) bool { return won != 0 }) {
			rt.Fatalf("rows differ from the lines of each site by %d", bySite)
		}
		want := planner.BudgetRow{
			ForecastKRW: b.ForecastKRW, OutsideKRW: b.OutsideKRW, LowKRW: b.LowKRW, HighKRW: b.HighKRW, PaidKRW: b.PaidKRW,
			BeforeKRW: b.BeforeKRW, AfterKRW: b.AfterKRW,
		}
		if amountsOf(top) != amountsOf(want) {
			rt.Fatalf("groups sum to %s, want %s", amountsOf(top), amountsOf(want))
		}
		if b.LowKRW > b.ForecastKRW || b.HighKRW < b.ForecastKRW || b.PaidKRW > b.ForecastKRW {
			rt.Fatalf("low %d, forecast %d, high %d, paid %d", b.LowKRW, b.ForecastKRW, b.HighKRW, b.PaidKRW)
		}
	})
}

func sumOf(a, b planner.BudgetRow) planner.BudgetRow {
	a.ForecastKRW += b.ForecastKRW
	a.OutsideKRW += b.OutsideKRW
	a.LowKRW += b.LowKRW
	a.HighKRW += b.HighKRW
	a.PaidKRW += b.PaidKRW
	a.BeforeKRW += b.BeforeKRW
	a.AfterKRW += b.AfterKRW
	return a
}

func amountsOf(r planner.BudgetRow) string {
	return fmt.Sprint(r.ForecastKRW, r.OutsideKRW, r.LowKRW, r.HighKRW, r.PaidKRW, r.BeforeKRW, r.AfterKRW)
}

// TestRowsKeepOneTree holds the order and the titles of rows: groups as the cost
// book has them, subsystems where their first line stands, a code of two levels
// below a subsystem of its own.
func TestRowsKeepOneTree(t *testing.T) {
	ref := smallReference(t)
	for _, code := range []string{"structure.roof.tiles", "services.power.panels", "structure.roof.beams"} {
		e := ref.Book.Entries[0]
		e.Code, e.Title = code, planner.Text{EN: code}
		ref.Book.Entries = append(ref.Book.Entries, e)
	}
	ref.Book.Groups[1].Subsystems = []planner.Subsystem{{Code: "services.power", Title: planner.Text{EN: "Power"}}}
	var got []string
	for _, row := range mustEvaluate(t, casePlan(t, "one-hall", ref), ref).Budget.Rows {
		got = append(got, fmt.Sprintf("%d %s %s", row.Level, row.Code, row.Title.EN))
	}
	want := []string{
		"0 structure Structure", "1 structure.frame Frame", "2 structure.frame Frame",
		"1 structure.roof roof", "2 structure.roof.tiles structure.roof.tiles", "2 structure.roof.beams structure.roof.beams",
		"0 services Services", "1 services.ups UPS", "2 services.ups UPS", "1 services.power Power", "2 services.power.panels services.power.panels",
		"0 fees Fees", "1 fees.design Design", "2 fees.design Design", "0 plant Plant", "1 plant.land Land", "2 plant.land Land",
	}
	if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("rows are\n%q, want\n%q", got, want)
	}
}
