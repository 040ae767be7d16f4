package planner_test

import (
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/reference/exampletest"
)

// nameless are fields of the reference that no plan changes: what a value is of
// and the range around it, the shape of a price or a curve, the hours that share
// a price, and history that nothing rests on.
var nameless = []string{
	"Year", "Months", "LagMonths", "Low", "High", "LowShare", "HighShare", "RatedKW", "Exponent", "FromFeed", "Done", "A", "B", "C", "K", "PriceMonth", "NotBefore",
	"RatchetMonths", "WeekdayHours", "SaturdayHours", "HolidayHours", "PlannedHours", "FailuresPerYear", "HoursPerFailure", "Systems", "Spare", "Of",
}

// TestEveryNumberOfTheReferenceHasAName looks for every number that the shipped
// reference has; one that is 0 may be no part of it.
func TestEveryNumberOfTheReferenceHasAName(t *testing.T) {
	ref := exampletest.Reference(t)
	named := planner.NumberPlaces(&ref)
	seen := map[string]bool{}
	for _, name := range named {
		if seen[name] {
			t.Errorf("%s is the name of two numbers", name)
		}
		seen[name] = true
	}
	var look func(v reflect.Value, field string)
	look = func(v reflect.Value, field string) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				look(v.Field(i), v.Type().Field(i).Name)
			}
		case reflect.Slice:
			for i := range v.Len() {
				look(v.Index(i), field)
			}
		case reflect.Float64:
			at := v.Addr().Convert(reflect.TypeFor[*float64]()).Interface()
			if named[at] == "" && !v.IsZero() && !slices.Contains(nameless, field) {
				t.Errorf("%s, %v, has no name", field, v)
			}
		case reflect.Int:
			if named[v.Addr().Interface()] == "" && !v.IsZero() && !slices.Contains(nameless, field) {
				t.Errorf("%s, %v, has no name", field, v)
			}
		}
	}
	look(reflect.ValueOf(&ref).Elem(), "")
	if list := planner.ReferenceValues(planner.Plan{}, ref); len(list) != len(named) || len(list) < 200 {
		t.Errorf("%d numbers are listed of %d", len(list), len(named))
	}
}

// another is a value within the bounds that differs from the shipped one.
func another(ref planner.Reference, v planner.ReferenceValue, share float64) float64 {
	least, most, whole := planner.ValueBounds(ref, v.Name)
	value := least + share*(math.Min(most, 2*math.Abs(v.Value)+1)-least)
	if whole {
		value = math.Round(value)
		if value == v.Value {
			value = math.Mod(value-least+1, most-least+1) + least
		}
	}
	return value
}

// TestAPlanChangesAnyNumber puts another value in place of each in turn: the
// list says so at that name alone, the shipped reference stays, and the plan can
// be evaluated or says why not.
func TestAPlanChangesAnyNumber(t *testing.T) {
	ref, plan := exampletest.Reference(t), exampletest.Plan(t, "ansan-460")
	shipped, err := json.Marshal(ref)
	if err != nil {
		t.Fatal(err)
	}
	plan.Values = nil
	before := planner.ReferenceValues(plan, ref)
	refused := 0
	for i, v := range before {
		if !strings.HasPrefix(v.Editable, "values/") {
			continue
		}
		value := another(ref, v, 0.37)
		plan.Values = []planner.ValueOverride{{Name: v.Name, Value: value, Source: "test"}}
		after := planner.ReferenceValues(plan, ref)
		want := slices.Clone(before)
		want[i].Value, want[i].Overridden, want[i].Basis = value, true, planner.Basis{Source: "test"}
		if diff := cmp.Diff(want, after); diff != "" {
			t.Fatalf("%s = %v (-want +got):\n%s", v.Name, value, diff)
		}
		if len(planner.ValueFaults(plan, ref)) > 0 {
			refused++ // alone it does not fit the others
			continue
		}
		inPlace := planner.ReferenceValues(planner.Plan{}, planner.WithValues(plan, ref))
		at := slices.IndexFunc(inPlace, func(o planner.ReferenceValue) bool { return o.Name == v.Name })
		if inPlace[at].Value != value || !strings.Contains(inPlace[at].Source, "test") {
			t.Errorf("%s is %v from %q in the reference that evaluation uses, want %v", v.Name, inPlace[at].Value, inPlace[at].Source, value)
		}
		var invalid *planner.Invalid
		if _, err := planner.Evaluate(plan, ref); err != nil && !errors.As(err, &invalid) {
			t.Errorf("%s = %v: %v", v.Name, value, err)
		}
	}
	if refused > len(before)/3 {
		t.Errorf("%d of %d values were refused alone", refused, len(before))
	}
	if now, err := json.Marshal(ref); err != nil || string(now) != string(shipped) {
		t.Error("a plan's values changed the shipped reference")
	}
}

