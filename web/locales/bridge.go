package locales

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"buildout/planner"
	"buildout/planner/compare"
)

// Amount writes an amount of a bridge, which is in KRW or W: won in the chosen
// unit, kW otherwise; without the unit's name.
func (l *Locale) Amount(unit string, v int64) string {
	if unit == "W" {
		return l.KW(planner.KW(v) / 1000)
	}
	return l.Won(planner.KRW(v))
}

// AmountSigned is Amount with its sign.
func (l *Locale) AmountSigned(unit string, v int64) string {
	return signed(l.Amount(unit, v), float64(v))
}

// AmountUnit names the unit that Amount writes in, for the head of a column.
func (l *Locale) AmountUnit(unit string) string {
	if unit == "W" {
		return "kW"
	}
	return l.WonUnit()
}

// AmountProse writes an amount of a bridge with its unit as a sentence would.
func (l *Locale) AmountProse(unit string, v int64) string {
	if unit == "W" {
		return l.Amount(unit, v) + " kW"
	}
	return l.WonProse(planner.KRW(v))
}

// AmountProseSigned is AmountProse with the sign of the amount.
func (l *Locale) AmountProseSigned(unit string, v int64) string {
	if v > 0 {
		return "+" + l.AmountProse(unit, v)
	}
	return l.AmountProse(unit, v)
}

// Driver is the name of a step of a bridge: its driver, with those it cannot be
// taken apart from.
func (l *Locale) Driver(s compare.BridgeStep) string {
	name := l.Name("driver", string(s.Driver))
	if len(s.With) == 0 {
		return name
	}
	with := make([]string, len(s.With))
	for i, d := range s.With {
		with[i] = lower(l.Name("driver", string(d)))
	}
	return l.T("bridge.with", "driver", name, "others", strings.Join(with, ", "))
}

// Step is the name of a step of a bridge, and where it is where the bridge is by
// change. The results have the titles of places.
func (l *Locale) Step(s compare.BridgeStep, results ...planner.Result) string {
	if s.Place == "" {
		return l.Driver(s)
	}
	return l.Driver(s) + " · " + l.StepPlace(s.Place, results...)
}

// StepProse is Step as a sentence writes it.
func (l *Locale) StepProse(s compare.BridgeStep, results ...planner.Result) string {
	return lower(l.Step(s, results...))
}

// StepPlace is a place of a bridge in words: sites/ansan/phases/two is Ansan ·
// two. The results have the titles.
func (l *Locale) StepPlace(place string, results ...planner.Result) string {
	parts := strings.Split(place, "/")
	for i, part := range parts {
		if name, err := url.PathUnescape(part); err == nil {
			parts[i] = name
		}
	}
	if parts[0] != "sites" || len(parts) == 1 {
		return l.placeOutside(parts, results)
	}
	names := []string{l.titleIn(parts[1], results)}
	for i := 3; i < len(parts); i += 2 {
		names = append(names, parts[i])
	}
	return strings.Join(names, " · ")
}

// placeOutside is a place that is in no site: the title of what is at its end, or
// the names of a part of the plan and a part of that.
func (l *Locale) placeOutside(parts []string, results []planner.Result) string {
	last := parts[len(parts)-1]
	switch {
	case len(parts) == 1:
		return l.Name("bridge.place", last)
	case len(parts) == 2 && l.Has("bridge.place."+last):
		return l.Name("bridge.place", parts[0]) + " · " + l.T("bridge.place."+last)
	}
	return l.titleIn(last, results)
}

// BridgeLine is the name of a line of a bridge: its title, or that of a part of
// the net present value.
func (l *Locale) BridgeLine(line compare.BridgeLine) string {
	return l.Text(line.Title, l.Name("bridge.line", line.Name))
}

// titleIn is the title of a site, a lease or a cost code in the first result that
// has it, else the name.
func (l *Locale) titleIn(name string, results []planner.Result) string {
	for _, r := range results {
		for _, title := range []string{l.Place(r, name), l.part(r, name)} {
			if title != name {
				return title
			}
		}
	}
	return name
}

// lower writes the first letter of a name as within a sentence; a name in
// capitals, such as VAT, stays.
func lower(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	if next, _ := utf8.DecodeRuneInString(name[size:]); unicode.IsUpper(next) {
		return name
	}
	return string(unicode.ToLower(first)) + name[size:]
}
