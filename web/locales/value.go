package locales

import (
	"strconv"
	"strings"
	"time"

	"buildout/planner"
)

// ValueTitle is the name of a reference value in words: its own title, or that of
// what it belongs to and its part of that.
func (l *Locale) ValueTitle(v planner.ReferenceValue) string {
	parts := strings.Split(v.Name, ".")
	last := parts[len(parts)-1]
	switch parts[0] {
	case "cost_book":
		return l.bookTitle(v, parts[1:])
	case "exchange_rates":
		return l.T("value.exchange_rate", "currency", parts[1], "month", l.monthText(last))
	case "programme":
		return l.T("value.programme", "stage", l.Name("stage", parts[1]))
	case "other_load":
		return l.T("value.other_load")
	case "grid_carbon":
		return l.T("value.grid_carbon", "year", last)
	case "rack_circuit":
		return l.valueOf(l.T("value.rack_circuit"), l.Name("value.part", last))
	case "tariffs":
		return l.tariffTitle(v, parts[1:])
	case "climates", "calendars":
		return l.valueOf(l.Text(v.Title, parts[1]), l.monthName(last))
	case "lead_times":
		return l.T("value.lead_time", "equipment", l.Text(v.Title, last))
	case "assumptions", "plant_limits":
		return l.Text(v.Title, last)
	}
	return l.valueOf(l.Text(v.Title, parts[min(1, len(parts)-1)]), l.Name("value.part", last))
}

// bookTitle is the name of a number of the cost book.
func (l *Locale) bookTitle(v planner.ReferenceValue, parts []string) string {
	last := parts[len(parts)-1]
	switch parts[0] {
	case "entries":
		return l.Text(v.Title, strings.Join(parts[1:], "."))
	case "contingency":
		return l.T("value.contingency", "class", l.Name("class", last))
	case "regions":
		return l.T("value.region_factor", "region", l.Name("value.region", last))
	case "fees":
		return l.T("value.fee_share", "fee", l.Name("value.fee", last))
	case "escalation":
		return l.T("value.escalation", "index", l.Text(v.Title, parts[1]), "year", last)
	case "profiles":
		part := l.Name("value.part", last)
		if parts[2] == "milestones" {
			n, _ := strconv.Atoi(parts[3])
			part = l.T("value.milestone", "number", l.Int(n+1))
		}
		return l.valueOf(l.Text(v.Title, parts[1]), part)
	}
	return l.Name("value.book", parts[0])
}

// tariffTitle is the name of a number of a tariff. A surcharge has a title of its
// own.
func (l *Locale) tariffTitle(v planner.ReferenceValue, parts []string) string {
	title := l.Text(v.Title, parts[0])
	switch {
	case len(parts) == 3 && parts[1] == "surcharges":
		return title
	case len(parts) == 3 && parts[1] == "holidays":
		return l.valueOf(title, l.T("value.holidays", "month", l.monthName(parts[2])))
	case len(parts) == 3:
		return l.valueOf(title, l.Name("value.season", parts[1])+", "+l.Name("value.period", parts[2]))
	}
	return l.valueOf(title, l.Name("value.part", parts[len(parts)-1]))
}

func (l *Locale) valueOf(title, part string) string {
	return l.T("value.of", "title", title, "part", part)
}

// monthName is the name of a month of the year that is given as its number.
func (l *Locale) monthName(number string) string {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > 12 {
		return number
	}
	return l.T("prose.month_name", "number", n, "name", time.Month(n).String())
}

// ValueUnit is the unit of a reference value in words, part by part.
func (l *Locale) ValueUnit(unit string) string {
	if l.Has("unit." + unit) {
		return l.T("unit." + unit)
	}
	parts := strings.Split(unit, "/")
	for i, part := range parts {
		parts[i] = l.Name("unit", part)
	}
	return strings.Join(parts, "/")
}
