package parts_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"buildout/planner"
	"buildout/planner/parts"
	"buildout/planner/reference/exampletest"
)

// twoSites is an example with three racks and a reservation in two halls.
func twoSites(tb testing.TB) planner.Plan {
	plan := exampletest.Plan(tb, "two-sites-460")
	rack := func(name string, position int) planner.Rack {
		return planner.Rack{Name: name, RackType: "server-6kw", Row: "A", Position: position, From: plan.Horizon.Start}
	}
	halls := plan.Sites[0].Phases[0].Halls
	halls[0].Racks = []planner.Rack{rack("R-1", 1), rack("R-2", 2), rack("a/b", 3)}
	halls[1].Racks = nil
	return plan
}

func faults(t *testing.T, err error) []planner.Fault {
	t.Helper()
	var invalid *planner.Invalid
	if !errors.As(err, &invalid) {
		t.Fatalf("the error is %v, want *planner.Invalid", err)
	}
	return invalid.Faults
}

func names(racks []planner.Rack) (names []string) {
	for _, r := range racks {
		names = append(names, r.Name)
	}
	return names
}

func rackIn(hall, name string) parts.Rack {
	return parts.Rack{Site: "ansan", Hall: hall, Rack: planner.Rack{Name: name, RackType: "server-6kw", Row: "B", Position: 1}}
}

// TestFaults holds where each fault of an element is, and what would do.
func TestFaults(t *testing.T) {
	plan := twoSites(t)
	before := plan.Hash()
	add := func(r parts.Rack) error { _, err := parts.Racks.Add(&plan, r); return err }
	put := func(id string, r parts.Rack) error { _, err := parts.Racks.Put(&plan, id, r); return err }
	withID := func(id string, r parts.Rack) parts.Rack { r.ID = id; return r }
	away := rackIn("DH-1", "R-9")
	away.Site = "asan"
	for what, c := range map[string]struct {
		err                  error
		path, found, message string
	}{
		"no site":              {add(away), "site", `"asan"`, "did you mean ansan?"},
		"no hall":              {add(rackIn("DH1", "R-9")), "hall", `"DH1"`, "no such hall of site ansan; did you mean DH-1?"},
		"the plant":            {add(rackIn(parts.Plant, "R-9")), "hall", `"-"`, "no such hall"},
		"a name twice":         {add(rackIn("DH-1", "R-1")), "name", `"ansan/DH-1/R-1"`, "names must differ"},
		"an id of other names": {add(withID("ansan/DH-1/R-8", rackIn("DH-1", "R-9"))), "id", `"ansan/DH-1/R-8"`, "give ansan/DH-1/R-9"},
		"put where none is":    {put("ansan/DH-1/R-9", rackIn("DH-1", "R-9")), "id", `"ansan/DH-1/R-9"`, "none"},
		"put in another's name": {
			put("ansan/DH-1/R-1", rackIn("DH-1", "R-2")), "name", `"ansan/DH-1/R-2"`, "names must differ"},
		"put in no hall": {put("ansan/DH-1/R-1", rackIn("DH-9", "R-1")), "hall", `"DH-9"`, "did you mean DH-"},
		"put with an id of a third": {
			put("ansan/DH-1/R-1", withID("ansan/DH-1/R-2", rackIn("DH-1", "R-1"))), "id", `"ansan/DH-1/R-2"`, "give ansan/DH-1/R-1"},
	} {
		list := faults(t, c.err)
		if f := list[0]; len(list) != 1 || f.Path != c.path || f.Found != c.found || !strings.Contains(f.Message, c.message) {
			t.Errorf("%s: %v, want at %s %s, %s", what, list, c.path, c.found, c.message)
		}
	}
	hall := parts.Hall{Site: "ansan", Phase: "bilding", Hall: planner.Hall{Name: "DH-9"}}
	_, err := parts.Halls.Add(&plan, hall)
	if f := faults(t, err)[0]; f.Path != "phase" || !strings.Contains(f.Message, "did you mean building?") && !strings.Contains(f.Message, "there are building") {
		t.Errorf("no phase: %v", f)
	}
	if parts.Racks.Remove(&plan, "ansan/DH-1/R-9") {
		t.Error("a rack that is not there is removed")
	}
	if plan.Hash() != before {
		t.Error("what is refused changes the plan")
	}
}

