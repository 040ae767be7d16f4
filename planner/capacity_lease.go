package planner

// held returns the kW of IT load and the rack positions of a lease that are
// contracted in month m: nothing before it begins and after it ends, and what
// was given back by then off the rest.
func (l *Lease) held(m Month) (kw KW, positions int) {
	if m < l.From || m > l.Until {
		return 0, 0
	}
	kw, positions = l.ITKW, l.RackPositions
	for _, r := range l.Returns {
		if r.Month <= m {
			kw -= r.ITKW
			positions -= r.RackPositions
		}
	}
	return rounded(max(0, kw)), max(0, positions)
}

// leaseCapacity works out what leased space carries by month.
func leaseCapacity(plan Plan, months []Month) []LeaseResult {
	results := make([]LeaseResult, len(plan.Leases))
	for i := range plan.Leases {
		l := &plan.Leases[i]
		results[i] = LeaseResult{Name: l.Name, Title: l.Title, UsableITKW: make([]KW, len(months))}
		for j, m := range months {
			results[i].UsableITKW[j], _ = l.held(m)
		}
	}
	return results
}