// TestValuesTogether draws many values at once.
func TestValuesTogether(t *testing.T) {
	ref, plan := exampletest.Reference(t), exampletest.Plan(t, "ansan-460")
	shipped, _ := json.Marshal(ref)
	all := planner.ReferenceValues(plan, ref)
	rapid.Check(t, func(t *rapid.T) {
		plan := plan
		plan.Values = nil
		names := map[string]float64{}
		for range rapid.IntRange(1, 12).Draw(t, "values") {
			v := rapid.SampledFrom(all).Draw(t, "value")
			if _, twice := names[v.Name]; twice || !strings.HasPrefix(v.Editable, "values/") {
				continue
			}
			names[v.Name] = another(ref, v, rapid.Float64Range(0, 1).Draw(t, "share"))
			plan.Values = append(plan.Values, planner.ValueOverride{Name: v.Name, Value: names[v.Name]})
		}
		for i, v := range planner.ReferenceValues(plan, ref) {
			value, changed := names[v.Name]
			if changed && (v.Value != value || !v.Assumption) || !changed && v != all[i] {
				t.Fatalf("%s is %v, want %v", v.Name, v.Value, value)
			}
		}
		if len(planner.ValueFaults(plan, ref)) == 0 {
			var invalid *planner.Invalid
			if _, err := planner.Evaluate(plan, ref); err != nil && !errors.As(err, &invalid) {
				t.Fatal(err)
			}
		}
		if now, _ := json.Marshal(ref); string(now) != string(shipped) {
			t.Fatal("the shipped reference changed")
		}
	})
}

func TestValueFaults(t *testing.T) {
	ref := smallReference(t)
	for _, c := range []struct {
		values []planner.ValueOverride
		want   string
	}{
		{[]planner.ValueOverride{{Name: "cost_book.vta", Value: 0.1}}, "cost_book.vta name: no such reference value; did you mean cost_book.vat?"},
		{[]planner.ValueOverride{{Name: "nothing like it", Value: 0.1}}, "nothing like it name: no such reference value; there are 75, such as cost_book.vat"},
		{[]planner.ValueOverride{{Name: "cost_book.vat", Value: 1.5}}, "cost_book.vat value: must be from 0 to 1 share"},
		{[]planner.ValueOverride{{Name: "cost_book.vat", Value: math.NaN()}}, "cost_book.vat value: must be from 0 to 1 share"},
		{[]planner.ValueOverride{{Name: "lead_times.ups", Value: 2.5}}, "lead_times.ups value: must be a whole number of months"},
		{[]planner.ValueOverride{{Name: "cost_book.entries.services.ups", Value: 2}},
			"cost_book.entries.services.ups name: a unit price has a currency and a month as well; give it in cost_book.overrides, at code services.ups"},
		{[]planner.ValueOverride{{Name: "other_load", Value: 0.1}, {Name: "other_load", Value: 0.2}}, "other_load name: stands twice; names must differ"},
		{[]planner.ValueOverride{{Name: "cost_book.profiles.works.advance", Value: 0.2}},
			"cost_book.profiles.works.advance value: the shares of the profile now sum to 1.1; change another so that they sum to 1"},
		{[]planner.ValueOverride{{Name: "rack_types.r5.average_kw", Value: 5.5}},
			"rack_types.r5.average_kw value: average, peak and nameplate must rise; they are now 5.5, 5 and 6 kW"},
		{[]planner.ValueOverride{{Name: "rack_circuit.phases", Value: 2}}, "rack_circuit.phases value: must be 1 or 3"},
		{[]planner.ValueOverride{{Name: "cost_book.profiles.works.advance", Value: 0.2}, {Name: "cost_book.profiles.works.progress", Value: 0.7}}, ""},
		{[]planner.ValueOverride{{Name: "tariffs.flat.year.all", Value: 120}, {Name: "climates.mild.12", Value: -3}, {Name: "grid_carbon.2023", Value: 0}}, ""},
	} {
		if got := strings.Join(planner.ValueFaults(planner.Plan{Values: c.values}, ref), "\n"); got != c.want {
			t.Errorf("%v:\n got %s\nwant %s", c.values, got, c.want)
		}
	}
}

