package compare

import (
	"reflect"
	"slices"
	"strings"

	"buildout/planner"
)

// renames is what the second of two plans calls otherwise: its name for each path
// that leads by its names and ends in the name that the first has.
type renames map[string]string

func join(names []string) string { return strings.Join(names, "\x00") }

// of returns a path with the names that the second plan has.
func (r renames) of(names []string) []string {
	if len(r) == 0 {
		return names
	}
	names = slices.Clone(names)
	for i := range names {
		if to, known := r[join(names[:i+1])]; known {
			names[i] = to
		}
	}
	return names
}

// renaming gives a copy of a plan the names of another.
type renaming struct {
	plan  *planner.Plan // the copy
	names renames
}

// named returns the first plan with the names that the second has for what is the
// same, as Differences pairs it, wherever they stand; itself where nothing is
// called otherwise.
func named(from, to *planner.Plan) (*planner.Plan, renames) {
	plan := planner.Clone(*from)
	r := renaming{&plan, renames{}}
	a, b := reflect.ValueOf(&plan).Elem(), reflect.ValueOf(to).Elem()
	r.lists(nil, planShape, a, b)
	r.lists([]string{"demand"}, planShape.field("demand").of, a.FieldByName("Demand"), b.FieldByName("Demand"))
	r.sites(to)
	if len(r.names) == 0 {
		return from, nil
	}
	return &plan, r.names
}

// field returns a field by its key; nil where there is none.
func (s *shape) field(name string) *field {
	i := slices.IndexFunc(s.fields, func(f field) bool { return f.name == name })
	if i < 0 {
		return nil
	}
	return &s.fields[i]
}

// lists renames what stands in the lists of a structure.
func (r *renaming) lists(at []string, s *shape, from, to reflect.Value) {
	for i := range s.fields {
		if f := &s.fields[i]; f.kind == elements && f.named {
			r.list(append(slices.Clone(at), f.name), f, from.FieldByIndex(f.index), to.FieldByIndex(f.index))
		}
	}
}

func (r *renaming) list(at []string, f *field, from, to reflect.Value) {
	p := f.pair(from, to)
	for i := range p.renamed {
		was, is := f.key(from.Index(i)), f.key(to.Index(p.second(i)))
		r.names[join(append(slices.Clone(at), was))] = is
		from.Index(i).FieldByName("Name").SetString(is)
		r.mention(at[0], was, is)
	}
}

// sites renames what stands in the sites, which have the same names by now.
func (r *renaming) sites(to *planner.Plan) {
	for i := range r.plan.Sites {
		s := &r.plan.Sites[i]
		j := slices.IndexFunc(to.Sites, func(t planner.Site) bool { return t.Name == s.Name })
		if j < 0 {
			continue
		}
		r.halls(s, &to.Sites[j])
		site := planShape.field("sites").of
		r.list([]string{"sites", s.Name, "feeds"}, site.field("feeds"), reflect.ValueOf(s.Feeds), reflect.ValueOf(to.Sites[j].Feeds))
		phases := site.field("phases")
		p := phases.pair(reflect.ValueOf(s.Phases), reflect.ValueOf(to.Sites[j].Phases))
		for k := range p.renamed {
			was, is := s.Phases[k].Name, to.Sites[j].Phases[p.second(k)].Name
			r.names[join([]string{"sites", s.Name, "phases", was})] = is
			s.Phases[k].Name = is
			r.phase(s, was, is)
		}
	}
}

// halls renames the halls of a site, whichever phases build them.
func (r *renaming) halls(s, to *planner.Site) {
	f := planShape.field("sites").of.hall
	p := f.pair(placedIn(s).halls, placedIn(to).halls)
	at, k := placedIn(to).halls, 0
	for i := range s.Phases {
		for j := range s.Phases[i].Halls {
			if h := &s.Phases[i].Halls[j]; p.renamed[k] {
				is := f.key(at.Index(p.second(k)))
				r.names[join([]string{"sites", s.Name, "halls", h.Name})] = is
				h.Name = is
			}
			k++
		}
	}
}

// phase renames a phase of a site where it is named.
func (r *renaming) phase(s *planner.Site, was, is string) {
	change := func(name *string) {
		if *name == was {
			*name = is
		}
	}
	for i := range s.Plant {
		change(&s.Plant[i].Phase)
		for j := range s.Plant[i].Added {
			change(&s.Plant[i].Added[j].Phase)
		}
	}
	for i := range r.plan.Actuals.Entries {
		if a := &r.plan.Actuals.Entries[i]; a.Site == s.Name {
			change(&a.Phase)
		}
	}
}

// mention renames what stands in a list of the plan where it is named.
func (r *renaming) mention(list, was, is string) {
	change := func(name *string) {
		if *name == was {
			*name = is
		}
	}
	p := r.plan
	switch list {
	case "sites":
		for i := range p.Budget.Sites {
			change(&p.Budget.Sites[i])
		}
		for i := range p.Links {
			change(&p.Links[i].From)
			change(&p.Links[i].To)
		}
		for i := range p.Actuals.Entries {
			change(&p.Actuals.Entries[i].Site)
		}
	case "rack_types":
		for i := range p.Demand.Services {
			change(&p.Demand.Services[i].RackType)
		}
	}
	for i := range p.Sites {
		s := &p.Sites[i]
		switch list {
		case "redundancy_tiers":
			change(&s.Tier)
		case "tariffs":
			change(&s.Tariff)
		case "climates":
			change(&s.Climate)
		}
		for j := range s.Phases {
			ph := &s.Phases[j]
			for k := range ph.Stages {
				if list == "calendars" {
					change(&ph.Stages[k].Calendar)
				}
			}
			for k := range ph.Halls {
				for n := range ph.Halls[k].Racks {
					if list == "rack_types" {
						change(&ph.Halls[k].Racks[n].RackType)
					}
				}
			}
		}
	}
}
