package compare_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/compare"
	"buildout/planner/reference/exampletest"
)

// inputsOf is the inputs of plans without their results.
func inputsOf(limit, baseline int, plans ...planner.Plan) compare.Inputs {
	cases := make([]compare.Case, len(plans))
	for k := range plans {
		cases[k].Plan = plans[k]
	}
	return compare.Compare(cases, baseline, []compare.Measure{{}}, limit).Inputs
}

func inputLines(in compare.Inputs) (texts []string) {
	for _, row := range in.Rows {
		text := row.Path + ":"
		for _, cell := range row.Cells {
			text += fmt.Sprintf(" [%s %s]", cell.Kind, short(cell.Text))
		}
		texts = append(texts, text)
	}
	return texts
}

// TestInputs holds how values, things that some plans lack, things that are
// renamed, moved and in another order stand beside each other in three plans.
func TestInputs(t *testing.T) {
	base := exampletest.Plan(t, "two-sites-460")
	base.Links = []planner.Link{{Name: "a", KM: 1}, {Name: "b", KM: 2}, {Name: "c", KM: 3}}
	base.Values = []planner.ValueOverride{{Name: "assumptions.discount_rate", Value: 0.05, Source: "bank"}}
	first, second := planner.Clone(base), planner.Clone(base)
	first.Budget.TotalKRW, second.Budget.TotalKRW = 5e11, 5e11
	first.Sites[0].Tier = "IV"
	second.Sites[0].Name = "north"
	second.Sites[0].Phases[0].Halls[0].AreaM2 = 1300
	first.Sites = first.Sites[:1]
	second.Sites[1].Tier = "II"
	second.Sites = append(second.Sites, planner.Site{Name: "third", Tier: "I"})
	first.Sites = append(first.Sites, planner.Site{Name: "third", Tier: "II"})
	first.Links = []planner.Link{{Name: "b", KM: 2}, {Name: "a", KM: 1}, {Name: "c", KM: 3}}
	second.Links[2].KM = 4
	first.Values = nil
	second.Values[0].Value = 0.06
	second.Budget.ConstructionInterest = &planner.ConstructionInterest{RatePerYear: 0.045}
	halls := second.Sites[0].Phases[0].Halls
	second.Sites[0].Phases[0].Halls = halls[:3]
	second.Sites[0].Phases = append(second.Sites[0].Phases, planner.Phase{Name: "later", Halls: halls[3:]})

	in := inputsOf(1000, 1, first, base, second)
	want := []string{
		"budget/total_krw: [changed 500000000000] [ 460000000000] [changed 500000000000]",
		`budget/construction_interest: [ ] [ ] [added {"rate_per_year":0.045}]`,
		"sites/ansan: [ ansan] [ ansan] [renamed north]",
		"sites/ansan/tier: [changed IV] [ III] [ III]",
		`sites/ansan/phases/later: [ ] [ ] [added {"name":"later","start":"","g…]`,
		"sites/ansan/halls/DH-1/area_m2: [ 1200] [ 1200] [changed 1300]",
		"sites/ansan/halls/DH-4/phase: [ building] [ building] [moved later]",
		`sites/siheung: [removed ] [ {"name":"siheung","title":{"e…] [ {"name":"siheung","title":{"e…]`,
		"sites/siheung/tier: [removed ] [ III] [changed II]",
		`sites/third: [added {"name":"third","tier":"II","…] [ ] [added {"name":"third","tier":"I","r…]`,
		"links/c/km: [ 3] [ 3] [changed 4]",
		"links: [moved b, a] [ a, b] [ a, b]",
		"values/assumptions.discount_rate/source: [changed ] [ bank] [ bank]",
		"values/assumptions.discount_rate: [changed ] [ 0.05] [changed 0.06]",
	}
	if diff := cmp.Diff(want, inputLines(in)); diff != "" || in.Count != len(want) {
		t.Errorf("%d inputs differ (-want +got):\n%s", in.Count, diff)
	}
	if some := inputsOf(2, 1, first, base, second); some.Count != in.Count || !cmp.Equal(some.Rows, in.Rows[:2]) {
		t.Errorf("of %d inputs %d are listed: %v, want the first 2 of %d", some.Count, len(some.Rows), some.Rows, in.Count)
	}
}

// TestOrders holds that of lists that two plans bring into other orders the names
// from the first to the last that moved in either stand in each cell.
func TestOrders(t *testing.T) {
	links := func(names string) (plan planner.Plan) {
		for _, name := range names {
			plan.Links = append(plan.Links, planner.Link{Name: string(name)})
		}
		return plan
	}
	in := inputsOf(10, 0, links("abcdefg"), links("abdcefg"), links("abcefdxg"), links("abcdefg"), links("bacdefg"))
	want := []string{"links/x: [ ] [ ] [added {\"name\":\"x\",\"from\":\"\",\"to\":\"\"…] [ ] [ ]", "links: [ a, b, c, d, e, f] [moved a, b, d, c, e, f] [moved a, b, c, e, f, d] [ a, b, c, d, e, f] [moved b, a, c, d, e, f]"}
	if diff := cmp.Diff(want, inputLines(in)); diff != "" {
		t.Error(diff)
	}
}

