package parts_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/parts"
	"buildout/planner/reference/exampletest"
)

// collection is a collection whatever its elements are.
type collection interface {
	name() string
	paths(*planner.Plan) []string
	held(t *rapid.T, plan planner.Plan)
	flat(t *rapid.T, plan *planner.Plan)
	takeOut(t *rapid.T, plan *planner.Plan) (putBack func())
}

// collections lists them so that what is inside others stands after those.
var collections = []collection{
	of[parts.Site]{&parts.Sites}, of[parts.Phase]{&parts.Phases}, of[parts.Hall]{&parts.Halls}, of[parts.Rack]{&parts.Racks}, of[parts.Panel]{&parts.Panels},
	of[parts.Reservation]{&parts.Reservations}, of[parts.PowerStage]{&parts.PowerStages}, of[parts.Feed]{&parts.Feeds}, of[parts.Service]{&parts.Services},
	of[parts.Lease]{&parts.Leases}, of[parts.Link]{&parts.Links}, of[parts.RackType]{&parts.RackTypes}, of[parts.RedundancyTier]{&parts.RedundancyTiers},
	of[parts.CostOverride]{&parts.CostOverrides}, of[parts.ExchangeRate]{&parts.ExchangeRates}, of[parts.Ceiling]{&parts.Ceilings},
	of[parts.FundingLine]{&parts.Funding}, of[parts.Actual]{&parts.Actuals}, of[parts.Value]{&parts.Values}, of[parts.Calendar]{&parts.Calendars},
	of[parts.Tariff]{&parts.Tariffs}, of[parts.Climate]{&parts.Climates},
}

type of[T any] struct{ *parts.Collection[T] }

func (c of[T]) name() string { return c.Name }

func (c of[T]) paths(plan *planner.Plan) (paths []string) {
	for x := range c.All(plan) {
		_, path, _ := c.Find(plan, c.IDOf(x))
		paths = append(paths, path)
	}
	return paths
}

// same compares plans, whether their empty lists are there or not.
func same(t *rapid.T, what string, want, got planner.Plan) {
	t.Helper()
	if want.Hash() == got.Hash() {
		return
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s changes the plan (-was +is):\n%s", what, diff)
	}
}

// held holds of every element of a plan that it is found by its id, that putting
// it where it is changes nothing, nor adding and removing another, and that none
// of that touches the plan that was cloned.
func (c of[T]) held(t *rapid.T, plan planner.Plan) {
	before, own := planner.Clone(plan), planner.Clone(plan)
	ids := map[string]bool{}
	for x := range c.All(&plan) {
		id := c.IDOf(x)
		if ids[id] {
			t.Fatalf("%s: %s stands twice", c.Name, id)
		}
		ids[id] = true
		found, path, ok := c.Find(&plan, id)
		if !ok || !reflect.DeepEqual(found, x) || !reflect.DeepEqual(at(t, plan, path), inner(x)) {
			t.Fatalf("%s: %s is found as %+v at %s, want %+v", c.Name, id, found, path, x)
		}
		if put, err := c.Put(&own, id, x); err != nil || put != path {
			t.Fatalf("%s: %s is put at %s, want %s: %v", c.Name, id, put, path, err)
		}
		if _, err := c.Add(&own, x); err == nil {
			t.Fatalf("%s: %s is taken twice", c.Name, id)
		}
		other := renamed(x, c.Keys)
		added, err := c.Add(&own, other)
		if err != nil {
			t.Fatalf("%s: %s is not added: %v", c.Name, c.IDOf(other), err)
		}
		if !c.Remove(&own, idAt(c, &own, added)) {
			t.Fatalf("%s: what was added at %s is not removed", c.Name, added)
		}
		same(t, c.Name+" added and removed", before, own)
	}
	same(t, c.Name+" in a clone", before, plan)
}

// idAt is the id of the element at a path.
func idAt[T any](c of[T], plan *planner.Plan, path string) string {
	for x := range c.All(plan) {
		if _, found, _ := c.Find(plan, c.IDOf(x)); found == path {
			return c.IDOf(x)
		}
	}
	return ""
}

// renamed gives a copy of an element another name and no id.
func renamed[T any](x T, keys []string) T {
	v := reflect.ValueOf(&x).Elem()
	v.FieldByName("ID").SetString("")
	switch keys[len(keys)-1] {
	case "number":
		v.FieldByName("Number").SetInt(0)
	case "year":
		v.FieldByName("Year").SetInt(v.FieldByName("Year").Int() - 1)
	case "month":
		v.FieldByName("Currency").SetString("another")
	case "code":
		v.FieldByName("Code").SetString("another")
	case "kind":
		v.FieldByName("Kind").SetString("another")
	default:
		v.FieldByName("Name").SetString("another/one, of 100%")
	}
	return x
}