// TestBulkIsWhole holds that one wrong element of many leaves the plan as it was,
// and that each is told at its place.
func TestBulkIsWhole(t *testing.T) {
	plan := twoSites(t)
	before := plan.Hash()
	far := rackIn("DH-1", "R-9")
	far.Site = "busan"
	_, added := parts.Racks.AddAll(&plan, []parts.Rack{rackIn("DH-1", "R-3"), far, rackIn("DH-1", "R-3"), rackIn("DH-2", "R-3"), rackIn("DH-9", "R-3")})
	_, put := parts.Racks.PutAll(&plan, []string{"ansan/DH-1/R-1", "ansan/DH-1/R-9", "ansan/DH-1/R-1", "ansan/DH-1/R-2"}, []parts.Rack{rackIn("DH-1", "R-4"), rackIn("DH-1", "R-9"), rackIn("DH-1", "R-1"), rackIn("DH-1", "R-4")})
	removed := parts.Racks.RemoveAll(&plan, []string{"ansan/DH-1/R-1", "ansan/DH-1/R-9", "ansan/DH-1/R-1", "", "%zz", "/"})
	for what, c := range map[string]struct {
		err   error
		paths []string
	}{
		"added":   {added, []string{"[1].site", "[2].name", "[4].hall"}},
		"put":     {put, []string{"[1].id", "[2].id", "[3].name"}},
		"removed": {removed, []string{"[1].id", "[2].id", "[3].id", "[4].id", "[5].id"}},
	} {
		var paths []string
		for _, f := range faults(t, c.err) {
			paths = append(paths, f.Path)
		}
		if !slices.Equal(paths, c.paths) {
			t.Errorf("%s: faults at %v, want %v", what, paths, c.paths)
		}
	}
	if plan.Hash() != before {
		t.Error("what is refused changes the plan")
	}
}

// TestPut holds that an element keeps its place under another name, goes to the
// end of another hall's list, and that two may trade names.
func TestPut(t *testing.T) {
	plan := twoSites(t)
	halls := plan.Sites[0].Phases[0].Halls
	r, _, _ := parts.Racks.Find(&plan, "ansan/DH-1/R-1")
	r.Name = "R-0" // and the id that it had
	if path, err := parts.Racks.Put(&plan, "ansan/DH-1/R-1", r); err != nil || path != "sites[0].phases[0].halls[0].racks[0]" {
		t.Errorf("renamed at %s: %v", path, err)
	}
	r, _, _ = parts.Racks.Find(&plan, "ansan/DH-1/R-2")
	r.Hall = "DH-2"
	if path, err := parts.Racks.Put(&plan, "ansan/DH-1/R-2", r); err != nil || path != "sites[0].phases[0].halls[1].racks[0]" {
		t.Errorf("moved to %s: %v", path, err)
	}
	first, second := rackIn("DH-1", "a/b"), rackIn("DH-1", "R-0")
	paths, err := parts.Racks.PutAll(&plan, []string{"ansan/DH-1/R-0", "ansan/DH-1/a%2fb"}, []parts.Rack{first, second})
	if err != nil || !slices.Equal(paths, []string{"sites[0].phases[0].halls[0].racks[0]", "sites[0].phases[0].halls[0].racks[1]"}) {
		t.Errorf("traded at %v: %v", paths, err)
	}
	if got := fmt.Sprint(names(halls[0].Racks), names(halls[1].Racks)); got != "[a/b R-0] [R-2]" {
		t.Errorf("the racks are %s", got)
	}
	if !parts.Racks.Remove(&plan, "ansan/DH-2/R-2") || halls[1].Racks != nil {
		t.Errorf("the last rack of a hall leaves %v", halls[1].Racks)
	}
	hall, _, _ := parts.Halls.Find(&plan, "ansan/DH-1")
	hall.Name = "DH-0"
	if path, err := parts.Halls.Put(&plan, "ansan/DH-1", hall); err != nil || path != "sites[0].phases[0].halls[0]" {
		t.Errorf("the hall is renamed at %s: %v", path, err)
	}
	if _, _, ok := parts.Racks.Find(&plan, "ansan/DH-0/R-0"); !ok {
		t.Error("its racks are not in it")
	}
}

