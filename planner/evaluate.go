package planner

// Evaluate works out what a plan can power, when, for how many won, and what
// survives the loss of a site. It is pure: the same plan and reference give the
// same result. The error is *Invalid with every fault of the plan.
func Evaluate(plan Plan, ref Reference) (Result, error) {
	if err := Validate(plan, ref); err != nil {
		return Result{}, err
	}
	ref = withValues(plan, ref)
	months := monthsOf(plan.Horizon)
	demand := demandBy(plan, ref, months)
	schedules := schedule(plan, ref)
	sites := siteCapacity(plan, ref, schedules, months)
	demand.outside = headroom(plan, ref, sites, demand, months)
	leases := leaseCapacity(plan, months)
	capacity := totalCapacity(plan, sites, leases, demand, months)
	costs, err := priceAll(plan, ref, schedules, sites)
	if err != nil {
		return Result{}, err
	}
	if err := costs.settle(plan); err != nil {
		return Result{}, err
	}
	costs.classify(ref)
	cash := costs.cash(plan, months)
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
		Budget:    budget(plan, ref, costs, cash),
	}
	addAmounts(r.Sites, costs)
	r.Operation = operation(plan, ref, &r, costs)
	if r.Worth, err = worth(plan, ref, &r, costs); err != nil {
		return Result{}, err
	}
	tierChanges(plan, ref, schedules, r.Sites)
	r.Checks = benchmarks(plan, ref, r, costs)
	r.Findings = findings(plan, ref, r)
	r.basis = &basis{plan, ref, costs}
	return r, nil
}

func monthsOf(h Horizon) []Month {
	months := make([]Month, h.Months)
	for i := range months {
		months[i] = h.Start + Month(i)
	}
	return months
}
