package planner

// Evaluate works out what a plan can power, when, for how many won, and what
// survives the loss of a site. It is pure: the same plan and reference give the
// same result. The error is *Invalid with every fault of the plan.
func Evaluate(plan Plan, ref Reference) (Result, error) {
	if err := Validate(plan, ref); err != nil {
		return Result{}, err
	}
	months := monthsOf(plan.Horizon)
	demand := demandBy(plan, ref, months)
	schedules := schedule(plan, ref)
	sites := siteCapacity(plan, ref, schedules, months)
	headroom(plan, ref, sites, demand, months)
	leases := leaseCapacity(plan, months)
	capacity := totalCapacity(plan, sites, leases, demand, months)
	costs, err := priceAll(plan, ref, schedules)
	if err != nil {
		return Result{}, err
	}
	cash := costs.cash(months)
	r := Result{
		Plan:      PlanRef{Name: plan.Name, Title: plan.Title, Hash: plan.Hash(), PriceBase: plan.PriceBase, Horizon: plan.Horizon},
		Months:    months,
		Demand:    demand,
		Capacity:  capacity,
		Sites:     sites,
		Leases:    leases,
		SiteLoss:  siteLoss(sites, leases, demand, months),
		CostLines: costs.lines,
		Orders:    costs.orders,
		Cash:      cash,
		Budget:    budget(plan, costs, cash),
	}
	addAmounts(r.Sites, costs.bySite)
	tierChanges(plan, ref, schedules, r.Sites)
	r.Checks = benchmarks(plan, ref, r.Sites, costs.bySite)
	r.Findings = findings(plan, ref, r)
	return r, nil
}

func monthsOf(h Horizon) []Month {
	months := make([]Month, h.Months)
	for i := range months {
		months[i] = h.Start + Month(i)
	}
	return months
}
