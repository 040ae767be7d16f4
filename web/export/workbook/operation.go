package workbook

import (
	"buildout/planner"
	"buildout/planner/formula"
)

// operationCells is what running the sites and leases takes by month of the
// horizon. Amounts are whole won.
type operationCells struct {
	sites  []runningCells
	leases []leaseCells
	total  []formula.Num
}

// runningCells is how a site runs.
type runningCells struct {
	average, peak, energy                              []formula.Num // kW, kW, kWh
	electricity, staff, maintenance, other, total, pue []formula.Num // other is all but electricity
	carbon                                             []formula.Num // tonnes
}

// leaseCells is what a lease takes.
type leaseCells struct{ kw, used, energy, rent, energyKRW, total []formula.Num }

// running is what the parts of operation share while they are laid.
type running struct {
	*book
	run, op  *board // the sheets Running and Operation
	months   int
	hours    []formula.Num
	carbon   []formula.Num // kg a kWh
	opex     []formula.Num
	tariffs  []tariffCells
	climates [][12]formula.Num // share of the chillers' work that air outside does
}

// layOperation lays the sheets Running, on which it is worked out what running
// takes, and Operation.
func (b *book) layOperation() {
	b.layGrowths()
	b.layAssets()
	r := &running{book: b, months: len(b.horizon())}
	r.run = b.openBoard("running", "value", nil)
	r.op = b.openBoard("operation", "all", b.yearSpans())
	r.layCalendar()
	for i := range b.w.Operation.Tariffs {
		r.tariffs = append(r.tariffs, r.layTariff(&b.w.Operation.Tariffs[i]))
	}
	for _, c := range b.w.Operation.Climates {
		r.climates = append(r.climates, r.layClimate(c))
	}
	r.again()
	for i := range b.Plan.Sites {
		b.operation.sites = append(b.operation.sites, r.laySite(i))
	}
	r.layLeases()
	r.layAll()
}

// again goes on with the sheet Running below what levels were laid meanwhile.
func (r *running) again() { r.run = r.board("running") }

// layCalendar lays the days and hours of the months, the carbon of the grid's
// energy, and the level of wages.
func (r *running) layCalendar() {
	r.run.section(r.Locale.T("workbook.running.calendar"))
	w := r.w.Operation.Months
	r.hours = r.run.fact(r.words("hours"), r.Locale.ValueUnit("hours"), func(k int) float64 { return w[k].Hours })
	r.carbon = r.run.row(r.words("grid_carbon"), r.Locale.ValueUnit("kg/kWh"), ratio, func(k int) formula.Num {
		return r.gridCarbon(w[k].Carbon)
	})
	r.opex = r.growth(r.Plan.PriceBase, planner.OpexGrowthPerYear)
	r.again()
}

// words is what a row of the sheets is called.
func (r *running) words(key string) string { return r.Locale.T("workbook.operation." + key) }

// fact writes a row of numbers that no input changes.
func (r *board) fact(what, unit string, of func(k int) float64) []formula.Num {
	r.name(what, unit, label)
	return r.fill(style{whole, fixed}, func(k int) formula.Num { return formula.Of(of(k)) })
}
