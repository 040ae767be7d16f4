package planner

import (
	"slices"

	"buildout/planner/finance"
)

func newProfiles(list []PaymentProfile) []finance.Profile {
	profiles := make([]finance.Profile, len(list))
	for i, p := range list {
		profiles[i] = finance.Profile{
			Advance: p.Advance, Progress: p.Progress, Curve: finance.Curve(p.Curve), Retention: p.Retention,
			RetentionMonths: p.RetentionMonths, DaysToPay: p.DaysToPay,
		}
		for _, m := range p.Milestones {
			profiles[i].Milestones = append(profiles[i].Milestones, finance.Milestone(m))
		}
	}
	return profiles
}

// payTerms is what lines of a phase share that are paid alike.
type payTerms struct {
	stage   StageName
	profile int
	lead    int
	built   Month // of a route between sites, by when it is ready
	index   *priceIndex
}

// pattern is how lines under the same terms are paid.
type pattern struct {
	payTerms
	ordered    Month
	payments   []finance.Payment
	weights    []float64 // share of each payment at the price level of its month
	escalation float64   // mean price level of the payments over that in the price base
}

// stageWork is how a profile pays for the work of a stage.
type stageWork struct {
	stage       StageName
	profile     int
	routes      bool // whose months are all full
	first, last Month
	paid        finance.Instalments
}

// scratch holds the lists that patterns are cut from, and those of one line.
type scratch struct {
	work     []float64
	payments []finance.Payment
	weights  []float64
	amounts  []KRW
	balances []float64
}

// patternOf returns how lines of the phase under some terms are paid: ordered
// the lead time before the stage that does their work, and paid over it as the
// profile says. A route between sites takes as many months as its stage, all of
// them full, and is ready in the month the plan wants it.
func (p *pricing) patternOf(t payTerms) *pattern {
	for i := range p.patterns {
		if p.patterns[i].payTerms == t {
			return &p.patterns[i]
		}
	}
	w := p.workOf(t.stage, t.profile, !t.built.IsZero())
	first := w.first
	if !t.built.IsZero() {
		first = t.built - 1 - (w.last - w.first)
	}
	x := pattern{payTerms: t, ordered: first - Month(t.lead)}
	s := &p.scratch
	from := len(s.payments)
	s.payments = w.paid.Payments(s.payments, x.ordered, first)
	x.payments = s.payments[from:len(s.payments):len(s.payments)]
	from = len(s.weights)
	for _, pay := range x.payments {
		weight := float64(pay.Share * t.index.at(pay.Month))
		x.escalation += weight
		s.weights = append(s.weights, weight)
	}
	x.escalation /= t.index.at(p.plan.PriceBase)
	x.weights = s.weights[from:len(s.weights):len(s.weights)]
	p.patterns = append(p.patterns, x)
	return &p.patterns[len(p.patterns)-1]
}

// workOf returns how a profile pays for the work of a stage of the phase. It is
// slow to work out and shared by all lines it holds for.
func (p *pricing) workOf(stage StageName, profile int, routes bool) *stageWork {
	for i := range p.works {
		if w := &p.works[i]; w.stage == stage && w.profile == profile && w.routes == routes {
			return w
		}
	}
	w := stageWork{stage: stage, profile: profile, routes: routes}
	var year []float64
	w.first, w.last, year = p.schedules[p.site][p.phase].window(stage)
	if routes {
		year = nil
	}
	p.scratch.work = workOf(p.scratch.work[:0], year, w.first, w.last)
	w.paid = p.profiles[profile].Instalments(p.scratch.work)
	p.works = append(p.works, w)
	return &p.works[len(p.works)-1]
}

// add spreads the last line over its payments in whole won. Each
// payment weighs its share at the price level of its month. The line is
// committed whole when it is ordered, or with its first payment if that is
// earlier.
func (p *pricing) add(l *CostLine, payments []finance.Payment, weights []float64, leadTime string) {
	d := paidLine{
		total: l.AmountKRW + p.countedVAT(l), committed: l.Ordered, leadTime: leadTime,
		group: slices.IndexFunc(p.costs.groups, func(g CostGroup) bool { return g.Code == l.Group }),
	}
	p.scratch.amounts = finance.Split(p.scratch.amounts[:0], d.total, weights)
	from := len(p.due)
	for i, amount := range p.scratch.amounts {
		p.due = append(p.due, duePayment{payments[i].Month, amount})
		d.committed = min(d.committed, payments[i].Month)
	}
	d.payments = p.due[from:len(p.due):len(p.due)]
	p.sums.add(l.Code, l.AmountKRW)
	p.costs.paid = append(p.costs.paid, d)
}

// countedVAT is the line's VAT where the budget pays for the line and must
// carry VAT.
func (p *pricing) countedVAT(l *CostLine) KRW {
	if l.InBudget && p.plan.Budget.VAT == VATIncluded {
		return l.VATKRW
	}
	return 0
}
