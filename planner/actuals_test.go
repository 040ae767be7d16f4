package planner_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
)

// booksPlan is the case whose books are worked by hand, with other entries.
func booksPlan(t *testing.T, ref planner.Reference, through string, entries ...planner.Actual) planner.Plan {
	t.Helper()
	p := casePlan(t, "books", ref)
	p.Actuals = planner.Actuals{Through: monthOf(t, through), Entries: entries}
	return p
}

// TestBooksAreHeldAgainstThePlan holds what books cannot say, each at its entry:
// a line that the plan does not have (the plot is leased), one whose group it has
// no line of, and a refund of what was never paid.
func TestBooksAreHeldAgainstThePlan(t *testing.T) {
	ref := smallReference(t)
	month := monthOf(t, "2023-02")
	for _, c := range []struct {
		path, says string
		entry      planner.Actual
	}{
		{"actuals.entries[1]", "groups there are structure, services, fees", planner.Actual{Code: "plant.land", Site: "alpha", Month: month, PaidKRW: 1}},
		{"actuals.entries[1].paid_krw", "come to -5 won", planner.Actual{Code: "services.ups", Site: "alpha", Month: month, PaidKRW: -5}},
		{"actuals.entries", "with its books the plan costs more than 9000000000000000 won", planner.Actual{Code: "services.ups", Site: "alpha", Month: month, PaidKRW: 8.9e15}},
	} {
		good := planner.Actual{Code: "structure.frame", Site: "alpha", Month: month, PaidKRW: 1e6}
		_, err := planner.Evaluate(booksPlan(t, ref, "2023-03", good, c.entry), ref)
		if faults := faultsOf(t, err); len(faults) != 1 || faults[0].Path != c.path || !strings.Contains(faults[0].Message, c.says) {
			t.Errorf("%s for %d won: %v; want %q at %s", c.entry.Code, c.entry.PaidKRW, faults, c.says, c.path)
		}
	}
	e := ref.Book.Entries[0]
	e.Code, e.Driver = "structure.roads", planner.Driver{Per: planner.PerFeedKM}
	ref.Book.Entries = append(ref.Book.Entries, e)
	p := booksPlan(t, ref, "2023-03", planner.Actual{Code: e.Code, Site: "alpha", Month: month, PaidKRW: 1})
	p.Sites[0].Feeds[0].CableKM = 0
	_, err := planner.Evaluate(p, ref)
	if faults := faultsOf(t, err); !strings.Contains(faults[0].Message, "lines of its group there are structure.frame") {
		t.Errorf("a line of a group that has others: %v", faults)
	}
}

// TestBooksWithoutEntries holds that closed books that hold nothing move what
// was foreseen behind them and lose nothing: of the frame's 550, 440 and 110 M in
// 2023-03, 04 and 10, books through 03 leave 880 in 04 and 220 in 10.
func TestBooksWithoutEntries(t *testing.T) {
	ref := smallReference(t)
	p := booksPlan(t, ref, "2023-03")
	p.Budget.Covers, p.Budget.VAT = []string{"structure"}, planner.VATExcluded
	r := mustEvaluate(t, p, ref)
	if b := r.Budget; b.ForecastKRW != 1100e6 || b.EstimateKRW != 1100e6 || b.PaidKRW != 0 || b.CommittedKRW != 0 || b.Through != monthOf(t, "2023-03") {
		t.Errorf("%+v", b)
	}
	for _, m := range r.Cash {
		var paid, committed planner.KRW
		switch m.Month.String() {
		case "2023-04":
			paid, committed = 880e6, 1100e6
		case "2023-10":
			paid = 220e6
		}
		if m.PaidKRW != paid || m.CommittedKRW != committed || m.ByBooks != (m.Month <= p.Actuals.Through) {
			t.Errorf("%s: paid %d, committed %d, by books %t; want %d, %d", m.Month, m.PaidKRW, m.CommittedKRW, m.ByBooks, paid, committed)
		}
	}
}