// inner is the element of the plan in an element.
func inner(x any) any {
	v := reflect.ValueOf(x)
	for i := range v.NumField() {
		if v.Type().Field(i).Anonymous {
			return v.Field(i).Interface()
		}
	}
	return nil
}

var index = regexp.MustCompile(`\[(\d+)\]`)

// at returns what stands at a path of a plan's JSON.
func at(t *rapid.T, plan planner.Plan, path string) any {
	v := reflect.ValueOf(plan)
	for part := range strings.SplitSeq(index.ReplaceAllString(path, ".$1"), ".") {
		if v.Kind() == reflect.Slice {
			var i int
			if err := json.Unmarshal([]byte(part), &i); err != nil || i >= v.Len() {
				t.Fatalf("%s leads nowhere", path)
			}
			v = v.Index(i)
			continue
		}
		f, ok := v.Type().FieldByNameFunc(func(name string) bool {
			f, _ := v.Type().FieldByName(name)
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			return key == part
		})
		if !ok {
			t.Fatalf("%s leads nowhere", path)
		}
		v = v.FieldByIndex(f.Index)
	}
	return v.Interface()
}

// TestElementsOfAnyPlan holds all that held says, of every collection.
func TestElementsOfAnyPlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := exampletest.Drawn(t)
		for _, c := range collections {
			c.held(t, plan)
		}
	})
}

// flat holds that the JSON of an element is at one level and says all of it: the
// keys of the plan's element, id and holders, and that it is read strictly.
func (c of[T]) flat(t *rapid.T, plan *planner.Plan) {
	for x := range c.All(plan) {
		document, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		read, err := planner.Decode[T](document)
		if err != nil {
			t.Fatalf("%s: %v\n%s", c.Name, err, document)
		}
		if diff := cmp.Diff(x, read, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s reads differently (-element +read):\n%s", c.Name, diff)
		}
		var all, own map[string]any
		element, err := json.Marshal(inner(x))
		if err != nil {
			t.Fatal(err)
		}
		if json.Unmarshal(document, &all) != nil || json.Unmarshal(element, &own) != nil {
			t.Fatalf("%s is no object: %s", c.Name, document)
		}
		for _, key := range append(c.Keys, "id") {
			if _, there := all[key]; !there {
				t.Fatalf("%s: no %s in %s", c.Name, key, document)
			}
		}
		for key, value := range all {
			if want, there := own[key]; there && !reflect.DeepEqual(value, want) || !there && !slices.Contains([]string{"id", "site", "hall", "phase", "number"}, key) {
				t.Fatalf("%s: %s is %v here, and in the plan %v", c.Name, key, value, want)
			}
			delete(own, key)
		}
		if len(own) > 0 {
			t.Fatalf("%s: %v are lost in %s", c.Name, own, document)
		}
		if _, err := planner.Decode[T]([]byte(`{"no_such_key": 1, ` + string(document[1:]))); err == nil {
			t.Fatalf("%s takes an unknown key", c.Name)
		}
	}
}

func TestElementsAreFlat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := exampletest.Drawn(t)
		planner.WithLists(&plan)
		for _, c := range collections {
			c.flat(t, &plan)
		}
	})
}

// TestNoClash holds that no two fields of an element have one key, of which JSON
// would write neither, or one only.
func TestNoClash(t *testing.T) {
	for _, c := range collections {
		var element reflect.Type
		v := reflect.ValueOf(c).Field(0).MethodByName("IDOf").Type()
		element = v.In(0)
		keys := map[string]string{}
		for _, f := range reflect.VisibleFields(element) {
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if f.Anonymous {
				continue
			}
			if other, twice := keys[key]; twice {
				t.Errorf("%s: %s and %s are both %s", c.name(), f.Name, other, key)
			}
			keys[key] = f.Name
			if doc := f.Tag.Get("doc"); doc == "" && len(f.Index) == 1 {
				t.Errorf("%s: %s says nothing of itself", c.name(), key)
			}
		}
	}
}

