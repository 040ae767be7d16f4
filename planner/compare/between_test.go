package compare

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner"
	"buildout/planner/power"
	"buildout/planner/reference/exampletest"
)

// TestBetweenEnds holds that the plans between two plans begin at the one and end
// at the other, byte for byte, that neither is changed, and that what moves and
// what differs are the same reasons.
func TestBetweenEnds(t *testing.T) {
	few(t)
	w := newWorld(t)
	rapid.Check(t, func(rt *rapid.T) {
		from, to := w.drawPair(rt)
		detail := rapid.SampledFrom([]Detail{ByDriver, ByChange}).Draw(rt, "detail")
		was, is := from.Hash(), to.Hash()
		start, _ := named(&from, &to)
		b := newBetween(w.Reference, start, &to, detail)
		if len(b.list) > 0 && b.from.Hash() != b.make(make([]bool, len(b.moves))).Hash() {
			rt.Fatal("nothing taken is another plan")
		}
		all := make([]bool, len(b.moves))
		for i := range all {
			all[i] = true
		}
		if got := b.make(all); got.Hash() != is {
			list, _ := Differences(got, to, 5)
			rt.Fatalf("all taken is another plan: %v", list)
		}
		for range 3 {
			for i := range all {
				all[i] = rapid.Bool().Draw(rt, "taken")
			}
			if plan := b.make(all); plan.Hash() == "" {
				rt.Fatal("no plan")
			}
		}
		if from.Hash() != was || to.Hash() != is {
			rt.Fatal("a plan was changed")
		}
		known := len(b.list)
		g := &game{between: b}
		list := g.changes(false)
		if len(b.list) != known {
			rt.Fatalf("differences have reasons of their own: %v", b.list[known:])
		}
		for r, moves := range b.moves {
			if moves && list.of[r] == nil {
				rt.Fatalf("%v moves and has no difference", b.list[r])
			}
		}
	})
}

// TestMixingMovesNothing holds that what is put into and taken out of every mixed
// plan moves none of the figures: the total, ceilings and funding of the budget,
// and what only the other plan has and nothing names.
func TestMixingMovesNothing(t *testing.T) {
	few(t)
	w := newWorld(t)
	rapid.Check(t, func(rt *rapid.T) {
		from, to := w.drawPair(rt)
		start, _ := named(&from, &to)
		b := newBetween(w.Reference, start, &to, ByDriver)
		mixed := b.made(&making{taken: make([]bool, len(b.moves)), mixed: true})
		holdFigures(rt, w, *b.from, mixed)
	})
}

// TestWhatBelongsToNoDriverMovesNothing changes everything of a plan that has no
// driver.
func TestWhatBelongsToNoDriverMovesNothing(t *testing.T) {
	w := newWorld(t)
	plan := planner.Clone(w.plans[0])
	plan.Name, plan.Title.KO, plan.Description.EN = "other", "제목", "told"
	plan.Budget.TotalKRW, plan.Budget.CarryOver = 1e9, false
	plan.Budget.Ceilings = []planner.YearCeiling{{Year: 2023, AmountKRW: 1}}
	plan.Budget.Funding = []planner.FundingLine{{Name: "loan", AmountKRW: 5, From: plan.Horizon.Start}}
	plan.Budget.Source, plan.Sites[0].Source, plan.Sites[0].Phases[0].Title.EN = "a", "b", "c"
	plan.Sites[0].Phases[0].Promised += 9
	plan.CostBook.Overrides = []planner.CostOverride{{Code: "structure.frame", UnitPrice: 1, Currency: "KRW", Unit: "m2", PriceMonth: plan.PriceBase, Source: "a"}}
	base := planner.Clone(plan)
	plan.CostBook.Overrides[0].LowShare, plan.CostBook.Overrides[0].HighShare, plan.CostBook.Overrides[0].Source = 0.5, 2, "b"
	slices.Reverse(plan.ExchangeRates)
	plan.Values = []planner.ValueOverride{}
	for _, v := range planner.ReferenceValues(planner.Plan{}, w.Reference) {
		if d, known := ruleOfValue(v.Name); known && d == noDriver {
			plan.Values = append(plan.Values, planner.ValueOverride{Name: v.Name, Value: v.Value * 0.99})
		}
	}
	if b := newBetween(w.Reference, &base, &plan, ByChange); slices.Contains(b.moves, true) {
		t.Errorf("%v move", b.list)
	}
	if err := planner.Validate(plan, w.Reference); err != nil {
		t.Fatal(err)
	}
	holdFigures(t, w, base, plan)
}

