package interchange_test

import (
	"fmt"

	"pgregory.net/rapid"

	"buildout/planner"
)

// drawnName is a name that a spreadsheet, CSV or NetBox could trip over.
func drawnName(t *rapid.T, number int) string {
	form := rapid.SampledFrom([]string{"r%d", "=1+%d", "+%d", "-%d", "@x%d", "'=%d", "''@%d", "a,b %d", `say "%d"`, "랙-%d", "R/%d", "%d;"}).Draw(t, "name")
	return fmt.Sprintf(form, number)
}

func drawnCircuit(t *rapid.T, phases int) planner.Circuit {
	return planner.Circuit{
		Volts: rapid.SampledFrom([]float64{220, 380, 415}).Draw(t, "volts"), Amps: float64(rapid.IntRange(10, 63).Draw(t, "amps")),
		Phases: phases, BreakerShare: float64(rapid.IntRange(50, 100).Draw(t, "share")) / 100,
	}
}

// drawnPlan is a plan with random racks, panels, feeds, prices
// and books. It is valid.
func drawnPlan(t *rapid.T, plan planner.Plan, ref planner.Reference) planner.Plan {
	plan = planner.Clone(plan)
	for i := range plan.Sites {
		s := &plan.Sites[i]
		for j := range s.Feeds {
			s.Feeds[j].CableKM = rapid.Float64Range(0, 50).Draw(t, "cable")
			s.Feeds[j].Source = rapid.SampledFrom([]string{"", "=HYPERLINK(1)", "letter of 3 May,\n\"page 2\"", "-"}).Draw(t, "source")
		}
		for j := range s.Phases {
			for k := range s.Phases[j].Halls {
				if rapid.IntRange(0, 3).Draw(t, "hall") == 0 {
					drawHall(t, plan, ref, &s.Phases[j].Halls[k])
				}
			}
		}
	}
	drawPrices(t, &plan, ref)
	drawBooks(t, &plan, ref)
	if err := planner.Validate(plan, ref); err != nil {
		t.Fatalf("the drawn plan is not valid: %v", err)
	}
	return plan
}

func drawHall(t *rapid.T, plan planner.Plan, ref planner.Reference, h *planner.Hall) {
	h.Panels, h.Racks = nil, nil
	bySide := map[string][]string{}
	for n := range rapid.IntRange(0, 4).Draw(t, "panels") {
		p := planner.Panel{Name: drawnName(t, n), Side: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "side"), Circuit: drawnCircuit(t, 3)}
		if above := bySide[p.Side]; len(above) > 0 && rapid.Bool().Draw(t, "below") {
			p.From = above[0]
		}
		bySide[p.Side] = append(bySide[p.Side], p.Name)
		h.Panels = append(h.Panels, p)
	}
	for n := range min(rapid.IntRange(0, 6).Draw(t, "racks"), h.RackPositions) {
		r := planner.Rack{
			Name: drawnName(t, n), RackType: rapid.SampledFrom(ref.RackTypes).Draw(t, "type").Name,
			Row: rapid.SampledFrom([]string{"A", "=B", "R01"}).Draw(t, "row"), Position: n + 1, From: plan.Horizon.Start + planner.Month(rapid.IntRange(0, 30).Draw(t, "from")),
		}
		for range rapid.IntRange(0, 4).Draw(t, "feeds") {
			f := planner.RackFeed{Side: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "side"), Circuit: drawnCircuit(t, rapid.SampledFrom([]int{1, 3}).Draw(t, "phases"))}
			if panels := bySide[f.Side]; len(panels) > 0 && rapid.Bool().Draw(t, "on a panel") {
				f.Panel = rapid.SampledFrom(panels).Draw(t, "panel")
			}
			if f.Phases == 1 {
				f.Phase = rapid.SampledFrom([]string{"", "L1", "L2", "L3"}).Draw(t, "phase")
			}
			r.Feeds = append(r.Feeds, f)
		}
		h.Racks = append(h.Racks, r)
	}
}

func drawPrices(t *rapid.T, plan *planner.Plan, ref planner.Reference) {
	plan.CostBook.Overrides = nil
	for i := 0; i < len(ref.Book.Entries); i += rapid.IntRange(1, 40).Draw(t, "next") {
		e := ref.Book.Entries[i]
		plan.CostBook.Overrides = append(plan.CostBook.Overrides, planner.CostOverride{
			Code: e.Code, UnitPrice: rapid.Float64Range(0, 1e9).Draw(t, "price"), Currency: "KRW", Unit: e.Unit, PriceMonth: plan.PriceBase,
			Class:    rapid.SampledFrom([]string{"", e.Class, ref.Book.Contingency[0].Name}).Draw(t, "class"),
			LowShare: rapid.SampledFrom([]float64{0, 0.9, e.LowShare}).Draw(t, "low"), HighShare: rapid.SampledFrom([]float64{0, 1.25}).Draw(t, "high"),
			Source: rapid.SampledFrom([]string{"quote", "+82 2 123", e.Source}).Draw(t, "source"),
		})
	}
}

func drawBooks(t *rapid.T, plan *planner.Plan, ref planner.Reference) {
	plan.Actuals = planner.Actuals{}
	for n := range rapid.IntRange(0, 5).Draw(t, "entries") {
		s := rapid.SampledFrom(plan.Sites).Draw(t, "site")
		plan.Actuals.Through = plan.Horizon.Start + 12
		plan.Actuals.Entries = append(plan.Actuals.Entries, planner.Actual{
			Code: rapid.SampledFrom(ref.Book.Entries).Draw(t, "code").Code, Site: s.Name, Phase: rapid.SampledFrom([]string{"", s.Phases[0].Name}).Draw(t, "phase"),
			Month: plan.Horizon.Start + planner.Month(n), PaidKRW: planner.KRW(rapid.Int64Range(-1e9, 1e9).Draw(t, "paid")), CommittedKRW: 1,
			Final: rapid.Bool().Draw(t, "final"), Source: rapid.SampledFrom([]string{"", "@voucher", "'"}).Draw(t, "source"),
		})
	}
}