// takeOut removes all elements, innermost collections first, and returns what
// puts them back.
func (c of[T]) takeOut(t *rapid.T, plan *planner.Plan) (putBack func()) {
	var ids []string
	elements := slices.Collect(c.All(plan))
	for _, x := range elements {
		ids = append(ids, c.IDOf(x))
	}
	if err := c.RemoveAll(plan, ids); err != nil {
		t.Fatal(err)
	}
	for x := range c.All(plan) {
		t.Fatalf("%s: %v is left", c.Name, c.IDOf(x))
	}
	return func() {
		paths, err := c.AddAll(plan, elements)
		if err != nil {
			t.Fatalf("%s are not put back: %v", c.Name, err)
		}
		for i, path := range paths {
			if _, found, _ := c.Find(plan, ids[i]); found != path {
				t.Fatalf("%s: %s is said to be at %s and is at %s", c.Name, ids[i], path, found)
			}
		}
	}
}

// TestCollectionsAreThePlan holds that a plan taken apart is empty of all that it
// lists, and whole when all elements are put back.
func TestCollectionsAreThePlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := exampletest.Drawn(t)
		own := planner.Clone(plan)
		var back []func()
		for _, c := range slices.Backward(collections) {
			back = append(back, c.takeOut(t, &own))
		}
		for _, putBack := range slices.Backward(back) {
			putBack()
		}
		same(t, "taking it apart", plan, own)
	})
}

// notCollections are the lists of a plan that are parts of elements or of the
// plan, and why.
var notCollections = map[string]string{
	"budget.covers":                                 "texts of the one budget",
	"budget.sites":                                  "texts of the one budget",
	"budget.funding[].covers":                       "texts of a line",
	"demand.services[].racks.table":                 "a curve, which has no sense point by point",
	"sites[].phases[].stages":                       "a programme, whose stages refer to each other",
	"sites[].phases[].stages[].after":               "part of a stage of the programme",
	"sites[].phases[].halls[].racks[].feeds":        "at most four of a rack, without names",
	"sites[].phases[].halls[].train[].pairs":        "how one stage is corded; the shares sum to 1",
	"sites[].phases[].halls[].train[].added":        "of the plant, where order counts",
	"sites[].plant[].pairs":                         "how one stage is corded; the shares sum to 1",
	"sites[].plant[].added":                         "modules of one stage, where order counts",
	"sites[].plant[].compartments":                  "texts of a stage",
	"sites[].phases[].halls[].train[].compartments": "texts of a stage",
	"leases[].returns":                              "of one lease, in the order of months, without names",
	"redundancy_tiers[].survives":                   "texts of a tier",
	"redundancy_tiers[].arrangements":               "what one tier asks, a kind each",
	"calendars[].work":                              "twelve numbers",
	"climates[].mean_c":                             "twelve numbers",
	"tariffs[].ratchet_months":                      "numbers of a tariff",
	"tariffs[].seasons":                             "of one tariff; months and hours must cover a year together",
	"tariffs[].seasons[].months":                    "numbers of a season",
	"tariffs[].seasons[].periods":                   "of one season; hours must cover a day together",
	"tariffs[].holidays":                            "twelve numbers",
	"tariffs[].surcharges":                          "of one tariff",
}

// TestEveryListIsKnown holds that each list of a plan is a collection or is named
// above, so that none is forgotten.
func TestEveryListIsKnown(t *testing.T) {
	known := maps.Clone(notCollections)
	var full planner.Plan
	fill(reflect.ValueOf(&full).Elem(), "x")
	for _, c := range collections {
		paths := c.paths(&full)
		if len(paths) == 0 {
			t.Errorf("%s is empty in a full plan", c.name())
		}
		for _, path := range paths {
			known[strings.TrimSuffix(index.ReplaceAllString(path, "[]"), "[]")] = c.name()
		}
	}
	for _, path := range listsOf(reflect.TypeFor[planner.Plan](), "") {
		if known[path] == "" {
			t.Errorf("%s is no collection; make it one, or say here why it is none", path)
		}
		delete(known, path)
	}
	for path := range known {
		t.Errorf("the plan has no list %s", path)
	}
}

// fill gives every list of a value one element, and every text a value.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), text)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), text)
		}
	case reflect.String:
		v.SetString(text)
	}
}

func listsOf(t reflect.Type, path string) (paths []string) {
	switch t.Kind() {
	case reflect.Pointer:
		return listsOf(t.Elem(), path)
	case reflect.Slice:
		return append([]string{path}, listsOf(t.Elem(), path+"[]")...)
	case reflect.Struct:
		for _, f := range reflect.VisibleFields(t) {
			if key, _, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" {
				paths = append(paths, listsOf(f.Type, strings.TrimPrefix(path+"."+key, "."))...)
			}
		}
	}
	return paths
}
