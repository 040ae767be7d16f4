package planner_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/finance"
)

// worthReference is the small reference with asset classes and assumptions that
// can be worked by hand: half a year bears 10 %, a month of an annuity 1 %.
func worthReference(tb testing.TB) planner.Reference {
	ref := smallReference(tb)
	ref.Assets = []planner.AssetClass{
		{Name: "land", Covers: []string{"plant.land"}, Method: finance.Never, ResidualShare: 1},
		{Name: "plant", Covers: []string{"services", "plant"}, LifeYears: 10, Method: finance.Evenly},
		{Name: "building", Covers: []string{"structure", "fees"}, LifeYears: 40, Method: finance.Evenly},
	}
	ref.Assumptions = []planner.Assumption{
		{Name: planner.DiscountRate, Value: 0.21}, {Name: planner.AnnuityRate, Value: 0.12},
		{Name: planner.RentKRWPerKWMonth, Value: 10_000}, {Name: planner.LeasePUE, Value: 1.5},
		{Name: planner.StaffPerSite, Value: 2}, {Name: planner.StaffKRWPerYear, Value: 60_000_000},
	}
	return ref
}

// assume puts an assumption before those there are.
func assume(ref *planner.Reference, name planner.AssumptionName, value float64) {
	ref.Assumptions = slices.Insert(slices.Clone(ref.Assumptions), 0, planner.Assumption{Name: name, Value: value})
}

// TestWorthOfOneHall works the case one-hall, whose comment has its payments in
// million won: 390 in 2023-01 with the land outside the budget, 550 in 03, 440
// in 04 and 110 in 10, in all 1,490. It is energised in 2023-06 and depreciated
// from 07 on, by 2023-11 for 5 months: building and fees 1,170 * 5/480 =
// 12.1875, UPS 300 * 5/120 = 12.5, land not. Leasing is 500 kW at 10,000 won
// from 06 on, six months, and the energy of 300 kW at PUE 1.5 for 4,392 hours.
func TestWorthOfOneHall(t *testing.T) {
	ref := worthReference(t)
	r := mustEvaluate(t, casePlan(t, "one-hall", ref), ref)
	w := r.Worth
	won(t, "capex", w.CapexKRW, 1_490_000_000)
	won(t, "residual", w.ResidualKRW, 1_490_000_000-12_187_500-12_500_000)
	v := math.Pow(1.21, -1.0/12)
	present := 390e6*v + 550e6*math.Pow(v, 3) + 440e6*math.Pow(v, 4) + 110e6*math.Pow(v, 10)
	won(t, "present capex", w.PresentCapexKRW, planner.KRW(math.Round(present)))
	won(t, "present residual", w.PresentResidualKRW, planner.KRW(math.Round(1_465_312_500/1.21)))

	var opex, electricity planner.KRW
	kwh := 0.0
	site := r.Operation.Sites[0]
	for m := range r.Months {
		opex += r.Operation.TotalKRW[m]
		electricity += site.EnergyKRW[m] + site.DemandKRW[m] + site.SurchargeKRW[m]
		kwh += site.EnergyKWh[m]
	}
	won(t, "opex", w.OpexKRW, opex)
	energy := 300 * 1.5 * 4392 * float64(electricity) / kwh
	if got := float64(w.LeaseKRW) - 30e6; math.Abs(got-energy) > 6 {
		t.Errorf("leased energy is %g won, want %g", got, energy)
	}
	won(t, "NPV", w.NPVKRW, w.PresentLeaseKRW-w.PresentCapexKRW-w.PresentOpexKRW+w.PresentResidualKRW)
	if len(w.Assets) != 3 {
		t.Fatalf("%d asset classes, want 3", len(w.Assets))
	}
	for i, want := range []struct {
		name             string
		cost, year, book planner.KRW
	}{
		{"land", 20_000_000, 0, 20_000_000},
		{"plant", 300_000_000, 12_500_000, 287_500_000},
		{"building", 1_170_000_000, 12_187_500, 1_157_812_500},
	} {
		a := w.Assets[i]
		if a.Name != want.name || a.CostKRW != want.cost || !slices.Equal(a.ByYearKRW, []planner.KRW{0, want.year}) || !slices.Equal(a.BookKRW, []planner.KRW{0, want.book}) {
			t.Errorf("%+v, want %+v", a, want)
		}
	}
	near(t, "won per usable kW", w.KRWPerUsableKW, 1_490_000_000.0/800, 1e-6)
	usable, used := 0.0, 0.0
	for m := 6; m < 12; m++ { // 800 kW usable and 500 used from month 6 on
		usable += 800 * math.Pow(v, float64(m))
		used += 500 * math.Pow(v, float64(m))
	}
	owning := float64(w.PresentCapexKRW + w.PresentOpexKRW - w.PresentResidualKRW)
	near(t, "won per kW-month", w.KRWPerKWMonth, owning/usable, 1e-3)
	near(t, "won per used kW-month", w.KRWPerUsedKWMonth, owning/used, 1e-3)
	near(t, "leased won per kW-month", w.LeaseKRWPerKWMonth, float64(w.PresentLeaseKRW)/used, 1e-3)
}

