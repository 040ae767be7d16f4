package planner

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// lineKey is what the books know a cost line by.
type lineKey struct{ code, site, phase string }

// read finds the line of every entry.
func (s *settling) read(plan Plan) {
	entries := s.entries
	first := make(map[lineKey]int, len(s.costs.lines))
	for i := len(s.costs.lines) - 1; i >= 0; i-- {
		l := &s.costs.lines[i]
		first[lineKey{l.Code, l.Site, l.Phase}] = i
	}
	lines := make([]int, len(entries))
	s.upTo = make([]int, len(s.costs.lines))
	for i := range entries {
		a := &entries[i]
		key := lineKey{a.Code, a.Site, phaseName(plan, a)}
		line, ok := first[key]
		if !ok {
			s.fault(entryPath(i), key.code, s.noLine(key))
			continue
		}
		lines[i] = line
		s.upTo[line]++
	}
	if len(s.faults) == 0 {
		s.sort(lines)
	}
}

// sort puts the entries, given the line of each, in the order of lines and
// within a line in that of months. s.upTo holds how many a line has, and then
// where they end.
func (s *settling) sort(lines []int) {
	from := make([]int, len(s.upTo))
	for line, end := 0, 0; line < len(s.upTo); line++ {
		from[line] = end
		end += s.upTo[line]
		s.upTo[line] = end
	}
	s.order = make([]int, len(lines))
	for i, line := range lines {
		s.order[from[line]] = i
		from[line]++
	}
	start := 0
	byMonth := func(a, b int) int { return cmp.Compare(s.entries[a].Month, s.entries[b].Month) }
	for _, end := range s.upTo {
		if books := s.order[start:end]; !slices.IsSortedFunc(books, byMonth) {
			slices.SortStableFunc(books, byMonth)
		}
		start = end
	}
}

func (s *settling) fault(path, found, message string) {
	if len(s.faults) < maxFaults {
		s.faults = append(s.faults, Fault{Path: path, Found: found, Message: message})
	}
}

// entryPath is the place of an entry in the plan.
func entryPath(index int) string { return fmt.Sprintf("actuals.entries[%d]", index) }

// phaseName returns the phase of an entry, which is the site's first where it
// names none.
func phaseName(plan Plan, a *Actual) string {
	if a.Phase != "" {
		return a.Phase
	}
	for i := range plan.Sites {
		if s := &plan.Sites[i]; s.Name == a.Site && len(s.Phases) > 0 {
			return s.Phases[0].Name
		}
	}
	return ""
}

// noLine says which lines there are at a site and phase, those of the group
// alone where it has any.
func (s *settling) noLine(key lineKey) string {
	var codes, groups []string
	for i := range s.costs.lines {
		l := &s.costs.lines[i]
		if l.Site != key.site || l.Phase != key.phase {
			continue
		}
		if l.Group == groupOf(key.code) && !slices.Contains(codes, l.Code) {
			codes = append(codes, l.Code)
		}
		if !slices.Contains(groups, l.Group) {
			groups = append(groups, l.Group)
		}
	}
	has := "lines of its group there are " + strings.Join(codes, ", ")
	switch {
	case len(groups) == 0:
		has = "it has no lines"
	case len(codes) == 0:
		has = "groups there are " + strings.Join(groups, ", ")
	}
	return fmt.Sprintf("the plan has no such line for phase %s of site %s; %s", key.phase, key.site, has)
}
