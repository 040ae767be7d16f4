package compare

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
)

// TestBridgeFoots holds for plans that are drawn that the ends are the figures of
// the results, that steps sum to the difference, lines to their step, and steps of
// a line to its difference; that the way back is the same with signs turned; and
// that a plan does not differ from itself.
func TestBridgeFoots(t *testing.T) {
	few(t)
	w := newWorld(t)
	figures := []Figure{ForecastKRW, NPVKRW, UsableITKW}
	rapid.Check(t, func(rt *rapid.T) {
		a, b := w.drawPair(rt)
		from, to := w.caseOf(rt, a), w.caseOf(rt, b)
		o := BridgeOptions{Of: figures[rapid.IntRange(0, 2).Draw(rt, "of")]}
		if size, _, _ := w.BridgeSize(from, to, BridgeOptions{Detail: ByChange}); size <= 8 && rapid.Bool().Draw(rt, "by change") {
			o.Detail = ByChange
		}
		there, err := w.Bridge(rt.Context(), from, to, o)
		if err != nil {
			rt.Fatal(err)
		}
		back, err := w.Bridge(rt.Context(), to, from, o)
		if err != nil {
			rt.Fatal(err)
		}
		holdFoots(rt, there)
		if was, is := figureOf(o.Of, &from.Result), figureOf(o.Of, &to.Result); there.From.Amount != was || there.To.Amount != is || there.Difference != is-was {
			rt.Fatalf("%d to %d, want %d to %d", there.From.Amount, there.To.Amount, was, is)
		}
		_, names := named(&a, &b)
		holdTurned(rt, there, back, names)
		if same, err := w.Bridge(rt.Context(), from, from, o); err != nil || len(same.Steps) != 0 || len(same.Lines) != 0 || same.Difference != 0 || same.Evaluations != 0 {
			rt.Fatalf("a plan differs from itself: %v %v", same, err)
		}
	})
}

// figureOf is a figure as the result tells it.
func figureOf(of Figure, r *planner.Result) (amount int64) {
	switch of {
	case NPVKRW:
		return int64(r.Worth.NPVKRW)
	case UsableITKW:
		for _, s := range r.Sites {
			amount += int64(math.Round(float64(s.CompleteITKW) * 1000))
		}
		return amount
	}
	return int64(r.Budget.ForecastKRW)
}

type fataller interface {
	Helper()
	Fatalf(string, ...any)
}

// holdFoots holds that everything sums to what it must.
func holdFoots(t fataller, r BridgeResult) {
	t.Helper()
	var all int64
	lines := map[lineName]int64{}
	for _, s := range r.Steps {
		var sum int64
		for _, l := range s.Lines {
			sum += l.Amount
			lines[lineName{l.Name, l.Site, l.Phase}] += l.Amount
		}
		if sum != s.Amount || s.Count == 0 || len(s.Changes) != min(s.Count, maxChanges) {
			t.Fatalf("lines of %s %s sum to %d, not to %d; %d of %d changes", s.Driver, s.Place, sum, s.Amount, len(s.Changes), s.Count)
		}
		all += s.Amount
	}
	if all != r.Difference || r.Difference != r.To.Amount-r.From.Amount {
		t.Fatalf("steps sum to %d, not to %d", all, r.Difference)
	}
	for _, l := range r.Lines {
		name := lineName{l.Name, l.Site, l.Phase}
		if lines[name] != l.To-l.From || l.To == l.From {
			t.Fatalf("steps of %v sum to %d, not to %d - %d", name, lines[name], l.To, l.From)
		}
		delete(lines, name)
	}
	for name, sum := range lines {
		if sum != 0 {
			t.Fatalf("%v does not differ, and its steps sum to %d", name, sum)
		}
	}
}

// holdTurned holds that a bridge is another with every sign turned. names are
// those of the plan that the bridge there leads to, in place of the other's.
func holdTurned(t fataller, there, back BridgeResult, names renames) {
	t.Helper()
	if len(there.Steps) != len(back.Steps) || there.Evaluations != back.Evaluations {
		t.Fatalf("%d steps there, %d back", len(there.Steps), len(back.Steps))
	}
	place := func(s BridgeStep) string {
		var places []string
		for _, p := range strings.Split(s.Place, ", ") {
			places = append(places, strings.Join(names.of(strings.Split(p, "/")), "/"))
		}
		return strings.Join(places, ", ")
	}
	amounts := func(s BridgeStep, sign int64, names renames) map[lineName]int64 {
		lines := map[lineName]int64{}
		for _, l := range s.Lines {
			l.Amount *= sign
			if site := names.of([]string{"sites", l.Name})[1]; l.Site == "" {
				l.Name = site
			} else {
				path := names.of([]string{"sites", l.Site, "phases", l.Phase})
				l.Site, l.Phase = path[1], path[3]
			}
			lines[lineName{l.Name, l.Site, l.Phase}] = l.Amount
		}
		return lines
	}
	for _, s := range there.Steps {
		at := slices.IndexFunc(back.Steps, func(b BridgeStep) bool {
			return b.Driver == s.Driver && place(b) == s.Place && slices.Equal(b.With, s.With)
		})
		if at < 0 {
			t.Fatalf("no %s %s among %v", s.Driver, s.Place, back.Steps)
		}
		b := back.Steps[at]
		if b.Amount != -s.Amount || b.Count != s.Count || b.StdError != s.StdError || fmt.Sprint(amounts(b, -1, names)) != fmt.Sprint(amounts(s, 1, nil)) {
			t.Fatalf("%s %s moves %d by %d changes there, %d by %d back:\n%v\n%v", s.Driver, s.Place, s.Amount, s.Count, b.Amount, b.Count, amounts(s, 1, nil), amounts(b, -1, names))
		}
	}
}