func won(t *testing.T, what string, got, want planner.KRW) {
	t.Helper()
	if got != want {
		t.Errorf("%s is %d won, want %d", what, got, want)
	}
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s is %.9g, want %.9g", what, got, want)
	}
}

// TestMonthlyCosts works what a month costs at 12 %: of the UPS 300 M * 0.01 /
// (1 - 1.01^-120) = 300 M * 0.0143470948 at the ends of months, 1.01 times less
// at their beginnings, 300 M / 120 without interest, and by the yearly factor
// 0.12 / (1 - 1.12^-10) = 0.176984164 over 12. Land bears 1 % a month, or
// nothing. Two heads at 60 M a year are 10 M a month, for 6 months of the 12.
func TestMonthlyCosts(t *testing.T) {
	ref := worthReference(t)
	for _, c := range []struct {
		annuity    planner.AnnuityName
		ups, land  planner.KRW
		hours      planner.HoursName
		hoursShare float64
	}{
		{"", 4_304_128, 200_000, "", 1},
		{finance.Monthly, 4_304_128, 200_000, finance.HoursReal, 1},
		{finance.AnnuityDue, 4_261_513, 198_020, finance.Hours730, 1},
		{finance.YearlyOver12, 4_424_604, 200_000, finance.Hours720, 720.0 / 730},
		{finance.StraightLine, 2_500_000, 0, "", 1},
	} {
		p := casePlan(t, "one-hall", ref)
		p.Worth = planner.Worth{Annuity: c.annuity, Hours: c.hours}
		r := mustEvaluate(t, p, ref)
		parts, sum, share := map[string]planner.KRW{}, planner.KRW(0), 0.0
		for _, part := range r.Worth.Costs {
			parts[part.Name] = part.MonthKRW
			sum += part.MonthKRW
			share += part.Share
		}
		won(t, string(c.annuity)+" UPS", parts["plant"], c.ups)
		won(t, string(c.annuity)+" land", parts["land"], c.land)
		won(t, "people", parts["people"], 5_000_000)
		won(t, "sum", r.Worth.CostKRW, sum)
		near(t, "shares", share, 1, 1e-9)
		near(t, "a kW", r.Worth.CostPerKWMonth, float64(sum)/800, 1e-6)
		var electricity planner.KRW
		for m := range r.Months {
			site := r.Operation.Sites[0]
			electricity += site.EnergyKRW[m] + site.DemandKRW[m] + site.SurchargeKRW[m]
		}
		near(t, string(c.hours)+" energy", float64(parts["energy"]), float64(electricity)/12*c.hoursShare, 0.5001)
	}
}

// TestTerminalYears repeats the last twelve months for two years: rent of 30 M
// grown by a tenth and by a fifth and a hundredth, depreciation of 29 months.
func TestTerminalYears(t *testing.T) {
	ref := worthReference(t)
	assume(&ref, planner.TerminalYears, 2)
	short := mustEvaluate(t, casePlan(t, "one-hall", ref), ref).Worth
	assume(&ref, planner.LeasePUE, 0)
	assume(&ref, planner.RentGrowthPerYear, 0.1)
	p := casePlan(t, "one-hall", ref)
	p.PriceBase = p.Horizon.Start // rents grow from it
	r := mustEvaluate(t, p, ref)
	rent, level := 0.0, 1.0
	for m := range 12 {
		if m >= 6 {
			rent += math.Round(5e6 * level)
		}
		level *= math.Pow(1.1, 1.0/12)
	}
	near(t, "lease", float64(r.Worth.LeaseKRW), rent*(1+1.1+1.21), 12)
	won(t, "residual", r.Worth.ResidualKRW, 1_490_000_000-300_000_000*29/120-1_170_000_000*29/480)
	var opex planner.KRW
	for _, krw := range r.Operation.TotalKRW {
		opex += krw
	}
	won(t, "opex without growth", short.OpexKRW, 3*opex)
	if last := short.OwnKRW[11]; last != short.CapexKRW+opex {
		t.Errorf("by the end of the horizon %d won are spent, want %d", last, short.CapexKRW+opex)
	}
}

// TestWorthIsWithoutVAT holds that a budget that carries VAT makes nothing worth
// more or less, to the won of each payment.
func TestWorthIsWithoutVAT(t *testing.T) {
	ref := worthReference(t)
	p := casePlan(t, "one-hall", ref)
	without := mustEvaluate(t, p, ref).Worth
	p.Budget.VAT = planner.VATIncluded
	with := mustEvaluate(t, p, ref).Worth
	won(t, "capex", with.CapexKRW, without.CapexKRW)
	won(t, "residual", with.ResidualKRW, without.ResidualKRW)
	near(t, "NPV", float64(with.NPVKRW), float64(without.NPVKRW), 10)
}

