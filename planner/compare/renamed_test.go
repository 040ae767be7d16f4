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

// lines is differences as texts.
func lines(list []compare.Difference) (texts []string) {
	for _, d := range list {
		texts = append(texts, fmt.Sprintf("%s %s: %s -> %s", d.Kind, d.Path, short(d.Was), short(d.Is)))
	}
	return texts
}

// TestRenamed renames things of an example and holds what is told of it.
func TestRenamed(t *testing.T) {
	type edit func(*planner.Plan)
	for name, c := range map[string]struct {
		edit edit
		want []string
	}{
		"a site, with its title": {
			func(p *planner.Plan) {
				p.Sites[0].Name, p.Sites[0].Title, p.Sites[0].Tier = "ansan/2", planner.Text{EN: "Second", KO: "둘째"}, "IV"
				p.Sites[0].Phases[0].Halls[2].Train[0].Modules++
			},
			[]string{
				"renamed sites/ansan: ansan -> ansan/2", "changed sites/ansan%2F2/title/en: Ansan -> Second", "changed sites/ansan%2F2/title/ko: 안산 -> 둘째", "changed sites/ansan%2F2/tier: III -> IV",
				"changed sites/ansan%2F2/halls/DH-3/ups/modules: 4 -> 5",
			},
		},
		"a phase: its halls are not moved": {
			func(p *planner.Plan) { p.Sites[0].Phases[0].Name = "shell"; p.Sites[0].Phases[0].Start++ },
			[]string{"renamed sites/ansan/phases/building: building -> shell", "changed sites/ansan/phases/shell/start: 2020-10 -> 2020-11"},
		},
		"a hall that also moves to another phase": {
			func(p *planner.Plan) {
				s := &p.Sites[0]
				hall := s.Phases[0].Halls[3]
				hall.Name = "DH-9"
				s.Phases[0].Halls = s.Phases[0].Halls[:3]
				s.Phases = append(s.Phases, planner.Phase{Name: "later", Start: s.Phases[0].Start, Halls: []planner.Hall{hall}})
			},
			[]string{`added sites/ansan/phases/later:  -> {"name":"later","start":"2020…`, "renamed sites/ansan/halls/DH-4: DH-4 -> DH-9", "moved sites/ansan/halls/DH-9/phase: building -> later"},
		},
		"two that are alike, the more alike with each": {
			func(p *planner.Plan) {
				halls := p.Sites[0].Phases[0].Halls
				halls[0].Name, halls[0].AreaM2 = "A", 1201
				halls[1].Name, halls[1].AreaM2, halls[1].DesignITKW = "B", 1202, 2790
				p.Sites[0].Phases[0].Halls = []planner.Hall{halls[1], halls[0], halls[2], halls[3]}
			},
			[]string{ // the halls of the example are alike: the first place decides, then the second is left
				"renamed sites/ansan/halls/DH-1: DH-1 -> A", "changed sites/ansan/halls/A/area_m2: 1200 -> 1201",
				"renamed sites/ansan/halls/DH-2: DH-2 -> B", "changed sites/ansan/halls/B/area_m2: 1200 -> 1202", "changed sites/ansan/halls/B/design_it_kw: 2800 -> 2790",
				"moved sites/ansan/phases/building/halls: DH-1, DH-2 -> B, A",
			},
		},
		"a service and a rack type with what names it": {
			func(p *planner.Plan) { p.Demand.Services[0].Name = "messages"; p.Budget.Sites = []string{"ansan"} },
			[]string{"changed budget/sites:  -> ansan", "renamed demand/services/talk: talk -> messages"},
		},
		"a phase before another: its halls are not moved": {
			func(p *planner.Plan) {
				s := &p.Sites[0]
				s.Phases = []planner.Phase{{Name: "before", Start: s.Phases[0].Start, GrossAreaM2: 1}, s.Phases[0]}
				s.Phases[1].Name = "shell"
			},
			[]string{"renamed sites/ansan/phases/building: building -> shell", `added sites/ansan/phases/before:  -> {"name":"before","start":"202…`},
		},
		"halls that go and come in a phase that stays": {
			func(p *planner.Plan) {
				halls := p.Sites[0].Phases[0].Halls
				p.Sites[0].Phases[0].Halls = append(halls[:1:1], halls[2], planner.Hall{Name: "new", AreaM2: 1})
			},
			[]string{`removed sites/ansan/halls/DH-2: {"name":"DH-2","area_m2":1200… -> `, `removed sites/ansan/halls/DH-4: {"name":"DH-4","area_m2":1200… -> `, `added sites/ansan/halls/new:  -> {"name":"new","area_m2":1,"ra…`},
		},
		"another thing is no renamed one": {
			func(p *planner.Plan) {
				p.Sites[0].Feeds[0] = planner.Feed{Name: "new", Substation: "elsewhere", Rating: planner.Rating{RatingKW: 1}, CableKM: 99, Available: 24300}
			},
			[]string{`removed sites/ansan/feeds/main: {"name":"main","substation":"… -> `, `added sites/ansan/feeds/new:  -> {"name":"new","substation":"e…`},
		},
	} {
		was := exampletest.Plan(t, "two-sites-460")
		is := planner.Clone(was)
		c.edit(&is)
		list, count := compare.Differences(was, is, all)
		if diff := cmp.Diff(c.want, lines(list)); diff != "" || count != len(list) {
			t.Errorf("%s: %d differ (-want +got):\n%s", name, count, diff)
		}
		if back, n := compare.Differences(is, was, all); n != count {
			t.Errorf("%s: %d differ, back %d: %v", name, count, n, lines(back))
		}
	}
}

