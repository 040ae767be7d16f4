package compare

import (
	"reflect"
	"slices"

	"buildout/planner"
)

// paidSites is the field of the sites that a budget pays for.
var paidSites = planShape.field("budget").of.field("sites")

// pays reports whether a budget pays for a site, were it there.
func pays(plan *planner.Plan, site string) bool {
	return len(plan.Budget.Sites) == 0 || slices.Contains(plan.Budget.Sites, site)
}

// paySites takes what the budget pays for site by site: for one that both plans
// have it is a matter of the scope there, for any other it comes with the site.
func (b *between) paySites(at *step, f *field, from, to reflect.Value) edit {
	if reflect.DeepEqual(from.Interface(), to.Interface()) {
		return nil
	}
	var alone []string // sites of one plan of which the budgets say otherwise, those that are paid for first
	for _, plan := range []*planner.Plan{b.to, b.from} {
		for i := range plan.Sites {
			name := plan.Sites[i].Name
			switch {
			case pays(b.from, name) == pays(b.to, name) || slices.Contains(b.paid, name):
			case hasSite(b.from, name) && hasSite(b.to, name):
				b.paid = append(b.paid, name)
			case pays(plan, name):
				alone = slices.Insert(alone, 0, name)
			default:
				alone = append(alone, name)
			}
		}
	}
	b.paidBy = make(map[string]int, len(b.paid))
	for _, name := range b.paid {
		b.paidBy[name] = b.takenBy(siteStep(name), false)
	}
	if len(b.paid) == 0 && len(alone) > 0 {
		b.paid = alone[:1]
	}
	b.reasonAt(at.below(f.name), false)
	return func(m *making, at reflect.Value) {
		if m.all {
			at.FieldByIndex(f.index).Set(to)
		}
	}
}

func siteStep(name string) *step {
	var root *step
	return root.below("sites").below(name)
}

func hasSite(plan *planner.Plan, name string) bool {
	return slices.ContainsFunc(plan.Sites, func(s planner.Site) bool { return s.Name == name })
}

// pay puts the sites of a mixed plan that the budget pays for in its list. A budget
// that pays for none has no list: it stands as a site without a name, which no
// plan may have.
func (b *between) pay(m *making, plan *planner.Plan) {
	if len(b.from.Budget.Sites) == 0 && len(b.to.Budget.Sites) == 0 {
		return
	}
	paid := make([]string, 0, len(plan.Sites))
	for i := range plan.Sites {
		name, by := plan.Sites[i].Name, b.from
		if r, apart := b.paidBy[name]; apart && m.takes(r) || !hasSite(b.from, name) {
			by = b.to
		}
		if pays(by, name) {
			paid = append(paid, name)
		}
	}
	switch {
	case len(paid) == len(plan.Sites):
		paid = nil
	case len(paid) == 0:
		paid = []string{""}
	}
	plan.Budget.Sites = paid
}

// classOf is the estimate class of a price that one plan alone has.
type classOf struct {
	by           int // reason for which it is that class
	own, shipped string
}

// class takes the estimate class of a price that one plan alone has apart from the
// price: the price without it has the class of the cost book, and it without the
// price is that of the shipped price.
func (b *between) class(at *step, e *member) {
	price, second := e.from, false
	if !price.IsValid() {
		price, second = e.to, true
	}
	o := price.Interface().(planner.CostOverride)
	i := slices.IndexFunc(b.ref.Book.Entries, func(entry planner.CostEntry) bool { return entry.Code == o.Code })
	if i < 0 || o.Class == "" || o.Class == b.ref.Book.Entries[i].Class {
		return
	}
	entry := &b.ref.Book.Entries[i]
	e.or = b.takenBy(at.below("class"), second)
	b.classes[at.String()] = classOf{e.or, o.Class, entry.Class}
	e.edits = []edit{func(m *making, at reflect.Value) {
		o := at.Addr().Interface().(*planner.CostOverride)
		switch {
		case m.takes(e.or) != second:
			o.Class = ""
		case m.takes(e.by) != second:
			o.UnitPrice, o.Currency, o.PriceMonth = entry.UnitPrice, entry.Currency, entry.PriceMonth
		}
	}}
}

// cell tells of the class in a row of the price.
func (c classOf) cell(price func(k int) InputCell) func(k int) InputCell {
	return func(k int) InputCell {
		if (price(1).Kind == Added) == (k == 1) {
			return InputCell{Changed, c.own}
		}
		return InputCell{Changed, c.shipped}
	}
}
