package compare

import (
	"reflect"
	"slices"
	"strings"

	"buildout/planner"
)

// match pairs the elements of two lists that have the same key, the first of a
// key with the first, and so on. It calls pair with the places of both in the
// order of the first list, and then of what only the second has; -1 is none. It
// returns the places of the pairs in the second list.
func match(n, m int, keyOfFirst, keyOfSecond func(int) string, pair func(i, j int)) (seconds []int) {
	same := 0
	for same < min(n, m) && keyOfFirst(same) == keyOfSecond(same) {
		pair(same, same)
		same++
	}
	if same == n && same == m {
		return nil
	}
	at := make(map[string]int, m-same) // first that is left of a key, from 1
	next := make([]int, m)             // after it
	for j := m - 1; j >= same; j-- {
		key := keyOfSecond(j)
		next[j] = at[key]
		at[key] = j + 1
	}
	paired := make([]bool, m)
	for i := same; i < n; i++ {
		key := keyOfFirst(i)
		j := at[key] - 1
		if pair(i, j); j >= 0 {
			at[key], paired[j] = next[j], true
			seconds = append(seconds, j)
		}
	}
	for j := same; j < m; j++ {
		if !paired[j] {
			pair(-1, j)
		}
	}
	return seconds
}

// moved tells of a list whose pairs stand in another order in the second.
func (c *comparison) moved(at *step, seconds []int, key func(int) string) {
	if slices.IsSorted(seconds) {
		return
	}
	sorted := slices.Sorted(slices.Values(seconds))
	from, to := 0, len(seconds)
	for seconds[from] == sorted[from] {
		from++
	}
	for seconds[to-1] == sorted[to-1] {
		to--
	}
	c.add(at, Moved, func() (string, string) { return named(seconds[from:to], key), named(sorted[from:to], key) })
}

// named lists the keys of places.
func named(places []int, key func(int) string) string {
	var b strings.Builder
	for i, at := range places {
		if i > 0 {
			b.WriteString(", ")
		}
		if b.WriteString(key(at)); b.Len() > 4*maxText {
			break
		}
	}
	return clip(b.String())
}

// values compares the plan's own values, each of which is the number at its name
// and a source below it.
func (c *comparison) values(at *step, was, is []planner.ValueOverride) {
	seconds := match(len(was), len(is), func(i int) string { return was[i].Name }, func(j int) string { return is[j].Name }, func(i, j int) {
		switch {
		case j < 0:
			c.source(at.below(was[i].Name), was[i].Source, "")
			c.value(at.below(was[i].Name), textOf(reflect.ValueOf(was[i].Value)), "")
		case i < 0:
			c.value(at.below(is[j].Name), "", textOf(reflect.ValueOf(is[j].Value)))
			c.source(at.below(is[j].Name), "", is[j].Source)
		default:
			c.value(at.below(is[j].Name), textOf(reflect.ValueOf(was[i].Value)), textOf(reflect.ValueOf(is[j].Value)))
			c.source(at.below(is[j].Name), was[i].Source, is[j].Source)
		}
	})
	c.moved(at, seconds, func(j int) string { return is[j].Name })
}

// source compares the sources of a value.
func (c *comparison) source(at *step, was, is string) { c.value(at.below("source"), was, is) }

// placed is a hall with the phase that builds it.
type placed struct {
	phase string
	hall  *planner.Hall
}

func hallsOf(s *planner.Site) (list []placed) {
	for i := range s.Phases {
		for j := range s.Phases[i].Halls {
			list = append(list, placed{s.Phases[i].Name, &s.Phases[i].Halls[j]})
		}
	}
	return list
}

func hasPhase(s *planner.Site, name string) bool {
	return slices.ContainsFunc(s.Phases, func(ph planner.Phase) bool { return ph.Name == name })
}

// halls compares the halls of a site, whichever phases build them. Those of a
// phase that is added or removed are told with it.
func (c *comparison) halls(at *step, of *shape, was, is *planner.Site) {
	a, b := hallsOf(was), hallsOf(is)
	halls := at.below("halls")
	match(len(a), len(b), func(i int) string { return a[i].hall.Name }, func(j int) string { return b[j].hall.Name }, func(i, j int) {
		switch {
		case j < 0:
			if hasPhase(is, a[i].phase) {
				c.only(halls.below(a[i].hall.Name), reflect.ValueOf(*a[i].hall), reflect.Value{})
			}
		case i < 0:
			if hasPhase(was, b[j].phase) {
				c.only(halls.below(b[j].hall.Name), reflect.Value{}, reflect.ValueOf(*b[j].hall))
			}
		default:
			hall := halls.below(a[i].hall.Name)
			if a[i].phase != b[j].phase {
				c.add(hall.below("phase"), Moved, func() (string, string) { return a[i].phase, b[j].phase })
			}
			c.structure(hall, of, reflect.ValueOf(a[i].hall).Elem(), reflect.ValueOf(b[j].hall).Elem())
		}
	})
	for i := range was.Phases {
		for j := range is.Phases {
			if p, q := &was.Phases[i], &is.Phases[j]; p.Name == q.Name {
				c.hallsMoved(at.below("phases").below(p.Name).below("halls"), p.Halls, q.Halls)
			}
		}
	}
}

// hallsMoved tells of halls that stand in another order in a phase.
func (c *comparison) hallsMoved(at *step, was, is []planner.Hall) {
	name := func(j int) string { return is[j].Name }
	seconds := match(len(was), len(is), func(i int) string { return was[i].Name }, name, func(int, int) {})
	c.moved(at, seconds, name)
}