// separate are changes of one driver each that any others may be made without.
var separate = []struct {
	driver Driver
	change planner.Change
}{
	{Scope, planner.Change{Path: "budget/covers", Value: "structure, services_and_equipment, administrative_and_finance"}},
	{Quantity, planner.Change{Path: "sites/siheung/phases/building/gross_area_m2", Value: "25000"}},
	{Tier, planner.Change{Path: "sites/ansan/generator/arrangement", Value: "N+2"}},
	{Price, planner.Change{Path: "cost_book/overrides/structure.frame/unit_price", Value: "1500000"}},
	{Contingency, planner.Change{Path: "values/cost_book.contingency.class_4", Value: "0.12"}},
	{ExchangeRate, planner.Change{Path: "exchange_rates/0/krw", Value: "1300"}},
	{Escalation, planner.Change{Path: "price_base", Value: "2023-04"}},
	{Timing, planner.Change{Path: "sites/siheung/phases/building/start", Value: "2023-06"}},
	{Demand, planner.Change{Path: "demand/services/talk/racks/compound/rate_per_year", Value: "0.12"}},
	{Operation, planner.Change{Path: "values/assumptions.staff_per_site", Value: "60"}},
	{Finance, planner.Change{Path: "budget/vat", Value: "included"}},
	{Finance, planner.Change{Path: "values/assumptions.discount_rate", Value: "0.09"}},
}

// TestBridgeAgainstApply holds bridges against planner.Apply: each plan between is
// one with some of the changes made, and each step the mean over all orders of
// making them, in rationals.
func TestBridgeAgainstApply(t *testing.T) {
	few(t)
	w := newWorld(t)
	from := w.caseOf(t, w.plans[0])
	figures := []Figure{ForecastKRW, NPVKRW, UsableITKW}
	rapid.Check(t, func(rt *rapid.T) {
		of := figures[rapid.IntRange(0, 2).Draw(rt, "of")]
		picked := rapid.Permutation(separate[:11]).Draw(rt, "changes")[:rapid.IntRange(1, 4).Draw(rt, "many")]
		apply := func(set uint) Case {
			var changes []planner.Change
			for i, p := range picked {
				if set&(1<<i) != 0 {
					changes = append(changes, p.change)
				}
			}
			plan, err := planner.Apply(from.Plan, w.Reference, changes)
			if err != nil {
				rt.Fatal(err)
			}
			return w.caseOf(rt, plan)
		}
		l := newLedger(of)
		l.read(&from.Result, nil)
		figures := make([][]int64, 1<<len(picked))
		for set := range figures {
			r := apply(uint(set)).Result
			figures[set] = l.read(&r, nil)
		}
		lines := len(l.lines)
		want := inAllOrders(len(picked), lines, func(set uint) []int64 {
			return append(slices.Clone(figures[set]), make([]int64, lines-len(figures[set]))...)
		})
		got, err := w.Bridge(rt.Context(), from, apply(1<<len(picked)-1), BridgeOptions{Of: of})
		if err != nil {
			rt.Fatal(err)
		}
		if len(got.Steps) != len(picked) {
			rt.Fatalf("%d steps of %v", len(got.Steps), picked)
		}
		for _, s := range got.Steps {
			i := slices.IndexFunc(picked, func(p struct {
				driver Driver
				change planner.Change
			}) bool {
				return p.driver == s.Driver
			})
			if i < 0 {
				rt.Fatalf("%s is no driver of %v", s.Driver, picked)
			}
			for k, line := range l.lines {
				var amount int64
				if at := slices.IndexFunc(s.Lines, func(x BridgeLine) bool {
					return x.Name == line.Name && x.Site == line.Site && x.Phase == line.Phase
				}); at >= 0 {
					amount = s.Lines[at].Amount
				}
				if off := new(big.Rat).Sub(want[i][k], new(big.Rat).SetInt64(amount)); off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
					rt.Fatalf("%s moves %s by %d, want about %s", s.Driver, line.Name, amount, want[i][k].FloatString(2))
				}
			}
		}
	})
}