// TestInputsOfTwo holds that the inputs of two plans are their differences.
func TestInputsOfTwo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was, is := exampletest.Drawn(t), exampletest.Drawn(t)
		if rapid.Bool().Draw(t, "edited") {
			is = planner.Clone(was)
			shuffle(t, reflect.ValueOf(&is).Elem())
		}
		list, count := compare.Differences(was, is, all)
		in := inputsOf(all, 0, was, is)
		if in.Count != count || len(in.Rows) != count {
			t.Fatalf("%d inputs, %d differences", in.Count, count)
		}
		renamed := slices.ContainsFunc(list, func(d compare.Difference) bool { return d.Kind == compare.Renamed })
		for i, d := range list {
			row := in.Rows[i]
			if row.Path != d.Path && !renamed || row.Cells[0].Text != d.Was || row.Cells[1] != (compare.InputCell{Kind: d.Kind, Text: d.Is}) {
				t.Fatalf("%v is %v", d, row)
			}
		}
	})
}

// TestInputsOfMany holds the inputs of several plans to their differences from the
// baseline, plan by plan: each is a row, each row is one, and what a plan says in
// it is what the difference says.
func TestInputsOfMany(t *testing.T) {
	base := exampletest.Plan(t, "two-sites-460")
	rapid.Check(t, func(t *rapid.T) {
		plans := []planner.Plan{base}
		for range rapid.IntRange(2, 4).Draw(t, "plans") {
			plan := planner.Clone(base)
			for range rapid.IntRange(0, 4).Draw(t, "edits") {
				shake(t, reflect.ValueOf(&plan).Elem())
			}
			plans = append(plans, plan)
		}
		in := inputsOf(all, 0, plans...)
		rows := map[string]compare.InputRow{}
		for _, row := range in.Rows {
			if _, twice := rows[row.Path]; twice {
				t.Fatalf("%s stands twice: %v", row.Path, inputLines(in))
			}
			rows[row.Path] = row
		}
		told := map[string]bool{}
		for k := 1; k < len(plans); k++ {
			list, _ := compare.Differences(base, plans[k], all)
			differs := map[string]compare.Difference{}
			for _, d := range list {
				differs[d.Path], told[d.Path] = d, true
				if row, ok := rows[d.Path]; !ok || row.Cells[k].Kind != d.Kind || row.Cells[k].Text != d.Is && d.Kind != compare.Moved {
					t.Fatalf("%v of plan %d stands as %v", d, k, row)
				}
			}
			for path, row := range rows {
				cell := row.Cells[k]
				if d, ok := differs[path]; ok && cell.Kind != d.Kind || !ok && cell.Kind != "" && (cell.Kind != compare.Removed || !removedAbove(differs, path)) {
					t.Fatalf("%s of plan %d is %v, its difference %v", path, k, cell, d)
				}
			}
		}
		for path, row := range rows {
			if !told[path] || row.Cells[0].Kind != "" {
				t.Fatalf("%s is an input and no difference: %v", path, row)
			}
		}
	})
}

// removedAbove reports whether something that a path leads through is removed.
func removedAbove(differs map[string]compare.Difference, path string) bool {
	for p, d := range differs {
		if d.Kind == compare.Removed && strings.HasPrefix(path, p+"/") {
			return true
		}
	}
	// A hall goes with its phase, and stands under its site without it.
	return strings.Contains(path, "/halls/") && slices.ContainsFunc(reflect.ValueOf(differs).MapKeys(), func(p reflect.Value) bool {
		return strings.Contains(p.String(), "/phases/") && differs[p.String()].Kind == compare.Removed
	})
}

// shake changes a value somewhere below, brings a list into another order or takes
// an element out.
func shake(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		i := rapid.IntRange(0, v.NumField()-1).Draw(t, "field")
		if name := v.Type().Field(i).Name; name != "Name" && name != "Kind" && name != "Code" && name != "Currency" && name != "Year" && name != "Month" {
			shake(t, v.Field(i))
		}
	case reflect.Slice:
		n := v.Len()
		if n == 0 {
			return
		}
		i := rapid.IntRange(0, n-1).Draw(t, "element")
		switch rapid.IntRange(0, 5).Draw(t, "way") {
		case 0:
			reflect.Swapper(v.Interface())(0, i)
		case 1:
			v.Set(reflect.AppendSlice(v.Slice(0, i), v.Slice(i+1, n)))
		default:
			shake(t, v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			shake(t, v.Elem())
		}
	case reflect.String:
		v.SetString(v.String() + "+")
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + rapid.Int64Range(1, 2).Draw(t, "more"))
	case reflect.Float64:
		v.SetFloat(v.Float() + 1)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	}
}
