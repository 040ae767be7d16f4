package planner

import (
	"slices"
	"strconv"
	"strings"

	"buildout/planner/finance"
)

// entryPrefix stands before the code of a cost book entry in the name of its
// unit price.
const entryPrefix = "cost_book.entries."

// referencePart is a part of the reference: how its names begin, how it is given
// numbers of its own that no other reference shares, and how its numbers are
// gone through.
type referencePart struct {
	prefix string
	detach func(*Reference)
	walk   func(*numberWalk, *Reference)
}

// holds reports whether a number of the name stands in the part.
func (p referencePart) holds(name string) bool {
	rest, ok := strings.CutPrefix(name, p.prefix)
	return ok && (rest == "" || rest[0] == '.')
}

var referenceParts = []referencePart{
	{"cost_book.entries", nil, (*numberWalk).entries},
	{"cost_book.vat", nil, (*numberWalk).vat},
	{"cost_book.contingency", func(r *Reference) { ownList(&r.Book.Contingency) }, (*numberWalk).contingency},
	{"cost_book.fees", func(r *Reference) { ownList(&r.Book.Fees) }, (*numberWalk).fees},
	{"cost_book.regions", func(r *Reference) { ownList(&r.Book.Regions) }, (*numberWalk).regions},
	{"cost_book.escalation", func(r *Reference) {
		for i := range ownList(&r.Book.Escalation) {
			ownList(&r.Book.Escalation[i].Years)
		}
	}, (*numberWalk).escalation},
	{"cost_book.profiles", func(r *Reference) {
		for i := range ownList(&r.Book.Profiles) {
			ownList(&r.Book.Profiles[i].Milestones)
		}
	}, (*numberWalk).profiles},
	{"programme", func(r *Reference) { ownList(&r.Programme) }, (*numberWalk).programme},
	{"lead_times", func(r *Reference) { ownList(&r.LeadTimes) }, (*numberWalk).leadTimes},
	{"calendars", func(r *Reference) {
		for i := range ownList(&r.Calendars) {
			ownList(&r.Calendars[i].Work)
		}
	}, (*numberWalk).calendars},
	{"equipment", func(r *Reference) { ownList(&r.Equipment) }, (*numberWalk).equipment},
	{"other_load", nil, (*numberWalk).otherLoad},
	{"rack_types", func(r *Reference) { ownList(&r.RackTypes) }, (*numberWalk).rackTypes},
	{"rack_circuit", nil, (*numberWalk).rackCircuit},
	{"tariffs", ownTariffs, (*numberWalk).tariffs},
	{"climates", func(r *Reference) {
		for i := range ownList(&r.Climates) {
			ownList(&r.Climates[i].MeanC)
		}
	}, (*numberWalk).climates},
	{"grid_carbon", func(r *Reference) { ownList(&r.GridCarbon) }, (*numberWalk).gridCarbon},
	{"assumptions", func(r *Reference) { ownList(&r.Assumptions) }, (*numberWalk).assumptions},
	{"asset_classes", func(r *Reference) { ownList(&r.Assets) }, (*numberWalk).assets},
	{"benchmarks", func(r *Reference) { ownList(&r.Benchmarks) }, (*numberWalk).benchmarks},
	{"plant_limits", func(r *Reference) { ownList(&r.Limits) }, (*numberWalk).limits},
}

// ownList puts a copy of a list in its place.
func ownList[T any](list *[]T) []T {
	*list = slices.Clone(*list)
	return *list
}

func ownTariffs(r *Reference) {
	for i := range ownList(&r.Tariffs) {
		t := &r.Tariffs[i]
		ownList(&t.Holidays)
		ownList(&t.Surcharges)
		for j := range ownList(&t.Seasons) {
			ownList(&t.Seasons[j].Periods)
		}
	}
}

// numberWalk goes through the numbers of a reference. The number that it yields
// is the walk's own and holds until the next.
type numberWalk struct {
	yield func(*number)
	paths bool // whether to say where the numbers stand in a plan that has them of its own
	now   number
	stage Basis // of the stage of the programme that is passed
}

// all goes through every part.
func (w *numberWalk) all(ref *Reference) {
	for _, part := range referenceParts {
		part.walk(w, ref)
	}
}

// of begins the numbers of a thing, whose name is made of the parts.
func (w *numberWalk) of(section string, title *Text, basis *Basis, shared bool, parts ...string) {
	w.now = number{section: section, title: title, basis: basis, shared: shared, count: len(parts)}
	copy(w.now.parts[:], parts)
}

// yieldAt yields the number of the thing that the further parts name, from the
// least to the most that a plan may give.
func (w *numberWalk) yieldAt(unit string, least, most float64, parts ...string) {
	count := w.now.count
	w.now.unit, w.now.least, w.now.most = unit, least, most
	w.now.count += copy(w.now.parts[count:], parts)
	w.yield(&w.now)
	w.now.count, w.now.float, w.now.whole, w.now.low, w.now.high = count, nil, nil, 0, 0
}

// at says where the next number stands in a plan that has the thing of its own.
func (w *numberWalk) at(names ...string) {
	if !w.paths {
		return
	}
	var path strings.Builder
	path.Grow(96)
	for i, name := range names {
		if i > 0 {
			path.WriteByte('/')
		}
		path.WriteString(PathName(name))
	}
	w.now.path = path.String()
}

func (w *numberWalk) float(at *float64, unit string, least, most float64, parts ...string) {
	w.now.float = at
	w.yieldAt(unit, least, most, parts...)
}

