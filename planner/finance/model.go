package finance

// Asset is capital that is spread over the months of its use.
type Asset struct {
	Name  string
	Cost  float64
	Years float64 // of use; without end for what is never used up
}

// Month returns what the asset costs a month: its cost times the annuity of the
// convention.
func (a Asset) Month(rate float64, c AnnuityConvention) float64 {
	return a.Cost * c.Month(rate, a.Years)
}

// Load is an IT load and what is drawn from the grid for it.
type Load struct {
	CriticalKW float64 // IT load that may be carried
	Factor     float64 // share of it that is drawn on average
	PUE        float64 // facility load over IT load
}

// KWh returns the energy of so many hours:
//
//	kWh = critical kW * load factor * PUE * hours
func (l Load) KWh(hours float64) float64 { return l.CriticalKW * l.Factor * l.PUE * hours }

// Staff is people who run a facility.
type Staff struct {
	Heads       float64
	WagePerYear float64
	OnCost      float64 // cost of a head over its wage, such as 1.3
}

// Month returns what the staff costs a month.
func (s Staff) Month() float64 { return s.Heads * s.WagePerYear * s.OnCost / 12 }

// Facility is what a month of a datacenter costs, in any currency: the model of
// Hamilton and of Hennessy and Patterson, with the conventions left open.
//
// Source: J. Hamilton, Cost of Power in Large-Scale Data Centers (2008);
// Hennessy & Patterson, Computer Architecture, chapter on warehouse-scale
// computers; Barroso, Clidaras & Hölzle, The Datacenter as a Computer (2013).
type Facility struct {
	Assets      []Asset
	Rate        float64 // interest a year
	Annuity     AnnuityConvention
	Load        Load
	Hours       float64 // of a month
	PricePerKWh float64
	Staff       Staff
}

// The parts of a month's cost that are no asset.
const (
	PartEnergy = "energy"
	PartPeople = "people"
)

// Part is a part of what a month costs.
type Part struct {
	Name    string
	Capital bool
	Month   float64
}

// Parts returns what a month costs: a part for each asset in their order, then
// energy and people.
func (f Facility) Parts() []Part {
	parts := make([]Part, 0, len(f.Assets)+2)
	for _, a := range f.Assets {
		parts = append(parts, Part{a.Name, true, a.Month(f.Rate, f.Annuity)})
	}
	return append(parts,
		Part{PartEnergy, false, f.Load.KWh(f.Hours) * f.PricePerKWh},
		Part{PartPeople, false, f.Staff.Month()})
}

// PerUsed returns a cost for each unit of capacity that is used, where share of
// it is, above 0 and at most 1: what stands empty is paid by the rest.
func PerUsed(cost, capacity, share float64) float64 { return cost / (capacity * share) }

// Linear returns a cost that is a sum of quantities at unit prices, of which
// there is one for each.
//
//	cost = sum over i of quantity[i] * price[i]
//
// Source: Turner & Seader, Uptime Institute, Dollars per kW plus Dollars per
// Square Foot (2006), with kW of UPS output and floor for quantities.
func Linear(quantity, price []float64) (cost float64) {
	for i, q := range quantity {
		cost += float64(q * price[i])
	}
	return cost
}