// holdFigures holds that two plans have the same lines in every figure.
func holdFigures(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, w *world, a, b planner.Plan) {
	one, other := w.caseOf(t, a), w.caseOf(t, b)
	for _, of := range []Figure{ForecastKRW, NPVKRW, UsableITKW} {
		l := newLedger(of)
		if was, is := l.read(&one.Result, nil), l.read(&other.Result, nil); !slices.Equal(was, is) {
			t.Fatalf("%s is %v, was %v", of, is, was)
		}
	}
}

// TestBetween takes the reasons of two plans one by one.
func TestBetween(t *testing.T) {
	ref := exampletest.Reference(t)
	from := exampletest.Plan(t, "two-sites-460")
	ansan := &from.Sites[0]
	ansan.Phases = append(ansan.Phases, planner.Phase{Name: "later", Start: ansan.Phases[0].Start + 12, GrossAreaM2: 9000, Halls: ansan.Phases[0].Halls[3:]})
	ansan.Phases[0].Halls = ansan.Phases[0].Halls[:3]
	ansan.Plant[3].Added = []planner.ModuleAddition{{Phase: "later", Modules: 2}}
	from.Actuals = planner.Actuals{Through: from.Horizon.Start + 12, Entries: []planner.Actual{{Code: "structure.frame", Site: "siheung", Month: from.Horizon.Start, PaidKRW: 5}}}
	to := planner.Clone(from)
	to.Sites = to.Sites[:1]
	to.Links = nil
	site := &to.Sites[0]
	site.Plant[2].Arrangement, site.Plant[2].Modules = power.Arrangement{Systems: 1, Spare: 2}, 10 // generators: N+1 of 6
	site.Feeds, site.FeedArrangement = site.Feeds[:1], power.Arrangement{Systems: 1}
	site.Phases[0].Halls[0].Train[0].Arrangement = power.Arrangement{Systems: 1, Spare: 1} // UPS: 2N of 4, two carry
	site.Phases[0].Halls[0].Train[0].Modules = 3
	site.Phases[0].Halls = site.Phases[0].Halls[:2]
	site.Phases[1].Start += 3
	to.Leases[0].ITKW, to.Leases[0].Returns = 3000, nil
	to.Budget.VAT = planner.VATIncluded

	show := func(p planner.Plan) string {
		s := &p.Sites[0]
		h := s.Phases[0].Halls
		return fmt.Sprintf("%d sites, %d links, %d books; generators %v of %d, feeds %v of %d, UPS %v of %d; %d + %d halls, later %s, chillers +%d; lease %v -%v; VAT %s",
			len(p.Sites), len(p.Links), len(p.Actuals.Entries), s.Plant[2].Arrangement, s.Plant[2].Modules, s.FeedArrangement, len(s.Feeds), h[0].Train[0].Arrangement, h[0].Train[0].Modules,
			len(h), len(s.Phases[1].Halls), s.Phases[1].Start, s.Plant[3].Added[0].Modules, p.Leases[0].ITKW, given(p.Leases[0]), p.Budget.VAT)
	}
	b := newBetween(ref, &from, &to, ByDriver)
	for _, c := range []struct {
		taken []Driver
		want  string
	}{
		{nil, "2 sites, 1 links, 1 books; generators N+1 of 6, feeds 2N of 2, UPS 2N of 4; 3 + 1 halls, later 2021-10, chillers +2; lease 6600 -3300; VAT excluded"},
		// What hangs on a site that is not there goes with it.
		{[]Driver{Scope}, "1 sites, 0 links, 0 books; generators N+1 of 6, feeds 2N of 2, UPS 2N of 4; 3 + 1 halls, later 2021-10, chillers +2; lease 6600 -3300; VAT excluded"},
		// Five generators carry: with two to spare seven stand there. Two UPS modules carry: three in N+1. A feed goes.
		{[]Driver{Tier}, "2 sites, 1 links, 1 books; generators N+2 of 7, feeds N of 1, UPS N+1 of 3; 3 + 1 halls, later 2021-10, chillers +2; lease 6600 -3300; VAT excluded"},
		// Eight generators carry: nine in N+1. The lease gives back no more than it has.
		{[]Driver{Quantity}, "2 sites, 1 links, 1 books; generators N+1 of 9, feeds 2N of 2, UPS 2N of 4; 2 + 1 halls, later 2021-10, chillers +2; lease 3000 -3000; VAT excluded"},
		{[]Driver{Timing}, "2 sites, 1 links, 1 books; generators N+1 of 6, feeds 2N of 2, UPS 2N of 4; 3 + 1 halls, later 2022-01, chillers +2; lease 6600 -0; VAT excluded"},
		{[]Driver{Finance}, "2 sites, 1 links, 1 books; generators N+1 of 6, feeds 2N of 2, UPS 2N of 4; 3 + 1 halls, later 2021-10, chillers +2; lease 6600 -3300; VAT included"},
		{[]Driver{Scope, Quantity, Tier, Timing, Finance, Books}, "1 sites, 0 links, 1 books; generators N+2 of 10, feeds N of 1, UPS N+1 of 3; 2 + 1 halls, later 2022-01, chillers +2; lease 3000 -0; VAT included"},
	} {
		taken := make([]bool, len(b.list))
		for i, r := range b.list {
			taken[i] = slices.Contains(c.taken, r.driver)
		}
		if got := show(b.make(taken)); got != c.want {
			t.Errorf("%v:\n%s, want\n%s", c.taken, got, c.want)
		}
	}
}

