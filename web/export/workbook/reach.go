package workbook

import "buildout/planner"

// The months that a workbook reckons in beyond those that the plan reaches, so
// that starts and lead times may move without leaving them.
const (
	slackBefore = 12
	slackAfter  = 24
)

// reach finds the months that the workbook reckons in: the horizon, the price
// base, everything that is ordered and paid, the books, and some slack. What an input moves
// beyond them is told by the sheet Checks.
func (b *book) reach() {
	r := &b.Result
	first, last := r.Months[0], r.Months[len(r.Months)-1]
	to := func(m planner.Month) {
		if !m.IsZero() {
			first, last = min(first, m), max(last, m)
		}
	}
	to(b.Plan.PriceBase)
	for i := range b.w.Lines {
		w := &b.w.Lines[i]
		to(w.Cost.Ordered)
		to(w.Cost.PriceMonth)
		for _, d := range w.Planned {
			to(d.Month)
		}
		for _, d := range w.Paid {
			to(d.Month)
		}
	}
	for _, e := range b.Plan.Actuals.Entries {
		to(e.Month)
	}
	if through := b.Plan.Actuals.Through; !through.IsZero() {
		to(through + 1)
	}
	for i := range b.Plan.Sites {
		for j := range b.Plan.Sites[i].Phases {
			to(b.Plan.Sites[i].Phases[j].Start)
			to(r.Sites[i].Phases[j].Energised)
		}
	}
	first, last = first-slackBefore, last+slackAfter
	for m := first; m <= last; m++ {
		b.ext = append(b.ext, m)
	}
	b.hs = int(r.Months[0] - first)
}

// horizon is the months of the horizon.
func (b *book) horizon() []planner.Month { return b.Result.Months }
