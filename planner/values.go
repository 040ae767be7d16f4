package planner

import (
	"slices"
	"strings"
)

// ValueSections are the sections of ReferenceValues in the order they are listed
// in.
var ValueSections = []string{"cost_book", "factors", "schedule", "equipment", "racks", "tariffs", "operation", "worth", "benchmarks", "limits"}

// ReferenceValue is a number of the reference with its name, as the plan has it.
type ReferenceValue struct {
	Name       string  `json:"name"`
	Section    string  `json:"section" doc:"Part of the reference: cost_book, factors, schedule, equipment, tariffs, operation, worth, racks, benchmarks or limits"`
	Title      Text    `json:"title,omitzero"`
	Value      float64 `json:"value"`
	Unit       string  `json:"unit"`
	Low        float64 `json:"low,omitempty"`
	High       float64 `json:"high,omitempty"`
	Class      string  `json:"class,omitempty" doc:"Estimate class of a unit price"`
	Overridden bool    `json:"overridden" doc:"Whether the plan put its own in place of the shipped one"`
	OfPlan     bool    `json:"of_plan" doc:"Whether only the plan has it: nothing is shipped in its place"`
	Shipped    float64 `json:"shipped" doc:"The shipped value; 0 where there is none"`
	Editable   string  `json:"editable,omitempty" doc:"Path of Apply that changes it; none where a plan cannot"`
	Basis
}

// withValues returns the reference with the plan's values in it. It copies the
// parts that it changes, and nothing where the plan has no values.
func withValues(plan Plan, ref Reference) Reference {
	if len(plan.Values) == 0 {
		return ref
	}
	own := ref
	w := numberWalk{}
	for _, part := range referenceParts {
		if !slices.ContainsFunc(plan.Values, func(v ValueOverride) bool { return part.holds(v.Name) }) {
			continue
		}
		if part.detach != nil {
			part.detach(&own)
		}
		w.yield = func(n *number) {
			for i := range plan.Values {
				if v := &plan.Values[i]; n.named(v.Name) && n.editable() {
					n.put(v)
				}
			}
		}
		part.walk(&w, &own)
	}
	return own
}

// number is a number of the reference: where it stands and what is known of it.
type number struct {
	parts   [7]string // of its name, joined by dots
	count   int
	section string
	title   *Text // of what it belongs to; nil where that has none
	unit    string
	float   *float64 // where it stands, or
	whole   *int     // where it is a whole number
	low     float64  // published or estimated range; 0 where there is none
	high    float64
	least   float64 // that a plan may give
	most    float64
	class   string // of a unit price
	path    string // of Apply, where a plan has it of its own
	basis   *Basis
	shared  bool    // whether the basis is that of other numbers as well
	source  *string // where the source stands, for what has no basis
}

// editable reports whether a plan's values may change the number. A unit price
// is changed by an override of the cost book, which also says its currency and
// month.
func (n *number) editable() bool { return n.class == "" }

func (n *number) value() float64 {
	if n.whole != nil {
		return float64(*n.whole)
	}
	return *n.float
}

func (n *number) name() string { return strings.Join(n.parts[:n.count], ".") }

// thing is the beginning of the name that the numbers of a tariff, a climate or
// the like share.
func (n *number) thing() string { return strings.Join(n.parts[:min(2, n.count)], ".") }

// named reports whether the number has the name, without writing its own.
func (n *number) named(name string) bool {
	length := n.count - 1
	for _, p := range n.parts[:n.count] {
		length += len(p)
	}
	if length != len(name) {
		return false
	}
	for i, p := range n.parts[:n.count] {
		if i > 0 {
			if name[0] != '.' {
				return false
			}
			name = name[1:]
		}
		if name[:len(p)] != p {
			return false
		}
		name = name[len(p):]
	}
	return true
}

// ownSource is the source of a value of the plan that gives none.
const ownSource = "given by the plan without a source"