// TestOrderAndNumbers holds that ceilings stand in the order of years, and that
// actuals are numbered by their place.
func TestOrderAndNumbers(t *testing.T) {
	plan := planner.Plan{}
	year := func(y int) parts.Ceiling { return parts.Ceiling{YearCeiling: planner.YearCeiling{Year: y}} }
	paths, err := parts.Ceilings.AddAll(&plan, []parts.Ceiling{year(2026), year(2024)})
	if err != nil || !slices.Equal(paths, []string{"budget.ceilings[1]", "budget.ceilings[0]"}) {
		t.Errorf("ceilings at %v: %v", paths, err)
	}
	if path, err := parts.Ceilings.Put(&plan, "2024", year(2027)); err != nil || path != "budget.ceilings[1]" {
		t.Errorf("2024 made 2027 at %s: %v", path, err)
	}
	actual := func(number int, code string) parts.Actual {
		return parts.Actual{Number: number, Actual: planner.Actual{Code: code}}
	}
	if paths, err = parts.Actuals.AddAll(&plan, []parts.Actual{actual(0, "a"), actual(2, "b"), actual(0, "c")}); err != nil || paths[2] != "actuals.entries[2]" {
		t.Errorf("actuals at %v: %v", paths, err)
	}
	_, err = parts.Actuals.Add(&plan, actual(3, "d"))
	if f := faults(t, err)[0]; f.Path != "number" || !strings.Contains(f.Message, "give 4") {
		t.Errorf("a number that is taken: %v", f)
	}
	_, err = parts.Actuals.Put(&plan, "1", actual(2, "d"))
	if f := faults(t, err)[0]; f.Path != "number" || !strings.Contains(f.Message, "give 1") {
		t.Errorf("a number of another: %v", f)
	}
	if _, err = parts.Actuals.Put(&plan, "2", actual(0, "d")); err != nil || !parts.Actuals.Remove(&plan, "1") {
		t.Errorf("the second is put and the first removed: %v", err)
	}
	second, path, ok := parts.Actuals.Find(&plan, "1")
	if _, _, there := parts.Actuals.Find(&plan, "01"); !ok || there || second.Code != "d" || second.Number != 1 || second.ID != "1" || path != "actuals.entries[0]" {
		t.Errorf("the first is now %+v at %s", second, path)
	}
}

func TestIDs(t *testing.T) {
	plan := twoSites(t)
	for id, want := range map[string]string{
		"ansan/-/generator": "sites[0].plant[2]", "siheung/DH-2/ups": "sites[1].phases[0].halls[1].train[0]", "ansan/DH-1/a%2Fb": "sites[0].phases[0].halls[0].racks[2]",
		"USD/2022-03": "exchange_rates[1]", "2023": "budget.ceilings[3]", "talk": "demand.services[0]", "siheung/building": "sites[1].phases[0]",
		"siheung/reserve": "sites[1].feeds[1]", "green-bond": "budget.funding[3]",
	} {
		var got []string
		for _, c := range collections {
			if path := c.(interface {
				pathOf(*planner.Plan, string) string
			}).pathOf(&plan, id); path != "" {
				got = append(got, path)
			}
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s leads to %v, want %s", id, got, want)
		}
	}
}

func (c of[T]) pathOf(plan *planner.Plan, id string) string {
	_, path, _ := c.Find(plan, id)
	return path
}