func (w *numberWalk) whole(at *int, unit string, least, most float64, parts ...string) {
	w.now.whole = at
	w.yieldAt(unit, least, most, parts...)
}

// The months of a year in names, and their places in a list.
var (
	monthNumbers = [12]string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}
	monthIndices = [12]string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"}
)

func (w *numberWalk) entries(ref *Reference) {
	for i := range ref.Book.Entries {
		e := &ref.Book.Entries[i]
		w.of("cost_book", &e.Title, &e.Basis, false, "cost_book", "entries", e.Code)
		w.now.low, w.now.high, w.now.class = e.UnitPrice*e.LowShare, e.UnitPrice*e.HighShare, e.Class
		w.at("cost_book", "overrides", e.Code, "unit_price")
		w.float(&e.UnitPrice, priceUnit(e.Currency, e.Unit), 0, float64(finance.MaxKRW))
	}
}

// priceUnit is the unit of a unit price; that of a share of other lines, which
// are in won, is a share.
func priceUnit(currency, unit string) string {
	if unit == "KRW" {
		return "share"
	}
	return currency + "/" + unit
}

func (w *numberWalk) vat(ref *Reference) {
	if v := &ref.Book.VAT; v.Unit != "" {
		w.of("factors", nil, &v.Basis, false, "cost_book", "vat")
		w.float(&v.Value, v.Unit, 0, 1)
	}
}

func (w *numberWalk) contingency(ref *Reference) {
	w.namedValues(ref.Book.Contingency, "contingency", "share", 0, 1)
}

func (w *numberWalk) fees(ref *Reference) { w.namedValues(ref.Book.Fees, "fees", "share", 0, 1) }

func (w *numberWalk) regions(ref *Reference) {
	w.namedValues(ref.Book.Regions, "regions", "factor", 0.1, 10)
}

func (w *numberWalk) namedValues(list []NamedValue, kind, unit string, least, most float64) {
	for i := range list {
		w.of("factors", nil, &list[i].Basis, false, "cost_book", kind, list[i].Name)
		w.float(&list[i].Value, unit, least, most)
	}
}

func (w *numberWalk) escalation(ref *Reference) {
	for i := range ref.Book.Escalation {
		index := &ref.Book.Escalation[i]
		for j := range index.Years {
			y := &index.Years[j]
			w.of("factors", &index.Title, &y.Basis, false, "cost_book", "escalation", index.Name, strconv.Itoa(y.Year))
			w.float(&y.Value, "share", -0.5, 1)
		}
	}
}

func (w *numberWalk) exchangeRates(rates []ExchangeRate) {
	for i := range rates {
		rate := &rates[i]
		w.of("factors", nil, &Basis{Source: rate.Source, AsOf: rate.Month.String(), Assumption: rate.Source == ""}, false, "exchange_rates", rate.Currency, rate.Month.String())
		w.at("exchange_rates", strconv.Itoa(i), "krw")
		w.float(&rate.KRW, "KRW/"+rate.Currency, 0, maxQuantity)
	}
}

func (w *numberWalk) profiles(ref *Reference) {
	for i := range ref.Book.Profiles {
		p := &ref.Book.Profiles[i]
		w.of("schedule", &p.Title, &p.Basis, true, "cost_book", "profiles", p.Name)
		w.float(&p.Advance, "share", 0, 1, "advance")
		for j := range p.Milestones {
			w.float(&p.Milestones[j].Share, "share", 0, 1, "milestones", strconv.Itoa(j), "share")
		}
		w.float(&p.Progress, "share", 0, 1, "progress")
		w.float(&p.Retention, "share", 0, 1, "retention")
		w.whole(&p.RetentionMonths, "months", 0, 120, "retention_months")
		w.whole(&p.DaysToPay, "days", 0, 365, "days_to_pay")
	}
}

func (w *numberWalk) programme(ref *Reference) {
	for i := range ref.Programme {
		b := &ref.Programme[i]
		w.stage = Basis{Source: b.Source, Assumption: strings.HasPrefix(b.Source, "assumption")}
		w.of("schedule", nil, &w.stage, false, "programme", string(b.Stage))
		w.now.source = &b.Source
		w.whole(&b.Months, "months", 1, 240, "months")
	}
}

func (w *numberWalk) leadTimes(ref *Reference) {
	for i := range ref.LeadTimes {
		t := &ref.LeadTimes[i]
		w.of("schedule", &t.Title, &t.Basis, false, "lead_times", t.Name)
		w.now.low, w.now.high = float64(t.Low), float64(t.High)
		w.whole(&t.Months, "months", 0, 240)
	}
}

func (w *numberWalk) calendars(ref *Reference) {
	for i := range ref.Calendars {
		c := &ref.Calendars[i]
		w.of("schedule", &c.Title, &c.Basis, true, "calendars", c.Name)
		w.months(c.Work, "share", 0, 1, "calendars", c.Name, "work")
	}
}

// months yields the numbers of the months of a year, which stand in a list of a
// thing of a kind.
func (w *numberWalk) months(values []float64, unit string, least, most float64, kind, thing, list string) {
	for i := range values[:min(len(values), len(monthNumbers))] {
		w.at(kind, thing, list, monthIndices[i])
		if list == "holidays" {
			w.float(&values[i], unit, least, most, list, monthNumbers[i])
		} else {
			w.float(&values[i], unit, least, most, monthNumbers[i])
		}
	}
}
