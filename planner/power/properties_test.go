package power_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"buildout/planner/power"
)

func total(site *power.Site, claim power.Tier) float64 {
	s := power.Solve(site, claim)
	sum := 0.0
	for _, kw := range s.Alone {
		sum += float64(kw) * s.Share
	}
	return sum
}

// anyStage draws one of the stages of a site.
func anyStage(t *rapid.T, site *power.Site) *power.Stage {
	lists := append([][]power.Stage{site.Shared}, site.Classes...)
	list := lists[rapid.IntRange(0, len(lists)-1).Draw(t, "list")]
	return &list[rapid.IntRange(0, len(list)-1).Draw(t, "stage")]
}

// TestMoreModulesNeverCarryLess holds that a module more in every system of a
// stage never lowers what a hall could carry alone and, of a shared stage, what
// all halls carry. (A hall that could carry more takes its part of the plant
// from others, which may use it better.)
func TestMoreModulesNeverCarryLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		site := drawSite(t)
		claim := ladder[rapid.IntRange(0, 2).Draw(t, "claim")]
		before := power.Solve(site, claim)
		s := anyStage(t, site)
		n := s.Arrangement.Count()
		if s.Modules%(n*3) == 0 {
			n *= 3
		} else if s.Modules%(n*2) == 0 {
			n *= 2 // behind a block redundant stage every group gets one
		}
		shared := slices.ContainsFunc(site.Shared, func(o power.Stage) bool { return o.Kind == s.Kind })
		together := total(site, claim)
		s.Modules += n
		for len(s.Names) > 0 && len(s.Names) < s.Modules {
			s.Names, s.Substations = append(s.Names, "another"), append(s.Substations, "S0")
		}
		after := power.Solve(site, claim)
		if more := total(site, claim); shared && more < together*(1-1e-9) {
			t.Fatalf("%s: all halls fall from %g to %g kW", s.Kind, together, more)
		}
		for h := range before.Alone {
			if after.Alone[h] < before.Alone[h]*(1-1e-9) {
				t.Fatalf("%s: hall %d alone falls from %v to %v", s.Kind, h, before.Alone[h], after.Alone[h])
			}
		}
	})
}

// TestClaimsNeverRaise holds that who claims to survive more never has more,
// that what is usable is at most what is installed, and that it is so of every
// stage.
func TestClaimsNeverRaise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		site := drawSite(t)
		least := math.Inf(1)
		for _, claim := range ladder {
			s := power.Solve(site, claim)
			for h := range s.Alone {
				if s.Alone[h] > s.Gross[h]*(1+1e-9) {
					t.Fatalf("hall %d may carry %v of %v installed", h, s.Alone[h], s.Gross[h])
				}
			}
			for i, g := range s.Shared {
				if g.Usable > site.Shared[i].Installed()*(1+1e-9) {
					t.Fatalf("%s carries %v of %v", site.Shared[i].Kind, g.Usable, site.Shared[i].Installed())
				}
			}
			sum := 0.0
			for _, kw := range s.Alone {
				sum += float64(kw)
			}
			if sum > least*(1+1e-9) {
				t.Fatalf("Tier %s: %g kW where the tier below has %g", claim.Name, sum, least)
			}
			least = sum
		}
	})
}

// TestTwiceTheRatings holds that a site of twice the ratings, for halls of
// twice the design, carries twice as much.
func TestTwiceTheRatings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		site := drawSite(t)
		once := total(site, ladder[2])
		for _, list := range append([][]power.Stage{site.Shared}, site.Classes...) {
			for i := range list {
				list[i].Rating *= 2
			}
		}
		for h := range site.Halls {
			site.Halls[h].Most *= 2
		}
		if twice := total(site, ladder[2]); math.Abs(twice-2*once) > 1e-6*twice {
			t.Fatalf("%g kW, twice the ratings %g", once, twice)
		}
	})
}

// TestOrderIsNothing holds that the order of halls, of cooling among power
// stages, and of the modules of a stage changes nothing.
func TestOrderIsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		site := drawSite(t)
		before := total(site, ladder[2])
		slices.Reverse(site.Halls)
		for c, own := range site.Classes {
			last := len(own) - 1 // the air handlers
			site.Classes[c] = append([]power.Stage{own[last]}, own[:last]...)
		}
		feed := &site.Shared[0]
		feed.Ratings = make([]power.KW, feed.Modules)
		for i := range feed.Ratings {
			feed.Ratings[i] = feed.Rating
		}
		if after := total(site, ladder[2]); math.Abs(after-before) > 1e-6*before {
			t.Fatalf("%g kW, in another order %g", before, after)
		}
	})
}

// TestNoFailureHelps holds that no failure leaves more in service or brings
// load back, that every kW of load is carried or dropped, and that below what
// is usable no failure a Tier III site promises to survive overloads anything.
func TestNoFailureHelps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		site := drawSite(t)
		load := make([]power.KW, len(site.Halls))
		s := power.Solve(site, ladder[2])
		for h := range load {
			load[h] = kwOf(s, h)
		}
		sound, _ := power.Simulate(site, load, "")
		list := power.Failures(site)
		f := list[rapid.IntRange(0, len(list)-1).Draw(t, "failure")]
		state, ok := power.Simulate(site, load, f.ID)
		if !ok {
			t.Fatalf("%s is listed and not known", f.ID)
		}
		for h := range load {
			if state.Halls[h].Dropped < sound.Halls[h].Dropped-1e-9 || state.Halls[h].Dropped > 1+1e-9 {
				t.Fatalf("%s drops %g of hall %d, %g when sound", f.ID, state.Halls[h].Dropped, h, sound.Halls[h].Dropped)
			}
			own := state.Halls[h].Stages
			last := own[len(own)-2].Systems // PDUs; air handlers come after
			carried := 0.0
			for _, y := range last {
				carried += float64(y.LoadKW)
			}
			if want := float64(load[h]) * (1 - state.Halls[h].Dropped); math.Abs(carried-want) > 1e-6*math.Max(1, want) {
				t.Fatalf("%s: the PDUs of hall %d carry %g of %g kW", f.ID, h, carried, want)
			}
		}
		for i, g := range state.Shared {
			for k, y := range g.Systems {
				if y.RatingKW > sound.Shared[i].Systems[k].RatingKW {
					t.Fatalf("%s raises the rating of %s", f.ID, g.Kind)
				}
			}
		}
	})
}

// kwOf returns what hall h of a solved site may carry.
func kwOf(s *power.Solution, h int) power.KW { return power.KW(float64(s.Alone[h]) * s.Share) }