// TestITEquipmentIsLeftOut holds that assets of the class it_equipment are
// depreciated, and neither capex, residual nor a month's cost.
func TestITEquipmentIsLeftOut(t *testing.T) {
	ref := worthReference(t)
	all := mustEvaluate(t, casePlan(t, "one-hall", ref), ref).Worth
	ref.Assets[1].Name = "it_equipment"
	left := mustEvaluate(t, casePlan(t, "one-hall", ref), ref).Worth
	won(t, "capex", left.CapexKRW, all.CapexKRW-300_000_000)
	won(t, "residual", left.ResidualKRW, all.ResidualKRW-287_500_000)
	if len(left.Assets) != 3 || len(left.Costs) != len(all.Costs)-1 {
		t.Errorf("%d assets and %d costs, of %d", len(left.Assets), len(left.Costs), len(all.Costs))
	}
}

// TestWorthProperties holds on any plan that assets foot, that NPV is the sum of
// its parts and 0 at the IRR, and that payback is where the curves part.
func TestWorthProperties(t *testing.T) {
	ref := worthReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		ref := ref
		assume(&ref, planner.RentKRWPerKWMonth, rapid.Float64Range(0, 1e6).Draw(rt, "rent"))
		r := mustEvaluate(rt, p, ref)
		w := r.Worth
		checkAssets(rt, r)
		if w.NPVKRW != w.PresentLeaseKRW-w.PresentCapexKRW-w.PresentOpexKRW+w.PresentResidualKRW {
			rt.Fatalf("NPV %d is not the sum of its parts", w.NPVKRW)
		}
		flow, size := netOf(w)
		if p := finance.Present(w.IRR, flow); w.HasIRR && math.Abs(p) > 1e-6*finance.Present(w.IRR, size) {
			rt.Fatalf("at the IRR of %g the plan is worth %g", w.IRR, p)
		}
		if p := finance.Present(w.DiscountRate, flow); math.Abs(p-float64(w.NPVKRW)) > 3 {
			rt.Fatalf("NPV is %d, want %g", w.NPVKRW, p)
		}
		for m := range r.Months {
			after := !w.Payback.IsZero() && r.Months[m] >= w.Payback
			above := w.LeaseByMonthKRW[m] > w.OwnKRW[m]
			if after && !above || r.Months[m] == w.Payback-1 && above || w.Payback.IsZero() && above && m == len(r.Months)-1 {
				rt.Fatalf("payback in %q, in %s leasing costs %d and owning %d", w.Payback, r.Months[m], w.LeaseByMonthKRW[m], w.OwnKRW[m])
			}
		}
	})
}

// netOf is what leasing costs above owning by month, and the residual after the
// last, with the size of both.
func netOf(w planner.WorthResult) (net, size []float64) {
	lease, own := planner.KRW(0), planner.KRW(0)
	for m := range w.OwnKRW {
		net = append(net, float64(w.LeaseByMonthKRW[m]-lease-(w.OwnKRW[m]-own)))
		size = append(size, float64(w.LeaseByMonthKRW[m]-lease+w.OwnKRW[m]-own))
		lease, own = w.LeaseByMonthKRW[m], w.OwnKRW[m]
	}
	return append(net, float64(w.ResidualKRW)), append(size, float64(w.ResidualKRW))
}

func checkAssets(t *rapid.T, r planner.Result) {
	var lines, assets, books, written planner.KRW
	classes := map[string]planner.KRW{}
	for _, l := range r.CostLines {
		lines += l.ForecastKRW
		class := map[string]string{"structure": "building", "fees": "building", "services": "plant", "plant": "plant"}[l.Group]
		if l.Code == "plant.land" {
			class = "land"
		}
		classes[class] += l.ForecastKRW
	}
	for _, a := range r.Worth.Assets {
		if a.CostKRW != classes[a.Name] {
			t.Fatalf("%s costs %d, its lines %d", a.Name, a.CostKRW, classes[a.Name])
		}
		assets += a.CostKRW
		books += a.BookKRW[len(a.BookKRW)-1]
		for _, krw := range a.ByYearKRW {
			if krw < 0 {
				t.Fatalf("%s is written off by %d", a.Name, krw)
			}
			written += krw
		}
	}
	if lines != assets || lines != r.Worth.CapexKRW || r.Worth.ResidualKRW != books || written+books != assets {
		t.Fatalf("lines of %d are assets of %d and capex of %d; %d written off and book values of %d, residual %d",
			lines, assets, r.Worth.CapexKRW, written, books, r.Worth.ResidualKRW)
	}
}