// TestBooksAboveTheEstimate holds that what is paid beyond the estimate is the
// forecast, that an order is released when its line is settled, and that books
// of months to come leave what is foreseen as it is.
func TestBooksAboveTheEstimate(t *testing.T) {
	ref := smallReference(t)
	p := booksPlan(t, ref, "2023-04",
		planner.Actual{Code: "structure.frame", Site: "alpha", Month: monthOf(t, "2023-03"), PaidKRW: 1200e6},
		planner.Actual{Code: "services.ups", Site: "alpha", Month: monthOf(t, "2023-01"), CommittedKRW: 700e6},
		planner.Actual{Code: "services.ups", Site: "alpha", Month: monthOf(t, "2023-04"), PaidKRW: 650e6, Final: true})
	p.Budget.VAT = planner.VATExcluded
	r := mustEvaluate(t, p, ref)
	if frame := r.CostLines[0]; frame.ForecastKRW != 1200e6 || frame.AmountKRW != 1100e6 || frame.VATKRW != 120e6 || frame.Final {
		t.Errorf("frame: %+v", frame)
	}
	if got := r.Sites[0].AmountKRW; got != 1200e6+650e6+90e6 {
		t.Errorf("the site costs %d", got)
	}
	// 700 ordered in 01, 50 of it released in 04; the frame commits itself.
	if c := r.Cash; c[0].CommittedKRW != 700e6 || c[3].CommittedKRW != -50e6 || r.Budget.CommittedKRW != 1200e6+650e6 {
		t.Errorf("committed %d in 01, %d in 04, %d by the books", c[0].CommittedKRW, c[3].CommittedKRW, r.Budget.CommittedKRW)
	}
	early := booksPlan(t, ref, "2022-06")
	none := early
	none.Actuals = planner.Actuals{}
	with, without := mustEvaluate(t, early, ref), mustEvaluate(t, none, ref)
	for i := range with.Cash {
		if with.Cash[i].PaidKRW != without.Cash[i].PaidKRW || with.Cash[i].CommittedKRW != without.Cash[i].CommittedKRW {
			t.Errorf("%s differs with empty books closed before it all", with.Cash[i].Month)
		}
	}
}

// TestBooksRule holds the rule of the forecast line by line, that lines of one
// code, site and phase share its books to the won, and that nothing but the books
// is paid in months they are closed for.
func TestBooksRule(t *testing.T) {
	ref := smallReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		drawMoney(rt, &p, ref)
		p.Budget.VAT, p.Budget.Covers = planner.VATExcluded, []string{"structure", "services", "fees", "plant"}
		r := mustEvaluate(rt, p, ref)
		type key struct{ code, site, phase string }
		paid, lines, final := map[key]planner.KRW{}, map[key]planner.KRW{}, map[key]bool{}
		byMonth := map[planner.Month]planner.KRW{}
		for _, a := range p.Actuals.Entries {
			k := key{a.Code, a.Site, a.Phase}
			paid[k] += a.PaidKRW
			final[k] = final[k] || a.Final
			byMonth[a.Month] += a.PaidKRW
		}
		for _, l := range r.CostLines {
			k := key{l.Code, l.Site, l.Phase}
			lines[k] += l.PaidKRW
			want := max(l.AmountKRW, l.PaidKRW)
			if final[k] {
				want = l.PaidKRW
			}
			if l.ForecastKRW != want || l.Final != final[k] || l.PaidKRW < 0 {
				rt.Fatalf("%s: estimate %d, paid %d, forecast %d, final %t", l.Code, l.AmountKRW, l.PaidKRW, l.ForecastKRW, l.Final)
			}
		}
		for k, won := range paid {
			if lines[k] != won {
				rt.Fatalf("%v: lines share %d of %d", k, lines[k], won)
			}
		}
		for _, m := range r.Cash {
			if m.ByBooks && m.PaidKRW != byMonth[m.Month] {
				rt.Fatalf("%s: %d paid, %d by the books", m.Month, m.PaidKRW, byMonth[m.Month])
			}
		}
	})
}

// TestBooksOfInterest settles interest during construction like any line: 5 M
// paid, with nothing more to come.
func TestBooksOfInterest(t *testing.T) {
	ref := smallReference(t)
	const code = "administrative_and_finance.interest_during_construction"
	p := booksPlan(t, ref, "2023-03", planner.Actual{Code: code, Site: "alpha", Month: monthOf(t, "2023-03"), PaidKRW: 5e6, Final: true})
	_, err := planner.Evaluate(p, ref)
	if faults := faultsOf(t, err); len(faults) != 1 || faults[0].Path != "actuals.entries[0].code" {
		t.Errorf("interest that is not asked for: %v", faults)
	}
	p.Budget.ConstructionInterest = &planner.ConstructionInterest{RatePerYear: 0.12}
	lines := mustEvaluate(t, p, ref).CostLines
	if l := lines[len(lines)-1]; l.Code != code || l.ForecastKRW != 5e6 || !l.Final || l.AmountKRW <= 5e6 {
		t.Errorf("%+v", l)
	}
}
