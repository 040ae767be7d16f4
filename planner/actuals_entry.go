package planner

import (
	"fmt"
	"slices"
	"strings"

	"buildout/planner/finance"
)

// entry reads the row as an entry, held against the plan.
func (d *actualsDecoder) entry() Actual {
	for i := len(d.columns); i < len(d.cells); i++ {
		if d.cells[i] != "" {
			d.fault("", d.cells[i], "the row has more cells than there are columns; put quotes around a cell that holds a comma")
			break
		}
	}
	a := Actual{Code: d.cell("code"), Site: d.cell("site"), Phase: d.cell("phase"), Source: d.cell("source")}
	if d.given("code") && !d.knownCode(a.Code) {
		d.fault("code", a.Code, "the cost book has no such line%s", d.linesNear(a.Code))
	}
	if d.given("site") {
		d.place(a)
	}
	if d.given("month") {
		var err error
		if a.Month, err = finance.ParseMonth(d.cell("month")); err != nil {
			d.fault("month", d.cell("month"), "a month is wanted, as YYYY-MM, such as 2023-09")
		}
	}
	a.Final = d.yes("final")
	committed, paid := d.won("committed_krw", &a.CommittedKRW), d.won("paid_krw", &a.PaidKRW)
	if !committed && !paid && !a.Final {
		d.fault("", "", "an amount is wanted, in committed_krw or paid_krw")
	}
	return a
}

func (d *actualsDecoder) given(column string) bool {
	if d.cell(column) != "" {
		return true
	}
	d.fault(column, "", "must be given")
	return false
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
		best = nearest(code, near)
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
func (d *actualsDecoder) place(a Actual) {
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
			d.fault("phase", a.Phase, "site %s has no such phase; its phases are %s", a.Site, strings.Join(phases, ", "))
		}
		return
	}
	d.fault("site", a.Site, "no such site; sites are %s", strings.Join(sites, ", "))
}

func (d *actualsDecoder) won(column string, amount *KRW) (given bool) {
	text := d.cell(column)
	if text == "" {
		return false
	}
	won, err := finance.ParseKRW(text)
	if err != nil {
		d.fault(column, text, "%s", err)
		return true
	}
	*amount = won
	return true
}

func (d *actualsDecoder) yes(column string) bool {
	switch text := d.cell(column); strings.ToLower(text) {
	case "true", "yes", "y", "1", "예", "o":
		return true
	case "", "false", "no", "n", "0", "아니오", "x":
		return false
	default:
		d.fault(column, text, "true or false is wanted")
		return false
	}
}
