package power

import (
	"fmt"
	"slices"
)

// Stage is one stage of a train: modules in systems.
type Stage struct {
	Kind         Kind
	Arrangement  Arrangement
	Modules      int      // over all systems, which they are dealt to in turn
	Rating       KW       // of one module: electrical kW out, or kW of heat moved
	Ratings      []KW     // of each module, where they differ
	Names        []string // of each module, where they have names: grid feeds
	Substations  []string // of each module: grid feeds
	Buses        int      // of each system, any of which carries all of it; at least 1
	Pairs        []Pair   // distributed: how the load is corded; evenly where empty
	Compartments []string // in which systems, or the modules of a single one, stand in turn
	Efficiency   float64  // electrical kW out per kW in at full load, (0..1]; power stages
	NoLoadLoss   float64  // share of the rating a module loses at any load; power stages
	COP          float64  // kW of heat moved per electrical kW used; cooling stages
	Continuous   bool     // cooling stages: runs on while power is interrupted
}

// Pair is a share of the load that is corded to two systems, counted from 0.
type Pair struct {
	First, Second int
	Share         float64
}

// Installed returns the rating in kW of all modules together.
func (s *Stage) Installed() KW {
	if s.Ratings == nil {
		return KW(s.Modules) * s.Rating
	}
	var sum KW
	for _, r := range s.Ratings {
		sum += r
	}
	return sum
}

// rating returns that of module i.
func (s *Stage) rating(i int) KW {
	if s.Ratings == nil {
		return s.Rating
	}
	return s.Ratings[i]
}

// Same reports whether two stages are alike in all.
func (s *Stage) Same(o *Stage) bool {
	return s.Kind == o.Kind && s.Arrangement == o.Arrangement && s.Modules == o.Modules && s.Rating == o.Rating && s.Buses == o.Buses &&
		s.Efficiency == o.Efficiency && s.NoLoadLoss == o.NoLoadLoss && s.COP == o.COP && s.Continuous == o.Continuous &&
		slices.Equal(s.Ratings, o.Ratings) && slices.Equal(s.Pairs, o.Pairs) && slices.Equal(s.Compartments, o.Compartments)
}

// Site is the trains of a site.
type Site struct {
	Shared    []Stage   // that all halls share, from the grid inwards; the feeds first
	Classes   [][]Stage // each the own train of halls that are alike, from source to rack, then from plant to room
	Halls     []Hall
	OtherLoad float64 // lighting, offices and controls in kW per kW of IT load
}

// Hall is a hall of a site.
type Hall struct {
	Name  string
	Class int // index into Classes
	Most  KW  // IT load that design and space allow
}

// Problem is a stage that cannot stand where it does in its train.
type Problem struct {
	Stage   int // index into the train, the shared stages first
	Message string
}

// Problems lists the stages of a train, shared ones first, whose systems cannot
// be joined to those above them. shared is the number of shared stages.
func Problems(train []Stage, shared int) []Problem {
	var problems []Problem
	add := func(stage int, message string) { problems = append(problems, Problem{stage, message}) }
	for _, p := range []Path{Grid, OnSite, Heat} {
		order := onPath(train, p)
		groups := 1
		for i, at := range order {
			s := &train[at]
			if i > 0 && train[order[i-1]].Arrangement.Catcher {
				groups = train[order[i-1]].Arrangement.Systems
			}
			if message := s.grouped(groups); p == Grid && message != "" {
				add(at, message)
			}
			switch {
			case s.Kind.Cooling() && (s.Arrangement.Catcher || s.Arrangement.Distributed()):
				add(at, "cooling is arranged N, N+r, 2N or 2(N+r)")
			case p != OnSite && i > 0:
				if message := joint(&train[order[i-1]], s); message != "" {
					add(at, message)
				}
			}
			last := i == len(order)-1
			if p == Grid && s.Arrangement.Catcher && (last || train[order[i+1]].Kind != STS) {
				add(at, "block redundant wants an sts stage after it, through which the catcher takes over")
			}
		}
	}
	generators := 0
	for at := range train {
		if train[at].Kind == Generator {
			if generators++; generators == 2 {
				add(at, "a hall has generators of its own or those of its site, not both")
			}
		}
	}
	return append(problems, misplaced(train, shared)...)
}

// grouped says what keeps the modules of a stage from being dealt to the groups
// of loads behind a block redundant stage; nothing where they can be.
func (s *Stage) grouped(groups int) string {
	n := groups * s.Arrangement.Count()
	switch {
	case groups == 1:
		return ""
	case s.Arrangement.Catcher || s.Arrangement.Distributed():
		return "behind a block redundant stage a stage is arranged N, N+r, 2N or 2(N+r)"
	case s.Modules%n != 0 || s.Modules/n <= s.Arrangement.Spare:
		return fmt.Sprintf("its %d modules cannot be dealt to the %d groups of loads behind the block redundant stage: %d systems want as many each, and one more than the spare ones", s.Modules, groups, n)
	}
	return ""
}

// joint says what keeps the systems of a stage from being fed by those of the
// stage above it; nothing where they can be.
func joint(above, below *Stage) string {
	up, down := above.Arrangement.Count(), below.Arrangement.Count()
	switch {
	case above.Arrangement.Catcher, up == 1, up == down, up == 2:
		return ""
	}
	return "its systems cannot be fed by those of the " + string(above.Kind) + " above it, arranged " + above.Arrangement.String() + "; arrange it so too"
}

// misplaced finds a hall's own stage that would stand above critical stages of
// its site.
func misplaced(train []Stage, shared int) []Problem {
	critical := false
	for at := range train {
		s := &train[at]
		switch {
		case at < shared:
			critical = critical || s.Kind.Critical()
		case critical && !s.Kind.Critical() && !s.Kind.Cooling():
			return []Problem{{at, "it would stand above UPS, STS or PDU of the site; put it into the site's plant"}}
		}
	}
	return nil
}

// onPath returns the stages of a train that lie on a path, from its source:
// stages that carry the whole facility before those that carry IT load alone.
// From the generators on, the path on site is that of the grid; it is empty
// where there are none.
func onPath(train []Stage, p Path) []int {
	order := make([]int, 0, len(train))
	if p == Heat {
		for i := range train {
			if train[i].Kind.Cooling() {
				order = append(order, i)
			}
		}
		return order
	}
	generators := false
	for i := range train {
		switch k := train[i].Kind; {
		case k.Cooling() || k.Critical():
		case k == Generator:
			generators = true
			if p == OnSite {
				order = append(order[:0], i)
			}
		default:
			order = append(order, i)
		}
	}
	if p == OnSite && !generators {
		return nil
	}
	for i := range train {
		if train[i].Kind.Critical() {
			order = append(order, i)
		}
	}
	return order
}
