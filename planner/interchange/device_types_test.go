package interchange_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/interchange"
)

// A file as the community library has them: a server with two supplies and no
// allocated draw, an appliance with all ratings, a cabinet, and a power strip.
const communityFile = `---
manufacturer: Dell
model: PowerEdge R640
slug: dell-poweredge-r640
subdevice_role: parent
u_height: 1
is_full_depth: true
airflow: front-to-rear
weight: 39.0
weight_unit: lb
comments: "two
  supplies"
power-ports:
  - name: PSU0
    type: iec-60320-c14
    maximum_draw: 750
  - name: PSU1
    type: iec-60320-c14
    maximum_draw: 750
interfaces:
  - name: iDRAC9
    type: 1000base-t
    mgmt_only: true
module-bays:
  - name: SLOT-1
    position: '1'
---
manufacturer: Acme
model: Box
slug: acme-box
u_height: 14.5
is_full_depth: true
weight: 130000
weight_unit: g
power-ports:
  - {name: A, type: iec-60320-c20, maximum_draw: 6000, allocated_draw: 4000}
  - {name: B, type: iec-60320-c20, maximum_draw: 6000, allocated_draw: 4500}
---
manufacturer: APC
model: NetShelter SX
slug: apc-ar3100
form_factor: 4-post-cabinet
width: 19
u_height: 42
starting_unit: 1
max_weight: 1360
weight_unit: kg
---
manufacturer: APC
model: Strip
slug: apc-strip
u_height: 0
is_full_depth: false
`

func TestDeviceTypes(t *testing.T) {
	plan, ref := furnished(t)
	got, report, err := interchange.Import("device-types", []byte(communityFile), plan, ref, interchange.Options{AsOf: "2026-11-29"})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.RackTypes) != len(plan.RackTypes)+1 || report.Rows != 4 || report.Added != 1 || report.Skipped != 3 {
		t.Fatalf("types %+v, report %+v", got.RackTypes, report)
	}
	box := got.RackTypes[len(got.RackTypes)-1]
	want := planner.RackType{Name: "acme-box", Title: planner.Text{EN: "Acme Box"}, HeightU: 15, NameplateKW: 12, PeakKW: 12, AverageKW: 8.5, WeightKG: 130, Basis: box.Basis}
	if box != want || !strings.Contains(box.Source, "devicetype-library") || box.AsOf != "2026-11-29" || box.Assumption {
		t.Errorf("%+v", box)
	}
	for _, want := range []string{
		"document 1: dell-poweredge-r640 is left out: it gives no allocated_draw", "document 2: the draw of acme-box is the sum over its 2 power ports", "document 2: a rack of the type holds one such device",
		"document 3: a cabinet, which draws nothing", "document 4: a device that takes no height",
	} {
		if !slices.ContainsFunc(report.Flags, func(f string) bool { return strings.HasPrefix(f, want) }) {
			t.Errorf("no flag %q in %q", want, report.Flags)
		}
	}
	again, report, err := interchange.Import("device-types", []byte(communityFile), got, ref, interchange.Options{AsOf: "2027-01-01"})
	if err != nil || report.Same != 1 || again.Hash() != got.Hash() {
		t.Errorf("the same again: %+v, %v", report, err)
	}
}

// TestMissingRatingsStay holds that what a file leaves out a type of the plan
// keeps, and that a blank rating is never 0.
func TestMissingRatingsStay(t *testing.T) {
	plan, ref := furnished(t)
	basis := planner.Basis{Source: "measured", AsOf: "2024"}
	plan.RackTypes = []planner.RackType{{Name: "dell-poweredge-r640", HeightU: 1, NameplateKW: 0.5, PeakKW: 0.4, AverageKW: 0.3, WeightKG: 20, Basis: basis}}
	got, report, err := interchange.Import("device-types", []byte(communityFile), plan, ref, interchange.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r640 := got.RackTypes[0]
	if report.Changed != 1 || r640.AverageKW != 0.3 || r640.PeakKW != 1.5 || math.Abs(r640.WeightKG-17.69010243) > 1e-9 || r640.AsOf != plan.PriceBase.String() {
		t.Errorf("%+v, %+v", r640, report)
	}
	if plan.RackTypes[0].Basis != basis {
		t.Error("the plan itself changed")
	}
}

func TestDeviceTypesRefused(t *testing.T) {
	plan, ref := furnished(t)
	_, _, err := interchange.Import("device-types", []byte(`manufacturer: a
model: b
slug: c
u_heigth: 2
---
manufacturer: a
model: b
slug: d
u_height: 2
weight: 3
weight_unit: stone
power-ports:
- {name: p, maximum_draw: 0, allocated_draw: -5}
---
manufacturer: a
model: b
slug: d
u_height: 1
---
[
---
manufacturer: a
model: b
slug: e
u_height: 1
weight: 1
weight_unit: kg
power-ports:
- {name: p, maximum_draw: 5, allocated_draw: 6}
`), plan, ref, interchange.Options{})
	holdsFaults(t, "types", err, []string{
		"document 1, u_heigth: did you mean u_height?", "document 1, u_height: is missing",
		"document 2, weight_unit: kg, g, lb or oz", "document 2, power-ports[0].maximum_draw: above 0 W", "document 2, power-ports[0].allocated_draw: above 0 W",
		"document 4: not JSON", "document 5, peak_kw: must not be below average_kw",
	})
	if f := faultsOf(t, err); f[0].Line != 4 || f[2].Line != 0 {
		t.Errorf("lines %d and %d", f[0].Line, f[2].Line)
	}
	_, _, err = interchange.Import("device-types", []byte("\n---\n---\nmanufacturer: a\nmodel: b\nslug: c\nu_height: tall\n"), plan, ref, interchange.Options{})
	if f := faultsOf(t, err); len(f) != 1 || f[0].Line != 7 || f[0].Path != "document 1, u_height" {
		t.Errorf("a fault on line 7: %v", err)
	}
	_, _, err = interchange.Import("device-types", []byte("---\n...\n"), plan, ref, interchange.Options{})
	holdsFaults(t, "empty", err, []string{": the file is empty"})
}
