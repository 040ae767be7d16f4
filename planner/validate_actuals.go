package planner

import (
	"fmt"
	"slices"
	"strings"

	"buildout/planner/finance"
)

// actuals requires books that can be read against the plan: months that are
// closed, lines, sites and phases that exist, and sums that can be counted.
func (v *validator) actuals(p *path) {
	books := &v.plan.Actuals
	if books.IsZero() {
		return
	}
	at := p.key1("actuals")
	v.atMost(&at, "entries", len(books.Entries), maxActuals)
	if len(books.Entries) > maxActuals {
		return
	}
	if books.Through.IsZero() {
		v.fault(&at, "through", "", "say the last month whose books are closed, as YYYY-MM")
	} else {
		v.month(&at, "through", books.Through)
	}
	codes := make(map[string]bool, len(v.ref.Book.Entries))
	for i := range v.ref.Book.Entries {
		codes[v.ref.Book.Entries[i].Code] = true
	}
	if v.plan.Budget.ConstructionInterest != nil {
		codes[interestCode] = true
	}
	sites := make(map[string]*Site, len(v.plan.Sites))
	for i := range v.plan.Sites {
		sites[v.plan.Sites[i].Name] = &v.plan.Sites[i]
	}
	list := at.key1("entries")
	var sums bookSums
	for i := range books.Entries {
		a := &books.Entries[i]
		entry := list.at(i)
		if !codes[a.Code] {
			v.noLine(&entry, a.Code)
		}
		if s := sites[a.Site]; s == nil {
			v.fault(&entry, "site", a.Site, "no such site%s", Offered(a.Site, v.siteNames()))
		} else {
			v.booked(&entry, s, a.Phase)
		}
		v.entry(&entry, a)
		if sums.add(a) {
			v.fault(&entry, "", fmt.Sprintf("%d committed, %d paid", a.CommittedKRW, a.PaidKRW),
				"amounts of all entries, signs apart, sum to more than %d won by here, which cannot be counted exactly", int64(finance.MaxKRW))
		}
	}
}

// noLine is the fault of an actual for a code that is no line of the cost book.
func (v *validator) noLine(p *path, code string) {
	if len(v.faults) < maxFaults {
		v.known(p, "code", code, "line in cost book "+v.ref.Book.Name, v.lineCodes())
	}
}

// booked requires a phase that the site has, or none.
func (v *validator) booked(p *path, s *Site, phase string) {
	if phase == "" || slices.ContainsFunc(s.Phases, func(ph Phase) bool { return ph.Name == phase }) {
		return
	}
	names := make([]string, len(s.Phases))
	for i := range s.Phases {
		names[i] = s.Phases[i].Name
	}
	v.fault(p, "phase", phase, "no such phase of site %s; there are %s", s.Name, strings.Join(names, ", "))
}

// entry checks the month and the amounts of an entry.
func (v *validator) entry(p *path, a *Actual) {
	v.month(p, "month", a.Month)
	if through := v.plan.Actuals.Through; a.Month > through && !through.IsZero() {
		v.fault(p, "month", a.Month.String(), "the books are closed through %s; move through on, or leave the entry out", through)
	}
	v.eitherWay(p, "committed_krw", a.CommittedKRW)
	v.eitherWay(p, "paid_krw", a.PaidKRW)
	if a.CommittedKRW == 0 && a.PaidKRW == 0 && !a.Final {
		v.fault(p, "", "no amount", "give committed_krw, paid_krw or both, or final: true to settle the line")
	}
	v.prose(p, "source", a.Source)
}

func (v *validator) eitherWay(p *path, key string, won KRW) {
	if won < -finance.MaxKRW || won > finance.MaxKRW {
		v.fault(p, key, int64(won), "must be from -%d to %d won", int64(finance.MaxKRW), int64(finance.MaxKRW))
	}
}

// bookSums is what entries sum to, without the signs of their amounts.
type bookSums struct {
	committed, paid KRW
	over            bool
}

// add adds an entry and reports whether it is the first that makes a sum more
// than can be counted exactly.
func (s *bookSums) add(a *Actual) (over bool) {
	s.committed, s.paid = s.committed+magnitude(a.CommittedKRW), s.paid+magnitude(a.PaidKRW)
	if s.over || s.committed <= finance.MaxKRW && s.paid <= finance.MaxKRW {
		s.committed, s.paid = min(s.committed, finance.MaxKRW), min(s.paid, finance.MaxKRW)
		return false
	}
	s.over = true
	return true
}

// magnitude returns an amount without its sign, at most MaxKRW.
func magnitude(won KRW) KRW {
	won = min(max(won, -finance.MaxKRW), finance.MaxKRW)
	return max(won, -won)
}
