package compare

import (
	"math"
	"sync"

	"buildout/planner"
)

// lineName tells the lines of a figure apart.
type lineName struct{ name, site, phase string }

// ledger is the lines of a figure that any plan between two plans has. Amounts
// are in the order in which the lines were first met, in won or watts.
type ledger struct {
	of    Figure
	guard sync.Mutex
	at    map[lineName]int
	lines []BridgeLine
}

func newLedger(of Figure) *ledger { return &ledger{of: of, at: map[lineName]int{}} }

// read returns the amounts of a result by line, under the names that other plans
// have for its sites and phases. They sum to its figure.
//
//	forecast_krw  what the budget counts for the cost lines of a code, site and phase
//	npv_krw       - capex - opex + residual + lease, each present
//	usable_it_kw  W of each site with all energised
func (l *ledger) read(r *planner.Result, names renames) []int64 {
	l.guard.Lock()
	defer l.guard.Unlock()
	amounts := make([]int64, len(l.lines), len(l.lines)+8)
	switch l.of {
	case NPVKRW:
		w := &r.Worth
		l.add(&amounts, names, BridgeLine{Name: "capex", Amount: -int64(w.PresentCapexKRW)})
		l.add(&amounts, names, BridgeLine{Name: "opex", Amount: -int64(w.PresentOpexKRW)})
		l.add(&amounts, names, BridgeLine{Name: "residual", Amount: int64(w.PresentResidualKRW)})
		l.add(&amounts, names, BridgeLine{Name: "lease", Amount: int64(w.PresentLeaseKRW)})
	case UsableITKW:
		for i := range r.Sites {
			s := &r.Sites[i]
			l.add(&amounts, names, BridgeLine{Name: s.Name, Title: s.Title, Amount: int64(math.Round(float64(s.CompleteITKW) * 1000))})
		}
	default:
		for i := range r.CostLines {
			c := &r.CostLines[i]
			if krw := c.CountedKRW(r.Budget.VAT); krw != 0 {
				l.add(&amounts, names, BridgeLine{Name: c.Code, Title: c.Title, Site: c.Site, Phase: c.Phase, Amount: int64(krw)})
			}
		}
	}
	return amounts
}

// add adds the amount of a line, which is the next one where it is new.
func (l *ledger) add(amounts *[]int64, names renames, line BridgeLine) {
	if len(names) > 0 {
		l.rename(&line, names)
	}
	name := lineName{line.Name, line.Site, line.Phase}
	at, known := l.at[name]
	if !known {
		at = len(l.lines)
		l.at[name] = at
		l.lines = append(l.lines, line)
	}
	for len(*amounts) <= at {
		*amounts = append(*amounts, 0)
	}
	(*amounts)[at] += line.Amount
}

// rename gives a line the names of its site and phase in the other plan.
func (l *ledger) rename(line *BridgeLine, names renames) {
	switch {
	case l.of == UsableITKW:
		line.Name = names.of([]string{"sites", line.Name})[1]
	case line.Site != "":
		path := names.of([]string{"sites", line.Site, "phases", line.Phase})
		line.Site, line.Phase = path[1], path[3]
	}
}

// unit is the unit of the figure's amounts.
func (f Figure) unit() string {
	if f == UsableITKW {
		return "W"
	}
	return "KRW"
}
