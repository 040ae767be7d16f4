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
	case len(parts) == 6 && parts[0] == "sites" && parts[2] == "halls":
		return l.Place(r, parts[1]) + " · " + parts[3], l.stageField(parts[4], parts[5])
	case len(parts) == 4 && parts[0] == "sites":
		return l.Place(r, parts[1]), l.stageField(parts[2], parts[3])
	case len(parts) == 3 && parts[0] == "sites":
		return l.Place(r, parts[1]), l.Name("field", parts[2])
	}
	return "", path
}

func (l *Locale) stageField(kind, field string) string {
	return l.T("change.field", "kind", l.Kind(power.Kind(kind)), "field", l.Name("field", field))
}
