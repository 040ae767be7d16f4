package planner

import (
	"strconv"

	"buildout/planner/finance"
)

func (w *numberWalk) equipment(ref *Reference) {
	for i := range ref.Equipment {
		e := &ref.Equipment[i]
		w.of("equipment", &e.Title, &e.Basis, true, "equipment", string(e.Kind))
		if e.Efficiency > 0 {
			w.float(&e.Efficiency, "share", 0.5, 1, "efficiency")
		}
		if e.NoLoadLoss > 0 {
			w.float(&e.NoLoadLoss, "share", 0, 0.5, "no_load_loss")
		}
		if e.COP > 0 {
			w.float(&e.COP, "kW/kW", 0.5, 1000, "cop")
		}
	}
}

func (w *numberWalk) otherLoad(ref *Reference) {
	if v := &ref.OtherLoad; v.Unit != "" {
		w.of("equipment", nil, &v.Basis, false, "other_load")
		w.float(&v.Value, v.Unit, 0, 1)
	}
}

func (w *numberWalk) rackTypes(ref *Reference) {
	for i := range ref.RackTypes {
		t := &ref.RackTypes[i]
		w.of("racks", &t.Title, &t.Basis, true, "rack_types", t.Name)
		for _, kw := range [...]struct {
			at  *KW
			key string
		}{{&t.NameplateKW, "nameplate_kw"}, {&t.PeakKW, "peak_kw"}, {&t.AverageKW, "average_kw"}} {
			w.at("rack_types", t.Name, kw.key)
			w.float((*float64)(kw.at), "kW", 0.001, 1e6, kw.key)
		}
		w.at("rack_types", t.Name, "weight_kg")
		w.float(&t.WeightKG, "kg", 1, 1e6, "weight_kg")
		w.at("rack_types", t.Name, "height_u")
		w.whole(&t.HeightU, "U", 1, 100, "height_u")
	}
}

func (w *numberWalk) rackCircuit(ref *Reference) {
	if c := &ref.Circuit; c.Volts > 0 {
		w.of("racks", nil, &c.Basis, true, "rack_circuit")
		w.float(&c.Volts, "V", 1, 1000, "volts")
		w.float(&c.Amps, "A", 1, 10_000, "amps")
		w.whole(&c.Phases, "phases", 1, 3, "phases")
		w.float(&c.BreakerShare, "share", 0.01, 1, "breaker_share")
		w.float(&c.FootprintM2, "m2", 0.1, 100, "footprint_m2")
	}
}

func (w *numberWalk) tariffs(ref *Reference) {
	for i := range ref.Tariffs {
		t := &ref.Tariffs[i]
		w.of("tariffs", &t.Title, &t.Basis, true, "tariffs", t.Name)
		w.at("tariffs", t.Name, "demand_krw_per_kw_month")
		w.float(&t.DemandKRWPerKWMonth, "KRW/kW/month", 0, 1e6, "demand_krw_per_kw_month")
		w.at("tariffs", t.Name, "least_billed_share")
		w.float(&t.LeastBilledShare, "share", 0, 1, "least_billed_share")
		for j := range t.Seasons {
			season := &t.Seasons[j]
			for k := range season.Periods {
				period := &season.Periods[k]
				w.at("tariffs", t.Name, "seasons", season.Name, "periods", period.Name, "krw_per_kwh")
				w.float(&period.KRWPerKWh, "KRW/kWh", 0, 1e5, season.Name, period.Name)
			}
		}
		w.months(t.Holidays, "days", 0, 26, "tariffs", t.Name, "holidays")
		w.surcharges(t)
	}
}

func (w *numberWalk) surcharges(t *Tariff) {
	for i := range t.Surcharges {
		s := &t.Surcharges[i]
		w.of("tariffs", &s.Title, &s.Basis, false, "tariffs", t.Name, "surcharges", s.Name)
		if s.ShareOfBill != 0 {
			w.at("tariffs", t.Name, "surcharges", s.Name, "share_of_bill")
			w.float(&s.ShareOfBill, "share", 0, 1)
			continue
		}
		w.at("tariffs", t.Name, "surcharges", s.Name, "krw_per_kwh")
		w.float(&s.KRWPerKWh, "KRW/kWh", -1e5, 1e5)
	}
}

func (w *numberWalk) climates(ref *Reference) {
	for i := range ref.Climates {
		c := &ref.Climates[i]
		w.of("operation", &c.Title, &c.Basis, true, "climates", c.Name)
		w.months(c.MeanC, "degC", -60, 60, "climates", c.Name, "mean_c")
	}
}

func (w *numberWalk) gridCarbon(ref *Reference) {
	for i := range ref.GridCarbon {
		y := &ref.GridCarbon[i]
		w.of("operation", nil, &y.Basis, false, "grid_carbon", strconv.Itoa(y.Year))
		w.float(&y.Value, "kg/kWh", 0, 5)
	}
}

func (w *numberWalk) assumptions(ref *Reference) {
	for i := range ref.Assumptions {
		a := &ref.Assumptions[i]
		section := "operation"
		switch a.Name {
		case DiscountRate, AnnuityRate, TerminalYears:
			section = "worth"
		}
		w.of(section, &a.Title, &a.Basis, false, "assumptions", string(a.Name))
		w.now.low, w.now.high = a.Low, a.High
		w.float(&a.Value, a.Unit, a.Low, a.High)
	}
}

func (w *numberWalk) assets(ref *Reference) {
	for i := range ref.Assets {
		a := &ref.Assets[i]
		w.of("worth", &a.Title, &a.Basis, true, "asset_classes", a.Name)
		if a.Method != finance.Never {
			w.float(&a.LifeYears, "years", 1, 100, "life_years")
		}
		w.float(&a.ResidualShare, "share", 0, 1, "residual_share")
		w.float(&a.MaintenanceSharePerYear, "share", 0, 1, "maintenance_share_per_year")
	}
}

func (w *numberWalk) benchmarks(ref *Reference) {
	for i := range ref.Benchmarks {
		b := &ref.Benchmarks[i]
		w.of("benchmarks", &b.Title, &b.Basis, true, "benchmarks", b.Name)
		w.float(&b.Low, b.Unit, 0, 1e12, "low")
		w.float(&b.High, b.Unit, 0, 1e12, "high")
	}
}

func (w *numberWalk) limits(ref *Reference) {
	for i := range ref.Limits {
		l := &ref.Limits[i]
		w.of("limits", &l.Title, &l.Basis, false, "plant_limits", string(l.Name))
		w.float(&l.Value, l.Unit, 0, maxQuantity)
	}
}
