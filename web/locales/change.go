package locales

import (
	"net/url"
	"strings"

	"buildout/planner"
	"buildout/planner/power"
)

// ChangePath says in words what a path of planner.Apply leads to: where it
// stands, such as Ansan · DH-1, and what it is, such as UPS arrangement.
func (l *Locale) ChangePath(r planner.Result, path string) (where, what string) {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		if name, err := url.PathUnescape(part); err == nil {
			parts[i] = name
		}
	}
	switch {
	case len(parts) == 3 && parts[0] == "redundancy_tiers":
		return l.T("change.tier", "tier", parts[1]), l.Name("kind", l.Name("field", parts[2]))
	case len(parts) == 5 && parts[0] == "sites" && parts[2] == "phases" && l.Has("change."+parts[4]):
		return l.Place(r, parts[1]), l.T("change."+parts[4], "phase", l.phase(r, parts[1], parts[3]))
	case len(parts) == 5 && parts[0] == "sites" && parts[2] == "halls" && l.Has("field."+parts[4]):
		return l.Place(r, parts[1]), l.T("change.halls", "hall", parts[3], "field", l.Name("field", parts[4]))
	case len(parts) == 6 && parts[0] == "sites" && parts[2] == "halls":
		return l.Place(r, parts[1]) + " · " + parts[3], l.stageField(parts[4], parts[5])
	case len(parts) == 4 && parts[0] == "sites":
		return l.Place(r, parts[1]), l.stageField(parts[2], parts[3])
	case len(parts) == 3 && parts[0] == "sites":
		return l.Place(r, parts[1]), l.Name("field", parts[2])
	}
	if what := l.moneyPath(parts); what != "" {
		return l.moneyPlace(r, parts), what
	}
	return "", path
}

// phase is the title of a phase of a site.
func (l *Locale) phase(r planner.Result, site, phase string) string {
	for _, s := range r.Sites {
		for _, p := range s.Phases {
			if s.Name == site && p.Name == phase {
				return l.Text(p.Title, phase)
			}
		}
	}
	return phase
}

// moneyPath says what a path to a value of money is; nothing of other paths.
func (l *Locale) moneyPath(parts []string) string {
	last := parts[len(parts)-1]
	switch {
	case len(parts) == 4 && parts[0] == "budget" && parts[1] == "ceilings":
		return l.T("input.ceiling", "year", parts[2])
	case len(parts) == 4 && parts[0] == "budget" && parts[1] == "funding":
		return l.Name("field", last)
	case parts[0] == "budget" && l.Has("field."+last), parts[0] == "worth" && l.Has("field."+last), len(parts) == 4 && parts[0] == "cost_book" && last == "unit_price":
		return l.Name("field", last)
	case len(parts) == 2 && parts[0] == "values" && l.Has("value."+last):
		return l.Name("value", last)
	}
	return ""
}

// moneyPlace says where a value of money stands: the title of a line of the
// cost book, or the budget.
func (l *Locale) moneyPlace(r planner.Result, parts []string) string {
	if parts[0] == "budget" && len(parts) == 4 && parts[1] == "funding" {
		return l.part(r, parts[2])
	}
	if parts[0] != "cost_book" {
		return l.Name("explain.of", parts[0])
	}
	for _, line := range r.CostLines {
		if line.Code == parts[2] {
			return l.Text(line.Title, line.Code)
		}
	}
	return parts[2]
}

func (l *Locale) stageField(kind, field string) string {
	return l.T("change.field", "kind", l.Kind(power.Kind(kind)), "field", l.Name("field", field))
}