// TestTwiceThePricesTwiceTheCapex holds that capex, and with it depreciation,
// doubles with the price list, to the won of each line.
func TestTwiceThePricesTwiceTheCapex(t *testing.T) {
	ref := worthReference(t)
	rapid.Check(t, func(rt *rapid.T) {
		p := drawPlan(rt, ref, t)
		once := mustEvaluate(rt, p, ref)
		dear := ref
		dear.Book.Entries = slices.Clone(ref.Book.Entries)
		for i := range dear.Book.Entries {
			if e := &dear.Book.Entries[i]; e.Driver.Per != planner.PerShare {
				e.UnitPrice *= 2
			}
		}
		for i := range p.CostBook.Overrides {
			p.CostBook.Overrides[i].UnitPrice *= 2
		}
		twice := mustEvaluate(rt, p, dear)
		if off := twice.Worth.CapexKRW - 2*once.Worth.CapexKRW; max(off, -off) > planner.KRW(2*len(once.CostLines)) {
			rt.Fatalf("capex of %d becomes %d", once.Worth.CapexKRW, twice.Worth.CapexKRW)
		}
	})
}

// TestWorthBeyondWon holds that amounts that won cannot count are refused.
func TestWorthBeyondWon(t *testing.T) {
	ref := worthReference(t)
	assume(&ref, planner.RentKRWPerKWMonth, 1e13)
	_, err := planner.Evaluate(casePlan(t, "one-hall", ref), ref)
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) || !strings.Contains(err.Error(), "cannot be counted exactly") {
		t.Errorf("30 quadrillion won of rent make %v", err)
	}
}

// TestWorthOutsideTheHorizon holds that of one-hall what is due before a horizon
// of 2023-01 to 09 counts in its first month, the UPS ordered in 2022-10 with 90 M
// of design and land, and the retention after it in its last, 110 M.
func TestWorthOutsideTheHorizon(t *testing.T) {
	ref := worthReference(t)
	p := casePlan(t, "one-hall", ref)
	p.Horizon = planner.Horizon{Start: finance.MonthOf(2023, 1), Months: 9}
	ref.LeadTimes[0].Months = 6
	r := mustEvaluate(t, p, ref)
	own, opex := r.Worth.OwnKRW, r.Operation.TotalKRW
	won(t, "first month", own[0], 390_000_000)
	won(t, "last month", own[8]-own[7]-opex[8], 110_000_000)
	won(t, "all", r.Worth.CapexKRW, 1_490_000_000)
}

// TestBookValueWhileBuilding has one-hall built from 2023-11 to 2024-03 and wait
// for the grid until 2025-02: by the end of 2023 300 M of UPS, 70 M of design
// and 20 M of land are paid, by that of 2024 all, and in 2025 ten months of 40
// and 10 years are written off: 1,170 M * 10/480 and 300 M * 10/120.
func TestBookValueWhileBuilding(t *testing.T) {
	ref := worthReference(t)
	ref.Book.Escalation = nil
	p := casePlan(t, "one-hall", ref)
	p.Horizon = planner.Horizon{Start: finance.MonthOf(2023, 1), Months: 36}
	p.Sites[0].Phases[0].Start, p.Sites[0].Phases[0].Promised = finance.MonthOf(2023, 11), 0
	p.Sites[0].Feeds[0].Available = finance.MonthOf(2025, 2)
	w := mustEvaluate(t, p, ref).Worth
	for i, want := range [][]planner.KRW{{20_000_000, 20_000_000, 20_000_000}, {300_000_000, 300_000_000, 275_000_000}, {70_000_000, 1_170_000_000, 1_145_625_000}} {
		if !slices.Equal(w.Assets[i].BookKRW, want) {
			t.Errorf("%s has book values %d, want %d", w.Assets[i].Name, w.Assets[i].BookKRW, want)
		}
	}
}

// TestResidualValueIsKept has the UPS of TestBookValueWhileBuilding keep a fifth
// of its cost: ten months of 10 years write off 300 M * 0.8 * 10/120 = 20 M.
func TestResidualValueIsKept(t *testing.T) {
	ref := worthReference(t)
	ref.Book.Escalation = nil
	ref.Assets = slices.Clone(ref.Assets)
	ref.Assets[1].ResidualShare = 0.2
	p := casePlan(t, "one-hall", ref)
	p.Horizon = planner.Horizon{Start: finance.MonthOf(2023, 1), Months: 36}
	p.Sites[0].Phases[0].Start, p.Sites[0].Phases[0].Promised = finance.MonthOf(2023, 11), 0
	p.Sites[0].Feeds[0].Available = finance.MonthOf(2025, 2)
	won(t, "book value of the UPS", mustEvaluate(t, p, ref).Worth.Assets[1].BookKRW[2], 280_000_000)
}
