package planner

import (
	"reflect"
	"slices"
	"strconv"

	"buildout/planner/finance"
)

// ownPrice is the source of a price that Apply makes the plan's own.
const ownPrice = "set in the plan"

// money makes the change where it is one of those to lists that hold only what
// the plan changes: prices, values and ceilings. It returns true where the
// change is still to be made, to what is there now.
func (c *changer) money(parts []string) (unmade bool) {
	switch {
	case len(parts) > 2 && parts[0] == "cost_book" && parts[1] == "overrides":
		return c.override(parts[2], len(parts) > 3)
	case len(parts) > 2 && parts[0] == "budget" && parts[1] == "ceilings":
		return c.ceiling(parts[2], len(parts) > 3)
	case len(parts) > 1 && parts[0] == "values":
		return c.ownValue(parts[1], len(parts) > 2)
	}
	return true
}

// override makes a price of the plan's own of the shipped one, or takes it away
// where the path ends there without a value.
func (c *changer) override(code string, further bool) (unmade bool) {
	own := &c.plan.CostBook.Overrides
	i := slices.IndexFunc(*own, func(o CostOverride) bool { return o.Code == code })
	v := validator{ref: c.ref}
	e := slices.IndexFunc(c.ref.Book.Entries, func(e CostEntry) bool { return e.Code == code })
	switch {
	case i < 0 && e < 0:
		c.unknown(code, v.lineCodes())
		return false
	case !further && c.change.Value == "" && !c.reading:
		*own = without(*own, i)
		return false
	case i < 0 && (further || c.reading):
		line := &c.ref.Book.Entries[e]
		*own = append(*own, CostOverride{
			Code: code, UnitPrice: line.UnitPrice, Currency: line.Currency, Unit: line.Unit, PriceMonth: line.PriceMonth, Source: ownPrice,
		})
	case i < 0:
		c.fault(c.change.Value, "%s", onward(reflect.TypeFor[CostOverride]()))
		return false
	}
	return true
}

// without returns the list without element i, and nothing where it is empty
// then; below 0, i is none.
func without[T any](list []T, i int) []T {
	if i >= 0 {
		list = slices.Delete(list, i, i+1)
	}
	if len(list) == 0 {
		return nil
	}
	return list
}

// ceiling makes a ceiling for a year that has none, or takes it away where the
// path ends there without a value.
func (c *changer) ceiling(text string, further bool) (unmade bool) {
	year, err := strconv.Atoi(text)
	if err != nil || len(text) != 4 {
		return true
	}
	own := &c.plan.Budget.Ceilings
	i, found := slices.BinarySearchFunc(*own, year, func(y YearCeiling, year int) int { return y.Year - year })
	switch {
	case !further && c.change.Value == "" && !c.reading:
		if !found {
			i = -1
		}
		*own = without(*own, i)
		return false
	case !further && !c.reading:
		c.fault(c.change.Value, "%s", onward(reflect.TypeFor[YearCeiling]()))
		return false
	case !found:
		c.made = true
		*own = slices.Insert(*own, i, YearCeiling{Year: year})
	}
	return true
}

// ownValue gives the plan a value of its own in place of a reference value, or
// takes it away where there is none to give.
func (c *changer) ownValue(name string, further bool) (unmade bool) {
	own := &c.plan.Values
	i := slices.IndexFunc(*own, func(v ValueOverride) bool { return v.Name == name })
	if i < 0 && !c.isValue(name) {
		return false
	}
	switch {
	case further && i < 0:
		c.fault(name, "the plan has no value of its own here; set values/%s first", PathName(name))
		return false
	case further:
		return true
	case c.change.Value == "":
		*own = without(*own, i)
		return false
	}
	var value float64
	if !c.set(place{value: reflect.ValueOf(&value).Elem(), key: "value"}) {
		return false
	}
	if i < 0 {
		i = len(*own)
		*own = append(*own, ValueOverride{Name: name})
	}
	(*own)[i].Value = value
	return false
}

// isValue reports whether the reference has a value of the name; where it has
// not, that is a fault.
func (c *changer) isValue(name string) bool {
	known := valueNames(c.ref)
	if !slices.Contains(known, name) {
		c.unknown(name, known)
		return false
	}
	return true
}

// readWon reads an amount that is not plain digits as people write it, such as
// 4,600억. It returns the faults that are left.
func readWon(text string, value reflect.Value, faults []Fault) []Fault {
	amount, err := finance.ParseKRW(text)
	if err != nil {
		return []Fault{{Found: faults[0].Found, Message: err.Error()}}
	}
	value.SetInt(int64(amount))
	return nil
}
