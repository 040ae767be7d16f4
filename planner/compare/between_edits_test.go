package compare

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/power"
)

// drawing is a plan that is edited by chance.
type drawing struct {
	*rapid.T
	ref   planner.Reference
	plan  *planner.Plan
	label string
}

func (d *drawing) number(low, high float64) float64 {
	return low + (high-low)*float64(rapid.IntRange(0, 64).Draw(d.T, d.label+" number"))/64
}
func (d *drawing) whole(low, high int) int {
	return rapid.IntRange(low, high).Draw(d.T, d.label+" whole")
}
func (d *drawing) site() *planner.Site {
	return &d.plan.Sites[d.whole(0, len(d.plan.Sites)-1)]
}
func (d *drawing) phase() (*planner.Site, *planner.Phase) {
	s := d.site()
	return s, &s.Phases[d.whole(0, len(s.Phases)-1)]
}
func (d *drawing) hall() *planner.Hall {
	_, ph := d.phase()
	if len(ph.Halls) == 0 {
		return &planner.Hall{Train: []planner.PowerStage{{}}}
	}
	return &ph.Halls[d.whole(0, len(ph.Halls)-1)]
}
func (d *drawing) stage() *planner.PowerStage {
	if s := d.site(); len(s.Plant) > 0 && d.whole(0, 1) == 0 {
		return &s.Plant[d.whole(0, len(s.Plant)-1)]
	}
	h := d.hall()
	return &h.Train[d.whole(0, len(h.Train)-1)]
}
func (d *drawing) months() planner.Month { return planner.Month(d.whole(-6, 6)) }

func (d *drawing) code() *planner.CostEntry {
	return &d.ref.Book.Entries[d.whole(0, len(d.ref.Book.Entries)-1)]
}

