package locales

import (
	"math"
	"strconv"
	"strings"
	"time"

	"buildout/planner"
)

// minus is the minus sign; it is as wide as a digit in tabular figures.
const minus = "−"

// Number writes v with thousands apart and a fixed number of decimals.
func (l *Locale) Number(v float64, decimals int) string {
	text := strconv.FormatFloat(math.Abs(v), 'f', decimals, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	var b strings.Builder
	if v < 0 && strings.Trim(text, "0.") != "" {
		b.WriteString(minus)
	}
	for i, digit := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	if fraction != "" {
		b.WriteString("." + fraction)
	}
	return b.String()
}

// signed puts a plus before what is above zero.
func signed(text string, v float64) string {
	if v > 0 && strings.Trim(text, "0.,") != "" {
		return "+" + text
	}
	return text
}

// Int writes a whole number.
func (l *Locale) Int(n int) string { return l.Number(float64(n), 0) }

// IntSigned writes a whole number with its sign.
func (l *Locale) IntSigned(n int) string { return signed(l.Int(n), float64(n)) }

// KW writes kW without the unit.
func (l *Locale) KW(v planner.KW) string { return l.Number(float64(v), 0) }

// KWSigned writes kW with its sign, without the unit.
func (l *Locale) KWSigned(v planner.KW) string { return signed(l.KW(v), float64(v)) }

// MW writes kW as MW with one decimal, without the unit.
func (l *Locale) MW(v planner.KW) string { return l.Number(float64(v)/1000, 1) }

// Share writes a ratio as a percentage.
func (l *Locale) Share(v float64) string { return l.Number(v*100, 1) + "%" }

// Availability writes a ratio near 1 as a percentage that tells hours a year.
func (l *Locale) Availability(v float64) string { return l.Number(v*100, 2) + "%" }

// PointsSigned writes a difference of ratios in percentage points.
func (l *Locale) PointsSigned(v float64) string { return signed(l.Number(v*100, 1), v) }

// wonScale is the won in one of the unit, and the decimals it is shown with.
func (l *Locale) wonScale() (won float64, decimals int) {
	switch l.Unit {
	case "won":
		return 1, 0
	case "eok":
		return 1e8, 1
	}
	return 1e6, 0
}

// Won writes an amount in the chosen unit, without the unit's name.
func (l *Locale) Won(v planner.KRW) string {
	won, decimals := l.wonScale()
	return l.Number(float64(v)/won, decimals)
}

// WonSigned writes an amount in the chosen unit with its sign.
func (l *Locale) WonSigned(v planner.KRW) string { return signed(l.Won(v), float64(v)) }

// WonUnit names the chosen unit, for the head of a column.
func (l *Locale) WonUnit() string { return l.T("won." + l.Unit) }

// WonProse writes an amount with its unit as a sentence would: 448.2 bn won,
// 4,482억 원; in full where the unit is won.
func (l *Locale) WonProse(v planner.KRW) string {
	switch {
	case l.Unit == "won":
		return l.T("prose.won", "amount", l.Number(float64(v), 0))
	case l.Unit == "million" && l.Lang == "ko":
		return l.T("prose.million", "amount", l.Number(float64(v)/1e6, 0))
	case l.Unit == "million":
		return l.T("prose.billion", "amount", trim(l.Number(float64(v)/1e9, 1)))
	}
	return l.T("prose.eok", "amount", trim(l.Number(float64(v)/1e8, 1)))
}

func trim(text string) string { return strings.TrimSuffix(text, ".0") }

// Month writes a month as tables do, and a dash where none is given.
func (l *Locale) Month(m planner.Month) string {
	if m.IsZero() {
		return "–"
	}
	return m.String()
}

// MonthProse writes a month as a sentence would: Sep 2023, 2023년 9월.
func (l *Locale) MonthProse(m planner.Month) string {
	if m.IsZero() {
		return "–"
	}
	return l.T("prose.month", "year", m.Year(), "number", m.Number(), "name", time.Month(m.Number()).String()[:3])
}
