package models

import (
	"errors"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"buildout/models/pgtest"
	"buildout/models/query"
	"buildout/planner"
	"buildout/planner/parts"
)

var rackShape = query.ShapeOf[parts.Rack]()

// rackWords are names that differ in case, need escapes in an id, or whose bytes
// are ordered otherwise than a dictionary has them.
var rackWords = []string{"R-1", "r-1", "R-10", "R", "R/1", "R%2F1", "r%1", "É", "é", "전산실", "전산", "R 1", "_1", "zz", "ZZ", "😀", "'; --", `"x"`, `\`, "a?@b"}

// racked draws a plan with racks in a few halls of a few sites.
func racked(t *rapid.T) planner.Plan {
	plan := small(rapid.StringMatching(`[a-z]{8}`).Draw(t, "plan"))
	plan.Sites = nil
	for _, site := range rapid.SliceOfNDistinct(rapid.SampledFrom(rackWords), 2, 3, rapid.ID[string]).Draw(t, "sites") {
		s := planner.Site{Name: site}
		halls := rapid.SliceOfNDistinct(rapid.SampledFrom(rackWords[:6]), 2, 5, rapid.ID[string]).Draw(t, "halls")
		for phase := range 2 {
			p := planner.Phase{Name: strconv.Itoa(phase)}
			for i, hall := range halls {
				if i%2 == phase {
					p.Halls = append(p.Halls, planner.Hall{Name: hall, Racks: rapid.Custom(drawRacks).Draw(t, "racks")})
				}
			}
			s.Phases = append(s.Phases, p)
		}
		plan.Sites = append(plan.Sites, s)
	}
	return normal(plan)
}

func drawRacks(t *rapid.T) []planner.Rack {
	word := rapid.SampledFrom(rackWords)
	names := rapid.SliceOfNDistinct(word, 0, 12, rapid.ID[string]).Draw(t, "names")
	racks := make([]planner.Rack, len(names))
	for i, name := range names {
		racks[i] = planner.Rack{
			Name: name, RackType: word.Draw(t, "type"), Row: rapid.SampledFrom([]string{"", "A", "a", "B"}).Draw(t, "row"),
			Position: rapid.IntRange(-1, 3).Draw(t, "position"),
			From:     planner.Month(rapid.SampledFrom([]int{0, 2027 * 12, 2027*12 + 1, 2030 * 12}).Draw(t, "from")),
		}
		for range rapid.IntRange(0, 2).Draw(t, "feeds") {
			racks[i].Feeds = append(racks[i].Feeds, planner.RackFeed{Side: word.Draw(t, "side"), Circuit: planner.Circuit{Volts: 220, Amps: 16, Phases: 1}})
		}
	}
	return racks
}

// asked draws the parameters of a list of racks.
func asked(t *rapid.T, racks []parts.Rack) url.Values {
	values := url.Values{"limit": {strconv.Itoa(rapid.IntRange(1, 9).Draw(t, "limit"))}}
	for range rapid.IntRange(0, 2).Draw(t, "filters") {
		f := rapid.SampledFrom(rackShape.Fields).Draw(t, "field")
		op := rapid.SampledFrom(append(f.Kind.Operators(), query.Is)).Draw(t, "operator")
		name := f.Name
		if op != query.Is {
			name += "__" + string(op)
		}
		for range rapid.IntRange(1, 3).Draw(t, "values") {
			values.Add(name, askedValue(t, f, op, racks))
		}
	}
	var order []string
	for _, f := range rapid.SliceOfNDistinct(rapid.SampledFrom(rackShape.Fields), 0, 3, func(f query.Field) string { return f.Name }).Draw(t, "order") {
		order = append(order, rapid.SampledFrom([]string{"", "-"}).Draw(t, "direction")+f.Name)
	}
	if len(order) > 0 {
		values.Set("ordering", strings.Join(order, ","))
	}
	switch rapid.IntRange(0, 3).Draw(t, "paging") {
	case 0:
		values.Set("cursor", "")
	case 1:
		values.Set("offset", strconv.Itoa(rapid.IntRange(0, 30).Draw(t, "offset")))
	}
	return values
}

func askedValue(t *rapid.T, f query.Field, op query.Operator, racks []parts.Rack) string {
	switch {
	case op == query.Empty:
		return rapid.SampledFrom([]string{"true", "false"}).Draw(t, "empty")
	case f.Kind == query.Integer:
		return strconv.Itoa(rapid.IntRange(-2, 4).Draw(t, "number"))
	case f.Name == "from":
		return rapid.SampledFrom([]string{"", "2027-01", "2028-01", "2030-01"}).Draw(t, "month")
	case len(racks) > 0 && rapid.Bool().Draw(t, "there"):
		return rackColumns[f.Name].of(rapid.SampledFrom(racks).Draw(t, "rack")).(string)
	}
	word := []rune(rapid.SampledFrom(rackWords).Draw(t, "word"))
	from := rapid.IntRange(0, len(word)).Draw(t, "start")
	part := string(word[from:rapid.IntRange(from, len(word)).Draw(t, "end")])
	return rapid.SampledFrom([]string{string(word), part, strings.ToLower(part), strings.ToUpper(part)}).Draw(t, "part")
}

// TestRacksAreThoseOfSelect: random queries of random racks are answered as in
// memory, page by page to the end.
func TestRacksAreThoseOfSelect(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) { racksAreThoseOfSelect(t, s) })
}

// TestRacksInAnotherLanguage: a PostgreSQL that orders texts as dictionaries do,
// and folds the case of all letters, answers no other than one that does not.
func TestRacksInAnotherLanguage(t *testing.T) {
	address, err := url.Parse(pgtest.Start(t))
	if err != nil {
		t.Fatal(err)
	}
	name := strings.TrimPrefix(address.Path, "/") + "_ko"
	create := "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C' LOCALE_PROVIDER icu ICU_LOCALE 'ko-KR'"
	if err := opened(t, address.String()).db.Exec(create).Error; err != nil {
		t.Skip("PostgreSQL without ICU: ", err)
	}
	address.Path = name
	racksAreThoseOfSelect(t, opened(t, address.String()))
}

func racksAreThoseOfSelect(t *testing.T, s *Store) {
	for seed := range 6 {
		stored := created(t, s, rapid.Custom(racked).Example(seed))
		racks := slices.Collect(parts.Racks.All(&stored.Plan))
		rapid.Check(t, func(r *rapid.T) {
			values := asked(r, racks)
			inMemory := maps.Clone(values)
			for n := range len(racks) + 1 {
				want := query.Select(slices.Values(racks), parts.Racks.IDOf, parsed(r, inMemory))
				head, got, err := s.Racks(t.Context(), stored.Name, parsed(r, values))
				if err != nil || head != stored.PlanHead {
					r.Fatalf("%v of %v, want %v: %v", values, head, stored.PlanHead, err)
				}
				if !reflect.DeepEqual(got.Items, want.Items) || got.Count != want.Count || (got.Next == "") != (want.Next == "") {
					r.Fatalf("%v, page %d (-memory +SQL):\n%s", values, n, cmp.Diff(want, got))
				}
				if want.Next == "" {
					return
				}
				values.Set("cursor", got.Next)
				inMemory.Set("cursor", want.Next)
			}
			r.Fatalf("%v: more pages than racks", values)
		})
	}
}

func parsed(t rapid.TB, values url.Values) query.Query {
	t.Helper()
	q, err := query.Parse(values, rackShape)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// TestRacksGoOnAfterChanges: racks that come and go elsewhere make a reader by
// cursor neither miss one nor read one twice, even where the rack it stood at is
// gone.
func TestRacksGoOnAfterChanges(t *testing.T) {
	hall := func(names string) planner.Hall {
		h := planner.Hall{Name: names[:2]}
		for name := range strings.SplitSeq(names[3:], " ") {
			h.Racks = append(h.Racks, planner.Rack{Name: name, RackType: name[:1], Row: "A", Position: 1})
		}
		return h
	}
	before := []planner.Hall{hall("H1 a1 a2 b1 b2"), hall("H2 a3 b3")}
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		for name, c := range map[string]struct {
			ordering, after string
			want            string // of the pages after a1 a2
		}{
			"before the cursor":       {"", "H1 a0 a1 a2 b1 b2,H2 a3 b3", "b1 b2 a3 b3"},
			"behind the cursor":       {"", "H1 a1 a2 b0 b1,H2 a3 a4 b3", "b0 b1 a3 a4 b3"},
			"the cursor's rack gone":  {"", "H1 a1 b1 b2,H2 a3 b3", "b1 b2 a3 b3"},
			"the cursor's hall gone":  {"", "H2 a3 b3", "a3 b3"},
			"by type, others changed": {"rack_type", "H1 a1 a2 b0 b1,H2 a3 a4 b3", "a3 a4 b0 b1 b3"},
			"by type, the rack gone":  {"rack_type", "H1 a1 b1 b2,H2 a3 b3", "a3 b1 b2 b3"},
		} {
			plan := small(name)
			plan.Sites[0].Phases = []planner.Phase{{Name: "P", Halls: before}}
			stored := created(t, s, normal(plan))
			values := url.Values{"limit": {"2"}}
			if c.ordering != "" {
				values.Set("ordering", c.ordering)
			}
			_, page, err := s.Racks(t.Context(), name, parsed(t, values))
			if err != nil || rackNames(page) != "a1 a2" {
				t.Fatal(page, err)
			}
			var after []planner.Hall
			for names := range strings.SplitSeq(c.after, ",") {
				after = append(after, hall(names))
			}
			plan.Sites[0].Phases[0].Halls = after
			if _, err := s.ReplacePlan(t.Context(), name, stored.Revision, plan, Change{}); err != nil {
				t.Fatal(err)
			}
			var got []string
			for page.Next != "" && len(got) < 9 {
				values.Set("cursor", page.Next)
				if _, page, err = s.Racks(t.Context(), name, parsed(t, values)); err != nil {
					t.Fatal(err)
				}
				got = append(got, rackNames(page))
			}
			if joined := strings.Join(got, " "); joined != c.want {
				t.Errorf("%s: went on with %s, want %s", name, joined, c.want)
			}
		}
	})
}

func rackNames(page query.Page[parts.Rack]) string {
	var names []string
	for _, r := range page.Items {
		names = append(names, r.Name)
	}
	return strings.Join(names, " ")
}

func TestRacksOfNoPlan(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ string) {
		if _, _, err := s.Racks(t.Context(), "nowhere", query.Query{Limit: 5}); !errors.Is(err, ErrNotFound) {
			t.Errorf("%v, want %v", err, ErrNotFound)
		}
		created(t, s, small("no racks"))
		_, page, err := s.Racks(t.Context(), "no racks", query.Query{Limit: 5})
		if err != nil || page.Items == nil || len(page.Items) != 0 || page.Count != 0 || page.Next != "" {
			t.Errorf("%+v, %v; want an empty page", page, err)
		}
	})
}
