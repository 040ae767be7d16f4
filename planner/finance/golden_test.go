package finance_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"buildout/planner/finance"
)

// costModel is a published cost model of testdata/cost-models.json.
type costModel struct {
	ID      string
	Inputs  map[string]any
	Parts   split
	Outputs map[string]struct{ Value, Tol float64 }
	Figures map[string]figure
}

// split says that an asset is made of two, the first a share of it.
type split struct {
	Of, Share string
	Names     []string
}

// figure says how an output is read from a model: a sum of parts of a month, of
// bills, or of quantities at a tier's prices, over what it is divided by.
type figure struct {
	Sum      []string  // parts of a month; "capital" and "total" are several
	Over     []string  // parts it is divided by
	Per      []string  // inputs it is divided by
	Months   float64   // 1 where not given
	Unit     float64   // 1 where not given
	Annuity  string    // in place of the model's
	Bills    []bill    // of energy
	Occupied []float64 // share of the capacity that is used, as a fraction

	Tier       string
	Year       int
	Quantity   []float64 // kW and square feet
	Escalation []finance.YearRate
	To         int
}

type bill struct {
	CriticalKW  float64 `json:"critical_load_kw"`
	Servers     float64
	Watts       float64
	PUE         float64
	PricePerKWh float64 `json:"usd_per_kwh"`
	Hours       float64
}

// TestCostModels reproduces what authors have published from the inputs they
// print, by the functions that value a plan.
func TestCostModels(t *testing.T) {
	document, err := os.ReadFile("testdata/cost-models.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct{ Cases []costModel }
	if err := json.Unmarshal(document, &golden); err != nil {
		t.Fatal(err)
	}
	models, figures := map[string]costModel{}, 0
	for _, c := range golden.Cases {
		if same, ok := c.Inputs["same_as"].(string); ok {
			inputs := maps.Clone(models[same].Inputs)
			maps.Copy(inputs, c.Inputs)
			c.Inputs = inputs
		}
		models[c.ID] = c
		for _, name := range slices.Sorted(maps.Keys(c.Outputs)) {
			want := c.Outputs[name]
			if got := c.read(c.Figures[name]); math.IsNaN(got) || math.Abs(got-want.Value) > want.Tol {
				t.Errorf("%s: %s is %g, published %g within %g", c.ID, name, got, want.Value, want.Tol)
			}
			figures++
		}
	}
	if len(models) != 6 || figures != 35 {
		t.Errorf("%d models with %d figures were looked at", len(models), figures)
	}
}

func (c costModel) number(name string) float64 { n, _ := c.Inputs[name].(float64); return n }

func (c costModel) read(f figure) float64 {
	value := 0.0
	switch {
	case len(f.Bills) > 0:
		for _, b := range f.Bills {
			load := finance.Load{CriticalKW: b.CriticalKW + b.Servers*b.Watts/1000, Factor: 1, PUE: b.PUE}
			value += load.KWh(b.Hours) * b.PricePerKWh
		}
	case f.Tier != "":
		value = c.tierCost(f)
	case len(f.Occupied) == 2:
		value = finance.PerUsed(1, 1, f.Occupied[0]/f.Occupied[1])
	default:
		parts := c.facility(f.Annuity).Parts()
		value = sum(parts, f.Sum)
		if len(f.Over) > 0 {
			value /= sum(parts, f.Over)
		}
	}
	for _, per := range f.Per {
		value /= c.number(per)
	}
	if f.Months > 0 {
		value *= f.Months
	}
	if f.Unit > 0 {
		value /= f.Unit
	}
	return value
}

func sum(parts []finance.Part, names []string) (total float64) {
	for _, p := range parts {
		if slices.Contains(names, p.Name) || slices.Contains(names, "total") || p.Capital && slices.Contains(names, "capital") {
			total += p.Month
		}
	}
	return total
}

// conventions are the names that the cases give annuities.
var conventions = map[string]finance.AnnuityConvention{
	"monthly": finance.Monthly, "annual_over_12": finance.YearlyOver12, "straight_line": finance.StraightLine,
}

// facility reads a model of the inputs: an asset is what has a price in dollars,
// or dollars a watt, and years.
func (c costModel) facility(annuity string) finance.Facility {
	if annuity == "" {
		annuity, _ = c.Inputs["annuity"].(string)
	}
	f := finance.Facility{
		Rate: c.number("interest"), Annuity: conventions[annuity], Hours: c.number("hours_per_month"), PricePerKWh: c.number("usd_per_kwh"),
		Load:  finance.Load{CriticalKW: c.number("critical_load_kw"), Factor: c.number("load_factor"), PUE: c.number("pue")},
		Staff: finance.Staff{Heads: c.number("staff"), WagePerYear: c.number("staff_usd_per_year"), OnCost: 1},
	}
	if hourly := c.number("people_usd_per_hour"); hourly > 0 { // one head at all hours
		f.Staff = finance.Staff{Heads: 1, WagePerYear: hourly * 12 * f.Hours, OnCost: c.number("people_on_cost")}
	}
	for _, key := range slices.Sorted(maps.Keys(c.Inputs)) {
		name, priced := strings.CutSuffix(strings.TrimSuffix(key, "_per_w"), "_usd")
		years := c.number(name + "_years")
		if !priced || years == 0 {
			continue
		}
		cost := c.number(key)
		if name != c.Parts.Of {
			f.Assets = append(f.Assets, finance.Asset{Name: name, Cost: cost, Years: years})
			continue
		}
		part := cost * c.number(c.Parts.Share)
		f.Assets = append(f.Assets,
			finance.Asset{Name: c.Parts.Names[0], Cost: part, Years: years},
			finance.Asset{Name: c.Parts.Names[1], Cost: cost - part, Years: years})
	}
	return f
}

// tierCost is dollars a kW and a square foot at the prices of a year, escalated
// from January to January of another.
func (c costModel) tierCost(f figure) float64 {
	year := strconv.Itoa(f.Year)
	prices, _ := c.Inputs["usd_per_kw_"+year].(map[string]any)
	perKW, _ := prices[f.Tier].(float64)
	cost := finance.Linear(f.Quantity, []float64{perKW, c.number("usd_per_ft2_" + year)})
	if f.To == 0 {
		return cost
	}
	base, to := finance.MonthOf(f.Year, 1), finance.MonthOf(f.To, 1)
	return cost * finance.NewEscalation(base, f.Escalation).Levels(to, to)[0]
}

// ExampleFacility_Parts is the facility of Hennessy and Patterson, in whole
// thousands of dollars a month.
func ExampleFacility_Parts() {
	f := finance.Facility{
		Assets: []finance.Asset{{Name: "facility", Cost: 88e6, Years: 10}, {Name: "servers", Cost: 66.7e6, Years: 3}},
		Rate:   0.05, Annuity: finance.Monthly,
		Load: finance.Load{CriticalKW: 8000, Factor: 0.8, PUE: 1.45}, Hours: 730, PricePerKWh: 0.07,
		Staff: finance.Staff{Heads: 1, WagePerYear: 90 * 8760, OnCost: 1.3},
	}
	for _, p := range f.Parts() {
		fmt.Printf("%s %.0f\n", p.Name, p.Month/1000)
	}
	// Output:
	// facility 933
	// servers 1999
	// energy 474
	// people 85
}
