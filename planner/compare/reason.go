package compare

import (
	"slices"
	"strconv"
	"strings"

	"buildout/planner"
)

// reason is what a step of a bridge stands for: a driver and, by change, a place.
type reason struct {
	driver Driver
	place  string
}

// reasons tells which reason a value of two plans belongs to, by its path.
type reasons struct {
	detail Detail
	rates  [2][]planner.ExchangeRate // of the first and the second plan
	tier   map[string]bool           // paths of stages and feeds whose number follows from their arrangement
	scope  map[string]bool           // paths of halls that a phase of one plan alone builds
	paid   []string                  // sites that the budget of one plan alone pays for
}

// names lists the parts of a path.
func (s *step) names() []string {
	n := 0
	for at := s; at != nil; at = at.up {
		n++
	}
	names := make([]string, n)
	for at := s; at != nil; at = at.up {
		n--
		names[n] = at.name
	}
	return names
}

// patternOf returns a path with * in place of names and STAGE in place of kinds
// of stages.
func patternOf(names []string) []string {
	pattern := make([]string, len(names))
	s := planShape
	for i := 0; i < len(names); i++ {
		pattern[i] = names[i]
		if s == nil {
			continue // below a single value, such as a source
		}
		at := slices.IndexFunc(s.fields, func(f field) bool { return f.name == names[i] })
		switch {
		case s.hall != nil && names[i] == "halls":
			s = s.hall.of
		case at >= 0:
			f := &s.fields[at]
			if s = f.of; f.kind != elements {
				continue
			}
		case s == planShape.field("sites").of.hall.of && names[i] == "phase": // that builds a hall
			s = nil
			continue
		default:
			flat := slices.IndexFunc(s.fields, func(f field) bool { return f.flat })
			if flat < 0 {
				s = nil // the halls of a phase
				continue
			}
			pattern[i], s = "STAGE", s.fields[flat].of
			continue
		}
		if i++; i < len(names) {
			pattern[i] = "*"
		}
	}
	return pattern
}

// of returns the reason of a value, and whether all below it has the same.
func (r *reasons) of(names []string, second bool) (is reason, whole bool) {
	if names[0] == "values" && len(names) > 1 {
		is.driver, _ = ruleOfValue(names[1])
		if len(names) > 2 {
			is.driver = noDriver // its source
		}
		return r.at(is, names, second), true
	}
	pattern := patternOf(names)
	rule, _ := ruleOf(pattern)
	is.driver = rule.driver
	switch stage := slices.Index(pattern, "STAGE"); {
	case stage >= 0 && len(names) > stage+1 && (names[stage+1] == "modules" || names[stage+1] == "added"):
		if r.tier[join(names[:stage+1])] {
			is.driver = Tier
		}
	case len(names) >= 3 && len(names) <= 4 && pattern[2] == "feeds" && r.tier[join(names[:3])]:
		is.driver = Tier
	case len(names) == 5 && names[4] == "phase" && pattern[2] == "halls" && r.scope[join(names[:4])]:
		is.driver = Scope
	}
	return r.at(is, names, second), rule.whole
}

// at adds the place of a value to its reason.
func (r *reasons) at(is reason, names []string, second bool) reason {
	if r.detail == ByChange && is.driver != noDriver {
		is.place = r.placeOf(is.driver, names, second)
	}
	return is
}

// placeOf returns the place of a value: in a site a phase, where the driver is
// one of phases, or the site; else the element of a list, or the key.
func (r *reasons) placeOf(d Driver, names []string, second bool) string {
	depth := min(2, len(names))
	switch names[0] {
	case "sites":
		if len(names) > 3 && names[2] == "phases" && (d == Scope || d == Timing) {
			depth = 4
		}
	case "demand", "cost_book":
		depth = min(3, len(names))
	case "budget":
		if len(r.paid) > 0 && names[1] == "sites" {
			return placeOfSite(r.paid[0])
		}
	case "horizon", "worth", "actuals":
		depth = 1
	case "exchange_rates":
		if len(names) > 1 {
			return "exchange_rates/" + r.currency(names[1], second)
		}
	case "values":
		if profile, ok := strings.CutPrefix(names[1], "cost_book.profiles."); ok { // whose shares sum to 1
			profile, _, _ = strings.Cut(profile, ".")
			return "values/" + planner.PathName("cost_book.profiles."+profile)
		}
	}
	place := make([]string, depth)
	for i := range place {
		place[i] = planner.PathName(names[i])
	}
	return strings.Join(place, "/")
}

func placeOfSite(name string) string { return "sites/" + planner.PathName(name) }

// currency returns that of the exchange rate at a place of the first or the
// second plan.
func (r *reasons) currency(place string, second bool) string {
	rates := r.rates[0]
	if second {
		rates = r.rates[1]
	}
	if i, err := strconv.Atoi(place); err == nil && i < len(rates) {
		return rates[i].Currency
	}
	return place
}
