package compare

import (
	"math"
	"slices"
	"strconv"

	"buildout/planner"
)

func numberValue(x float64) Value { return Value{Kind: Number, Number: x} }

// wonValue is exact: amounts of a result are below 2^53 won.
func wonValue(amount planner.KRW) Value { return numberValue(float64(amount)) }

func kwValue(p planner.KW) Value { return numberValue(float64(p)) }

// monthValue is none of a month that is not given.
func monthValue(m planner.Month) Value {
	if m.IsZero() {
		return Value{}
	}
	return Value{Kind: MonthValue, Number: float64(m), Text: m.String()}
}

// tierValue is none of a tier that the result does not know.
func tierValue(r *planner.Result, name string) Value {
	rank, ok := r.TierRank(name)
	if !ok {
		return Value{}
	}
	return Value{Kind: TierValue, Number: float64(rank), Text: name}
}

// positive is none of a ratio that has nothing to divide by, which results write
// as 0.
func positive(x float64) Value {
	if x == 0 {
		return Value{}
	}
	return numberValue(x)
}

func won(of func(*planner.Result) planner.KRW) func(*planner.Result, subject) Value {
	return func(r *planner.Result, _ subject) Value { return wonValue(of(r)) }
}

func ratio(of func(*planner.Result) float64) func(*planner.Result, subject) Value {
	return func(r *planner.Result, _ subject) Value { return positive(of(r)) }
}

func monthOf(of func(*planner.Result) planner.Month) func(*planner.Result, subject) Value {
	return func(r *planner.Result, _ subject) Value { return monthValue(of(r)) }
}

// sumOf sums a series by month, whose values are told to the thousandth.
func sumOf(series func(*planner.Result) []float64) func(*planner.Result, subject) Value {
	return func(r *planner.Result, _ subject) Value {
		sum := 0.0
		for _, x := range series(r) {
			sum += x
		}
		return numberValue(math.Round(sum*1000) / 1000)
	}
}

// found counts the findings of a severity.
func found(severity planner.Severity) func(*planner.Result, subject) Value {
	return func(r *planner.Result, _ subject) Value {
		n := 0
		for i := range r.Findings {
			if r.Findings[i].Severity == severity {
				n++
			}
		}
		return numberValue(float64(n))
	}
}

func siteOf(r *planner.Result, name string) *planner.SiteResult {
	i := slices.IndexFunc(r.Sites, func(s planner.SiteResult) bool { return s.Name == name })
	if i < 0 {
		return nil
	}
	return &r.Sites[i]
}

func ofSite(of func(*planner.SiteResult) Value) func(*planner.Result, subject) Value {
	return func(r *planner.Result, s subject) Value {
		if found := siteOf(r, s.site); found != nil {
			return of(found)
		}
		return Value{}
	}
}

func ofYear(of func(*planner.BudgetYear) planner.KRW) func(*planner.Result, subject) Value {
	return func(r *planner.Result, s subject) Value {
		for i := range r.Budget.Years {
			if y := &r.Budget.Years[i]; y.Year == s.year {
				return wonValue(of(y))
			}
		}
		return Value{}
	}
}

func running(of func(*planner.OperationYear) Value) func(*planner.Result, subject) Value {
	return func(r *planner.Result, s subject) Value {
		for i := range r.Operation.Years {
			if y := &r.Operation.Years[i]; y.Year == s.year {
				return of(y)
			}
		}
		return Value{}
	}
}

// at is a value of a series in a month; none outside the horizon.
func at(r *planner.Result, series []planner.KW, m planner.Month) Value {
	if len(r.Months) == 0 || m < r.Months[0] || int(m-r.Months[0]) >= len(series) {
		return Value{}
	}
	return kwValue(series[m-r.Months[0]])
}

func inMonthOf(series func(*planner.Result) []planner.KW) func(*planner.Result, subject) Value {
	return func(r *planner.Result, s subject) Value { return at(r, series(r), s.month) }
}

func siteUsable(r *planner.Result, s subject) Value {
	if found := siteOf(r, s.site); found != nil {
		return at(r, found.UsableITKW, s.month)
	}
	return Value{}
}

func groupCost(r *planner.Result, s subject) Value {
	for i := range r.Budget.Groups {
		if g := &r.Budget.Groups[i]; g.Code == s.group {
			return wonValue(g.AmountKRW)
		}
	}
	return Value{}
}