func given(l planner.Lease) (kw planner.KW) {
	for _, r := range l.Returns {
		kw += r.ITKW
	}
	return kw
}

// TestBetweenPhases moves a hall to a phase that one plan alone has, and another
// between phases that both have.
func TestBetweenPhases(t *testing.T) {
	ref := exampletest.Reference(t)
	from := exampletest.Plan(t, "two-sites-460")
	s := &from.Sites[0]
	s.Phases = append(s.Phases, planner.Phase{Name: "second", Start: s.Phases[0].Start, Halls: s.Phases[0].Halls[3:]})
	s.Phases[0].Halls = s.Phases[0].Halls[:3]
	to := planner.Clone(from)
	s = &to.Sites[0]
	first := s.Phases[0].Halls
	s.Phases[0].Halls = []planner.Hall{first[0]}
	s.Phases[1].Halls = append(s.Phases[1].Halls, first[1])
	s.Phases = append(s.Phases, planner.Phase{Name: "third", Start: s.Phases[0].Start, Halls: first[2:3]})
	third := reason{Scope, "sites/ansan/phases/third"}
	for _, c := range []struct {
		detail Detail
		taken  []reason
		want   string
	}{
		{ByDriver, nil, `[["DH-1","DH-2","DH-3"],["DH-4"]]`},
		{ByDriver, []reason{{Timing, ""}}, `[["DH-1","DH-3"],["DH-4","DH-2"]]`},
		{ByDriver, []reason{{Scope, ""}}, `[["DH-1","DH-2"],["DH-4"],["DH-3"]]`},
		{ByDriver, []reason{{Scope, ""}, {Timing, ""}}, `[["DH-1"],["DH-4","DH-2"],["DH-3"]]`},
		// Without the phase the hall stays where it was; the phase alone builds nothing.
		{ByChange, []reason{{Scope, "sites/ansan"}}, `[["DH-1","DH-2","DH-3"],["DH-4"]]`},
		{ByChange, []reason{third}, `[["DH-1","DH-2","DH-3"],["DH-4"],null]`},
		{ByChange, []reason{third, {Scope, "sites/ansan"}}, `[["DH-1","DH-2"],["DH-4"],["DH-3"]]`},
	} {
		b := newBetween(ref, &from, &to, c.detail)
		taken := make([]bool, len(b.list))
		for i, r := range b.list {
			taken[i] = slices.Contains(c.taken, r)
		}
		var names [][]string
		plan := b.make(taken)
		for _, ph := range plan.Sites[0].Phases {
			var halls []string
			for _, h := range ph.Halls {
				halls = append(halls, h.Name)
			}
			names = append(names, halls)
		}
		if got, _ := json.Marshal(names); string(got) != c.want {
			t.Errorf("%v: %s, want %s", c.taken, got, c.want)
		}
	}
}

