package locales

import (
	"math"
	"strconv"
	"strings"

	"buildout/planner"
	"buildout/planner/compare"
)

// MeasureTitle is the name of a measure in words, after what it is of: Ansan ·
// usable IT power.
func (l *Locale) MeasureTitle(m compare.Measure) string {
	parts := strings.Split(l.Text(m.Subject, ""), " · ")
	for i := range parts {
		parts[i] = l.monthText(parts[i])
	}
	subject := strings.Join(parts, " · ")
	title := l.Name("measure", m.Kind)
	switch {
	case m.Kind == "":
		return m.Name
	case subject == "":
		return title
	case strings.Contains(title, "{subject}"):
		return fill(title, "subject", subject)
	}
	return subject + " · " + title
}

// MeasureUnit is the unit of a measure for the head of a column: the chosen unit
// for won, nothing for months, tiers, PUE and counts of findings.
func (l *Locale) MeasureUnit(m compare.Measure) string {
	switch m.Unit {
	case "KRW":
		return l.WonUnit()
	case "share":
		return "%"
	case "share/year":
		return l.T("unit.percent_year")
	case "month", "tier", "kW/kW", "findings":
		return ""
	}
	return l.ValueUnit(m.Unit)
}

// MeasureValue writes a value of a measure without its unit, and a dash where
// there is none.
func (l *Locale) MeasureValue(m compare.Measure, v compare.Value) string {
	switch v.Kind {
	case compare.None:
		return "–"
	case compare.MonthValue:
		return l.Month(planner.Month(v.Number))
	case compare.TierValue:
		if v.Text == "" {
			return l.T("tiers.none")
		}
		return v.Text
	}
	return l.measured(m, v.Number)
}

// MeasureDifference writes a difference of two values of a measure with its sign
// and without its unit.
func (l *Locale) MeasureDifference(m compare.Measure, difference float64) string {
	return signed(l.measured(m, difference), difference)
}

// measured writes a number in the unit of a measure. Months and ranks are whole.
func (l *Locale) measured(m compare.Measure, v float64) string {
	switch m.Unit {
	case "KRW":
		return l.Won(planner.KRW(math.Round(v)))
	case "share", "share/year":
		return l.Number(v*100, 1)
	case "kW/kW":
		return l.Number(v, 3)
	case "KRW/kW", "KRW/kW/month":
		return l.Number(v, 0)
	case "kW":
		return l.KW(planner.KW(v))
	}
	text, _ := l.Figure(v, "", m.Unit)
	return text
}

// Given writes a value of an input as it is given, with thousands apart where it
// is a number of five digits or more.
func (l *Locale) Given(text string) string {
	whole, fraction, _ := strings.Cut(text, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = minus, whole[1:]
	}
	n, err := strconv.ParseUint(whole, 10, 63)
	if err != nil || n < 10_000 || strings.Trim(fraction, "0123456789") != "" {
		return text
	}
	if fraction != "" {
		fraction = "." + fraction
	}
	return sign + l.Number(float64(n), 0) + fraction
}