// TestAlike holds where the line runs, of lists place by place: 8 values of 10 that
// are the same are four of five, 7 of 9 are fewer.
func TestAlike(t *testing.T) {
	lease := func(name string, values ...int) planner.Plan {
		l := planner.Lease{Name: name, Title: planner.Text{EN: name}, Source: name}
		for _, v := range values {
			l.Returns = append(l.Returns, planner.LeaseReturn{RackPositions: v})
		}
		return planner.Plan{Leases: []planner.Lease{l}}
	}
	for _, c := range []struct {
		was, is planner.Plan
		renamed bool
	}{
		{lease("a", 1, 2, 3, 4, 5), lease("b", 1, 2, 3, 4, 5), true},
		{lease("a", 1, 2, 3, 4, 5), lease("b", 1, 2, 3, 4, 6), true},
		{lease("a", 1, 2, 3, 4), lease("b", 1, 2, 3, 4, 5), true},
		{lease("a", 1, 2, 3, 4), lease("b", 1, 2, 3, 5), false},
		{lease("a", 1, 2, 3, 4, 5), lease("b", 1, 2, 3, 9, 9), false},
		{lease("a", 1, 2, 3, 4, 5, 6, 7, 8), lease("b", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), true},
		{lease("a", 1, 2, 3, 4, 5, 6, 7), lease("b", 1, 2, 3, 4, 5, 6, 7, 8, 9), false},
		{lease("a"), lease("b"), false}, // nothing says that it is the same
		{lease("a", 0, 0), lease("b", 0, 0), false},
	} {
		list, _ := compare.Differences(c.was, c.is, all)
		if renamed := list[0].Kind == compare.Renamed; renamed != c.renamed {
			t.Errorf("%v and %v: %v", c.was.Leases, c.is.Leases, lines(list))
		}
	}
}

// TestMostAlike holds that of two that are alike it is the more alike one, wherever
// it stands.
func TestMostAlike(t *testing.T) {
	lease := func(name string, last int) planner.Lease {
		l := planner.Lease{Name: name, ITKW: 3300, RackPositions: 400, From: 24300, KRWPerKWMonth: 250_000, Returns: []planner.LeaseReturn{{Month: 24310, ITKW: 100, RackPositions: 1}, {Month: 24320, ITKW: 200, RackPositions: 2}}}
		for k := range last {
			l.Returns[k].ITKW++
		}
		return l
	}
	was := planner.Plan{Leases: []planner.Lease{lease("a", 0)}}
	is := planner.Plan{Leases: []planner.Lease{lease("b", 2), lease("c", 1)}}
	list, _ := compare.Differences(was, is, all)
	if list[0].Kind != compare.Renamed || list[0].Is != "c" {
		t.Errorf("a is %v", lines(list))
	}
	list, _ = compare.Differences(is, was, all)
	if i := slices.IndexFunc(list, func(d compare.Difference) bool { return d.Kind == compare.Renamed }); i < 0 || list[i].Was != "c" {
		t.Errorf("back it is %v", lines(list))
	}
}