// TestBetweenNames takes a site without the tariff, the climate, the calendar and
// the tier that it names: they come with it, and nothing else does.
func TestBetweenNames(t *testing.T) {
	ref := exampletest.Reference(t)
	to := exampletest.Plan(t, "two-sites-460")
	own := func() (planner.Tariff, planner.Climate, planner.Calendar, planner.RedundancyTier) {
		p := planner.Clone(planner.Plan{Tariffs: ref.Tariffs[:1], Climates: ref.Climates[:1], Calendars: ref.Calendars[:1], RedundancyTiers: ref.Tiers[2:3]})
		return p.Tariffs[0], p.Climates[0], p.Calendars[0], p.RedundancyTiers[0]
	}
	tariff, climate, calendar, tier := own()
	tariff.Name, climate.Name, calendar.Name, tier.Name = "own", "own", "own", "own"
	to.Tariffs, to.Climates, to.Calendars, to.RedundancyTiers = []planner.Tariff{tariff}, []planner.Climate{climate}, []planner.Calendar{calendar}, []planner.RedundancyTier{tier}
	from := planner.Clone(to)
	from.Sites, from.Links = from.Sites[:1], nil
	from.Tariffs, from.Climates, from.Calendars, from.RedundancyTiers = nil, nil, nil, nil
	s := &to.Sites[1]
	s.Tariff, s.Climate, s.Tier, s.Phases[0].Stages[0].Calendar = "own", "own", "own", "own"
	b := newBetween(ref, &from, &to, ByDriver)
	for _, c := range []struct {
		taken Driver
		sites int
		own   int // tariffs
	}{{Scope, 2, 1}, {Operation, 1, 1}, {Timing, 1, 0}} {
		taken := make([]bool, len(b.list))
		for i, r := range b.list {
			taken[i] = r.driver == c.taken
		}
		plan := b.make(taken)
		if err := planner.Validate(plan, ref); err != nil || len(plan.Sites) != c.sites || slices.Contains(taken, true) && len(plan.Tariffs) != c.own {
			t.Errorf("%s: %d sites, %d tariffs, %v", c.taken, len(plan.Sites), len(plan.Tariffs), err)
		}
	}
}

// BenchmarkBetween makes a plan halfway between two examples.
func BenchmarkBetween(b *testing.B) {
	ref := exampletest.Reference(b)
	from, to := exampletest.Plan(b, "ansan-460"), exampletest.Plan(b, "two-sites-460")
	all := newBetween(ref, &from, &to, ByDriver)
	taken := make([]bool, len(all.list))
	for i := range taken {
		taken[i] = i%2 == 0
	}
	b.ReportAllocs()
	for b.Loop() {
		all.make(taken)
	}
}

// BenchmarkNewBetween finds what differs between two examples.
func BenchmarkNewBetween(b *testing.B) {
	ref := exampletest.Reference(b)
	from, to := exampletest.Plan(b, "ansan-460"), exampletest.Plan(b, "two-sites-460")
	b.ReportAllocs()
	for b.Loop() {
		newBetween(ref, &from, &to, ByDriver)
	}
}

// BenchmarkBetweenRacks makes a plan between two of 100,000 racks each that
// differ in them all.
func BenchmarkBetweenRacks(b *testing.B) {
	ref := exampletest.Reference(b)
	from := exampletest.Plan(b, "two-sites-460")
	hall := &from.Sites[0].Phases[0].Halls[0]
	hall.RackPositions = 100_000
	hall.Racks = make([]planner.Rack, 100_000)
	for i := range hall.Racks {
		hall.Racks[i] = planner.Rack{Name: fmt.Sprintf("R-%06d", i), RackType: "server-6kw", Row: fmt.Sprint("R", i/20), Position: 1 + i%20, From: from.Horizon.Start}
	}
	to := planner.Clone(from)
	for i := range hall.Racks {
		to.Sites[0].Phases[0].Halls[0].Racks[i].From += 12
	}
	to.PriceBase++
	b.Run("find", func(b *testing.B) {
		for b.Loop() {
			newBetween(ref, &from, &to, ByDriver)
		}
	})
	all := newBetween(ref, &from, &to, ByDriver)
	taken := make([]bool, len(all.list))
	taken[0] = true
	b.Run("make", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			all.make(taken)
		}
	})
}
