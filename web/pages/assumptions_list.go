package pages

import (
	"cmp"
	"html/template"
	"net/url"
	"slices"
	"strings"

	"buildout/planner"
)

// valueRow is a number of the reference with what is known of it.
type valueRow struct {
	ID, Title       string
	Name            template.HTML
	Field           *field
	Value           string // where it cannot be changed here
	Unit, Low, High string
	Shipped, Back   string // what is shipped in its place, and the address that goes back to it
	Weight, Outside string // won of the forecast that rest on a unit price, and won beside it
	Class           string
	AsOf, Source    string
	Basis           basisMark
	Explain         string // address that explains it, and that of what rests on it
	WhatRests       string
}

// list chooses the values that pass the filter, in the order of their sections,
// unit prices by how much rests on them.
func (a *assumptions) list() {
	l, v := a.L, a.View
	words := strings.Fields(strings.ToLower(v.Query))
	filtered := len(words) > 0 || v.Only != ""
	section := v.Section
	if section == "" {
		section = planner.ValueSections[0]
		if filtered {
			section = AllSections
		}
	}
	found := map[string]int{}
	var shown []*planner.ReferenceValue
	for i := range a.numbers {
		n := &a.numbers[i]
		if !a.passes(n, words) {
			continue
		}
		found[n.Section]++
		if section == AllSections || n.Section == section {
			shown = append(shown, n)
		}
	}
	slices.SortStableFunc(shown, func(x, y *planner.ReferenceValue) int {
		if x.Section != "cost_book" || y.Section != "cost_book" {
			return 0 // the list is in sections
		}
		return cmp.Or(cmp.Compare(a.weight(y), a.weight(x)), cmp.Compare(a.outside(y), a.outside(x)))
	})
	a.Filters = a.filters()
	a.sectionChoices(section, found)
	a.Clear = a.link("q", "", "only", "", "section", "", "page", "") + "#values"
	a.Pager = a.pager(v.Page, len(shown))
	a.Count = l.T("assumptions.count", "count", l.Int(len(shown)))
	a.fill(shown[a.Pager.first:a.Pager.last], found)
}

// weight is the won of the forecast that rest on a unit price.
func (a *assumptions) weight(n *planner.ReferenceValue) planner.KRW {
	if w := a.weights[strings.TrimPrefix(n.Name, entryName(""))]; w != nil {
		return w.ForecastKRW
	}
	return 0
}

func (a *assumptions) outside(n *planner.ReferenceValue) planner.KRW {
	if w := a.weights[strings.TrimPrefix(n.Name, entryName(""))]; w != nil {
		return w.OutsideKRW
	}
	return 0
}

// passes reports whether a value is one of those that the filters ask for.
func (a *assumptions) passes(n *planner.ReferenceValue, words []string) bool {
	if a.View.Only == OnlyAssumptions && !n.Assumption || a.View.Only == OnlyPlan && !n.Overridden {
		return false
	}
	if len(words) == 0 {
		return true
	}
	all := strings.ToLower(strings.Join([]string{n.Name, n.Title.EN, n.Title.KO, a.L.ValueTitle(*n), n.Source, n.Unit, a.L.Name("class", n.Class)}, "\n"))
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(all, word) })
}

// filters are the choices of what a value rests on.
func (a *assumptions) filters() (choices []choice) {
	for _, only := range append([]string{""}, ValueFilters...) {
		key := "assumptions.only.all"
		switch only {
		case OnlyAssumptions:
			key = "assumptions.only.assumptions"
		case OnlyPlan:
			key = "assumptions.only.plan"
		}
		choices = append(choices, choice{Name: "only-" + only, Title: a.L.T(key), Href: a.link("only", only, "page", "") + "#values", Current: only == a.View.Only})
	}
	return choices
}

func (a *assumptions) sectionChoices(chosen string, found map[string]int) {
	total := 0
	for _, section := range planner.ValueSections {
		total += found[section]
	}
	add := func(section, title string, count int) {
		a.Sections = append(a.Sections, sectionChoice{
			choice: choice{Name: section, Title: title, Href: a.link("section", section, "page", "") + "#values", Current: section == chosen},
			Count:  a.L.Int(count), None: count == 0,
		})
	}
	add(AllSections, a.L.T("assumptions.all"), total)
	for _, section := range planner.ValueSections {
		if found[section] > 0 || section == chosen {
			add(section, a.L.T("value.section."+section), found[section])
		}
	}
}

// pager is page number page of a list of count.
func (a *assumptions) pager(page, count int) pager {
	return a.pagerOf(a.link, "page", "values", page, count, pageRows)
}

