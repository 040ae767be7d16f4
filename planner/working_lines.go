package planner

import (
	"slices"
	"strconv"
)

// Counted is a stage that a cost line counts modules of.
type Counted struct {
	Stage   *PowerStage
	Hall    string   // that has it; empty for plant of the site
	Path    string   // of Change
	Modules []string // paths of the numbers of modules that the phase brings
}

// lineWorkings lists the lines with what they were priced by, in the order in
// which they were priced. Lines that count nothing as the plan stands, though a
// number of it could make them count, are among them with no place in the
// result.
func (e *explainer) lineWorkings() []LineWorking {
	p := newPricing(&e.plan, &e.ref, schedule(e.plan, e.ref), e.r.Sites)
	w := lineWorker{explainer: e, pricing: p}
	for i := range e.plan.Sites {
		for j := range e.plan.Sites[i].Phases {
			p.enter(i, j)
			w.book()
			w.interest()
		}
	}
	p.costs.classify(e.ref)
	for i := range w.list {
		x := &w.list[i]
		x.Group, x.Asset = p.costs.paid[i].group, p.costs.paid[i].asset
		x.Planned = dues(p.costs.paid[i].payments)
		if x.Line >= 0 {
			x.Paid, x.Committed = dues(e.costs.paid[x.Line].payments), e.costs.paid[x.Line].committing()
		}
	}
	return w.list
}

// lineWorker prices lines once more and notes what each was priced by.
type lineWorker struct {
	*explainer
	*pricing
	list []LineWorking
	next int // line of the result
}

func (w *lineWorker) book() {
	p := w.pricing
	for _, share := range []bool{false, true} {
		for k := range p.book {
			e := &p.book[k]
			if (e.Driver.Per == PerShare) != share {
				continue
			}
			bill := p.measure(nil, e)
			absent := len(bill) == 0
			if absent && p.mayCount(e) {
				bill = []measured{{scale: 1}}
			}
			for n, m := range bill {
				if err := p.line(e, m); err != nil {
					return // it was priced once
				}
				w.add(k, n, m, absent)
			}
		}
	}
}

// mayCount reports whether a line that counts nothing would count something if
// an area, a length, racks or the lines that it is a share of were more.
func (p *pricing) mayCount(e *bookEntry) bool {
	s, ph, first := p.siteOf(), p.phaseOf(), p.phase == 0
	switch e.Driver.Per {
	case PerShare:
		return slices.ContainsFunc(p.costs.lines[p.first:], func(l CostLine) bool { return codeIn(l.Code, e.Driver.Of) })
	case PerRack, PerWhiteM2, PerPosition, PerDesignKW:
		return len(ph.Halls) > 0
	case PerGrossM2:
		return true
	case PerPlotM2:
		return first && (e.Driver.Tenure == "" || e.Driver.Tenure == s.Plot.Tenure)
	case PerFeedKM:
		return first && len(s.Feeds) > 0
	}
	return false
}

// add notes the line that was priced last: the n-th that entry k counts.
func (w *lineWorker) add(k, n int, m measured, absent bool) {
	p := w.pricing
	e := &p.book[k]
	x := w.lineOf(absent)
	x.Entry, x.Profile, x.LeadTime, x.Link = k, e.profile, e.LeadTime, -1
	x.Index = slices.IndexFunc(p.ref.Book.Escalation, func(x PriceIndex) bool { return len(x.Covers) == 0 || codeIn(e.Code, x.Covers) })
	if e.Driver.Per == PerLinkKM {
		x.Link = linkTo(p.plan, p.siteOf().Name, n)
	}
	for i := w.first; i < len(w.list) && e.Driver.Per == PerShare; i++ {
		if codeIn(w.list[i].Code, e.Driver.Of) {
			x.Shares = append(x.Shares, i)
		}
	}
	x.Counted = countedBy(p.siteOf(), p.phase, e.Driver, m.scale)
	w.list = append(w.list, x)
}

// lineOf is the line that was priced last, with the place in the result that it
// has there.
func (w *lineWorker) lineOf(absent bool) LineWorking {
	p := w.pricing
	x := LineWorking{Line: -1, Site: p.site, Phase: p.phase, Cost: p.costs.lines[len(p.costs.lines)-1]}
	if !absent {
		x.Line, x.Cost = w.next, w.r.CostLines[w.next]
		w.next++
	}
	x.Code, x.Title, x.InBudget = x.Cost.Code, x.Cost.Title, x.Cost.InBudget
	return x
}

func (w *lineWorker) interest() {
	p := w.pricing
	before := len(p.costs.lines)
	if p.plan.Budget.ConstructionInterest == nil || p.priceInterest() != nil {
		return
	}
	absent := len(p.costs.lines) == before
	if absent {
		l, _, _ := p.interestLine(p.plan.Budget.ConstructionInterest, p.sites[p.site].Phases[p.phase].Energised, 0)
		p.add(l, nil, nil, "")
	}
	x := w.lineOf(absent)
	x.Entry, x.Profile, x.Index, x.Link, x.Interest = -1, -1, -1, -1, true
	w.list = append(w.list, x)
}

// linkTo returns the index of the n-th route that ends at a site.
func linkTo(plan *Plan, site string, n int) int {
	for i := range plan.Links {
		if plan.Links[i].To == site {
			if n == 0 {
				return i
			}
			n--
		}
	}
	return -1
}

// countedBy lists the stages whose modules a driver counts in a phase, of those
// whose price scales so where it counts modules.
func countedBy(s *Site, phase int, d Driver, scale float64) (list []Counted) {
	switch d.Per {
	case PerModule, PerRatedKW, PerRatedKVA, PerBattery, PerFuel, PerExtraBus:
	default:
		return nil
	}
	add := func(c Counted) {
		if d.Per != PerModule || scaleOf(c.Stage, d) == scale {
			list = append(list, c)
		}
	}
	for i := range s.Plant {
		g := &s.Plant[i]
		c := Counted{Stage: g, Path: join("sites", s.Name, string(g.Kind))}
		if phaseIndex(s, g.Phase) == phase {
			c.Modules = append(c.Modules, c.Path+"/modules")
		}
		for k := range g.Added {
			if phaseIndex(s, g.Added[k].Phase) == phase {
				c.Modules = append(c.Modules, c.Path+"/added/"+strconv.Itoa(k)+"/modules")
			}
		}
		if g.Kind == d.Kind && len(c.Modules) > 0 {
			add(c)
		}
	}
	for i := range s.Phases[phase].Halls {
		h := &s.Phases[phase].Halls[i]
		for j := range h.Train {
			if g := &h.Train[j]; g.Kind == d.Kind {
				path := join("sites", s.Name, "halls", h.Name, string(g.Kind))
				add(Counted{Stage: g, Hall: h.Name, Path: path, Modules: []string{path + "/modules"}})
			}
		}
	}
	return list
}

func dues(payments []duePayment) []Due {
	list := make([]Due, len(payments))
	for i, d := range payments {
		list[i] = Due{d.month, d.amount}
	}
	return list
}
