package planner

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// families is who explains a figure, by the first name of its path. Each has a
// file of its own, explain_<family>.go, with a table of its figures and the
// rules they follow at its head.
func families() []family {
	return []family{
		{"budget", (*explainer).budget},
		{"cost_lines", (*explainer).costLine},
		{"indexes", (*explainer).index},
		{"cash", (*explainer).cash},
		{"sites", (*explainer).site},
		{"leases", (*explainer).lease},
		{"capacity", (*explainer).capacity},
		{"site_loss", (*explainer).siteLoss},
		{"demand", (*explainer).demand},
		{"benchmarks", (*explainer).benchmark},
		{"operation", (*explainer).operation},
		{"levels", (*explainer).levels},
		{"worth", (*explainer).worth},
		{"reference", (*explainer).reference},
	}
}

type family struct {
	name    string
	explain func(*explainer, []string) (Explanation, error)
}

// Explain says where a figure of a result comes from. A figure is a path into
// the result: names joined by slashes, where a slash in a name is written %2F
// and a percent sign %25.
//
//	budget/FIELD                                      forecast_krw, total_krw, variance_krw, vat_krw, ...
//	budget/years/YEAR/FIELD                           paid_krw, committed_krw, ceiling_krw, left_krw, ...
//	budget/funding/NAME/FIELD, budget/funding/NAME/years/YEAR
//	budget/groups/CODE/FIELD
//	budget/rows/CODE/FIELD, .../sites/SITE, .../years/YEAR
//	cost_lines/CODE/SITE/PHASE[/N]/FIELD              amount_krw, quantity, unit_price_krw, forecast_krw, budget_krw, ...
//	cost_lines/.../factors/NAME                       scale, price_base, escalation, region, fee, contingency, ...
//	cost_lines/.../payments/MONTH, .../years/YEAR     what of the line is paid then
//	indexes/NAME/MONTH                                price level, to the yearly rates
//	cash/MONTH/FIELD                                  paid_krw, committed_krw, paid_to_date_krw, left_krw, ...
//	sites/SITE/FIELD, sites/SITE/FIELD/MONTH          amount_krw, complete_it_kw, usable_it_kw/2024-01, ...
//	sites/SITE/halls/HALL/FIELD[/MONTH], sites/SITE/phases/PHASE/energised
//	sites/SITE/stages/KIND/FIELD, sites/SITE/halls/HALL/stages/KIND/FIELD
//	leases/NAME/usable_it_kw/MONTH
//	capacity/MONTH/FIELD, site_loss/MONTH/FIELD       usable_it_kw, headroom_kw; remaining_it_kw, coverage
//	demand/MONTH/FIELD, demand/SERVICE/MONTH[/FIELD]  racks, peak_kw, average_kw
//	benchmarks/NAME/SITE
//	operation/SITE/MONTH/ITEM, operation/leases/LEASE/MONTH/ITEM, operation/years/YEAR/FIELD
//	operation/all/MONTH/FIELD, operation/tariffs/TARIFF/MONTH/FIELD, levels/ASSUMPTION/MONTH
//	worth/FIELD, worth/costs/NAME[/FIELD], worth/assets/NAME/cost_krw, .../by_year_krw/YEAR, .../book_krw/YEAR
//	worth/own_krw/MONTH, worth/lease_by_month_krw/MONTH
//	worth/flows/FLOW/MONTH, worth/present/FLOW/MONTH  capex, opex, sites, lease, usable, used, demand, net
//	reference/NAME                                    a name of ReferenceValues
//
// N counts the lines of a code in a phase from 1, where there are several. An
// operand's Figure is such a path; following them ends at numbers of the plan,
// published ones and assumptions. The error is *Invalid where there is no such
// figure, naming the nearest there are, or where the result does not come from
// Evaluate.
func Explain(r Result, figure string) (Explanation, error) {
	e := explainer{r: &r, basis: r.basis, figure: figure}
	if e.basis == nil {
		return Explanation{}, e.refuse("the result was not worked out by Evaluate, so it does not say what it comes from; evaluate its plan")
	}
	for part := range strings.SplitSeq(figure, "/") {
		name, err := url.PathUnescape(part)
		if err != nil || name == "" {
			return Explanation{}, e.refuse("a figure is names joined by /, such as budget/forecast_krw; in a name a / is written %%2F and a %% is written %%25")
		}
		e.names = append(e.names, name)
	}
	list := families()
	i, err := e.pick(e.names, len(list), func(i int) string { return list[i].name })
	if err != nil {
		return Explanation{}, err
	}
	return list[i].explain(&e, e.names[1:])
}

