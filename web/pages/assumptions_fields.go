package pages

import (
	"net/url"
	"slices"
	"strings"

	"buildout/planner"
	"buildout/web/locales"
)

// referencePaths are how the paths of planner.Apply begin that change a number
// of the reference or one of the plan's own that stands beside it.
var referencePaths = []string{"values/", "cost_book/", "tariffs/", "climates/", "calendars/", "rack_types/", "exchange_rates/"}

func isReferencePath(path string) bool {
	return slices.ContainsFunc(referencePaths, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}

// numbers is the numbers of the reference, as a plan has them, by the path that
// changes each.
type numbers map[string]planner.ReferenceValue

func numbersOf(list []planner.ReferenceValue) numbers {
	byPath := make(numbers, len(list))
	for _, v := range list {
		if v.Editable != "" {
			byPath[v.Editable] = v
		}
	}
	return byPath
}

// numbers is those of a plan where a change is to one of them; none otherwise.
func (e *Edit) numbers(plan planner.Plan, ref planner.Reference) numbers {
	if !slices.ContainsFunc(e.Changes, func(c planner.Change) bool { return isReferencePath(c.Path) }) {
		return nil
	}
	return numbersOf(planner.ReferenceValues(plan, ref))
}

// addTo adds the numbers to values as a plan's document would write them.
func (n numbers) addTo(values map[string]string) {
	for path, v := range n {
		values[path] = number(v.Value)
	}
}

// at is the number that a path changes: that of a unit price where the path
// takes all that the plan says of a line away.
func (n numbers) at(path string) (planner.ReferenceValue, bool) {
	v, is := n[path]
	if !is {
		v, is = n[path+"/unit_price"]
	}
	return v, is
}

// words says where a value stands that a path changes and what it is.
func (n numbers) words(l *locales.Locale, r planner.Result, path string) (where, what string) {
	if v, is := n.at(path); is {
		return l.T("value.section." + v.Section), l.ValueTitle(v)
	}
	return l.ChangePath(r, path)
}

// addSubmitted adds the numbers of the reference where a form holds fields of
// them: as the plan shown has them, as the stored one has them, and the path of
// each as one that stands alone.
func addSubmitted(row PlanRow, query url.Values, values, saved map[string]string, groups map[string][]string) {
	if !slices.ContainsFunc(slices.Collect(keys(query)), func(name string) bool {
		path, isField := strings.CutPrefix(name, FieldPrefix)
		return isField && isReferencePath(path)
	}) {
		return
	}
	shown := numbersOf(planner.ReferenceValues(row.Document, row.Reference))
	shown.addTo(values)
	for path := range shown {
		groups[path] = []string{path}
	}
	if row.Edit != nil {
		numbersOf(planner.ReferenceValues(row.Edit.Saved.Document, row.Reference)).addTo(saved)
	}
}
