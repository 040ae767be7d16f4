package workbook

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/power"
)

// sections are the sections of the sheet Inputs in their order.
var sections = []string{"budget", "rates", "schedule", "sites", "demand", "prices", "factors", "terms", "operation", "worth", "books", "other"}

// sectionOf returns the section that a path belongs to.
func sectionOf(path string) int {
	first, rest, _ := strings.Cut(path, "/")
	name := "other"
	switch first {
	case "budget", "price_base", "horizon":
		name = "budget"
	case "exchange_rates":
		name = "rates"
	case "sites":
		name = "sites"
		if strings.Contains(rest, "/stages/") || strings.HasSuffix(rest, "/start") || strings.HasSuffix(rest, "/promised") || strings.HasSuffix(rest, "/available") {
			name = "schedule"
		}
	case "links":
		name = "sites"
	case "calendars":
		name = "schedule"
	case "demand", "leases", "rack_types":
		name = "demand"
	case "cost_book":
		name = "prices"
	case "tariffs", "climates":
		name = "operation"
	case "worth":
		name = "worth"
	case "actuals":
		name = "books"
	case "values":
		name = valueSection(rest)
	}
	return slices.Index(sections, name)
}

// valueSection is the section of a reference value.
func valueSection(name string) string {
	begins := func(list ...string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return strings.HasPrefix(name, s) })
	}
	switch {
	case begins("cost_book.profiles"):
		return "terms"
	case begins("cost_book.", "equipment", "other_load"):
		return "factors"
	case begins("exchange_rates"):
		return "rates"
	case begins("lead_times", "programme", "calendars"):
		return "schedule"
	case begins("rack_types", "rack_circuit"):
		return "demand"
	case begins("assets", "asset_classes", "assumptions.discount", "assumptions.annuity", "assumptions.terminal"):
		return "worth"
	case begins("tariffs", "climates", "assumptions", "grid_carbon"):
		return "operation"
	}
	return "other"
}

// complete fills in what is known of an input beside its value.
func (in *inputs) complete(c *inputCell) {
	if v, known := in.byEditable()[c.path]; known {
		c.unit, c.source, c.assumed, c.title, c.low, c.high, c.asOf = v.Unit, v.Source, v.Assumption, v.Title, v.Low, v.High, v.AsOf
		return
	}
	if c.unit == "" {
		c.unit = in.unitOf(c)
	}
	if c.source == "" {
		c.source = in.sourceOf(c.path)
	}
}

// byEditable is the reference values by the path that changes them.
func (in *inputs) byEditable() map[string]*planner.ReferenceValue {
	if in.editable == nil {
		in.editable = map[string]*planner.ReferenceValue{}
		for _, v := range in.values {
			if v.Editable != "" {
				in.editable[v.Editable] = v
			}
		}
	}
	return in.editable
}

// pathUnits are the units of numbers of a plan by the end of their key.
var pathUnits = []struct{ end, unit string }{
	{"krw_per_kw_month", "KRW/kW-month"}, {"kw_per_rack", "kW/rack"}, {"kg_per_m2", "kg/m2"}, {"_kw", "kW"}, {"_kva", "kVA"}, {"_krw", "KRW"}, {"_m2", "m2"},
	{"_km", "km"}, {"/km", "km"}, {"_kg", "kg"}, {"_months", "months"}, {"/months", "months"}, {"_minutes", "minutes"}, {"_hours", "hours"},
	{"_per_year", "share/year"}, {"rack_positions", "positions"}, {"racks", "racks"}, {"/modules", "modules"}, {"/buses", "buses"},
	{"share", "share"}, {"efficiency", "share"}, {"_loss", "share"}, {"power_factor", "kW/kVA"}, {"/cop", "kW/kW"}, {"fuel_tanks", "tanks"}, {"/rooms", "rooms"}, {"_m", "m"},
}

// unitOf is the unit of a number of a plan.
func (in *inputs) unitOf(c *inputCell) string {
	switch {
	case c.options != nil:
		return "choice"
	case c.isMonth():
		return "yyyy-mm"
	}
	if strings.HasPrefix(c.path, "exchange_rates/") {
		if r, err := planner.Read(in.b.Plan, in.b.Reference, strings.TrimSuffix(c.path, "krw")+"currency"); err == nil {
			return "KRW/" + r.Text
		}
	}
	for _, u := range pathUnits {
		if strings.HasSuffix("/"+c.path, u.end) {
			return u.unit
		}
	}
	if c.kind == planner.WonReading {
		return "KRW"
	}
	return "factor"
}