// Figures lists the figures of a result that stand at its head, for those who
// do not know what to ask for.
func Figures(r Result) []string {
	list := []string{"budget/forecast_krw", "budget/variance_krw", "budget/total_krw", "budget/vat_krw", "budget/outside_krw"}
	if r.basis == nil {
		return list[:0]
	}
	for _, y := range r.Budget.Years {
		if y.PaidKRW != 0 || y.CommittedKRW != 0 {
			list = append(list, fmt.Sprintf("budget/years/%d/paid_krw", y.Year))
		}
	}
	for _, g := range r.Budget.Groups {
		if g.AmountKRW != 0 {
			list = append(list, join("budget/groups", g.Code, "amount_krw"))
		}
	}
	for i := range r.Sites {
		at := join("sites", r.Sites[i].Name)
		list = append(list, at+"/amount_krw", at+"/complete_it_kw", at+"/energised", at+"/peak_pue")
	}
	if m := r.Capacity.Least.Month; !m.IsZero() {
		list = append(list, "capacity/"+m.String()+"/headroom_kw")
	}
	for _, y := range r.Operation.Years {
		list = append(list, fmt.Sprintf("operation/years/%d/total_krw", y.Year))
	}
	list = append(list, "worth/npv_krw", "worth/irr", "worth/payback", "worth/krw_per_usable_kw", "worth/krw_per_kw_month", "worth/lease_krw_per_kw_month", "worth/cost_krw_per_kw_month")
	for _, b := range r.Checks {
		list = append(list, join("benchmarks", b.Name, b.Site))
	}
	return list
}

// explainer explains a figure of a result.
type explainer struct {
	*basis
	r      *Result
	figure string
	names  []string // of the figure

	// Worked out again at most once, where a figure asks for it.
	operated *operator
	run      []*siteRunning
	values   []*siteValues
	nets     map[[2]int][]float64 // of the asset groups of a site and phase
	valued   *valuation
}

// refuse is the fault of a figure.
func (e *explainer) refuse(message string, args ...any) error {
	return &Invalid{[]Fault{{Path: "figure", Found: clip(e.figure), Message: fmt.Sprintf(message, args...)}}}
}

// pick finds the first of the names that are left among n known ones. The
// fault names the nearest.
func (e *explainer) pick(left []string, n int, known func(int) string) (int, error) {
	if len(left) > 0 {
		for i := range n {
			if known(i) == left[0] {
				return i, nil
			}
		}
	}
	names := make([]string, 0, n)
	for i := range n {
		if k := known(i); !slices.Contains(names, k) {
			names = append(names, k)
		}
	}
	at := join("", e.names[:len(e.names)-len(left)]...)
	if len(names) == 0 {
		return 0, e.refuse("there is nothing below %s", at)
	}
	if len(left) == 0 {
		return 0, e.refuse("the path stops short: below %s are %s", at, e.some(at, names))
	}
	if best := Nearest(left[0], names); best != "" {
		return 0, e.refuse("no such figure; did you mean %s?", join(at, append([]string{best}, left[1:]...)...))
	}
	return 0, e.refuse("no such figure; there are %s", e.some(at, names))
}

// mostNamed is the most figures that a fault names.
const mostNamed = 12

func (e *explainer) some(at string, names []string) string {
	rest := ""
	if n := len(names) - mostNamed; n > 0 {
		rest = fmt.Sprintf(" and %d more", n)
	}
	list := make([]string, min(len(names), mostNamed))
	for i := range list {
		list[i] = join(at, names[i])
	}
	return strings.Join(list, ", ") + rest
}

// end refuses names beyond a figure.
func (e *explainer) end(left []string) error {
	if len(left) == 0 {
		return nil
	}
	return e.refuse("the path goes too far: %s is a single value", join("", e.names[:len(e.names)-len(left)]...))
}

// month reads the first of the names that are left as a month of the horizon.
func (e *explainer) month(left []string) (int, error) {
	first, last := e.r.Months[0], e.r.Months[len(e.r.Months)-1]
	at := join("", e.names[:len(e.names)-len(left)]...)
	if len(left) == 0 {
		return 0, e.refuse("the path stops short: below %s are the months from %s to %s", at, first, last)
	}
	var m Month
	if err := m.UnmarshalText([]byte(left[0])); err != nil || m < first || m > last {
		return 0, e.refuse("%q is no month of the plan; below %s are those from %s to %s", clip(left[0]), at, first, last)
	}
	return int(m - first), nil
}

// year finds the first of the names that are left among the years of the
// budget.
func (e *explainer) year(left []string) (int, error) {
	years := e.r.Budget.Years
	return e.pick(left, len(years), func(i int) string { return fmt.Sprint(years[i].Year) })
}

// join writes names after a path.
func join(path string, names ...string) string {
	var b strings.Builder
	b.WriteString(path)
	for _, name := range names {
		if b.Len() > 0 {
			b.WriteByte('/')
		}
		b.WriteString(PathName(name))
	}
	return b.String()
}