// TestPlansOwnAreListed holds that all a result rests on is listed, the plan's
// own in place of what is shipped under the same name.
func TestPlansOwnAreListed(t *testing.T) {
	ref := smallReference(t)
	basis := planner.Basis{Source: "ours", AsOf: "2024"}
	plan := planner.Plan{
		ExchangeRates: []planner.ExchangeRate{{Currency: "USD", Month: planner.Month(2024 * 12), KRW: 1300, Source: "bank"}},
		RackTypes:     []planner.RackType{{Name: "r5", HeightU: 42, NameplateKW: 7, PeakKW: 5.5, AverageKW: 4, WeightKG: 900, Basis: basis}},
		Tariffs: []planner.Tariff{{Name: "ours", DemandKRWPerKWMonth: 8000, Basis: basis, Seasons: []planner.TariffSeason{
			{Name: "s/w", Periods: []planner.TariffPeriod{{Name: "all", KRWPerKWh: 90}}}}}},
		CostBook: planner.CostBookUse{Overrides: []planner.CostOverride{{Code: "services.ups", UnitPrice: 200_000, Currency: "KRW", Unit: "each", PriceMonth: planner.Month(2024 * 12), HighShare: 1.5, Source: "offer"}}},
	}
	list := map[string]planner.ReferenceValue{}
	for _, v := range planner.ReferenceValues(plan, ref) {
		list[v.Name] = v
	}
	for name, want := range map[string]planner.ReferenceValue{
		"rack_types.r5.peak_kw":                {Section: "racks", Value: 5.5, Shipped: 5, Overridden: true, Editable: "rack_types/r5/peak_kw", Basis: basis},
		"tariffs.ours.demand_krw_per_kw_month": {Section: "tariffs", Value: 8000, Overridden: true, OfPlan: true, Editable: "tariffs/ours/demand_krw_per_kw_month", Basis: basis},
		"tariffs.ours.s/w.all":                 {Section: "tariffs", Value: 90, Overridden: true, OfPlan: true, Editable: "tariffs/ours/seasons/s%2Fw/periods/all/krw_per_kwh", Basis: basis},
		"tariffs.flat.year.all":                {Section: "tariffs", Value: 100, Shipped: 100, Editable: "values/tariffs.flat.year.all", Basis: planner.Basis{Source: "case", AsOf: "2023"}},
		// Low stays 0.9 of the price, as the cost book says; high is the override's.
		"cost_book.entries.services.ups": {Section: "cost_book", Value: 200_000, Shipped: 100_000, Low: 180_000, High: 300_000, Class: "none", Overridden: true,
			Editable: "cost_book/overrides/services.ups/unit_price", Title: planner.Text{EN: "UPS"}, Basis: planner.Basis{Source: "offer", AsOf: planner.Month(2024 * 12).String()}},
	} {
		got := list[name]
		want.Name, want.Unit, want.Title = name, got.Unit, got.Title
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	rate := list["exchange_rates.USD."+planner.Month(2024*12).String()]
	if rate.Value != 1300 || rate.Unit != "KRW/USD" || rate.Editable != "exchange_rates/0/krw" || rate.Source != "bank" || rate.Assumption {
		t.Errorf("exchange rate is %+v", rate)
	}
	if p := list["cost_book.entries.fees.design"]; p.Unit != "share" {
		t.Errorf("a share of other lines is in %q", p.Unit)
	}
}

// BenchmarkWithValues puts ten values of a plan into the shipped reference.
func BenchmarkWithValues(b *testing.B) {
	ref, plan := exampletest.Reference(b), exampletest.Plan(b, "two-sites-460")
	plan.Values = nil
	names := planner.ValueNames(ref)
	for i := range 10 {
		plan.Values = append(plan.Values, planner.ValueOverride{Name: names[i*len(names)/10], Value: 1})
	}
	b.ReportAllocs()
	for b.Loop() {
		planner.WithValues(plan, ref)
	}
}

// BenchmarkReferenceValues lists them all.
func BenchmarkReferenceValues(b *testing.B) {
	ref, plan := exampletest.Reference(b), exampletest.Plan(b, "two-sites-460")
	b.ReportAllocs()
	for b.Loop() {
		planner.ReferenceValues(plan, ref)
	}
}
