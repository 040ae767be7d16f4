package locales

import (
	"math"
	"strings"

	"buildout/planner"
)

// Finding returns the message and the remedy of a finding of a result. English
// is the planner's own; another language has a template for each code, and
// falls back to English for a code it lacks.
func (l *Locale) Finding(r planner.Result, f planner.Finding) (message, remedy string) {
	if l.Lang == "en" {
		return f.Message, f.Remedy
	}
	values := []any{
		"subject", l.subject(r, f),
		"where", l.Where(r, f.Where),
		"month", l.MonthProse(f.Month),
		"year", f.Month.Year(),
		"found", l.either(f.FoundText, f.Found, f.Unit),
		"limit", l.either(f.LimitText, f.Limit, f.Unit),
		"limit_number", l.Measure(f.Limit, f.Unit),
		"difference", l.Measure(math.Abs(f.Found-f.Limit), f.Unit),
		"unit", l.Name("unit", f.Unit),
		"count", l.Number(float64(f.Count), 0),
	}
	message, remedy = f.Message, f.Remedy
	if key := "finding." + f.Code + ".message"; l.Has(key) {
		message = l.T(key, values...)
	}
	if key := "finding." + f.Code + ".remedy"; l.Has(key) {
		remedy = l.T(key, values...)
	}
	return message, remedy
}

// subject names what a finding speaks of: by its title, or a month, a site, a
// stage, or the name of a rack or panel.
func (l *Locale) subject(r planner.Result, f planner.Finding) string {
	if !f.Title.IsZero() {
		return l.Text(f.Title, f.Subject)
	}
	if m := l.monthText(f.Subject); m != f.Subject {
		return m
	}
	if place := l.Place(r, f.Subject); place != f.Subject {
		return place
	}
	return l.Binding(f.Subject)
}

// either is a finding's own text, where it has one, else its number.
func (l *Locale) either(text string, v float64, unit string) string {
	if text != "" {
		return l.monthText(text)
	}
	return l.Measure(v, unit)
}

// monthText writes YYYY-MM as a sentence would, and anything else as it is.
func (l *Locale) monthText(text string) string {
	var m planner.Month
	if err := m.UnmarshalText([]byte(text)); err != nil || m.IsZero() {
		return text
	}
	return l.MonthProse(m)
}

// Binding names the stage that limits: a kind, design, space, or a kind with
// site before it where the halls share it.
func (l *Locale) Binding(name string) string {
	if kind, shared := strings.CutPrefix(name, "site."); shared {
		return l.T("binding.shared", "kind", l.Name("kind", kind))
	}
	return l.Name("kind", name)
}

// Place returns the title of a site or lease of a result by its name.
func (l *Locale) Place(r planner.Result, name string) string {
	for _, site := range r.Sites {
		if site.Name == name {
			return l.Text(site.Title, name)
		}
	}
	for _, lease := range r.Leases {
		if lease.Name == name {
			return l.Text(lease.Title, name)
		}
	}
	return name
}

// Where shortens a path into the plan to its names: sites/ansan/halls/DH-1 is
// Ansan · DH-1.
func (l *Locale) Where(r planner.Result, path string) string {
	parts := strings.Split(path, "/")
	if len(parts) < 2 || parts[0] != "sites" && parts[0] != "leases" {
		return l.Name("where", path)
	}
	names := []string{l.Place(r, parts[1])}
	for i := 3; i < len(parts); i += 2 {
		names = append(names, parts[i])
	}
	return strings.Join(names, " · ")
}

// Measure writes a number of a finding with its unit.
func (l *Locale) Measure(v float64, unit string) string {
	switch unit {
	case "KRW":
		return l.WonProse(planner.KRW(v))
	case "share":
		return l.Share(v)
	}
	decimals := 0
	if v != math.Trunc(v) && math.Abs(v) < 100 {
		decimals = 2
	}
	number := l.Number(v, decimals)
	if key := "measure." + unit; l.Has(key) {
		return l.T(key, "number", number)
	}
	return strings.TrimSpace(number + " " + l.Name("unit", unit))
}
