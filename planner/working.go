package planner

// Working is what a result was worked out of, for those who write it out again
// step by step, as a workbook of formulas does.
type Working struct {
	Plan      Plan
	Reference Reference // with the plan's values in it
	Lines     []LineWorking
	Sites     []SiteWorking
	Operation OperationWorking
	Racks     RackWorking
}

// LineWorking is what a cost line was priced by.
type LineWorking struct {
	Line        int      // index into cost_lines; -1 where it counts nothing and is not among them
	Cost        CostLine // of amounts 0 where it is not among them
	Code        string
	Title       Text
	InBudget    bool
	Site, Phase int // indices into the plan
	Group       int // index into the groups of the cost book
	Asset       int // index into the asset classes; -1 where none covers it
	Entry       int // index into the entries of the cost book; -1 for interest during construction
	Index       int // index into the price indexes; -1 where prices stay level
	Profile     int // index into the payment profiles
	Link        int // index into the links of the plan; -1 where it counts none
	Counted     []Counted
	Shares      []int // lines of the working that it is a share of
	LeadTime    string
	Interest    bool // interest during construction
	Planned     []Due
	Paid        []Due // with books; as planned without
	Committed   []Due // with books
}

// Due is won that fall due in a month.
type Due struct {
	Month Month
	KRW   KRW
}

// Working returns what the result was worked out of. It is false where the
// result does not come from Evaluate.
func (r *Result) Working() (Working, bool) {
	if r.basis == nil {
		return Working{}, false
	}
	b := r.basis
	e := explainer{r: r, basis: b}
	w := Working{Plan: b.plan, Reference: b.ref, Operation: b.operation(r.Months)}
	w.Lines = e.lineWorkings()
	w.Sites = sitesWorking(b.plan, b.ref, r)
	w.Racks = r.rackWorking()
	return w, true
}

func indexOfSite(plan Plan, name string) int {
	for i := range plan.Sites {
		if plan.Sites[i].Name == name {
			return i
		}
	}
	return -1
}
