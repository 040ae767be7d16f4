package planner

import (
	"encoding/json"

	"buildout/planner/finance"
)

// For the tests outside the package.
var (
	WithValues = withValues
	ValueNames = valueNames
)

// ValueFaults returns what is wrong with a plan's values as texts.
func ValueFaults(plan Plan, ref Reference) (texts []string) {
	for _, f := range valueFaults(plan, ref) {
		texts = append(texts, plan.Values[f.index].Name+" "+f.key+": "+f.message)
	}
	return texts
}

// ValueBounds returns the least and the most that a plan may give for a name,
// and whether it must be whole.
func ValueBounds(ref Reference, name string) (least, most float64, whole bool) {
	w := numberWalk{yield: func(n *number) {
		if n.named(name) {
			least, most, whole = n.least, n.most, n.whole != nil
		}
	}}
	w.all(&ref)
	return least, most, whole
}

// NumberPlaces returns pointers to the numbers that have a name.
func NumberPlaces(ref *Reference) map[any]string {
	places := map[any]string{}
	w := numberWalk{yield: func(n *number) {
		if n.whole != nil {
			places[n.whole] = n.name()
		} else {
			places[n.float] = n.name()
		}
	}}
	w.all(ref)
	return places
}

// ValueOnceMore values the plan that a result is of once more.
func ValueOnceMore(r Result) (WorthResult, error) {
	return worth(r.basis.plan, r.basis.ref, &r, r.basis.costs)
}

// OperationOnceMore works out once more what running the sites and leases of a
// result takes.
func OperationOnceMore(r Result) OperationResult {
	return operation(r.basis.plan, r.basis.ref, &r, r.basis.costs)
}

// DaysOf counts the days of a month that tariffs tell apart.
func DaysOf(m Month, publicHolidays float64) (weekdays, saturdays, holidays float64) {
	d := daysOf(m, publicHolidays)
	return d.weekdays, d.saturdays, d.holidays
}

// FlatCost returns what a load of so many kW, level over a month, costs.
func FlatCost(t *Tariff, m Month, kw float64) float64 {
	return electricityPrices(t, []Month{m}, 0)[0].perFlatKWh(finance.HoursReal.Of(m)) * kw * finance.HoursReal.Of(m)
}

// Taxed names the asset classes that property tax is paid on.
var Taxed = taxed

// Document reads a document into what encoding/json makes of one.
func Document(document []byte) (any, error) {
	root, err := parse(document)
	if err != nil {
		return nil, err
	}
	return root.any(), nil
}

func (n *node) any() any {
	switch {
	case n.kind == mapNode:
		m := map[string]any{}
		for i := range n.items {
			m[n.items[i].key] = n.items[i].any()
		}
		return m
	case n.kind == listNode:
		list := []any{}
		for i := range n.items {
			list = append(list, n.items[i].any())
		}
		return list
	case n.kind == nullNode:
		return nil
	case !n.quoted && (n.text == "true" || n.text == "false"):
		return n.text == "true"
	case !n.quoted:
		return json.Number(n.text)
	}
	return n.text
}