// basisOf is the basis of a value of the plan: an assumption where it has no
// source.
func basisOf(v *ValueOverride) Basis {
	if v.Source == "" {
		return Basis{Source: ownSource, Assumption: true}
	}
	return Basis{Source: v.Source}
}

// put writes the plan's value and where it comes from. A basis that other
// numbers share keeps its own words and says what the plan changed.
func (n *number) put(v *ValueOverride) {
	if n.whole != nil {
		*n.whole = int(v.Value)
	} else {
		*n.float = v.Value
	}
	own := basisOf(v)
	switch {
	case n.source != nil:
		*n.source = own.Source
	case n.shared:
		n.basis.Source += "; " + n.parts[n.count-1] + ": " + own.Source
		n.basis.Assumption = n.basis.Assumption || own.Assumption
	default:
		*n.basis = own
	}
}

// ReferenceValues lists every number of the reference, with those of the plan
// in their place: its values, its prices, and the tariffs, climates, calendars,
// rack types and exchange rates that it has of its own.
func ReferenceValues(plan Plan, ref Reference) []ReferenceValue {
	list := make([]ReferenceValue, 0, 1024)
	at, things := map[string]int{}, map[string]bool{} // of the plan's own
	w := numberWalk{paths: true, yield: func(n *number) {
		v := listed(n)
		v.Overridden, v.OfPlan, v.Editable = true, true, n.path
		at[v.Name], things[n.thing()] = len(list), true
		list = append(list, v)
	}}
	w.all(&Reference{RackTypes: plan.RackTypes, Tariffs: plan.Tariffs, Climates: plan.Climates, Calendars: plan.Calendars})
	w.exchangeRates(plan.ExchangeRates)
	w.yield = func(n *number) {
		v := listed(n)
		v.Shipped = v.Value
		if i, same := at[v.Name]; same {
			list[i].Shipped, list[i].OfPlan = v.Value, false
		}
		if !things[n.thing()] {
			overlay(&v, plan)
			list = append(list, v)
		}
	}
	w.all(&ref)
	slices.SortStableFunc(list, func(a, b ReferenceValue) int {
		return slices.Index(ValueSections, a.Section) - slices.Index(ValueSections, b.Section)
	})
	return list
}

func listed(n *number) ReferenceValue {
	v := ReferenceValue{Name: n.name(), Section: n.section, Value: n.value(), Unit: n.unit, Low: n.low, High: n.high, Class: n.class, Editable: n.path, Basis: *n.basis}
	if n.title != nil {
		v.Title = *n.title
	}
	if n.editable() {
		v.Editable = "values/" + PathName(v.Name)
	}
	return v
}

// PathName writes a name as a part of a path of Apply.
func PathName(name string) string { return slashes.Replace(name) }

var slashes = strings.NewReplacer("%", "%25", "/", "%2F")

// overlay puts what the plan says of a shipped number in its place.
func overlay(v *ReferenceValue, plan Plan) {
	for i := range plan.Values {
		if own := &plan.Values[i]; own.Name == v.Name && v.Class == "" {
			v.Value, v.Overridden, v.Basis = own.Value, true, basisOf(own)
		}
	}
	code, isPrice := strings.CutPrefix(v.Name, entryPrefix)
	if !isPrice {
		return
	}
	for _, o := range plan.CostBook.Overrides {
		if o.Code != code {
			continue
		}
		low, high := v.Low/v.Value, v.High/v.Value
		if o.LowShare > 0 {
			low = o.LowShare
		}
		if o.HighShare > 0 {
			high = o.HighShare
		}
		v.Value, v.Overridden = o.UnitPrice, true
		v.Unit, v.Low, v.High = priceUnit(o.Currency, o.Unit), o.UnitPrice*low, o.UnitPrice*high
		v.Basis = Basis{Source: o.Source, AsOf: o.PriceMonth.String()}
		if o.Class != "" {
			v.Class = o.Class
		}
	}
}