// allCost is what all sites cost, in the budget and outside, without VAT: the
// same of plans whose budgets pay for different things.
func allCost(r *planner.Result, _ subject) Value {
	var sum planner.KRW
	for i := range r.Sites {
		sum += r.Sites[i].AmountKRW
	}
	return wonValue(sum)
}

func complete(r *planner.Result, _ subject) Value {
	var sum planner.KW
	for i := range r.Sites {
		sum += r.Sites[i].CompleteITKW
	}
	return kwValue(sum)
}

func positions(r *planner.Result, _ subject) Value {
	n := 0
	for i := range r.Sites {
		for j := range r.Sites[i].Halls {
			n += r.Sites[i].Halls[j].RackPositions
		}
	}
	return numberValue(float64(n))
}

func stranded(r *planner.Result, _ subject) Value {
	var sum planner.KRW
	for i := range r.Sites {
		sum += r.Sites[i].StrandedKRW
	}
	return wonValue(sum)
}

func leastHeadroom(r *planner.Result, _ subject) Value {
	if r.Capacity.Least.Month.IsZero() {
		return Value{}
	}
	return kwValue(r.Capacity.Least.KW)
}

func leastMonth(r *planner.Result, _ subject) string { return r.Capacity.Least.Month.String() }

// lastMonth is that of the horizon.
func lastMonth(r *planner.Result, _ subject) string { return r.Months[len(r.Months)-1].String() }

func finalCoverage(r *planner.Result, _ subject) Value {
	if len(r.Months) == 0 {
		return Value{}
	}
	return numberValue(r.SiteLoss.Final)
}

func finalRemaining(r *planner.Result, _ subject) Value {
	if len(r.Months) == 0 {
		return Value{}
	}
	return at(r, r.SiteLoss.RemainingKW, r.Months[len(r.Months)-1])
}

// tierAchieved is the least of the sites'.
func tierAchieved(r *planner.Result, _ subject) (least Value) {
	for i := range r.Sites {
		v := tierValue(r, r.Sites[i].TierAchieved)
		if v.Kind == None {
			return v
		}
		if i == 0 || v.Number < least.Number {
			least = v
		}
	}
	return least
}

func siteTier(r *planner.Result, s subject) Value {
	if found := siteOf(r, s.site); found != nil {
		return tierValue(r, found.TierAchieved)
	}
	return Value{}
}

// tiersMet is the share of sites that reach the tier they claim.
func tiersMet(r *planner.Result, _ subject) Value {
	met := 0
	for i := range r.Sites {
		if r.Sites[i].TierMet {
			met++
		}
	}
	if len(r.Sites) == 0 {
		return Value{}
	}
	return numberValue(float64(met) / float64(len(r.Sites)))
}

func electricity(r *planner.Result, _ subject) Value {
	var sum planner.KRW
	for i := range r.Operation.Years {
		sum += r.Operation.Years[i].ElectricityKRW
	}
	return wonValue(sum)
}

func operation(r *planner.Result, _ subject) Value {
	var sum planner.KRW
	for i := range r.Operation.Years {
		sum += r.Operation.Years[i].TotalKRW
	}
	return wonValue(sum)
}

func irr(r *planner.Result, _ subject) Value {
	if !r.Worth.HasIRR {
		return Value{}
	}
	return numberValue(r.Worth.IRR)
}

// peakPUE is that of the worst site.
func peakPUE(r *planner.Result, _ subject) Value {
	worst := 0.0
	for i := range r.Sites {
		worst = max(worst, r.Sites[i].PeakPUE)
	}
	return positive(worst)
}

func worstPUE(r *planner.Result, s subject) string {
	worst := peakPUE(r, s).Number
	for i := range r.Sites {
		if r.Sites[i].PeakPUE == worst {
			return planner.PathName(r.Sites[i].Name)
		}
	}
	return ""
}

// loaded is the last year in which the sites carry load; nil where there is none.
func loaded(r *planner.Result) *planner.OperationYear {
	for i := len(r.Operation.Years) - 1; i >= 0; i-- {
		if y := &r.Operation.Years[i]; y.PUE > 0 {
			return y
		}
	}
	return nil
}

func lastPUE(r *planner.Result, _ subject) Value {
	if y := loaded(r); y != nil {
		return numberValue(y.PUE)
	}
	return Value{}
}

func yearOfPUE(r *planner.Result, _ subject) string { return strconv.Itoa(loaded(r).Year) }
