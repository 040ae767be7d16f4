package reference_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/planner/reference/exampletest"
)

// TestEveryValueHasABasis holds that nothing ships without a source, or the
// word that it is an assumption, and a date.
func TestEveryValueHasABasis(t *testing.T) {
	ref := exampletest.Reference(t)
	bases := map[string]planner.Basis{"other load": ref.OtherLoad.Basis, "vat": ref.Book.VAT.Basis, "rack circuit": ref.Circuit.Basis}
	for _, x := range ref.Tiers {
		bases["tier "+x.Name] = x.Basis
	}
	for _, x := range ref.RackTypes {
		bases["rack type "+x.Name] = x.Basis
	}
	for _, x := range ref.LeadTimes {
		bases["lead time "+x.Name] = x.Basis
	}
	for _, x := range ref.Equipment {
		bases["equipment "+string(x.Kind)] = x.Basis
	}
	for _, x := range ref.Benchmarks {
		bases["benchmark "+x.Name] = x.Basis
	}
	for _, x := range ref.Tariffs {
		bases["tariff "+x.Name] = x.Basis
	}
	for _, x := range ref.Limits {
		bases["limit "+string(x.Name)] = x.Basis
	}
	for _, x := range ref.Downtimes {
		bases["downtime "+x.Tier] = x.Basis
	}
	for _, x := range slices.Concat(ref.Book.Regions, ref.Book.Fees, ref.Book.Contingency) {
		bases["factor "+x.Name] = x.Basis
	}
	for _, x := range ref.Book.Escalation {
		for _, y := range x.Years {
			bases[fmt.Sprint("escalation ", x.Name, " ", y.Year)] = y.Basis
		}
	}
	for _, x := range ref.Assumptions {
		bases["assumption "+string(x.Name)] = x.Basis
	}
	for _, x := range ref.Climates {
		bases["climate "+x.Name] = x.Basis
	}
	for _, x := range ref.GridCarbon {
		bases[fmt.Sprint("grid carbon ", x.Year)] = x.Basis
	}
	for _, x := range ref.Assets {
		bases["asset class "+x.Name] = x.Basis
	}
	for _, x := range ref.Calendars {
		bases["calendar "+x.Name] = x.Basis
	}
	for _, x := range ref.Book.Profiles {
		bases["profile "+x.Name] = x.Basis
	}
	for _, x := range ref.Book.Entries {
		bases[x.Code] = x.Basis
	}
	for name, b := range bases {
		if b.Source == "" || b.AsOf == "" {
			t.Errorf("%s has source %q as of %q", name, b.Source, b.AsOf)
		}
		if strings.Contains(b.Source, "assumed") && !b.Assumption && !strings.Contains(b.Source, "either way assumed") {
			t.Errorf("%s is assumed and does not say so: %s", name, b.Source)
		}
	}
	if len(bases) < 100 {
		t.Errorf("only %d values were looked at", len(bases))
	}
	for _, b := range ref.Programme {
		if b.Source == "" {
			t.Errorf("stage %s of the programme has no source", b.Stage)
		}
	}
}

func TestProfilesSumToOne(t *testing.T) {
	ref := exampletest.Reference(t)
	for _, p := range ref.Book.Profiles {
		sum := p.Advance + p.Progress + p.Retention
		for _, m := range p.Milestones {
			sum += m.Share
			if m.Done <= 0 || m.Done > 1 {
				t.Errorf("%s pays at %g of the work", p.Name, m.Done)
			}
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("%s pays %g of a price", p.Name, sum)
		}
	}
}

func TestTablesAreWhole(t *testing.T) {
	ref := exampletest.Reference(t)
	var tiers []string
	for _, x := range ref.Tiers {
		tiers = append(tiers, x.Name)
	}
	if !slices.Equal(tiers, []string{"I", "II", "III", "IV"}) {
		t.Errorf("tiers %v", tiers)
	}
	for _, kind := range power.Kinds {
		i := slices.IndexFunc(ref.Equipment, func(e planner.Equipment) bool { return e.Kind == kind })
		if i < 0 || kind.Cooling() != (ref.Equipment[i].COP > 0) || kind.Cooling() == (ref.Equipment[i].Efficiency > 0) {
			t.Errorf("%s has no efficiency or COP of its own kind", kind)
		}
	}
	for _, x := range ref.Book.Escalation {
		for i, y := range x.Years {
			if i > 0 && y.Year != x.Years[i-1].Year+1 {
				t.Errorf("escalation %s jumps to %d", x.Name, y.Year)
			}
		}
	}
	for _, l := range ref.LeadTimes {
		if l.Low > l.Months || l.Months > l.High {
			t.Errorf("%s: %d months, published %d to %d", l.Name, l.Months, l.Low, l.High)
		}
	}
	for _, b := range ref.Benchmarks {
		if b.Low >= b.High {
			t.Errorf("%s: from %g to %g", b.Name, b.Low, b.High)
		}
	}
}

// TestTiersRise holds that a higher tier asks at no stage for less.
func TestTiersRise(t *testing.T) {
	ref := exampletest.Reference(t)
	for i := 1; i < len(ref.Tiers); i++ {
		for _, low := range ref.Tiers[i-1].Arrangements {
			j := slices.IndexFunc(ref.Tiers[i].Arrangements, func(a planner.TierArrangement) bool { return a.Kind == low.Kind })
			if j < 0 || !ref.Tiers[i].Arrangements[j].Arrangement.Meets(low.Arrangement) {
				t.Errorf("tier %s asks less of %s than tier %s", ref.Tiers[i].Name, low.Kind, ref.Tiers[i-1].Name)
			}
		}
	}
}

// TestTierDowntimes holds the hours and percentages that were printed for the
// tiers. Source: Uptime Institute (2010) as printed in 7x24 Exchange, Spring
// 2015, p. 35; golden power cases, tier-downtime.
func TestTierDowntimes(t *testing.T) {
	want := map[string][2]float64{"I": {28.8, 99.67}, "II": {22, 99.75}, "III": {1.6, 99.98}, "IV": {0.8, 99.99}}
	ref := exampletest.Reference(t)
	if len(ref.Downtimes) != len(want) {
		t.Errorf("%d tiers, want %d", len(ref.Downtimes), len(want))
	}
	for _, d := range ref.Downtimes {
		if w := want[d.Tier]; math.Abs(d.Hours()-w[0]) > 1e-9 || math.Abs(100*d.Availability()-w[1]) > 0.005 {
			t.Errorf("Tier %s: %g h and %.2f %%, printed %g and %g", d.Tier, d.Hours(), 100*d.Availability(), w[0], w[1])
		}
	}
}
