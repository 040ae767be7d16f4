package compare

import (
	"reflect"
	"slices"

	"buildout/planner"
)

// placed is the halls of a site, whichever phases build them.
type placed struct {
	halls reflect.Value // of []planner.Hall
	phase []int         // of each: the place of its phase
	first []int         // of each phase: the place of its first hall
}

func placedIn(site *planner.Site) (p placed) {
	var halls []planner.Hall
	for i := range site.Phases {
		p.first = append(p.first, len(halls))
		for range site.Phases[i].Halls {
			p.phase = append(p.phase, i)
		}
		halls = append(halls, site.Phases[i].Halls...)
	}
	p.halls = reflect.ValueOf(halls)
	return p
}

// siteHalls is the halls of a site in several plans, and which are the same.
type siteHalls struct {
	sites  []*planner.Site // nil where a plan has no such site
	placed []placed
	halls  []reflect.Value
	same   []pairing // halls, to those of the first plan
	phases []pairing
}

func hallsOf(s *shape, of []reflect.Value) siteHalls {
	n := len(of)
	h := siteHalls{make([]*planner.Site, n), make([]placed, n), make([]reflect.Value, n), make([]pairing, n), make([]pairing, n)}
	phases := &s.fields[slices.IndexFunc(s.fields, func(f field) bool { return f.name == "phases" })]
	for k := range of {
		if !of[k].IsValid() {
			continue
		}
		h.sites[k] = of[k].Addr().Interface().(*planner.Site)
		h.placed[k] = placedIn(h.sites[k])
		h.halls[k] = h.placed[k].halls
		if k > 0 {
			h.same[k] = s.hall.pair(h.halls[0], h.halls[k])
			h.phases[k] = phases.pair(reflect.ValueOf(h.sites[0].Phases), reflect.ValueOf(h.sites[k].Phases))
		}
	}
	return h
}

// halls compares the halls of a site, whichever phases build them. Those of a
// phase that is added or removed are told with it.
func (c *comparison) halls(at *step, s *shape, of []reflect.Value) {
	h := hallsOf(s, of)
	above := at.below("halls")
	for i := range h.placed[0].phase {
		c.hall(above, s.hall, &h, i)
	}
	added := slices.Clone(h.same)
	for k := range added {
		added[k].rest = slices.DeleteFunc(slices.Clone(added[k].rest), func(j int) bool { return slices.Contains(h.phases[k].rest, h.placed[k].phase[j]) })
	}
	c.added(above, s.hall, h.halls, added)
	for i := range h.sites[0].Phases {
		c.hallsMoved(at, s.hall, &h, i)
	}
}

// hallParts is a hall of the first plan in each of them.
type hallParts struct {
	owners []reflect.Value // the halls of those that have it, or the phase that would build it
	parts  []reflect.Value
	names  []string // in those that call it another name; nil where none does
	phases []string // that build it
	others []bool   // whether that is another than in the first
}

// part finds hall i of the first plan in each of them.
func (h *siteHalls) part(f *field, i int) hallParts {
	n, phase := len(h.halls), h.placed[0].phase[i]
	p := hallParts{owners: make([]reflect.Value, n), parts: make([]reflect.Value, n), phases: make([]string, n), others: make([]bool, n)}
	p.owners[0], p.parts[0], p.phases[0] = h.halls[0], h.halls[0].Index(i), h.sites[0].Phases[phase].Name
	for k := 1; k < n; k++ {
		if h.sites[k] == nil {
			continue
		}
		there, j := h.phases[k].second(phase), h.same[k].second(i)
		if there >= 0 || j >= 0 {
			p.owners[k] = h.halls[k]
		}
		if j < 0 {
			continue
		}
		p.parts[k] = h.halls[k].Index(j)
		p.phases[k] = h.sites[k].Phases[h.placed[k].phase[j]].Name
		p.others[k] = h.placed[k].phase[j] != there
		if h.same[k].renamed[i] {
			p.names = renamedTo(p.names, n, k, f.key(p.parts[k]))
		}
	}
	return p
}

// hall compares hall i of the first plan with the same in others.
func (c *comparison) hall(above *step, f *field, h *siteHalls, i int) {
	p := h.part(f, i)
	hall := step{above, f.key(p.parts[0])}
	c.whole(&hall, p.owners, p.parts, p.names)
	if p.names != nil && c.newNames {
		hall.name = p.names[1]
	}
	if slices.Contains(p.others, true) {
		c.add(hall.below("phase"), len(p.parts), func(k int) InputCell {
			switch {
			case !p.parts[k].IsValid():
				return InputCell{Kind: Removed}
			case p.others[k]:
				return InputCell{Moved, p.phases[k]}
			}
			return InputCell{Text: p.phases[k]}
		})
	}
	c.structure(&hall, f.of, p.parts, p.names != nil)
}

// hallsMoved tells of halls that stand in another order in phase i of the first
// plan.
func (c *comparison) hallsMoved(at *step, f *field, h *siteHalls, i int) {
	n, from := len(h.halls), h.placed[0].first[i]
	lists, pairs := make([]reflect.Value, n), make([]pairing, n)
	lists[0] = reflect.ValueOf(h.sites[0].Phases[i].Halls)
	name := h.sites[0].Phases[i].Name
	for k := 1; k < n; k++ {
		if h.sites[k] == nil {
			continue
		}
		there := h.phases[k].second(i)
		if there < 0 {
			continue
		}
		lists[k] = reflect.ValueOf(h.sites[k].Phases[there].Halls)
		if c.newNames {
			name = h.sites[k].Phases[there].Name
		}
		pairs[k].seconds = make([]int, lists[0].Len())
		for x := range pairs[k].seconds {
			j := h.same[k].second(from + x)
			if pairs[k].seconds[x] = -1; j >= 0 && h.placed[k].phase[j] == there {
				pairs[k].seconds[x] = j - h.placed[k].first[there]
			}
		}
	}
	c.moved(at.below("phases").below(name).below("halls"), f, lists, pairs)
}
