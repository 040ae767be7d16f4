package planner

import (
	"fmt"
	"slices"
	"strings"

	"buildout/planner/finance"
	"buildout/planner/table"
)

// actualsDecoder reads the rows of the books against a plan.
type actualsDecoder struct {
	plan Plan
	ref  Reference
}

// entry reads a row as an entry, held against the plan.
func (d *actualsDecoder) entry(row table.Row) Actual {
	a := Actual{Phase: row.Text("phase"), Source: row.Text("source")}
	var ok bool
	if a.Code, ok = row.Given("code"); ok && !d.knownCode(a.Code) {
		row.Fault("code", a.Code, "the cost book has no such line%s", d.linesNear(a.Code))
	}
	if a.Site, ok = row.Given("site"); ok {
		d.place(row, a)
	}
	if text, ok := row.Given("month"); ok {
		var err error
		if a.Month, err = finance.ParseMonth(text); err != nil {
			row.Fault("month", text, "a month is wanted, as YYYY-MM, such as 2023-09")
		}
	}
	a.Final = row.Yes("final")
	committed, paid := won(row, "committed_krw", &a.CommittedKRW), won(row, "paid_krw", &a.PaidKRW)
	if !committed && !paid && !a.Final {
		row.Fault("", "", "an amount is wanted, in committed_krw or paid_krw")
	}
	return a
}

func (d *actualsDecoder) knownCode(code string) bool {
	return code == interestCode && d.plan.Budget.ConstructionInterest != nil ||
		slices.ContainsFunc(d.ref.Book.Entries, func(e CostEntry) bool { return e.Code == code })
}

// linesNear names the line that is spelt most like the code, else lines of its
// group, else the groups.
func (d *actualsDecoder) linesNear(code string) string {
	var near, groups []string
	for i := range d.ref.Book.Entries {
		if e := d.ref.Book.Entries[i].Code; groupOf(e) == groupOf(code) {
			near = append(near, e)
		}
	}
	best := ""
	if len(code) <= 4*maxName {
		best = Nearest(code, near)
	}
	switch {
	case best != "":
		return "; did you mean " + best + "?"
	case len(near) > maxListed:
		return fmt.Sprintf("; its group has %s and %d more", strings.Join(near[:maxListed], ", "), len(near)-maxListed)
	case len(near) > 0:
		return "; its group has " + strings.Join(near, ", ")
	}
	for _, g := range d.ref.Book.Groups {
		groups = append(groups, g.Code)
	}
	return "; groups are " + strings.Join(groups, ", ")
}

// place holds the site and the phase of an entry against the plan.
func (d *actualsDecoder) place(row table.Row, a Actual) {
	var sites []string
	for i := range d.plan.Sites {
		s := &d.plan.Sites[i]
		if s.Name != a.Site {
			sites = append(sites, s.Name)
			continue
		}
		var phases []string
		for _, ph := range s.Phases {
			phases = append(phases, ph.Name)
		}
		if a.Phase != "" && !slices.Contains(phases, a.Phase) {
			row.Fault("phase", a.Phase, "site %s has no such phase; its phases are %s", a.Site, strings.Join(phases, ", "))
		}
		return
	}
	row.Fault("site", a.Site, "no such site; sites are %s", strings.Join(sites, ", "))
}

func won(row table.Row, column string, amount *KRW) (given bool) {
	text := row.Text(column)
	if text == "" {
		return false
	}
	won, err := finance.ParseKRW(text)
	if err != nil {
		row.Fault(column, text, "%s", err)
		return true
	}
	*amount = won
	return true
}