// edits are what may be done to a plan. What makes it invalid is not done.
var edits = []struct {
	name string
	make func(d *drawing)
}{
	{"price base", func(d *drawing) { d.plan.PriceBase += d.months() }},
	{"horizon", func(d *drawing) { d.plan.Horizon.Months += d.whole(-12, 12) }},
	{"horizon start", func(d *drawing) { d.plan.Horizon.Start += d.months() }},
	{"rate", func(d *drawing) {
		for i := range d.plan.ExchangeRates[:min(1, len(d.plan.ExchangeRates))] {
			d.plan.ExchangeRates[i].KRW *= d.number(0.8, 1.25)
		}
	}},
	{"rate of a month", func(d *drawing) {
		d.plan.ExchangeRates = append(d.plan.ExchangeRates, planner.ExchangeRate{Currency: "USD", Month: d.plan.Horizon.Start + d.months(), KRW: d.number(1000, 1500)})
	}},
	{"rate gone", func(d *drawing) { d.plan.ExchangeRates = rest(d.plan.ExchangeRates) }},
	{"total", func(d *drawing) { d.plan.Budget.TotalKRW += 1e9; d.plan.Budget.Ceilings = nil }},
	{"covers", func(d *drawing) {
		i := d.whole(0, max(0, len(d.plan.Budget.Covers)-2))
		d.plan.Budget.Covers = slices.Delete(d.plan.Budget.Covers, i, i+1)
		d.plan.Budget.Funding = nil
	}},
	{"sites paid for", func(d *drawing) { d.plan.Budget.Sites = []string{d.site().Name} }},
	{"vat", func(d *drawing) { d.plan.Budget.VAT = planner.VATIncluded }},
	{"interest", func(d *drawing) {
		d.plan.Budget.ConstructionInterest = &planner.ConstructionInterest{RatePerYear: d.number(0, 0.1)}
	}},
	{"no interest", func(d *drawing) { d.plan.Budget.ConstructionInterest = nil }},
	{"service", func(d *drawing) {
		if len(d.plan.Demand.Services) == 0 {
			return
		}
		s := &d.plan.Demand.Services[d.whole(0, len(d.plan.Demand.Services)-1)]
		s.Racks = planner.Growth{Line: &planner.LineGrowth{From: d.plan.Horizon.Start, Racks: d.whole(0, 300), To: d.plan.Horizon.End(), ToRacks: d.whole(0, 900)}}
	}},
	{"service gone", func(d *drawing) { d.plan.Demand.Services = rest(d.plan.Demand.Services) }},
	{"rack type", func(d *drawing) {
		own := d.ref.RackTypes[0]
		own.Name, own.PeakKW = "own", own.PeakKW+planner.KW(d.number(0, 2))
		own.NameplateKW = own.PeakKW + 1
		d.plan.RackTypes = []planner.RackType{own}
		for i := range d.plan.Demand.Services {
			d.plan.Demand.Services[i].RackType = "own"
		}
	}},
	{"shipped rack type", func(d *drawing) {
		own := d.ref.RackTypes[0]
		own.PeakKW = own.AverageKW + planner.KW(d.number(0, 1))
		own.NameplateKW = own.PeakKW + 1
		d.plan.RackTypes = append(d.plan.RackTypes, own)
	}},
	{"site gone", func(d *drawing) {
		if len(d.plan.Sites) > 1 {
			d.drop(d.whole(0, len(d.plan.Sites)-1))
		}
	}},
	{"site more", func(d *drawing) {
		s := planner.Clone(planner.Plan{Sites: []planner.Site{*d.site()}}).Sites[0]
		s.Name = fmt.Sprintf("site-%d", d.whole(1, 2))
		s.Phases[0].Start += 12
		d.plan.Sites = slices.Insert(d.plan.Sites, d.whole(0, len(d.plan.Sites)), s)
	}},
	{"sites turned", func(d *drawing) { slices.Reverse(d.plan.Sites) }},
	{"tier", func(d *drawing) {
		d.site().Tier = rapid.SampledFrom([]string{"I", "II", "III", "IV"}).Draw(d.T, d.label)
	}},
	{"own tier", func(d *drawing) {
		own := d.ref.Tiers[d.whole(0, len(d.ref.Tiers)-1)]
		own.Name = rapid.SampledFrom([]string{"own", "III"}).Draw(d.T, d.label)
		own.Arrangements = []planner.TierArrangement{{Kind: power.Generator, Arrangement: power.Arrangement{Systems: 1, Spare: d.whole(0, 1)}}}
		d.plan.RedundancyTiers = []planner.RedundancyTier{own}
		d.site().Tier = own.Name
	}},
	{"region", func(d *drawing) { d.site().Region = rapid.SampledFrom([]string{"seoul", "jeju"}).Draw(d.T, d.label) }},
	{"climate", func(d *drawing) {
		own := d.ref.Climates[0]
		own.Name = "own"
		d.plan.Climates = []planner.Climate{own}
		d.site().Climate = "own"
	}},
	{"tariff", func(d *drawing) {
		own := d.ref.Tariffs[0]
		own.Name = fmt.Sprintf("own-%d", d.whole(1, 2))
		own.DemandKRWPerKWMonth += d.number(0, 5000)
		d.plan.Tariffs = append(d.plan.Tariffs, own)
		d.site().Tariff = own.Name
	}},
	{"plot", func(d *drawing) { d.site().Plot.AreaM2 *= d.number(0.5, 2) }},
	{"tenure", func(d *drawing) { d.site().Plot.Tenure = planner.Bought }},
	{"feed", func(d *drawing) { d.site().Feeds[0].CableKM += d.number(0, 5) }},
	{"feed available", func(d *drawing) { d.site().Feeds[0].Available += d.months() }},
	{"one feed", func(d *drawing) {
		s := d.site()
		s.Feeds, s.FeedArrangement = s.Feeds[:1], power.Arrangement{Systems: 1}
	}},
	{"plant gone", func(d *drawing) { s := d.site(); s.Plant = rest(s.Plant) }},
	{"modules", func(d *drawing) { d.stage().Modules += d.whole(-2, 4) }},
	{"rating", func(d *drawing) {
		if g := d.stage(); g.RatingKW > 0 {
			g.RatingKW *= planner.KW(d.number(0.8, 1.5))
		}
	}},
	{"arrangement", func(d *drawing) {
		g := d.stage()
		want := rapid.SampledFrom([]power.Arrangement{{Systems: 1}, {Systems: 1, Spare: 1}, {Systems: 1, Spare: 2}, {Systems: 2}, {Systems: 2, Spare: 1}}).Draw(d.T, d.label)
		if !g.Arrangement.IsZero() {
			g.Rearrange(g.Arrangement, want)
		}
		g.Arrangement = want
	}},
	{"the tier's arrangement", func(d *drawing) { d.stage().Arrangement = power.Arrangement{} }},
	{"efficiency", func(d *drawing) {
		if g := d.stage(); !g.Kind.Cooling() {
			g.Efficiency = d.number(0.9, 0.99)
		}
	}},
	{"buses", func(d *drawing) { d.stage().Buses = d.whole(1, 2) }},
	{"phase more", func(d *drawing) {
		s, ph := d.phase()
		if len(ph.Halls) < 2 {
			return
		}
		later := planner.Phase{Name: fmt.Sprintf("later-%d", d.whole(1, 2)), Start: ph.Start + 6, GrossAreaM2: ph.GrossAreaM2 / 2, Halls: ph.Halls[1:]}
		ph.Halls = ph.Halls[:1]
		if len(s.Plant) > 0 && d.whole(0, 1) == 0 {
			s.Plant[len(s.Plant)-1].Added = []planner.ModuleAddition{{Phase: later.Name, Modules: 2}}
		}
		s.Phases = append(s.Phases, later)
	}},
	{"phases turned", func(d *drawing) { s := d.site(); slices.Reverse(s.Phases) }},
	{"phase gone", func(d *drawing) { s := d.site(); s.Phases = s.Phases[:len(s.Phases)-1] }},
	{"start", func(d *drawing) { _, ph := d.phase(); ph.Start += d.months() }},
	{"programme", func(d *drawing) {
		if _, ph := d.phase(); len(ph.Stages) > 0 {
			ph.Stages[d.whole(0, len(ph.Stages)-1)].Months += d.whole(0, 6)
		}
	}},
	{"the shipped programme", func(d *drawing) { _, ph := d.phase(); ph.Stages = nil }},
	{"floor", func(d *drawing) { _, ph := d.phase(); ph.GrossAreaM2 *= d.number(0.6, 1.5) }},
	{"hall gone", func(d *drawing) {
		if _, ph := d.phase(); len(ph.Halls) > 0 {
			ph.Halls = ph.Halls[:len(ph.Halls)-1]
		}
	}},
	{"hall more", func(d *drawing) {
		_, ph := d.phase()
		if len(ph.Halls) == 0 {
			return
		}
		h := planner.Clone(planner.Plan{Sites: []planner.Site{{Phases: []planner.Phase{{Halls: ph.Halls[:1]}}}}}).Sites[0].Phases[0].Halls[0]
		h.Name = fmt.Sprintf("hall-%d", d.whole(1, 3))
		ph.Halls = slices.Insert(ph.Halls, d.whole(0, len(ph.Halls)), h)
	}},
	{"halls turned", func(d *drawing) { _, ph := d.phase(); slices.Reverse(ph.Halls) }},
	{"hall to the last phase", func(d *drawing) {
		s, ph := d.phase()
		if last := &s.Phases[len(s.Phases)-1]; ph != last && len(ph.Halls) > 0 {
			last.Halls = append(slices.Clone(last.Halls), ph.Halls[0])
			ph.Halls = ph.Halls[1:]
		}
	}},
	{"hall", func(d *drawing) {
		h := d.hall()
		h.DesignITKW *= planner.KW(d.number(0.5, 1))
		h.AreaM2 += d.number(0, 100)
	}},
	{"racks", func(d *drawing) {
		h := d.hall()
		for i := range d.whole(1, 5) {
			h.Racks = append(h.Racks, planner.Rack{Name: fmt.Sprintf("R-%d", len(h.Racks)), RackType: "server-6kw", Row: "A", Position: len(h.Racks) + 1 + i, From: d.plan.Horizon.Start})
		}
	}},
	{"reservation", func(d *drawing) {
		d.hall().Reservations = []planner.Reservation{{Name: "kept", ITKW: 100, RackPositions: d.whole(1, 50), From: d.plan.Horizon.Start, Until: d.plan.Horizon.End()}}
	}},
	{"link", func(d *drawing) {
		if len(d.plan.Links) > 0 {
			d.plan.Links[0].KM += d.number(0, 9)
			d.plan.Links[0].Built += d.months()
		}
	}},
	{"link gone", func(d *drawing) { d.plan.Links = nil }},
	{"lease", func(d *drawing) {
		if len(d.plan.Leases) == 0 {
			return
		}
		l := &d.plan.Leases[0]
		l.ITKW = planner.KW(d.whole(4000, 9000))
		l.KRWPerKWMonth = d.number(0, 300_000)
	}},
	{"lease returns", func(d *drawing) {
		if len(d.plan.Leases) == 0 {
			return
		}
		l := &d.plan.Leases[0]
		l.Returns = []planner.LeaseReturn{{Month: l.From + planner.Month(d.whole(1, 24)), ITKW: l.ITKW / 2, RackPositions: l.RackPositions / 2}}
	}},
	{"lease gone", func(d *drawing) { d.plan.Leases = rest(d.plan.Leases) }},
	{"price", func(d *drawing) {
		e := d.code()
		d.plan.CostBook.Overrides = slices.DeleteFunc(d.plan.CostBook.Overrides, func(o planner.CostOverride) bool { return o.Code == e.Code })
		d.plan.CostBook.Overrides = append(d.plan.CostBook.Overrides, planner.CostOverride{
			Code: e.Code, UnitPrice: e.UnitPrice * d.number(0.5, 2), Currency: e.Currency, Unit: e.Unit, PriceMonth: e.PriceMonth + d.months(), Source: "a tender",
			Class: rapid.SampledFrom([]string{"", "class_3", "class_4", "published"}).Draw(d.T, d.label),
		})
	}},
	{"price in another currency", func(d *drawing) {
		e := d.code()
		if slices.ContainsFunc(d.plan.CostBook.Overrides, func(o planner.CostOverride) bool { return o.Code == e.Code }) {
			return
		}
		d.plan.CostBook.Overrides = append(d.plan.CostBook.Overrides, planner.CostOverride{Code: e.Code, UnitPrice: 1000, Currency: "EUR", Unit: e.Unit, PriceMonth: e.PriceMonth, Source: "a tender"})
		if !slices.ContainsFunc(d.plan.ExchangeRates, func(r planner.ExchangeRate) bool { return r.Currency == "EUR" }) {
			d.plan.ExchangeRates = append(d.plan.ExchangeRates, planner.ExchangeRate{Currency: "EUR", Month: d.plan.PriceBase, KRW: 1400})
		}
	}},
	{"value", func(d *drawing) {
		list := planner.ReferenceValues(planner.Plan{}, d.ref)
		v := list[d.whole(0, len(list)-1)]
		own := planner.ValueOverride{Name: v.Name, Value: v.Value * d.number(0.9, 1.1)}
		d.plan.Values = slices.DeleteFunc(d.plan.Values, func(o planner.ValueOverride) bool { return o.Name == own.Name })
		d.plan.Values = append(d.plan.Values, own)
	}},
	{"calendar", func(d *drawing) {
		own := planner.Clone(planner.Plan{Calendars: d.ref.Calendars[:1]}).Calendars[0]
		own.Name = rapid.SampledFrom([]string{"own", own.Name}).Draw(d.T, d.label)
		own.Work[0] = 0
		d.plan.Calendars = []planner.Calendar{own}
		if _, ph := d.phase(); len(ph.Stages) > 0 {
			ph.Stages[0].Calendar = own.Name
		}
	}},
	{"books", func(d *drawing) {
		s, ph := d.phase()
		d.plan.Actuals.Through = max(d.plan.Actuals.Through, ph.Start+12)
		d.plan.Actuals.Entries = append(d.plan.Actuals.Entries, planner.Actual{
			Code: d.code().Code, Site: s.Name, Phase: ph.Name, Month: ph.Start, PaidKRW: planner.KRW(d.whole(1, 1000)) * 1e7, Final: d.whole(0, 1) == 1,
		})
	}},
	{"worth", func(d *drawing) { d.plan.Worth.Annuity = "yearly" }},
	{"titles", func(d *drawing) { d.plan.Title.EN += "!"; d.site().Source = "told"; d.hall().Source = "told" }},
	{"a hall's name", func(d *drawing) { d.hall().Name = fmt.Sprintf("renamed-%d", d.whole(1, 2)) }},
	{"a site's name", func(d *drawing) { d.call(d.whole(0, len(d.plan.Sites)-1), fmt.Sprintf("place-%d", d.whole(1, 2))) }},
	{"a phase's name", func(d *drawing) {
		s, ph := d.phase()
		r := renaming{d.plan, renames{}}
		was := ph.Name
		ph.Name = fmt.Sprintf("part-%d", d.whole(1, 2))
		r.phase(s, was, ph.Name)
	}},
}

// rest is a list without its first.
func rest[T any](list []T) []T { return list[min(1, len(list)):] }

// drop takes a site away with what names it.
func (d *drawing) drop(i int) {
	name := d.plan.Sites[i].Name
	d.plan.Sites = slices.Delete(d.plan.Sites, i, i+1)
	d.plan.Links = slices.DeleteFunc(d.plan.Links, func(l planner.Link) bool { return l.From == name || l.To == name })
	d.plan.Budget.Sites = nil
	d.plan.Actuals.Entries = slices.DeleteFunc(d.plan.Actuals.Entries, func(a planner.Actual) bool { return a.Site == name })
}

// call gives a site another name wherever it is named.
func (d *drawing) call(i int, name string) {
	r := renaming{d.plan, renames{}}
	r.mention("sites", d.plan.Sites[i].Name, name)
	d.plan.Sites[i].Name = name
}