// sourceOf is the source of the nearest thing around a path that has one.
func (in *inputs) sourceOf(path string) string {
	for {
		i := strings.LastIndexByte(path, '/')
		if i < 0 {
			return ""
		}
		path = path[:i]
		if r, err := planner.Read(in.b.Plan, in.b.Reference, path+"/source"); err == nil && r.Text != "" {
			return r.Text
		}
	}
}

// sourceWords says where a value comes from.
func (b *book) sourceWords(source string, assumed bool) string {
	switch {
	case source == "":
		return b.Locale.T("workbook.source.plan")
	case assumed:
		return b.Locale.T("workbook.source.assumption", "source", source)
	}
	return source
}

// format is how the value of an input is shown.
func (c *inputCell) format() format {
	switch {
	case c.options != nil:
		return plain
	case c.isMonth():
		return monthly
	case c.kind == planner.WonReading:
		return exactWon
	case c.unit == "share", c.unit == "share/year":
		return share
	case math.Abs(c.v) >= 1000 && c.v == math.Trunc(c.v):
		return whole
	case math.Abs(c.v) >= 1000:
		return decimal
	}
	return general
}

// inputWords says where an input stands in the plan and what it is.
func (b *book) inputWords(c *inputCell) (where, what string) {
	if v, known := b.in.byEditable()[c.path]; known && strings.HasPrefix(c.path, "values/") {
		return "", b.Locale.ValueTitle(*v)
	}
	if v, known := b.in.byEditable()[c.path]; known && strings.HasPrefix(c.path, "cost_book/") {
		return b.Locale.ValueTitle(*v), b.Locale.T("workbook.field.unit_price")
	}
	parts := strings.Split(c.path, "/")
	for i := range parts {
		if name, err := url.PathUnescape(parts[i]); err == nil {
			parts[i] = name
		}
	}
	last := len(parts) - 1
	var words []string
	for i := 0; i < last; i++ {
		if i+1 < last {
			if name := b.elementWords(parts[:i+1], parts[i+1]); name != "" {
				words = append(words, name)
				i++
				continue
			}
		}
		if kind := b.Locale.Kind(power.Kind(parts[i])); kind != parts[i] {
			words = append(words, kind)
		} else if key := "workbook.part." + parts[i]; b.Locale.Has(key) {
			words = append(words, b.Locale.T(key))
		}
	}
	what = strings.ReplaceAll(parts[last], "_", " ")
	for _, prefix := range []string{"field.", "workbook.field."} {
		if key := prefix + parts[last]; b.Locale.Has(key) {
			what = b.Locale.T(key)
		}
	}
	return strings.Join(words, " · "), what
}

// elementWords names an element of the list that a path leads to; nothing where
// it leads to none.
func (b *book) elementWords(list []string, name string) string {
	n, _ := strconv.Atoi(name)
	switch list[len(list)-1] {
	case "sites":
		return b.Locale.Place(b.Result, name)
	case "phases":
		for i := range b.Plan.Sites {
			if b.Plan.Sites[i].Name != list[1] {
				continue
			}
			for _, p := range b.Plan.Sites[i].Phases {
				if p.Name == name {
					return b.Locale.Text(p.Title, name)
				}
			}
		}
		return name
	case "services":
		for _, v := range b.Plan.Demand.Services {
			if v.Name == name {
				return b.Locale.Text(v.Title, name)
			}
		}
		return name
	case "leases":
		for _, v := range b.Plan.Leases {
			if v.Name == name {
				return b.Locale.Text(v.Title, name)
			}
		}
		return name
	case "funding":
		for _, v := range b.Plan.Budget.Funding {
			if v.Name == name {
				return b.Locale.Text(v.Title, name)
			}
		}
		return name
	case "exchange_rates":
		if n < len(b.Plan.ExchangeRates) {
			x := b.Plan.ExchangeRates[n]
			return b.Locale.T("value.exchange_rate", "currency", x.Currency, "month", b.Locale.Month(x.Month))
		}
	case "ceilings":
		if n < len(b.Plan.Budget.Ceilings) {
			return strconv.Itoa(b.Plan.Budget.Ceilings[n].Year)
		}
		return name
	case "stages":
		for i := range b.Plan.Sites {
			if b.Plan.Sites[i].Name != list[1] || len(list) < 5 {
				continue
			}
			for _, p := range b.Plan.Sites[i].Phases {
				if p.Name == list[3] && n < len(p.Stages) {
					return b.Locale.Name("stage", string(p.Stages[n].Stage))
				}
			}
		}
		return name
	case "table", "returns", "after", "added", "milestones":
		return b.Locale.T("workbook.part.number", "part", b.Locale.Name("workbook.part", list[len(list)-1]), "number", n+1)
	case "halls", "feeds", "links", "overrides", "rack_types", "tariffs", "climates", "calendars", "panels":
		return name
	}
	return ""
}