// fill draws the values of a page of the list by section.
func (a *assumptions) fill(shown []*planner.ReferenceValue, found map[string]int) {
	source := ""
	for _, n := range shown {
		title := a.L.T("value.section." + n.Section)
		if last := len(a.Groups) - 1; last < 0 || a.Groups[last].Title != title {
			a.Groups = append(a.Groups, valueGroup{Title: title, Count: a.L.Int(found[n.Section])})
		}
		a.Weighed, a.Ranged = a.Weighed || n.Class != "", a.Ranged || n.Low != 0 || n.High != 0
		group := &a.Groups[len(a.Groups)-1]
		row := a.row(n)
		if last := len(group.Rows) - 1; last >= 0 && n.Source != "" && n.Source == source {
			row.Source = a.L.T("assumptions.same")
		}
		source = n.Source
		group.Rows = append(group.Rows, row)
	}
}

func (a *assumptions) row(n *planner.ReferenceValue) valueRow {
	l := a.L
	row := valueRow{
		Explain: a.explainLink + url.QueryEscape(figurePath("reference", n.Name)),
		ID:      "value-" + n.Name, Title: l.ValueTitle(*n), Name: breakable(strings.TrimPrefix(n.Name, entryName(""))), Unit: l.ValueUnit(n.Unit),
		AsOf: n.AsOf, Source: n.Source, Class: l.Name("class", n.Class),
	}
	if n.Low != 0 || n.High != 0 {
		row.Low, row.High = a.number(n.Low), a.number(n.High)
	}
	if n.Class != "" {
		row.Weight = l.Won(a.weight(n))
		if outside := a.outside(n); outside != 0 {
			row.Outside = l.T("assumptions.outside", "amount", l.Won(outside))
		}
		if code := strings.TrimPrefix(n.Name, entryName("")); a.weights[code] != nil {
			row.WhatRests = a.explainLink + url.QueryEscape(figurePath("budget", "rows", code, "forecast_krw"))
		}
	}
	switch {
	case n.Assumption:
		row.Basis = basisOf(l, planner.Assumed)
	case n.Overridden:
		row.Basis = basisOf(l, planner.OfPlan)
	default:
		row.Basis = basisOf(l, planner.Published)
	}
	if n.Editable == "" {
		row.Value = a.number(n.Value)
		return row
	}
	row.Field = a.editor.field(row.Title, "amount", nil, n.Editable)
	if row.Field.Saved != "" {
		row.Field.Saved = l.T("change.was", "value", apart(row.Field.Was))
	}
	if n.Overridden && !n.OfPlan {
		row.Shipped, row.Back = l.T("value.shipped", "value", a.shipped(n)), a.back(n)
	}
	return row
}

// breakable is a name that may go on in another line after each of its parts.
func breakable(name string) template.HTML {
	text := strings.ReplaceAll(template.HTMLEscapeString(name), ".", ".<wbr>")
	return template.HTML(strings.ReplaceAll(text, "_", "_<wbr>")) //nolint:gosec // the name is escaped
}

// shipped is the value that is shipped in place of the plan's, with its unit
// where that differs.
func (a *assumptions) shipped(n *planner.ReferenceValue) string {
	text := a.number(n.Shipped)
	for _, e := range a.View.Plan.Reference.Book.Entries {
		if entryName(e.Code) == n.Name && !strings.HasPrefix(n.Unit, e.Currency) && n.Unit != "share" {
			text += " " + a.L.ValueUnit(e.Currency+"/"+e.Unit)
		}
	}
	return text
}

// back is the address of the page with the shipped value: without the change that
// put another in its place, and with one that takes the plan's away. Of what is
// the plan's own as a whole no number goes back alone.
func (a *assumptions) back(n *planner.ReferenceValue) string {
	away, isPrice := strings.CutSuffix(n.Editable, "/unit_price")
	if !isPrice && !strings.HasPrefix(n.Editable, "values/") {
		return ""
	}
	kept := a.planPage
	if e := a.Plan.Edit; e != nil {
		edit := *e
		edit.Changes = slices.DeleteFunc(slices.Clone(e.Changes), func(c planner.Change) bool { return c.Path == n.Editable || strings.HasPrefix(c.Path, away+"/") })
		kept.Plan.Edit = &edit
		if !overrides(e.Saved.Document, n.Name) {
			return kept.without(nil)
		}
	}
	return kept.with([]planner.Change{{Path: away}})
}

// overrides reports whether a plan has a value of its own in place of a shipped
// one.
func overrides(plan planner.Plan, name string) bool {
	return slices.ContainsFunc(plan.Values, func(v planner.ValueOverride) bool { return v.Name == name }) ||
		slices.ContainsFunc(plan.CostBook.Overrides, func(o planner.CostOverride) bool { return entryName(o.Code) == name })
}

// numberEditor makes fields of the numbers, with what the changes hold.
func (a *assumptions) numberEditor() editor {
	e := editor{l: a.L, values: map[string]string{}, faults: map[string]planner.Fault{}, typed: map[string]string{}}
	numbersOf(a.numbers).addTo(e.values)
	edit := a.Plan.Edit
	if edit == nil {
		return e
	}
	e.saved = map[string]string{}
	numbersOf(planner.ReferenceValues(edit.Saved.Document, a.View.Plan.Reference)).addTo(e.saved)
	e.refuse(edit)
	return e
}
