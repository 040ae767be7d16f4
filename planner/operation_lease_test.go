package planner_test

import (
	"slices"
	"testing"

	"buildout/planner"
)

// TestLeaseThatIsGivenBack works a lease of 1,000 kW that carries 100 racks of
// 3 kW average until the hall takes them in 2023-06, gives back 400 kW in
// 2023-09 and ends in 2023-11. In 2023-01 it pays
//
//	rent    1,000 kW * 10,000                                       = 10,000,000
//	energy  300 * 1.5 * 744 = 334,800 kWh at (100 + 1,000/744 + 10) * 1.05 = 39,141,900
//
// From 2023-06 on none of it is used, for six months: it is noted.
func TestLeaseThatIsGivenBack(t *testing.T) {
	ref := operationReference(t)
	plan := operationPlan(t, ref)
	plan.Demand.Services[0].Racks.Table[0].Month = plan.Horizon.Start
	plan.Leases = []planner.Lease{{
		Name: "old", ITKW: 1000, RackPositions: 200, From: monthOf(t, "2023-01"), Until: monthOf(t, "2023-11"),
		Returns: []planner.LeaseReturn{{Month: monthOf(t, "2023-09"), ITKW: 400, RackPositions: 80}},
	}}
	r := mustEvaluate(t, plan, ref)
	l := r.Operation.Leases[0]
	at := func(month string) int { return int(monthOf(t, month) - r.Months[0]) }
	for _, c := range []struct {
		month                   string
		contracted, used, given planner.KW
		rent, energy            planner.KRW
		positions               int
	}{
		{month: "2022-12"},
		{month: "2023-01", contracted: 1000, used: 300, rent: 10_000_000, energy: 39_141_900, positions: 200},
		{month: "2023-06", contracted: 1000, rent: 10_000_000, positions: 400},
		{month: "2023-09", contracted: 600, given: 400, rent: 6_000_000, positions: 320},
	} {
		i := at(c.month)
		if l.ITKW[i] != c.contracted || l.UsedITKW[i] != c.used || l.GivenBackKW[i] != c.given || l.RentKRW[i] != c.rent || l.EnergyKRW[i] != c.energy || l.TotalKRW[i] != c.rent+c.energy {
			t.Errorf("%s: %v kW, %v used, %v given back, %d and %d won", c.month, l.ITKW[i], l.UsedITKW[i], l.GivenBackKW[i], l.RentKRW[i], l.EnergyKRW[i])
		}
		if got := r.Capacity.RackPositions[i]; got != c.positions {
			t.Errorf("%s: %d positions, want %d", c.month, got, c.positions)
		}
	}
	if got := r.Capacity.UsableITKW[at("2023-09")]; got != 600+r.Sites[0].UsableITKW[at("2023-09")] {
		t.Errorf("%v kW usable in 2023-09", got)
	}
	i := slices.IndexFunc(r.Findings, func(f planner.Finding) bool { return f.Code == planner.LeaseIdle })
	if i < 0 {
		t.Fatal("a lease that stands idle for six months is not noted")
	}
	if f := r.Findings[i]; f.Month.String() != "2023-06" || f.Count != 6 || f.Found != 0 || f.Limit != 1000 || f.Where != "leases/old" || f.Severity != planner.SeverityNotice {
		t.Errorf("noted as %+v", f)
	}
	plan.Leases[0].Until--
	if r := mustEvaluate(t, plan, ref); slices.ContainsFunc(r.Findings, func(f planner.Finding) bool { return f.Code == planner.LeaseIdle }) {
		t.Error("five months are noted")
	}
}

// TestLeasesThatCannotHoldAll holds that of 100 racks of 5 kW peak only the part
// runs that 300 kW of leases carry: 3/5 of 300 kW average, 2 to 1 by contract.
func TestLeasesThatCannotHoldAll(t *testing.T) {
	ref := operationReference(t)
	plan := operationPlan(t, ref)
	plan.Demand.Services[0].Racks.Table[0].Month = plan.Horizon.Start
	for name, kw := range map[string]planner.KW{"a": 200, "b": 100} {
		plan.Leases = append(plan.Leases, planner.Lease{Name: name, ITKW: kw, RackPositions: 100, From: plan.Horizon.Start, Until: plan.Horizon.End()})
	}
	slices.SortFunc(plan.Leases, func(a, b planner.Lease) int { return int(b.ITKW - a.ITKW) })
	l := mustEvaluate(t, plan, ref).Operation.Leases
	if l[0].UsedITKW[0] != 120 || l[1].UsedITKW[0] != 60 {
		t.Errorf("%v and %v kW are used, want 120 and 60", l[0].UsedITKW[0], l[1].UsedITKW[0])
	}
}