func FuzzIDs(f *testing.F) {
	plan := twoSites(f)
	for _, seed := range []string{"ansan/DH-1/R-1", "a%2Fb", "%", "//", "", "%25", "%e3%81", "2023", "USD/2022-03"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		split, ok := parts.Names(id)
		if ok {
			again, ok := parts.Names(parts.ID(split...))
			if !ok || !slices.Equal(split, again) {
				t.Fatalf("%q is %q, and back %q", id, split, again)
			}
		}
		for _, c := range collections {
			if path := c.(interface {
				pathOf(*planner.Plan, string) string
			}).pathOf(&plan, id); path != "" && !ok {
				t.Fatalf("%q is no id and leads to %s", id, path)
			}
		}
		if name := strings.ReplaceAll(id, "\x00", ""); name != "" {
			if split, ok := parts.Names(parts.ID("x", name)); !ok || !reflect.DeepEqual(split, []string{"x", name}) {
				t.Fatalf("the name %q is lost in %q", name, parts.ID("x", name))
			}
		}
	})
}

func ExampleCollection_Put() {
	plan := planner.Plan{Leases: []planner.Lease{{Name: "pangyo", ITKW: 3300, RackPositions: 550}}}
	lease, path, _ := parts.Leases.Find(&plan, "pangyo")
	lease.ITKW = 4000
	if _, err := parts.Leases.Put(&plan, "pangyo", lease); err != nil {
		fmt.Println(err)
	}
	document, _ := json.Marshal(lease)
	fmt.Println(path, plan.Leases[0].ITKW)
	fmt.Println(string(document))
	// Output:
	// leases[0] 4000
	// {"id":"pangyo","name":"pangyo","it_kw":4000,"rack_positions":550,"from":"","until":""}
}

// racked is a plan with many racks in a hall.
func racked(tb testing.TB, n int) planner.Plan {
	plan := twoSites(tb)
	hall := &plan.Sites[0].Phases[0].Halls[0]
	hall.Racks = make([]planner.Rack, n)
	for i := range hall.Racks {
		hall.Racks[i] = rackIn("DH-1", fmt.Sprintf("R-%06d", i)).Rack
	}
	return plan
}

// BenchmarkFind finds the last of 100,000 racks.
func BenchmarkFind(b *testing.B) {
	plan := racked(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, ok := parts.Racks.Find(&plan, "ansan/DH-1/R-099999"); !ok {
			b.Fatal("it is not there")
		}
	}
}

// BenchmarkAll goes through 100,000 racks.
func BenchmarkAll(b *testing.B) {
	plan := racked(b, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		for range parts.Racks.All(&plan) {
		}
	}
}

// BenchmarkBulk adds 1,000 racks to 100,000, changes and removes them.
func BenchmarkBulk(b *testing.B) {
	plan := racked(b, 100_000)
	racks, ids := make([]parts.Rack, 1000), make([]string, 1000)
	for i := range racks {
		racks[i] = rackIn("DH-1", fmt.Sprint("new ", i))
		ids[i] = parts.Racks.IDOf(racks[i])
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parts.Racks.AddAll(&plan, racks); err != nil {
			b.Fatal(err)
		}
		if _, err := parts.Racks.PutAll(&plan, ids, racks); err != nil {
			b.Fatal(err)
		}
		if err := parts.Racks.RemoveAll(&plan, ids); err != nil {
			b.Fatal(err)
		}
	}
}

// TestTwins holds that of a name that stands twice, which no valid plan has, the
// first is meant, however many are asked for.
func TestTwins(t *testing.T) {
	for _, more := range [][]string{nil, {"ansan/DH-1/C", "ansan/DH-1/D", "ansan/DH-1/E"}} {
		plan := twoSites(t)
		hall := &plan.Sites[0].Phases[0].Halls[0]
		hall.Racks = nil
		for i, name := range []string{"A", "B", "A", "C", "D", "E"} {
			hall.Racks = append(hall.Racks, planner.Rack{Name: name, Position: i})
		}
		if err := parts.Racks.RemoveAll(&plan, append(more, "ansan/DH-1/A")); err != nil {
			t.Fatal(err)
		}
		if r := hall.Racks[1]; r.Name != "A" || r.Position != 2 || len(hall.Racks) != 5-len(more) {
			t.Errorf("beside %v, %v are left", more, hall.Racks)
		}
	}
}