// TestManyRenamed holds that twenty thousand racks that are renamed are each
// told as what they were, and that as many that are others are not held against
// each other one by one.
func TestManyRenamed(t *testing.T) {
	was := racked(t, 20_000)
	is, others := planner.Clone(was), planner.Clone(was)
	for i := range is.Sites[0].Phases[0].Halls[0].Racks {
		is.Sites[0].Phases[0].Halls[0].Racks[i].Name = fmt.Sprint("new-", i)
		others.Sites[0].Phases[0].Halls[0].Racks[i] = planner.Rack{Name: fmt.Sprint("new-", i), Row: "Z", Position: 7 * i}
	}
	list, count := compare.Differences(was, is, all)
	if count != 20_000 || slices.ContainsFunc(list, func(d compare.Difference) bool { return d.Kind != compare.Renamed }) {
		t.Errorf("%d differ, first %v", count, lines(list[:3]))
	}
	if list[7_000].Path != "sites/ansan/halls/DH-1/racks/R-007000" || list[7_000].Is != "new-7000" {
		t.Errorf("rack 7,000 is %v", list[7_000])
	}
	if _, count = compare.Differences(was, others, all); count != 40_000 {
		t.Errorf("of other racks %d differ", count)
	}
}

// TestRenamedBack holds that as much is renamed, and as much differs, one way and
// the other, whatever is renamed, moved, changed and taken out.
func TestRenamedBack(t *testing.T) {
	base := exampletest.Plan(t, "two-sites-460")
	rapid.Check(t, func(t *rapid.T) {
		was, is := planner.Clone(base), planner.Clone(base)
		for range rapid.IntRange(1, 4).Draw(t, "edits") {
			rename(t, reflect.ValueOf(&was).Elem())
			rename(t, reflect.ValueOf(&is).Elem())
		}
		list, count := compare.Differences(was, is, all)
		back, alike := compare.Differences(is, was, all)
		if count != alike {
			t.Fatalf("%d differ one way:\n%s\n%d the other:\n%s", count, strings.Join(lines(list), "\n"), alike, strings.Join(lines(back), "\n"))
		}
		names := func(list []compare.Difference, turned bool) (pairs []string) {
			for _, d := range list {
				if d.Kind != compare.Renamed {
					continue
				}
				if turned {
					d.Was, d.Is = d.Is, d.Was
				}
				pairs = append(pairs, d.Was+" -> "+d.Is)
			}
			slices.Sort(pairs)
			return pairs
		}
		if diff := cmp.Diff(names(list, false), names(back, true)); diff != "" {
			t.Fatalf("renamed one way and the other:\n%s", diff)
		}
	})
}

// rename gives some element of a list within a value another name, brings lists
// into another order or takes elements out.
func rename(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		i := rapid.IntRange(0, v.NumField()-1).Draw(t, "field")
		if k := v.Field(i).Kind(); k != reflect.Struct && k != reflect.Slice && rapid.Bool().Draw(t, "sites") {
			if f := v.FieldByName("Sites"); f.IsValid() {
				rename(t, f)
			} else if f := v.FieldByName("Phases"); f.IsValid() && f.Kind() == reflect.Slice {
				rename(t, f)
			} else if f := v.FieldByName("Halls"); f.IsValid() {
				rename(t, f)
			}
			return
		}
		rename(t, v.Field(i))
	case reflect.Slice:
		if v.Len() == 0 || v.Type().Elem().Kind() != reflect.Struct {
			return
		}
		i := rapid.IntRange(0, v.Len()-1).Draw(t, "element")
		name := v.Index(i).FieldByName("Name")
		switch way := rapid.IntRange(0, 4).Draw(t, "way"); {
		case way < 2 && name.IsValid():
			name.SetString(name.String() + "+")
		case way == 2:
			reflect.Swapper(v.Interface())(0, i)
		case way == 3:
			v.Set(reflect.AppendSlice(v.Slice(0, i), v.Slice(i+1, v.Len())))
		default:
			rename(t, v.Index(i))
		}
	case reflect.Int, reflect.Int64:
		v.SetInt(v.Int() + 1)
	case reflect.Float64:
		v.SetFloat(v.Float() + 1)
	}
}

// BenchmarkDifferencesRenamed compares 100,000 racks with the same by other names.
func BenchmarkDifferencesRenamed(b *testing.B) {
	was := racked(b, 100_000)
	is := planner.Clone(was)
	for i := range is.Sites[0].Phases[0].Halls[0].Racks {
		is.Sites[0].Phases[0].Halls[0].Racks[i].Name = fmt.Sprint("new-", i)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, count := compare.Differences(was, is, 100); count != 100_000 {
			b.Fatal(count)
		}
	}
}
